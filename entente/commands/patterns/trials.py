"""Testing patterns: which arms they need, what comes out of them, what each contrast says."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entente.analysis.patterns.pattern import CALENDAR, Contrast, Pattern
from entente.analysis.run.arms import Arms, split_by_world
from entente.analysis.statistics.intervals import (
    Estimate,
    Numbers,
    Verdict,
    Worlds,
    linearised_values,
    wilson_interval,
    worst_verdict,
)
from entente.studies.experiment import ArmSpec, Trial, compose_arm, merge_arms
from entente.studies.experiment_request import BaseScenario


@dataclass(frozen=True)
class Finding:
    """What one contrast of a pattern says on one scenario, whole or without one mechanism.

    Attributes:
        values: one number per replicate whose mean is the effect; None where there is nothing to compare.
        worlds: the plausible setting of each replicate; None where they are not spread over several.
        holds: for each of these settings, whether its own effect is as expected; None without any, or where there is
            nothing to compare.
    """

    pattern: Pattern
    contrast: Contrast
    scenario: str
    off: str
    estimate: Estimate
    verdict: Verdict
    values: Numbers | None
    worlds: Worlds | None = None
    holds: NDArray[np.bool_] | None = None


def pattern_trials(
    patterns: Iterable[Pattern], bases: Sequence[BaseScenario], off: str = "", most: int | None = None
) -> list[Trial[Pattern]]:
    """Return the trials of some patterns on some scenarios.

    Args:
        patterns: to be tested.
        bases: the scenarios.
        off: a mechanism that is switched off in all arms, or none.
        most: replicates that each arm has at most; None: as many as the experiment.

    Raises:
        SettingsError: when a scenario cannot be composed.
    """
    trials = []
    for base in bases:
        settings = compose_arm((*base.words, *CALENDAR))
        for pattern in patterns:
            kept = (off, frozenset(pattern.series), frozenset(pattern.organisations), most)
            arms = pattern.arms(settings).items()
            specs = {name: ArmSpec((*base.words, *CALENDAR, *arm.overrides), *kept) for name, arm in arms}
            trials.append(Trial(pattern, base.name, specs))
    return merge_arms(trials)


def findings(trial: Trial[Pattern], arms: Arms) -> Iterator[Finding]:
    """Yield what each contrast of a pattern says."""
    worlds, alone = next(iter(arms.values())).worlds, split_by_world(arms)
    for contrast in trial.what.contrasts:
        paired = contrast.of(arms)
        found, said = contrast.judge(paired, worlds)
        values = None if paired is None else linearised_values(paired)
        holds = np.array([contrast.holds_alone(one) for one in alone]) if alone and paired is not None else None
        yield Finding(trial.what, contrast, trial.scenario, trial.off, found, said, values, worlds, holds)


def share_holding(found: Iterable[Finding]) -> Estimate | None:
    """Return the share of the plausible settings in which all of some findings are as expected, with its interval.

    None where replicates are not spread over such settings, or where there is nothing to compare.
    """
    every = [one.holds for one in found if one.holds is not None]
    if not every:
        return None
    share, count = float(np.all(every, axis=0).mean()), len(every[0])
    return Estimate(share, *wilson_interval(share, count), count, 0)


def verdict_of(found: Iterable[Finding]) -> Verdict:
    """Return the verdict of a pattern over its contrasts and scenarios: it holds only if all of them hold."""
    return worst_verdict(one.verdict for one in found)


def deciding(found: Sequence[Finding]) -> Finding:
    """Return the finding on which the verdict of a pattern hangs: the one farthest from, or nearest to, its bound."""
    said = verdict_of(found)

    def margin(one: Finding) -> float:
        low, high = one.contrast.bounds
        place = one.contrast.to_common_scale(one.estimate.effect)
        return min(place - low, high - place)

    return min((one for one in found if one.verdict is said), key=margin)
