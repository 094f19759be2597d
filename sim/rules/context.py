"""Phase 1, context: events fall, people leave, posts stay vacant, newcomers arrive and learn."""

import math

import numpy as np

from entente.sim.chance import POSTS
from entente.sim.engine.compilation import part, rule
from entente.sim.engine.simd import total
from entente.sim.model.situation import EventKind
from entente.sim.rules.common import handed_over, is_partner, lose_person, mark_partners, note, rate, weekly
from entente.sim.rules.ties import ends, settle_losses
from entente.sim.state import EVENT, LEFT, NOTE_KIND

LEADER_LEAVES, FUNDING, DEPARTURES, REORGANISATION = (EVENT[kind] for kind in list(EventKind)[:4])
CRISIS, NO_MEETING, CONTROVERSY = (EVENT[kind] for kind in list(EventKind)[4:])
FELL = np.array([NOTE_KIND.get(kind.value.replace("no_meeting", "apart"), -1) for kind in EventKind])  # kind of note
DELEGATE_LEFT, DELEGATE_ARRIVED = NOTE_KIND["delegate_left"], NOTE_KIND["delegate_arrived"]
FUNDING_BACK, CRISIS_OVER, TOGETHER = (NOTE_KIND[name] for name in ("funding_back", "crisis_over", "together_again"))
OPENED = NOTE_KIND["controversy_opened"]
WAVE = 5  # row of the room for sums that holds the waves of departures of the week
SELDOM = 0.05  # departures a year of those who are said to have none, for the time they have been in post
SENIOR = 1040.0  # weeks: nobody is said to have been in post for more than twenty years


@rule
def context(s, inputs, p, chance):
    """Events fall; people leave (more of them where it burns), vacancies last, newcomers arrive and learn."""
    w = s.partnership[0]
    expire(s, p)
    if p.mechanisms.events:
        for e in range(len(inputs.event)):
            event, week = inputs.event[e], w.week
            if event.week == week or (event.week == 0 and chance.event[e] < weekly(event.yearly)):
                befall(s, p, event)
                if w.shock == 0:
                    w.shock = week
                if FELL[event.kind] >= 0:
                    note(s, FELL[event.kind], e, event.magnitude if event.kind != NO_MEETING else 0.0)
    staff(s, p, chance)
    hours(s, p)


@part
def expire(s, p):
    """Bring back to normal what lasted for a time only."""
    w = s.partnership[0]
    w.lead_leaves, w.departures = 0, 0.0
    s.vector[WAVE] = 0.0
    if w.week >= w.funding_until:
        w.funding = p.context.funding
    if w.week >= w.surge_until:
        w.surge = 0.0
    if w.week == w.funding_until:
        note(s, FUNDING_BACK, -1, w.funding)
    if w.week == w.surge_until:
        note(s, CRISIS_OVER, -1, 0.0)
    if w.week == w.apart_until:
        note(s, TOGETHER, -1, 0.0)


@part
def befall(s, p, event):
    """Let one event act on what it changes."""
    w = s.partnership[0]
    if event.kind == LEADER_LEAVES:
        w.lead_leaves = 1
    elif event.kind == FUNDING:
        w.funding, w.funding_until = event.magnitude, w.week + event.lasts
    elif event.kind == DEPARTURES:
        sweep(s, event)
    elif event.kind == REORGANISATION:
        sweep(s, event)
        unsettle(s, event)
    elif event.kind == CRISIS:
        w.surge, w.surge_until = max(w.surge, event.magnitude), max(w.surge_until, w.week + event.lasts)
    elif event.kind == NO_MEETING:
        w.apart_until = w.week + event.lasts
    elif event.kind == CONTROVERSY and event.magnitude > w.controversy and p.mechanisms.controversies:
        w.controversy = event.magnitude
        w.opened += 1.0
        note(s, OPENED, -1, w.controversy)


@part
def strikes(event, i):
    """Tell whether an event falls on an organisation: on all of them when none is named."""
    return event.first < 0 or event.first <= i <= event.last


@part
def sweep(s, event):
    """People leave in numbers; two waves in one week add up as chances do."""
    for i in range(len(s.organisation)):
        if strikes(event, i):
            s.vector[WAVE, i] = 1.0 - (1.0 - s.vector[WAVE, i]) * (1.0 - event.magnitude)


@part
def unsettle(s, event):
    """A reorganisation takes away the institutional trust in those that it strikes, and theirs in others."""
    kept = 1.0 - event.magnitude
    for row in range(s.institutional.shape[0]):
        for slot in range(s.institutional.shape[1]):
            j, i = ends(s.who, row, slot)
            if strikes(event, i) or strikes(event, j):
                s.institutional[row, slot] *= kept
    if event.first < 0:
        s.partnership[0].stranger_regard *= kept


@part
def staff(s, p, chance):
    """People leave, posts are filled again, newcomers learn.

    Colleagues know the same people: of k delegates, each holds one k-th of the ties and shares all but one k-th of
    those with the others, so that 1/k² goes with one departure. They know the same work too, and teach who arrives.
    """
    filling = 1.0 if p.staff.vacancy <= 0.0 or not p.mechanisms.turnover else 1.0 - math.exp(-1.0 / p.staff.vacancy)
    pace, stirred = leaving(p), s.row[0]
    find_stirred(s, chance, filling, pace, stirred)
    for i in range(len(s.organisation)):
        if stirred[i] > 0:
            change_posts(s, p, chance, i, filling, pace)
    learn(s, rate(p.staff.learning) if p.mechanisms.learning else 0.0)
    settle_losses(s.who, s)


