"""Curves over the weeks, across replicates: medians, bands, shares by stage."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

LEVELS = (0.5, 0.9)


def bands(weeks: pd.DataFrame, column: str, levels: Sequence[float] = LEVELS) -> pd.DataFrame:
    """Return the median of a series over the replicates, week by week, and the bands around it.

    Args:
        weeks: weekly table, with ``replicate``, ``week`` and one column per series.
        column: the series wanted; its missing values are left out.
        levels: share of the replicates within each band; 0.9 leaves out a twentieth on either side.

    Returns:
        One row per week, sorted: ``week``, ``median``, then ``low_50``, ``high_50``, ``low_90``... in the order of the
        levels; missing where a week has no value at all.
    """
    wanted = {"median": 0.5}
    for level in levels:
        name = f"{100 * level:g}"
        wanted |= {f"low_{name}": round((1 - level) / 2, 12), f"high_{name}": round((1 + level) / 2, 12)}
    values = weeks[column].astype(float)
    quantiles = values.groupby(weeks["week"]).quantile(np.array(sorted(set(wanted.values())))).unstack()
    table = pd.DataFrame({name: quantiles[share] for name, share in wanted.items()})
    return table.sort_index().rename_axis("week").reset_index()


def stage_shares(weeks: pd.DataFrame, stages: int) -> pd.DataFrame:
    """Return the share of the replicates that are in each stage, week by week.

    Args:
        weeks: weekly table, with ``week`` and ``stage`` (from 1; 0 once ended).
        stages: how many stages the scenario has.

    Returns:
        One row per week (the index), one column per stage from 0 (ended) to ``stages``; rows sum to 1.
    """
    counts = pd.crosstab(weeks["week"], weeks["stage"].astype(int))
    counts = counts.reindex(columns=range(stages + 1), fill_value=0).sort_index()
    return counts.div(counts.sum(axis=1), axis=0)


def blank_after_end(weeks: pd.DataFrame, columns: Sequence[str], least: float = 0.05) -> pd.DataFrame:
    """Blank some series once a partnership has ended, and in weeks that few partnerships reach.

    Args:
        weeks: weekly table, with ``week`` and ``stage`` (0 once ended).
        columns: the series to blank once their partnership has ended.
        least: share of the replicates that must still be active for a week to show any value at all.

    Returns:
        A copy of the table.
    """
    active = weeks["stage"] > 0
    enough = active.groupby(weeks["week"]).transform("mean") >= least
    kept = weeks.copy()
    kept[list(columns)] = kept[list(columns)].astype(float).where(active & enough)
    return kept
