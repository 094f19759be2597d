"""Tables that people have, CSV or XLSX, read as text: what is no table, or cannot be trusted, is refused in words."""

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from entente.config.limits import MOST_CELLS, TOO_MANY_CELLS, bytes_of_csv
from entente.config.problems import Located, Origin
from entente.config.spreadsheets import rows_of_csv
from entente.i18n.system_errors import reason_of
from entente.sim.validation.messages import Message, message
from entente.sim.validation.validate import SettingsError

MOST_UNPACKED = 200_000_000  # bytes of a workbook once unpacked
SAVE_AS = message("a CSV file, or a workbook saved as .xlsx")
_FOREIGN = {  # how files that are no tables begin
    b"\x89PNG": message("it is a picture (PNG), whatever its name"),
    b"\xff\xd8\xff": message("it is a picture (JPEG), whatever its name"),
    b"GIF8": message("it is a picture (GIF), whatever its name"),
    b"%PDF": message("it is a PDF document"),
    b"{\\rtf": message("it is a text document (RTF)"),
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a container of older files of Office, and of encrypted ones
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class RawTable:
    """One sheet of a file, as text.

    Attributes:
        title: of the sheet; nothing for a CSV file.
        encoding: in which it was read.
        rows: those that hold something, each with its line and its cells.
    """

    title: str
    encoding: str
    rows: list[tuple[int, list[str]]]


def read_raw_tables(path: Path) -> list[RawTable]:
    """Return every visible sheet of a file, whatever its name says it is: a workbook of Excel, else a CSV file.

    Raises:
        SettingsError: when it cannot be opened, is none of these, is protected by a password or holds macros.
    """
    try:
        raw = bytes_of_csv(path)
    except csv.Error as error:
        raise _refusal(path, error.args[0]) from error
    except OSError as error:
        raise _refusal(path, message("it cannot be opened ({inner})", inner=reason_of(error))) from error
    check_content(path, raw)
    if raw.startswith(b"PK"):
        return list(_workbook_tables(path, raw))
    rows, encoding = rows_of_csv(path, raw)
    if any("\0" in cell for _, cells in rows[:20] for cell in cells):
        raise _refusal(path, message("it holds no text that can be read"), SAVE_AS)
    return [RawTable("", encoding, rows)]


def check_content(path: Path, raw: bytes) -> None:
    """Refuse what is no table, whatever its name.

    Raises:
        SettingsError: with what it is.
    """
    if not raw.strip():
        raise _refusal(path, message("it is empty"), SAVE_AS)
    for start, problem in _FOREIGN.items():
        if raw.startswith(start):
            raise _refusal(path, problem, SAVE_AS)
    if raw.startswith(_OLD_OFFICE):
        if _ENCRYPTED in raw:
            raise _refusal(path, message("it is protected by a password"), message("a copy without any password"))
        raise _refusal(path, message("it is a workbook of an older Excel (.xls)"), SAVE_AS)


def _refusal(path: Path, problem: str, wanted: str = "") -> SettingsError:
    """Return the error of a file that cannot be taken."""
    return SettingsError([Located(path.name, problem, wanted, origin=Origin("file", path))])


def _check_archive(path: Path, raw: bytes) -> None:
    """Refuse an archive that is no plain workbook, before anything of it is unpacked.

    Raises:
        SettingsError: with what it is.
    """
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            names, size = set(archive.namelist()), sum(one.file_size for one in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _refusal(path, message("it is damaged"), SAVE_AS) from error
    if size > MOST_UNPACKED:
        raise _refusal(path, message("it is larger than {most} MB", most=MOST_UNPACKED // 1_000_000))
    if any(name.endswith("vbaProject.bin") for name in names) or path.suffix.lower() == ".xlsm":
        raise _refusal(path, message("it holds macros, which nobody should have to run"), SAVE_AS)
    if "xl/workbook.xml" not in names:
        opendocument = "content.xml" in names and "mimetype" in names
        problem = message("it is an OpenDocument file") if opendocument else message("it is no workbook of Excel")
        raise _refusal(path, problem, SAVE_AS)


def _workbook_tables(path: Path, raw: bytes) -> Iterator[RawTable]:
    """Yield the visible sheets of a workbook; formulas are left as they are written, so that they can be refused."""
    from openpyxl import load_workbook  # takes a while, and is for workbooks alone

    _check_archive(path, raw)
    try:
        book = load_workbook(BytesIO(raw), read_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        tables = [RawTable(sheet.title, "Excel", list(_rows_of_sheet(sheet))) for sheet in sheets]
    except csv.Error as error:
        raise _refusal(path, error.args[0]) from error
    except Exception as error:  # openpyxl raises whatever its parsers do: KeyError, ValueError, ParseError...
        problem = message("it cannot be read ({inner})", inner=" ".join(str(error).split())[:120])
        raise _refusal(path, problem, SAVE_AS) from error
    yield from tables


def _rows_of_sheet(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something.

    Raises:
        csv.Error: when there are too many cells.
    """
    count = 0
    for line, row in enumerate(sheet.iter_rows(), start=1):
        count += len(row)
        if count > MOST_CELLS:
            raise csv.Error(TOO_MANY_CELLS)
        cells = [text_of_cell(cell) for cell in row]
        if any(cells):
            yield line, cells


def text_of_cell(cell: Any) -> str:
    """Return what a cell of a workbook holds as text: a date as ``2024-03-15``, a percentage as ``35 %``."""
    value = cell.value
    if value is None or isinstance(value, bool):
        return "" if value is None else ("1" if value else "0")
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, int | float):
        if "%" in (cell.number_format or ""):
            return f"{100 * value:.15g} %"
        return f"{value:.15g}"
    return str(getattr(value, "text", value)).strip()  # a formula over several cells keeps its text apart


def problem_of_cell(text: str) -> Message | None:
    """Return why what a cell holds cannot be taken: a formula, or the error of one; None when it can."""
    if text.startswith("=") and len(text) > 1:
        return message("{formula} is a formula", formula=text[:60])
    if text.startswith("#") and text.rstrip("!?") in _ERRORS:
        return message("{error} is the error of a formula", error=text)
    return None


_ERRORS = frozenset(
    {"#REF", "#N/A", "#VALUE", "#VALEUR", "#DIV/0", "#NAME", "#NOM", "#NUM", "#NOMBRE", "#NULL", "#NUL"}
)
