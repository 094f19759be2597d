"""Batches in a process apart: takes one a line on standard input, as JSON, and prints what it took: seconds and MB.

The rules are loaded and have lived a small partnership before anything is measured, so that what is told is the batch
alone. Memory is told where ``/proc`` tells it: on Linux.
"""

import ctypes
import gc
import json
import re
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.sizes import WEEKS, partnership_of
from entente.sim import simulate
from entente.sim.inputs import ALL_KNOWN
from entente.sim.model.situation import Settings

TURNS, LONG = 5, 0.5  # a batch is timed so often, unless that takes longer, in seconds
STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def measured(organisations: int, weeks: int = WEEKS, replicates: int = 1, ties: int = 0) -> dict[str, float | None]:
    """Return the seconds (processor, wall) that a batch takes on one thread; lived again, its memory at most, in MB."""
    live(partnership_of(8, 4, min(ties, 4) or (4 if organisations > ALL_KNOWN else 0)), 2)
    settings = partnership_of(organisations, weeks, ties)
    turns = [timed(settings, replicates)]
    while len(turns) < TURNS and sum(wall for _, wall in turns) < LONG:
        turns.append(timed(settings, replicates))
    processor, wall = (median(seconds) for seconds in zip(*turns, strict=True))
    before = given_back()
    live(settings, replicates)
    most = memory("VmHWM")
    return {"processor": processor, "wall": wall, "memory": None if before is None or most is None else most - before}


def timed(settings: Settings, replicates: int) -> tuple[float, float]:
    """Return the seconds that a batch takes: of the processor, and on the clock of the wall."""
    processor, wall = time.process_time(), time.perf_counter()
    live(settings, replicates)
    return time.process_time() - processor, time.perf_counter() - wall


def live(settings: Settings, replicates: int) -> None:
    """Live a batch, each chunk forgotten when the next one comes."""
    for _ in simulate(settings, replicates, 1, threads=1):
        pass


def given_back() -> float | None:
    """Give back what memory is free, let the most that there was begin anew, and return what there is, in MB."""
    if not STATUS.exists():
        return None
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)  # otherwise arrays go where imports have been, and nothing seems to grow
    RESET.write_text("5", encoding="ascii")
    return memory("VmRSS")


def memory(kind: str) -> float | None:
    """Return the memory of this process in MB, now (``VmRSS``) or at most (``VmHWM``)."""
    found = re.search(rf"^{kind}:\s+(\d+) kB", STATUS.read_text(encoding="ascii"), re.MULTILINE)
    return int(found.group(1)) * 1024 / 1e6 if found else None


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(measured(**json.loads(line))), flush=True)
