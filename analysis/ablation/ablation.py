"""What a mechanism is worth: summaries of runs with and without it, under the same luck, and verdicts that change."""

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
    """What one summary becomes without a mechanism.

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
        """Return the change as a share of the usual mean; nan where that is 0."""
        return self.change.effect / abs(self.usual) if self.usual else math.nan

    @property
    def in_deviations(self) -> float:
        """Return the change in standard deviations between replicates; infinite where they never differ."""
        if self.deviation > 0:
            return self.change.effect / self.deviation
        return math.copysign(math.inf, self.change.effect) if self.change.effect else 0.0

    @property
    def clear(self) -> bool:
        """Tell whether the interval leaves out 0."""
        return self.change.low > 0 or self.change.high < 0


def summary_shifts(mechanism: str, scenario: str, usual: ArmResults, without: ArmResults) -> list[Shift]:
    """Return what every summary becomes without a mechanism; what is missing in one run is left out of the pair."""
    found = []
    for name in COMPARED_SUMMARIES:
        before, after = usual.summary(name), without.summary(name)
        known = before[np.isfinite(before)]
        if len(known) > 1:
            change = estimate(after - before)
            found.append(Shift(mechanism, scenario, name, float(known.mean()), change, float(known.std(ddof=1))))
    return found


def largest_shift(found: Iterable[Shift]) -> Shift:
    """Return the shift that is largest in standard deviations."""
    return max(found, key=lambda one: abs(one.in_deviations) if one.clear else 0.0)


def idle_mechanisms(found: Sequence[Shift], changed: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the mechanisms without which nothing changes: no clear shift to speak of, and no verdict.

    Args:
        found: every shift.
        changed: the patterns whose verdict changes, by mechanism.
    """
    mechanisms = dict.fromkeys(one.mechanism for one in found)
    moved = {one.mechanism for one in found if one.clear and abs(one.in_deviations) >= _NOTHING}
    return [name for name in mechanisms if name not in moved and not changed.get(name)]


def verdict_changed(before: Verdict, after: Verdict, moves: Iterable[Estimate]) -> bool:
    """Tell whether a verdict changed, and not by chance alone: some contrast moved, its paired interval without 0."""
    return before is not after and any(one.low > 0 or one.high < 0 for one in moves)
