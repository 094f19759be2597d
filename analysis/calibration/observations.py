"""Observations of a real partnership, and the observation model that makes simulated runs comparable with them.

A simulated partnership is known exactly; a real one through the people who answered, or with a stated error. Simulated
runs are therefore observed in the same way: in the same weeks, with as many answers drawn at random.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import binomtest, norm

from entente.analysis.statistics.intervals import Numbers
from entente.sim.model.measures import CONDITION_SERIES, CONDITIONS, SERIES, Measure

CONDITION_ANSWERS = tuple(CONDITION_SERIES)  # a, b, c
_FULL_INDEX = 100.0  # the index of a condition when everyone answers A
_LEVEL = 0.9  # level of the intervals drawn around what was observed
OBSERVATION_COLUMNS = ("series", "week", "value", "asked", "error")
OBSERVABLE: dict[str, Measure] = (
    SERIES
    | {f"{name}_{answer}": Measure("share", f"{one.formula}: {how.formula}", f"{one.en}: {answer.upper()}",
                                   f"{one.fr}\u00a0: {answer.upper()}")
       for name, one in CONDITIONS.items() for answer, how in CONDITION_SERIES.items()}
    | {name: Measure("index", "100 · (share of A + ½ share of B)", one.en, one.fr) for name, one in CONDITIONS.items()}
)  # fmt: skip
CEILINGS = {
    "share": 1.0,
    "index": _FULL_INDEX,
}  # the most that a measure of this unit can be; all of them are 0 or more


@dataclass(frozen=True)
class Observations:
    """Observed data, one row per observation.

    Attributes:
        table: one row per observation, in ``OBSERVATION_COLUMNS``: ``series`` (a name of ``OBSERVABLE``: a weekly
            series, ``<condition>_a`` for the share of who answers A, or ``<condition>`` for its index from 0 to 100),
            ``week`` (from 1), ``value``, ``asked`` (people who answered; nan when that does not limit what is known),
            ``error`` (standard error; nan when there is none).
    """

    table: pd.DataFrame

    @property
    def names(self) -> list[str]:
        """Names of the observations, such as ``attendance@12``."""
        return [f"{series}@{week}" for series, week in zip(self.table["series"], self.table["week"], strict=True)]

    @property
    def values(self) -> Numbers:
        """Observed values, one number per observation."""
        return self.table["value"].to_numpy(float)

    @property
    def weeks(self) -> list[int]:
        """Weeks observed, in order."""
        return sorted(set(self.table["week"].tolist()))

    @property
    def series(self) -> list[str]:
        """Series observed, in the order of the table."""
        return list(dict.fromkeys(self.table["series"]))

    def columns_needed(self) -> list[str]:
        """Return the columns to keep of each run (``name@week``): all three answers for a condition."""
        kept: dict[str, None] = {}
        for series, week in zip(self.table["series"], self.table["week"], strict=True):
            kept |= dict.fromkeys(f"{name}@{week}" for name in series_needed(series))
        return list(kept)


def condition_of(series: str) -> tuple[str, str]:
    """Return the condition and the answer of a series: ``("name", "")`` for an index, ``("", "")`` for other series."""
    if series in CONDITIONS:
        return series, ""
    name, _, answer = series.rpartition("_")
    return (name, answer) if name in CONDITIONS and answer in CONDITION_ANSWERS else ("", "")


def series_needed(series: str) -> list[str]:
    """Return the weekly series from which an observable one is computed: all three answers for a condition."""
    name, _ = condition_of(series)
    return [f"{name}_{answer}" for answer in CONDITION_ANSWERS] if name else [series]


def observable_curve(weeks: pd.DataFrame, series: str) -> pd.Series:
    """Compute an observable series from weekly tables.

    Args:
        weeks: one row per run and week, with the columns of ``series_needed``; missing once a partnership has ended.
        series: a name of ``OBSERVABLE``.

    Returns:
        One value per row, in the same order; 0 once a partnership has ended.
    """
    name, answer = condition_of(series)
    if name and not answer:
        return (_FULL_INDEX * (weeks[f"{name}_a"] + weeks[f"{name}_b"] / 2)).fillna(0.0)
    return weeks[series].fillna(0.0)


def exact_observations(weeks: pd.DataFrame, needed: Sequence[str]) -> pd.DataFrame:
    """Return the exact values behind the observations, one row per run.

    Args:
        weeks: ``point``, ``replicate``, ``week`` and one column per series kept.
        needed: what is needed, as ``Observations.columns_needed`` says.

    Returns:
        One row per run (the index: ``point``, ``replicate``), the columns of ``needed``.
    """
    wide = weeks.set_index(["point", "replicate", "week"]).unstack("week")
    found = {}
    for one in needed:
        series, _, week = one.partition("@")
        found[one] = wide[series, int(week)].fillna(0.0).astype(float)
    return pd.DataFrame(found)


def simulate_observation(exact: pd.DataFrame, seen: Observations, rng: np.random.Generator) -> Numbers:
    """Observe simulated runs as the real partnership was observed.

    Args:
        exact: one row per run, the columns of ``Observations.columns_needed``.
        seen: the observations to repeat.
        rng: chance of who is asked. The answers of a condition are drawn together (multinomial), other shares one by
            one (binomial); a stated error is normal, within what is possible, and replaces the chance of who is asked.

    Returns:
        Shape (runs, observations).
    """
    drawn = dict(_drawn_answers(exact, seen, rng))
    found = np.empty((len(exact), len(seen.table)))
    for k, row in enumerate(seen.table.itertuples()):
        name, answer = condition_of(row.series)
        if name:
            shares = drawn[name, row.week]
            value = (
                _FULL_INDEX * (shares[:, 0] + shares[:, 1] / 2)
                if not answer
                else shares[:, CONDITION_ANSWERS.index(answer)]
            )
        else:
            value = exact[f"{row.series}@{row.week}"].to_numpy(float)
            if np.isnan(row.error) and not np.isnan(row.asked):
                value = rng.binomial(int(row.asked), np.clip(value, 0, 1)) / row.asked
        if not np.isnan(row.error):
            value = np.clip(value + rng.normal(0, row.error, len(exact)), 0, _ceiling(row.series))
        found[:, k] = value
    return found


def _drawn_answers(
    exact: pd.DataFrame, seen: Observations, rng: np.random.Generator
) -> Iterator[tuple[tuple[str, int], Numbers]]:
    """Yield, for each condition and week observed, the shares of answers A, B and C, shape (runs, 3)."""
    whose = [condition_of(series)[0] for series in seen.table["series"]]
    for (name, week), rows in seen.table.assign(condition=whose).groupby(["condition", "week"], sort=False):
        if not name:
            continue
        shares = exact[[f"{name}_{answer}@{week}" for answer in CONDITION_ANSWERS]].to_numpy(float)
        asked, total = rows["asked"].max(), shares.sum(axis=1, keepdims=True)
        if rows["error"].isna().all() and not np.isnan(asked):
            likely = np.divide(shares, total, out=np.full_like(shares, 1 / 3), where=total > 0)
            shares = np.where(total > 0, rng.multinomial(int(asked), likely) / asked, 0.0)  # nobody to ask: nothing
        yield (str(name), int(week)), shares


def _ceiling(series: str) -> float:
    """Return the greatest possible value of a series."""
    return CEILINGS.get(OBSERVABLE[series].unit, np.inf)


def observation_interval(row: Mapping[str, float], series: str) -> tuple[float, float]:
    """Return the 90 % interval around one observation: Wilson's for a share of who answered, normal for an error.

    Args:
        row: ``value``, ``asked``, ``error``.
        series: what was observed.

    Returns:
        Its ends; both the value itself where nothing limits what is known.
    """
    value, top = row["value"], _ceiling(series)
    if not np.isnan(row["error"]):
        half = norm.ppf(0.5 + _LEVEL / 2) * row["error"]
        return max(0.0, value - half), min(top, value + half)
    if np.isnan(row["asked"]) or not np.isfinite(top):
        return value, value
    count = int(row["asked"])
    found = binomtest(round(count * value / top), count).proportion_ci(_LEVEL, method="wilson")
    return top * found.low, top * found.high
