"""Discovery: planted boxes come back and hold on other points, noise gives nothing, doubts are stated."""

import numpy as np
import pandas as pd
import pytest
from planted_box import planted
from scipy.stats import binomtest

from entente.analysis.discovery.prim import Cases, IntervalLimit, peel
from entente.analysis.discovery.scenario_discovery import Doubt, cases_of, check_box, discover_box
from entente.analysis.discovery.sentences import discovery_sentences
from entente.analysis.discovery.tree import classification_tree, leaf_table
from entente.analysis.statistics.goals import NO_ESSOUFFLEMENT, Goal, meets_all, parse_goal


@pytest.fixture(scope="module")
def found():
    return discover_box(planted(900, 10), seed=3)  # before half-samples are made few


@pytest.fixture(autouse=True)
def few_halves(monkeypatch):
    """Half-samples take most of the time, and are looked at in the box that was planted."""
    monkeypatch.setattr("entente.analysis.discovery.scenario_discovery._HALVES", 1)


def test_a_planted_box_comes_back(found):
    assert set(found.box) == {"staff.turnover", "leadership.hours", "leadership"}
    assert found.box["staff.turnover"].low == pytest.approx(0.45, abs=0.03)
    assert found.box["staff.turnover"].high == np.inf
    assert found.box["leadership.hours"].high == pytest.approx(14, abs=1.5)
    assert found.box["leadership"].values == ("broker", "captured", "directive")
    assert found.doubts == ()
    assert (found.limits["reproducibility"] > 0.8).all()
    assert (found.limits["quasi_p"] < 0.01).all()


def test_it_is_checked_on_points_that_the_search_did_not_see(found):
    others = found.cases.some(np.flatnonzero(found.held_out))
    assert found.held_out.sum() == 300
    fit = others.fit(found.box)
    assert (found.statistics.density, found.statistics.coverage) == (fit.density, fit.coverage)
    assert found.statistics.density_low < 0.8 < found.statistics.density_high + 0.03
    path = found.trajectory
    assert path["density"].iloc[0] == pytest.approx(found.cases.some(np.flatnonzero(~found.held_out)).base)
    assert path["checked_coverage"].iloc[0] == 1
    assert (path["coverage"].diff().dropna() <= 1e-12).all()


def test_an_overfitted_box_is_denser_where_it_was_searched_than_elsewhere():
    rng = np.random.default_rng(5)
    table = pd.DataFrame(rng.random((90, 8)), columns=[f"x{k}" for k in range(8)])
    noise = Cases(table, rng.binomial(1, 0.3, 90).astype(float), np.ones(90))
    searched, others = noise.some(np.arange(45)), noise.some(np.arange(45, 90))
    box = peel(searched)[-1]
    assert searched.fit(box).density > 0.75
    assert not others.fit(box).density > 0.5


def test_noise_gives_no_box():
    rng = np.random.default_rng(8)
    boxes = 0
    for _ in range(12):
        table = pd.DataFrame(rng.random((150, 6)), columns=list("abcdef"))
        table["o"] = rng.choice(["p", "q", "r"], 150)
        noise = Cases(table, rng.binomial(5, 0.2, 150).astype(float), np.full(150, 5.0))
        boxes += Doubt.NO_BOX not in discover_box(noise, seed=1).doubts
    assert boxes <= 2


def test_a_narrow_stretch_of_one_axis_among_many_is_found():
    rng = np.random.default_rng(6)
    table = pd.DataFrame(rng.random((300, 6)), columns=list("abcdef"))
    chance = np.where(table["a"] < 0.12, 0.6, 0.08)
    cases = Cases(table, rng.binomial(10, chance).astype(float), np.full(300, 10.0))
    box = discover_box(cases, seed=1, most=1).box
    assert list(box) == ["a"]
    assert box["a"].high == pytest.approx(0.12, abs=0.08)


def test_intervals_of_the_check_are_those_of_theory():
    cases = planted(3000, 1)
    box = {"staff.turnover": IntervalLimit(low=0.45)}
    found = check_box(cases, box, np.random.default_rng(1))
    fit = cases.fit(box)
    exact = binomtest(round(fit.density * fit.runs), int(fit.runs)).proportion_ci(method="wilson")
    assert (found.density_low, found.density_high) == pytest.approx((exact.low, exact.high), abs=0.006)
    assert found.base == cases.base


def test_a_wished_density_is_reached_or_said_not_to_be():
    cases = planted(900, 10, more=0)
    dense = discover_box(cases, seed=3, least_density=0.7)
    wide = discover_box(cases, seed=3, least_density=0.3)
    assert dense.found.density >= 0.7
    assert 0.3 <= wide.found.density < dense.found.density
    assert wide.found.coverage > dense.found.coverage
    never = discover_box(cases, seed=3, least_density=0.99)
    assert Doubt.NOT_DENSE in never.doubts
    assert "as dense as wished" in " ".join(discovery_sentences(never, [NO_ESSOUFFLEMENT], "en"))


