"""Speed of the engine on this machine, against its peers and what the processor can do: ``python -m benchmarks``.

Takes some minutes, less than one with ``--quick``. Leaves tables (CSV), a page (Markdown) and figures in a folder.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from benchmarks import machine, page
from benchmarks.bound import against_the_bound, by_part, counted_table, peaks_table, whole_runs
from benchmarks.figures import write_figures
from benchmarks.growth import batches, exponents, growth, largest
from benchmarks.page import Section
from benchmarks.peaks import measured_peaks
from benchmarks.ratios import TARGETS, against_peers
from benchmarks.threads import over_cores

MEASURED = Path(__file__).parent / "measured"
# Seconds for each size and for each turn; rounds of the cores; runs whose phases are timed.
FULL, QUICK = (25.0, 0.5, 9, 50), (1.0, 0.1, 3, 5)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the page and write all."""
    parser = options()
    asked = parser.parse_args(arguments)
    sizes = asked.sizes or (list(TARGETS)[:2] if asked.quick else list(TARGETS))
    if min(sizes) < 2:
        parser.error(f"--sizes: {min(sizes)} is not possible, a whole number from 2 was expected")
    folder = MEASURED if asked.write else asked.output
    load = machine.load()
    sections, tables = measured(sizes, asked.quick)
    about = {**machine.machine(), "processes that wanted a core, before and after": f"{load}, {machine.load()}"}
    page.write(sections, tables, about, folder)
    write_figures(tables["ratios"], tables["growth"], about["processor"], folder)
    if asked.write:
        page.put_into_readme(sections, about, f"{folder.name}/")
    print(page.as_page(sections, about))
    print(f"Written to {folder}.", file=sys.stderr)
    return 0


def options() -> argparse.ArgumentParser:
    """Return the options of the command."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Speed of the engine on this machine, against its peers and against what the processor can do.",
    )
    parser.add_argument("--quick", action="store_true", help="fewer sizes, turns and points: a minute, not some")
    parser.add_argument("--sizes", type=int, nargs="+", metavar="N", help="organisations (default: 20 50 100 500)")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--output", type=Path, default=Path("results/benchmarks"), help="folder (default: %(default)s)")
    where.add_argument("--write", action="store_true", help="into benchmarks/measured, and the page into the README")
    return parser


def measured(sizes: Sequence[int], quick: bool) -> tuple[list[Section], dict[str, pd.DataFrame]]:
    """Measure all, telling how far it is on standard error; return the sections of the page, and every table."""
    budget, turn, rounds, runs = QUICK if quick else FULL
    ratios = together(told(against_peers(sizes, budget, turn), len(sizes), "peers"))
    batched = sizes[:1] if quick else sizes[:2]
    cores = together(told((over_cores(size, rounds) for size in batched), len(batched), "cores"))
    loops = dict(zip(ratios["organisations"], ratios["at best (ms)"] / 1e3, strict=True))
    peaks = measured_peaks()
    bound = together(told(against_the_bound(sizes, peaks, loops, runs), len(sizes), "bound"))
    planned = list(batches(quick))
    grown = together(told(growth(planned), len(planned), "growth"))
    tables = {"ratios": ratios, "cores": cores, "bound": bound, "growth": grown}
    return [
        Section(
            "Against peers",
            "Processor time of one run of 156 weeks, every mechanism on: medians of turns taken one after the other. "
            "The engine is `sim.simulate` on one thread, with all that it hands over; its loop alone has no summaries.",
            ratios,
            "ratios.png",
            "How many times the processor time of the engine its peers take, by size.",
        ),
        Section("Over the cores", "The same batch on one thread and on all cores, on the clock of the wall.", cores),
        Section(
            "Against what the processor can do",
            "The loop alone at best, against the least time that its counted work would take at the peaks of one core.",
            whole_runs(bound),
        ),
        Section("What a run asks for", "Counted from the rules (`benchmarks/work.py`).", counted_table(sizes)),
        Section("What one core can do", "Measured in the same sitting, each alone.", peaks_table(peaks)),
        Section(
            "What holds the rest",
            "Microseconds of a run in each part of it, and how many times its own bound that is.",
            by_part(bound),
        ),
        Section(
            "Growth",
            "By what power time grows, and memory beyond that of the process with the rules loaded.",
            exponents(grown),
            "growth.png",
            "Processor time and memory against organisations, weeks and replicates.",
        ),
        Section("The largest", "One run of the largest partnership, on one thread.", largest(grown)),
    ], tables


def told(steps: Iterable[pd.DataFrame], count: int, name: str) -> Iterator[pd.DataFrame]:
    """Pass steps on, telling on standard error how far it is."""
    yield from tqdm(steps, name, count)


def together(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return tables as one."""
    return pd.concat(list(tables), ignore_index=True)


if __name__ == "__main__":
    sys.exit(main())
