"""``entente plan`` as a subprocess: from a list to a scenario that other commands take; what is no list is refused."""

import signal
import time

import pandas as pd
import pytest
import yaml
from openpyxl import load_workbook
from plan.sheets import ENCRYPTED, HEAD, PICTURE, ROWS, csv_text, with_macros, workbook

import entente as entente_python
from entente.studies.study_files import read_manifest, write_manifest


def test_the_list_that_ships_becomes_a_scenario_that_runs(entente, tmp_path):
    found = entente("plan", "vieux_moulin", "leadership.hours=17.5", "--no-search", "--lang", "fr", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    for text in (
        "Ce qui ne peut pas marcher",
        "Personne déléguée",
        "36\N{NARROW NO-BREAK SPACE}855",
        "qui travaille avec qui",
    ):
        assert text in found.stdout
    tree = yaml.safe_load((tmp_path / "vieux_moulin.yaml").read_text(encoding="utf-8"))
    assert len(tree["organisations"]) == 18
    assert tree["lead"] == "table_du_vieux_moulin"
    assert "A. B." not in (tmp_path / "vieux_moulin.yaml").read_text(encoding="utf-8")
    words = ["scenario=vieux_moulin.yaml", "replicates=2", "weeks=60", "output=out"]
    run = entente("run", *words, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert "before simulating: A case takes" in run.stderr
    assert "What it costs" in run.stdout
    assert "36,855" in run.stdout


def test_the_same_list_again_changes_nothing_and_another_one_is_not_written_over(entente, tmp_path):
    (tmp_path / "list.csv").write_text(csv_text(), encoding="utf-8")
    assert entente("plan", "list.csv", "--no-search", cwd=tmp_path).returncode == 0
    first = (tmp_path / "list.yaml").read_bytes()
    assert entente("plan", "list.csv", "--no-search", cwd=tmp_path).returncode == 0
    refused = entente("plan", "list.csv", "leadership=shared", "--no-search", cwd=tmp_path)
    assert refused.returncode == 2
    assert "--overwrite" in refused.stderr
    assert (tmp_path / "list.yaml").read_bytes() == first
    assert entente("plan", "list.csv", "leadership=shared", "--no-search", "--overwrite", cwd=tmp_path).returncode == 0
    tree = yaml.safe_load((tmp_path / "list.yaml").read_text(encoding="utf-8"))
    assert tree["defaults"] == [{"override /leadership": "shared"}, "_self_"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_template_is_read_back_once_its_example_is_copied(entente, tmp_path, language):
    assert entente("plan", "--template", "t.xlsx", "--lang", language, cwd=tmp_path).returncode == 0
    book = load_workbook(tmp_path / "t.xlsx")
    form, help_, example = book.worksheets[:3]
    assert len(form.data_validations.dataValidation) == 12
    assert help_["B14"].value
    for row in example.iter_rows(min_row=2):
        for cell in row:
            form.cell(cell.row, cell.column, cell.value)
    book.save(tmp_path / "t.xlsx")
    found = entente("plan", "t.xlsx", "--no-search", "--lang", language, cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert len(yaml.safe_load((tmp_path / "t.yaml").read_text(encoding="utf-8"))["organisations"]) == 3


def test_work_is_scaled_to_the_table_on_request(entente, tmp_path):
    assert entente("plan", "vieux_moulin", "--scale-work", "--no-search", cwd=tmp_path).returncode == 0
    tree = yaml.safe_load((tmp_path / "vieux_moulin.yaml").read_text(encoding="utf-8"))
    scale = tree["stages"]["action"]["work"] / 1200
    assert 0.3 < scale < 0.6
    assert tree["stages"]["vision"]["work"] == pytest.approx(150 * scale, rel=0.01)
    assert tree["casework"]["hours"] == pytest.approx(1.5 * scale * 20 / 18, rel=0.01)  # of 18 partners instead of 20


def test_an_envelope_that_the_situation_does_not_keep_is_said_with_an_exit_code(entente, tmp_path):
    kept = entente("plan", "vieux_moulin", "--envelope", "50000", "--no-search", cwd=tmp_path)
    assert kept.returncode == 0
    assert "within its envelope" in kept.stdout
    over = entente("plan", "vieux_moulin", "--envelope", "50 000,1000", "--no-search", "--overwrite", cwd=tmp_path)
    assert over.returncode == 1
    assert "Year 2" in over.stdout
    assert "Year 1:" not in over.stdout


MANY = [[f"Organisme {k}", "Communautaire"] for k in range(10_000)]
BAD = {
    "empty.csv": (b"", "it is empty"),
    "no_head.csv": (b"un;deux\r\ntrois;quatre\r\n", "no row of headings"),
    "one.csv": (csv_text(rows=ROWS[:1]).encode(), "number of partners: 1; expected from 2 to 500"),
    "many.csv": (csv_text(head=HEAD[:2], rows=MANY).encode(), "number of partners: 10000"),
    "twice.csv": (csv_text(rows=[*ROWS, ROWS[0]]).encode(), "already on line 2"),
    "picture.xlsx": (PICTURE, "a picture (PNG)"),
    "secret.xlsx": (ENCRYPTED, "protected by a password"),
    "old.xls": (ENCRYPTED.replace("EncryptedPackage".encode("utf-16-le"), bytes(32)), "older Excel"),
    "macros.xlsm": (with_macros(workbook([HEAD, *ROWS])), "macros"),
    "macros.xlsx": (with_macros(workbook([HEAD, *ROWS])), "macros"),
    "damaged.xlsx": (workbook([HEAD, *ROWS])[:900], "damaged"),
    "formula.xlsx": (workbook([HEAD, ["A", "CLSC", "=B2*2"], *ROWS]), "is a formula"),
    "dates.xlsx": (workbook([HEAD, ["A", "CLSC", 8, 8, 45292], *ROWS]), "nearest: 2024-01-01"),
    "letter.pdf": (b"%PDF-1.7 rest", "PDF"),
    "quote.csv": (b'Organisme;Type\r\n"CLSC;CLSC\r\n', "quotation mark"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_list_is_refused_in_words(entente, tmp_path, name):
    content, said = BAD[name]
    (tmp_path / name).write_bytes(content)
    found = entente("plan", name, cwd=tmp_path)
    assert found.returncode == 2
    assert said in found.stderr
    assert name in found.stderr
    assert not list(tmp_path.glob("*.yaml"))


def test_invisible_characters_are_left_out_with_a_word(entente, tmp_path):
    rows = [["CLSC\x07 du\N{RIGHT-TO-LEFT OVERRIDE} Moulin", "CLSC"], ["Table\x1b", "Table de quartier"]]
    (tmp_path / "list.csv").write_text(csv_text(head=HEAD[:2], rows=rows), encoding="utf-8")
    found = entente("plan", "list.csv", "--no-search", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert "invisible characters (A2, A3)" in found.stdout
    tree = yaml.safe_load((tmp_path / "list.yaml").read_text(encoding="utf-8"))
    assert tree["organisations"]["clsc_du_moulin"]["name"] == "CLSC du Moulin"


def test_a_sheet_that_is_protected_against_changes_is_read(entente, tmp_path):
    def protect(book, sheet):
        sheet.protection.sheet, sheet.protection.password = True, "secret"
        book.security.lockStructure = True

    (tmp_path / "list.xlsx").write_bytes(workbook([HEAD, *ROWS], change=protect))
    found = entente("plan", "list.xlsx", "--no-search", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert len(yaml.safe_load((tmp_path / "list.yaml").read_text(encoding="utf-8"))["organisations"]) == 3


@pytest.mark.parametrize(("words", "said"), [
    (["nowhere.csv"], "cannot be opened"),
    ([], "there is no list of partners"),
    (["list.csv", "--lead", "CLSC du Moulins"], "nearest: CLSC du Moulin"),
    (["list.csv", "--envelope", "-5"], "0 or more"),
    (["list.csv", "--envelope", "beaucoup"], "dollars a year"),
    (["list.csv", "--rate", "9000"], "from 0 to 500"),
    (["list.csv", "leadershp=shared"], "nearest"),
    (["list.csv", "leadership.hours=900"], "from 0 to 80"),
    (["list.csv", "--no-search", "replicates=9"], "nothing is run here"),
    (["list.csv", "--no-search", "--scenario", "mine.txt"], ".yaml"),
])  # fmt: skip
def test_what_cannot_be_asked_is_refused(entente, tmp_path, words, said):
    (tmp_path / "list.csv").write_text(csv_text(), encoding="utf-8")
    found = entente("plan", *words, cwd=tmp_path)
    assert found.returncode == 2
    assert said in found.stderr


def test_kinds_are_printed_with_grades_and_sources(entente, tmp_path):
    found = entente("plan", "--kinds", "kinds.community.turnover=0.33", cwd=tmp_path)
    assert found.returncode == 0
    assert "kinds.community.turnover" in found.stdout
    assert "0.33" in found.stdout
    assert "answers.after" in found.stdout


ONE_OF_EACH = ("leadership=shared", "communication=monthly_table", "governance=light")  # levers alone are searched
SEARCH = ("--quick", "--levers", "mediation,pairing", "replicates=12", "threads=1", "plausible=2", "weeks=26")


def searched(entente, place, *words):
    (place / "list.csv").write_text(csv_text(), encoding="utf-8")
    return entente("plan", "list.csv", *words, *ONE_OF_EACH, *SEARCH, cwd=place)


def test_a_list_becomes_a_folder_with_all_that_a_committee_needs(entente, tmp_path):
    found = searched(entente, tmp_path, "output=ours")
    assert found.returncode == 0, found.stderr
    for text in ("Without --envelope", "As it is, the partnership holds in", "fresh futures:", "report.html"):
        assert text in found.stdout, text
    left = {one.name for one in (tmp_path / "ours").iterdir()}
    assert {"report.html", "report.docx", "live.html", "scenario.yaml", "reading.txt", "plans.csv"} <= left
    assert "What was assumed" in (tmp_path / "ours" / "reading.txt").read_text(encoding="utf-8")
    report = (tmp_path / "ours" / "report.html").read_text(encoding="utf-8")
    assert "entente plan list.csv output=ours leadership=shared communication=monthly_table" in report
    manifest = (tmp_path / "ours" / "manifest.json").read_text(encoding="utf-8")
    assert "scenario=scenario.yaml" in manifest
    assert str(tmp_path) not in manifest
    kept = (tmp_path / "ours" / "plans.csv").read_bytes()
    again = entente("portfolios", "scenario=ours/scenario.yaml", *ONE_OF_EACH, "output=again", *SEARCH, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "again" / "plans.csv").read_bytes() == kept


def test_plans_of_a_file_are_weighed_and_what_is_only_read_is_not_searched_for(entente, tmp_path):
    (tmp_path / "plans.yaml").write_text("Ours:\n  lever: pairing\n", encoding="utf-8")
    found = searched(entente, tmp_path, "--options", "plans.yaml", "--lang", "fr")
    assert found.returncode == 0, found.stderr
    assert "Ours" in found.stdout
    assert (tmp_path / "results" / "list-portfolios" / "report.docx").is_file()
    refused = entente("plan", "list.csv", "--no-search", "--quick", "--goal", "final>=0.5", cwd=tmp_path)
    assert refused.returncode == 2
    assert "--quick" in refused.stderr
    assert "--goal" in refused.stderr


def test_killed_and_given_again_it_goes_on_in_its_folder(entente, start, tmp_path):
    assert searched(entente, tmp_path, "output=whole").returncode == 0
    cut, words = tmp_path / "results" / "list-portfolios", ("plan", "list.csv", *ONE_OF_EACH, *SEARCH)
    process = start(*words, cwd=tmp_path)
    while not (cut / ".rounds").exists() and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not (cut / "plans.csv").exists()
    assert (cut / "scenario.yaml").is_file()
    again = entente(*words, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert [one.name for one in (tmp_path / "results").iterdir()] == ["list-portfolios"]
    for name in ("plans.csv", "futures.csv", "scenario.yaml", "reading.txt", "curves.csv", "conditions.csv"):
        assert (cut / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), name


def test_a_folder_of_another_version_is_refused_in_words(entente, tmp_path):
    assert searched(entente, tmp_path, "output=ours").returncode == 0
    (first,) = (tmp_path / "ours" / ".rounds").glob("1*")
    about = read_manifest(first / ".parts")
    about["identity"]["arms"]["hash"] = "of other portfolios"
    write_manifest(first / ".parts", about)
    kept = (tmp_path / "ours" / "plans.csv").read_bytes()
    refused = searched(entente, tmp_path, "output=ours")
    assert refused.returncode == 2
    assert "made by another version of Entente" in refused.stderr
    assert "overwrite=true" in refused.stderr
    assert "arms" not in refused.stderr
    assert (tmp_path / "ours" / "plans.csv").read_bytes() == kept
    again = searched(entente, tmp_path, "output=ours", "overwrite=true")
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "ours" / "plans.csv").read_bytes() == kept


def test_python_finds_what_the_command_finds(entente, tmp_path):
    assert searched(entente, tmp_path, "output=ours", "--envelope", "90000").returncode == 0
    found = entente_python.plan(
        tmp_path / "list.csv", *ONE_OF_EACH, envelope=90_000, quick=True, levers=["mediation", "pairing"],
        replicates=12, threads=1, plausible=2, weeks=26, output=tmp_path / "mine",
    )  # fmt: skip
    left, mine = ({one.name for one in (tmp_path / name).iterdir()} for name in ("ours", "mine"))
    assert left == mine
    for name in ("plans.csv", "futures.csv", "scenario.yaml", "curves.csv"):
        assert (tmp_path / "ours" / name).read_bytes() == (tmp_path / "mine" / name).read_bytes(), name
    report = (tmp_path / "mine" / "report.html").read_text(encoding="utf-8")
    assert "entente.plan(" in report
    assert "envelope=90000" in report
    read = pd.read_csv(tmp_path / "ours" / "plans.csv")
    assert found.plans.table["plan"].tolist() == read["plan"].tolist()
    assert found.plans.table["holds"].tolist() == pytest.approx(read["holds"].tolist(), rel=1e-5)
    assert "<table" in found._repr_html_()
