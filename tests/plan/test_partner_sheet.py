"""Lists of partners as Excel saves them, in French or in English, are read the same; each wrong cell is said."""

from datetime import date
from math import isclose

import pytest
from plan.sheets import HEAD, ROWS, csv_text, workbook

from entente.commands.plan.cells import parse_attendance, parse_decides, parse_dollars, parse_hours, parse_years
from entente.commands.plan.columns import meanings_of_headings
from entente.commands.plan.kinds import change_kinds, shipped_kinds
from entente.commands.plan.partner_sheet import read_partner_sheet
from entente.sim.validation.validate import SettingsError

TODAY = date(2026, 11, 28)
MERGED = "Table du Moulin : les partenaires\r\nMise à jour\r\n\r\n"


def read(folder, content, name="list.csv", kinds=None):
    path = folder / name
    path.write_bytes(content)
    return read_partner_sheet(path, kinds or shipped_kinds(), TODAY)


def said(sheet):
    return [(one.name, one.kind.name, one.hours, one.attendance, round(one.years, 1)) for one in sheet.partners]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_every_encoding_and_separator_of_excel_is_read_the_same(tmp_path, encoding, separator):
    sheet = read(tmp_path, csv_text(separator, title=MERGED).encode(encoding))
    assert said(sheet) == [
        ("CLSC du Moulin", "health", 8.5, 0.8, 5.4), ("Maison des jeunes", "youth", 6.0, 0.35, 3.0),
        ("Table du Moulin", "coordination", 20.0, 1.0, 11.7),
    ]  # fmt: skip


def test_commas_separate_where_decimals_have_points(tmp_path):
    rows = [[cell.replace(",", ".") for cell in row] for row in ROWS]
    assert said(read(tmp_path, csv_text(",", rows=rows).encode()))[0][2] == 8.5


def test_a_workbook_with_titles_and_numbers_is_read_as_its_csv_is(tmp_path):
    rows = [["Liste des partenaires"], [], HEAD, ["CLSC du Moulin", "CLSC", 8.5, "8/10", 2021],
            ["Maison des jeunes", "Maison des jeunes", 6, 0.35, "3 ans"],
            ["Table du Moulin", "Table de quartier", "20 h", 10, date(2015, 3, 1)]]  # fmt: skip

    def change(book, sheet):
        sheet.merge_cells("A1:E1")
        sheet["D5"].number_format = "0 %"
        book.create_sheet("Notes")["A1"] = "rien"

    found = read(tmp_path, workbook(rows, change=change), "list.xlsx")
    assert said(found) == said(read(tmp_path, csv_text().encode()))
    assert found.title == "Partenaires"


def test_headings_in_either_language_in_any_order():
    french = ["Nom", "ORGANISME", "Clientèle desservie", "Territoire desservi", "Type d’organisme", "Peut decider?",
              "Courriel",
              "En poste depuis", "Nb de rencontres (10 dernières)", "Travaille avec", "Porteur", "Contribution ($)",
              "Météo"]  # fmt: skip
    assert meanings_of_headings(french) == [
        "person", "name", "serves", "territory", "kind", "decides", "person", "since", "attendance", "works_with",
        "lead",
        "dollars", None,
    ]  # fmt: skip
    english = ["Kind of organization", "Name", "Hours a month", "Who it serves", "Delegate", "Notes"]
    assert meanings_of_headings(english) == ["kind", "name", "hours", "serves", "person", ""]


@pytest.mark.parametrize(("text", "hours"), [
    ("8,5", 8.5), ("8.5 h", 8.5), ("2 h/semaine", 2 * 52 / 12), ("1 h par sem.", 52 / 12), ("12 heures", 12.0),
    ("beaucoup", None), ("35 %", None), ("3 jours", None),
])  # fmt: skip
def test_hours_as_people_write_them(text, hours):
    found = parse_hours(text)
    assert (found is None and hours is None) or isclose(found, hours)


