"""Phase 1: events fall, people leave, posts stay vacant, newcomers arrive and learn; hours are counted."""

import math
from typing import TYPE_CHECKING

from benchmarks.mesa_objects.formulas import weekly
from benchmarks.mesa_objects.organisation import LEFT, Organisation, Person
from entente.sim.model.situation import Event, EventKind

if TYPE_CHECKING:
    from benchmarks.mesa_objects.model import Partnership

NOTED = {EventKind.FUNDING, EventKind.DEPARTURES, EventKind.REORGANISATION, EventKind.CRISIS}


def context(model: "Partnership") -> None:
    """Events fall; people leave and arrive; each organisation counts its hours."""
    expire(model)
    if model.terms.mechanisms.events:
        for name, event in model.settings.events.items():
            if falls(model, event):
                befall(model, name, event)
    vacancy = model.terms.staff.vacancy
    filling = 1.0 - math.exp(-1.0 / vacancy) if vacancy > 0 else 1.0
    for one in model.organisations:
        staff(model, one, filling)
    count_hours(model)


def expire(model: "Partnership") -> None:
    """Bring back to normal what lasted for a time only."""
    week = model.week
    model.lead_leaves, model.departures = False, 0
    for one in model.organisations:
        one.wave = 0.0
    if week >= model.funding_until:
        model.funding = model.terms.context.funding
    if week >= model.surge_until:
        model.surge = 0.0
    if week == model.funding_until:
        model.note("funding_back", "", model.funding)
    if week == model.surge_until:
        model.note("crisis_over")
    if week == model.apart_until:
        model.note("together_again")


def falls(model: "Partnership", event: Event) -> bool:
    """Tell whether an event falls this week."""
    return model.random.random() < weekly(event.yearly) if event.week is None else event.week == model.week


def befall(model: "Partnership", name: str, event: Event) -> None:
    """Let one event act on what it changes."""
    model.shock = model.shock or model.week
    until = model.week + event.lasts
    struck = [one for one in model.organisations if event.organisation in ("", one.entry)]
    if event.kind == EventKind.LEADER_LEAVES:
        model.lead_leaves = True
    elif event.kind == EventKind.FUNDING:
        model.funding, model.funding_until = event.size, until
    elif event.kind in (EventKind.DEPARTURES, EventKind.REORGANISATION):
        for one in struck:
            one.wave = 1.0 - (1.0 - one.wave) * (1.0 - event.size)
        if event.kind == EventKind.REORGANISATION:
            shake(model, set(struck), 1.0 - event.size)
    elif event.kind == EventKind.CRISIS:
        model.surge, model.surge_until = max(model.surge, event.size), max(model.surge_until, until)
    elif event.kind == EventKind.NO_MEETING:
        model.apart_until = until
        model.note("apart", name)
    elif event.size > model.controversy and model.terms.mechanisms.controversies:
        model.controversy = event.size
        model.opened += 1
        model.note("controversy_opened", "", event.size)
    if event.kind in NOTED:
        model.note(event.kind.value, name, event.size)


def shake(model: "Partnership", struck: set[Organisation], kept: float) -> None:
    """Keep a part only of institutional trust in and of the organisations that are reorganised."""
    for one in model.organisations:
        for other, tie in one.ties.items():
            if one in struck or other in struck:
                tie.institutional *= kept


def staff(model: "Partnership", one: Organisation, filling: float) -> None:
    """Let people of one organisation leave, and others arrive and learn."""
    terms, random = model.terms, model.random.random
    posts = one.posts
    filled = len(posts) - posts.count(None)
    while len(posts) > one.delegates:  # posts that a lever took away, or that went with it
        if posts.pop() is not None:
            lose_delegate(model, one, filled)
            filled -= 1
    if one.standing == LEFT:
        return
    posts += [None] * (one.delegates - len(posts))
    hazard, learning = one.departure_chance(), terms.learning
    for k, person in enumerate(posts):
        if person is None:
            if not terms.mechanisms.turnover or random() < filling:
                posts[k] = newcomer(model, filled / one.delegates)
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
    """Let one of so many delegates leave, with the ties that no colleague holds."""
    one.lose_person(1.0 / max(1, filled * filled))
    if one.is_partner:
        model.departures += 1
        model.note("delegate_left", one.name)


def newcomer(model: "Partnership", colleagues: float) -> Person:
    """Return who takes a vacant post, with what was handed over and what colleagues, a share of all posts, teach."""
    terms = model.terms
    if not terms.mechanisms.learning:
        return Person(model.week)
    untold = (1.0 - terms.handed_over) * (1.0 - colleagues)
    return Person(model.week, 1.0 - (1.0 - terms.staff.newcomer) * untold)


def count_hours(model: "Partnership") -> None:
    """Count the hours each organisation has: posts filled, freed by its means, shared or funded."""
    partners, shared = model.partners, model.terms.governance.shared_budget
    common = sum(one.budget for one in partners) / max(1, len(partners))
    for one in model.organisations:
        one.begin_hours()
        means = one.budget + shared * (common - one.budget)
        one.available = one.staffing * one.capacity * (1.0 - 0.5 * (1.0 - means) * (1.0 - model.funding))
    model.hours_available = sum(one.available for one in partners)
