"""Testing patterns: which arms they need, what comes out of them, what each contrast says."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.intervals import Estimate, Numbers, Verdict, each_value, worst
from analysis.outcome import Outcome
from analysis.patterns.pattern import CALENDAR, Contrast, Pattern
from entente.experiments.bench import Job, carried_out, composed
from entente.run_settings import Run


@dataclass(frozen=True)
class Base:
    """A scenario to test on: its name, and the overrides that make it, the user's own included."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """What one contrast of a pattern says on one scenario, whole or without one mechanism.

    Attributes:
        values: one number per replicate whose mean is the effect; None where there is nothing to compare.
    """

    pattern: Pattern
    contrast: Contrast
    scenario: str
    off: str
    estimate: Estimate
    verdict: Verdict
    values: Numbers | None


@dataclass(frozen=True)
class Test:
    """One pattern on one scenario: the jobs of its arms, by name."""

    pattern: Pattern
    base: Base
    off: str
    jobs: dict[str, Job]


def prepared(patterns: Iterable[Pattern], bases: Sequence[Base], off: str = "") -> list[Test]:
    """Return the tests of some patterns on some scenarios; arms that are the same are the same job.

    Raises:
        SettingsError: when a scenario cannot be composed.
    """
    tests = []
    for base in bases:
        settings = composed((*base.words, *CALENDAR))
        for pattern in patterns:
            jobs = {
                name: Job((*base.words, *CALENDAR, *arm.overrides), off, frozenset(pattern.series),
                          frozenset(pattern.organisations))
                for name, arm in pattern.arms(settings).items()
            }  # fmt: skip
            tests.append(Test(pattern, base, off, jobs))
    return merged(tests)


def merged(tests: Sequence[Test]) -> list[Test]:
    """Let jobs of the same settings keep what any of them keeps, so that they are one."""
    wanted: dict[tuple[tuple[str, ...], str], Job] = {}
    for job in (job for test in tests for job in test.jobs.values()):
        same = wanted.get((job.words, job.off), job)
        kept = {"series": same.series | job.series, "organisations": same.organisations | job.organisations}
        wanted[job.words, job.off] = replace(job, **kept)
    return [replace(test, jobs={name: wanted[job.words, job.off] for name, job in test.jobs.items()}) for test in tests]


def jobs_of(tests: Iterable[Test]) -> list[Job]:
    """Return the jobs of some tests, each once, in order."""
    return list(dict.fromkeys(job for test in tests for job in test.jobs.values()))


def findings(tests: Sequence[Test], run: Run) -> Iterator[list[Finding]]:
    """Run every arm, and yield after each what its tests say, nothing while arms are missing; keep no arm too long."""
    waiting = list(tests)
    known: dict[Job, Outcome] = {}
    for job, outcome in carried_out(jobs_of(tests), run):
        known[job] = outcome
        ready = [test for test in waiting if all(one in known for one in test.jobs.values())]
        waiting = [test for test in waiting if test not in ready]
        yield [found for test in ready for found in judged(test, known)]
        needed = set(jobs_of(waiting))
        known = {one: kept for one, kept in known.items() if one in needed}


def judged(test: Test, known: dict[Job, Outcome]) -> Iterator[Finding]:
    """Yield what each contrast of a test says."""
    arms = {name: known[job] for name, job in test.jobs.items()}
    for contrast in test.pattern.contrasts:
        paired = contrast.of(arms)
        found, said = contrast.judge(paired)
        values = None if paired is None else each_value(paired)
        yield Finding(test.pattern, contrast, test.base.name, test.off, found, said, values)


def verdict_of(found: Iterable[Finding]) -> Verdict:
    """Return the verdict of a pattern over its contrasts and scenarios: it holds only if all of them hold."""
    return worst(one.verdict for one in found)


def deciding(found: Sequence[Finding]) -> Finding:
    """Return the finding on which the verdict of a pattern hangs: the one farthest from, or nearest to, its bound."""
    said = verdict_of(found)

    def margin(one: Finding) -> float:
        low, high = one.contrast.wanted
        place = one.contrast.scaled(one.estimate.effect)
        return min(place - low, high - place)

    return min((one for one in found if one.verdict is said), key=margin)
