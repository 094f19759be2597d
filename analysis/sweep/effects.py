"""Main effects: the mean of an outcome along each axis of a study, averaged over the other axes of the design."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from entente.analysis.statistics.intervals import mean_interval
from entente.analysis.statistics.measures import measure_values

BINS = 8  # parts of equal numbers of points into which an axis of numbers is cut, when it has more values
_LEAST = 5  # points of a level, for them to be a sample of what might have been there
_QUANTILES = {"low_90": 0.05, "low_50": 0.25, "median": 0.5, "high_50": 0.75, "high_90": 0.95}
EFFECT_COLUMNS = ["axis", "level", "from", "to", "points", "runs", "mean", "low", "high", *_QUANTILES]


def axis_effects(design: pd.DataFrame, runs: pd.DataFrame, axes: Sequence[str], outcome: str) -> pd.DataFrame:
    """Return the mean and the spread of an outcome at each level of each axis.

    Args:
        design: one row per point: ``point`` and the axes.
        runs: one row per run: ``point`` and the summaries; those that failed have no figure and are left out. With
            ``world`` where the replicates are spread over plausible settings.
        axes: names of the axes to look along.
        outcome: a measure of ``analysis.statistics.measures.MEASURES``.

    Returns:
        One row for each axis and level: ``level`` as text, or for numbers cut in parts the ends ``from`` and ``to`` of
        each part; the number of points and runs in it; the ``mean`` over its points with its 95 % interval (Student's),
        taken over the points, as a sample of those that the design might have had there, or over the replicates where
        the points are too few to be a sample; where replicates are spread over several worlds, the doubt about these is
        added to that about points. Then the median and bands of its runs.
    """
    values = pd.Series(measure_values({name: runs[name].to_numpy() for name in runs}, outcome), index=runs.index)
    known = values.notna()
    keys = [key for key in ("point", "replicate", "world") if key in runs]
    table = runs.loc[known, keys].assign(value=values[known]).merge(design, on="point")
    rows = [row for axis in axes for row in _axis_rows(table, axis)]
    return pd.DataFrame(rows, columns=EFFECT_COLUMNS)


def _axis_rows(table: pd.DataFrame, axis: str) -> list[dict[str, Any]]:
    """Return the rows of the table for one axis."""
    rows = []
    for level, low, high, part in _axis_parts(table, axis):
        means = part.groupby("point")["value"].mean()
        low_end, high_end = _interval(part, means)
        quantiles = dict(zip(_QUANTILES, part["value"].quantile(list(_QUANTILES.values())), strict=True))
        rows.append({"axis": axis, "level": level, "from": low, "to": high, "points": len(means), "runs": len(part),
                     "mean": means.mean(), "low": low_end, "high": high_end, **quantiles})  # fmt: skip
    return rows


def _interval(part: pd.DataFrame, means: "pd.Series[float]") -> tuple[float, float]:
    """Return the 95 % interval of the mean of a level; the doubt about points and that about worlds add as squares."""
    spread = "world" in part and part["world"].nunique() > 1
    samples = [means] if len(means) >= _LEAST else []
    if spread or not samples:
        samples.append(part.groupby("world" if spread else "replicate")["value"].mean())
    ends = [mean_interval(one.to_numpy(dtype=float)) for one in samples]
    if len(ends) == 1:
        return ends[0]
    reach = np.hypot(*((high - low) / 2 for low, high in ends))
    return float(means.mean() - reach), float(means.mean() + reach)


def _axis_parts(table: pd.DataFrame, axis: str) -> list[tuple[str, float, float, pd.DataFrame]]:
    """Split the runs by the levels of an axis: level as text, ends of the part where numbers were binned, runs."""
    column = table[axis]
    levels = column.nunique(dropna=False)
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column) or levels <= BINS:
        found = table.groupby(axis, sort=pd.api.types.is_numeric_dtype(column), dropna=False)
        return [(_level_text(level), np.nan, np.nan, part) for level, part in found]
    points = table.drop_duplicates("point")
    count = max(2, min(BINS, len(points) // _LEAST))
    edges = np.unique(np.quantile(points[axis], np.linspace(0, 1, count + 1)))
    place = np.clip(np.searchsorted(edges, column, side="right") - 1, 0, len(edges) - 2)
    return [("", edges[k], edges[k + 1], table[place == k]) for k in range(len(edges) - 1) if (place == k).any()]


def _level_text(level: Any) -> str:
    """Return a level as text."""
    return f"{level:g}" if isinstance(level, float) else str(level)
