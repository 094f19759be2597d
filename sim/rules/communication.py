"""Phase 2, communication: the channels due are held, within the hours there are; organisations attend or not."""

from typing import Any, NamedTuple

from entente.sim.engine.compilation import part, part_without_overlap, rule
from entente.sim.engine.elementary import power
from entente.sim.engine.simd import total
from entente.sim.records import (
    AFTER_ABSENCE,
    AFTER_PRESENCE,
    CAME,
    CAME_AGAIN,
    CAME_BACK,
    EVERYWHERE_CODE,
    EXPECTED,
    MISSED,
    NOT_EXPECTED,
    NOT_LISTED,
    PRESENT,
)
from entente.sim.rules import rows
from entente.sim.rules.common import (
    COUNTED,
    acting_trust,
    free_hours,
    is_partner,
    logistic,
    mark_partners,
    trust_in_strangers,
)
from entente.sim.rules.coordination import (
    ONE_TO_ONE,
    animate,
    call_audiences,
    is_invited,
    share_in_place,
    spend_on_levers,
    spend_on_paperwork,
)
from entente.sim.rules.encounters import Reach, meet_by_chance
from entente.sim.rules.informal import TALK_EVERY, talk_informally
from entente.sim.rules.ties import above_strangers, may_have_weight, trusted_and_trusting

UNANIMATED = 0.25  # what a channel is worth when nobody has an hour to animate it
VIDEO = 0.85  # richness of a video call against meeting in person (assumed; Bos et al. 2002: nearly as good)
MOMENT = 1e-9  # hours under which nothing is left but rounding
FADING = 0.159  # share of the animation felt that a week takes away: half of it in four weeks (assumed)
FULL_MEETING, FULL_TALK = 2.0, 0.5  # hours of a full contact in a meeting, and one-to-one; a longer one is no fuller
FACE_TO_FACE = 0.5  # richness from which one sees who is there


class Occasion(NamedTuple):
    """A channel as it is held this week."""

    hours: Any  # how long it lasts
    travel: Any  # travel that it asks for, against its hours
    richness: Any  # against meeting in person
    quality: Any  # how well it is animated
    contact: Any  # what a contact in it is worth
    warmth: Any  # what it is worth to the memory of having been there
    teaching: Any  # share of the common language that it teaches
    choice: Any  # share of the choice not to come that obligation leaves


class Appeal(NamedTuple):
    """What decides who comes to an occasion and is the same for all."""

    chosen: Any  # whether one may stay away
    seen: Any  # whether seeing trusted partners counts
    effort: Any  # whether one's own effort counts
    habit: Any  # what having come the last time adds, and having missed it takes away
    eagerness: Any  # weight of the eagerness of delegates
    stand_in: Any  # whether any of several delegates may come
    tiredness: Any  # weight of fatigue
    distance: Any  # weight of the travel burden
    readiness: Any  # how sharply attendance follows attraction
    reserve: Any  # attraction at which one organisation in two comes


class Visibility(NamedTuple):
    """Sums over those whom each organisation trusts."""

    seen: Any  # trust in those who came
    known: Any  # trust in all partners


@rule
def communication(state, inputs, params, draws):
    """Spend the hours that come first, share those of coordination, then hold each channel that is due this week."""
    partnership = state.partnership[0]
    fade_memory(state, params)
    spend_on_paperwork(state, params)
    spend_on_levers(state, params)
    call_audiences(state, inputs, params)
    animate(state, inputs, params)
    partnership.attended = partnership.invited = partnership.gathered = 0.0
    if params.mechanisms.occasions:
        partnership.animation -= FADING * partnership.animation
    else:
        partnership.animation = partnership.served
    for c in range(len(inputs.channel)):
        if state.due[c]:
            hold_channel(state, params, inputs.channel[c], c, draws.channel[c], draws.encounter[c])
    if params.derived.informal > 0.0 and partnership.week % TALK_EVERY == 0:
        talk_informally(state, TALK_EVERY * params.derived.informal)
    if partnership.invited > 0.0:
        partnership.attendance = partnership.attended / partnership.invited


@part
def fade_memory(state, params):
    """Let what partners know of one another lose its freshness, and the memory of having been there fade."""
    rates = params.rates
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        org.information -= rates.forgetting * org.information
        org.presence -= rates.belonging * org.presence
        org.eagerness -= rates.eagerness * org.eagerness
        org.coordinator_contact = 0.0


