"""Phase 8, leadership: energy is spent and recovered; who leads may leave, hand over, be succeeded."""

from entente.sim.chance import LEAD
from entente.sim.engine.compilation import part, rule
from entente.sim.engine.simd import total
from entente.sim.rules.common import (
    behaviour_weights,
    handed_over,
    is_partner,
    lose_person,
    mark_partners,
    note,
    rate,
    weekly,
)
from entente.sim.rules.ties import acquaint, settle_losses
from entente.sim.state import NOTE_KIND

LEAD_LEFT, SUCCEEDED, PASSED = (NOTE_KIND[f"lead_{name}"] for name in ("left", "succeeded", "passed"))
FRESH = 0.8  # energy that a new lead brings
HALF = 0.5  # share of the leadership from which the departure of who carries it is a shock
NEW_HAND = 0.5  # experience of a newcomer to the lead against that of who left
FOREVER = 520
MOST_LOAD = 2.0  # twice what there are hours for: beyond that nothing more is tried
RELIEF = 0.5  # load that full results make up for


@rule
def leadership(s, inputs, p, chance):
    """Energy moves; carriers of the leadership leave and are succeeded; the lead rotates or is handed over."""
    w = s.partnership[0]
    first = w.lead
    succeed(s, p)
    if p.mechanisms.lead_departure:
        burnt = 1.0 + p.staff.burnout * (1.0 - w.energy) if p.mechanisms.burnout else 1.0
        hazard = weekly(p.leadership.departure * burnt)
        for j in range(len(s.organisation) + 1):
            carrier = s.carrier[j]
            if carrier.share > 0.0 and carrier.back == 0 and chance.act[LEAD, j] < hazard:
                depart(s, p, j)
    if w.lead_leaves == 1:
        leaver = main_carrier(s)
        if leaver >= 0:
            depart(s, p, leaver)
    pass_on(s, p)
    carry(s, p)
    settle_losses(s.who, s)
    if w.lead != first:
        acquaint(s.who, s, w.lead)
    trust_coordinator(s, p)
    if p.mechanisms.energy:
        tire_or_recover(w, p)


@part
def carry(s, p):
    """Share the leadership between the coordinator, the lead organisation and the other partners."""
    w = s.partnership[0]
    n = len(s.organisation)
    partner, here, lived = s.vector[0], s.vector[1], s.vector[2]
    others = mark_partners(s, partner) - 1.0
    if not is_partner(s.organisation[w.lead]):
        heir = most_trusted(s, w.lead)
        if heir != w.lead:
            w.lead = heir
            note(s, PASSED, heir, 0.0)
    one = p.leadership.concentration
    if others <= 0.0:
        one = 1.0
    other = (1.0 - one) / max(1.0, others)
    for i in range(n):
        s.carrier[i].share = other * partner[i]
    s.carrier[w.lead].share = one * (1.0 - p.leadership.dedicated)
    coordinator = s.carrier[n]
    coordinator.share = one * p.leadership.dedicated
    for i in range(n):
        here[i] = s.carrier[i].share if s.carrier[i].back == 0 else 0.0
        lived[i] = here[i] * s.carrier[i].experience
    hired = coordinator.share if coordinator.back == 0 else 0.0
    w.leadership = min(1.0, total(here) + hired)
    w.experience = p.leadership.experience * (total(lived) + hired * coordinator.experience)
    w.experience = w.experience / w.leadership if w.leadership > 0.0 else 0.0


@part
def main_carrier(s):
    """Return who, of those now in place, carries the largest share of the leadership; -1 when nobody does."""
    best, share = -1, 0.0
    for j in range(len(s.organisation) + 1):
        if s.carrier[j].back == 0 and s.carrier[j].share > share:
            best, share = j, s.carrier[j].share
    return best


@part
def most_trusted(s, but):
    """Return the partner most trusted by the others, other than one; that one when there is no other."""
    best, trust = but, -1.0
    for j in range(len(s.organisation)):
        if j != but and is_partner(s.organisation[j]) and s.organisation[j].trusted > trust:
            best, trust = j, s.organisation[j].trusted
    return best


