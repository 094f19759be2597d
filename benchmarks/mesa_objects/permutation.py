"""Do two sets of runs come from one distribution? An exact test for thousands of correlated figures at once.

If both come from one distribution, which run belongs to which set is arbitrary. So the largest difference among all
figures is compared with what it is when the runs are permuted at random (Westfall and Young 1993): the probability of
a false alarm holds for the whole family of figures, however many and however correlated they are.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DECILES = np.arange(0.1, 0.95, 0.1)
AT_ONCE, MOST_PERMUTATIONS = 200, 20_000
ENOUGH = 20  # permutations with as large a difference, after which the test stops (Besag and Clifford 1991)


@dataclass(frozen=True)
class Verdict:
    """The result of the test.

    Attributes:
        p: probability of a largest difference at least as large as this one, if there is no difference.
        z: difference of each figure in standard errors, shape (figures,): of its mean, or of a distribution function.
        permutations: number of random permutations.
    """

    p: float
    z: NDArray[np.float32]
    permutations: int


def indicate_deciles(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Tell in which runs each figure is at most each pooled decile: shape (runs, deciles × figures)."""
    cuts = np.quantile(values, DECILES, axis=0)
    return np.concatenate([values <= cut for cut in cuts], axis=1).astype(np.float32)


def standardise(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale figures to mean 0 and standard deviation 1 over all runs; those that never vary become 0."""
    centred = values - values.mean(axis=0)
    spread = centred.std(axis=0)
    varies = spread > 1e-6 * (1.0 + np.abs(values).max(axis=0))
    return np.where(varies, centred / np.where(varies, spread, 1.0), 0.0).astype(np.float32)


def compare(ours: NDArray[np.float32], theirs: NDArray[np.float32], rng: np.random.Generator) -> Verdict:
    """Compare two sets of runs, shape (runs, figures) each, by the largest difference of means in standard errors."""
    values = standardise(np.concatenate([ours, theirs]))
    runs, scale = len(values), np.sqrt(1.0 / len(ours) + 1.0 / len(theirs))
    mine = np.zeros(runs, dtype=np.float32)
    mine[: len(ours)] = 1.0
    observed = scale * (mine @ values)
    largest = np.abs(observed).max() * (1.0 - 1e-5)  # what is as large but for rounding counts as large
    permutations = as_large = 0
    while permutations < MOST_PERMUTATIONS and as_large < ENOUGH:
        permutation = rng.permuted(np.tile(mine, (AT_ONCE, 1)), axis=1)
        as_large += int((np.abs(scale * (permutation @ values)).max(axis=1) >= largest).sum())
        permutations += AT_ONCE
    return Verdict((as_large + 1) / (permutations + 1), observed, permutations)
