"""``entente attendance`` as a user meets it, and the same from Python."""

import numpy as np
import pandas as pd
import pytest
from figure_texts import collisions, off_page, words

import entente as entente_
from entente.analysis.attendance.fingerprint import FIGURES
from entente.analysis.attendance.records import records_of_runs
from entente.sim.validation.validate import SettingsError

SCENARIO = """\
extends: twenty_partners
title: {fr: Petite table, en: Small table}
weeks: 120
communication:
  channels:
    walk: {period: 13, hours: 1}
    notes: {period: 1, hours: 0.1}
"""
WORDS = ("scenario=table.yaml", "replicates=6", "seed=7", "staff.turnover=0.8")


def register(rng):
    """Return a register of twelve organisations over 30 months, French and with semicolons."""
    lines = ["rencontre;date;organisme;présence;délégué·e;remarques"]
    for meeting in range(30):
        for k in range(12):
            came = "oui" if rng.random() < 0.2 + 0.06 * k else "non"
            person = f"p{k}.{meeting // 11}"
            day = f"01/{meeting % 12 + 1:02}/{2020 + meeting // 12}"
            lines.append(f"{meeting + 1};{day};org {k};{came};{person};")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def place_of_all(entente, shared_place):
    (shared_place / "table.yaml").write_text(SCENARIO, encoding="utf-8")
    (shared_place / "registre.csv").write_bytes(register(np.random.default_rng(3)).encode("cp1252"))
    done = entente("attendance", "registre.csv", *WORDS, "output=out", cwd=shared_place)
    assert done.returncode == 0, done.stderr
    return shared_place, done, files(shared_place / "out")


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_what_is_found_is_told(place_of_all):
    _, done, _ = place_of_all
    for text in ("30 meetings of 12 organisations, 360 expected in all (registre.csv, Windows-1252)",
                 "Channel: table (the one with most hours of invitations)", "6 replicates of 120 weeks, seed 7",
                 "Spread between organisations (sd)", "runs below", "Runs (6): mean", "Results: out",
                 "Written: out/fingerprint.svg", "Written: out/fingerprint_table.csv"):  # fmt: skip
        assert text in done.stdout, text
    head = next(line for line in done.stdout.splitlines() if line.endswith("runs below"))
    assert len(head) <= 100


def test_what_is_left_is_a_run_with_the_table_beside(place_of_all, entente):
    place, _, whole = place_of_all
    table = pd.read_csv(place / "out" / "fingerprint_table.csv")
    assert table["figure"].tolist() == list(FIGURES)
    assert list(table) == ["figure", "field", "field_low", "field_high", "runs", "runs_low", "runs_high", "below"]
    result = entente_.load(place / "out")
    mean = records_of_runs(result.attendance, "table").groupby("run")["present"].mean()
    row = table.set_index("figure").loc["mean"]
    assert row["runs"] == pytest.approx(mean.mean(), abs=1e-5)
    assert row["field_low"] < row["field"] < row["field_high"]
    assert "Who comes" in whole["fingerprint.svg"].decode(), "its title, for who does not see it"
    alone = entente("run", *WORDS, "attendance=true", "output=alone", cwd=place)
    assert alone.returncode == 0, alone.stderr
    for name in ("attendance", "weeks", "runs"):
        file = f"{name}.parquet"
        assert (place / "out" / file).read_bytes() == (place / "alone" / file).read_bytes()


def test_runs_that_are_there_are_taken_and_give_the_same(place_of_all, entente):
    place, _, whole = place_of_all
    done = entente("attendance", "registre.csv", "out", "--lang", "fr", cwd=place)
    assert done.returncode == 0, done.stderr
    assert "Canal\xa0: table" in done.stdout
    assert "Écart-type entre organisations" in done.stdout
    assert "Écrit\xa0: out/fingerprint.png" in done.stdout
    after = files(place / "out")
    assert {name for name in whole if whole[name] != after[name]} == {"fingerprint.svg", "fingerprint.png"}


def test_more_replicates_and_the_same_again(place_of_all, entente):
    place, _, whole = place_of_all
    for count, said in (("3", ""), ("6", "3 of 6 replicates were already there"), ("6", "were done already")):
        words = ("registre.csv", *WORDS[:1], f"replicates={count}", *WORDS[2:], "output=grown")
        done = entente("attendance", *words, cwd=place)
        assert done.returncode == 0, done.stderr
        assert said in done.stdout
    for name in ("attendance.parquet", "fingerprint_table.csv", "fingerprint.svg"):
        assert (place / "grown" / name).read_bytes() == whole[name]


def test_a_channel_by_its_name(place_of_all, entente):
    place, *_ = place_of_all
    done = entente("attendance", "registre.csv", "out", "--channel", "walk", cwd=place)
    assert done.returncode == 0, done.stderr
    assert "Channel: walk\n" in done.stdout
    done = entente("attendance", "registre.csv", "out", "--channel", "wlk", cwd=place)
    assert done.returncode == 2
    assert "channel: 'wlk' is not possible; expected one of table, walk, notes; nearest: walk" in done.stderr
    entente("attendance", "registre.csv", "out", cwd=place)


