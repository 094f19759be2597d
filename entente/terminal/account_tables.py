"""The account of a situation as tables of the terminal."""

from collections.abc import Mapping, Sequence

from entente.analysis.accounts.account import Account, Overrun, YearAccount
from entente.i18n import N_, number, say
from entente.terminal.layout import table

WHAT_COUNTS = N_(
    "Posts at full cost, whatever they do; hours in kind that the partners free, at {rate} $ an hour, are no dollars "
    "to find."
)
SPENT = N_("Given: hours that partners gave in the runs, on average.")
OVER = N_("Year {year}: {total} $, and the envelope is {envelope} $.")


def account_by_year(account: Account, language: str, spent: Mapping[int, float] | None = None) -> str:
    """Return the table of the years, and what counts in it.

    Args:
        account: the account.
        language: ``fr`` or ``en``.
        spent: hours that partners gave in each year, on average over the runs.
    """
    names = [
        N_("year"),
        N_("posts $"),
        N_("levers $"),
        N_("other $"),
        N_("to find $"),
        N_("hours in kind"),
        N_("worth $"),
    ]
    names += [N_("hours given")] if spent is not None else []
    rows = [year_cells(one, language, spent) for one in account.years]
    shown = [rank for rank in range(len(names)) if rank not in (2, 3) or any(row[rank] != "0" for row in rows)]
    head = [say(names[rank], language) for rank in shown]
    rate = number(account.years[0].rate, language, 2 if account.years[0].rate % 1 else 0)
    notes = [say(WHAT_COUNTS, language, rate=rate), *([say(SPENT, language)] if spent is not None else [])]
    return "\n".join(
        [table([[row[rank] for rank in shown] for row in rows], head, numbers=range(1, len(head))), *notes]
    )


def year_cells(one: YearAccount, language: str, spent: Mapping[int, float] | None) -> list[str]:
    """Return the cells of one year."""
    figures = [one.posts, one.levers, one.other, one.total, one.hours, one.in_kind]
    figures += [] if spent is None else [spent.get(one.number, 0.0)]
    return [str(one.number), *(number(value, language, 0) for value in figures)]


def account_by_partner(account: Account, labels: Mapping[str, str], language: str) -> str:
    """Return the table of the partners: what each brings a year."""
    brings = account.dollars > 0
    head = [N_("partner"), N_("hours in kind a year"), N_("worth $"), *([N_("dollars a year")] if brings else [])]
    rows = [
        [labels[one.name], number(one.hours, language, 0), number(one.in_kind, language, 0),
         *([number(one.dollars, language, 0)] if brings else [])]
        for one in account.partners
    ]  # fmt: skip
    return table(rows, [say(name, language) for name in head], numbers=range(1, len(head)))


def overruns_text(overruns: Sequence[Overrun], language: str) -> str:
    """Return the years that take more than their envelope, one a line."""
    return "\n".join(
        say(OVER, language, year=one.year, total=number(one.total, language, 0),
            envelope=number(one.envelope, language, 0))
        for one in overruns
    )  # fmt: skip
