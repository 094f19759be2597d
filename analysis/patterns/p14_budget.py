"""P14: a shared budget narrows the gap between community organisations and institutions, and between territories."""

from collections.abc import Callable

import numpy as np

from entente.analysis.patterns.pattern import Basis, Contrast, Pattern, Unit
from entente.analysis.run.arm_results import ArmResults, safe_ratio
from entente.analysis.run.arms import Arm, Arms, make_arm, set_for_everyone
from entente.analysis.statistics.intervals import Numbers, Paired
from entente.sim.model.measures import PARTNERS
from entente.sim.model.situation import OrganisationSettings, Settings, Text

COMMUNITY = ("community", "citizens")
INSTITUTIONS = ("health", "municipal", "government", "education", "justice")
_SETTLED = (53, 156)
RICH, POOR = 0.8, 0.1  # budgets where one territory alone has means


def _arms(base: Settings) -> dict[str, Arm]:
    """To each its own means, or all means in common; the same where only one territory has means."""
    rich = _richest_territory(base)
    unequal = set_for_everyone(base, "budget", lambda _, one: RICH if one.territory == rich else POOR)
    own, shared = "governance.shared_budget=0", "governance.shared_budget=1"
    return {
        "own": make_arm("to each its own budget", "à chacun son budget", own),
        "shared": make_arm("one shared budget", "un budget partagé", shared),
        "own_unequal": make_arm(f"means in one territory only ({rich}), to each its own budget",
                           f"des moyens dans un seul territoire ({rich}), à chacun son budget", unequal, own),
        "shared_unequal": make_arm(f"means in one territory only ({rich}), one shared budget",
                              f"des moyens dans un seul territoire ({rich}), un budget partagé", unequal, shared),
    }  # fmt: skip


def _richest_territory(base: Settings) -> str:
    """Return the territory of the most people, to which the arms give the means."""
    return max(base.territories, key=lambda name: base.territories[name], default="")


def _hours_given(outcome: ArmResults, those: Callable[[OrganisationSettings], bool]) -> Numbers:
    """Hours given for each hour of their posts by some of the partners."""
    first, last = _SETTLED
    member = np.isin(outcome.organisations["standing"][:, first - 1 : last], PARTNERS)
    member &= np.array([those(one) for one in outcome.traits()])
    hours = outcome.organisations["hours_spent"][:, first - 1 : last] / outcome.capacity()
    return safe_ratio(np.where(member, hours, 0.0).sum(axis=(1, 2)), member.sum(axis=(1, 2)))


def _sector_gap(outcome: ArmResults) -> Numbers:
    """Hours given by institutions, less those given by community organisations."""
    return _hours_given(outcome, lambda one: one.sector in INSTITUTIONS) - _hours_given(
        outcome, lambda one: one.sector in COMMUNITY
    )


def _territory_gap(outcome: ArmResults) -> Numbers:
    """Hours given by the partners of the territory with means, less those given by the partners of the others."""
    rich = _richest_territory(outcome.settings)
    inside = _hours_given(outcome, lambda one: one.territory == rich)
    return inside - _hours_given(outcome, lambda one: one.territory not in {"", rich})


def _sector_gap_closed(arms: Arms) -> Paired | None:
    """Share of the gap between institutions and community organisations that is closed."""
    own, shared = (_sector_gap(arms[name]) for name in ("own", "shared"))
    return None if np.isnan(own).all() else (own - shared, own)


def _territory_gap_closed(arms: Arms) -> Paired | None:
    """Share of the gap between the territory with means and the others that is closed."""
    own, shared = (_territory_gap(arms[f"{name}_unequal"]) for name in ("own", "shared"))
    return None if np.isnan(own).all() else (own - shared, own)


_QUARTER = Text(en="at least a quarter of the gap, and not turned round by as much",
               fr="au moins le quart de l'écart, sans le renverser d'autant")  # fmt: skip
P14 = Pattern(
    key="P14",
    statement=Text(
        en="A shared budget narrows the gap between community organisations and institutions, and between territories.",
        fr="Un budget partagé réduit l'écart entre organismes communautaires et institutions, et entre territoires.",
    ),
    source="[S3]",
    basis=Basis.INDEPENDENT,
    ingredient=Text(
        en="A shared budget gives hours to those without means, by a rule; what they do with them is not put in.",
        fr="Un budget partagé donne des heures à qui n'a pas de moyens, par une règle ; ce qu'ils en font n'est pas posé d'avance.",
    ),
    arms=_arms,
    contrasts=(
        Contrast("sectors", Text(en="share closed of the gap in hours, institutions − community",
                                 fr="part comblée de l'écart d'heures, institutions − communautaire"),
                 _sector_gap_closed, _QUARTER, least=0.25, most=1.75, unit=Unit.RATIO),
        Contrast("territories", Text(en="share closed of the gap in hours between territories",
                                     fr="part comblée de l'écart d'heures entre territoires"),
                 _territory_gap_closed, _QUARTER, least=0.25, most=1.75, unit=Unit.RATIO),
    ),
    series=(),
    organisations=("hours_spent", "standing"),
)  # fmt: skip
