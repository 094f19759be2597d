"""Known settings of the real model found again from what was observed of it; the bank, and what cannot be one."""

import json

import numpy as np
import pandas as pd
import pytest

import entente
from entente.analysis.calibration.regression_abc import RegressionABC
from entente.commands.calibration.calibration import bank_of
from entente.commands.calibration.observed_data import seen_in
from entente.commands.calibration.spec import calibration_spec
from entente.sim.batch import simulate
from entente.sim.model.measures import CONDITIONS, SERIES
from entente.sim.validation.validate import SettingsError
from entente.studies.study import run_study

WORDS = ["scenario=twenty_partners", "weeks=30"]
AXES = {"partners.threshold": entente.Interval(0.1, 0.9), "leadership.hours": entente.Interval(2, 30)}
NAMES, NEGOTIATION = list(SERIES), list(CONDITIONS).index("negotiation")


def seen_of(truth, replicate, seed=99):
    """What a planner would have of one partnership: its register at some weeks, a questionnaire of 15 people."""
    settings = entente.settings(overrides=WORDS, **truth)
    run = next(iter(simulate(settings, [replicate], seed)))
    kept = {name: run.weeks[0, :, NAMES.index(name)] for name in ("active_share", "attendance")}
    rows = [{"week": week} | {name: curve[week - 1] for name, curve in kept.items()} for week in range(4, 30, 4)]
    shares = run.conditions[0, 20, NEGOTIATION, ::-1]  # C, B, A turned round
    a, b, _ = np.random.default_rng(replicate).multinomial(15, shares / shares.sum()) / 15
    return pd.DataFrame([*rows, {"week": 21, "negotiation_a": a, "negotiation_b": b, "asked": 15}])


TRUTH = {"partners.threshold": 0.55, "leadership.hours": 8.0}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("calibration") / "bank"
    return entente.calibrate(seen_of(TRUTH, 0), overrides=WORDS, points=1000, output=folder, draws=100, **AXES)


@pytest.fixture(scope="module")
def learnt(found):
    return RegressionABC(found.bank, 1)


def test_known_settings_are_found_again(found, learnt):
    """Twenty partnerships that the bank has never seen, with another seed: 90 % intervals hold 90 % of the truths."""
    rng = np.random.default_rng(8)
    truths = [{key: float(rng.uniform(*ends)) for key, ends in AXES.items()} for _ in range(20)]
    held, medians = [], []
    for k, truth in enumerate(truths):
        data = seen_in(seen_of(truth, k)).observations
        assert data.names == found.seen.names
        posterior = learnt.posterior(data.values)
        low, median, high = posterior.quantiles([0.05, 0.5, 0.95])
        values = np.array(list(truth.values()))
        held.append((low <= values) & (values <= high))
        medians.append(median)
    assert np.sum(held) >= 31  # of 40: fewer come once in a hundred times when 36 are expected
    thresholds = [truth["partners.threshold"] for truth in truths]
    assert np.corrcoef(thresholds, np.array(medians)[:, 0])[0, 1] > 0.8


def test_calibration_of_one_partnership(found):
    table = found.parameters.set_index("parameter")
    for key, value in TRUTH.items():
        assert table.loc[key, "low_90"] <= value <= table.loc[key, "high_90"]
    assert table.loc["partners.threshold", "narrower"] > 0.3
    assert table["coverage_90"].between(0.8, 0.98).all()
    assert not found.checked.strange
    assert found.beyond.empty
    assert len(found.curves) == 30 * 4
    assert found.observations["inside"].mean() > 0.6
    assert found.plot("fr").get_suptitle() == "Ce que les données disent des réglages"
    assert found.plot_predictive().axes
    assert found.plot_recovery().axes
    assert repr(found).startswith("<CalibrationResults on 16 observations and 1000 runs: partners.threshold 0.")


