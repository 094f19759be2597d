"""What a lever costs in dollars, the post that it adds at full cost; light enough to list them all."""

from entente.analysis.statistics.years import WEEKS_PER_YEAR
from entente.sim.model.levers import Lever


def added_post(lever: Lever) -> float:
    """Return the hours a week of the post that a lever adds; 0 when it adds none."""
    effect = lever.effects.get("leadership.hours")
    return max(0.0, effect.add) if effect is not None else 0.0


def yearly_dollars(lever: Lever, hourly: float) -> float:
    """Return what a lever costs in a full year, the post that it adds included; what is paid once is left out.

    Args:
        lever: the lever.
        hourly: dollars for an hour of coordination.
    """
    return WEEKS_PER_YEAR * (lever.costs.dollars + added_post(lever) * hourly)
