"""Exponential, logarithm, power and cosine in plain arithmetic: the same bits on every processor, system and browser.

Those of a system's library differ in their last bits between systems, and between processors of one system. These are
sums, products and quotients alone, which IEEE 754 decides to the bit, and hold to two units in the last place.
"""

import math
from typing import Any

import numpy as np

from entente.sim.engine.compilation import part

TO_WHOLE = 6755399441055744.0  # 1.5 · 2**52: added to a number it leaves the nearest whole one in the last bits
LOG2_E, LN2_HIGH, LN2_LOW = 1.4426950408889634, 0.693147180369123816490, 1.90821492927058770002e-10
MANTISSA, BIAS = 52, 1023  # bits of a number after its point; exponent of 1
FRACTION, ONE = (1 << MANTISSA) - 1, BIAS << MANTISSA  # the bits after the point; the bits of 1.0
NOTHING_LEFT = 500.0  # mean lives after which nothing is left, and an exponential would soon overflow
ROOT_TWO = math.sqrt(2.0)
WHOLE_TURN = 2.0 * math.pi
EXPONENTIAL_SERIES = tuple(1.0 / math.factorial(k) for k in range(12, 1, -1))  # of (exp(r) - 1 - r) / r²
LOGARITHM_SERIES = tuple(2.0 / k for k in range(23, 1, -2))  # of (log((1 + s) / (1 - s)) - 2·s) / s³
SINE_SERIES = tuple((-1.0) ** (k // 2) / math.factorial(k) for k in range(17, 1, -2))  # of (sin(x) - x) / x³
COSINE_SERIES = tuple((-1.0) ** (k // 2) / math.factorial(k) for k in range(16, 1, -2))  # of (cos(x) - 1) / x²


@part
def exponential(x: Any) -> Any:
    """Return exp(x) for x from -700 to 700: without a branch, for lanes.

    x is k·ln 2 + r with a whole k, so that exp(x) is 2**k·exp(r) with r under .35, which 13 terms of its series give
    (ln 2 in two parts after Cody and Waite 1980, Software Manual for the Elementary Functions).
    """
    whole = x * LOG2_E + TO_WHOLE
    k = whole - TO_WHOLE
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    series = 0.0
    for term in EXPONENTIAL_SERIES:
        series = series * r + term
    power = np.float64(1.0 + (r + r * r * series))
    bits = power.view(np.int64) + (np.float64(whole).view(np.int64) << MANTISSA)
    return np.int64(bits).view(np.float64)


@part
def logarithm(x: Any) -> Any:
    """Return ln(x) of a normal positive number.

    x is 2**k·m with m from √½ to √2, so that ln(x) is k·ln 2 + ln(m); with s = (m - 1) / (m + 1), ln(m) is
    2·(s + s³/3 + s⁵/5 + …), of which twelve terms are enough (ln 2 in two parts, as above).
    """
    bits = np.float64(x).view(np.int64)
    k = (bits >> MANTISSA) - BIAS
    m = np.int64((bits & FRACTION) | ONE).view(np.float64)
    if m > ROOT_TWO:
        m *= 0.5
        k += 1
    f = m - 1.0
    s = f / (2.0 + f)
    series = 0.0
    for term in LOGARITHM_SERIES:
        series = series * (s * s) + term
    # ln(m) = 2·s + s³·series, and 2·s = f - s·f
    return k * LN2_HIGH + (f - (s * (f - s * s * series) - k * LN2_LOW))


@part
def cosine_of_turn(v: Any) -> Any:
    """Return cos(2·π·v) for v from 0 to 1: v is brought within an eighth of a turn of a quarter, which is exact."""
    quarter = np.int64(4.0 * v + 0.5)
    x = WHOLE_TURN * (v - 0.25 * quarter)
    square = x * x
    series = 0.0
    if quarter % 2 == 0:
        for term in COSINE_SERIES:
            series = series * square + term
        found = 1.0 + square * series
    else:
        for term in SINE_SERIES:
            series = series * square + term
        found = -(x + x * square * series)
    return -found if quarter in (2, 3) else found


@part
def power(base: Any, exponent: Any) -> Any:
    """Return base**exponent for a base from 0 to 1 and a positive exponent."""
    return exponential(max(-NOTHING_LEFT, exponent * logarithm(base))) if base > 0.0 else 0.0
