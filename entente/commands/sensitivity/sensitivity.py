"""What makes outcomes vary, from Python and from the command line: a first sorting of the axes, then Sobol' indices."""

import math
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from entente.analysis.sensitivity.indices import Sensitivity
from entente.analysis.sensitivity.screening import Reason, Screening, reasons_by_factor
from entente.analysis.statistics.measures import MEASURES
from entente.analysis.sweep.designs import DesignKind
from entente.commands.sensitivity.spec import (
    DESIGNS,
    Method,
    SensitivitySpec,
    beside_others,
    is_analysis,
    plan_stages,
    sensitivity_spec,
)
from entente.commands.sensitivity.stages import HEAD, AnalysisStage, read_screening, shared_out
from entente.config.problems import unknown_names
from entente.i18n import default_language, say
from entente.results.deliverables import Deliverables
from entente.results.html import results_html
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.placing import design_of
from entente.studies.plan import StudyPlan
from entente.studies.study import Study, run_study
from entente.studies.study_files import STUDY_MANIFEST, holds_study, study_folder
from entente.terminal.quantities import title as measure_title

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False)
class SensitivityResults:
    """What came out of an analysis of sensitivity.

    Attributes:
        folder: where it is.
        measures: the outcomes.
        first: the elementary effects, or None.
        second: the Sobol' indices, or None.
        reasons: why each axis was kept for the second study, or left out and held at its usual value; empty when there
            was no sorting.
    """

    folder: Path
    measures: tuple[str, ...]
    first: AnalysisStage[Screening] | None
    second: AnalysisStage[Sensitivity] | None
    reasons: Mapping[str, Reason]

    def __repr__(self) -> str:
        """Return what was analysed, on one line."""
        axes = max(len(one.study.axes) for one in self.stages)
        return f"<SensitivityResults of {', '.join(self.measures)} to {axes} axes in {self.folder}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the measures, the indices or else the elementary effects, the figure."""
        language = default_language()
        names = ", ".join(measure_title(one, language) for one in self.measures)
        frame = self.indices if self.second else self.screening
        return results_html(say("{measures}: what it depends on", language, measures=names), (), frame,
                            self.plot(language=language))  # fmt: skip

    @property
    def stages(self) -> list[AnalysisStage[Any]]:
        """Return the studies that were read."""
        return [one for one in (self.first, self.second) if one is not None]

    @property
    def left_out(self) -> list[str]:
        """Return the axes that were left out of the second study, or would be."""
        if self.first is None:
            return []
        mine = {key for key, why in self.reasons.items() if why is Reason.MATTERS}
        if self.second is not None:
            mine = {one.key for one in self.second.study.axes}
        return [one.key for one in self.first.study.axes if one.key not in mine]

    @property
    def screening(self) -> pd.DataFrame:
        """Return the elementary effects, one row for each measure and axis; empty when there are none."""
        return self.first.table("table") if self.first else pd.DataFrame()

    @property
    def indices(self) -> pd.DataFrame:
        """Return the Sobol' indices, one row for each measure and axis; empty when there are none."""
        return self.second.table("table") if self.second else pd.DataFrame()

    @property
    def failures(self) -> pd.DataFrame:
        """Return the runs that failed: design, point, replicate, stage, message."""
        parts = [one.study.failures().assign(design=one.study.plan.options.design) for one in self.stages]
        return pd.concat(parts, ignore_index=True)[["design", *HEAD]]

    def plot(self, measure: str | None = None, language: str | None = None) -> "Figure":
        """Return the figure of an outcome (the first unless named): ranked by total effect, or else by elementary one.

        Args:
            measure: which outcome.
            language: ``fr`` or ``en`` (None: as the environment says).
        """
        if self.second is None:
            return self.plot_screening(measure, language)

        from entente.analysis.sensitivity.indices_figure import indices_figure

        name, language = measure or self.measures[0], language or default_language()
        return indices_figure(self.second.found[name], name, _figure_study(self.second, name), language)

    def plot_screening(self, measure: str | None = None, language: str | None = None) -> "Figure":
        """Return the figure of the elementary effects on an outcome (the first unless named).

        Raises:
            ValueError: when there are none.
        """
        if self.first is None:
            raise ValueError("there are no elementary effects: method='morris' or 'both' gives them")
        from entente.analysis.sensitivity.screening_figure import screening_figure

        name, language = measure or self.measures[0], language or default_language()
        return screening_figure(self.first.found[name], name, _figure_study(self.first, name), language)