@part
def hold_channel(state, params, channel, c, numbers, encounters):
    """Hold one channel: who comes, what it costs them, what they learn, whom they meet and see."""
    partnership = state.partnership[0]
    occasion, stayed = prepare_occasion(state, params, channel), state.scratch[rows.STAYED]
    appeal, warming = prepare_appeal(params, occasion), params.rates.presence
    audience, road, invited, attended = channel.audience, channel.hours * occasion.travel, 0, 0
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        stayed[i] = 0.0
        code = NOT_EXPECTED if is_partner(org) else NOT_LISTED
        if is_invited(audience, org, state.carrier[i]):
            invited += 1
            code = MISSED
            if comes(org, appeal, occasion.choice, state.attendance[channel.first, i], numbers[i]):
                code = CAME
                stayed[i] = share_attended(org, occasion.hours + road * org.access)
                attended += 1
                attend(org, warming, occasion, stayed[i], road * org.access)
        register(state, channel.first, i, code, channel.hours >= COUNTED)
        state.attendance[c, i] = code
    present = total(stayed)
    if params.mechanisms.occasions:
        reached = occasion.richness * present / max(1, partnership.members)
        partnership.animation += min(1.0, reached) * (partnership.served - partnership.animation)
    if channel.hours >= COUNTED:
        partnership.invited += invited
        partnership.attended += attended
        if audience != ONE_TO_ONE and occasion.richness >= FACE_TO_FACE:
            partnership.gathered = max(partnership.gathered, attended)
    if audience == ONE_TO_ONE:
        meet_lead(state, stayed, occasion.contact)
    else:
        meet(state, params, stayed, present, occasion.contact, encounters)
        if occasion.richness >= FACE_TO_FACE:
            see_who_came(state, params, stayed)


@part
def register(state, c, i, code, counted):
    """Write down whether an organisation came, and count it beside whether it came the last time.

    A channel that a lever changes stays the one of its name: ``c`` is the first row of that name.
    """
    before, turnout = state.attendance[c, i], state.turnout[c, i]
    state.attendance[c, i] = code
    if counted and code >= MISSED:
        turnout[EXPECTED] += 1.0
        turnout[PRESENT] += code == CAME
        if code == CAME:
            state.organisation[i].last_seen = state.partnership[0].week
        if before >= MISSED:
            turnout[AFTER_PRESENCE if before == CAME else AFTER_ABSENCE] += 1.0
            turnout[CAME_AGAIN if before == CAME else CAME_BACK] += code == CAME


@part
def prepare_occasion(state, params, channel):
    """Return a channel as it is held this week: by video when nobody may meet, and as well as it is animated."""
    partnership = state.partnership[0]
    apart = partnership.week < partnership.apart_until and channel.richness > VIDEO
    richness = VIDEO if apart else channel.richness
    informal = 0.0 if apart else channel.informal
    skill = 0.5 + 0.5 * partnership.experience
    quality = UNANIMATED + (1.0 - UNANIMATED) * partnership.served * skill
    full = FULL_TALK if channel.audience == ONE_TO_ONE else FULL_MEETING
    contact = richness * quality * min(1.0, channel.hours / full)
    return Occasion(
        hours=channel.hours,
        travel=0.0 if apart else channel.travel * (1.0 - params.governance.local),
        richness=richness,
        quality=quality,
        contact=contact,
        warmth=contact * (0.5 + informal),
        teaching=params.rates.language * contact * (0.5 + 0.5 * params.governance.formalisation),
        choice=1.0 - channel.obligation * 0.5 * (1.0 + params.leadership.mandate),
    )


@part
def prepare_appeal(params, occasion):
    """Return what decides who comes to an occasion and is the same for all."""
    weight, on = params.communication, params.mechanisms
    distance = weight.distance * occasion.travel
    return Appeal(
        chosen=on.attendance,
        seen=on.seen,
        effort=on.own_effort,
        habit=params.derived.habit,
        eagerness=params.derived.waning,
        stand_in=on.stand_in,
        tiredness=weight.tiredness,
        distance=distance,
        readiness=weight.readiness,
        reserve=weight.reserve,
    )


@part
def comes(org, appeal, choice, last_time, number):
    """Decide whether an invited organisation comes: what draws it, what puts it off, whether it has any time."""
    attraction = mean_draw(org, appeal) + org.readiness + org.assiduity + appeal.eagerness * org.eagerness
    attraction += appeal.habit if last_time == CAME else -appeal.habit if last_time == MISSED else 0.0
    attraction -= appeal.tiredness * org.fatigue + appeal.distance * org.access
    unwilling = 1.0 - logistic(appeal.readiness * (attraction - appeal.reserve))
    if appeal.stand_in:
        people = org.staffing * org.delegates
        unwilling = power(unwilling, people) if people > 1.0 else unwilling
    return free_hours(org) >= MOMENT and (not appeal.chosen or number < 1.0 - unwilling * choice)


@part
def mean_draw(org, appeal):
    """Return the mean of what draws an organisation to an occasion."""
    draw, terms = org.motivation + org.lead_trust + org.belonging, 3.0
    if appeal.effort:
        draw, terms = draw + org.mobilisation, terms + 1.0
    if appeal.seen:
        draw, terms = draw + org.seen, terms + 1.0
    return draw / terms


@part
def share_attended(org, cost):
    """Return the share of an occasion for which an organisation has the hours."""
    return min(1.0, free_hours(org) / cost) if cost > 0.0 else 1.0


