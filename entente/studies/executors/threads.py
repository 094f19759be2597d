"""The threads of this machine: each takes the next batch, simulates it and writes its tables."""

import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from entente.sim.validation.validate import Violation
from entente.studies.batches import run_batch
from entente.studies.design import Batch
from entente.studies.options import ExecutorOptions
from entente.studies.store import BatchDone
from entente.studies.threads import in_threads

if TYPE_CHECKING:
    from entente.studies.runner import DesignRun


def refusals(options: ExecutorOptions) -> Iterator[Violation]:
    """Yield nothing: threads are everywhere."""
    yield from ()


def carry_out(run: "DesignRun", batches: Sequence[Batch]) -> Iterator[BatchDone]:
    """Simulate every batch here, and yield each as it is done."""

    def work(batch: Batch, stop: threading.Event) -> BatchDone:
        return run.store.add(batch, run_batch(batch, stop))

    for _, done in in_threads(work, batches, run.threads):
        yield done
