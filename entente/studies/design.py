"""A design: points of settings, each simulated by some replicates, cut in batches that can be done anywhere.

A run is a design of one point; a comparison has one for each combination, an experiment one for each arm, a study as
many as are requested.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entente.results.keep import Keep
from entente.sim.model.measures import SERIES
from entente.sim.model.situation import Settings, organisation_names
from entente.sim.validation.validate import SettingsError
from entente.studies.points import Point
from entente.studies.sizes import too_many_runs

LEAST_RUNS, MOST_RUNS = 100, 2000  # of a batch: twenty kilobytes of summaries to some hundred
SECONDS_OF_BATCH = (
    3.0  # a batch should take no longer than about this on one core, so that little is lost and progress shows
)
BATCHES_OF_FEW_RUNS = 64  # batches into which few runs are cut
NUMBERS_OF_BATCH = 6_000_000  # that the tables of a batch may hold (48 MB)


class Setup:
    """What points are placed on: settings, which may be composed only when they are needed, and what is kept.

    Attributes:
        keep: what is kept of every run.
        most: replicates that a point has at most; None: as many as the design says.
        worlds: values of settings by dotted path, which replicates take in turn; without any, all have the settings.
    """

    def __init__(
        self, settings: Settings | Callable[[], Settings], keep: Keep, most: int | None = None,
        worlds: Sequence[Mapping[str, Any]] = (),
    ) -> None:  # fmt: skip
        """Take the settings, or what composes them."""
        self._source, self.keep, self.most, self.worlds = settings, keep, most, tuple(worlds)

    @property
    def settings(self) -> Settings:
        """Return the settings.

        Raises:
            SettingsError: when they cannot be composed.
        """
        if not isinstance(self._source, Settings):
            self._source = self._source()
        return self._source

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the setup with its settings composed: another process may not have the files of scenarios."""
        return Setup, (self.settings, self.keep, self.most, self.worlds)


@dataclass(frozen=True)
class Batch:
    """Some points with some replicates of each, and all that is needed to simulate them.

    Attributes:
        number: of the batch, from 0.
        group: of its points, from 0; the same for all batches of these points.
        points: which points.
        setups: what they are placed on, by rank.
        first: the first replicate of each point.
        last: the one after the last.
        seed: of the design.
        spacing: 0 when all points have replicates of the same numbers; else how many points there are, each having
            numbers of its own.
        blocks: the blocks of replicates that came before, when the curves of all are to be kept.
        threads: to use at once.
        model: a subclass of ``sim.Partnership`` to step instead of the compiled rules.
    """

    number: int
    group: int
    points: tuple[Point, ...]
    setups: Mapping[int, Setup]
    first: int
    last: int
    seed: int
    spacing: int = 0
    blocks: tuple[tuple[int, int], ...] = ()
    threads: int = 1
    model: type | None = None

    @property
    def keep(self) -> Keep:
        """Return what is kept, the same for all of its points."""
        return self.setups[self.points[0].base].keep

    def replicates(self, point: Point) -> NDArray[np.int64]:
        """Return the numbers of the replicates of a point."""
        return self.numbers(point, self.first, self.last)

    def earlier(self, point: Point) -> NDArray[np.int64]:
        """Return the numbers of the replicates that earlier batches have done and that curves are also made of."""
        return np.concatenate([self.numbers(point, *block) for block in self.blocks] or [np.arange(0)])

    def numbers(self, point: Point, first: int, last: int) -> NDArray[np.int64]:
        """Return the numbers of the replicates of a point from one to another."""
        start = first * self.spacing + point.number * (last - first) if self.spacing else first
        return np.arange(start, start + max(0, self.end(point, last) - first))

    def end(self, point: Point, last: int) -> int:
        """Return the end of the replicates of a point, which may have fewer than the others."""
        most = self.setups[point.base].most
        return last if most is None else min(last, most)

    @property
    def runs(self) -> int:
        """Return how many runs there are."""
        return sum(max(0, self.end(one, self.last) - self.first) for one in self.points)


@dataclass(frozen=True)
class Cut:
    """How a design is cut in batches.

    Attributes:
        points: of each batch.
        replicates: of each point in a batch; None: all those of a block.
        by_point: whether all replicates of a point come before those of the next one.
    """

    points: int = 1
    replicates: int | None = None
    by_point: bool = False


