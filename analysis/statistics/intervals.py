"""Estimates over paired replicates with their 95 % intervals, and verdicts on an expectation.

Arms share common random numbers, so an effect is the mean of one number per replicate. Its interval is Student's: it
needs no random numbers of its own, can be checked by hand, and keeps its coverage with the few replicates of a quick
look, for which a percentile bootstrap is too narrow. A ratio of two such means has Fieller's interval, which is
unbounded when the denominator may be zero. Where replicates are spread over plausible settings (worlds), those of one
world are alike, and the numbers are the means of the worlds: the interval then holds the doubt about settings too.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

LEVEL = 0.95
MOST_MISSING = 0.25  # share of the replicates that may have no figure before nothing can be said of the others

Numbers = NDArray[np.float64]
Paired = Numbers | tuple[Numbers, Numbers]  # one number per replicate; or two, whose means are divided
Worlds = NDArray[np.int64]  # the world of each replicate


@dataclass(frozen=True)
class Estimate:
    """An effect, its 95 % interval, the number of replicates used, and the number left out for want of a value."""

    effect: float
    low: float
    high: float
    replicates: int
    missing: int


class Verdict(StrEnum):
    """Whether an interval agrees with an expectation; ``UNTESTED`` where a scenario offers nothing to test it on."""

    HOLDS = "holds"
    UNDECIDED = "undecided"
    FAILS = "does not hold"
    UNTESTED = "not tested"


def student_quantile(freedom: float, level: float = LEVEL) -> float:
    """Return the two-sided quantile of Student's t: the half-width of the interval, in standard errors."""
    return float(stdtrit(freedom, 0.5 + level / 2))


def estimate(paired: Paired, *, yes_no: bool = False, worlds: Worlds | None = None) -> Estimate:
    """Return the mean of one number per replicate, or the ratio of the means of two, with its interval.

    Args:
        paired: shape (replicates,), or two of them, part then whole; nan where a replicate has no figure.
        yes_no: whether the numbers are differences of what happens or not (-1, 0, 1). The interval is then that of
            Agresti & Min (2005), which does not shrink to nothing when no replicate differs.
        worlds: the world of each replicate, shape (replicates,), where they are spread over several.
    """
    columns = np.atleast_2d(np.asarray(paired, dtype=float))
    there = np.isfinite(columns).all(axis=0)
    count = int(there.sum())
    missing = columns.shape[1] - count
    if count == 0:
        return Estimate(math.nan, -math.inf, math.inf, 0, missing)
    known = average_by_world(columns[:, there], None if worlds is None else worlds[there])
    if len(known) == 1:
        ends = mean_interval(known[0], yes_no, count / known.shape[1])
        return Estimate(float(known[0].mean()), *ends, count, missing)
    part, whole = known
    effect = float(part.mean() / whole.mean()) if whole.mean() != 0 else math.nan
    return Estimate(effect, *ratio_interval(part, whole), count, missing)


def average_by_world(columns: Numbers, worlds: Worlds | None) -> Numbers:
    """Return the means of each world, in order, or the numbers themselves where they are all of one.

    Args:
        columns: one number per replicate, or several, shape (..., replicates).
        worlds: the world of each replicate, or None.
    """
    if worlds is None:
        return columns
    names, rank = np.unique(worlds, return_inverse=True)
    if len(names) < 2:
        return columns
    totals = np.apply_along_axis(lambda one: np.bincount(rank, weights=one), -1, columns)
    return np.asarray(totals / np.bincount(rank))


def mean_interval(values: Numbers, yes_no: bool = False, each: float = 1.0) -> tuple[float, float]:
    """Return Student's interval of a mean.

    Args:
        values: shape (n,).
        yes_no: as in ``estimate``.
        each: how many replicates each value is the mean of.
    """
    more = 2 / each if yes_no else 0.0  # half a pair more in each cell of the two by two
    count = len(values) + more
    if count < 3:
        return -math.inf, math.inf
    mean = float(values.sum()) / count  # those pairs add nothing to the sum, and one to the sum of squares of pairs
    squares = float(((values - mean) ** 2).sum()) + (more / 2) ** 2 + more * mean**2
    reach = student_quantile(count - 1) * math.sqrt(squares / (count - 1) / count)
    return mean - reach, mean + reach


def share_interval(resamples: Numbers, share: float, count: int) -> tuple[float, float]:
    """Return the 95 % percentile interval of a share, from resamples of whole units.

    A share of 0 or 1 is the same in every resample: its interval is then Wilson's (1927) for so many units.

    Args:
        resamples: the share in each resample.
        share: the share itself.
        count: how many units it is a share of, or is found in.
    """
    if not count or not math.isfinite(share) or not len(resamples):
        return 0.0, 1.0
    if share in (0, 1):
        return wilson_interval(share, count)
    low, high = np.quantile(resamples, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2])
    return float(low), float(high)


def wilson_interval(share: float, count: int) -> tuple[float, float]:
    """Return Wilson's (1927) 95 % interval of a share of so many units; from 0 to 1 where there is none."""
    if not count:
        return 0.0, 1.0
    square = NormalDist().inv_cdf(0.5 + LEVEL / 2) ** 2
    middle = (share + square / (2 * count)) / (1 + square / count)
    reach = math.sqrt(square * (share * (1 - share) + square / (4 * count)) / count) / (1 + square / count)
    return (0.0 if share <= 0 else middle - reach), (1.0 if share >= 1 else middle + reach)  # no rounding at the ends


def ratio_interval(part: Numbers, whole: Numbers) -> tuple[float, float]:
    """Return Fieller's interval of mean(part) / mean(whole); unbounded when the denominator may be zero."""
    count = len(part)
    if count < 3:
        return -math.inf, math.inf
    a, b = whole.mean(), part.mean()
    square = student_quantile(count - 1) ** 2 / count
    (vaa, vab), (_, vbb) = square * np.cov(whole, part)
    if a * a <= vaa:
        return -math.inf, math.inf
    middle = a * b - vab
    spread = math.sqrt(max(0.0, middle**2 - (a * a - vaa) * (b * b - vbb)))
    return (middle - spread) / (a * a - vaa), (middle + spread) / (a * a - vaa)


def linearised_values(paired: Paired) -> Numbers:
    """Return one number per replicate whose mean is the effect; a ratio is linearised around its estimate."""
    if not isinstance(paired, tuple):
        return paired
    part, whole = (np.where(np.isfinite(paired).all(axis=0), one, np.nan) for one in paired)
    if np.isnan(whole).all() or np.nanmean(whole) == 0:
        return np.full(len(whole), np.nan)
    ratio = np.nanmean(part) / np.nanmean(whole)
    return np.asarray(ratio + (part - ratio * whole) / np.nanmean(whole))


def verdict_on(found: Estimate, least: float, most: float) -> Verdict:
    """Judge an effect that is expected to lie between ``least`` and ``most`` (either may be infinite)."""
    if found.replicates < 3 or found.missing > MOST_MISSING * (found.replicates + found.missing):
        return Verdict.UNDECIDED
    if least <= found.low and found.high <= most:
        return Verdict.HOLDS
    return Verdict.FAILS if found.high < least or found.low > most else Verdict.UNDECIDED


def worst_verdict(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the least favourable of several verdicts; those that could not be tested do not count."""
    found = set(verdicts) - {Verdict.UNTESTED}
    order = (Verdict.FAILS, Verdict.UNDECIDED, Verdict.HOLDS)
    return next((one for one in order if one in found), Verdict.UNTESTED)
