"""The work of a study, cut in chunks that can be done anywhere: settings and seeds in, tables out, nothing shared."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.analysis.run.arm_results import ZERO_AFTER_END
from entente.analysis.statistics.curves import LEVELS
from entente.sim.model.measures import SERIES, SUMMARIES
from entente.sim.model.situation import Settings
from entente.sim.validation.validate import SettingsError
from entente.studies.points import Point, settings_at
from entente.studies.settings import ANSWERS

RUN = ("point", "replicate", "failed", "message")  # the columns of a run that say which it is and whether it lived
QUANTILES = {"median": 0.5} | {
    f"{end}_{100 * level:.0f}": round(0.5 + sign * level / 2, 6)
    for level in LEVELS for end, sign in (("low", -1), ("high", 1))
}  # fmt: skip


@dataclass(frozen=True)
class Task:
    """One chunk of a study: whole points, and all that is needed to live them.

    Attributes:
        number: of the chunk, from 0.
        points: which points.
        bases: the settings that they are placed on, by rank.
        replicates: how many of each point.
        seed: of the study.
        curves: series of which quantiles are kept.
        full: series kept whole.
        threads: to use at once.
        own_luck: whether each point has replicates of its own instead of living through those of all.
    """

    number: int
    points: tuple[Point, ...]
    bases: dict[int, Settings]
    replicates: int
    seed: int
    curves: tuple[str, ...]
    full: tuple[str, ...]
    threads: int = 1
    own_luck: bool = False

    def numbers(self, point: Point) -> NDArray[np.int64]:
        """Return the numbers of the replicates of a point: those of every point, or its own."""
        return np.arange(self.replicates) + (point.number * self.replicates if self.own_luck else 0)


class Part(NamedTuple):
    """What a chunk leaves: a row per run; a row per point, week and series; a row per run and week."""

    runs: pd.DataFrame
    curves: pd.DataFrame | None
    weeks: pd.DataFrame | None


class Failure(NamedTuple):
    """Why a run gave nothing: at which stage (``settings``, ``run`` or ``engine``), and what was said."""

    stage: str
    message: str


class Lived(NamedTuple):
    """What a point left: the replicates that lived, their arrays, and why the others did not."""

    settings: Settings | None
    replicates: NDArray[np.int64]
    chunks: list[Any]
    failures: dict[int, Failure]


def lived(task: Task, stop: threading.Event | None = None) -> Part:
    """Live a chunk.

    Raises:
        InterruptedError: when ``stop`` is set before the end.
    """
    runs, failures, curves, weeks = Columns(), list[dict[str, Any]](), Columns(), Columns()
    for point in task.points:
        if stop is not None and stop.is_set():
            raise InterruptedError
        found = point_lived(task, point)
        failures += [{"point": point.number, "replicate": replicate, "failed": one.stage, "message": one.message}
                     for replicate, one in found.failures.items()]  # fmt: skip
        if found.chunks:
            add_runs(runs, point, found)
            add_curves(curves, task, point, found)
            add_weeks(weeks, task, point, found)
    frame = runs.frame()
    if failures:
        frame = pd.concat([frame, pd.DataFrame(failures)], ignore_index=True)
        frame = frame.sort_values("point", kind="stable", ignore_index=True)
    frame = frame.reindex(columns=[*RUN, *SUMMARIES])  # all of them, even where every run failed
    return Part(frame, curves.frame() if curves else None, weeks.frame() if weeks else None)


class Columns(dict[str, list[NDArray[Any]]]):
    """A table under way, column by column: a frame for each point would take longer than living it."""

    def add(self, rows: int, **columns: Any) -> None:
        """Add some rows; a single value is repeated."""
        for name, values in columns.items():
            whole = values if isinstance(values, np.ndarray) else np.full(rows, values)
            self.setdefault(name, []).append(whole)

    def frame(self) -> pd.DataFrame:
        """Return the table."""
        return pd.DataFrame({name: np.concatenate(parts) for name, parts in self.items()})


def lost(task: Task, message: str) -> Part:
    """Return what a chunk leaves that no process survives: every run failed at stage ``engine``."""
    rows = [{"point": point.number, "replicate": replicate, "failed": "engine", "message": message}
            for point in task.points for replicate in task.numbers(point).tolist()]  # fmt: skip
    return Part(pd.DataFrame(rows).reindex(columns=[*RUN, *SUMMARIES]), None, None)


def point_lived(task: Task, point: Point) -> Lived:
    """Live one point; what fails is told and does not stop the others."""
    from entente.sim.batch import simulate

    everyone = task.numbers(point)
    try:
        settings = settings_at(task.bases[point.base], point.values)
    except SettingsError as error:
        said = Failure("settings", "; ".join(map(str, error.violations)))
        return Lived(None, everyone[:0], [], dict.fromkeys(everyone.tolist(), said))
    try:
        return Lived(settings, everyone, list(simulate(settings, everyone, task.seed, threads=task.threads)), {})
    except Exception:  # whatever it is, it belongs to this point: its replicates are tried one by one
        return one_by_one(settings, task, everyone)


def one_by_one(settings: Settings, task: Task, everyone: NDArray[np.int64]) -> Lived:
    """Live the replicates of a point one by one, so that those that fail can be named."""
    from entente.sim.batch import simulate

    done, chunks, failures = [], [], {}
    for replicate in everyone.tolist():
        try:
            chunks += list(simulate(settings, [replicate], task.seed, threads=1))
            done.append(replicate)
        except Exception as error:  # its own row says what it was
            failures[replicate] = Failure("run", f"{type(error).__name__}: {error}")
    return Lived(settings, np.array(done, dtype=np.int64), chunks, failures)


def add_runs(runs: Columns, point: Point, found: Lived) -> None:
    """Add the summaries of the runs of a point, a row each."""
    summaries = {name: np.concatenate([chunk.summaries[name] for chunk in found.chunks]) for name in SUMMARIES}
    nothing = np.full(len(found.replicates), None)
    runs.add(len(nothing), point=point.number, replicate=found.replicates, failed=nothing, message=nothing, **summaries)


def add_curves(curves: Columns, task: Task, point: Point, found: Lived) -> None:
    """Add the median and bands of each series of a point, a row a week; missing where no replicate has a figure."""
    for name in task.curves:
        values = series(found.chunks, name)
        weeks = np.arange(1, values.shape[1] + 1)
        bands = dict(zip(QUANTILES, quantiles(values), strict=True))
        curves.add(len(weeks), point=point.number, series=np.full(len(weeks), name, dtype=object), week=weeks, **bands)


def quantiles(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the quantiles of each week over the replicates that have a figure, shape (quantiles, weeks)."""
    levels = list(QUANTILES.values())
    known = np.isfinite(values)
    if known.all():
        return np.quantile(values, levels, axis=0)
    out = np.full((len(levels), values.shape[1]), np.nan)
    some = known.any(axis=0)
    out[:, some] = np.nanquantile(values[:, some], levels, axis=0)
    return out


def add_weeks(table: Columns, task: Task, point: Point, found: Lived) -> None:
    """Add the series kept whole, one row for each replicate and week, in single precision."""
    if not task.full:
        return
    values = {name: series(found.chunks, name) for name in task.full}
    count, weeks = next(iter(values.values())).shape
    table.add(count * weeks, point=point.number, replicate=np.repeat(found.replicates, weeks),
              week=np.tile(np.arange(1, weeks + 1), count),
              **{name: one.reshape(-1).astype(np.float32) for name, one in values.items()})  # fmt: skip


def series(chunks: Sequence[Any], name: str) -> NDArray[np.float64]:
    """Return one series of some chunks, shape (replicates, weeks); missing after the end unless it is counted."""
    if name in ANSWERS:
        condition, answer = divmod(ANSWERS.index(name), 3)
        return np.concatenate([chunk.conditions[:, :, condition, 2 - answer] for chunk in chunks])  # C, B, A
    names = list(SERIES)
    values = np.concatenate([chunk.weeks[:, :, names.index(name)] for chunk in chunks])
    if name in ZERO_AFTER_END:
        return values
    over = np.concatenate([chunk.weeks[:, :, names.index("stage")] for chunk in chunks]) == 0
    return np.where(over, np.nan, values)
