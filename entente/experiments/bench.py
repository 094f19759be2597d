"""Many arms under the same luck, on all processors: from overrides to what their replicates leave."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from threading import Event
from typing import Generic, TypeVar

from entente.analysis.run.arm_results import ArmResults
from entente.config.configuration import configure
from entente.config.run_settings import Run
from entente.sim.model.situation import Settings
from entente.studies.threads import in_threads, simulated


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


T = TypeVar("T")


@dataclass(frozen=True)
class Trial(Generic[T]):
    """Arms that are looked at together, by name, and what for: a pattern, an anchor, a summary."""

    what: T
    scenario: str
    jobs: Mapping[str, Job]

    @property
    def off(self) -> str:
        """Return the mechanism that is switched off in all of its arms, if any."""
        return next(iter(self.jobs.values())).off


@cache
def composed(words: tuple[str, ...]) -> Settings:
    """Return the settings that overrides ask for; composing takes as long as some twenty replicates."""
    return configure(words).settings


def settings_of(job: Job) -> Settings:
    """Return what a job runs."""
    whole = composed(job.words)
    return replace(whole, mechanisms=replace(whole.mechanisms, **{job.off: False})) if job.off else whole  # type: ignore[type-var]


def merged(trials: Sequence[Trial[T]]) -> list[Trial[T]]:
    """Let jobs of the same settings keep what any of them keeps, so that they are one."""
    wanted: dict[tuple[tuple[str, ...], str], Job] = {}
    for job in jobs_of(trials):
        same = wanted.get((job.words, job.off), job)
        wanted[job.words, job.off] = Job(
            job.words, job.off, same.series | job.series, same.organisations | job.organisations
        )
    return [
        replace(trial, jobs={name: wanted[job.words, job.off] for name, job in trial.jobs.items()}) for trial in trials
    ]


def jobs_of(trials: Iterable[Trial[T]]) -> list[Job]:
    """Return the jobs of some trials, each once, in order."""
    return list(dict.fromkeys(job for trial in trials for job in trial.jobs.values()))


def answered(trials: Sequence[Trial[T]], run: Run) -> Iterator[list[tuple[Trial[T], dict[str, ArmResults]]]]:
    """Run every job; after each, yield the trials whose arms are now all there, with what they left.

    Raises:
        SettingsError: when an arm cannot be composed.
    """
    users: dict[Job, list[int]] = {}
    for k, trial in enumerate(trials):
        for job in set(trial.jobs.values()):
            users.setdefault(job, []).append(k)
    missing = Counter(k for mine in users.values() for k in mine)
    waiting = {job: len(mine) for job, mine in users.items()}
    known: dict[Job, ArmResults] = {}
    for job, outcome in carried_out(jobs_of(trials), run):
        known[job] = outcome
        missing.subtract(users[job])
        whole = [trials[k] for k in users[job] if missing[k] == 0]
        yield [(trial, {name: known[one] for name, one in trial.jobs.items()}) for trial in whole]
        for one in (one for trial in whole for one in set(trial.jobs.values())):
            waiting[one] -= 1
            if waiting[one] == 0:  # nobody looks at it any more: it need not stay in memory
                del known[one]


def carried_out(jobs: Iterable[Job], run: Run) -> Iterator[tuple[Job, ArmResults]]:
    """Run jobs, as many at once as there are threads, and yield what each leaves as it is done.

    Raises:
        SettingsError: when an arm cannot be composed.
    """
    return in_threads(lambda job, stop: lived(job, run, stop), jobs, run.threads)


def lived(job: Job, run: Run, stop: Event) -> ArmResults:
    """Run one job in one thread."""
    return simulated(settings_of(job), run.replicates, run.seed, stop, job.series, job.organisations)
