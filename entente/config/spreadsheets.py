"""Tables from spreadsheets: CSV files in French or English, of any encoding, read as text with their lines."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import pandas as pd

from entente.config.limits import bytes_of_csv, counted_cells
from entente.config.problems import Located, Origin
from entente.i18n.system_errors import reason_of
from entente.sim.validation.messages import Message, message
from entente.sim.validation.validate import SettingsError

_SPACES = re.compile("[\\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]+")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_COUNT = re.compile(r"(\d{1,6})\s*(?:/|sur|of|out of)\s*(\d{1,6})", re.IGNORECASE)
_SEPARATORS = (",", "\t", ";")  # the last is preferred where there are as many of each
_MISSING = frozenset({"", "-", "–", "—", ".", "na", "n/a", "nd", "n.d.", "s.o.", "nan", "null", "none"})
_FRENCH_LETTERS = "éèêëàâçîïôùûüÉÈÊÀÇÎÔ«»’œ"
# Columns that say nothing to a reader of data, as ``without_accents`` writes them.
REMARKS = frozenset({"notes", "note", "remarks", "comments", "comment", "remarques", "commentaire", "commentaires"})
_FRENCH_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


@dataclass(frozen=True)
class Sheet:
    """A table read as text.

    Attributes:
        path: of the file.
        encoding: in which it was read.
        head: the names of the columns, as written.
        rows: for each row that holds something, its line in the file and its cells, as many as there are names.
        head_line: line of the names.
        too_long: lines of the rows that have more cells than there are names; only ``read_any_sheet`` leaves some.
        title: of the sheet in its workbook; nothing for a CSV file.
        in_columns: place of each name among the columns of the file, from 1; None: one after the other.
        above: titles over the names: rows of one cell.
    """

    path: Path
    encoding: str
    head: list[str]
    rows: list[tuple[int, list[str]]]
    head_line: int
    too_long: tuple[int, ...] = ()
    title: str = ""
    in_columns: tuple[int, ...] | None = None
    above: tuple[str, ...] = ()

    def cell(self, line: int, rank: int) -> str:
        """Return the name of a cell as spreadsheets have it, ``Partners!D7``, for the column of a rank from 0."""
        column = self.in_columns[rank] if self.in_columns else rank + 1
        return (f"{self.title}!" if self.title else "") + f"{column_letters(column)}{line}"

    @property
    def violations_of_length(self) -> list[Located]:
        """Return the violations of the rows that have more cells than there are names."""
        problem = message("more cells than the {count} names of the first line", count=len(self.head))
        wanted = message("one cell per name; decimal commas need ; between the cells")
        return [Located(self.path.name, problem, wanted, origin=Origin("file", self.path, line))
                for line in self.too_long]  # fmt: skip


class SheetReader:
    """Reads what a sheet holds, and gathers everything that is wrong with it."""

    def __init__(self, sheet: Sheet) -> None:
        """Begin with nothing wrong."""
        self.sheet = sheet
        self.wrong: list[Located] = []

    def blame(self, name: str, problem: str, wanted: str = "", line: int | None = None,
              close: tuple[str, ...] = (), cell: str = "") -> None:  # fmt: skip
        """Note something wrong."""
        self.wrong.append(Located(name, problem, wanted, close, Origin("file", self.sheet.path, line, cell=cell)))


def read_sheet(path: Path) -> Sheet:
    """Read a table.

    Raises:
        SettingsError: when it cannot be opened, holds no rows, or some of them have too many cells.
    """
    sheet = read_any_sheet(path)
    if sheet.too_long:
        raise SettingsError(sheet.violations_of_length)
    return sheet


def read_any_sheet(path: Path) -> Sheet:
    """Read a table whose rows may have too many cells, so that all that is wrong with it can be said at once.

    Raises:
        SettingsError: when it cannot be opened, or holds no rows.
    """
    try:
        raw = bytes_of_csv(path)
    except csv.Error as error:
        raise SettingsError([Located(path.name, error.args[0], origin=Origin("file", path))]) from error
    except OSError as error:
        wrong = Located(
            path.name, message("it cannot be opened ({inner})", inner=reason_of(error)), origin=Origin("file", path)
        )
        raise SettingsError([wrong]) from error
    rows_found, encoding = rows_of_csv(path, raw)
    found = without_titles(rows_found)
    if len(found) < 2:
        wanted = message("a line of names, then lines of data")
        raise SettingsError([Located(path.name, message("it holds no rows"), wanted, origin=Origin("file", path))])
    (head_line, head), *rows = found
    while head and not head[-1]:
        head.pop()  # spreadsheets leave empty columns on the right
    too_long = tuple(line for line, cells in rows if any(cells[len(head) :]))
    rows = [(line, [*cells, *[""] * len(head)][: len(head)]) for line, cells in rows]
    return Sheet(path, encoding, head, rows, head_line, too_long)


def without_titles(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Return rows without the titles above the names: rows of one cell, when what follows has several."""
    first = next((rank for rank, (_, cells) in enumerate(rows) if sum(map(bool, cells)) > 1), 0)
    return rows[first:]


