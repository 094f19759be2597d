"""What carries the work of a design out: one file per executor, all with the same bits for results.

Each has ``carry_out``, which yields every batch as it is done, and ``refusals``, which says why it cannot be used here.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from entente.results.versions import DISTRIBUTION
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.batches import run_point
from entente.studies.design import Batch
from entente.studies.options import Engine, ExecutorOptions
from entente.studies.store import BatchDone

if TYPE_CHECKING:
    from entente.studies.runner import DesignRun

CarryOut = Callable[["DesignRun", Sequence[Batch]], Iterator[BatchDone]]
EXTRAS = {Engine.DASK: "distributed", Engine.SLURM: "submitit"}
news = logging.getLogger("entente.studies.executors")  # what whoever waits should know, in words of entente.i18n


class EngineError(Exception):
    """An executor stopped before the end; what was done is kept."""


def executor(engine: Engine) -> CarryOut:
    """Return what carries batches out, yielding each as it is done.

    Raises:
        SettingsError: when what it needs is not installed.
    """
    carry_out: CarryOut = executor_module(engine).carry_out
    return carry_out


def check_executor(options: ExecutorOptions) -> None:
    """Refuse an executor that cannot be used here, or its options.

    Raises:
        SettingsError: with everything that is wrong.
    """
    if wrong := [*executor_module(options.engine).refusals(options)]:
        raise SettingsError(wrong)


def executor_module(engine: Engine) -> Any:
    """Return the module of an executor.

    Raises:
        SettingsError: when what it needs is not installed.
    """
    needed = EXTRAS.get(engine)
    if needed and find_spec(needed) is None:
        wanted = message("python3 -m pip install '{distribution}[{name}]'", distribution=DISTRIBUTION, name=engine)
        raise SettingsError([Violation("engine", message("what {name} needs is not installed", name=engine), wanted)])
    return import_module(f"entente.studies.executors.{engine}")


def compile_first(batches: Sequence[Batch]) -> None:
    """Compile the rules here, so that processes which share a disk find them, and do not all compile the same."""
    from entente.sim.batch import is_compiled
    from entente.sim.inputs import make_inputs

    seen: set[int] = set()
    for batch in batches:
        for point in batch.points:
            if point.base in seen or batch.model is not None:
                continue
            seen.add(point.base)
            if not is_compiled(make_inputs(batch.setups[point.base].settings)):
                run_point(replace(batch, last=batch.first + 1, blocks=()), point)
