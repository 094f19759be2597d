"""Many things at once, in threads."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event
from typing import TypeVar

from entente.analysis.run.arm_results import ArmResults, collect_arm
from entente.sim.model.situation import Settings

A = TypeVar("A")
B = TypeVar("B")


def in_threads(work: Callable[[A, Event], B], things: Iterable[A], threads: int | None) -> Iterator[tuple[A, B]]:
    """Do the same work on many things, and yield each with what came of it as it is done.

    Args:
        work: what to do with one thing; it may look at the event, which is set when everything stops.
        things: what to work on, in the order in which to begin.
        threads: how many at once; None: one for each core.
    """
    stop = Event()
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        futures = {pool.submit(work, one, stop): one for one in things}
        try:
            for future in as_completed(futures):
                yield futures.pop(future), future.result()
        finally:
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)


def simulated(
    settings: Settings, replicates: int | Sequence[int], seed: int, stop: Event,
    series: Iterable[str], organisations: Collection[str] = (),
) -> ArmResults:  # fmt: skip
    """Run replicates (how many, or which) in one thread; when everything stops, so does it, between two chunks."""
    from entente.sim.batch import simulate

    chunks = []
    for chunk in simulate(settings, replicates, seed, threads=1, by_organisation=bool(organisations)):
        chunks.append(chunk)
        if stop.is_set():
            raise InterruptedError
    return collect_arm(settings, chunks, series, organisations)
