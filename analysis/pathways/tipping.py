"""Tipping points of plans, computed from runs: when one no longer does, and what seen at a table says to change it.

The first is that of adaptation pathways (Kwadijk et al. 2010, doi 10.1002/wcc.64; Kwakkel, Haasnoot and Walker 2015,
doi 10.1007/s10584-014-1210-4). The second maximises the mean gain of changing the plan where an observation is under a
threshold, as empirical welfare maximisation does (Kitagawa and Tetenov 2018, doi 10.3982/ECTA13288).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from entente.analysis.statistics.intervals import LEVEL, Numbers, student_quantile
from entente.i18n import N_

OBSERVED = {
    "attendance": N_("attendance"),
    "active_share": N_("the share of the partners who act"),
    "hours_partners": N_("the number of hours given a week"),
    "departures": N_("the number of delegates who left a week"),
}  # what a table can see of itself
LOOKED_BACK = 13  # weeks over which an observation is averaged
FUTURE_FOLDS = 5
LEAST_ASIDE = 10  # futures on each side of a threshold


@dataclass(frozen=True)
class Signpost:
    """What an observation says of changing a plan.

    Attributes:
        threshold: change where the observation is at or under it; minus infinity for never, infinity for always.
        share: of the futures in which that is so.
        gain: mean over all futures, in the unit of the benefit, of changing there; in futures that did not choose the
            threshold (cross-fitted).
        low: of its interval: of 95 %, over all the looks that are taken.
        high: of the same.
    """

    threshold: float
    share: float
    gain: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Tell whether changing the plan there clearly gains."""
        return self.low > 0 and self.threshold > -math.inf


def tipping_weeks(series: Numbers, least: float) -> Numbers:
    """Return the week, from 1, after which a series stays under what is the least; nan where it never does.

    Args:
        series: shape (runs, weeks).
        least: what it must reach.
    """
    under = np.asarray(series, float) < least
    last_fine = series.shape[1] - np.argmax(~under[:, ::-1], axis=1)  # the last week that is not under
    last_fine = np.where(under.all(axis=1), 0, last_fine)
    return np.where(last_fine < series.shape[1], last_fine + 1.0, np.nan)


def week_of_share(weeks: Numbers, share: float) -> float:
    """Return the first week by which a share of the runs have tipped; nan when fewer ever do."""
    known = np.sort(np.where(np.isfinite(weeks), weeks, np.inf))
    rank = max(1, math.ceil(share * len(known) - 1e-9)) - 1
    return float(known[rank]) if len(known) and math.isfinite(known[rank]) else math.nan


def best_threshold(observed: Numbers, gain: Numbers) -> float:
    """Return the threshold at or under which changing the plan gains most; minus infinity when it gains nowhere.

    It lies halfway between two observations; infinity when changing everywhere gains most. A side has at least
    ``LEAST_ASIDE`` futures.
    """
    order = np.argsort(observed, kind="stable")
    seen, sums = observed[order], np.concatenate([[0.0], np.cumsum(gain[order])])
    count = len(seen)
    allowed = [0, count]
    allowed += [k for k in range(LEAST_ASIDE, count - LEAST_ASIDE + 1) if seen[k - 1] < seen[k]]
    best = max(allowed, key=lambda k: sums[k])
    if best in (0, count):
        return -math.inf if best == 0 else math.inf
    return float(seen[best - 1] + seen[best]) / 2


def find_signpost(observed: Numbers, gain: Numbers, seed: int = 0, looks: int = 1) -> Signpost:
    """Return at which threshold of an observation a plan is to be changed, and what that gains.

    Args:
        observed: in each future.
        gain: in each future, of changing the plan.
        seed: of the folds.
        looks: how many signposts are looked at together: with many, chance makes some look clear (Bonferroni).
    """
    observed, gain = np.asarray(observed, float), np.asarray(gain, float)
    known = np.isfinite(observed) & np.isfinite(gain)
    observed, gain = observed[known], gain[known]
    if len(gain) < FUTURE_FOLDS * LEAST_ASIDE:
        return Signpost(-math.inf, 0.0, 0.0, 0.0, 0.0)
    threshold = best_threshold(observed, gain)
    folds = np.random.default_rng(seed).permutation(len(gain)) % FUTURE_FOLDS
    gained = np.zeros(len(gain))
    for fold in range(FUTURE_FOLDS):
        here = folds == fold
        gained[here] = np.where(observed[here] <= best_threshold(observed[~here], gain[~here]), gain[here], 0.0)
    level = 1 - (1 - LEVEL) / looks
    reach = student_quantile(len(gain) - 1, level) * float(gained.std(ddof=1)) / math.sqrt(len(gain))
    mean = float(gained.mean())
    return Signpost(threshold, float((observed <= threshold).mean()), mean, mean - reach, mean + reach)


def observe(weeks: pd.DataFrame, series: str, week: int) -> "pd.Series[float]":
    """Return the mean of a series over the weeks that end before one, by plan and future.

    Args:
        weeks: one row for each ``plan``, ``future`` and ``week``.
        series: a column of it.
        week: before which the table looks back.
    """
    seen = weeks[(weeks["week"] < week) & (weeks["week"] >= week - LOOKED_BACK)]
    return seen.groupby(["plan", "future"])[series].mean()


def decision_weeks(weeks: int, every: int = 26, left: int = 26) -> Sequence[int]:
    """Return the weeks in which a plan may be changed: each half-year but the last."""
    return range(every, weeks - left + 1, every)


def best_signposts(table: pd.DataFrame) -> pd.DataFrame:
    """Return, for each plan and the plan that takes its place, the first week with a clear signpost, the best there.

    Args:
        table: ``plan``, ``to``, ``week``, ``observed``, ``threshold``, ``gain``, ``low``...
    """
    clear = table[table["low"] > 0]
    if clear.empty:
        return clear
    first = clear[clear["week"] == clear.groupby(["plan", "to"])["week"].transform("min")]
    return first.loc[first.groupby(["plan", "to"])["gain"].idxmax()].sort_values(["plan", "week"], ignore_index=True)


def plan_tipping(weeks: pd.DataFrame, names: Mapping[int, str], least: float, horizon: int) -> pd.DataFrame:
    """Return when each plan no longer does, one row a plan.

    Args:
        weeks: one row for each ``plan`` (its rank), ``future`` and ``week``, with ``mobilisation``.
        names: of the plans by rank.
        least: mobilisation that is required.
        horizon: weeks of a run.

    Returns:
        ``plan``; ``never``, the share of the futures in which it does to the end; ``tenth`` and ``half``, the week by
        which it no longer does in one future of ten, of two.
    """
    rows = []
    for rank, name in names.items():
        mine = weeks[weeks["plan"] == rank]
        wide = mine.pivot(index="future", columns="week", values="mobilisation").reindex(columns=range(1, horizon + 1))
        tipped = tipping_weeks(wide.fillna(0.0).to_numpy(), least)
        rows.append({"plan": name, "never": float(np.isnan(tipped).mean()), "tenth": week_of_share(tipped, 0.1),
                     "half": week_of_share(tipped, 0.5)})  # fmt: skip
    return pd.DataFrame(rows)
