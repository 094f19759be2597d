"""Replicates spread over plausible settings: each in its own world, paired, and stated settings stay."""

import numpy as np
import pandas as pd
import pytest

import entente as package
from entente.analysis.comparison.worlds import differences_by_world
from entente.commands.patterns.trials import holds_in_worlds
from entente.sim.validation.validate import SettingsError
from entente.studies.plausible import SHIPPED, read_sample

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


def test_a_comparison_stays_paired_and_says_in_how_many_worlds_it_holds(workplace, sample):
    found = package.compare("small", plausible=str(sample), replicates=12, **{"leadership.hours": [1, 20]}, **SHORT)
    by_world = found.runs.pivot_table(index=["world", "replicate"], columns="combination", values="area")
    first, second = by_world.columns
    means = (by_world[second] - by_world[first]).groupby("world").mean()
    row = found.worlds.set_index("measure").loc["area"]
    assert row["worlds"] == 2
    assert row["replicates_of_each"] == 6
    assert row["effect"] == pytest.approx(abs(means.mean()) * np.sign(row["effect"]))
    assert row["alike"] == np.mean(np.sign(means) == np.sign(means.mean()))


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


def test_a_pattern_holds_in_the_worlds_whose_mean_is_within_its_bounds():
    from entente.analysis.patterns import PATTERNS

    contrast = PATTERNS["P5"].contrasts[0]
    bound = contrast.least if np.isfinite(contrast.least) else contrast.most
    inside = bound + (1 if np.isfinite(contrast.least) else -1) * 1e-6
    outside = bound - (1 if np.isfinite(contrast.least) else -1) * 1e-6
    values = np.array([inside, outside, inside, np.nan, outside, inside])
    worlds = np.array([0, 1, 0, 1, 2, 3])
    assert holds_in_worlds(contrast, values, worlds).tolist() == [True, False, False, True]


def test_a_number_takes_settings_evenly_from_the_shipped_sample():
    whole = read_sample(SHIPPED)
    assert len(whole.worlds) >= 100
    few = whole.choose(5)
    assert [whole.worlds.index(one) for one in few.worlds] == [round(k * (len(whole.worlds) - 1) / 4) for k in range(5)]
    assert whole.choose(10**6) is whole
    assert few.digest != whole.digest


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
        ("trust.contacts\n900\n", "worlds.csv:2"),
        ("trust.contacts,work.pace\n2\n", "worlds.csv:2"),
        ("trust.contacts\n", "it holds no points"),
    ],
)
def test_a_sample_that_is_wrong_is_refused_with_its_line(entente, workplace, tmp_path, text, said):
    path = tmp_path / "worlds.csv"
    path.write_text(text, encoding="utf-8")
    done = entente("run", "scenario=small", f"plausible={path}", "replicates=2", cwd=workplace)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize("said", ["0", "many", "-3"])
def test_what_is_no_sample_is_refused(entente, workplace, said):
    done = entente("run", "scenario=small", f"plausible={said}", "replicates=2", cwd=workplace)
    assert done.returncode == 2
    assert "plausible" in done.stderr
