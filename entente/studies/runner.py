"""The one loop: what is left of a design is done, wherever it is carried out and whatever stops it."""

import os
import platform
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from entente.studies.design import Batch, Cut, Design
from entente.studies.executors import executor
from entente.studies.options import ExecutorOptions
from entente.studies.progress import with_progress
from entente.studies.store import BatchDone, FolderStore, MemoryStore, write_manifest


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
            write_manifest(self.store.folder, {**about, **cut_values(self.design)})

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
        left = self.batches_left()
        start, runs, failed = time.time(), 0, 0
        try:
            if not left:
                return
            carry_out = executor(self.options.engine)
            wished, first = sum(one.runs for one in left), self.design.setups[0].settings
            with closing(carry_out(self, left)) as doing:  # type: ignore[type-var]
                for one in with_progress(doing, wished, first):
                    runs, failed = runs + one.runs, failed + one.failed
                    yield one
        finally:
            if isinstance(self.store, FolderStore):
                note_session(self.store, self.session(start, runs, failed))
                if self.complete:
                    self.store.take_away(everything=False)

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


def note_session(store: FolderStore, session: dict[str, Any]) -> None:
    """Add a session to the manifest of a design, unless the manifest is gone."""
    if (about := store.manifest()) is not None:
        write_manifest(store.folder, {**about, "sessions": [*about["sessions"], session]})


def resume_design(design: Design, about: dict[str, Any]) -> Design:
    """Return a design cut as its folder has it, the replicates of the request added to those there."""
    cut, blocks = Cut(**about["cut"]), tuple(about["blocks"])
    return replace(design, cut=cut, blocks=blocks).with_replicates(design.replicates)


def cut_values(design: Design) -> dict[str, Any]:
    """Return how a design is cut in batches and in which blocks its replicates were requested, as built-in values."""
    cut = {"points": design.cut.points, "replicates": design.cut.replicates, "by_point": design.cut.by_point}
    return {"blocks": list(design.blocks), "cut": cut}
