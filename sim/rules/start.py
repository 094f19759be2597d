"""Before the first week: each replicate draws its organisations around what the scenario states."""

import math

import numpy as np

from entente.sim.chance import TRAIT_BLOCK, draw_four_each, draw_uniforms, normal
from entente.sim.engine.compilation import part, rule
from entente.sim.engine.struct_of_arrays import copy_record
from entente.sim.records import DRAWN_TRAITS, MEMBER, NOT_LISTED
from entente.sim.rules.common import is_partner
from entente.sim.rules.context import first_posts
from entente.sim.rules.leadership import share_leadership
from entente.sim.rules.levers import keep_traits, restore_traits
from entente.sim.rules.mobilisation import call_for_effort, effort
from entente.sim.rules.motivation import belonging_target, voice_when_present
from entente.sim.rules.relation import measure_cohesion, update_regard
from entente.sim.rules.ties import draw_ties

NONE_LEAVE, FEW_LEAVE = 0.25, 0.70  # shares of organisations (cumulated) with no and with low turnover [CICP]
FIRST_ESTEEM, FIRST_NEWS, FIRST_COMMON = 0.7, 0.5, 0.2  # recognition and fairness; information; presence and language
LOW_TURNOVER, HIGH_TURNOVER = 2.0 / 3.0, 7.0 / 3.0  # low and high turnover against the mean: 10 % and 35 % for 15 %
# Purposes of draws that come after those of the traits.
THRESHOLD_DRAW, FRAMING_DRAW, TURNOVER_DRAW, ASSIDUITY_DRAW = 11, 12, 13, 14


@rule
def start(state, inputs, draws, run):
    """Fill the state of a run, before its first week."""
    params = inputs.parameters[0]
    reset_state(state, inputs, params)
    numbers = draws.partnership  # room for four
    for i in range(len(state.organisation)):
        draw_organisation(state, inputs, params, i, run, numbers)
    draw_four_each(run, 0, TRAIT_BLOCK, inputs.keys.organisation, draws.fill)
    first_posts(state, inputs, params, draws)
    draw_ties(state, inputs, params, run)
    admit_first_partners(state, params)
    share_leadership(state, params)
    measure_cohesion(state, params)
    update_regard(state, params)
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        if is_partner(org):
            org.belonging = belonging_target(org, state.partnership[0].centre)
            org.seen = org.peers


@part
def reset_state(state, inputs, params):
    """Empty the state, which another run may have filled."""
    partnership = state.partnership[0]
    partnership.week = partnership.stage = partnership.cycle = partnership.quiet = 0
    partnership.ended = partnership.reason = partnership.approached = partnership.lead_leaves = 0
    partnership.funding_until = partnership.surge_until = partnership.apart_until = 0
    partnership.shock = partnership.logged = partnership.ties_lost = 0
    partnership.progress = partnership.results = partnership.momentum = partnership.surge = 0.0
    partnership.controversy = partnership.opened = partnership.settled = 0.0
    partnership.service = 0.5
    partnership.energy = 1.0
    partnership.conjuncture = partnership.saved = partnership.pending = 0.0
    partnership.served = 1.0
    partnership.funding = params.context.funding
    partnership.attendance = partnership.animation = 0.0
    partnership.lead = inputs.first_lead
    state.contact[:] = 0.0
    state.met[:] = False
    state.attendance[:] = NOT_LISTED
    state.turnout[:] = 0.0
    state.scratch[:] = 0.0
    state.waiting[:] = 0.0
    state.tally[:] = 0.0
    state.shortfall[:] = 0.0
    for j in range(len(state.organisation) + 1):
        state.carrier[j].share = 0.0
        state.carrier[j].experience = 1.0
        state.carrier[j].back = 0


@part
def draw_organisation(state, inputs, params, i, run, numbers):
    """Draw one organisation: its traits around what is stated, its threshold, its first framing and its turnover."""
    org, spread = state.organisation[i], params.partners.spread
    copy_record(inputs.organisation[i], org)
    low, high = inputs.keys.organisation[0, i], inputs.keys.organisation[1, i]
    keep_traits(state, i)
    for trait in range(len(DRAWN_TRAITS)):
        deviation = spread * draw_normal(run, trait + 1, low, high, numbers)
        state.drawn[i, trait] = min(1.0, max(0.0, state.drawn[i, trait] + deviation))
    restore_traits(state, i)
    deviation = spread * draw_normal(run, len(DRAWN_TRAITS) + 1, low, high, numbers)
    org.first_motivation = min(1.0, max(0.0, org.first_motivation + deviation))
    if math.isnan(org.threshold):
        deviation = params.partners.threshold_spread * draw_normal(run, THRESHOLD_DRAW, low, high, numbers)
        org.threshold = params.partners.threshold + deviation
    if math.isnan(org.home):
        org.home = 0.5 + params.partners.framing_spread * draw_normal(run, FRAMING_DRAW, low, high, numbers)
    org.home = min(1.0, max(0.0, org.home))
    org.assiduity = 0.0
    if params.derived.assiduity > 0.0:
        org.assiduity = params.derived.assiduity * draw_normal(run, ASSIDUITY_DRAW, low, high, numbers)
    org.agenda = org.readiness = org.exhaustion = 0.0
    org.eagerness = 1.0
    org.last_seen = 0
    draw_uniforms(run, 0, TRAIT_BLOCK + np.uint64(TURNOVER_DRAW), low, high, numbers)
    org.turnover_class = draw_turnover_class(numbers[0])
    org.framing = org.home
    org.record = org.reliability
    org.fairness = org.recognition = FIRST_ESTEEM
    org.information = FIRST_NEWS
    org.presence = org.language = FIRST_COMMON


@part
def draw_normal(run, purpose, low, high, numbers):
    """Draw one standard normal number of an organisation for one purpose."""
    draw_uniforms(run, 0, TRAIT_BLOCK + np.uint64(purpose), low, high, numbers)
    return normal(numbers[0], numbers[1])


@part
def draw_turnover_class(number):
    """Return the turnover of an organisation against the mean: none, low or high."""
    return 0.0 if number < NONE_LEAVE else LOW_TURNOVER if number < FEW_LEAVE else HIGH_TURNOVER


@part
def admit_first_partners(state, params):
    """Let the first partners begin with the motivation and the voice of their arrival."""
    partnership = state.partnership[0]
    partnership.members = 0
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        org.coordinator_trust = org.coordinator_regard = params.partners.trust
        if org.standing == MEMBER:
            partnership.members += 1
            org.motivation = org.first_motivation
            org.voice = voice_when_present(org, params.governance.voice, params.derived.voice_left)
            org.mobilisation = params.partners.mobilised * effort(org, call_for_effort(params))
            org.eagerness = 1.0 - params.partners.mobilised
