"""The study that an analysis reads: one already in a folder, or one that is first made; and where the analysis goes."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from entente.config.run_settings import Run
from entente.results.checksums import DamagedError
from entente.results.deliverables import Deliverables, FigureFunctions, read_run_manifest
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.options import RandomNumbers
from entente.studies.plan import plan_study
from entente.studies.study import Study, run_study
from entente.studies.study_files import holds_study

_SIGNS = str.maketrans({">": "-over-", "<": "-under-", "=": "-"})


def study_of(
    given: Study | str | Path | Sequence[str | Path] | None, overrides: Sequence[str], uncertain: Sequence[str],
    outcomes: Sequence[str], values: Mapping[str, Any], check: Callable[[pd.DataFrame, RandomNumbers], None],
    model: type | None = None,
) -> Study:  # fmt: skip
    """Return a study: the one given, that of a folder, or the one that these arguments ask to make or go on with.

    Args:
        given: a study, its folder, or a scenario.
        overrides: as in ``entente.sweep``, like ``uncertain``, ``outcomes`` and ``values``.
        uncertain: overrides of what nobody controls.
        outcomes: summaries that the study is about.
        values: settings, how to run and how to make the study.
        check: refuses a design, or random numbers, that the analysis can say nothing of, before anything is run.
        model: a subclass of ``sim.Partnership`` to step instead of the compiled rules.

    Raises:
        SettingsError: with everything that is wrong.
        OSError: when results cannot be written.
    """
    made = given if isinstance(given, Study) else None
    if isinstance(given, str | Path) and holds_study(folder := Path(given).expanduser()):
        made = Study(folder)
    if made is not None:
        if overrides or uncertain or values or model is not None:
            raise SettingsError(
                [Violation("study", message("its points are already decided"), message("a folder alone, or axes"))]
            )
        check(made.design, random_numbers_of(made))
        return made
    named = {**({} if given is None else {"scenario": given}), **values}
    plan = plan_study(overrides, named, uncertain=uncertain, outcomes=outcomes, model=model, said_by="arguments")
    check(plan.design, plan.options.random_numbers)
    return run_study(plan)


def random_numbers_of(study: Study) -> RandomNumbers:
    """Return whether the points of a study have common random numbers, or each its own."""
    return RandomNumbers(study.manifest["identity"]["random_numbers"])


def runs_done(study: Study, columns: Iterable[str]) -> pd.DataFrame:
    """Return the runs that a study has so far, with some of their summaries.

    Raises:
        SettingsError: when it has none, or all failed.
    """
    runs = study.runs(["point", "replicate", "failed", *dict.fromkeys(columns)])
    if runs["failed"].isna().sum() == 0:
        raise SettingsError(
            [Violation("study", message("it has no run to read"), message("a study whose runs did not all fail"))]
        )
    return runs


def axis_keys(design: pd.DataFrame) -> list[str]:
    """Return the paths of the axes of a design."""
    return [name for name in design.columns if name not in ("point", "choice", "future", "weight")]


def analysis_folder(study: Study, name: str, question: Mapping[str, Any]) -> Path:
    """Return where the answer to a question goes: ``name`` in the folder of the study, unless another answer is there.

    Args:
        study: what is asked about.
        name: of the analysis.
        question: what is asked, the language of the figures included, as built-in values; a folder beside the first
            answer says in its name what is asked.
    """
    first = study.folder / name
    try:
        about = read_run_manifest(first)
    except DamagedError:
        about = None
    if about is None or about.get("question", question) == question:
        return first
    asked = " ".join(str(one) for one in question.values() if one is not None)
    words = re.sub(r"[^\w.]+", "-", asked.translate(_SIGNS)).strip("-")
    return study.folder / f"{name}-{words}"


def keep_analysis(
    study: Study, name: str, question: Mapping[str, Any], tables: Mapping[str, pd.DataFrame],
    figures: FigureFunctions, about: Mapping[str, Any],
) -> Path:  # fmt: skip
    """Write what an analysis found into a folder of its own in that of the study, and return that folder.

    Raises:
        OSError: when it cannot be written.
    """
    folder = analysis_folder(study, name, question)
    folder.mkdir(exist_ok=True)
    with Deliverables(folder) as results:
        for key, table in tables.items():
            results.table(f"{key}.csv", table)
        for key, draw in figures.items():
            results.figure(key, draw)
        identity = study.manifest["identity"]
        run = replace(Run(), seed=int(identity["seed"]), replicates=study.replicates, output=str(study.folder))
        whole = {"study": str(study.folder), "complete": study.complete, "question": dict(question), **about}
        results.finish(run, whole)
    return folder
