"""The attendance register that a table keeps, organisations × dates: CSV or XLSX, either way round, any usual mark."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

import numpy as np

from entente.analysis.attendance.bank import NO_PARTNER, MeetingRegister, registers_of_records
from entente.commands.attendance.attendance_file import (
    ATTENDANCE_COLUMNS,
    CAME_WORDS,
    MISSED_WORDS,
    FieldAttendance,
    read_attendance,
)
from entente.commands.calibration.observed_data import KNOWN
from entente.config.problems import Located, Origin
from entente.config.spreadsheets import column_letters, parse_date, parse_number
from entente.config.table_files import RawTable, problem_of_cell, read_raw_tables
from entente.i18n.accents import without_accents
from entente.sim.validation.messages import message, not_possible
from entente.sim.validation.validate import SettingsError

FEWEST_MEETINGS, MOST_ORGANISATIONS, MOST_MEETINGS = 6, 500, 1000
_CAME = CAME_WORDS | {"p", "1", "1_0", "presents", "presence", "v", "en_ligne", "visio", "online", "zoom", "teams",
                      "retard", "late"}  # fmt: skip
_MISSED = MISSED_WORDS | {"a", "0", "0_0", "abs", "absence"}
_EXCUSED = frozenset({"e", "ex", "exc", "excuse", "excusee", "excuse_e", "excused", "motive", "motivee", "regrets",
                      "absent_excuse", "absente_excusee", "absent_motive", "absence_motivee"})  # fmt: skip
_TICKS, _CROSSES = frozenset("✓✔☑●"), frozenset("✗✘☐○")
_NO_PARTNER_MARKS = frozenset({"-", "–", "—", "/", "n/a", "na", "s/o"})
_PERSONS = re.compile(
    r"(nom|prenom|personne|person|people|delegue|delegate|representant|representative|contact|courriel|e_?mail"
    r"|telephone|phone|cellulaire|first_name|last_name|surname)(?!.*organis)"
)
_TOTALS = re.compile(r"(total|nombre|number|count|presences?|taux|rate|moyenne|mean|average|sum|somme)(_.*)?")
_NOT_NAMES = frozenset({"territoire", "territory", "secteur", "sector", "type", "statut", "status", "no", "numero"})
_MEETING = re.compile(r"(r|s|m|rencontre|reunion|seance|meeting|session)?_?\d{1,3}")
_FIRST_DAY, _DAY_NUMBERS = date(1899, 12, 30), (20_000, 60_000)  # of Excel: from 1954 to 2064
_MARKED = 0.5  # share of the cells that must be marks for a table to be taken for a register
_HEAD_LINES = 15
_MOST_LISTED = 20


@dataclass(frozen=True)
class AttendanceRegister:
    """A register.

    Attributes:
        path: of the file.
        encoding: in which it was read.
        organisations: their names, in the order of the file.
        meetings: how each is called, in order.
        register: of shape (organisations, meetings).
        dropped: names of columns or lines that were not read: persons, totals.
        excused: absences that were excused; they count as absences.
        blank: what an empty cell was taken for: ``absent`` or ``no partner``.
    """

    path: Path
    encoding: str
    organisations: tuple[str, ...]
    meetings: tuple[str, ...]
    register: MeetingRegister
    dropped: tuple[str, ...]
    excused: int
    blank: str


@dataclass(frozen=True)
class _Columns:
    """Where a table has its names of organisations, its meetings and names of persons."""

    name: int
    meetings: list[int]
    persons: list[int]


@dataclass(frozen=True)
class _Grid:
    """The marks of a table, organisations in rows, each with the cell where it stands."""

    organisations: list[str]
    meetings: list[str]
    marks: list[list[str]]
    cells: list[list[str]]
    dropped: list[str]


def read_register(path: Path) -> AttendanceRegister | None:
    """Read a register; None where the file is no register, but perhaps another kind of observed data.

    Raises:
        SettingsError: with everything that is wrong, each with its cell.
    """
    for table in read_raw_tables(path):
        head = next((cells for _, cells in table.rows if sum(map(bool, cells)) > 1), [])
        names = {without_accents(cell) for cell in head}
        if names & set(ATTENDANCE_COLUMNS["organisation"]) and names & set(ATTENDANCE_COLUMNS["present"]):
            return _register_of_list(read_attendance(path))
        if names & {"week", "semaine"} or ("date" in names and names & set(KNOWN)):
            continue  # weekly series: another kind of data
        grid = _grid_of(table)
        if grid is not None:
            return _Reader(path, table, grid).read()
    return None


def _register_of_list(field: FieldAttendance) -> AttendanceRegister:
    """Return attendance kept as a list, one line for each organisation and meeting, as a register."""
    records = field.records
    names = tuple(sorted(records["organisation"].unique()))
    meetings = tuple(str(one) for one in sorted(records["meeting"].unique()))
    found = AttendanceRegister(field.path, field.encoding, names, meetings, registers_of_records(records)[0],
                               ("delegate",) if records["delegate"].notna().any() else (), 0, "no partner")  # fmt: skip
    if wrong := list(_wrong_sizes(found)):
        raise SettingsError(wrong)
    return found


def meeting_day(text: str) -> date | None:
    """Return the date in a heading, also one that Excel left as the number of a day."""
    day, number = parse_date(text), parse_number(text)
    if day is None and number and not number[1] and number[0].is_integer():
        low, high = _DAY_NUMBERS
        day = _FIRST_DAY + timedelta(days=int(number[0])) if low <= number[0] <= high else None
    return day


def _is_meeting(text: str) -> bool:
    """Tell whether a heading is that of a meeting: a date, ``R3``, ``12``, ``12 mars``."""
    bare = without_accents(text)
    return bool(bare) and (
        meeting_day(text) is not None or bool(_MEETING.fullmatch(bare)) or bool(_DAY_AND_MONTH.fullmatch(bare))
    )


def _meetings_in(row: list[str]) -> list[int]:
    """Return the places of the meetings in a row of headings; none in a row of marks, which may be numbers too."""
    found = [place for place, text in enumerate(row) if _is_meeting(text)]
    dates = [place for place in found if meeting_day(row[place]) is not None]
    names = [row[place].strip() for place in dates or found]
    return [] if len(set(names)) < len(names) or "0" in names else dates or found


_MONTHS = "janv|jan|fev|feb|mars|mar|avr|apr|mai|may|juin|jun|juil|jul|aout|aug|sept|sep|oct|nov|dec"
_DAY_AND_MONTH = re.compile(rf"(\d{{1,4}}_)?({_MONTHS})[a-z]*(_\d{{1,4}})*|\d{{1,2}}_\d{{1,2}}(_\d{{2,4}})?")


def kind_of_mark(text: str) -> str | None:
    """Return ``came``, ``missed``, ``excused``, ``blank`` or ``no partner``; None for an unknown mark."""
    bare = text.strip()
    if not bare:
        return "blank"
    if bare.lower() in _NO_PARTNER_MARKS:
        return "no partner"
    if bare in _TICKS | _CROSSES:
        return "came" if bare in _TICKS else "missed"
    word = without_accents(bare)
    kinds = {"came": _CAME, "missed": _MISSED, "excused": _EXCUSED}
    return next((kind for kind, words in kinds.items() if word in words), None)


def _grid_of(table: RawTable) -> _Grid | None:
    """Return the marks of a table, or None where it has no headings of meetings with marks under or beside them."""
    width = max((len(cells) for _, cells in table.rows), default=0)
    title = f"{table.title}!" if table.title else ""
    matrix = [[*cells, *[""] * (width - len(cells))] for _, cells in table.rows]
    places = [[f"{title}{column_letters(column)}{line}" for column in range(1, width + 1)] for line, _ in table.rows]
    return _find_grid(matrix, places) or _find_grid(_turn(matrix), _turn(places))


def _turn(matrix: list[list[str]]) -> list[list[str]]:
    """Return the columns of a matrix as rows."""
    return [list(column) for column in zip(*matrix, strict=True)]


def _find_grid(matrix: list[list[str]], places: list[list[str]]) -> _Grid | None:
    """Return the marks of a matrix whose meetings are in a row of headings."""
    headings = [_meetings_in(row) for row in matrix[:_HEAD_LINES]]
    best = max(range(len(headings)), key=lambda rank: len(headings[rank]), default=0)
    if not headings or not headings[best]:
        return None
    head, body, meetings = matrix[best], matrix[best + 1 :], headings[best]
    persons = [place for place, text in enumerate(head) if place not in meetings and _is_person(text)]
    name = _column_of_names(head, body, meetings[0], persons)
    if name is None or not _holds_marks(row[place] for row in body for place in meetings):
        return None
    return _cut_grid(matrix, places, best, _Columns(name, meetings, persons))


def _cut_grid(matrix: list[list[str]], places: list[list[str]], head: int, columns: _Columns) -> _Grid:
    """Return what is under a row of headings, without lines of totals and those that hold nothing."""
    lines = range(head + 1, len(matrix))
    totals = [rank for rank in lines if _TOTALS.fullmatch(without_accents(matrix[rank][columns.name]))]
    used = (columns.name, *columns.meetings)
    kept = [rank for rank in lines if rank not in totals and any(cell.strip() for cell in _pick(matrix[rank], used))]
    return _Grid(
        [matrix[rank][columns.name].strip() for rank in kept],
        _pick(matrix[head], columns.meetings),
        [_pick(matrix[rank], columns.meetings) for rank in kept],
        [_pick(places[rank], columns.meetings) for rank in kept],
        [*_pick(matrix[head], columns.persons), *(matrix[rank][columns.name] for rank in totals)],
    )


def _pick(row: Sequence[str], places: Sequence[int]) -> list[str]:
    """Return the cells of a row at some places."""
    return [row[place] for place in places]


def _holds_marks(cells: Iterable[str]) -> bool:
    """Tell whether enough of the cells that are not empty hold marks."""
    known = [kind_of_mark(text) is not None for text in cells if text.strip()]
    return bool(known) and sum(known) >= _MARKED * len(known)


def _column_of_names(head: list[str], body: list[list[str]], before: int, persons: list[int]) -> int | None:
    """Return the place of the names of the organisations, before the meetings; None when there is none."""
    named = [
        place for place in range(before)
        if place not in persons and without_accents(head[place]) not in _NOT_NAMES and any(row[place] for row in body)
    ]  # fmt: skip
    said = [place for place in named if without_accents(head[place]) in ATTENDANCE_COLUMNS["organisation"]]
    return next(iter([*said, *named]), None)


def _is_person(heading: str) -> bool:
    """Tell whether a column holds names of persons, or how to reach them."""
    return bool(_PERSONS.match(without_accents(heading)))


class _Reader:
    """Reads the marks of a register, and gathers everything that is wrong with them."""

    def __init__(self, path: Path, table: RawTable, grid: _Grid) -> None:
        """Begin with nothing wrong."""
        self.path, self.table, self.grid = path, table, grid
        self.wrong: list[Located] = []

    def read(self) -> AttendanceRegister:
        """Return the register, or raise everything that is wrong."""
        self.check_names()
        kinds = [[self.kind(text, cell) for text, cell in zip(marks, cells, strict=True)]
                 for marks, cells in zip(self.grid.marks, self.grid.cells, strict=True)]  # fmt: skip
        flat = list(chain.from_iterable(kinds))
        blank = "no partner" if "missed" in flat else "absent"
        order = self.order()
        register = np.array([_values_of(row, blank) for row in kinds], np.int8)[:, order]
        found = AttendanceRegister(
            self.path, self.table.encoding, tuple(self.grid.organisations),
            tuple(self.grid.meetings[rank] for rank in order), register, tuple(dict.fromkeys(self.grid.dropped)),
            flat.count("excused"), blank,
        )  # fmt: skip
        self.check(found)
        return found

    def check(self, found: AttendanceRegister) -> None:
        """Raise everything that is wrong: cells first, then what the whole does not tell.

        Raises:
            SettingsError: with all of it.
        """
        listed = self.wrong[:_MOST_LISTED] or list(_wrong_sizes(found))
        if (more := len(self.wrong) - _MOST_LISTED) > 0:
            listed.append(self.blame(message("more cells like these: {count}", count=more)))
        if listed:
            raise SettingsError(listed)

    def kind(self, text: str, cell: str) -> str:
        """Return the kind of a mark, or note that it is unknown."""
        kind = kind_of_mark(text)
        if kind is None:
            wanted = message(
                "x, 1, P or nothing; A, 0 or E (excused) where they missed it; - where they were no partner"
            )
            self.wrong.append(self.blame(problem_of_cell(text) or not_possible(text), wanted, cell))
        return kind or "blank"

    def check_names(self) -> None:
        """Note organisations without a name or there twice."""
        first: dict[str, str] = {}
        for name, cells in zip(self.grid.organisations, self.grid.cells, strict=True):
            if not name:
                self.wrong.append(self.blame(message("marks without an organisation"), message("its name"), cells[0]))
            elif (before := first.setdefault(name, cells[0])) != cells[0]:
                problem = message("{name} is there twice, also at {cell}", name=name, cell=before)
                self.wrong.append(self.blame(problem, message("one line for each organisation"), cells[0]))

    def order(self) -> Sequence[int]:
        """Return the ranks of the meetings in time: by date where all have one, else as they stand."""
        days = [meeting_day(text) for text in self.grid.meetings]
        known = [day for day in days if day is not None]
        return sorted(range(len(days)), key=known.__getitem__) if len(known) == len(days) else range(len(days))

    def blame(self, problem: str, wanted: str = "", cell: str = "") -> Located:
        """Return something wrong."""
        return Located(self.path.name, problem, wanted, (), Origin("file", self.path, cell=cell))


def _values_of(kinds: list[str], blank: str) -> list[int]:
    """Return the values of a register that kinds of marks stand for."""
    values = {"came": 1, "missed": 0, "excused": 0, "no partner": NO_PARTNER}
    values["blank"] = 0 if blank == "absent" else NO_PARTNER
    return [values[kind] for kind in kinds]


def _wrong_sizes(found: AttendanceRegister) -> Iterator[Located]:
    """Yield why nothing can be learnt of a register."""
    origin, name = Origin("file", found.path), found.path.name
    organisations, meetings = found.register.shape
    if organisations < 2:
        yield Located(name, message("it holds fewer than two organisations"), message("two or more"), (), origin)
    if meetings < FEWEST_MEETINGS:
        problem = message("too few meetings to foresee the next ones: {count}", count=meetings)
        yield Located(name, problem, message("{count} or more", count=FEWEST_MEETINGS), (), origin)
    if organisations > MOST_ORGANISATIONS or meetings > MOST_MEETINGS:
        problem = message("{organisations} organisations and {meetings} meetings are more than a table keeps",
                          organisations=organisations, meetings=meetings)  # fmt: skip
        wanted = message("at most {organisations} and {meetings}", organisations=MOST_ORGANISATIONS,
                         meetings=MOST_MEETINGS)  # fmt: skip
        yield Located(name, problem, wanted, (), origin)
    known = found.register[found.register >= 0]
    if not (known == 1).any():
        yield Located(name, message("nobody ever came"), message("x, 1 or P where somebody came"), (), origin)
    elif not (known == 0).any():
        problem = message("everybody came each time: there is nothing to learn from")
        yield Located(name, problem, message("A, 0 or nothing where somebody missed it"), (), origin)
