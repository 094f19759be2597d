"""The one way from the engine's arrays to tidy tables.

``weeks``: replicate, week, one column per series. ``runs``: replicate, one column per summary. ``cases``: replicate,
territory, population, one column per count. ``conditions``: replicate, week, condition, shares of answers a, b, c.
``event_log``: replicate, week, kind, function, who, size. When asked for, ``organisations``: replicate, week,
organisation, one column per series; ``groups``: replicate, week, by (sector or territory), group, one column per
series. Names, units and formulas are in ``sim/model/measures.py``.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from entente.results.members import GROUPINGS, members_of
from entente.sim.model.measures import (
    CASE_TALLY,
    CONDITION_SERIES,
    CONDITIONS,
    FUNCTIONS,
    GROUP_SERIES,
    LOG_ENTRIES,
    ORGANISATION_SERIES,
    PARTNERS,
    SERIES,
    SUMMARIES,
)
from entente.sim.model.situation import Settings, case_cells, organisation_names

# A missing figure (nothing ever halved, no case came) is told apart from a number: such columns are nullable.
MAY_MISS = {
    **dict.fromkeys(("half_life", "end_week", "shock_week", "recovery"), "Int64"),
    **dict.fromkeys(("cases_answered", "response_time", "cost_per_point", "dollars_per_point"), "Float64"),
    **dict.fromkeys(("territory_ratio", "territory_gap", "population_ratio", "population_gap"), "Float64"),
}
# Columns of words that come again and again, by table; those that are the same in every scenario.
WORDS = {
    "organisations": ("organisation",),
    "conditions": ("condition",),
    "event_log": ("kind", "function"),
    "groups": ("by", "group"),
}
KNOWN = {"condition": list(CONDITIONS), "kind": list(LOG_ENTRIES), "function": list(FUNCTIONS)}
ACTIVE = 3
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
    """The tables of some replicates; ``organisations`` and ``groups`` only when asked for."""

    weeks: pd.DataFrame
    runs: pd.DataFrame
    cases: pd.DataFrame
    conditions: pd.DataFrame
    event_log: pd.DataFrame
    organisations: pd.DataFrame | None = None
    groups: pd.DataFrame | None = None


def tables(
    chunks: Sequence[Any], settings: Settings, *, by_organisation: bool = False, by_group: bool = False
) -> Tables:
    """Return the tables of some chunks of the engine.

    Args:
        chunks: chunks of ``sim.batch.simulate``, with organisations when one of the two last tables is asked for.
        settings: what was run, for the names of organisations, places, stages, levers and events.
        by_organisation: whether the table of organisations is asked for.
        by_group: whether the table of sectors and territories is asked for.
    """

    def joined(name: str) -> np.ndarray:
        return np.concatenate([getattr(one, name) for one in chunks])

    replicates = joined("replicates")
    summaries = {name: np.concatenate([one.summaries[name] for one in chunks]) for name in SUMMARIES}
    lived = joined("organisations") if by_organisation or by_group else None
    return Tables(
        weeks=weeks_table(replicates, joined("weeks")),
        runs=runs_table(replicates, summaries),
        cases=cases_table(replicates, joined("cases"), case_cells(settings)),
        conditions=conditions_table(replicates, joined("conditions")),
        event_log=log_entries_table(np.repeat(replicates, joined("noted")), joined("event_log"), settings),
        organisations=organisations_table(replicates, lived, organisation_names(settings)) if by_organisation else None,
        groups=groups_table(replicates, lived, settings) if by_group else None,
    )


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


def conditions_table(replicates: np.ndarray, values: np.ndarray) -> pd.DataFrame:
    """Return ``values[replicate, week, condition, answer (C, B, A)]`` as one row per replicate, week and condition."""
    count, weeks, conditions, _ = values.shape
    frame = pd.DataFrame(values.reshape(count * weeks * conditions, -1)[:, ::-1], columns=list(CONDITION_SERIES))
    codes = np.tile(np.arange(conditions), count * weeks)
    frame.insert(0, "condition", pd.Categorical.from_codes(codes, categories=list(CONDITIONS)))
    frame.insert(0, "week", np.tile(np.repeat(np.arange(1, weeks + 1), conditions), count))
    frame.insert(0, "replicate", np.repeat(np.asarray(replicates, np.int64), weeks * conditions))
    return frame


def log_entries_table(replicates: np.ndarray, log: np.ndarray, settings: Settings) -> pd.DataFrame:
    """Return the entries of the event log, the replicate of each being given, with the names of whom they concern."""
    organisations = organisation_names(settings)
    names: dict[str, Sequence[str]] = {
        "": [],
        "organisation": organisations,
        "carrier": [*organisations, "coordinator"],
        "stage": [name for name, stage in settings.stages.items() if stage.work > 0],
        "lever": list(settings.levers),
        "event": list(settings.events),
    }
    kinds = list(LOG_ENTRIES)
    known = [names[one.who] for one in LOG_ENTRIES.values()]
    who = [known[kind][row] if known[kind] else "" for kind, row in zip(log["kind"], log["who"], strict=True)]
    functions = pd.Categorical([one.function for one in LOG_ENTRIES.values()], categories=list(FUNCTIONS))
    return pd.DataFrame({
        "replicate": np.asarray(replicates, np.int64),
        "week": log["week"].astype(np.int64),
        "kind": pd.Categorical.from_codes(log["kind"], categories=kinds),
        "function": functions[log["kind"]],
        "who": pd.Series(who, dtype="str"),
        "size": log["extent"],
    })  # fmt: skip


def groups_table(replicates: np.ndarray, values: np.ndarray, settings: Settings) -> pd.DataFrame:
    """Return what organisations live as one row per replicate, week and sector or territory.

    Mobilisation is weighted by capacity (delegates × hours, as the scenario states them), as in the whole partnership.
    """
    capacity = capacities(settings)
    rows = {name: row for row, name in enumerate(organisation_names(settings))}
    count, weeks = values.shape[:2]
    frames = []
    for by in GROUPINGS:
        for group, names in members_of(settings, by).items():
            own = [rows[name] for name in names]
            series = group_series(values[:, :, own], capacity[own])
            frame = pd.DataFrame({name: series[name].reshape(-1) for name in GROUP_SERIES})
            frame.insert(0, "group", group)
            frame.insert(0, "by", by)
            frame.insert(0, "week", np.tile(np.arange(1, weeks + 1), count))
            frame.insert(0, "replicate", np.repeat(np.asarray(replicates, np.int64), weeks))
            frames.append(frame)
    found = pd.concat(frames, ignore_index=True).sort_values(["replicate", "week"], kind="stable", ignore_index=True)
    return found.astype({name: seen_in(found, name) for name in WORDS["groups"]})


def capacities(settings: Settings) -> np.ndarray:
    """Return the hours a week that each organisation could give, as the scenario states them."""
    hours = []
    for one in settings.organisations.values():
        posts = settings.partners.delegates if one.delegates is None else one.delegates
        hours += [posts * (settings.partners.hours if one.hours is None else one.hours)] * one.count
    return np.array(hours)


def group_series(values: np.ndarray, capacity: np.ndarray) -> dict[str, np.ndarray]:
    """Return the series of a group from those of its organisations, shape (replicates, weeks) each; 0 without any."""
    own = {name: values[..., k] for k, name in enumerate(ORGANISATION_SERIES)}
    partner = np.isin(own["standing"], PARTNERS)
    partners = partner.sum(axis=2)
    weight = partner * capacity

    def mean(part: np.ndarray, weights: np.ndarray) -> np.ndarray:
        total = weights.sum(axis=2)
        return np.divide((part * weights).sum(axis=2), total, out=np.zeros(total.shape), where=total > 0)

    return {
        "mobilisation": mean(own["mobilisation"], weight),
        "active_share": mean(own["standing"] == ACTIVE, partner.astype(float)),
        "partners": partners.astype(float),
        "motivation": mean(own["motivation"], partner.astype(float)),
        "trusted": mean(own["trusted"], partner.astype(float)),
        "hours_spent": (own["hours_spent"] * partner).sum(axis=2),
    }


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
    series = {"weeks": SERIES, "conditions": CONDITION_SERIES, "groups": GROUP_SERIES, "event_log": {"size": None}}
    frame = frame.fillna(dict.fromkeys(WORDS.get(name, ()), ""))  # the group of those of no sector or territory
    frame = frame.astype({one: seen_in(frame, one) for one in WORDS.get(name, ())})
    if name == "event_log":
        frame = frame.assign(who=frame["who"].fillna("").astype("str"))
    return typed(frame, dict.fromkeys(series.get(name, ORGANISATION_SERIES), "float64"))


def seen_in(frame: pd.DataFrame, column: str) -> pd.CategoricalDtype:
    """Return the type of a column of words that come again and again, in the order of their first coming."""
    return pd.CategoricalDtype(KNOWN.get(column) or list(dict.fromkeys(frame[column])))
