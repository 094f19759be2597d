"""Pathways: tipping weeks and thresholds against closed forms, and switches that are what they say."""

import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest

from entente.analysis.pathways.switching import switch_settings
from entente.analysis.pathways.tipping import (
    best_signposts,
    best_threshold,
    decision_weeks,
    find_signpost,
    observe,
    plan_tipping,
    tipping_weeks,
    week_of_share,
)
from entente.config.configuration import configure
from entente.sim.batch import simulate
from entente.sim.model.measures import SERIES
from entente.sim.validation.validate import as_tree, validate

WORDS = ["scenario=twenty_partners", "weeks=60"]


def mobilisation(settings):
    chunks = list(simulate(settings, np.arange(6), 3, threads=1))
    return np.concatenate([one.weeks[:, :, list(SERIES).index("mobilisation")] for one in chunks])


def test_a_series_that_falls_tips_in_the_week_in_which_its_line_crosses():
    weeks = np.arange(1, 157)
    starts = np.linspace(0.5012, 0.9012, 41)
    series = starts[:, None] - 0.005 * weeks
    found = tipping_weeks(series, 0.3)
    wanted = np.ceil((starts - 0.3) / 0.005)  # the first week under the line
    assert np.array_equal(found, wanted)
    assert week_of_share(found, 0.5) == np.sort(wanted)[20]
    assert week_of_share(found, 0.1) == np.sort(wanted)[4]


def test_what_comes_back_has_not_tipped_and_what_never_was_tips_at_once():
    series = np.array([[0.5, 0.1, 0.5], [0.1, 0.1, 0.1], [0.5, 0.5, 0.1]])
    assert tipping_weeks(series, 0.3).tolist() == pytest.approx([np.nan, 1.0, 3.0], nan_ok=True)
    assert math.isnan(week_of_share(tipping_weeks(series, 0.3), 0.9))
    weeks = pd.DataFrame({"plan": 0, "future": np.repeat([0, 1, 2], 3), "week": np.tile([1, 2, 3], 3),
                          "mobilisation": series.ravel()})  # fmt: skip
    row = plan_tipping(weeks, {0: "A"}, 0.3, 3).iloc[0]
    assert (row["never"], row["half"]) == (pytest.approx(1 / 3), 3.0)


def test_the_threshold_is_where_the_gain_changes_sign():
    rng = np.random.default_rng(1)
    observed = rng.uniform(0, 1, 4000)
    gain = 0.4 - observed + rng.normal(0, 0.3, 4000)  # changing gains under 0.4
    found = find_signpost(observed, gain)
    assert found.threshold == pytest.approx(0.4, abs=0.05)
    assert found.share == pytest.approx(0.4, abs=0.05)
    assert found.gain == pytest.approx(0.08, abs=0.01)  # the integral of 0.4 - x from 0 to 0.4
    assert found.low < 0.08 < found.high
    assert found.is_clear


def test_always_never_and_chance():
    rng = np.random.default_rng(2)
    observed = rng.uniform(0, 1, 400)
    assert best_threshold(observed, np.full(400, 0.1)) == math.inf
    assert best_threshold(observed, np.full(400, -0.1)) == -math.inf
    clear = [find_signpost(observed, rng.normal(-0.02, 0.5, 400)).is_clear for _ in range(200)]
    assert np.mean(clear) <= 0.05  # nothing gains: in few of them does chance seem to
    assert find_signpost(observed, np.full(400, 0.1)).gain == pytest.approx(0.1)


def test_with_many_looks_an_interval_is_wider():
    rng = np.random.default_rng(2)
    observed, gain = rng.uniform(0, 1, 400), rng.normal(0.1, 0.5, 400)
    one, many = find_signpost(observed, gain), find_signpost(observed, gain, looks=16)
    assert (one.threshold, one.gain) == (many.threshold, many.gain)
    wider = (many.high - many.low) / (one.high - one.low)
    assert wider == pytest.approx(NormalDist().inv_cdf(1 - 0.025 / 16) / NormalDist().inv_cdf(0.975), rel=0.01)


def test_observations_look_back_and_decisions_are_half_years():
    weeks = pd.DataFrame({"plan": 0, "future": 0, "week": range(1, 53), "attendance": np.arange(52.0)})
    assert observe(weeks, "attendance", 27).loc[0, 0] == pytest.approx(np.arange(13, 26).mean())
    assert list(decision_weeks(156)) == [26, 52, 78, 104, 130]


def test_the_first_clear_week_counts():
    table = pd.DataFrame({"plan": "A", "to": "B", "week": [26, 52, 52, 78], "observed": list("wxyz"),
                          "gain": [0.3, 0.1, 0.2, 0.5], "low": [-0.1, 0.02, 0.1, 0.3]})  # fmt: skip
    found = best_signposts(table)
    assert (len(found), found["week"].iloc[0], found["observed"].iloc[0]) == (1, 52, "y")


@pytest.mark.parametrize("one", [[], ["leadership=shared", "lever=[mediation,pairing]"]])
@pytest.mark.parametrize("other", [["leadership=initial_then_shared"], ["communication=aire_ouverte", "lever=pairing"]])
def test_a_switch_is_the_first_plan_until_its_week(one, other):
    first, second = (configure([*WORDS, *words]).settings for words in (one, other))
    both = validate(as_tree(switch_settings(first, second, 30)))
    runs, alone = mobilisation(both), mobilisation(first)
    assert np.array_equal(runs[:, :29], alone[:, :29])
    assert not np.array_equal(runs[:, 29:], alone[:, 29:])


def test_switching_to_oneself_changes_nothing():
    plan = configure([*WORDS, "leadership=initial_then_shared", "lever=[mediation]"]).settings
    assert np.array_equal(mobilisation(switch_settings(plan, plan, 70)), mobilisation(plan))
    plain = configure([*WORDS, "lever=[mediation]"]).settings
    assert np.array_equal(mobilisation(switch_settings(plain, plain, 30)), mobilisation(plain))


def test_a_switch_to_what_differs_in_numbers_alone_is_a_dated_change():
    first = configure([*WORDS]).settings
    second = replace(first, governance=replace(first.governance, voice=0.9))
    dated = configure([*WORDS, "+changes.x.week=20", "+changes.x.set={governance.voice: 0.9}"]).settings
    assert np.array_equal(mobilisation(switch_settings(first, second, 20)), mobilisation(dated))
