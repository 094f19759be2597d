"""The least time that a run could take on this processor, from counted work and peak rates, beside what it takes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from benchmarks.peaks import LADDER, Peaks
from benchmarks.sizes import partnership_of
from benchmarks.timed_phases import NETWORK, PARTS, seconds_by_part
from benchmarks.work import PAIRS, WORK, Work
from benchmarks.workload import workload_of

WANTED = {50: 4}  # times the bound, at most
RATES = ("operations", "divisions", "exponentials", "draws")
WHOLE = "a run"
TRACED = ("keep_mutual",)  # the work of the network of trust that is counted
LAYERS = 4  # of pairs: two trusts, acquaintance, contact


def seconds_of(work: Work, times: float, peaks: Peaks, size: int) -> float:
    """Return the least seconds that one piece of work could take.

    Arithmetic and moving data overlap, so that the longer of the two counts. Divisions, exponentials and draws are
    added, each at its own peak rate, since what follows depends on their results.
    """
    seconds = {name: getattr(work, name) / getattr(peaks, name) for name in RATES}
    moved = work.moved / peaks.bandwidth_within(size)
    rest = seconds["divisions"] + seconds["exponentials"] + seconds["draws"]
    return times * (max(seconds["operations"], moved) + rest)


def least_by_part(work: Iterable[Work], workload: Mapping[str, int], peaks: Peaks, size: int) -> dict[str, float]:
    """Return the least seconds of each part of a run, its pairs taking the given number of bytes."""
    least = dict.fromkeys(PARTS, 0.0)
    for one in work:
        least[one.phase] += seconds_of(one, workload[one.unit], peaks, size)
    return least


def pair_bytes(organisations: int) -> int:
    """Return the bytes of all layers of pairs."""
    return LAYERS * 8 * organisations**2


def compare_with_bound(
    sizes: Sequence[int], peaks: Peaks, measured: Mapping[int, float], rounds: int
) -> Iterator[pd.DataFrame]:
    """Yield, for each size, rows by part of the run and their sum: least microseconds, measured ones, their ratio.

    Args:
        sizes: how many organisations.
        peaks: of this processor.
        measured: seconds of one run by size; the parts are scaled to it, since reading the clock takes time.
        rounds: runs over which the shares of the parts are measured.
    """
    for size in sizes:
        settings = partnership_of(size)
        workload, kept = workload_of(settings), pair_bytes(size)
        least = least_by_part(WORK, workload, peaks, kept)
        rows = [row(size, WHOLE, sum(least.values()), measured[size], WANTED.get(size))]
        parts = seconds_by_part(settings, rounds)
        if parts:
            scale = measured[size] / sum(parts[part] for part in PARTS)
            least[NETWORK] = sum(seconds_of(one, workload[one.unit], peaks, kept) for one in WORK if one.name in TRACED)
            rows += [row(size, part, least[part], scale * took) for part, took in parts.items()]
        yield pd.DataFrame(rows)


def row(size: int, part: str, least: float, took: float, wanted: float | None = None) -> dict[str, Any]:
    """Return one row of the table."""
    ratio = took / least if least > 0 else float("nan")
    return {
        "organisations": size,
        "part": part,
        "bound (µs)": 1e6 * least,
        "measured (µs)": 1e6 * took,
        "above the bound (µs)": 1e6 * (took - least),
        "measured / bound": ratio,
        "wanted": wanted,
        "reached": "" if wanted is None else "yes" if ratio <= wanted else "no",
    }


def rows_of_whole_runs(bound: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of whole runs."""
    return bound[bound["part"] == WHOLE].drop(columns="part")


def table_by_part(bound: pd.DataFrame) -> pd.DataFrame:
    """Return the time of each part of a run and its ratio to the bound, two columns for each size."""
    found = bound.pivot(index="part", columns="organisations", values=["measured (µs)", "measured / bound"])
    found = found.reindex(bound["part"].unique()).rename(index={NETWORK: "of observation, the network of trust"})
    found.columns = [f"{size}: {'µs' if name.startswith('measured (') else 'times'}" for name, size in found.columns]
    return found[sorted(found.columns, key=lambda name: int(name.partition(":")[0]))].reset_index()


def table_of_peaks(peaks: Peaks) -> pd.DataFrame:
    """Return the peaks as a table."""
    names = {"operations": "additions and multiplications", "divisions": "divisions",
             "exponentials": "exponentials", "draws": "blocks of four draws"}  # fmt: skip
    rows = [(text, getattr(peaks, name) / 1e9, "billion a second") for name, text in names.items()]
    rows += [(f"bandwidth within {size // 1024:,} KiB", peaks.bandwidth[size] / 1e9, "GB/s") for size in LADDER[::2]]
    return pd.DataFrame(rows, columns=["one core, at most", "peak", "unit"])


def workload_table(sizes: Sequence[int]) -> pd.DataFrame:
    """Return the whole work of one run, a row for each size: pairs, operations, bytes, draws and so on."""
    rows = []
    for size in sizes:
        workload = workload_of(partnership_of(size))
        asked = {name: sum(getattr(one, name) * workload[one.unit] for one in WORK) for name in (*RATES, "moved")}
        rows.append(
            {
                "organisations": size,
                "pair updates": sum(workload[one.unit] for one in PAIRS),
                "operations": asked["operations"],
                "of which on pairs": sum(one.operations * workload[one.unit] for one in PAIRS),
                "MB of pairs moved": asked["moved"] / 1e6,
                "divisions": asked["divisions"],
                "exponentials": asked["exponentials"],
                "blocks of draws": asked["draws"],
                "KiB of pairs kept": pair_bytes(size) / 1024,
            }
        )
    return pd.DataFrame(rows)
