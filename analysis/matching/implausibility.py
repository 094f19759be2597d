"""Implausibility of settings: how far what they give is from the figures of the field, in standard deviations.

I = |mean over replicates - target| / sqrt(tolerance² + variance of that mean) (Craig, Goldstein, Seheult & Smith 1997;
Andrianakis et al. 2015, *PLOS Computational Biology* 11(1) e1003968; McCulloch, Ge, Ward, Heppenstall, Polhill &
Malleson 2022, *JASSS* 25(2) 1). By Pukelsheim's rule (1994), whatever the distribution, as long as it has one peak, a
figure is within three standard deviations with a chance of at least .95: settings whose implausibility is over 3 are
ruled out. As the worst of many targets may be over 3 by chance, or for want of a rule, the worst one or two may be left
out.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.analysis.matching.targets import Target
from entente.analysis.statistics.intervals import MOST_MISSING, Numbers

LIMIT = 3.0  # implausibility from which settings are ruled out
LEAST_REACHED = 5  # settings that must reach each of two targets before they are said to be in conflict
Flags = NDArray[np.bool_]


class Means(NamedTuple):
    """What settings give: means over their replicates and the variances of these means, shape (settings, targets)."""

    mean: Numbers
    variance: Numbers


def estimate_means(part: Numbers, whole: Numbers) -> Means:
    """Return the ratio of the means of two numbers per replicate, and its variance by linearisation.

    Args:
        part: shape (..., replicates); nan where a replicate has no figure.
        whole: the same shape; 1 where a figure is a plain mean.

    Returns:
        Arrays of shape (...); nan where more than a quarter of the replicates have no figure, or the whole is 0.
    """
    known = np.isfinite(part) & np.isfinite(whole)
    count = known.sum(axis=-1)
    enough = count >= max(2.0, (1 - MOST_MISSING) * part.shape[-1])
    number = np.where(enough, count, 1)
    above, below = (np.where(known, one, 0.0).sum(axis=-1) / number for one in (part, whole))
    said = enough & (below != 0)
    divisor = np.where(said, below, 1.0)
    ratio = above / divisor
    away = np.where(known, part - ratio[..., None] * whole, 0.0) / divisor[..., None]
    variance = (away**2).sum(axis=-1) / np.maximum(1, number - 1) / number
    return Means(np.where(said, ratio, np.nan), np.where(said, variance, np.nan))


def implausibility(found: Means, targets: Sequence[Target]) -> Numbers:
    """Return the implausibility of each setting for each target, shape (settings, targets); infinite without a mean."""
    value, tolerance = (np.array([getattr(one, name) for one in targets]) for name in ("value", "tolerance"))
    away = np.abs(found.mean - value) / np.sqrt(tolerance**2 + found.variance)
    return np.where(np.isfinite(away), away, np.inf)


def worst_counted(away: Numbers, misses: int) -> Numbers:
    """Return the largest implausibility of each setting once its ``misses`` worst targets are left out."""
    if away.shape[-1] <= misses:
        return np.zeros(away.shape[:-1])
    return np.asarray(np.partition(away, -1 - misses, axis=-1)[..., -1 - misses])


def reach_targets(away: Numbers) -> Flags:
    """Tell which settings reach which targets."""
    return np.asarray(away <= LIMIT)


def conflicts(away: Numbers, names: Sequence[str]) -> pd.DataFrame:
    """Return the pairs of targets that settings reach one at a time, and never together.

    Returns:
        ``target`` and ``other``, how many settings reach each, and the least of the larger of their two
        implausibilities (``nearest``): how far the setting that comes nearest to both stays from the farther one.
    """
    mine = reach_targets(away)
    counts = mine.sum(axis=0)
    rows = []
    for one, other in combinations(range(len(names)), 2):
        few = min(counts[one], counts[other]) < LEAST_REACHED
        if few or (mine[:, one] & mine[:, other]).any():
            continue
        nearest = np.maximum(away[:, one], away[:, other]).min()
        rows.append({"target": names[one], "other": names[other], "reach_target": int(counts[one]),
                     "reach_other": int(counts[other]), "nearest": float(nearest)})  # fmt: skip
    return pd.DataFrame(rows, columns=["target", "other", "reach_target", "reach_other", "nearest"])
