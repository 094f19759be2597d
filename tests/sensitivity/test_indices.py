"""Sobol' indices against published values, other implementations, and what theory promises of their intervals."""

import numpy as np
import pandas as pd
import pytest
from SALib.analyze import sobol as analyze_sobol
from SALib.sample import sobol as sample_sobol
from SALib.test_functions import Ishigami
from scipy.stats import sobol_indices as scipy_indices

from entente.analysis.sensitivity.indices import estimate_indices, growing_sizes, sobol_indices
from entente.analysis.sweep.outcome_matrix import OutcomeMatrix

ABC = ["a", "b", "c"]
ANGLES = {"num_vars": 3, "names": ABC, "bounds": [[-np.pi, np.pi]] * 3}
# Ishigami & Homma (1990) with a = 7, b = 0.1, as in Saltelli et al. (2008), table 4.4
FIRST, TOTAL = [0.3139, 0.4424, 0.0], [0.5576, 0.4424, 0.2437]
WEIGHTS = np.array([0, 1, 4.5, 9, 99, 99])  # of the g-function of Sobol', as in Saltelli et al. (2008)


def ishigami(blocks, seed=1):
    points = sample_sobol.sample(ANGLES, blocks, calc_second_order=False, seed=seed)
    return Ishigami.evaluate(points), pd.DataFrame(points, columns=ABC)


def measured(values, design, factors, seed):
    return sobol_indices(OutcomeMatrix(np.asarray(values, float)[:, None]), design, factors, seed)


def of_factor(found, factors, column):
    return found.table.set_index("factor").loc[list(factors), column].to_list()


def test_indices_of_ishigami_are_the_published_ones():
    found = measured(*ishigami(4096), ABC, seed=1)
    assert of_factor(found, ABC, "total") == pytest.approx(TOTAL, abs=0.01)
    assert of_factor(found, ABC, "first") == pytest.approx(FIRST, abs=0.01)
    assert found.table["factor"].to_list() == ABC  # ranked by total effect
    assert found.together == pytest.approx(1 - sum(FIRST), abs=0.01)


def g_function(points):
    return np.prod((np.abs(4 * points - 2) + WEIGHTS) / (1 + WEIGHTS), axis=1)


def test_indices_of_the_g_function_are_its_analytic_ones():
    part = 1 / (3 * (1 + WEIGHTS) ** 2)
    whole = np.prod(1 + part) - 1
    first, total = part / whole, part * np.prod(1 + part) / (1 + part) / whole
    names = [f"x{k}" for k in range(6)]
    problem = {"num_vars": 6, "names": names, "bounds": [[0, 1]] * 6}
    points = sample_sobol.sample(problem, 4096, calc_second_order=False, seed=4)
    found = measured(g_function(points), pd.DataFrame(points, columns=names), names, seed=1)
    assert of_factor(found, names, "total") == pytest.approx(total, abs=0.01)
    assert of_factor(found, names, "first") == pytest.approx(first, abs=0.01)


@pytest.mark.parametrize("shift", [0, 1000])
def test_same_numbers_as_salib_and_scipy(shift):
    values, design = ishigami(256)
    values = values + shift
    found = measured(values, design, ABC, seed=1)
    theirs = analyze_sobol.analyze(ANGLES, values, calc_second_order=False, num_resamples=1000, seed=3)
    assert of_factor(found, ABC, "total") == pytest.approx(list(theirs["ST"]), abs=1e-9)
    assert of_factor(found, ABC, "first") == pytest.approx(list(theirs["S1"]), abs=1e-9)
    half = (found.table["total_high"] - found.table["total_low"]).to_numpy() / 2
    assert half == pytest.approx(theirs["ST_conf"], rel=0.12)
    rows = values.reshape(256, 5).T
    others = scipy_indices(func={"f_A": rows[:1], "f_B": rows[-1:], "f_AB": rows[1:-1, None]}, n=256)
    assert of_factor(found, ABC, "total") == pytest.approx(others.total_order.ravel(), abs=1e-6)
    assert of_factor(found, ABC, "first") == pytest.approx(others.first_order.ravel(), abs=0.02)


def test_intervals_hold_the_truth_as_often_as_they_say():
    rng, held, tries = np.random.default_rng(8), np.zeros(3), 100
    for _ in range(tries):
        a, b = rng.uniform(-np.pi, np.pi, (2, 256, 3))
        swapped = [np.where(np.arange(3) == k, b, a) for k in range(3)]
        rows = np.column_stack([Ishigami.evaluate(one) for one in (a, *swapped, b)])
        low, high = np.quantile(estimate_indices(rows, rng).totals, [0.025, 0.975], axis=0)
        held += (low <= TOTAL) & (high >= TOTAL)
    assert (held / tries >= 0.88).all()


