"""``entente run`` as a user meets it: what it prints, what it leaves, how it is stopped."""

import json
import signal
import time

import pandas as pd
import pytest
import yaml

from entente.sim.model.measures import CASE_TALLY, SERIES, SUMMARIES

TABLES = ("weeks.parquet", "runs.parquet", "cases.parquet")
ALSO = ("conditions.parquet", "event_log.parquet")
SAME = (*TABLES, *ALSO, "mobilisation.svg", "mobilisation.png", "settings.yaml")


@pytest.fixture(scope="module")
def twice(entente, shared_place):
    words = ("run", "scenario=tiny.yaml", "replicates=3", "seed=7")
    return [entente(*words, cwd=shared_place) for _ in range(2)]


@pytest.fixture(scope="module")
def folder(twice, shared_place):
    return shared_place / "results" / "tiny"


def test_says_what_is_run_and_what_came_out(twice):
    done = twice[0]
    assert done.returncode == 0, done.stderr
    assert "Small table (tiny)" in done.stdout
    for word in ("shared", "quarterly table", "3 replicates of 12 weeks, seed 7", "Peak of mobilisation", "5–95%"):
        assert word in done.stdout
    assert "Ran out of steam" in done.stdout
    assert "Results: results/tiny" in done.stdout
    assert "3 of 3 replicates done" in done.stderr


def test_leaves_tables_settings_manifest_and_figure(folder):
    assert {path.name for path in folder.iterdir()} == {*SAME, "manifest.json"}
    weeks, runs, cases = (pd.read_parquet(folder / name) for name in TABLES)
    assert list(weeks) == ["replicate", "week", *SERIES]
    assert len(weeks) == 3 * 12
    assert list(runs) == ["replicate", *SUMMARIES]
    assert list(cases) == ["replicate", "territory", "population", *CASE_TALLY]
    arrived = weeks.groupby("replicate")["cases_arrived"].sum()
    assert list(cases.groupby("replicate")["arrived"].sum()) == list(arrived)
    assert str(runs["half_life"].dtype) == "Int64"
    assert runs["essoufflement"].dtype == bool


def test_manifest_says_all_that_decided_the_run(folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["seed"] == 7
    assert manifest["replicates"] == {"asked": 3, "done": 3}
    assert manifest["interrupted"] is False
    assert manifest["choices"]["leadership"] == "shared"
    assert manifest["settings"]["weeks"] == 12
    assert sum(manifest["ended"].values()) == 3
    assert manifest["versions"]["numba"]
    assert sorted(manifest["files"]) == sorted(path.name for path in folder.iterdir())


def test_same_call_gives_same_bytes_in_the_next_free_folder(folder):
    second = folder.with_name("tiny-2")
    for name in SAME:
        assert (folder / name).read_bytes() == (second / name).read_bytes(), name


def test_settings_left_by_a_run_rerun_it_exactly(entente, folder, shared_place):
    done = entente("run", f"scenario={folder / 'settings.yaml'}", "output=again", cwd=shared_place)
    assert done.returncode == 0, done.stderr
    for name in (*TABLES, "settings.yaml"):
        assert (folder / name).read_bytes() == (shared_place / "again" / name).read_bytes(), name


def test_other_format_in_french_over_former_results(entente, place):
    output = place / "mine"
    output.mkdir()
    (output / "notes.txt").write_text("keep me")
    (output / "weeks.parquet").write_text("old")
    words = ("scenario=tiny.yaml", "replicates=2", "weeks=8", f"output={output}")
    refused = entente("run", *words, cwd=place)
    assert refused.returncode == 2
    assert "overwrite=true" in refused.stderr
    more = ("overwrite=true", "format=csv", "by_organisation=true", "communication=email_only")
    done = entente("run", "--lang", "fr", *words, *more, cwd=place)
    assert done.returncode == 0, done.stderr
    assert "Petite table" in done.stdout
    assert "Essoufflement" in done.stdout
    names = {path.name for path in output.iterdir()}
    assert {"notes.txt", "weeks.csv", "runs.csv", "organisations.csv"} <= names
    assert "weeks.parquet" not in names
    organisations = pd.read_csv(output / "organisations.csv")
    assert len(organisations) == 2 * 8 * 5
    assert list(organisations["organisation"].unique()) == ["house", "school", "clinics_1", "clinics_2", "clinics_3"]
    assert list(yaml.safe_load((output / "settings.yaml").read_text())["communication"]["channels"]) == ["emails"]


def test_ctrl_c_keeps_what_was_finished(start, place):
    process = start("run", "scenario=tiny.yaml", "replicates=300000", "output=cut", cwd=place)
    parts = place / "cut" / ".parts" / "runs"
    until = time.monotonic() + 240
    while not [*parts.glob("part-*")] and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert "Stopped" in said
    manifest = json.loads((place / "cut" / "manifest.json").read_text(encoding="utf-8"))
    done = manifest["replicates"]["done"]
    assert manifest["interrupted"] is True
    assert 0 < done < 300000
    replicates = pd.read_parquet(place / "cut" / "runs.parquet")["replicate"]
    assert replicates.is_monotonic_increasing
    assert (len(replicates), replicates.nunique(), replicates.max() < 300000) == (done, done, True)
    assert len(pd.read_parquet(place / "cut" / "weeks.parquet", columns=["week"])) == done * 12
    assert not list((place / "cut").glob(".*"))


def test_folder_that_cannot_be_made_is_said(entente, place):
    (place / "file").write_text("")
    done = entente("run", "scenario=tiny.yaml", "replicates=1", "output=file/results", cwd=place)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr


def test_organisations_are_called_by_their_names_in_what_differs(entente, place):
    words = ("scenario=neighbourhood_table", "organisations.food_aid.hours=8", "~organisations.family_house_north")
    done = entente("run", *words, "weeks=4", "replicates=1", "output=named", "--lang", "fr", cwd=place)
    assert done.returncode == 0, done.stderr
    assert "(Comptoir alimentaire)\xa0: 8" in done.stdout
    assert "sans Maison de la famille, secteur nord" in done.stdout
    drawn = (place / "named" / "mobilisation.svg").read_text(encoding="utf-8")
    assert "Comptoir alimentaire" in drawn
    assert "food" not in drawn
