"""Phase 9, observation: one record of the week for the partnership, and one per organisation where asked."""

import math

import numpy as np

from entente.sim.chance import POSTS
from entente.sim.engine.compilation import apart, part, rule
from entente.sim.engine.simd import total
from entente.sim.model.measures import ORGANISATION_SERIES, SERIES
from entente.sim.rules.common import institutional_share, is_partner, mark_partners, spent
from entente.sim.rules.diagnosis import diagnose
from entente.sim.rules.network import TRUSTING, observe_network
from entente.sim.rules.ties import leave_out, other, over
from entente.sim.rules.work import breadth
from entente.sim.state import ACTIVE, BITS

TIED = 0.5  # acquaintance from which two organisations are said to have a tie: ``trust.contacts`` full contacts

WEEK = np.dtype([(name, "f8") for name in SERIES])
ORGANISATION_WEEK = np.dtype([(name, "f8") for name in ORGANISATION_SERIES])


@rule
def observation(s, inputs, p, row):
    """Write the series of the week; formulas are in ``sim/model/measures.py``, in the same order."""
    w = s.partnership[0]
    stage = inputs.stage[w.stage]
    w.results = (w.cycle * len(inputs.stage) + w.stage) + min(1.0, w.progress / stage.work)
    observe_partners(s, row)
    observe_trust(s, p, row)
    observe_network(s, row)
    diagnose(s, inputs)
    row.need = stage.breadth
    row.breadth = breadth(s)
    row.cohesion = w.cohesion
    row.stage = w.stage + 1.0
    row.results = w.results
    row.momentum = w.momentum
    row.energy = w.energy
    row.leadership = w.leadership
    row.animation = w.animation
    row.attendance = w.attendance
    row.hours_coordinator = w.hours_coordinator
    row.dollars = w.dollars
    row.commitments = w.commitments
    row.commitments_broken = w.broken
    row.controversy = w.controversy
    row.controversies_opened = w.opened
    row.controversies_settled = w.settled
    row.departures = w.departures
    row.cases_arrived = w.arrived
    row.cases_answered = w.answered
    row.cases_lost = w.lost
    row.response_time = w.waited


@part
def observe_partners(s, row):
    """Write what is summed or averaged over the partners."""
    partner = s.vector[4]
    row.partners = mark_partners(s, partner)
    row.hours_available = s.partnership[0].available
    observe_hours(s, partner, row)
    observe_means(s, partner, max(1.0, row.partners), row)
    observe_posts(s, row)


@part
def observe_hours(s, partner, row):
    """Write the hours spent, and mobilisation: the share that is given of all that partners could give."""
    all_uses, leading, levers, could, given = s.vector[0], s.vector[1], s.vector[2], s.vector[3], s.vector[5]
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        all_uses[i], leading[i], levers[i] = spent(o), o.spent_leading, o.spent_levers
        could[i] = partner[i] * (o.delegates * o.hours)
        given[i] = could[i] * o.mobilisation
    row.hours_partners, row.hours_leading, row.hours_levers = total(all_uses), total(leading), total(levers)
    capacity = total(could)
    row.mobilisation = total(given) / capacity if capacity > 0.0 else 0.0


@part
def observe_means(s, partner, members, row):
    """Write the means of what partners feel, know and live."""
    motivation, belonging, information, fatigue = s.vector[0], s.vector[1], s.vector[2], s.vector[3]
    recognition, voice, legitimacy = s.vector[5], s.vector[7], s.vector[8]
    for i in range(len(s.organisation)):
        o, own = s.organisation[i], partner[i]
        motivation[i], belonging[i], information[i] = own * o.motivation, own * o.belonging, own * o.information
        fatigue[i], recognition[i] = own * o.fatigue, own * o.recognition
        voice[i], legitimacy[i] = own * o.voice, own * o.lead_trust
    row.motivation, row.belonging = total(motivation) / members, total(belonging) / members
    row.information, row.fatigue = total(information) / members, total(fatigue) / members
    row.recognition, row.voice = total(recognition) / members, total(voice) / members
    row.legitimacy = total(legitimacy) / members


@part
def observe_posts(s, row):
    """Write the share of active partners, and how many posts of partners are filled, and for how long."""
    week, tenure, active, members, posts, filled = s.partnership[0].week, s.vector[0], 0, 0, 0, 0
    for i in range(len(s.organisation)):
        o, weeks = s.organisation[i], 0.0
        active += o.standing == ACTIVE
        members += is_partner(o)
        posts += o.delegates if is_partner(o) else 0
        for k in range(POSTS):
            here = is_partner(o) and s.post[i, k].filled == 1
            filled += here
            weeks += week - s.post[i, k].arrived if here else 0.0
        tenure[i] = weeks
    row.active_share = active / max(1, members)
    row.staffing = filled / max(1, posts)
    row.tenure = total(tenure) / max(1, filled)


