"""Phase 3, relation: contact moves trust toward the behaviour seen, absence wears it; framings converge or oppose."""

import math
from typing import Any, NamedTuple

from entente.sim.chance import CONTROVERSY_ENDS, CONTROVERSY_OPENS
from entente.sim.engine.compilation import part, part_without_overlap, rule
from entente.sim.engine.simd import total
from entente.sim.records import LOG_KIND
from entente.sim.rules import rows
from entente.sim.rules.common import (
    acting_trust,
    is_partner,
    mark_partners,
    record_event,
    share_covered,
    trust_in_strangers,
    weekly_chance,
)
from entente.sim.rules.ties import ROUNDING, above_strangers, trusted_and_trusting

LOG_OPENED, LOG_SETTLED, LOG_FADED = (LOG_KIND[f"controversy_{name}"] for name in ("opened", "settled", "faded"))
APART = math.sqrt(0.5)  # mean distance of two framings against the disagreement, when framings are normal
MEDIATED = 4.0  # weeks: mean life of a controversy fully mediated (assumed)
DEEPENING = 0.1  # share of its room left by which a full controversy without mediation deepens in a week (assumed)


class Wear(NamedTuple):
    """What wears trust this week, and what institutional trust takes of it."""

    absence: Any  # share of personal trust lost without contact
    ageing: Any  # how much less of it an old tie loses
    erosion: Any  # share lost between organisations as far apart as can be, to the open controversy
    institutional: Any  # share of the way of institutional trust, for the oldest tie
    floor: Any  # trust to which worn trust goes back: nothing, or that in a stranger


class Gain(NamedTuple):
    """How contact moves trust and framings."""

    trust: Any  # share of the way to the target in one full contact
    similarity: Any  # weight of the closeness of framings in the target
    confidence: Any  # distance of framings beyond which nobody is convinced
    institutional_weight: Any  # of institutional trust in what is heard


class Views(NamedTuple):
    """What organisations see of one another, as it was when the phase began."""

    framing: Any  # where each stands on the problem
    voice: Any  # the part of its targets that its own voice makes
    behaviour: Any  # the part of the targets of others that its behaviour makes


class Pull(NamedTuple):
    """What each organisation hears of the framings of others."""

    distance: Any  # sum of the distances to those whom it hears, weighted
    weight: Any  # sum of the weights


class Layers(NamedTuple):
    """What is kept of each tie."""

    personal: Any
    institutional: Any
    acquaintance: Any


class Regard(NamedTuple):
    """Sums over the others, for each organisation that trusts."""

    given: Any  # trust in partners
    effort: Any  # trust in partners times their mobilisation
    lead: Any  # trust in those who carry the leadership times their share of it


class Weights(NamedTuple):
    """What each organisation weighs in the sums of ``Regard``."""

    partner: Any
    effort: Any
    share: Any


@rule
def relation(state, inputs, params, draws):
    """Update trust, then framings and controversies, then what each organisation sees of the others."""
    pull = Pull(state.scratch[rows.PULL], state.scratch[rows.PULL_WEIGHT])
    update_trust(state, params, pull)
    update_framings(state, params, pull)
    update_controversy(state, inputs, params, draws.partnership)
    update_regard(state, params)


@part
def update_trust(state, params, pull):
    """Move both layers of trust, the age of ties and the pull of framings, tie by tie."""
    partnership, rates = state.partnership[0], params.rates
    erosion = params.understanding.erosion * partnership.controversy
    floor = params.derived.floor
    wear = Wear(rates.absence, params.trust.ageing, erosion, rates.institutional, floor)
    gain = Gain(
        rates.trust,
        params.derived.similarity_weight,
        params.understanding.confidence,
        params.derived.institutional_weight,
    )
    views = Views(state.scratch[rows.FRAMING], state.scratch[rows.VOICE], state.scratch[rows.BEHAVIOUR])
    layers = Layers(state.personal, state.institutional, state.acquaintance)
    prepare_views(state, params, views, pull)
    for row in range(len(state.organisation)):
        if state.met[row]:
            meet_again(state.who, row, wear, gain, layers, state.contact, views, pull)
            state.met[row] = False
        else:
            stay_away(state.who, row, wear, layers, views.framing)
        keep_no_trust_in_self(state.who, row, len(state.organisation), layers.personal)
    if state.who.ndim > 1:  # otherwise nobody is a stranger
        partnership.stranger = wear_trust(
            partnership.stranger, rates.absence, erosion * APART * partnership.disagreement, floor
        )


@part
def prepare_views(state, params, views, pull):
    """Write what organisations see of one another this week, and set what they hear to zero."""
    weights = params.derived.behaviour_weight
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        views.framing[i] = org.framing
        views.voice[i] = params.trust.power * org.voice / weights
        views.behaviour[i] = seen_behaviour(org, params) / weights
        pull.distance[i] = pull.weight[i] = 0.0


