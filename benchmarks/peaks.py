"""The peak rates of this processor, measured now: small compiled loops that do one thing each."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from entente.sim.chance import LEAVE_BLOCK, draw_four_each
from entente.sim.engine.elementary import exponential

LADDER = tuple(2**k for k in range(14, 28))  # bytes: from within the first cache to far beyond the last
SMALL = 1024  # numbers that stay in the first cache
STEPS = 32  # operations on a number between reading and writing it
REPEATS = 5
LEAST = 0.01  # seconds that one measure lasts


@njit
def multiply_add(values: Any, times: int) -> None:
    """Multiply and add, each rounded, as the rules do."""
    for _ in range(times):
        for i in range(len(values)):
            x = values[i]
            for _ in range(STEPS // 2):
                x = x * 0.999 + 0.001
            values[i] = x


fused_multiply_add = njit(fastmath={"contract"})(multiply_add.py_func)


@njit
def update(values: Any, times: int) -> None:
    """Read and write every number."""
    for _ in range(times):
        for i in range(len(values)):
            values[i] *= 0.999


@njit(error_model="numpy")  # which has no branch for nothing to divide by, as the rules
def divide(values: Any, times: int) -> None:
    """Divide by every number."""
    for _ in range(times):
        for i in range(len(values)):
            values[i] = 1.5 / values[i]


@njit
def exponentials(values: Any, times: int) -> None:
    """Take the exponential of every number."""
    for _ in range(times):
        for i in range(len(values)):
            values[i] = exponential(-values[i])


@njit
def draws(run: Any, names: Any, out: Any, times: int) -> None:
    """Draw one block of four numbers for each name."""
    for week in range(times):
        draw_four_each(run, week, LEAVE_BLOCK, names, out)


@dataclass(frozen=True)
class Peaks:
    """Peak rates of one core, a second.

    Attributes:
        operations: additions, multiplications and comparisons of numbers of 64 bits, in lanes.
        divisions: of numbers of 64 bits, in lanes.
        exponentials: of numbers of 64 bits, in lanes (``sim.engine.elementary.exponential``).
        draws: blocks of Philox 4x32-10, in lanes.
        bandwidth: bytes read or written, by size of what they are part of, in bytes.
    """

    operations: float
    divisions: float
    exponentials: float
    draws: float
    bandwidth: dict[int, float]

    def bandwidth_within(self, size: int) -> float:
        """Return the bytes a second for data of a size: those of the next larger size that was measured."""
        return self.bandwidth[next((step for step in LADDER if step >= size), LADDER[-1])]


def measure_peaks() -> Peaks:
    """Measure all peak rates; takes some seconds."""
    small = np.ones(SMALL)
    flops = max(throughput(loop, STEPS * SMALL, small) for loop in (multiply_add, fused_multiply_add))
    names, out = np.arange(2 * SMALL, dtype=np.uint64).reshape(2, SMALL), np.zeros((4, SMALL))
    return Peaks(
        operations=flops,
        divisions=throughput(divide, SMALL, small),
        exponentials=throughput(exponentials, SMALL, small),
        draws=throughput(draws, SMALL, np.array([1, 2], dtype=np.uint64), names, out),
        bandwidth={size: throughput(update, 2 * size, np.ones(size // 8)) for size in LADDER},
    )


def throughput(loop: Callable[..., None], each: int, *given: Any) -> float:
    """Return how many units a loop does in a second of processor time, the best of some measures."""
    times, seconds = 1, 0.0
    loop(*given, times)
    while seconds < LEAST:
        times *= 4
        seconds = processor_seconds(loop, *given, times)
    return each * times / min(processor_seconds(loop, *given, times) for _ in range(REPEATS))


def processor_seconds(loop: Callable[..., None], *given: Any) -> float:
    """Return the processor seconds of a loop."""
    began = time.process_time()
    loop(*given)
    return time.process_time() - began