def test_everything_wrong_is_told_at_once(place_of_all, entente):
    place, *_ = place_of_all
    (place / "wrong.csv").write_text("meeting,organisation,present,rôle\n1,a,1,\n", encoding="utf-8")
    words = ("wrong.csv", "scenario=table.yaml", "leadership=shred", "attendance=false")
    done = entente("attendance", *words, cwd=place)
    assert done.returncode == 2
    assert done.stdout == ""
    for text in ("nothing was run, for 3 reasons", "rôle: no such column", "wrong.csv:1", "leadership: 'shred'",
                 "attendance: this command decides it itself"):  # fmt: skip
        assert text in done.stderr, text
    assert "there are no data" in entente("attendance", "scenario=table.yaml", cwd=place).stderr
    assert "'b' is not possible" in entente("attendance", "registre.csv", "out", "b", cwd=place).stderr


def test_folders_that_cannot_be_compared(place_of_all, entente):
    place, *_ = place_of_all
    entente("run", "scenario=tiny.yaml", "replicates=1", "output=bare", cwd=place)
    done = entente("attendance", "registre.csv", "bare", "--lang", "fr", cwd=place)
    assert done.returncode == 2
    assert "ces résultats n'ont pas de table attendance" in done.stderr
    assert "une simulation faite avec attendance=true" in done.stderr
    done = entente("attendance", "registre.csv", "outt", cwd=place)
    assert "outt: it holds no results of a run" in done.stderr
    done = entente("attendance", "registre.csv", "out", "replicates=9", cwd=place)
    assert done.returncode == 2
    assert "replicates: the runs are there already; expected the folder alone" in done.stderr


def test_a_rhythm_without_meetings_has_nothing_to_compare(place_of_all, entente):
    place, *_ = place_of_all
    words = ("registre.csv", "scenario=tiny.yaml", "replicates=1", "output=quiet", "communication=silent")
    done = entente("attendance", *words, cwd=place)
    assert done.returncode == 2
    assert "communication.channels: none counts as attendance; expected a channel of 0.5 h or more" in done.stderr


def test_from_python(place_of_all, monkeypatch):
    place, *_ = place_of_all
    monkeypatch.chdir(place)
    from_folder = entente_.attendance("registre.csv", "out")
    again = entente_.attendance("registre.csv", "table.yaml", replicates=6, seed=7, **{"staff.turnover": 0.8})
    pd.testing.assert_frame_equal(again.table, from_folder.table)
    assert again.changes == {"staff.turnover": "0.8"}
    assert isinstance(again, entente_.AttendanceResults)
    assert "30 meetings of 12 organisations with 6 replicates of table, channel table" in repr(again)
    assert {path.name for path in again.save(place / "kept", "fr")} == {
        "fingerprint.svg", "fingerprint.png", "fingerprint_table.csv"
    }  # fmt: skip
    with pytest.raises(SettingsError, match="channel: 'x' is not possible"):
        entente_.attendance("registre.csv", "out", channel="x")
    with pytest.raises(SettingsError, match="the runs are there already"):
        entente_.attendance("registre.csv", "out", replicates=3)
    entente_.attendance("registre.csv", "out", channel="walk").plot("en")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_figure_says_what_it_shows(place_of_all, language):
    place, *_ = place_of_all
    found = entente_.attendance(place / "registre.csv", place / "out")
    found.changes.update({"leadership": "shared", "lever": "pairing", "communication.channels.notices": ""})
    figure = found.plot(language)
    said = " ".join(words(figure))
    expected = {
        "en": ("Who comes", "Small table", "30 meetings, 12 organisations", "6 replicates", "channel table",
               "Levers: Pairing", "without notices", "Attendance by year", "holds 90%"),
        "fr": ("Qui vient", "Petite table", "30 rencontres, 12 organisations", "6 réplicats", "canal table",
               "Leviers\xa0: Le pairage", "Présence au fil d'une délégation", "contient 90\u202f%"),
    }[language]  # fmt: skip
    for text in expected:
        assert text in said, text
    assert off_page(figure) == []
    assert collisions(figure) == []


def test_a_bare_register_leaves_what_it_does_not_tell_empty(place_of_all):
    place, *_ = place_of_all
    rng = np.random.default_rng(1)
    table = pd.DataFrame([(meeting, f"o{k}", int(rng.random() < 0.5)) for meeting in range(6) for k in range(4)],
                         columns=["meeting", "organisation", "present"])  # fmt: skip
    found = entente_.attendance(table, place / "out")
    rows = found.table.set_index("figure")
    missing = ["spread", "first_year", "last_year", "first_fifth", "before_change", "exits"]
    assert rows.loc[missing, ["field", "field_low", "below"]].isna().all().all()
    assert rows["runs"].notna().all()
    said = words(found.plot())
    assert "No dates in the field's file." in said
    assert "No delegate in the field's file who has left." in said


def test_help_is_in_french_too(place_of_all, entente):
    place, *_ = place_of_all
    told = entente("attendance", "--help", "--lang", "fr", cwd=place).stdout
    assert "L'empreinte de la présence" in told
    assert "--channel nom" in told
