"""In how many plausible worlds a difference holds: the paired differences of each world by itself."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from entente.analysis.statistics.intervals import Numbers, Worlds, mean_interval, wilson_interval
from entente.analysis.statistics.measures import YES_NO, Summaries, measure_values

FEWEST_CLEAR = 5  # replicates of every world from which it is said in which of them the difference is clear
WORLD_COLUMNS = [
    "combination", "against", "measure", "effect", "worlds", "replicates_of_each", "alike", "alike_low", "alike_high",
    "clearly_alike", "clearly_other",
]  # fmt: skip


def differences_by_world(
    arms: Mapping[str, Summaries], against: str, measures: Sequence[str], worlds: Worlds
) -> pd.DataFrame:
    """Say in what share of the worlds each difference has the sign that it has over all of them.

    Args:
        arms: by name, the summaries of the same replicates in the same order.
        against: the arm that the others are compared with.
        measures: names of ``analysis.statistics.measures.MEASURES``.
        worlds: the world of each replicate, shape (replicates,).

    Returns:
        One row for each other arm and measure: ``effect``, the mean over worlds of the mean difference in each;
        ``worlds`` in which there is one, and the fewest replicates in one of these; ``alike``, the share of them
        where it has the sign of ``effect``, with its 95 % interval (Wilson's); ``clearly_alike`` and
        ``clearly_other``, the shares where its own 95 % interval leaves out 0 on that side and on the other. Missing:
        the shares of an effect of 0, and those of clear differences where a world has under ``FEWEST_CLEAR`` runs.
    """
    rows = []
    for measure in measures:
        other = measure_values(arms[against], measure)
        for name, summaries in arms.items():
            if name != against:
                apart = measure_values(summaries, measure) - other
                rows.append({"combination": name, "against": against, "measure": measure,
                             **count_worlds(apart, worlds, measure in YES_NO)})  # fmt: skip
    return pd.DataFrame(rows, columns=WORLD_COLUMNS)


def count_worlds(apart: Numbers, worlds: Worlds, yes_no: bool) -> dict[str, float]:
    """Return the mean difference over the worlds, and in what share of them it has its sign."""
    known = np.isfinite(apart)
    groups = [apart[known & (worlds == world)] for world in np.unique(worlds[known])]
    if not groups:
        return {"effect": math.nan, "worlds": 0, "replicates_of_each": 0}
    means = np.array([one.mean() for one in groups])
    effect, fewest = float(means.mean()), min(map(len, groups))
    found = {"effect": effect, "worlds": len(groups), "replicates_of_each": fewest}
    if effect == 0:
        return found
    side = np.sign(effect)
    alike = float((side * means > 0).mean())
    low, high = wilson_interval(alike, len(groups))
    found |= {"alike": alike, "alike_low": low, "alike_high": high}
    if fewest >= FEWEST_CLEAR:
        ends = side * np.array([mean_interval(one, yes_no=yes_no) for one in groups])
        found["clearly_alike"] = float((ends.min(axis=1) > 0).mean())
        found["clearly_other"] = float((ends.max(axis=1) < 0).mean())
    return found