@part
def leaving(p):
    """Return, of what decides how often delegates leave, all that is the same for everyone."""
    usual = p.staff.turnover if p.mechanisms.turnover else 0.0
    return p.mechanisms.turnover, usual, p.staff.burnout if p.mechanisms.burnout else 0.0


@part
def find_stirred(s, chance, filling, pace, stirred):
    """Mark the organisations in which somebody may come or go this week; in most nobody does."""
    wave = s.vector[WAVE]
    for i in range(len(s.organisation)):
        o, many = s.organisation[i], 0
        most = yearly_departures(o, pace) / 52.0 + wave[i]  # the chance of leaving is never more
        for k in range(POSTS):
            filled, kept = s.post[i, k].filled == 1, k < o.delegates
            comes, goes = chance.fill[k, i] < filling, chance.leave[k, i] <= most
            many += (filled and (goes or not kept)) or (kept and comes and not filled)
        stirred[i] = many


@part
def change_posts(s, p, chance, i, filling, pace):
    """Let people come and go in the posts of one organisation."""
    o, filled = s.organisation[i], 0
    for k in range(POSTS):
        filled += s.post[i, k].filled
    for k in range(o.delegates, POSTS):  # posts that a lever took away, or that went with it
        if s.post[i, k].filled:
            lose_delegate(s, p, i, k, filled)
            filled -= 1
    if o.standing == LEFT:
        return
    for k in range(o.delegates):
        post = s.post[i, k]
        if not post.filled:
            if chance.fill[k, i] < filling:
                arrive(post, p, s.partnership[0].week, filled / o.delegates)
                if is_partner(o):
                    note(s, DELEGATE_ARRIVED, i, 0.0)
        elif chance.leave[k, i] < 1.0 - (1.0 - weekly(yearly_departures(o, pace))) * (1.0 - s.vector[WAVE, i]):
            lose_delegate(s, p, i, k, filled)
            filled -= 1


@part
def learn(s, pace):
    """Those in post before this week learn; count the posts that are filled, and the mean skill in them."""
    week = s.partnership[0].week
    for i in range(len(s.organisation)):
        o, filled, skill = s.organisation[i], 0, 0.0
        if o.standing != LEFT:
            for k in range(POSTS):
                post = s.post[i, k]
                post.skill += pace * (1.0 - post.skill) if post.filled == 1 and post.arrived < week else 0.0
                filled += post.filled
                skill += post.skill if post.filled == 1 else 0.0
            o.staffing = filled / o.delegates
            o.skill = skill / filled if filled > 0 else 0.0


@part
def lose_delegate(s, p, i, k, filled):
    """One of so many delegates leaves, with the ties that nobody else holds."""
    lose_person(s, p, i, 1.0 / max(1, filled * filled))
    s.post[i, k].filled = 0
    if is_partner(s.organisation[i]):
        s.partnership[0].departures += 1.0
        note(s, DELEGATE_LEFT, i, 0.0)


@part
def yearly_departures(o, pace):
    """Return the departures per post and year of an organisation as it is now: more of them where it burns."""
    on, usual, burnout = pace
    return yearly_turnover(o, usual) * (1.0 + burnout * o.fatigue) if on else 0.0


@part
def yearly_turnover(o, usual):
    """Return an organisation's departures per post and year: its own if a scenario states it, else by its class."""
    return o.turnover_class * usual if math.isnan(o.turnover) else o.turnover


@part
def arrive(post, p, week, colleagues):
    """Someone takes a vacant post, with what was handed over and what the colleagues in post, a share of all, know."""
    post.filled = 1
    post.arrived = week
    post.skill = 1.0
    if p.mechanisms.learning:
        untold = (1.0 - handed_over(p)) * (1.0 - colleagues)
        post.skill = 1.0 - (1.0 - p.staff.newcomer) * untold


@part
def hours(s, p):
    """Count the hours each organisation has this week: posts filled, freed by its means, shared or funded."""
    w, partner, budget, available = s.partnership[0], s.vector[0], s.vector[1], s.vector[2]
    members = mark_partners(s, partner)
    for i in range(len(s.organisation)):
        budget[i] = partner[i] * s.organisation[i].budget
    common, shared, unfunded = total(budget) / max(1.0, members), p.governance.shared_budget, 1.0 - w.funding
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        o.spent_paperwork = o.spent_leading = o.spent_levers = o.spent_meetings = o.spent_work = o.spent_cases = 0.0
        o.travelled = o.tiring = 0.0
        means = o.budget + shared * (common - o.budget)
        means = 1.0 - (1.0 - means) * unfunded
        o.available = o.staffing * o.delegates * o.hours * (0.5 + 0.5 * means)
        available[i] = partner[i] * o.available
    w.available = total(available)


@part
def first_posts(s, inputs, chance, p):
    """Fill every post at the start, each person having been there for a while."""
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        yearly = max(yearly_turnover(o, p.staff.turnover), SELDOM)
        for k in range(POSTS):
            post = s.post[i, k]
            post.filled = 1 if k < o.delegates else 0
            post.skill = 1.0
            post.arrived = -min(SENIOR, -52.0 * math.log(chance.fill[k, i]) / yearly)
        o.staffing = 1.0
        o.skill = 1.0
