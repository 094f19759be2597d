"""Sums and exponentials in lanes, against those of the standard library, and compiled against plain Python."""

import math

import numpy as np
import pytest
from numba import njit

from entente.sim.engine.simd import EXPONENTIAL_SERIES, exponential, sum_at_once, sum_in_turn

NUMBERS = np.concatenate([np.linspace(-700, 700, 20_001), np.random.default_rng(2).normal(0, 3, 20_000)])


@njit(error_model="numpy")
def exponentials(numbers, out):
    for i in range(len(numbers)):
        out[i] = exponential(numbers[i])


@njit
def summed(numbers):
    return sum_at_once(numbers)


def test_exponentials_are_those_of_the_library_to_two_units_in_the_last_place():
    ours = np.zeros_like(NUMBERS)
    exponentials(NUMBERS, ours)
    library = np.array([math.exp(number) for number in NUMBERS])
    assert (np.abs(ours - library) <= 2 * np.spacing(library)).all()


def test_exponentials_rise_and_that_of_nothing_is_one():
    ours = np.zeros(4001)
    exponentials(np.linspace(-2, 2, 4001), ours)
    assert (np.diff(ours) > 0).all()
    assert exponential.py_func(0.0) == 1.0
    assert EXPONENTIAL_SERIES[-1] == 0.5


def test_compiled_exponentials_are_the_plain_ones_bit_for_bit():
    some = NUMBERS[::11]
    ours = np.zeros_like(some)
    exponentials(some, ours)
    assert ours.tolist() == [float(exponential.py_func(float(number))) for number in some]


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 16, 100, 1003])
def test_sums_are_right_and_the_plain_ones_bit_for_bit(count):
    numbers = np.random.default_rng(count).normal(0, 1e3, count)
    assert summed(numbers) == pytest.approx(math.fsum(numbers), rel=1e-12, abs=1e-9)
    assert summed(numbers) == sum_in_turn(numbers)
