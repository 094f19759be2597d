"""Paired differences against normal theory, by hand, and against what pairing promises; the figures of comparisons."""

import math

import numpy as np
import pandas as pd
import pytest
from figure_texts import collisions, off_page, words

from entente.analysis.comparison.curves_figure import curves_figure
from entente.analysis.comparison.differences import DIFFERENCE_COLUMNS, paired_difference, paired_differences
from entente.analysis.comparison.differences_figure import differences_figure
from entente.analysis.comparison.heading import ComparisonHeading
from entente.analysis.statistics.curves import bands
from entente.sim.model.situation import Text


def paired(rng, replicates, effect=0.3, shared=0.9):
    """Two normal arms of variance 1 with a known correlation."""
    noise, one, other = rng.normal(size=(3, replicates))
    weights = math.sqrt(shared), math.sqrt(1 - shared)
    return effect + weights[0] * noise + weights[1] * one, weights[0] * noise + weights[1] * other


def test_interval_of_many_normal_differences_is_that_of_theory():
    arm, other = paired(np.random.default_rng(3), 2000)
    found = paired_difference(arm, other, seed=1)
    apart = arm - other
    reach = 1.96 * apart.std(ddof=1) / math.sqrt(2000)
    assert found.method == "bca"
    assert found.effect == pytest.approx(apart.mean())
    assert (found.low, found.high) == pytest.approx((apart.mean() - reach, apart.mean() + reach), abs=0.08 * reach)


@pytest.mark.parametrize("draw", ["normal", "exponential"])
def test_intervals_hold_the_truth_as_often_as_they_say(draw):
    rng = np.random.default_rng(11)
    truth, held, tries = {"normal": 0.0, "exponential": 1.0}[draw], 0, 120
    for k in range(tries):
        found = paired_difference(getattr(rng, draw)(size=60), np.zeros(60), seed=k)
        held += found.low <= truth <= found.high
    assert 0.89 <= held / tries <= 0.99


def test_of_plausible_worlds_each_counts_as_one_difference():
    rng = np.random.default_rng(8)
    worlds = np.arange(300) % 30
    arm = rng.normal(size=30)[worlds] + 0.2 * rng.normal(size=300)
    found = paired_difference(arm, np.zeros(300), seed=1, worlds=worlds)
    means = np.array([arm[worlds == world].mean() for world in range(30)])
    alone = paired_difference(means, np.zeros(30), seed=1)
    assert (found.effect, found.low, found.high) == pytest.approx((alone.effect, alone.low, alone.high))
    assert (found.replicates, found.method) == (300, "bca")
    # a yes or no that seldom changes: half a pair of replicates more in each cell, as without worlds
    seldom = np.where(np.arange(300) < 3, 1.0, 0.0)
    rare = paired_difference(seldom, np.zeros(300), seed=1, yes_no=True, worlds=worlds)
    plain = paired_difference(seldom, np.zeros(300), seed=1, yes_no=True)
    assert (rare.low + rare.high) / 2 == pytest.approx((plain.low + plain.high) / 2)
    assert rare.high - rare.low == pytest.approx(plain.high - plain.low, rel=0.1)


def test_independent_replicates_are_those_of_theory():
    # var a = var b = 1, correlation 0.9: var(a - b) = 0.2, so that 2 / 0.2 = 10 times as many are needed
    arm, other = paired(np.random.default_rng(5), 100_000)
    found = paired_difference(arm[:20_000], other[:20_000], seed=1)
    assert found.correlation == pytest.approx(0.9, abs=0.005)
    assert found.n_independent / found.replicates == pytest.approx(10, rel=0.03)
    # and with as many, independent arms are as precise
    rng = np.random.default_rng(6)
    apart = rng.normal(size=(2, 2000, 1000)).mean(axis=2)
    together = np.array([np.subtract(*paired(rng, 100, effect=0)).mean() for _ in range(2000)])
    assert np.std(apart[0] - apart[1]) == pytest.approx(np.std(together), rel=0.06)


def test_arm_against_itself_is_nothing():
    arm = np.random.default_rng(1).normal(size=50)
    found = paired_difference(arm, arm.copy(), seed=1)
    assert (found.effect, found.low, found.high, found.sd, found.method) == (0, 0, 0, 0, "constant")
    assert found.n_independent == math.inf