def _figure_study(stage: AnalysisStage[Any], measure: str) -> Any:
    """Return the factors and the size of a study, as its figures write them."""
    from entente.analysis.sensitivity.factor_rows import FactorStudy
    from entente.studies.factors import factor

    plan, found = stage.study.plan, stage.outcomes[measure]
    factors = {one.key: factor(one) for one in plan.axes}
    return FactorStudy(factors, stage.study.heading, found.replicates, len(found.left_out))


def sensitivity(
    scenario: str | Path | Sequence[str | Path] | None = None, *, overrides: Sequence[str] = (),
    measures: Iterable[str] = (), method: str = "both", model: type | None = None, **values: Any,
) -> SensitivityResults:  # fmt: skip
    """Tell which settings make outcomes vary, by how much, and how sure that is.

    Args:
        scenario: the name of a scenario or the path of a YAML file, or several; None for the default one. Or the folder
            of a study of design ``morris`` or ``saltelli``, or one that this function left: it is then read as it is.
        overrides: texts in the grammar of the command line, such as ``"leadership.hours=interval(2,20)"``.
        measures: names of ``analysis.statistics.measures.MEASURES``; final mobilisation unless said.
        method: ``morris``, ``sobol``, or ``both``: Sobol' indices of the settings that elementary effects keep.
        model: a subclass of ``entente.sim.Partnership`` to step instead of the compiled rules (slow).
        values: any setting by its name; a list or a tuple gives several values, ``entente.Interval(2, 20)`` any
            between. ``points``: base points of Saltelli's design, or trajectories with ``morris``. ``replicates``,
            ``seed``, ``threads``, ``output``, ``overwrite`` as in ``entente.sweep``.

    Raises:
        SettingsError: with everything that is wrong; or with the points that have no outcome.
        OSError: when results cannot be written.
    """
    if (
        isinstance(scenario, str | Path)
        and (folder := folder_of([str(scenario)]))
        and not (overrides or values or model)
    ):
        return read_folder(folder, tuple(measures))
    given = {**({} if scenario is None else {"scenario": scenario}), **values}
    found = analyse(
        sensitivity_spec(overrides, given, tuple(measures), method, model=model, said_by="arguments"), run_study
    )
    save_sensitivity(found, None)
    return found


def analyse(wanted: SensitivitySpec, sweep: Callable[[StudyPlan], Study]) -> SensitivityResults:
    """Do the studies and read them.

    Args:
        wanted: the request of the analysis.
        sweep: does what is left of a study, and returns it.

    Raises:
        SettingsError: with the points that have no outcome.
    """
    plan, method, folder = wanted.plan, wanted.method, wanted.folder
    measures, first, reasons = plan.outcomes, None, dict[str, Reason]()
    if method is not Method.SOBOL:
        first = read_screening(sweep(plan_stages(plan, DesignKind.MORRIS, folder, method)), measures)
        reasons = reasons_by_factor(first.found)
    left = [key for key, why in reasons.items() if why is not Reason.MATTERS]
    if method is Method.MORRIS or (reasons and len(left) == len(reasons)):
        return SensitivityResults(folder, measures, first, None, reasons)
    wish = beside_others(plan_stages(plan, DesignKind.SALTELLI, folder, method, left))
    return SensitivityResults(folder, measures, first, shared_out(sweep(wish), measures), reasons)