@part
def attend(org, warming, occasion, stayed, road):
    """Count what attending costs an organisation and what it brings, for as long as it stayed."""
    org.spent_meetings += stayed * (occasion.hours + road)
    org.travelled += stayed * road
    org.tiring += stayed * occasion.hours * (1.0 - occasion.quality)
    org.information += stayed * occasion.quality * (1.0 - org.information)
    org.presence += warming * min(1.0, stayed * occasion.warmth) * (1.0 - org.presence)
    org.language += stayed * occasion.teaching * (1.0 - org.language)


@part
def meet_lead(state, stayed, contact):
    """Add the contacts of one-to-one talks with whoever carries the leadership."""
    n = len(state.organisation)
    talk, carried = state.scratch[rows.TALK], state.scratch[rows.CARRIED]
    for i in range(n):
        talk[i] = contact * stayed[i]
        carried[i] = share_in_place(state, i)
        state.organisation[i].coordinator_contact += talk[i] * share_in_place(state, n)
    for row in range(n):
        if talk[row] > 0.0 or carried[row] > 0.0:
            state.met[row] = True
            for slot in range(state.contact.shape[1]):
                j, i = trusted_and_trusting(state.who, row, slot)
                state.contact[row, slot] += talk[i] * carried[j] + talk[j] * carried[i] if i != j else 0.0


@part
def meet(state, params, stayed, present, contact, encounters):
    """Add the contacts of a meeting: each really meets only a few people; local bodies bring neighbours together."""
    n, local, span = len(state.organisation), params.governance.local, params.trust.span
    wide, near, territory = state.scratch[rows.WIDE], state.scratch[rows.NEAR], state.scratch[rows.TERRITORY]
    reach = Reach(wide, near, territory)
    with_anyone = (1.0 - local) * contact * min(1.0, span / max(1.0, present - 1.0))
    count_by_territory(state, stayed)
    with_coordinator = contact * share_in_place(state, n)
    for i in range(n):
        org = state.organisation[i]
        org.coordinator_contact += stayed[i] * with_coordinator
        territory[i] = org.territory
        around = present
        if org.territory != EVERYWHERE_CODE:
            around = state.by_territory[rows.PRESENT_HERE, org.territory] + state.by_territory[rows.PRESENT_HERE, -1]
        near[i] = local * contact * min(1.0, span / max(1.0, around - 1.0))
        wide[i] = with_anyone
    for row in range(n):
        if stayed[row] > 0.0:
            state.met[row] = True
            add_contacts(state.who, row, stayed, reach, state.contact)
    meet_by_chance(state.who, state, stayed, present, reach, encounters)


@part_without_overlap
def add_contacts(who, row, stayed, reach, contact):
    """Add the contacts of a meeting along the ties of one row; who serves all territories is everybody's neighbour."""
    wide, near, territory = reach.wide, reach.near, reach.territory
    for slot in range(contact.shape[1]):
        j, i = trusted_and_trusting(who, row, slot)
        everywhere = territory[i] == EVERYWHERE_CODE or territory[j] == EVERYWHERE_CODE
        neighbours = territory[i] == territory[j] or everywhere
        each = wide[i] + (near[i] if neighbours else 0.0)
        contact[row, slot] += each * stayed[i] * stayed[j]
    if who.ndim == 1:
        contact[row, row] = 0.0  # nobody meets oneself


@part
def count_by_territory(state, stayed):
    """Count who is there from each territory; the last number is for those who serve all territories."""
    state.by_territory[:] = 0.0
    for i in range(len(state.organisation)):
        state.by_territory[rows.PRESENT_HERE, state.organisation[i].territory] += stayed[i]


@part
def see_who_came(state, params, stayed):
    """Let those who came see what share of the partners whom they trust was there."""
    n = len(state.organisation)
    partner, seen, known = state.scratch[rows.PARTNER], state.scratch[rows.TRUST_SEEN], state.scratch[rows.TRUST_KNOWN]
    stranger, members, present = trust_in_strangers(state, params), mark_partners(state, partner), total(stayed)
    for i in range(n):
        seen[i] = stranger * (present - stayed[i])
        known[i] = stranger * (members - partner[i])
    sums, weight = Visibility(seen, known), params.derived.institutional_weight
    for row in range(n):
        if may_have_weight(state.who, partner, row):
            add_trust_seen(state.who, row, weight, stranger, state.personal, state.institutional, stayed, partner, sums)
    for i in range(n):
        if stayed[i] > 0.0 and known[i] > 0.0:
            state.organisation[i].seen = min(1.0, max(0.0, seen[i] / known[i]))


@part_without_overlap
def add_trust_seen(who, row, institutional_weight, stranger, personal, institutional, stayed, partner, sums):
    """Add the trusts of one row to those of the organisations that trust: in those who came, and in all partners."""
    seen, known = sums.seen, sums.known
    for slot in range(personal.shape[1]):
        j, i = trusted_and_trusting(who, row, slot)
        own = acting_trust(institutional_weight, personal[row, slot], institutional[row, slot])
        trust = above_strangers(who, own, stranger, 1.0)
        seen[i] += trust * stayed[j]
        known[i] += trust * partner[j]
