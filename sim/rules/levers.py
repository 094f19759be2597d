"""What levers do to organisations: from one week to another, they move traits away from where these were drawn."""

from entente.sim.engine.compilation import part
from entente.sim.model.levers import TRAITS
from entente.sim.records import LOG_KIND
from entente.sim.rules.common import record_event

FIT, INTEREST, RIGIDITY, RELIABILITY, OPENNESS, POWER, STATUS, ACCESS, BUDGET, HOURS, DELEGATES, TURNOVER = range(
    len(TRAITS)
)
LOG_LEVER_ON, LOG_LEVER_OFF = LOG_KIND["lever_on"], LOG_KIND["lever_off"]


@part
def apply_levers(state, inputs, k):
    """Set the traits to what the levers in use make of them, in the first week of stretch k."""
    week = state.partnership[0].week
    if inputs.since[k] != week:
        return
    for i in range(len(state.organisation)):
        set_traits(state, inputs, k, i)
    for lever in range(len(inputs.lever)):
        first, last = inputs.lever[lever, 0], inputs.lever[lever, 1]
        if first <= last:
            if first == week:
                record_event(state, LOG_LEVER_ON, lever, 0.0)
            elif last + 1 == week:
                record_event(state, LOG_LEVER_OFF, lever, 0.0)


@part
def set_traits(state, inputs, k, i):
    """Set the traits of one organisation; a new post begins vacant, and whoever holds one that goes will leave."""
    org = state.organisation[i]
    org.mission_fit = trait_now(state, inputs, k, i, FIT, org.mission_fit)
    org.self_interest = trait_now(state, inputs, k, i, INTEREST, org.self_interest)
    org.rigidity = trait_now(state, inputs, k, i, RIGIDITY, org.rigidity)
    org.reliability = trait_now(state, inputs, k, i, RELIABILITY, org.reliability)
    org.openness = trait_now(state, inputs, k, i, OPENNESS, org.openness)
    org.decision_power = trait_now(state, inputs, k, i, POWER, org.decision_power)
    org.status = trait_now(state, inputs, k, i, STATUS, org.status)
    org.access = trait_now(state, inputs, k, i, ACCESS, org.access)
    org.budget = trait_now(state, inputs, k, i, BUDGET, org.budget)
    org.hours = trait_now(state, inputs, k, i, HOURS, org.hours)
    org.turnover = trait_now(state, inputs, k, i, TURNOVER, org.turnover)
    org.delegates = int(trait_now(state, inputs, k, i, DELEGATES, org.delegates) + 0.5)


@part
def trait_now(state, inputs, k, i, trait, present):
    """Return one trait as levers make it, within its range; a turnover that the scenario does not state stays unstated.

    Where levers do what they did in the stretch before, the trait stays as it is, whatever else may have moved it.
    """
    a, b = inputs.shift[k, i, trait, 0], inputs.shift[k, i, trait, 1]
    before_a, before_b = 1.0, 0.0
    if k > 0:
        before_a, before_b = inputs.shift[k - 1, i, trait, 0], inputs.shift[k - 1, i, trait, 1]
    if a == before_a and b == before_b:
        return present
    drawn = state.drawn[i, trait]
    if a == 1.0 and b == 0.0:
        return drawn
    value = a * drawn + b
    if value < inputs.bounds[trait, 0]:
        return inputs.bounds[trait, 0]
    if value > inputs.bounds[trait, 1]:
        return inputs.bounds[trait, 1]
    return value


@part
def keep_traits(state, i):
    """Keep the traits of one organisation as they are before any lever."""
    org, drawn = state.organisation[i], state.drawn[i]
    drawn[FIT], drawn[INTEREST], drawn[RIGIDITY] = org.mission_fit, org.self_interest, org.rigidity
    drawn[RELIABILITY], drawn[OPENNESS], drawn[POWER] = org.reliability, org.openness, org.decision_power
    drawn[STATUS], drawn[ACCESS], drawn[BUDGET] = org.status, org.access, org.budget
    drawn[HOURS], drawn[DELEGATES], drawn[TURNOVER] = org.hours, org.delegates, org.turnover


@part
def restore_traits(state, i):
    """Give one organisation the traits that were drawn for it: those of ``sim.records.DRAWN_TRAITS``."""
    org, drawn = state.organisation[i], state.drawn[i]
    org.mission_fit, org.self_interest, org.rigidity = drawn[FIT], drawn[INTEREST], drawn[RIGIDITY]
    org.reliability, org.openness, org.decision_power = drawn[RELIABILITY], drawn[OPENNESS], drawn[POWER]
    org.status, org.access, org.budget = drawn[STATUS], drawn[ACCESS], drawn[BUDGET]
