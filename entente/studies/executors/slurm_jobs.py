"""Jobs of Slurm: what each does, how they are submitted, which are there, and how they are taken back.

A submission is one array of jobs. What each of its jobs was given is written in the study's folder before it is made,
under the name that its jobs bear: whoever comes later finds who does what, without any memory but the folder.
"""

import json
import os
import shlex
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

from submitit import AutoExecutor
from submitit.core.utils import DelayedSubmission, FailedJobError, FailedSubmissionError
from submitit.slurm.slurm import SlurmExecutor

from entente.results.files import write_text
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.batches import run_batch
from entente.studies.design import Batch
from entente.studies.identity import differences, versions
from entente.studies.store import FolderStore
from entente.studies.study_files import SLURM, mark_of, read_manifest
from entente.studies.threads import in_threads

DEFAULT_JOB = {"timeout_min": 60, "nodes": 1, "tasks_per_node": 1}
DECIDED = {"name", "job_name", "nodes", "tasks_per_node", "ntasks_per_node", "map_count", "time"}
GENERIC = {"timeout_min", "mem_gb", "cpus_per_task", "gpus_per_node", "stderr_to_stdout", *DEFAULT_JOB}
TIMEOUTS = 100  # times that a job goes on by itself after its time is over


class SlurmJob(NamedTuple):
    """A job, by the name of its submission and its place in the array."""

    name: str
    rank: int


class JobState(NamedTuple):
    """What Slurm says of a job: the number of its array, its state, and why it is in it."""

    array: str
    state: str
    reason: str


@dataclass(frozen=True)
class Shard:
    """What one job does: the batches of its share that nobody has done.

    Attributes:
        folder: of the study.
        batches: the share.
        mark: of the study; once the folder holds another one, the job stops.
        threads: at once.
    """

    folder: Path
    batches: tuple[Batch, ...]
    mark: str
    threads: int

    def __call__(self) -> None:
        """Simulate what is left of the share, and write it.

        Raises:
            ValueError: when the versions here are not those of the study.
        """
        signal.signal(signal.SIGTERM, stop_job)  # submitit goes on until it is killed
        about = read_manifest(self.folder) or {}
        for name, wanted, here in differences(about.get("identity", {}).get("versions", {}), versions()):
            raise ValueError(f"{name} is {here} here and {wanted} in the study")
        for _ in in_threads(self.work, self.batches, self.threads):
            pass

    def work(self, batch: Batch, stop: Event) -> None:
        """Simulate a batch, unless it is done or no longer wanted."""
        store = FolderStore(self.folder, mark=self.mark)
        if store.is_done(batch.number) or self.is_over():
            return
        part = run_batch(batch, stop)
        if not self.is_over():
            store.add(batch, part)

    def is_over(self) -> bool:
        """Tell whether the folder holds another study by now, or none."""
        return mark_of(read_manifest(self.folder)) != self.mark

    def checkpoint(self) -> DelayedSubmission:
        """Return what to go on with after the time of the job is over: the same, as what is done is passed over."""
        return DelayedSubmission(self)


def stop_job(*_: object) -> None:
    """Stop when Slurm says so, as after ``scancel``; what is not written is another job's."""
    sys.exit(128 + signal.SIGTERM)


