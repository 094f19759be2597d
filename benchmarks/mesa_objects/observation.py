"""The observations at the end of a week: the series of ``measures.SERIES`` and the answers to the six conditions."""

from typing import TYPE_CHECKING

from benchmarks.mesa_objects.diagnosis import diagnose
from benchmarks.mesa_objects.network import observe_network
from benchmarks.mesa_objects.organisation import ACTIVE
from benchmarks.mesa_objects.work import breadth

if TYPE_CHECKING:
    from benchmarks.mesa_objects.model import Partnership

MEANS = ("motivation", "belonging", "information", "fatigue", "recognition", "voice")
WHAT_STAYS = (
    "motivation", "trust", "trust_personal", "trust_institutional", "density", "trust_ties", "cohesion", "belonging",
    "information", "fatigue", "recognition", "voice", "staffing", "tenure", "results", "legitimacy",
    "controversies_opened", "controversies_settled",
)  # fmt: skip


def observe(model: "Partnership") -> dict[str, float]:
    """Return the figures of the week by name."""
    stage = model.current_stage
    return {
        **observe_partners(model),
        **observe_network(model),
        **diagnose(model),
        "need": stage.breadth,
        "breadth": breadth(model),
        "cohesion": model.cohesion,
        "departures": model.departures,
        "stage": model.stage + 1,
        "results": model.cycle * len(model.stages) + model.stage + min(1.0, model.progress / stage.work),
        "momentum": model.momentum,
        "energy": model.energy,
        "leadership": model.leadership,
        "animation": model.animation,
        "attendance": model.attendance,
        "hours_available": model.hours_available,
        "hours_coordinator": model.hours_coordinator,
        "dollars": model.dollars,
        "commitments": model.commitments,
        "commitments_broken": model.broken,
        "controversy": model.controversy,
        "controversies_opened": model.opened,
        "controversies_settled": model.settled,
        "cases_arrived": model.arrived,
        "cases_answered": model.answered,
        "cases_lost": model.lost,
        "response_time": model.waited,
    }


def observe_partners(model: "Partnership") -> dict[str, float]:
    """Return sums and means over the partners; hours include those of organisations that left this week."""
    partners, members = model.partners, max(1, len(model.partners))
    capacity = sum(one.capacity for one in partners)
    given = sum(one.capacity * one.mobilisation for one in partners)
    people = [person for one in partners for person in one.posts if person is not None]
    posts = sum(one.delegates for one in partners)
    return {
        **{name: sum(getattr(one, name) for one in partners) / members for name in MEANS},
        "legitimacy": sum(one.lead_trust for one in partners) / members,
        "mobilisation": given / capacity if capacity > 0.0 else 0.0,
        "partners": len(partners),
        "active_share": sum(one.standing == ACTIVE for one in partners) / members,
        "staffing": len(people) / max(1, posts),
        "tenure": sum(model.week - person.arrived for person in people) / max(1, len(people)),
        "hours_partners": sum(one.spent for one in model.organisations),
        "hours_leading": sum(one.spent_leading for one in model.organisations),
        "hours_levers": sum(one.spent_levers for one in model.organisations),
    }


def observe_the_end(last: dict[str, float]) -> dict[str, float]:
    """Return the figures of a week after the end: flows are zero, levels stay."""
    return {name: value if name in WHAT_STAYS else 0.0 for name, value in last.items()}