def test_what_is_left_can_be_given_to_every_other_command(found):
    kept = {path.name for path in found.folder.iterdir()}
    figures = {f"{name}.{kind}" for name in ("posterior", "predictive", "recovery") for kind in ("svg", "png")}
    assert kept >= figures | {"posterior.parquet", "predictive.parquet", "parameters.csv", "observations.csv",
                              "coverage.csv", "beyond.csv", "correlations.csv", "recovery.csv", "manifest.json",
                              "calibrated.yaml", "calibrated.csv"}  # fmt: skip
    settings = entente.settings(found.folder / "calibrated.yaml")
    assert settings.partners.threshold == found.medians["partners.threshold"]
    assert settings.leadership.hours == found.medians["leadership.hours"]
    assert settings.weeks == 30
    points = pd.read_csv(found.folder / "calibrated.csv")
    assert len(points) == 100
    study = entente.Study(found.folder / "predictive")
    assert np.allclose(study.design[list(AXES)], points[list(AXES)])
    draws = pd.read_parquet(found.folder / "posterior.parquet")
    assert draws["weight"].sum() == pytest.approx(1)
    about = json.loads((found.folder / "manifest.json").read_text(encoding="utf-8"))
    assert (about["runs"], about["draws"], about["held_out"]) == (1000, 100, 200)


def test_each_point_of_a_bank_has_random_numbers_of_its_own(found):
    study = entente.Study(found.folder)
    weeks = study.weeks(weeks=[12])
    assert set(weeks["week"]) == {12}
    assert (weeks["replicate"] == weeks["point"]).all()
    point = study.design.iloc[700]
    settings = entente.settings(overrides=WORDS, **{key: float(point[key]) for key in AXES})
    alone = next(iter(simulate(settings, [700], 1)))
    kept = weeks[weeks["point"] == 700].iloc[0]
    assert kept["active_share"] == pytest.approx(alone.weeks[0, 11, NAMES.index("active_share")], rel=1e-6)


def test_common_random_numbers_would_say_more_than_they_know(learnt, tmp_path):
    """One accident for all runs is no noise at all: what is learnt from it does not hold for another partnership."""
    asked = calibration_spec(
        seen_of(TRUTH, 0), overrides=[*WORDS, "points=720", f"output={tmp_path / 'bank'}"], values=AXES
    )
    with pytest.raises(SettingsError, match="random_numbers: this command decides it itself"):
        calibration_spec(seen_of(TRUTH, 0), [*WORDS, "random_numbers=common"], AXES)
    study = entente.sweep(overrides=WORDS, points=720, replicates=1, output=tmp_path / "shared", design="lhs",
                          full=asked.plan.options.full, curves=[], **AXES)  # fmt: skip
    with pytest.raises(SettingsError, match="have common random numbers"):
        calibration_spec(seen_of(TRUTH, 0), [str(study.folder)])
    bank = bank_of(study, asked.plan, asked.seen.observations)
    same = RegressionABC(bank, 1)
    data = [seen_in(seen_of(TRUTH, k)).observations.values for k in range(8)]

    def misfit(of):
        return np.median([of.misfit(one, of.posterior(one)) for one in data])

    assert misfit(learnt) < 2 < misfit(same)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["leadership.hours=2,30"], "leadership.hours: a calibration needs a range"),
        (["leadership=shared,broker"], "leadership: a calibration needs a range"),
        ([], "there is nothing to place"),
        (
            ["leadership.hours=interval(2,30)", "points=300"],
            "too few runs to learn from: 300; expected at least 700",
        ),
        (["leadership.hours=interval(2,30)", "design=morris"], "'morris' does not place points evenly"),
        (["leadership.hours=interval(2,30)", "weeks=20"], "week 21 is after the horizon"),
        (["leadership.hurs=interval(2,30)"], "nearest: leadership.hours"),
        (["leadership.hours=interval(2,30)", "full=[trust]"], "full: this command decides it itself"),
    ],
)
def test_refusals(words, said):
    with pytest.raises(SettingsError, match=said):
        calibration_spec(seen_of(TRUTH, 0), [WORDS[0], *words])


def test_data_and_axes_are_refused_together():
    data = pd.DataFrame({"week": [1], "attendence": [0.5]})
    with pytest.raises(SettingsError) as raised:
        calibration_spec(data, [*WORDS, "leadership.hurs=interval(2,30)"])
    text = str(raised.value)
    assert "attendence: no such column" in text
    assert "nearest: attendance" in text
    assert "leadership.hurs" in text


def test_what_a_bank_did_not_keep_is_reported(found):
    with pytest.raises(SettingsError, match="trust were not kept"):
        calibration_spec(pd.DataFrame({"week": [3], "trust": [0.5]}), [str(found.folder)])


def test_nothing_is_lived_twice(found):
    again = run_study(found.plan)
    assert again.folder == found.folder
    assert sum(one["runs"] for one in again.manifest["sessions"]) == 1000