def job_option_violations(options: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield why options of jobs are refused."""
    possible = ({*SlurmExecutor._valid_parameters()} | GENERIC) - DECIDED
    for name in options:
        if name in DECIDED:
            close = ("slurm.timeout_min",) if name == "time" else ()
            yield Violation(f"slurm.{name}", message("this command decides it itself"), "", close)
        elif name not in possible:
            close = tuple(f"slurm.{one}" for one in get_close_matches(name, possible))
            yield Violation(f"slurm.{name}", message("no such setting"), message("what submitit asks of slurm"), close)


def job_maker(folder: Path, options: Mapping[str, Any], name: str, threads: int) -> AutoExecutor:
    """Return what makes jobs; what is not set is left to the cluster, memory above all.

    Raises:
        SettingsError: when a value is not of the right kind.
    """
    safe = " -P" if os.environ.get("PYTHONSAFEPATH") else ""  # as for this process
    python = shlex.quote(sys.executable) + safe
    found = AutoExecutor(folder / SLURM, cluster="slurm", slurm_max_num_timeout=TIMEOUTS, slurm_python=python)
    wanted = {"cpus_per_task": threads, **DEFAULT_JOB, **options, "name": name}
    try:
        found.update_parameters(**{one if one in (*GENERIC, "name") else f"slurm_{one}": wanted[one] for one in wanted})
    except (AssertionError, NameError, TypeError, ValueError) as error:
        raise SettingsError([Violation("slurm", message("it cannot be asked for ({reason})", reason=error))]) from error
    return found


def submit_jobs(
    folder: Path, batches: Sequence[Batch], count: int, threads: int, options: Mapping[str, Any]
) -> dict[SlurmJob, tuple[Batch, ...]]:
    """Give batches to so many jobs, dealt out like cards, and return which has which.

    Raises:
        SettingsError: when Slurm refuses.
    """
    folder = folder.absolute()
    shares = [tuple(batches[rank::count]) for rank in range(min(count, len(batches)))]
    name = f"entente-{uuid.uuid4().hex[:10]}"
    maker, mark = job_maker(folder, options, name, threads), mark_of(read_manifest(folder))
    (folder / SLURM).mkdir(exist_ok=True)
    record = folder / SLURM / f"{name}.json"
    write_text(record, json.dumps({"batches": [[one.number for one in share] for share in shares]}) + "\n")
    try:
        with maker.batch():
            for share in shares:
                maker.submit(Shard(folder, share, mark, threads))
    except (FailedJobError, FailedSubmissionError, OSError) as error:
        record.unlink(missing_ok=True)
        said = " ".join(str(error).split()).removeprefix("sbatch: error: ")
        raise SettingsError([Violation("slurm", message("sbatch refuses ({reason})", reason=said))]) from error
    return {SlurmJob(name, rank): share for rank, share in enumerate(shares)}


def recorded_jobs(folder: Path) -> dict[SlurmJob, tuple[int, ...]]:
    """Return the batches of every job that was ever submitted."""
    found = {}
    for path in (folder / SLURM).glob("entente-*.json"):
        shares = json.loads(path.read_text(encoding="utf-8"))["batches"]
        found |= {SlurmJob(path.stem, rank): tuple(share) for rank, share in enumerate(shares)}
    return found


def jobs_there(jobs: Sequence[SlurmJob]) -> dict[SlurmJob, JobState] | None:
    """Return those jobs that wait or run, or None when Slurm does not answer; a job that is over is not in it."""
    if not jobs:
        return {}
    names = ",".join({one.name for one in jobs})
    done = slurm_answer("squeue", "--noheader", "--array", f"--name={names}", "--format=%j|%K|%F|%T|%r")
    if done is None:
        return None
    rows = [line.split("|") for line in done.splitlines() if line.count("|") == 4]
    found = {SlurmJob(name, int(rank) if rank.isdigit() else 0): JobState(*rest) for name, rank, *rest in rows}
    return {one: found[one] for one in jobs if one in found}


def cancel(jobs: Sequence[SlurmJob], *options: str) -> bool:
    """Cancel jobs, and tell whether Slurm accepted."""
    arrays = {one.array for one in (jobs_there(jobs) or {}).values()}
    return not arrays or slurm_answer("scancel", *options, *arrays) is not None


def slurm_answer(*words: str) -> str | None:
    """Return what a command of Slurm says, or None when it fails."""
    try:
        done = subprocess.run(words, capture_output=True, encoding="utf-8", timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def last_words(folder: Path) -> str:
    """Return the last line in the latest log of errors that has any, or a dash."""
    logs = sorted((folder / SLURM).glob("*_log.err"), key=lambda path: path.stat().st_mtime)
    for log in reversed(logs):
        lines = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines()]
        if lines := [line for line in lines if line]:
            return lines[-1]
    return "–"
