"""Experiments on the engine: arms are what an override makes, under the same luck, and each is run once."""

import threading

import numpy as np
import pytest

import entente
from entente.analysis.patterns import PATTERNS
from entente.analysis.patterns.pattern import CALENDAR
from entente.commands.patterns.page import shown
from entente.commands.patterns.testing import Base, findings, prepared, verdict_of
from entente.config.run_settings import Run
from entente.experiments.asked import asked_for
from entente.experiments.bench import Job, Trial, answered, carried_out, composed, jobs_of, lived, settings_of
from entente.sim.validation.validate import SettingsError

TWENTY = ("scenario=twenty_partners", "weeks=20")
RUN = Run(replicates=3, seed=9)


def mobilisation(job):
    return lived(job, RUN, threading.Event()).weeks["mobilisation"]


def weeks_of(result):
    return result.weeks["mobilisation"].to_numpy().reshape(3, -1)


def test_an_arm_is_the_run_that_its_overrides_ask_for():
    found = mobilisation(Job(TWENTY, "", frozenset({"mobilisation"})))
    result = entente.run("twenty_partners", weeks=20, replicates=3, seed=9)
    assert (found == weeks_of(result)).all()


def test_switching_off_is_the_override():
    found = mobilisation(Job(TWENTY, "turnover", frozenset({"mobilisation"})))
    result = entente.run("twenty_partners", weeks=20, replicates=3, seed=9, overrides=["mechanisms.turnover=off"])
    assert (found == weeks_of(result)).all()
    assert composed(TWENTY).mechanisms.turnover  # the settings that others share are left as they were
    assert not settings_of(Job(TWENTY, "turnover")).mechanisms.turnover


def test_arms_of_several_trials_are_run_once_and_keep_what_any_needs():
    bases = [Base("twenty_partners", ("scenario=twenty_partners",))]
    trials = prepared([PATTERNS["P10"], PATTERNS["P3"], PATTERNS["P10"]], bases)
    jobs = jobs_of(trials)
    assert len(jobs) == len({job.words for job in jobs}) == 6
    assert trials[0].jobs["usual"] is trials[2].jobs["usual"]


def test_trials_are_yielded_when_their_arms_are_there():
    a, b = (Job((*TWENTY, f"leadership.hours={hours}"), "", frozenset({"trust"})) for hours in (4, 20))
    trials = [Trial("one", "s", {"x": a}), Trial("both", "s", {"x": a, "y": b})]
    found = [trial.what for whole in answered(trials, RUN) for trial, arms in whole if set(arms) == set(trial.jobs)]
    assert sorted(found) == ["both", "one"]


def test_a_wrong_arm_stops_everything():
    with pytest.raises(SettingsError):
        list(carried_out([Job((*TWENTY, "leadership.hours=900"))], RUN))


def test_results_do_not_depend_on_threads():
    trials = prepared([PATTERNS["P13"]], [Base("twenty_partners", ("scenario=twenty_partners",))])
    several, one = (
        [found for part in findings(trials, Run(replicates=4, seed=2, threads=threads)) for found in part]
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
    for arm in PATTERNS[key].arms(composed(words)).values():
        assert composed((*words, *arm.overrides)).weeks >= 156


def test_overrides_of_all_organisations_are_shown_once():
    many = [f"organisations.{name}.delegates=2" for name in "abc"] + [
        "organisations.a.hours=2",
        "organisations.b.hours=3",
    ]
    assert shown([*many, "weeks=208"]) == ["organisations.*.delegates=2", "organisations.*.hours=2|3", "weeks=208"]


def asked(*words):
    return asked_for(words, PATTERNS, scenarios=("twenty_partners",), replicates=40, decided=("weeks", "cycles"))


def test_what_is_asked_for():
    found = asked("p9", "P2", "leadership=shared", "seed=3", "~events")
    assert found.names == ("P2", "P9")
    assert found.bases == (Base("twenty_partners", ("scenario=twenty_partners", "leadership=shared", "~events")),)
    assert (found.run.replicates, found.run.seed) == (40, 3)
    assert asked("replicates=7").run.replicates == 7
    assert asked().names == tuple(PATTERNS)
    assert [base.name for base in asked("scenario=lethbridge").bases] == ["lethbridge"]


def test_everything_wrong_is_told_at_once():
    with pytest.raises(SettingsError) as caught:
        asked("P99", "weeks=3", "format=csv", "leadership.hourz=2", "seed=-1", "scenario=letbridge")
    told = str(caught.value)
    for text in ("P99: nothing has this name", "weeks: this command decides it itself", "format: this command",
                 "leadership.hourz: no such setting", "seed: -1", "nearest: lethbridge"):  # fmt: skip
        assert text in told
