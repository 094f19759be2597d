"""Calibration against posteriors known in closed form, and intervals that hold the truth as often as they say."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta, norm

from entente.analysis.calibration.observations import OBSERVATION_COLUMNS, Observations
from entente.analysis.calibration.recovery import check_recovery, interval_coverage, out_of_reach
from entente.analysis.calibration.regression_abc import (
    Prior,
    ReferenceTable,
    RegressionABC,
    posterior_table,
    weighted_quantiles,
)

MIX, NOISE = np.array([[1, 1], [1, -0.5], [0.3, 1]]), 0.5
RANGES = (Prior("a", -5, 5), Prior("b", -5, 5))
SHARES = [0.05, 0.25, 0.5, 0.75, 0.95]


def normal_bank(runs=6000, seed=1):
    """Three sums of two unknowns, with normal noise: the posterior is normal, away from the ends of the ranges."""
    rng = np.random.default_rng(seed)
    truths = rng.uniform(-5, 5, (runs, 2))
    return ReferenceTable(RANGES, truths, truths @ MIX.T + NOISE * rng.normal(size=(runs, 3)))


@pytest.fixture(scope="module")
def learnt():
    return RegressionABC(normal_bank(), seed=1)


@pytest.mark.parametrize("data", [(1.0, 0.5, 0.2), (-2.0, 0.5, -2.4), (3.0, 0.5, 2.5)])
def test_posterior_of_normal_observations_is_that_of_theory(learnt, data):
    moments = NOISE**2 * np.linalg.inv(MIX.T @ MIX)  # least squares, the prior being flat
    middle = moments @ MIX.T @ np.array(data) / NOISE**2
    spread = np.sqrt(np.diag(moments))
    found = learnt.posterior(np.array(data))
    wanted = middle + norm.ppf(SHARES)[:, None] * spread
    assert found.quantiles(SHARES) == pytest.approx(wanted, abs=0.4 * spread.max())
    widths = np.diff(found.quantiles([0.05, 0.95]), axis=0)[0]
    assert widths == pytest.approx(2 * 1.645 * spread, rel=0.15)
    correlation = moments[0, 1] / spread.prod()
    assert found.correlations().loc["a", "b"] == pytest.approx(correlation, abs=0.12)


@pytest.mark.parametrize("answered", [0, 3, 10, 19])
def test_posterior_of_a_share_is_beta(answered):
    # so many of 20 said yes, any share as likely before: Beta(1 + yes, 1 + no)
    rng = np.random.default_rng(2)
    truths = rng.random((6000, 1))
    bank = ReferenceTable((Prior("p", 0, 1),), truths, rng.binomial(20, truths) / 20)
    found = RegressionABC(bank, seed=1).posterior(np.array([answered / 20]))
    assert found.quantiles(SHARES)[:, 0] == pytest.approx(beta(1 + answered, 21 - answered).ppf(SHARES), abs=0.04)


def test_intervals_hold_the_truth_as_often_as_they_say():
    table = interval_coverage(check_recovery(normal_bank(), np.zeros(3), seed=1).tries)
    assert set(table["tries"]) == {600}
    assert table["held"].to_numpy() == pytest.approx(table["level"].to_numpy(), abs=0.07)
    for _, row in table[np.isclose(table["level"], 0.9)].iterrows():
        assert 0.87 <= row["held"] <= 0.93
        assert row["low"] < row["held"] < row["high"]


def test_intervals_also_hold_where_most_of_what_is_seen_is_noise():
    # what overfits says more than it knows: 60 observations of nothing beside the three that tell
    rng = np.random.default_rng(4)
    bank = normal_bank(2000, seed=4)
    noisy = ReferenceTable(RANGES, bank.truths, np.hstack([bank.seen, rng.normal(size=(2000, 60))]))
    table = interval_coverage(check_recovery(noisy, np.zeros(63), seed=1).tries)
    held = table[np.isclose(table["level"], 0.9)]["held"]
    assert held.between(0.85, 0.96).all()


def test_what_the_data_say_nothing_of_stays_as_it_was():
    rng = np.random.default_rng(3)
    truths = rng.uniform([0, 10], [1, 20], (4000, 2))
    bank = ReferenceTable(
        (Prior("known", 0, 1), Prior("unknown", 10, 20)), truths, truths[:, :1] + 0.05 * rng.normal(size=(4000, 1))
    )
    table = posterior_table(RegressionABC(bank, 1).posterior(np.array([0.4]))).set_index("parameter")
    assert table.loc["known", "narrower"] == pytest.approx(1 - 2 * 1.645 * 0.05 / 0.9, abs=0.03)
    assert abs(table.loc["unknown", "narrower"]) < 0.06
    assert table.loc["unknown", ["low_90", "median", "high_90"]].tolist() == pytest.approx([10.5, 15, 19.5], abs=0.5)


def test_whole_numbers_stay_whole_and_in_their_range():
    rng = np.random.default_rng(5)
    truths = rng.integers(1, 5, (4000, 1)).astype(float)
    bank = ReferenceTable((Prior("count", 1, 4, whole=True),), truths, truths + 0.3 * rng.normal(size=(4000, 1)))
    found = RegressionABC(bank, 1).posterior(np.array([4.1]))
    assert set(found.values.ravel()) <= {1, 2, 3, 4}
    # Bayes: 4 and 3 are as likely before; exp(-½ (0.1 / 0.3)²) against exp(-½ (1.1 / 0.3)²)
    assert found.weights[found.values[:, 0] == 4].sum() > 0.95


def test_data_that_the_model_cannot_give_are_reported():
    bank = normal_bank(2000)
    shares = [check_recovery(bank, bank.seen[k], seed=1).share for k in range(4)]
    assert min(shares) > 0.02
    strange = check_recovery(bank, np.array([1.0, 0.5, 6.0]), seed=1)  # the first two ask for another third
    assert strange.share < 0.01
    assert strange.strange
    table = pd.DataFrame([("partners", week, value, np.nan, np.nan) for week, value in ((1, 0.0), (2, 99.0), (3, 0.0))],
                         columns=list(OBSERVATION_COLUMNS))  # fmt: skip
    out = out_of_reach(bank, Observations(table))
    assert out["week"].tolist() == [2]
    assert out["most"].iloc[0] == bank.seen[:, 1].max()


def test_too_small_a_bank_and_one_that_shows_nothing_are_refused():
    with pytest.raises(ValueError, match="300 runs teach too little"):
        RegressionABC(normal_bank(300), seed=1)
    with pytest.raises(ValueError, match="nothing that was observed varies"):
        RegressionABC(ReferenceTable(RANGES, normal_bank(800).truths, np.ones((800, 3))), seed=1)


def test_draws_of_the_same_weight_are_those_of_the_posterior(learnt):
    found = learnt.posterior(np.array([1.0, 0.5, 0.2]))
    even = found.even(4000, np.random.default_rng(1))
    assert even.median().tolist() == pytest.approx(found.quantiles([0.5])[0].tolist(), abs=0.03)
    assert found.draws()["weight"].sum() == pytest.approx(1)
    values, weights = np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 2.0])
    assert weighted_quantiles(values, weights, [0.5]) == pytest.approx([2.0])  # 1, 2, 2, 3


def test_the_same_seed_gives_the_same_posterior(learnt):
    again = RegressionABC(normal_bank(), seed=1).posterior(np.zeros(3))
    assert np.array_equal(learnt.posterior(np.zeros(3)).values, again.values)
