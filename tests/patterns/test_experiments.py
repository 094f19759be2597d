"""Experiments on the engine: arms are what an override makes, under common random numbers, and each is run once."""

import numpy as np
import pytest

import entente
from entente.analysis.patterns import PATTERNS
from entente.analysis.patterns.pattern import CALENDAR
from entente.commands.patterns.page import shown_overrides
from entente.commands.patterns.trials import findings, pattern_trials, verdict_of
from entente.config.run_settings import Run
from entente.sim.validation.validate import SettingsError
from entente.studies.design_folder import memory_run
from entente.studies.experiment import ArmSpec, Experiment, Trial, arms_of, compose_arm, experiment_design
from entente.studies.experiment_request import BaseScenario, ExperimentRequest, experiment_request

TWENTY = ("scenario=twenty_partners", "weeks=20")
RUN = Run(replicates=3, seed=9)


def done(trials, run=RUN):
    request = ExperimentRequest(("x",), (), (), run)
    experiment = Experiment(trials, memory_run(experiment_design("patterns", request, trials, {})))
    assert sum(one.runs for one in experiment.run.carry_out()) == len(arms_of(trials)) * run.replicates
    return list(experiment.results())


def mobilisation(arm):
    [(_, arms)] = done([Trial("one", "s", {"x": arm})])
    return arms["x"].weeks["mobilisation"]


def weeks_of(result):
    return result.weeks["mobilisation"].to_numpy().reshape(3, -1)


def test_an_arm_is_the_run_that_its_overrides_ask_for():
    found = mobilisation(ArmSpec(TWENTY, "", frozenset({"mobilisation"})))
    result = entente.run("twenty_partners", weeks=20, replicates=3, seed=9)
    assert (found == weeks_of(result)).all()


def test_switching_off_is_the_override():
    found = mobilisation(ArmSpec(TWENTY, "turnover", frozenset({"mobilisation"})))
    result = entente.run("twenty_partners", weeks=20, replicates=3, seed=9, overrides=["mechanisms.turnover=off"])
    assert (found == weeks_of(result)).all()
    assert compose_arm(TWENTY).mechanisms.turnover  # the settings that others share are left as they were
    assert not ArmSpec(TWENTY, "turnover").settings().mechanisms.turnover


def test_arms_of_several_trials_are_run_once_and_keep_what_any_needs():
    bases = [BaseScenario("twenty_partners", ("scenario=twenty_partners",))]
    trials = pattern_trials([PATTERNS["P10"], PATTERNS["P3"], PATTERNS["P10"]], bases)
    arms = arms_of(trials)
    assert len(arms) == len({arm.words for arm in arms}) == 6
    assert trials[0].arms["usual"] is trials[2].arms["usual"]


def test_trials_are_given_the_results_of_their_arms():
    a, b = (ArmSpec((*TWENTY, f"leadership.hours={hours}"), "", frozenset({"trust"})) for hours in (4, 20))
    trials = [Trial("one", "s", {"x": a}), Trial("both", "s", {"x": a, "y": b})]
    found = [trial.what for trial, arms in done(trials) if set(arms) == set(trial.arms)]
    assert sorted(found) == ["both", "one"]


def test_a_wrong_arm_stops_everything():
    with pytest.raises(SettingsError):
        done([Trial("one", "s", {"x": ArmSpec((*TWENTY, "leadership.hours=900"))})])


def test_results_do_not_depend_on_threads():
    trials = pattern_trials([PATTERNS["P13"]], [BaseScenario("twenty_partners", ("scenario=twenty_partners",))])
    several, one = (
        [
            one
            for trial, arms in done(trials, Run(replicates=4, seed=2, threads=threads))
            for one in findings(trial, arms)
        ]
        for threads in (4, 1)
    )
    for x, y in zip(several, one, strict=True):
        assert np.array_equal(x.values, y.values)
        assert x.verdict is y.verdict
    assert verdict_of(one) in {found.verdict for found in one}


@pytest.mark.parametrize("key", PATTERNS)
def test_every_arm_can_be_run(key):
    """On a scenario other than the usual ones, with its own channels, events and changes."""
    words = ("scenario=territorial_process", *CALENDAR)
    for arm in PATTERNS[key].arms(compose_arm(words)).values():
        assert compose_arm((*words, *arm.overrides)).weeks >= 156


def test_overrides_of_all_organisations_are_shown_once():
    many = [f"organisations.{name}.delegates=2" for name in "abc"] + [
        "organisations.a.hours=2",
        "organisations.b.hours=3",
    ]
    assert shown_overrides([*many, "weeks=208"]) == [
        "organisations.*.delegates=2",
        "organisations.*.hours=2|3",
        "weeks=208",
    ]


def asked(*words):
    return experiment_request(
        words, PATTERNS, scenarios=("twenty_partners",), replicates=40, decided=("weeks", "cycles")
    )


def test_what_is_experiment_request():
    found = asked("p9", "P2", "leadership=shared", "seed=3", "~events")
    assert found.names == ("P2", "P9")
    assert found.bases == (
        BaseScenario("twenty_partners", ("scenario=twenty_partners", "leadership=shared", "~events")),
    )
    assert (found.run.replicates, found.run.seed) == (40, 3)
    assert asked("replicates=7").run.replicates == 7
    assert asked().names == tuple(PATTERNS)
    assert [base.name for base in asked("scenario=lethbridge").bases] == ["lethbridge"]


def test_everything_wrong_is_told_at_once():
    with pytest.raises(SettingsError) as caught:
        asked("P99", "weeks=3", "format=csv", "leadership.hourz=2", "seed=-1", "scenario=letbridge")
    problems = str(caught.value)
    for text in ("P99: nothing has this name", "weeks: this command decides it itself", "format: this command",
                 "leadership.hourz: no such setting", "seed: -1", "nearest: lethbridge"):  # fmt: skip
        assert text in problems
