"""Figures of verification, against values worked out by hand."""

import numpy as np
import pytest

from entente.analysis.verification.checks import largest_step, mean_half_width, replicates_needed, smoothness


def test_a_straight_line_is_smooth_and_a_jump_is_not():
    """Of 100 steps the deviation of a line is 100/√12 steps; of a jump in the middle it is half of the jump."""
    line = np.linspace(0, 1, 101)[None]
    jump = np.repeat([0.0, 1.0], 50)[None]
    assert smoothness(line) == pytest.approx(np.sqrt(12) / 101, rel=0.02)
    assert smoothness(jump) == pytest.approx(2)
    assert np.isnan(smoothness(np.ones((3, 5))))


def test_half_widths_are_those_of_student_and_shrink_with_the_root():
    values = np.array([0.0, 1.0] * 50)
    assert mean_half_width(values) == pytest.approx(1.984 * 0.5025 / 10, rel=1e-3)
    assert mean_half_width(values, 400) == pytest.approx(1.966 * 0.5025 / 20, rel=1e-3)


@pytest.mark.parametrize("wanted", [0.2, 0.05, 0.01])
def test_so_many_replicates_are_enough_and_hardly_more_than_needed(wanted):
    values = np.random.default_rng(1).normal(0, 0.3, 200)
    needed = replicates_needed(values, wanted)
    assert mean_half_width(values, needed) <= wanted
    assert mean_half_width(values, max(2, int(0.9 * needed) - 1)) > wanted


def test_the_largest_step_is_found_in_deviations():
    effects = np.array([[0.1, 0.0], [0.0, -0.9], [0.2, 0.3]])
    assert largest_step(effects, np.array([0.1, 1.0])) == (2, pytest.approx(2))
    assert largest_step(effects, np.array([0.0, 1.0])) == (1, pytest.approx(0.9))
