"""Slurm: arrays of jobs simulate the batches and write them in the shared folder, which this process watches.

What counts is the folder: a batch is done when its part is there. Slurm is asked only which jobs are still there
(``squeue``, which every cluster has), never how one ended: without accounting it does not know. Of a job that ended
early, what is left is given to another. Should this process be killed, the jobs go on, and the same command finds them.
"""

import shutil
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.design import Batch
from entente.studies.endings import has_to_go
from entente.studies.executors import EngineError, compile_first, news
from entente.studies.executors.slurm_jobs import (
    SlurmJob,
    cancel,
    job_option_violations,
    jobs_there,
    last_words,
    recorded_jobs,
    submit_jobs,
)
from entente.studies.options import ExecutorOptions
from entente.studies.store import BatchDone, batch_done
from entente.studies.study_files import SLURM

if TYPE_CHECKING:
    from entente.studies.runner import DesignRun

TRIES = 3  # jobs that may end while at one batch; and of all jobs in a row, rounds of them that leave nothing
OFTEN, SELDOM = 2.0, 30.0  # seconds between two questions to Slurm: more as time goes by
GLANCE = 0.5  # seconds between two looks at the folder, at first


def refusals(options: ExecutorOptions) -> Iterator[Violation]:
    """Yield why Slurm cannot be used here, and which options it refuses."""
    if shutil.which("sbatch") is None or shutil.which("srun") is None:
        yield Violation("engine", message("there is no Slurm here"), message("a machine where sbatch works"))
    yield from job_option_violations(options.slurm)


def carry_out(run: "DesignRun", batches: Sequence[Batch]) -> Iterator[BatchDone]:
    """Have every batch simulated by jobs, and yield each as its part is there.

    Ctrl-C takes the jobs back; a process that is killed, gets SIGTERM, or loses its terminal leaves them to go on.

    Raises:
        SettingsError: when there is no Slurm, or it refuses an option.
        EngineError: when jobs end again and again and leave batches undone.
    """
    options = run.options
    if wrong := [*refusals(options)]:
        raise SettingsError(wrong)
    compile_first(batches)
    threads = run.threads or int(options.slurm.get("cpus_per_task") or 1)
    watch = Watch(run, {one.number: replace(one, threads=1) for one in batches}, threads)
    try:
        yield from watch.watch()
    except (KeyboardInterrupt, GeneratorExit):
        if has_to_go():
            news.warning(message("The jobs go on, and the same command finds them."))
            raise
        heard = cancel([*watch.jobs])
        news.warning(
            message("The jobs are cancelled.")
            if heard
            else message("Slurm does not answer: the jobs may still be there.")
        )
        raise
    cancel([*watch.jobs], "--state=PENDING")  # whose share others have done
    for path in (run.folder / SLURM).glob("*.pkl"):  # what the jobs were given; what they said is kept
        path.unlink(missing_ok=True)


