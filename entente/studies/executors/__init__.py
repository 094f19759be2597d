"""What carries the work of a study out: one file per engine, all with the same bits for results.

Each has ``carry_out``, which yields every chunk as it is done, and ``refusals``, which says why it cannot be used here.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.settings import Engine, Making
from entente.studies.store import Done
from entente.studies.work import Task, point_lived

if TYPE_CHECKING:
    from entente.studies.sweeping import Ongoing

Carry = Callable[["Ongoing", Sequence[Task]], Iterator[Done]]
EXTRAS = {Engine.DASK: "distributed", Engine.SLURM: "submitit"}
news = logging.getLogger("entente.studies")  # what whoever waits should know, in the words of entente.i18n.errors


class EngineError(Exception):
    """An engine stopped before the end; what was done is kept."""


def engine(name: str) -> Carry:
    """Return what carries tasks out on an engine (``entente.studies.settings.Engine``), yielding each as it is done.

    Raises:
        SettingsError: when what it needs is not installed.
    """
    carry: Carry = module(name).carry_out
    return carry


def ready(making: Making) -> None:
    """Refuse an engine that cannot be used here, or what it is asked for.

    Raises:
        SettingsError: with everything that is wrong.
    """
    if wrong := [*module(making.engine.value).refusals(making)]:
        raise SettingsError(wrong)


def module(name: str) -> Any:
    """Return the module of an engine.

    Raises:
        SettingsError: when what it needs is not installed.
    """
    needed = EXTRAS.get(Engine(name))
    if needed and find_spec(needed) is None:
        wanted = message("python3 -m pip install 'entente[{name}]'", name=name)
        raise SettingsError([Violation("engine", message("what {name} needs is not installed", name=name), wanted)])
    return import_module(f"entente.studies.executors.{name}")


def compile_first(tasks: Sequence[Task]) -> None:
    """Compile the rules here, so that processes which share a disk find them, and do not all compile the same."""
    from entente.sim.batch import compiled
    from entente.sim.inputs import make_inputs

    seen: set[int] = set()
    for task in tasks:
        for point in task.points:
            if point.base not in seen and not compiled(make_inputs(task.bases[point.base])):
                point_lived(replace(task, replicates=1), point)
            seen.add(point.base)
