"""Forecasts of attendance: scores against closed forms, known settings found again, the bank that is shipped."""

import numpy as np
import pandas as pd
import pytest
from figure_texts import collisions, off_page, words
from scipy.stats import betabinom

import entente
from entente.analysis.attendance.bank import (
    NO_PARTNER,
    AttendanceBank,
    load_bank,
    measure_registers,
    registers_of_records,
)
from entente.analysis.attendance.fingerprint import measure_runs
from entente.analysis.attendance.forecast import (
    chance_of_learning_nothing,
    discrete_quantiles,
    forecast_register,
    posterior_of_settings,
    slipping_partners,
    times_by_rule,
    weigh_runs,
)
from entente.analysis.attendance.forecast_figure import DrawnForecast, forecast_figure
from entente.analysis.attendance.public_registers import PUBLIC_REGISTERS
from entente.analysis.attendance.records import records_of_runs
from entente.analysis.attendance.return_rule import (
    chances_by_rule,
    describe_records,
    features_before,
    learn_rule,
    prior_of_runs,
)
from entente.analysis.attendance.scores import log_score, mean_brier_score, score_forecasts
from entente.commands.calibration.attendance_bank import BANK, BANK_CHANNEL, BANK_WORDS, shipped_bank, shipped_settings
from entente.config.places import data_folder

pytestmark = pytest.mark.slow


def test_scores_of_known_forecasts():
    chances, came = np.array([0.8, 0.3, 0.5]), np.array([1.0, 0.0, 1.0])
    assert mean_brier_score(chances, came) == pytest.approx((0.04 + 0.09 + 0.25) / 3)
    assert log_score(chances, came) == pytest.approx(-(np.log(0.8) + np.log(0.7) + np.log(0.5)) / 3)
    assert log_score(np.array([0.0]), np.array([1.0])) == pytest.approx(-np.log(0.01))  # never infinite


def test_the_bank_is_what_the_rules_give_now():
    """Else: entente run with ``BANK_WORDS`` and ``output=``, then ``python -m entente.bank_build`` on that folder."""
    words = [word for word in BANK_WORDS if not word.startswith(("scenario=", "replicates="))]
    run = entente.run("twenty_partners", overrides=words, replicates=2, seed=1)
    registers = registers_of_records(records_of_runs(run.attendance, BANK_CHANNEL))
    kept = shipped_bank()
    assert np.array_equal(kept.registers[:2], registers)
    assert sorted(set(kept.worlds)) == list(range(len(shipped_settings())))
    assert BANK.stat().st_size < 1_000_000


def test_a_bank_is_read_as_it_was_saved(tmp_path):
    chance = np.random.default_rng(1)
    bank = AttendanceBank(chance.integers(-1, 2, (3, 5, 7)).astype(np.int8), np.arange(3), "here")
    bank.save(tmp_path / "bank.npz")
    again = load_bank(tmp_path / "bank.npz")
    assert np.array_equal(bank.registers, again.registers)
    assert np.array_equal(bank.worlds, again.worlds)
    assert again.stamp == "here"


def test_registers_have_the_fingerprint_of_their_records():
    chance = np.random.default_rng(2)
    register = chance.integers(-1, 2, (6, 30)).astype(np.int8)
    who, when = np.nonzero(register != NO_PARTNER)
    records = pd.DataFrame({"run": 0, "meeting": when + 1, "time": np.nan, "year": np.nan, "organisation": who,
                            "present": register[who, when], "delegate": np.nan})  # fmt: skip
    expected = measure_runs(records.sort_values(["run", "organisation", "meeting"], ignore_index=True)).iloc[0]
    for name, value in measure_registers(register[None]).iloc[0].items():
        assert value == pytest.approx(expected[name]), name


def test_features_of_a_record_by_hand():
    register = np.array([[1, 0, 1, 1, -1, 0, 1], [0, 0, 0, -1, -1, -1, -1]], np.int8)
    whole = 4 / 9
    expected = [[(4 + 2 * whole) / 8, 1.0, (3 + whole) / 6], [2 * whole / 5, 0.0, whole / 4]]
    assert describe_records(register) == pytest.approx(np.array(expected))


