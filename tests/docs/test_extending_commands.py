"""The commands, the scenario and the Python examples of the page on extending work."""

import json

import pytest
from pages import PAGES, ROOT, commands, fenced

from entente.config.configuration import configure

EXTENDING = ROOT / "docs" / "extending.md"


@pytest.fixture(scope="module")
def replayed(replay):
    return replay(EXTENDING)


def test_commands_work(replayed):
    assert replayed.returncode == 0, replayed.stderr


def test_commands_stand_in_pages_whose_tests_run_them():
    assert {page.name for page in PAGES if commands(page)} == {"README.md", "extending.md", "studies.md"}


def test_a_run_can_be_repeated_from_what_it_left(replayed, place):
    first, again = (place / "results" / name / "runs.parquet" for name in ("with", "again"))
    assert first.read_bytes() == again.read_bytes()
    assert json.loads((place / "results" / "again" / "manifest.json").read_text(encoding="utf-8"))["seed"] == 7


def test_the_example_scenario_says_what_its_page_says(place):
    settings = configure([f"scenario={place / 'mine.yaml'}"]).settings
    assert settings.leadership.style == "shared"
    assert sum(one.count for one in settings.organisations.values()) == 9
    assert settings.changes["less_coordination"].set == {"leadership.hours": 4}


@pytest.mark.parametrize("number", range(len(fenced(EXTENDING, "python"))))
def test_python_works(python, number):
    done = python(fenced(EXTENDING, "python")[number])
    assert done.returncode == 0, done.stderr
