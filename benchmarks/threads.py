"""What more cores bring: the same batch on one thread and on all cores, in turns, in wall-clock time."""

import os
import time
from statistics import median

import pandas as pd

from benchmarks import implementations
from benchmarks.clock import runs_per_turn, seconds_per_run
from benchmarks.sizes import partnership_of

WANTED = 1.7  # times, on two cores


def compare_threads(size: int, rounds: int, batch: float) -> pd.DataFrame:
    """Return one row: runs a second on one thread and on all cores, and the median of the ratios of all rounds.

    Args:
        size: how many organisations.
        rounds: how often the same batch is run on one thread and on all cores.
        batch: seconds of a batch on one thread; of 1.5, there are some 40 chunks, so that no thread waits long for the
            last one.
    """
    settings, cores = partnership_of(size), os.cpu_count() or 1
    one, all_of_them = implementations.engine(settings), implementations.engine(settings, threads=cores)
    runs = max(4 * cores, runs_per_turn(one, batch))
    turns = [
        (seconds_per_run(one, k, runs, time.perf_counter), seconds_per_run(all_of_them, k, runs, time.perf_counter))
        for k in range(rounds)
    ]
    ratios = [alone / together for alone, together in turns]
    return pd.DataFrame(
        {
            "organisations": [size],
            "runs in a batch": runs,
            "rounds": rounds,
            "cores": cores,
            "runs a second, one core": 1 / median(alone for alone, _ in turns),
            "runs a second, all cores": 1 / median(together for _, together in turns),
            "ratio": median(ratios),
            "its spread": f"{min(ratios):.2f} to {max(ratios):.2f}",
            "wanted on two": WANTED,
            "reached": "yes" if median(ratios) >= WANTED else "no",
        }
    )
