"""P14: a shared budget narrows the gap between community organisations and institutions, and between territories."""

import numpy as np

from analysis.intervals import Numbers, Paired
from analysis.outcome import MEMBERS, Outcome, share
from analysis.patterns.pattern import Arm, Arms, Basis, Contrast, Pattern, Unit, arm
from sim.situation import Settings, Text

COMMUNITY = ("community", "citizens")
INSTITUTIONS = ("health", "municipal", "government", "education", "justice")
SETTLED = (53, 156)


def arms(base: Settings) -> dict[str, Arm]:
    """To each its own means, or all means in common."""
    return {
        "own": arm("to each its own budget", "à chacun son budget", "governance.shared_budget=0"),
        "shared": arm("one shared budget", "un budget partagé", "governance.shared_budget=1"),
    }


def given(outcome: Outcome, sectors: tuple[str, ...]) -> Numbers:
    """Hours given for each hour of their posts by the partners of some sectors."""
    first, last = SETTLED
    member = np.isin(outcome.organisations["standing"][:, first - 1 : last], MEMBERS)
    member &= np.array([one.sector in sectors for one in outcome.traits()])
    hours = outcome.organisations["hours_spent"][:, first - 1 : last] / outcome.capacity()
    return share(np.where(member, hours, 0.0).sum(axis=(1, 2)), member.sum(axis=(1, 2)))


def gap(outcome: Outcome) -> Numbers:
    """Hours given by institutions, less those given by community organisations."""
    return given(outcome, INSTITUTIONS) - given(outcome, COMMUNITY)


def between_sectors(arms: Arms) -> Paired | None:
    """Share of the gap between institutions and community organisations that is closed."""
    own = gap(arms["own"])
    return None if np.isnan(own).all() else (own - gap(arms["shared"]), own)


def between_territories(arms: Arms) -> Paired | None:
    """Share of the gap in cases answered between the best and the worst served territory that is closed."""
    own, shared = (arms[name].summary("territory_gap") for name in ("own", "shared"))
    return None if np.isnan(own).all() else (own - shared, own)


QUARTER = Text(en="at least a quarter of the gap, and not turned round by as much",
               fr="au moins le quart de l'écart, sans le retourner d'autant")  # fmt: skip
PATTERN = Pattern(
    key="P14",
    statement=Text(
        en="A shared budget narrows the gap between community organisations and institutions, and between territories.",
        fr="Un budget partagé réduit l'écart entre organismes communautaires et institutions, et entre territoires.",
    ),
    source="[S3]",
    basis=Basis.INDEPENDENT,
    ingredient=Text(
        en="A shared budget gives hours to those without means, by a rule; what they do with them is not put in.",
        fr="Un budget partagé donne des heures à qui n'a pas de moyens, par une règle; ce qu'ils en font n'est pas donné.",
    ),
    arms=arms,
    contrasts=(
        Contrast("sectors", Text(en="share closed of the gap in hours, institutions − community",
                                 fr="part comblée de l'écart d'heures, institutions − communautaire"),
                 between_sectors, QUARTER, least=0.25, most=1.75, unit=Unit.RATIO),
        Contrast("territories", Text(en="share closed of the gap in cases answered between territories",
                                     fr="part comblée de l'écart de cas répondus entre territoires"),
                 between_territories, QUARTER, least=0.25, most=1.75, unit=Unit.RATIO),
    ),
    series=(),
    organisations=("hours_spent", "standing"),
)  # fmt: skip
