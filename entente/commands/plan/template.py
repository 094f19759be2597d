"""An empty partner sheet to fill in: lists to choose from, a sheet of help, and an example."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from entente.analysis.feasibility.obstacles import expertise_label
from entente.analysis.plotting.words import EXPERTISE_WORDS
from entente.commands.plan.columns import EVERY_COLUMN
from entente.commands.plan.kinds import KindTable
from entente.commands.plan.partner_sheet import MOST_PARTNERS
from entente.i18n import N_, say
from entente.results.files import passing_path, settle

ANSWERS_LISTED = (N_("yes"), N_("no"), N_("after consultation"))
_ORDER = ("name", "kind", "territory", "serves", "expertise", "hours", "decides", "since", "attendance", "works_with",
         "lead", "dollars")  # fmt: skip
_EXAMPLE = (  # texts in English, numbers as they are
    {"name": N_("Neighbourhood table"), "kind": "coordination", "hours": 24, "decides": "yes", "since": "2019",
     "attendance": "10/10", "lead": "x"},
    {"name": N_("Family house"), "kind": "community", "territory": N_("North"), "serves": N_("families"), "hours": 8,
     "decides": "yes", "since": N_("3 years"), "attendance": "9/10", "works_with": N_("Neighbourhood table")},
    {"name": N_("Health and social services centre"), "kind": "health", "serves": N_("families, seniors"), "hours": 10,
     "decides": "after consultation", "since": "2022", "attendance": "7/10", "dollars": 5000},
)  # fmt: skip
_BOLD, _FILL = Font(bold=True), PatternFill("solid", fgColor="DDEBE9")
_WRAP = Alignment(wrap_text=True, vertical="top")


def write_template(path: Path, kinds: KindTable, language: str) -> None:
    """Write an empty partner sheet.

    Args:
        path: of the workbook.
        kinds: of organisation that there are.
        language: of everything in it.

    Raises:
        OSError: when it cannot be written.
    """
    book = Workbook()
    add_form(book.active, kinds, language)
    add_help(book.create_sheet(say("Help", language)), kinds, language)
    add_example(book.create_sheet(say("Example", language)), kinds, language)
    lists = book.create_sheet("Lists")
    lists.sheet_state = "hidden"
    for line, label in enumerate(kinds.labels(language), start=1):
        lists.cell(line, 1, label)
    for line, answer in enumerate(ANSWERS_LISTED, start=1):
        lists.cell(line, 2, say(answer, language))
    passing = passing_path(path)
    try:
        book.save(passing)
        settle(passing, path)
    finally:
        passing.unlink(missing_ok=True)


def add_form(sheet: Any, kinds: KindTable, language: str) -> None:
    """Make the sheet to fill in: headings, lists to choose from, and what each column is for."""
    sheet.title = say("Partners", language)
    add_headings(sheet, language)
    for place, name in enumerate(_ORDER, start=1):
        letter = get_column_letter(place)
        rule = rule_of(name, len(kinds.labels(language)))
        rule.promptTitle, rule.prompt = (
            say(EVERY_COLUMN[name].title, language)[:32],
            say(EVERY_COLUMN[name].about, language),
        )
        rule.showInputMessage, rule.allow_blank = True, True
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{MOST_PARTNERS + 1}")
        if name in ("attendance", "since"):  # as text, so that Excel makes no date of 8/10
            for line in range(2, MOST_PARTNERS + 2):
                sheet[f"{letter}{line}"].number_format = "@"


def rule_of(name: str, kinds: int) -> DataValidation:
    """Return what the cells of a column may hold; a list where there is one to choose from."""
    if name == "kind":
        return DataValidation(type="list", formula1=f"=Lists!$A$1:$A${kinds}")
    if name == "decides":
        return DataValidation(type="list", formula1=f"=Lists!$B$1:$B${len(ANSWERS_LISTED)}")
    if name == "lead":
        return DataValidation(type="list", formula1='"x"')
    if name in ("hours", "dollars"):
        return DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0")
    return DataValidation()


def add_headings(sheet: Any, language: str) -> None:
    """Write the headings, in view however far one scrolls."""
    sheet.freeze_panes = "B2"
    for place, name in enumerate(_ORDER, start=1):
        cell = sheet.cell(1, place, say(EVERY_COLUMN[name].title, language))
        cell.font, cell.fill, cell.alignment = _BOLD, _FILL, _WRAP
        sheet.column_dimensions[get_column_letter(place)].width = 32 if name in ("name", "kind") else 20


def add_help(sheet: Any, kinds: KindTable, language: str) -> None:
    """Write what goes into each column, the kinds of organisation and the kinds of expertise."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 36, 90
    rows = [(say(N_("Only the first two columns are needed; people's names are not: leave them out."), language), "")]
    rows += [(say(EVERY_COLUMN[name].title, language), say(EVERY_COLUMN[name].about, language)) for name in _ORDER]
    rows.append((say(N_("Kinds of organisation"), language), "; ".join(kinds.labels(language))))
    words = "; ".join(expertise_label(name, language) for name in EXPERTISE_WORDS)
    rows.append((say(N_("Kinds of expertise"), language), words))
    rows.append((say(N_("Then"), language), "entente plan partners.xlsx"))
    for line, (title, text) in enumerate(rows, start=1):
        sheet.cell(line, 1, title).font = _BOLD
        sheet.cell(line, 2, text).alignment = _WRAP


def add_example(sheet: Any, kinds: KindTable, language: str) -> None:
    """Write three invented partners."""
    add_headings(sheet, language)
    for line, one in enumerate(_EXAMPLE, start=2):
        for place, name in enumerate(_ORDER, start=1):
            value = one.get(name)
            if name == "kind":
                value = kinds.kinds[str(value)].label.in_language(language)
            elif isinstance(value, str):
                value = say(value, language)
            sheet.cell(line, place, value)
