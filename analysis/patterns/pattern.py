"""Patterns: a statement from the field, the arms to run, the contrasts that test it, and the effects that count."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from entente.analysis.run.arms import Arm, Arms
from entente.analysis.statistics.intervals import (
    Estimate,
    Paired,
    Verdict,
    Worlds,
    estimate,
    verdict_on,
)
from entente.sim.model.situation import Settings, Text

# Weeks of the calendar that most arms share: three years, nothing that ends them but what the pattern is about.
CALENDAR = ("weeks=156", "cycles=0")
PATTERN_SETTINGS = ("weeks", "cycles")  # settings that patterns decide
SECOND_YEAR, THIRD_YEAR = (53, 104), (105, 156)
# The smallest effects that count. 0.05 of mobilisation is one partner in twenty; 0.03 of trust is a tenth of a step of
# the four-point scale on which partners are asked about trust (PARTNER); 0.05 of runs is one partnership in twenty.
MOBILISED, TRUSTED, IN_TWENTY = 0.05, 0.03, 0.05


class Basis(StrEnum):
    """Whether the pattern was used in choosing the defaults or the rules."""

    CALIBRATED = "calibrated"
    INDEPENDENT = "independent"


class Unit(StrEnum):
    """Unit of an effect."""

    SHARE = "share"
    RUNS = "share of runs"
    RATIO = "ratio"
    DOUBLINGS = "doublings"


@dataclass(frozen=True)
class Contrast:
    """A comparison of arms, one number per replicate, and the effect expected of it.

    Attributes:
        name: its name in tables.
        text: what is compared.
        of: from the arms to the numbers; None where a scenario has nothing to compare.
        least: the smallest effect that is as expected.
        most: the largest one, infinite unless the effect is expected within bounds.
        because: why these bounds.
        unit: of the effect.
        neutral: the effect that means no difference.
    """

    name: str
    text: Text
    of: Callable[[Arms], Paired | None]
    because: Text
    least: float = -math.inf
    most: float = math.inf
    unit: Unit = Unit.SHARE
    neutral: float = 0.0

    @property
    def side(self) -> str:
        """The side on which the effect is expected, ``+`` or ``-``; ``=`` when it is expected within bounds."""
        if math.isinf(self.most):
            return "+"
        return "-" if math.isinf(self.least) else "="

    @property
    def bounds(self) -> tuple[float, float]:
        """Bounds of the expected effect, on the scale of ``to_common_scale``; one of them may be infinite."""
        if self.side == "=":
            return -1.0, 1.0
        bound = self.least if self.side == "+" else self.most
        return self.to_common_scale(bound), math.inf

    def to_common_scale(self, effect: float) -> float:
        """Express an effect in units of the smallest that counts; the expected side is positive."""
        if self.side == "=":
            return (effect - (self.least + self.most) / 2) / ((self.most - self.least) / 2)
        side, bound = (1, self.least) if self.side == "+" else (-1, self.most)
        return side * (effect - self.neutral) / abs(bound - self.neutral)

    def judge(self, paired: Paired | None, worlds: Worlds | None = None) -> tuple[Estimate, Verdict]:
        """Return the estimate of the effect and the verdict on it; ``worlds`` as in ``intervals.estimate``."""
        if paired is None:
            return Estimate(math.nan, math.nan, math.nan, 0, 0), Verdict.UNTESTED
        found = estimate(paired, yes_no=self.unit is Unit.RUNS, worlds=worlds)
        return found, verdict_on(found, self.least, self.most)

    def holds_alone(self, arms: Arms) -> bool:
        """Return whether the effect in the replicates of one world is as expected; without any figure, it is not."""
        return self.least <= self.judge(self.of(arms))[0].effect <= self.most


@dataclass(frozen=True)
class Pattern:
    """A statement about whole partnerships that must emerge from the rules.

    Attributes:
        key: such as ``P5``.
        statement: what it says.
        source: where it comes from.
        basis: whether it was used in choosing defaults and rules.
        ingredient: the part of it that a rule puts in directly, if any.
        arms: from the base settings, what to run.
        contrasts: what must all be as expected for it to hold.
        series: the weekly series that the contrasts read.
        organisations: the series of every organisation that they read.
    """

    key: str
    statement: Text
    source: str
    basis: Basis
    ingredient: Text
    arms: Callable[[Settings], Mapping[str, Arm]]
    contrasts: tuple[Contrast, ...]
    series: tuple[str, ...] = ("mobilisation",)
    organisations: tuple[str, ...] = ()
