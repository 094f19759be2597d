"""An old name is refused wherever it can be written, and the new one is given."""

import pytest

from entente import settings
from entente.config.configuration import configure
from entente.config.problems import unknown_names
from entente.results.table_types import Tables
from entente.sim.model.measures import ORGANISATION_SERIES, SERIES, SUMMARIES
from entente.sim.model.renamed import RENAMED
from entente.sim.validation.validate import SettingsError, every_path
from entente.studies.goals import goals_of
from entente.studies.plan import plan_study

OLD, NEW = "motivation.drag", "motivation.costs"
SAID = f"{OLD}: it has another name now; expected {NEW}"
SCENARIO = """
extends: twenty_partners
{more}
"""


def problems(work):
    with pytest.raises(SettingsError) as caught:
        work()
    return "\n".join(map(str, caught.value.violations))


def scenario(folder, more):
    path = folder / "mine.yaml"
    path.write_text(SCENARIO.format(more=more), encoding="utf-8")
    return f"scenario={path}"


def test_old_names_are_gone_and_new_ones_exist():
    names = {*every_path(), *SERIES, *SUMMARIES, *ORGANISATION_SERIES, *Tables._fields}
    assert set(RENAMED.values()) <= names
    assert not set(RENAMED) & names


@pytest.mark.parametrize("override", [f"{OLD}=0.3", f"+{OLD}=0.3", f"~{OLD}"])
def test_in_an_override(override):
    assert f"{SAID}; nearest: {NEW} (command line)" in problems(lambda: configure([override]))


def test_in_a_keyword_argument():
    assert f"{SAID}; nearest: {NEW} (arguments)" in problems(lambda: settings(**{OLD: 0.3}))


def test_in_a_scenario_file(tmp_path):
    found = problems(lambda: configure([scenario(tmp_path, "motivation: {drag: 0.3}")]))
    assert SAID in found
    assert "mine.yaml:3" in found


@pytest.mark.parametrize(
    ("more", "path"),
    [
        (f"changes: {{cut: {{week: 9, set: {{{OLD}: 0.3}}}}}}", f"changes.cut.set.{OLD}"),
        (f"levers: {{mine: {{effects: {{{OLD}: {{add: 0.1}}}}}}}}", f"levers.mine.effects.{OLD}"),
    ],
)
def test_in_a_change_and_in_a_lever(tmp_path, more, path):
    found = problems(lambda: configure([scenario(tmp_path, more)]))
    assert f"{path}: it has another name now; expected {NEW}" in found


@pytest.mark.parametrize("axis", [f"{OLD}=0.1,0.2", f"{OLD}=interval(0.1,0.2)"])
def test_in_an_axis(axis):
    assert SAID in problems(lambda: plan_study([axis]))


def test_in_a_study_file(tmp_path):
    path = tmp_path / "study.yaml"
    path.write_text(f"levers: {{{OLD}: [0.1, 0.2]}}\n", encoding="utf-8")
    assert SAID in problems(lambda: plan_study([f"study={path}"]))


def test_in_a_table_of_points(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text(f"{OLD}\n0.1\n0.2\n", encoding="utf-8")
    assert SAID in problems(lambda: plan_study([f"design={path}"]))


def test_of_a_measure(monkeypatch):
    monkeypatch.setitem(RENAMED, "last_value", "final")
    (found,) = unknown_names("measure", ["last_value"], SUMMARIES)
    assert str(found).startswith("measure: last_value has another name now; expected final")
    assert "goal: last_value has another name now; expected final" in problems(lambda: goals_of(["last_value>=0.5"]))


@pytest.mark.parametrize(("old", "new"), [(OLD, NEW), ("happenings", "event_log")])
def test_explained(entente, place, old, new):
    done = entente("explain", old, cwd=place)
    assert done.returncode == 2
    assert f"{old} has another name now: {new}" in done.stderr
    assert entente("explain", new, cwd=place).returncode == 0
