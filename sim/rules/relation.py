"""Phase 3, relation: contact moves trust toward what is seen, absence wears it, framings converge or oppose."""

import math

from entente.sim.chance import OPEN, SETTLE
from entente.sim.engine.compilation import apart, part, rule
from entente.sim.engine.simd import total
from entente.sim.rules.common import (
    HALF,
    acting,
    behaviour_weights,
    gone,
    institutional_share,
    is_partner,
    mark_partners,
    note,
    rate,
    trust_in_strangers,
    weekly,
)
from entente.sim.rules.ties import ends, over
from entente.sim.state import NOTE_KIND

OPENED, SETTLED, FADED = (NOTE_KIND[f"controversy_{name}"] for name in ("opened", "settled", "faded"))
APART = math.sqrt(0.5)  # mean distance of two framings against the disagreement, when framings are normal
TRACE = 1e-9  # sum of trusts under which only rounding is left, where few ties are kept
MEDIATED = 4.0  # weeks: mean life of a controversy fully mediated (assumed)


@rule
def relation(s, inputs, p, chance):
    """Trust, framings and controversies move."""
    move_trust(s, p)
    understand(s, p)
    dispute(s, inputs, p, chance)
    regard(s, p)


@part
def move_trust(s, p):
    """Move both layers of trust, the age of ties and the pull of framings, pair by pair."""
    n = len(s.organisation)
    w, m = s.partnership[0], p.mechanisms
    gain = rate(p.trust.contacts) if m.contact else 0.0
    wear = rate(p.trust.absence) if m.absence else 0.0
    settling = rate(p.trust.institutional) if m.institutional else 0.0
    erosion = p.understanding.erosion * w.controversy
    total = behaviour_weights(p)
    framing, voice, pull, weight, behaviour = s.vector[0], s.vector[1], s.vector[2], s.vector[3], s.vector[4]
    for i in range(n):
        o = s.organisation[i]
        framing[i], voice[i] = o.framing, p.trust.power * o.voice / total
        behaviour[i] = seen_behaviour(o, p) / total
        pull[i] = weight[i] = 0.0
    kept = wear, erosion, p.trust.ageing, settling
    looks = institutional_share(p), p.understanding.confidence, p.trust.similarity / total, gain
    layers, views, sums = (s.personal, s.institutional, s.acquaintance), (framing, voice, behaviour), (pull, weight)
    for row in range(n):
        if s.met[row]:
            meet_again(s.who, row, kept, looks, layers, s.contact, views, sums)
            s.met[row] = False
        else:
            stay_away(s.who, row, kept, layers, framing)
    w.stranger -= w.stranger * wear
    w.stranger -= w.stranger * erosion * APART * w.disagreement


@apart
def stay_away(who, row, kept, layers, framing):
    """Move trust along the ties of one row in which nobody met."""
    wear, erosion, ageing, settling = kept
    personal, institutional, acquaintance = layers
    for slot in range(personal.shape[1]):
        j, i = ends(who, row, slot)
        apart, age = abs(framing[i] - framing[j]), acquaintance[row, slot]
        own = worn(personal[row, slot], wear * (1.0 - ageing * age), erosion * apart)
        personal[row, slot] = own
        institutional[row, slot] += settling * age * (own - institutional[row, slot])


@apart
def meet_again(who, row, kept, looks, layers, contacts, views, sums):
    """Move trust along the ties of one row in which some met: toward what is seen, and framings toward one another."""
    wear, erosion, ageing, settling = kept
    formal, confidence, similarity, gain = looks
    personal, institutional, acquaintance = layers
    framing, voice, behaviour = views
    pull, weight = sums
    for slot in range(personal.shape[1]):
        j, i = ends(who, row, slot)
        contact, age, own = min(1.0, contacts[row, slot]), acquaintance[row, slot], personal[row, slot]
        distance = framing[j] - framing[i]
        apart = abs(distance)
        heard = contact * acting(formal, own, institutional[row, slot]) if apart < confidence else 0.0
        pull[i] += heard * distance
        weight[i] += heard
        target = behaviour[j] + voice[i] + similarity * (1.0 - apart)
        moved = contact * gain
        own += moved * (target - own)
        own = worn(own, wear * (1.0 - ageing * age) * (1.0 - contact), erosion * apart)
        personal[row, slot] = own
        acquaintance[row, slot] = age + moved * (1.0 - age)
        institutional[row, slot] += settling * age * (own - institutional[row, slot])
        contacts[row, slot] = 0.0


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
    own, pace = rate(p.understanding.anchoring), HALF / p.understanding.convergence if p.mechanisms.convergence else 0.0
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        if weight[i] > 0.0:
            o.framing += gone(pace * weight[i] * o.openness) * pull[i] / weight[i]
        o.framing += own * o.rigidity * (o.home - o.framing)
    measure_cohesion(s, p)


