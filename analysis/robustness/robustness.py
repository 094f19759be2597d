"""Robustness of choices across uncertain futures: how often each meets the goals, its regret, and its cost.

Every choice is run in the same futures, under common random numbers, so that all comparisons are paired. The value of a
choice in a future is its mean over the replicates of that future. Regret is its shortfall from the best choice in the
same future (Savage 1951). A choice is dominated when another has an outcome at least as good for no more hours and no
more dollars, and is strictly better in one of the three, on average over the futures. Intervals are percentiles over
resampled futures, the same ones for every choice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.analysis.statistics.goals import NO_ESSOUFFLEMENT, Goal, meets_all
from entente.analysis.statistics.intervals import LEVEL, Numbers, share_interval
from entente.analysis.statistics.measures import MEASURES, measure_values, summaries_of

COST_MEASURES = ("hours", "dollars")
DEFAULT_OUTCOMES = ("final", "trust_final")  # outcomes looked at by default
_MORE = ("peak", "final", "half_life", "weeks_sustained", "area", "results", "trust_final", "active_share",
        "cases_answered", "territory_ratio", "population_ratio")  # fmt: skip
LESS = ("drop", "essoufflement", "hours", "hours_partners", "hours_coordinator", "commitments_broken", "departures",
        "response_time", "recovery", "dollars", "cost_per_point", "dollars_per_point", "fragmentation",
        "territory_gap", "population_gap")  # fmt: skip
SENSE = dict.fromkeys(_MORE, 1) | dict.fromkeys(
    LESS, -1
)  # whether more of it is better; what is in neither has no best
_RESAMPLES = 999
FEW_FUTURES = 20  # futures under which intervals are too narrow
_HIGH = 0.9  # the regret that one future in ten exceeds
_AT_ONCE = 4_000_000  # numbers resampled at once


@dataclass(frozen=True)
class Robustness:
    """How each choice does across the futures.

    Attributes:
        choices: one row a choice, those that meet the goals most often first: ``choice``; ``met``, the share of the
            futures run (of every replicate of each) in which it meets them all, with ``met_low``, ``met_high``;
            ``behind``, how much less than the first, with ``behind_low``, ``behind_high``; ``dominated_by`` (missing:
            by none) and ``dominated_in``, the share of the resamples in which that one dominates it; and, where runs
            are spread over plausible settings, ``best_in``: in what share of these no other meets the goals more often.
        outcomes: one row for each choice and measure: ``mean``, ``regrets`` and ``regret_90`` (its 90th percentile over
            the futures) with ``_low`` and ``_high`` of each, ``worst`` (its regret in its worst future), ``unit``.
        futures: one row for each choice and future: ``met``, each measure, and ``regret_<measure>``.
        goals: what was wanted.
        measures: the outcomes, then the costs.
        left_out: replicates of futures left out because some choice failed there, or has no figure for the goals.
    """

    choices: pd.DataFrame
    outcomes: pd.DataFrame
    futures: pd.DataFrame
    goals: tuple[Goal, ...]
    measures: tuple[str, ...]
    left_out: int

    @property
    def count(self) -> int:
        """Number of futures."""
        return int(self.futures["future"].nunique())


def compare_choices(
    runs: pd.DataFrame,
    seed: int,
    goals: Sequence[Goal] = (NO_ESSOUFFLEMENT,),
    outcomes: Sequence[str] = DEFAULT_OUTCOMES,
) -> Robustness:
    """Compare choices across futures.

    Args:
        runs: one row a run: ``choice``, ``future``, ``replicate``, ``failed`` (missing when it did not) and the
            summaries that goals and outcomes are made of; ``world`` where runs are spread over plausible settings.
        seed: of the resampling.
        goals: all to be met.
        outcomes: names of ``SENSE``; the first is set against the costs.

    Raises:
        ValueError: when no future was run under every choice.
    """
    measures = tuple(dict.fromkeys((*outcomes, *COST_MEASURES)))
    names = list(dict.fromkeys(runs["choice"]))
    sound = complete_futures(
        runs[runs["failed"].isna()].assign(met=lambda runs: meets_all(goals, runs)).dropna(subset="met"), names
    )
    if sound.empty:
        raise ValueError("no future was run under every choice")
    values = {"met": mean_by_future(sound, "met", names)}
    for name in measures:
        found = np.asarray(measure_values({part: sound[part].to_numpy() for part in summaries_of(name)}, name))
        values[name] = mean_by_future(sound.assign(**{name: found}), name, names)
    futures = values["met"].index.to_numpy()
    regrets = {name: regret_by_choice(values[name].to_numpy(), SENSE[name]) for name in measures}
    rng = np.random.default_rng(seed)
    picks = rng.integers(len(futures), size=(_RESAMPLES, len(futures)))
    rows = [
        row for name in measures for row in outcome_rows(name, names, values[name].to_numpy(), regrets[name], picks)
    ]
    met = values["met"].to_numpy()
    points = {name: values[name].to_numpy() * SENSE[name] for name in (measures[0], *COST_MEASURES)}
    table = choice_table(names, met, list(points.values()), picks)
    table = with_worlds(table, sound, names)
    each = pd.concat([pd.DataFrame({
        "choice": one, "future": futures, "met": met[:, k],
        **{name: values[name].to_numpy()[:, k] for name in measures},
        **{f"regret_{name}": regrets[name][:, k] for name in measures},
    }) for k, one in enumerate(names)], ignore_index=True)  # fmt: skip
    simulated = runs.groupby(["future", "replicate"]).ngroups
    return Robustness(table, pd.DataFrame(rows), each, tuple(goals), measures, simulated - len(sound) // len(names))


def with_worlds(table: pd.DataFrame, runs: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return the table of choices with the share of the plausible settings in which each is the best, if any."""
    return table.assign(best_in=table["choice"].map(best_in_worlds(runs, names))) if "world" in runs else table


