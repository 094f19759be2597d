"""The one loop: what is left of a design is done, wherever it is carried out and whatever stops it."""

import os
import platform
import time
from collections.abc import Collection, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from entente.results.notices import notices
from entente.sim.validation.messages import message
from entente.studies.design import Batch, Cut, Design
from entente.studies.executors import executor
from entente.studies.options import ExecutorOptions
from entente.studies.part_files import CURVES, part_number, part_path
from entente.studies.progress import with_progress
from entente.studies.store import BatchDone, FolderStore, MemoryStore
from entente.studies.study_files import ALL_DONE, cut_values, take_away, write_manifest

_MOST_NAMED = 3
_ROUNDS = 2  # a part may be lost while others are made


class RunsFailedError(Exception):
    """Every replicate failed: there is nothing to keep."""


@dataclass
class DesignRun:
    """A design on its way to its end.

    Attributes:
        design: what is run.
        store: where its tables go.
        options: what carries it out.
        threads: at once; None: one for each core.
        found: batches that an earlier session had done.
    """

    design: Design
    store: FolderStore | MemoryStore
    options: ExecutorOptions = field(default_factory=ExecutorOptions)
    threads: int | None = None
    found: frozenset[int] = frozenset()

    @property
    def folder(self) -> Path:
        """Return the folder of the parts, for executors whose workers write them."""
        assert isinstance(self.store, FolderStore), "what is kept in memory has no folder"
        return self.store.folder

    def extend(self, replicates: int) -> None:
        """Ask for more replicates of every point."""
        self.design = self.design.with_replicates(replicates)
        if isinstance(self.store, FolderStore) and (about := self.store.manifest()) is not None:
            write_manifest(self.store.folder, {**about, **cut_values(self.design), ALL_DONE: False})

    @property
    def runs_found(self) -> int:
        """Return how many runs an earlier session had done."""
        return sum(one.runs for one in self.design.batches if one.number in self.found)

    def batches_left(self) -> list[Batch]:
        """Return the batches that are still to be done, in order."""
        done = self.store.batches_done()
        left = [one for one in self.design.batches if one.number not in done and one.runs]
        workers = self.threads or os.cpu_count() or 1
        return [replace(one, threads=max(1, workers // len(left))) for one in left]

    @property
    def complete(self) -> bool:
        """Tell whether every batch is done."""
        return not self.batches_left()

    def carry_out(self) -> Iterator[BatchDone]:
        """Do what is left to do, and yield each batch as it is done; note in the manifest when and how it went.

        Raises:
            OSError: when a part cannot be written.
            SettingsError: when the executor is not there, or refuses its options.
            EngineError: when the executor stops before the end.
        """
        start, runs, failed = time.time(), 0, 0
        try:
            for _ in range(_ROUNDS):
                if not (left := self.batches_left()):
                    return
                carry_out = executor(self.options.engine)
                wished, first = sum(one.runs for one in left), self.design.setups[0].settings
                with closing(carry_out(self, left)) as doing:  # type: ignore[type-var]
                    for one in with_progress(doing, wished, first):
                        runs, failed = runs + one.runs, failed + one.failed
                        yield one
        finally:
            if isinstance(self.store, FolderStore):
                with suppress(OSError):  # a full disk: what stopped the executor is what counts
                    self.note_session(self.session(start, runs, failed))

    def note_session(self, session: dict[str, Any]) -> None:
        """Add a session to the manifest, unless it is gone, and sweep what a former one left half-written."""
        assert isinstance(self.store, FolderStore)
        if (about := self.store.manifest()) is None:
            return
        sessions = [*about["sessions"], session]
        write_manifest(self.store.folder, {**about, "sessions": sessions, ALL_DONE: self.complete})
        if self.complete:
            take_away(self.store.folder)

    def session(self, start: float, runs: int, failed: int) -> dict[str, Any]:
        """Return the record of a session that ends now."""
        return {
            "start": datetime.fromtimestamp(start, UTC).isoformat(timespec="seconds"),
            "seconds": round(time.time() - start, 3),
            "engine": self.options.engine.value,
            "runs": runs,
            "failed": failed,
            "machine": platform.platform(),
        }


def forget_damaged(store: FolderStore, design: Design) -> bool:
    """Take what is missing or damaged in the parts of a design for undone, by name; tell whether anything is."""
    done, about = store.batches_done(), store.manifest() or {}
    wrong = store.damaged_files()
    if about.get(ALL_DONE):
        known = replace(design, blocks=tuple(about["blocks"])).batches
        wrong += [part_path(store.folder, "runs", one.number) for one in known if one.runs and one.number not in done]
    for path in wrong:
        store.forget(batch_to_redo(path, design, done))
    if wrong:
        names = ", ".join(map(str, wrong[:_MOST_NAMED])) + (" …" if len(wrong) > _MOST_NAMED else "")
        notices.warning(message("missing or damaged, and run again: {files}", files=names))
    return bool(wrong)


def batch_to_redo(path: Path, design: Design, done: Collection[int]) -> int:
    """Return the number of the batch that makes a part again: for curves, the last one of these points."""
    number = part_number(path)
    assert number is not None, "only parts are looked at"
    if path.parent.name != CURVES:
        return number
    return max(one.number for one in design.batches if one.group == number and one.number in done)


def resume_design(design: Design, about: dict[str, Any]) -> Design:
    """Return a design cut as its folder has it, the replicates of the request added to those there."""
    cut, blocks = Cut(**about["cut"]), tuple(about["blocks"])
    return replace(design, cut=cut, blocks=blocks).with_replicates(design.replicates)