def folder_of(words: Sequence[str]) -> Path | None:
    """Return the folder that the first word names when it holds a study, or an analysis."""
    return study_folder(words, lambda folder: holds_study(folder) or is_analysis(folder))


def read_folder(folder: Path, measures: Sequence[str] = ()) -> SensitivityResults:
    """Read what is in a folder: the study of one design, or both that an analysis left.

    Args:
        folder: of a study, finished or not; or of an analysis.
        measures: the outcomes; those that the study is about unless said.

    Raises:
        SettingsError: when its design is another, or with the points that have no outcome.
    """
    if holds_study(folder):
        folders = [folder]
    else:
        folders = [newest(folder, design) for design in DESIGNS if holds_study(folder / design)]
    studies = {design_said(one): one for one in map(Study, folders)}
    wrong = [*unknown_names("measure", measures, MEASURES), *_unreadable_designs(studies)]
    if wrong:
        raise SettingsError(wrong)
    any_study = next(iter(studies.values()))
    chosen = tuple(measures) or tuple(any_study.outcomes)
    first = read_screening(studies[DesignKind.MORRIS], chosen) if DesignKind.MORRIS in studies else None
    second = shared_out(studies[DesignKind.SALTELLI], chosen) if DesignKind.SALTELLI in studies else None
    return SensitivityResults(folder, chosen, first, second, reasons_by_factor(first.found) if first else {})


def _unreadable_designs(studies: Mapping[str, Study]) -> Iterator[Violation]:
    """Yield why studies cannot be read: another design, or choices crossed with uncertainties."""
    for design, study in studies.items():
        if design not in DESIGNS:
            yield Violation(
                "study", message("its design is {name}", name=design), message("design=morris or design=saltelli")
            )
        elif "future" in study.design:
            yield Violation(
                "study", message("its levers are crossed with uncertainties"), message("a study without --uncertain")
            )


def design_said(study: Study) -> str:
    """Return the design of a study: the one stated, or what it is without a word."""
    return str(study.manifest["options"]["design"] or design_of(study.axes, study.plan.options))


def newest(folder: Path, design: str) -> Path:
    """Return the study of a design that an analysis did last."""
    every = [one for one in folder.glob(f"{design}*") if holds_study(one)]
    return max(every, key=lambda one: max((path.stat().st_mtime for path in one.glob(STUDY_MANIFEST)), default=0.0))


def save_sensitivity(found: SensitivityResults, language: str | None) -> None:
    """Write the tables, the figures of every outcome and the manifest."""
    with Deliverables(found.folder) as results:
        for stage, name in ((found.first, "screening"), (found.second, "sensitivity")):
            if stage is None:
                continue
            results.table(f"{name}.csv", stage.table("table"))
            results.table(f"{name}_growth.csv", stage.table("growth"))
            for measure in found.measures:
                plot = found.plot if stage is found.second else found.plot_screening
                results.figure(f"{name}_{measure}", partial(plot, measure, language))
        results.table("failures.csv", found.failures)
        results.finish(found.stages[-1].study.plan.run, about(found))


def about(found: SensitivityResults) -> dict[str, Any]:
    """Return what the manifest says of an analysis."""
    said: dict[str, Any] = {
        "measures": list(found.measures),
        "reasons": {key: str(why) for key, why in found.reasons.items()},
    }
    for stage in found.stages:
        said[str(stage.study.plan.options.design)] = {
            "study": os.path.relpath(stage.study.folder, found.folder),
            "blocks": stage.blocks,
            "whole": stage.study.complete,
            "noise": {measure: _finite_or_none(one.noise) for measure, one in stage.outcomes.items()},
            "replicates": {measure: one.replicates for measure, one in stage.outcomes.items()},
        }
    if found.second:
        said["settled"] = {
            measure: {name: _finite_or_none(one) for name, one in vars(each.convergence).items()}
            for measure, each in found.second.found.items()
        }
    return said


def _finite_or_none(value: Any) -> Any:
    """Return a value for JSON, which has no NaN and no infinity: those become None."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
