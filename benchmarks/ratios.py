"""How many times the processor time of the compiled engine other implementations of the model take, by size."""

from collections.abc import Iterator, Sequence

import pandas as pd

from benchmarks import implementations
from benchmarks.clock import time_in_turns
from benchmarks.implementations import Implementation
from benchmarks.sizes import partnership_of
from entente.sim.model.situation import Settings

TARGETS = {20: 150, 50: 250, 100: 350, 500: 600}  # times, against plain Mesa objects
ROUNDS = 9


def compare_implementations(sizes: Sequence[int], budget: float, turn: float) -> Iterator[pd.DataFrame]:
    """Yield one table of one row per size: milliseconds of processor time of a run, and ratios to the engine.

    Args:
        sizes: how many organisations.
        budget: seconds for each size; the slowest implementation has at least one run, however long it takes.
        turn: seconds of a turn, which has at least one run.
    """
    for implementation in all_implementations(partnership_of(4, weeks=4)).values():
        implementation(0, 1)  # so that nothing is loaded or compiled while time is taken
    for size in sizes:
        timed = time_in_turns(all_implementations(partnership_of(size)), budget, ROUNDS, turn)
        engine, objects = timed["engine"].median, timed["objects"].median
        ratio = objects / engine
        target = TARGETS.get(size)
        yield pd.DataFrame(
            {
                "organisations": [size],
                "Mesa objects (ms)": 1e3 * objects,
                "runs of it": timed["objects"].runs,
                "its spread (ms)": timed["objects"].spread,
                "stepped (ms)": 1e3 * timed["stepping"].median,
                "engine (ms)": 1e3 * engine,
                "runs of the engine": timed["engine"].runs,
                "spread of the engine (ms)": timed["engine"].spread,
                "its loop alone (ms)": 1e3 * timed["kernel"].median,
                "at best (ms)": 1e3 * min(timed["kernel"].seconds),
                "objects / engine": ratio,
                "stepped / engine": timed["stepping"].median / engine,
                "wanted": target,
                "reached": "" if target is None else "yes" if ratio >= target else "no",
            }
        )


def all_implementations(settings: Settings) -> dict[str, Implementation]:
    """Return the implementations that are timed on a partnership, in the order of their turns."""
    return {
        "objects": implementations.objects(settings),
        "engine": implementations.engine(settings),
        "stepping": implementations.stepping(settings),
        "kernel": implementations.kernel(settings),
    }
