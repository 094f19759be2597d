"""``entente levers``: each lever is run with it and without it where it is meant to act, and what comes out is told."""

import json

import numpy as np
import pandas as pd
import pytest

import entente as package
from entente.analysis.levers.effects import SETTLED, CostReason, Outcome, lever_effect
from entente.analysis.levers.levers_figure import LeverRow, levers_figure
from entente.analysis.run.arm_results import ArmResults
from entente.analysis.statistics.measures import MEASURES
from entente.catalogue.catalogue import every_lever
from entente.config.places import scenario_paths
from entente.sim.model.levers import Advice, Aim, Lever
from entente.sim.model.measures import SERIES, SUMMARIES

LEVERS = dict(every_lever())


@pytest.mark.parametrize("name", LEVERS)
def test_each_lever_says_what_it_is_meant_to_move_and_where(name):
    aim = LEVERS[name].aim
    assert aim.measure in SERIES or aim.measure in MEASURES
    assert aim.scenario in scenario_paths()


def arm(rng, shift, weeks=60, count=30):
    """Return results whose series are noise around 0.5, moved by ``shift`` each."""
    noise = rng.normal(0, 0.01, count)
    settings = package.settings("twenty_partners", overrides=[f"weeks={weeks}"])
    series = {name: 0.5 + shift.get(name, 0) + np.repeat(noise[:, None], weeks, axis=1)
              for name in ("trust", "animation", "fatigue")}  # fmt: skip
    summaries = {name: np.full(count, np.nan) for name in SUMMARIES} | {
        "final": 0.5 + shift.get("final", 0) + noise,
        "hours_partners": np.full(count, 600.0) + shift.get("hours", 0),
        "hours_coordinator": np.zeros(count),
        "dollars": np.zeros(count),
    }
    return ArmResults(settings, series, summaries, {}, np.zeros(0), np.zeros(0, np.int64))


@pytest.mark.parametrize(
    ("shift", "outcome", "reason"),
    [
        ({"trust": 0.1, "final": 0.1}, Outcome.ACTS, None),
        ({"trust": -0.1, "final": 0.1}, Outcome.REVERSED, None),
        ({"trust": 0.1, "final": -0.1, "animation": -0.1}, Outcome.ACTS, CostReason.ANIMATION),
        ({"trust": 0.1, "final": -0.1, "fatigue": 0.1}, Outcome.ACTS, CostReason.FATIGUE),
        ({"trust": 0.1, "final": -0.1}, Outcome.ACTS, CostReason.OTHER),
    ],
)
def test_an_effect_put_in_by_hand_is_found(shift, outcome, reason):
    lever = Lever(aim=Aim("trust", True, "twenty_partners"))
    other = np.random.default_rng(2).normal(0, 0.005, 30)[:, None]
    without, with_it = (arm(np.random.default_rng(1), one) for one in ({}, {**shift, "hours": 120}))
    with_it.weeks["trust"][:] += other  # so that the difference has an interval
    found = lever_effect("it", lever, {"with": with_it, "without": without})
    assert found.outcome is outcome
    assert found.reason is reason
    assert found.effect.effect == pytest.approx(shift["trust"], abs=0.005)
    assert found.mobilisation.effect == pytest.approx(shift["final"])
    assert found.hours == pytest.approx(120 / 60)
    assert lever.acts_from + SETTLED < 60


def test_one_to_avoid_is_not_asked_why_it_lowers_mobilisation():
    lever = Lever(aim=Aim("trust", False, "twenty_partners"), advice=Advice.AVOID)
    without, with_it = (arm(np.random.default_rng(1), one) for one in ({}, {"trust": -0.1, "final": -0.1}))
    found = lever_effect("it", lever, {"with": with_it, "without": without})
    assert found.outcome is Outcome.ACTS
    assert found.reason is None


def test_the_command_tries_levers_goes_on_and_leaves_a_table_and_a_figure(entente, place):
    words = ("levers", "mediation", "word_kept", "replicates=6", "output=tried")
    done = entente(*words, cwd=place)
    assert done.returncode == 0, done.stderr
    assert "act as they are meant to: " in done.stdout
    table = pd.read_csv(place / "tried" / "levers.csv")
    assert table["lever"].tolist() == ["mediation", "word_kept"]
    assert (place / "tried" / "levers.png").is_file()
    about = json.loads((place / "tried" / "manifest.json").read_text(encoding="utf-8"))
    assert set(about["outcomes"]) == {"mediation", "word_kept"}
    french = entente(*words, cwd=place, ENTENTE_LANG="fr")
    assert french.returncode == 0
    assert "qui agissent comme prévu" in french.stdout


def test_the_paired_difference_is_that_of_two_runs(entente, place):
    table = package.levers("word_kept", replicates=5).iloc[0]
    runs = [
        package.run(table["scenario"], replicates=5, overrides=[f"lever=[{name}]"] if name else []).runs["final"]
        for name in ("word_kept", "")
    ]
    assert table["mobilisation"] == pytest.approx((runs[0] - runs[1]).mean())


def test_a_lever_that_there_is_not_is_refused_with_the_nearest(entente, place):
    done = entente("levers", "mediations", cwd=place)
    assert done.returncode == 2
    assert "mediation" in done.stderr


@pytest.mark.parametrize("widest", [0.001, 0.01, 0.3])
def test_no_two_ticks_of_the_figure_read_the_same(widest):
    rows = [LeverRow("one", "more", Outcome.ACTS, (0.0, -widest, widest), Advice.DO)]
    (axes,) = [ax for ax in levers_figure(rows, 9, "en").axes if ax.get_xlabel()]
    axes.figure.canvas.draw()
    shown = [tick.get_text() for tick in axes.get_xticklabels() if tick.get_text()]
    assert len(shown) == len(set(shown)) > 2
