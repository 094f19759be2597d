"""Outcomes over the points of a study: one matrix of points by replicates, its noise, and runs without a value.

Every point is run with the same replicates, under common random numbers. What a replicate adds to all points alike
does not tell them apart; the noise of a point's mean is the interaction of points and replicates, the residual of a
two-way layout without repetition (Searle, Casella & McCulloch 1992, ch. 4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from entente.analysis.statistics.intervals import MOST_MISSING, Numbers
from entente.analysis.statistics.measures import measure_values, summaries_of
from entente.sim.validation.messages import Message, message
from entente.sim.validation.validate import SettingsError, Violation

_FAILURE_COLUMNS = ["point", "replicate", "failed", "message"]
_STAGES = {"settings": message("settings"), "run": message("run"), "engine": message("engine")}
_MOST_NAMED = 12  # points named in one message; a table has them all


@dataclass(frozen=True)
class OutcomeMatrix:
    """One outcome at every point.

    Attributes:
        values: of every run, shape (points, replicates); replicate r has the same random numbers at every point.
        left_out: replicates without a value at some point, left out at every point so that all stay paired.
    """

    values: Numbers
    left_out: tuple[int, ...] = ()

    @property
    def means(self) -> Numbers:
        """Mean outcome of every point, shape (points,)."""
        return np.asarray(self.values.mean(axis=1))

    @property
    def replicates(self) -> int:
        """Number of replicates behind each mean."""
        return self.values.shape[1]

    @property
    def noise(self) -> float:
        """Share of the variance of the means that is noise between replicates; nan where that cannot be known."""
        spread = float(self.means.var(ddof=1)) if len(self.values) > 1 else 0.0
        return float(np.minimum(1.0, replicate_variance(self.values) / spread)) if spread > 0 else np.nan


def outcome_matrix(
    runs: pd.DataFrame, points: int, measure: str, reasons: Mapping[str, Message] | None = None
) -> OutcomeMatrix:
    """Return the outcomes of the first points of a study.

    Args:
        runs: one row per run: ``point``, ``replicate``, ``has_failed``, ``message`` and the summaries.
        points: how many, from point 0.
        measure: a name of ``analysis.statistics.measures.MEASURES``.
        reasons: messages of failures by their text, where they can be translated.

    Raises:
        SettingsError: when too many replicates lack a value to be left out (``intervals.MOST_MISSING``).
    """
    table = outcome_table(runs, points, measure)
    whole = np.isfinite(table).all(axis=0)
    names = np.sort(runs["replicate"].unique())
    if (~whole).sum() > MOST_MISSING * len(whole) or not whole.any():
        raise SettingsError(missing_outcomes(runs, table, measure, reasons or {}))
    return OutcomeMatrix(table[:, whole], tuple(int(one) for one in names[~whole]))


def outcome_table(runs: pd.DataFrame, points: int, measure: str) -> Numbers:
    """Return the outcomes, shape (points, replicates); nan where a run failed or the measure is missing."""
    mine = runs[runs["point"] < points]
    names = np.sort(runs["replicate"].unique())
    table = np.full((points, len(names)), np.nan)
    values = measure_values(
        {name: mine[name].to_numpy(float, na_value=np.nan) for name in summaries_of(measure)}, measure
    )
    found = np.where(has_failed(mine), np.nan, values)
    table[mine["point"].to_numpy(int), np.searchsorted(names, mine["replicate"])] = found
    return table


def has_failed(runs: pd.DataFrame) -> "pd.Series[bool]":
    """Return whether each run failed."""
    return runs["failed"].notna() & (runs["failed"] != "")


def failures(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the runs that failed: point, replicate, the stage at which it failed, message."""
    return runs.loc[has_failed(runs), _FAILURE_COLUMNS].sort_values(_FAILURE_COLUMNS[:2], ignore_index=True)


def replicate_variance(table: Numbers) -> float:
    """Return the variance of a point's mean that is due to its replicates, leaving out what all points share.

    Args:
        table: shape (points, replicates).
    """
    points, replicates = table.shape
    if replicates < 2 or points < 2:
        return np.nan
    rest = table - table.mean(axis=1, keepdims=True) - table.mean(axis=0) + table.mean()
    return float((rest**2).sum() / ((points - 1) * (replicates - 1)) / replicates)


def difference_variance(before: Numbers, after: Numbers) -> Numbers:
    """Return the variance of differences between mean outcomes that is due to the replicates.

    Args:
        before: shape (..., replicates).
        after: the same replicates elsewhere, same shape.

    Returns:
        Shape (...); nan with a single replicate, 0 where two points differ by the same in every replicate.
    """
    apart = after - before
    replicates = apart.shape[-1]
    return np.asarray(apart.var(axis=-1, ddof=1) / replicates if replicates > 1 else np.full(apart.shape[:-1], np.nan))


def missing_outcomes(
    runs: pd.DataFrame, table: Numbers, measure: str, reasons: Mapping[str, Message]
) -> list[Violation]:
    """Describe what is missing: the points of each kind of failure, then those where the measure has no value."""
    bad = failures(runs[runs["point"] < len(table)])
    wanted = message("ranges in which every run can be made")
    found = [
        Violation(
            measure,
            message(
                "points {points} have none: {stage}, {inner}",
                points=format_ranges(part["point"]),
                stage=_STAGES.get(stage, stage),
                inner=reasons.get(reason, reason),
            ),
            wanted,
        )
        for (stage, reason), part in bad.groupby(["failed", "message"], sort=False, dropna=False)
    ]
    said = set(map(tuple, bad[["point", "replicate"]].to_numpy(int)))
    names = np.sort(runs["replicate"].unique())
    silent = [int(point) for point, k in np.argwhere(~np.isfinite(table)) if (int(point), int(names[k])) not in said]
    if silent:
        found.append(
            Violation(
                measure,
                message("points {points} have none", points=format_ranges(silent)),
                message("a measure that every run has"),
            )
        )
    return found


def format_ranges(points: Iterable[int]) -> str:
    """Write numbers compactly, consecutive ones as ``3-7``, and only the first ones when there are many."""
    ordered = sorted(set(map(int, points)))
    parts: list[list[int]] = []
    for one in ordered:
        if parts and one == parts[-1][-1] + 1:
            parts[-1].append(one)
        else:
            parts.append([one])
    texts = [f"{part[0]}-{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts]
    return ", ".join(texts[:_MOST_NAMED]) + (f"… ({len(ordered)})" if len(texts) > _MOST_NAMED else "")


def complete_blocks(runs: pd.DataFrame, points: int, size: int) -> int:
    """Return how many blocks at the beginning of a design have all their runs.

    The first blocks of a Saltelli design, and the first trajectories of a Morris design, are a smaller design of the
    same kind: a study that is not finished can be analysed as far as it goes.

    Args:
        runs: one row per run.
        points: in the whole design.
        size: points of a block.
    """
    counts = np.bincount(runs["point"].to_numpy(int), minlength=points)[: points // size * size]
    done = (counts >= runs["replicate"].nunique()).reshape(-1, size).all(axis=1)
    return int(np.argmin(done)) if not done.all() else len(done)
