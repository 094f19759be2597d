"""Choosing levers: one, several or none, by the command line or a scenario; changing them; running the same again."""

from dataclasses import replace

import pandas as pd
import pytest

import entente
from entente.catalogue.catalogue import every_lever
from entente.config.configuration import configure
from entente.results.manifest import settings_text
from entente.sim.model.levers import Effect
from entente.sim.validation.validate import SettingsError

FILES = dict(every_lever())
OWN = """\
extends: small
defaults:
  - override /lever: [visits, mediation]
levers:
  visits: {start: 4, channels: {visits: {period: 3}}}
"""


@pytest.fixture
def own(workplace):
    (workplace / "scenarios" / "own.yaml").write_text(OWN, encoding="utf-8")
    return workplace


def chosen(*overrides, scenario="small", **values):
    """Return the levers of a configuration, having checked that its choices say the same."""
    configuration = configure([f"scenario={scenario}", *overrides], values)
    assert set(configuration.choices["lever"]) & set(FILES) == set(configuration.settings.levers) & set(FILES)
    return configuration.settings.levers


def refused(*overrides, scenario="small"):
    with pytest.raises(SettingsError) as caught:
        configure([f"scenario={scenario}", *overrides])
    return {one.path: one for one in caught.value.violations}


def test_none_one_or_several_in_their_order(workplace):
    assert chosen() == {}
    assert chosen("lever=mediation") == {"mediation": FILES["mediation"]}
    assert chosen("lever=[mediation]") == {"mediation": FILES["mediation"]}
    assert list(chosen("lever=[visits,mediation,credit_charter]")) == ["visits", "mediation", "credit_charter"]
    assert list(chosen("lever=[credit_charter,mediation,visits]")) == ["credit_charter", "mediation", "visits"]
    assert list(chosen("lever=[visits,visits]")) == ["visits"]
    for none in ("lever=[]", "lever=null", "~lever"):
        assert chosen(none) == {}
    assert chosen("lever=[visits]", "~lever") == {}, "the last word counts"
    assert refused("lever=visits", "lever=mediation")["lever"].expected == "lever=[visits,mediation]"
    assert list(chosen(lever=["visits", "mediation"])) == ["visits", "mediation"]
    assert list(chosen(lever="visits")) == ["visits"]


def test_an_unknown_lever_is_told_with_the_nearest(workplace):
    one = refused("lever=[visit,mediation,handover]")
    assert set(one) == {"lever"}
    assert "'visit' is not possible" in refused("lever=[visit]")["lever"].problem
    assert "visits" in refused("lever=[visit]")["lever"].nearest
    assert "`entente list levers`" in refused("lever=zzz")["lever"].expected
    assert str(refused("lever=zzz")["lever"].origin) == "command line"


def test_every_unknown_lever_is_reported(workplace):
    with pytest.raises(SettingsError) as caught:
        configure(["scenario=small", "lever=[visit,mediation,handover_protocole]"])
    assert [one.nearest[0] for one in caught.value.violations] == ["visits", "handover_protocol"]


def test_what_is_not_chosen_cannot_be_changed(workplace):
    one = refused("lever=[mediation]", "levers.visits.start=26")["levers.visits.start"]
    assert (one.problem, one.expected) == ("that lever is not chosen", "lever=[mediation,visits]")
    near = refused("levers.visit.start=26")["levers.visit.start"]
    assert (near.problem, near.nearest[0]) == ("that lever is not chosen", "levers.visits")


def test_parts_of_a_lever_are_changed_one_by_one(workplace):
    found = chosen(
        "lever=[mediation,visits]", "levers.mediation.start=26", "levers.mediation.stop=60",
        "levers.mediation.effects.leadership.brokerage.by=0.2", "levers.mediation.effects.leadership.hours.add=2",
        "levers.visits.channels.visits.period=5", "levers.visits.costs.dollars=9",
        "~levers.mediation.effects.understanding.erosion",
    )  # fmt: skip
    mediation, visits = found["mediation"], found["visits"]
    file = FILES["mediation"]
    assert mediation == replace(file, start=26, stop=60, effects={
        "leadership.brokerage": replace(file.effects["leadership.brokerage"], by=0.2),
        "leadership.hours": Effect(add=2),
    })  # fmt: skip
    assert (visits.channels["visits"].period, visits.costs.dollars) == (5, 9)
    assert visits.costs.setup_partners == FILES["visits"].costs.setup_partners


def test_wrong_values_in_a_lever_are_told_with_their_origin(own):
    found = refused("levers.mediation.start=900", "levers.visits.strat=3", scenario="own")
    assert "1 to 520 weeks" in found["levers.mediation.start"].expected
    assert found["levers.visits.strat"].nearest[0] == "levers.visits.start"
    (own / "scenarios" / "own.yaml").write_text(OWN.replace("start: 4", "start: 0"), encoding="utf-8")
    assert str(refused(scenario="own")["levers.visits.start"].origin) == "scenarios/own.yaml:5"


def test_one_writes_ones_own_on_the_command_line_or_in_a_scenario(own):
    found = chosen("+levers.mine.start=3", "levers.mine.effects.leadership.hours.add=2", "levers.mine.costs.dollars=1")
    assert (found["mine"].start, found["mine"].effects) == (3, {"leadership.hours": Effect(add=2)})
    (own / "scenarios" / "own.yaml").write_text(
        OWN + "  tea: {name: {fr: Le thé, en: Tea}, channels: {tea: {period: 2}}}\n", encoding="utf-8"
    )
    levers = chosen(scenario="own")
    assert list(levers) == ["visits", "mediation", "tea"]
    assert levers["tea"].channels["tea"].period == 2
    assert list(chosen("~levers.tea", scenario="own")) == ["visits", "mediation"]


