"""``entente ablation``: each mechanism switched off, and what changes."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from math import isnan
from typing import Any, NamedTuple

import pandas as pd

from entente.analysis.ablation.ablation import COMPARED_SUMMARIES, Shift, idle_mechanisms, largest_shift
from entente.analysis.ablation.ablation_figure import ablation_figure
from entente.analysis.patterns import PATTERNS
from entente.analysis.patterns.pattern import PATTERN_SETTINGS
from entente.commands.ablation.trials import Ablation, shifts_table, verdicts_table
from entente.i18n import N_, default_language, number, percent, say
from entente.i18n.option_names import scenario_label
from entente.results.deliverables import Deliverables
from entente.sim.model.measures import SUMMARIES as MEASURES
from entente.sim.model.parameters import MECHANISMS
from entente.studies.design_folder import DesignFolder, design_folder
from entente.studies.experiment import Experiment, ExperimentEnd, call_experiment
from entente.studies.experiment_request import experiment_request, request_values, words_of_call
from entente.terminal.experiment import carry_out_experiment, exit_code_of, print_heading
from entente.terminal.layout import table

_SCENARIOS = ("twenty_partners", "lethbridge")
_REPLICATES, OF_PATTERNS = 200, 24
_QUICK, QUICK_OF_PATTERNS = 40, 12
FEW_ARMS = ("P1", "P2", "P3", "P8", "P9", "P10", "P13", "P14", "T1")  # what a quick look tests: at most three arms each


def ablation_command(words: Sequence[str], quick: bool, language: str) -> int:
    """Switch off mechanisms and return the exit code."""

    def work() -> int:
        ablation = prepare_ablation(words, quick)
        with design_folder(ablation.design_request) as place:
            return ablate_in(place, ablation, language)

    return exit_code_of(work, language)


def prepare_ablation(words: Sequence[str], quick: bool, model: type | None = None) -> Ablation:
    """Return the arms of an ablation.

    Raises:
        SettingsError: with everything that is wrong.
    """
    scenarios, many = (_SCENARIOS[:1], _QUICK) if quick else (_SCENARIOS, _REPLICATES)
    request = experiment_request(words, MECHANISMS, scenarios=scenarios, replicates=many, decided=PATTERN_SETTINGS)
    patterns = [PATTERNS[key] for key in (FEW_ARMS if quick else PATTERNS)]
    return Ablation(replace(request, model=model), patterns, QUICK_OF_PATTERNS if quick else OF_PATTERNS)


def ablate_in(place: DesignFolder, ablation: Ablation, language: str) -> int:
    """Run what is left of the arms, keep and print what changes; return the exit code."""
    request = ablation.request
    arms = say(
        "{total} replicates in all, seed {seed}",
        language,
        total=number(place.run.design.runs, language, 0),
        seed=request.run.seed,
    )
    print_heading(say("Ablation", language), request.bases, arms, language)
    experiment = Experiment(ablation.trials, place.run)

    def finish(end: ExperimentEnd) -> None:
        shifts, found = ablation.results(experiment)
        if shifts:
            verdicts = verdicts_table(found, ablation.patterns, request.names)
            print(f"\n{ablation_text(shifts, verdicts, ablation, end.interrupted, language)}")
            keep_ablation(shifts, verdicts, ablation, end, language)

    return carry_out_experiment(place, experiment, [base.settings for base in request.bases], language, finish)


class AblationResults(NamedTuple):
    """What an ablation says: what every summary becomes without each mechanism, and verdicts that change."""

    shifts: pd.DataFrame
    verdicts: pd.DataFrame


def ablation(
    *names: str, overrides: Sequence[str] = (), quick: bool = False, model: type | None = None, **values: Any
) -> AblationResults:
    """Switch off mechanisms one at a time, and return what changes.

    Args:
        names: of mechanisms, such as ``"burnout"``; all of them when none is named.
        overrides: texts in the grammar of the command line.
        quick: whether one scenario, fewer replicates and fewer patterns are enough.
        model: a subclass of ``entente.sim.Partnership`` to step instead of the compiled rules (slow).
        values: any setting by its name, and how to run: ``replicates``, ``seed``, ``threads``, ``engine``. With
            ``output`` the tables and the figure are also kept, and the same call goes on with what is there.

    Raises:
        SettingsError: with everything that is wrong.
        EngineError: when the executor stops before the end.
        OSError: when results cannot be written.
    """
    whole = prepare_ablation(words_of_call(names, overrides, values), quick, model)

    def find(experiment: Experiment) -> tuple[list[Shift], pd.DataFrame]:
        shifts, found = whole.results(experiment)
        return shifts, verdicts_table(found, whole.patterns, whole.request.names)

    def keep(found: tuple[list[Shift], pd.DataFrame], end: ExperimentEnd) -> None:
        keep_ablation(*found, whole, end, default_language())

    shifts, verdicts = call_experiment(whole.design_request, whole.trials, find, keep)
    return AblationResults(shifts_table(shifts), verdicts)


def changed_by(verdicts: pd.DataFrame) -> dict[str, list[str]]:
    """Return the patterns whose verdict changes, by mechanism."""
    some = verdicts[verdicts["changed"].astype(bool)]
    return {str(name): list(rows["pattern"]) for name, rows in some.groupby("mechanism", sort=False)}


def ablation_text(
    shifts: Sequence[Shift], verdicts: pd.DataFrame, ablation: Ablation, interrupted: bool, language: str
) -> str:
    """Return the table of the mechanisms, and those without which nothing changes, as text."""
    changed = changed_by(verdicts)
    rows = []
    for name in dict.fromkeys(one.mechanism for one in shifts):
        most = largest_shift(one for one in shifts if one.mechanism == name)
        cells = effect_cells(most, language) if most.clear else ("", "", "")
        rows.append((MECHANISMS[name][language == "fr"], *cells, ", ".join(changed.get(name, []))))
    head = [
        say(key, language)
        for key in (
            N_("mechanism"),
            N_("largest effect (in sd)"),
            N_("relative"),
            N_("measure"),
            N_("verdicts that change"),
        )
    ]
    lines = [table(rows, head, numbers=(1, 2)), ""]
    nothing = idle_mechanisms(shifts, changed)
    if not interrupted:
        names = ", ".join(MECHANISMS[name][language == "fr"] for name in nothing)
        lines.append(
            say("Without these, nothing changes: {names}.", language, names=names)
            if nothing
            else say("No mechanism is without effect.", language)
        )
    return "\n".join(lines)


def effect_cells(shift: Shift, language: str) -> tuple[str, str, str]:
    """Return the size of an effect in standard deviations and in percent, and what it is an effect on, as text."""
    infinite = abs(shift.in_deviations) == float("inf")
    scaled = "∞" if infinite else number(shift.in_deviations, language).replace("-", "−")
    sign = "−" if shift.change.effect < 0 else "+"
    relative = "" if isnan(shift.relative) else f"{sign}{percent(abs(shift.relative), language)}"
    return scaled, relative, f"{MEASURES[shift.summary].meaning(language)} ({scenario_label(shift.scenario, language)})"


def keep_ablation(
    shifts: Sequence[Shift], verdicts: pd.DataFrame, ablation: Ablation, end: ExperimentEnd, language: str
) -> None:
    """Write the tables, the figure and the manifest."""
    request = ablation.request
    with Deliverables(end.folder) as results:
        every = shifts_table(shifts)
        nothing = idle_mechanisms(shifts, changed_by(verdicts))
        results.table("ablation.csv", every)
        results.table("ablation_patterns.csv", verdicts)
        french = language == "fr"
        seen = set(every["mechanism"])
        mechanisms = {name: MECHANISMS[name][french] for name in request.names if name in seen}
        names = {name: MEASURES[name].meaning(language) for name in COMPARED_SUMMARIES if name in set(every["summary"])}
        counts = (request.run.replicates, ablation.replicates_of_patterns)
        shown = verdicts[verdicts["mechanism"].isin(mechanisms)]
        drawn = partial(ablation_figure, every, shown, mechanisms, names, nothing, counts, language)
        results.figure("ablation", drawn)
        about = {"replicates_of_patterns": counts[1], "patterns": [one.key for one in ablation.patterns],
                 "nothing_changes_without": nothing}  # fmt: skip
        results.finish(request.run, {**request_values(request), **end.values(), **about})
