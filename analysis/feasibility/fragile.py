"""What a situation hangs on: rare expertise, delegates who cannot decide, one partner, one person, one grant."""

from collections.abc import Iterator, Mapping

import numpy as np

from entente.analysis.feasibility.obstacles import Obstacle, expertise_label, join_names, labels_of, stage_label
from entente.analysis.feasibility.working_hours import PartnerHours
from entente.analysis.plotting.words import text_in
from entente.i18n import NN_, number, percent, say, say_number
from entente.sim.model.situation import EventKind, Expertise, Settings

CANNOT_DECIDE = 0.4  # decision power below which delegates mostly have to ask before they commit
LARGE_PART = 1 / 3  # of the hours or the dollars, from which all hangs on whoever brings it
MOSTLY = 0.5  # part of the leadership that one person carries


def fragile_obstacles(hours: PartnerHours, language: str, dollars: Mapping[str, float]) -> Iterator[Obstacle]:
    """Yield what a situation hangs on, as far as its settings say it.

    Args:
        hours: of the partners.
        language: of the texts.
        dollars: what each organisation brings a year, by its name in the settings; empty when it is not known.
    """
    labels = [labels_of(hours.settings, language)[row] for row in hours.members]
    yield from missing_expertise(hours, language)
    yield from single_expert(hours, labels, language)
    yield from powerless(hours, labels, language)
    yield from large_part(hours, labels, language)
    yield from one_person(hours.settings, language)
    yield from one_grant(hours.settings, language)
    yield from one_payer(hours.settings, dollars, language)


def missing_expertise(hours: PartnerHours, language: str) -> Iterator[Obstacle]:
    """Yield the expertise that stages call on and no partner has."""
    held = int(np.bitwise_or.reduce(hours.inputs.organisation.expertise[hours.members]))
    lacking: dict[str, list[str]] = {}
    for name in hours.stages:
        for one in hours.settings.stages[name].expertise:
            if not held >> list(Expertise).index(one) & 1:
                lacking.setdefault(expertise_label(one, language), []).append(stage_label(name, language))
    if lacking:
        named = "; ".join(f"{one} ({', '.join(stages)})" for one, stages in lacking.items())
        text = say("No partner has the expertise that stages call on: {named}. An hour is worth half there when nobody "
                   "has any of what the stage asks for.", language, named=named)  # fmt: skip
        yield Obstacle("expertise", False, text, say("Invite who has it, or say who does in the sheet.", language))


def single_expert(hours: PartnerHours, labels: list[str], language: str) -> Iterator[Obstacle]:
    """Yield the expertise that one partner alone has, where stages call on it."""
    sets = hours.inputs.organisation.expertise[hours.members]
    asked = {one for name in hours.stages for one in hours.settings.stages[name].expertise}
    alone = []
    for rank, one in enumerate(Expertise):
        holders = np.flatnonzero(sets >> rank & 1)
        if one in asked and len(holders) == 1:
            alone.append(f"{expertise_label(one, language)} ({labels[holders[0]]})")
    if alone:
        text = say("One partner alone has: {named}.", language, named=", ".join(alone))
        yield Obstacle("single_expert", False, text, say("Plan who would take over, or invite a second one.", language))


def powerless(hours: PartnerHours, labels: list[str], language: str) -> Iterator[Obstacle]:
    """Yield the partners whose delegates cannot decide."""
    power = hours.trait("decision_power", 1)
    without = [label for label, one in zip(labels, power, strict=True) if one < CANNOT_DECIDE]
    if without:
        text = say("Partners whose delegates cannot commit them ({count} of {partners}): {names}.", language,
                   count=len(without), partners=len(labels), names=join_names(without, language))  # fmt: skip
        remedy = say("Have those who decide come now and then.", language)
        yield Obstacle("powerless", False, text, remedy, "entente explain lever=decision_makers_meeting")


def large_part(hours: PartnerHours, labels: list[str], language: str) -> Iterator[Obstacle]:
    """Yield the partner that brings a large part of the hours."""
    each = hours.available(1)
    best = int(np.argmax(each))
    share = float(each[best] / each.sum()) if each.sum() > 0 else 0.0
    if share > LARGE_PART:
        text = say("{name} brings {share} of the hours: without it, the table loses that much.", language,
                   name=labels[best], share=percent(share, language))  # fmt: skip
        yield Obstacle(
            "large_part", False, text, say("Spread the work, or have it say how long it will stay.", language)
        )


def one_person(settings: Settings, language: str) -> Iterator[Obstacle]:
    """Yield that one person carries most of the leadership, and how long nobody would if that person left."""
    lead = settings.leadership
    coordinator = lead.concentration * lead.dedicated
    of_lead = lead.concentration * (1.0 - lead.dedicated)
    delegates = settings.organisations[settings.lead].delegates or settings.partners.delegates
    alone = max(coordinator, of_lead if delegates == 1 else 0.0)
    if alone >= MOSTLY and lead.hours > 0:
        text = say("One person carries {share} of the leadership, and leaves with a chance of {chance} a year.",
                   language, share=percent(alone, language), chance=percent(lead.departure, language))  # fmt: skip
        if lead.succession:
            vacant = NN_(
                "Nobody would then carry it for {count} week.", "Nobody would then carry it for {count} weeks."
            )
            text += " " + say_number(*vacant, lead.succession, language)
        remedy = say("Write down what this person knows, and plan the succession.", language)
        yield Obstacle("one_person", False, text, remedy, "entente explain lever=succession_plan")


def one_grant(settings: Settings, language: str) -> Iterator[Obstacle]:
    """Yield the grants that end or the cuts that fall before the last week."""
    usual = settings.context.funding
    for event in settings.events.values():
        week = event.week
        if event.kind != EventKind.FUNDING or week is None or week > settings.weeks or event.size == usual:
            continue
        ends = week if event.size < usual else week + event.lasts
        if ends <= settings.weeks:
            low, high = sorted((event.size, usual))
            text = say(
                "In week {week} the funding of the common action falls from {high} to {low}: partners with small means "
                "free fewer hours from then on.", language, week=ends, high=percent(high, language),
                low=percent(low, language),
            )  # fmt: skip
            yield Obstacle("one_grant", False, text, say("See what the plan is without that money.", language))


def one_payer(settings: Settings, dollars: Mapping[str, float], language: str) -> Iterator[Obstacle]:
    """Yield the partner that brings most of the dollars."""
    whole = sum(dollars.values())
    for name, brought in dollars.items():
        if brought > LARGE_PART * whole:
            label = text_in(settings.organisations[name].name, language, name)
            text = say("{name} brings {share} of the dollars ({dollars} $ a year).", language, name=label,
                       share=percent(brought / whole, language), dollars=number(brought, language, 0))  # fmt: skip
            yield Obstacle("one_payer", False, text, say("See what the plan is without that money.", language))
