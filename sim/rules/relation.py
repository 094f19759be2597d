"""Phase 3, relation: contact moves trust toward what is seen, absence wears it, framings converge or oppose."""

import math

from sim.chance import OPEN, SETTLE
from sim.compiled import part, rule
from sim.rules.common import behaviour_weights, institutional_share, is_partner, note, rate, total, weekly
from sim.rules.ties import ends
from sim.state import NOTE_KIND

OPENED, SETTLED, FADED = (NOTE_KIND[f"controversy_{name}"] for name in ("opened", "settled", "faded"))
APART = math.sqrt(0.5)  # mean distance of two framings against the disagreement, when framings are normal
TRACE = 1e-9  # sum of trusts under which only rounding is left, where few ties are kept
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
    n, slots = s.personal.shape
    w, m = s.partnership[0], p.mechanisms
    gain = rate(p.trust.contacts) if m.contact else 0.0
    wear = rate(p.trust.absence) if m.absence else 0.0
    settling = rate(p.trust.institutional) if m.institutional else 0.0
    erosion = p.understanding.erosion * w.controversy
    formal = institutional_share(p)
    confidence, ageing, total = p.understanding.confidence, p.trust.ageing, behaviour_weights(p)
    similarity = p.trust.similarity / total
    framing, voice, pull, weight, behaviour = s.vector[0], s.vector[1], s.vector[2], s.vector[3], s.vector[4]
    for i in range(n):
        o = s.organisation[i]
        framing[i], voice[i] = o.framing, p.trust.power * o.voice / total
        behaviour[i] = seen_behaviour(o, p) / total
        pull[i] = weight[i] = 0.0
    for row in range(n):
        if not s.met[row]:
            for slot in range(slots):
                j, i = ends(s.who, row, slot)
                apart, age = abs(framing[i] - framing[j]), s.acquaintance[row, slot]
                personal = worn(s.personal[row, slot], wear * (1.0 - ageing * age), erosion * apart)
                s.personal[row, slot] = personal
                s.institutional[row, slot] += settling * age * (personal - s.institutional[row, slot])
            continue
        for slot in range(slots):
            j, i = ends(s.who, row, slot)
            contact, age = min(1.0, s.contact[row, slot]), s.acquaintance[row, slot]
            apart, personal = abs(framing[i] - framing[j]), s.personal[row, slot]
            trust = (1.0 - formal) * personal + formal * s.institutional[row, slot]
            heard = contact * trust if apart < confidence else 0.0
            pull[i] += heard * (framing[j] - framing[i])
            weight[i] += heard
            target = behaviour[j] + voice[i] + similarity * (1.0 - apart)
            personal += contact * gain * (target - personal)
            personal = worn(personal, wear * (1.0 - ageing * age) * (1.0 - contact), erosion * apart)
            s.personal[row, slot] = personal
            s.acquaintance[row, slot] = age + contact * gain * (1.0 - age)
            s.institutional[row, slot] += settling * age * (personal - s.institutional[row, slot])
            s.contact[row, slot] = 0.0
        s.met[row] = False
    w.stranger -= w.stranger * wear
    w.stranger -= w.stranger * erosion * APART * w.disagreement


@part
def worn(trust, wear, erosion):
    """Return what absence, and a controversy with those who see the problem otherwise, leave of a trust."""
    trust -= trust * wear
    return trust - trust * erosion


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
    n, w = len(s.organisation), s.partnership[0]
    given, moved, lead, received = s.vector[0], s.vector[1], s.vector[2], s.vector[3]
    partner, effort, share, trusts = s.vector[4], s.vector[7], s.vector[8], s.vector[9][: s.personal.shape[1]]
    members, efforts, shares = 0.0, 0.0, 0.0
    for i in range(n):
        o = s.organisation[i]
        partner[i] = 1.0 if is_partner(o) else 0.0
        effort[i], share[i] = partner[i] * o.mobilisation, s.carrier[i].share
        members += partner[i]
        efforts += effort[i]
        shares += share[i]
    formal = institutional_share(p)
    stranger = (1.0 - formal) * w.stranger + formal * w.stranger_regard
    for i in range(n):
        given[i] = received[i] = stranger * (members - partner[i])
        moved[i] = stranger * (efforts - effort[i])
        lead[i] = share[i] + stranger * (shares - share[i])
    for row in range(n):
        for slot in range(s.personal.shape[1]):
            j, i = ends(s.who, row, slot)
            trust = (1.0 - formal) * s.personal[row, slot] + formal * s.institutional[row, slot] - stranger
            lead[i] += share[j] * trust
            given[i] += partner[j] * trust
            moved[i] += effort[j] * trust
            trusts[slot] = partner[i] * trust
        receive(s.who, row, trusts, received)
    for i in range(n):
        o = s.organisation[i]
        others = max(1.0, members - partner[i])
        o.trusted = min(1.0, received[i] / max(1.0, members - 1.0))
        o.trusting = min(1.0, given[i] / others)
        o.peers = min(1.0, max(0.0, moved[i] / given[i])) if given[i] > TRACE else 0.0
        own = (1.0 - formal) * o.coordinator_trust + formal * o.coordinator_regard
        o.lead_trust = min(1.0, lead[i] + s.carrier[n].share * own)


@part
def receive(who, row, trusts, received):
    """Add the trusts of one row to what those who are trusted receive."""
    if who.ndim == 1:
        received[row] += total(trusts)
    else:
        for slot in range(who.shape[1]):
            received[who[row, slot]] += trusts[slot]
