"""Many arms under the same luck, on all processors: from overrides to what their replicates leave."""

import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import cache

from analysis.outcome import Outcome, gather
from entente.configuration import configure
from entente.run_settings import Run
from sim.situation import Settings


@dataclass(frozen=True)
class Job:
    """One arm to run.

    Attributes:
        words: its overrides, scenario included.
        off: a mechanism to switch off, if any.
        series: the weekly series to keep.
        organisations: the series of every organisation to keep.
    """

    words: tuple[str, ...]
    off: str = ""
    series: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()


@cache
def composed(words: tuple[str, ...]) -> Settings:
    """Return the settings that overrides ask for; composing takes as long as some twenty replicates."""
    return configure(words).settings


def settings_of(job: Job) -> Settings:
    """Return what a job runs."""
    whole = composed(job.words)
    return replace(whole, mechanisms=replace(whole.mechanisms, **{job.off: False})) if job.off else whole  # type: ignore[type-var]


def carried_out(jobs: Iterable[Job], run: Run) -> Iterator[tuple[Job, Outcome]]:
    """Run jobs, as many at once as there are threads, and yield what each leaves as it is done.

    Raises:
        SettingsError: when an arm cannot be composed.
    """
    workers = run.threads or os.cpu_count() or 1
    stop = threading.Event()
    with ThreadPoolExecutor(workers) as pool:
        futures = {pool.submit(lived, job, run, stop): job for job in jobs}
        try:
            for future in as_completed(futures):
                yield futures.pop(future), future.result()
        finally:
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)


def lived(job: Job, run: Run, stop: threading.Event) -> Outcome:
    """Run one job in one thread; when everything stops, so does it, between two chunks."""
    from sim.batch import simulate

    settings = settings_of(job)
    chunks = []
    for chunk in simulate(settings, run.replicates, run.seed, threads=1, by_organisation=bool(job.organisations)):
        chunks.append(chunk)
        if stop.is_set():
            raise InterruptedError
    return gather(settings, chunks, job.series, job.organisations)
