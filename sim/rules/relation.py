"""Phase 3, relation: contact moves trust toward what is seen, absence wears it, framings converge or oppose."""

import math

from sim.chance import OPEN, SETTLE
from sim.compiled import part, rule
from sim.rules.common import behaviour_weights, institutional_share, is_partner, note, rate, weekly
from sim.state import NOTE_KIND

OPENED, SETTLED, FADED = (NOTE_KIND[f"controversy_{name}"] for name in ("opened", "settled", "faded"))
MEDIATED = 4.0  # weeks: mean life of a controversy fully mediated (assumed)


@rule
def relation(s, plan, p, chance):
    """Trust, framings and controversies move."""
    move_trust(s, p)
    understand(s, p)
    dispute(s, plan, p, chance)
    regard(s, p)


@part
def move_trust(s, p):
    """Move both layers of trust, the age of ties and the pull of framings, pair by pair."""
    n, w, m = len(s.organisation), s.partnership[0], p.mechanisms
    gain = rate(p.trust.contacts) if m.contact else 0.0
    wear = rate(p.trust.absence) if m.absence else 0.0
    settling = rate(p.trust.institutional) if m.institutional else 0.0
    erosion = p.understanding.erosion * w.controversy
    formal = institutional_share(p)
    total = behaviour_weights(p)
    framing, voice, pull, weight = s.vector[0], s.vector[1], s.vector[2], s.vector[3]
    for i in range(n):
        framing[i], voice[i] = s.organisation[i].framing, s.organisation[i].voice
        pull[i] = weight[i] = 0.0
    for j in range(n):
        base = seen_behaviour(s.organisation[j], p)
        for i in range(n):
            contact = min(1.0, s.contact[j, i])
            apart = abs(framing[i] - framing[j])
            personal = s.personal[j, i]
            age = s.acquaintance[j, i]
            trust = (1.0 - formal) * personal + formal * s.institutional[j, i]
            heard = contact * trust if apart < p.understanding.confidence else 0.0
            pull[i] += heard * (framing[j] - framing[i])
            weight[i] += heard
            target = (base + p.trust.power * voice[i] + p.trust.similarity * (1.0 - apart)) / total
            speed = contact * gain
            personal += speed * (target - personal)
            personal -= personal * wear * (1.0 - p.trust.ageing * age) * (1.0 - contact)
            personal -= personal * erosion * apart
            s.personal[j, i] = personal
            s.acquaintance[j, i] = age + speed * (1.0 - age)
            s.institutional[j, i] += settling * age * (personal - s.institutional[j, i])
            s.contact[j, i] = 0.0
        s.personal[j, j] = s.institutional[j, j] = 0.0


@part
def seen_behaviour(o, p):
    """Return the weighted part of how an organisation is seen to behave that is the same for all who look."""
    return p.trust.kept * o.record + p.trust.fairness * o.fairness + p.trust.openness * o.openness


@part
def understand(s, p):
    """Framings converge among those who meet and trust each other; the rigid return to their own."""
    pull, weight = s.vector[2], s.vector[3]
    own = rate(p.understanding.anchoring)
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        if p.mechanisms.convergence and weight[i] > 0.0:
            step = 1.0 - math.exp(-0.6931471805599453 * weight[i] * o.openness / p.understanding.convergence)
            o.framing += step * pull[i] / weight[i]
        o.framing += own * o.rigidity * (o.home - o.framing)
    measure_cohesion(s, p)


@part
def measure_cohesion(s, p):
    """Measure how far partners are from a common framing and a common language."""
    w = s.partnership[0]
    centre, language, members = 0.0, 0.0, 0
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        if is_partner(o):
            centre += o.framing
            language += o.language
            members += 1
    centre /= max(1, members)
    apart = 0.0
    for i in range(len(s.organisation)):
        if is_partner(s.organisation[i]):
            apart += abs(s.organisation[i].framing - centre)
    w.centre = centre
    w.disagreement = min(1.0, 2.0 * apart / max(1, members))
    common = language / max(1, members) if p.mechanisms.language else 1.0
    w.cohesion = 0.5 * (1.0 - w.disagreement) + 0.5 * common


@part
def dispute(s, plan, p, chance):
    """Distant framings make controversies where choices are made; mediated they become compromises."""
    w = s.partnership[0]
    if not p.mechanisms.controversies:
        w.controversy = 0.0
        return
    if w.controversy <= 0.0:
        hazard = weekly(p.understanding.controversies * w.disagreement)
        if plan.stage[w.stage].broad and chance.partnership[OPEN] < hazard:
            w.controversy = w.disagreement
            w.opened += 1.0
            note(s, OPENED, -1, w.controversy)
        return
    mediation = p.leadership.brokerage * w.animation * (0.5 + 0.5 * w.experience)
    settled = 1.0 - math.exp(-mediation / MEDIATED)
    faded = 1.0 - math.exp(-(1.0 - mediation) / p.understanding.unmediated)
    if chance.partnership[SETTLE] < settled:
        w.controversy = 0.0
        w.settled += 1.0
        note(s, SETTLED, -1, 0.0)
        for i in range(len(s.organisation)):
            if is_partner(s.organisation[i]):
                s.organisation[i].framing += 0.5 * (w.centre - s.organisation[i].framing)
    elif chance.partnership[SETTLE] < settled + (1.0 - settled) * faded:
        w.controversy = 0.0
        note(s, FADED, -1, 0.0)


@part
def regard(s, p):
    """Sum up, for each organisation: trust given and received, mobilisation of those it trusts, trust in the lead."""
    n = len(s.organisation)
    formal = institutional_share(p)
    given, moved, lead = s.vector[0], s.vector[1], s.vector[2]
    partner = s.vector[4]
    given[:] = 0.0
    moved[:] = 0.0
    lead[:] = 0.0
    members = 0
    for j in range(n):
        partner[j] = 1.0 if is_partner(s.organisation[j]) else 0.0
        members += is_partner(s.organisation[j])
    for j in range(n):
        o = s.organisation[j]
        received = 0.0
        share = s.carrier[j].share
        for i in range(n):
            trust = (1.0 - formal) * s.personal[j, i] + formal * s.institutional[j, i]
            lead[i] += share * (1.0 if i == j else trust)
            trust *= partner[j]
            given[i] += trust
            moved[i] += trust * o.mobilisation
            received += trust * partner[i]
        o.trusted = min(1.0, received / max(1, members - 1))
    coordinator = s.carrier[n].share
    for i in range(n):
        o = s.organisation[i]
        o.trusting = min(1.0, given[i] / max(1, members - is_partner(o)))
        o.peers = min(1.0, moved[i] / given[i]) if given[i] > 0.0 else 0.0
        own = (1.0 - formal) * o.coordinator_trust + formal * o.coordinator_regard
        o.lead_trust = min(1.0, lead[i] + coordinator * own)
