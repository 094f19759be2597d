"""What a second core brings: the same batch on one thread and on all cores, in turns, on the clock of the wall."""

import os
import time
from statistics import median

import pandas as pd

from benchmarks import contenders
from benchmarks.clock import enough_runs, time_of
from benchmarks.sizes import partnership_of

WANTED = 1.7  # times, on two cores
BATCH = 1.5  # seconds that a batch lasts on one thread: some 40 chunks, so that no thread waits long for the last


def over_cores(size: int, rounds: int) -> pd.DataFrame:
    """Return one row: runs a second on one thread and on all cores, and the ratio, round by round."""
    settings, cores = partnership_of(size), os.cpu_count() or 1
    one, all_of_them = contenders.engine(settings), contenders.engine(settings, threads=cores)
    runs = max(4 * cores, enough_runs(one, BATCH))
    turns = [
        (time_of(one, k, runs, time.perf_counter), time_of(all_of_them, k, runs, time.perf_counter))
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
