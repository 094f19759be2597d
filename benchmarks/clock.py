"""Fair timing: implementations take turns, so that whatever else the machine does affects all of them alike."""

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

from benchmarks.implementations import Implementation

Clock = Callable[[], float]


@dataclass(frozen=True)
class Timing:
    """Seconds of one run, turn by turn.

    Attributes:
        seconds: one figure per turn, the mean over the runs of the turn.
        runs: number of runs in all turns.
    """

    seconds: tuple[float, ...]
    runs: int

    @property
    def median(self) -> float:
        """The median over the turns."""
        return median(self.seconds)

    @property
    def spread(self) -> str:
        """The smallest and the largest figure, in milliseconds."""
        return f"{1e3 * min(self.seconds):.3g} to {1e3 * max(self.seconds):.3g}"


def time_in_turns(
    implementations: Mapping[str, Implementation],
    budget: float,
    most: int,
    turn: float,
    clock: Clock = time.process_time,
) -> dict[str, Timing]:
    """Time implementations one after the other, round after round.

    Args:
        implementations: what is timed, by name.
        budget: seconds for all rounds together; there is always at least one round.
        most: the largest number of rounds.
        turn: seconds of a turn; a turn has at least one run.
        clock: the clock that is read, by default the processor time of this process.
    """
    runs = {name: runs_per_turn(implementation, turn) for name, implementation in implementations.items()}
    seconds: dict[str, list[float]] = {name: [] for name in implementations}
    began = time.perf_counter()
    for k in range(most):
        for name, implementation in implementations.items():
            seconds[name].append(seconds_per_run(implementation, k + 1, runs[name], clock))
        spent = time.perf_counter() - began
        if spent * (k + 2) / (k + 1) > budget:
            break
    return {name: Timing(tuple(found), runs[name] * len(found)) for name, found in seconds.items()}


def runs_per_turn(implementation: Implementation, turn: float) -> int:
    """Return the number of runs that fit in a turn."""
    runs, seconds = 1, 0.0
    while seconds < turn / 4 and runs < 2000:
        runs *= 4 if seconds else 1
        seconds = runs * seconds_per_run(implementation, 0, runs, time.perf_counter)
    return max(1, round(runs * turn / seconds))


def seconds_per_run(implementation: Implementation, seed: int, runs: int, clock: Clock) -> float:
    """Return the seconds of one run, the mean over the given number of runs."""
    gc.collect()
    began = clock()
    implementation(seed, runs)
    return (clock() - began) / runs
