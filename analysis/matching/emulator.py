"""Emulators: the mean that settings would give, guessed from those that were run, with the error of the guess.

For each target, a quadratic surface of the settings fitted by ridge regression, the penalty chosen by leave-one-out
prediction, whose mean squared error is the variance of a guess. So Craig et al. (1997) and Andrianakis et al. (2015)
begin: a polynomial trend, refitted at each wave to the settings that are left, where it holds better and better. A
Gaussian process of the residuals is left out on purpose: means over some twenty replicates are noisy, a surface takes
seconds where a process of thousands of settings in twenty dimensions takes minutes, and a poor surface errs on the side
of caution, as a large error rules out little. Whether settings pass is never decided by a guess, but by runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from entente.analysis.matching.implausibility import worst_counted
from entente.analysis.matching.targets import Target
from entente.analysis.statistics.intervals import Numbers

_PENALTIES = np.logspace(-4, 4, 17)
_POINTS_PER_TERM = 0.5  # settings for each term, under which products of two axes are left out


def surface_terms(unit: Numbers, products: bool) -> Numbers:
    """Return the terms of a surface: settings from -1 to 1, their squares and, if asked for, their products.

    Args:
        unit: shape (settings, axes), each from 0 to 1.
        products: whether the products of two axes are among them.
    """
    x = 2.0 * unit - 1.0
    terms = [x, x**2 - 1.0 / 3.0]
    if products:
        one, other = np.triu_indices(x.shape[1], 1)
        terms.append(x[:, one] * x[:, other])
    return np.concatenate(terms, axis=1)


def takes_products(settings: int, axes: int) -> bool:
    """Tell whether so many settings are enough for the products of two axes."""
    return settings >= _POINTS_PER_TERM * (2 * axes + axes * (axes - 1) / 2)


@dataclass(frozen=True)
class Emulator:
    """Surfaces of all targets.

    Attributes:
        targets: what is guessed.
        products: whether products of two axes are among the terms.
        intercepts: shape (targets,).
        slopes: shape (terms, targets).
        errors: standard deviation of a guess, shape (targets,); infinite where nothing could be learnt.
        explained: share of the variance between settings that left-out settings show explained, shape (targets,).
    """

    targets: tuple[Target, ...]
    products: bool
    intercepts: Numbers
    slopes: Numbers
    errors: Numbers
    explained: Numbers

    def guess(self, unit: Numbers) -> Numbers:
        """Return the mean that settings would give, shape (settings, targets)."""
        return np.asarray(surface_terms(unit, self.products) @ self.slopes + self.intercepts)

    def implausibility(self, unit: Numbers) -> Numbers:
        """Return the implausibility of settings by what is guessed of them, the error of the guess included."""
        value, tolerance = (np.array([getattr(one, name) for one in self.targets]) for name in ("value", "tolerance"))
        return np.asarray(np.abs(self.guess(unit) - value) / np.sqrt(tolerance**2 + self.errors**2))

    def worst(self, unit: Numbers, misses: int) -> Numbers:
        """Return the largest implausibility that counts of each setting, by what is guessed of it."""
        return worst_counted(self.implausibility(unit), misses)


def fit_emulator(unit: Numbers, means: Numbers, targets: Sequence[Target], products: bool) -> Emulator:
    """Fit the surfaces.

    Args:
        unit: settings, shape (settings, axes), each from 0 to 1.
        means: what they gave, shape (settings, targets); nan where there is no mean.
        targets: what is guessed.
        products: whether the products of two axes are among the terms.
    """
    terms = surface_terms(unit, products)
    count = len(targets)
    intercepts, slopes = np.zeros(count), np.zeros((terms.shape[1], count))
    errors, explained = np.full(count, np.inf), np.zeros(count)
    known = np.isfinite(means)
    for mask in np.unique(known, axis=1).T:
        same = np.flatnonzero((known == mask[:, None]).all(axis=0))
        if mask.sum() < 3:
            continue
        intercepts[same], slopes[:, same], error = _ridge(terms[mask], means[np.ix_(mask, same)])
        variance = means[np.ix_(mask, same)].var(axis=0)
        errors[same] = np.sqrt(error)
        explained[same] = np.where(variance > 0, 1 - error / np.where(variance > 0, variance, 1.0), 0.0)
    return Emulator(tuple(targets), products, intercepts, slopes, errors, np.maximum(0.0, explained))


def _ridge(terms: Numbers, values: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return intercepts, slopes and leave-one-out mean squared errors of ridge regressions, one for each column.

    With the singular values s of the centred terms, the hat matrix of a penalty is U diag(s² / (s² + penalty)) Uᵀ
    + 1/n, and a residual left out is the residual over 1 - its diagonal.
    """
    middle, scale = terms.mean(axis=0), terms.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    centre = values.mean(axis=0)
    left, singular, right = np.linalg.svd((terms - middle) / scale, full_matrices=False)
    along = left.T @ (values - centre)
    best = np.full(values.shape[1], np.inf)
    slopes = np.zeros((terms.shape[1], values.shape[1]))
    for penalty in _PENALTIES * len(terms):
        shrunk = singular**2 / (singular**2 + penalty)
        leverage = (left**2) @ shrunk + 1.0 / len(terms)
        missed = (values - centre - left @ (shrunk[:, None] * along)) / np.maximum(1 - leverage, 1e-6)[:, None]
        error = (missed**2).mean(axis=0)
        better = error < best
        best = np.where(better, error, best)
        weight = singular / (singular**2 + penalty)
        slopes[:, better] = (right.T @ (weight[:, None] * along[:, better])) / scale[:, None]
    return centre - middle @ slopes, slopes, best