@part
def seen_behaviour(org, params):
    """Return the weighted sum of what anybody sees of an organisation: commitments kept, fairness and openness."""
    weight = params.trust
    return weight.kept * org.record + weight.fairness * org.fairness + weight.openness * org.openness


@part_without_overlap
def stay_away(who, row, wear, layers, framing):
    """Update trust along the ties of one row in which nobody met."""
    personal, institutional, acquaintance = layers.personal, layers.institutional, layers.acquaintance
    for slot in range(personal.shape[1]):
        j, i = trusted_and_trusting(who, row, slot)
        distance, age = abs(framing[i] - framing[j]), acquaintance[row, slot]
        absence = wear.absence * (1.0 - wear.ageing * age)
        own = wear_trust(personal[row, slot], absence, wear.erosion * distance, wear.floor)
        personal[row, slot] = own
        institutional[row, slot] += wear.institutional * age * (own - institutional[row, slot])


@part_without_overlap
def meet_again(who, row, wear, gain, layers, contacts, views, pull):
    """Update trust along the ties of one row in which some met: toward the behaviour seen; they hear one another."""
    personal, institutional, acquaintance = layers.personal, layers.institutional, layers.acquaintance
    framing, voice, behaviour = views.framing, views.voice, views.behaviour
    for slot in range(personal.shape[1]):
        j, i = trusted_and_trusting(who, row, slot)
        contact, age, own = min(1.0, contacts[row, slot]), acquaintance[row, slot], personal[row, slot]
        distance = framing[j] - framing[i]
        apart = abs(distance)
        trust = acting_trust(gain.institutional_weight, own, institutional[row, slot])
        heard = contact * trust if apart < gain.confidence else 0.0
        pull.distance[i] += heard * distance
        pull.weight[i] += heard
        target = behaviour[j] + voice[i] + gain.similarity * (1.0 - apart)
        covered = contact * gain.trust
        own += covered * (target - own)
        own = wear_trust(
            own, wear.absence * (1.0 - wear.ageing * age) * (1.0 - contact), wear.erosion * apart, wear.floor
        )
        personal[row, slot] = own
        acquaintance[row, slot] = age + covered * (1.0 - age)
        institutional[row, slot] += wear.institutional * age * (own - institutional[row, slot])
        contacts[row, slot] = 0.0


@part
def keep_no_trust_in_self(who, row, n, personal):
    """Keep 0 where all ties are kept but there is none: with oneself, and in the zeros at the end of a row."""
    if who.ndim == 1:
        personal[row, row] = 0.0
        for slot in range(n, personal.shape[1]):
            personal[row, slot] = 0.0


@part
def wear_trust(trust, absence, erosion, floor):
    """Return what is left of a trust after absence, then after a controversy between opposed framings.

    Absence brings it back to ``floor``, from above or from below; a controversy takes only what is above it.
    """
    trust -= (trust - floor) * absence
    return trust - max(0.0, trust - floor) * erosion


@part
def update_framings(state, params, pull):
    """Let framings converge among those who meet and trust each other; the rigid return to their own."""
    rates = params.rates
    for i in range(len(state.organisation)):
        org, weight = state.organisation[i], pull.weight[i]
        if weight > 0.0:
            org.framing += share_covered(rates.convergence * weight * org.openness) * pull.distance[i] / weight
        org.framing += rates.anchoring * org.rigidity * (org.home - org.framing)
    measure_cohesion(state, params)


@part
def measure_cohesion(state, params):
    """Measure the mean framing, the disagreement around it, and cohesion: a common framing and a common language."""
    partnership, n = state.partnership[0], len(state.organisation)
    partner, framing = state.scratch[rows.PARTNER], state.scratch[rows.FRAMING]
    language, distance = state.scratch[rows.LANGUAGE], state.scratch[rows.DISTANCE]
    members = max(1.0, mark_partners(state, partner))
    for i in range(n):
        framing[i] = partner[i] * state.organisation[i].framing
        language[i] = partner[i] * state.organisation[i].language
    centre = total(framing) / members
    for i in range(n):
        distance[i] = partner[i] * abs(state.organisation[i].framing - centre)
    partnership.centre = centre
    partnership.disagreement = min(1.0, 2.0 * total(distance) / members)
    common = total(language) / members if params.mechanisms.language else 1.0
    partnership.cohesion = 0.5 * (1.0 - partnership.disagreement) + 0.5 * common


@part
def update_controversy(state, inputs, params, numbers):
    """Open a controversy where framings are far apart and choices are made; settle one, or let it fade."""
    partnership = state.partnership[0]
    if not params.mechanisms.controversies:
        partnership.controversy = 0.0
    elif partnership.controversy <= 0.0:
        hazard = weekly_chance(params.understanding.controversies * partnership.disagreement)
        if inputs.stage[partnership.stage].broad and numbers[CONTROVERSY_OPENS] < hazard:
            open_controversy(state, partnership.disagreement)
    else:
        end_controversy(state, params, numbers[CONTROVERSY_ENDS])


