"""Switching off mechanisms one by one: summaries of runs, and verdicts of patterns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pandas as pd

from entente.analysis.ablation.ablation import Shift, summary_shifts, verdict_changed
from entente.analysis.patterns.pattern import Pattern
from entente.analysis.statistics.intervals import estimate
from entente.commands.patterns.testing import Base, Finding, findings, prepared, verdict_of
from entente.config.run_settings import Run
from entente.experiments.asked import Asked
from entente.experiments.bench import Job, Trial, answered, jobs_of


def summary_trials(mechanisms: Iterable[str], bases: Sequence[Base]) -> list[Trial[str]]:
    """Return, for each mechanism and scenario, the scenario as it is and without the mechanism."""
    return [
        Trial(name, base.name, {"usual": Job(base.words), "without": Job(base.words, name)})
        for base in bases
        for name in mechanisms
    ]


def pattern_trials(mechanisms: Iterable[str], patterns: Sequence[Pattern], base: Base) -> list[Trial[Pattern]]:
    """Return the trials of the patterns with all mechanisms, then without each."""
    return [trial for off in ("", *mechanisms) for trial in prepared(patterns, [base], off)]


class Ablation:
    """The arms of an ablation, and what came of them so far."""

    def __init__(self, asked: Asked, patterns: Sequence[Pattern], replicates: int) -> None:
        """Prepare to switch off the mechanisms asked for.

        Args:
            asked: mechanisms, scenarios, how to run.
            patterns: to be tested without each mechanism, on the first scenario.
            replicates: of each arm of the patterns.
        """
        self.asked, self.patterns = asked, patterns
        self.fewer: Run = replace(asked.run, replicates=min(replicates, asked.run.replicates))
        self.summaries = summary_trials(asked.names, asked.bases)
        self.trials = pattern_trials(asked.names, patterns, asked.bases[0]) if patterns else []

    @property
    def total(self) -> int:
        """Return how many replicates there are to run."""
        arms = len(jobs_of(self.summaries)) * self.asked.run.replicates
        return arms + len(jobs_of(self.trials)) * self.fewer.replicates

    def parts(self) -> Iterator[tuple[int, list[Shift | Finding]]]:
        """Run every arm, and yield how many replicates it had with what can then be said."""
        for whole in answered(self.summaries, self.asked.run):
            found = [summary_shifts(one.what, one.scenario, arms["usual"], arms["without"]) for one, arms in whole]
            yield self.asked.run.replicates, [shift for some in found for shift in some]
        for said in findings(self.trials, self.fewer):
            yield self.fewer.replicates, list(said)


def verdicts_table(found: Sequence[Finding], patterns: Sequence[Pattern], mechanisms: Sequence[str]) -> pd.DataFrame:
    """Return the verdict of each pattern without each mechanism, beside the one with all; one row each.

    Rows stop where the ablation was stopped: a pattern is there when all of its contrasts are.
    """
    every: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        every.setdefault((one.off, one.pattern.key), []).append(one)
    rows = []
    for off in mechanisms:
        for pattern in patterns:
            usual, without = every.get(("", pattern.key)), every.get((off, pattern.key))
            if usual and without:
                before, after = verdict_of(usual), verdict_of(without)
                moves = [
                    estimate(b.values - a.values)
                    for a, b in zip(usual, without, strict=True)
                    if a.values is not None and b.values is not None
                ]
                rows.append({"mechanism": off, "pattern": pattern.key, "verdict": str(before), "without": str(after),
                             "changed": verdict_changed(before, after, moves)})  # fmt: skip
    return pd.DataFrame(rows, columns=["mechanism", "pattern", "verdict", "without", "changed"])


def shifts_table(found: Iterable[Shift]) -> pd.DataFrame:
    """Return every shift, one row each."""
    rows = [
        {"mechanism": one.mechanism, "scenario": one.scenario, "summary": one.summary, "usual": one.usual,
         "change": one.change.effect, "low": one.change.low, "high": one.change.high, "relative": one.relative,
         "in_deviations": one.in_deviations, "clear": one.clear, "replicates": one.change.replicates,
         "missing": one.change.missing}
        for one in found
    ]  # fmt: skip
    return pd.DataFrame(rows)
