"""``entente levers``: each lever with and without it, where it is meant to act."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from entente.analysis.levers.effects import WITH, WITHOUT, CostReason, LeverEffect, Outcome, lever_effect, unit_of_aim
from entente.analysis.levers.levers_figure import LeverRow, levers_figure
from entente.analysis.plotting.numbers import format_signed
from entente.catalogue.catalogue import every_lever
from entente.i18n import N_, default_language, say
from entente.i18n.option_names import scenario_label
from entente.results.deliverables import Deliverables
from entente.sim.model.levers import Lever
from entente.sim.model.measures import SERIES, SUMMARIES
from entente.studies.design_folder import DesignRequest
from entente.studies.experiment import (
    ArmSpec,
    Experiment,
    ExperimentEnd,
    Trial,
    call_experiment,
    compose_arm,
    experiment_design,
    merge_arms,
)
from entente.studies.experiment_request import ExperimentRequest, experiment_request, request_values, words_of_call
from entente.terminal.experiment import report_of, run_experiment
from entente.terminal.layout import table

_REPLICATES, _QUICK = 200, 40
_DECIDED = ("scenario", "lever")  # each lever says where it is tried
OUTCOME_WORDS = {
    Outcome.ACTS: N_("acts"),
    Outcome.UNSEEN: N_("no effect seen"),
    Outcome.REVERSED: N_("acts the other way"),
}
COST_REASONS = {
    CostReason.ANIMATION: N_("the coordination that it takes is missing elsewhere"),
    CostReason.FATIGUE: N_("the hours that it takes tire people"),
    CostReason.OTHER: N_("what it moves weighs against mobilisation"),
}
LeverTrial = Trial[tuple[str, Lever]]


def levers_command(words: Sequence[str], quick: bool, language: str) -> int:
    """Try levers and return the exit code."""
    return run_experiment(
        N_("Levers"), lambda: levers_design(words, quick), report_of(lever_effects, levers_text, keep_levers), language
    )


def levers_design(
    words: Sequence[str], quick: bool, model: type | None = None
) -> tuple[ExperimentRequest, list[LeverTrial], DesignRequest]:
    """Return the request, the trials of the levers, and their design.

    Raises:
        SettingsError: with everything that is wrong.
    """
    known = dict(every_lever())
    scenarios = tuple(dict.fromkeys(one.aim.scenario for one in known.values()))
    many = _QUICK if quick else _REPLICATES
    request = experiment_request(words, known, scenarios=scenarios, replicates=many, decided=_DECIDED)
    request = replace(request, model=model)
    bases = {base.name: base for base in request.bases}
    trials = merge_arms(
        [lever_trial(name, known[name], bases[known[name].aim.scenario].words) for name in request.names]
    )
    settings = {one.scenario: bases[one.scenario].settings for one in trials}
    return request, trials, experiment_design("levers", request, trials, settings)


def lever_trial(name: str, lever: Lever, words: tuple[str, ...]) -> LeverTrial:
    """Return the trial of one lever: a scenario with it and without it, its other levers staying."""
    others = [one for one in compose_arm(words).levers if one != name]
    kept = ("", frozenset({lever.aim.measure, "animation", "fatigue"} & set(SERIES)))
    arms = {arm: ArmSpec((*words, f"lever=[{','.join(some)}]"), *kept)
            for arm, some in ((WITHOUT, others), (WITH, [*others, name]))}  # fmt: skip
    return Trial((name, lever), lever.aim.scenario, arms)


def lever_effects(experiment: Experiment) -> list[LeverEffect]:
    """Return what each lever changes, for those whose arms are all there."""
    return [lever_effect(*trial.what, arms) for trial, arms in experiment.results()]


def levers(
    *names: str, overrides: Sequence[str] = (), quick: bool = False, model: type | None = None, **values: Any
) -> pd.DataFrame:
    """Try levers where they are meant to act, and return one row for each.

    Args:
        names: of levers, such as ``"mediation"``; all of them when none is named.
        overrides: texts in the grammar of the command line.
        quick: whether fewer replicates are enough.
        model: a subclass of ``entente.sim.Partnership`` to step instead of the compiled rules (slow).
        values: any setting by its name, and how to run: ``replicates``, ``seed``, ``threads``, ``engine``. With
            ``output`` the table and the figure are also kept, and the same call goes on with what is there.

    Raises:
        SettingsError: with everything that is wrong.
        EngineError: when the executor stops before the end.
        OSError: when results cannot be written.
    """
    request, trials, design = levers_design(words_of_call(names, overrides, values), quick, model)

    def keep(found: Sequence[LeverEffect], end: ExperimentEnd) -> None:
        keep_levers(found, request, end, default_language())

    return lever_effects_table(call_experiment(design, trials, lever_effects, keep))


def lever_effects_table(found: Sequence[LeverEffect]) -> pd.DataFrame:
    """Return every lever, one row each."""
    rows = [
        {"lever": one.name, "advice": one.lever.advice.value, "scenario": one.lever.aim.scenario,
         "measure": one.lever.aim.measure, "unit": unit_of_aim(one.lever.aim),
         "meant": "more" if one.lever.aim.more else "less", "effect": one.effect.effect, "low": one.effect.low,
         "high": one.effect.high, "outcome": one.outcome.value, "mobilisation": one.mobilisation.effect,
         "mobilisation_low": one.mobilisation.low, "mobilisation_high": one.mobilisation.high,
         "reason": one.reason.value if one.reason else None, "hours": one.hours, "dollars": one.dollars,
         "replicates": one.effect.replicates}
        for one in found
    ]  # fmt: skip
    return pd.DataFrame(rows)


def levers_text(found: Sequence[LeverEffect], language: str) -> str:
    """Return the table of the levers and the count of what they do, as text."""
    names = (N_("lever"), N_("situation"), N_("meant"), N_("effect"), N_("95% interval"), N_("it"),
             N_("final mobilisation"), N_("h/week"), N_("$/week"))  # fmt: skip
    head = [say(name, language) for name in names]
    rows = [
        (one.lever.name.in_language(language), scenario_label(one.lever.aim.scenario, language),
         meant_text(one.lever, language), format_signed(one.effect.effect, 3, language),
         write_ends(one.effect.low, one.effect.high, language),
         say(OUTCOME_WORDS[one.outcome], language), format_signed(one.mobilisation.effect, 3, language),
         format_signed(one.hours, 1, language), format_signed(one.dollars, 0, language))
        for one in found
    ]  # fmt: skip
    counts = Counter(one.outcome for one in found)
    total = say(
        "Levers that act as they are meant to: {acts} of {count}; without visible effect: {unseen}; that act the other "
        "way: {reversed_}; advised, and lower mobilisation where they are meant to act: {harm}.",
        language, count=len(found), acts=counts[Outcome.ACTS], unseen=counts[Outcome.UNSEEN],
        reversed_=counts[Outcome.REVERSED], harm=sum(one.costs_mobilisation for one in found),
    )  # fmt: skip
    lines = [
        one.lever.name.in_language(language) + say(": ", language) + say(COST_REASONS[one.reason], language)
        for one in found
        if one.reason
    ]
    return "\n\n".join([table(rows, head, numbers=(3, 6, 7, 8)), total, "\n".join(lines)]).rstrip()


def meant_text(lever: Lever, language: str) -> str:
    """Write what a lever is meant to move: a measure and a direction."""
    measures = SERIES if lever.aim.measure in SERIES else SUMMARIES
    way = "↑" if lever.aim.more else "↓"
    return f"{way} {measures[lever.aim.measure].meaning(language)}"


def write_ends(low: float, high: float, language: str) -> str:
    """Write an interval."""
    low_text, high_text = (format_signed(end, 3, language) for end in (low, high))
    return say("[{low}, {high}]", language, low=low_text, high=high_text)


def keep_levers(found: Sequence[LeverEffect], request: ExperimentRequest, end: ExperimentEnd, language: str) -> None:
    """Write the table, the figure and the manifest."""
    with Deliverables(end.folder) as results:
        results.table("levers.csv", lever_effects_table(found))
        rows = [
            LeverRow(one.lever.name.in_language(language), meant_text(one.lever, language), one.outcome,
                     (one.mobilisation.effect, one.mobilisation.low, one.mobilisation.high), one.lever.advice)
            for one in found
        ]  # fmt: skip
        results.figure("levers", partial(levers_figure, rows, request.run.replicates, language))
        outcomes = {one.name: one.outcome.value for one in found}
        results.finish(request.run, {**request_values(request), **end.values(), "outcomes": outcomes})
