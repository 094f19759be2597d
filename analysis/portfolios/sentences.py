"""What a search for plans comes to, in sentences."""

from collections.abc import Mapping

import pandas as pd

from entente.analysis.plotting.numbers import format_number
from entente.analysis.plotting.setting_names import setting_title
from entente.analysis.portfolios.choosing import ROLES
from entente.analysis.portfolios.futures import FACTORS
from entente.analysis.portfolios.portfolio import Portfolio
from entente.i18n import N_, say
from entente.i18n.option_names import GROUP_NAMES, option_label

SIDES = {
    "happens": N_("{factor} (it holds in {inside} of 10 futures when that happens, in {outside} otherwise)"),
    "high": N_("{factor}, more than usual (it holds in {inside} of 10 futures then, in {outside} otherwise)"),
    "low": N_("{factor}, less than usual (it holds in {inside} of 10 futures then, in {outside} otherwise)"),
}


def in_ten(share: float, language: str) -> str:
    """Write a share as futures in ten, with a decimal where it says more."""
    tenths = 10 * share
    return format_number(tenths, language, 0 if abs(tenths - round(tenths)) < 0.05 else 1).replace("-", "−")


def portfolio_text(portfolio: Portfolio, language: str) -> str:
    """Return what a portfolio changes, in words."""
    options = [say("{option} ({group})", language, group=say(GROUP_NAMES[group], language).lower(),
                   option=option_label(group, option, language)) for group, option in portfolio.options]  # fmt: skip
    levers = [option_label("lever", name, language) for name in portfolio.levers]
    return say("; ", language).join([*options, *levers]) or say("nothing changes", language)


def replacement_text(instead_of: Portfolio, portfolio: Portfolio, language: str) -> str:
    """Return how one portfolio differs from another, in words."""
    added = portfolio_text(portfolio.beyond(instead_of), language)
    dropped = portfolio_text(instead_of.beyond(portfolio), language)
    if instead_of.contains(portfolio):
        return say("without {dropped}", language, dropped=dropped)
    if portfolio.contains(instead_of):
        return say("with {added} as well", language, added=added)
    return say("{added} instead of {dropped}", language, added=added, dropped=dropped)


def plan_title(row: "pd.Series[object]", portfolio: Portfolio, language: str) -> str:
    """Return what a plan is called: its letter or name, then what it changes."""
    if portfolio.changes == 0 and str(row["roles"]) == "as_is":
        return say("{name}. As it is", language, name=row["plan"])
    return say("{name}. {changes}", language, name=row["plan"], changes=portfolio_text(portfolio, language))


def roles_text(roles: str, language: str) -> str:
    """Return why a plan is there."""
    return ", ".join(say(ROLES[role], language).lower() for role in roles.split(",") if role)


def breaks_text(row: "pd.Series[object]", language: str) -> str:
    """Return what breaks a plan, within a sentence; nothing where nothing that was tried clearly does."""
    if not isinstance(row["breaks"], str):
        return ""
    return say(SIDES[str(row["side"])], language, factor=say(FACTORS[row["breaks"]].label, language),
               inside=in_ten(float(str(row["holds_inside"])), language),
               outside=in_ten(float(str(row["holds_outside"])), language))  # fmt: skip


def asked_text(asked: str, language: str) -> str:
    """Return how to ask about a factor, or the name of a parameter of the rules, which nobody can be asked."""
    if asked in FACTORS:
        return say(FACTORS[asked].question, language)
    return say("rule: {name}", language, name=setting_title(asked, language))


def answer_sentences(table: pd.DataFrame, changes: Mapping[str, str], language: str) -> list[str]:
    """Return the answer in three sentences, with its uncertainty.

    Args:
        table: of ``plans_table``, the status quo first.
        changes: what each plan changes, in words, by name.
        language: ``fr`` or ``en``.
    """
    base = table.iloc[0]
    first = say("As it is, the partnership holds in {holds} of 10 futures (95% interval: {low} to {high}).", language,
                holds=in_ten(base["holds"], language), low=in_ten(base["holds_low"], language),
                high=in_ten(base["holds_high"], language))  # fmt: skip
    if base["excess"] > 0:
        first += " " + say("It takes {dollars} $ more than the envelope in all.", language,
                           dollars=format_number(base["excess"], language, 0))  # fmt: skip
    others = table.iloc[1:]
    if others.empty:
        return [first, say("Within the envelope, no change that was tried holds more mobilisation.", language)]
    best = others.loc[others["holds"].idxmax()]
    values = {"plan": best["plan"], "changes": changes[str(best["plan"])], "holds": in_ten(best["holds"], language),
              "low": in_ten(best["more_low"], language), "high": in_ten(best["more_high"], language)}  # fmt: skip
    if best["more_low"] > 0:
        second = say("Plan {plan} holds most often, in {holds} of 10 futures: {low} to {high} more than as it is, in "
                     "the same futures. What it changes: {changes}.", language, **values)  # fmt: skip
    else:
        second = say("No plan clearly holds more often than as it is. Plan {plan} comes first, in {holds} of 10 "
                     "futures: between {low} and {high} more, in the same futures. What it changes: {changes}.",
                     language, **values)  # fmt: skip
    what = breaks_text(best, language)
    third = say("What breaks it most: {what}.", language, what=what) if what else say(
        "Nothing that was tried clearly breaks it.", language)  # fmt: skip
    return [first, second, third]
