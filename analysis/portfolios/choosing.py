"""The few portfolios worth discussing: the best of each role, in as few changes as do as well.

The best of a role is not the one with the highest mean, which chance would make another with other futures: of those
that are within one standard error of it, paired future by future, it is the one with the fewest changes (the
one-standard-error rule, Breiman et al. 1984, *Classification and Regression Trees*, section 3.4.3).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from entente.analysis.portfolios.portfolio import Portfolio
from entente.analysis.statistics.intervals import Numbers
from entente.i18n import N_

HELD_MEASURE = "final"  # the summary that says how much mobilisation a plan holds
LIGHTER = 0.9  # load, as a part of that of the status quo, from which a plan is lighter
NO_MORE = 1.01  # part of what the status quo takes up to which a plan takes no more
NEGLIGIBLE = 0.005  # mobilisation that nobody would see
ROLES = {
    "as_is": N_("As it is"),
    "most_held": N_("Holds the most mobilisation"),
    "same_money": N_("No more dollars"),
    "same_hours": N_("No more hours of partners"),
    "lighter": N_("Lighter for the smallest partners"),
    "one_change": N_("A single change"),
}


@dataclass(frozen=True)
class Assessed:
    """Portfolios that met the same futures.

    Attributes:
        portfolios: the first one changes nothing.
        held: mobilisation held, shape (futures, portfolios); nan where a run failed.
        table: one row each: ``held`` (mean), ``hours`` of partners a year, ``dollars`` of all years, ``load`` of the
            smallest partners, ``changes``.
        base_fits: whether the status quo is within the envelopes; else a plan within them need not hold more than it.
    """

    portfolios: tuple[Portfolio, ...]
    held: Numbers
    table: pd.DataFrame
    base_fits: bool = True

    def of(self, portfolio: Portfolio) -> int:
        """Return the rank of a portfolio."""
        return self.portfolios.index(portfolio)


def candidates_of_role(role: str, table: pd.DataFrame) -> pd.Series:
    """Tell which portfolios of a table, the status quo first, a role may choose."""
    base = table.iloc[0]
    changed = table["changes"] > 0
    allowed = {
        "most_held": changed,
        "same_money": changed & (table["dollars"] <= NO_MORE * base["dollars"]),
        "same_hours": changed & (table["hours"] <= NO_MORE * base["hours"]),
        "lighter": changed & (table["load"] <= LIGHTER * base["load"]),
        "one_change": table["changes"] == 1,
    }
    return allowed[role]


def choose_of_role(role: str, found: Assessed) -> int | None:
    """Return the rank of the portfolio that a role chooses: in as few changes as do as well; None when it has none."""
    ranks = [rank for rank in np.flatnonzero(candidates_of_role(role, found.table)) if is_worth_it(role, found, rank)]
    if not ranks:
        return None
    best = ranks[int(np.argmax(found.table["held"].to_numpy()[ranks]))]
    alike = [rank for rank in ranks if within_one_error(found.held[:, best], found.held[:, rank])]
    return min(alike, key=lambda rank: simplicity(found, rank))


def is_worth_it(role: str, found: Assessed, rank: int) -> bool:
    """Tell whether a portfolio holds more than the status quo; where it is lighter, about as much is enough."""
    if not found.base_fits:
        return True
    if role == "lighter":
        return within_one_error(found.held[:, 0], found.held[:, rank])
    return bool(found.table["held"].iloc[rank] > found.table["held"].iloc[0])


def simplicity(found: Assessed, rank: int) -> tuple[tuple[float, ...], Portfolio]:
    """Return what makes one portfolio simpler than another: changes, dollars, hours."""
    return tuple(float(found.table[key].iloc[rank]) for key in ("changes", "dollars", "hours")), found.portfolios[rank]


def within_one_error(better: Numbers, other: Numbers) -> bool:
    """Tell whether one falls short of another, future by future, by no more than one standard error, or by nothing."""
    short = better - other
    short = short[np.isfinite(short)]
    if not len(short):
        return False
    error = float(short.std(ddof=1)) / math.sqrt(len(short)) if len(short) > 1 else 0.0
    return float(short.mean()) <= max(error, NEGLIGIBLE)


def simpler_than(role: str, best: Portfolio, now: Portfolio, found: Assessed) -> Portfolio | None:
    """Return the portfolio with one change less that a role would rather have; None when each change counts.

    Args:
        role: that chose.
        best: what it chose first: nothing may fall short of that by more than one standard error.
        now: what it has come to.
        found: portfolios with one change less than ``now`` among others.
    """
    allowed = candidates_of_role(role, found.table)
    fewer = [found.of(one) for one in now.without() if one in found.portfolios]
    worth = [rank for rank in fewer if allowed.iloc[rank] and is_worth_it(role, found, rank)]
    first = found.held[:, found.of(best)]
    fit = [rank for rank in worth if within_one_error(first, found.held[:, rank])]
    return found.portfolios[max(fit, key=lambda rank: found.table["held"].iloc[rank])] if fit else None


def distinct_roles(chosen: Mapping[str, Portfolio]) -> dict[Portfolio, tuple[str, ...]]:
    """Return the portfolios that roles chose, each once with its roles, in the order of the roles."""
    found: dict[Portfolio, tuple[str, ...]] = {}
    for role in ROLES:
        if role in chosen:
            found[chosen[role]] = (*found.get(chosen[role], ()), role)
    return found


def nondominated_ranks(table: pd.DataFrame) -> Sequence[int]:
    """Return the ranks of the portfolios that no other surpasses in mobilisation, hours, dollars and load together."""
    costs = np.column_stack([-table["held"], table["hours"], table["dollars"], table["load"]])
    return [k for k, one in enumerate(costs)
            if not ((costs <= one).all(axis=1) & (costs < one).any(axis=1)).any()]  # fmt: skip


def assess(
    portfolios: Sequence[Portfolio], runs: pd.DataFrame, fixed: pd.DataFrame, years: float, base_fits: bool = True
) -> Assessed:
    """Return portfolios with what their runs gave.

    Args:
        portfolios: the status quo first.
        runs: one row for each portfolio (``plan``, its rank) and ``future``.
        fixed: ``dollars``, ``load`` and ``changes`` of each.
        years: of a run.
        base_fits: whether the status quo is within the envelopes.
    """
    sound = runs[runs["failed"].isna()]
    held = sound.pivot(index="future", columns="plan", values=HELD_MEASURE).reindex(columns=range(len(portfolios)))
    hours = sound.groupby("plan")["hours_partners"].mean().reindex(range(len(portfolios))) / years
    table = fixed.assign(held=held.mean().to_numpy(), hours=hours.to_numpy())
    return Assessed(tuple(portfolios), held.to_numpy(float), table, base_fits)
