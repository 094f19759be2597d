"""From overrides to settings: who has the last word, what can be addressed, what is refused and where it comes from."""

import shutil
from dataclasses import fields
from itertools import zip_longest
from pathlib import Path

import pytest
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from omegaconf import OmegaConf

from entente.config.configuration import configure
from entente.config.places import GROUPS, data_folder, option_paths, scenario_paths
from entente.config.run_settings import RUN_PARAMETERS, Run
from entente.results.manifest import settings_text
from entente.sim.model.situation import Settings
from entente.sim.validation.validate import SettingsError


def small(*overrides, **values):
    return configure(["scenario=small", *overrides], values)


def refused(*overrides, **values):
    with pytest.raises(SettingsError) as caught:
        configure(["scenario=small", *overrides], values)
    return {one.path: one for one in caught.value.violations}


def test_run_and_settings_share_no_name():
    assert not {field.name for field in fields(Settings)} & {
        *RUN_PARAMETERS,
        *GROUPS,
        "scenario",
        "defaults",
        "resolved",
    } - set(GROUPS)


def test_precedence_from_defaults_to_command_line(workplace):
    settings = small().settings
    shared = OmegaConf.load(option_paths("leadership")["shared"])
    assert settings.trust.span == Settings().trust.span
    assert settings.leadership.support == shared.support
    assert settings.leadership.directiveness == 0.15
    assert settings.organisations["house"].hours == 6
    assert small("leadership.directiveness=0.9").settings.leadership.directiveness == 0.9


def test_option_on_the_command_line_beats_the_scenario_choice(workplace):
    configuration = small("leadership=broker")
    assert configuration.choices == {
        "scenario": "small", "leadership": "broker", "communication": "quarterly_table", "governance": "light",
        "lever": [],
    }  # fmt: skip
    assert configuration.settings.leadership.style == "broker"
    assert configuration.settings.leadership.directiveness == 0.15  # what the scenario says of itself still holds


def test_options_are_composed_once_and_anew_when_their_file_changes(workplace, tmp_path, monkeypatch):
    conf = tmp_path / "conf"
    shutil.copytree(data_folder("conf"), conf)
    for module in ("places", "composition"):
        monkeypatch.setattr(
            f"entente.config.{module}.data_folder", lambda name: {"conf": conf}.get(name, workplace / name)
        )
    usual = small().settings
    assert small("leadership.support=0.9").settings.leadership.support == 0.9
    assert small().settings == usual
    (conf / "leadership" / "shared.yaml").write_text("style: shared\nsupport: 0.12\n", encoding="utf-8")
    assert small().settings.leadership.support == 0.12


def test_every_mark_means_the_same_for_what_is_declared_and_nothing_is_said_twice(workplace):
    for mark in ("", "+", "++"):
        assert small(f"{mark}weeks=9").settings.weeks == 9
        assert "said twice" in refused("weeks=8", f"{mark}weeks=9")["weeks"].problem
    assert small("+leadership=rotating").choices["leadership"] == "rotating"
    assert "said twice" in refused("leadership=broker", "+leadership=rotating")["leadership"].problem


def test_entries_are_addressed_even_where_their_file_is_silent(workplace):
    settings = small(
        "organisations.school.turnover=0.5", "communication.channels.table.informal=0.9",
        "+communication.channels.tea.period=2",
        "+events.shock={kind: crisis, week: 4}", "changes.later.set.leadership.hours=9", "changes.later.week=6",
        "stages.action.work=50",
    ).settings  # fmt: skip
    assert settings.organisations["school"].turnover == 0.5
    assert settings.communication.channels["table"].informal == 0.9
    assert settings.communication.channels["tea"].period == 2
    assert settings.events["shock"].week == 4
    assert (settings.changes["later"].week, settings.changes["later"].set) == (6, {"leadership.hours": 9})
    assert settings.stages["action"].work == 50


def test_taking_out_entries_values_and_options(workplace):
    assert list(small("~organisations.clinics").settings.organisations) == ["house", "school"]
    only = small("~communication.channels", "+communication.channels.tea.period=2").settings.communication.channels
    assert list(only) == ["tea"]
    assert small("~leadership.directiveness").settings.leadership.directiveness == Settings().leadership.directiveness
    bare = small("~leadership")
    assert bare.choices["leadership"] is None
    assert bare.settings.leadership.style == ""
    assert small("~changes.later.set.leadership.hours").settings.changes["later"].set == {}


def test_values_from_python(workplace):
    configuration = configure(
        [],
        {"scenario": Path("scenarios/small.yaml"), "leadership": {"hours": 20}, "title.fr": "L'été, enfin", "seed": 5},
    )
    assert configuration.settings.leadership.hours == 20
    assert configuration.settings.leadership.style == "shared"
    assert configuration.settings.title.fr == "L'été, enfin"
    assert configuration.run == Run(seed=5)


