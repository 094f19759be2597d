"""The commands, the study file and the Python examples of the pages on studies."""

import pandas as pd
import pytest
from pages import DOCS, commands, scripts

from entente.studies.study import Study

STUDIES = [DOCS / f"{name}.md" for name in ("sweep", "sensitivity", "discovery", "robustness", "matching")]
SCRIPTS = scripts(STUDIES)


@pytest.fixture(scope="module")
def replayed(replay):
    return {page.stem: replay(page) for page in STUDIES}


def test_commands_work(replayed):
    assert {name: done.stderr for name, done in replayed.items() if done.returncode} == {}
    assert all(commands(page) for page in STUDIES)


def test_the_study_file_says_what_its_page_says(replayed, place):
    study = Study(place / "results" / "written")
    assert study.complete
    assert sorted(study.design["choice"].unique()) == [
        f"{style}+leadership.hours={hours}" for style in ("broker", "shared") for hours in (20, 5)
    ]
    assert {path.name for path in study.folder.glob("effects_*.png")} == {"effects_final.png", "effects_hours.png"}


def test_the_columns_are_those_of_the_page(replayed, place):
    runs = pd.read_parquet(place / "results" / "grid" / "runs")
    assert list(runs)[:4] == ["point", "replicate", "failed", "message"]


@pytest.mark.parametrize("name", SCRIPTS)
def test_python_works(replayed, python, name):
    done = python(SCRIPTS[name])
    assert done.returncode == 0, done.stderr
