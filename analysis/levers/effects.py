"""What a lever changes where it is meant to act: paired differences between runs with it and without it."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from entente.analysis.run.arm_results import ArmResults
from entente.analysis.statistics.intervals import Estimate, Numbers, estimate
from entente.analysis.statistics.measures import MEASURES, YES_NO, measure_values
from entente.sim.model.levers import Advice, Aim, Lever
from entente.sim.model.measures import SERIES

SETTLED = 26  # weeks after it begins to act in which a lever has not yet shown what it does
WITH, WITHOUT = "with", "without"


class Outcome(StrEnum):
    """Whether a lever does what it is meant to do."""

    ACTS = "acts"
    UNSEEN = "no effect seen"
    REVERSED = "acts the other way"


class CostReason(StrEnum):
    """Why a lever that is advised lowers mobilisation where it is meant to act."""

    ANIMATION = "coordination it takes is missing elsewhere"
    FATIGUE = "the hours it takes tire"
    OTHER = "what it moves weighs against it"


@dataclass(frozen=True)
class LeverEffect:
    """What a lever changes where it is meant to act.

    Attributes:
        name: of the lever.
        lever: what it is.
        effect: paired difference of what it is meant to move.
        mobilisation: paired difference of final mobilisation there.
        animation: paired difference of the quality of animation there.
        fatigue: paired difference of fatigue there.
        hours: mean hours a week more, of partners and coordination.
        dollars: mean dollars a week more.
    """

    name: str
    lever: Lever
    effect: Estimate
    mobilisation: Estimate
    animation: Estimate
    fatigue: Estimate
    hours: float
    dollars: float

    @property
    def outcome(self) -> Outcome:
        """Return whether its interval leaves out 0, and on which side."""
        side = 1 if self.lever.aim.more else -1
        low, high = sorted((side * self.effect.low, side * self.effect.high))
        if low > 0:
            return Outcome.ACTS
        return Outcome.REVERSED if high < 0 else Outcome.UNSEEN

    @property
    def costs_mobilisation(self) -> bool:
        """Tell whether it is to be done or kept, and clearly lowers mobilisation where it is meant to act."""
        return self.lever.advice is not Advice.AVOID and self.mobilisation.high < 0

    @property
    def reason(self) -> CostReason | None:
        """Return why one that is advised lowers mobilisation: what else moves there the wrong way, if anything does."""
        if not self.costs_mobilisation:
            return None
        if self.animation.high < 0:
            return CostReason.ANIMATION
        return CostReason.FATIGUE if self.fatigue.low > 0 else CostReason.OTHER


def lever_effect(name: str, lever: Lever, arms: dict[str, ArmResults]) -> LeverEffect:
    """Return what a lever changes, given the runs with it and without it."""
    weeks, worlds = arms[WITH].settings.weeks, arms[WITH].worlds
    first = min(lever.acts_from + SETTLED, weeks)

    def whole(measure: str) -> Numbers:
        one, other = (np.asarray(measure_values(arms[arm].summaries, measure), float) for arm in (WITH, WITHOUT))
        return one - other

    def weekly(series: str) -> Numbers:
        return arms[WITH].mean(series, first, weeks) - arms[WITHOUT].mean(series, first, weeks)

    aimed = (weekly if lever.aim.measure in SERIES else whole)(lever.aim.measure)
    return LeverEffect(
        name,
        lever,
        estimate(aimed, yes_no=lever.aim.measure in YES_NO, worlds=worlds),
        estimate(whole("final"), worlds=worlds),
        estimate(weekly("animation"), worlds=worlds),
        estimate(weekly("fatigue"), worlds=worlds),
        float(np.nanmean(whole("hours"))) / weeks,
        float(np.nanmean(whole("dollars"))) / weeks,
    )


def unit_of_aim(aim: Aim) -> str:
    """Return the unit of what a lever is meant to move."""
    return SERIES[aim.measure].unit if aim.measure in SERIES else MEASURES[aim.measure].unit
