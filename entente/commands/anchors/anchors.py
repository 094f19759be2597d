"""``entente anchors``: figures of the field beside what the defaults give."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from entente.analysis.anchors.anchors import ANCHOR_SETTINGS, ANCHORS, MATURE, ORDINARY, Anchor
from entente.analysis.anchors.anchors_figure import PLACES, AnchorRow, anchors_figure
from entente.analysis.patterns.pattern import CALENDAR
from entente.analysis.statistics.intervals import Estimate
from entente.commands.patterns.report import in_language
from entente.i18n import N_, default_language, number, say, unit
from entente.results.deliverables import Deliverables
from entente.studies.design_folder import DesignFolder, DesignRequest, design_folder
from entente.studies.experiment import (
    ArmSpec,
    Experiment,
    Trial,
    arms_of,
    call_experiment,
    compose_arm,
    experiment_design,
    merge_arms,
    seconds_of,
)
from entente.studies.experiment_request import (
    ExperimentRequest,
    experiment_request,
    request_values,
    words_of_call,
)
from entente.terminal.experiment import arms_text, carry_out_experiment, exit_code_of, print_heading
from entente.terminal.layout import table

_SCENARIOS, _REPLICATES, _QUICK = (ORDINARY, MATURE), 200, 40
AnchorEstimate = tuple[Anchor, Estimate]


def anchors_command(words: Sequence[str], quick: bool, language: str) -> int:
    """Compare figures of the field with the model and return the exit code."""

    def work() -> int:
        request, trials, design = anchor_design(words, quick)
        with design_folder(design) as place:
            return estimate_in(place, request, trials, language)

    return exit_code_of(work, language)


def anchor_design(
    words: Sequence[str], quick: bool, model: type | None = None
) -> tuple[ExperimentRequest, list[Trial[Anchor]], DesignRequest]:
    """Return the request, the trials of the anchors, and their design.

    Raises:
        SettingsError: with everything that is wrong.
    """
    many = _QUICK if quick else _REPLICATES
    request = experiment_request(words, ANCHORS, scenarios=_SCENARIOS, replicates=many, decided=ANCHOR_SETTINGS)
    request = replace(request, model=model)
    bases = {base.name: base for base in request.bases}
    trials = []
    for name in request.names:
        anchor = ANCHORS[name]
        mine = (*bases[anchor.scenario].words, *CALENDAR)
        kept = ("", frozenset(anchor.series), frozenset(anchor.organisations))
        arms = anchor.arms(compose_arm(mine)).items()
        trials.append(
            Trial(anchor, anchor.scenario, {arm: ArmSpec((*mine, *one.overrides), *kept) for arm, one in arms})
        )
    trials = merge_arms(trials)
    settings = {base.name: base.settings for base in request.bases}
    return request, trials, experiment_design("anchors", request, trials, settings)


def estimates(experiment: Experiment) -> list[AnchorEstimate]:
    """Return the anchors whose arms are all there with what the defaults give, in their usual order."""
    order = list(ANCHORS)
    found = [(trial.what, trial.what.estimate(arms)) for trial, arms in experiment.results()]
    return sorted(found, key=lambda one: order.index(one[0].name))


def estimate_in(place: DesignFolder, request: ExperimentRequest, trials: Sequence[Trial[Anchor]], language: str) -> int:
    """Run what is left of the arms, keep and print what they give; return the exit code."""
    arms = arms_text(len(arms_of(trials)), request.run, language)
    print_heading(say("Anchors", language), (trial.scenario for trial in trials), arms, language)
    experiment = Experiment(trials, place.run)

    def finish(seconds: float, interrupted: bool) -> None:
        if found := estimates(experiment):
            print(f"\n{anchors_text(found, language)}")
            keep_anchors(found, request, place.folder, seconds, interrupted, language)

    return carry_out_experiment(place, experiment, [base.settings for base in request.bases], language, finish)


def anchors(
    *names: str, overrides: Sequence[str] = (), quick: bool = False, model: type | None = None, **values: Any
) -> pd.DataFrame:
    """Compare figures of the field with what the defaults give, and return every anchor, one row each.

    Args:
        names: of anchors, such as ``"turnover"``; all of them when none is named.
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
    request, trials, design = anchor_design(words_of_call(names, overrides, values), quick, model)

    def tables(experiment: Experiment, place: DesignFolder | None) -> pd.DataFrame:
        found = estimates(experiment)
        if place is not None:
            keep_anchors(found, request, place.folder, seconds_of(place), False, default_language())
        return anchors_table(found)

    return call_experiment(design, trials, tables)


def anchors_text(found: Sequence[AnchorEstimate], language: str) -> str:
    """Return the table of the anchors and the count of their places, as text."""
    head = [
        say(key, language)
        for key in (N_("anchor"), N_("unit"), N_("field"), N_("given"), N_("95% interval"), N_("place"), N_("Source"))
    ]
    rows = [
        (in_language(anchor.text, language), unit(anchor.unit, language), target_text(anchor, language),
         number(given.effect, language), estimate_interval_text(given, language),
         say(PLACES[anchor.place(given)], language), anchor.source)
        for anchor, given in found
    ]  # fmt: skip
    counts = Counter(anchor.place(given) for anchor, given in found)
    places = {place: counts[place] for place in PLACES}
    counts = say(
        "Of {count} figures of the field: {inside} inside, {straddles} astride, {outside} outside.",
        language,
        count=len(found),
        **places,
    )
    return f"{table(rows, head, numbers=(2, 3))}\n\n{counts}"


def target_text(anchor: Anchor, language: str) -> str:
    """Write what agrees with the field."""
    return f"{number(anchor.low, language)} – {number(anchor.high, language)}"


def estimate_interval_text(given: Estimate, language: str) -> str:
    """Write the interval of what is given."""
    return say("[{low}, {high}]", language, low=number(given.low, language), high=number(given.high, language))


def keep_anchors(
    found: Sequence[AnchorEstimate],
    request: ExperimentRequest,
    folder: Path,
    seconds: float,
    interrupted: bool,
    language: str,
) -> None:
    """Write the table, the figure and the manifest."""
    with Deliverables(folder) as results:
        results.table("anchors.csv", anchors_table(found))
        rows = [
            AnchorRow(in_language(anchor.text, language), (anchor.low, anchor.high), given.effect,
                (given.low, given.high),
                target_text(anchor, language),
                f"{number(given.effect, language)} {estimate_interval_text(given, language)}", anchor.place(given))
            for anchor, given in found
        ]  # fmt: skip
        results.figure("anchors", anchors_figure(rows, request.run.replicates, language))
        places = {anchor.name: anchor.place(given) for anchor, given in found}
        results.finish(
            request.run,
            {**request_values(request), "interrupted": interrupted, "wall_time": round(seconds, 3), "places": places},
        )


def anchors_table(found: Sequence[AnchorEstimate]) -> pd.DataFrame:
    """Return every anchor, one row each."""
    rows = [
        {"anchor": anchor.name, "unit": anchor.unit, "target_low": anchor.low, "target_high": anchor.high,
         "mean": given.effect, "low": given.low, "high": given.high, "place": anchor.place(given),
         "scenario": anchor.scenario, "formula": anchor.formula, "replicates": given.replicates,
         "missing": given.missing, "source": anchor.source}
        for anchor, given in found
    ]  # fmt: skip
    return pd.DataFrame(rows)
