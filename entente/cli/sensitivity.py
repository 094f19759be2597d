"""``entente sensitivity``: which settings make outcomes vary, by how much, and how sure that is."""

import math
import sys
import textwrap
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from analysis.compare import MEASURES
from analysis.figures.differences import places
from analysis.figures.factors import measure_scale, measure_unit
from analysis.figures.sensitivity import reading
from analysis.figures.style import percent
from analysis.screening import Screening, Why
from analysis.sensitivity import Sensitivity
from entente.cli.errors import violations_text
from entente.cli.experiment import guarded
from entente.cli.layout import table, terminal_width
from entente.cli.quantities import written
from entente.cli.sweep import failures_text, swept
from entente.sensitivities import Sensitivities, analysed, folder_of, keep, read_folder
from entente.studies.factors import factor
from entente.studies.plan import Plan
from entente.studies.sensitivity_plan import asked
from entente.studies.sensitivity_reading import Stage
from entente.studies.study import Study
from entente.words import number, say
from sim.validation import SettingsError, Violation

WRONG = 2
WHY = {Why.MATTERS: "why_matters", Why.SMALL: "why_small", Why.LUCK: "why_luck", Why.NOTHING: "why_nothing"}


class Stopped(Exception):  # noqa: N818 - it is no error
    """Somebody stopped a study half-way; it told how to go on with it."""

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
        request = None if folder else asked(words, {}, measures, method, uncertain)
        try:
            if request is not None:
                found = analysed(request, partial(lived, language=language))
            else:
                assert folder is not None
                found = read_folder(folder, measures)
        except SettingsError as error:
            print(violations_text(error.violations, language, "analysed"), file=sys.stderr)
            return WRONG
        return report(found, language)

    try:
        return guarded(work, language)
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
        wanted = "a folder that entente sweep or entente sensitivity left"
        raise SettingsError([Violation("study", f"{words[0]} holds no study", wanted)])
    return folder


def lived(plan: Plan, language: str) -> Study:
    """Do what is left of a study, telling how it goes.

    Raises:
        Stopped: when somebody stops it.
    """
    code, study = swept(plan, language)
    if code:
        raise Stopped(code)
    print()
    return study


def report(found: Sensitivities, language: str) -> int:
    """Keep and tell what was found; return the exit code."""
    keep(found, language)
    for stage in found.stages:
        if not stage.study.complete:
            print(say("sensitivity_unfinished", language, folder=stage.study.folder), file=sys.stderr)
        if len(failures := stage.study.failures()):
            print(failures_text(stage.study.plan, stage.study, failures, language), file=sys.stderr)
        for measure, one in stage.outcomes.items():
            if one.left_out:
                told = {"count": number(len(one.left_out), language, 0), "names": ", ".join(map(str, one.left_out))}
                name = MEASURES[measure].meaning(language)
                print(say("sensitivity_lost", language, measure=name, **told), file=sys.stderr)
    if found.first:
        print(f"{first_text(found.first, language)}\n")
        print(f"{left_text(found, language)}\n")
    if found.second:
        print(f"{second_text(found.second, language)}\n")
    print(say("left_in", language, folder=found.folder))
    return 0


def size_text(key: str, stage: Stage[Any], more: int, language: str) -> str:
    """Return how large a study is, as it was read."""
    return say(key, language, blocks=number(stage.blocks, language, 0), points=len(stage.study.axes) + more,
               replicates=number(stage.study.replicates, language, 0))  # fmt: skip


def first_text(stage: Stage[Screening], language: str) -> str:
    """Return the elementary effects of every outcome, as tables."""
    size = size_text("sensitivity_trajectories", stage, 1, language)
    keys = ("sensitivity_setting", "sensitivity_effect", "interval_95", "sensitivity_spread", "sensitivity_why",
            "sensitivity_meaning")  # fmt: skip
    parts = [say("sensitivity_first", language, size=size)]
    for measure, one in stage.found.items():
        times = measure_scale(measure)
        decimals = places(times * float(one.table["mu_star"].max()))

        def write(value: float, times: float = times, decimals: int = decimals) -> str:
            return written(times * value, language, decimals)

        rows = [(row.factor, write(row.mu_star), between(write(row.mu_star_low), write(row.mu_star_high), language),
                 write(row.sigma), say(WHY[Why(row.why)], language), meaning_of(stage, row.factor, language))
                for row in one.table.itertuples()]  # fmt: skip
        name = f"{MEASURES[measure].meaning(language)} ({measure_unit(measure, language)})"
        parts.append(f"{name}\n{ranked(rows, keys, (2, 4), language)}")
    return "\n\n".join(parts)


def second_text(stage: Stage[Sensitivity], language: str) -> str:
    """Return the indices of every outcome, as tables, each with how far it can be relied upon."""
    size = size_text("sensitivity_blocks", stage, 2, language)
    keys = ("sensitivity_setting", "sensitivity_total", "interval_95", "sensitivity_alone", "interval_95",
            "sensitivity_meaning")  # fmt: skip
    parts = [say("sensitivity_second", language, size=size)]
    for measure, one in stage.found.items():
        rows = [(row.factor, *cells(row.total, row.total_low, row.total_high, language),
                 *cells(row.first, row.first_low, row.first_high, language), meaning_of(stage, row.factor, language))
                for row in one.table.itertuples()]  # fmt: skip
        said = [line for text in reading(one, language) for line in textwrap.wrap(text, terminal_width())]
        name = MEASURES[measure].meaning(language)
        parts.append("\n".join([name, ranked(rows, keys, (2, 4), language), "", *said]))
    return "\n\n".join(parts)


def cells(value: float, low: float, high: float, language: str) -> tuple[str, str]:
    """Write a share and its interval."""
    if value != value:
        return "–", "–"
    return shown(value, language), between(shown(low, language), shown(high, language), language)


def shown(share: float, language: str) -> str:
    """Write a share of the variance; estimates of small ones may be under nothing."""
    if not math.isfinite(share):
        return "–"
    return percent(max(share, 0.0), language, 1 if share < 0.1 else 0)


def between(low: str, high: str, language: str) -> str:
    """Write an interval."""
    return say("from_to", language, low=low, high=high)


def ranked(rows: Sequence[Sequence[str]], keys: Sequence[str], numbers: Sequence[int], language: str) -> str:
    """Return rows as a table, each after its rank."""
    head = ["", *(say(key, language) for key in keys)]
    return table([(str(rank), *row) for rank, row in enumerate(rows, start=1)], head, numbers=(0, *numbers))


def meaning_of(stage: Stage[Any], key: str, language: str) -> str:
    """Return what the parameter table says of a setting, and its values."""
    told = factor(next(one for one in stage.study.axes if one.key == key))
    french = language == "fr"
    return say("sensitivity_told", language, meaning=told.meaning[french], values=told.values[french])


def left_text(found: Sensitivities, language: str) -> str:
    """Return which settings were left out, and why."""
    left = [f"{key} ({say(WHY[found.reasons[key]], language)})" for key in found.left_out]
    if len(left) == len(found.reasons):
        return say("sensitivity_none", language)
    text = say("sensitivity_left", language, names=", ".join(left)) if left else say("sensitivity_all", language)
    return "\n".join(textwrap.wrap(text, terminal_width()))
