"""What was observed of a real partnership, read from a table: one row per week or date, one column per series."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import nan
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from entente.analysis.calibration.observations import (
    CEILINGS,
    CONDITION_ANSWERS,
    OBSERVABLE,
    OBSERVATION_COLUMNS,
    Observations,
    _ceiling,
    condition_of,
)
from entente.config.problems import Located, Origin
from entente.config.spreadsheets import (
    REMARKS,
    Sheet,
    SheetReader,
    is_missing,
    parse_count,
    parse_date,
    parse_number,
    read_sheet,
    sheet_from_frame,
)
from entente.i18n.accents import without_accents
from entente.sim.model.measures import CONDITIONS
from entente.sim.validation.messages import message, not_possible
from entente.sim.validation.validate import SettingsError, nearest

TIMES = {"week": "week", "semaine": "week", "date": "date"}
MARKS = {  # beside a value, alone or at the end of its name
    "asked": ("asked", "answered", "respondents", "n", "repondants", "reponses"),
    "error": ("error", "standard_error", "se", "erreur", "erreur_type"),
}
LAST_WEEK = 10_000


class Column(NamedTuple):
    """What a column holds: ``week``, ``date``, a ``value`` of a series, how many were ``asked``, an ``error``."""

    kind: str
    series: str = ""  # a name of ``OBSERVABLE`` or of a condition; empty: of every condition of the row
    percent: bool = False


@dataclass(frozen=True)
class ObservedData:
    """Observations, where each was read, and in which encoding the file was."""

    path: Path
    observations: Observations
    lines: tuple[int, ...]
    encoding: str

    def after(self, weeks: int) -> Iterator[Located]:
        """Yield the observations that come after the last week of a scenario."""
        table = self.observations.table
        for line, series, week in zip(self.lines, table["series"], table["week"], strict=True):
            if week > weeks:
                where = Origin("file", self.path, line)
                yield Located(
                    series,
                    message("week {week} is after the horizon", week=week),
                    message("at most weeks={weeks}", weeks=weeks),
                    origin=where,
                )


def seen_in(data: str | Path | pd.DataFrame, start: date | None = None) -> ObservedData:
    """Read observations.

    Args:
        data: a table, or the path of a file of one: a column ``week`` (from 1) or ``date``; columns named by a series
            of ``measures.SERIES`` (``attendance``), by the share of an answer to a condition (``negotiation_a``) or
            by a condition (its index from 0 to 100); how many were asked in ``asked`` (conditions of the row) or
            ``<name>_asked``; a standard error in ``<name>_error``. Empty cells where nothing was observed.
        start: first day of week 1, where there are dates.

    Raises:
        SettingsError: with everything that is wrong, with its line.
    """
    sheet = sheet_from_frame(data) if isinstance(data, pd.DataFrame) else read_sheet(Path(data).expanduser())
    return _Reader(sheet, start).read_observed()


KNOWN = {without_accents(text): name for name, one in OBSERVABLE.items() for text in (one.en, one.fr)}
KNOWN |= {without_accents(name): name for name in OBSERVABLE}
KNOWN_COLUMNS = (
    {f"{text}_{mark}": Column(kind, name) for kind in MARKS for mark in MARKS[kind] for text, name in KNOWN.items()}
    | {mark: Column(kind) for kind in MARKS for mark in MARKS[kind]}
    | {text: Column("value", name) for text, name in KNOWN.items()}
    | {text: Column(kind) for text, kind in TIMES.items()}
)  # by name without accents; the last has the last word


def _value_with_error(said: dict[tuple[str, str], float], series: str) -> dict[str, float]:
    """Return a value of a row, how many were asked about it and its standard error, where the row has them."""
    condition, _ = condition_of(series)
    names = [series, *([condition, ""] if condition else [])]
    asked = next((said["asked", name] for name in names if ("asked", name) in said), nan)
    return {"value": said["value", series], "asked": asked, "error": said.get(("error", series), nan)}


class _Reader(SheetReader):
    """Reads one sheet, and gathers everything that is wrong with it."""

    def __init__(self, sheet: Sheet, start: date | None) -> None:
        """Begin with nothing wrong."""
        super().__init__(sheet)
        self.start = start
        self.columns = [self.column(name) for name in sheet.head]

    def column(self, name: str) -> Column | None:
        """Return what a column holds; None when nothing that counts, or nothing that is known."""
        bare = without_accents(name)
        if found := KNOWN_COLUMNS.get(bare):
            return found._replace(percent="%" in name) if found.series else found
        if bare and bare not in REMARKS:
            known = [*TIMES, *OBSERVABLE, "asked", *(f"{one}_{kind}" for one in OBSERVABLE for kind in MARKS)]
            wanted = message("week or date, a series (entente list measures), a condition, or asked")
            self.blame(name, message("no such column"), wanted, self.sheet.head_line, nearest(bare, known))
        return None

    def read_observed(self) -> ObservedData:
        """Return the observations, or raise everything that is wrong."""
        self.check_columns()
        rows: list[tuple[int, dict[str, object]]] = []
        if not self.wrong:
            for line, cells in self.sheet.rows:
                rows += [(line, row) for row in self.row(line, cells)]
            self.check_twice(rows)
            if not rows and not self.wrong:
                self.blame(
                    self.sheet.path.name,
                    message("nothing was observed"),
                    message("a value in some cell"),
                )
        if self.wrong:
            raise SettingsError(self.wrong)
        table = pd.DataFrame([row for _, row in rows], columns=list(OBSERVATION_COLUMNS))
        return ObservedData(self.sheet.path, Observations(table), tuple(line for line, _ in rows), self.sheet.encoding)

    def check_columns(self) -> None:
        """Note what is wrong with the columns as a whole."""
        line, known = self.sheet.head_line, [one for one in self.columns if one]
        self.check_times([one.kind for one in known if one.kind in {"week", "date"}])
        for one in dict.fromkeys(known):
            self.check_column(one, known)
        if not any(one.kind == "value" for one in known):
            self.blame(
                self.sheet.path.name,
                message("nothing was observed"),
                message("a column named by a series or a condition"),
                line,
            )

    def check_times(self, times: list[str]) -> None:
        """Note when the rows have no week, two of them, or dates that nothing places in weeks."""
        line = self.sheet.head_line
        if len(times) != 1:
            problem = message("there is no column week or date") if not times else message("both week and date")
            self.blame(self.sheet.path.name, problem, message("one column: week, or date"), line)
        if times == ["date"] and self.start is None:
            self.blame(
                "date", message("dates need a start"), message("--start YYYY-MM-DD, the first day of week 1"), line
            )

    def check_column(self, column: Column, known: list[Column]) -> None:
        """Note when a column is there twice, or goes with no series that it can go with."""
        line, name = self.sheet.head_line, column.series or column.kind
        if [(other.kind, other.series) for other in known].count((column.kind, column.series)) > 1:
            self.blame(name, message("{name} is said twice", name=name), line=line)
        if column.kind == "error" and not column.series:
            self.blame(
                "error",
                message("no series goes with this error"),
                message("<name>_error, such as attendance_error"),
                line,
            )
        if column.kind == "asked" and column.series and OBSERVABLE[column.series].unit not in CEILINGS:
            self.blame(f"{column.series}_asked", message("it is no share"), f"{column.series}_error", line)

    def row(self, line: int, cells: list[str]) -> Iterator[dict[str, object]]:
        """Yield the observations of one row."""
        found: dict[Column, float] = {}
        week: int | None = None
        for column, name, text in zip(self.columns, self.sheet.head, cells, strict=True):
            if column is None:
                continue
            if column.kind in {"week", "date"}:
                week = self.week(line, column.kind, text)
            elif not is_missing(text) and (value := self.value(line, column, name, text)) is not None:
                found |= {**self.number_asked(column, text), column: value}
        said = {(one.kind, one.series): value for one, value in found.items()}
        if week is None:
            return
        self.check_answers(line, said)
        for kind, series in said:
            if kind == "value":
                yield {"series": series, "week": week, **_value_with_error(said, series)}

    def number_asked(self, column: Column, text: str) -> dict[Column, float]:
        """Return of how many a cell counts, where it says so and no column does; nothing where it does not."""
        asked = Column("asked", column.series)
        counted = None if asked in self.columns else parse_count(text)
        return {asked: float(counted[1])} if counted else {}

    def week(self, line: int, kind: str, text: str) -> int | None:
        """Return the week of a row, or note what is wrong with it."""
        if kind == "week":
            said = parse_number(text)
            if said and not said[1] and said[0].is_integer() and 1 <= said[0] <= LAST_WEEK:
                return int(said[0])
            self.blame("week", not_possible(text), message("a whole number, from 1"), line)
            return None
        day = parse_date(text)
        if day is None:
            self.blame(
                "date",
                not_possible(text),
                message("a date such as 2024-03-15 or 15/03/2024"),
                line,
            )
        elif self.start and day < self.start:
            self.blame(
                "date", message("{day} is before the start", day=text), message("from {day} on", day=self.start), line
            )
        elif self.start:
            return (day - self.start).days // 7 + 1
        return None

    def value(self, line: int, column: Column, name: str, text: str) -> float | None:
        """Return the number in a cell, or note what is wrong with it."""
        if column.kind == "asked":
            return self.count(line, name, text)
        top = _ceiling(column.series)
        said = self.number(column, text, top)
        wanted = _WANTED.get(OBSERVABLE[column.series].unit, message("a number, 0 or more"))
        if said is None or (top == float("inf") and said[1]):
            self.blame(name, not_possible(text), wanted, line)
            return None
        value = said[0] * (top / 100 if said[1] or (column.percent and top == 1) else 1)
        if not 0 <= value <= top or (column.kind == "error" and value == 0):
            self.blame(name, not_possible(text), wanted, line)
            return None
        return value

    def number(self, column: Column, text: str, top: float) -> tuple[float, bool] | None:
        """Return the number in a cell and whether it is a percentage; a count of some among others is one."""
        counted = parse_count(text) if top == 1 and column.kind == "value" else None
        if counted and counted[0] <= counted[1]:
            return 100 * counted[0] / counted[1], True
        return parse_number(text)

    def count(self, line: int, name: str, text: str) -> float | None:
        """Return how many were asked, or note that the cell holds no whole number."""
        said = parse_number(text)
        if said and not said[1] and said[0].is_integer() and said[0] >= 1:
            return said[0]
        self.blame(name, not_possible(text), message("a whole number, from 1"), line)
        return None

    def check_answers(self, line: int, said: dict[tuple[str, str], float]) -> None:
        """Note the answers to a condition that make more than everybody."""
        for name in CONDITIONS:
            total = sum(said.get(("value", f"{name}_{answer}"), 0.0) for answer in CONDITION_ANSWERS)
            if total > 1.02:  # shares may have been rounded
                self.blame(
                    name,
                    message("the answers make {total}% in all", total=f"{100 * total:.0f}"),
                    message("100% at the most"),
                    line,
                )

    def check_twice(self, rows: list[tuple[int, dict[str, object]]]) -> None:
        """Note what is observed twice in the same week."""
        first: dict[tuple[object, object], int] = {}
        for line, row in rows:
            key = row["series"], row["week"]
            if key in first:
                problem = message("week {week} is already on line {line}", week=row["week"], line=first[key])
                self.blame(str(row["series"]), problem, message("one value a week"), line)
            first.setdefault(key, line)


_WANTED = {
    "share": message("a share from 0 to 1, a percentage such as 85%, or a count such as 12/15"),
    "index": message("an index from 0 (all answer C) to 100 (all answer A)"),
}
