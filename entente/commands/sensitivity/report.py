"""``entente sensitivity``: which settings make outcomes vary, by how much, and how sure that is."""

import math
import sys
import textwrap
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from entente.analysis.plotting.numbers import format_percent
from entente.analysis.plotting.setting_names import name_in_sentence, setting_title
from entente.analysis.plotting.units import decimals_for_span
from entente.analysis.sensitivity.factor_rows import measure_factor, measure_unit
from entente.analysis.sensitivity.indices import Sensitivity
from entente.analysis.sensitivity.indices_figure import convergence_sentences
from entente.analysis.sensitivity.screening import Reason, Screening
from entente.analysis.statistics.measures import MEASURES
from entente.commands.sensitivity.sensitivity import (
    SensitivityResults,
    analyse,
    folder_of,
    read_folder,
    save_sensitivity,
)
from entente.commands.sensitivity.spec import sensitivity_spec
from entente.commands.sensitivity.stages import AnalysisStage, F
from entente.commands.sweep.report import failures_text, run_sweep
from entente.i18n import N_, number, say
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.factors import factor
from entente.studies.plan import StudyPlan
from entente.studies.study import Study
from entente.terminal.errors import violations_text
from entente.terminal.exit_codes import WRONG
from entente.terminal.experiment import exit_code_of
from entente.terminal.layout import table, terminal_width
from entente.terminal.quantities import format_rounded

WHY = {
    Reason.MATTERS: N_("matters"),
    Reason.SMALL: N_("small"),
    Reason.NOISE: N_("no more than noise"),
    Reason.NOTHING: N_("no effect"),
}


class Stopped(Exception):  # noqa: N818 - it is no error
    """Somebody stopped a study half-way; the message already said how to resume it."""

    def __init__(self, code: int) -> None:
        """Keep the exit code."""
        super().__init__(code)
        self.code = code


def sensitivity_command(
    words: Sequence[str], uncertain: Sequence[str], measures: Sequence[str], method: str, language: str
) -> int:
    """Analyse what the words ask for, or what a folder holds, and return the exit code."""

    def work() -> int:
        folder = folder_asked(words)
        request = None if folder else sensitivity_spec(words, {}, measures, method, uncertain)
        try:
            if request is not None:
                found = analyse(request, partial(_run_study, language=language))
            else:
                assert folder is not None
                found = read_folder(folder, measures)
        except SettingsError as error:
            print(violations_text(error.violations, language, "analysed"), file=sys.stderr)
            return WRONG
        return _report(found, language)

    try:
        return exit_code_of(work, language, words)
    except Stopped as stopped:
        return stopped.code


def folder_asked(words: Sequence[str]) -> Path | None:
    """Return the folder that is to be read, when one is named.

    Raises:
        SettingsError: when it holds no study.
    """
    if not words or "=" in words[0] or words[0].startswith("~"):
        return None
    folder = folder_of(words)
    if folder is None:
        wanted = message("a folder that entente sweep or entente sensitivity left")
        raise SettingsError([Violation("study", message("{folder} holds no study", folder=words[0]), wanted)])
    return folder


def _run_study(plan: StudyPlan, language: str) -> Study:
    """Do what is left of a study, telling how it goes.

    Raises:
        Stopped: when somebody stops it.
    """
    code, study = run_sweep(plan, language)
    if code:
        raise Stopped(code)
    print()
    return study


def _report(found: SensitivityResults, language: str) -> int:
    """Keep and tell what was found; return the exit code."""
    save_sensitivity(found, language)
    for stage in found.stages:
        if not stage.study.complete:
            print(
                say(
                    "entente: the study in {folder} is not finished: read as far as it goes",
                    language,
                    folder=stage.study.folder,
                ),
                file=sys.stderr,
            )
        if len(failures := stage.study.failures()):
            print(failures_text(stage.study.plan, stage.study, failures, language), file=sys.stderr)
        for measure, one in stage.outcomes.items():
            if one.left_out:
                left_out = {"count": number(len(one.left_out), language, 0), "names": ", ".join(map(str, one.left_out))}
                name = MEASURES[measure].meaning(language)
                print(
                    say(
                        "{count} replicates are left out everywhere, since they failed or have no figure at some "
                        "point ({measure}): {names}",
                        language,
                        measure=name,
                        **left_out,
                    ),
                    file=sys.stderr,
                )
    if found.first:
        keys = (
            N_("First sorting, by elementary effects ({size})"),
            N_("{blocks} trajectories of {points} points, {replicates} replicates"),
        )
        print(f"{stage_text(found.first, keys, 1, _effects_text, language)}\n")
        print(f"{left_text(found, language)}\n")
    if found.second:
        keys = (
            N_("Shares of the variance, by Sobol' indices ({size})"),
            N_("{blocks} blocks of {points} points, {replicates} replicates"),
        )
        print(f"{stage_text(found.second, keys, 2, indices_text, language)}\n")
    print(say("Results: {folder}", language, folder=found.folder))
    return 0


