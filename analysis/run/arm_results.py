"""Results of one arm of an experiment, as arrays over its replicates."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entente.analysis.statistics.intervals import Numbers
from entente.sim.model.measures import LOG_ENTRIES
from entente.sim.model.situation import OrganisationSettings, Settings, organisation_names

# These are 0 once a partnership has ended; the other series have no meaning then, and are missing.
ZERO_AFTER_END = frozenset(
    {"mobilisation", "active_share", "partners", "results", "hours_partners", "hours_coordinator", "departures"}
)


@dataclass(frozen=True)
class ArmResults:
    """Results of the replicates of one arm.

    Attributes:
        settings: what was run.
        weeks: for each series kept, an array of shape (replicates, weeks); after the end 0 or missing.
        summaries: for each summary, an array of shape (replicates,).
        organisations: for each series kept, an array of shape (replicates, weeks, organisations).
        log: the event log of all replicates, records of week, kind, who, extent (``sim.batch.Chunk.event_log``).
        whose: the replicate of each entry of the log.
        worlds: the plausible setting of each replicate, by its rank; None where they are not spread over such settings.
    """

    settings: Settings
    weeks: Mapping[str, Numbers]
    summaries: Mapping[str, NDArray[np.generic]]
    organisations: Mapping[str, Numbers]
    log: NDArray[np.void]
    whose: NDArray[np.int64]
    worlds: NDArray[np.int64] | None = None

    def mean(self, series: str, first: int, last: int) -> Numbers:
        """Return the mean of a series over weeks ``first`` to ``last``, counted from 1; nan where it has no value."""
        return mean_of_known(self.weeks[series][:, first - 1 : last], axis=1)

    def organisation_means(self, series: str, first: int, last: int) -> Numbers:
        """Return the mean of a series over some weeks for each organisation, shape (replicates, organisations)."""
        return mean_of_known(self.organisations[series][:, first - 1 : last], axis=1)

    def summary(self, name: str) -> Numbers:
        """Return a summary of each replicate; nan where it is missing."""
        return self.summaries[name].astype(float)

    def ended_early(self) -> Numbers:
        """Return 1 for the replicates that ended without meeting their goals, 0 for the others."""
        failed = np.isin(self.summaries["end_reason"], ["deserted", "dormant"])
        return failed.astype(float)

    def of_world(self, world: int) -> "ArmResults":
        """Return the results of the replicates of one world, by themselves."""
        assert self.worlds is not None
        mine = self.worlds == world
        logged = mine[self.whose]
        weeks, summaries, organisations = (
            {name: values[mine] for name, values in tables.items()}
            for tables in (self.weeks, self.summaries, self.organisations)
        )
        rank = np.cumsum(mine) - 1
        return ArmResults(
            self.settings, weeks, summaries, organisations, self.log[logged], rank[self.whose[logged]]
        )  # fmt: skip

    def entries_of(self, kind: str) -> tuple[NDArray[np.int64], NDArray[np.void]]:
        """Return the entries of the log of one kind (a name of ``LOG_ENTRIES``), with the replicate of each."""
        chosen = self.log["kind"] == list(LOG_ENTRIES).index(kind)
        return self.whose[chosen], self.log[chosen]

    def count(self, kind: str) -> Numbers:
        """Return the number of log entries of one kind in each replicate."""
        return np.bincount(self.entries_of(kind)[0], minlength=self.replicates).astype(float)

    @property
    def replicates(self) -> int:
        """Number of replicates."""
        return len(next(iter(self.summaries.values())))

    @property
    def names(self) -> list[str]:
        """Names of the organisations, in order."""
        return organisation_names(self.settings)

    def traits(self) -> list[OrganisationSettings]:
        """Return the settings of each organisation, in order; an entry with ``count`` is repeated."""
        return [one for one in self.settings.organisations.values() for _ in range(one.count)]

    def capacity(self) -> Numbers:
        """Return the weekly hours of each organisation when all its posts are filled."""
        usual = self.settings.partners
        return np.array([(o.delegates or usual.delegates) * (o.hours or usual.hours) for o in self.traits()])


def mean_of_known(values: Numbers, axis: int) -> Numbers:
    """Return the mean of the finite values along an axis; nan where there are none."""
    known = np.isfinite(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return safe_ratio(total, count)


def safe_ratio(part: Numbers, whole: Numbers) -> Numbers:
    """Return part / whole; nan where the whole is 0."""
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)
