"""Checks of a calibration: recovery of known parameters, interval coverage, and fit of the data to the model."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import binomtest, chisquare, kstest

from entente.analysis.calibration.observations import Observations
from entente.analysis.calibration.regression_abc import FEWEST_RUNS, Numbers, Posterior, ReferenceTable, RegressionABC

FEWEST_TRIES, _MOST, _PART = 200, 1000, 0.1  # runs held out: a tenth of the bank, within these bounds
AT = tuple(k / 20 for k in range(1, 20))  # levels at which intervals are checked
RANK_BINS = 20  # of equal width, over which ranks are counted
SURE = 0.95  # level of the interval of a share of the tries
STRANGE = 0.05  # share of the runs held out under which the model hardly gives such data


@dataclass(frozen=True)
class RecoveryCheck:
    """Recovery of runs held out, whose known parameters are estimated as those of the data are.

    Attributes:
        tries: one row per run held out and parameter: ``run``, ``parameter``, ``truth``, ``median``, ``low_50``,
            ``high_50``, ``low_90``, ``high_90``, ``below`` (weight of the posterior below the truth).
        misfits: how far each is from the runs kept for it (``Learnt.misfit``).
        misfit: how far the data are.
    """

    tries: pd.DataFrame
    misfits: Numbers
    misfit: float

    @property
    def share(self) -> float:
        """Share of the runs held out with a misfit at least that of the data: a p-value that counts the data itself."""
        return float((1 + (self.misfits >= self.misfit).sum()) / (1 + len(self.misfits)))

    @property
    def strange(self) -> bool:
        """Whether the data are unlike what the model produces."""
        return self.share < STRANGE


def check_recovery(bank: ReferenceTable, data: Numbers, seed: int) -> RecoveryCheck:
    """Hold runs out of a reference table and estimate their parameters from the others.

    Args:
        bank: the runs, those that failed left out.
        data: what was really observed, one number per observation.
        seed: of the choice.

    Raises:
        ValueError: when the bank is too small.
    """
    count = max(FEWEST_TRIES, min(_MOST, round(_PART * len(bank))))
    if len(bank) < FEWEST_RUNS + count:
        raise ValueError(f"{len(bank)} runs teach too little; at least {FEWEST_RUNS + FEWEST_TRIES} are needed")
    order = np.random.default_rng(seed).permutation(len(bank))
    out, rest = np.sort(order[:count]), np.sort(order[count:])
    learnt = RegressionABC(bank.only(rest), seed)
    rows, misfits = [], []
    for run in out:
        found = learnt.posterior(bank.seen[run])
        misfits.append(learnt.misfit(bank.seen[run], found))
        rows.append(_attempt(int(run), bank.truths[run], found))
    misfit = learnt.misfit(data, learnt.posterior(data))
    return RecoveryCheck(pd.concat(rows, ignore_index=True), np.array(misfits), misfit)


def _attempt(run: int, truth: Numbers, found: Posterior) -> pd.DataFrame:
    """Return the estimates for one run held out, one row per parameter."""
    low, less, middle, more, high = found.quantiles([0.05, 0.25, 0.5, 0.75, 0.95])
    return pd.DataFrame({
        "run": run, "parameter": [one.key for one in found.priors], "truth": truth, "median": middle, "low_50": less,
        "high_50": more, "low_90": low, "high_90": high, "below": found.below(truth),
    })  # fmt: skip


def interval_coverage(tries: pd.DataFrame) -> pd.DataFrame:
    """Return how often intervals of each level covered the true value.

    Returns:
        One row per parameter and level of ``AT``: ``parameter``, ``level``, ``tries``, ``held`` (share), and the 95 %
        interval of that share (Wilson), ``low`` and ``high``.
    """
    rows = []
    for key, mine in tries.groupby("parameter", sort=False):
        away = 2 * (mine["below"] - 0.5).abs()
        for level in AT:
            found = binomtest(int((away <= level).sum()), len(mine))
            ends = found.proportion_ci(SURE, method="wilson")
            rows.append({"parameter": key, "level": level, "tries": len(mine), "held": found.statistic,
                         "low": ends.low, "high": ends.high})  # fmt: skip
    return pd.DataFrame(rows)


def rank_uniformity(tries: pd.DataFrame) -> pd.DataFrame:
    """Test whether the true value of each parameter takes every rank in its own posterior as often.

    Simulation-based calibration (Talts, Betancourt, Simpson, Vehtari & Gelman 2018, arXiv:1804.06788): with truths from
    the prior, ranks in exact posteriors are uniform. Posteriors that are too narrow give too many ranks near 0 and
    1, too wide ones too few, and one-sided ones a slope.

    Returns:
        One row per parameter: ``tries``; ``mean`` of the ranks (1/2 when uniform) and their ``deviation`` against that
        of uniform ones; ``kolmogorov_p`` (Kolmogorov-Smirnov), ``chi_square_p`` (over ``RANK_BINS`` bins): how often
        uniform ranks would be as far from uniform.
    """
    rows = []
    for key, mine in tries.groupby("parameter", sort=False):
        ranks = np.clip(mine["below"].to_numpy(float), 0, 1)
        counts = np.histogram(ranks, RANK_BINS, (0, 1))[0]
        rows.append({"parameter": key, "tries": len(ranks), "mean": ranks.mean(),
                     "deviation": ranks.std() * np.sqrt(12), "kolmogorov_p": kstest(ranks, "uniform").pvalue,
                     "chi_square_p": chisquare(counts).pvalue})  # fmt: skip
    return pd.DataFrame(rows)


def out_of_reach(bank: ReferenceTable, seen: Observations) -> pd.DataFrame:
    """Return the observations outside the range of all runs of the reference table.

    Returns:
        The rows of ``seen.table`` outside of what the bank gives, with its ``least`` and ``most``.
    """
    table = seen.table.assign(least=bank.seen.min(axis=0), most=bank.seen.max(axis=0))
    return table[(table["value"] < table["least"]) | (table["value"] > table["most"])].reset_index(drop=True)
