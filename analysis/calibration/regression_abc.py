"""Approximate Bayesian computation with regression adjustment.

The reference table holds runs with parameters drawn from a uniform prior, each observed as the real partnership was.
The summary statistics are semi-automatic: predictions of each parameter by ridge regression on the observations and
their squares (Fearnhead & Prangle 2012, doi 10.1111/j.1467-9868.2011.01010.x), cross-fitted so that no run helps to
predict its own parameters. The runs nearest to the data in these statistics are accepted, weighted by an Epanechnikov
kernel and adjusted by local linear regression (Beaumont, Zhang & Balding 2002) on the logit scale of the prior, so that
none leaves it (Blum & François 2010, doi 10.1007/s11222-009-9116-0). It is written here, on scikit-learn: packages for
ABC bring samplers of their own and many dependencies, and one batch of runs is all that is needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit
from sklearn.linear_model import Ridge, RidgeCV
from sklearn.model_selection import KFold, cross_val_predict

from entente.analysis.statistics.intervals import Numbers

FEWEST_RUNS = 500  # runs under which a bank teaches too little
LEARNT, FOLDS = 10_000, 5  # runs that the guesses are learnt from, at the most
PENALTIES = np.logspace(-1, 5, 13)
_KEPT, _SHARE = 200, 0.05  # runs kept: a twentieth of the bank, and no fewer than so many
_EDGE = 1e-3  # how near to the ends of its range, in shares of it, a setting is distinguished from them
NORMAL = 1.4826  # standard deviations in a median absolute deviation, for a normal law
_LEVELS = (0.5, 0.9)
POSTERIOR_COLUMNS = ("parameter", "unit", "prior_low", "prior_high", "median", "low_50", "high_50", "low_90", "high_90",
           "narrower")  # fmt: skip


@dataclass(frozen=True)
class Prior:
    """A parameter to calibrate: its path and the range of its uniform prior."""

    key: str
    low: float
    high: float
    unit: str = ""
    whole: bool = False  # whether it only takes whole numbers

    @property
    def ends(self) -> tuple[float, float]:
        """Ends of the range; half a step wider on either side for whole numbers."""
        return self.low - 0.5 * self.whole, self.high + 0.5 * self.whole


@dataclass(frozen=True)
class ReferenceTable:
    """Simulated runs with known parameters, observed as the data were.

    Attributes:
        priors: the parameters.
        truths: their value in each run, shape (runs, parameters).
        seen: what observing each run gave, shape (runs, observations).
    """

    priors: tuple[Prior, ...]
    truths: Numbers
    seen: Numbers

    def __len__(self) -> int:
        """Return the number of runs."""
        return len(self.truths)

    def only(self, rows: NDArray[np.int64]) -> "ReferenceTable":
        """Return the table with these runs only."""
        return ReferenceTable(self.priors, self.truths[rows], self.seen[rows])


@dataclass(frozen=True)
class Posterior:
    """A weighted sample of the posterior.

    Attributes:
        priors: the parameters.
        values: draws, shape (kept, parameters).
        weights: of the draws, summing to 1.
        rows: the runs of the reference table that they come from.
    """

    priors: tuple[Prior, ...]
    values: Numbers
    weights: Numbers
    rows: NDArray[np.int64]

    def quantiles(self, shares: Sequence[float]) -> Numbers:
        """Return weighted quantiles, shape (shares, parameters)."""
        return np.stack([weighted_quantiles(column, self.weights, shares) for column in self.values.T], axis=1)

    def below(self, truth: Numbers) -> Numbers:
        """Return the weight of the draws below a value of each parameter: its rank in the posterior."""
        return np.asarray(self.weights @ (self.values < truth) + self.weights @ (self.values == truth) / 2)

    def draws(self) -> pd.DataFrame:
        """Return the weighted draws: one column per parameter, ``weight``, ``run`` (row of the reference table)."""
        table = pd.DataFrame(self.values, columns=[one.key for one in self.priors])
        return table.assign(weight=self.weights, run=self.rows)

    def even(self, count: int, rng: np.random.Generator) -> pd.DataFrame:
        """Return ``count`` draws of equal weight, by systematic resampling, in random order."""
        steps = (np.arange(count) + rng.random()) / count
        chosen = np.searchsorted(np.cumsum(self.weights), steps).clip(0, len(self.weights) - 1)
        return pd.DataFrame(self.values[rng.permutation(chosen)], columns=[one.key for one in self.priors])

    def correlations(self) -> pd.DataFrame:
        """Return the weighted correlations of the parameters; nan where one does not vary."""
        moments = np.atleast_2d(np.cov(self.values.T, aweights=self.weights))
        spread = np.sqrt(np.diag(moments))
        whole = np.outer(spread, spread)
        keys = [one.key for one in self.priors]
        found = np.divide(moments, whole, out=np.full_like(moments, np.nan), where=whole > 0)
        return pd.DataFrame(found, index=keys, columns=keys)


class RegressionABC:
    """Regression of the parameters on the observations, learnt from a reference table."""

    def __init__(self, bank: ReferenceTable, seed: int) -> None:
        """Fit the regression.

        Args:
            bank: the reference table; runs with values that are not finite must have been left out.
            seed: of the folds.

        Raises:
            ValueError: when there are too few runs, or no observation varies.
        """
        if len(bank) < FEWEST_RUNS:
            raise ValueError(f"{len(bank)} runs teach too little; at least {FEWEST_RUNS} are needed")
        self.bank = bank
        self.low, self.high = np.array([one.ends for one in bank.priors], float).T
        self.centre, self.scale = np.median(bank.seen, axis=0), robust_deviation(bank.seen)
        self.telling = self.scale > 0  # what never varies teaches nothing
        if not self.telling.any():
            raise ValueError("nothing that was observed varies in the bank")
        self.scale = np.where(self.telling, self.scale, 1.0)
        shares = np.clip((bank.truths - self.low) / (self.high - self.low), _EDGE, 1 - _EDGE)
        self.scores = logit(shares)
        standard = self.standard(bank.seen)
        self.least, self.most = standard.min(axis=0), standard.max(axis=0)
        self.learn(_features(standard), seed)

    def learn(self, given: Numbers, seed: int) -> None:
        """Fit the predictions, and predict every run from folds that do not hold it."""
        rng = np.random.default_rng(seed)
        some = np.sort(rng.permutation(len(given))[:LEARNT])
        ridge = RidgeCV(alphas=PENALTIES, alpha_per_target=True)
        folds = KFold(FOLDS, shuffle=True, random_state=seed)
        self.model = ridge.fit(given[some], self.scores[some])
        guesses = self.model.predict(given).reshape(len(given), -1)
        across = cross_val_predict(
            RidgeCV(alphas=PENALTIES, alpha_per_target=True), given[some], self.scores[some], cv=folds
        )
        guesses[some] = across.reshape(len(some), -1)
        # In units of what a guess misses by: one that carries no information hardly moves, and decides nothing.
        self.unit = np.where((missed := robust_deviation(self.scores - guesses)) > 0, missed, 1.0)
        self.guesses = guesses / self.unit

    def standard(self, seen: Numbers) -> Numbers:
        """Standardise observations by the robust deviations of the table, leaving out those that never vary."""
        return ((seen - self.centre) / self.scale)[..., self.telling]

    def guess(self, data: Numbers) -> Numbers:
        """Predict the parameters from one set of observations, clipped to the range of the table."""
        within = np.clip(self.standard(data), self.least, self.most)
        return np.asarray(self.model.predict(_features(within[None])).reshape(-1) / self.unit)

    def posterior(self, data: Numbers) -> Posterior:
        """Return the posterior given one set of observations."""
        away = self.guesses - self.guess(data)
        distance = np.sqrt((away**2).sum(axis=1))
        count = min(len(distance) // 2, max(_KEPT, round(_SHARE * len(distance))))
        rows = np.argpartition(distance, count)[:count]
        furthest = distance[rows].max()
        weights = 1 - (distance[rows] / furthest) ** 2 if furthest > 0 else np.ones(count)
        weights = np.maximum(weights, 1e-9)
        line = Ridge(0.01).fit(away[rows], self.scores[rows], sample_weight=weights)
        moved = self.scores[rows] - away[rows] @ line.coef_.reshape(len(self.low), -1).T
        values = self.low + (self.high - self.low) * expit(moved)
        for k, prior in enumerate(self.bank.priors):
            if prior.whole:
                values[:, k] = np.clip(np.round(values[:, k]), prior.low, prior.high)
        return Posterior(self.bank.priors, values, weights / weights.sum(), rows)

    def misfit(self, data: Numbers, found: Posterior) -> float:
        """Return how far observations are from those of the runs accepted.

        The mean over observations of the squared distance to the mean of the accepted runs, in their standard
        deviations; about 1 when the data resemble one more such run.
        """
        near, away = self.standard(self.bank.seen[found.rows]), self.standard(data)
        middle = found.weights @ near
        variance = found.weights @ (near - middle) ** 2 + 0.01  # a hundredth: no deviation is exactly none
        return float(((away - middle) ** 2 / variance).mean())


def _features(standard: Numbers) -> Numbers:
    """Return observations and their squares, side by side."""
    return np.concatenate([standard, standard**2], axis=-1)


def robust_deviation(values: Numbers) -> Numbers:
    """Return the robust standard deviation of each column, from the median absolute deviation unless that is 0."""
    mad = NORMAL * np.median(np.abs(values - np.median(values, axis=0)), axis=0)
    return np.where(mad > 1e-9, mad, np.where(np.ptp(values, axis=0) > 1e-9, values.std(axis=0), 0.0))


def weighted_quantiles(values: Numbers, weights: Numbers, shares: Sequence[float]) -> Numbers:
    """Return weighted quantiles, interpolated linearly between the midpoints of the weights."""
    order = np.argsort(values)
    below = np.cumsum(weights[order]) - weights[order] / 2
    return np.interp(shares, below / weights.sum(), values[order])


def posterior_table(found: Posterior) -> pd.DataFrame:
    """Return one row per parameter.

    Returns:
        ``POSTERIOR_COLUMNS``: the ends of the prior, the median, the middle 50 % and 90 % of the posterior, and
        ``narrower``: by which share the latter is narrower than the middle 90 % of the prior (0: the data say nothing
            of it).
    """
    rows: list[dict[str, Any]] = []
    quantiles = found.quantiles([0.5, *((1 + side * level) / 2 for level in _LEVELS for side in (-1, 1))])
    for prior, five in zip(found.priors, quantiles.T, strict=True):
        ends = dict(zip(POSTERIOR_COLUMNS[4:9], five, strict=True))
        width = (ends["high_90"] - ends["low_90"]) / (_LEVELS[1] * (prior.high - prior.low))
        rows.append({"parameter": prior.key, "unit": prior.unit, "prior_low": prior.low, "prior_high": prior.high,
                     **ends, "narrower": 1 - width})  # fmt: skip
    return pd.DataFrame(rows, columns=list(POSTERIOR_COLUMNS))
