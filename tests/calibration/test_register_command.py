"""``entente calibrate`` on the attendance register of a table, as a planner meets it."""

import json

import pandas as pd
import pytest
from openpyxl import Workbook

from entente.commands.calibration.register_file import kind_of_mark

DATES = [f"{1 + k:02d}/{1 + k % 12:02d}/{2023 + k // 12}" for k in range(18)]
MARKS = {
    "CLSC": "PPPPPPAPPPPPPPPPPP",
    "CPE": "PPPPPPPPPPPPPAAEAA",
    "Ville": "APAPPAAPAPAAPAPAAP",
    "École": "PAPPPPAPPEPPPAPPPP",
}


def register(turned=False, marks=MARKS, dates=DATES):
    rows = [["Partenaires", "Délégué", *dates], *([name, "Marie Tremblay", *row] for name, row in marks.items())]
    rows.append(["Total", "", *["3"] * len(dates)])
    return [list(one) for one in zip(*rows, strict=True)] if turned else rows


def text_of(rows):
    return "Présences au comité\r\n" + "\r\n".join(";".join(row) for row in rows)


@pytest.fixture(scope="module")
def done(entente, shared_place):
    (shared_place / "registre.csv").write_bytes(text_of(register()).encode("cp1252"))
    return entente("calibrate", "registre.csv", "output=said", "--lang", "fr", cwd=shared_place)


def test_what_is_read_foreseen_and_scored_is_said(done):
    assert done.returncode == 0, done.stderr
    for text in ("18 rencontres de 4 organisations", "Délégué, Total", "2 absences", "CPE", "Brier", "Conseil A"):
        assert text.lower() in done.stdout.lower(), text
    assert "Marie Tremblay" not in done.stdout


def test_no_name_is_written_unless_asked(done, entente, shared_place):
    files = sorted((shared_place / "said").iterdir())
    texts = ["fingerprint.csv", "forecast.csv", "forecast.json", "forecast.svg", "forecast_scores.csv", "posterior.csv"]
    assert [one.name for one in files if one.suffix != ".png"] == texts
    said = [one.read_text(encoding="utf-8") for one in files if one.suffix != ".png"]
    assert not any(name in one for one in said for name in (*MARKS, "Tremblay"))
    whole = json.loads((shared_place / "said" / "forecast.json").read_text(encoding="utf-8"))
    assert whole["meetings"] == 18
    assert [row["line"] for row in whole["forecast"]] == [1, 2, 3, 4, 0]
    named = entente("calibrate", "registre.csv", "output=named", "--names", cwd=shared_place)
    assert named.returncode == 0, named.stderr
    assert "CLSC" in (shared_place / "named" / "forecast.csv").read_text(encoding="utf-8")
    assert "CLSC" in (shared_place / "named" / "forecast.svg").read_text(encoding="utf-8")
    assert "not to be shared" in named.stdout


def test_the_same_register_the_other_way_and_in_a_workbook(done, entente, shared_place):
    book = Workbook()
    for row in register(turned=True):
        book.active.append(row)
    book.save(shared_place / "register.xlsx")
    (shared_place / "turned.csv").write_text(text_of(register(turned=True)), encoding="utf-16")
    for name in ("register.xlsx", "turned.csv"):
        found = entente("calibrate", name, "output=" + name.split(".")[1], cwd=shared_place)
        assert found.returncode == 0, found.stderr
        again = (shared_place / name.split(".")[1] / "forecast.csv").read_text()
        assert again == (shared_place / "said" / "forecast.csv").read_text()


def test_a_scenario_of_ones_own_stands_beside_it(done, entente, shared_place):
    found = entente("calibrate", "registre.csv", "scenario=tiny.yaml", "weeks=60", "replicates=3", "output=own",
                    cwd=shared_place)  # fmt: skip
    assert found.returncode == 0, found.stderr
    assert "your scenario" in found.stdout
    again = entente("calibrate", "registre.csv", "own/scenario", cwd=shared_place)
    assert again.returncode == 0, again.stderr
    assert "your scenario" in again.stdout


def test_organisations_are_matched_with_those_of_the_scenario(entente, shared_place):
    (shared_place / "liste.csv").write_text(
        "Organisme;Type\nC.L.S.C.;CLSC\nCPE;CPE\nVille;Ville\nÉcole du Ruisseau;École\nBibliothèque;Culture\n",
        encoding="utf-8",
    )
    assert entente("plan", "liste.csv", "--no-search", cwd=shared_place).returncode == 0
    marks = {"cpe ": MARKS["CPE"], "VILLE": MARKS["Ville"], "Ecole du ruisseaux": MARKS["École"], "YMCA": MARKS["CLSC"]}
    (shared_place / "autre.csv").write_text(text_of(register(marks=marks)), encoding="utf-8")
    found = entente("calibrate", "autre.csv", "scenario=liste.yaml", "weeks=60", "replicates=3", cwd=shared_place)
    assert found.returncode == 0, found.stderr
    for text in ("that your scenario has: 2 of 4", "Ecole du ruisseaux (nearest: École du Ruisseau)", "scenario: YMCA",
                 "not in the register: C.L.S.C., École du Ruisseau, Bibliothèque", "  CPE: came to"):  # fmt: skip
        assert text in found.stdout, text
    assert "VILLE" not in found.stdout


