"""Phase 3: contact moves trust toward what is seen, absence wears it, framings converge or oppose."""

import math
from typing import TYPE_CHECKING

from benchmarks.mesa_objects.formulas import weekly

if TYPE_CHECKING:
    from benchmarks.mesa_objects.model import Partnership

MEDIATED = 4.0  # weeks: mean life of a controversy fully mediated


def relation(model: "Partnership") -> None:
    """Trust, framings and controversies move."""
    understand(model, move_trust(model))
    measure_cohesion(model)
    dispute(model)
    regard(model)


def move_trust(model: "Partnership") -> list[tuple[float, float]]:
    """Move both layers of trust and the age of ties; return how each organisation's framing is pulled, and how much."""
    terms, q = model.terms, model.terms.trust
    gain, wear, settling, ageing = terms.gain, terms.wear, terms.settling, q.ageing
    similarity, total, formal = q.similarity, terms.behaviour, terms.formal
    confidence, erosion = terms.understanding.confidence, terms.understanding.erosion * model.controversy
    for one in model.organisations:
        one.conduct = q.kept * one.record + q.fairness * one.fairness + q.openness * one.openness
    pulls = []
    for one in model.organisations:
        framing, own = one.framing, q.power * one.voice + similarity
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
            personal -= personal * absence
            if erosion > 0.0:
                personal -= personal * erosion * abs(framing - other.framing)
            tie.personal = personal
            tie.institutional += settling * age * (personal - tie.institutional)
        pulls.append((pull, weight))
    return pulls


def understand(model: "Partnership", pulls: list[tuple[float, float]]) -> None:
    """Let framings converge among those who meet and trust each other, and the rigid return to their own."""
    terms = model.terms
    for one, (pull, weight) in zip(model.organisations, pulls, strict=True):
        if weight > 0.0 and terms.mechanisms.convergence:
            step = 1.0 - 2.0 ** (-weight * one.openness / terms.understanding.convergence)
            one.framing += step * pull / weight
        one.framing += terms.anchoring * one.rigidity * (one.home - one.framing)


def measure_cohesion(model: "Partnership") -> None:
    """Measure how far partners are from a common framing and a common language."""
    partners, members = model.partners, max(1, len(model.partners))
    model.centre = centre = sum(one.framing for one in partners) / members
    model.disagreement = min(1.0, 2.0 * sum(abs(one.framing - centre) for one in partners) / members)
    language = sum(one.language for one in partners) / members if model.terms.mechanisms.language else 1.0
    model.cohesion = 0.5 * (1.0 - model.disagreement) + 0.5 * language


def dispute(model: "Partnership") -> None:
    """Distant framings make controversies where choices are made; mediated they become compromises."""
    terms = model.terms
    if not terms.mechanisms.controversies:
        model.controversy = 0.0
    elif model.controversy > 0.0:
        settle_or_fade(model)
    elif model.current_stage.broad and model.random.random() < weekly(
        terms.understanding.controversies * model.disagreement
    ):
        model.controversy = model.disagreement
        model.opened += 1
        model.note("controversy_opened", "", model.controversy)


def settle_or_fade(model: "Partnership") -> None:
    """Let an open controversy be settled by mediation, or die out, or last."""
    terms, luck = model.terms, model.random.random()
    mediation = terms.leadership.brokerage * model.animation * model.skill_of_lead
    settled = 1.0 - math.exp(-mediation / MEDIATED)
    faded = 1.0 - math.exp(-(1.0 - mediation) / terms.understanding.unmediated)
    if luck < settled:
        model.controversy = 0.0
        model.settled += 1
        model.note("controversy_settled")
        for one in model.partners:
            one.framing += 0.5 * (model.centre - one.framing)
    elif luck < settled + (1.0 - settled) * faded:
        model.controversy = 0.0
        model.note("controversy_faded")


def regard(model: "Partnership") -> None:
    """Sum up, for each organisation: trust given and received, effort of those it trusts, trust in the lead."""
    formal, partners = model.terms.formal, model.partners
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
