"""The threads of this machine: each takes the next chunk, lives it and writes what it left."""

import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from entente.sim.validation.validate import Violation
from entente.studies.settings import Making
from entente.studies.store import Done, write_part
from entente.studies.threads import in_threads
from entente.studies.work import Task, lived

if TYPE_CHECKING:
    from entente.studies.sweeping import Ongoing


def refusals(making: Making) -> Iterator[Violation]:
    """Yield nothing: threads are everywhere."""
    yield from ()


def carry_out(study: "Ongoing", tasks: Sequence[Task]) -> Iterator[Done]:
    """Live every chunk here, and yield each as it is done."""

    def work(task: Task, stop: threading.Event) -> Done:
        return write_part(study.folder, task.number, lived(task, stop))

    for _, done in in_threads(work, tasks, study.plan.run.threads):
        yield done
