"""The commands, the study file and the Python example of the page on studies."""

import pandas as pd
import pytest
from pages import ROOT, fenced

from entente.studies.study import Study

STUDIES = ROOT / "docs" / "studies.md"


@pytest.fixture(scope="module")
def replayed(replay):
    return replay(STUDIES)


def test_commands_work(replayed):
    assert replayed.returncode == 0, replayed.stderr


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


@pytest.mark.parametrize("number", range(len(fenced(STUDIES, "python"))))
def test_python_works(python, number):
    done = python(fenced(STUDIES, "python")[number])
    assert done.returncode == 0, done.stderr
