"""The few portfolios worth discussing: for each role the one that holds most, each of its changes earning its place.

A change must add ``WORTH_OF_A_CHANGE`` of mobilisation, the last digit that tables show: portfolios are compared by
what they hold, less that for each change. What is charged for a change does not depend on how many futures there are,
as a rule by standard errors would. Portfolios are compared future by future, in the same futures: of those that cannot
be told from the best, the one with the fewest changes is chosen, and the others are named beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.analysis.portfolios.portfolio import Portfolio
from entente.analysis.statistics.intervals import Estimate, Numbers, estimate
from entente.i18n import N_

HELD_MEASURE = "final"  # the summary that says how much mobilisation a plan holds
WORTH_OF_A_CHANGE = 0.01  # mobilisation
NEGLIGIBLE = 0.005  # mobilisation that nobody would see: half of the last digit that tables show
LIGHTER = 0.9  # load, as a part of that of the status quo, from which a plan is lighter
NO_MORE = 1.01  # part of what the status quo takes up to which a plan takes no more
MOST_PLANS = 5  # worth discussing, the status quo among them
ROLES = {
    "as_is": N_("As it is"),
    "most_held": N_("Holds the most mobilisation"),
    "one_change": N_("A single change"),
    "same_money": N_("No more dollars"),
    "without_main": N_("Without the change that counts most"),
    "same_hours": N_("No more hours of partners"),
    "lighter": N_("Lighter for the smallest partners"),
}  # the first ones first, where there are more plans than ``MOST_PLANS``
CHOSEN_ROLES = tuple(ROLES)[1:]
NEARLY_SAME_HOURS = "nearly_same_hours"  # sought, never chosen: the few futures of a search leave hours uncertain
NEARLY_NO_MORE = 1.03  # as NO_MORE, in a search: three times its tolerance, about two standard errors in 40 futures
SOUGHT_ROLES = (*CHOSEN_ROLES, NEARLY_SAME_HOURS)


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

    @property
    def scores(self) -> Numbers:
        """Return the mobilisation that each holds, less what its changes must add."""
        return (self.table["held"] - WORTH_OF_A_CHANGE * self.table["changes"]).to_numpy(float)

    def score_difference(self, one: int, other: int) -> Numbers:
        """Return by how much the score of one exceeds that of another in each future."""
        changes = self.table["changes"].to_numpy(float)
        return self.held[:, one] - self.held[:, other] - WORTH_OF_A_CHANGE * (changes[one] - changes[other])


def main_change(portfolios: Sequence[Portfolio], table: pd.DataFrame) -> Portfolio | None:
    """Return the single change that holds most mobilisation; None where no single change is there."""
    held = {one: value for one, value in zip(portfolios, table["held"], strict=True) if one.changes == 1}
    return max(held, key=lambda one: (held[one], one), default=None)


def ranks_of_role(
    role: str, portfolios: Sequence[Portfolio], table: pd.DataFrame, main: Portfolio | None
) -> NDArray[np.intp]:
    """Return the ranks of the portfolios that a role may choose, whatever they hold.

    Args:
        role: one of ``SOUGHT_ROLES``.
        portfolios: the status quo first.
        table: what they take, as in ``Assessed``.
        main: the single change that counts most.
    """
    base, changes = table.iloc[0], table["changes"].to_numpy()
    fit = {
        "most_held": changes > 0,
        "one_change": changes == 1,
        "same_money": table["dollars"].to_numpy() <= NO_MORE * base["dollars"],
        "without_main": np.array([main is None or not one.contains(main) for one in portfolios]),
        "same_hours": table["hours"].to_numpy() <= NO_MORE * base["hours"],
        NEARLY_SAME_HOURS: table["hours"].to_numpy() <= NEARLY_NO_MORE * base["hours"],
        "lighter": table["load"].to_numpy() <= LIGHTER * base["load"],
    }[role]
    return np.flatnonzero(fit & (changes > 0))


def worthy_ranks(role: str, found: Assessed) -> list[int]:
    """Return the ranks of the portfolios that a role may choose and that are worth it, the best first.

    Each change must earn its place beside the status quo; where a portfolio is lighter, holding as much is enough.
    """
    ranks = ranks_of_role(role, found.portfolios, found.table, main_change(found.portfolios, found.table))
    held, scores = found.table["held"].to_numpy(float), found.scores
    if found.base_fits:
        enough = held >= held[0] - NEGLIGIBLE if role == "lighter" else scores > held[0]
        ranks = ranks[enough[ranks]]
    return sorted(map(int, ranks), key=lambda rank: (-scores[rank], found.portfolios[rank]))


def best_of_roles(found: Assessed, roles: Sequence[str] = CHOSEN_ROLES) -> dict[str, Portfolio]:
    """Return the best portfolio of each role; roles that have none are left out."""
    ranked = {role: worthy_ranks(role, found) for role in roles}
    return {role: found.portfolios[ranks[0]] for role, ranks in ranked.items() if ranks}


def choose_roles(found: Assessed) -> dict[str, Portfolio]:
    """Return the portfolio that each role chooses: of those that cannot be told from the best, with fewest changes."""
    chosen = {}
    for role, best in best_of_roles(found).items():
        alike = alike_ranks(role, found.of(best), found)
        chosen[role] = found.portfolios[min(alike, key=lambda rank: found.table["changes"].iloc[rank])]
    return chosen


def alike_ranks(role: str, first: int, found: Assessed) -> list[int]:
    """Return the ranks of the portfolios of a role that are not clearly worse than one of them, the best first."""
    return [rank for rank in worthy_ranks(role, found) if not is_clearly_better(found.score_difference(first, rank))]


def is_clearly_better(difference: Numbers) -> bool:
    """Tell whether differences, future by future, are more than negligible, and more than none within 95 %."""
    gain = estimate(difference)
    return gain.effect > NEGLIGIBLE and gain.low > 0


def frees_hours(found: Assessed, portfolio: Portfolio, start: Portfolio) -> bool:
    """Tell whether a portfolio takes clearly fewer hours of partners than another, whatever it holds."""
    hours = found.table["hours"]
    return bool(NO_MORE * hours.iloc[found.of(portfolio)] < hours.iloc[found.of(start)])


def makes_room(found: Assessed, portfolio: Portfolio, start: Portfolio) -> bool:
    """Tell whether a portfolio makes room beside another for more changes.

    It frees hours, or takes clearly fewer dollars or less load and holds about as much.
    """
    one, other = found.of(portfolio), found.of(start)
    row, base = found.table.iloc[one], found.table.iloc[other]
    less = NO_MORE * row["dollars"] < base["dollars"] or row["load"] <= LIGHTER * base["load"]
    as_much = not is_clearly_better(found.held[:, other] - found.held[:, one])
    return frees_hours(found, portfolio, start) or bool(less and as_much)


@dataclass(frozen=True)
class Alternative:
    """A portfolio that cannot be told from the one that a role chose.

    Attributes:
        instead_of: what the role chose.
        portfolio: the other.
        difference: in mobilisation held from what the role chose, in the same futures.
    """

    instead_of: Portfolio
    portfolio: Portfolio
    difference: Estimate


def find_alternatives(chosen: Mapping[str, Portfolio], found: Assessed) -> list[Alternative]:
    """Return the portfolios that cannot be told from those that roles chose, the best of each first.

    Args:
        chosen: of each role.
        found: all that met the same futures.
    """
    alike: dict[tuple[Portfolio, Portfolio], Alternative] = {}
    for role in CHOSEN_ROLES:
        if role not in chosen:
            continue
        first = found.of(chosen[role])
        for rank in alike_ranks(role, first, found):
            if rank != first:
                beside = estimate(found.held[:, rank] - found.held[:, first])
                one = Alternative(chosen[role], found.portfolios[rank], beside)
                alike.setdefault((one.instead_of, one.portfolio), one)
    return list(alike.values())


def shown_roles(chosen: Mapping[str, Portfolio]) -> dict[str, Portfolio]:
    """Return what roles chose, without the last roles where with the status quo there would be too many plans."""
    found: dict[str, Portfolio] = {}
    for role in CHOSEN_ROLES:
        if role in chosen and (chosen[role] in found.values() or len({*found.values()}) < MOST_PLANS - 1):
            found[role] = chosen[role]
    return found


def distinct_roles(chosen: Mapping[str, Portfolio]) -> dict[Portfolio, tuple[str, ...]]:
    """Return the portfolios that roles chose, each once with its roles, in the order of the roles."""
    found: dict[Portfolio, tuple[str, ...]] = {}
    for role, one in chosen.items():
        found[one] = (*found.get(one, ()), role)
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
