"""Phase 1, context: events happen, people leave, posts stay vacant, newcomers arrive and learn."""

import math

import numpy as np

from entente.sim.chance import POSTS
from entente.sim.engine.compilation import part, rule
from entente.sim.engine.elementary import logarithm
from entente.sim.engine.simd import total
from entente.sim.model.situation import EventKind
from entente.sim.records import EVENT_CODE, FORMER, LOG_KIND
from entente.sim.rules import rows
from entente.sim.rules.common import is_partner, lose_person, mark_partners, record_event, weekly_chance
from entente.sim.rules.drift import drift
from entente.sim.rules.relation import open_controversy
from entente.sim.rules.ties import settle_lost_ties, trusted_and_trusting

LEADER_LEAVES, FUNDING, DEPARTURES, REORGANISATION = (EVENT_CODE[kind] for kind in list(EventKind)[:4])
CRISIS, NO_MEETING, CONTROVERSY = (EVENT_CODE[kind] for kind in list(EventKind)[4:])
LOG_OF_EVENT = np.array([LOG_KIND.get(kind.value.replace("no_meeting", "apart"), -1) for kind in EventKind])
LOG_DELEGATE_LEFT, LOG_DELEGATE_ARRIVED = LOG_KIND["delegate_left"], LOG_KIND["delegate_arrived"]
LOG_FUNDING_BACK, LOG_CRISIS_OVER = LOG_KIND["funding_back"], LOG_KIND["crisis_over"]
LOG_TOGETHER_AGAIN = LOG_KIND["together_again"]
RARELY = 0.05  # departures a year of those who are said to have none, for the time they have been in post
SENIOR = 1040.0  # weeks: nobody is said to have been in post for more than twenty years


@rule
def context(state, inputs, params, draws):
    """Let events happen; people leave (more of them where fatigue is high), and newcomers arrive and learn."""
    expire_events(state, params)
    if params.mechanisms.events:
        for e in range(len(inputs.event)):
            event, week = inputs.event[e], state.partnership[0].week
            if event.week == week or (event.week == 0 and draws.event[e] < weekly_chance(event.yearly)):
                apply_event(state, params, event)
                record_shock(state, event, e)
    drift(state, params, draws)
    update_staff(state, params, draws)
    count_hours(state, params)


@part
def expire_events(state, params):
    """Bring back to normal what lasted for a time only."""
    partnership = state.partnership[0]
    partnership.lead_leaves, partnership.departures = 0, 0.0
    for i in range(len(state.organisation)):
        state.organisation[i].wave = 0.0
    if partnership.week >= partnership.funding_until:
        partnership.funding = params.context.funding
    elif partnership.funding < params.context.funding:
        found = params.derived.fundraising * partnership.experience * partnership.leadership
        partnership.funding += found * (params.context.funding - partnership.funding)
    if partnership.week >= partnership.surge_until:
        partnership.surge = 0.0
    if partnership.week == partnership.funding_until:
        record_event(state, LOG_FUNDING_BACK, -1, partnership.funding)
    if partnership.week == partnership.surge_until:
        record_event(state, LOG_CRISIS_OVER, -1, 0.0)
    if partnership.week == partnership.apart_until:
        record_event(state, LOG_TOGETHER_AGAIN, -1, 0.0)


@part
def apply_event(state, params, event):
    """Let one event change what it bears on."""
    partnership = state.partnership[0]
    if event.kind == LEADER_LEAVES:
        partnership.lead_leaves = 1
    elif event.kind == FUNDING:
        partnership.funding, partnership.funding_until = event.magnitude, partnership.week + event.lasts
    elif event.kind == DEPARTURES:
        add_wave(state, event)
    elif event.kind == REORGANISATION:
        add_wave(state, event)
        shake_institutions(state, event)
    elif event.kind == CRISIS:
        partnership.surge = max(partnership.surge, event.magnitude)
        partnership.surge_until = max(partnership.surge_until, partnership.week + event.lasts)
    elif event.kind == NO_MEETING:
        partnership.apart_until = partnership.week + event.lasts
    elif event.kind == CONTROVERSY and event.magnitude > partnership.controversy and params.mechanisms.controversies:
        open_controversy(state, event.magnitude)