def test_growth_are_the_indices_of_the_first_blocks():
    values, design = ishigami(128)
    growth = measured(values, design, ABC, seed=1).growth
    assert growth["blocks"].unique().tolist() == [16, 32, 64, 128]
    theirs = analyze_sobol.analyze(ANGLES, values[: 32 * 5], calc_second_order=False, num_resamples=2, seed=1)
    assert growth[growth["blocks"] == 32]["total"].to_list() == pytest.approx(list(theirs["ST"]), abs=1e-9)
    assert growing_sizes(20, 8) == [10, 20]
    assert growing_sizes(5, 8) == [5]


def test_what_has_settled_is_told_from_what_has_not():
    few, many = (measured(*ishigami(blocks), ABC, seed=1).convergence for blocks in (32, 8192))
    assert not few.values
    assert not few.order
    assert ("a", "b") in few.ties
    assert few.needed >= 1024
    assert many.values
    assert many.order
    assert many.needed == 0


def test_twins_are_told_as_tied():
    problem = {"num_vars": 2, "names": ["a", "b"], "bounds": [[0, 1]] * 2}
    points = sample_sobol.sample(problem, 2048, calc_second_order=False, seed=1)
    found = measured(points.sum(axis=1), pd.DataFrame(points, columns=["a", "b"]), ["a", "b"], seed=1)
    assert found.convergence.values
    assert not found.convergence.order
    assert found.table["direction"].to_list() == pytest.approx([0.7, 0.7], abs=0.05)
    assert found.together == pytest.approx(0, abs=0.02)


def test_an_outcome_that_does_not_vary_has_no_indices():
    _, design = ishigami(32)
    found = measured(np.full(160, 0.3), design, ABC, seed=1)
    assert not found.varies
    assert found.table["total"].isna().all()
    assert not found.convergence.values
    assert not found.convergence.order


def test_options_are_factors_without_direction():
    problem = {"num_vars": 2, "names": ["style", "hours"], "bounds": [[0, 1]] * 2}
    points = sample_sobol.sample(problem, 1024, calc_second_order=False, seed=2)
    styles = np.array(["shared", "broker"])[(points[:, 0] * 2).astype(int)]
    design = pd.DataFrame({"style": styles, "hours": points[:, 1]})
    found = measured((styles == "shared") - points[:, 1], design, ["style", "hours"], seed=1)
    # variances 1/4 and 1/12: three quarters and one quarter
    assert of_factor(found, ["style", "hours"], "total") == pytest.approx([0.75, 0.25], abs=0.02)
    direction = of_factor(found, ["style", "hours"], "direction")
    assert np.isnan(direction[0])
    assert direction[1] < -0.3


def test_noise_of_a_factor_is_the_total_effect_that_it_has_without_any():
    rng = np.random.default_rng(5)
    points = sample_sobol.sample(ANGLES, 2048, calc_second_order=False, seed=2)
    shared, own = rng.normal(size=8), rng.normal(scale=3, size=(len(points), 8))
    found = OutcomeMatrix(points[:, :1] + shared + own)
    # variance of the signal: pi²/3; of noise in a mean: 9/8
    assert found.noise == pytest.approx((9 / 8) / (np.pi**2 / 3 + 9 / 8), abs=0.015)
    dummies = sobol_indices(found, pd.DataFrame(points, columns=ABC), ABC, seed=1)
    assert of_factor(dummies, ["b", "c"], "total") == pytest.approx([found.noise] * 2, abs=0.03)
    assert of_factor(dummies, ABC, "noise") == pytest.approx([found.noise] * 3, abs=0.02)
    assert dummies.convergence.order  # nobody asks which of two dummies is the stronger


def test_a_factor_that_changes_no_replicate_has_none():
    rng = np.random.default_rng(7)
    points = sample_sobol.sample(ANGLES, 256, calc_second_order=False, seed=2)
    noise_of_a = rng.normal(size=8) * np.round(4 * points[:, :1]) + points[:, 1:2]  # b moves all replicates alike
    found = sobol_indices(OutcomeMatrix(noise_of_a), pd.DataFrame(points, columns=ABC), ABC, seed=1)
    assert of_factor(found, ["b", "c"], "noise") == pytest.approx([0, 0], abs=1e-12)
    assert of_factor(found, ["a"], "noise")[0] > 0.1
