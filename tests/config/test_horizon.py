"""What begins after the last week is left out with a notice: events, changes, levers and channels alike."""

import json

import pandas as pd
import pytest

import entente
from entente.config.configuration import configure
from entente.config.places import scenario_paths
from entente.sim.validation.horizon import entries_after
from entente.studies.left_out import LeftOutWarning

SURGE = "“Requests surge” is left out: it is in week 78, and the last week is 52"


@pytest.mark.parametrize("name", scenario_paths())
def test_every_scenario_may_last_a_year(name):
    found = configure([f"scenario={name}", "weeks=52"]).settings
    assert found.weeks == 52
    assert all(one.week > 52 for one in entries_after(found))


def test_one_rule_for_whatever_is_dated():
    words = ["scenario=crisis", "weeks=30", "lever=pairing", "levers.pairing.start=40", "+changes.later.week=31",
             "+changes.later.set.leadership.hours=3", "communication.channels.table.start=35"]  # fmt: skip
    after = [one.entry for one in entries_after(configure(words).settings)]
    assert after == ["events.surge", "changes.later", "levers.pairing", "communication.channels.table"]
    assert not entries_after(configure(["scenario=crisis", "weeks=78"]).settings)


def test_what_is_left_out_changes_nothing():
    with pytest.warns(LeftOutWarning, match="week 78"):
        found = entente.run("crisis", weeks=52, replicates=3)
    without = entente.run("crisis", overrides=["~events.surge"], weeks=52, replicates=3)
    pd.testing.assert_frame_equal(found.weeks, without.weeks, check_exact=True)
    assert found.manifest["left_out"] == [{"entry": "events.surge", "week": 78, "weeks": 52}]
    assert without.manifest["left_out"] == []


def test_commands_say_so_once_for_each(entente, place):
    words = ("scenario=crisis", "replicates=2")
    done = entente("run", *words, "weeks=52", "output=year", cwd=place)
    assert (done.returncode, done.stderr.count(SURGE)) == (0, 1)
    assert json.loads((place / "year" / "manifest.json").read_text(encoding="utf-8"))["left_out"]
    again = entente("run", "scenario=year/settings.yaml", "weeks=100", "output=more", cwd=place)
    assert (again.returncode, again.stderr.count("is left out")) == (0, 0)
    for command in ("compare", "sweep"):
        done = entente(command, *words, "weeks=52,60,100", f"output={command}", "--lang", "fr", cwd=place)
        assert done.returncode == 0, done.stderr
        assert done.stderr.count("«\xa0Les demandes explosent\xa0» est laissé de côté") == 2
    moved = entente("run", *words, "weeks=20", "events.surge.week=200", "output=moved", cwd=place)
    assert "it is in week 200, and the last week is 20" in moved.stderr
    tested = entente("patterns", "P9", *words, "events.surge.week=400", "output=patterns", cwd=place)
    assert (tested.returncode, tested.stderr.count("it is in week 400, and the last week is 156")) == (0, 1)
    manifest = json.loads((place / "patterns" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["left_out"] == [{"entry": "events.surge", "week": 400, "weeks": 156}]


def test_a_lever_that_acts_after_the_last_week_is_told(entente, place):
    """It is decided in time, so it costs; it is told, and stands in the manifest."""
    words = ("scenario=twenty_partners", "lever=pairing", "levers.pairing.start=8", "levers.pairing.delay=6")
    done = entente("run", *words, "weeks=10", "replicates=2", "output=short", cwd=place)
    assert done.returncode == 0, done.stderr
    assert (
        "costs and changes nothing: decided in week 8, it acts from week 14 on, and the last week is 10" in done.stderr
    )
    manifest = json.loads((place / "short" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["in_vain"] == [{"entry": "levers.pairing", "week": 8, "acts_from": 14, "weeks": 10}]
    done = entente("compare", *words, "weeks=10,14", "replicates=2", "output=both", "--lang", "fr", cwd=place)
    assert (done.returncode, done.stderr.count("à partir de la semaine 14")) == (0, 1)