@dataclass
class Watch:
    """What is known of the jobs of a design.

    Attributes:
        run: in its folder.
        left: the batches of which no part has been seen, by number.
        threads: of each job.
        jobs: those that are there, with their batches.
        fading: those that the last answer of Slurm did not know.
        blamed: how many jobs ended while at a batch.
        lost: the batches that are given up.
        fruitless: jobs in a row that left nothing.
        reason: why all jobs wait, as last reported.
    """

    run: "DesignRun"
    left: dict[int, Batch]
    threads: int
    jobs: dict[SlurmJob, tuple[int, ...]] = field(default_factory=dict)
    fading: set[SlurmJob] = field(default_factory=set)
    blamed: Counter[int] = field(default_factory=Counter)
    lost: set[int] = field(default_factory=set)
    fruitless: int = 0
    reason: str = "None"

    def watch(self) -> Iterator[BatchDone]:
        """Yield batches as they are done, until none is left.

        Raises:
            EngineError: when some are given up.
        """
        self.adopt()
        start = last_look = time.monotonic()
        while True:
            yield from self.batches_that_appeared()
            if not self.left:
                return
            if not self.jobs:
                break
            spent = time.monotonic() - start
            if time.monotonic() - last_look > min(max(OFTEN, spent / 20), SELDOM):
                yield from self.ask_slurm()
                last_look = time.monotonic()
            time.sleep(min(max(GLANCE, spent / 100), SELDOM / 6))
        raise EngineError(
            message(
                "{count} batches are left: jobs ended again and again while at them. The last one said: {said}",
                count=len(self.left),
                said=last_words(self.run.folder),
            )
        )

    def adopt(self) -> None:
        """Take over the jobs of an earlier command that are still there, and submit what none of them does.

        Raises:
            EngineError: when Slurm does not answer.
            SettingsError: when it refuses.
        """
        known = {job: mine for job, share in recorded_jobs(self.run.folder).items()
                 if (mine := tuple(number for number in share if number in self.left))}  # fmt: skip
        states = jobs_there([*known])
        if states is None:
            raise EngineError(message("Slurm does not answer."))
        self.jobs = {job: known[job] for job in states}
        if self.jobs:
            news.info(message("Slurm: {count} jobs of an earlier command are still there", count=len(self.jobs)))
        taken = {number for share in self.jobs.values() for number in share}
        self.submit([number for number in self.left if number not in taken], self.run.options.shards)

    def submit(self, numbers: Sequence[int], count: int) -> None:
        """Give batches to new jobs, last those at which jobs ended."""
        if not numbers:
            return
        ordered = sorted(numbers, key=lambda number: (self.blamed[number], number))
        batches = [self.left[number] for number in ordered]
        shares = submit_jobs(self.run.folder, batches, count, self.threads, self.run.options.slurm)
        self.jobs |= {job: tuple(one.number for one in share) for job, share in shares.items()}
        news.info(
            message("Slurm: {count} jobs submitted for {batches} batches", count=len(shares), batches=len(numbers))
        )

    def batches_that_appeared(self) -> Iterator[BatchDone]:
        """Yield the batches whose parts are now there."""
        for number in sorted(self.run.store.batches_done() & self.left.keys()):
            del self.left[number]
            self.lost.discard(number)
            yield batch_done(self.run.folder, number)

    def ask_slurm(self) -> Iterator[BatchDone]:
        """Ask Slurm which jobs are there; batches left by jobs that are gone are given to others.

        A job is gone when two answers in a row do not know it, as a part may be seen a moment after it is written.

        Raises:
            EngineError: when Slurm refuses new jobs.
        """
        states = jobs_there([*self.jobs])
        if states is None:
            return  # it may be restarting
        self.report_reason({one.reason if one.state == "PENDING" else "None" for one in states.values()}, len(states))
        gone = {job for job in self.jobs if job not in states}
        ended, self.fading = gone & self.fading, gone
        yield from self.batches_that_appeared()
        again, short = list[int](), 0
        for job in ended:
            share = self.jobs.pop(job)
            if missing := [number for number in share if number in self.left]:
                short += 1
                again += self.batches_to_retry(share, missing)
        if again:
            news.warning(
                message(
                    "Slurm: {count} jobs ended before their time, {batches} batches undone",
                    count=short,
                    batches=len(again),
                )
            )
            try:
                self.submit(again, short)
            except SettingsError as error:
                raise EngineError(error.violations[0].problem) from error

    def report_reason(self, reasons: set[str], count: int) -> None:
        """Report why jobs wait, when none runs and it was not reported before."""
        if len(reasons) == 1 and self.reason not in reasons and "None" not in reasons:
            (self.reason,) = reasons
            news.info(message("Slurm: {count} jobs wait in the queue ({reason})", count=count, reason=self.reason))

    def batches_to_retry(self, share: Sequence[int], missing: Sequence[int]) -> list[int]:
        """Note which batches a job was at when it ended, and return those that another may try."""
        self.fruitless = self.fruitless + 1 if len(missing) == len(share) else 0
        self.blamed.update(missing[: self.threads])
        hopeless = self.fruitless >= TRIES * min(self.run.options.shards, len(self.run.design.batches))
        self.lost |= {number for number in missing if hopeless or self.blamed[number] >= TRIES}
        return [number for number in missing if number not in self.lost]
