"""How many times the processor time of the compiled engine its peers take, by size."""

from collections.abc import Iterator, Sequence

import pandas as pd

from benchmarks import contenders
from benchmarks.clock import in_turns
from benchmarks.contenders import Contender
from benchmarks.sizes import partnership_of
from entente.sim.model.situation import Settings

TARGETS = {20: 150, 50: 250, 100: 350, 500: 600}  # times, against plain Mesa objects
ROUNDS = 9


def against_peers(sizes: Sequence[int], budget: float, turn: float) -> Iterator[pd.DataFrame]:
    """Yield one table of one row per size: milliseconds of processor time per run, in turns, and ratios.

    Args:
        sizes: how many organisations.
        budget: seconds for each size; the slowest contender is run once, however long it takes.
        turn: seconds of a turn, at least one run.
    """
    for contender in all_contenders(partnership_of(4, weeks=4)).values():
        contender(0, 1)  # what is loaded at the first call is loaded
    for size in sizes:
        timed = in_turns(all_contenders(partnership_of(size)), budget, ROUNDS, turn)
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


def all_contenders(settings: Settings) -> dict[str, Contender]:
    """Return all that is timed on a partnership, in the order of their turns."""
    return {
        "objects": contenders.objects(settings),
        "engine": contenders.engine(settings),
        "stepping": contenders.stepping(settings),
        "kernel": contenders.kernel(settings),
    }
