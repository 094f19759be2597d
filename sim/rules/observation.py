"""Phase 9, observation: one record of the week for the partnership, and one per organisation where kept."""

import math
from typing import Any, NamedTuple

import numpy as np

from entente.sim.chance import POSTS
from entente.sim.engine.compilation import part, part_without_overlap, rule
from entente.sim.engine.simd import total
from entente.sim.model.measures import ORGANISATION_SERIES, SERIES
from entente.sim.records import ACTIVE, NO_DELEGATE, WORD
from entente.sim.rules import rows
from entente.sim.rules.common import acting_trust, hours_spent, is_partner, mark_partners
from entente.sim.rules.diagnosis import diagnose
from entente.sim.rules.network import TRUSTING_FROM, observe_network
from entente.sim.rules.ties import above_strangers, other_end, weight_sums
from entente.sim.rules.work import breadth

TIED_FROM = 0.5  # acquaintance from which two organisations are said to have a tie: ``trust.contacts`` full contacts

WEEK = np.dtype([(name, "f8") for name in SERIES])
ORGANISATION_WEEK = np.dtype([(name, "f8") for name in ORGANISATION_SERIES])


class TrustSums(NamedTuple):
    """Sums over ordered pairs of partners, slot by slot."""

    personal: Any  # personal trust, above that in strangers where few ties are kept
    institutional: Any  # institutional trust, in the same way
    of_ties: Any  # acting trust of those who have a tie
    ties: Any  # how many have one


class Acting(NamedTuple):
    """What makes trust act."""

    institutional_weight: Any  # of institutional trust, against personal trust
    stranger: Any  # personal trust in a stranger
    stranger_regard: Any  # institutional trust in a stranger


@rule
def observation(state, inputs, params, row):
    """Write the series of the week; their formulas are in ``sim/model/measures.py``, in the same order."""
    partnership, partner = state.partnership[0], state.scratch[rows.PARTNER]
    stage = inputs.stage[partnership.stage]
    stages_done = partnership.cycle * len(inputs.stage) + partnership.stage
    partnership.results = stages_done + min(1.0, partnership.progress / stage.work)
    row.partners = mark_partners(state, partner)
    observe_partners(state, row, partner)
    observe_trust(state, params, row, partner)
    observe_network(state, row, partner)
    diagnose(state, inputs, partner)
    row.need = stage.breadth
    row.breadth = breadth(state)
    row.cohesion = partnership.cohesion
    row.stage = partnership.stage + 1.0
    row.results = partnership.results
    row.momentum = partnership.momentum
    row.energy = partnership.energy
    row.leadership = partnership.leadership
    row.animation = partnership.animation
    row.attendance = partnership.attendance
    row.hours_coordinator = partnership.hours_coordinator
    row.dollars = partnership.dollars
    row.commitments = partnership.commitments
    row.commitments_broken = partnership.broken
    row.controversy = partnership.controversy
    row.controversies_opened = partnership.opened
    row.controversies_settled = partnership.settled
    row.departures = partnership.departures
    row.cases_arrived = partnership.arrived
    row.cases_answered = partnership.answered
    row.cases_lost = partnership.lost
    row.response_time = partnership.waited


@part
def observe_partners(state, row, partner):
    """Write what is summed or averaged over the partners."""
    row.hours_available = state.partnership[0].available
    observe_hours(state, row, partner)
    observe_means(state, row, partner, max(1.0, row.partners))
    observe_posts(state, row)


@part
def observe_hours(state, row, partner):
    """Write the hours spent, and mobilisation: the share given of all the hours that partners could give."""
    all_uses, leading = state.scratch[rows.ALL_USES], state.scratch[rows.LEADING_HOURS]
    levers = state.scratch[rows.LEVER_HOURS]
    could_give, gives = state.scratch[rows.COULD_GIVE], state.scratch[rows.GIVES]
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        all_uses[i], leading[i], levers[i] = hours_spent(org), org.spent_leading, org.spent_levers
        could_give[i] = partner[i] * (org.delegates * org.hours)
        gives[i] = could_give[i] * org.mobilisation
    row.hours_partners, row.hours_leading, row.hours_levers = total(all_uses), total(leading), total(levers)
    capacity = total(could_give)
    row.mobilisation = total(gives) / capacity if capacity > 0.0 else 0.0


@part
def observe_means(state, row, partner, members):
    """Write the means over partners of what they feel, know and experience."""
    motivation, belonging = state.scratch[rows.MOTIVATION], state.scratch[rows.BELONGING]
    information, fatigue = state.scratch[rows.INFORMATION], state.scratch[rows.FATIGUE]
    recognition, voice = state.scratch[rows.RECOGNITION], state.scratch[rows.VOICES]
    legitimacy = state.scratch[rows.LEGITIMACY]
    for i in range(len(state.organisation)):
        org, own = state.organisation[i], partner[i]
        motivation[i], belonging[i], information[i] = own * org.motivation, own * org.belonging, own * org.information
        fatigue[i], recognition[i] = own * org.fatigue, own * org.recognition
        voice[i], legitimacy[i] = own * org.voice, own * org.lead_trust
    row.motivation, row.belonging = total(motivation) / members, total(belonging) / members
    row.information, row.fatigue = total(information) / members, total(fatigue) / members
    row.recognition, row.voice = total(recognition) / members, total(voice) / members
    row.legitimacy = total(legitimacy) / members


