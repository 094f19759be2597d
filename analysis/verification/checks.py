"""Figures of the verification of an agent-based model, from arrays of results.

After Curreli, Pappalardo, Russo, Pennisi et al. (2021, *BMC Bioinformatics* 22, 566) for what is looked at: existence
and uniqueness, time step, smoothness, sweeps of parameters; Lee et al. (2015, *JASSS* 18(4) 4) for how many replicates.
"""

import numpy as np

from entente.analysis.statistics.intervals import Numbers, student_quantile


def smoothness(curves: Numbers) -> float:
    """Return how rough curves are: the largest weekly step against the standard deviation of the curve, averaged.

    Args:
        curves: shape (replicates, weeks).

    Returns:
        The mean over replicates of max |y(t+1) - y(t)| / sd(y); nan where nothing varies.
    """
    deviation = curves.std(axis=1)
    largest = np.abs(np.diff(curves, axis=1)).max(axis=1)
    known = deviation > 0
    return float((largest[known] / deviation[known]).mean()) if known.any() else float("nan")


def mean_half_width(values: Numbers, replicates: int | None = None) -> float:
    """Return half the width of the 95 % interval of a mean over so many replicates (those there are, unless stated)."""
    count = replicates or len(values)
    return float(student_quantile(count - 1) * values.std(ddof=1) / np.sqrt(count))


def replicates_needed(values: Numbers, wanted: float) -> int:
    """Return how many replicates bring the half-width of the 95 % interval of a mean down to what is wanted."""
    count = 2
    while mean_half_width(values, count) > wanted and count < 10_000_000:
        count = max(
            count + 1, int((1.96 * values.std(ddof=1) / wanted) ** 2) if count == 2 else count + count // 50 + 1
        )
    return count


def largest_step(effects: Numbers, deviation: Numbers) -> tuple[int, float]:
    """Return the rank of the setting whose small change moves an outcome most, and by how many standard deviations.

    Args:
        effects: mean paired difference of each outcome for each setting, shape (settings, outcomes).
        deviation: of each outcome between replicates, shape (outcomes,).
    """
    scaled = np.abs(effects / np.where(deviation > 0, deviation, np.inf)).max(axis=1)
    return int(scaled.argmax()), float(scaled.max())
