"""Paired differences between arms run under common random numbers, their intervals, and what pairing saves.

A difference is a mean over replicates of one number each, the summary in one arm minus the same in the other. Its 95 %
interval is the bias-corrected and accelerated bootstrap of those numbers (Efron 1987, by ``scipy.stats.bootstrap``).
Where that has no footing another interval stands in for it, and ``method`` says which. Where replicates are spread over
plausible settings (worlds), the numbers are the means of the worlds.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import bootstrap

from entente.analysis.statistics.intervals import LEVEL, Numbers, Worlds, average_by_world, mean_interval
from entente.analysis.statistics.measures import MEASURES, YES_NO, Summaries, measure_values

DEFAULT_MEASURES = (
    "final",
    "area",
    "essoufflement",
    "hours",
    "dollars",
    "trust_final",
)  # what is always compared
_RESAMPLES = 9999
_AT_ONCE = 2_000_000  # numbers resampled at once, so that memory stays small with many replicates
_FEW = 20  # replicates under which a bootstrap is too narrow
PLENTY = 10_000  # beyond which it takes long and differs in nothing from Student's interval
FEWEST_CHANGES = 10  # replicates that must differ before a yes or no can be resampled
DIFFERENCE_COLUMNS = [
    "combination", "against", "measure", "unit", "mean", "mean_against", "effect", "low", "high", "sd", "correlation",
    "replicates", "missing", "n_independent", "method",
]  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One arm minus another, over the replicates where both have a figure.

    Attributes:
        mean: of the arm.
        mean_against: of the other.
        effect: mean of the paired differences.
        low: low end of the 95 % interval of the effect.
        high: high end of it.
        sd: standard deviation of the paired differences.
        correlation: of the two arms over the replicates; nan where one does not vary.
        replicates: how many pairs.
        missing: replicates where one of the two has no figure.
        n_independent: replicates that each arm would need for the same precision, were they not paired:
            n · (var a + var b) / var(a - b), by the variance of a difference of independent means.
        method: ``bca``; ``student`` under 20 pairs, over 10,000, or where BCa gives nothing; ``agresti_min`` for a yes
            or no that changes in fewer than 10 of them (Agresti & Min 2005); ``constant`` when no difference varies.
            With several worlds, each counts as a pair.
    """

    mean: float
    mean_against: float
    effect: float
    low: float
    high: float
    sd: float
    correlation: float
    replicates: int
    missing: int
    n_independent: float
    method: str

    @property
    def half_width(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


def paired_difference(
    arm: Numbers, against: Numbers, seed: int, *, yes_no: bool = False, worlds: Worlds | None = None
) -> Difference:
    """Compare two arms replicate by replicate.

    Args:
        arm: one number per replicate, shape (replicates,); nan where it has no figure.
        against: the same replicates in the other arm.
        seed: of the resampling.
        yes_no: whether the numbers say whether something happened (0, 1).
        worlds: the world of each replicate, where they are spread over several.
    """
    known = np.isfinite(arm) & np.isfinite(against)
    one, other = arm[known], against[known]
    apart = one - other
    count, missing = len(apart), len(arm) - len(apart)
    if count < 2:
        means = (float(values.mean()) if count else math.nan for values in (one, other, apart))
        return Difference(*means, -math.inf, math.inf, math.nan, math.nan, count, missing, math.nan, "student")
    sd, own, others = (float(values.std(ddof=1)) for values in (apart, one, other))
    correlation = float(np.corrcoef(one, other)[0, 1]) if own > 0 and others > 0 else math.nan
    one, other, apart = average_by_world(np.array([one, other, apart]), None if worlds is None else worlds[known])
    low, high, method = difference_interval(apart, seed, yes_no, count / len(apart))
    total = own**2 + others**2
    unpaired = count * total / sd**2 if sd > 0 else math.inf if total > 0 else math.nan
    means = (float(values.mean()) for values in (one, other, apart))
    return Difference(*means, low, high, sd, correlation, count, missing, unpaired, method)


def difference_interval(apart: Numbers, seed: int, yes_no: bool, each: float = 1.0) -> tuple[float, float, str]:
    """Return the 95 % interval of the mean of paired differences, and the name of the method used.

    Args:
        apart: the differences, shape (n,).
        seed: of the resampling.
        yes_no: whether they are those of what happens or not.
        each: how many pairs each of them is the mean of.
    """
    if yes_no and np.count_nonzero(apart) < FEWEST_CHANGES:
        return *mean_interval(apart, yes_no=True, each=each), "agresti_min"
    if np.ptp(apart) == 0:
        return float(apart[0]), float(apart[0]), "constant"
    if _FEW <= len(apart) <= PLENTY:
        found = bootstrap(
            (apart,), np.mean, n_resamples=_RESAMPLES, confidence_level=LEVEL, method="BCa", vectorized=True,
            batch=max(1, _AT_ONCE // len(apart)), rng=np.random.default_rng(seed),
        ).confidence_interval  # fmt: skip
        if np.isfinite(found).all():
            return float(found.low), float(found.high), "bca"
    return *mean_interval(apart), "student"


def paired_differences(
    arms: Mapping[str, Summaries], against: str, measures: Sequence[str], seed: int, worlds: Worlds | None = None
) -> pd.DataFrame:
    """Compare every arm with one of them, one row for each other arm and measure.

    Args:
        arms: by name, the summaries of the same replicates in the same order.
        against: the arm that the others are compared with.
        measures: names of ``MEASURES``.
        seed: of the resampling; the same for every row, so that the order of the arms changes nothing.
        worlds: the world of each replicate, where they are spread over several.

    Returns:
        The columns of ``DIFFERENCE_COLUMNS``: those of ``Difference``, with the unit of the measure.
    """
    rows = []
    for measure in measures:
        other = measure_values(arms[against], measure)
        for name, summaries in arms.items():
            if name != against:
                found = paired_difference(
                    measure_values(summaries, measure), other, seed, yes_no=measure in YES_NO, worlds=worlds
                )
                rows.append({"combination": name, "against": against, "measure": measure,
                             "unit": MEASURES[measure].unit, **vars(found)})  # fmt: skip
    return pd.DataFrame(rows, columns=DIFFERENCE_COLUMNS)
