"""The formulas that the rules share (7.0 and 7.1 of ``docs/odd.md``)."""

import math


def rate(half_life: float) -> float:
    """Return the share of the way covered in one unit, given a half-life in that unit (0: all of it)."""
    return 1.0 - 2.0 ** (-1.0 / half_life) if half_life > 0 else 1.0


def weekly(per_year: float) -> float:
    """Return the chance in one week of what happens so many times a year."""
    return 1.0 - math.exp(-per_year / 52.0)


def wander(value: float, deviation: float, half_life: float, draw: float) -> float:
    """Return the next value of a first-order autoregressive process around 0, moved by a number drawn in [0, 1)."""
    kept = 1.0 - rate(half_life)
    return kept * value + deviation * math.sqrt(12.0 * (1.0 - kept**2)) * (draw - 0.5)


def logistic(x: float) -> float:
    """Return 1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + math.exp(-x)) if x > -500.0 else 0.0
