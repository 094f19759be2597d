"""Sobol' indices: the share of the variance of an outcome due to each factor, with intervals and convergence.

First-order effects by Saltelli et al. (2010, doi:10.1016/j.cpc.2009.09.018), total effects by Jansen (1999), on the
design of Saltelli: blocks of D + 2 points, each a row of A, the same with one factor after another taken from B, and
the row of B (the order of ``SALib.sample.sobol`` without second order). The numbers are those of
``SALib.analyze.sobol``; resampling is one product of matrices here, in far less time and memory. Convergence is
assessed as Sarrazin, Pianosi & Wagener do (2016, doi:10.1016/j.envsoft.2016.02.005): narrow intervals, and a ranking
that resampling does not change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype
from scipy.stats import spearmanr

from entente.analysis.statistics.intervals import LEVEL, Numbers
from entente.analysis.sweep.outcome_matrix import OutcomeMatrix, difference_variance

RESAMPLES = 1000
_AT_ONCE = 8_000_000  # weights made at once, so that memory stays small with many points
PRECISE_HALF_WIDTH = 0.05  # an index is precise when its interval goes no farther on either side
MATTERS = 0.05  # a total effect under this is of no account, and its place in the order of none
FEWEST_BLOCKS = 8  # blocks under which nothing is resampled
_PARTS = (8, 4, 2, 1)
INDEX_COLUMNS = ["factor", "total", "total_low", "total_high", "first", "first_low", "first_high", "noise", "direction"]
INDEX_GROWTH_COLUMNS = ["blocks", "factor", "total", "total_low", "total_high", "first", "first_low", "first_high"]


@dataclass(frozen=True)
class Convergence:
    """Whether the values and the ranking of indices have converged.

    Attributes:
        widest: half-width of the widest interval of a total effect; nan when the outcome does not vary.
        moved: largest change of a total effect when the number of points last doubled; nan when there were too few.
        ties: neighbours in the ranking whose order resampling reverses more than one time in twenty.
        needed: blocks at which the widest interval would be precise enough, if it shrinks as that of a mean does.
    """

    widest: float
    moved: float
    ties: tuple[tuple[str, str], ...]
    needed: int

    @property
    def values(self) -> bool:
        """Whether the values have converged: precise intervals, and no change at the last doubling."""
        return self.widest <= PRECISE_HALF_WIDTH and self.moved <= PRECISE_HALF_WIDTH

    @property
    def order(self) -> bool:
        """Whether the ranking of the factors that matter has converged."""
        return bool(np.isfinite(self.widest)) and not self.ties


@dataclass(frozen=True)
class Sensitivity:
    """Sobol' indices of one outcome.

    Attributes:
        table: ``INDEX_COLUMNS``, strongest total effect first. ``direction``: Spearman's correlation with the outcome
            over the rows of A and B, nan for options, which have no order. ``noise``: the part of the total effect that
            noise alone gives, nan with one replicate.
        growth: ``INDEX_GROWTH_COLUMNS``, the same indices on the first eighth, quarter, half of the blocks, and on all
            of them.
        convergence: whether they have converged.
        varies: whether the outcome varies at all; when it does not, the indices are nan.
        noise: share of its variance that is noise between replicates; nan with one replicate.
    """

    table: pd.DataFrame
    growth: pd.DataFrame
    convergence: Convergence
    varies: bool
    noise: float

    @property
    def together(self) -> float:
        """Share of the variance due to interactions: what neither the first-order effects nor noise explain."""
        return max(0.0, 1 - float(self.table["first"].sum()) - float(np.nan_to_num(self.noise)))


@dataclass(frozen=True)
class IndexEstimates:
    """Indices of one design, shape (factors,), and of its resamples, shape (resamples, factors)."""

    total: Numbers
    first: Numbers
    totals: Numbers
    firsts: Numbers


def sobol_indices(found: OutcomeMatrix, design: pd.DataFrame, factors: Sequence[str], seed: int) -> Sensitivity:
    """Estimate the Sobol' indices of an outcome.

    Args:
        found: the outcome at every point of whole blocks, in order: blocks × (factors + 2) points.
        design: the same points; one column per factor.
        factors: in the order of the design.
        seed: of the resampling.
    """
    size = len(factors) + 2
    blocks, values = len(found.values) // size, found.means
    rows = values.reshape(blocks, size)
    growing = {
        part: estimate_indices(rows[:part], np.random.default_rng(seed))
        for part in growing_sizes(blocks, FEWEST_BLOCKS)
    }
    growth = [indices_table(one, factors).assign(blocks=part) for part, one in growing.items()]
    table = growth[-1].drop(columns="blocks")
    noise = noise_of_factors(found, size)
    table["noise"] = noise
    table["direction"] = rank_correlations(values, design, factors)
    grown = pd.concat(growth, ignore_index=True)[INDEX_GROWTH_COLUMNS]
    order = table.sort_values("total", ascending=False, ignore_index=True, kind="stable")[INDEX_COLUMNS]
    varies = bool(np.ptp(rows[:, [0, -1]]) > 0)
    return Sensitivity(order, grown, assess_convergence(growing[blocks], grown, factors, noise), varies, found.noise)


def growing_sizes(whole: int, fewest: int) -> list[int]:
    """Return an eighth, a quarter, half and the whole of a number of blocks, without those below ``fewest``."""
    return sorted({whole // part for part in _PARTS if whole // part >= fewest} | {whole})


def estimate_indices(rows: Numbers, rng: np.random.Generator) -> IndexEstimates:
    """Estimate the indices of one design and of its resamples.

    Args:
        rows: the outcome, one block a row: A, A with each factor of B in turn, B; shape (blocks, factors + 2).
        rng: of the resampling of blocks.
    """
    blocks, size = rows.shape
    # Centred and scaled, as SALib does: first-order estimates are biased where the mean is far from 0.
    rows = (rows - rows.mean()) / (rows.std() or 1.0)
    a, swapped, b = rows[:, :1], rows[:, 1:-1], rows[:, -1:]
    terms = np.hstack([a + b, a**2 + b**2, b * (swapped - a), (a - swapped) ** 2 / 2]) / blocks
    once = max(1, _AT_ONCE // blocks)
    counts = [min(once, RESAMPLES - done) for done in range(0, RESAMPLES, once)] if blocks >= FEWEST_BLOCKS else []
    even = np.full(blocks, 1 / blocks)
    sums = np.vstack([terms.sum(axis=0), *(rng.multinomial(blocks, even, size=count) @ terms for count in counts)])
    variance = sums[:, 1] / 2 - (sums[:, 0] / 2) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(variance[:, None] > 1e-12, sums[:, 2:] / variance[:, None], np.nan)
    first, total = shares[:, : size - 2], shares[:, size - 2 :]
    return IndexEstimates(total[0], first[0], total[1:], first[1:])


def noise_of_factors(found: OutcomeMatrix, size: int) -> Numbers:
    """Return the part of each total effect that is noise between replicates.

    A total effect is half the mean square of the change that a factor makes, over the variance. Noise adds to that
    square the variance of the difference of two means, estimated from replicates with common random numbers.
    """
    rows = found.values.reshape(-1, size, found.replicates)
    variance = float(np.concatenate([rows[:, 0].mean(axis=1), rows[:, -1].mean(axis=1)]).var())
    added = difference_variance(rows[:, :1], rows[:, 1:-1]).mean(axis=0) / 2
    return np.asarray(added / variance) if variance > 0 else np.full(size - 2, np.nan)


def indices_table(found: IndexEstimates, factors: Sequence[str]) -> pd.DataFrame:
    """Return indices as a table, with the percentile intervals of their resamples."""
    columns: dict[str, object] = {"factor": list(factors)}
    for name, value, many in (("total", found.total, found.totals), ("first", found.first, found.firsts)):
        low, high = percentile_interval(many, len(factors))
        columns |= {name: value, f"{name}_low": low, f"{name}_high": high}
    return pd.DataFrame(columns)


def percentile_interval(many: Numbers, factors: int) -> tuple[Numbers, Numbers]:
    """Return the percentile interval of each column of resamples; unbounded when there are none."""
    known = many[np.isfinite(many).all(axis=1)]
    if len(known) < 2:
        return np.full(factors, -np.inf), np.full(factors, np.inf)
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return low, high


def rank_correlations(values: Numbers, design: pd.DataFrame, factors: Sequence[str]) -> Numbers:
    """Return Spearman's correlation of each factor with the outcome, over the rows of A and B; nan for options."""
    place = np.arange(len(values)) % (len(factors) + 2)
    ends = (place == 0) | (place == len(factors) + 1)
    outcome, found = values[ends], np.full(len(factors), np.nan)
    for k, factor in enumerate(factors):
        given = design[factor][ends]
        if is_numeric_dtype(given) and given.nunique() > 1 and np.ptp(outcome) > 0:
            found[k] = float(spearmanr(given, outcome).statistic)
    return found


