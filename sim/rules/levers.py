"""What levers do to organisations: traits move from where each replicate drew them, from a week on, until a week."""

from entente.sim.engine.compilation import part
from entente.sim.model.levers import TRAITS
from entente.sim.rules.common import note
from entente.sim.state import NOTE_KIND

FIT, INTEREST, RIGIDITY, RELIABILITY, OPENNESS, POWER, STATUS, ACCESS, BUDGET, HOURS, DELEGATES, TURNOVER = range(
    len(TRAITS)
)
ON, OFF = NOTE_KIND["lever_on"], NOTE_KIND["lever_off"]


@part
def pull_levers(s, inputs, k):
    """At the beginning of a stretch of weeks, let traits be what the levers in use make of them."""
    week = s.partnership[0].week
    if inputs.since[k] != week:
        return
    for i in range(len(s.organisation)):
        shift_traits(s, inputs, k, i)
    for lever in range(len(inputs.lever)):
        first, last = inputs.lever[lever, 0], inputs.lever[lever, 1]
        if first <= last:
            if first == week:
                note(s, ON, lever, 0.0)
            elif last + 1 == week:
                note(s, OFF, lever, 0.0)


@part
def shift_traits(s, inputs, k, i):
    """Move the traits of one organisation; a new post is vacant at first, and who holds a post that goes will leave."""
    o = s.organisation[i]
    o.mission_fit = shifted(s, inputs, k, i, FIT, o.mission_fit)
    o.self_interest = shifted(s, inputs, k, i, INTEREST, o.self_interest)
    o.rigidity = shifted(s, inputs, k, i, RIGIDITY, o.rigidity)
    o.reliability = shifted(s, inputs, k, i, RELIABILITY, o.reliability)
    o.openness = shifted(s, inputs, k, i, OPENNESS, o.openness)
    o.decision_power = shifted(s, inputs, k, i, POWER, o.decision_power)
    o.status = shifted(s, inputs, k, i, STATUS, o.status)
    o.access = shifted(s, inputs, k, i, ACCESS, o.access)
    o.budget = shifted(s, inputs, k, i, BUDGET, o.budget)
    o.hours = shifted(s, inputs, k, i, HOURS, o.hours)
    o.turnover = shifted(s, inputs, k, i, TURNOVER, o.turnover)
    o.delegates = int(shifted(s, inputs, k, i, DELEGATES, o.delegates) + 0.5)


@part
def shifted(s, inputs, k, i, trait, now):
    """Return one trait as levers make it, within its range; a turnover that the scenario does not state stays so.

    Where levers do what they did before, the trait stays as it is: what else may have moved it is left alone.
    """
    a, b = inputs.shift[k, i, trait, 0], inputs.shift[k, i, trait, 1]
    before_a, before_b = 1.0, 0.0
    if k > 0:
        before_a, before_b = inputs.shift[k - 1, i, trait, 0], inputs.shift[k - 1, i, trait, 1]
    if a == before_a and b == before_b:
        return now
    drawn = s.drawn[i, trait]
    if a == 1.0 and b == 0.0:
        return drawn
    value = a * drawn + b
    if value < inputs.bounds[trait, 0]:
        return inputs.bounds[trait, 0]
    if value > inputs.bounds[trait, 1]:
        return inputs.bounds[trait, 1]
    return value


@part
def keep_drawn(s, i):
    """Keep the traits of one organisation, before any lever."""
    o, drawn = s.organisation[i], s.drawn[i]
    drawn[FIT], drawn[INTEREST], drawn[RIGIDITY] = o.mission_fit, o.self_interest, o.rigidity
    drawn[RELIABILITY], drawn[OPENNESS], drawn[POWER] = o.reliability, o.openness, o.decision_power
    drawn[STATUS], drawn[ACCESS], drawn[BUDGET] = o.status, o.access, o.budget
    drawn[HOURS], drawn[DELEGATES], drawn[TURNOVER] = o.hours, o.delegates, o.turnover


@part
def take_drawn(s, i):
    """Give one organisation the traits that were drawn for it: those of ``sim.state.DRAWN``."""
    o, drawn = s.organisation[i], s.drawn[i]
    o.mission_fit, o.self_interest, o.rigidity = drawn[FIT], drawn[INTEREST], drawn[RIGIDITY]
    o.reliability, o.openness, o.decision_power = drawn[RELIABILITY], drawn[OPENNESS], drawn[POWER]
    o.status, o.access, o.budget = drawn[STATUS], drawn[ACCESS], drawn[BUDGET]
