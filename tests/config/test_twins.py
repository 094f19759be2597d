"""The twin of a scenario: what it changes, what it is not inherited by, what is refused and with which place."""

import pytest

from entente.config.configuration import configure
from entente.config.places import scenario_paths
from entente.config.scenario_files import load_scenario
from entente.config.twins import read_twin
from entente.sim.validation.validate import SettingsError, as_tree

TEXTS = ("name", "title", "story", "idea", "question", "look_at", "sources")
WITHOUT = """
twin:
  name: {fr: Sans choc, en: No shock}
  overrides: [~events.shock, leadership.hours=11]
"""
SHOCK = "extends: small\nevents:\n  shock: {kind: crisis, week: 10}\n"


@pytest.fixture
def write(workplace):
    def written(name, text):
        (workplace / "scenarios" / f"{name}.yaml").write_text(text, encoding="utf-8")

    return written


def settings(name, *overrides, **values):
    return configure([f"scenario={name}", *overrides], values).settings


def refused(name, *overrides):
    with pytest.raises(SettingsError) as caught:
        settings(name, *overrides)
    return {one.path: one for one in caught.value.violations}


def bare(found):
    return {name: value for name, value in as_tree(found).items() if name not in TEXTS}


def test_every_question_has_a_twin_which_is_the_ordinary_partnership():
    """All but one: that everything goes through one person is common to both, and only one of the two is left."""
    asking = [name for name in scenario_paths() if load_scenario(name, None).values.get("question")]
    assert len(asking) == 10
    for name in asking:
        twin = settings(name, "twin=yes")
        ordinary = settings("twenty_partners", f"weeks={twin.weeks}")
        if name == "leader_leaves":
            ordinary.leadership = twin.leadership
        assert bare(twin) == bare(ordinary), name
        assert bare(settings(name)) != bare(twin), name


def test_a_twin_comes_after_what_is_asked_for(write):
    write("shock", SHOCK + WITHOUT)
    twin = settings("shock", "twin=on", "events.shock.size=0.9", "leadership.hours=30", "governance.voice=0.1")
    assert (list(twin.events), twin.leadership.hours, twin.governance.voice) == ([], 11, 0.1)
    assert (twin.title.fr, twin.title.en, twin.name) == ("Sans choc", "No shock", "shock")
    same = settings("shock")
    assert as_tree(same) == as_tree(settings("shock", twin=False)) == as_tree(settings("shock", "twin=no"))
    assert list(same.events) == ["shock"]


def test_one_name_stands_for_both_languages(write):
    write("shock", SHOCK + WITHOUT.replace("{fr: Sans choc, en: No shock}", "CLSC"))
    assert (settings("shock", "twin=yes").title.fr, settings("shock", "twin=yes").title.en) == ("CLSC", "CLSC")


def test_a_twin_may_choose_options(write):
    write("silent", "extends: small\ntwin: {name: {fr: a, en: b}, overrides: [communication=silent, 'lever=[visits]']}")
    assert settings("silent").communication.rhythm != "silent"
    twin = settings("silent", "communication=newsletter", twin=True)
    assert (twin.communication.rhythm, list(twin.levers)) == ("silent", ["visits"])


def test_a_twin_is_not_inherited(write):
    write("shock", SHOCK + WITHOUT)
    write("calm", "extends: shock\nevents: {shock: null}\n")
    assert list(settings("calm").events) == []
    assert refused("calm", "twin=yes")["twin"].problem == "calm declares no twin"
    write("more", "extends: shock\ntwin: {name: {fr: a, en: b}, overrides: [leadership.hours=3]}\n")
    twin = settings("more", "twin=yes")
    assert (list(twin.events), twin.leadership.hours) == (["shock"], 3)


def test_what_is_not_there_is_refused_with_its_line_whether_or_not_the_twin_is_asked_for(write):
    write(
        "wrong",
        SHOCK + "twin:\n  name: {fr: a, en: b}\n  overrides:\n    - ~events.shok\n    - leadership.hour=3\n"
        "    - organisations.hous.hours=3\n    - replicates=5\n    - scenario=small\n    - leadership=shard\n",
    )
    for found in (refused("wrong"), refused("wrong", "twin=yes")):
        assert found["events.shok"].nearest == ("events.shock",)
        assert {path: str(one.origin) for path, one in found.items()} == {
            "events.shok": "scenarios/wrong.yaml:7",
            "leadership.hour": "scenarios/wrong.yaml:8",
            "organisations.hous.hours": "scenarios/wrong.yaml:9",
            "replicates": "scenarios/wrong.yaml:10",
            "scenario": "scenarios/wrong.yaml:11",
            "leadership": "scenarios/wrong.yaml:12",
        }


def test_a_value_out_of_range_is_refused_with_its_line(write):
    write("far", SHOCK + WITHOUT.lstrip().replace("hours=11", "hours=900"))
    assert str(refused("far", "twin=yes")["leadership.hours"].origin) == "scenarios/far.yaml:6"


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ("twin: ordinary", "twin"),
        ("twin: {overrides: [weeks=12]}", "twin.name"),
        ("twin: {name: {fr: a}, overrides: [weeks=12]}", "twin.name"),
        ("twin: {name: {fr: a, en: b}}", "twin.overrides"),
        ("twin: {name: {fr: a, en: b}, overrides: []}", "twin.overrides"),
        ("twin: {name: {fr: a, en: b}, overrides: [{weeks: 12}]}", "twin.overrides"),
        ("twin: {name: {fr: a, en: b}, overrides: [weeks=12], title: x}", "twin.title"),
    ],
)
def test_its_form(write, said, path):
    write("formless", f"extends: small\n{said}\n")
    found = refused("formless")
    assert list(found) == [path]
    assert str(found[path].origin) == "scenarios/formless.yaml:2"


def test_a_switch_that_is_none(write):
    write("shock", SHOCK + WITHOUT)
    assert "yes, no or both" in refused("shock", "twin=maybe")["twin"].expected
    assert read_twin(load_scenario("small", None)) == (None, [])
