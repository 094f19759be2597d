"""Where the time of a run goes: the compiled week, with the processor's clock read after each phase."""

import ctypes
import platform
import time
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from entente.sim import chance
from entente.sim.engine.compilation import compiled, is_off, part
from entente.sim.inputs import make_inputs
from entente.sim.model.situation import Settings
from entente.sim.rules.cases import cases
from entente.sim.rules.communication import communication
from entente.sim.rules.context import context
from entente.sim.rules.leadership import leadership
from entente.sim.rules.mobilisation import mobilisation
from entente.sim.rules.motivation import motivation
from entente.sim.rules.network import observe_network
from entente.sim.rules.observation import WEEK, observation
from entente.sim.rules.relation import relation
from entente.sim.rules.start import start
from entente.sim.rules.work import work
from entente.sim.state import make_state
from entente.sim.week import PHASES, begin_week

PARTS = ("start", "luck", *(phase.name for phase in PHASES))
NETWORK = "network"  # a part of ``observation``, lived once more to be timed alone
LAST = len(PARTS) + 1  # where the last reading of the clock is kept
WITH_TICKS = ("x86_64", "AMD64")  # processors on which any process may read the clock


def seconds_by_part(settings: Settings, runs: int) -> dict[str, float]:
    """Return the seconds of a run for each of ``PARTS`` and ``NETWORK``, the median of some runs.

    Returns nothing where the clock of the processor cannot be read.
    """
    if platform.machine() not in WITH_TICKS:
        return {}
    inputs = make_inputs(settings)
    state, luck = make_state(inputs), chance.empty(inputs.keys, inputs.ties)
    row = np.zeros(1, WEEK).view(np.recarray)[0]
    none = np.zeros(3, dtype=np.int64)
    ticks_of_runs, seconds = np.zeros((runs + 1, LAST + 1), dtype=np.int64), 0.0
    for k, spent in enumerate(ticks_of_runs):
        began = time.process_time()
        live_timed(state, inputs, luck, np.array([1, k], dtype=np.uint64), row, spent, none)
        seconds += time.process_time() - began if k > 0 else 0.0  # the first one warms up
    ticks_of_a_run = np.median(ticks_of_runs[1:, :LAST], axis=0)
    scale = seconds / runs / ticks_of_a_run.sum()
    return {name: float(scale * spent) for name, spent in zip((*PARTS, NETWORK), ticks_of_a_run, strict=True)}


@intrinsic
def processor_clock(context: Any) -> Any:
    """Read the clock of the processor, in ticks."""

    def read(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        clock = builder.module.declare_intrinsic("llvm.readcyclecounter", (), ir.FunctionType(ir.IntType(64), []))
        return builder.call(clock, [])

    return types.int64(), read


ticks = time.perf_counter_ns if is_off() else processor_clock


@part
def lap(spent: Any, part: int) -> None:
    """Add to one part the ticks since the last reading."""
    now = ticks()
    spent[part] += now - spent[LAST]
    spent[LAST] = now


@intrinsic
def call_address(context: Any, address: Any, table: Any, stretch: Any) -> Any:
    """Call a function in C by its address, as ``void function(const struct run *, int64_t)``."""

    def call(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        whole = ir.IntType(64)
        kind = ir.FunctionType(ir.VoidType(), [whole, whole])
        builder.call(builder.inttoptr(arguments[0], kind.as_pointer()), arguments[1:])
        return ir.Constant(context.get_value_type(types.none), None)

    return types.none(types.int64, types.int64, types.int64), call


def call_in_turn(address: Any, table: Any, stretch: Any) -> None:
    """Call the same from Python."""
    ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64)(int(address))(int(table), int(stretch))


call_phase = call_in_turn if is_off() else call_address


def live_timed(s: Any, inputs: Any, chance: Any, run: Any, row: Any, spent: Any, native: Any) -> None:
    """Live one run as ``sim.week.live`` does, and add up in ``spent`` the ticks of each part.

    ``native``: address of ``struct run``, of relation and of observation in C; zeros: the rules themselves.
    """
    spent[LAST] = ticks()
    start(s, inputs, chance, run)
    lap(spent, 0)
    for _ in range(inputs.weeks):
        if s.partnership[0].ended == 0:
            k = begin_week(s, inputs, chance, run)
            p = inputs.parameters[k]
            lap(spent, 1)
            context(s, inputs, p, chance)
            lap(spent, 2)
            communication(s, inputs, p, chance)
            lap(spent, 3)
            if native[1] != 0:
                call_phase(native[1], native[0], k)
            else:
                relation(s, inputs, p, chance)
            lap(spent, 4)
            work(s, inputs, p, chance)
            lap(spent, 5)
            cases(s, inputs, p, chance)
            lap(spent, 6)
            motivation(s, inputs, p, chance)
            lap(spent, 7)
            mobilisation(s, inputs, p, chance)
            lap(spent, 8)
            leadership(s, inputs, p, chance)
            lap(spent, 9)
            if native[2] != 0:
                call_phase(native[2], native[0], k)
            else:
                observation(s, inputs, p, row)
            lap(spent, 10)
            observe_network(s, row)
            lap(spent, 11)


live_timed = compiled(live_timed, forceinline=True)
if not is_off():
    live_timed.enable_caching()
