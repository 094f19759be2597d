"""The fingerprint of attendance: who comes how often, and how far that is who one is or whether one came last time.

Formulas on counts, so that runs, batches of runs and tables from the field are all measured in one way.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from entente.sim.records import (
    AFTER_ABSENCE,
    AFTER_PRESENCE,
    CAME_AGAIN,
    CAME_BACK,
    EXPECTED,
    PRESENT,
)

ENOUGH = 10  # occasions from which the attendance of one organisation counts in the spread between organisations
Figures = NDArray[np.float64]


class Fingerprint(NamedTuple):
    """The fingerprint of attendance; each figure is of shape (...), nan where there is nothing to tell it from.

    Attributes:
        mean: share of the occasions attended, over all organisations that were expected.
        spread: standard deviation of that share between the organisations expected ``ENOUGH`` times.
        after_presence: chance to come for who came the last time.
        after_absence: chance to come for who missed the last time.
        identity: what is left of the gap between those two when the occasions of each organisation are shuffled.
        memory: the rest of that gap.
    """

    mean: Figures
    spread: Figures
    after_presence: Figures
    after_absence: Figures
    identity: Figures
    memory: Figures


def make_fingerprint(turnouts: Figures) -> Fingerprint:
    """Return the fingerprint of counts of shape (..., channels, organisations, ``TURNOUTS``).

    The gap left by shuffling is not drawn but computed: of the n occasions of an organisation that came k times, two in
    a row are both attended with chance k(k-1) / n(n-1), and attended after a miss with chance k(n-k) / n(n-1).
    """
    expected, present = turnouts[..., EXPECTED], turnouts[..., PRESENT]
    after_presence, after_absence = (
        divide(over_all(turnouts[..., came]), over_all(turnouts[..., after]))
        for came, after in ((CAME_AGAIN, AFTER_PRESENCE), (CAME_BACK, AFTER_ABSENCE))
    )
    pairs = turnouts[..., AFTER_PRESENCE] + turnouts[..., AFTER_ABSENCE]
    missed, orders = expected - present, expected * (expected - 1.0)
    again = divide(
        over_all(share_of(pairs * present * (present - 1.0), orders)), over_all(share_of(pairs * present, expected))
    )
    back = divide(over_all(share_of(pairs * present * missed, orders)), over_all(share_of(pairs * missed, expected)))
    identity = again - back
    return Fingerprint(
        mean=divide(over_all(present), over_all(expected)),
        spread=spread_between(expected.sum(axis=-2), present.sum(axis=-2)),
        after_presence=after_presence,
        after_absence=after_absence,
        identity=identity,
        memory=after_presence - after_absence - identity,
    )


def spread_between(expected: Figures, present: Figures) -> Figures:
    """Return the standard deviation of attendance between organisations, over the last axis; nan under two of them."""
    enough = expected >= ENOUGH
    count = enough.sum(axis=-1)
    own = np.where(enough, share_of(present, expected), 0.0)
    mean = divide(own.sum(axis=-1), count)
    squares = np.where(enough, (own - mean[..., None]) ** 2, 0.0).sum(axis=-1)
    return np.asarray(np.sqrt(divide(squares, np.maximum(0, count - 1))))


def over_all(counts: Figures) -> Figures:
    """Return the sum over channels and organisations."""
    return np.asarray(counts.sum(axis=(-2, -1)))


def share_of(part: Figures, whole: Figures) -> Figures:
    """Return part / whole, 0 where there is nothing to divide by."""
    return np.asarray(np.divide(part, whole, out=np.zeros(np.shape(part)), where=np.asarray(whole) > 0))


def divide(part: Figures, whole: Figures) -> Figures:
    """Return part / whole, nan where there is nothing to divide by."""
    return np.asarray(np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=np.asarray(whole) > 0))
