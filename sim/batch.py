"""Many runs at once: replicates of one setting in threads, bit for bit the same as one run alone."""

import logging
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim import chance
from sim.compiled import is_cached
from sim.measures import CASE_TALLY, ORGANISATION_SERIES, SERIES
from sim.rules.observation import ORGANISATION_WEEK, WEEK
from sim.situation import Settings
from sim.state import END_REASONS, Plan, case_cells, make_plan, make_state, organisation_names
from sim.summaries import summarise
from sim.week import live_many

if TYPE_CHECKING:
    from sim.partnership import Partnership

__all__ = ["Chunk", "case_cells", "compiled", "organisation_names", "simulate"]

CHUNK = 25  # replicates a thread takes at once: small enough for progress to show
ROOM = 4_000_000  # numbers a chunk may hold (32 MB): large cases are cut finer
AHEAD = 3  # chunks of each thread that may wait to be taken
log = logging.getLogger("entente")


@dataclass(frozen=True, repr=False)
class Chunk:
    """Some replicates, done.

    Attributes:
        replicates: their numbers, shape (r,).
        weeks: the series of ``sim.measures.SERIES``, shape (r, weeks, series), week 1 first.
        summaries: one array of r for each of ``sim.measures.SUMMARIES``; nan where a figure is missing.
        organisations: the series of ``ORGANISATION_SERIES``, shape (r, weeks, organisations, series), or None.
        cases: the counts of ``CASE_TALLY``, shape (r, territories × populations, counts), rows as ``case_cells``.
    """

    replicates: NDArray[np.int64]
    weeks: NDArray[np.float64]
    summaries: dict[str, NDArray[Any]]
    organisations: NDArray[np.float64] | None
    cases: NDArray[np.float64]

    def __repr__(self) -> str:
        """Say which replicates."""
        return f"Chunk({len(self.replicates)} replicates from {self.replicates[0]}, {self.weeks.shape[1]} weeks)"


def compiled() -> bool:
    """Tell whether the rules are compiled already; if not, the first run takes half a minute more."""
    return is_cached()


def simulate(
    settings: Settings,
    replicates: int | Sequence[int],
    seed: int,
    *,
    threads: int | None = None,
    by_organisation: bool = False,
    model: "type[Partnership] | None" = None,
) -> Iterator[Chunk]:
    """Run replicates of one setting and yield them in order as they finish.

    Args:
        settings: validated settings (``sim.validation.validate``).
        replicates: how many (numbered from 0), or their numbers.
        seed: from 0 to 2**32 - 1; a run is decided by settings, seed and replicate number alone.
        threads: how many threads; all processors when None. Results do not depend on it.
        by_organisation: keep the weeks of every organisation too.
        model: a subclass of ``Partnership`` whose phases are overridden; it is stepped in Python, slowly.

    Raises:
        ValueError: when the seed is out of range.

    Yields:
        Chunks of replicates, in order.
    """
    if not 0 <= seed < 2**32:
        raise ValueError(f"seed {seed} is not from 0 to {2**32 - 1}")
    numbers = np.arange(replicates) if isinstance(replicates, int | np.integer) else np.asarray(replicates)
    numbers = numbers.astype(np.int64)
    size = chunk_size(settings, by_organisation)
    parts = [numbers[k : k + size] for k in range(0, len(numbers), size)]
    if model is not None:
        log.warning("%s overrides phases in Python: its replicates are stepped one by one, slowly", model.__name__)
        yield from (stepped(settings, part, seed, by_organisation, model) for part in parts)
        return
    plan = make_plan(settings)
    workers = threads or os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[Chunk]] = deque()
        try:
            for part in parts:
                waiting.append(pool.submit(live_chunk, plan, part, seed, by_organisation))
                if len(waiting) > AHEAD * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def chunk_size(settings: Settings, by_organisation: bool) -> int:
    """Return how many replicates a thread takes at once, so that memory stays small however large the case."""
    series = len(SERIES)
    if by_organisation:
        series += len(ORGANISATION_SERIES) * len(organisation_names(settings))
    return max(1, min(CHUNK, ROOM // (series * settings.weeks)))


def live_chunk(plan: Plan, replicates: NDArray[np.int64], seed: int, by_organisation: bool) -> Chunk:
    """Run some replicates in the compiled engine."""
    weeks, organisations, ends, tallies = room(plan, len(replicates), by_organisation)
    luck = chance.empty(len(plan.organisation), len(plan.channel), len(plan.cell_share), len(plan.event))
    numbers = replicates.astype(np.uint64)
    live_many(make_state(plan), plan, luck, np.uint64(seed), numbers, weeks, organisations, ends, tallies)
    return as_chunk(replicates, weeks, organisations, ends, tallies)


def room(plan: Plan, count: int, by_organisation: bool) -> tuple[Any, Any, NDArray[np.int64], NDArray[np.float64]]:
    """Return room for the weeks, the organisations' weeks, the ends and the case tallies of some runs."""
    weeks = np.zeros((count, plan.weeks), WEEK).view(np.recarray)
    kept = plan.weeks if by_organisation else 0
    organisations = np.zeros((count, kept, len(plan.organisation)), ORGANISATION_WEEK).view(np.recarray)
    tallies = np.zeros((count, len(plan.cell_share), len(CASE_TALLY)))
    return weeks, organisations, np.zeros((count, 2), dtype=np.int64), tallies


def as_chunk(
    replicates: NDArray[np.int64], weeks: Any, organisations: Any, ends: NDArray[np.int64], tallies: NDArray[np.float64]
) -> Chunk:
    """Turn records into plain arrays, with the summaries."""
    series = weeks.view(np.float64).reshape(*weeks.shape, len(SERIES))
    reasons = np.array(END_REASONS)[ends[:, 1]]
    own = None
    if organisations.shape[1] > 0:
        own = np.asarray(organisations.view(np.float64).reshape(*organisations.shape, len(ORGANISATION_SERIES)))
    return Chunk(replicates, np.asarray(series), summarise(np.asarray(series), ends[:, 0], reasons), own, tallies)


def stepped(
    settings: Settings, replicates: NDArray[np.int64], seed: int, by_organisation: bool, model: "type[Partnership]"
) -> Chunk:
    """Step some replicates of a subclass in Python."""
    weeks, organisations, ends, tallies = room(make_plan(settings), len(replicates), by_organisation)
    for r, replicate in enumerate(replicates):
        partnership = model(settings, seed=seed, replicate=int(replicate))
        for t in range(settings.weeks):
            partnership.step()
            weeks[r, t] = partnership.week_record
            if by_organisation:
                partnership.write_organisations(organisations[r, t])
        ends[r] = partnership.end
        tallies[r] = partnership.state.tally
        partnership.remove_all_agents()
    return as_chunk(replicates, weeks, organisations, ends, tallies)
