"""Where the time of a run goes: the compiled week, with the processor's clock read after each phase."""

import ctypes
import platform
import time
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from entente.sim.chance import make_draws
from entente.sim.engine.compilation import is_off, part, rule_with_overlap
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
from entente.sim.rules.rows import PARTNER
from entente.sim.rules.start import start
from entente.sim.rules.work import work
from entente.sim.state import make_state
from entente.sim.week import PHASES, begin_week

PARTS = ("start", "draws", *(phase.name for phase in PHASES))
NETWORK = "network"  # a part of ``observation``, repeated to be timed on its own
LAST = len(PARTS) + 1  # where the last reading of the clock is kept
RULES_ALONE = np.zeros(3, dtype=np.int64)  # no phase in C
WITH_TICKS = ("x86_64", "AMD64")  # processors on which any process may read the clock


def has_clock() -> bool:
    """Tell whether compiled code can read the clock of this processor."""
    return platform.machine() in WITH_TICKS


class TimedPartnership:
    """One partnership, run again and again, each time with the ticks of the processor's clock for each part.

    Args:
        settings: the partnership.

    Attributes:
        inputs: the arrays of its scenario.
        state: the arrays of the run, overwritten by each one.
        draws: the random numbers of the week.
        week: the last weekly record, as the rules write it.
        seconds: processor time of all runs so far.
        ticks: ticks of all runs so far.
    """

    def __init__(self, settings: Settings) -> None:
        self.inputs = make_inputs(settings)
        self.state = make_state(self.inputs)
        self.draws = make_draws(self.inputs.keys, self.inputs.ties)
        self.week = np.zeros(1, WEEK).view(np.recarray)
        self.seconds, self.ticks = 0.0, 0

    def run(self, replicate: int, native: NDArray[np.int64] = RULES_ALONE) -> NDArray[np.int64]:
        """Simulate one run.

        Args:
            replicate: number of the run.
            native: addresses of ``struct run`` and of relation and observation in C; zeros for the compiled rules.

        Returns:
            Ticks for each of ``PARTS``, then for ``NETWORK``.
        """
        ticks = np.zeros(LAST + 1, dtype=np.int64)
        began = time.process_time()
        numbers = np.array([1, replicate], dtype=np.uint64)
        run_timed(self.state, self.inputs, self.draws, numbers, self.week[0], ticks, native)
        self.seconds += time.process_time() - began
        self.ticks += int(ticks[:LAST].sum())
        return ticks[:LAST]

    @property
    def seconds_per_tick(self) -> float:
        """The length of a tick, measured over all runs so far."""
        return self.seconds / self.ticks


def seconds_by_part(settings: Settings, runs: int) -> dict[str, float]:
    """Return the seconds of a run for each of ``PARTS`` and ``NETWORK``: medians over some runs.

    Empty where the clock of the processor cannot be read.
    """
    if not has_clock():
        return {}
    TimedPartnership(settings).run(0)  # compiles or loads the rules
    timed = TimedPartnership(settings)
    medians = np.median([timed.run(k) for k in range(1, runs + 1)], axis=0)
    return {name: float(timed.seconds_per_tick * ticks) for name, ticks in zip((*PARTS, NETWORK), medians, strict=True)}


@intrinsic
def processor_clock(context: Any) -> Any:
    """Read the clock of the processor, in ticks."""

    def read(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        clock = builder.module.declare_intrinsic("llvm.readcyclecounter", (), ir.FunctionType(ir.IntType(64), []))
        return builder.call(clock, [])

    return types.int64(), read


@intrinsic
def call_address(context: Any, address: Any, run: Any, stretch: Any) -> Any:
    """Call ``void phase(const struct run *run, int64_t stretch)``, a function in C, by its address."""

    def call(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        function = ir.FunctionType(ir.VoidType(), [ir.IntType(64)] * 2)
        builder.call(builder.inttoptr(arguments[0], function.as_pointer()), arguments[1:])
        return ir.Constant(context.get_value_type(types.none), None)

    return types.none(types.int64, types.int64, types.int64), call


def call_from_python(address: int, run: int, stretch: int) -> None:
    """Call the same function from Python."""
    ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64)(int(address))(int(run), int(stretch))


ticks = time.perf_counter_ns if is_off() else processor_clock
call_c = call_from_python if is_off() else call_address


@part
def lap(spent: Any, part: int) -> None:
    """Add to one part the ticks since the last reading."""
    now = ticks()
    spent[part] += now - spent[LAST]
    spent[LAST] = now


# A phase in C reaches the arrays by their addresses: the compiler must not assume that nothing else does.
@rule_with_overlap
def run_timed(state: Any, inputs: Any, draws: Any, run: Any, row: Any, spent: Any, native: Any) -> None:
    """Simulate one run as ``sim.week`` does, and add up in ``spent`` the ticks of each part.

    ``native`` holds the addresses of ``struct run`` and of relation and observation in C, or zeros.
    """
    spent[LAST] = ticks()
    start(state, inputs, draws, run)
    lap(spent, 0)
    for _ in range(inputs.weeks):
        if state.partnership[0].ended == 0:
            stretch = begin_week(state, inputs, draws, run)
            params = inputs.parameters[stretch]
            lap(spent, 1)
            context(state, inputs, params, draws)
            lap(spent, 2)
            communication(state, inputs, params, draws)
            lap(spent, 3)
            if native[1] != 0:
                call_c(native[1], native[0], stretch)
            else:
                relation(state, inputs, params, draws)
            lap(spent, 4)
            work(state, inputs, params, draws)
            lap(spent, 5)
            cases(state, inputs, params, draws)
            lap(spent, 6)
            motivation(state, inputs, params, draws)
            lap(spent, 7)
            mobilisation(state, inputs, params, draws)
            lap(spent, 8)
            leadership(state, inputs, params, draws)
            lap(spent, 9)
            if native[2] != 0:
                call_c(native[2], native[0], stretch)
            else:
                observation(state, inputs, params, row)
            lap(spent, 10)
            observe_network(state, row, state.scratch[PARTNER])
            lap(spent, 11)