def test_swapped_arms_give_the_opposite():
    arm, other = paired(np.random.default_rng(2), 80)
    one, back = paired_difference(arm, other, seed=4), paired_difference(other, arm, seed=4)
    assert (back.effect, back.low, back.high) == pytest.approx((-one.effect, -one.high, -one.low))
    assert back.n_independent == pytest.approx(one.n_independent)


def test_what_cannot_be_resampled_says_so():
    rng = np.random.default_rng(2)
    assert paired_difference(rng.normal(size=10), np.zeros(10), seed=1).method == "student"
    assert paired_difference(rng.normal(size=20_000), np.zeros(20_000), seed=1).method == "student"
    assert paired_difference(np.ones(40), np.zeros(40), seed=1).method == "constant"
    rare = np.zeros(100)
    rare[:3] = 1
    found = paired_difference(rare, np.zeros(100), seed=1, yes_no=True)
    assert found.method == "agresti_min"
    assert found.low < 0.03 < found.high
    same = paired_difference(np.zeros(100), np.zeros(100), seed=1, yes_no=True)
    assert (same.effect, same.method) == (0, "agresti_min")
    assert same.low < 0 < same.high
    alone = paired_difference(np.array([1.0]), np.array([0.5]), seed=1)
    assert (alone.effect, alone.low, alone.high) == (0.5, -math.inf, math.inf)


def test_replicates_without_a_figure_leave_their_pair():
    arm, other = np.arange(30.0), np.zeros(30)
    arm[3], other[7] = np.nan, np.nan
    found = paired_difference(arm, other, seed=1)
    assert (found.replicates, found.missing) == (28, 2)
    assert found.effect == pytest.approx((sum(range(30)) - 3 - 7) / 28)


def arms(names, replicates=40):
    rng = np.random.default_rng(9)
    noise = rng.normal(size=replicates)
    made = {}
    for k, name in enumerate(names):
        base = {key: noise + 0.2 * rng.normal(size=replicates) + k for key in
                ("final", "area", "dollars", "trust_final", "hours_partners", "hours_coordinator")}  # fmt: skip
        made[name] = {**base, "essoufflement": rng.random(replicates) < 0.3}
    return made


MEASURES = ("final", "area", "essoufflement", "hours", "dollars", "trust_final")


def test_order_of_the_arms_changes_nothing():
    made = arms(["a", "b", "c"])
    turned = {name: made[name] for name in ("c", "a", "b")}
    one, other = (paired_differences(some, "a", MEASURES, 1) for some in (made, turned))
    assert list(one) == DIFFERENCE_COLUMNS
    key = ["measure", "combination"]
    pd.testing.assert_frame_equal(
        one.sort_values(key, ignore_index=True), other.sort_values(key, ignore_index=True)
    )  # fmt: skip
    hours = one[one["measure"] == "hours"].set_index("combination")
    assert hours.loc["c", "effect"] == pytest.approx(
        np.mean(sum(made["c"][key] - made["a"][key] for key in ("hours_partners", "hours_coordinator")))
    )


@pytest.mark.parametrize(("count", "language"), [(2, "en"), (5, "fr"), (12, "fr")])
def test_figures_say_what_is_compared_and_keep_their_words_apart(count, language):
    names = [f"shared+staff.turnover={k / 10}" for k in range(count)]
    choices = {name: {"leadership": "shared", "staff.turnover": f"{k / 10}"} for k, name in enumerate(names)}
    head = ComparisonHeading(choices, names[0], Text("Table", "Table"), 40)
    rng = np.random.default_rng(1)
    weeks = pd.DataFrame({"week": np.tile(np.arange(1, 105), 5)})
    curves = pd.concat([bands(weeks.assign(m=rng.random(len(weeks))), "m").assign(combination=name) for name in names])
    table = paired_differences(arms(names), names[0], MEASURES, 1)
    figures = curves_figure(curves, head, language), differences_figure(table, head, language)
    for figure in figures:
        assert not off_page(figure)
        assert not collisions(figure)
        text = " ".join(words(figure))
        assert ("partagé" if language == "fr" else "shared") in text
        title = (
            "Départs moyens\N{NO-BREAK SPACE}: 10\N{NARROW NO-BREAK SPACE}%"
            if language == "fr"
            else "Mean departures: 10%"
        )
        assert title in " ".join(text.split(" "))
    text = " ".join(words(figures[1]))
    assert ("points de pourcentage" if language == "fr" else "percentage points") in text
