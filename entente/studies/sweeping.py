"""A study under way: where it goes, what is left to do, and how it is carried out whatever stops it."""

import math
import os
import platform
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from entente.config.problems import Located, Origin
from entente.results.folders import free_names
from entente.results.manifest import PACKAGES, settings_text
from entente.results.versions import version_of
from entente.sim.model.situation import Settings, organisation_names
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.executors import engine, ready
from entente.studies.identity import differences, identity
from entente.studies.plan import Plan
from entente.studies.settings import Luck, as_values
from entente.studies.store import Done, done, read_manifest, sweep_away, write_design, write_manifest, write_text
from entente.studies.work import QUANTILES, Task

LEAST_RUNS, MOST_RUNS = 100, 2000  # of a chunk: twenty kilobytes of summaries to some hundred
SECONDS = 3.0  # a chunk should take no longer than about this on one core, so that little is lost and progress shows
PIECES = 64  # into which a study of few runs is cut
SHOWN = 12  # differences told when a folder holds another study
RUN_BYTES, CURVE_BYTES, WEEK_BYTES = 130, 11, 3  # on the disk: a run's summaries, a week of a curve, of a series


@dataclass(frozen=True)
class Ongoing:
    """A study in its folder, with the chunks that are still to be done.

    Attributes:
        plan: what is asked for.
        folder: where it goes.
        per_chunk: points of a chunk.
        found: chunks that an earlier session had done.
    """

    plan: Plan
    folder: Path
    per_chunk: int
    found: frozenset[int]

    @property
    def chunks(self) -> int:
        """Return how many chunks there are in all."""
        return math.ceil(len(self.plan.design) / self.per_chunk)

    @property
    def runs_found(self) -> int:
        """Return how many runs an earlier session had done."""
        last = len(self.plan.design) - (self.chunks - 1) * self.per_chunk
        points = sum(last if number == self.chunks - 1 else self.per_chunk for number in self.found)
        return points * self.plan.run.replicates

    def tasks(self) -> list[Task]:
        """Return the chunks that are still to be done, in order."""
        plan, points, left = self.plan, self.plan.points(), self.chunks - len(self.found)
        workers = plan.run.threads or os.cpu_count() or 1
        found = []
        for number in range(self.chunks):
            if number in self.found:
                continue
            mine = tuple(points[number * self.per_chunk : (number + 1) * self.per_chunk])
            bases = {one.base: plan.bases[one.base].settings for one in mine}
            found.append(Task(number, mine, bases, plan.run.replicates, plan.run.seed, tuple(plan.making.curves),
                              tuple(plan.making.full), threads=max(1, workers // left),
                              own_luck=plan.making.luck is Luck.OWN))  # fmt: skip
        return found


def begun(plan: Plan) -> Ongoing:
    """Find or make the folder of a study, and see what is already there.

    Raises:
        SettingsError: when the folder holds something else.
        OSError: when it cannot be made.
    """
    wanted = identity(plan)
    folder, about = place_for(plan, wanted)
    if about is not None and (wrong := differences(about["identity"], wanted)):
        if not plan.making.overwrite:
            raise SettingsError(list(refusals(folder, wrong)))
        sweep_away(folder, everything=True)
        about = None
    if about is None:
        check_room(plan, folder)
        ready(plan.making)
        folder.mkdir(parents=True, exist_ok=True)
        about = first_manifest(plan, wanted)
        for name, base in zip(about["settings"], plan.bases, strict=True):
            write_text(folder / name, settings_text(base.configuration))
        write_design(folder, plan.design)
        write_manifest(folder, about)
    return Ongoing(plan, folder, int(about["points_per_chunk"]), frozenset(done(folder)))


def place_for(plan: Plan, wanted: dict[str, Any]) -> tuple[Path, dict[str, Any] | None]:
    """Return the folder of a study, and the manifest already in it if any.

    Raises:
        SettingsError: when it holds something that is no study.
    """
    if plan.making.output is None:
        name = re.sub(r"[^\w.-]+", "_", plan.bases[0].settings.name) or "run"
        for folder in free_names(f"{name}-sweep", overwrite=False):
            about = read_manifest(folder)
            if about is not None and about.get("identity") == wanted:
                return folder, about
            if about is None and not holds_something(folder):
                return folder, None
    folder = Path(str(plan.making.output)).expanduser()
    about = read_manifest(folder)
    if folder.exists() and not folder.is_dir():
        raise SettingsError([Violation("output", message("{folder} is a file", folder=folder), message("a folder"))])
    if about is None and holds_something(folder):
        raise SettingsError(
            [Violation("output", message("{folder} already holds something", folder=folder), message("another folder"))]
        )
    return folder, about


def holds_something(folder: Path) -> bool:
    """Tell whether something is in a folder."""
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def refusals(folder: Path, wrong: Sequence[tuple[str, str, str]]) -> Iterator[Violation]:
    """Yield why a folder that holds another study is refused: what differs."""
    origin = Origin("file", folder / "study.json")
    for path, before, after in wrong[:SHOWN]:
        problem = message("{after} is asked for, and the study there has {before}", after=after, before=before)
        yield Located(path, problem, message("the same, or another folder, or overwrite=true"), origin=origin)
    if len(wrong) > SHOWN:
        yield Violation("output", message("{count} more differences", count=len(wrong) - SHOWN))


def check_room(plan: Plan, folder: Path) -> None:
    """Refuse a study that the disk has no room for.

    Raises:
        SettingsError: when it would not fit.
    """
    there = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    free, needed = shutil.disk_usage(there).free, size(plan)
    if needed > free:
        told = message(
            "{needed} GB would be needed, {free} GB are free",
            needed=f"{needed / 1000000000.0:.1f}",
            free=f"{free / 1000000000.0:.1f}",
        )
        raise SettingsError([Violation("output", told, message("fewer points, replicates, curves or full series"))])


def size(plan: Plan) -> int:
    """Return about how many bytes a study takes on the disk."""
    weeks = max(base.settings.weeks for base in plan.bases)
    curves = len(plan.design) * weeks * len(plan.making.curves) * CURVE_BYTES
    return plan.runs * RUN_BYTES + curves + plan.runs * weeks * len(plan.making.full) * WEEK_BYTES


def first_manifest(plan: Plan, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return what a study says of itself before it begins."""
    return {
        "command": list(plan.words),
        "uncertain": list(plan.uncertain),
        "identity": wanted,
        "runs": plan.runs,
        "points_per_chunk": points_per_chunk(plan),
        "settings": [f"settings_{rank}.yaml" for rank in range(1, len(plan.bases) + 1)],
        "choices": [dict(base.choices) for base in plan.bases],
        "outcomes": list(plan.outcomes),
        "quantiles": QUANTILES,
        "making": as_values(plan.making),
        "versions": {"python": platform.python_version()} | {name: version_of(name) for name in PACKAGES},
        "sessions": [],
    }


def points_per_chunk(plan: Plan) -> int:
    """Return how many points a chunk has: a few seconds of work, the same wherever it is done."""
    cost = max(seconds_a_run(base.settings) for base in plan.bases)
    runs = min(max(LEAST_RUNS, plan.runs / PIECES), MOST_RUNS, SECONDS / cost)
    return max(1, int(runs / plan.run.replicates))


def seconds_a_run(settings: Settings) -> float:
    """Return about how long a run takes on one core: pairs of organisations count, and each of them for itself."""
    count = len(organisation_names(settings))
    kept = min(count, 200)  # where few ties are kept, an organisation costs no more than in a partnership of so many
    return settings.weeks / 156 * (4e-5 * count + 3e-7 * count * kept)


def carried_out(study: Ongoing) -> Iterator[Done]:
    """Do what is left to do, and yield each chunk as it is done; note in the manifest when and how it went.

    Raises:
        OSError: when a part cannot be written.
        SettingsError: when the engine is not there, or refuses what it is asked for.
        EngineError: when the engine stops before the end.
    """
    start, runs, failed = time.time(), 0, 0
    try:
        with closing(engine(study.plan.making.engine.value)(study, study.tasks())) as doing:  # type: ignore[type-var]
            for one in doing:
                runs, failed = runs + one.runs, failed + one.failed
                yield one
    finally:
        note_session(study, start, runs, failed)


def note_session(study: Ongoing, start: float, runs: int, failed: int) -> None:
    """Add one session to the manifest; once all is done, take away what was cut in the middle of being written."""
    about = read_manifest(study.folder)
    if about is None:
        return  # somebody took the study away
    about["sessions"].append({
        "start": datetime.fromtimestamp(start, UTC).isoformat(timespec="seconds"),
        "seconds": round(time.time() - start, 3),
        "engine": study.plan.making.engine.value,
        "runs": runs,
        "failed": failed,
        "machine": platform.platform(),
    })  # fmt: skip
    write_manifest(study.folder, about)
    if len(done(study.folder)) == study.chunks:
        sweep_away(study.folder)