def rows_of_csv(path: Path, raw: bytes) -> tuple[list[tuple[int, list[str]]], str]:
    """Return the rows of a CSV file that hold something, each with its line, and the encoding in which it was read.

    Raises:
        SettingsError: when a quotation mark is not closed, or there are too many cells.
    """
    text, encoding = _decode(raw)
    return _rows_of(path, text), encoding


def _rows_of(path: Path, text: str) -> list[tuple[int, list[str]]]:
    """Return the rows that hold something, each with its line; ``sep=;`` on the first line names the separator.

    Raises:
        SettingsError: when a quotation mark is not closed: what follows would be one cell.
    """
    lines = text.splitlines()
    declared = re.fullmatch(r'"?sep=(.)"?', lines[0].strip(), re.IGNORECASE) if lines else None
    separator = declared[1] if declared else _separator(lines)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in counted_cells(reader):
            rows.append((line, [cell.strip() for cell in cells]))
            line = reader.line_num + 1
    except csv.Error as error:
        problem, wanted = error.args[0], ""
        if not isinstance(problem, Message):
            problem = message("a quotation mark is not closed, or stands within a text")
            wanted = message("a closed one, and two for each that stands within a text")
        raise SettingsError([Located(path.name, problem, wanted, origin=Origin("file", path, line))]) from error
    return [(line, cells) for line, cells in rows if any(cells)][1 if declared else 0 :]


def sheet_from_frame(frame: pd.DataFrame) -> Sheet:
    """Return a data frame as if it had been written to a file and read."""
    rows = [
        (line, ["" if pd.isna(one) else str(one) for one in values])
        for line, values in enumerate(frame.itertuples(index=False, name=None), start=2)
    ]
    return Sheet(Path("data"), "Python", [str(name) for name in frame.columns], rows, 1)


def _decode(raw: bytes) -> tuple[str, str]:
    """Return a text and its encoding, found from the mark at its start or from what it holds."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace"), "UTF-16"
    if raw[1:2] == b"\0" or raw[:1] == b"\0":  # Western letters in two bytes each, without the mark
        return raw.decode("utf-16-le" if raw[1:2] == b"\0" else "utf-16-be", errors="replace"), "UTF-16"
    try:
        return raw.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        tried = {name: raw.decode(code, errors="replace") for name, code in
                 (("Windows-1252", "cp1252"), ("Mac Roman", "mac_roman"))}  # fmt: skip
        best = max(tried, key=lambda name: sum(tried[name].count(letter) for letter in _FRENCH_LETTERS))
        return tried[best], best


def column_letters(column: int) -> str:
    """Return the letters of a column, from 1: ``A``, ``B``, ... ``AA``."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _separator(lines: Sequence[str]) -> str:
    """Return the character between the cells, from the line of names: the first that has any, or one under a title."""
    marked = (line for line in lines if any(mark in line for mark in _SEPARATORS))
    bare = [re.sub(r'"[^"]*"', "", line) for line in islice(marked, 2)]
    found = [max((line.count(mark), mark) for mark in _SEPARATORS) for line in bare]
    best = max((count for count, _ in found), default=0)
    return next((mark for count, mark in found if count == best), ",")


def is_missing(text: str) -> bool:
    """Tell whether a cell stands for a missing value."""
    return text.strip().lower() in _MISSING


def parse_number(text: str) -> tuple[float, bool] | None:
    """Return the number in a cell and whether it is a percentage, or None when there is no number.

    ``1 250,5``, ``1,250.5`` and ``-3e-2`` are numbers; ``12 %`` is 12, in percent.
    """
    bare = _SPACES.sub("", text).replace("\N{MINUS SIGN}", "-")
    percent = bare.endswith("%")
    bare = bare.removesuffix("%")
    if "," in bare and "." in bare:  # the last of them is the decimal sign
        thousands = "," if bare.rindex(".") > bare.rindex(",") else "."
        bare = bare.replace(thousands, "")
    bare = bare.replace(",", ".")
    return (float(bare), percent) if _NUMBER.fullmatch(bare) else None


def parse_count(text: str) -> tuple[int, int] | None:
    """Return how many of how many a cell counts, written ``12/15``, ``12 sur 15`` or ``12 of 15``, or None."""
    found = _COUNT.fullmatch(text.strip())
    return (int(found[1]), int(found[2])) if found else None


def parse_date(text: str) -> date | None:
    """Return the date in a cell, written ``2024-03-15`` or ``15/03/2024`` (day first), or None."""
    bare = text.strip().partition(" ")[0].partition("T")[0]
    try:
        if found := _FRENCH_DATE.fullmatch(bare):
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        return date.fromisoformat(bare)
    except ValueError:
        return None
