"""Phase 1: events happen, people leave, posts stay vacant, newcomers arrive and learn; hours are counted."""

import math
from typing import TYPE_CHECKING

from benchmarks.mesa_objects.formulas import rate, wander, weekly
from benchmarks.mesa_objects.organisation import LEFT, Organisation, Person
from entente.sim.model.situation import Event, EventKind

if TYPE_CHECKING:
    from benchmarks.mesa_objects.model import Partnership

MEANS_FOUND = 52.0  # weeks in which a fully experienced lead finds half of the means that are lacking

NOTED = {EventKind.FUNDING, EventKind.DEPARTURES, EventKind.REORGANISATION, EventKind.CRISIS}


def context(model: "Partnership") -> None:
    """Apply events, staff turnover and the hours of the week."""
    drift(model)
    expire(model)
    if model.params.mechanisms.events:
        for name, event in model.settings.events.items():
            if happens(model, event):
                apply_event(model, name, event)
    vacancy = model.params.staff.vacancy
    filling = 1.0 - math.exp(-1.0 / vacancy) if vacancy > 0 else 1.0
    for one in model.organisations:
        staff(model, one, filling)
    count_hours(model)


def drift(model: "Partnership") -> None:
    """Let the conjuncture and agendas wander: what the moment adds to motivation, and what it takes from it."""
    on, half_life, random = model.params.mechanisms, model.params.context.drift, model.random.random
    urgency = model.params.context.conjuncture if on.conjuncture else 0.0
    demands = model.settings.partners.agenda if on.agendas else 0.0
    model.conjuncture = wander(model.conjuncture, urgency, half_life, random())
    for one in model.organisations:
        one.agenda = wander(one.agenda, demands, half_life, random())
        one.readiness = model.conjuncture - one.agenda


def expire(model: "Partnership") -> None:
    """End what lasted for a limited time."""
    week = model.week
    model.lead_leaves, model.departures = False, 0
    for one in model.organisations:
        one.wave = 0.0
    lacking = model.params.context.funding - model.funding
    if week >= model.funding_until:
        model.funding = model.params.context.funding
    elif model.params.mechanisms.fundraising and lacking > 0.0:
        model.funding += rate(MEANS_FOUND) * model.experience * model.leadership * lacking
    if week >= model.surge_until:
        model.surge = 0.0
    if week == model.funding_until:
        model.note("funding_back", "", model.funding)
    if week == model.surge_until:
        model.note("crisis_over")
    if week == model.apart_until:
        model.note("together_again")


def happens(model: "Partnership", event: Event) -> bool:
    """Tell whether an event happens this week."""
    return model.random.random() < weekly(event.yearly) if event.week is None else event.week == model.week


def apply_event(model: "Partnership", name: str, event: Event) -> None:
    """Apply the effects of one event."""
    model.shock = model.shock or model.week
    until = model.week + event.lasts
    concerned = [one for one in model.organisations if event.organisation in ("", one.entry)]
    if event.kind == EventKind.LEADER_LEAVES:
        model.lead_leaves = True
    elif event.kind == EventKind.FUNDING:
        model.funding, model.funding_until = event.size, until
    elif event.kind in (EventKind.DEPARTURES, EventKind.REORGANISATION):
        for one in concerned:
            one.wave = 1.0 - (1.0 - one.wave) * (1.0 - event.size)
        if event.kind == EventKind.REORGANISATION:
            reorganise(model, set(concerned), 1.0 - event.size)
    elif event.kind == EventKind.CRISIS:
        model.surge, model.surge_until = max(model.surge, event.size), max(model.surge_until, until)
    elif event.kind == EventKind.NO_MEETING:
        model.apart_until = until
        model.note("apart", name)
    elif event.size > model.controversy and model.params.mechanisms.controversies:
        model.controversy = event.size
        model.opened += 1
        model.note("controversy_opened", "", event.size)
    if event.kind in NOTED:
        model.note(event.kind.value, name, event.size)


def reorganise(model: "Partnership", concerned: set[Organisation], kept: float) -> None:
    """Keep only a share of the institutional trust in, and of, the organisations that are reorganised."""
    for one in model.organisations:
        for other, tie in one.ties.items():
            if one in concerned or other in concerned:
                tie.institutional *= kept


def staff(model: "Partnership", one: Organisation, filling: float) -> None:
    """Update the staff of one organisation: people leave, others arrive and learn."""
    params, random = model.params, model.random.random
    posts = one.posts
    filled = len(posts) - posts.count(None)
    while len(posts) > one.delegates:  # posts that a lever took away, or that went with it
        if posts.pop() is not None:
            lose_delegate(model, one, filled)
            filled -= 1
    if one.standing == LEFT:
        return
    posts += [None] * (one.delegates - len(posts))
    hazard, learning = one.departure_chance(), params.learning
    for k, person in enumerate(posts):
        if person is None:
            if not params.mechanisms.turnover or random() < filling:
                posts[k] = make_newcomer(model, filled / one.delegates)
                others = len(posts) - posts.count(None) - 1
                one.eagerness += (1.0 - one.eagerness) / (others + 1)
                if one.is_partner:
                    model.note("delegate_arrived", one.name)
        elif hazard > 0.0 and random() < hazard:
            lose_delegate(model, one, filled)
            posts[k] = None
            filled -= 1
        else:
            person.skill += learning * (1.0 - person.skill)
    skills = [person.skill for person in posts if person is not None]
    one.staffing = len(skills) / one.delegates
    one.skill = sum(skills) / len(skills) if skills else 0.0


def lose_delegate(model: "Partnership", one: Organisation, filled: int) -> None:
    """Let one delegate leave, and with them the ties that no colleague holds."""
    one.lose_person(1.0 / max(1, filled * filled))
    if one.is_partner:
        model.departures += 1
        model.note("delegate_left", one.name)


def make_newcomer(model: "Partnership", colleagues: float) -> Person:
    """Return the newcomer to a vacant post, trained by the handover and by colleagues (their share of the posts)."""
    params = model.params
    if not params.mechanisms.learning:
        return Person(model.week)
    missing = (1.0 - params.handed_over) * (1.0 - colleagues)
    return Person(model.week, 1.0 - (1.0 - params.staff.newcomer) * missing)


def count_hours(model: "Partnership") -> None:
    """Compute the hours available to each organisation from its filled posts, its budget and the funding."""
    partners, shared = model.partners, model.params.governance.shared_budget
    common = sum(one.budget for one in partners) / max(1, len(partners))
    for one in model.organisations:
        one.begin_hours()
        means = one.budget + shared * (common - one.budget)
        one.available = one.staffing * one.capacity * (1.0 - 0.5 * (1.0 - means) * (1.0 - model.funding))
    model.hours_available = sum(one.available for one in partners)
