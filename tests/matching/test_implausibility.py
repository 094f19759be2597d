"""Implausibility, means and conflicts against small cases worked out by hand."""

import math

import numpy as np
import pytest

from entente.analysis.matching.implausibility import (
    LIMIT,
    Means,
    conflicts,
    estimate_means,
    implausibility,
    worst_counted,
)
from entente.analysis.matching.targets import Target
from entente.sim.model.situation import Text


def target(name, value, tolerance):
    return Target(name, Text(en=name), value, tolerance, "invented", "small", "final")


def test_a_mean_and_its_variance():
    values = np.array([[0.2, 0.4, 0.6, 0.8]])
    found = estimate_means(values, np.ones_like(values))
    assert found.mean[0] == pytest.approx(0.5)
    assert found.variance[0] == pytest.approx(values.var(ddof=1) / 4)


def test_the_variance_of_a_ratio_is_that_of_many_such_ratios():
    rng = np.random.default_rng(3)
    whole = rng.normal(4.0, 0.5, (4000, 30))
    part = 0.3 * whole + rng.normal(0.0, 0.4, whole.shape)
    found = estimate_means(part, whole)
    assert found.mean.mean() == pytest.approx(0.3, abs=0.002)
    assert found.variance.mean() == pytest.approx(found.mean.var(), rel=0.1)


def test_a_mean_of_few_replicates_is_none():
    values = np.array([[0.2, np.nan, 0.4, np.nan], [0.2, 0.3, 0.4, np.nan], [0.1, 0.2, 0.3, 0.4]])
    found = estimate_means(values, np.array([[1.0] * 4, [1.0] * 4, [0.0] * 4]))
    assert np.isnan(found.mean).tolist() == [True, False, True]
    assert found.mean[1] == pytest.approx(0.3)


def test_implausibility_is_a_distance_in_deviations():
    found = Means(np.array([[0.5, 0.1], [0.9, np.nan]]), np.array([[0.0, 0.0016], [0.0, 0.0]]))
    away = implausibility(found, [target("a", 0.6, 0.05), target("b", 0.35, 0.03)])
    assert away[0, 0] == pytest.approx(0.1 / 0.05)
    assert away[0, 1] == pytest.approx(0.25 / math.hypot(0.03, 0.04))
    assert away[1, 0] == pytest.approx(6.0)
    assert math.isinf(away[1, 1])


def test_the_worst_ones_may_be_left_out():
    away = np.array([[1.0, 9.0, 2.0, 4.0], [0.5, 0.5, 0.5, math.inf]])
    assert worst_counted(away, 0).tolist() == [9.0, math.inf]
    assert worst_counted(away, 1).tolist() == [4.0, 0.5]
    assert worst_counted(away, 2).tolist() == [2.0, 0.5]
    assert worst_counted(away, 4).tolist() == [0.0, 0.0]


def test_conflicts_are_pairs_reached_one_at_a_time():
    reach, far = LIMIT - 1, LIMIT + 2
    away = np.array([[reach, far, reach]] * 6 + [[far, reach, reach]] * 7 + [[far, far, far]])
    found = conflicts(away, ["a", "b", "c"])
    assert found[["target", "other", "reach_target", "reach_other"]].to_numpy().tolist() == [["a", "b", 6, 7]]
    assert found["nearest"][0] == far
    assert not len(conflicts(away[:4], ["a", "b", "c"]))  # too few reach it for anything to be said
