"""Emulators against surfaces that are known, and leave-one-out errors against leaving one out."""

import numpy as np
import pytest

from entente.analysis.matching.emulator import _PENALTIES, _ridge, fit_emulator, surface_terms, takes_products
from entente.analysis.matching.relevance import axes_that_matter, variance_shares
from entente.analysis.matching.targets import Target
from entente.sim.model.situation import Text


def target(name, value=0.0, tolerance=0.1):
    return Target(name, Text(en=name), value, tolerance, "invented", "small", "final")


def surface(unit):
    return 0.3 + unit[:, 0] - 2 * unit[:, 1] ** 2 + unit[:, 0] * unit[:, 2]


def test_a_quadratic_surface_is_found_exactly():
    rng = np.random.default_rng(1)
    unit, other = rng.random((200, 4)), rng.random((50, 4))
    found = fit_emulator(unit, surface(unit)[:, None], [target("a", 0.5)], products=True)
    assert found.guess(other)[:, 0] == pytest.approx(surface(other), abs=1e-3)
    assert found.explained[0] == pytest.approx(1.0, abs=1e-4)
    away = found.implausibility(other)[:, 0]
    assert away == pytest.approx(np.abs(surface(other) - 0.5) / np.hypot(0.1, found.errors[0]), abs=0.02)


def test_the_error_is_that_of_settings_left_out():
    rng = np.random.default_rng(2)
    terms = surface_terms(rng.random((25, 2)), products=True)
    values = terms @ rng.normal(size=5) + rng.normal(0, 0.3, 25)
    _, _, error = _ridge(terms, values[:, None])
    scaled = (terms - terms.mean(axis=0)) / terms.std(axis=0)
    design = np.column_stack([np.ones(25), scaled])
    found = []
    for penalty in _PENALTIES * 25:
        squares = np.diag([0.0] + [penalty] * 5)
        missed = []
        for k in range(25):
            some = np.arange(25) != k
            slopes = np.linalg.solve(design[some].T @ design[some] + squares, design[some].T @ values[some])
            missed.append(values[k] - design[k] @ slopes)
        found.append(np.mean(np.square(missed)))
    assert error[0] == pytest.approx(min(found), rel=1e-6)


def test_noise_is_an_error_and_what_has_no_mean_rules_out_nothing():
    rng = np.random.default_rng(3)
    unit = rng.random((300, 3))
    means = np.column_stack([rng.normal(0, 0.2, 300), np.full(300, np.nan)])
    found = fit_emulator(unit, means, [target("noise"), target("none", 5.0)], products=True)
    assert found.errors[0] == pytest.approx(0.2, rel=0.1)
    assert found.explained[0] < 0.05
    assert found.implausibility(unit)[:, 1].max() == 0.0


def test_products_need_settings_enough():
    assert takes_products(300, 20)
    assert not takes_products(300, 60)


def test_settings_that_matter_are_told_from_those_that_do_not():
    rng = np.random.default_rng(4)
    unit = rng.random((400, 12))
    means = np.column_stack([np.sin(3 * unit[:, 2]) + rng.normal(0, 0.2, 400), unit[:, 7] ** 2, rng.normal(size=400)])
    shares = variance_shares(unit, means)
    assert axes_that_matter(shares) == [2, 7]
    assert shares[7, 1] > 0.9
    assert (shares[:, 2] < 0.05).all()
    assert variance_shares(unit[:20], means[:20]).max() == 0.0  # too few to tell
