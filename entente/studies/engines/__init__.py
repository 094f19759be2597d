"""What carries the work of a study out: one file per engine, all with the same bits for results."""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from entente.studies.store import Done
from entente.studies.work import Task

if TYPE_CHECKING:
    from entente.studies.sweeping import Ongoing

Carry = Callable[["Ongoing", Sequence[Task]], Iterator[Done]]


def engine(name: str) -> Carry:
    """Return what carries tasks out on an engine (``entente.studies.settings.Engine``), yielding each as it is done."""
    carry: Carry = import_module(f"entente.studies.engines.{name}").carry_out
    return carry
