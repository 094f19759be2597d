"""The commands, the scenarios and the Python examples of the pages about one scenario, and about comparing."""

import json

import pytest
from pages import DOCS, PAGES, commands, scripts
from test_door_pages import DOORS, IN_FRENCH
from test_r_page import PAGE as R_PAGE
from test_study_pages import STUDIES

from entente.config.configuration import configure

NAMES = (
    "run",
    "scenarios",
    "lessons",
    "write-a-lever",
    "comparison",
    "plausible",
    "card",
    "replace-a-phase",
    "attendance",
)
PAGES_HERE = [DOCS / f"{name}.md" for name in NAMES]
SCRIPTS = scripts(PAGES_HERE)


@pytest.fixture(scope="module")
def replayed(replay):
    return {page.stem: replay(page) for page in PAGES_HERE if commands(page)}


def test_commands_work(replayed):
    assert {name: done.stderr for name, done in replayed.items() if done.returncode} == {}


def test_commands_stand_in_pages_whose_tests_run_them():
    assert {page for page in PAGES if commands(page)} <= {*PAGES_HERE, *STUDIES, *DOORS, IN_FRENCH, R_PAGE}


def test_a_run_can_be_repeated_from_what_it_left(replayed, place):
    first, again = (place / "results" / name / "runs.parquet" for name in ("with", "again"))
    assert first.read_bytes() == again.read_bytes()
    assert json.loads((place / "results" / "again" / "manifest.json").read_text(encoding="utf-8"))["seed"] == 7


def test_the_example_scenario_says_what_its_page_says(place):
    settings = configure([f"scenario={place / 'mine.yaml'}"]).settings
    assert settings.leadership.style == "shared"
    assert sum(one.count for one in settings.organisations.values()) == 9
    assert settings.changes["less_coordination"].set == {"leadership.hours": 4}


@pytest.mark.parametrize("name", SCRIPTS)
def test_python_works(replayed, python, name):
    done = python(SCRIPTS[name])
    assert done.returncode == 0, done.stderr