@pytest.mark.parametrize(
    ("options", "doubt", "english"),
    [
        ({"inside": 0, "outside": 0}, Doubt.NONE, "none of the"),
        ({"inside": 1, "outside": 1}, Doubt.ALL, "every one of the"),
        ({"inside": 0.9, "outside": 0.9}, Doubt.COMMON, "--goal 'essoufflement=yes'"),
        ({"inside": 0.01, "outside": 0.0, "points": 300, "runs": 5}, Doubt.RARE, "hint"),
        ({"points": 25, "runs": 30, "more": 0}, Doubt.UNCHECKED, "Fewer than 30 points"),
        ({"inside": 0.2, "outside": 0.2}, Doubt.NO_BOX, "beyond chance"),
    ],
)
def test_doubts_are_reported(options, doubt, english):
    found = discover_box(planted(**options), seed=2)
    assert doubt in found.doubts or (doubt is Doubt.UNCHECKED and not found.box)
    for language, part in (("en", english), ("fr", "")):
        sentences = discovery_sentences(found, [NO_ESSOUFFLEMENT], language)
        assert sentences
        assert part in " ".join(sentences) or not found.box


def test_a_box_that_does_not_hold_elsewhere_is_reported():
    cases = planted(300, 10, more=0)
    found = discover_box(cases, seed=3)
    rng = np.random.default_rng(1)
    interest = cases.interest.copy()
    interest[found.held_out] = rng.permutation(interest[found.held_out])
    again = discover_box(Cases(cases.table, interest, cases.runs), seed=3)
    assert again.box
    assert Doubt.UNCONFIRMED in again.doubts
    assert "do not rely on it" in discovery_sentences(again, [NO_ESSOUFFLEMENT], "en")[-1]


def test_failed_runs_and_axes_that_do_not_vary_are_left_out():
    design = pd.DataFrame({"point": [0, 1, 2], "x": [1.0, 2.0, 3.0], "same": 4, "o": ["a", "b", "a"]})
    runs = pd.DataFrame({"point": [0, 0, 1, 1, 2]})
    cases = cases_of(design, runs, np.array([1.0, np.nan, 0.0, 1.0, np.nan]), ["x", "same", "o"])
    assert list(cases.table) == ["x", "o"]
    assert (cases.interest.tolist(), cases.runs.tolist()) == ([1, 1], [1, 2])


def test_the_tree_asks_what_was_planted_and_no_more():
    cases = planted(1500, 10)
    searched, others = cases.some(np.arange(1000)), cases.some(np.arange(1000, 1500))
    root = classification_tree(searched, others, 1)
    table = leaf_table(root)
    asked = {axis for leaf in root.leaves() for axis in leaf.box}
    assert asked <= {"staff.turnover", "leadership.hours", "leadership"}
    densest = table.loc[table["density"].idxmax()]
    assert densest["density"] > 0.55
    assert densest["checked_density"] == pytest.approx(densest["density"], abs=0.12)
    assert (table["mass"].sum(), table["coverage"].sum()) == pytest.approx((1, 1))
    rng = np.random.default_rng(2)
    noise = Cases(cases.table, rng.permutation(cases.interest), cases.runs)
    assert len(classification_tree(noise, others, 1).leaves()) == 1


def test_goals():
    runs = pd.DataFrame({"final": [0.2, 0.5, np.nan], "essoufflement": [True, False, False],
                         "hours_partners": [10, 20, 30], "hours_coordinator": [5, 5, 5]})  # fmt: skip
    assert parse_goal("final>=0.5").is_met(runs).tolist()[:2] == [0, 1]
    assert np.isnan(parse_goal(" final >= 0.5").is_met(runs)[2])
    assert parse_goal("essoufflement=no").is_met(runs).tolist() == [0, 1, 1]
    assert parse_goal("hours<25").is_met(runs).tolist() == [1, 0, 0]
    both = meets_all([parse_goal("final>=0.5"), parse_goal("hours<25")], runs)
    assert both.tolist() == [0, 0, 0]  # the third misses one whatever the other would be
    assert str(parse_goal("final>0.25").opposite()) == "final<=0.25"
    assert str(Goal("essoufflement", "=", 0).opposite()) == "essoufflement=yes"
    for wrong in ("final", "final=0.5", "essoufflement>=0.5", "final>=many", "essoufflement=maybe", "final>=nan"):
        with pytest.raises(ValueError, match=r".+"):
            parse_goal(wrong)
    with pytest.raises(KeyError):
        parse_goal("finale>=0.5")
