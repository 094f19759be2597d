"""The studies of an analysis of sensitivity, read: as far as they go, and not at all where outcomes are missing."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import pandas as pd

from entente.analysis.sensitivity.indices import Sensitivity, sobol_indices
from entente.analysis.sensitivity.screening import Screening, morris_screening
from entente.analysis.statistics.measures import summaries_of
from entente.analysis.sweep.designs import DesignKind
from entente.analysis.sweep.outcome_matrix import OutcomeMatrix, complete_blocks, failures, outcome_matrix
from entente.sim.validation.messages import Message, message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.axes import Axis
from entente.studies.points import settings_at
from entente.studies.study import Study

HEAD = ["point", "replicate", "failed", "message"]
F = TypeVar("F", Screening, Sensitivity)


@dataclass(frozen=True)
class AnalysisStage(Generic[F]):
    """One study, read.

    Attributes:
        study: the study.
        blocks: how many blocks of its design are read; all of them once it is done.
        outcomes: of each measure, at every point of these blocks.
        found: what they tell, measure by measure.
    """

    study: Study
    blocks: int
    outcomes: Mapping[str, OutcomeMatrix]
    found: Mapping[str, F]

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of every measure, one under the other."""
        parts = [getattr(one, name).assign(measure=measure) for measure, one in self.found.items()]
        whole = pd.concat(parts, ignore_index=True)
        return whole[["measure", *(column for column in whole if column != "measure")]]


def read_screening(study: Study, measures: Sequence[str]) -> AnalysisStage[Screening]:
    """Read a study of Morris's trajectories.

    Raises:
        SettingsError: with the points that have no outcome.
    """
    factors = [one.key for one in study.axes]
    blocks, design, found = read(study, measures, len(factors) + 1)
    spans = {one.key: span_of(one) for one in study.axes if one.interval}
    seed = study.plan.run.seed
    return AnalysisStage(study, blocks, found, {
        measure: morris_screening(one, design, factors, spans, seed) for measure, one in found.items()
    })  # fmt: skip


def shared_out(study: Study, measures: Sequence[str]) -> AnalysisStage[Sensitivity]:
    """Read a study of Saltelli's points.

    Raises:
        SettingsError: with the points that have no outcome.
    """
    factors = [one.key for one in study.axes]
    blocks, design, found = read(study, measures, len(factors) + 2)
    seed = study.plan.run.seed
    return AnalysisStage(study, blocks, found, {
        measure: sobol_indices(one, design, factors, seed) for measure, one in found.items()
    })  # fmt: skip


def read(study: Study, measures: Sequence[str], size: int) -> tuple[int, pd.DataFrame, dict[str, OutcomeMatrix]]:
    """Return how many blocks of a design can be read, their points, and their outcomes.

    Raises:
        SettingsError: with the points that have no outcome.
    """
    wanted = dict.fromkeys(name for measure in measures for name in summaries_of(measure))
    runs = study.runs([*HEAD, *wanted])
    blocks = complete_blocks(runs, len(study.design), size) if len(runs) else 0
    if study.plan.options.design == DesignKind.SALTELLI and blocks:
        blocks = 1 << (blocks.bit_length() - 1)  # the points of Sobol are balanced in powers of two
    if not blocks:
        wanted_more = message("more of it done: entente sweep, then this folder")
        raise SettingsError(
            [Violation("study", message("{folder} has too few runs to be read", folder=study.folder), wanted_more)]
        )
    found, violations = {}, list[Violation]()
    reasons = failure_reasons(study, runs)
    for measure in measures:
        try:
            found[measure] = outcome_matrix(runs, blocks * size, measure, reasons)
        except SettingsError as error:
            violations += error.violations
    if violations:
        raise SettingsError(violations)
    return blocks, study.design.iloc[: blocks * size], found


def failure_reasons(study: Study, runs: pd.DataFrame) -> dict[str, Message]:
    """Return why points have impossible settings, as messages that can be translated, by their text in the table."""
    found = {}
    points = study.plan.points()
    failed = failures(runs)
    for text, part in failed[failed["failed"] == "settings"].groupby("message"):
        point = points[int(part["point"].iloc[0])]
        try:
            settings_at(study.plan.bases[point.base].settings, point.values)
        except SettingsError as error:
            if len(error.violations) == 1:
                found[str(text)] = error.violations[0].as_message()
    return found


def span_of(axis: Axis) -> tuple[float, float]:
    """Return the ends of an interval; those of whole numbers are the ones that can be taken."""
    assert axis.interval is not None
    low, high = axis.interval
    return (float(math.ceil(low)), float(math.floor(high))) if axis.is_whole else (low, high)