def best_in_worlds(runs: pd.DataFrame, names: Sequence[str]) -> dict[str, float]:
    """Return, for each choice, in what share of the plausible settings no other meets the goals more often."""
    met = runs.pivot_table(index="world", columns="choice", values="met", aggfunc="mean")[list(names)]
    best = met.ge(met.max(axis=1), axis=0)
    return {str(name): float(share) for name, share in best.mean().items()}


def complete_futures(runs: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Keep the replicates of futures that were run under every choice."""
    count = runs.groupby(["future", "replicate"])["choice"].transform("nunique")
    return runs[count == len(names)]


def mean_by_future(runs: pd.DataFrame, name: str, names: Sequence[str]) -> pd.DataFrame:
    """Return means over replicates, one row per future, one column per choice; incomplete ones are left out."""
    table = runs.pivot_table(index=["future", "replicate"], columns="choice", values=name, dropna=False)[list(names)]
    known = table.dropna().groupby("future").mean()
    return known.reindex(sorted(runs["future"].unique()))


def regret_by_choice(values: Numbers, sense: int) -> Numbers:
    """Return the shortfall of each choice from the best one in each future, shape (futures, choices)."""
    good = values * sense
    return np.asarray(good.max(axis=1, keepdims=True) - good)


def outcome_rows(
    name: str, names: Sequence[str], values: Numbers, regrets: Numbers, picks: NDArray[np.int64]
) -> Iterator[Mapping[str, object]]:
    """Yield the row of each choice for one measure, over the futures where the measure has a value."""
    known = np.isfinite(values).all(axis=1)
    if known.sum() < len(known):
        picks = np.random.default_rng(int(known.sum())).integers(
            max(known.sum(), 1), size=(_RESAMPLES, int(known.sum()))
        )
    for k, choice in enumerate(names):
        mine, short = values[known, k], regrets[known, k]
        row: dict[str, object] = {"choice": choice, "measure": name, "unit": MEASURES[name].unit, "futures": len(mine)}
        ways = {"mean": (mine, None), "regret": (short, None), "regret_90": (short, _HIGH)}
        for key, (numbers, level) in ways.items():
            low, high = future_interval(numbers, picks, level)
            row |= {key: mean_or_quantile(numbers, level), f"{key}_low": low, f"{key}_high": high}
        yield row | {"worst": float(short.max()) if len(short) else np.nan}


def mean_or_quantile(numbers: Numbers, level: float | None) -> float:
    """Return the mean, or the quantile at a level."""
    if not len(numbers):
        return np.nan
    return float(numbers.mean() if level is None else np.quantile(numbers, level))


def future_interval(numbers: Numbers, picks: NDArray[np.int64], level: float | None = None) -> tuple[float, float]:
    """Return the 95 % interval of a mean, or of a quantile, over resampled futures."""
    if len(numbers) < 2:
        return -np.inf, np.inf
    size = max(1, _AT_ONCE // len(numbers))
    parts = (numbers[picks[k : k + size]] for k in range(0, len(picks), size))
    found = [one.mean(axis=1) if level is None else np.quantile(one, level, axis=1) for one in parts]
    low, high = np.quantile(np.concatenate(found), [0.5 - LEVEL / 2, 0.5 + LEVEL / 2])
    return float(low), float(high)


def choice_table(
    names: Sequence[str], met: Numbers, good: Sequence[Numbers], picks: NDArray[np.int64]
) -> pd.DataFrame:  # fmt: skip
    """Return one row per choice: how often it meets the goals, how far it is behind the best, what dominates it."""
    first = int(np.argmax(met.mean(axis=0)))
    drawn = resample_means(met, picks)
    means = np.array([np.nanmean(one, axis=0) for one in good])  # shape (3, choices): more is better in all
    again = np.array([resample_means(one, picks) for one in good])
    rows = []
    for k, name in enumerate(names):
        low, high = share_interval(drawn[:, k], float(met[:, k].mean()), len(met))
        behind = met[:, first] - met[:, k]
        under, over = (0.0, 0.0) if k == first else future_interval(behind, picks)
        by = dominating_choice(means, k)
        share = np.nan if by is None else float(dominates(again[:, :, by], again[:, :, k]).mean())
        rows.append((name, float(met[:, k].mean()), low, high, float(behind.mean()), under, over,
                     None if by is None else names[by], share))  # fmt: skip
    columns = ["choice", "met", "met_low", "met_high", "behind", "behind_low", "behind_high", "dominated_by",
               "dominated_in"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).sort_values("met", ascending=False, kind="stable", ignore_index=True)


def resample_means(values: Numbers, picks: NDArray[np.int64]) -> Numbers:
    """Return means over resampled futures, shape (resamples, choices)."""
    count = len(values)
    weights = np.array([np.bincount(one, minlength=count) for one in picks]) / count
    known = np.isfinite(values)
    return np.asarray((weights @ np.where(known, values, 0.0)) / np.maximum(weights @ known, 1e-12))


def dominates(one: Numbers, other: Numbers) -> NDArray[np.bool_]:
    """Return whether one is at least as good in every criterion (first axis) and better in some."""
    return np.asarray((one >= other).all(axis=0) & (one > other).any(axis=0))


def dominating_choice(means: Numbers, k: int) -> int | None:
    """Return the choice that dominates choice ``k``, the one with the best outcome if several do; None if none does."""
    above = [j for j in range(means.shape[1]) if dominates(means[:, j], means[:, k])]
    return max(above, key=lambda j: tuple(means[:, j]), default=None)
