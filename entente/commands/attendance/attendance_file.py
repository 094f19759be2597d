"""Who came to which meeting of a real partnership, read from a table: one row per meeting and organisation expected."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import nan
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from entente.analysis.attendance.records import ORDER, RECORD_COLUMNS
from entente.config.spreadsheets import (
    REMARKS,
    Sheet,
    SheetReader,
    is_missing,
    parse_date,
    parse_number,
    read_sheet,
    sheet_from_frame,
)
from entente.i18n.accents import without_accents
from entente.sim.validation.messages import message, not_possible
from entente.sim.validation.validate import SettingsError, nearest

DAYS_PER_YEAR = 365.25
ATTENDANCE_COLUMNS = {
    "meeting": ("meeting", "rencontre", "reunion", "seance"),
    "date": ("date",),
    "organisation": ("organisation", "organization", "organisme", "partenaire", "partner", "membre", "member"),
    "present": ("present", "presence", "presente", "present_e", "attended"),
    "delegate": ("delegate", "delegue", "deleguee", "delegue_e", "personne", "person", "personne_deleguee"),
}
CAME_WORDS = frozenset({"yes", "y", "oui", "o", "true", "vrai", "x", "present", "presente", "present_e"})
MISSED_WORDS = frozenset({"no", "n", "non", "false", "faux", "absent", "absente", "absent_e"})
_KINDS = {word: kind for kind, words in ATTENDANCE_COLUMNS.items() for word in words}


class Presence(NamedTuple):
    """What one row says: who came, or not, to which meeting; ``meeting`` and ``day`` are as far as they are told."""

    line: int
    meeting: str
    day: date | None
    organisation: str
    present: bool
    delegate: str


@dataclass(frozen=True)
class FieldAttendance:
    """Attendance read from a table.

    Attributes:
        path: of the file.
        encoding: in which it was read.
        records: as ``analysis.attendance.records`` has them, of one run.
    """

    path: Path
    encoding: str
    records: pd.DataFrame

    @property
    def meetings(self) -> int:
        """Return how many meetings were held."""
        return int(self.records["meeting"].nunique())

    @property
    def organisations(self) -> int:
        """Return how many organisations were expected at some meeting."""
        return int(self.records["organisation"].nunique())


def read_attendance(data: str | Path | pd.DataFrame) -> FieldAttendance:
    """Read an attendance table.

    Args:
        data: a table, or the path of a file of one: a column ``meeting`` or ``date`` or both, ``organisation``,
            ``present`` (1 or 0, yes or no, or a mark and nothing) and maybe ``delegate``, in English or French. One row
            for each organisation expected at a meeting.

    Raises:
        SettingsError: with everything that is wrong, with its line.
    """
    sheet = sheet_from_frame(data) if isinstance(data, pd.DataFrame) else read_sheet(Path(data).expanduser())
    return _Reader(sheet).read()


class _Reader(SheetReader):
    """Reads one sheet, and gathers everything that is wrong with it."""

    def __init__(self, sheet: Sheet) -> None:
        """Begin with nothing wrong."""
        super().__init__(sheet)
        self.blank_means_absent = False
        self.kinds = [self.kind_of(name) for name in sheet.head]

    def kind_of(self, name: str) -> str | None:
        """Return what a column holds; None when nothing that counts, or nothing that is known."""
        bare = without_accents(name)
        if bare and bare not in REMARKS and bare not in _KINDS:
            wanted = message("meeting, date, organisation, present, delegate, or notes")
            close = tuple(one for one in nearest(bare, _KINDS) if one in _KINDS)
            self.blame(name, message("no such column"), wanted, self.sheet.head_line, close)
        return _KINDS.get(bare)

    def read(self) -> FieldAttendance:
        """Return the attendance, or raise everything that is wrong."""
        self.check_columns()
        rows: list[Presence] = []
        if not self.wrong:
            self.blank_means_absent = not self.says_absent()
            rows = [row for line, cells in self.sheet.rows if (row := self.row(line, cells))]
            meetings = self.order_meetings(rows)
            self.check_twice(rows)
            self.check_enough(rows, meetings)
        if self.wrong:
            raise SettingsError(self.wrong)
        return FieldAttendance(self.sheet.path, self.sheet.encoding, as_records(rows, meetings))

    def check_columns(self) -> None:
        """Note the columns that are missing or there twice."""
        line, known = self.sheet.head_line, [kind for kind in self.kinds if kind]
        for kind in dict.fromkeys(known):
            if known.count(kind) > 1:
                self.blame(kind, message("{name} is said twice", name=kind), line=line)
        if not {"meeting", "date"} & set(known):
            problem = message("there is no column meeting or date")
            self.blame(self.sheet.path.name, problem, message("at least one of them"), line)
        for kind in ("organisation", "present"):
            if kind not in known:
                problem = message("there is no column {name}", name=kind)
                self.blame(self.sheet.path.name, problem, message("one row for each organisation expected"), line)

    def says_absent(self) -> bool:
        """Tell whether some cell says in so many words that an organisation did not come."""
        place = self.kinds.index("present")
        return any(parse_presence(cells[place]) is False for _, cells in self.sheet.rows)

    def row(self, line: int, cells: list[str]) -> Presence | None:
        """Return what a row says, or note what is wrong with it."""
        before = len(self.wrong)
        said = {kind: (name, text) for kind, name, text in zip(self.kinds, self.sheet.head, cells, strict=True) if kind}
        for kind in ("meeting", "organisation"):
            if kind in said and is_missing(said[kind][1]):
                self.blame(said[kind][0], not_possible(said[kind][1]), message("a name or a number"), line)
        day = self.day(line, *said["date"]) if "date" in said else None
        present = self.presence(line, *said["present"])
        if len(self.wrong) > before or present is None:
            return None
        texts = {kind: text for kind, (_, text) in said.items()}
        delegate = texts.get("delegate", "")
        return Presence(line, texts.get("meeting", str(day)), day, texts["organisation"], present,
                        "" if is_missing(delegate) else delegate)  # fmt: skip

    def day(self, line: int, name: str, text: str) -> date | None:
        """Return the date of a row, or note that there is none."""
        day = parse_date(text)
        if day is None:
            self.blame(name, not_possible(text), message("a date such as 2024-03-15 or 15/03/2024"), line)
        return day

    def presence(self, line: int, name: str, text: str) -> bool | None:
        """Return whether an organisation came, or note that the cell does not say it."""
        if not text and self.blank_means_absent:
            return False
        present = parse_presence(text)
        if present is None:
            wanted = message("1 or 0, yes or no, oui or non, true or false; or a mark where they came, else nothing")
            self.blame(name, not_possible(text), wanted, line)
        return present

    def order_meetings(self, rows: list[Presence]) -> dict[str, int]:
        """Return the rank of each meeting: by date, else by number, else as they come; note a meeting of two dates."""
        days: dict[str, Presence] = {}
        for row in rows:
            first = days.setdefault(row.meeting, row)
            if first.day != row.day:
                problem = message(
                    "meeting {meeting} has another date on line {line}", meeting=row.meeting, line=first.line
                )
                self.blame("date", problem, message("one date for each meeting"), row.line)
        numbers = {meeting: parse_number(meeting) for meeting in days}
        numbered = all(number is not None for number in numbers.values())
        places = {meeting: (days[meeting].day or date.min, (numbers[meeting] or (0.0,))[0] if numbered else rank)
                  for rank, meeting in enumerate(days)}  # fmt: skip
        return {meeting: rank for rank, meeting in enumerate(sorted(days, key=places.__getitem__), start=1)}

    def check_twice(self, rows: list[Presence]) -> None:
        """Note the organisations that are twice at one meeting."""
        first: dict[tuple[str, str], int] = {}
        for row in rows:
            line = first.setdefault((row.meeting, row.organisation), row.line)
            if line != row.line:
                problem = message("{name} is already at this meeting, on line {line}", name=row.organisation, line=line)
                self.blame("organisation", problem, message("one row for each organisation at a meeting"), row.line)

    def check_enough(self, rows: list[Presence], meetings: dict[str, int]) -> None:
        """Note when there is nothing to compare: too few meetings or organisations."""
        name = self.sheet.path.name
        if not self.wrong and len(meetings) < 2:
            self.blame(name, message("it holds fewer than two meetings"), message("two or more"))
        if not self.wrong and len({row.organisation for row in rows}) < 2:
            self.blame(name, message("it holds fewer than two organisations"), message("two or more"))


def parse_presence(text: str) -> bool | None:
    """Return whether a cell says that an organisation came; None when it says neither."""
    number, word = parse_number(text), without_accents(text)
    if number is not None and not number[1] and number[0] in (0, 1):
        return number[0] == 1
    if word in CAME_WORDS or text in ("✓", "✔"):
        return True
    return False if word in MISSED_WORDS else None


def as_records(rows: list[Presence], meetings: dict[str, int]) -> pd.DataFrame:
    """Return rows as records of one run; times are missing where there are no dates."""
    names = dict.fromkeys(row.delegate for row in rows if row.delegate)
    delegates = {name: float(rank) for rank, name in enumerate(names)}
    days = [row.day for row in rows if row.day]
    table = pd.DataFrame(
        _record_values(rows, meetings, min(days, default=None), delegates), columns=list(RECORD_COLUMNS)
    )
    return table.sort_values(ORDER, ignore_index=True)


def _record_values(
    rows: list[Presence], meetings: dict[str, int], start: date | None, delegates: dict[str, float]
) -> Iterator[tuple[Any, ...]]:
    """Yield the values of each record, in the order of its columns."""
    for row in rows:
        time = (row.day - start).days / DAYS_PER_YEAR if row.day and start else nan
        delegate = delegates.get(row.delegate, nan)
        yield 0, meetings[row.meeting], time, time // 1 + 1, row.organisation, int(row.present), delegate