@part
def measure_cohesion(s, p):
    """Measure how far partners are from a common framing and a common language."""
    w, n = s.partnership[0], len(s.organisation)
    partner, framing, language, apart = s.vector[4], s.vector[5], s.vector[7], s.vector[8]
    members = max(1.0, mark_partners(s, partner))
    for i in range(n):
        framing[i] = partner[i] * s.organisation[i].framing
        language[i] = partner[i] * s.organisation[i].language
    centre = total(framing) / members
    for i in range(n):
        apart[i] = partner[i] * abs(s.organisation[i].framing - centre)
    w.centre = centre
    w.disagreement = min(1.0, 2.0 * total(apart) / members)
    common = total(language) / members if p.mechanisms.language else 1.0
    w.cohesion = 0.5 * (1.0 - w.disagreement) + 0.5 * common


@part
def dispute(s, inputs, p, chance):
    """Distant framings make controversies where choices are made; mediated they become compromises."""
    w = s.partnership[0]
    if not p.mechanisms.controversies:
        w.controversy = 0.0
        return
    if w.controversy <= 0.0:
        hazard = weekly(p.understanding.controversies * w.disagreement)
        if inputs.stage[w.stage].broad and chance.partnership[OPEN] < hazard:
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
    given, moved, lead, received = s.vector[0], s.vector[1], s.vector[2], s.vector[3]
    partner, effort, share, trusts = s.vector[4], s.vector[7], s.vector[8], s.vector[9][: s.personal.shape[1]]
    members = mark_partners(s, partner)
    for i in range(n):
        effort[i], share[i] = partner[i] * s.organisation[i].mobilisation, s.carrier[i].share
    efforts, shares, coordinator = total(effort), total(share), s.carrier[n].share
    formal, stranger = institutional_share(p), trust_in_strangers(s, p)
    for i in range(n):
        given[i] = received[i] = stranger * (members - partner[i])
        moved[i] = stranger * (efforts - effort[i])
        lead[i] = share[i] + stranger * (shares - share[i])
    layers, weights, sums = (s.personal, s.institutional), (partner, effort, share), (given, moved, lead)
    for row in range(n):
        look_at(s.who, row, (formal, stranger), layers, weights, sums, trusts)
        receive(s.who, row, trusts, received)
    for i in range(n):  # where few ties are kept, rounding may leave a little less than nothing
        o = s.organisation[i]
        others = max(1.0, members - partner[i])
        o.trusted = min(1.0, max(0.0, received[i] / max(1.0, members - 1.0)))
        o.trusting = min(1.0, max(0.0, given[i] / others))
        o.peers = min(1.0, max(0.0, moved[i] / given[i])) if given[i] > TRACE else 0.0
        own = acting(formal, o.coordinator_trust, o.coordinator_regard)
        o.lead_trust = min(1.0, max(0.0, lead[i]) + coordinator * own)


@apart
def look_at(who, row, looks, layers, weights, sums, trusts):
    """Add the trusts of one row to what those who trust see; leave them in ``trusts``, those of partners alone."""
    formal, stranger = looks
    personal, institutional = layers
    partner, effort, share = weights
    given, moved, lead = sums
    for slot in range(personal.shape[1]):
        j, i = ends(who, row, slot)
        trust = over(who, acting(formal, personal[row, slot], institutional[row, slot]), stranger, 1.0)
        lead[i] += share[j] * trust
        given[i] += partner[j] * trust
        moved[i] += effort[j] * trust
        trusts[slot] = partner[i] * trust


@part
def receive(who, row, trusts, received):
    """Add the trusts of one row to what those who are trusted receive."""
    if who.ndim == 1:
        received[row] += total(trusts)
    else:
        for slot in range(who.shape[1]):
            received[who[row, slot]] += trusts[slot]
