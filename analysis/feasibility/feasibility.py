"""What to know of a situation before it is simulated: what cannot work, then what it hangs on."""

from collections.abc import Mapping

from entente.analysis.feasibility.fragile import fragile_obstacles
from entente.analysis.feasibility.obstacles import Obstacle
from entente.analysis.feasibility.stopping import stopping_obstacles
from entente.analysis.feasibility.working_hours import PartnerHours
from entente.i18n import N_, say
from entente.sim.model.situation import Settings

ONE_LINE = N_("before simulating: {advice}")


def find_obstacles(settings: Settings, language: str, dollars: Mapping[str, float] | None = None) -> list[Obstacle]:
    """Return what to know before simulating: what cannot work first, then what the situation hangs on.

    Args:
        settings: the situation, levers and changes included.
        language: ``fr`` or ``en``.
        dollars: what each organisation brings a year, by its name in the settings.
    """
    hours = PartnerHours(settings)
    return [*stopping_obstacles(hours, language), *fragile_obstacles(hours, language, dollars or {})]


def feasibility_notices(settings: Settings, language: str) -> list[str]:
    """Return in one line each what cannot work in a situation; nothing when everything may."""
    found = stopping_obstacles(PartnerHours(settings), language)
    return [say(ONE_LINE, language, advice=one.advice_to_type) for one in found]
