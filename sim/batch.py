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

from entente.sim.buffers import NO_DETAIL, Buffers, Detail, make_buffers
from entente.sim.chance import make_draws
from entente.sim.inputs import ModelInputs, channel_names, make_inputs
from entente.sim.model.measures import CONDITIONS, ORGANISATION_SERIES, SERIES, SUMMARIES
from entente.sim.model.situation import Settings, case_cells, organisation_names
from entente.sim.parallel_compile import compile_rules, is_compiled
from entente.sim.records import ANSWER_COUNT, END_REASONS
from entente.sim.state import make_state, usual_log_size
from entente.sim.summaries import summarise_run
from entente.sim.week import simulate_runs

if TYPE_CHECKING:
    from entente.sim.partnership import Partnership

__all__ = ["Chunk", "case_cells", "is_compiled", "organisation_names", "simulate"]

CHUNK = 50  # replicates a thread takes at once, of partnerships of ``USUAL`` organisations or less
COUNTED_WEEKS = frozenset({"peak_week", "weeks_sustained"})  # summaries that are whole numbers and never missing
_USUAL = 30  # organisations: with more of them fewer replicates, so that progress shows
ROOM = 4_000_000  # numbers a chunk may hold (32 MB): large cases are cut finer
AHEAD = 3  # chunks of each thread that may wait to be taken
log = logging.getLogger("entente")


@dataclass(frozen=True, repr=False)
class Chunk:
    """Replicates that are done, as arrays.

    Attributes:
        replicates: their numbers, shape (r,).
        weeks: the series of ``sim.model.measures.SERIES``, shape (r, weeks, series), week 1 first.
        summaries: one array of r for each of ``sim.model.measures.SUMMARIES``; nan where a figure is missing.
        organisations: the series of ``ORGANISATION_SERIES``, shape (r, weeks, organisations, series), or None.
        attendance: records of ``sim.records.ATTENDANCE_RECORD``, shape (r, weeks, channels, organisations), or None.
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
    attendance: Any
    cases: NDArray[np.float64]
    conditions: NDArray[np.float64]
    event_log: Any
    logged: NDArray[np.int64]

    def __repr__(self) -> str:
        """Say which replicates."""
        return f"Chunk({len(self.replicates)} replicates from {self.replicates[0]}, {self.weeks.shape[1]} weeks)"


def simulate(
    settings: Settings,
    replicates: int | Sequence[int],
    seed: int,
    *,
    threads: int | None = None,
    by_organisation: bool = False,
    attendance: bool = False,
    model: "type[Partnership] | None" = None,
) -> Iterator[Chunk]:
    """Run replicates of one setting and yield them in order as they finish.

    Args:
        settings: validated settings (``sim.validation.validate.validate``).
        replicates: how many (numbered from 0), or their numbers.
        seed: from 0 to 2**32 - 1; a run is decided by settings, seed and replicate number alone.
        threads: how many threads; all processors when None. Results do not depend on it.
        by_organisation: keep the weeks of every organisation too.
        attendance: keep who came to each channel too.
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
    detail = Detail(by_organisation, attendance)
    size = chunk_size(settings, detail)
    parts = [numbers[k : k + size] for k in range(0, len(numbers), size)]
    if model is not None:
        log.warning("%s overrides phases in Python: its replicates are stepped one by one, slowly", model.__name__)
        yield from (step_chunk(settings, part, seed, detail, model) for part in parts)
        return
    inputs = make_inputs(settings)
    compile_rules(inputs)
    yield from simulate_in_threads(inputs, parts, seed, detail, threads or os.cpu_count() or 1)