@dataclass(frozen=True)
class Design:
    """Points, each simulated by some replicates.

    Attributes:
        setups: what points are placed on.
        points: the points.
        blocks: how many replicates each point had in all at each request; the last is how many it has.
        seed: of all runs.
        cut: how it is cut in batches.
        own_numbers: whether each point has replicates of its own, instead of common random numbers.
        model: a subclass of ``sim.Partnership`` to step instead of the compiled rules.
    """

    setups: tuple[Setup, ...]
    points: tuple[Point, ...]
    blocks: tuple[int, ...]
    seed: int
    cut: Cut
    own_numbers: bool = False
    model: type | None = None

    def __post_init__(self) -> None:
        """Refuse a design that is too large.

        Raises:
            SettingsError: with how many runs it would have.
        """
        if large := [*too_many_runs(len(self.points), self.replicates)]:
            raise SettingsError(large)

    @property
    def replicates(self) -> int:
        """Return how many replicates each point has."""
        return self.blocks[-1]

    @cached_property
    def batches(self) -> tuple[Batch, ...]:
        """Return the batches; when replicates are added, those that there were keep their numbers."""
        found: list[Batch] = []
        groups = self._groups
        for group, first, last, blocks in self._pieces():
            points = groups[group]
            setups = {one.base: self.setups[one.base] for one in points}
            before = blocks if any(one.keep.curves for one in setups.values()) else ()
            spacing = len(self.points) if self.own_numbers else 0
            batch = Batch(len(found), group, points, setups, first, last, self.seed, spacing, before,
                          model=self.model)  # fmt: skip
            found.append(batch)
        return tuple(found)

    @cached_property
    def _groups(self) -> list[tuple[Point, ...]]:
        """Return the points of each batch."""
        return [self.points[k : k + self.cut.points] for k in range(0, len(self.points), self.cut.points)]

    def _pieces(self) -> Iterator[tuple[int, int, int, tuple[tuple[int, int], ...]]]:
        """Yield the group of points, the first replicate, the end and the blocks before, of each batch."""
        groups = range(len(self._groups))
        before: tuple[tuple[int, int], ...] = ()
        for first, last in zip((0, *self.blocks), self.blocks, strict=False):
            step = self.cut.replicates or max(1, last - first)
            spans = [(start, min(start + step, last)) for start in range(first, last, step)]
            if self.cut.by_point:
                yield from ((group, *span, before) for group in groups for span in spans)
            else:
                yield from ((group, *span, before) for span in spans for group in groups)
            before = (*before, (first, last))

    def with_replicates(self, replicates: int) -> "Design":
        """Return the design with more replicates, as one block more."""
        return self if replicates <= self.replicates else replace(self, blocks=(*self.blocks, replicates))

    @property
    def runs(self) -> int:
        """Return how many runs there are in all."""
        return sum(one.runs for one in self.batches)


def seconds_a_run(settings: Settings) -> float:
    """Return about how many seconds a run takes on one core: it grows with organisations and with their pairs."""
    count = len(organisation_names(settings))
    kept = min(count, 200)  # where few ties are kept, an organisation costs no more than in a partnership of so many
    return settings.weeks / 156 * (4e-5 * count + 3e-7 * count * kept)


def runs_of_batch(runs: int, seconds: float) -> float:
    """Return how many runs a batch has: a few seconds of work, the same wherever it is done.

    Args:
        runs: of the whole design.
        seconds: that one run takes.
    """
    return min(max(LEAST_RUNS, runs / BATCHES_OF_FEW_RUNS), MOST_RUNS, SECONDS_OF_BATCH / seconds)


def numbers_of_run(settings: Settings, keep: Keep) -> int:
    """Return about how many numbers the weekly tables of one run hold."""
    organisations = len(organisation_names(settings)) if keep.by_organisation else 0
    return settings.weeks * (len(SERIES) + organisations * max(1, len(keep.organisations)))


def replicates_of_batch(settings: Settings, keep: Keep, replicates: int, workers: int) -> int:
    """Return how many replicates of one point a batch has, when its tables are kept whole.

    Args:
        settings: of the point.
        keep: what is kept of each run.
        replicates: of the point.
        workers: that should all have something to do.
    """
    numbers = numbers_of_run(settings, keep)
    runs = min(
        max(25, replicates / BATCHES_OF_FEW_RUNS),
        MOST_RUNS,
        SECONDS_OF_BATCH / seconds_a_run(settings),
        NUMBERS_OF_BATCH / numbers,
    )
    return max(1, int(min(runs, math.ceil(replicates / workers))))
