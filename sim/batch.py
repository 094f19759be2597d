"""Many runs at once: replicates of one setting in threads, bit for bit the same as one run alone."""

import logging
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from entente.sim.chance import make_draws
from entente.sim.engine.compilation import is_kept
from entente.sim.inputs import ModelInputs, make_inputs
from entente.sim.model.measures import CASE_TALLY, CONDITIONS, ORGANISATION_SERIES, SERIES
from entente.sim.model.situation import Settings, case_cells, organisation_names
from entente.sim.parallel_compile import see_to
from entente.sim.records import ANSWER_COUNT, END_REASONS, LOG_RECORD
from entente.sim.rules.observation import ORGANISATION_WEEK, WEEK
from entente.sim.state import make_state, usual_log_size
from entente.sim.summaries import summarise
from entente.sim.week import simulate_runs

if TYPE_CHECKING:
    from entente.sim.partnership import Partnership

__all__ = ["Chunk", "case_cells", "compiled", "organisation_names", "simulate"]

CHUNK = 50  # replicates a thread takes at once, of partnerships of ``USUAL`` organisations or less
USUAL = 30  # organisations: with more of them fewer replicates, so that progress shows
ROOM = 4_000_000  # numbers a chunk may hold (32 MB): large cases are cut finer
AHEAD = 3  # chunks of each thread that may wait to be taken
log = logging.getLogger("entente")


@dataclass(frozen=True, repr=False)
class Chunk:
    """Some replicates, done.

    Attributes:
        replicates: their numbers, shape (r,).
        weeks: the series of ``sim.model.measures.SERIES``, shape (r, weeks, series), week 1 first.
        summaries: one array of r for each of ``sim.model.measures.SUMMARIES``; nan where a figure is missing.
        organisations: the series of ``ORGANISATION_SERIES``, shape (r, weeks, organisations, series), or None.
        cases: the counts of ``CASE_TALLY``, shape (r, territories × populations, counts), rows as ``case_cells``.
        conditions: shares of the partners who would answer C, B, A, shape (r, weeks, conditions, 3), conditions in
            the order of ``sim.model.measures.CONDITIONS``.
        event_log: the event log, records of ``sim.records.LOG_RECORD`` (week, kind: the rank in ``LOG_ENTRIES``, who: a
            row or a rank as ``LogEntry.who`` says, extent), one after the other; ``logged`` counts those of each.
        logged: entries of the log of each replicate, shape (r,).
    """

    replicates: NDArray[np.int64]
    weeks: NDArray[np.float64]
    summaries: dict[str, NDArray[Any]]
    organisations: NDArray[np.float64] | None
    cases: NDArray[np.float64]
    conditions: NDArray[np.float64]
    event_log: Any
    logged: NDArray[np.int64]

    def __repr__(self) -> str:
        """Say which replicates."""
        return f"Chunk({len(self.replicates)} replicates from {self.replicates[0]}, {self.weeks.shape[1]} weeks)"


def compiled(inputs: ModelInputs) -> bool:
    """Tell whether the rules are compiled already for runs of a plan; if not, the first takes half a minute more.

    They are compiled once where everybody keeps trust in everybody, and once more where few ties are kept.
    """
    draws, numbers = make_draws(inputs.keys, inputs.ties), np.zeros(2, dtype=np.uint64)
    return is_kept(simulate_runs, make_state(inputs, 0), inputs, draws, numbers, numbers, room_for(inputs, 1, False))


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
        settings: validated settings (``sim.validation.validate.validate``).
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
    inputs = make_inputs(settings)
    see_to(inputs, compiled)
    workers = threads or os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[Chunk]] = deque()
        try:
            for part in parts:
                waiting.append(pool.submit(live_chunk, inputs, part, seed, by_organisation))
                if len(waiting) > AHEAD * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


class Room(NamedTuple):
    """Room for what some runs leave."""

    weeks: Any  # run, week: WEEK
    conditions: NDArray[np.float64]  # run, week, condition, answer
    organisations: Any  # run, week (none unless asked for), organisation: ORGANISATION_WEEK
    ends: NDArray[np.int64]  # run: week of the end, reason, week of the first shock, entries of the log
    tallies: NDArray[np.float64]  # run, territory and population: CASE_TALLY
    log: Any  # run, entry: LOG_RECORD


