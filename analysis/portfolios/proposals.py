"""What to try beside a portfolio: what would hold the most within some hours if effects added up.

That is a 0-1 program, solved exactly (HiGHS, in SciPy): steps from one portfolio to its neighbours stop where two
changes only pay together, such as one that frees hours and one that needs them.
"""

from collections.abc import Collection, Iterator

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from entente.analysis.portfolios.additive import AdditiveEffects
from entente.analysis.portfolios.choosing import WORTH_OF_A_CHANGE
from entente.analysis.portfolios.portfolio import PlanChange, Portfolio
from entente.analysis.statistics.intervals import Numbers


def propose_portfolios(
    effects: AdditiveEffects, hours: float, most: int, least: float, tried: Collection[Portfolio]
) -> Iterator[Portfolio]:
    """Yield the portfolios not tried yet that have all that the first one changes, what would hold the most first.

    What a change is worth is counted as in ``choosing``: what it adds, less what it must add.

    Args:
        effects: of each change beside the first portfolio.
        hours: of partners a year, at most.
        most: changes of a portfolio.
        least: mobilisation held, less what changes must add; none is yielded that would have less.
        tried: portfolios that are not to be yielded.
    """
    changes, worth = effects.changes, effects.of_changes
    given = effects.uses(effects.found.portfolios[:1])[0]
    left = hours - effects.found.table["hours"].iloc[0]
    groups = sorted({change[0] for change in changes if isinstance(change, tuple)})
    rows = [worth["hours"].to_numpy(), np.ones(len(changes)), *(use_of_group(group, changes) for group in groups)]
    highest = [left, most, *np.ones(len(groups))]
    ruled_out = [one for one in tried if set(one.each_change) <= set(changes)]
    while True:
        signs = 2 * effects.uses(ruled_out) - 1  # at least one change must differ from each of these
        found = milp(
            WORTH_OF_A_CHANGE - worth["held"].to_numpy(),
            integrality=np.ones(len(changes)),
            bounds=Bounds(given, 1),
            constraints=LinearConstraint(np.vstack([*rows, *signs]), ub=[*highest, *((signs > 0).sum(axis=1) - 1)]),
        )
        if found.x is None or effects.found.table["held"].iloc[0] - found.fun < least:
            return
        chosen = [change for change, taken in zip(changes, found.x, strict=True) if taken > 1 / 2]
        best = Portfolio()
        for change in chosen:
            best = best.with_change(change)
        yield best
        ruled_out.append(best)


def use_of_group(group: str, changes: Collection[PlanChange]) -> Numbers:
    """Return 1 for each change that is an option of a group: a portfolio has one at most."""
    return np.array([isinstance(change, tuple) and change[0] == group for change in changes], float)