@pytest.fixture(scope="module")
def beta_binomial():
    """A bank of organisations that come with a chance of their own, drawn from a beta, and remember nothing."""
    chance = np.random.default_rng(3)
    rates = chance.beta(2.0, 2.0, (300, 20, 1))
    return AttendanceBank((chance.random((300, 20, 40)) < rates).astype(np.int8), np.arange(300) % 50, "beta")


def test_forecasts_are_those_of_the_beta_binomial(beta_binomial):
    """Of k times of n, the chance of the next is (k + 2) / (n + 4), and of m times of six that of a beta-binomial."""
    times = np.array([4, 10, 16])
    register = np.zeros((20, 20), np.int8)
    for row in range(20):
        register[row, np.random.default_rng(row).choice(20, times[row] if row < 3 else 10, replace=False)] = 1
    rule = prior_of_runs(beta_binomial, np.full(300, 1 / 300)).mean
    chances = chances_by_rule(rule, describe_records(register)[:3])
    bands = times_by_rule(rule, register, np.random.default_rng(7))[:3]
    assert chances.mean(axis=1) == pytest.approx((times + 2) / 24, abs=0.06)
    exact = [betabinom.ppf([0.05, 0.5, 0.95], 6, 2 + k, 2 + 20 - k) for k in times]
    assert np.abs(bands - np.array(exact)).max() <= 1


def test_a_register_moves_the_rule_as_far_as_it_knows_better(beta_binomial):
    """Where what came last time decides, unlike in the bank, a long register says so and a short one hardly."""
    chance, came = np.random.default_rng(6), np.zeros((20, 120), np.int8)
    came[:, 0] = chance.random(20) < 0.5
    for meeting in range(1, 120):
        came[:, meeting] = chance.random(20) < np.where(came[:, meeting - 1] == 1, 0.9, 0.1)
    prior = prior_of_runs(beta_binomial, np.full(300, 1 / 300))
    long, short = learn_rule(prior, came)[0], learn_rule(prior, came[:, :10])[0]
    assert abs(prior.mean[0, 2]) < 0.2 < short[2] < long[2]
    found = chances_by_rule(long[None], features_before(came, 60))[..., 0]
    last = came[:, 59:-1]
    assert found[last == 1].mean() == pytest.approx(0.9, abs=0.1)  # drawn a little toward the bank
    assert found[last == 0].mean() == pytest.approx(0.1, abs=0.1)


def test_where_settings_tell_nothing_it_is_said():
    chance = np.random.default_rng(4)
    sample = pd.DataFrame(chance.random((50, 6)), columns=list("abcdef"))
    weights = chance.random(400)
    assert chance_of_learning_nothing(sample, np.arange(400) % 50, weights) > 0.05
    told = np.where(sample["c"].to_numpy()[np.arange(400) % 50] < 0.3, 1.0, 0.0)
    assert chance_of_learning_nothing(sample, np.arange(400) % 50, told) < 0.05
    table = posterior_of_settings(sample, np.arange(400) % 50, told).set_index("parameter")
    assert table["moved"].idxmax() == "c"
    assert table.loc["c", "high"] < 0.3


def test_discrete_quantiles_by_hand():
    values, weights = np.array([3.0, 1.0, 2.0]), np.array([0.2, 0.5, 0.3])
    assert discrete_quantiles(values, weights, (0.05, 0.5, 0.51, 0.9)).tolist() == [1.0, 1.0, 2.0, 3.0]


