"""Before the first week: tenure, ties, and the state of the first partners."""

from typing import TYPE_CHECKING

from benchmarks.mesa_objects.leadership import share_leadership
from benchmarks.mesa_objects.organisation import Organisation, Person, Tie
from benchmarks.mesa_objects.relation import measure_cohesion, update_regard
from benchmarks.mesa_objects.week_parameters import STRANGER

if TYPE_CHECKING:
    from benchmarks.mesa_objects.model import Partnership

SELDOM = 0.05  # departures a year of those who are said to have none, for the time they have been in post
SENIOR = 1040.0  # weeks: nobody is said to have been in post for more than twenty years


def begin(model: "Partnership") -> None:
    """Fill posts, draw ties, and initialise the first partners."""
    for one in model.organisations:
        yearly = max(model.params.staff.turnover if one.turnover is None else one.turnover, SELDOM)
        for _ in range(one.delegates):
            one.posts.append(Person(-min(SENIOR, model.random.expovariate(yearly / 52.0))))
    draw_ties(model)
    for one in model.partners:
        one.motivation = one.first_motivation
        one.voice = one.voice_given
        one.mobilisation = model.settings.partners.mobilised * one.effort()
        one.eagerness = 1.0 - model.settings.partners.mobilised
    share_leadership(model)
    measure_cohesion(model)
    update_regard(model)
    for one in model.partners:
        one.belonging = one.belonging_felt
        one.seen = one.peers


def draw_ties(model: "Partnership") -> None:
    """Draw who knows whom: a share of all pairs, and everyone knows the lead."""
    partners = model.settings.partners
    for k, one in enumerate(model.organisations):
        for other in model.organisations[:k]:
            known = model.lead in (one, other) or model.random.random() < partners.density
            trust = partners.trust * (1.0 if known else STRANGER)
            near = neighbours(one, other)
            one.ties[other] = Tie(trust, trust, 0.5 if known else 0.0, near)
            other.ties[one] = Tie(trust, trust, 0.5 if known else 0.0, near)


def neighbours(one: Organisation, other: Organisation) -> bool:
    """Tell whether two organisations share a territory; who serves all territories is everyone's neighbour."""
    return one.territory == other.territory or not one.territory or not other.territory
