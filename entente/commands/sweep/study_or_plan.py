"""What the commands that analyse a study share: every error reported at once, a folder read or points run first."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from entente.commands.sweep.report import plan_of, run_sweep, sweep_report
from entente.config.problems import Located
from entente.i18n import say
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError
from entente.studies.analysed_study import random_numbers_of
from entente.studies.options import RandomNumbers
from entente.studies.plan import StudyPlan
from entente.studies.study import Study
from entente.studies.study_files import study_folder
from entente.terminal.options import COMMAND_LINE
from entente.terminal.quantities import count


def parse_all(*parts: Callable[[], Any]) -> list[Any]:
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


def study_or_plan(
    overrides: Sequence[str],
    uncertain: Sequence[str],
    measures: Sequence[str],
    check: Callable[[pd.DataFrame, RandomNumbers], None],
) -> Study | StudyPlan:
    """Return the study of the folder that the command line names, or the plan of the one that it asks for.

    Args:
        overrides: the folder; or axes, settings and how to make the study.
        uncertain: overrides of what nobody controls.
        measures: summaries that the study is about.
        check: refuses a design, or random numbers, that the analysis can say nothing of, before anything is run.

    Raises:
        SettingsError: with everything that is wrong.
    """
    folder = study_folder(overrides)
    if not folder:
        plan = plan_of(overrides, uncertain, measures)
        check(plan.design, plan.options.random_numbers)
        return plan
    if len(overrides) > 1 or uncertain:
        more = " ".join([*overrides[1:], *uncertain])
        wanted = message("a folder alone, or axes")
        raise SettingsError([Located(more, message("its points are already decided"), wanted, origin=COMMAND_LINE)])
    study = Study(folder)
    check(study.design, random_numbers_of(study))
    return study


def complete_study(source: Study | StudyPlan, language: str) -> tuple[int, Study]:
    """Run what is left of a plan, or take a study as it is; return the exit code so far and the study."""
    if isinstance(source, StudyPlan):
        code, study = run_sweep(source, language)
        return code or sweep_report(source, study, language), study
    if not source.complete:
        done = count(len(source.runs(["point"])), language)
        print(
            say(
                "The study is not finished: {done} of {runs} runs are read.",
                language,
                done=done,
                runs=count(source.manifest["runs"], language),
            )
        )
    return 0, source
