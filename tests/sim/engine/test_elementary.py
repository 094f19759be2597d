"""Exponential, logarithm, power and cosine, against the standard library, and compiled against plain Python."""

import math

import numpy as np
import pytest
from numba import njit

from entente.sim.engine.compilation import plain_form
from entente.sim.engine.elementary import EXPONENTIAL_SERIES, cosine_of_turn, exponential, logarithm, power

CHANCE = np.random.default_rng(2)
EXPONENTS = np.concatenate([np.linspace(-700, 700, 20_001), CHANCE.normal(0, 3, 20_000)])
UNIFORM = (CHANCE.integers(0, 2**32, 40_000) + 0.5) * 2.0**-32  # as they are drawn
EDGES = np.array([2.0**-33, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1 - 2.0**-33])
POSITIVE = np.concatenate(
    [UNIFORM, 10.0 ** CHANCE.uniform(-300, 300, 10_000), [1.0, 2.0, math.sqrt(2.0), 1 + 2.0**-52]]
)


@njit(error_model="numpy")
def exponentials(numbers, out):
    for i in range(len(numbers)):
        out[i] = exponential(numbers[i])


@njit(error_model="numpy")
def logarithms(numbers, out):
    for i in range(len(numbers)):
        out[i] = logarithm(numbers[i])


@njit(error_model="numpy")
def cosines(numbers, out):
    for i in range(len(numbers)):
        out[i] = cosine_of_turn(numbers[i])


def found(compiled, numbers):
    out = np.zeros_like(numbers)
    compiled(numbers, out)
    return out


@pytest.mark.parametrize(
    ("compiled", "numbers", "library"),
    [(exponentials, EXPONENTS, math.exp), (logarithms, POSITIVE, math.log)],
)
def test_they_are_those_of_the_library_to_two_units_in_the_last_place(compiled, numbers, library):
    theirs = np.array([library(number) for number in numbers])
    assert (np.abs(found(compiled, numbers) - theirs) <= 2 * np.spacing(np.abs(theirs))).all()


def test_cosines_are_those_of_the_library_to_the_last_places_of_one():
    turns = np.concatenate([UNIFORM, EDGES])
    assert np.abs(found(cosines, turns) - np.cos(2 * np.pi * turns)).max() <= 4 * np.finfo(float).eps
    assert found(cosines, EDGES)[[2, 4, 6]].tolist() == [0, -1, 0]


def test_exponentials_rise_and_that_of_nothing_is_one():
    assert (np.diff(found(exponentials, np.linspace(-2, 2, 4001))) > 0).all()
    assert plain_form(exponential)(0.0) == 1.0
    assert EXPONENTIAL_SERIES[-1] == 0.5


@pytest.mark.parametrize(
    ("compiled", "plain", "numbers"),
    [(exponentials, exponential, EXPONENTS), (logarithms, logarithm, POSITIVE), (cosines, cosine_of_turn, UNIFORM)],
)
def test_compiled_they_are_the_plain_ones_bit_for_bit(compiled, plain, numbers):
    some = numbers[::11]
    assert found(compiled, some).tolist() == [float(plain_form(plain)(float(number))) for number in some]


def test_powers_of_a_share_are_those_of_the_library():
    @njit(error_model="numpy")
    def powers(bases, exponent, out):
        for i in range(len(bases)):
            out[i] = power(bases[i], exponent)

    out = np.zeros_like(UNIFORM)
    for exponent in (1.25, 2.0, 7.5):
        powers(UNIFORM, exponent, out)
        assert out == pytest.approx(UNIFORM**exponent, rel=1e-14)
    powers(np.zeros(1), 2.0, out)
    assert out[0] == 0
