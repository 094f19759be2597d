"""Experimental designs: samples of the unit cube, the same for the same seed.

``grid`` is every combination of listed values and needs no sample. ``lhs``: a Latin hypercube (McKay et al. 1979), each
axis cut in as many slices as there are points, one point in each. ``sobol``: Sobol's low-discrepancy sequence,
scrambled (Owen 1998). ``saltelli``: the points that Sobol's indices of first and total order need (Saltelli et al.
2010). ``morris``: trajectories that move one axis at a time (Morris 1991). Made by SciPy and SALib.
"""

from collections.abc import Sequence
from enum import StrEnum
from itertools import permutations
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LEVELS = 4  # values of each axis along Morris's trajectories, as he advises


class DesignKind(StrEnum):
    """How the points of a study are chosen."""

    GRID = "grid"
    LHS = "lhs"
    SOBOL = "sobol"
    SALTELLI = "saltelli"
    MORRIS = "morris"


# What ``points`` counts, and how many when nothing is said.
DEFAULT_POINTS = {DesignKind.LHS: 128, DesignKind.SOBOL: 128, DesignKind.SALTELLI: 128, DesignKind.MORRIS: 20}
POWERS_OF_TWO = frozenset({DesignKind.SOBOL, DesignKind.SALTELLI})  # they lose their balance with any other number


def sample_size(design: DesignKind, points: int, dimensions: int) -> int:
    """Return how many rows a sample has.

    ``points`` counts the rows of one of Saltelli's two matrices, or Morris's trajectories; otherwise the rows
    themselves.
    """
    return points * {DesignKind.SALTELLI: dimensions + 2, DesignKind.MORRIS: dimensions + 1}.get(design, 1)


def unit_sample(design: DesignKind, points: int, dimensions: int, seed: int) -> NDArray[np.float64]:
    """Return a sample of the unit cube, shape (``sample_size``, dimensions).

    Args:
        design: any but ``grid``.
        points: how many (see ``sample_size``); a power of two for those of ``POWERS_OF_TWO``.
        dimensions: axes of the cube.
        seed: of the sample; the same seed gives the same sample.

    Raises:
        ValueError: for ``grid``, which is no sample.
    """
    if design is DesignKind.LHS:
        from scipy.stats import qmc

        return np.asarray(qmc.LatinHypercube(dimensions, rng=np.random.default_rng(seed)).random(points))
    if design is DesignKind.SOBOL:
        from scipy.stats import qmc

        return np.asarray(qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed)).random(points))
    if design is DesignKind.SALTELLI:
        from SALib.sample import sobol

        return np.asarray(
            sobol.sample(_unit_problem(dimensions), points, calc_second_order=False, scramble=True, seed=seed)
        )
    if design is DesignKind.MORRIS:
        from SALib.sample import morris

        return np.asarray(morris.sample(_unit_problem(dimensions), points, num_levels=_LEVELS, seed=seed))
    raise ValueError(f"{design} is no sample")


def _unit_problem(dimensions: int) -> dict[str, Any]:
    """Return the unit cube as SALib describes a problem."""
    names = [f"x{k}" for k in range(dimensions)]
    return {"num_vars": dimensions, "names": names, "bounds": [[0.0, 1.0]] * dimensions}


def stretch_sample(sample: NDArray[np.float64], low: float, high: float, *, whole: bool = False) -> NDArray[Any]:
    """Scale one column of a sample to the range from ``low`` to ``high``; whole numbers are equally likely."""
    if not whole:
        return np.asarray(low + sample * (high - low))
    first, last = np.ceil(low), np.floor(high)
    return np.minimum(last, first + np.floor(sample * (last - first + 1))).astype(np.int64)


def rank_sample(sample: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """Turn one column of a sample into ranks in a list of ``count`` values, all equally likely."""
    return np.minimum(count - 1, np.floor(sample * count)).astype(np.int64)


def pair_options(sample: NDArray[np.float64], count: int, dimensions: int, seed: Sequence[int]) -> NDArray[np.int64]:
    """Turn one column of Morris's trajectories into ranks of options that have no order.

    Along a trajectory an axis moves once. Placed on the few levels of Morris, some options would meet only some others,
    and the fifth of five none: each trajectory compares two of them instead, every pair both ways as often as another.

    Args:
        sample: the column, shape (trajectories × (dimensions + 1),).
        count: of the options.
        dimensions: axes of the design.
        seed: of the order of the pairs.
    """
    rows = sample.reshape(-1, dimensions + 1)
    every = np.array([*permutations(range(count), 2)] or [(0, 0)])
    rng = np.random.default_rng(seed)
    order = np.concatenate([rng.permutation(len(every)) for _ in range(-(-len(rows) // len(every)))])[: len(rows)]
    before, after = every[order].T[:, :, None]
    return np.where(np.abs(rows - rows[:, :1]) < 1e-9, before, after).ravel()
