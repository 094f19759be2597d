"""A process that measures batches: reads one per line on standard input, as JSON, and prints its seconds and MB.

The rules are loaded and have run a small partnership before anything is measured, so that the figures are those of the
batch alone. Memory is read from ``/proc``, on Linux only.
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
from entente.sim.inputs import ALL_TIES_UP_TO
from entente.sim.model.situation import Settings

TURNS, LONG = 5, 0.5  # a batch is timed so often, unless that takes longer, in seconds
STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def measure_batch(
    organisations: int, weeks: int = WEEKS, replicates: int = 1, ties: int = 0
) -> dict[str, float | None]:
    """Return the seconds of a batch on one thread (processor, wall) and, from one more run, its peak memory in MB."""
    run_batch(partnership_of(8, 4, min(ties, 4) or (4 if organisations > ALL_TIES_UP_TO else 0)), 2)
    settings = partnership_of(organisations, weeks, ties)
    turns = [time_batch(settings, replicates)]
    while len(turns) < TURNS and sum(wall for _, wall in turns) < LONG:
        turns.append(time_batch(settings, replicates))
    processor, wall = (median(seconds) for seconds in zip(*turns, strict=True))
    before = release_memory()
    run_batch(settings, replicates)
    most = memory("VmHWM")
    return {"processor": processor, "wall": wall, "memory": None if before is None or most is None else most - before}


def time_batch(settings: Settings, replicates: int) -> tuple[float, float]:
    """Return the processor seconds and the wall-clock seconds of a batch."""
    processor, wall = time.process_time(), time.perf_counter()
    run_batch(settings, replicates)
    return time.process_time() - processor, time.perf_counter() - wall


def run_batch(settings: Settings, replicates: int) -> None:
    """Run a batch, keeping none of its chunks."""
    for _ in simulate(settings, replicates, 1, threads=1):
        pass


def release_memory() -> float | None:
    """Return free memory to the system, reset the peak, and return the memory in use, in MB."""
    if not STATUS.exists():
        return None
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)  # otherwise arrays reuse memory freed by imports, and nothing seems to grow
    RESET.write_text("5", encoding="ascii")
    return memory("VmRSS")


def memory(kind: str) -> float | None:
    """Return the memory of this process in MB: in use (``VmRSS``) or at its peak (``VmHWM``)."""
    found = re.search(rf"^{kind}:\s+(\d+) kB", STATUS.read_text(encoding="ascii"), re.MULTILINE)
    return int(found.group(1)) * 1024 / 1e6 if found else None


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(measure_batch(**json.loads(line))), flush=True)
