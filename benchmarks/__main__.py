"""Speed of the engine, beside other implementations and the processor's limits: ``python -m benchmarks``.

It takes some minutes, or less than one with ``--quick``, and writes tables (CSV), a page (Markdown) and figures.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from benchmarks import machine, page
from benchmarks.bound import compare_with_bound, table_of_peaks, workload_table
from benchmarks.figures import write_figures
from benchmarks.growth import measure_growth, plan_batches
from benchmarks.lines_of_code import table_of_lines
from benchmarks.peaks import measure_peaks
from benchmarks.python_cost import BOTH, COLUMNS, cost_of_python, why_not
from benchmarks.ratios import TARGETS, compare_implementations
from benchmarks.sections import make_sections
from benchmarks.threads import compare_threads

MEASURED = Path(__file__).parent / "measured"
# Seconds for each size and for each turn; rounds of the cores, and seconds of a batch on one of them; runs whose phases
# are timed; seconds for phases in C.
FULL, QUICK = (25.0, 0.5, 9, 1.5, 50, 10.0), (1.0, 0.1, 3, 0.2, 5, 0.5)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the page, and write the page, the tables and the figures."""
    parser = make_parser()
    asked = parser.parse_args(arguments)
    sizes = asked.sizes or (list(TARGETS)[:2] if asked.quick else list(TARGETS))
    if min(sizes) < 2:
        parser.error(f"--sizes: {min(sizes)} is not possible, a whole number from 2 was expected")
    folder = MEASURED if asked.write else asked.output
    load = machine.load()
    tables = measure(sizes, asked.quick)
    sections = make_sections(tables)
    about = {**machine.machine(), "processes that wanted a core, before and after": f"{load}, {machine.load()}"}
    page.write_page(sections, tables, about, folder)
    write_figures(tables["ratios"], tables["growth"], about["processor"], folder)
    if asked.write:
        page.update_readme(sections, about, f"{folder.name}/")
    print(page.as_page(sections, about))
    print(f"Written to {folder}.", file=sys.stderr)
    return 0


def make_parser() -> argparse.ArgumentParser:
    """Declare the options of the command."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Speed of the engine on this machine, beside other implementations of the same model.",
    )
    parser.add_argument("--quick", action="store_true", help="fewer sizes, turns and points: a minute, not some")
    parser.add_argument("--sizes", type=int, nargs="+", metavar="N", help="organisations (default: 20 50 100 500)")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--output", type=Path, default=Path("results/benchmarks"), help="folder (default: %(default)s)")
    where.add_argument("--write", action="store_true", help="into benchmarks/measured, and the page into the README")
    return parser


def measure(sizes: Sequence[int], quick: bool) -> dict[str, pd.DataFrame]:
    """Measure everything, with progress on standard error; return every table by name."""
    budget, turn, rounds, batch, runs, for_c = QUICK if quick else FULL
    ratios = concatenate(compare_implementations(sizes, budget, turn), len(sizes), "peers")
    batched = sizes[:1] if quick else sizes[:2]
    cores = concatenate((compare_threads(size, rounds, batch) for size in batched), len(batched), "cores")
    in_c = [] if why_not() else sizes
    cost = concatenate(cost_of_python(in_c, for_c), len(in_c), "phases in C", columns=COLUMNS)
    loops = dict(zip(ratios["organisations"], ratios["at best (ms)"] / 1e3, strict=True))
    peaks = measure_peaks()
    bound = concatenate(compare_with_bound(sizes, peaks, loops, runs), len(sizes), "bound")
    planned = list(plan_batches(quick))
    return {
        "ratios": ratios,
        "cores": cores,
        "python_cost": cost,
        "lines_of_code": table_of_lines(milliseconds(ratios, cost)),
        "bound": bound,
        "workload": workload_table(sizes),
        "peaks": table_of_peaks(peaks),
        "growth": concatenate(measure_growth(planned), len(planned), "growth"),
    }


def concatenate(
    steps: Iterable[pd.DataFrame], count: int, name: str, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return the tables of some steps as one, with progress on standard error; without steps, its columns alone."""
    tables = list(tqdm(steps, name, count))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)


def milliseconds(ratios: pd.DataFrame, cost: pd.DataFrame) -> dict[str, dict[int, float]]:
    """Return the milliseconds of a run for the implementations of ``lines_of_code``, by number of organisations."""
    both = cost[cost["part"] == BOTH].set_index("organisations")
    whole = ratios.set_index("organisations")
    return {
        "the model as plain Mesa objects": whole["Mesa objects (ms)"].to_dict(),
        "the model as compiled rules": whole["its loop alone (ms)"].to_dict(),
        "the two heaviest phases as compiled rules": (both["Numba (µs)"] / 1e3).to_dict(),
        "the two heaviest phases in C": (both["C (µs)"] / 1e3).to_dict(),
    }


if __name__ == "__main__":
    sys.exit(main())
