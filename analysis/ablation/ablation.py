"""Ablation of a mechanism: paired changes of summaries without it, and verdicts of patterns that change."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from entente.analysis.run.arm_results import ArmResults
from entente.analysis.statistics.intervals import Estimate, Verdict, estimate

# What is compared of a run, in the order of tables and figures.
COMPARED_SUMMARIES = (
    "area", "peak", "final", "drop", "weeks_sustained", "essoufflement", "ended", "active_share", "trust_final",
    "results", "cases_answered", "response_time", "hours_partners", "hours_coordinator", "commitments_broken",
    "departures",
)  # fmt: skip
_NOTHING = 0.1  # standard deviations between replicates under which a change is none to speak of


@dataclass(frozen=True)
class Shift:
    """The change of one summary when a mechanism is switched off.

    Attributes:
        mechanism: what was switched off.
        scenario: on which.
        summary: which figure of a run.
        usual: its mean with all mechanisms.
        change: mean paired difference, without less with, and its interval.
        deviation: standard deviation between replicates, with all mechanisms.
    """

    mechanism: str
    scenario: str
    summary: str
    usual: float
    change: Estimate
    deviation: float

    @property
    def relative(self) -> float:
        """The change as a share of the usual mean; nan where that is 0."""
        return self.change.effect / abs(self.usual) if self.usual else math.nan

    @property
    def in_deviations(self) -> float:
        """The change in standard deviations between replicates; infinite where they never differ."""
        if self.deviation > 0:
            return self.change.effect / self.deviation
        return math.copysign(math.inf, self.change.effect) if self.change.effect else 0.0

    @property
    def clear(self) -> bool:
        """Whether the interval excludes 0."""
        return self.change.low > 0 or self.change.high < 0


def summary_shifts(mechanism: str, scenario: str, usual: ArmResults, without: ArmResults) -> list[Shift]:
    """Return the change of every summary without a mechanism; a replicate missing in either arm is left out."""
    found = []
    for name in COMPARED_SUMMARIES:
        before, after = usual.summary(name), without.summary(name)
        known = before[np.isfinite(before)]
        if len(known) > 1:
            change = estimate(after - before, worlds=usual.worlds)
            found.append(Shift(mechanism, scenario, name, float(known.mean()), change, float(known.std(ddof=1))))
    return found


def largest_shift(found: Iterable[Shift]) -> Shift:
    """Return the clear shift that is largest in standard deviations."""
    return max(found, key=lambda one: abs(one.in_deviations) if one.clear else 0.0)


def idle_mechanisms(found: Sequence[Shift], changed: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the mechanisms without which nothing changes: neither a clear shift of some size nor a verdict.

    Args:
        found: every shift.
        changed: the patterns whose verdict changes, by mechanism.
    """
    mechanisms = dict.fromkeys(one.mechanism for one in found)
    moved = {one.mechanism for one in found if one.clear and abs(one.in_deviations) >= _NOTHING}
    return [name for name in mechanisms if name not in moved and not changed.get(name)]


def verdict_changed(before: Verdict, after: Verdict, moves: Iterable[Estimate]) -> bool:
    """Return whether a verdict changed beyond chance: the paired interval of some contrast's change excludes 0."""
    return before is not after and any(one.low > 0 or one.high < 0 for one in moves)
