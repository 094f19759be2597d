"""What each partner would answer for the six conditions of action in partnership: A (strongest), B or C."""

from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.mesa_objects.organisation import ACTIVE, HEARD, Organisation
from entente.sim.model.measures import CONDITIONS

if TYPE_CHECKING:
    from benchmarks.mesa_objects.model import Partnership

STRONG, MODERATE = 2.0 / 3.0, 1.0 / 3.0  # scores from which a partner would answer A, and B


def diagnose(model: "Partnership") -> dict[str, float]:
    """Let every partner answer for the six conditions; return the shares of the answers."""
    partners = model.partners
    covered, strategic = coverage(model), strategic_actors(model)
    strongest = max((one.voice for one in partners), default=0.0)
    given: Counter[str] = Counter()
    for one in model.organisations:
        one.answers = {}
    for one in partners:
        for condition, score in scores(model, one, covered, strategic, strongest).items():
            answer = "a" if score >= STRONG else "b" if score >= MODERATE else "c"
            one.answers[condition] = answer
            given[f"{condition}_{answer}"] += 1
    members = max(1, len(partners))
    return {name: given[name] / members for name in (f"{one}_{letter}" for one in CONDITIONS for letter in "cba")}


def scores(
    model: "Partnership", one: Organisation, covered: float, strategic: float, strongest: float
) -> dict[str, float]:
    """Return the scores of one partner, from what it sees and experiences."""
    shared = max(0.0, 1.0 - 2.0 * abs(one.framing - model.centre))
    heard = min(1.0, one.voice / strongest) if strongest > 0.0 else 1.0
    return {
        "coverage": covered * (0.5 + 0.5 * one.information),
        "early_involvement": (1.0 - one.entry_share) * min(1.0, one.presence / HEARD),
        "negotiation": one.voice,
        "strategic_actors": 0.5 * (strategic + one.peers),
        "equal_power": 0.5 * (heard + one.recognition),
        "co_construction": (shared + 1.0 - model.controversy + one.trusting) / 3.0,
    }


def coverage(model: "Partnership") -> float:
    """Return the share of the kinds of expertise called on, and of the populations, that active partners bring."""
    called = {kind for stage in model.stages for kind in stage.expertise}
    populations = set(model.settings.populations)
    active = [one for one in model.partners if one.standing == ACTIVE]
    known = called & set().union(*(one.expertise for one in active))
    served = set().union(*(one.populations or populations for one in active))
    wanted = len(called) + len(populations)
    return (len(known) + len(served)) / wanted if wanted else 1.0


def strategic_actors(model: "Partnership") -> float:
    """Return how far those who can decide are engaged, and how many are active."""
    given = sum(one.mobilisation for one in model.partners)
    if given <= 0.0:
        return 0.0
    power = sum(one.decision_power * one.mobilisation for one in model.partners)
    active = sum(one.standing == ACTIVE for one in model.partners)
    return power / given * active / len(model.partners)