def test_a_scenario_chooses_levers_and_says_more_of_them(own):
    levers = chosen(scenario="own")
    assert list(levers) == ["visits", "mediation"]
    assert levers["mediation"] == FILES["mediation"]
    assert (levers["visits"].start, levers["visits"].channels["visits"].period) == (4, 3)
    assert levers["visits"].channels["visits"].hours == FILES["visits"].channels["visits"].hours
    assert levers["visits"].delay == FILES["visits"].delay


@pytest.mark.parametrize(
    ("word", "left"),
    [
        ("lever=[mediation]", ["mediation"]),
        ("lever=[newsletter]", ["newsletter"]),
        ("lever=[]", []),
        ("~lever", []),
        ("lever=[newsletter,visits]", ["newsletter", "visits"]),
    ],
)
def test_another_choice_replaces_that_of_the_scenario_with_what_it_says_of_it(own, word, left):
    levers = chosen(word, scenario="own")
    assert list(levers) == left
    assert "visits" not in levers or levers["visits"].start == 4


def test_a_scenario_that_extends_another_inherits_its_levers_or_chooses_its_own(own):
    (own / "scenarios" / "below.yaml").write_text("extends: own\nlevers: {mediation: {start: 2}}\n", encoding="utf-8")
    levers = chosen(scenario="below")
    assert {name: one.start for name, one in levers.items()} == {"visits": 4, "mediation": 2}
    (own / "scenarios" / "other.yaml").write_text(
        "extends: own\ndefaults: [override /lever: [newsletter]]\n", encoding="utf-8"
    )
    assert list(chosen(scenario="other")) == ["newsletter"]
    (own / "scenarios" / "bare.yaml").write_text("extends: own\ndefaults: [override /lever: []]\n", encoding="utf-8")
    assert chosen(scenario="bare") == {}


def test_wrong_levers_in_a_scenario_are_told_with_their_line(own):
    (own / "scenarios" / "own.yaml").write_text(OWN.replace("mediation", "meditation"), encoding="utf-8")
    one = refused(scenario="own")["lever"]
    assert one.nearest[0] == "mediation"
    assert str(one.origin) == "scenarios/own.yaml:3"


def test_resolved_settings_bring_their_levers_back(own):
    before = configure(["scenario=own", "levers.mediation.stop=9"])
    (own / "settings.yaml").write_text(settings_text(before), encoding="utf-8")
    after = configure(["scenario=settings.yaml"])
    assert (after.settings, after.choices) == (before.settings, before.choices)
    assert configure(["scenario=settings.yaml", "levers.visits.start=8"]).settings.levers["visits"].start == 8
    other = configure(["scenario=settings.yaml", "lever=[newsletter]"])
    assert other.settings.levers == {"newsletter": FILES["newsletter"]}
    assert other.choices["lever"] == ["newsletter"]
    assert configure(["scenario=settings.yaml", "~lever"]).settings.levers == {}


@pytest.fixture(scope="module")
def result(tmp_path_factory, small_text):
    folder = tmp_path_factory.mktemp("levers")
    (folder / "small.yaml").write_text(small_text.replace("weeks: 10", "weeks: 30"), encoding="utf-8")
    words = ["levers.visits.start=3", "levers.mediation.stop=20", "levers.visits.effects.leadership.hours.add=2"]
    found = entente.run(folder / "small.yaml", overrides=words, lever=["visits", "mediation"], replicates=4, seed=5)
    return found, found.save(folder / "kept", language="en")


def test_a_run_again_from_what_it_left_gives_the_same(result):
    first, folder = result
    again = entente.run(folder / "settings.yaml", output=str(folder / "again"))
    for name in ("weeks", "runs", "cases", "conditions", "event_log"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(first, name), check_exact=True)
    assert again.settings == first.settings


def test_the_manifest_and_the_log_name_the_levers(result):
    first, folder = result
    assert first.manifest["choices"]["lever"] == ["visits", "mediation"]
    assert entente.load(folder).manifest["choices"]["lever"] == ["visits", "mediation"]
    assert (
        repr(first)
        == "<RunResults of 4 replicates of 30 weeks: small, shared, quarterly_table, light, visits, mediation>"
    )
    log = first.event_log
    entries = log[log["kind"].isin(["lever_on", "lever_off"]) & (log["replicate"] == 2)]
    visits, mediation = first.settings.levers["visits"], first.settings.levers["mediation"]
    assert list(entries[["week", "kind", "who"]].itertuples(index=False, name=None)) == sorted([
        (visits.start + visits.delay, "lever_on", "visits"),
        (1 + mediation.delay, "lever_on", "mediation"),
        (21, "lever_off", "mediation"),
    ])  # fmt: skip


def test_luck_is_the_same_with_and_without_a_lever(result, tmp_path, small_text):
    """Nothing differs before the first lever begins to be set up."""
    (tmp_path / "small.yaml").write_text(small_text.replace("weeks: 10", "weeks: 30"), encoding="utf-8")
    runs = [entente.run(tmp_path / "small.yaml", overrides=words, replicates=3, seed=5) for words in (
        [], ["lever=[visits]", "levers.visits.start=12"])]  # fmt: skip
    before = [one.weeks[one.weeks["week"] < 12] for one in runs]
    pd.testing.assert_frame_equal(*before, check_exact=True)
    assert not runs[0].weeks.equals(runs[1].weeks)
