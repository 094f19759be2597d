"""Hours of the week in phase 2: whom the channels call, what asks for coordination, and how much of it there is."""

from entente.sim.engine.compilation import part
from entente.sim.engine.simd import total
from entente.sim.model.settings import Audience
from entente.sim.records import AUDIENCE_CODE, EVERYWHERE_CODE
from entente.sim.rules import rows
from entente.sim.rules.common import free_hours, is_partner

EVERYONE, COMMITTEE, ONE_TO_ONE, CONCERNED = (AUDIENCE_CODE[audience] for audience in Audience)
APPROACH = 3.0  # coordination hours to present the partnership to an organisation [S2]
MEDIATION = 4.0  # coordination hours a week that the full mediation of a controversy asks for (assumed)
WELCOME = 4.0  # a newcomer asks for so many times the attention of others, for a quarter of a year
WELCOME_WEEKS = 13


@part
def mark_due(state, inputs, week):
    """Mark the channels that are held in a week."""
    for c in range(len(inputs.channel)):
        channel = inputs.channel[c]
        first = max(1, channel.start)
        state.due[c] = first <= week <= channel.stop and (week - first) % channel.period == 0


@part
def spend_on_paperwork(state, params):
    """Let the structure take its hours from each partner, before anything else."""
    asked = params.derived.paperwork
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        if is_partner(org):
            org.spent_paperwork = min(free_hours(org), asked)


@part
def spend_on_levers(state, params):
    """Let the levers in use take from each partner the hours that they ask for, as far as it has them."""
    asked = params.costs.partners
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        if is_partner(org):
            org.spent_levers = min(free_hours(org), asked)


@part
def call_audiences(state, inputs, params):
    """Find who is on the committee, and who is concerned, when a channel of the week calls them."""
    committee = concerned = False
    for c in range(len(inputs.channel)):
        if state.due[c]:
            committee |= inputs.channel[c].audience == COMMITTEE
            concerned |= inputs.channel[c].audience == CONCERNED
    if committee:
        seat_committee(state, params)
    if concerned:
        find_concerned(state, inputs)


@part
def seat_committee(state, params):
    """Seat on the committee the lead and the partners of highest status; among equals, those listed first."""
    n, partnership, status = len(state.organisation), state.partnership[0], state.scratch[rows.RANK]
    for i in range(n):
        org = state.organisation[i]
        org.committee = 0
        status[i] = org.status if is_partner(org) else -1.0
    best, members = partnership.lead, partnership.members
    for _ in range(max(1, min(members, int(params.governance.committee * members + 0.5)))):
        state.organisation[best].committee = 1
        status[best] = -1.0
        for i in range(n):
            best = i if status[i] > status[best] else best


@part
def find_concerned(state, inputs):
    """Mark the organisations that serve a territory and population where a case is waiting."""
    for i in range(len(state.organisation)):
        state.organisation[i].concerned = 0
    for k in range(len(inputs.cell_share)):
        if total(state.waiting[k]) > 0.0:
            for i in range(len(state.organisation)):
                if serves(state.organisation[i], inputs, k):
                    state.organisation[i].concerned = 1


@part
def serves(org, inputs, k):
    """Tell whether an organisation serves a territory and population."""
    here = org.territory == EVERYWHERE_CODE or org.territory == inputs.cell_territory[k]
    return here and (org.populations == 0 or (org.populations >> inputs.cell_population[k]) & 1 == 1)


@part
def is_invited(audience, org, carrier):
    """Tell whether a channel invites an organisation this week, given its audience and what it carries of the lead."""
    if not is_partner(org):
        return False
    if audience == COMMITTEE:
        return org.committee == 1
    if audience == CONCERNED:
        return org.concerned == 1
    if audience == ONE_TO_ONE:
        return carrier.share < 0.5  # nobody meets oneself
    return True


@part
def animate(state, inputs, params):
    """Share the coordination hours among all that asks for them: when they run short, everything gets less."""
    partnership = state.partnership[0]
    n, leading = len(state.organisation), state.scratch[rows.LEADING]
    partnership.demand = coordination_demand(state, inputs, params)
    most = params.leadership.hours * (0.5 + 0.5 * partnership.energy)
    weekly = share_in_place(state, n) * most
    hired = weekly + partnership.saved if weekly > 0.0 else 0.0  # what was saved goes with who saved it
    for i in range(n):
        org = state.organisation[i]
        leading[i] = min(0.5 * free_hours(org), most * share_in_place(state, i)) if is_partner(org) else 0.0
    partnership.supply = hired + total(leading)
    used = min(1.0, partnership.demand / partnership.supply) if partnership.supply > 0.0 else 0.0
    partnership.hours_coordinator = used * hired
    left = max(0.0, hired - partnership.hours_coordinator)
    partnership.saved = min(params.derived.saved_weeks * weekly, left)
    partnership.dollars = partnership.hours_coordinator * params.costs.wage + params.costs.dollars
    for i in range(n):
        state.organisation[i].spent_leading = leading[i] * used
    partnership.served = 1.0
    if params.mechanisms.animation and partnership.demand > 0.0:
        partnership.served = min(1.0, partnership.supply / partnership.demand)


@part
def coordination_demand(state, inputs, params):
    """Return the coordination hours that levers, channels, partners, controversies and approaches ask for."""
    partnership = state.partnership[0]
    demand = params.costs.coordinator
    bodies = 1.0 + params.governance.local * (inputs.territories - 1)
    for c in range(len(inputs.channel)):
        if state.due[c]:
            channel, invited = inputs.channel[c], 0
            audience = channel.audience
            occasions = bodies if audience == EVERYONE else 1.0
            for i in range(len(state.organisation)):
                invited += is_invited(audience, state.organisation[i], state.carrier[i])
            demand += channel.coordinator * occasions + channel.per_head * invited
    week, settled, newcomers = partnership.week, 0, 0
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        recent = org.since > 0 and week - org.since < WELCOME_WEEKS
        settled += is_partner(org) and not recent
        newcomers += is_partner(org) and recent
    demand += params.leadership.support * params.leadership.attention * (settled + WELCOME * newcomers)
    if partnership.controversy > 0.0:
        demand += params.leadership.brokerage * MEDIATION
    return demand + APPROACH * partnership.approached


@part
def share_in_place(state, j):
    """Return the share of the leadership that carrier j, an organisation or the coordinator, carries when in place."""
    return state.carrier[j].share * (state.carrier[j].back == 0)