def test_a_bank_of_ones_own_is_made_once_and_taken_after(done, entente, shared_place):
    words = ("scenario=tiny.yaml", "plausible=10", "replicates=20", "weeks=364")
    made = entente("calibrate", *words, "--bank", cwd=shared_place)
    assert made.returncode == 0, made.stderr
    assert "runs 20, plausible settings 10" in " ".join(made.stdout.split())
    (folder,) = shared_place.glob("tiny-attendance-*")
    assert (folder / "attendance_bank.npz").is_file()
    again = entente("calibrate", *words, "--bank", cwd=shared_place)
    assert again.stdout.strip() == made.stdout.strip().splitlines()[-1]
    found = entente("calibrate", "registre.csv", *words, "output=banked", cwd=shared_place)
    assert found.returncode == 0, found.stderr
    assert "learnt from the bank of your scenario" in found.stdout
    figures = pd.read_csv(shared_place / "banked" / "fingerprint.csv")
    assert {"scenario", "scenario_low", "scenario_high"} <= set(figures)
    other = entente("calibrate", "registre.csv", *words[:1], "weeks=60", "replicates=3", cwd=shared_place)
    assert "--bank makes those of your scenario" in " ".join(other.stdout.split())


@pytest.mark.parametrize(("words", "said"), [
    (("registre.csv", "somewhere", "--bank"), "a bank is made of a scenario"),
    (("scenario=tiny.yaml", "--bank", "output=here"), "this command decides it itself"),
    (("scenario=tiny.yaml", "--bank", "plausible=null"), "spread over plausible settings"),
    (("scenario=tiny.yaml", "--bank", "weeks=12", "plausible=5", "replicates=10"), "too few meetings in the runs"),
    (("series.csv", "--bank", "scenario=tiny.yaml"), "holds no attendance register"),
])  # fmt: skip
def test_banks_that_cannot_be_are_refused(done, entente, shared_place, words, said):
    (shared_place / "series.csv").write_text("week;attendance\n1;0.5\n2;0.6\n", encoding="utf-8")
    found = entente("calibrate", *words, cwd=shared_place)
    assert found.returncode == 2
    assert said in " ".join(found.stderr.split())
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize(("kind", "marks"), {
    "came": "x X 1 1,0 1.0 P p V O oui yes TRUE présent Présente présent(e) ✓ ● visio retard",
    "missed": "0 A a N non no FALSE absent ABSENTE abs. absent(e) ✗ ☐",
    "excused": "E Exc. excusé Excusée excusé(e) motivé",
    "no partner": "- – n/a s/o",
}.items())  # fmt: skip
def test_marks_are_understood(kind, marks):
    assert {mark: kind_of_mark(mark) for mark in marks.split()} == dict.fromkeys(marks.split(), kind)
    assert kind_of_mark("absent motivé") == "excused"
    assert kind_of_mark("en ligne") == "came"
    assert kind_of_mark("  ") == "blank"
    assert [kind_of_mark(mark) for mark in ("R", "2", "?", "Marie")] == [None] * 4


NUMBERED = [str(45000 + 30 * k) for k in range(18)]


@pytest.mark.parametrize(("rows", "said"), [
    (register(marks={"CLSC": MARKS["CLSC"]}), "fewer than two organisations"),
    (register(dates=DATES[:1], marks={name: row[:1] for name, row in MARKS.items()}), "too few meetings to foresee"),
    (register(marks={"CLSC": "A" * 18, "CPE": "A" * 18}), "nobody ever came"),
    (register(marks={"CLSC": "P" * 18, "CPE": "P" * 18}), "everybody came each time"),
    (register(marks={**MARKS, "Banque": "PPPZ" + "P" * 14}), "F7"),
    (register(marks={**MARKS, " CLSC": MARKS["CLSC"]}), "is there twice"),
    (register(marks={f"Organisme {k}": MARKS["CLSC"] for k in range(10_000)}), "more than a table keeps"),
])  # fmt: skip
def test_what_cannot_be_taken_is_refused(entente, place, rows, said):
    (place / "bad.csv").write_text(text_of(rows), encoding="utf-8")
    found = entente("calibrate", "bad.csv", cwd=place)
    assert found.returncode in (1, 2)
    assert said in found.stderr
    assert "Traceback" not in found.stderr


def test_dates_left_as_numbers_are_dates(entente, place):
    (place / "numbers.csv").write_text(text_of(register(dates=NUMBERED[::-1])), encoding="utf-8")
    found = entente("calibrate", "numbers.csv", cwd=place)
    assert found.returncode == 0, found.stderr
    assert "18 meetings of 4 organisations" in found.stdout


def test_a_register_takes_no_ranges(entente, place):
    (place / "registre.csv").write_text(text_of(register()), encoding="utf-8")
    found = entente("calibrate", "registre.csv", "leadership.hours=interval(2,35)", cwd=place)
    assert found.returncode == 2
    assert "attendance register" in found.stderr
