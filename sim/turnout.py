"""The fingerprint of attendance: who comes how often, and how far that is who one is or whether one came last time.

Formulas on counts, so that runs, batches of runs and tables from the field are all measured in one way.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from entente.sim.engine.compilation import part, rule
from entente.sim.records import (
    AFTER_ABSENCE,
    AFTER_PRESENCE,
    CAME_AGAIN,
    CAME_BACK,
    EXPECTED,
    PRESENT,
    TURNOUTS,
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


TURNOUT_RECORD = np.dtype([(f"attendance_{name}", "f8") for name in Fingerprint._fields])


def make_fingerprint(turnouts: Figures) -> Fingerprint:
    """Return the fingerprint of counts of shape (..., channels, organisations, ``TURNOUTS``)."""
    *leading, channels, organisations, _ = turnouts.shape
    each = np.ascontiguousarray(turnouts, dtype=np.float64).reshape(-1, channels, organisations, len(TURNOUTS))
    found = np.zeros(len(each), TURNOUT_RECORD).view(np.recarray)
    for counts, out in zip(each, found, strict=True):
        measure_turnout(counts, out)
    return Fingerprint(*(found[name].reshape(leading) for name in TURNOUT_RECORD.names or ()))


@rule
def measure_turnout(turnout, out):
    """Write the fingerprint of the counts of one run in the fields of ``TURNOUT_RECORD``.

    The gap left by shuffling is not drawn but computed: of the n occasions of an organisation that came k times, two in
    a row are both attended with chance k(k-1) / n(n-1), and attended after a miss with chance k(n-k) / n(n-1).
    """
    expected = present = after_presence = came_again = after_absence = came_back = 0.0
    again, again_at_most, back, back_at_most = 0.0, 0.0, 0.0, 0.0
    for c in range(turnout.shape[0]):
        for i in range(turnout.shape[1]):
            counts = turnout[c, i]
            asked, came = counts[EXPECTED], counts[PRESENT]
            missed, pairs = asked - came, counts[AFTER_PRESENCE] + counts[AFTER_ABSENCE]
            expected += asked
            present += came
            after_presence += counts[AFTER_PRESENCE]
            came_again += counts[CAME_AGAIN]
            after_absence += counts[AFTER_ABSENCE]
            came_back += counts[CAME_BACK]
            if asked > 1.0:
                again += pairs * came * (came - 1.0) / (asked * (asked - 1.0))
                back += pairs * came * missed / (asked * (asked - 1.0))
            if asked > 0.0:
                again_at_most += pairs * came / asked
                back_at_most += pairs * missed / asked
    out.attendance_mean = divide(present, expected)
    out.attendance_spread = spread_between(turnout)
    out.attendance_after_presence = divide(came_again, after_presence)
    out.attendance_after_absence = divide(came_back, after_absence)
    out.attendance_identity = divide(again, again_at_most) - divide(back, back_at_most)
    gap = out.attendance_after_presence - out.attendance_after_absence
    out.attendance_memory = gap - out.attendance_identity


@part
def spread_between(turnout):
    """Return the standard deviation of attendance between organisations; nan under two that were expected enough."""
    count, mean = 0.0, 0.0
    for i in range(turnout.shape[1]):
        asked, came = occasions(turnout, i)
        if asked >= ENOUGH:
            count += 1.0
            mean += came / asked
    if count < 2.0:
        return math.nan
    mean /= count
    squares = 0.0
    for i in range(turnout.shape[1]):
        asked, came = occasions(turnout, i)
        if asked >= ENOUGH:
            squares += (came / asked - mean) * (came / asked - mean)
    return math.sqrt(squares / (count - 1.0))


@part
def occasions(turnout, i):
    """Return how often an organisation was expected, and how often it came, over all channels."""
    asked, came = 0.0, 0.0
    for c in range(turnout.shape[0]):
        asked += turnout[c, i, EXPECTED]
        came += turnout[c, i, PRESENT]
    return asked, came


@part
def divide(share, whole):
    """Return share / whole, nan where there is nothing to divide by."""
    return share / whole if whole > 0.0 else math.nan
