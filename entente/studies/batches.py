"""A batch simulated: settings and seeds in, tables out, nothing shared; what fails is a row and does not stop it."""

import logging
import threading
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.results.tables import PointRuns, make_tables
from entente.sim.model.measures import SUMMARIES
from entente.sim.model.situation import Settings
from entente.sim.validation.validate import SettingsError
from entente.studies.design import Batch
from entente.studies.plausible import worlds_of_replicates
from entente.studies.points import Point, settings_at

if TYPE_CHECKING:
    from entente.sim.batch import Chunk

RUN_KEYS = ("point", "replicate", "failed", "message")  # the columns that say which run it is, and why it failed
Part = dict[str, pd.DataFrame]  # the tables of a batch by name, ``runs`` always among them
_log = logging.getLogger("entente.studies")


class Failure(NamedTuple):
    """Why a run failed: at which stage (``settings``, ``run`` or ``engine``), and the message."""

    stage: str
    message: str


class PointOutcome(NamedTuple):
    """What a point gave: the chunks of the replicates that succeeded, and why the others failed."""

    runs: PointRuns | None
    failures: dict[int, Failure]


def run_batch(batch: Batch, stop: threading.Event | None = None) -> Part:
    """Simulate a batch and return its tables.

    Raises:
        InterruptedError: when ``stop`` is set before the end.
    """
    found, failures = list[PointRuns](), list[dict[str, object]]()
    for point in batch.points:
        outcome = run_point(batch, point, stop)
        failures += [{"point": point.number, "replicate": replicate, "failed": one.stage, "message": one.message}
                     for replicate, one in outcome.failures.items()]  # fmt: skip
        if outcome.runs is not None:
            found.append(outcome.runs)
    part = make_tables(found, batch.keep)
    if any(one.worlds for one in batch.setups.values()):  # simulated world by world
        part = {name: frame.sort_values(["point", "replicate"], kind="stable", ignore_index=True)
                if "replicate" in frame else frame for name, frame in part.items()}  # fmt: skip
    runs = part.get("runs", pd.DataFrame(columns=list(RUN_KEYS)))
    if failures:
        frame = pd.DataFrame(failures)
        runs = frame if runs.empty else pd.concat([runs, frame], ignore_index=True)
        runs = runs.sort_values(["point", "replicate"], kind="stable", ignore_index=True)
    return {**part, "runs": runs.reindex(columns=[*RUN_KEYS, *SUMMARIES])}  # all of them, even where every run failed


def failed_part(batch: Batch, message: str) -> Part:
    """Return the tables of a batch that no process survives: every run failed at stage ``engine``."""
    rows = [{"point": point.number, "replicate": replicate, "failed": "engine", "message": message}
            for point in batch.points for replicate in batch.replicates(point).tolist()]  # fmt: skip
    return {"runs": pd.DataFrame(rows).reindex(columns=[*RUN_KEYS, *SUMMARIES])}


def run_point(batch: Batch, point: Point, stop: threading.Event | None = None) -> PointOutcome:
    """Simulate the replicates of one point, world by world; a failure is noted and does not stop the others.

    What the point says goes before what a world says. Without worlds, the settings of the point are the only one.

    Raises:
        InterruptedError: when ``stop`` is set before the end.
        SettingsError: when what the point is placed on cannot be composed.
    """
    setup, numbers, earlier = batch.setups[point.base], batch.replicates(point), batch.earlier(point)
    settings, worlds = setup.settings, setup.worlds or ({},)
    world_of, world_before = (worlds_of_replicates(some, len(worlds)) for some in (numbers, earlier))
    chunks, again, failures = list["Chunk"](), list["Chunk"](), dict[int, Failure]()
    for world in np.union1d(world_of, world_before):
        mine = numbers[world_of == world]
        values = {**worlds[world], **point.values}
        try:
            settings = settings_at(setup.settings, values) if values else setup.settings
        except SettingsError as error:
            failures |= dict.fromkeys(mine.tolist(), Failure("settings", "; ".join(map(str, error.violations))))
            continue
        found, wrong = run_replicates(batch, settings, mine, stop)
        chunks, failures = chunks + found, failures | wrong
        again += run_replicates(batch, settings, earlier[world_before == world], stop)[0]
    return PointOutcome(PointRuns(point.number, settings, chunks, again) if chunks or not failures else None, failures)


def run_replicates(
    batch: Batch, settings: Settings, numbers: NDArray[np.int64], stop: threading.Event | None
) -> "tuple[list[Chunk], dict[int, Failure]]":
    """Simulate replicates, one by one if some fail; return the chunks of those that succeed and why the others fail.

    Raises:
        InterruptedError: when ``stop`` is set before the end.
    """
    if not len(numbers):
        return [], {}
    try:
        return chunks_of(batch, settings, numbers, stop), {}
    except InterruptedError:
        raise
    except Exception:  # whatever it is, it belongs to these replicates
        _log.debug("some of replicates %s fail", numbers, exc_info=True)
        return run_one_by_one(batch, settings, numbers, stop)


def chunks_of(
    batch: Batch, settings: Settings, numbers: NDArray[np.int64], stop: threading.Event | None
) -> "list[Chunk]":
    """Simulate some replicates of some settings.

    Raises:
        InterruptedError: when ``stop`` is set before the end.
    """
    from entente.sim.batch import simulate

    found = []
    if stop is not None and stop.is_set():
        raise InterruptedError
    for chunk in simulate(settings, numbers, batch.seed, threads=batch.threads,
                          by_organisation=batch.keep.by_organisation,
                          attendance=batch.keep.attendance, model=batch.model):  # fmt: skip
        found.append(chunk)
        if stop is not None and stop.is_set():
            raise InterruptedError
    return found


def run_one_by_one(
    batch: Batch, settings: Settings, numbers: NDArray[np.int64], stop: threading.Event | None
) -> "tuple[list[Chunk], dict[int, Failure]]":
    """Simulate replicates one by one, and return the chunks of those that succeed and why the others fail."""
    chunks: list[Chunk] = []
    failures: dict[int, Failure] = {}
    for replicate in numbers:
        try:
            chunks += chunks_of(batch, settings, np.array([replicate]), stop)
        except InterruptedError:
            raise
        except Exception as error:  # its own row says what it was
            failures[int(replicate)] = Failure("run", f"{type(error).__name__}: {error}")
    return chunks, failures