@part
def observe_trust(s, p, row):
    """Write the mean of both layers of trust over ordered pairs of partners, and of what acts; mark who trusts whom."""
    w, formal, slots = s.partnership[0], institutional_share(p), s.personal.shape[1]
    personal, institutional, tied, ties = s.vector[0], s.vector[1], s.vector[2], s.vector[3]
    partner = s.vector[4]
    members = mark_partners(s, partner)
    for slot in range(slots):
        personal[slot] = institutional[slot] = tied[slot] = ties[slot] = 0.0
    layers, sums = (s.personal, s.institutional, s.acquaintance), (personal, institutional, tied, ties)
    observe_ties(s.who, partner, (formal, w.stranger, w.stranger_regard), layers, sums, s.tie)
    leave_out(s.who, partner, personal)
    leave_out(s.who, partner, institutional)
    pairs = max(1.0, members * (members - 1.0))
    strangers = members * (members - 1.0) / pairs
    # where few ties are kept, rounding may leave a little less than nothing
    row.trust_personal = max(0.0, strangers * w.stranger + total(personal[:slots]) / pairs)
    row.trust_institutional = max(0.0, strangers * w.stranger_regard + total(institutional[:slots]) / pairs)
    row.trust = (1.0 - formal) * row.trust_personal + formal * row.trust_institutional
    row.density = total(ties[:slots]) / pairs
    row.trust_ties = total(tied[:slots]) / max(1.0, total(ties[:slots]))


@apart
def observe_ties(who, partner, weights, layers, sums, marks):
    """Add up, slot by slot, both layers of trust of partners, trust among the tied and ties; mark who trusts whom."""
    formal, stranger, stranger_regard = weights
    own, regard, age = layers
    personal, institutional, tied, ties = sums
    for row in range(own.shape[0]):
        for word in range(marks.shape[0]):
            trusting = np.uint64(0)
            if partner[row] == 1.0:
                for bit in range(min(BITS, own.shape[1] - BITS * word)):
                    slot = BITS * word + bit
                    among = partner[other(who, row, slot)]
                    trust = among * ((1.0 - formal) * own[row, slot] + formal * regard[row, slot])
                    known = age[row, slot] >= TIED
                    personal[slot] += over(who, own[row, slot], stranger, among)
                    institutional[slot] += over(who, regard[row, slot], stranger_regard, among)
                    tied[slot] += trust if known else 0.0
                    ties[slot] += among if known else 0.0
                    trusting |= np.uint64(trust >= TRUSTING) << np.uint64(bit)
            marks[word, row] = trusting


@rule
def after_the_end(s, row):
    """Once a partnership has ended nothing is given any more; what it has reached stays."""
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        o.mobilisation = 0.0
        o.spent_paperwork = o.spent_leading = o.spent_levers = o.spent_meetings = o.spent_work = o.spent_cases = 0.0
        o.coverage = o.early_involvement = o.negotiation = math.nan
        o.strategic_actors = o.equal_power = o.co_construction = math.nan
    s.answers[:] = 0.0
    row.mobilisation = row.need = row.active_share = row.breadth = row.partners = row.stage = 0.0
    row.momentum = row.energy = row.leadership = row.animation = row.attendance = 0.0
    row.hours_partners = row.hours_leading = row.hours_levers = row.hours_available = row.hours_coordinator = 0.0
    row.dollars = row.reciprocity = row.centralisation = row.fragmentation = 0.0
    row.controversy = 0.0
    row.commitments = row.commitments_broken = row.departures = 0.0
    row.cases_arrived = row.cases_answered = row.cases_lost = row.response_time = 0.0


@rule
def observe_organisations(s, rows):
    """Write the week of every organisation."""
    for i in range(len(s.organisation)):
        o, row = s.organisation[i], rows[i]
        row.mobilisation = o.mobilisation
        row.motivation = o.motivation
        row.trusted = o.trusted
        row.belonging = o.belonging
        row.information = o.information
        row.fatigue = o.fatigue
        row.recognition = o.recognition
        row.framing = o.framing
        row.record = o.record
        row.staffing = o.staffing
        row.standing = o.standing
        row.hours_spent = spent(o)
        row.coverage = o.coverage
        row.early_involvement = o.early_involvement
        row.negotiation = o.negotiation
        row.strategic_actors = o.strategic_actors
        row.equal_power = o.equal_power
        row.co_construction = o.co_construction
