"""Many things at once, in threads."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def in_threads(work: Callable[[A, Event], B], things: Iterable[A], threads: int | None) -> Iterator[tuple[A, B]]:
    """Do the same work on many things, and yield each with its result as it is done.

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
