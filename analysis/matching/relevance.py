"""Which settings matter for which targets: shares of variance in a first even sample of all of them."""

import numpy as np
from scipy.special import fdtri

from entente.analysis.matching.emulator import surface_terms
from entente.analysis.statistics.intervals import Numbers

_SURE = 0.999  # of the shares that chance alone gives, those that are no more than chance
LEAST_PART = 0.01  # of the variance of some target, from which a setting matters
MOST_AXES = 24  # settings that are kept at most: those that matter most


def variance_shares(unit: Numbers, means: Numbers) -> Numbers:
    """Return the share of the variance of each target that only each axis explains, shape (axes, targets).

    A least-squares fit on every axis and its square; the share of an axis is what the fit loses without these two, and
    0 when chance alone may give as much (an F test of both terms).

    Args:
        unit: settings, shape (settings, axes), each from 0 to 1; more than twice as many settings as axes.
        means: what they gave, shape (settings, targets); settings without a mean are left out of that target.
    """
    axes = unit.shape[1]
    found = np.zeros((axes, means.shape[1]))
    for k, values in enumerate(means.T):
        known = np.isfinite(values)
        if known.sum() <= 2 * axes + 1 or values[known].std() == 0:
            continue
        terms = np.column_stack([np.ones(known.sum()), surface_terms(unit[known], products=False)])
        inverse = np.linalg.pinv(terms.T @ terms)
        slopes = inverse @ (terms.T @ values[known])
        whole = ((values[known] - values[known].mean()) ** 2).sum()
        freedom = len(terms) - terms.shape[1]
        noise = ((values[known] - terms @ slopes) ** 2).sum() / freedom
        chance = 2 * noise * fdtri(2, freedom, _SURE)
        for axis in range(axes):
            own = [1 + axis, 1 + axes + axis]
            lost = slopes[own] @ np.linalg.pinv(inverse[np.ix_(own, own)]) @ slopes[own]
            found[axis, k] = lost / whole if lost > chance else 0.0
    return found


def axes_that_matter(shares: Numbers) -> list[int]:
    """Return the ranks of the axes that matter, in their order: those that move some target most, if there are many."""
    most = shares.max(axis=1, initial=0.0)
    kept = [int(rank) for rank in np.argsort(-most, kind="stable")[:MOST_AXES] if most[rank] >= LEAST_PART]
    return sorted(kept)
