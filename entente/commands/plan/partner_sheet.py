"""The list of partners that a coordinator has, read from a CSV file or a workbook: what it says, and what is wrong."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from entente.analysis.feasibility.obstacles import expertise_label
from entente.commands.plan import cells
from entente.commands.plan.cells import visible_text
from entente.commands.plan.columns import EVERY_COLUMN, PERSON, column_of, meanings_of_headings, near_columns
from entente.commands.plan.kinds import Kind, KindTable
from entente.commands.plan.titles import name_above, single_cells
from entente.config.limits import MOST_WRONG
from entente.config.problems import Located, Origin
from entente.config.spreadsheets import Sheet, SheetReader, is_missing
from entente.config.table_files import RawTable, problem_of_cell, read_raw_tables
from entente.i18n import LANGUAGES, say
from entente.i18n.accents import without_accents
from entente.sim.model.situation import Expertise
from entente.sim.validation.messages import Message, message, not_possible, one_of
from entente.sim.validation.validate import SettingsError, nearest

LEAST_PARTNERS, MOST_PARTNERS = 2, 500
MOST_HEAD_LINES = 30  # above which the names of the columns are sought
MOST_MONTHLY_HOURS = 4 * 35 * cells.WEEKS_A_MONTH  # a month: four full-time delegates
MOST_DOLLARS = 1e9
CELLS_NAMED = 6  # that one line names
TOTALS = frozenset({"total", "totaux", "sous_total", "somme", "moyenne", "sum", "average", "mean", "subtotal"})
ALL_OF_THEM = frozenset(
    {"tous", "toutes", "tout", "all", "everywhere", "partout", "tout_le_territoire", "toute_la_population", "ensemble",
     "whole_territory", "everyone", "tout_le_monde", "regional", "all_territories", "tous_les_territoires"}
)  # fmt: skip
EXPERTISE_NAMES = {
    "connaissance": Expertise.KNOWLEDGE, "connaissances": Expertise.KNOWLEDGE, "recherche": Expertise.KNOWLEDGE,
    "action_communautaire": Expertise.COMMUNITY, "community_action": Expertise.COMMUNITY,
    "communautaire": Expertise.COMMUNITY, "experience_vecue": Expertise.LIVED, "vecu": Expertise.LIVED,
    "lived": Expertise.LIVED, "gestion": Expertise.MANAGEMENT, "animation": Expertise.FACILITATION,
    "financement": Expertise.FUNDING, "recherche_de_financement": Expertise.FUNDING,
    "search_for_funding": Expertise.FUNDING, "communications": Expertise.COMMUNICATION,
    **{str(one.value): one for one in Expertise},
    **{without_accents(expertise_label(one.value, language)): one for one in Expertise for language in LANGUAGES},
}  # fmt: skip
ROW_FIELDS = {"serves": "populations", "since": "years"}  # of ``PartnerRow``, for columns of another name
EMPTY = message("the cell is empty")
Read = TypeVar("Read")


@dataclass(frozen=True)
class PartnerRow:
    """What a sheet says of one partner; None, or nothing, for what it does not say.

    Attributes:
        line: in the file.
        name: of the organisation.
        kind: of organisation.
        territory: that it serves.
        populations: that it serves.
        expertise: that it has.
        hours: a month, of all its delegates.
        decides: whether its delegate can decide: ``yes``, ``no`` or ``after`` consultation.
        years: for how long its delegate has been in post.
        attendance: share of the last meetings that somebody came to.
        works_with: names of other partners.
        lead: whether it leads.
        dollars: that it brings a year.
    """

    line: int
    name: str
    kind: Kind
    territory: str = ""
    populations: tuple[str, ...] = ()
    expertise: tuple[Expertise, ...] = ()
    hours: float | None = None
    decides: str | None = None
    years: float | None = None
    attendance: float | None = None
    works_with: tuple[str, ...] = ()
    lead: bool = False
    dollars: float | None = None


@dataclass(frozen=True)
class PartnerSheet:
    """A partner sheet as it was understood.

    Attributes:
        path: of the file.
        title: of the sheet in its workbook; nothing for a CSV file.
        encoding: in which it was read.
        partners: one for each row.
        columns: heading of each column that is understood, by what it holds.
        persons: headings of the columns that name people: dropped.
        unknown: headings of other columns, with the titles of known ones that look like them: left out.
        skipped: names in the rows that are no partners, such as totals.
        several: organisations that name several territories, taken as serving all.
        name: of the partnership, as the title over the headings has it; nothing where there is none.
    """

    path: Path
    title: str
    encoding: str
    partners: tuple[PartnerRow, ...]
    columns: dict[str, str]
    persons: tuple[str, ...]
    unknown: dict[str, tuple[str, ...]]
    skipped: tuple[str, ...]
    several: tuple[str, ...]
    name: str = ""


def read_partner_sheet(path: Path, kinds: KindTable, today: date, language: str = "en") -> PartnerSheet:
    """Read a partner sheet.

    Args:
        path: of a CSV file or a workbook, as Excel saves them in French or in English.
        kinds: of organisation that there are.
        today: the day to which time in post is counted.
        language: of the kinds of organisation that a message proposes.

    Raises:
        SettingsError: with everything that is wrong, each with its sheet and cell.
    """
    return _Reader(_table_of_partners(path), kinds, today, language).read()


def _table_of_partners(path: Path) -> Sheet:
    """Return the first sheet of a file that has a row of headings, from that row on.

    Raises:
        SettingsError: when none has.
    """
    best: Sheet | None = None
    for table in read_raw_tables(path):
        if (found := _with_head(path, table)) is not None:
            known = set(meanings_of_headings(found.head))
            if {"name", "kind"} <= known:
                return found
            best = best or found
    if best is not None:
        return best
    wanted = message("a row of headings, such as Organisme and Type (entente plan --template partners.xlsx makes one)")
    problem = message("no row of headings was found in its first {count} lines", count=MOST_HEAD_LINES)
    raise SettingsError([Located(path.name, problem, wanted, origin=Origin("file", path))])


def _with_head(path: Path, table: RawTable) -> Sheet | None:
    """Return a table from its headings on: the row with most of those that are understood, two at least; else None."""
    counts = [
        (sum(column_of(cell) not in (None, "") for cell in cells), -rank)
        for rank, (line, cells) in enumerate(table.rows) if line <= MOST_HEAD_LINES
    ]  # fmt: skip
    most, rank = max(counts, default=(0, 0))
    if most < 2:
        return None
    (head_line, heads), *rows = table.rows[-rank:]
    width = max(len(cells) for _, cells in table.rows[-rank:])
    heads = [*heads, *[""] * (width - len(heads))]
    used = [place for place, name in enumerate(heads) if name]
    kept = [(line, [cells[place] if place < len(cells) else "" for place in used]) for line, cells in rows]
    in_columns = tuple(place + 1 for place in used)
    return Sheet(path, table.encoding, [heads[place] for place in used], kept, head_line, title=table.title,
                 in_columns=in_columns, above=tuple(single_cells(table.rows[:-rank])))  # fmt: skip


class _Reader(SheetReader):
    """Reads one sheet, and gathers everything that is wrong with it."""

    def __init__(self, sheet: Sheet, kinds: KindTable, today: date, language: str) -> None:
        """Begin with nothing wrong, invisible characters left out."""
        self.skipped, self.several = list[str](), list[str]()
        super().__init__(self.without_invisible(sheet, language))
        self.kinds, self.today, self.language = kinds, today, language
        self.holds = meanings_of_headings(self.sheet.head)

    def without_invisible(self, sheet: Sheet, language: str) -> Sheet:
        """Return a sheet without the characters that nobody sees; their cells are noted."""
        rows = [(sheet.head_line, sheet.head), *sheet.rows]
        found = [sheet.cell(line, rank) for line, cells in rows for rank, text in enumerate(cells)
                 if visible_text(text) != text]  # fmt: skip
        if not found:
            return sheet
        listed = ", ".join(found[:CELLS_NAMED]) + (", …" if len(found) > CELLS_NAMED else "")
        self.skipped.append(say("invisible characters ({cells})", language, cells=listed))
        (_, head), *others = [(line, [visible_text(text) for text in cells]) for line, cells in rows]
        return replace(sheet, head=head, rows=others)

    def read(self) -> PartnerSheet:
        """Return what the sheet says, or raise everything that is wrong."""
        self.check_heads()
        rows = [(line, row) for line, row in self.sheet.rows if any(row) and not self.is_total(row)]
        self.check_count(len(rows))
        partners = [] if self.wrong else [one for line, row in rows if (one := self.partner(line, row))]
        if not self.wrong:
            self.check_together(partners)
        if self.wrong:
            raise SettingsError(self.wrong[:MOST_WRONG])
        return self.understood_sheet(partners)

    def understood_sheet(self, partners: list[PartnerRow]) -> PartnerSheet:
        """Return what was understood, and what was not."""
        sheet, head = self.sheet, dict(zip(self.sheet.head, self.holds, strict=True))
        return PartnerSheet(
            sheet.path, sheet.title, sheet.encoding, tuple(partners),
            {kind: name for name, kind in head.items() if kind in EVERY_COLUMN},
            tuple(name for name, kind in head.items() if kind == PERSON),
            {name: near_columns(name) for name, kind in head.items() if kind is None},
            tuple(self.skipped), tuple(self.several), name_above(sheet.above),
        )  # fmt: skip

    def check_count(self, count: int) -> None:
        """Note that there are too few partners, or too many."""
        if not self.wrong and not LEAST_PARTNERS <= count <= MOST_PARTNERS:
            wanted = message("from {least} to {most} rows, one for each", least=LEAST_PARTNERS, most=MOST_PARTNERS)
            self.blame(
                self.sheet.title or self.sheet.path.name, message("number of partners: {count}", count=count), wanted
            )

    def check_heads(self) -> None:
        """Note the headings that are missing, or that say the same twice."""
        line = self.sheet.head_line
        for kind, column in EVERY_COLUMN.items():
            ranks = [rank for rank, one in enumerate(self.holds) if one == kind]
            for rank in ranks[1:]:
                problem = message("it says the same as {name}", name=self.sheet.head[ranks[0]])
                self.blame(self.sheet.head[rank], problem, message("one column of each"), line,
                           cell=self.sheet.cell(line, rank))  # fmt: skip
            if not ranks and kind in ("name", "kind"):
                wanted = message("a heading such as {names}", names=", ".join(column.words[:3]))
                problem = message("there is no column {name}", name=column.title)
                self.blame(self.sheet.title or self.sheet.path.name, problem, wanted, line)

    def is_total(self, row: list[str]) -> bool:
        """Tell whether a row begins as a total does; it is noted."""
        first = next(filter(None, row))
        total = without_accents(first) in TOTALS
        if total:
            self.skipped.append(first)
        return total

    def partner(self, line: int, row: list[str]) -> PartnerRow | None:
        """Return what one row says, or note what is wrong with it."""
        before = len(self.wrong)
        said = {kind: (rank, text) for rank, (kind, text) in enumerate(zip(self.holds, row, strict=True))
                if kind in EVERY_COLUMN and kind is not None}  # fmt: skip
        self.check_formulas(line, said.values())
        if len(self.wrong) > before:
            return None
        name, kind = said["name"][1], self.kind(line, *said["kind"])
        if is_missing(name):
            self.wrong_cell(line, said["name"][0], EMPTY, message("the name of an organisation"))
        found = {one: self.value(one, line, *said[one]) for one in said if one not in ("name", "kind")}
        if len(self.wrong) > before or kind is None:
            return None
        if "territory" in said and len(cells.split_list(said["territory"][1])) > 1:
            self.several.append(name)
        return PartnerRow(line, name, kind, **{ROW_FIELDS.get(one, one): value for one, value in found.items()
                                               if value is not None})  # fmt: skip

    def check_formulas(self, line: int, said: Iterable[tuple[int, str]]) -> None:
        """Note the cells that hold a formula, or the error of one."""
        for rank, text in said:
            if (problem := problem_of_cell(text)) is not None:
                self.wrong_cell(line, rank, problem, message("a value (copy, then paste as values)"))

    def kind(self, line: int, rank: int, text: str) -> Kind | None:
        """Return the kind of organisation that a cell means, or note that there is none."""
        kind = None if is_missing(text) else self.kinds.find(text)
        if kind is None:
            wanted = one_of(self.kinds.labels(self.language))
            problem = not_possible(text) if text else EMPTY
            self.wrong_cell(line, rank, problem, wanted, self.kinds.near(text, self.language))
        return kind

    def value(self, kind: str, line: int, rank: int, text: str) -> object:
        """Return what a cell of a column says; None for nothing, and for what is wrong, which is noted."""
        if is_missing(text):
            return None
        readers: dict[str, Callable[[int, int, str], object]] = {
            "hours": self.hours, "dollars": self.dollars, "decides": self.decides, "since": self.since,
            "attendance": self.attendance, "lead": self.lead, "territory": self.territory, "serves": self.serves,
            "expertise": self.expertise, "works_with": lambda *one: tuple(cells.split_list(one[2])),
        }  # fmt: skip
        return readers[kind](line, rank, text)

    def hours(self, line: int, rank: int, text: str) -> float | None:
        """Return hours a month; those of a week where the heading says so."""
        weekly = any(word in without_accents(self.sheet.head[rank]) for word in ("sem", "week"))
        hours = cells.parse_hours(text, weekly)
        wanted = message("hours a month, from 0 to {most}", most=round(MOST_MONTHLY_HOURS))
        return self.check_value(
            line, rank, text, hours if hours is not None and 0 < hours <= MOST_MONTHLY_HOURS else None, wanted
        )

    def dollars(self, line: int, rank: int, text: str) -> float | None:
        """Return dollars a year."""
        found = cells.parse_dollars(text)
        right = found if found is not None and 0 <= found <= MOST_DOLLARS else None
        return self.check_value(line, rank, text, right, message("dollars a year, such as 1250"))

    def decides(self, line: int, rank: int, text: str) -> str | None:
        """Return whether the delegate can decide."""
        wanted = message("yes, no or after consultation (oui, non, après consultation)")
        return self.check_value(line, rank, text, cells.parse_decides(text), wanted)

    def since(self, line: int, rank: int, text: str) -> float | None:
        """Return for how many years the delegate has been in post."""
        day = cells.day_number(text)
        close = () if day is None else (day.isoformat(),)
        wanted = message("a date that is past, such as 2024-03-15 or 15/03/2024, a year, or 3 years (3 ans)")
        years = None if day is not None else cells.parse_years(text, self.today)
        return self.check_value(line, rank, text, years, wanted, close)

    def attendance(self, line: int, rank: int, text: str) -> float | None:
        """Return the share of the last meetings that somebody came to."""
        meant = cells.count_read_as_date(text)
        wanted = message("how many of the last ten meetings, such as 8, 8/10 or 80%")
        return self.check_value(line, rank, text, cells.parse_attendance(text), wanted, (meant,) if meant else ())

    def lead(self, line: int, rank: int, text: str) -> bool | None:
        """Return whether the organisation leads."""
        return self.check_value(line, rank, text, cells.parse_mark(text), message("an x, or nothing"))

    def territory(self, _line: int, _rank: int, text: str) -> str | None:
        """Return the one territory that is named; None for all of them, and for several."""
        names = cells.split_list(text)
        return names[0] if len(names) == 1 and without_accents(text) not in ALL_OF_THEM else None

    def serves(self, _line: int, _rank: int, text: str) -> tuple[str, ...]:
        """Return the populations that are named; none for all of them."""
        return () if without_accents(text) in ALL_OF_THEM else tuple(cells.split_list(text))

    def expertise(self, line: int, rank: int, text: str) -> tuple[Expertise, ...]:
        """Return the kinds of expertise that are named."""
        found = []
        for one in cells.split_list(text):
            known = EXPERTISE_NAMES.get(without_accents(one))
            close = tuple(word for word in nearest(without_accents(one), EXPERTISE_NAMES) if word in EXPERTISE_NAMES)
            if self.check_value(line, rank, one, known, one_of(Expertise), close) is not None and known is not None:
                found.append(known)
        return tuple(dict.fromkeys(found))

    def check_value(self, line: int, rank: int, text: str, value: Read | None, wanted: Message,
                close: tuple[str, ...] = ()) -> Read | None:  # fmt: skip
        """Return a value, or note that the cell does not hold what is wanted."""
        if value is None:
            self.wrong_cell(line, rank, not_possible(text), wanted, close)
        return value

    def wrong_cell(self, line: int, rank: int, problem: str, wanted: str, close: tuple[str, ...] = ()) -> None:
        """Note what is wrong with a cell."""
        self.blame(self.sheet.head[rank], problem, wanted, line, close, self.sheet.cell(line, rank))

    def check_together(self, partners: list[PartnerRow]) -> None:
        """Note the organisations that are there twice, those that work with nobody known, and several that lead."""
        first: dict[str, PartnerRow] = {}
        for one in partners:
            before = first.setdefault(without_accents(one.name), one)
            if before is not one:
                problem = message("{name} is already on line {line}", name=one.name, line=before.line)
                self.wrong_cell(one.line, self.holds.index("name"), problem, message("one row for each organisation"))
        leads = [one for one in partners if one.lead]
        for one in leads[1:]:
            problem = message("{name} already leads", name=leads[0].name)
            self.wrong_cell(one.line, self.holds.index("lead"), problem, message("one organisation that leads"))
        names = {without_accents(one.name): one.name for one in partners}
        for one in partners:
            for other in one.works_with:
                if without_accents(other) not in names:
                    close = tuple(names[word] for word in nearest(without_accents(other), names) if word in names)
                    self.wrong_cell(one.line, self.holds.index("works_with"), not_possible(other),
                                    message("the name of a partner of this sheet"), close)  # fmt: skip
