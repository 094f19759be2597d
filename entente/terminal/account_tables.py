"""The account of a situation as tables of the terminal."""

from collections.abc import Mapping, Sequence

from entente.analysis.accounts.account import Account, Overrun, YearAccount, make_account
from entente.analysis.statistics.years import WEEKS_PER_YEAR
from entente.i18n import N_, number, say
from entente.sim.model.situation import Settings
from entente.terminal.layout import table

WHAT_COUNTS = N_(
    "Posts at full cost, whatever they do; hours in kind that the partners free, at {rate} $ an hour, are no dollars "
    "to find."
)
HOURS_GIVEN = N_("Partners gave {hours} h over the run, on average over the replicates.")
OVER = N_("Year {year}: {total} $, and the envelope is {envelope} $.")


def account_by_year(account: Account, language: str) -> str:
    """Return the table of the years, and what counts in it."""
    names = [
        N_("year"),
        N_("posts $"),
        N_("levers $"),
        N_("other $"),
        N_("to find $"),
        N_("hours in kind"),
        N_("worth $"),
    ]
    rows = [year_cells(one, language) for one in account.years]
    shown = [rank for rank in range(len(names)) if rank not in (2, 3) or any(row[rank] != "0" for row in rows)]
    head = [say(names[rank], language) for rank in shown]
    cells = [[row[rank] for rank in shown] for row in rows]
    return "\n".join([table(cells, head, numbers=range(1, len(head))), counts_text(account, language)])


def counts_text(account: Account, language: str) -> str:
    """Return what counts in an account."""
    rate = account.years[0].rate
    return say(WHAT_COUNTS, language, rate=number(rate, language, 2 if rate % 1 else 0))


def year_cells(one: YearAccount, language: str) -> list[str]:
    """Return the cells of one year."""
    figures = (one.posts, one.levers, one.other, one.total, one.hours, one.in_kind)
    return [str(one.number), *(number(value, language, 0) for value in figures)]


def account_of_run(settings: Settings, hours: float, language: str) -> str:
    """Return the account of what was run.

    Args:
        settings: of the run.
        hours: that partners gave, on average over the replicates.
        language: ``fr`` or ``en``.
    """
    given = say(HOURS_GIVEN, language, hours=number(hours, language, 0))
    return "\n".join([say("What it costs", language), account_by_year(make_account(settings), language), given])


def accounts_compared(those: Mapping[str, Settings], language: str) -> str:
    """Return what several situations cost over the run and in a year of it, by what they are called."""
    head = [
        N_("what it costs"),
        N_("to find $"),
        N_("a year"),
        N_("posts $"),
        N_("levers $"),
        N_("hours in kind a year"),
    ]
    accounts = {name: make_account(settings) for name, settings in those.items()}
    rows = []
    for name, one in accounts.items():
        years = sum(year.weeks for year in one.years) / WEEKS_PER_YEAR
        figures = (one.total, one.total / years, sum(year.posts for year in one.years),
                   sum(year.levers for year in one.years), sum(year.hours for year in one.years) / years)  # fmt: skip
        rows.append([name, *(number(value, language, 0) for value in figures)])
    first = next(iter(accounts.values()))
    return "\n".join([table(rows, [say(name, language) for name in head], numbers=range(1, 6)),
                      counts_text(first, language)])  # fmt: skip


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
