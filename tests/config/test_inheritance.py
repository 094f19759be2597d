"""Scenarios that start from another one: what they inherit, what they replace, what they take out, what is refused."""

from dataclasses import asdict

import pytest

from entente.catalogue.catalogue import organisations_in
from entente.config.configuration import configure
from entente.config.scenario_files import load_scenario
from entente.results.manifest import settings_text
from entente.sim.validation.validate import SettingsError


@pytest.fixture
def write(workplace):
    def written(name, text):
        path = workplace / "scenarios" / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def settings(name, *overrides):
    return configure([f"scenario={name}", *overrides]).settings


def refused(name, *overrides):
    with pytest.raises(SettingsError) as caught:
        settings(name, *overrides)
    return {one.path: one for one in caught.value.violations}


def test_what_is_left_unsaid_is_inherited_but_the_name(write):
    write("bare", "extends: small\n")
    below, above = asdict(settings("small")), asdict(settings("bare"))
    assert (below.pop("name"), above.pop("name")) == ("small", "bare")
    assert above == below


def test_entries_are_joined_and_the_rest_replaced(write):
    write(
        "more",
        "extends: small\nweeks: 20\ntitle: {fr: Autre table}\nleadership: {support: 0.9}\n"
        "organisations:\n  house: {populations: [youth], status: 0.9}\n  police: {}\n"
        "populations: {youth: 1}\nevents:\n  shock: {kind: crisis, week: 15}\n",
    )
    found = settings("more")
    assert list(found.organisations) == ["house", "school", "clinics", "police"]
    house = found.organisations["house"]
    assert (house.hours, house.status, house.populations) == (6, 0.9, ["youth"])
    assert (found.leadership.directiveness, found.leadership.support) == (0.15, 0.9)
    assert (found.weeks, list(found.events)) == (20, ["shock"])
    assert (found.title.fr, found.title.en) == ("Autre table", "")  # half of a text belongs to no other text


def test_lists_are_replaced(write):
    write("one", "extends: small\nsources: [a, b]\n")
    write("two", "extends: one\nsources: [c]\n")
    assert settings("two").sources == ["c"]


def test_options_are_inherited_and_may_be_others(write):
    write("other", "extends: small\ndefaults:\n  - override /leadership: broker\n  - override /governance: null\n")
    choices = configure(["scenario=other"]).choices
    assert choices == {
        "scenario": "other",
        "leadership": "broker",
        "communication": "quarterly_table",
        "governance": None,
        "lever": [],
    }
    assert settings("other").leadership.directiveness == 0.15  # said by the scenario below, whatever the option
    assert settings("other", "governance=heavy").governance.form == "heavy"


def test_several_levels_and_paths_from_the_folder_of_the_file(write, workplace):
    (workplace / "mine").mkdir()
    (workplace / "mine" / "first.yaml").write_text(
        "extends: small\nweeks: 30\nleadership: {hours: 3}\n", encoding="utf-8"
    )
    (workplace / "mine" / "second.yaml").write_text("extends: first.yaml\nweeks: 40\n", encoding="utf-8")
    found = settings("mine/second.yaml")
    assert (found.name, found.weeks, found.leadership.hours, found.leadership.directiveness) == ("second", 40, 3, 0.15)


def test_null_takes_entries_out_wherever_they_come_from(write):
    write(
        "less",
        "extends: small\norganisations: {school: null}\nchanges: null\nstages: {vision: null}\n"
        "communication: {channels: {table: null, tea: {period: 2}}}\n",
    )
    found = settings("less")
    assert list(found.organisations) == ["house", "clinics"]
    assert found.changes == {}
    assert "vision" not in found.stages
    assert list(found.communication.channels) == ["tea"]
    write("again", "extends: less\norganisations: {school: {hours: 3}}\n")
    assert settings("again").organisations["school"].hours == 3


def test_a_value_that_may_be_nothing_takes_null(write):
    write("fixed", "extends: small\norganisations: {house: {turnover: 0.5}}\n")
    write("drawn", "extends: fixed\norganisations: {house: {turnover: null}}\n")
    assert settings("fixed").organisations["house"].turnover == 0.5
    assert settings("drawn").organisations["house"].turnover is None


