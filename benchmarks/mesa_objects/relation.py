"""Phase 3: contact moves trust toward the behaviour seen, absence wears it, framings converge or oppose."""

import math
from typing import TYPE_CHECKING

from benchmarks.mesa_objects.formulas import weekly

if TYPE_CHECKING:
    from benchmarks.mesa_objects.model import Partnership

MEDIATED = 4.0  # weeks: mean life of a controversy fully mediated
DEEPENING = 0.1  # share of its room left by which a full controversy without mediation deepens in a week


def relation(model: "Partnership") -> None:
    """Update trust, framings, controversies and what organisations see of one another."""
    update_framings(model, update_trust(model))
    measure_cohesion(model)
    update_controversy(model)
    update_regard(model)


def update_trust(model: "Partnership") -> list[tuple[float, float]]:
    """Update both layers of trust and the age of ties; return the pull on each framing, and its weight."""
    params, weights = model.params, model.params.trust
    gain, wear, settling, ageing = params.gain, params.wear, params.settling, weights.ageing
    similarity, total, formal, stranger = weights.similarity, params.behaviour, params.formal, params.stranger
    confidence, erosion = params.understanding.confidence, params.understanding.erosion * model.controversy
    for one in model.organisations:
        one.conduct = weights.kept * one.record + weights.fairness * one.fairness + weights.openness * one.openness
    pulls = []
    for one in model.organisations:
        framing, own = one.framing, weights.power * one.voice + similarity
        pull = weight = 0.0
        for other, tie in one.ties.items():
            personal, age = tie.personal, tie.acquaintance
            absence = wear * (1.0 - ageing * age)
            if tie.contact > 0.0:
                contact, gap = min(1.0, tie.contact), other.framing - framing
                apart = abs(gap)
                if apart < confidence:
                    heard = contact * ((1.0 - formal) * personal + formal * tie.institutional)
                    pull += heard * gap
                    weight += heard
                speed = contact * gain
                personal += speed * ((other.conduct + own - similarity * apart) / total - personal)
                tie.acquaintance = age + speed * (1.0 - age)
                absence *= 1.0 - contact
                tie.contact = 0.0
            personal -= (personal - stranger) * absence
            if erosion > 0.0:
                personal -= max(0.0, personal - stranger) * erosion * abs(framing - other.framing)
            tie.personal = personal
            tie.institutional += settling * age * (personal - tie.institutional)
        pulls.append((pull, weight))
    return pulls


def update_framings(model: "Partnership", pulls: list[tuple[float, float]]) -> None:
    """Update framings: those who meet and trust each other converge, the rigid return to their own framing."""
    params = model.params
    for one, (pull, weight) in zip(model.organisations, pulls, strict=True):
        if weight > 0.0 and params.mechanisms.convergence:
            step = 1.0 - 2.0 ** (-weight * one.openness / params.understanding.convergence)
            one.framing += step * pull / weight
        one.framing += params.anchoring * one.rigidity * (one.home - one.framing)


def measure_cohesion(model: "Partnership") -> None:
    """Measure how far partners are from a common framing and a common language."""
    partners, members = model.partners, max(1, len(model.partners))
    model.centre = centre = sum(one.framing for one in partners) / members
    model.disagreement = min(1.0, 2.0 * sum(abs(one.framing - centre) for one in partners) / members)
    language = sum(one.language for one in partners) / members if model.params.mechanisms.language else 1.0
    model.cohesion = 0.5 * (1.0 - model.disagreement) + 0.5 * language


def update_controversy(model: "Partnership") -> None:
    """Open a controversy when framings are far apart in a stage of choices, or let an open one end."""
    params = model.params
    if not params.mechanisms.controversies:
        model.controversy = 0.0
    elif model.controversy > 0.0:
        end_controversy(model)
    elif model.current_stage.broad and model.random.random() < weekly(
        params.understanding.controversies * model.disagreement
    ):
        model.controversy = model.disagreement
        model.opened += 1
        model.note("controversy_opened", "", model.controversy)


def end_controversy(model: "Partnership") -> None:
    """Settle an open controversy by mediation, let it fade, or let it last."""
    params, draw = model.params, model.random.random()
    mediation = params.leadership.brokerage * model.served * model.skill_of_lead
    settled = 1.0 - math.exp(-mediation / MEDIATED)
    faded = 1.0 - math.exp(-(1.0 - mediation) / params.understanding.unmediated)
    if draw < settled:
        model.controversy = 0.0
        model.settled += 1
        model.note("controversy_settled")
        for one in model.partners:
            one.framing += 0.5 * (model.centre - one.framing)
    elif draw < settled + (1.0 - settled) * faded:
        model.controversy = 0.0
        model.note("controversy_faded")
    elif params.mechanisms.escalation:
        model.controversy += DEEPENING * (1.0 - mediation) * model.controversy * (1.0 - model.controversy)


def update_regard(model: "Partnership") -> None:
    """Sum up, for each organisation, trust given and received, the effort of those it trusts, and trust in the lead."""
    formal, partners = model.params.formal, model.partners
    personal_share = 1.0 - formal
    received = dict.fromkeys(partners, 0.0)
    shares = {one: one.carrier.share for one in model.organisations}
    for one in model.organisations:
        given = moved = 0.0
        own = personal_share * one.coordinator_trust + formal * one.coordinator_regard
        lead = shares[one] + model.coordinator.share * own
        counts = one.is_partner
        for other, tie in one.ties.items():
            trust = personal_share * tie.personal + formal * tie.institutional
            lead += shares[other] * trust
            if other.is_partner:
                given += trust
                moved += trust * other.mobilisation
                if counts:
                    received[other] += trust
        others = max(1, len(partners) - counts)
        one.trusting = min(1.0, given / others)
        one.peers = min(1.0, moved / given) if given > 0.0 else 0.0
        one.lead_trust = min(1.0, lead)
        one.trusted = 0.0
    for one, trust in received.items():
        one.trusted = min(1.0, trust / max(1, len(partners) - 1))
