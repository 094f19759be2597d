"""``entente calibrate`` as a user meets it."""

import json

import pandas as pd
import pytest

DATA = """semaine;active_share;Présence;répondants;negotiation_a;negotiation_b
3;80 %;75 %;;;
6;;;10;0,2;0,5
9;60 %;62,5 %;;;
12;55 %;;;;
"""
WORDS = ("scenario=tiny.yaml", "partners.threshold=interval(0.1,0.9)", "staff.turnover=interval(0,0.9)", "points=720")


@pytest.fixture(scope="module")
def done(entente, shared_place):
    (shared_place / "observé.csv").write_bytes(DATA.encode("cp1252"))
    return entente("calibrate", "observé.csv", *WORDS, "output=bank", "--draws", "60", cwd=shared_place)


def test_calibration_is_printed(done):
    assert done.returncode == 0, done.stderr
    for text in ("7 observations of Share of the partners who are active, ",
                 "observé.csv, Windows-1252", "720 points × 1 replicates = 720 runs", "60 points × 1 replicates",
                 "Mean departures (departures/post/year)", "of 200 runs held out", "Fit: ",
                 " of 7 observations (about ", "scenario=bank/calibrated.yaml", "Results: bank"):  # fmt: skip
        assert text in done.stdout, text


def test_other_data_use_the_bank_that_is_there(done, entente, shared_place):
    (shared_place / "other.csv").write_text("week,active_share\n12,0.01\n9,0.99\n", encoding="utf-8")
    before = json.loads((shared_place / "bank" / "study.json").read_text(encoding="utf-8"))["sessions"]
    found = entente("calibrate", "other.csv", "bank", "--draws", "60", "--lang", "fr", cwd=shared_place)
    assert found.returncode == 0, found.stderr
    assert "2 observations de Part des partenaires actifs" in found.stdout
    assert "paramètre" in found.stdout
    assert "Résultats\xa0: bank" in found.stdout
    assert json.loads((shared_place / "bank" / "study.json").read_text(encoding="utf-8"))["sessions"] == before
    assert len(pd.read_csv(shared_place / "bank" / "observations.csv")) == 2


def test_what_is_found_is_a_design_around_a_scenario(done, entente, shared_place):
    words = ("design=bank/calibrated.csv", "scenario=bank/calibrated.yaml", "replicates=1", "output=s")
    points = entente("sweep", *words, cwd=shared_place)
    assert points.returncode == 0, points.stderr
    assert "60 points × 1 replicates" in points.stdout


def test_everything_wrong_is_told_at_once(entente, shared_place):
    (shared_place / "wrong.csv").write_text("week,active_share,nonsense\n3,85,1\n", encoding="utf-8")
    found = entente("calibrate", "wrong.csv", "scenario=tiny.yaml", "leadership.hours=2,3", cwd=shared_place)
    assert found.returncode == 2
    assert found.stdout == ""
    assert "nonsense: no such column" in found.stderr
    assert "wrong.csv:1" in found.stderr
    assert "leadership.hours: a calibration needs a range" in found.stderr
    found = entente("calibrate", "--draws", "3", "--start", "lundi", "--lang", "fr", cwd=shared_place)
    assert found.returncode == 2
    for text in (
        "calibrate\xa0: il n'y a pas de données",
        "draws\xa0: '3' n'est pas possible",
        "start\xa0: lundi ne peut pas être lu",
    ):
        assert text in found.stderr


def test_help_is_in_french_too(entente, shared_place):
    text = entente("calibrate", "--help", "--lang", "fr", cwd=shared_place).stdout
    assert "Une banque de simulations" in text
    assert "--draws nombre" in text
