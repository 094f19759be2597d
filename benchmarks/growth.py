"""How time and memory grow with organisations, weeks and replicates: batches in a process of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.sizes import WEEKS
from entente.sim.inputs import ALL_TIES_UP_TO, DEFAULT_TIES

MOST_SECONDS, MOST_MEMORY = 5, 100  # of ten thousand organisations over three years: seconds, MB

GIVE_BACK = {"MALLOC_MMAP_THRESHOLD_": "131072"}  # glibc's initial threshold, fixed: freed arrays are returned at once


@dataclass(frozen=True)
class Batch:
    """A batch to measure: the axis along which it grows, and its size."""

    along: str
    organisations: int = 20
    weeks: int = WEEKS
    replicates: int = 1
    ties: int = 0

    @property
    def kept(self) -> str:
        """Whether everybody keeps trust in everybody, in words."""
        return "few ties" if self.ties or self.organisations > ALL_TIES_UP_TO else "all ties"


def plan_batches(quick: bool) -> Iterator[Batch]:
    """Yield the batches to measure; with ``quick`` the small ones only."""
    dense, few = ((20, 50, 100), (50, 100)) if quick else ((20, 50, 100, 200, 500, 1000, 2000), (500, 1000, 2000))
    for size in dense:
        yield Batch("organisations", size, replicates=max(1, 1000 // size))
    for size in few:
        yield Batch("organisations", size, replicates=max(1, 1000 // size), ties=DEFAULT_TIES)
    for size in () if quick else (2500, 5000, 10_000):
        yield Batch("organisations", size)
    for weeks in (26, 52) if quick else (52, 104, 208, 520):
        yield Batch("weeks", weeks=weeks, replicates=100)
    for replicates in (25, 50) if quick else (25, 100, 400, 2000):
        yield Batch("replicates", replicates=replicates)


def measure_growth(planned: Iterable[Batch]) -> Iterator[pd.DataFrame]:
    """Yield one row for each batch: its time and memory, in a process that does nothing else."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.batch_process"],
        cwd=Path(__file__).parents[1],
        env=os.environ | GIVE_BACK,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for batch in planned:
            extent = {name: value for name, value in asdict(batch).items() if name != "along"}
            print(json.dumps(extent), file=process.stdin, flush=True)
            took = json.loads(process.stdout.readline())
            each = batch.replicates if batch.along != "replicates" else 1
            row = {**extent, "along": batch.along, "ties": batch.kept, "seconds": took["processor"] / each}
            yield pd.DataFrame([row | {"wall": took["wall"], "memory (MB)": took["memory"]}]).astype(
                {"memory (MB)": float}
            )


def fit_exponents(measured: pd.DataFrame) -> pd.DataFrame:
    """Return the power by which cost grows along each axis: fitted over all points, and between the two largest."""
    rows = []
    for (along, ties), part in measured.groupby(["along", "ties"], sort=False):
        extent, seconds = np.log(part[along].to_numpy(float)), np.log(part["seconds"].to_numpy())
        rows.append(
            {
                "along": along,
                "ties": ties,
                "from": part[along].iloc[0],
                "to": part[along].iloc[-1],
                "time grows by the power": np.polyfit(extent, seconds, 1)[0],
                "between the two largest": np.diff(seconds)[-1] / np.diff(extent)[-1],
                "memory, smallest (MB)": part["memory (MB)"].iloc[0],
                "memory, largest (MB)": part["memory (MB)"].iloc[-1],
            }
        )
    return pd.DataFrame(rows)


def largest_batch(measured: pd.DataFrame) -> pd.DataFrame:
    """Return the row of the largest partnership, with the targets for ten thousand organisations over three years."""
    row = measured.sort_values("organisations").iloc[[-1]]
    good = (row["wall"] < MOST_SECONDS) & ~(row["memory (MB)"] >= MOST_MEMORY)
    return pd.DataFrame(
        {
            "organisations": row["organisations"],
            "weeks": row["weeks"],
            "seconds of processor": row["seconds"],
            "seconds on the wall": row["wall"],
            "memory (MB)": row["memory (MB)"],
            "wanted of 10,000": f"under {MOST_SECONDS} s and {MOST_MEMORY} MB",
            "reached": np.where(good, "yes", "no"),
        }
    )
