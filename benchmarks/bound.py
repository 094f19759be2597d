"""The least time that a run could take on this processor: counted work against measured peaks, beside what it takes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from benchmarks.occasions import occasions_of
from benchmarks.peaks import LADDER, Peaks
from benchmarks.sizes import partnership_of
from benchmarks.timed_phases import NETWORK, PARTS, seconds_by_part
from benchmarks.work import PAIRS, WORK, Work

WANTED = {50: 4}  # times the bound, at most
RATES = ("operations", "divisions", "exponentials", "draws")
WHOLE = "a run"
TRACED = ("keep_mutual",)  # the work of the network of trust that is counted
LAYERS = 4  # of pairs: two trusts, acquaintance, contact


def seconds_of(work: Work, times: float, peaks: Peaks, size: int) -> float:
    """Return the least seconds for one piece of work.

    Operations and moving overlap, so that the longer of the two counts; divisions, exponentials and draws are each
    taken at their own peak and added, since what follows needs what they give.
    """
    seconds = {name: getattr(work, name) / getattr(peaks, name) for name in RATES}
    moved = work.moved / peaks.bandwidth_within(size)
    rest = seconds["divisions"] + seconds["exponentials"] + seconds["draws"]
    return times * (max(seconds["operations"], moved) + rest)


def least_by_part(work: Iterable[Work], occasions: Mapping[str, int], peaks: Peaks, size: int) -> dict[str, float]:
    """Return the least seconds of a run for each part of it, of so many bytes of pairs."""
    least = dict.fromkeys(PARTS, 0.0)
    for one in work:
        least[one.phase] += seconds_of(one, occasions[one.occasion], peaks, size)
    return least


def pair_bytes(organisations: int) -> int:
    """Return the bytes of all layers of pairs."""
    return LAYERS * 8 * organisations**2


def against_the_bound(
    sizes: Sequence[int], peaks: Peaks, measured: Mapping[int, float], rounds: int
) -> Iterator[pd.DataFrame]:
    """Yield, for each size, rows by part of the run and their sum: least microseconds, measured ones, their ratio.

    Args:
        sizes: how many organisations.
        peaks: of this processor.
        measured: seconds of one run by size; the parts are scaled to it, since to time them takes time.
        rounds: runs from which the shares of the parts are taken.
    """
    for size in sizes:
        settings = partnership_of(size)
        occasions, kept = occasions_of(settings), pair_bytes(size)
        least = least_by_part(WORK, occasions, peaks, kept)
        rows = [row(size, WHOLE, sum(least.values()), measured[size], WANTED.get(size))]
        parts = seconds_by_part(settings, rounds)
        if parts:
            scale = measured[size] / sum(parts[part] for part in PARTS)
            least[NETWORK] = sum(
                seconds_of(one, occasions[one.occasion], peaks, kept) for one in WORK if one.name in TRACED
            )
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


def whole_runs(bound: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of whole runs."""
    return bound[bound["part"] == WHOLE].drop(columns="part")


def by_part(bound: pd.DataFrame) -> pd.DataFrame:
    """Return what each part of a run takes and how many times its bound that is, two columns for each size."""
    found = bound.pivot(index="part", columns="organisations", values=["measured (µs)", "measured / bound"])
    found = found.reindex(bound["part"].unique()).rename(index={NETWORK: "of observation, the network of trust"})
    found.columns = [f"{size}: {'µs' if name.startswith('measured (') else 'times'}" for name, size in found.columns]
    return found[sorted(found.columns, key=lambda name: int(name.partition(":")[0]))].reset_index()


def peaks_table(peaks: Peaks) -> pd.DataFrame:
    """Return the peaks as a table."""
    names = {"operations": "additions and multiplications", "divisions": "divisions",
             "exponentials": "exponentials", "draws": "blocks of four draws"}  # fmt: skip
    rows = [(text, getattr(peaks, name) / 1e9, "billion a second") for name, text in names.items()]
    rows += [(f"bandwidth within {size // 1024:,} KiB", peaks.bandwidth[size] / 1e9, "GB/s") for size in LADDER[::2]]
    return pd.DataFrame(rows, columns=["one core, at most", "peak", "unit"])


def counted_table(sizes: Sequence[int]) -> pd.DataFrame:
    """Return what one run asks for in all, a row for each size: pairs, operations, bytes, draws and so on."""
    rows = []
    for size in sizes:
        occasions = occasions_of(partnership_of(size))
        asked = {name: sum(getattr(one, name) * occasions[one.occasion] for one in WORK) for name in (*RATES, "moved")}
        rows.append(
            {
                "organisations": size,
                "pair updates": sum(occasions[one.occasion] for one in PAIRS),
                "operations": asked["operations"],
                "of which on pairs": sum(one.operations * occasions[one.occasion] for one in PAIRS),
                "MB of pairs moved": asked["moved"] / 1e6,
                "divisions": asked["divisions"],
                "exponentials": asked["exponentials"],
                "blocks of draws": asked["draws"],
                "KiB of pairs kept": pair_bytes(size) / 1024,
            }
        )
    return pd.DataFrame(rows)
