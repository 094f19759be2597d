"""What a pattern is: a statement, the arms to run, the contrasts that test it, and which effects count."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from entente.analysis.run.arm_results import ArmResults
from entente.analysis.statistics.intervals import Estimate, Paired, Verdict, estimate, verdict
from entente.sim.model.situation import Organisation, Settings, Text

# Weeks of the calendar that most arms share: three years, nothing that ends them but what the pattern is about.
CALENDAR = ("weeks=156", "cycles=0")
OWN = ("weeks", "cycles")  # settings that patterns decide
SECOND_YEAR, THIRD_YEAR = (53, 104), (105, 156)
# The smallest effects that count. 0.05 of mobilisation is one partner in twenty; 0.03 of trust is a tenth of a step of
# the four-point scale on which partners are asked about trust (PARTNER); 0.05 of runs is one partnership in twenty.
MOBILISED, TRUSTED, IN_TWENTY = 0.05, 0.03, 0.05

Arms = Mapping[str, ArmResults]


class Basis(StrEnum):
    """Whether what the pattern says was looked at in choosing the defaults or the rules."""

    CALIBRATED = "calibrated"
    INDEPENDENT = "independent"


class Unit(StrEnum):
    """Unit of an effect."""

    SHARE = "share"
    RUNS = "share of runs"
    RATIO = "ratio"
    DOUBLINGS = "doublings"


@dataclass(frozen=True)
class Arm:
    """One setting to run, as overrides of the base scenario."""

    text: Text
    overrides: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contrast:
    """One comparison of arms, one number per replicate, and the effect that is expected of it.

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
    def expected(self) -> str:
        """Return ``+`` or ``-`` for the side on which the effect is expected, ``=`` for within bounds."""
        if math.isinf(self.most):
            return "+"
        return "-" if math.isinf(self.least) else "="

    @property
    def wanted(self) -> tuple[float, float]:
        """Return the bounds of what is expected on the scale of ``scaled``; one of them may be infinite."""
        if self.expected == "=":
            return -1.0, 1.0
        bound = self.least if self.expected == "+" else self.most
        return self.scaled(bound), math.inf

    def scaled(self, effect: float) -> float:
        """Return an effect in units of the smallest that counts, the expected side being the positive one."""
        if self.expected == "=":
            return (effect - (self.least + self.most) / 2) / ((self.most - self.least) / 2)
        side, bound = (1, self.least) if self.expected == "+" else (-1, self.most)
        return side * (effect - self.neutral) / abs(bound - self.neutral)

    def judge(self, paired: Paired | None) -> tuple[Estimate, Verdict]:
        """Return the estimate of the effect and what it says."""
        if paired is None:
            return Estimate(math.nan, math.nan, math.nan, 0, 0), Verdict.UNTESTED
        found = estimate(paired, yes_no=self.unit is Unit.RUNS)
        return found, verdict(found, self.least, self.most)


@dataclass(frozen=True)
class Pattern:
    """A statement about whole partnerships that must come out of the rules.

    Attributes:
        key: such as ``P5``.
        statement: what it says.
        source: where it comes from.
        basis: whether it was looked at in choosing defaults and rules.
        ingredient: which part of it is put in, if any.
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


def arm(en: str, fr: str, *overrides: str | Iterable[str]) -> Arm:
    """Return an arm; overrides may be given one by one or as lists."""
    words: list[str] = []
    for one in overrides:
        words += [one] if isinstance(one, str) else one
    return Arm(Text(fr=fr, en=en), tuple(words))


def everyone(base: Settings, trait: str, of: Callable[[str, Organisation], Any]) -> list[str]:
    """Return the overrides that give every organisation of a scenario its own value of a trait."""
    return [f"organisations.{name}.{trait}={of(name, one)}" for name, one in base.organisations.items()]


def others(base: Settings) -> Sequence[str]:
    """Return the names of the organisations but the one that leads, in the order of the scenario."""
    lead = base.lead or next(iter(base.organisations))
    return [name for name in base.organisations if name != lead]


def from_week(week: int, **values: float) -> list[str]:
    """Return the overrides that give settings other values from a week on; ``__`` stands for a dot in their names."""
    said = [f"changes.pattern_{week}.set.{name.replace('__', '.')}={value:g}" for name, value in values.items()]
    return [f"changes.pattern_{week}.week={week}", *said]
