"""The sections of the page: what each table shows, in a sentence or two."""

from collections.abc import Mapping

import pandas as pd

from benchmarks.bound import rows_of_whole_runs, table_by_part
from benchmarks.growth import fit_exponents, largest_batch
from benchmarks.page import Section
from benchmarks.python_cost import summary, why_not


def make_sections(tables: Mapping[str, pd.DataFrame]) -> list[Section]:
    """Return the sections of the page, in order, from the tables of a measurement by name."""
    return [
        Section(
            "Against peers",
            "Processor time of one run of 156 weeks, every mechanism on: medians of turns taken one after the other. "
            "The engine is `entente.sim.simulate` on one thread, with everything that it returns; its loop alone has "
            "no summaries.",
            tables["ratios"],
            "ratios.png",
            "How many times the processor time of the engine its peers take, by size.",
        ),
        Section(
            "What Python costs",
            why_not() or summary(tables["python_cost"]),
            tables["python_cost"],
        ),
        Section(
            "Lines of code and time",
            "Lines of code are counted without blank lines, comments and docstrings "
            "(`benchmarks/lines_of_code.py`). Times are those of one run, of the whole model or of the two phases.",
            tables["lines_of_code"],
        ),
        Section(
            "Over the cores", "The same batch on one thread and on all cores, in wall-clock time.", tables["cores"]
        ),
        Section(
            "Against what the processor can do",
            "The loop alone at best, against the least time that its work would take at the peak rates of one core.",
            rows_of_whole_runs(tables["bound"]),
        ),
        Section("What a run asks for", "Counted from the rules (`benchmarks/work.py`).", tables["workload"]),
        Section("What one core can do", "Peak rates, each measured alone in the same sitting.", tables["peaks"]),
        Section(
            "Where the rest goes",
            "Microseconds of a run in each part of it, and how many times the bound of that part.",
            table_by_part(tables["bound"]),
        ),
        Section(
            "Growth",
            "The power by which time grows, and memory beyond that of the process with the rules loaded.",
            fit_exponents(tables["growth"]),
            "growth.png",
            "Processor time and memory against organisations, weeks and replicates.",
        ),
        Section("The largest", "One run of the largest partnership, on one thread.", largest_batch(tables["growth"])),
    ]
