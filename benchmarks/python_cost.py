"""What Python costs: the two heaviest phases compiled by Numba against the same written by hand in C, in turns."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.c.build import PHASES_IN_C, CompilerError, CPhases, compiler_version, find_compiler
from benchmarks.c.layout import WORKING_MEMORY
from benchmarks.sizes import partnership_of
from benchmarks.timed_phases import PARTS, TimedPartnership, has_clock

WHOLE, BOTH = "a run", "both phases"
MAIN_SIZE = 50  # organisations for which the one number is given, where they were measured
FEWEST_TURNS, MOST_TURNS = 3, 400
COLUMNS = (
    "organisations",
    "part",
    "Numba (µs)",
    "Numba, middle half (µs)",
    "C (µs)",
    "C, middle half (µs)",
    "C / Numba",
    "turns",
)


class DifferentResultsError(AssertionError):
    """The phases in C did not leave the state that the compiled rules leave."""


def why_not() -> str:
    """Return why phases in C cannot be timed here, as a sentence; nothing when they can."""
    if not has_clock():
        return "Not measured: compiled code cannot read the clock of this processor."
    try:
        find_compiler()
    except CompilerError as error:
        return f"Not measured: {error}."
    return ""


def cost_of_python(sizes: Sequence[int], budget: float) -> Iterator[pd.DataFrame]:
    """Yield, for each size, a row for each phase, for both and for a whole run: µs with Numba and with C.

    Args:
        sizes: how many organisations.
        budget: seconds of processor time for each size.

    Raises:
        DifferentResultsError: when the two do not leave the same state, bit for bit, after a run.
    """
    for size in sizes:
        numba, c = time_in_turns(size, budget)
        parts = {
            **{name: [PARTS.index(name)] for name in PHASES_IN_C},
            BOTH: [PARTS.index(name) for name in PHASES_IN_C],
            WHOLE: list(range(len(PARTS))),
        }
        rows = [
            (
                size,
                name,
                *median_and_quartiles(numba[:, part]),
                *median_and_quartiles(c[:, part]),
            )
            for name, part in parts.items()
        ]
        table = pd.DataFrame(rows, columns=COLUMNS[:6])
        table["C / Numba"] = table["C (µs)"] / table["Numba (µs)"]
        yield table.assign(turns=len(numba))


def median_and_quartiles(seconds: NDArray[np.float64]) -> tuple[float, str]:
    """Return the median in microseconds, and the two quartiles as a text.

    The median of several parts is the sum of theirs: a turn that was interrupted counts in one part of it, not in all.

    Args:
        seconds: shape (turns, parts).
    """
    low, high = 1e6 * np.quantile(seconds.sum(axis=1), [0.25, 0.75])
    return float(1e6 * np.median(seconds, axis=0).sum()), f"{low:,.0f} to {high:,.0f}"


def time_in_turns(size: int, budget: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the seconds of each turn and each of ``PARTS``, with the compiled rules and with the phases in C."""
    timed = TimedPartnership(partnership_of(size))
    phases = CPhases(timed.state, timed.inputs, timed.draws)
    require_same_results(timed, phases, 0)  # also compiles or loads the rules
    timed.seconds, timed.ticks = 0.0, 0
    numba, c = [], []
    while len(numba) < FEWEST_TURNS or (timed.seconds < budget and len(numba) < MOST_TURNS):
        numba.append(timed.run(len(numba)))
        c.append(timed.run(len(c), phases.addresses))
    require_same_results(timed, phases, len(c))
    scale, kept = timed.seconds_per_tick, slice(len(PARTS))
    return scale * np.array(numba)[:, kept], scale * np.array(c)[:, kept]


def require_same_results(timed: TimedPartnership, phases: CPhases, replicate: int) -> None:
    """Check that a run leaves the same state and weekly record with the phases in C."""
    timed.run(replicate)
    expected = final_state(timed, timed.week)
    timed.run(replicate, phases.addresses)
    found = final_state(timed, phases.week)
    different = [name for name, one in expected.items() if one != found[name]]
    if different:
        raise DifferentResultsError(f"replicate {replicate}: {', '.join(different)}")


def final_state(timed: TimedPartnership, week: Any) -> dict[str, bytes]:
    """Return what a run has left in each array, working memory aside, and in the weekly record."""
    kept = {name: one.tobytes() for name, one in timed.state._asdict().items() if name not in WORKING_MEMORY}
    return kept | {"week": week.tobytes()}


def summary(costs: pd.DataFrame) -> str:
    """Say in two sentences what a run with its two heaviest phases in C takes, and whether they are the heaviest."""
    sizes = costs["organisations"].unique()
    size = MAIN_SIZE if MAIN_SIZE in sizes else max(sizes)
    rows = costs[costs["organisations"] == size].set_index("part")
    ratio = rows.loc[WHOLE, "C / Numba"]
    share = rows.loc[BOTH, "Numba (µs)"] / rows.loc[WHOLE, "Numba (µs)"]
    return (
        f"**At {size} organisations a run with {' and '.join(PHASES_IN_C)} in C takes {ratio:.2f} times what it takes "
        f"compiled by Numba.** The two take {share:.0%} of it. Compiler: {compiler_version()}; both leave the same "
        "state, bit for bit."
    )
