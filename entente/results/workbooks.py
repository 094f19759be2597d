"""Tables as workbooks of Excel: one for each table, with a sheet that says what its columns mean.

Numbers are kept with the 16 digits that such files hold. A table may go on in further sheets (``event_log 2``), where
how long it gets is only known once it is made; one that is known to be too long is refused before anything is run.
"""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from entente.i18n import N_, say, unit
from entente.results.keep import Keep
from entente.results.members import GROUPINGS, members_of
from entente.sim.model.measures import (
    ATTENDANCE,
    CASE_TALLY,
    CONDITION_SERIES,
    CONDITIONS,
    GROUP_SERIES,
    LOG_ENTRIES,
    ORGANISATION_SERIES,
    SERIES,
    SUMMARIES,
)
from entente.sim.model.situation import Settings, case_cells, organisation_names
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation

MOST_ROWS = 2**20 - 1  # of a sheet of Excel, below its header
_MEASURES: dict[str, Mapping[str, Any]] = {
    "weeks": SERIES,
    "cases": CASE_TALLY,
    "conditions": CONDITION_SERIES,
    "organisations": ORGANISATION_SERIES,
    "groups": GROUP_SERIES,
    "attendance": ATTENDANCE,
}
_WORDS: dict[str, Mapping[str, Any]] = {"condition": CONDITIONS, "kind": LOG_ENTRIES, "measure": SUMMARIES}
_KEYS = {
    "replicate": N_("number of the run: runs differ by chance alone"),
    "week": N_("week of the simulation, from 1"),
    "combination": N_("settings that were compared"),
    "world": N_("number of the plausible setting of the rules"),
}
_WIDTHS = (10, 40)  # of columns, in characters
_BOLD = Font(bold=True)


class WorkbookSink:
    """Writes one table as a workbook: its header stays in view, text is never a formula, a missing figure is empty."""

    def __init__(self, path: Path, name: str, language: str) -> None:
        """Write to ``path`` the table ``name``, its columns being described in ``language``."""
        self.path, self.name, self.language = path, name, language
        self.book = Workbook(write_only=True)
        self.sheet: Any = None
        self.rows = 0
        self.columns: list[str] = []

    def add(self, frame: pd.DataFrame) -> None:
        """Add the next rows."""
        self.columns = [str(name) for name in frame]
        if self.sheet is None:
            self.new_sheet()
        for row in zip(*(column_cells(frame.iloc[:, k]) for k in range(len(self.columns))), strict=True):
            if self.rows == MOST_ROWS:
                self.new_sheet()
            self.sheet.append([text_cell(self.sheet, one) if isinstance(one, str) else one for one in row])
            self.rows += 1

    def new_sheet(self) -> None:
        """Begin a sheet with the header."""
        count = len(self.book.worksheets)
        self.sheet = self.book.create_sheet(f"{self.name} {count + 1}" if count else self.name)
        self.rows = 0
        append_header(self.sheet, self.columns)

    def close(self) -> None:
        """Describe the columns and finish the file."""
        if self.sheet is not None:
            append_meanings(self.book, self.name, self.columns, self.language)
        else:
            self.book.create_sheet(self.name)
        self.book.save(self.path)


def append_header(sheet: Any, columns: list[str]) -> None:
    """Write the names of columns, in view however far one scrolls."""
    sheet.freeze_panes = "A2"
    low, high = _WIDTHS
    for number, name in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = min(max(low, len(name) + 2), high)
    cells = [text_cell(sheet, name) for name in columns]
    for cell in cells:
        cell.font = _BOLD
    sheet.append(cells)


def append_meanings(book: Workbook, table: str, columns: list[str], language: str) -> None:
    """Add the sheet of what columns, and words in them, mean and in which units."""
    sheet = book.create_sheet(say("Columns", language))
    append_header(sheet, [say(head, language) for head in (N_("column"), N_("meaning"), N_("unit"))])
    for row in meanings(table, columns, language):
        sheet.append([text_cell(sheet, one) for one in row])


def meanings(table: str, columns: list[str], language: str) -> Iterator[tuple[str, str, str]]:
    """Yield columns that are described, with meanings and units; then words of columns that hold such."""
    measures = _MEASURES.get(table, SUMMARIES)
    for name in columns:
        if name in measures:
            yield name, measures[name].meaning(language), unit(measures[name].unit, language)
        elif name in _KEYS:
            yield name, say(_KEYS[name], language), ""
    for name in columns:
        for word, one in _WORDS.get(name, {}).items():
            yield f"{name} = {word}", one.fr if language == "fr" else one.en, ""


def column_cells(column: "pd.Series[Any]") -> list[Any]:
    """Return a column as what cells hold: numbers, booleans, text, None where something is missing."""
    values = column.astype(object).where(column.notna(), None).tolist()
    if pd.api.types.is_float_dtype(column.dtype):
        return [one if one is None or math.isfinite(one) else None for one in values]
    return values


def text_cell(sheet: Any, text: str) -> Any:
    """Return a cell of text, whatever it begins with: to the library, ``=`` begins a formula and ``#`` an error."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    return cell


def read_workbook(path: Path, name: str) -> pd.DataFrame:
    """Return the table of a workbook, from all of its sheets.

    Raises:
        OSError: when it cannot be read.
    """
    book = load_workbook(path, read_only=True)
    try:
        titles = [one for one in book.sheetnames if one == name or one.startswith(f"{name} ")]
        parts = [sheet_frame(book[title]) for title in titles]
    finally:
        book.close()
    return pd.concat(parts, ignore_index=True)


def sheet_frame(sheet: Any) -> pd.DataFrame:
    """Return the rows of a sheet, its first one being the header."""
    rows = sheet.iter_rows(values_only=True)
    head = next(rows)
    whole = [row + (None,) * (len(head) - len(row)) for row in rows]  # cells at the end of a row may be left out
    return pd.DataFrame(whole, columns=list(head)).infer_objects()


def run_rows(settings: Settings, keep: Keep, replicates: int) -> dict[str, int]:
    """Return how many rows the tables of a run will have, but for those that depend on what happens in it."""
    weeks = replicates * settings.weeks
    found = {"runs": replicates, "weeks": weeks, "cases": replicates * len(case_cells(settings))}
    if keep.conditions:
        found["conditions"] = weeks * len(CONDITIONS)
    if keep.organisations:
        found["organisations"] = weeks * len(organisation_names(settings))
    if keep.groups:
        found["groups"] = weeks * sum(len(members_of(settings, by)) for by in GROUPINGS)
    return found


def check_workbook_rows(rows: Mapping[str, int], replicates: int) -> None:
    """Refuse tables that are longer than a sheet of Excel.

    Args:
        rows: how long each table gets.
        replicates: which lead to that.

    Raises:
        SettingsError: with the longest table, and how many replicates would do.
    """
    name, count = max(rows.items(), key=lambda one: one[1])
    if count <= MOST_ROWS:
        return
    fit = MOST_ROWS * replicates // count
    wanted = message("replicates={most} at the most, or format=csv or parquet", most=fit)
    problem = message("the table {table} would have {rows} rows, and a sheet of Excel holds {most}",
                      table=name, rows=count, most=MOST_ROWS)  # fmt: skip
    raise SettingsError([Violation("format", problem, wanted)])
