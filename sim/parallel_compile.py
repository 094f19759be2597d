"""Compiling on two processors: another process compiles half of the phases, and leaves them where this one looks."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numba import typeof

from entente.sim.chance import make_draws
from entente.sim.engine.cache import cache_folder
from entente.sim.inputs import ModelInputs, make_inputs
from entente.sim.rules.observation import WEEK
from entente.sim.rules.start import start
from entente.sim.state import make_state
from entente.sim.validation.validate import validate
from entente.sim.week import PHASES, begin_week

HALVES = (
    ("start", "communication", "observation"),
    ("context", "relation", "work", "cases", "motivation", "mobilisation", "leadership", "begin_week"),
)
CODE = "from entente.sim.parallel_compile import compile_half; compile_half({half}, {ties})"


SEEN_TO: set[bool] = set()  # kinds of partnership (few ties or all) whose rules this process has seen to
ONE_AT_A_TIME = Lock()  # several threads may begin to simulate at once: the others wait for what the first compiles


def see_to(inputs: ModelInputs, compiled: Callable[[ModelInputs], bool]) -> None:
    """Compile what runs of a plan need, once in a process, unless it is ``compiled`` already."""
    with ONE_AT_A_TIME:
        if (inputs.ties > 0) not in SEEN_TO and not compiled(inputs):
            compile_ahead(inputs)
        SEEN_TO.add(inputs.ties > 0)


def compile_ahead(inputs: ModelInputs) -> None:
    """Compile the phases that runs of a plan need: half of them in another process.

    It takes a third less time than one process; where there is no second processor, nor a place to keep what the other
    process compiles, nothing is done, and the rules are compiled when they are first called.
    """
    if cache_folder() is None or (os.cpu_count() or 1) < 2 or not sys.executable:
        return
    path = os.pathsep.join(
        [str(Path(str(sys.modules["entente"].__file__)).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    )
    code = CODE.format(half=0, ties=inputs.ties)
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # should it fail, this process compiles all, and says what is wrong
    ):
        compile_half(1, inputs.ties)


def compile_half(half: int, ties: int) -> None:
    """Compile one half of the phases, for partnerships in which everybody keeps ties with everybody (0), or a few."""
    tree = {"lead": "a", "organisations": {"a": {"count": 3}}, "partners": {"ties": min(ties, 1)}}
    collects = gc.isenabled()
    gc.disable()  # the compiler makes millions of small things and keeps them: to look for waste takes a tenth of it
    try:
        for rule, arguments in signatures(make_inputs(validate(tree))):
            if rule.__name__ in HALVES[half]:
                rule.compile(tuple(map(typeof, arguments)))
    finally:
        if collects:
            gc.enable()


def signatures(inputs: ModelInputs) -> list[tuple[Any, tuple[Any, ...]]]:
    """Return each phase, and what begins a run and a week, with arguments of the types with which runs call them."""
    state, draws, run = make_state(inputs), make_draws(inputs.keys, inputs.ties), np.zeros(2, dtype=np.uint64)
    row = np.zeros(1, WEEK).view(np.recarray)[0]
    last = {"observation": row}
    first = [(start, (state, inputs, draws, run)), (begin_week, (state, inputs, draws, run))]
    return first + [(one.rule, (state, inputs, inputs.parameters[0], last.get(one.name, draws))) for one in PHASES]