def test_other_cells_as_people_write_them():
    assert [parse_dollars(one) for one in ("1 250,00 $", "$1,250", "1250.5", "gratuit")] == [
        1250.0,
        1250.0,
        1250.5,
        None,
    ]
    answers = ("Oui", "non", "Après consultation", "doit consulter", "peut-être", "YES")
    assert [parse_decides(one) for one in answers] == ["yes", "no", "after", "after", None, "yes"]
    assert [parse_attendance(one) for one in ("8", "8/10", "12 sur 15", "80 %", "11", "-1")] == [
        0.8,
        0.8,
        0.8,
        0.8,
        None,
        None,
    ]
    years = [parse_years(one, TODAY) for one in ("3 ans", "6 mois", "28/11/2024", "2030", "hier")]
    assert [one if one is None else round(one, 1) for one in years] == [3.0, 0.5, 2.0, None, None]


def test_everything_wrong_is_said_at_once_with_its_cell_and_what_is_near(tmp_path):
    head = [*HEAD, "Travaille avec", "Personne-contact"]
    rows = [
        ["CLSC du Moulin", "hopitall", "huit", "2024-10-08", "45292", "", "Jeanne"],
        ["CLSC du moulin", "CLSC", "=4*2", "8", "2021", "", ""],
        ["Escale", "Maison des jeunes", "-3", "8", "2031", "CLSC du Moulins", ""],
        ["", "Police", "3", "", "", "", ""],
    ]
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, workbook([head, *rows]), "list.xlsx")
    found = {str(one.origin).rpartition("!")[2]: str(one) for one in caught.value.violations}
    assert set(found) == {"B2", "C2", "D2", "E2", "C3", "C4", "E4", "A5"}
    assert "health and social services" in found["B2"]
    assert "nearest: 8/10" in found["D2"]
    assert "nearest: 2024-01-01" in found["E2"]
    assert "formula" in found["C3"]
    assert "list.xlsx, Partenaires!C4" in found["C4"]


def test_names_that_do_not_go_together_are_said(tmp_path):
    head, rows = [*HEAD[:2], "Travaille avec", "Porteur"], [
        ["CLSC", "CLSC", "Escales", "x"], ["Escale", "Maison des jeunes", "", "x"], ["clsc", "CLSC", "", ""],
    ]  # fmt: skip
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, csv_text(head=head, rows=rows).encode())
    problems = [str(one) for one in caught.value.violations]
    assert len(problems) == 3
    assert any("nearest: Escale" in one and "C2" in one for one in problems)


def test_figures_of_kinds_can_be_changed_and_wrong_ones_are_refused():
    changed, others = change_kinds(shipped_kinds(), ["kinds.health.turnover=0.3", "answers.after=0.6", "weeks=52"])
    assert changed.kinds["health"].figures["turnover"].value == 0.3
    assert changed.answers["after"].value == 0.6
    assert others == ["weeks=52"]
    with pytest.raises(SettingsError) as caught:
        change_kinds(shipped_kinds(), ["kinds.helth.turnover=0.3", "kinds.health.turnover=3", "kinds.health.rigour=1"])
    assert len(caught.value.violations) == 3
    assert caught.value.violations[0].nearest[0] == "health"


def test_every_kind_is_found_by_its_names_in_both_languages():
    table = shipped_kinds()
    for kind in table.kinds.values():
        assert table.find(kind.label.fr) is kind
        assert table.find(kind.label.en.upper()) is kind


@pytest.mark.parametrize(("titles", "name"), [
    (["Table du Moulin : les partenaires", "Mise à jour"], "Table du Moulin"),
    (["Liste des partenaires 2026", "Réseau Logement d'abord"], "Réseau Logement d'abord"),
    (["List of partners – Old Mill Coalition"], "Old Mill Coalition"),
    (["Partenaires pour la réussite : quartier Nord"], "Partenaires pour la réussite : quartier Nord"),
    (["Nos partenaires au 3 mars", "2026-03-01"], ""),
])  # fmt: skip
def test_a_title_over_the_headings_names_the_partnership(tmp_path, titles, name):
    content = csv_text(title="".join(f"{one};;\r\n" for one in titles)).encode()
    assert read(tmp_path, content).name == name
    rows = [*([one] for one in titles), HEAD, *ROWS]
    merged = workbook(rows, change=lambda _, sheet: sheet.merge_cells("A1:E1"))
    assert read(tmp_path, merged, "list.xlsx").name == name
