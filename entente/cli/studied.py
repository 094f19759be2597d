"""What the commands that analyse a study share: all that is wrong told at once, a folder read or points run first."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from entente.cli.sweep import count, plan_of, report, swept
from entente.problems import Located, Origin
from entente.studies.opened import luck_of
from entente.studies.plan import Plan
from entente.studies.settings import Luck
from entente.studies.store import folder_said
from entente.studies.study import Study
from entente.words import say
from sim.validation import SettingsError


def all_read(*parts: Callable[[], Any]) -> list[Any]:
    """Return what each part reads of the command line.

    Raises:
        SettingsError: with everything that is wrong in any of them, each thing once.
    """
    found, wrong = [], {}
    for part in parts:
        try:
            found.append(part())
        except SettingsError as error:
            wrong |= dict.fromkeys(error.violations)
    if wrong:
        raise SettingsError(list(wrong))
    return found


def asked_study(
    overrides: Sequence[str],
    uncertain: Sequence[str],
    measures: Sequence[str],
    check: Callable[[pd.DataFrame, Luck], None],
) -> Study | Plan:
    """Return the study of the folder that the command line names, or the plan of the one that it asks for.

    Args:
        overrides: the folder; or axes, settings and how to make the study.
        uncertain: overrides of what nobody controls.
        measures: summaries that the study is about.
        check: refuses a design, or a luck, that the analysis can say nothing of, before anything is run.

    Raises:
        SettingsError: with everything that is wrong.
    """
    folder = folder_said(overrides)
    if not folder:
        plan = plan_of(overrides, uncertain, measures)
        check(plan.design, plan.making.luck)
        return plan
    if len(overrides) > 1 or uncertain:
        more = " ".join([*overrides[1:], *uncertain])
        wanted = "a folder alone, or axes"
        raise SettingsError([Located(more, "its points are already decided", wanted, origin=Origin("command_line"))])
    study = Study(folder)
    check(study.design, luck_of(study))
    return study


def lived(asked: Study | Plan, language: str) -> tuple[int, Study]:
    """Run what is left of a plan, or take a study as it is; return the exit code so far and the study."""
    if isinstance(asked, Plan):
        code, study = swept(asked, language)
        return code or report(asked, study, language), study
    if not asked.complete:
        done = count(len(asked.runs(["point"])), language)
        print(say("study_unfinished", language, done=done, runs=count(asked.manifest["runs"], language)))
    return 0, asked


def named(measures: Sequence[str]) -> list[str]:
    """Return the names that ``--measure a,b --measure c`` gives."""
    return [name for one in measures for name in one.split(",") if name]


def whole(name: str, text: str | None, usual: int) -> int:
    """Return a whole number given on the command line.

    Raises:
        SettingsError: when it is none.
    """
    if text is None:
        return usual
    if not text.isdecimal():
        raise SettingsError([Located(name, f"{text} cannot be read", "a whole number", origin=Origin("command_line"))])
    return int(text)


def share(name: str, text: str | None) -> float | None:
    """Return a share given on the command line: from 0 to 1, or with a percent sign.

    Raises:
        SettingsError: when it is none.
    """
    if text is None:
        return None
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        wanted = "a number from 0 to 1"
        raise SettingsError([Located(name, f"{text} cannot be read", wanted, origin=Origin("command_line"))]) from None
