"""The value of information against closed forms, and nothing where nothing can be known."""

import math
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest

from entente.analysis.questions.value_of_information import answers_of_futures, information_value, rank_questions


def unit_loss(mean, spread):
    """Return the expected value of perfect information of choosing between 0 and a normal gain."""
    z = abs(mean) / spread
    normal = NormalDist()
    return spread * normal.pdf(z) - abs(mean) * normal.cdf(-z)


@pytest.mark.parametrize("mean", [-0.3, 0.0, 0.2])
def test_linear_and_normal_is_the_unit_normal_loss(mean):
    rng = np.random.default_rng(4)
    known, other, chance = rng.normal(size=(3, 4000))
    gain = mean + 0.5 * known + 0.3 * other + 0.7 * chance
    benefit = {"A": np.zeros(4000), "B": gain}
    for name, answer, spread in (("known", known, 0.5), ("other", other, 0.3)):
        found = information_value(name, benefit, answer, shuffles=10)
        assert found.value == pytest.approx(unit_loss(mean, spread), abs=0.012)
        assert found.counts
    both = information_value("both", benefit, np.column_stack([known, other]), shuffles=0)
    assert both.value == pytest.approx(unit_loss(mean, math.hypot(0.5, 0.3)), abs=0.012)


def test_what_bends_is_followed():
    rng = np.random.default_rng(1)
    known = rng.uniform(-1, 1, 4000)
    gain = known**2 - 1 / 3 + rng.normal(0, 0.3, 4000)
    found = information_value("bends", {"A": np.zeros(4000), "B": gain}, known, shuffles=5)
    assert found.value == pytest.approx(2 / 9 / math.sqrt(3), abs=0.01)  # the integral of what is above 0
    assert found.changes == pytest.approx(1 - 1 / math.sqrt(3), abs=0.05)


def test_an_event_is_known_by_whether_it_happens():
    happens = np.arange(1000) % 4 == 0
    chance = np.random.default_rng(2).normal(0, 0.2, 1000)
    benefit = {"A": np.zeros(1000), "B": np.where(happens, 0.9, -0.1) + chance, "C": np.full(1000, -1.0)}
    futures = pd.DataFrame({"ends": np.where(happens, 30.0 + np.arange(1000) % 90, np.nan), "idle": chance[::-1]})
    table = rank_questions(benefit, answers_of_futures(futures, ["idle", "ends"]))
    first = table.iloc[0]
    assert (first["asked"], first["counts"]) == ("ends", True)
    assert first["value"] == pytest.approx(0.25 * 0.9 - 0.15, abs=0.02)  # without knowing, B gains 0.15
    assert first["changes"] == pytest.approx(0.75, abs=0.02)
    assert not table.iloc[1]["counts"]


def test_nothing_to_choose_from_and_nothing_to_know_are_worth_nothing():
    rng = np.random.default_rng(3)
    assert information_value("one", {"A": rng.normal(size=50)}, rng.normal(size=50)).value == 0
    same = information_value("same", {"A": np.zeros(50), "B": rng.normal(0.1, 1, 50)}, np.ones(50))
    assert (same.value, same.counts) == (pytest.approx(0.0, abs=1e-9), False)