@part
def open_controversy(state, severity):
    """Open a controversy of some severity."""
    partnership = state.partnership[0]
    partnership.controversy = severity
    partnership.opened += 1.0
    record_event(state, LOG_OPENED, -1, severity)


@part
def end_controversy(state, params, number):
    """Settle the open controversy by mediation, which makes a compromise, or let it fade; most weeks it stays open.

    Camps form around one that stays open: unless it is mediated it deepens, as do conflicts in which each answers the
    other (Glasl 1982).
    """
    partnership = state.partnership[0]
    mediation = params.leadership.brokerage * partnership.served * (0.5 + 0.5 * partnership.experience)
    settled = share_covered(mediation / MEDIATED)
    faded = share_covered((1.0 - mediation) / params.understanding.unmediated)
    if number < settled:
        partnership.controversy = 0.0
        partnership.settled += 1.0
        record_event(state, LOG_SETTLED, -1, 0.0)
        for i in range(len(state.organisation)):
            org = state.organisation[i]
            if is_partner(org):
                org.framing += 0.5 * (partnership.centre - org.framing)
    elif number < settled + (1.0 - settled) * faded:
        partnership.controversy = 0.0
        record_event(state, LOG_FADED, -1, 0.0)
    elif params.mechanisms.escalation:
        open_now = partnership.controversy
        partnership.controversy += DEEPENING * (1.0 - mediation) * open_now * (1.0 - open_now)


@part
def update_regard(state, params):
    """Update what each organisation sees: the trust it gives and receives, the effort of peers, trust in the lead."""
    n, received = len(state.organisation), state.scratch[rows.RECEIVED]
    sums = Regard(state.scratch[rows.GIVEN], state.scratch[rows.EFFORT_SEEN], state.scratch[rows.LEAD_TRUST])
    weights = Weights(state.scratch[rows.PARTNER], state.scratch[rows.EFFORT], state.scratch[rows.LEAD_SHARE])
    trusts = state.scratch[rows.ROW_TRUST][: state.personal.shape[1]]
    members = mark_partners(state, weights.partner)
    stranger = trust_in_strangers(state, params)
    for i in range(n):
        weights.effort[i] = weights.partner[i] * state.organisation[i].mobilisation
        weights.share[i] = state.carrier[i].share
    efforts, shares = total(weights.effort), total(weights.share)
    for i in range(n):
        sums.given[i] = received[i] = stranger * (members - weights.partner[i])
        sums.effort[i] = stranger * (efforts - weights.effort[i])
        sums.lead[i] = weights.share[i] + stranger * (shares - weights.share[i])
    formal = params.derived.institutional_weight
    for row in range(n):
        add_trust_given(state.who, row, formal, stranger, state.personal, state.institutional, weights, sums, trusts)
        add_trust_received(state.who, row, trusts, received)
    for i in range(n):  # where few ties are kept, rounding may leave a little less than nothing
        org = state.organisation[i]
        others = max(1.0, members - weights.partner[i])
        given = sums.given[i]
        org.trusted = min(1.0, max(0.0, received[i] / max(1.0, members - 1.0)))
        org.trusting = min(1.0, max(0.0, given / others))
        org.peers = min(1.0, max(0.0, sums.effort[i] / given)) if given > ROUNDING else 0.0
        own = acting_trust(formal, org.coordinator_trust, org.coordinator_regard)
        org.lead_trust = min(1.0, max(0.0, sums.lead[i]) + state.carrier[n].share * own)


@part_without_overlap
def add_trust_given(who, row, institutional_weight, stranger, personal, institutional, weights, sums, trusts):
    """Add the trusts of one row to the sums of those who trust; write them to ``trusts``, 0 unless a partner trusts."""
    partner, effort, share = weights.partner, weights.effort, weights.share
    given, moved, lead = sums.given, sums.effort, sums.lead
    for slot in range(personal.shape[1]):
        j, i = trusted_and_trusting(who, row, slot)
        own = acting_trust(institutional_weight, personal[row, slot], institutional[row, slot])
        trust = above_strangers(who, own, stranger, 1.0)
        lead[i] += share[j] * trust
        given[i] += partner[j] * trust
        moved[i] += effort[j] * trust
        trusts[slot] = partner[i] * trust


@part
def add_trust_received(who, row, trusts, received):
    """Add the trusts of one row to what those who are trusted receive."""
    if who.ndim == 1:
        received[row] += total(trusts)
    else:
        for slot in range(who.shape[1]):
            received[who[row, slot]] += trusts[slot]
