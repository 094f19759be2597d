"""Before the first week: each replicate draws its organisations around what the scenario states."""

import math

import numpy as np

from entente.sim.chance import TRAITS, four_each, normal, uniforms
from entente.sim.engine.compilation import part, rule
from entente.sim.engine.struct_of_arrays import copy_record
from entente.sim.rules.common import is_partner
from entente.sim.rules.context import first_posts
from entente.sim.rules.leadership import carry
from entente.sim.rules.levers import keep_drawn, take_drawn
from entente.sim.rules.mobilisation import calls, effort
from entente.sim.rules.motivation import voice_given, voices
from entente.sim.rules.relation import measure_cohesion, regard
from entente.sim.rules.ties import tie
from entente.sim.state import DRAWN, MEMBER

NONE_LEAVE, FEW_LEAVE = 0.25, 0.70  # shares of organisations (cumulated) with no and with low turnover [CICP]
FIRST_ESTEEM, FIRST_NEWS, FIRST_COMMON = 0.7, 0.5, 0.2  # recognition and fairness; information; presence and language
LOW, HIGH = 2.0 / 3.0, 7.0 / 3.0  # low and high turnover against the mean: 10 % and 35 % for 15 %


@rule
def start(s, inputs, chance, run):
    """Fill the state of a run before its first week."""
    p = inputs.parameters[0]
    clear(s, inputs, p)
    luck = chance.partnership  # room for four
    for i in range(len(s.organisation)):
        draw_traits(s, inputs, p, i, run, luck)
    four_each(run, 0, TRAITS, inputs.keys.organisation, chance.fill)
    first_posts(s, inputs, chance, p)
    tie(s, inputs, p, run)
    enter(s, p)
    carry(s, p)
    measure_cohesion(s, p)
    regard(s, p)
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        if is_partner(o):
            shared = 1.0 - abs(o.framing - s.partnership[0].centre)
            o.belonging = (o.trusting + o.voice + o.recognition + shared + o.presence) / 5.0
            o.seen = o.peers


@part
def clear(s, inputs, p):
    """Empty the state, for a run after another."""
    w = s.partnership[0]
    w.week = w.stage = w.cycle = w.quiet = w.ended = w.reason = w.approached = w.lead_leaves = 0
    w.funding_until = w.surge_until = w.apart_until = w.shock = w.noted = w.loosened = 0
    w.progress = w.results = w.momentum = w.surge = w.controversy = w.opened = w.settled = 0.0
    w.service = 0.5
    w.energy = 1.0
    w.funding = p.context.funding
    w.attendance = 0.0
    w.lead = inputs.first_lead
    s.contact[:] = 0.0
    s.met[:] = False
    s.vector[:] = 0.0
    s.waiting[:] = 0.0
    s.tally[:] = 0.0
    s.shortfall[:] = 0.0
    for j in range(len(s.organisation) + 1):
        s.carrier[j].share = 0.0
        s.carrier[j].experience = 1.0
        s.carrier[j].back = 0


@part
def draw_traits(s, inputs, p, i, run, luck):
    """Draw one organisation: its stated traits with their spread, its threshold, first framing and turnover."""
    o = s.organisation[i]
    copy_record(inputs.organisation[i], o)
    low, high = inputs.keys.organisation[0, i], inputs.keys.organisation[1, i]
    keep_drawn(s, i)
    for trait in range(len(DRAWN)):
        s.drawn[i, trait] = spread(s.drawn[i, trait], p, run, trait + 1, low, high, luck)
    take_drawn(s, i)
    o.first_motivation = spread(o.first_motivation, p, run, len(DRAWN) + 1, low, high, luck)
    if math.isnan(o.threshold):
        o.threshold = p.partners.threshold + p.partners.threshold_spread * draw_normal(run, 11, low, high, luck)
    if math.isnan(o.home):
        o.home = 0.5 + p.partners.framing_spread * draw_normal(run, 12, low, high, luck)
    o.home = min(1.0, max(0.0, o.home))
    draw_normal(run, 13, low, high, luck)
    o.turnover_class = 0.0 if luck[0] < NONE_LEAVE else LOW if luck[0] < FEW_LEAVE else HIGH
    o.framing = o.home
    o.record = o.reliability
    o.fairness = o.recognition = FIRST_ESTEEM
    o.information = FIRST_NEWS
    o.presence = o.language = FIRST_COMMON


@part
def draw_normal(run, purpose, low, high, luck):
    """Draw one normal number of an organisation for one purpose, leaving its uniforms in ``luck``."""
    uniforms(run, 0, TRAITS + np.uint64(purpose), low, high, luck)
    return normal(luck[0], luck[1])


@part
def spread(value, p, run, purpose, low, high, luck):
    """Return a trait drawn around what is stated, within [0, 1]."""
    return min(1.0, max(0.0, value + p.partners.spread * draw_normal(run, purpose, low, high, luck)))


@part
def enter(s, p):
    """Let the first partners begin with the motivation and voice of their arrival."""
    w = s.partnership[0]
    w.members = 0
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        o.coordinator_trust = o.coordinator_regard = p.partners.trust
        if o.standing == MEMBER:
            w.members += 1
            o.motivation = o.first_motivation
            o.voice = voice_given(o, voices(p))
            o.mobilisation = effort(o, calls(p))