def test_registers_of_known_settings_are_found_again_within_their_bands():
    """Runs are held out of the bank in turn: what was foreseen of them holds what came, and their settings."""
    bank, sample = shipped_bank(), shipped_settings()
    held = whole = settings = tries = 0
    for run in range(3, 800, 160):
        others = np.flatnonzero(bank.worlds != bank.worlds[run])
        rest = AttendanceBank(bank.registers[others], bank.worlds[others], bank.stamp)
        register, coming = bank.registers[run, :, :36], bank.registers[run, :, 36:42]
        known = (register[:, -5:] >= 0).any(1) & (coming >= 0).all(1)
        if not known.any():
            continue  # the partnership had ended
        weights = weigh_runs(rest, register)
        found = forecast_register(rest, weights, register[known])
        times = (coming[known] == 1).sum(1)
        held += ((found.times[:, 0] <= times) & (times <= found.times[:, 2])).mean()
        share = (coming[known] == 1).mean(0)
        whole += ((found.whole[:, 0] <= share) & (share <= found.whole[:, 2])).mean()
        table = posterior_of_settings(sample, rest.worlds, weights)
        truth = sample.iloc[bank.worlds[run]].to_numpy(float)
        settings += ((table["low"] <= truth) & (truth <= table["high"])).mean()
        tries += 1
    assert held / tries > 0.85
    assert 0.75 < whole / tries <= 1.0
    assert settings / tries > 0.8


def test_runs_held_out_are_foreseen_better_than_by_rules_of_thumb():
    """As the page says of many more runs: the bank's settings being those of the register, what it adds can be seen."""
    bank, found = shipped_bank(), []
    for run in range(3, 800, 81):
        others = np.flatnonzero(bank.worlds != bank.worlds[run])
        register = bank.registers[run, :, :60]
        if (register[:, 40:] >= 0).sum() >= 20:
            rest = AttendanceBank(bank.registers[others], bank.worlds[others], bank.stamp)
            found.append(score_forecasts(rest, register).set_index("forecaster")["brier"])
    means = pd.concat(found, axis=1).mean(axis=1)
    assert len(found) >= 7
    assert means.idxmin() == "model"


def test_a_rule_that_knows_better_is_told_apart(beta_binomial):
    """Organisations that change for good half-way are foreseen by smoothing, not by the mean of all or their own."""
    chance = np.random.default_rng(5)
    rates = np.where(np.arange(60) < 30, chance.random((20, 1)), chance.random((20, 1)))
    register = (chance.random((20, 60)) < rates).astype(np.int8)
    scores = score_forecasts(beta_binomial, register).set_index("forecaster")
    assert scores.loc["smoothing", "brier"] < scores.loc["own_mean", "brier"] < scores.loc["constant", "brier"] + 0.05
    assert scores.loc["model", "worse"] == 0
    assert (scores["worse_low"] <= scores["worse"] + 1e-9).all()


@pytest.mark.parametrize(("language", "named", "said"), [
    ("en", True, ["The next six meetings", "Organisation 2"]),
    ("fr", False, ["Les six prochaines rencontres", "Ligne 3"]),
])  # fmt: skip
def test_the_figure_says_all_and_nothing_twice(beta_binomial, language, named, said):
    chance = np.random.default_rng(8)
    register = (chance.random((12, 18)) < chance.random((12, 1))).astype(np.int8)
    register[2] = [1] * 12 + [0] * 6
    weights = np.full(300, 1 / 300)
    names = [f"Organisation {line} " + "of a very long name" * (line % 2) for line in range(12)] if named else None
    drawn = DrawnForecast(register, forecast_register(beta_binomial, weights, register), np.arange(12),
                          slipping_partners(register), names)  # fmt: skip
    figure = forecast_figure(drawn, language)
    assert set(said) <= set(words(figure))
    assert off_page(figure) == []
    assert collisions(figure) == []


def test_who_is_slipping():
    register = np.array([[1] * 8 + [0] * 4 + [1], [1] * 13, [0] * 13, [1, 0] * 4 + [0] * 5], np.int8)
    assert slipping_partners(register).tolist() == [True, False, False, True]


@pytest.mark.parametrize("council", ["a", "b"])
def test_public_figures_are_those_of_the_page(council):
    page = pd.read_csv(data_folder("conf").parent / "docs" / "measured" / f"attendance_{council}.csv")
    figures = page.set_index("figure")["field"]
    for name, value in PUBLIC_REGISTERS[f"council_{council}"].items():
        assert figures[name] == pytest.approx(value, abs=0.0006), name
