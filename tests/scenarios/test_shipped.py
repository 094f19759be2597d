"""The scenarios that come with the model: they load, run, and speak both languages; teaching ones teach one thing."""

import re

import pytest

import entente
from entente.config.configuration import configure
from entente.config.places import data_folder
from entente.config.scenario_files import load_scenario

SHIPPED = sorted(path.stem for path in data_folder("scenarios").glob("*.yaml"))
TEACHING = [
    "credit_taken", "crisis", "email_only", "funding_window", "late_partners", "leader_leaves", "new_structure",
    "nobody_may_meet", "too_many_meetings", "wave_of_departures",
]  # fmt: skip
LONGEST = 60  # lines of the file of a teaching scenario


def both(text):
    return bool(text.fr.strip()) and bool(text.en.strip())


@pytest.mark.parametrize("name", SHIPPED)
def test_each_loads_and_speaks_both_languages(name):
    settings = configure([f"scenario={name}"]).settings
    assert settings.name == name
    for text in (settings.title, settings.story, settings.look_at):
        assert both(text)
        assert text.fr != text.en
    for section in (settings.organisations, settings.events, settings.changes):
        assert all(both(one.name) for one in section.values())
    assert both(settings.idea) == both(settings.question)
    assert settings.sources


@pytest.mark.parametrize("name", SHIPPED)
def test_each_runs_to_its_horizon(name):
    weeks = entente.run(name, replicates=2, seed=1).weeks
    assert weeks["week"].max() == configure([f"scenario={name}"]).settings.weeks
    assert weeks["mobilisation"].between(0, 1).all()


@pytest.mark.parametrize("name", TEACHING)
def test_teaching_scenarios_have_one_idea_a_question_and_a_short_file(name):
    scenario = load_scenario(name, None)
    settings = configure([f"scenario={name}"]).settings
    assert scenario.extends == "twenty_partners"
    for text in (settings.idea, settings.question, settings.look_at):
        assert both(text)
    assert settings.question.fr.strip().endswith("?")
    assert settings.question.en.strip().endswith("?")
    assert len(scenario.document.path.read_text(encoding="utf-8").splitlines()) < LONGEST


@pytest.mark.parametrize("name", SHIPPED)
def test_what_a_text_proposes_to_try_can_be_tried(name):
    settings = configure([f"scenario={name}"]).settings
    tries = [
        re.findall(r"~[\w.]+|\+{0,2}\w[\w.]*=(?:\{.*?\}|[\w.]*\w)", text)
        for text in (settings.look_at.fr, settings.look_at.en)
    ]
    assert tries[0] == tries[1]
    for one in tries[0]:
        configure([f"scenario={name}", one])


def test_teaching_scenarios_are_those_with_an_idea():
    assert [name for name in SHIPPED if both(configure([f"scenario={name}"]).settings.idea)] == TEACHING


def test_the_ordinary_partnership_leaves_traits_and_axes_to_the_defaults():
    settings = configure(["scenario=twenty_partners"]).settings
    assert sum(one.count for one in settings.organisations.values()) == 20
    assert (len(settings.territories), len(settings.populations), settings.weeks) == (3, 3, 156)
    assert settings.leadership == type(settings.leadership)()
    assert settings.partners == type(settings.partners)()
    said = {"status", "budget", "delegates"}
    for one in settings.organisations.values():
        traits = ("hours", "turnover", "decision_power", "mission_fit", "self_interest", "rigidity", "reliability",
                  "openness", "access", "threshold", "framing", "motivation", *said)  # fmt: skip
        assert {name for name in traits if getattr(one, name) is not None} <= said
