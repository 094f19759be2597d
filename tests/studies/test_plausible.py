"""Replicates spread over plausible settings: each in its own world, paired, and stated settings stay."""

import json
import os
import pickle
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import entente as package
from entente.analysis.comparison.worlds import differences_by_world
from entente.config.configuration import configure
from entente.results.keep import Keep
from entente.sim.validation.validate import SettingsError
from entente.studies.batches import run_batch, run_point
from entente.studies.design import Cut, Design, Setup
from entente.studies.plausible import SHIPPED, read_sample, worlds_of
from entente.studies.points import Point, settings_at

SHORT = {"weeks": 20, "threads": 1}
WORLDS = "trust.contacts,work.pace\n2,1\n6,0.5\n"


@pytest.fixture
def sample(tmp_path):
    path = tmp_path / "worlds.csv"
    path.write_text(WORLDS, encoding="utf-8")
    return path


def figures(found):
    """Return the summaries of a run as numbers."""
    return found.runs.select_dtypes("number").drop(columns=["replicate", "world"], errors="ignore").to_numpy(float)


def test_each_replicate_is_simulated_in_its_own_world(workplace, sample):
    """Replicate by replicate, the runs are those that stating the values of its world gives, to the last bit."""
    spread = package.run("small", plausible=str(sample), replicates=6, **SHORT)
    assert spread.runs["world"].tolist() == [0, 1, 0, 1, 0, 1]
    stated = [
        package.run("small", replicates=6, overrides=[f"trust.contacts={contacts}", f"work.pace={pace}"], **SHORT)
        for contacts, pace in ((2, 1), (6, 0.5))
    ]
    wanted = np.where(np.arange(6)[:, None] % 2 == 0, figures(stated[0]), figures(stated[1]))
    assert np.array_equal(figures(spread), wanted, equal_nan=True)
    assert not np.array_equal(figures(stated[0]), figures(stated[1]), equal_nan=True)


def test_what_is_stated_stays(workplace, sample):
    one, other = (
        package.run("small", plausible=str(sample), replicates=4, overrides=[f"trust.contacts={value}"], **SHORT)
        for value in (3, 3.0)
    )
    without = package.run("small", replicates=4, overrides=["trust.contacts=3", "work.pace=0.5"], **SHORT)
    assert np.array_equal(figures(one), figures(other), equal_nan=True)
    assert np.array_equal(figures(one)[1::2], figures(without)[1::2], equal_nan=True), "the pace is that of world 1"
    with pytest.raises(SettingsError, match="stated otherwise"):
        package.run("small", plausible=str(sample), overrides=["trust.contacts=3", "work.pace=1"], **SHORT)


