"""Phase 2, communication: the channels due this week fire, within the hours there are; organisations attend or not."""

from entente.sim.engine.compilation import apart, part, rule
from entente.sim.engine.simd import total
from entente.sim.model.settings import Audience
from entente.sim.rules.common import (
    acting,
    free,
    institutional_share,
    is_partner,
    logistic,
    mark_partners,
    rate,
    trust_in_strangers,
)
from entente.sim.rules.ties import encounter, ends, has_weight, over
from entente.sim.state import AUDIENCE, NOWHERE

EVERYONE, COMMITTEE, LEAD, CONCERNED = (AUDIENCE[audience] for audience in Audience)
UNANIMATED = 0.25  # what a channel is worth when nobody has an hour to animate it
VIDEO = 0.85  # richness of a video call against meeting in person (assumed; Bos et al. 2002: nearly as good)
MOMENT = 1e-9  # hours under which nothing is left but rounding
COUNTED = 0.5  # hours from which an occasion counts as attendance
APPROACH = 3.0  # coordination hours to present the partnership to an organisation [S2]
MEDIATION = 4.0  # coordination hours a week that the full mediation of a controversy asks for (assumed)
WELCOME = 4.0  # a newcomer asks for so many times the attention of others, for a quarter of a year
WELCOME_WEEKS = 13
FULL_MEETING, FULL_TALK = 2.0, 0.5  # hours of a full contact in a meeting, and one-to-one; a longer one is no fuller
MET = 0.5  # richness from which one sees who is there


@rule
def communication(s, inputs, p, chance):
    """The channels due this week fire; each invited organisation attends or not."""
    w = s.partnership[0]
    fade(s, p)
    paperwork(s, p)
    spend_on_levers(s, p)
    call(s, inputs, p)
    animate(s, inputs, p)
    w.attended = w.invited = 0.0
    for c in range(len(inputs.channel)):
        if s.due[c]:
            hold(s, inputs, p, c, chance)
    if w.invited > 0.0:
        w.attendance = w.attended / w.invited


@part
def mark_due(s, inputs, week):
    """Mark the channels held this week."""
    for c in range(len(inputs.channel)):
        channel = inputs.channel[c]
        first = max(1, channel.start)
        s.due[c] = first <= week <= channel.stop and (week - first) % channel.period == 0


@part
def call(s, inputs, p):
    """Say who is called by the channels of the week that are not for everyone."""
    committee = concerned = False
    for c in range(len(inputs.channel)):
        if s.due[c]:
            committee |= inputs.channel[c].audience == COMMITTEE
            concerned |= inputs.channel[c].audience == CONCERNED
    if committee:
        seat_committee(s, p)
    if concerned:
        find_concerned(s, inputs)


@part
def seat_committee(s, p):
    """Seat on the committee the lead and the partners of highest status, the first listed among equals."""
    n, w, status = len(s.organisation), s.partnership[0], s.vector[0]
    for i in range(n):
        o = s.organisation[i]
        o.committee = 0
        status[i] = o.status if is_partner(o) else -1.0
    best = w.lead
    for _ in range(max(1, min(w.members, int(p.governance.committee * w.members + 0.5)))):
        s.organisation[best].committee = 1
        status[best] = -1.0
        for i in range(n):
            best = i if status[i] > status[best] else best


@part
def find_concerned(s, inputs):
    """Mark the organisations that serve a territory and population where a case now waits."""
    for i in range(len(s.organisation)):
        s.organisation[i].concerned = 0
    for k in range(len(inputs.cell_share)):
        if total(s.waiting[k]) > 0.0:
            for i in range(len(s.organisation)):
                if serves(s.organisation[i], inputs, k):
                    s.organisation[i].concerned = 1


@part
def fade(s, p):
    """What partners know of one another loses its freshness, and presence its memory."""
    forgetting = rate(p.context.information) if p.mechanisms.forgetting else 0.0
    absence = rate(p.motivation.belonging_half_life)
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        o.information -= forgetting * o.information
        o.presence -= absence * o.presence
        o.coordinator_contact = 0.0


@part
def paperwork(s, p):
    """The structure takes its hours first."""
    if p.mechanisms.paperwork:
        asked = p.work.paperwork * p.governance.structure
        for i in range(len(s.organisation)):
            o = s.organisation[i]
            if is_partner(o):
                o.spent_paperwork = min(free(o), asked)


@part
def spend_on_levers(s, p):
    """What the levers in use ask of each partner comes next, as far as it has the hours."""
    asked = p.costs.partners
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        if is_partner(o):
            o.spent_levers = min(free(o), asked)


