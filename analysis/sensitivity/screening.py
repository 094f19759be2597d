"""Morris's screening: elementary effects of each factor, in the unit of the outcome, and which factors matter.

A trajectory moves one factor after another by a large step; the elementary effect of a factor is the change of the
outcome, scaled to the whole range of the factor (Morris 1991, doi:10.1080/00401706.1991.10484804). The mean absolute
effect is mu* (Campolongo, Cariboni & Saltelli 2007, doi:10.1016/j.envsoft.2006.10.004); the standard deviation, sigma,
is large where the effect is not linear or depends on other factors. Effects are divided by the step actually made, as
whole numbers are rounded. Listed values have no range: theirs is the effect of one value in place of another.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import is_numeric_dtype

from entente.analysis.sensitivity.indices import RESAMPLES, growing_sizes, percentile_interval
from entente.analysis.statistics.intervals import LEVEL, Numbers
from entente.analysis.sweep.outcome_matrix import OutcomeMatrix, difference_variance
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation

SMALL_SHARE = 0.1  # a factor whose effect is surely under this share of the strongest is left out
FEWEST_TRAJECTORIES = 4  # trajectories under which nothing is resampled
ELEMENTARY_EFFECT_COLUMNS = [
    "factor", "mu_star", "mu_star_low", "mu_star_high", "sigma", "sigma_low", "sigma_high", "mu", "share",
    "floor", "why",
]  # fmt: skip
EFFECT_GROWTH_COLUMNS = ["trajectories", "factor", "mu_star", "mu_star_low", "mu_star_high"]


class Reason(StrEnum):
    """Why a factor is kept or screened out."""

    MATTERS = "matters"
    NOTHING = "no effect"
    NOISE = "no more than noise"
    SMALL = "small"


@dataclass(frozen=True)
class Screening:
    """Elementary effects on one outcome.

    Attributes:
        table: ``ELEMENTARY_EFFECT_COLUMNS``, strongest first, in the unit of the outcome. ``mu``: mean effect with its
            sign, nan for options, which have no order. ``share``: the high end of mu* over the strongest mu*.
            ``floor``: the mu* that noise alone would not pass 19 times in 20, as replicates differ; nan with one
            replicate.
            ``reason_for``: a ``Reason``.
        growth: ``EFFECT_GROWTH_COLUMNS``, mu* on the first eighth, quarter, half of the trajectories, and on all of
            them.
    """

    table: pd.DataFrame
    growth: pd.DataFrame


def morris_screening(found: OutcomeMatrix, design: pd.DataFrame, factors: Sequence[str],
              spans: Mapping[str, tuple[float, float]], seed: int) -> Screening:  # fmt: skip
    """Estimate the elementary effects of every factor on an outcome.

    Args:
        found: the outcome at every point of whole trajectories, in order.
        design: the same points; one column per factor.
        factors: those that the trajectories move.
        spans: ends of those that are intervals; the values of the others are listed.
        seed: of the resampling of trajectories.

    Raises:
        SettingsError: when its points are not trajectories.
    """
    moves = np.column_stack([to_unit_scale(design[factor], spans.get(factor)) for factor in factors])
    ranged = np.array([factor in spans for factor in factors])
    effects, noise, steps = elementary_effects(found, moves, ranged)
    growth = [
        effects_table(effects[:part], factors, np.random.default_rng(seed)).assign(trajectories=part)
        for part in growing_sizes(len(effects), FEWEST_TRAJECTORIES)
    ]
    floors = noise_threshold(noise) / np.median(steps, axis=0)
    table = growth[-1].drop(columns="trajectories")
    strongest = float(table["mu_star"].max())
    table["share"] = table["mu_star_high"] / strongest if strongest > 0 else np.nan
    table["floor"] = floors
    table["why"] = [str(reason_for(*row)) for row in zip(table["mu_star"], floors, table["share"],
                                                  strict=True)]  # fmt: skip
    words = [not is_numeric_dtype(design[factor]) for factor in factors]
    table.loc[words, "mu"] = np.nan
    order = table.sort_values("mu_star", ascending=False, ignore_index=True, kind="stable")[ELEMENTARY_EFFECT_COLUMNS]
    return Screening(order, pd.concat(growth, ignore_index=True)[EFFECT_GROWTH_COLUMNS])


def to_unit_scale(values: "pd.Series[float]", span: tuple[float, float] | None) -> Numbers:
    """Scale the values of a factor to its range, from 0 to 1; for listed values, return their ranks."""
    if span is None:
        return np.asarray(pd.factorize(values, sort=True)[0], float)
    return (values.to_numpy(float) - span[0]) / (span[1] - span[0])


def elementary_effects(
    found: OutcomeMatrix, moves: Numbers, ranged: NDArray[np.bool_]
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the elementary effects, the noise variance of the changes they come from, and the steps made.

    All have shape (trajectories, factors).

    Args:
        found: the outcome at every point.
        moves: the factors there, shape (points, factors), from 0 to 1, or ranks in a list.
        ranged: which factors have a range; a move in a list counts for one, however far it goes.

    Raises:
        SettingsError: when not every trajectory moves every factor once, one at a time.
    """
    factors, values = len(ranged), found.values
    steps = np.diff(moves[: len(moves) // (factors + 1) * (factors + 1)].reshape(-1, factors + 1, factors), axis=1)
    moved = np.abs(steps) > 1e-9
    if len(values) % (factors + 1) or (moved.sum(axis=2) != 1).any() or (moved.sum(axis=1) != 1).any():
        raise SettingsError([Violation("design", message("its points are not trajectories"), "design=morris")])
    runs = values.reshape(-1, factors + 1, found.replicates)
    changes, noise = np.diff(runs.mean(axis=2), axis=1), difference_variance(runs[:, :-1], runs[:, 1:])
    toward = (changes[:, :, None] * np.sign(steps) * moved).sum(axis=1)
    length = np.where(ranged, np.abs(steps).sum(axis=1), 1.0)
    return toward / length, (noise[:, :, None] * moved).sum(axis=1), length


def effects_table(effects: Numbers, factors: Sequence[str], rng: np.random.Generator) -> pd.DataFrame:
    """Return mu*, sigma and mu; the first two with percentile intervals over resampled trajectories."""
    rows = len(effects)
    table = pd.DataFrame({"factor": list(factors), "mu": effects.mean(axis=0)})
    again = effects[rng.integers(rows, size=(RESAMPLES if rows >= FEWEST_TRAJECTORIES else 0, rows))]
    for name, value, many in (
        ("mu_star", np.abs(effects).mean(axis=0), np.abs(again).mean(axis=1)),
        ("sigma", _deviation(effects, 0), _deviation(again, 1)),
    ):
        table[name] = value
        table[f"{name}_low"], table[f"{name}_high"] = percentile_interval(many, len(factors))
    return table


def _deviation(effects: Numbers, axis: int) -> Numbers:
    """Return the standard deviation of effects over trajectories; nan for a single one."""
    if effects.shape[axis] < 2:
        return np.full(effects.shape[-1], np.nan)
    return np.asarray(effects.std(axis=axis, ddof=1))


def noise_threshold(noise: Numbers) -> Numbers:
    """Return the mean absolute difference that noise alone exceeds one time in twenty.

    Absolute differences due to noise are half-normal: mean √(2 v / π), variance (1 - 2 / π) v, where v is the noise
    variance of a difference. It is taken as equal in all trajectories, which is conservative, and their mean as normal.

    Args:
        noise: these variances, shape (trajectories, factors).
    """
    above = NormalDist().inv_cdf(LEVEL) * math.sqrt((1 - 2 / math.pi) / len(noise))
    return np.asarray((math.sqrt(2 / math.pi) + above) * np.sqrt(noise.mean(axis=0)))


def reason_for(mu_star: float, floor: float, share: float) -> Reason:
    """Return why a factor is kept or screened out, judging by one outcome."""
    if mu_star == 0:
        return Reason.NOTHING
    if mu_star <= floor:
        return Reason.NOISE
    return Reason.SMALL if share < SMALL_SHARE else Reason.MATTERS


def reasons_by_factor(screened: Mapping[str, Screening]) -> dict[str, Reason]:
    """Return why each factor is kept or screened out over several outcomes: kept if it matters to any of them.

    Args:
        screened: by outcome.

    Returns:
        For each factor, the strongest of its reasons over the outcomes, in the order of ``Reason`` from the last up.
    """
    order = (Reason.MATTERS, Reason.SMALL, Reason.NOISE, Reason.NOTHING)
    said = pd.concat([one.table[["factor", "why"]] for one in screened.values()])
    return {
        str(factor): min((Reason(one) for one in reasons), key=order.index)
        for factor, reasons in said.groupby("factor", sort=False)["why"]
    }