@part
def record_shock(state, event, e):
    """Write an event in the log; the first one is the first shock of the partnership, unless it had one before."""
    partnership = state.partnership[0]
    if partnership.shock == 0:
        partnership.shock = partnership.week
    if LOG_OF_EVENT[event.kind] >= 0:
        record_event(state, LOG_OF_EVENT[event.kind], e, event.magnitude if event.kind != NO_MEETING else 0.0)


@part
def strikes(event, i):
    """Tell whether an event strikes an organisation: all of them when it names none."""
    return event.first < 0 or event.first <= i <= event.last


@part
def add_wave(state, event):
    """Add a wave of departures to those of the week; the chances of two waves combine."""
    for i in range(len(state.organisation)):
        if strikes(event, i):
            org = state.organisation[i]
            org.wave = 1.0 - (1.0 - org.wave) * (1.0 - event.magnitude)


@part
def shake_institutions(state, event):
    """Take away institutional trust in and of the organisations that a reorganisation strikes."""
    kept = 1.0 - event.magnitude
    for row in range(state.institutional.shape[0]):
        for slot in range(state.institutional.shape[1]):
            j, i = trusted_and_trusting(state.who, row, slot)
            if strikes(event, i) or strikes(event, j):
                state.institutional[row, slot] *= kept
    if event.first < 0:
        state.partnership[0].stranger_regard *= kept


@part
def update_staff(state, params, draws):
    """Let people leave, posts be filled again, and newcomers learn.

    Colleagues know the same people: of k delegates, each holds one k-th of the ties and shares all but one k-th of
    those with the others, so that 1/k² goes with one departure. They know the same work too, and teach newcomers.
    """
    stirred = state.lists[rows.STIRRED]
    find_stirred(state, params, draws, stirred)
    for i in range(len(state.organisation)):
        if stirred[i] > 0:
            change_posts(state, params, draws, i)
    train_newcomers(state, params)
    settle_lost_ties(state.who, state, params.derived.floor)


@part
def find_stirred(state, params, draws, stirred):
    """Mark the organisations in which somebody may come or go this week; in most, nobody does."""
    filling, on = params.rates.filling, params.mechanisms.turnover
    usual, burnout = params.derived.turnover, params.derived.burnout
    for i in range(len(state.organisation)):
        org, many = state.organisation[i], 0
        most = yearly_departures(org, on, usual, burnout) / 52.0 + org.wave  # the chance of leaving is never more
        for k in range(POSTS):
            filled, kept = state.post[i, k].filled == 1, k < org.delegates
            comes, goes = draws.fill[k, i] < filling, draws.leave[k, i] <= most
            many += (filled and (goes or not kept)) or (kept and comes and not filled)
        stirred[i] = many


@part
def change_posts(state, params, draws, i):
    """Let people come and go in the posts of one organisation."""
    org, filled, arrived = state.organisation[i], 0, 0
    yearly = yearly_departures(org, params.mechanisms.turnover, params.derived.turnover, params.derived.burnout)
    for k in range(POSTS):
        filled += state.post[i, k].filled
    for k in range(org.delegates, POSTS):  # posts that a lever took away, or that went with it
        if state.post[i, k].filled:
            lose_delegate(state, params, i, k, filled)
            filled -= 1
    if org.standing == FORMER:
        return
    for k in range(org.delegates):
        post = state.post[i, k]
        if not post.filled:
            if draws.fill[k, i] < params.rates.filling:
                fill_post(post, params, state.partnership[0].week, filled / org.delegates)
                arrived += 1
                org.eagerness += (1.0 - org.eagerness) / (filled + arrived)
                if is_partner(org):
                    record_event(state, LOG_DELEGATE_ARRIVED, i, 0.0)
        elif draws.leave[k, i] < 1.0 - (1.0 - weekly_chance(yearly)) * (1.0 - org.wave):
            lose_delegate(state, params, i, k, filled)
            filled -= 1


