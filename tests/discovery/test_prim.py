"""Boxes: peeled and pasted by hand, against a planted box, and against the figures of another implementation."""

import numpy as np
import pandas as pd
import pytest
from planted_box import BOX, planted
from scipy.stats import norm

from entente.analysis.discovery.prim import (
    Cases,
    CategoryLimit,
    IntervalLimit,
    box_text,
    join_limits,
    paste,
    peel,
    quasi_p_values,
    split_limits,
)


def cases(table, interest, runs=None):
    return Cases(pd.DataFrame(table), np.array(interest, float), np.array(runs or [1] * len(interest), float))


def test_each_step_gives_up_what_raises_density_the_most():
    # 20 points, the last 5 of interest; one twentieth at a time is one point, always from below: 5/20, 5/19, 5/18...
    found = cases({"x": np.arange(20.0)}, [0] * 15 + [1] * 5)
    boxes = peel(found, least=0.05)
    assert [found.fit(box).density for box in boxes] == pytest.approx([5 / n for n in range(20, 4, -1)])
    assert boxes[-1] == {"x": IntervalLimit(low=14.5)}  # nothing more to gain: the peeling stops there
    assert all(found.fit(box).coverage == 1 for box in boxes)


def test_ties_go_together_and_categories_one_at_a_time():
    found = cases({"x": [1, 1, 1, 2, 2, 3], "o": list("aabbcc")}, [0, 0, 0, 1, 0, 1])
    first = peel(found, least=0.1)[1]
    assert first in ({"x": IntervalLimit(low=1.5)}, {"o": CategoryLimit(("b", "c"))})
    # without 1: 2 of 3 for three given up, a gain of 1/9 each; without a: 2 of 4 for two given up, of 1/12 each
    assert first == {"x": IntervalLimit(low=1.5)}


def test_runs_count_and_not_points():
    found = cases({"x": [1.0, 2.0]}, [9, 1], [10, 90])
    fit = found.fit({"x": IntervalLimit(high=1.5)})
    assert (fit.coverage, fit.density, fit.mass, fit.points) == (0.9, 0.9, 0.1, 1)
    assert fit.lift == pytest.approx(0.9 - 1 / 90)


def test_pasting_takes_back_what_costs_no_density():
    table = {"x": np.arange(40.0), "o": ["a"] * 20 + ["b"] * 20}
    found = cases(table, [0] * 10 + [1] * 30)
    assert paste(found, {"x": IntervalLimit(low=24.5, high=35)}) == {"x": IntervalLimit(low=9.5)}
    assert paste(found, {"o": CategoryLimit(("b",)), "x": IntervalLimit(low=9.5)}) == {"x": IntervalLimit(low=9.5)}


def test_a_planted_box_is_on_the_way():
    found = planted(2000, 5)
    truth = {
        "staff.turnover": IntervalLimit(low=0.45),
        "leadership.hours": IntervalLimit(high=14.0),
        "leadership": CategoryLimit(BOX["leadership"]),
    }
    best = max(peel(found), key=lambda box: found.fit(box).lift)
    assert found.fit(best).lift == pytest.approx(found.fit(truth).lift, abs=0.04)
    assert best["staff.turnover"].low == pytest.approx(0.45, abs=0.03)
    assert best["leadership.hours"].high == pytest.approx(14.0, abs=1.0)
    assert set(best["leadership"].values) == set(BOX["leadership"])


@pytest.fixture(scope="module")
def known():
    """2,000 points of which EMA workbench 2.5.3 gave the figures below (``Prim``, peel_alpha 0.05, mass_min 0.05)."""
    rng = np.random.default_rng(20)
    table = pd.DataFrame({name: rng.random(2000) for name in "abcd"})
    table["e"] = rng.choice(["p", "q", "r", "s"], 2000)
    held = (table["a"] > 0.6) & (table["b"] < 0.5) & table["e"].isin(["p", "q", "r"])
    found = Cases(table, (rng.random(2000) < np.where(held, 0.85, 0.1)).astype(float), np.ones(2000))
    assert found.interest.sum() == 432
    return found


def test_trajectory_is_that_of_another_implementation(known):
    mass = [1.0, 0.589, 0.432, 0.3165, 0.231, 0.169, 0.0875, 0.067]
    density = [0.216, 0.308998, 0.378472, 0.483412, 0.623377, 0.786982, 0.902857, 0.917910]
    ours = sorted((fit.mass, fit.density) for fit in map(known.fit, peel(known)))
    apart_by = np.abs(np.interp(mass, *zip(*ours, strict=True)) - density)
    assert apart_by.max() < 0.03
    assert apart_by.mean() < 0.015


def test_quasi_p_values_are_those_of_another_implementation(known):
    box = {
        "a": IntervalLimit(low=0.593292),
        "b": IntervalLimit(high=0.652356723742499),
        "e": CategoryLimit(("p", "q", "r")),
    }
    fit = known.fit(box)
    assert (fit.coverage, fit.density, fit.mass) == pytest.approx((0.6226851851851852, 0.6810126582278481, 0.1975))
    assert quasi_p_values(known, list(box.items())) == pytest.approx(
        [1.253839364024098e-46, 5.091522554156252e-15, 1.4791599498716e-09], rel=1e-6
    )


def test_runs_that_luck_alone_sets_apart_count_one_by_one():
    # The same share everywhere: what points of 20 runs tell is what 20 times as many points of one run would.
    rng = np.random.default_rng(4)
    x = rng.random(400)
    many = Cases(pd.DataFrame({"x": x}), rng.binomial(20, 0.3, 400).astype(float), np.full(400, 20.0))
    fit = many.fit({"x": IntervalLimit(low=0.5)})
    normal = (fit.density - many.base) / np.sqrt(0.3 * 0.7 / fit.runs)
    assert quasi_p_values(many, [("x", IntervalLimit(low=0.5))])[0] == pytest.approx(norm.sf(normal), abs=0.06)
    # Points that chance does not touch count once each, whatever their runs.
    sure = Cases(pd.DataFrame({"x": x}), np.where(x > 0.5, 20.0, 0.0), np.full(400, 20.0))
    one = Cases(pd.DataFrame({"x": x}), np.where(x > 0.5, 1.0, 0.0), np.ones(400))
    limit = [("x", IntervalLimit(low=0.7))]
    assert quasi_p_values(sure, limit) == pytest.approx(quasi_p_values(one, limit))


def test_limits_one_by_one_and_together():
    box = {"x": IntervalLimit(0.2, 0.8), "o": CategoryLimit(("a",)), "y": IntervalLimit(high=3.0)}
    limits = split_limits(box)
    assert len(limits) == 4
    assert join_limits(limits) == box
    assert box_text(box) == "x > 0.2 and x <= 0.8 and o in [a] and y <= 3"