def test_a_single_plausible_setting_is_what_stating_it_gives(workplace, tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("trust.contacts,mechanisms.burnout,partners.agenda\n5,false,0.25\n", encoding="utf-8")
    one = package.run("small", plausible=path, replicates=5, **SHORT)
    stated = ["trust.contacts=5", "mechanisms.burnout=false", "partners.agenda=0.25"]
    other = package.run("small", overrides=stated, replicates=5, **SHORT)
    assert one.runs.drop(columns="world").equals(other.runs)
    assert one.weeks.equals(other.weeks)
    assert one.event_log.equals(other.event_log)


def test_the_replicates_of_a_batch_keep_their_order_and_their_worlds_elsewhere(workplace, sample):
    configured = configure(["scenario=small", f"plausible={sample}", "weeks=20"])
    worlds = worlds_of([configured])[0]
    setup = Setup(configured.settings, Keep(weeks=("mobilisation",)), worlds=worlds)
    design = Design((setup,), (Point(0, 0, {}),), (10,), 1, Cut(1, 5))
    batches = pickle.loads(pickle.dumps(design)).batches
    whole = pd.concat([run_batch(batch)["weeks"] for batch in batches], ignore_index=True)
    assert whole["replicate"].tolist() == np.repeat(np.arange(10), 20).tolist()
    for world, values in enumerate(worlds):
        alone = replace(design, setups=(Setup(settings_at(configured.settings, values), setup.keep),))
        rows = pd.concat([run_batch(batch)["weeks"] for batch in alone.batches], ignore_index=True)
        mine = whole["replicate"] % 2 == world
        assert whole[mine].equals(rows[mine])


def test_what_a_point_says_is_told_of_its_runs_in_every_world(workplace, sample):
    configured = configure(["scenario=small", f"plausible={sample}", "weeks=20"])
    setup = Setup(configured.settings, Keep(), worlds=worlds_of([configured])[0])
    (batch,) = Design((setup,), (Point(0, 0, {"weeks": 12}),), (4,), 1, Cut(1, 4)).batches
    runs, failures = run_point(batch, batch.points[0])
    assert not failures
    assert runs.settings.weeks == 12
    assert all(chunk.weeks.shape[1] == 12 for chunk in runs.chunks)


def test_a_comparison_says_in_how_many_worlds_it_holds(workplace, tmp_path):
    """Where nobody leaves, turnover changes nothing: the difference is there in one of two worlds."""
    path = tmp_path / "worlds.csv"
    path.write_text("mechanisms.turnover\ntrue\nfalse\n", encoding="utf-8")
    found = package.compare("small", plausible=path, replicates=30, weeks=156, threads=1,
                            measures=["departures"], **{"staff.turnover": [0.05, 0.9]})  # fmt: skip
    by_world = found.runs.pivot_table(index=["world", "replicate"], columns="combination", values="departures")
    few, many = by_world.columns
    means = (by_world[many] - by_world[few]).groupby("world").mean()
    assert means[0] > 1
    assert means[1] == 0
    row = found.worlds.set_index("measure").loc["departures"]
    assert (row["worlds"], row["replicates_of_each"]) == (2, 15)
    assert row["effect"] == pytest.approx(means.mean())
    assert (row["alike"], row["clearly_alike"], row["clearly_other"]) == (0.5, 0.5, 0)
    assert (row["alike_low"], row["alike_high"]) == pytest.approx((0.0945, 0.9055), abs=0.0001)  # Wilson's, 1 of 2
    assert found.differences.set_index("measure").loc["departures", "effect"] == pytest.approx(means.mean())


def test_every_point_of_a_study_is_spread_and_its_axes_go_before(workplace, sample, tmp_path):
    axes = {"trust.contacts": [3, 4], "leadership.hours": [5, 10]}
    study = package.sweep("small", plausible=sample, replicates=4, output=tmp_path / "study", **axes, **SHORT)
    runs = study.runs()
    assert runs.columns[:3].tolist() == ["point", "replicate", "world"]
    assert (runs["world"] == runs["replicate"] % 2).all()
    for one in study.design.itertuples(index=False):  # the axis of contacts stays, the pace is that of each world
        stated = {"trust.contacts": one[1], "leadership.hours": one[2]}
        for world, pace in ((0, 1.0), (1, 0.5)):
            alone = package.run("small", replicates=4, **stated, **{"work.pace": pace}, **SHORT)
            mine = runs[(runs["point"] == one[0]) & (runs["world"] == world)]
            assert mine["area"].tolist() == alone.runs["area"].tolist()[world::2]
    again = package.sweep("small", plausible=sample, replicates=4, output=tmp_path / "study", **axes, **SHORT)
    assert again.runs().equals(runs)
    sample.write_text(WORLDS.replace("0.5", "0.6"), encoding="utf-8")
    os.utime(sample, ns=(2, 2))
    with pytest.raises(SettingsError, match="plausible"):
        package.sweep("small", plausible=sample, replicates=4, output=tmp_path / "study", **axes, **SHORT)


def test_choices_say_in_how_many_worlds_they_are_the_best(workplace, sample, tmp_path):
    found = package.robust(
        "small", goals=["final>=0.3"], uncertain=["staff.turnover=interval(0.1,0.5)"], plausible=sample, replicates=6,
        points=4, output=tmp_path / "study", **{"leadership.hours": [1, 20]}, **SHORT,
    )  # fmt: skip
    runs = found.study.runs().merge(found.study.design, on="point")
    met = (runs["final"] >= 0.3).groupby([runs["world"], runs["choice"]]).mean().unstack()
    best = met.eq(met.max(axis=1), axis=0).mean()
    assert found.choices.set_index("choice")["best_in"].to_dict() == pytest.approx(best.to_dict())
    assert found.found.worlds == 2
    assert any("2 plausible settings" in one for one in found.sentences("en"))


def test_a_pattern_holds_in_the_worlds_where_its_mechanism_is_on(entente, workplace, tmp_path):
    path = tmp_path / "worlds.csv"
    path.write_text("mechanisms.turnover\ntrue\nfalse\ntrue\ntrue\n", encoding="utf-8")
    said = ["P3", "--quick", f"plausible={path}", "replicates=8", "threads=1", "output=tested"]
    done = entente("patterns", *said, cwd=workplace)
    assert done.returncode == 0, done.stderr
    assert "8 replicates, seed 1, spread over 4 plausible settings" in done.stdout
    assert "75% [30%, 95%]" in done.stdout  # Wilson's, three of four
    rows = pd.read_csv(workplace / "tested" / "patterns.csv").set_index("contrast")
    assert rows["share_of_worlds"].to_dict() == {"cost": 0.75, "saved": 0.75, "ends": 1.0}
    page = (workplace / "tested" / "patterns.html").read_text(encoding="utf-8")
    assert page.count("75% [30%, 95%]") == 3  # of the pattern, and of two contrasts
    manifest = json.loads((workplace / "tested" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["plausible"] == {"hash": read_sample(path).digest, "settings": 4}


def test_figures_of_the_field_are_estimated_over_worlds(workplace, tmp_path):
    """Where nobody leaves, nobody does; elsewhere as many as when it is stated."""
    path = tmp_path / "worlds.csv"
    path.write_text("mechanisms.turnover\ntrue\nfalse\ntrue\n", encoding="utf-8")
    found = package.anchors("turnover", plausible=path, replicates=9, threads=1).iloc[0]
    alone = package.anchors("turnover", replicates=9, threads=1).iloc[0]
    assert found["worlds"] == 3
    assert found["world_low"] == pytest.approx(0, abs=0.03)
    assert found["mean"] == pytest.approx(2 / 3 * alone["mean"], rel=0.1)
    assert found["high"] - found["low"] > 3 * (alone["high"] - alone["low"])


def test_worlds_where_a_difference_is_turned_round_are_counted():
    """Made by hand: +1 in three worlds, -1 in the fourth, with hardly any noise."""
    rng = np.random.default_rng(1)
    worlds = np.arange(80) % 4
    apart = np.where(worlds == 3, -1.0, 1.0) + rng.normal(0, 0.01, 80)
    arms = {"a": {"final": np.zeros(80)}, "b": {"final": apart}}
    row = differences_by_world(arms, "a", ["final"], worlds).iloc[0]
    assert (row["worlds"], row["replicates_of_each"]) == (4, 20)
    assert row["effect"] == pytest.approx(0.5, abs=0.01)
    assert (row["alike"], row["clearly_alike"], row["clearly_other"]) == (0.75, 0.75, 0.25)


def test_a_number_takes_settings_evenly_from_the_shipped_sample():
    whole = read_sample(SHIPPED)
    assert len(whole.worlds) >= 100
    few = whole.choose(5)
    assert [whole.worlds.index(one) for one in few.worlds] == [round(k * (len(whole.worlds) - 1) / 4) for k in range(5)]
    assert whole.choose(10**6) is whole
    assert few.digest != whole.digest


def test_the_shipped_sample_is_the_one_whose_origin_is_told():
    about = json.loads(SHIPPED.with_suffix(".json").read_text(encoding="utf-8"))
    assert about["hash"] == read_sample(SHIPPED).digest
    assert about["members"] == len(read_sample(SHIPPED).worlds)


def test_a_file_that_changed_is_read_again(sample):
    before = read_sample(sample)
    assert read_sample(sample) is before
    sample.write_text(WORLDS + "4,2\n", encoding="utf-8")
    os.utime(sample, ns=(1, 1))
    assert len(read_sample(sample).worlds) == len(before.worlds) + 1


def test_a_run_is_done_again_from_its_settings_and_goes_on(entente, workplace, sample):
    said = ["scenario=small", f"plausible={sample}", "weeks=20"]
    assert entente("run", *said, "replicates=4", "output=first", cwd=workplace).returncode == 0
    assert entente("run", "scenario=first/settings.yaml", "output=second", cwd=workplace).returncode == 0
    assert entente("run", *said, "replicates=8", "output=first", cwd=workplace).returncode == 0
    first, second = (pd.read_parquet(workplace / name / "runs.parquet") for name in ("first", "second"))
    assert first["world"].tolist() == [0, 1] * 4
    assert first.iloc[:4].equals(second)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("trust.contact\n2\n", "trust.contacts"),
        ("organisations.clinic.hours\n2\n", "worlds.csv:1"),
        ("weeks,trust.contacts\n10,2\n", "worlds.csv:1"),
        ("leadership,trust.contacts\nshared,2\n", "worlds.csv:1"),
        ("trust.contacts\nmany\n", "worlds.csv:2"),
        ("trust.contacts\n900\n", "worlds.csv:2"),
        ("trust.contacts,work.pace\n2\n", "worlds.csv:2"),
        ("trust.contacts\n", "it holds no rows"),
    ],
)
def test_a_sample_that_is_wrong_is_refused_with_its_line(entente, workplace, tmp_path, text, said):
    path = tmp_path / "worlds.csv"
    path.write_text(text, encoding="utf-8")
    done = entente("run", "scenario=small", f"plausible={path}", "replicates=2", cwd=workplace)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("said", ["0", "many", "-3", "nowhere.csv"])
def test_what_is_no_sample_is_refused(entente, workplace, said):
    done = entente("run", "scenario=small", f"plausible={said}", "replicates=2", cwd=workplace)
    assert done.returncode == 2
    assert "plausible" in done.stderr
