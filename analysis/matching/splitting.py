"""Settings drawn evenly from what is left of the ranges, and how much of them that is, by multilevel splitting.

What is not ruled out may be a millionth of the ranges, so that even draws from the whole would never hit it. Draws are
therefore confined step by step to lower and lower scores: at each step some share of them is under the next level, the
volume shrinks by that share, and the others are replaced by copies that move about inside it (Au & Beck 2001; for
history matching, Williamson & Vernon 2013, arXiv:1309.3520). Moves are differences of two other draws (ter Braak 2006),
or one axis drawn again: both are as likely there as back, so that the draws stay even.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from entente.analysis.statistics.intervals import Numbers

_DRAWS, _SHARE = 2000, 0.25  # draws of each step, and the share of them that is kept
_MOVES, _MORE_MOVES = 12, 60  # of each draw, at each step and at the last one
_MOST_STEPS, _STALLED = 100, 1e-3  # steps at most; a gain of level that is none
_ONE_AXIS, _NOISE = 0.3, 1e-3  # share of moves that draw one axis again; what is added to differences


class Left(NamedTuple):
    """What is left: draws spread evenly over it, its share of the ranges, and the level to which scores came down."""

    draws: Numbers
    volume: float
    level: float


def draw_below(
    score: Callable[[Numbers], Numbers], axes: int, limit: float, rng: np.random.Generator, least: float = 0.0,
    draws: int = _DRAWS,
) -> Left:  # fmt: skip
    """Draw settings evenly among those whose score is at most a limit.

    Args:
        score: of settings, shape (settings, axes) from 0 to 1, to (settings,).
        axes: how many.
        limit: of the score.
        rng: where chance comes from.
        least: where no setting comes down to the limit, the share of the ranges that the lowest scores are left.
        draws: how many.
    """
    there = rng.random((draws, axes))
    scores, volume, level = score(there), 1.0, np.inf
    wide = None
    for _ in range(_MOST_STEPS):
        wanted = max(limit, float(np.quantile(scores, _SHARE)))
        if wanted > limit and wanted > level - _STALLED:
            break
        level = wanted
        inside = np.flatnonzero(scores <= level)
        volume *= len(inside) / draws
        outside = np.setdiff1d(np.arange(draws), inside)
        copied = rng.choice(inside, len(outside))
        there[outside], scores[outside] = there[copied], scores[copied]
        moves = _MORE_MOVES if level <= limit else _MOVES
        for _ in range(moves):
            scores = _move(there, scores, score, level, rng)
        if level <= limit:
            return Left(there, volume, level)
        if wide is None and volume <= least:
            wide = Left(there.copy(), volume, level)
    return wide or Left(there, volume, level)


def _move(
    there: Numbers, scores: Numbers, score: Callable[[Numbers], Numbers], level: float, rng: np.random.Generator
) -> Numbers:
    """Move each draw once, in place, unless it would leave what is left; return the scores."""
    count, axes = there.shape
    one, other = rng.integers(count, size=(2, count))
    some = rng.random((count, axes)) < rng.choice([0.2, 0.5, 1.0], size=(count, 1))
    length = 2.38 / np.sqrt(2.0 * np.maximum(1, some.sum(axis=1, keepdims=True))) * rng.random((count, 1))
    steps = length * (there[one] - there[other]) + rng.normal(0.0, _NOISE, (count, axes))
    tried = there + np.where(some, steps, 0.0)
    again = np.flatnonzero(rng.random(count) < _ONE_AXIS)
    tried[again] = there[again]
    tried[again, rng.integers(axes, size=len(again))] = rng.random(len(again))
    tried = np.abs(tried)
    tried = np.where(tried > 1.0, 2.0 - tried, tried)  # ends reflect: as likely there as back
    fits = ((tried >= 0) & (tried <= 1)).all(axis=1)
    tried = np.clip(tried, 0.0, 1.0)
    found = score(tried)
    kept = fits & (found <= level)
    there[kept] = tried[kept]
    return np.where(kept, found, scores)
