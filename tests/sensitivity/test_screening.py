"""Elementary effects against what they are by construction, another implementation, and the function of Morris."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from SALib.analyze import morris as analyze_morris
from SALib.sample import morris as sample_morris
from SALib.test_functions import Ishigami

from entente.analysis.sensitivity.screening import Reason, morris_screening, reasons_by_factor
from entente.analysis.sweep.designs import DesignKind, pair_options, unit_sample
from entente.analysis.sweep.outcome_matrix import OutcomeMatrix
from entente.sim.validation.validate import SettingsError


def trajectories(factors, count, bounds=(0.0, 1.0), seed=1):
    names = [f"x{k + 1}" for k in range(factors)]
    problem = {"num_vars": factors, "names": names, "bounds": [list(bounds)] * factors}
    points = sample_morris.sample(problem, count, num_levels=4, seed=seed)
    return problem, pd.DataFrame(points, columns=names), dict.fromkeys(names, bounds)


def screened(values, design, spans, scatter=0.0):
    """Two replicates that differ by a scatter of their own at each point."""
    apart = np.random.default_rng(9).normal(scale=scatter, size=len(design)) if scatter else 0.0
    runs = np.column_stack([np.asarray(values, float) + apart, np.asarray(values, float) - apart])
    found = morris_screening(OutcomeMatrix(runs), design, list(design.columns), spans, seed=1)
    return found, found.table.set_index("factor")


def test_effects_of_a_plane_are_its_slopes_over_the_ranges():
    _, design, spans = trajectories(3, 10, bounds=(10, 30))
    _, table = screened(design.to_numpy() @ [0.5, -0.1, 0.0], design, spans)
    assert table["mu_star"].to_dict() == pytest.approx({"x1": 10, "x2": 2, "x3": 0})
    assert table["mu"].to_dict() == pytest.approx({"x1": 10, "x2": -2, "x3": 0})
    assert table["sigma"].to_list() == pytest.approx([0, 0, 0], abs=1e-9)
    assert table["why"].to_dict() == {"x1": "matters", "x2": "matters", "x3": "no effect"}


def test_effects_of_a_product_are_the_other_factor():
    # of x1 x2, the effect of x1 is x2, one of 0, 1/3, 2/3, 1: mean 1/2, variance 5/36
    _, design, spans = trajectories(2, 4000)
    _, table = screened(design["x1"] * design["x2"], design, spans)
    assert table["mu_star"].to_list() == pytest.approx([0.5, 0.5], abs=0.02)
    assert table["sigma"].to_list() == pytest.approx([np.sqrt(5 / 36)] * 2, abs=0.01)


def test_same_numbers_as_salib():
    problem, design, spans = trajectories(3, 40, bounds=(-np.pi, np.pi))
    values = Ishigami.evaluate(design.to_numpy())
    _, table = screened(values, design, spans)
    theirs = analyze_morris.analyze(problem, design.to_numpy(), values, num_resamples=1000, seed=2)
    mine = table.loc[list(design.columns)]
    for name in ("mu", "mu_star", "sigma"):
        assert mine[name].to_list() == pytest.approx(list(theirs[name]))
    half = (mine["mu_star_high"] - mine["mu_star_low"]) / 2
    assert half.to_list() == pytest.approx(theirs["mu_star_conf"], rel=0.1, abs=1e-9)


def morris_function(points, rng):
    """The function of Morris (1991), section 4: 20 factors, of which the first ten matter."""
    w = 2 * (points - 0.5)
    for k in (2, 4, 6):
        w[:, k] = 2 * (1.1 * points[:, k] / (points[:, k] + 0.1) - 0.5)
    first = np.concatenate([np.full(10, 20.0), rng.normal(size=10)])
    second = np.triu(rng.normal(size=(20, 20)), 1)
    second[:6, :6] = np.triu(np.full((6, 6), -15.0), 1)
    third = sum(-10 * w[:, i] * w[:, j] * w[:, k] for i in range(5) for j in range(i + 1, 5) for k in range(j + 1, 5))
    fourth = 5 * w[:, 0] * w[:, 1] * w[:, 2] * w[:, 3]
    return w @ first + np.einsum("pi,ij,pj->p", w, second, w) + third + fourth


def test_screening_keeps_the_ten_factors_that_matter_to_the_function_of_morris():
    _, design, spans = trajectories(20, 20, seed=3)
    found, table = screened(morris_function(design.to_numpy(), np.random.default_rng(1)), design, spans)
    assert set(table.index[:10]) == {f"x{k}" for k in range(1, 11)}
    # 8, 9 and 10 act alone (sigma small), 1 to 7 bend or depend on the others (sigma as large as mu*), as in his figure
    assert (table.loc[["x8", "x9", "x10"], "sigma"] < 10).all()
    assert (table.loc[[f"x{k}" for k in range(1, 7)], "sigma"] > 20).all()
    assert {factor for factor, why in reasons_by_factor({"y": found}).items() if why == Reason.MATTERS} >= set(
        table.index[:10]
    )


def test_factors_are_left_out_by_name_and_for_a_reason():
    _, design, spans = trajectories(4, 30)
    noise = np.random.default_rng(4).normal(scale=0.02, size=len(design))
    values = 10 * design["x1"] + 0.5 * design["x2"] + 0.01 * design["x3"] + noise
    found, table = screened(values, design, spans, scatter=0.05)
    by_noise = "no more than noise"
    assert table["why"].to_dict() == {"x1": "matters", "x2": "small", "x3": by_noise, "x4": by_noise}
    other, _ = screened(design["x2"], design, spans)
    assert reasons_by_factor({"one": found, "other": other}) == {
        "x1": Reason.MATTERS, "x2": Reason.MATTERS, "x3": Reason.NOISE, "x4": Reason.NOISE}  # fmt: skip


def test_floor_is_what_noise_alone_passes_one_time_in_twenty():
    rng = np.random.default_rng(6)
    design, spans = trajectories(20, 30)[1:]
    above = []
    for _ in range(30):
        runs = rng.normal(scale=0.3, size=(len(design), 10)) + rng.normal(size=10)
        table = morris_screening(OutcomeMatrix(runs), design, list(design.columns), spans, seed=1).table
        above += (table["mu_star"] > table["floor"]).to_list()
    assert 0.02 <= np.mean(above) <= 0.09


def test_noise_that_a_factor_leaves_alone_is_not_held_against_it():
    rng = np.random.default_rng(3)
    _, design, spans = trajectories(2, 20)
    runs = np.round(2 * design[["x1"]].to_numpy()) * rng.normal(size=10) + 0.05 * design[["x2"]].to_numpy()
    table = morris_screening(OutcomeMatrix(runs), design, ["x1", "x2"], spans, seed=1).table.set_index("factor")
    assert table["floor"]["x1"] > 0.1
    assert table["floor"]["x2"] == pytest.approx(0, abs=1e-12)
    assert table["mu_star"]["x2"] == pytest.approx(0.05)


def test_options_and_whole_numbers_move_by_what_they_really_do():
    design = trajectories(3, 20)[1]
    styles = np.where(design["x1"] < 0.5, "shared", "broker")
    design = pd.DataFrame({"style": styles, "count": np.round(1 + 3 * design["x2"]).astype(int), "x": design["x3"]})
    values = 2.0 * (styles == "shared") + 3.0 * design["count"]
    _, table = screened(values, design, {"count": (1, 4), "x": (0, 1)})
    assert table["mu_star"].to_dict() == pytest.approx({"style": 2, "count": 9, "x": 0})
    assert np.isnan(table["mu"]["style"])
    assert table["mu"]["count"] == pytest.approx(9)


def test_growth_is_that_of_the_first_trajectories():
    problem, design, spans = trajectories(3, 32, bounds=(-np.pi, np.pi))
    values = Ishigami.evaluate(design.to_numpy())
    growth = screened(values, design, spans)[0].growth
    assert growth["trajectories"].unique().tolist() == [4, 8, 16, 32]
    theirs = analyze_morris.analyze(problem, design.to_numpy()[: 8 * 4], values[: 8 * 4], seed=2)
    assert growth[growth["trajectories"] == 8]["mu_star"].to_list() == pytest.approx(list(theirs["mu_star"]))


def test_other_designs_are_refused():
    design = pd.DataFrame(np.random.default_rng(1).random((16, 3)), columns=["a", "b", "c"])
    with pytest.raises(SettingsError, match="not trajectories"):
        screened(np.ones(16), design, dict.fromkeys("abc", (0, 1)))


def test_trajectories_compare_every_pair_of_options_both_ways():
    sample = unit_sample(DesignKind.MORRIS, 40, 3, seed=2)
    ranks = pair_options(sample[:, 1], 5, 3, (2, 1)).reshape(40, 4)
    moves = [tuple(dict.fromkeys(one)) for one in ranks.tolist()]
    assert {len(one) for one in moves} == {2}
    assert set(Counter(moves).values()) == {2}  # 20 ordered pairs, 40 trajectories
    assert len(set(moves)) == 20
    # an option that differs from four alike has an effect in 2 pairs of 5
    values = np.where(ranks.ravel() == 2, 1.0, 0.0)
    names = np.array(["shared", "broker", "directive", "rotating", "absent"])[ranks.ravel()]
    design = pd.DataFrame({"a": sample[:, 0], "style": names, "b": sample[:, 2]})
    _, table = screened(values, design, {"a": (0, 1), "b": (0, 1)})
    assert table["mu_star"].to_dict() == pytest.approx({"style": 0.4, "a": 0, "b": 0})
