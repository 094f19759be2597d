"""Sums in lanes, against those of the standard library, and compiled against plain Python."""

import math

import numpy as np
import pytest
from numba import njit

from entente.sim.engine.simd import sum_at_once, sum_in_turn


@njit
def summed(numbers):
    return sum_at_once(numbers)


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 16, 100, 1003])
def test_sums_are_right_and_the_plain_ones_bit_for_bit(count):
    numbers = np.random.default_rng(count).normal(0, 1e3, count)
    assert summed(numbers) == pytest.approx(math.fsum(numbers), rel=1e-12, abs=1e-9)
    assert summed(numbers) == sum_in_turn(numbers)