def assess_convergence(
    found: IndexEstimates, growth: pd.DataFrame, factors: Sequence[str], noise: Numbers
) -> Convergence:
    """Assess convergence from the resamples and from smaller parts of the design."""
    steps = growth["blocks"].unique()
    last = growth[growth["blocks"] == steps[-1]]
    widest = float(((last["total_high"] - last["total_low"]) / 2).max())
    moved = np.nan
    if len(steps) > 1:
        before = growth[growth["blocks"] == steps[-2]]["total"].to_numpy(float)
        moved = float(np.abs(last["total"].to_numpy(float) - before).max())
    order = np.argsort(-found.total, kind="stable")
    counts = (found.total >= MATTERS) & ~(last["total_low"].to_numpy(float) <= noise)  # more than noise
    known = found.totals[np.isfinite(found.totals).all(axis=1)]
    ties = tuple(
        (factors[k], factors[after])
        for k, after in pairwise(order)
        if counts[k] and not (len(known) and (known[:, k] > known[:, after]).mean() >= LEVEL)
    )
    ratio = widest / PRECISE_HALF_WIDTH
    needed = 2 ** int(np.ceil(np.log2(max(steps[-1] * ratio**2, 1)))) if np.isfinite(ratio) and ratio > 1 else 0
    return Convergence(widest, moved, ties, needed)
