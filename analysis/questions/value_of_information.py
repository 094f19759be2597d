"""The value of knowing one thing before choosing, by regression over runs (EVPPI).

Strong, Oakley and Brennan (2014), *Estimating multiparameter partial expected value of perfect information from a
probabilistic sensitivity analysis sample: a nonparametric regression approach*, doi 10.1177/0272989X13505910. What each
plan gains over the first one is regressed on what would be known, here by penalised splines; the value of knowing it is
the mean of the best fitted gain, less the best of the mean gains. What a fit follows of chance raises it: the same is
computed with gains dealt out at random, and a question counts when it gives clearly more than that.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.linear_model import RidgeCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import SplineTransformer, StandardScaler

from entente.analysis.statistics.intervals import Numbers

SHUFFLES = 400
ERROR = 0.05  # chance that any of the answers seems to count when none does
KNOTS = 5
SPLINE_PENALTIES = np.logspace(-2, 5, 15)
FEW_VALUES = 5  # different values up to which a number stays as it is


@dataclass(frozen=True)
class InformationValue:
    """What knowing one thing before choosing is worth.

    Attributes:
        name: of what would be known.
        value: in the unit of the benefit.
        by_chance: what answers dealt out at random give at most, but for the chance of error that is allowed.
        changes: share of the futures in which the choice would be another.
    """

    name: str
    value: float
    by_chance: float
    changes: float

    @property
    def counts(self) -> bool:
        """Tell whether it gives clearly more than chance."""
        return self.value > self.by_chance


def fitted_gains(gains: Numbers, known: Numbers) -> Numbers:
    """Return what each plan is expected to gain given what is known.

    Args:
        gains: over the first plan, shape (futures, plans - 1).
        known: shape (futures, numbers).
    """
    smooth = [column for column in known.T if len(np.unique(column)) > FEW_VALUES]
    plain = [column for column in known.T if 1 < len(np.unique(column)) <= FEW_VALUES]
    if not smooth and not plain:
        return np.broadcast_to(gains.mean(axis=0), gains.shape)
    parts = [SplineTransformer(KNOTS, include_bias=False).fit_transform(np.column_stack(smooth))] if smooth else []
    features = np.column_stack([*parts, *smooth, *plain])
    model = make_pipeline(StandardScaler(), RidgeCV(SPLINE_PENALTIES, alpha_per_target=True))
    return np.asarray(model.fit(features, gains).predict(features)).reshape(gains.shape)


def value_of_fit(gains: Numbers, fitted: Numbers) -> float:
    """Return the mean of the best fitted gain, less the best mean gain; the first plan gains 0."""
    return float(np.maximum(fitted.max(axis=1), 0.0).mean() - max(0.0, gains.mean(axis=0).max()))


def information_value(
    name: str,
    benefit: Mapping[str, Numbers],
    known: Numbers,
    seed: int = 0,
    shuffles: int = SHUFFLES,
    error: float = ERROR,
) -> InformationValue:
    """Return the value of knowing one thing before choosing among plans.

    Args:
        name: of what would be known.
        benefit: of each plan in each future.
        known: what would be known, one number or several in each future, shape (futures,) or (futures, numbers).
        seed: of the shuffles.
        shuffles: how many.
        error: chance that it seems to count when it does not.
    """
    values = np.column_stack([np.asarray(one, float) for one in benefit.values()])
    known = np.asarray(known, float)
    known = known[:, None] if known.ndim == 1 else known
    if values.shape[1] < 2:
        return InformationValue(name, 0.0, 0.0, 0.0)
    gains = values[:, 1:] - values[:, :1]
    rng = np.random.default_rng(seed)
    dealt = np.column_stack([gains, *(gains[rng.permutation(len(gains))] for _ in range(shuffles))])
    fits = np.split(fitted_gains(dealt, known), shuffles + 1, axis=1)  # all at once: the features are the same
    fitted, by_chance = fits[0], [value_of_fit(gains, one) for one in fits[1:]]
    with_first = np.column_stack([np.zeros(len(fitted)), fitted])
    usual = int(np.argmax([0.0, *gains.mean(axis=0)]))
    changes = float((with_first.argmax(axis=1) != usual).mean())
    high = float(np.quantile(by_chance, 1 - error)) if by_chance else 0.0
    return InformationValue(name, max(0.0, value_of_fit(gains, fitted)), high, changes)


def rank_questions(
    benefit: Mapping[str, Numbers], answers: Mapping[str, Numbers], seed: int = 0
) -> pd.DataFrame:  # fmt: skip
    """Return what each answer is worth, the one that is worth most first.

    Args:
        benefit: of each plan in each future.
        answers: what each would say, in each future.
        seed: of the shuffles.
    """
    each = ERROR / max(1, len(answers))  # Bonferroni's: with many answers, chance makes some look good
    shuffles = max(SHUFFLES, math.ceil(1 / each))
    found = [information_value(name, benefit, known, seed, shuffles, each) for name, known in answers.items()]
    rows = [{"asked": one.name, "value": one.value, "by_chance": one.by_chance, "changes": one.changes,
             "counts": one.counts} for one in found]  # fmt: skip
    table = pd.DataFrame(rows, columns=["asked", "value", "by_chance", "changes", "counts"])
    return table.sort_values(["counts", "value"], ascending=False, kind="stable", ignore_index=True)


def answers_of_futures(futures: pd.DataFrame, factors: Sequence[str]) -> dict[str, Numbers]:
    """Return what is known of each factor in each future: a number; for an event, whether it happens and when."""
    found: dict[str, Numbers] = {}
    for name in factors:
        drawn = futures[name].to_numpy(float)
        if np.isfinite(drawn).all():
            found[name] = drawn[:, None]
        else:
            happens = np.isfinite(drawn)
            found[name] = np.column_stack([happens, np.where(happens, drawn, 0.0)])
    return found
