"""Simulation-based calibration: ranks in the exact posterior of a Gaussian mean are uniform, others are not."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from entente.analysis.calibration.recovery import rank_uniformity

TRIES, NOISE = 1000, 0.5


def ranks(narrowing=1.0, shift=0.0, seed=1):
    """Return ranks of a mean with a standard normal prior, seen once with noise: its posterior is normal and known."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(size=TRIES)
    seen = truth + NOISE * rng.normal(size=TRIES)
    variance = 1 / (1 + 1 / NOISE**2)
    middle, deviation = seen * variance / NOISE**2, np.sqrt(variance)
    below = norm.cdf(truth, middle + shift * deviation, narrowing * deviation)
    return pd.DataFrame({"parameter": "mean", "below": below})


@pytest.mark.parametrize("seed", range(5))
def test_ranks_in_exact_posteriors_are_uniform(seed):
    found = rank_uniformity(ranks(seed=seed)).iloc[0]
    assert found["tries"] == TRIES
    assert min(found["kolmogorov_p"], found["chi_square_p"]) > 0.001
    assert found["mean"] == pytest.approx(0.5, abs=0.03)
    assert found["deviation"] == pytest.approx(1, abs=0.06)


@pytest.mark.parametrize(
    ("how", "wider"), [({"narrowing": 0.7}, True), ({"narrowing": 1.4}, False), ({"shift": 0.4}, None)]
)
def test_posteriors_that_err_are_told(how, wider):
    found = rank_uniformity(ranks(**how)).iloc[0]
    assert found["kolmogorov_p"] < 0.001
    if wider is None:
        assert found["mean"] < 0.45
    else:
        assert (found["deviation"] > 1.05) == wider


def test_each_parameter_is_tested_by_itself():
    both = pd.concat([ranks(), ranks(narrowing=0.5).assign(parameter="other")])
    found = rank_uniformity(both).set_index("parameter")["chi_square_p"]
    assert found["mean"] > 0.001 > found["other"]