@part
def animate(s, inputs, p):
    """Share the coordination hours among all that asks for them: when they run short everything gets less."""
    w = s.partnership[0]
    n, led = len(s.organisation), s.vector[0]
    w.demand = demanded(s, inputs, p)
    most = p.leadership.hours * (0.5 + 0.5 * w.energy)
    hired = in_place(s, n) * most
    for i in range(n):
        o = s.organisation[i]
        led[i] = min(0.5 * free(o), most * in_place(s, i)) if is_partner(o) else 0.0
    w.supply = hired + total(led)
    used = min(1.0, w.demand / w.supply) if w.supply > 0.0 else 0.0
    w.hours_coordinator = used * hired
    w.dollars = w.hours_coordinator * p.costs.wage + p.costs.dollars
    for i in range(n):
        s.organisation[i].spent_leading = led[i] * used
    w.animation = 1.0
    if p.mechanisms.animation and w.demand > 0.0:
        w.animation = min(1.0, w.supply / w.demand)


@part
def demanded(s, inputs, p):
    """Return the coordination hours that levers, channels, partners, controversies and approaches ask for."""
    w = s.partnership[0]
    demand = p.costs.coordinator
    bodies = 1.0 + p.governance.local * (inputs.territories - 1)
    for c in range(len(inputs.channel)):
        if s.due[c]:
            channel, invited = inputs.channel[c], 0
            audience = channel.audience
            occasions = bodies if audience == EVERYONE else 1.0
            for i in range(len(s.organisation)):
                invited += invites(audience, s.organisation[i], s.carrier[i])
            demand += channel.coordinator * occasions + channel.per_head * invited
    week, old, new = w.week, 0, 0
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        recent = o.since > 0 and week - o.since < WELCOME_WEEKS
        old += is_partner(o) and not recent
        new += is_partner(o) and recent
    demand += p.leadership.support * p.leadership.attention * (old + WELCOME * new)
    if w.controversy > 0.0:
        demand += p.leadership.brokerage * MEDIATION
    return demand + APPROACH * w.approached


@part
def invites(audience, o, carrier):
    """Tell whether a channel for an audience invites an organisation this week, given what it carries of the lead."""
    if not is_partner(o):
        return False
    if audience == COMMITTEE:
        return o.committee == 1
    if audience == CONCERNED:
        return o.concerned == 1
    if audience == LEAD:
        return carrier.share < 0.5  # nobody meets oneself
    return True


@part
def serves(o, inputs, k):
    """Tell whether an organisation serves a territory and population."""
    here = o.territory == NOWHERE or o.territory == inputs.cell_territory[k]
    return here and (o.populations == 0 or (o.populations >> inputs.cell_population[k]) & 1 == 1)


@part
def hold(s, inputs, p, c, chance):
    """Hold one channel: who comes, what it costs them, what they learn, whom they meet."""
    w = s.partnership[0]
    channel = inputs.channel[c]
    apart = w.week < w.apart_until and channel.richness > VIDEO
    richness = VIDEO if apart else channel.richness
    travel = 0.0 if apart else channel.travel * (1.0 - p.governance.local)
    skill = 0.5 + 0.5 * w.experience
    quality = UNANIMATED + (1.0 - UNANIMATED) * w.animation * skill
    full = FULL_TALK if channel.audience == LEAD else FULL_MEETING
    weight = richness * quality * min(1.0, channel.hours / full)
    audience, there, luck = channel.audience, s.vector[0], chance.channel[c]
    wish, gift = wishes(p, channel, travel), gifts(p, quality, weight, 0.0 if apart else channel.informal)
    hours, travelled, invited, attended = channel.hours, channel.hours * travel, 0, 0
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        there[i] = 0.0
        if invites(audience, o, s.carrier[i]):
            invited += 1
            if comes(o, wish, luck[i]):
                road = travelled * o.access
                there[i] = stay(o, hours + road)
                attended += 1
                attend(o, there[i], hours, road, gift)
    present = total(there)
    if hours >= COUNTED:
        w.invited += invited
        w.attended += attended
    if channel.audience == LEAD:
        meet_lead(s, there, weight)
    else:
        meet(s, p, there, present, weight, chance.encounter[c])
        if richness >= MET:
            see(s, p, there)


@part
def wishes(p, channel, travel):
    """Return, of what decides who comes to a channel, all that is the same for everyone."""
    obliged = channel.obligation * 0.5 * (1.0 + p.leadership.mandate)
    q, on = p.communication, p.mechanisms
    return on.attendance, on.seen, q.tiredness, q.distance * travel, q.readiness, q.reserve, 1.0 - obliged


@part
def comes(o, wish, luck):
    """Decide whether an invited organisation comes: what draws it, what repels it, whether anyone has the time."""
    chosen, seen, tiredness, distance, readiness, reserve, free_to = wish
    draw = o.motivation + o.lead_trust + o.belonging
    attraction = (draw + o.seen) / 4.0 if seen else draw / 3.0
    attraction -= tiredness * o.fatigue + distance * o.access
    chance = logistic(readiness * (attraction - reserve))
    return free(o) >= MOMENT and (not chosen or luck < 1.0 - (1.0 - chance) * free_to)


@part
def stay(o, cost):
    """Return the share of an occasion for which an organisation has the hours."""
    return min(1.0, free(o) / cost) if cost > 0.0 else 1.0


