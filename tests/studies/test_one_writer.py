"""One writer a folder, parts that carry their study, and damage that is named and mended."""

import json
import os
import shutil
import subprocess

import pandas as pd
import pytest

import entente
from entente.results.checksums import DamagedError
from entente.results.folder_lock import FolderInUseError, locked_folder
from entente.sim.validation.validate import SettingsError

WORDS = ("scenario=tiny.yaml", "replicates=6", "leadership.hours=4,8,12", "full=[trust]")
RUN = ("run", "scenario=tiny.yaml", "replicates=3")


@pytest.fixture(scope="module")
def finished(entente, shared_place):
    assert entente("sweep", *WORDS, "output=s", cwd=shared_place).returncode == 0
    return shared_place / "s"


@pytest.fixture
def study(finished, place):
    """Return a study of this test alone, which it may harm."""
    return shutil.copytree(finished, place / "s")


def parts(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.parquet")}


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_the_second_writer_is_refused_by_name_of_the_first(entente, place, study):
    with locked_folder(study):
        for words in (("sweep", *WORDS, "seed=5", "overwrite=true"), ("sweep", *WORDS), (*RUN, "overwrite=true")):
            refused = entente(*words, "output=s", cwd=place)
            assert refused.returncode == 2
            assert "another command is at work in s: " in refused.stderr
            assert f"process {os.getpid()} on " in refused.stderr
    assert not (study / ".lock").exists()


def test_a_lock_may_be_taken_again_by_its_thread_and_goes_with_its_process(tmp_path):
    with locked_folder(tmp_path / "f"), locked_folder(tmp_path / "f"):
        assert (tmp_path / "f" / ".lock").exists()
    assert not (tmp_path / "f").exists()
    (tmp_path / "g").mkdir()
    (tmp_path / "g" / ".lock").write_text("{}")  # left by a process that was killed
    with locked_folder(tmp_path / "g"):
        pass


@pytest.mark.parametrize(
    ("table", "harm"),
    [
        ("runs", "cut"),
        ("runs", "gone"),
        ("curves", "flip"),
        ("weeks", "gone"),
        ("design.parquet", "flip"),
        ("study.json", "cut"),
    ],
)
def test_what_is_damaged_is_named_and_made_again(entente, place, study, table, harm):
    before = parts(study)
    path = study / table if "." in table else min((study / table).iterdir())
    {"flip": flip, "cut": lambda one: one.write_bytes(one.read_bytes()[:200]), "gone": os.unlink}[harm](path)
    if table in ("runs", "weeks", "curves"):
        with pytest.raises(DamagedError, match=path.name):
            getattr(entente_load(study), table)()
    mended = entente("sweep", "s", cwd=place)
    assert mended.returncode == 0
    assert path.name in mended.stderr or (table, harm) == ("design.parquet", "gone")
    assert parts(study) == before
    assert entente("sweep", "s", cwd=place).stderr == ""


def entente_load(folder):
    return entente.load(folder)


def test_parts_of_another_study_and_copies_are_not_read(entente, place, study):
    runs = entente_load(study).runs()
    assert entente("sweep", *WORDS, "seed=9", "output=t", cwd=place).returncode == 0
    first = min((study / "runs").iterdir())
    shutil.copy(first, first.with_name(f"{first.stem} (copie en conflit).parquet"))
    shutil.copy(place / "t" / "runs" / first.name, study / "runs" / "part-000099.parquet")
    found = entente("discover", "s", "--goal", "final>=0.2", cwd=place)
    assert found.returncode == 0
    assert "copie en conflit" in found.stderr
    pd.testing.assert_frame_equal(entente_load(study).runs(), runs)


def test_standard_tools_check_the_sums(study):
    if shutil.which("b2sum") is None:
        pytest.skip("there is no b2sum here")
    sums = sorted(str(path.relative_to(study)) for path in (study / "sums").glob("*.b2"))
    done = subprocess.run(["b2sum", "--check", *sums], cwd=study, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0
    assert done.stdout.count(": OK") == len(parts(study)) - 1  # that of the design is in study.json


def test_a_run_takes_the_place_of_a_study_and_nothing_else(entente, place, study):
    (study / "notes.txt").write_text("mine")
    assert entente("discover", "s", "--goal", "final>=0.2", cwd=place).returncode == 0
    assert entente(*RUN, "output=s", "overwrite=true", cwd=place).returncode == 0
    listed = json.loads((study / "manifest.json").read_text())["files"]
    assert {path.name for path in study.iterdir()} == {*listed, "notes.txt"}
    assert entente("draw", "wheel", "s", cwd=place).returncode == 0


def test_a_damaged_table_of_a_run_is_named_and_run_again(entente, place):
    assert entente(*RUN, "output=r", "format=csv", cwd=place).returncode == 0
    weeks = place / "r" / "weeks.csv"
    before = weeks.read_bytes()
    weeks.write_bytes(before.replace(b",", b";").replace(b".", b","))  # a French spreadsheet
    refused = entente("draw", "timeline", "r", cwd=place)
    assert refused.returncode == 2
    assert "weeks.csv: it is not what was written" in refused.stderr
    again = entente(*RUN, "output=r", "format=csv", cwd=place)
    assert "run again: r/weeks.csv" in again.stderr
    assert weeks.read_bytes() == before


def test_a_figure_that_fails_costs_the_figure(place, monkeypatch, caplog):
    def fail(*_):
        raise ValueError("no ink")

    monkeypatch.chdir(place)
    with monkeypatch.context() as broken:
        broken.setattr("entente.analysis.run.mobilisation_figure.mobilisation_figure", fail)
        found = entente.run("tiny.yaml", replicates=3, output="r")
    assert len(found.runs) == 3
    assert "no ink" in caplog.text
    assert json.loads((place / "r" / "manifest.json").read_text())["to_draw"] == ["mobilisation"]
    assert not (place / "r" / "mobilisation.svg").exists()


def test_a_second_goal_keeps_the_answer_to_the_first(entente, place, study):
    goals = ("final>=0.2", "final>=0.3", "final>=0.2")
    said = [entente("discover", "s", "--goal", goal, cwd=place).stdout.splitlines()[-1] for goal in goals]
    assert said[0] == said[2] == "Results: s/discover"
    assert said[1] == "Results: s/discover-final-over-0.3-en"


def test_what_is_in_use_is_an_error_of_settings():
    assert issubclass(FolderInUseError, SettingsError)