def test_what_is_not_there_cannot_be_taken_out(write):
    write("typo", "extends: small\nweeks: 9\norganisations:\n  scool: null\ncommunication: {channels: {tabel: null}}\n")
    found = refused("typo")
    assert {path: str(one.origin) for path, one in found.items()} == {
        "organisations.scool": "scenarios/typo.yaml:4",
        "communication.channels.tabel": "scenarios/typo.yaml:5",
    }
    assert found["organisations.scool"].nearest == ("organisations.school",)
    assert found["communication.channels.tabel"].nearest == ("communication.channels.table",)


def test_another_rhythm_may_lack_what_the_scenario_takes_out_of_its_own(write):
    write("quiet", "extends: small\ncommunication: {channels: {table: null}}\n")
    assert settings("quiet").communication.channels == {}
    assert list(settings("quiet", "communication=email_only").communication.channels) == ["emails"]


def test_wrong_values_are_found_in_the_file_that_says_them(write):
    write("low", "extends: small\nleadership:\n  hours: 99\nevents:\n  shock: {week: 900}\n")
    write("high", "extends: low\n\nweeks: 80\nleadership:\n  supprt: 0.5\n")
    assert {path: str(one.origin) for path, one in refused("high").items()} == {
        "leadership.hours": "scenarios/low.yaml:3",
        "leadership.supprt": "scenarios/high.yaml:5",
        "events.shock.week": "scenarios/low.yaml:5",
    }
    write("low", "extends: small\ndefaults: [override /leadership: brokr]\norganisations: [a]\n")
    write("high", "extends: low\nevents: 3\n")
    assert {path: str(one.origin) for path, one in refused("high").items()} == {
        "leadership": "scenarios/low.yaml:2",
        "organisations": "scenarios/low.yaml:3",
        "events": "scenarios/high.yaml:2",
    }


def test_circles_are_refused(write):
    write("a", "extends: b\n")
    write("b", "extends: c.yaml\n")
    write("c", "weeks: 3\nextends: a\n")
    found = refused("a")["extends"]
    assert found.problem == "it ends up extending itself (a > b > c > a)"
    assert str(found.origin) == "scenarios/c.yaml:2"
    write("self", "extends: self\n")
    assert "(self > self)" in refused("self")["extends"].problem


def test_what_cannot_be_extended(write, workplace):
    write("unknown", "weeks: 3\nextends: smal\n")
    found = refused("unknown", "leadership.hours=-1")
    assert found["extends"].nearest == ("small",)
    assert str(found["extends"].origin) == "scenarios/unknown.yaml:2"
    assert "leadership.hours" in found
    write("nothing", "extends:\n")
    assert "nothing (null) is not possible" in refused("nothing")["extends"].problem
    write("broken", "weeks: [1\nlead: a\n")
    write("over", "extends: broken\n")
    assert str(refused("over")["extends"].origin).startswith("scenarios/broken.yaml:2")
    (workplace / "left.yaml").write_text(settings_text(configure(["scenario=small"])), encoding="utf-8")
    write("left", "extends: ../left.yaml\n")
    assert "nothing left to decide" in refused("left")["extends"].problem
    write("both", "extends: small\nresolved: {scenario: small}\n")
    assert refused("both")["resolved"].problem == "it cannot stand beside extends"


def test_settings_left_by_a_run_are_whole(write, workplace):
    write("child", "extends: small\norganisations: {school: null}\ndefaults:\n  - override /leadership: broker\n")
    first = configure(["scenario=child"])
    text = settings_text(first)
    assert "extends" not in text
    (workplace / "settings.yaml").write_text(text, encoding="utf-8")
    (workplace / "scenarios" / "small.yaml").unlink()
    again = configure(["scenario=settings.yaml"])
    assert (again.settings, again.choices) == (first.settings, first.choices)


def test_a_scenario_tells_what_it_inherits(write):
    write("child", "extends: small\norganisations: {police: {count: 2}}\ndefaults: [override /leadership: broker]\n")
    child = load_scenario("child", None)
    assert (child.extends, child.name) == ("small", "child")
    assert organisations_in(child.values) == 6
    assert child.values["weeks"] == 10
    assert child.picks == {"leadership": "broker", "communication": "quarterly_table"}
