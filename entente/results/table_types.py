"""The types of the columns of tables, whether they come from the engine, from parts or from text."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from entente.sim.model.measures import (
    ATTENDANCE,
    CASE_TALLY,
    CONDITION_SERIES,
    CONDITIONS,
    FUNCTIONS,
    GROUP_SERIES,
    LOG_ENTRIES,
    ORGANISATION_SERIES,
    SERIES,
    SUMMARIES,
)
from entente.sim.turnout import Fingerprint

# A missing figure (nothing ever halved, no case came) is distinguished from a number: such columns are nullable.
MAY_MISS = {
    **dict.fromkeys(("half_life", "end_week", "shock_week", "recovery"), "Int64"),
    **dict.fromkeys(("cases_answered", "response_time", "cost_per_point", "dollars_per_point"), "Float64"),
    **dict.fromkeys((f"attendance_{name}" for name in Fingerprint._fields), "Float64"),
    **dict.fromkeys(("territory_ratio", "territory_gap", "population_ratio", "population_gap"), "Float64"),
}
# Columns of words that come again and again, by table; those that are the same in every scenario.
CATEGORY_COLUMNS = {
    "organisations": ("organisation",),
    "conditions": ("condition",),
    "event_log": ("kind", "function"),
    "groups": ("by", "group"),
    "attendance": ("channel", "organisation"),
}
CATEGORIES = {"condition": list(CONDITIONS), "kind": list(LOG_ENTRIES), "function": list(FUNCTIONS)}
SUMMARY_TYPES = dict.fromkeys(SUMMARIES, "float64") | {
    "peak_week": "int64",
    "weeks_sustained": "int64",
    "departures": "int64",
    "essoufflement": "bool",
    "ended": "bool",
    "end_reason": "str",
    **MAY_MISS,
}

ATTENDANCE_TYPES = dict.fromkeys(ATTENDANCE, "int64") | {"delegate_since": "Int64"}


class Tables(NamedTuple):
    """The tables of a run; ``organisations``, ``groups`` and ``attendance`` only on request."""

    weeks: pd.DataFrame
    runs: pd.DataFrame
    cases: pd.DataFrame
    conditions: pd.DataFrame
    event_log: pd.DataFrame
    organisations: pd.DataFrame | None = None
    groups: pd.DataFrame | None = None
    attendance: pd.DataFrame | None = None


def set_types(frame: pd.DataFrame, kinds: Mapping[str, str]) -> pd.DataFrame:
    """Return a table with the stated type of each column, and whole numbers for replicate and week."""
    whole = {name: "int64" for name in ("replicate", "week") if name in frame}
    return frame.astype({**{name: kind for name, kind in kinds.items() if name in frame}, **whole})


def as_written(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Give a table read from text, or from parts, the types that tables of a run have."""
    if name == "runs":
        return set_types(frame, SUMMARY_TYPES)
    if name == "cases":
        return set_types(frame, dict.fromkeys(CASE_TALLY, "int64"))
    if name == "attendance":
        frame = set_types(frame, ATTENDANCE_TYPES)
    series = {
        "weeks": SERIES,
        "conditions": CONDITION_SERIES,
        "groups": GROUP_SERIES,
        "event_log": {"size": None},
        "attendance": {},
    }
    words = CATEGORY_COLUMNS.get(name, ())
    empty = [one for one in words if not isinstance(frame[one].dtype, pd.CategoricalDtype)]
    frame = frame.fillna(dict.fromkeys(empty, ""))  # the group of those of no sector or territory
    frame = frame.astype({one: category_type(frame, one) for one in words})
    if name == "event_log":
        frame = frame.assign(who=frame["who"].fillna("").astype("str"))
    return set_types(frame, dict.fromkeys(series.get(name, ORGANISATION_SERIES), "float64"))


def category_type(frame: pd.DataFrame, column: str) -> pd.CategoricalDtype:
    """Return the type of a column of repeated words, in order of first appearance."""
    return pd.CategoricalDtype(CATEGORIES.get(column) or list(frame[column].unique()))
