"""An outcome along the axes of a study, against means by hand; the figure of it."""

import numpy as np
import pandas as pd
import pytest
from figure_texts import collisions, off_page, words
from scipy import stats

from entente.analysis.plotting.heading import StudyHeading
from entente.analysis.sweep.effects import BINS, axis_effects
from entente.analysis.sweep.effects_figure import StudyAxes, effects_figure
from entente.sim.model.measures import SUMMARIES
from entente.sim.model.situation import Text


def study(points=200, replicates=6, seed=1):
    """A study whose final mobilisation rises with hours, and differs by 0.1 between two styles."""
    rng = np.random.default_rng(seed)
    design = pd.DataFrame({"point": np.arange(points), "leadership": np.tile(["shared", "broker"], points // 2),
                           "leadership.hours": rng.permutation(np.linspace(0, 20, points))})  # fmt: skip
    runs = pd.DataFrame(
        {"point": np.repeat(np.arange(points), replicates), "replicate": np.tile(np.arange(replicates), points)}
    )
    truth = 0.3 + 0.02 * design["leadership.hours"] + 0.1 * (design["leadership"] == "broker")
    runs = runs.assign(**dict.fromkeys(SUMMARIES, 0.0))
    runs["final"] = truth.to_numpy()[runs["point"]] + rng.normal(0, 0.05, len(runs))
    return design, runs


def test_levels_and_parts_are_means_of_their_points():
    design, runs = study()
    table = axis_effects(design, runs, ["leadership", "leadership.hours"], "final")
    styles = table[table["axis"] == "leadership"].set_index("level")
    means = runs.groupby("point")["final"].mean()
    broker = means[(design["leadership"] == "broker").to_numpy()]
    assert styles.loc["broker", "mean"] == pytest.approx(broker.mean())
    ends = stats.t.interval(0.95, len(broker) - 1, broker.mean(), stats.sem(broker))
    assert styles.loc["broker", ["low", "high"]].tolist() == pytest.approx(ends, rel=1e-3)
    hours = table[table["axis"] == "leadership.hours"]
    assert hours["points"].tolist() == [25] * BINS
    assert hours["mean"].is_monotonic_increasing
    assert hours["mean"].to_numpy() == pytest.approx(0.35 + 0.01 * (hours["from"] + hours["to"]).to_numpy(), abs=0.03)
    part = runs[runs["point"].isin(design.loc[design["leadership.hours"] <= hours["to"].iloc[0], "point"])]
    assert hours["median"].iloc[0] == pytest.approx(part["final"].median(), rel=0.02)


def test_few_points_have_their_interval_over_the_replicates():
    design, runs = study(points=4, replicates=50)
    table = axis_effects(design, runs, ["leadership"], "final").set_index("level")
    mine = runs[runs["point"].isin([1, 3])].groupby("replicate")["final"].mean()
    ends = stats.t.interval(0.95, 49, mine.mean(), stats.sem(mine))
    assert table.loc["broker", ["low", "high"]].tolist() == pytest.approx(ends, rel=1e-3)


def test_worlds_count_once_and_their_doubt_adds_to_that_about_points():
    design, runs = study(points=40, replicates=30)
    runs["world"] = runs["replicate"] % 10
    runs["final"] += 0.2 * np.random.default_rng(2).normal(size=10)[runs["world"]]
    few = axis_effects(design[:4], runs[runs["point"] < 4], ["leadership"], "final").set_index("level")
    worlds = runs[runs["point"].isin([1, 3])].groupby("world")["final"].mean()
    ends = stats.t.interval(0.95, 9, worlds.mean(), stats.sem(worlds))
    assert few.loc["broker", ["low", "high"]].tolist() == pytest.approx(ends, rel=1e-3)
    many = axis_effects(design, runs, ["leadership"], "final").set_index("level").loc["broker"]
    mine = runs[runs["point"] % 2 == 1]
    points, worlds = (mine.groupby(key)["final"].mean() for key in ("point", "world"))
    reach = [stats.t.ppf(0.975, len(one) - 1) * stats.sem(one) for one in (points, worlds)]
    assert many["high"] - many["mean"] == pytest.approx(np.hypot(*reach), rel=1e-6)


def test_runs_that_failed_are_left_out():
    design, runs = study()
    runs.loc[runs["point"] < 10, "final"] = np.nan
    table = axis_effects(design, runs, ["leadership"], "final")
    assert table["points"].sum() == 190
    assert table["runs"].sum() == 190 * 6


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("axes", [1, 2, 14])
def test_figure_holds_its_words(language, axes):
    design, runs = study()
    keys = ["leadership", "leadership.hours"]
    for k in range(axes - 2):
        keys.append(f"more{k}")
        design[f"more{k}"] = design["leadership.hours"].to_numpy()[::-1]
    table = axis_effects(design, runs, keys[:axes], "final")
    long = "A rather long name that says what the parameter table says of it"
    about = StudyAxes(
        dict.fromkeys(keys, long),
        dict.fromkeys(keys, "h"),
        StudyHeading(Text("Un cas", "A case"), {"leadership.hours": "5"}),
        200,
        6,
    )
    figure = effects_figure(table, "final", about, language)
    assert not collisions(figure)
    assert not off_page(figure)
    text = " ".join(words(figure))
    assert ("réplicats" if language == "fr" else "replicates") in text
    assert ("Non montrés" if language == "fr" else "Not shown") in text or axes < 14
