"""What is observed of simulated partnerships: as many answers as were given, with the chance that theory gives them."""

import numpy as np
import pandas as pd
import pytest

from entente.analysis.calibration.observations import (
    OBSERVABLE,
    OBSERVATION_COLUMNS,
    Observations,
    exact_observations,
    observable_curve,
    observation_interval,
    simulate_observation,
)
from entente.sim.model.measures import CONDITIONS, SERIES

NAN = float("nan")


def seen(*rows):
    return Observations(pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS)))


def runs(many, **values):
    return pd.DataFrame({name.replace("_at_", "@"): [value] * many for name, value in values.items()})


ANSWERS = {"negotiation_a_at_3": 0.5, "negotiation_b_at_3": 0.3, "negotiation_c_at_3": 0.2}


def test_every_series_answer_and_index_can_be_observed():
    assert set(OBSERVABLE) == {*SERIES, *CONDITIONS, *(f"{name}_{k}" for name in CONDITIONS for k in "abc")}
    one = seen(("attendance", 2, 0.5, NAN, NAN), ("negotiation", 3, 60, NAN, NAN), ("negotiation_a", 3, 0.5, NAN, NAN))
    assert one.names == ["attendance@2", "negotiation@3", "negotiation_a@3"]
    assert one.columns_needed() == ["attendance@2", "negotiation_a@3", "negotiation_b@3", "negotiation_c@3"]


def test_what_nothing_limits_is_known_exactly():
    one = seen(("attendance", 2, 0, NAN, NAN), ("negotiation_b", 3, 0, NAN, NAN), ("negotiation", 3, 0, NAN, NAN))
    found = simulate_observation(runs(4, attendance_at_2=0.7, **ANSWERS), one, np.random.default_rng(1))
    assert found == pytest.approx(np.tile([0.7, 0.3, 65.0], (4, 1)))  # 100 · (0.5 + 0.3 / 2)


def test_shares_of_few_people_are_binomial_and_answers_multinomial():
    one = seen(("attendance", 2, 0, 20, NAN), ("negotiation_a", 3, 0, 15, NAN), ("negotiation_b", 3, 0, 15, NAN),
               ("negotiation", 3, 0, 15, NAN))  # fmt: skip
    found = simulate_observation(runs(40_000, attendance_at_2=0.7, **ANSWERS), one, np.random.default_rng(1))
    assert found.mean(axis=0) == pytest.approx([0.7, 0.5, 0.3, 65], rel=0.01)
    variances = [0.7 * 0.3 / 20, 0.5 * 0.5 / 15, 0.3 * 0.7 / 15]
    # 100 · (a + b / 2): var a + var b / 4 + cov(a, b), the latter - 0.5 · 0.3 / 15
    index = 100**2 * (variances[1] + variances[2] / 4 - 0.15 / 15)
    assert found.var(axis=0) == pytest.approx([*variances, index], rel=0.04)
    assert np.cov(found[:, 1], found[:, 2])[0, 1] == pytest.approx(-0.15 / 15, rel=0.05)
    assert found[:, 3] == pytest.approx(100 * (found[:, 1] + found[:, 2] / 2))
    assert np.round(found[:, 0] * 20) == pytest.approx(found[:, 0] * 20)


def test_a_stated_error_is_normal_within_what_is_possible():
    one = seen(("partners", 2, 0, NAN, 2.0), ("attendance", 2, 0, NAN, 0.3))
    found = simulate_observation(runs(40_000, partners_at_2=20.0, attendance_at_2=0.9), one, np.random.default_rng(1))
    assert found[:, 0].std() == pytest.approx(2, rel=0.02)
    assert (found[:, 1].min(), found[:, 1].max()) == (0, 1)


def test_nobody_to_ask_gives_no_answer():
    one = seen(("negotiation_a", 3, 0, 15, NAN), ("negotiation", 3, 0, 15, NAN))
    nobody = runs(5, **dict.fromkeys(ANSWERS, 0.0))
    assert (simulate_observation(nobody, one, np.random.default_rng(1)) == 0).all()


def test_runs_are_laid_out_with_nothing_shown_after_the_end():
    weeks = pd.DataFrame({"point": [0, 0, 1, 1], "replicate": [0, 0, 1, 1], "week": [2, 3, 2, 3],
                          "attendance": [0.5, 0.25, 1.0, NAN], "negotiation_a": [0.5, 0.0, 1, 0],
                          "negotiation_b": [0.5, 0.0, 0, 0]})  # fmt: skip
    found = exact_observations(weeks, ["attendance@2", "attendance@3"])
    assert found.to_numpy().tolist() == [[0.5, 0.25], [1.0, 0.0]]
    assert list(observable_curve(weeks, "attendance")) == [0.5, 0.25, 1, 0]
    assert list(observable_curve(weeks, "negotiation")) == [75, 0, 100, 0]


def test_intervals_of_what_was_observed():
    # Wilson's interval of 9 of 12 at 90 %: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), z = 1.6449
    z, p, n = 1.6448536, 0.75, 12
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    wanted = [(p + z**2 / (2 * n) + side * half) / (1 + z**2 / n) for side in (-1, 1)]
    assert observation_interval({"value": 0.75, "asked": 12, "error": NAN}, "attendance") == pytest.approx(wanted)
    assert observation_interval({"value": 75.0, "asked": 12, "error": NAN}, "negotiation") == pytest.approx(
        [100 * w for w in wanted]
    )
    assert observation_interval({"value": 20.0, "asked": NAN, "error": 2.0}, "partners") == pytest.approx(
        [20 - 2 * z, 20 + 2 * z]
    )
    assert observation_interval({"value": 0.3, "asked": NAN, "error": NAN}, "attendance") == (0.3, 0.3)
