"""The studies that make an analysis of sensitivity: Morris's trajectories, Saltelli's points, and their folders."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from entente.analysis.statistics.measures import MEASURES
from entente.analysis.sweep.designs import DesignKind
from entente.config.overrides import override_key
from entente.config.problems import Located, Origin, locate, unknown_names
from entente.results.folders import free_names, holds_something
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.file import study_file_under
from entente.studies.identity import identity
from entente.studies.placing import place_points
from entente.studies.plan import StudyPlan, plan_study
from entente.studies.study_files import holds_study, read_manifest

_USUAL = ("final",)
OWN = ("design", "points", "output", "overwrite")  # what is said anew for each of the two studies
DESIGNS = (DesignKind.MORRIS, DesignKind.SALTELLI)


class Method(StrEnum):
    """Which analysis: elementary effects, Sobol' indices, or the former to choose the axes of the latter."""

    MORRIS = "morris"
    SOBOL = "sobol"
    BOTH = "both"


@dataclass(frozen=True)
class SensitivitySpec:
    """The request of an analysis: the plan of the study of all indices, the method, and the folder."""

    plan: StudyPlan
    method: Method
    folder: Path


def sensitivity_spec(overrides: Sequence[str], values: Mapping[str, Any], measures: Sequence[str], method: str,
          uncertain: Sequence[str] = (), model: type | None = None,
          said_by: str = "command_line") -> SensitivitySpec:  # fmt: skip
    """Return the request of an analysis; what one chooses and what nobody controls are varied together.

    Raises:
        SettingsError: with everything that is wrong.
    """
    origin = Origin(said_by)
    wrong = [locate(one, origin) for one in unknown_names("measure", measures, MEASURES)]
    wrong += [locate(one, origin) for one in unknown_names("method", [method], Method)]
    if "design" in [*map(override_key, overrides), *values]:
        wrong.append(Located("design", message("this command decides it itself"), origin=origin))
    said, others = study_file_under(overrides, values, uncertain)
    words = [text for text in (*said.overrides, *said.uncertain) if override_key(text) != "design"]
    words.append(f"design={DesignKind.MORRIS if method == Method.MORRIS else DesignKind.SALTELLI}")
    others.pop("design", None)
    known = list(filter(MEASURES.__contains__, measures))
    try:
        plan = plan_study(
            words,
            others,
            outcomes=known or said.outcomes or _USUAL,
            model=model,
            said_by=said_by,
        )
    except SettingsError as error:
        found = [said.locate_in_file(one) for one in error.violations if isinstance(one, Located)]
        raise SettingsError([*wrong, *found]) from error
    if wrong:
        raise SettingsError(wrong)
    return SensitivitySpec(plan, Method(method), place(plan, Method(method)))


def place(plan: StudyPlan, method: Method) -> Path:
    """Return the folder of an analysis: the one stated, else the first that is free or holds the same.

    Raises:
        SettingsError: when the one stated holds something else.
    """
    design = DesignKind.SALTELLI if method is Method.SOBOL else DesignKind.MORRIS
    if plan.options.output is not None:
        return stated_folder(plan.options.output)
    wanted = None
    for folder in free_names(f"{plan.bases[0].settings.name or 'run'}-sensitivity", overwrite=False):
        about = read_manifest(folder / design)
        if about is None and not holds_something(folder):
            return folder
        wanted = wanted or identity(plan_stages(plan, design, folder, method))
        if about is not None and about["identity"] == wanted:
            return folder
    raise AssertionError("there is always a next name")


def stated_folder(output: str) -> Path:
    """Return the folder that is stated for an analysis.

    Raises:
        SettingsError: when it holds something else.
    """
    folder = Path(output).expanduser()
    if holds_something(folder) and not is_analysis(folder):
        holding = message("{folder} already holds something", folder=folder)
        raise SettingsError([Violation("output", holding, message("another folder"))])
    return folder


def is_analysis(folder: Path) -> bool:
    """Tell whether a folder is one that an analysis of sensitivity left."""
    return any(holds_study(folder / design) for design in DESIGNS)


def plan_stages(
    plan: StudyPlan, design: DesignKind, folder: Path, method: Method, without: Collection[str] = ()
) -> StudyPlan:
    """Return the plan of one of the studies of an analysis, without some of the axes."""
    own = {*OWN, *without}
    words = [text for text in plan.words if override_key(text) not in own]
    trajectories = design is DesignKind.MORRIS and method is Method.BOTH  # points= is then of the other study
    points = None if trajectories else plan.options.points
    words += [f"design={design}", *([] if points is None else [f"points={points}"])]
    options = replace(plan.options, design=str(design), points=points, output=str(folder / design))
    if without:  # what was an axis takes its usual value: all is composed again
        return replace(plan_study(words, outcomes=plan.outcomes, model=plan.model), options=options)
    return replace(plan, design=place_points(plan.axes, options, plan.run.seed), options=options, words=tuple(words))


def beside_others(plan: StudyPlan) -> StudyPlan:
    """Return the plan in a folder of its own where the usual one holds the study of other axes.

    Which axes matter depends on the outcome: for another one, the analysis keeps both.
    """
    folder, wanted, number = Path(str(plan.options.output)), identity(plan), 2
    mine = folder
    while (about := read_manifest(mine)) and about["identity"] != wanted and not plan.options.overwrite:
        if set(about["identity"]["axes"]) == set(wanted["axes"]):
            break  # the same axes, and something else: it is refused with what differs
        mine, number = folder.with_name(f"{folder.name}-{number}"), number + 1
    return replace(plan, options=replace(plan.options, output=str(mine)))