def simulate_in_threads(
    inputs: ModelInputs, parts: Sequence[NDArray[np.int64]], seed: int, detail: Detail, threads: int
) -> Iterator[Chunk]:
    """Run chunks of replicates in threads and yield them in order; few at a time are in memory."""
    if len(parts) == 1:  # another thread would cost as much as a short run
        yield simulate_chunk(inputs, parts[0], seed, detail)
        return
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[Chunk]] = deque()
        try:
            for part in parts:
                waiting.append(pool.submit(simulate_chunk, inputs, part, seed, detail))
                if len(waiting) > AHEAD * threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def chunk_size(settings: Settings, detail: Detail = NO_DETAIL) -> int:
    """Return how many replicates a thread takes at once, so that memory stays small however large the case."""
    organisations = sum(one.count for one in settings.organisations.values())
    series = len(SERIES) + ANSWER_COUNT * len(CONDITIONS)
    if detail.attendance:
        series += len(channel_names(settings)) * organisations
    if detail.organisations:
        series += len(ORGANISATION_SERIES) * organisations
    return max(1, min(CHUNK, CHUNK * _USUAL // organisations, ROOM // (series * settings.weeks)))


def simulate_chunk(inputs: ModelInputs, replicates: NDArray[np.int64], seed: int, detail: Detail) -> Chunk:
    """Run replicates in the compiled engine; those that overflow the event log are run again with a longer one."""
    draws = make_draws(inputs.keys, inputs.ties)
    run, numbers = np.array([seed, 0], dtype=np.uint64), replicates.astype(np.uint64)
    entries = usual_log_size(inputs)
    while True:
        buffers = make_buffers(inputs, len(replicates), detail, entries)
        simulate_runs(make_state(inputs, entries), inputs, draws, run, numbers, buffers)
        needed = int(buffers.ends[:, 3].max(initial=0))
        if needed <= entries:
            written = np.arange(entries) < buffers.ends[:, 3:]
            return as_chunk(inputs, replicates, buffers, np.asarray(buffers.log)[written])
        entries = needed


def as_chunk(inputs: ModelInputs, replicates: NDArray[np.int64], buffers: Buffers, event_log: Any) -> Chunk:
    """Turn records into plain arrays, with the summaries and the event logs, one run after the other."""
    weeks = np.asarray(buffers.weeks.view(np.float64).reshape(*buffers.weeks.shape, len(SERIES)))
    own = None
    if buffers.organisations.shape[1] > 0:
        shape = (*buffers.organisations.shape, len(ORGANISATION_SERIES))
        own = np.asarray(buffers.organisations.view(np.float64).reshape(shape))
    records = buffers.summaries.view(np.ndarray)  # whose fields are read ten times as fast
    summaries = {name: summary_values(name, records[name]) for name in SUMMARIES}
    attendance = buffers.attendance if buffers.attendance.shape[1] > 0 else None
    logged = buffers.ends[:, 3].copy()
    return Chunk(replicates, weeks, summaries, own, attendance, buffers.tallies, buffers.conditions, event_log, logged)


def summary_values(name: str, numbers: NDArray[np.float64]) -> NDArray[Any]:
    """Return a summary of each run as it is told: a number, yes or no, or the word of a reason."""
    if name in COUNTED_WEEKS:
        return numbers.astype(np.int64)
    if name == "end_reason":
        return np.array(END_REASONS)[numbers.astype(np.int64)]
    return numbers > 0.0 if SUMMARIES[name].unit == "yes/no" else np.array(numbers)


def step_chunk(
    settings: Settings, replicates: NDArray[np.int64], seed: int, detail: Detail, model: "type[Partnership]"
) -> Chunk:
    """Step some replicates of a subclass in Python."""
    inputs = make_inputs(settings)
    buffers = make_buffers(inputs, len(replicates), detail)
    logs: list[Any] = []
    for r, replicate in enumerate(replicates):
        partnership = model(settings, seed=seed, replicate=int(replicate))
        state = partnership.state
        for t in range(settings.weeks):
            partnership.step()
            buffers.weeks[r, t] = partnership.week_record
            buffers.conditions[r, t] = state.answers
            if detail.organisations:
                partnership.write_organisations(buffers.organisations[r, t])
            if detail.attendance and partnership.week == t + 1:  # not once it has ended
                partnership.write_attendance(buffers.attendance[r, t])
        w = state.partnership[0]
        buffers.ends[r] = (*partnership.end, w.shock, w.logged)
        buffers.tallies[r] = state.tally
        summarise_run(
            buffers.weeks[r], buffers.ends[r], state.tally, state.turnout,
            inputs.cell_territory, inputs.cell_population, buffers.summaries[r],
        )  # fmt: skip
        logs.append(np.asarray(partnership.state.log[: w.logged]))
        partnership.remove_all_agents()
    return as_chunk(inputs, replicates, buffers, np.concatenate(logs))
