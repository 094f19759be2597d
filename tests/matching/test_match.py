"""``entente.match`` on a small scenario: settings that made the targets are found again, and what it leaves."""

import json

import numpy as np
import pandas as pd
import pytest

import entente
from entente.analysis.matching.targets import Target
from entente.commands.matching.matching import points_table, unit_values
from entente.commands.matching.spec import assumed_axes, match_spec
from entente.sim.model.declare import ASSUMED
from entente.sim.model.situation import Settings, Text
from entente.sim.validation.validate import SettingsError
from entente.studies.axes import Interval, axes_of

TRUTH = {"partners.threshold": 0.45, "work.ambition": 0.6}
AXES = {"partners.threshold": Interval(0.2, 0.8), "work.ambition": Interval(0.3, 1.0)}
HOW = {"points": 48, "replicates": 10, "members": 40, "misses": 0, "waves": 3, "seed": 2}
WEEKS = "weeks=30"


def horizon(base):
    assert isinstance(base, Settings)
    return (WEEKS,)


@pytest.fixture(scope="module")
def place(tmp_path_factory, small_text):
    folder = tmp_path_factory.mktemp("matched")
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "small.yaml").write_text(small_text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def targets(place):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        runs = entente.run("small", overrides=[WEEKS], replicates=400, seed=99, **TRUTH).runs
    return [
        Target(name, Text(en=name, fr=name), runs[name].mean(), runs[name].std() / 8, "made", "small", name,
               overrides=horizon)
        for name in ("final", "hours_partners", "active_share")
    ]  # fmt: skip


@pytest.fixture(scope="module")
def found(place, targets):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        return entente.match(targets=targets, output="matched", **HOW, **AXES)


def test_settings_that_made_the_targets_are_found_again(found):
    assert len(found.plausible) == 40
    for key, truth in TRUTH.items():
        assert found.plausible[key].min() < truth < found.plausible[key].max()
    low, high = found.plausible["partners.threshold"].quantile([0.05, 0.95])
    assert high - low < 0.5 * (0.8 - 0.2)
    assert set(found.targets["verdict"]) == {"met"}
    assert found.waves["volume"].iloc[-1] < 0.4
    assert found.waves["share"].iloc[-1] > found.waves["share"].iloc[0]


def test_what_it_leaves(found, place):
    folder = place / "matched"
    about = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(about["targets"]) == {"final", "hours_partners", "active_share"}
    assert about["axes"] == {"partners.threshold": "interval(0.2,0.8)", "work.ambition": "interval(0.3,1)"}
    assert about["seed"] == 2
    assert {"entente", "model", "numba"} <= set(about["model"])
    for name in about["files"]:
        assert (folder / name).stat().st_size, name
    assert {"plausible.csv", "matched.yaml", "implausibility.csv", "targets.svg", "plausible.png"} <= {*about["files"]}
    away = pd.read_csv(folder / "implausibility.csv")
    assert len(away) == 48 * len(found.runs)
    kept = away.loc[away["kept"], ["final", "hours_partners", "active_share"]]
    assert kept.to_numpy().max() <= 3
    assert not pd.read_csv(folder / "conflicts.csv").shape[0]


def test_the_sample_and_the_middle_are_for_other_commands(found, place, monkeypatch):
    monkeypatch.chdir(place)
    settings = entente.settings("matched/matched.yaml")
    assert settings.partners.threshold == pytest.approx(found.middle["partners.threshold"], rel=1e-6)
    assert settings.work.ambition == pytest.approx(found.middle["work.ambition"], rel=1e-6)
    assert settings.organisations.keys() == entente.settings("small").organisations.keys()
    points = entente.sweep("small", design="matched/plausible.csv", replicates=1, output="swept").design
    assert points["partners.threshold"].to_numpy() == pytest.approx(found.plausible["partners.threshold"], rel=1e-7)


def test_the_same_call_finds_it_done_and_more_waves_go_on(found, place, targets, monkeypatch):
    monkeypatch.chdir(place)
    sessions = json.loads((place / "matched" / "wave-1" / "study.json").read_text(encoding="utf-8"))["sessions"]
    again = entente.match(targets=targets, output="matched", **HOW, **AXES)
    pd.testing.assert_frame_equal(again.plausible, found.plausible)
    assert json.loads((place / "matched" / "wave-1" / "study.json").read_text(encoding="utf-8"))["sessions"] == sessions
    more = entente.match(targets=targets, output="matched", **{**HOW, "members": 1000, "waves": 4}, **AXES)
    assert len(more.runs) == 4
    assert len(more.plausible) > len(found.plausible)


def test_another_matching_is_refused_there(found, place, targets, monkeypatch):
    monkeypatch.chdir(place)
    with pytest.raises(SettingsError, match="seed"):
        entente.match(targets=targets, output="matched", **{**HOW, "seed": 3}, **AXES)
    (place / "other").mkdir()
    (place / "other" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SettingsError, match="already holds something"):
        entente.match(targets=targets, output="other", **HOW, **AXES)


def test_a_target_that_no_setting_reaches_is_told(place, targets, monkeypatch):
    monkeypatch.chdir(place)
    far = Target("final", Text(en="far"), 3.0, 0.1, "invented", "small", "final", overrides=horizon)
    found = entente.match(targets=[far, *targets[1:]], output="far", **{**HOW, "waves": 2}, **AXES)
    verdicts = found.targets.set_index("target")["verdict"]
    assert verdicts["final"] == "structural"
    assert not len(found.plausible)
    assert found.middle is None
    assert found.nearest["final"] > 3
    assert not (place / "far" / "matched.yaml").exists()
    assert list(pd.read_csv(place / "far" / "plausible.csv")) == ["point", *AXES]


def test_points_come_and_go_between_units_and_their_own_values():
    axes, wrong = axes_of(["partners.delegates=interval(1,4)", "trust.contacts=interval(1,11)"], {}, intervals=True)
    assert not wrong
    unit = np.array([[0.0, 0.0], [0.3, 0.25], [0.999, 1.0]])
    table = points_table(axes, unit, ["range"] * 3)
    assert table["partners.delegates"].tolist() == [1, 2, 4]
    assert table["trust.contacts"].tolist() == [1.0, 3.5, 11.0]
    assert unit_values(axes, table)[:, 0].tolist() == [0.125, 0.375, 0.875]
    assert unit_values(axes, table)[:, 1].tolist() == [0.0, 0.25, 1.0]


def test_what_varies_by_default_is_assumed_and_stated_by_no_scenario():
    usual = Settings()
    found = {one.key: one for one in assumed_axes([usual])}
    assert len(found) > 30
    assert found["motivation.mission"].interval == pytest.approx(
        (usual.motivation.mission / 3, usual.motivation.mission * 3)
    )
    assert found["mobilisation.comfort"].interval.high == 0.95  # no farther than it is declared to go
    assert not {"mobilisation.active", "costs.wage", "staff.turnover"} & found.keys()
    stated = Settings()
    stated.work.pace = 2.0
    assert "work.pace" in found
    assert "work.pace" not in {one.key for one in assumed_axes([usual, stated])}
    assert ASSUMED == "assumed"


def test_targets_of_the_same_runs_share_an_arm():
    spec = match_spec(["alive", "attendance_mean", "exits", "lead_exits", "trust.contacts=interval(1,10)"])
    assert [[one.name for one in arm.targets] for arm in spec.arms] == [
        ["attendance_mean", "exits"],
        ["alive"],
        ["lead_exits"],
    ]
    assert [arm.settings.weeks for arm in spec.arms] == [364, 156, 520]
