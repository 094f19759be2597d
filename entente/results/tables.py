"""The one way from the engine's arrays to tidy tables.

``weeks``: replicate, week, one column per series. ``runs``: replicate, one column per summary. ``cases``: replicate,
territory, population, one column per count. ``conditions``: replicate, week, condition, shares of answers a, b, c.
``event_log``: replicate, week, kind, function, who, size. On request, ``organisations``: replicate, week,
organisation, one column per series; ``groups``: replicate, week, by (sector or territory), group, one column per
series; ``attendance``: replicate, week, channel, organisation, expected, present, delegate_since, one row for each
partner whenever a channel is held; ``figures``: replicate, target, part, whole, of targets of history matching. Names,
units and formulas are in ``sim/model/measures.py``.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from entente.analysis.run.arm_results import ZERO_AFTER_END, ArmResults
from entente.analysis.statistics.curves import LEVELS
from entente.results.keep import ANSWER_SERIES, Keep
from entente.results.members import GROUPINGS, members_of
from entente.sim.inputs import channel_names
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
from entente.sim.records import CAME, NO_DELEGATE, NOT_EXPECTED, NOT_LISTED

_ACTIVE = 3
QUANTILES = {"median": 0.5} | {
    f"{end}_{100 * level:.0f}": round(0.5 + sign * level / 2, 6)
    for level in LEVELS for end, sign in (("low", -1), ("high", 1))
}  # fmt: skip


class PointRuns(NamedTuple):
    """The runs of one point of a design, as the engine leaves them.

    Attributes:
        point: its number.
        settings: what was run, for the names of organisations, places, stages, levers and events.
        chunks: chunks of ``sim.batch.simulate``.
        earlier: chunks of the replicates of earlier batches, simulated once more: the curves are those of all.
    """

    point: int
    settings: Settings
    chunks: Sequence[Any]
    earlier: Sequence[Any] = ()


TableColumns = dict[str, Any]  # arrays of one length, categoricals among them


class TableParts(dict[str, list[Any]]):
    """A table in the making, column by column: a frame for each point would take longer than running it."""

    def add(self, columns: TableColumns) -> None:
        """Add some rows."""
        for name, values in columns.items():
            self.setdefault(name, []).append(values)

    def frame(self) -> pd.DataFrame:
        """Return the table."""
        return pd.DataFrame({name: concatenate(parts) for name, parts in self.items()}, copy=False)


def concatenate(parts: Sequence[Any]) -> Any:
    """Return arrays one after the other; categoricals must have the same categories."""
    if len(parts) == 1:
        return parts[0]
    if isinstance(parts[0], pd.Categorical):
        return pd.Categorical.from_codes(np.concatenate([one.codes for one in parts]), dtype=parts[0].dtype)
    return np.concatenate(parts)


def make_tables(points: Iterable[PointRuns], keep: Keep) -> dict[str, pd.DataFrame]:
    """Return the tables of some points by name: those that are kept, ``runs`` always among them.

    Every table has a column ``point`` before its own.
    """
    found: dict[str, TableParts] = {}
    for one in points:
        for name, columns in columns_of(one, keep):
            rows = len(next(iter(columns.values())))
            whole = {"point": np.full(rows, one.point, dtype=np.int64), **columns}
            found.setdefault(name, TableParts()).add(whole)
    return {name: parts.frame() for name, parts in found.items()}


def columns_of(one: PointRuns, keep: Keep) -> Iterator[tuple[str, TableColumns]]:
    """Yield the columns of each table of a point, with the name of the table."""
    chunks = one.chunks
    replicates = join_chunks(chunks, "replicates").astype(np.int64)
    yield "runs", run_columns(replicates, chunks)
    if keep.weeks:
        yield "weeks", week_columns(replicates, chunks, keep)
    if keep.curves:
        yield "curves", curve_columns([*one.earlier, *chunks], keep)
    if keep.cases:
        yield "cases", case_columns(replicates, join_chunks(chunks, "cases"), case_cells(one.settings))
    if keep.conditions:
        yield "conditions", condition_columns(replicates, join_chunks(chunks, "conditions"))
    if keep.event_log or keep.log_records:
        yield from log_tables(replicates, one, keep)
    if keep.by_organisation:
        yield from organisation_tables(replicates, one, keep)
    if keep.attendance:
        yield "attendance", attendance_columns(replicates, join_chunks(chunks, "attendance"), one.settings)
    if keep.figures:
        yield "figures", figure_columns(replicates, one, keep)


def log_tables(replicates: np.ndarray, one: PointRuns, keep: Keep) -> Iterator[tuple[str, TableColumns]]:
    """Yield the columns of the event log of a point: in words, and as the records that the engine leaves."""
    whose, log = np.repeat(replicates, join_chunks(one.chunks, "logged")), join_chunks(one.chunks, "event_log")
    if keep.event_log:
        yield "event_log", event_log_columns(whose, log, one.settings)
    if keep.log_records:
        yield "log_records", {"replicate": whose, **{name: np.asarray(log[name]) for name in log.dtype.names}}


def organisation_tables(replicates: np.ndarray, one: PointRuns, keep: Keep) -> Iterator[tuple[str, TableColumns]]:
    """Yield the columns of the weeks of a point, by organisation and by group of organisations."""
    values = join_chunks(one.chunks, "organisations")
    if keep.organisations:
        yield "organisations", organisation_columns(replicates, values, organisation_names(one.settings), keep)
    if keep.groups:
        yield "groups", group_columns(replicates, values, one.settings)


def join_chunks(chunks: Sequence[Any], name: str) -> Any:
    """Return one array of some chunks, the replicates of one after those of the other."""
    return np.concatenate([np.asarray(getattr(one, name)) for one in chunks])


def run_columns(replicates: np.ndarray, chunks: Sequence[Any]) -> TableColumns:
    """Return the summaries, one row for each replicate; ``failed`` and ``message`` are empty."""
    nothing = np.full(len(replicates), None)
    summaries = {name: np.concatenate([one.summaries[name] for one in chunks]) for name in SUMMARIES}
    return {"replicate": replicates, "failed": nothing, "message": nothing, **summaries}


def week_columns(replicates: np.ndarray, chunks: Sequence[Any], keep: Keep) -> TableColumns:
    """Return weekly series, one row for each replicate and week; weeks count from 1."""
    values = {name: weekly_series(chunks, name, missing_after_end=keep.missing_after_end) for name in keep.weeks}
    weeks = next(iter(values.values())).shape[1]
    kind = np.float32 if keep.single_precision else np.float64
    return {**replicate_weeks(replicates, weeks), **{name: one.reshape(-1).astype(kind, copy=False)
                                                     for name, one in values.items()}}  # fmt: skip


def replicate_weeks(replicates: np.ndarray, weeks: int, each: int = 1) -> TableColumns:
    """Return the columns ``replicate`` and ``week``, with ``each`` rows for each replicate and week."""
    count = len(replicates)
    return {
        "replicate": np.repeat(replicates, weeks * each),
        "week": np.tile(np.repeat(np.arange(1, weeks + 1), each), count),
    }


def weekly_series(chunks: Sequence[Any], name: str, *, missing_after_end: bool) -> np.ndarray:
    """Return one weekly series, shape (replicates, weeks): of ``SERIES``, or the share of an answer to a condition.

    Args:
        chunks: chunks of the engine.
        name: a name of ``KEPT_SERIES``.
        missing_after_end: whether it is missing once a partnership has ended, unless it is counted.
    """
    if name in ANSWER_SERIES:
        condition, answer = divmod(ANSWER_SERIES.index(name), 3)
        return np.concatenate([one.conditions[:, :, condition, 2 - answer] for one in chunks])  # C, B, A
    names = list(SERIES)
    values = np.concatenate([one.weeks[:, :, names.index(name)] for one in chunks])
    if name in ZERO_AFTER_END or not missing_after_end:
        return values
    over = np.concatenate([one.weeks[:, :, names.index("stage")] for one in chunks]) == 0
    return np.where(over, np.nan, values)


def curve_columns(chunks: Sequence[Any], keep: Keep) -> TableColumns:
    """Return the median and bands of series, one row for each series and week; missing where no replicate has any."""
    parts = TableParts()
    for name in keep.curves:
        values = weekly_series(chunks, name, missing_after_end=True)
        weeks = np.arange(1, values.shape[1] + 1)
        bands = dict(zip(QUANTILES, quantiles(values), strict=True))
        parts.add({"series": np.full(len(weeks), name, dtype=object), "week": weeks, **bands})
    return {name: concatenate(values) for name, values in parts.items()}


def quantiles(values: np.ndarray) -> np.ndarray:
    """Return the quantiles of each week over the replicates that have a figure, shape (quantiles, weeks)."""
    levels = list(QUANTILES.values())
    known = np.isfinite(values)
    if known.all():
        return np.quantile(values, levels, axis=0)
    out = np.full((len(levels), values.shape[1]), np.nan)
    some = known.any(axis=0)
    out[:, some] = np.nanquantile(values[:, some], levels, axis=0)
    return out


def case_columns(replicates: np.ndarray, values: np.ndarray, cells: Sequence[tuple[str, str]]) -> TableColumns:
    """Return ``values[replicate, cell, count]`` as one row for each replicate, territory and population."""
    count = len(replicates)
    places = {name: np.array([cell[k] for cell in cells] * count, dtype=object)
              for k, name in enumerate(("territory", "population"))}  # fmt: skip
    counts = {name: values[:, :, k].reshape(-1).astype(np.int64) for k, name in enumerate(CASE_TALLY)}
    return {"replicate": np.repeat(replicates, len(cells)), **places, **counts}


def organisation_columns(replicates: np.ndarray, values: np.ndarray, names: Sequence[str], keep: Keep) -> TableColumns:
    """Return ``values[replicate, week, organisation, series]`` as one row for each replicate, week and organisation."""
    count, weeks, size, _ = values.shape
    own = list(ORGANISATION_SERIES)
    organisation = pd.Categorical.from_codes(np.tile(np.arange(size), count * weeks), categories=list(names))
    series = {name: values[..., own.index(name)].reshape(-1) for name in keep.organisations}
    return {**replicate_weeks(replicates, weeks, size), "organisation": organisation, **series}


def attendance_columns(replicates: np.ndarray, records: np.ndarray, settings: Settings) -> TableColumns:
    """Return ``records[replicate, week, channel, organisation]`` as one row for each partner when a channel is held."""
    codes = records["code"]
    run, week, channel, organisation = np.nonzero(codes != NOT_LISTED)
    code = codes[run, week, channel, organisation]
    since = records["delegate_since"][run, week, channel, organisation].astype(np.int64)
    return {
        "replicate": replicates[run],
        "week": week + 1,
        "channel": categorical(channel_names(settings))[channel],
        "organisation": pd.Categorical.from_codes(organisation, categories=organisation_names(settings)),
        "expected": (code != NOT_EXPECTED).astype(np.int64),
        "present": (code == CAME).astype(np.int64),
        "delegate_since": pd.arrays.IntegerArray(since, since == NO_DELEGATE),
    }


def figure_columns(replicates: np.ndarray, one: PointRuns, keep: Keep) -> TableColumns:
    """Return what each run gives of each target, one row for each target and replicate."""
    series = dict.fromkeys(name for target in keep.figures for name in target.series)
    weeks = {name: weekly_series(one.chunks, name, missing_after_end=True) for name in series}
    summaries = {name: np.concatenate([chunk.summaries[name] for chunk in one.chunks]) for name in SUMMARIES}
    whose = np.repeat(np.arange(len(replicates)), join_chunks(one.chunks, "logged"))
    arm = ArmResults(one.settings, weeks, summaries, {}, join_chunks(one.chunks, "event_log"), whose)
    found = [target.measure_arm(arm) for target in keep.figures]
    return {
        "replicate": np.tile(replicates, len(found)),
        "target": np.repeat(np.array([target.name for target in keep.figures], dtype=object), len(replicates)),
        "part": np.concatenate([part for part, _ in found]),
        "whole": np.concatenate([whole for _, whole in found]),
    }


def condition_columns(replicates: np.ndarray, values: np.ndarray) -> TableColumns:
    """Return ``values[replicate, week, condition, answer (C, B, A)]`` as one row for each of the first three."""
    count, weeks, conditions, answers = values.shape
    condition = pd.Categorical.from_codes(np.tile(np.arange(conditions), count * weeks), categories=list(CONDITIONS))
    shares = {name: values[..., answers - 1 - k].reshape(-1) for k, name in enumerate(CONDITION_SERIES)}
    return {**replicate_weeks(replicates, weeks, conditions), "condition": condition, **shares}


def event_log_columns(whose: np.ndarray, log: np.ndarray, settings: Settings) -> TableColumns:
    """Return the entries of the event log, the replicate of each being given, with the names of those concerned."""
    organisations = organisation_names(settings)
    names: dict[str, Sequence[str]] = {
        "": [],
        "organisation": organisations,
        "carrier": [*organisations, "coordinator"],
        "stage": [name for name, stage in settings.stages.items() if stage.work > 0],
        "lever": list(settings.levers),
        "event": list(settings.events),
    }
    known = [names[one.who] for one in LOG_ENTRIES.values()]
    who = [known[kind][row] if known[kind] else "" for kind, row in zip(log["kind"], log["who"], strict=True)]
    functions = pd.Categorical([one.function for one in LOG_ENTRIES.values()], categories=list(FUNCTIONS))
    return {
        "replicate": whose,
        "week": log["week"].astype(np.int64),
        "kind": pd.Categorical.from_codes(log["kind"], categories=list(LOG_ENTRIES)),
        "function": functions[log["kind"]],
        "who": np.array(who, dtype=object),
        "size": np.asarray(log["extent"]),
    }


def group_columns(replicates: np.ndarray, values: np.ndarray, settings: Settings) -> TableColumns:
    """Return the weekly series of sectors and territories, one row for each replicate, week and one of them.

    Mobilisation is weighted by capacity (delegates × hours, as the scenario states them), as in the whole partnership.
    """
    capacity = capacities(settings)
    rows = {name: row for row, name in enumerate(organisation_names(settings))}
    members = [(by, group, [rows[name] for name in names])
               for by in GROUPINGS for group, names in members_of(settings, by).items()]  # fmt: skip
    found = [group_series(values[:, :, own], capacity[own]) for _, _, own in members]
    weeks = values.shape[1]
    times = len(replicates) * weeks
    words = {name: categorical([one[k] for one in members] * times) for k, name in enumerate(("by", "group"))}
    series = {name: np.stack([one[name] for one in found], axis=2).reshape(-1) for name in GROUP_SERIES}
    return {**replicate_weeks(replicates, weeks, len(members)), **words, **series}


def categorical(words: Sequence[str]) -> pd.Categorical:
    """Return repeated words as categories, in order of first appearance."""
    return pd.Categorical(words, categories=list(dict.fromkeys(words)))


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
        "active_share": mean(own["standing"] == _ACTIVE, partner.astype(float)),
        "partners": partners.astype(float),
        "motivation": mean(own["motivation"], partner.astype(float)),
        "trusted": mean(own["trusted"], partner.astype(float)),
        "hours_spent": (own["hours_spent"] * partner).sum(axis=2),
    }