def test_words_of_french_need_no_quotes(workplace):
    assert small("title.fr=Été à Montréal").settings.title.fr == "Été à Montréal"
    assert small("+events.fête.week=3").settings.events["fête"].week == 3
    (workplace / "à moi.yaml").write_text(
        (workplace / "scenarios" / "small.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert configure(["scenario=./à moi.yaml"]).settings.name == "à moi"


def test_interpolation(workplace):
    assert small("partners.hours=${leadership.hours}").settings.partners.hours == small().settings.leadership.hours


@pytest.mark.parametrize(
    "name",
    [
        "concerted_action_cell",
        "neighbourhood_table",
        "lethbridge",
        "aire_ouverte",
        "territorial_process",
        "new_structure",
    ],
)
def test_every_scenario_takes_every_option(name):
    assert name in scenario_paths()
    columns = [[(group, option) for option in option_paths(group)] for group in GROUPS]
    for picks in zip_longest(*columns, fillvalue=("weeks", "200")):
        configuration = configure([f"scenario={name}", *dict.fromkeys(f"{group}={option}" for group, option in picks)])
        assert {group: configuration.choices.get(group, "200") for group, _ in picks} == dict(picks)


def test_own_scenarios_come_before_the_shipped_ones(workplace):
    (workplace / "scenarios" / "lethbridge.yaml").write_text(
        (workplace / "scenarios" / "small.yaml").read_text(encoding="utf-8")
    )
    assert configure([]).settings.weeks == 10


def test_resolved_settings_come_back_the_same(workplace):
    before = small(
        "leadership=rotating",
        "leadership.hours=33",
        "~stages.vision",
        "replicates=7",
        "+communication.channels.tea.period=2",
    )
    (workplace / "settings.yaml").write_text(settings_text(before), encoding="utf-8")
    after = configure(["scenario=settings.yaml"])
    assert (after.settings, after.run, after.choices) == (before.settings, before.run, before.choices)
    assert list(after.settings.stages) == list(before.settings.stages)


def test_resolved_settings_can_be_overridden_and_options_replace_their_whole_section(workplace):
    (workplace / "settings.yaml").write_text(
        settings_text(small("+communication.channels.tea.period=2")), encoding="utf-8"
    )
    after = configure(["scenario=settings.yaml", "communication=email_only", "seed=9", "leadership.hours=33"])
    assert list(after.settings.communication.channels) == ["emails"]
    assert after.choices["communication"] == "email_only"
    assert after.choices["leadership"] == "shared"
    assert (after.run.seed, after.settings.leadership.hours) == (9, 33)
    assert after.settings.leadership.directiveness == 0.15


def test_every_violation_has_its_origin(workplace):
    text = (workplace / "scenarios" / "small.yaml").read_text(encoding="utf-8").replace("hours: 6", "hours: 99")
    text = text.replace("leadership.hours: 4", "leadership.hours: 400")
    (workplace / "scenarios" / "small.yaml").write_text(text, encoding="utf-8")
    found = refused("weeks=3", "seed=-1", "governance.structure=2", "+nothing=1")
    assert {name: str(one.origin) for name, one in found.items()} == {
        "seed": "command line",
        "governance.structure": "command line",
        "nothing": "command line",
        "organisations.house.hours": "scenarios/small.yaml:10",
        "changes.later.set.leadership.hours": "scenarios/small.yaml:16",
    }


def test_origin_may_be_the_file_of_an_option(workplace, monkeypatch):
    conf = workplace / "conf"
    for group in GROUPS:
        (conf / group).mkdir(parents=True)
        for path in option_paths(group).values():
            (conf / group / path.name).write_bytes(path.read_bytes())
    (conf / "config.yaml").write_bytes((Path(__file__).parents[2] / "conf" / "config.yaml").read_bytes())
    (conf / "leadership" / "shared.yaml").write_text("style: shared\nhours: 500\n")
    monkeypatch.setattr("entente.config.places.data_folder", lambda name: workplace / name)
    monkeypatch.setattr("entente.config.composition.data_folder", lambda name: workplace / name)
    assert str(refused()["leadership.hours"].origin) == "conf/leadership/shared.yaml:2"


def test_values_of_another_kind_never_surprise(workplace):
    for text in (
        "lead=[house]",
        "lead={a: 1}",
        "organisations.house.populations=[[a]]",
        "organisations.house.populations=5",
        "organisations.house.territory=[a]",
        "territories=3",
        "changes.later.set=3",
        "stages.action=3",
    ):
        found = refused(text)
        assert all(one.origin.kind == "command_line" for one in found.values()), text
    for text in ("weeks=true", "leadership.hours=true", "replicates=true", "threads=false"):
        assert text.split("=")[0] in refused(text)


def test_contradictions_are_not_looked_for_without_a_scenario(workplace):
    with pytest.raises(SettingsError) as caught:
        configure(["scenario=nowhere", "leadership.hours=-1"])
    assert [one.path for one in caught.value.violations] == ["scenario", "leadership.hours"]


def test_outputs_are_checked_before_anything_is_computed(workplace):
    (workplace / "full").mkdir()
    (workplace / "full" / "file").write_text("")
    assert "already holds something" in refused("output=full")["output"].problem
    assert "is a file" in refused("output=full/file")["output"].problem
    assert small("output=full", "overwrite=true").run.overwrite


def test_hydra_is_left_as_it_was(workplace):
    store = dict(ConfigStore.instance().repo)
    small()
    assert ConfigStore.instance().repo == store
    assert not GlobalHydra.instance().is_initialized()
