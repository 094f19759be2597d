"""A Dask cluster, wherever it is: its workers simulate batches, and this process writes what they left.

Workers share nothing with this process, not even a disk. When one dies, Dask has another do what it was doing; a batch
that every worker dies of is distinguished from those that happened to be beside it, and its runs are rows that failed.
"""

import errno
import logging
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dask
from distributed import Client, Future, KilledWorker, LocalCluster, wait

from entente.i18n.system_errors import reason_of
from entente.sim.validation.messages import Message, message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.batches import Part, failed_part, run_batch
from entente.studies.design import Batch
from entente.studies.executors import EngineError, compile_first, news
from entente.studies.identity import differences, versions
from entente.studies.options import ExecutorOptions
from entente.studies.store import BatchDone

if TYPE_CHECKING:
    from entente.studies.runner import DesignRun

_LEAST, _PER_THREAD = (
    64,
    2,
)  # batches under way: at least so many, that a cluster which grows by itself sees work; per thread
_LOOK, _ANSWER = 5.0, 20.0  # seconds: between two looks at whether there are workers; until a scheduler answers
_LOGGERS = ("distributed", "distributed.client")  # those that write to the terminal
_DIED = message("every worker that took it died")
_NOT_STARTED = message(
    "the workers of Dask did not start; in a script, what is called must stand under if __name__ == '__main__'"
)


def refusals(options: ExecutorOptions) -> Iterator[Violation]:
    """Yield nothing: whether a scheduler answers is seen when it is called."""
    yield from ()


def carry_out(run: "DesignRun", batches: Sequence[Batch]) -> Iterator[BatchDone]:
    """Have every batch simulated on the cluster, store its tables, and yield it.

    Raises:
        SettingsError: when no scheduler answers at the address.
        EngineError: when the cluster goes away, or its workers cannot do the work.
    """
    alone = [replace(batch, threads=1) for batch in batches]
    with silent(), client_of(run, alone) as client:
        suspects: list[Batch] = []
        yield from run_on_cluster(run, client, alone, suspects)
        for batch in suspects:  # each by itself: then what the workers die of is this one
            guilty: list[Batch] = []
            yield from run_on_cluster(run, client, [batch], guilty)
            for one in guilty:
                yield run.store.add(one, failed_part(one, _DIED))


@contextmanager
def silent() -> Iterator[None]:
    """Keep Dask from saying, with a traceback, what is said here in our words."""
    handlers = [one for name in _LOGGERS for one in logging.getLogger(name).handlers]
    levels = [one.level for one in handlers]
    for one in handlers:
        one.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for one, level in zip(handlers, levels, strict=True):
            one.setLevel(level)


@contextmanager
def client_of(run: "DesignRun", batches: Sequence[Batch]) -> Iterator[Client]:
    """Call the scheduler at the address, or else that of Dask's own configuration; or make a cluster here."""
    address = run.options.address or dask.config.get("scheduler-address", None)
    if address is None:
        compile_first(batches)
        options = {"n_workers": run.threads, "threads_per_worker": 1, "dashboard_address": None}
        try:
            cluster = LocalCluster(**options, silence_logs=logging.CRITICAL + 1)
        except RuntimeError as error:  # most often, processes of workers read the script again, and so begin it again
            raise EngineError(why_not_started(error)) from error
        with cluster, client_to(cluster) as client, client.as_current():
            yield client
        return
    try:
        is_file = address.endswith(".json")  # Dask would wait for it for ever
        client = client_to({"scheduler_file": str(Path(address).resolve(strict=True))} if is_file else address)
    except (OSError, ValueError, TypeError) as error:
        wanted = message("the address of one that runs, such as tcp://host:8786, or its scheduler file")
        raise SettingsError(
            [Violation("address", message("no Dask scheduler answers at {address}", address=address), wanted)]
        ) from error
    with client, client.as_current():
        yield client


def why_not_started(error: BaseException) -> Message:
    """Return why workers did not start: what was refused, such as a port that is taken, or the usual reason."""
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, OSError) and inner.errno not in (None, errno.EPIPE, errno.ECONNRESET):
            return message("the workers of Dask did not start: {reason}", reason=reason_of(inner))
        inner = inner.__cause__ or inner.__context__
    return _NOT_STARTED


def client_to(where: Any) -> Client:
    """Return a client that nothing else of this process will use by itself."""
    options = where if isinstance(where, dict) else {"address": where}
    return Client(**options, timeout=_ANSWER, set_as_default=False)


def run_on_cluster(
    run: "DesignRun", client: Client, batches: Sequence[Batch], suspects: list[Batch]
) -> Iterator[BatchDone]:
    """Have batches simulated, a few for each thread of the cluster at a time; note those that workers died of."""
    waiting, running = deque(batches), dict[Future, Batch]()
    here = versions()
    try:
        while waiting or running:
            while waiting and len(running) < max(_LEAST, _PER_THREAD * sum(client.nthreads().values())):
                batch = waiting.popleft()
                running[client.submit(run_on_worker, batch, here, pure=False)] = batch
            for future in wait_for_batches(client, running):
                batch = running.pop(future)
                part = part_of(future)
                if part is None:
                    suspects.append(batch)
                else:
                    yield run.store.add(batch, part)
    except (CancelledError, OSError) as error:
        if client.status == "running" and not isinstance(error, CancelledError):
            raise  # the disk here
        raise EngineError(message("The Dask cluster is gone.")) from error
    finally:
        client.cancel(list(running))


def wait_for_batches(client: Client, running: dict[Future, Batch]) -> list[Future]:
    """Wait until some batch is finished; say so when there is no worker to finish any."""
    warned = False
    while True:
        try:
            return list(wait(list(running), timeout=_LOOK, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            if not warned and not client.nthreads():
                news.warning(message("The Dask cluster has no workers yet; the work waits for them."))
                warned = True


def part_of(future: Future) -> Part | None:
    """Return the tables of a batch, or None when workers died of it.

    Raises:
        EngineError: when workers cannot do such work at all.
    """
    try:
        part: Part = future.result()
        return part
    except KilledWorker:
        return None
    except (OSError, CancelledError):
        raise
    except Exception as error:  # what belongs to a point is a row by now: this is the workers' own
        raise EngineError(
            message(
                "The workers of the Dask cluster cannot do the work ({reason}).",
                reason=f"{type(error).__name__}: {error}",
            )
        ) from error


def run_on_worker(batch: Batch, wanted: dict[str, str]) -> Part:
    """Simulate a batch on a worker, whose versions must be those of this process."""
    for name, mine, there in differences(wanted, versions()):
        raise ValueError(f"{name} is {there} there and {mine} here")
    return run_batch(batch)
