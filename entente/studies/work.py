"""The work of a study, cut in chunks that can be done anywhere: settings and seeds in, tables out, nothing shared."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.curves import LEVELS
from analysis.outcome import COUNTED
from entente.studies.points import Point, settings_at
from entente.studies.settings import ANSWERS
from entente.tables import KINDS
from sim.measures import SERIES, SUMMARIES
from sim.situation import Settings
from sim.validation import SettingsError

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
    """

    number: int
    points: tuple[Point, ...]
    bases: dict[int, Settings]
    replicates: int
    seed: int
    curves: tuple[str, ...]
    full: tuple[str, ...]
    threads: int = 1


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
    runs, curves, weeks = [], [], []
    for point in task.points:
        if stop is not None and stop.is_set():
            raise InterruptedError
        found = point_lived(task, point)
        runs += list(rows_of(task, point, found))
        if found.chunks:
            curves += list(curves_of(task, point, found))
            weeks += list(weeks_of(task, point, found))
    return Part(whole(runs), whole(curves) if curves else None, whole(weeks) if weeks else None)


def lost(task: Task, message: str) -> Part:
    """Return what a chunk leaves that no process survives: every run failed at stage ``engine``."""
    failures = dict.fromkeys(range(task.replicates), Failure("engine", message))
    nothing = Lived(None, np.arange(0), [], failures)
    return Part(whole([row for point in task.points for row in rows_of(task, point, nothing)]), None, None)


def whole(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return tables one after the other."""
    return pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]


def point_lived(task: Task, point: Point) -> Lived:
    """Live one point; what fails is told and does not stop the others."""
    from sim.batch import simulate

    everyone = np.arange(task.replicates)
    try:
        settings = settings_at(task.bases[point.base], point.values)
    except SettingsError as error:
        said = Failure("settings", "; ".join(map(str, error.violations)))
        return Lived(None, everyone[:0], [], dict.fromkeys(range(task.replicates), said))
    try:
        return Lived(settings, everyone, list(simulate(settings, task.replicates, task.seed, threads=task.threads)), {})
    except Exception:  # whatever it is, it belongs to this point: its replicates are tried one by one
        return one_by_one(settings, task)


def one_by_one(settings: Settings, task: Task) -> Lived:
    """Live the replicates of a point one by one, so that those that fail can be named."""
    from sim.batch import simulate

    done, chunks, failures = [], [], {}
    for replicate in range(task.replicates):
        try:
            chunks += list(simulate(settings, [replicate], task.seed, threads=1))
            done.append(replicate)
        except Exception as error:  # its own row says what it was
            failures[replicate] = Failure("run", f"{type(error).__name__}: {error}")
    return Lived(settings, np.array(done, dtype=np.int64), chunks, failures)


def rows_of(task: Task, point: Point, found: Lived) -> Iterator[pd.DataFrame]:
    """Yield the rows of the runs of a point: those that lived, then those that failed."""
    if found.chunks:
        summaries = {name: np.concatenate([chunk.summaries[name] for chunk in found.chunks]) for name in SUMMARIES}
        yield pd.DataFrame({"point": point.number, "replicate": found.replicates, "failed": None, "message": None,
                            **summaries})  # fmt: skip
    if found.failures:
        nothing = {name: None if KINDS[name] in {"str", "bool"} else np.nan for name in SUMMARIES}
        told = [{"replicate": replicate, **one._asdict()} for replicate, one in found.failures.items()]
        frame = pd.DataFrame(told).rename(columns={"stage": "failed"}).assign(**nothing)
        frame.insert(0, "point", point.number)
        yield frame


def curves_of(task: Task, point: Point, found: Lived) -> Iterator[pd.DataFrame]:
    """Yield the median and bands of each series of a point, a row a week; missing where no replicate has a figure."""
    for name in task.curves:
        values = series(found.chunks, name)
        table = pd.DataFrame({"point": point.number, "series": name, "week": np.arange(1, values.shape[1] + 1)})
        for column, quantile in zip(QUANTILES, quantiles(values), strict=True):
            table[column] = quantile
        yield table


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


def weeks_of(task: Task, point: Point, found: Lived) -> Iterator[pd.DataFrame]:
    """Yield the series kept whole, one row for each replicate and week, in single precision."""
    if not task.full:
        return
    values = {name: series(found.chunks, name) for name in task.full}
    count, weeks = next(iter(values.values())).shape
    head = {"point": point.number, "replicate": np.repeat(found.replicates, weeks),
            "week": np.tile(np.arange(1, weeks + 1), count)}  # fmt: skip
    yield pd.DataFrame(head | {name: values[name].reshape(-1).astype(np.float32) for name in task.full})


def series(chunks: Sequence[Any], name: str) -> NDArray[np.float64]:
    """Return one series of some chunks, shape (replicates, weeks); missing after the end unless it is counted."""
    if name in ANSWERS:
        condition, answer = divmod(ANSWERS.index(name), 3)
        return np.concatenate([chunk.conditions[:, :, condition, 2 - answer] for chunk in chunks])  # C, B, A
    names = list(SERIES)
    values = np.concatenate([chunk.weeks[:, :, names.index(name)] for chunk in chunks])
    if name in COUNTED:
        return values
    over = np.concatenate([chunk.weeks[:, :, names.index("stage")] for chunk in chunks]) == 0
    return np.where(over, np.nan, values)