@part
def gifts(p, quality, weight, informal):
    """Return, of what those who come to a channel take home, all that is the same for everyone."""
    learning = rate(p.understanding.language) if p.mechanisms.language else 0.0
    taught = learning * weight * (0.5 + 0.5 * p.governance.formalisation)
    return quality, rate(p.trust.contacts), weight * (0.5 + informal), taught


@part
def attend(o, stayed, hours, road, gift):
    """Count what attending costs an organisation and what it brings, for as long as it stayed."""
    quality, warming, warmth, taught = gift
    o.spent_meetings += stayed * (hours + road)
    o.travelled += stayed * road
    o.tiring += stayed * hours * (1.0 - quality)
    o.information += stayed * quality * (1.0 - o.information)
    o.presence += warming * min(1.0, stayed * warmth) * (1.0 - o.presence)
    o.language += stayed * taught * (1.0 - o.language)


@part
def meet_lead(s, there, weight):
    """One-to-one contacts with whoever carries the leadership."""
    n = len(s.organisation)
    talk, carried = s.vector[1], s.vector[2]
    for i in range(n):
        talk[i] = weight * there[i]
        carried[i] = in_place(s, i)
        s.organisation[i].coordinator_contact += talk[i] * in_place(s, n)
    for row in range(n):
        if talk[row] > 0.0 or carried[row] > 0.0:
            s.met[row] = True
            for slot in range(s.contact.shape[1]):
                j, i = ends(s.who, row, slot)
                s.contact[row, slot] += talk[i] * carried[j] + talk[j] * carried[i] if i != j else 0.0


@part
def in_place(s, j):
    """Return the share of the leadership that someone now in place carries, in an organisation or as coordinator."""
    return s.carrier[j].share * (s.carrier[j].back == 0)


@part
def meet(s, p, there, present, weight, luck):
    """Contacts of those who came: each really meets only so many; local bodies bring neighbours together."""
    n, local = len(s.organisation), p.governance.local
    wide, near, home = s.vector[1], s.vector[2], s.vector[3]
    spread_wide = (1.0 - local) * weight * min(1.0, p.trust.span / max(1.0, present - 1.0))
    gather_by_place(s, there)
    coordinated = weight * in_place(s, n)
    for i in range(n):
        o = s.organisation[i]
        o.coordinator_contact += there[i] * coordinated
        home[i] = o.territory
        around = present if o.territory == NOWHERE else s.place[0, o.territory] + s.place[0, -1]
        near[i] = local * weight * min(1.0, p.trust.span / max(1.0, around - 1.0))
        wide[i] = spread_wide
    for row in range(n):
        if there[row] > 0.0:
            s.met[row] = True
            gather(s.who, row, there, (wide, near, home), s.contact)
    encounter(s.who, s, there, present, luck)


@apart
def gather(who, row, there, reached, contact):
    """Add the contacts of a gathering along the ties of one row; who serves all territories is near to all."""
    wide, near, home = reached
    for slot in range(contact.shape[1]):
        j, i = ends(who, row, slot)
        neighbours = home[i] == home[j] or home[i] == NOWHERE or home[j] == NOWHERE
        met = wide[i] + (near[i] if neighbours else 0.0)
        contact[row, slot] += met * there[i] * there[j]
    if who.ndim == 1:
        contact[row, row] = 0.0  # nobody meets oneself


@part
def gather_by_place(s, there):
    """Count in ``place[0]`` who is there from each territory; the last is for those who serve them all."""
    s.place[:] = 0.0
    for i in range(len(s.organisation)):
        s.place[0, s.organisation[i].territory] += there[i]


@part
def see(s, p, there):
    """Those who came saw how many of the partners that they trust were there."""
    n = len(s.organisation)
    seen, known, partner = s.vector[1], s.vector[2], s.vector[3]
    formal, stranger = institutional_share(p), trust_in_strangers(s, p)
    members, present = mark_partners(s, partner), total(there)
    for i in range(n):
        seen[i] = stranger * (present - there[i])
        known[i] = stranger * (members - partner[i])
    layers, weights, sums = (s.personal, s.institutional), (there, partner), (seen, known)
    for row in range(n):
        if has_weight(s.who, partner, row):
            see_who_came(s.who, row, (formal, stranger), layers, weights, sums)
    for i in range(n):
        if there[i] > 0.0 and known[i] > 0.0:
            s.organisation[i].seen = min(1.0, max(0.0, seen[i] / known[i]))


@apart
def see_who_came(who, row, looks, layers, weights, sums):
    """Add the trusts of one row to what those who trust see: in those who came, and in all partners."""
    formal, stranger = looks
    personal, institutional = layers
    there, partner = weights
    seen, known = sums
    for slot in range(personal.shape[1]):
        j, i = ends(who, row, slot)
        trust = over(who, acting(formal, personal[row, slot], institutional[row, slot]), stranger, 1.0)
        seen[i] += trust * there[j]
        known[i] += trust * partner[j]
