"""Designs against what defines them."""

import numpy as np
import pytest

from entente.analysis.sweep.designs import DesignKind, rank_sample, sample_size, stretch_sample, unit_sample

SAMPLED = [DesignKind.LHS, DesignKind.SOBOL, DesignKind.SALTELLI, DesignKind.MORRIS]


@pytest.mark.parametrize("design", SAMPLED)
def test_sample_is_in_the_cube_has_its_size_and_comes_again(design):
    sample = unit_sample(design, 16, 3, seed=5)
    assert sample.shape == (sample_size(design, 16, 3), 3)
    assert sample.min() >= 0
    assert sample.max() <= 1
    assert (sample == unit_sample(design, 16, 3, seed=5)).all()
    assert (sample != unit_sample(design, 16, 3, seed=6)).any()


def test_latin_hypercube_has_one_point_in_each_slice():
    sample = unit_sample(DesignKind.LHS, 40, 4, seed=1)
    assert (np.sort(np.floor(40 * sample), axis=0) == np.arange(40)[:, None]).all()


def test_sobol_points_are_balanced_in_each_half_and_quarter():
    sample = unit_sample(DesignKind.SOBOL, 64, 2, seed=2)
    cells = np.floor(4 * sample).astype(int)
    assert (np.bincount(4 * cells[:, 0] + cells[:, 1]) == 4).all()


def test_saltelli_rows_take_one_column_from_the_other_matrix():
    points, dimensions = 8, 3
    sample = unit_sample(DesignKind.SALTELLI, points, dimensions, seed=1).reshape(points, dimensions + 2, dimensions)
    first, last = sample[:, 0], sample[:, -1]
    for k in range(dimensions):
        mixed = first.copy()
        mixed[:, k] = last[:, k]
        assert (sample[:, 1 + k] == mixed).all()


def test_morris_trajectories_move_each_axis_once_by_two_thirds():
    trajectories = unit_sample(DesignKind.MORRIS, 10, 5, seed=3).reshape(10, 6, 5)
    moves = np.diff(trajectories, axis=1)
    assert ((np.abs(moves) > 1e-9).sum(axis=2) == 1).all()
    assert ((np.abs(moves) > 1e-9).sum(axis=1) == 1).all()
    assert np.abs(moves).sum(axis=2) == pytest.approx(2 / 3)


def test_whole_numbers_and_listed_values_are_all_as_likely():
    sample = (np.arange(9000) + 0.5) / 9000
    assert (np.bincount(stretch_sample(sample, 2, 10, whole=True))[2:] == 1000).all()
    assert (np.bincount(rank_sample(sample, 3)) == 3000).all()
    assert stretch_sample(np.array([0.0, 0.5, 1.0]), 2.0, 4.0) == pytest.approx([2, 3, 4])
    assert list(stretch_sample(np.array([0.0, 1.0]), 1.2, 3.9, whole=True)) == [2, 3]


def test_a_grid_is_no_sample():
    with pytest.raises(ValueError, match="grid"):
        unit_sample(DesignKind.GRID, 4, 2, seed=1)