@part
def depart(s, p, j):
    """Who carries a part of the leadership leaves: the trust placed in that person goes, the place may stay empty."""
    w = s.partnership[0]
    n = len(s.organisation)
    note(s, LEAD_LEFT, j, s.carrier[j].share)
    if w.shock == 0 and s.carrier[j].share >= HALF:
        w.shock = w.week
    if j == n:
        for i in range(n):
            s.organisation[i].coordinator_trust *= handed_over(p)
    else:
        colleagues = s.organisation[j].staffing * s.organisation[j].delegates
        lose_person(s, p, j, s.carrier[j].share / max(1.0, colleagues))
    if p.leadership.succession == 0:
        s.carrier[j].experience = begun(p)
        note(s, SUCCEEDED, j, s.carrier[j].share)
    elif p.leadership.succession == FOREVER:
        s.carrier[j].back = -1
    else:
        s.carrier[j].back = w.week + p.leadership.succession


@part
def succeed(s, p):
    """Successors take their place when the time set for it has passed."""
    w, learning = s.partnership[0], rate(p.staff.learning) if p.mechanisms.learning else 0.0
    for j in range(len(s.organisation) + 1):
        carrier = s.carrier[j]
        carrier.experience += learning * (1.0 - carrier.experience) if carrier.back == 0 else 0.0
    for j in range(len(s.organisation) + 1):
        carrier = s.carrier[j]
        if 0 < carrier.back <= w.week:
            carrier.back = 0
            carrier.experience = begun(p)
            note(s, SUCCEEDED, j, carrier.share)
            if p.mechanisms.energy:
                w.energy += carrier.share * (FRESH - w.energy)


@part
def begun(p):
    """Return the experience with which a successor begins, against that of who left."""
    return NEW_HAND if p.mechanisms.learning else 1.0


@part
def pass_on(s, p):
    """The lead passes to another partner: in turn, or to the most trusted when energy runs low.

    A dedicated coordinator withdraws with the partner that hosted the post; another begins at once.
    """
    w = s.partnership[0]
    n = len(s.organisation)
    if p.leadership.rotation > 0 and w.week % p.leadership.rotation == 0:
        for step in range(1, n):
            nxt = (w.lead + step) % n
            if is_partner(s.organisation[nxt]):
                take_over(s, p, nxt)
                break
    elif p.leadership.hand_over > 0.0 and w.energy < p.leadership.hand_over:
        take_over(s, p, most_trusted(s, w.lead))
        s.carrier[n].experience = begun(p)
        for i in range(n):
            s.organisation[i].coordinator_trust *= handed_over(p)


@part
def take_over(s, p, j):
    """Another partner takes the lead, with fresh energy and the experience of a newcomer to it."""
    w = s.partnership[0]
    if j != w.lead:
        note(s, PASSED, j, 0.0)
    w.lead = j
    w.energy = max(w.energy, FRESH)
    s.carrier[j].experience = begun(p)


@part
def trust_coordinator(s, p):
    """Trust in the dedicated coordinator follows the rule of all trust: contact, behaviour seen, absence."""
    w = s.partnership[0]
    gain = rate(p.trust.contacts) if p.mechanisms.contact else 0.0
    wear = rate(p.trust.absence) if p.mechanisms.absence else 0.0
    settling = rate(p.trust.institutional) if p.mechanisms.institutional else 0.0
    q, centre = p.trust, w.centre
    weights = behaviour_weights(p)
    manner = q.fairness * p.leadership.credit_given + q.openness * (1.0 - p.leadership.directiveness)
    base = q.kept * w.animation + manner
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        target = (base + q.power * o.voice + q.similarity * (1.0 - abs(o.framing - centre))) / weights
        contact = min(1.0, o.coordinator_contact)
        o.coordinator_trust += contact * gain * (target - o.coordinator_trust)
        o.coordinator_trust -= o.coordinator_trust * wear * (1.0 - contact)
        o.coordinator_regard += settling * (o.coordinator_trust - o.coordinator_regard)


@part
def tire_or_recover(w, p):
    """Energy goes toward what the load leaves of it; results give some back."""
    load = min(MOST_LOAD, w.demand / w.supply) if w.supply > 0.0 else 0.0
    target = 1.0 - p.leadership.strain * (load - RELIEF * w.momentum)
    target = min(1.0, max(0.0, target))
    w.energy += rate(p.leadership.recovery) * (target - w.energy)