@part
def observe_posts(state, row):
    """Write the share of active partners, and how many posts of partners are filled, and for how long."""
    week, tenure = state.partnership[0].week, state.scratch[rows.TENURE]
    active, members, posts, filled = 0, 0, 0, 0
    for i in range(len(state.organisation)):
        org, weeks = state.organisation[i], 0.0
        active += org.standing == ACTIVE
        members += is_partner(org)
        posts += org.delegates if is_partner(org) else 0
        for k in range(POSTS):
            here = is_partner(org) and state.post[i, k].filled == 1
            filled += here
            weeks += week - state.post[i, k].arrived if here else 0.0
        tenure[i] = weeks
    row.active_share = active / max(1, members)
    row.staffing = filled / max(1, posts)
    row.tenure = total(tenure) / max(1, filled)


@part
def observe_trust(state, params, row, partner):
    """Write the means of trust over ordered pairs of partners, and mark who trusts whom."""
    partnership, slots = state.partnership[0], state.personal.shape[1]
    sums = TrustSums(
        state.scratch[rows.PERSONAL],
        state.scratch[rows.INSTITUTIONAL],
        state.scratch[rows.TRUST_OF_TIES],
        state.scratch[rows.TIES],
    )
    acting = Acting(params.derived.institutional_weight, partnership.stranger, partnership.stranger_regard)
    for slot in range(slots):
        sums.personal[slot] = sums.institutional[slot] = sums.of_ties[slot] = sums.ties[slot] = 0.0
    add_ties(state.who, partner, acting, state.personal, state.institutional, state.acquaintance, sums, state.trusting)
    weight_sums(state.who, partner, sums.personal)
    weight_sums(state.who, partner, sums.institutional)
    members = row.partners
    pairs = max(1.0, members * (members - 1.0))
    strangers = members * (members - 1.0) / pairs
    # where few ties are kept, rounding may leave a little less than nothing
    row.trust_personal = max(0.0, strangers * partnership.stranger + total(sums.personal[:slots]) / pairs)
    institutional = strangers * partnership.stranger_regard + total(sums.institutional[:slots]) / pairs
    row.trust_institutional = max(0.0, institutional)
    row.trust = acting_trust(params.derived.institutional_weight, row.trust_personal, row.trust_institutional)
    row.density = total(sums.ties[:slots]) / pairs
    row.trust_ties = total(sums.of_ties[:slots]) / max(1.0, total(sums.ties[:slots]))


@part_without_overlap
def add_ties(who, partner, acting, personal, institutional, acquaintance, sums, marks):
    """Add up, slot by slot, both layers of trust, the ties and the trust in them; mark who trusts whom."""
    for row in range(personal.shape[0]):
        for word in range(marks.shape[0]):
            trusting = np.uint64(0)
            if partner[row] == 1.0:
                for bit in range(min(WORD, personal.shape[1] - WORD * word)):
                    slot = WORD * word + bit
                    among = partner[other_end(who, row, slot)]
                    own, regard = personal[row, slot], institutional[row, slot]
                    trust = among * acting_trust(acting.institutional_weight, own, regard)
                    known = acquaintance[row, slot] >= TIED_FROM
                    sums.personal[slot] += above_strangers(who, own, acting.stranger, among)
                    sums.institutional[slot] += above_strangers(who, regard, acting.stranger_regard, among)
                    sums.of_ties[slot] += trust if known else 0.0
                    sums.ties[slot] += among if known else 0.0
                    trusting |= np.uint64(trust >= TRUSTING_FROM) << np.uint64(bit)
            marks[word, row] = trusting


@rule
def observe_after_end(state, row):
    """Write a week after the end of the partnership: nothing is given any more, and what it has reached stays."""
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        org.mobilisation = 0.0
        org.spent_paperwork = org.spent_leading = org.spent_levers = org.spent_meetings = org.spent_work = (
            org.spent_cases
        ) = 0.0
        org.coverage = org.early_involvement = org.negotiation = math.nan
        org.strategic_actors = org.equal_power = org.co_construction = math.nan
    state.answers[:] = 0.0
    row.mobilisation = row.need = row.active_share = row.breadth = row.partners = row.stage = 0.0
    row.momentum = row.energy = row.leadership = row.animation = row.attendance = 0.0
    row.hours_partners = row.hours_leading = row.hours_levers = row.hours_available = row.hours_coordinator = 0.0
    row.dollars = row.reciprocity = row.centralisation = row.fragmentation = 0.0
    row.controversy = 0.0
    row.commitments = row.commitments_broken = row.departures = 0.0
    row.cases_arrived = row.cases_answered = row.cases_lost = row.response_time = 0.0


@rule
def observe_attendance(state, out):
    """Write who came to each channel held this week, and since when the longest-serving delegate has been there."""
    for i in range(len(state.organisation)):
        since = NO_DELEGATE
        for k in range(POSTS):
            post = state.post[i, k]
            since = min(since, int(post.arrived)) if post.filled == 1 else since
        for c in range(len(state.due)):
            if state.due[c]:
                out[c, i].code, out[c, i].delegate_since = state.attendance[c, i], since


@rule
def observe_organisations(state, out):
    """Write the week of every organisation, one record of ``ORGANISATION_WEEK`` each."""
    for i in range(len(state.organisation)):
        org, row = state.organisation[i], out[i]
        row.mobilisation = org.mobilisation
        row.motivation = org.motivation
        row.trusted = org.trusted
        row.belonging = org.belonging
        row.information = org.information
        row.fatigue = org.fatigue
        row.recognition = org.recognition
        row.framing = org.framing
        row.record = org.record
        row.staffing = org.staffing
        row.standing = org.standing
        row.hours_spent = hours_spent(org)
        row.coverage = org.coverage
        row.early_involvement = org.early_involvement
        row.negotiation = org.negotiation
        row.strategic_actors = org.strategic_actors
        row.equal_power = org.equal_power
        row.co_construction = org.co_construction
