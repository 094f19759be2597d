"""The table of the fingerprints of two registers beside that of a scenario, as ``entente attendance`` left them."""

import math
from collections.abc import Iterator

from entente.analysis.attendance.fingerprint import FIGURES
from entente.docs_build.made_on import measured_folder
from entente.docs_build.markdown import rows_to_table
from entente.docs_build.measured import read_rows

_REGISTERS = ("attendance_a", "attendance_b")  # the second one beside the same runs


def measured_attendance() -> str:
    """Return each figure with its interval: of the two registers, then of the runs; none but those that are known."""
    found = {name: {row["figure"]: row for row in read_rows(measured_folder() / f"{name}.csv")} for name in _REGISTERS}
    head = ["Figure", "Council A", "Council B", "`twenty_partners`"]
    return rows_to_table(head, [[FIGURES[name], *_cells(name, found)] for name in FIGURES if any(found.values())])


def _cells(name: str, found: dict[str, dict[str, dict[str, str]]]) -> Iterator[str]:
    """Yield a figure as each register has it, then as the runs have it."""
    for rows in found.values():
        yield _interval_text(rows[name], "field")
    yield _interval_text(found[_REGISTERS[0]][name], "runs")


def _interval_text(row: dict[str, str], whose: str) -> str:
    """Write a value and its interval; a dash where it is missing."""
    value, low, high = (float(row[key] or "nan") for key in (whose, f"{whose}_low", f"{whose}_high"))
    if not math.isfinite(value):
        return "–"
    return f"{_two_decimals(value)} [{_two_decimals(low)}, {_two_decimals(high)}]"


def _two_decimals(value: float) -> str:
    """Write a number with two decimals."""
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")
