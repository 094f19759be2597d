"""Robustness of choices across uncertain futures: how often each meets the goals, its regret, and its cost.

Every choice is run in the same futures, under common random numbers, so that all comparisons are paired. The value of a
choice in a future is its mean over the replicates of that future. Regret is its shortfall from the best choice in the
same future (Savage 1951). A choice is dominated when another has an outcome at least as good for no more hours and no
more dollars, and is strictly better in one of the three, on average over the futures. Intervals are percentiles over
resampled futures, the same ones for every choice; and over resampled worlds too, where replicates are spread over
plausible settings (worlds).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.analysis.statistics.goals import NO_ESSOUFFLEMENT, Goal, meets_all
from entente.analysis.statistics.intervals import LEVEL, Numbers, share_interval, wilson_interval
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
_ENDS = (0.5 - LEVEL / 2, 0.5 + LEVEL / 2)  # quantiles at the ends of an interval
_AT_ONCE = 4_000_000  # numbers resampled at once


@dataclass(frozen=True)
class Robustness:
    """How each choice does across the futures.

    Attributes:
        choices: one row a choice, those that meet the goals most often first: ``choice``; ``met``, the share of the
            futures run (of every replicate of each) in which it meets them all, with ``met_low``, ``met_high``;
            ``behind``, how much less than the first, with ``behind_low``, ``behind_high``; ``dominated_by`` (missing:
            by none) and ``dominated_in``, the share of the resamples in which that one dominates it. With several
            worlds, also ``best_in``, the share of them in which no other meets the goals more often, with
            ``best_in_low``, ``best_in_high`` (Wilson's), and ``met_10``, what ``met`` is under in one world in ten.
        outcomes: one row for each choice and measure: ``mean``, ``regret`` and ``regret_90`` (its 90th percentile over
            the futures) with ``_low`` and ``_high`` of each, ``worst`` (its regret in its worst future), ``unit``; with
            several worlds, ``best_in``, the share of them in which no other has a better mean.
        futures: one row for each choice and future: ``met``, each measure, and ``regret_<measure>``.
        goals: what was wanted.
        measures: the outcomes, then the costs.
        left_out: replicates of futures left out because some choice failed there, or has no figure for the goals.
        worlds: over how many plausible settings the replicates are spread; 1 where they are not.
    """

    choices: pd.DataFrame
    outcomes: pd.DataFrame
    futures: pd.DataFrame
    goals: tuple[Goal, ...]
    measures: tuple[str, ...]
    left_out: int
    worlds: int = 1

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
    values = {"met": values_of_choices(sound, "met", names)}
    for name in measures:
        found = np.asarray(measure_values({part: sound[part].to_numpy() for part in summaries_of(name)}, name))
        values[name] = values_of_choices(sound.assign(**{name: found}), name, names)
    draws = draw_again(seed, *values["met"].cells.shape[:2])
    rows = [row for name in measures for row in outcome_rows(name, names, values[name], draws)]
    met = values["met"]
    table = choice_table(names, met, {name: values[name] for name in (measures[0], *COST_MEASURES)}, draws)
    if met.worlds > 1:
        table = table.merge(goals_by_world(names, met), on="choice")
    each = futures_table(names, np.sort(sound["future"].unique()), values, measures)
    simulated = runs.groupby(["future", "replicate"]).ngroups
    left_out = simulated - len(sound) // len(names)
    return Robustness(table, pd.DataFrame(rows), each, tuple(goals), measures, left_out, met.worlds)


def futures_table(
    names: Sequence[str], futures: NDArray[Any], values: Mapping[str, "ChoiceValues"], measures: Sequence[str]
) -> pd.DataFrame:
    """Return one row for each choice and future: ``met``, each measure, and its regret."""
    regrets = {name: regret_by_choice(values[name].means, SENSE[name]) for name in measures}
    return pd.concat([pd.DataFrame({
        "choice": one, "future": futures, "met": values["met"].means[:, k],
        **{name: values[name].means[:, k] for name in measures},
        **{f"regret_{name}": regrets[name][:, k] for name in measures},
    }) for k, one in enumerate(names)], ignore_index=True)  # fmt: skip


def complete_futures(runs: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Keep the replicates of futures that were run under every choice."""
    count = runs.groupby(["future", "replicate"])["choice"].transform("nunique")
    return runs[count == len(names)]


@dataclass(frozen=True)
class ChoiceValues:
    """The values of one measure.

    Attributes:
        means: over the replicates, shape (futures, choices); nan in a future that some choice has no value in.
        cells: over the replicates of one world, shape (futures, worlds, choices); nan where there are none.
    """

    means: Numbers
    cells: Numbers

    @property
    def worlds(self) -> int:
        """Number of worlds."""
        return self.cells.shape[1]

    @property
    def by_world(self) -> Numbers:
        """Means over the futures in each world, shape (worlds, choices)."""
        known = np.isfinite(self.cells)
        total = np.where(known, self.cells, 0.0).sum(axis=0)
        return np.divide(total, known.sum(axis=0), out=np.full(total.shape, np.nan), where=known.any(axis=0))

    def of(self, futures: NDArray[np.bool_]) -> "ChoiceValues":
        """Return the values in some of the futures."""
        return ChoiceValues(self.means[futures], self.cells[futures])


def values_of_choices(runs: pd.DataFrame, name: str, names: Sequence[str]) -> ChoiceValues:
    """Return the values of a measure; replicates of a future without a value under some choice are left out."""
    runs = runs if "world" in runs else runs.assign(world=0)
    keys = ["future", "world", "replicate"]
    known = runs.set_index([*keys, "choice"])[name].astype(float).unstack("choice")[list(names)].dropna()
    futures, worlds = (sorted(runs[key].unique()) for key in ("future", "world"))
    cells = known.groupby(["future", "world"]).mean().reindex(pd.MultiIndex.from_product([futures, worlds]))
    means = known.groupby("future").mean().reindex(futures)
    return ChoiceValues(means.to_numpy(), cells.to_numpy().reshape(len(futures), len(worlds), len(names)))


class Resamples(NamedTuple):
    """What is drawn again, the same for every choice.

    Attributes:
        futures: ranks of the futures in each resample, shape (resamples, futures).
        worlds: how often each world is in it, shape (resamples, worlds).
    """

    futures: NDArray[np.int64]
    worlds: Numbers


def draw_again(seed: int, futures: int, worlds: int) -> Resamples:
    """Draw futures and worlds again, with replacement."""
    rng = np.random.default_rng(seed)
    picks = rng.integers(futures, size=(_RESAMPLES, futures))
    return Resamples(picks, rng.multinomial(worlds, np.full(worlds, 1 / worlds), size=_RESAMPLES).astype(float))


def resample(cells: Numbers, draws: Resamples, statistic: Callable[[Numbers], Numbers]) -> Numbers:
    """Return a statistic of each resample, shape (resamples, choices).

    Args:
        cells: as in ``ChoiceValues``.
        draws: what is drawn again.
        statistic: from values of shape (resamples, futures, choices).
    """
    size = max(1, _AT_ONCE // max(1, cells[:, 0].size))
    found = []
    for k in range(0, len(draws.futures), size):
        picks = draws.futures[k : k + size]
        if cells.shape[1] == 1:
            found.append(statistic(cells[picks, 0]))
        else:
            means = weighted_means(cells, draws.worlds[k : k + size])
            found.append(statistic(np.take_along_axis(means, picks[:, :, None], axis=1)))
    return np.concatenate(found)


def weighted_means(cells: Numbers, weights: Numbers) -> Numbers:
    """Return the means over the worlds in each resample, shape (resamples, futures, choices); nan where there are none.

    Args:
        cells: as in ``ChoiceValues``.
        weights: how often each world is in each resample, shape (resamples, worlds).
    """
    known = np.isfinite(cells)
    total = np.einsum("rw,fwk->rfk", weights, np.where(known, cells, 0.0), optimize=True)
    count = np.einsum("rw,fwk->rfk", weights, known.astype(float), optimize=True)
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)


def quantile_of_known(values: Numbers, level: float) -> Numbers:
    """Return a quantile over the futures, the second axis; of those that are known where some are not."""
    whole = np.isfinite(values).all()
    return np.asarray((np.quantile if whole else np.nanquantile)(values, level, axis=1))


def regret_by_choice(values: Numbers, sense: int) -> Numbers:
    """Return the shortfall of each choice, on the last axis, from the best one in each future."""
    good = values * sense
    return np.asarray(good.max(axis=-1, keepdims=True) - good)


def outcome_rows(
    name: str, names: Sequence[str], values: ChoiceValues, draws: Resamples
) -> Iterator[Mapping[str, object]]:
    """Yield the row of each choice for one measure, over the futures where the measure has a value."""
    known = np.isfinite(values.means).all(axis=1)
    count = int(known.sum())
    if count < len(known):
        draws = Resamples(np.random.default_rng(count).integers(max(count, 1), size=(_RESAMPLES, count)), draws.worlds)
    here, sense = values.of(known), SENSE[name]
    short = regret_by_choice(here.means, sense) if count else here.means
    best = in_how_many_worlds(here.by_world * sense)
    ways = {
        "mean": (here.means, lambda drawn: np.nanmean(drawn, axis=1)),
        "regret": (short, lambda drawn: np.nanmean(regret_by_choice(drawn, sense), axis=1)),
        "regret_90": (short, lambda drawn: quantile_of_known(regret_by_choice(drawn, sense), _HIGH)),
    }
    columns: dict[str, Numbers] = {}
    for key, (numbers, statistic) in ways.items():
        columns[key] = mean_or_quantile(numbers, _HIGH if key == "regret_90" else None)
        columns[f"{key}_low"], columns[f"{key}_high"] = resampled_interval(here, draws, statistic)
    columns["worst"] = short.max(axis=0) if count else np.full(len(names), np.nan)
    for k, choice in enumerate(names):
        row = {"choice": choice, "measure": name, "unit": MEASURES[name].unit, "futures": count}
        row |= {key: float(column[k]) for key, column in columns.items()}
        yield row | ({"best_in": best[k]} if values.worlds > 1 else {})


def mean_or_quantile(values: Numbers, level: float | None) -> Numbers:
    """Return the mean of each choice over the futures, or the quantile at a level; nan without any future."""
    if not len(values):
        return np.full(values.shape[1], np.nan)
    return np.asarray(values.mean(axis=0) if level is None else np.quantile(values, level, axis=0))


def resampled_interval(
    values: ChoiceValues, draws: Resamples, statistic: Callable[[Numbers], Numbers]
) -> tuple[Numbers, Numbers]:
    """Return the 95 % interval of a statistic of each choice; unbounded where there is nothing to draw from."""
    count, choices = values.means.shape
    if not count or count * values.worlds < 2:
        return np.full(choices, -np.inf), np.full(choices, np.inf)
    low, high = np.nanquantile(resample(values.cells, draws, statistic), _ENDS, axis=0)
    return low, high


def in_how_many_worlds(good: Numbers) -> Numbers:
    """Return the share of the worlds in which no other choice is better.

    Args:
        good: what is better when it is more, shape (worlds, choices).
    """
    known = good[np.isfinite(good).all(axis=1)]
    return np.asarray((known >= known.max(axis=1, keepdims=True)).mean(axis=0)) if len(known) else good.mean(axis=0)


def goals_by_world(names: Sequence[str], met: ChoiceValues) -> pd.DataFrame:
    """Return in what share of the worlds no other choice meets the goals more often, and how often it does in few."""
    best = in_how_many_worlds(met.by_world)
    low, high = np.array([wilson_interval(float(share), met.worlds) for share in best]).T
    tenth = np.nanquantile(met.by_world, 1 - _HIGH, axis=0)
    return pd.DataFrame({"choice": names, "best_in": best, "best_in_low": low, "best_in_high": high, "met_10": tenth})


def choice_table(
    names: Sequence[str], met: ChoiceValues, criteria: Mapping[str, ChoiceValues], draws: Resamples
) -> pd.DataFrame:  # fmt: skip
    """Return one row per choice: how often it meets the goals, how far it is behind the best, what dominates it."""
    shares = met.means.mean(axis=0)
    first, count = int(np.argmax(shares)), len(met.means)

    def average(drawn: Numbers) -> Numbers:
        return np.asarray(np.nanmean(drawn, axis=1))

    drawn = resample(met.cells, draws, average)
    means = np.array([SENSE[name] * np.nanmean(one.means, axis=0) for name, one in criteria.items()])
    again = np.array([SENSE[name] * resample(one.cells, draws, average) for name, one in criteria.items()])
    rows = []
    for k, name in enumerate(names):
        low, high = share_interval(drawn[:, k], float(shares[k]), count)
        under, over = np.quantile(drawn[:, first] - drawn[:, k], _ENDS)
        if k != first and count * met.worlds < 2:
            under, over = -np.inf, np.inf
        by = dominating_choice(means, k)
        share = np.nan if by is None else float(dominates(again[:, :, by], again[:, :, k]).mean())
        rows.append((name, float(shares[k]), low, high, float(shares[first] - shares[k]), float(under), float(over),
                     None if by is None else names[by], share))  # fmt: skip
    columns = ["choice", "met", "met_low", "met_high", "behind", "behind_low", "behind_high", "dominated_by",
               "dominated_in"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).sort_values("met", ascending=False, kind="stable", ignore_index=True)


def dominates(one: Numbers, other: Numbers) -> NDArray[np.bool_]:
    """Return whether one is at least as good in every criterion (first axis) and better in some."""
    return np.asarray((one >= other).all(axis=0) & (one > other).any(axis=0))


def dominating_choice(means: Numbers, k: int) -> int | None:
    """Return the choice that dominates choice ``k``, the one with the best outcome if several do; None if none does."""
    above = [j for j in range(means.shape[1]) if dominates(means[:, j], means[:, k])]
    return max(above, key=lambda j: tuple(means[:, j]), default=None)
