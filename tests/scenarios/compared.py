"""What a scenario gives beside another world, replicate by replicate, under common random numbers."""

from functools import cache

import numpy as np

import entente

REPLICATES = 60


@cache
def run(scenario, *overrides, by_organisation=False):
    return entente.run(
        scenario, overrides=list(overrides), replicates=REPLICATES, seed=3, by_organisation=by_organisation
    )


def mean(world, column, first, last):
    """Return the mean of a column over some weeks, one figure per replicate."""
    weeks = run(*world).weeks
    return weeks[weeks["week"].between(first, last)].groupby("replicate")[column].mean().to_numpy()


def differences(world, beside, column, first, last):
    """Return by how much a world differs from another one, replicate by replicate."""
    return mean(world, column, first, last) - mean(beside, column, first, last)


def interval(values):
    """Return a 99 % interval of a mean."""
    half = 2.6 * np.std(values, ddof=1) / np.sqrt(len(values))
    return np.mean(values) - half, np.mean(values) + half


def answered(world, place):
    """Return the share of cases answered by territory or by population, over all replicates."""
    cases = run(*world).cases.groupby(place)[["answered", "lost"]].sum()
    return cases["answered"] / cases.sum(axis=1)
