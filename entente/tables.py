"""The one way from the engine's arrays to tidy tables.

``weeks``: replicate, week, one column per series. ``runs``: replicate, one column per summary. ``organisations``:
replicate, week, organisation, one column per series. ``cases``: replicate, territory, population, one column per
count. Names, units and formulas are in ``sim/measures.py``.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.measures import CASE_TALLY, ORGANISATION_SERIES, SERIES, SUMMARIES

# A missing figure (nothing ever halved, no case came) is told apart from a number: such columns are nullable.
MAY_MISS = {"half_life": "Int64", "end_week": "Int64", "cases_answered": "Float64", "response_time": "Float64"}
KINDS = dict.fromkeys(SUMMARIES, "float64") | {
    "peak_week": "int64",
    "weeks_sustained": "int64",
    "departures": "int64",
    "essoufflement": "bool",
    "ended": "bool",
    "end_reason": "str",
    **MAY_MISS,
}


class Tables(NamedTuple):
    """The tables of some replicates; ``organisations`` only when asked for."""

    weeks: pd.DataFrame
    runs: pd.DataFrame
    cases: pd.DataFrame
    organisations: pd.DataFrame | None = None


def tables(chunks: Sequence[Any], cells: Sequence[tuple[str, str]], names: Sequence[str] = ()) -> Tables:
    """Return the tables of some chunks of the engine.

    Args:
        chunks: chunks of ``sim.batch.simulate``.
        cells: territory and population of each row of the case tally (``sim.batch.case_cells``).
        names: the organisations in the engine's order, when their table is asked for.
    """
    replicates = np.concatenate([one.replicates for one in chunks])
    summaries = {name: np.concatenate([one.summaries[name] for one in chunks]) for name in SUMMARIES}
    organisations = None
    if chunks[0].organisations is not None:
        lived = np.concatenate([one.organisations for one in chunks])
        organisations = organisations_table(replicates, lived, names)
    weeks = weeks_table(replicates, np.concatenate([one.weeks for one in chunks]))
    cases = cases_table(replicates, np.concatenate([one.cases for one in chunks]), cells)
    return Tables(weeks, runs_table(replicates, summaries), cases, organisations)


def weeks_table(replicates: np.ndarray, values: np.ndarray) -> pd.DataFrame:
    """Return ``values[replicate, week, series]`` as one row per replicate and week; weeks count from 1."""
    count, weeks, _ = values.shape
    frame = pd.DataFrame(values.reshape(count * weeks, -1), columns=list(SERIES))
    frame.insert(0, "week", np.tile(np.arange(1, weeks + 1), count))
    frame.insert(0, "replicate", np.repeat(np.asarray(replicates, np.int64), weeks))
    return frame


def runs_table(replicates: np.ndarray, summaries: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Return the summaries as one row per replicate."""
    frame = pd.DataFrame({"replicate": replicates, **{name: summaries[name] for name in SUMMARIES}})
    return typed(frame, KINDS)


def cases_table(replicates: np.ndarray, values: np.ndarray, cells: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """Return ``values[replicate, cell, count]`` as one row per replicate, territory and population."""
    count = len(replicates)
    frame = pd.DataFrame(values.reshape(count * len(cells), -1), columns=list(CASE_TALLY)).astype("int64")
    for k, name in enumerate(("population", "territory")):
        frame.insert(0, name, [cell[1 - k] for cell in cells] * count)
    frame.insert(0, "replicate", np.repeat(np.asarray(replicates, np.int64), len(cells)))
    return frame


def organisations_table(replicates: np.ndarray, values: np.ndarray, names: Sequence[str]) -> pd.DataFrame:
    """Return ``values[replicate, week, organisation, series]`` as one row per replicate, week and organisation."""
    count, weeks, size, _ = values.shape
    frame = pd.DataFrame(values.reshape(count * weeks * size, -1), columns=list(ORGANISATION_SERIES))
    codes = np.tile(np.arange(size), count * weeks)
    frame.insert(0, "organisation", pd.Categorical.from_codes(codes, categories=list(names)))
    frame.insert(0, "week", np.tile(np.repeat(np.arange(1, weeks + 1), size), count))
    frame.insert(0, "replicate", np.repeat(np.asarray(replicates, np.int64), weeks * size))
    return frame


def typed(frame: pd.DataFrame, kinds: Mapping[str, str]) -> pd.DataFrame:
    """Return a table with the stated type of each column, and whole numbers for replicate and week."""
    whole = {name: "int64" for name in ("replicate", "week") if name in frame}
    return frame.astype({**{name: kind for name, kind in kinds.items() if name in frame}, **whole})


def as_written(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Give a table read from text the types that it has when it comes from the engine."""
    if name == "runs":
        return typed(frame, KINDS)
    if name == "cases":
        return typed(frame, dict.fromkeys(CASE_TALLY, "int64"))
    series = SERIES if name == "weeks" else ORGANISATION_SERIES
    kinds = dict.fromkeys(series, "float64")
    if name == "organisations":
        seen = pd.CategoricalDtype(list(dict.fromkeys(frame["organisation"])))
        frame = frame.astype({"organisation": seen})
    return typed(frame, kinds)
