"""``entente sensitivity``: which settings make outcomes vary, by how much, and how sure that is."""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.compare import MEASURES
from analysis.figures.differences import SHARES
from analysis.figures.sensitivity import near, reading
from analysis.screening import Why
from entente.cli.compare import title, written
from entente.cli.errors import violations_text
from entente.cli.experiment import guarded
from entente.cli.layout import table
from entente.cli.sweep import failures_text, swept
from entente.sensitivities import Sensitivities, analysed, folder_of, keep, read_folder
from entente.studies.plan import Plan
from entente.studies.sensitivity_plan import asked
from entente.studies.sensitivity_reading import Stage
from entente.studies.study import Study
from entente.words import number, say
from sim.validation import SettingsError, Violation

WRONG = 2


class Stopped(Exception):  # noqa: N818 - it is no error
    """Somebody stopped a study half-way; it told how to go on with it."""

    def __init__(self, code: int) -> None:
        """Keep the exit code."""
        super().__init__(code)
        self.code = code


def sensitivity_command(words: Sequence[str], measures: Sequence[str], method: str, language: str) -> int:
    """Analyse what the words ask for, or what a folder holds, and return the exit code."""
    wanted = [name for one in measures for name in one.split(",") if name]

    def work() -> int:
        folder = folder_asked(words)
        request = None if folder else asked(words, {}, wanted, method)
        try:
            if request is not None:
                found = analysed(request, partial(lived, language=language))
            else:
                assert folder is not None
                found = read_folder(folder, wanted)
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
    folder = folder_of(words[0])
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
        if failed := failures_text(stage.study, language):
            print(failed, file=sys.stderr)
        for measure, one in stage.outcomes.items():
            if one.left_out:
                told = {"count": number(len(one.left_out), language, 0), "measure": MEASURES[measure].meaning(language)}
                print(say("sensitivity_lost", language, names=", ".join(map(str, one.left_out)), **told), file=sys.stderr)
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


def first_text(stage: Stage[Any], language: str) -> str:
    """Return the elementary effects of every outcome, as tables."""
    size = size_text("sensitivity_trajectories", stage, 1, language)
    parts = [say("sensitivity_first", language, size=size)]
    keys = ("", "sensitivity_setting", "sensitivity_effect", "interval_95", "sensitivity_spread", "sensitivity_why",
            "sensitivity_meaning")  # fmt: skip
    for measure, one in stage.found.items():
        times = 100 if MEASURES[measure].unit in SHARES else 1
        write = partial(decimals_of(one.table["mu_star"] * times), language=language)
        rows = [(str(rank), row.factor, write(times * row.mu_star), between(row.mu_star_low, row.mu_star_high, times, write, language),
                 write(times * row.sigma), say(f"why_{row.why}", language), meaning_of(stage, row.factor, language))
                for rank, row in enumerate(one.table.itertuples(), start=1)]  # fmt: skip
        head = [say(key, language) if key else "" for key in keys]
        parts.append(f"{title(MEASURES[measure], language)}\n{table(rows, head, numbers=(0, 2, 4))}")
    return "\n\n".join(parts)