def chunk_size(settings: Settings, by_organisation: bool) -> int:
    """Return how many replicates a thread takes at once, so that memory stays small however large the case."""
    organisations = sum(one.count for one in settings.organisations.values())
    series = len(SERIES) + ANSWER_COUNT * len(CONDITIONS)
    if by_organisation:
        series += len(ORGANISATION_SERIES) * organisations
    return max(1, min(CHUNK, CHUNK * USUAL // organisations, ROOM // (series * settings.weeks)))


def live_chunk(inputs: ModelInputs, replicates: NDArray[np.int64], seed: int, by_organisation: bool) -> Chunk:
    """Run some replicates in the compiled engine; those of which the log had too little room, once more with enough."""
    draws = make_draws(inputs.keys, inputs.ties)
    run, numbers = np.array([seed, 0], dtype=np.uint64), replicates.astype(np.uint64)
    entries = usual_log_size(inputs)
    while True:
        room = room_for(inputs, len(replicates), by_organisation, entries)
        simulate_runs(make_state(inputs, entries), inputs, draws, run, numbers, room)
        needed = int(room.ends[:, 3].max(initial=0))
        if needed <= entries:
            written = np.arange(entries) < room.ends[:, 3:]
            return as_chunk(inputs, replicates, room, np.asarray(room.log)[written])
        entries = needed


def room_for(inputs: ModelInputs, count: int, by_organisation: bool, entries: int = 0) -> Room:
    """Return room for what so many runs leave, with so many entries of the log each; they write all that is read."""
    kept = inputs.weeks if by_organisation else 0
    return Room(
        np.empty((count, inputs.weeks), WEEK).view(np.recarray),
        np.empty((count, inputs.weeks, len(CONDITIONS), ANSWER_COUNT)),
        np.empty((count, kept, len(inputs.organisation)), ORGANISATION_WEEK).view(np.recarray),
        np.zeros((count, 4), dtype=np.int64),
        np.zeros((count, len(inputs.cell_share), len(CASE_TALLY))),
        np.empty((count, entries), LOG_RECORD).view(np.recarray),
    )


def as_chunk(inputs: ModelInputs, replicates: NDArray[np.int64], room: Room, event_log: Any) -> Chunk:
    """Turn records into plain arrays, with the summaries and all that happened, one run after the other."""
    weeks = np.asarray(room.weeks.view(np.float64).reshape(*room.weeks.shape, len(SERIES)))
    own = None
    if room.organisations.shape[1] > 0:
        shape = (*room.organisations.shape, len(ORGANISATION_SERIES))
        own = np.asarray(room.organisations.view(np.float64).reshape(shape))
    reasons = np.array(END_REASONS)[room.ends[:, 1]]
    summaries = summarise(weeks, room.ends[:, 0], reasons, room.ends[:, 2], by_place(inputs, room.tallies))
    logged = room.ends[:, 3].copy()
    return Chunk(replicates, weeks, summaries, own, room.tallies, room.conditions, event_log, logged)


def by_place(inputs: ModelInputs, tallies: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Return the tallies by territory and by population, shape (runs, places, counts) each."""
    found = {}
    for name, cells in (("territory", inputs.cell_territory), ("population", inputs.cell_population)):
        found[name] = np.stack([tallies[:, cells == place].sum(axis=1) for place in range(cells.max() + 1)], axis=1)
    return found


def stepped(
    settings: Settings, replicates: NDArray[np.int64], seed: int, by_organisation: bool, model: "type[Partnership]"
) -> Chunk:
    """Step some replicates of a subclass in Python."""
    inputs = make_inputs(settings)
    room = room_for(inputs, len(replicates), by_organisation)
    logs: list[Any] = []
    for r, replicate in enumerate(replicates):
        partnership = model(settings, seed=seed, replicate=int(replicate))
        state = partnership.state
        for t in range(settings.weeks):
            partnership.step()
            room.weeks[r, t] = partnership.week_record
            room.conditions[r, t] = state.answers
            if by_organisation:
                partnership.write_organisations(room.organisations[r, t])
        w = state.partnership[0]
        room.ends[r] = (*partnership.end, w.shock, w.logged)
        room.tallies[r] = state.tally
        logs.append(np.asarray(partnership.state.log[: w.logged]))
        partnership.remove_all_agents()
    return as_chunk(inputs, replicates, room, np.concatenate(logs))
