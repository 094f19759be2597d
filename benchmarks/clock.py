"""Time taken, fairly: in turns, so that whatever else the machine does meanwhile falls on all alike."""

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

from benchmarks.contenders import Contender

Clock = Callable[[], float]


@dataclass(frozen=True)
class Timing:
    """Seconds that one run took, in each of the turns.

    Attributes:
        seconds: one figure per turn, the mean over its runs.
        runs: how many runs in all.
    """

    seconds: tuple[float, ...]
    runs: int

    @property
    def median(self) -> float:
        """Return the middle one."""
        return median(self.seconds)

    @property
    def spread(self) -> str:
        """Return the smallest and the largest, in milliseconds."""
        return f"{1e3 * min(self.seconds):.3g} to {1e3 * max(self.seconds):.3g}"


def in_turns(
    contenders: Mapping[str, Contender], budget: float, most: int, turn: float, clock: Clock = time.process_time
) -> dict[str, Timing]:
    """Time contenders one after the other, round after round.

    Args:
        contenders: what is timed, by name.
        budget: seconds for all rounds together; there is always one.
        most: rounds, at most.
        turn: seconds that a turn lasts, or one run where that is longer.
        clock: of processor time of this process, or another.
    """
    runs = {name: enough_runs(contender, turn) for name, contender in contenders.items()}
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    began = time.perf_counter()
    for k in range(most):
        for name, contender in contenders.items():
            seconds[name].append(time_of(contender, k + 1, runs[name], clock))
        spent = time.perf_counter() - began
        if spent * (k + 2) / (k + 1) > budget:
            break
    return {name: Timing(tuple(found), runs[name] * len(found)) for name, found in seconds.items()}


def enough_runs(contender: Contender, turn: float) -> int:
    """Return how many runs a turn holds."""
    runs, seconds = 1, 0.0
    while seconds < turn / 4 and runs < 2000:
        runs *= 4 if seconds else 1
        seconds = runs * time_of(contender, 0, runs, time.perf_counter)
    return max(1, round(runs * turn / seconds))


def time_of(contender: Contender, seed: int, runs: int, clock: Clock) -> float:
    """Return the seconds that one run takes, from so many."""
    gc.collect()
    began = clock()
    contender(seed, runs)
    return (clock() - began) / runs