@part
def train_newcomers(state, params):
    """Let those in post before this week learn; update the share of posts filled, and the mean skill in them."""
    week, pace = state.partnership[0].week, params.rates.learning
    for i in range(len(state.organisation)):
        org, filled, skill = state.organisation[i], 0, 0.0
        if org.standing != FORMER:
            for k in range(POSTS):
                post = state.post[i, k]
                post.skill += pace * (1.0 - post.skill) if post.filled == 1 and post.arrived < week else 0.0
                filled += post.filled
                skill += post.skill if post.filled == 1 else 0.0
            org.staffing = filled / org.delegates
            org.skill = skill / filled if filled > 0 else 0.0


@part
def lose_delegate(state, params, i, k, filled):
    """Let one of the delegates in post leave, with the ties that nobody else holds."""
    lose_person(state, params, i, 1.0 / max(1, filled * filled))
    state.post[i, k].filled = 0
    if is_partner(state.organisation[i]):
        state.partnership[0].departures += 1.0
        record_event(state, LOG_DELEGATE_LEFT, i, 0.0)


@part
def yearly_departures(org, on, usual, burnout):
    """Return the departures per post and year of an organisation as it is now: more of them where fatigue is high."""
    return yearly_turnover(org, usual) * (1.0 + burnout * org.fatigue) if on else 0.0


@part
def yearly_turnover(org, usual):
    """Return the usual departures per post and year of an organisation: its own if stated, otherwise by its class."""
    return org.turnover_class * usual if math.isnan(org.turnover) else org.turnover


@part
def fill_post(post, params, week, colleagues):
    """Fill a vacant post; the newcomer knows what was handed over and what colleagues, a share of all posts, know."""
    post.filled = 1
    post.arrived = week
    post.skill = 1.0
    if params.mechanisms.learning:
        untold = (1.0 - params.derived.handover) * (1.0 - colleagues)
        post.skill = 1.0 - (1.0 - params.staff.newcomer) * untold


@part
def count_hours(state, params):
    """Count the hours that each organisation has this week: posts filled, freed by its means, shared or funded."""
    partnership, partner = state.partnership[0], state.scratch[rows.PARTNER]
    budget, available = state.scratch[rows.MEANS], state.scratch[rows.AVAILABLE]
    members = mark_partners(state, partner)
    for i in range(len(state.organisation)):
        budget[i] = partner[i] * state.organisation[i].budget
    mean_budget, shared = total(budget) / max(1.0, members), params.governance.shared_budget
    unfunded = 1.0 - partnership.funding
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        org.spent_paperwork = org.spent_leading = org.spent_levers = 0.0
        org.spent_meetings = org.spent_work = org.spent_cases = 0.0
        org.travelled = org.tiring = 0.0
        means = org.budget + shared * (mean_budget - org.budget)
        means = 1.0 - (1.0 - means) * unfunded
        org.available = org.staffing * org.delegates * org.hours * (0.5 + 0.5 * means)
        available[i] = partner[i] * org.available
    partnership.available = total(available)


@part
def first_posts(state, inputs, params, draws):
    """Fill every post at the start, each by somebody who has been there for a while.

    The class of turnover is that of these years; of the years before, only the mean of all is known.
    """
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        yearly = max(params.staff.turnover if math.isnan(org.turnover) else org.turnover, RARELY)
        for k in range(POSTS):
            post = state.post[i, k]
            post.filled = 1 if k < org.delegates else 0
            post.skill = 1.0
            post.arrived = -min(SENIOR, -52.0 * logarithm(draws.fill[k, i]) / yearly)
        org.staffing = 1.0
        org.skill = 1.0
