"""What the replicates of one arm leave, kept as arrays: only the series that somebody asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from entente.sim.model.measures import LOG_ENTRIES, ORGANISATION_SERIES, SERIES
from entente.sim.model.situation import Organisation, Settings, organisation_names

if TYPE_CHECKING:
    from entente.sim.batch import Chunk

Numbers = NDArray[np.float64]

# Counted as nothing once a partnership has ended; the other series then say nothing, and are missing.
ZERO_AFTER_END = frozenset(
    {"mobilisation", "active_share", "partners", "results", "hours_partners", "hours_coordinator", "departures"}
)


@dataclass(frozen=True)
class ArmResults:
    """What the replicates of one arm leave.

    Attributes:
        settings: what was run.
        weeks: for each series kept, an array of shape (replicates, weeks); missing after the end unless counted.
        summaries: for each summary, an array of shape (replicates,).
        organisations: for each series kept, an array of shape (replicates, weeks, organisations).
        log: the event log of all replicates, records of week, kind, who, extent (``sim.batch.Chunk.event_log``).
        whose: of which replicate each entry of the log is.
    """

    settings: Settings
    weeks: Mapping[str, Numbers]
    summaries: Mapping[str, NDArray[np.generic]]
    organisations: Mapping[str, Numbers]
    log: NDArray[np.void]
    whose: NDArray[np.int64]

    def mean(self, series: str, first: int, last: int) -> Numbers:
        """Return the mean of a series from one week to another, both counted from 1; nan where it has no figure."""
        return mean_of_known(self.weeks[series][:, first - 1 : last], axis=1)

    def organisation_means(self, series: str, first: int, last: int) -> Numbers:
        """Return each organisation's mean of a series over some weeks, shape (replicates, organisations)."""
        return mean_of_known(self.organisations[series][:, first - 1 : last], axis=1)

    def summary(self, name: str) -> Numbers:
        """Return a summary of the runs; nan where it is missing."""
        return self.summaries[name].astype(float)

    def ended_early(self) -> Numbers:
        """Return 1 for the replicates that ended without having met their goals, 0 for the others."""
        failed = np.isin(self.summaries["end_reason"], ["deserted", "dormant"])
        return failed.astype(float)

    def entries_of(self, kind: str) -> tuple[NDArray[np.int64], NDArray[np.void]]:
        """Return the entries of the log of one kind (a name of ``LOG_ENTRIES``), with the replicate of each."""
        chosen = self.log["kind"] == list(LOG_ENTRIES).index(kind)
        return self.whose[chosen], self.log[chosen]

    def count(self, kind: str) -> Numbers:
        """Return how often something of one kind happened in each replicate."""
        return np.bincount(self.entries_of(kind)[0], minlength=self.replicates).astype(float)

    @property
    def replicates(self) -> int:
        """Return how many replicates there are."""
        return len(next(iter(self.summaries.values())))

    @property
    def names(self) -> list[str]:
        """Return the names of the organisations, in order."""
        return organisation_names(self.settings)

    def traits(self) -> list[Organisation]:
        """Return what the scenario says of each organisation, in order; those alike are repeated."""
        return [one for one in self.settings.organisations.values() for _ in range(one.count)]

    def capacity(self) -> Numbers:
        """Return the hours a week that each organisation's posts stand for when all are filled."""
        usual = self.settings.partners
        return np.array([(o.delegates or usual.delegates) * (o.hours or usual.hours) for o in self.traits()])


def mean_of_known(values: Numbers, axis: int) -> Numbers:
    """Return the mean of the figures there are along an axis, nan where there are none."""
    known = np.isfinite(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return safe_ratio(total, count)


def safe_ratio(part: Numbers, whole: Numbers) -> Numbers:
    """Return part / whole, nan where there is nothing to divide by."""
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)


def collect_arm(
    settings: Settings, chunks: "Sequence[Chunk]", series: Iterable[str], organisations: Iterable[str] = ()
) -> ArmResults:
    """Put the chunks of one arm together, keeping only these series of the week and of the organisations."""
    names, own = list(SERIES), list(ORGANISATION_SERIES)
    over = np.concatenate([chunk.weeks[:, :, names.index("stage")] for chunk in chunks]) == 0
    weeks = {}
    for name in series:
        values = np.concatenate([chunk.weeks[:, :, names.index(name)] for chunk in chunks])
        weeks[name] = values if name in ZERO_AFTER_END else np.where(over, np.nan, values)
    kept = {
        name: np.concatenate([chunk.organisations[..., own.index(name)] for chunk in chunks])  # type: ignore[index]
        for name in organisations
    }
    summaries = {name: np.concatenate([chunk.summaries[name] for chunk in chunks]) for name in chunks[0].summaries}
    log = np.concatenate([np.asarray(chunk.event_log) for chunk in chunks])
    noted = np.concatenate([chunk.noted for chunk in chunks])
    return ArmResults(settings, weeks, summaries, kept, log, np.repeat(np.arange(len(noted)), noted))
