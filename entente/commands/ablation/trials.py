"""Switching off mechanisms one by one: summaries of runs, and verdicts of patterns."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from entente.analysis.ablation.ablation import COMPARED_SUMMARIES, Shift, summary_shifts, verdict_changed
from entente.analysis.patterns.pattern import Pattern
from entente.analysis.statistics.intervals import estimate
from entente.commands.patterns.trials import Finding, findings, pattern_trials, verdict_of
from entente.studies.design_folder import DesignRequest
from entente.studies.experiment import ArmSpec, Experiment, Trial, experiment_design
from entente.studies.experiment_request import BaseScenario, ExperimentRequest


def summary_trials(mechanisms: Iterable[str], bases: Sequence[BaseScenario]) -> list[Trial[str]]:
    """Return, for each mechanism and scenario, the scenario as it is and without the mechanism."""
    return [
        Trial(name, base.name, {"usual": ArmSpec(base.words), "without": ArmSpec(base.words, name)})
        for base in bases
        for name in mechanisms
    ]


class Ablation:
    """The arms of an ablation: summaries with and without each mechanism, then the patterns with and without it."""

    def __init__(self, request: ExperimentRequest, patterns: Sequence[Pattern], replicates: int) -> None:
        """Prepare to switch off mechanisms.

        Args:
            request: mechanisms, scenarios, how to run.
            patterns: to be tested without each mechanism, on the first scenario.
            replicates: of each arm of the patterns, at most.
        """
        self.request, self.patterns, self.most = request, patterns, replicates
        self.trials: list[Trial[Any]] = list(summary_trials(request.names, request.bases))
        for off in ("", *request.names) if patterns else ():
            self.trials += pattern_trials(patterns, request.bases[:1], off, replicates)

    @property
    def replicates_of_patterns(self) -> int:
        """Return how many replicates each arm of the patterns has."""
        return min(self.most, self.request.run.replicates)

    @property
    def design_request(self) -> DesignRequest:
        """Return the design, and where it goes."""
        bases = {base.name: base.settings for base in self.request.bases}
        return experiment_design("ablation", self.request, self.trials, bases)

    def results(self, experiment: Experiment) -> tuple[list[Shift], list[Finding]]:
        """Return what every summary becomes without each mechanism, and what patterns say, of the arms there are."""
        shifts, found = list[Shift](), list[Finding]()
        for trial, arms in experiment.results():
            if isinstance(trial.what, Pattern):
                found += findings(trial, arms)
            else:
                shifts += summary_shifts(trial.what, trial.scenario, arms["usual"], arms["without"])
        names = [base.name for base in self.request.bases]

        def place(one: Shift) -> tuple[int, ...]:
            summary = COMPARED_SUMMARIES.index(one.summary)
            return self.request.names.index(one.mechanism), names.index(one.scenario), summary

        return sorted(shifts, key=place), found


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
                    estimate(b.values - a.values, worlds=a.worlds)
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