def stage_text(
    stage: AnalysisStage[F],
    keys: tuple[str, str],
    more: int,
    describe: Callable[[AnalysisStage[F], str, str], str],
    language: str,
) -> str:
    """Return what was found, as text.

    Args:
        stage: the study, read.
        keys: of the text that says what it is, and of its size there.
        more: points of a block beyond one for each factor.
        describe: writes the text of one outcome.
        language: ``fr`` or ``en``.
    """
    size = say(keys[1], language, blocks=number(stage.blocks, language, 0), points=len(stage.study.axes) + more,
               replicates=number(stage.study.replicates, language, 0))  # fmt: skip
    return "\n\n".join([say(keys[0], language, size=size), *(describe(stage, one, language) for one in stage.found)])


def _effects_text(stage: AnalysisStage[Screening], measure: str, language: str) -> str:
    """Return the elementary effects on an outcome, as a table."""
    keys = (N_("effect μ*"), N_("95% interval"), N_("spread σ"), N_("verdict"))
    found, times = stage.found[measure].table, measure_factor(measure)
    decimals = decimals_for_span(times * float(found["mu_star"].max()))

    def write(value: float) -> str:
        return format_rounded(times * value, language, decimals)

    rows = [(row.factor, write(row.mu_star), between(write(row.mu_star_low), write(row.mu_star_high), language),
             write(row.sigma), say(WHY[Reason(row.why)], language)) for row in found.itertuples()]  # fmt: skip
    name = f"{MEASURES[measure].meaning(language)} ({measure_unit(measure, language)})"
    return f"{name}\n{ranking_table(stage, rows, keys, language)}"


def indices_text(stage: AnalysisStage[Sensitivity], measure: str, language: str) -> str:
    """Return the indices of an outcome, as a table, with how far they can be relied upon."""
    keys = (N_("total"), N_("95% interval"), N_("alone"), N_("95% interval"))
    found = stage.found[measure]
    rows = [(row.factor, *cells(row.total, row.total_low, row.total_high, language),
             *cells(row.first, row.first_low, row.first_high, language))
            for row in found.table.itertuples()]  # fmt: skip
    said = [line for text in convergence_sentences(found, language) for line in textwrap.wrap(text, terminal_width())]
    return "\n".join([MEASURES[measure].meaning(language), ranking_table(stage, rows, keys, language), "", *said])


def cells(value: float, low: float, high: float, language: str) -> tuple[str, str]:
    """Write a share and its interval."""
    if value != value:
        return "–", "–"
    return share_text(value, language), between(share_text(low, language), share_text(high, language), language)


def share_text(share: float, language: str) -> str:
    """Write a share of the variance; estimates of small ones may be under nothing."""
    if not math.isfinite(share):
        return "–"
    return format_percent(max(share, 0.0), language, 1 if share < 0.1 else 0)


def between(low: str, high: str, language: str) -> str:
    """Write an interval."""
    return say("[{low}, {high}]", language, low=low, high=high)


def ranking_table(stage: AnalysisStage[F], rows: Sequence[Sequence[str]], keys: Sequence[str], language: str) -> str:
    """Return rows, one for each factor, as a table: its rank, its name, the cells that ``keys`` name, its values."""
    head = ["", *(say(key, language) for key in (N_("setting"), *keys, N_("values")))]
    whole = [(str(rank), setting_title(row[0], language), *row[1:], values_of(stage, row[0], language))
             for rank, row in enumerate(rows, start=1)]  # fmt: skip
    return table(whole, head, numbers=(0, 2, 4))


def values_of(stage: AnalysisStage[F], key: str, language: str) -> str:
    """Return the values of a setting, and what one types for it."""
    described = factor(next(one for one in stage.study.axes if one.key == key))
    return say("{values} ({setting})", language, values=described.values[language == "fr"], setting=key)


def left_text(found: SensitivityResults, language: str) -> str:
    """Return which settings were left out, and why."""
    whys = {key: say(WHY[found.reasons[key]], language) for key in found.left_out}
    left = [f"{name_in_sentence(key, language)} ({why})" for key, why in whys.items()]
    if len(left) == len(found.reasons):
        return say(
            "No setting matters: there is nothing to share out. More replicates would tell small effects from chance.",
            language,
        )
    text = (
        say("Left out of what follows, and held at their usual value: {names}.", language, names=", ".join(left))
        if left
        else say("None is left out of what follows.", language)
    )
    return "\n".join(textwrap.wrap(text, terminal_width()))
