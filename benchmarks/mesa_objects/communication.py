"""Phase 2: the channels due this week are held, within the hours available; organisations attend or not."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.mesa_objects.channels import PlannedChannel
from benchmarks.mesa_objects.formulas import logistic
from benchmarks.mesa_objects.informal import talk_informally
from benchmarks.mesa_objects.organisation import Organisation
from entente.sim.model.settings import Audience, Channel

if TYPE_CHECKING:
    from benchmarks.mesa_objects.model import Partnership

UNANIMATED = 0.25  # what a channel is worth when nobody has an hour to animate it
VIDEO = 0.85  # richness of a video call against meeting in person
MOMENT = 1e-9  # hours under which nothing is left but rounding
COUNTED = 0.5  # hours from which an occasion counts as attendance
APPROACH = 3.0  # coordination hours to present the partnership to an organisation
MEDIATION = 4.0  # coordination hours a week that the full mediation of a controversy asks for
WELCOME, WELCOME_WEEKS = 4.0, 13  # a newcomer asks for so many times the attention of others, for so long
FULL_MEETING, FULL_TALK = 2.0, 0.5  # hours of a full contact, in a meeting and one to one
MET = 0.5  # richness from which one sees who is there
SAVED_WEEKS = 4.0  # weeks for which hours of coordination keep
FADING = 0.159  # share of the animation felt that a week takes away
HALF = 0.5  # share of the leadership from which one is not invited to meet the lead: nobody meets oneself

Present = list[tuple[Organisation, float]]  # who came, and for which share of the occasion


@dataclass(slots=True)
class Occasion:
    """One channel as it is held this week: its quality, the weight of a contact in it, the travel that it requires."""

    channel: Channel
    richness: float
    quality: float
    weight: float
    travel: float
    informal: float
    came_last: dict[str, bool]

    def habit(self, one: Organisation) -> float:
        """Return 1/2 if an organisation came the last time, -1/2 if it missed it, 0 if it was not expected."""
        return self.came_last[one.name] - 0.5 if one.name in self.came_last else 0.0


def communication(model: "Partnership") -> None:
    """Spend the hours of the structure and of levers, share those of coordination, hold the channels that are due."""
    fade_memory(model)
    spend_fixed_hours(model)
    seat_committee(model)
    invited = [(planned, invitations(model, planned.now)) for planned in model.due]
    animate(model, coordination_demand(model, [(planned.now, guests) for planned, guests in invited]))
    asked = attended = model.gathered = 0
    for planned, guests in invited:
        present = hold(model, make_occasion(model, planned), guests)
        if planned.now.hours >= COUNTED:
            asked += len(guests)
            attended += len(present)
            for one, _ in present:
                one.last_seen = model.week
            together = planned.now.audience != Audience.LEAD and richness_now(model, planned.now) >= MET
            model.gathered = max(model.gathered, len(present)) if together else model.gathered
    if asked:
        model.attendance = attended / asked
    if model.params.mechanisms.informal_talk:
        talk_informally(model)


def fade_memory(model: "Partnership") -> None:
    """Let information, presence and eagerness fade."""
    fresh, there, eager = 1.0 - model.params.forgetting, 1.0 - model.params.slow, 1.0 - model.params.calming
    for one in model.organisations:
        one.information *= fresh
        one.presence *= there
        one.eagerness *= eager
        one.coordinator_contact = 0.0


def spend_fixed_hours(model: "Partnership") -> None:
    """Spend the hours that the structure takes, then those that the levers in use take from each partner."""
    params = model.params
    structure = params.work.paperwork * params.governance.structure if params.mechanisms.paperwork else 0.0
    for one in model.partners:
        one.spent_paperwork = min(one.free, structure)
        one.spent_levers = min(one.free, params.costs.partners)


def seat_committee(model: "Partnership") -> None:
    """Seat on the committee the lead and the partners of highest status."""
    seats = int(model.params.governance.committee * len(model.partners) + 0.5) - 1
    by_status = sorted((one for one in model.partners if one is not model.lead), key=lambda one: -one.status)
    for one in model.organisations:
        one.committee = False
    for one in (model.lead, *by_status[: max(0, seats)]):
        one.committee = True


def invitations(model: "Partnership", channel: Channel) -> list[Organisation]:
    """Return the organisations that a channel invites this week."""
    partners = model.partners
    if channel.audience == Audience.COMMITTEE:
        return [one for one in partners if one.committee]
    if channel.audience == Audience.LEAD:
        return [one for one in partners if one.carrier.share < HALF]
    if channel.audience == Audience.CONCERNED:
        waiting = [cell for cell in model.cells if cell.waiting]
        return [one for one in partners if any(cell.is_served_by(one) for cell in waiting)]
    return partners


def coordination_demand(model: "Partnership", invited: list[tuple[Channel, list[Organisation]]]) -> float:
    """Return the coordination hours that levers, channels, partners, controversies and approaches ask for."""
    params, week = model.params, model.week
    demand = params.costs.coordinator
    bodies = 1.0 + params.governance.local * (max(1, len(model.settings.territories)) - 1)
    for channel, guests in invited:
        occasions = bodies if channel.audience == Audience.EVERYONE else 1.0
        demand += channel.coordinator * occasions + channel.per_head * len(guests)
    new = sum(one.since > 0 and week - one.since < WELCOME_WEEKS for one in model.partners)
    attention = params.leadership.support * params.leadership.attention
    demand += attention * (len(model.partners) - new + WELCOME * new)
    if model.controversy > 0.0:
        demand += params.leadership.brokerage * MEDIATION
    return demand + APPROACH * model.approached


def animate(model: "Partnership", demand: float) -> None:
    """Share the coordination hours; when they run short, every demand gets the same share of what it needs."""
    params = model.params
    hours = params.leadership.hours * (0.5 + 0.5 * model.energy)
    paid = hours * model.coordinator.acting_share
    hired = paid + model.saved if paid > 0.0 and params.mechanisms.saved_hours else paid
    supply = hired
    leading = [one for one in model.organisations if one.is_partner and one.carrier.acting_share > 0.0]
    for one in leading:
        one.spent_leading = min(0.5 * one.free, hours * one.carrier.share)
        supply += one.spent_leading
    used = min(1.0, demand / supply) if supply > 0.0 else 0.0
    for one in leading:
        one.spent_leading *= used
    model.hours_coordinator = used * hired
    model.saved = min(SAVED_WEEKS * paid, hired - model.hours_coordinator)
    model.dollars = model.hours_coordinator * params.costs.wage + params.costs.dollars
    model.demand, model.supply = demand, supply
    short = params.mechanisms.animation and demand > 0.0
    model.served = min(1.0, supply / demand) if short else 1.0
    model.animation = (1.0 - FADING) * model.animation if params.mechanisms.occasions else model.served


def richness_now(model: "Partnership", channel: Channel) -> float:
    """Return the richness of a channel: that of video when nobody may meet, and it would be richer."""
    return min(channel.richness, VIDEO) if model.week < model.apart_until else channel.richness


def make_occasion(model: "Partnership", planned: PlannedChannel) -> Occasion:
    """Return a channel as it is held this week: by video if it is a rich one and nobody may meet."""
    channel = planned.now
    richness = richness_now(model, channel)
    apart = richness < channel.richness
    quality = UNANIMATED + (1.0 - UNANIMATED) * model.served * model.skill_of_lead
    full = FULL_TALK if channel.audience == Audience.LEAD else FULL_MEETING
    return Occasion(
        channel,
        richness,
        quality,
        weight=richness * quality * min(1.0, channel.hours / full),
        travel=0.0 if apart else channel.travel * (1.0 - model.params.governance.local),
        informal=0.0 if apart else channel.informal,
        came_last=planned.came,
    )


def hold(model: "Partnership", occasion: Occasion, guests: list[Organisation]) -> Present:
    """Hold one occasion: decide who comes, and update hours, information and contacts. Return who came."""
    present = [(one, attend(model, one, occasion)) for one in guests if comes(model, one, occasion)]
    came = {one for one, _ in present}
    occasion.came_last.clear()
    occasion.came_last.update((one.name, one in came) for one in guests)
    if model.params.mechanisms.occasions:
        felt = min(1.0, occasion.richness * sum(stayed for _, stayed in present) / max(1, len(model.partners)))
        model.animation += felt * (model.served - model.animation)
    if occasion.channel.audience == Audience.LEAD:
        meet_lead(model, present, occasion.weight)
    else:
        meet(model, present, occasion.weight)
        if occasion.richness >= MET:
            see_who_came(model, present)
    return present


def comes(model: "Partnership", one: Organisation, occasion: Occasion) -> bool:
    """Draw whether an organisation comes, by what draws it, what it is used to, its fatigue, the distance, its time."""
    params, on = model.params, model.params.mechanisms
    if one.free < MOMENT:
        return False
    if not on.attendance:
        return True
    draws = [one.motivation, one.lead_trust, one.belonging]
    draws += [one.mobilisation] * on.own_effort + [one.seen] * on.seen
    attraction = sum(draws) / len(draws) + one.readiness + one.assiduity
    attraction += params.communication.waning * one.eagerness if on.waning else 0.0
    attraction += params.communication.habit * occasion.habit(one) if on.habit else 0.0
    attraction -= params.communication.tiredness * one.fatigue
    attraction -= params.communication.distance * occasion.travel * one.access
    willing = logistic(params.communication.readiness * (attraction - params.communication.reserve))
    obliged = occasion.channel.obligation * 0.5 * (1.0 + params.leadership.mandate)
    who_could = max(1.0, one.staffing * one.delegates) if on.stand_in else 1.0
    return model.random.random() < 1.0 - (1.0 - willing) ** who_could * (1.0 - obliged)


def attend(model: "Partnership", one: Organisation, occasion: Occasion) -> float:
    """Update what attendance costs and brings; return the share of the occasion for which there are hours."""
    params, hours = model.params, occasion.channel.hours
    road = hours * occasion.travel * one.access
    cost = hours + road
    stayed = min(1.0, one.free / cost) if cost > 0.0 else 1.0
    one.spent_meetings += stayed * cost
    one.travelled += stayed * road
    one.tiring += stayed * hours * (1.0 - occasion.quality)
    one.information += stayed * occasion.quality * (1.0 - one.information)
    warmth = min(1.0, stayed * occasion.weight * (0.5 + occasion.informal))
    one.presence += params.dose * warmth * (1.0 - one.presence)
    learnt = stayed * occasion.weight * (0.5 + 0.5 * params.governance.formalisation)
    one.language += params.language * learnt * (1.0 - one.language)
    return stayed


def meet_lead(model: "Partnership", present: Present, weight: float) -> None:
    """Add a contact, one to one, between each of those who came and each carrier of the leadership."""
    leading = [(one, one.carrier.share) for one in model.organisations if one.carrier.acting_share > 0.0]
    coordinator = model.coordinator.acting_share
    for one, stayed in present:
        talk = weight * stayed
        one.coordinator_contact += talk * coordinator
        for other, share in leading:
            if other is not one:
                one.ties[other].contact += talk * share
                other.ties[one].contact += talk * share


def meet(model: "Partnership", present: Present, weight: float) -> None:
    """Add contacts among those who came: each meets a limited number; local bodies bring neighbours together."""
    span, local = model.params.trust.span, model.params.governance.local
    coordinator = model.coordinator.acting_share
    everyone = sum(stayed for _, stayed in present)
    wide = (1.0 - local) * weight * min(1.0, span / max(1.0, everyone - 1.0))
    for one, stayed in present:
        one.coordinator_contact += weight * stayed * coordinator
        ties, close = one.ties, 0.0
        if local > 0.0:
            near = stayed + sum(there for other, there in present if other is not one and ties[other].neighbours)
            close = local * weight * min(1.0, span / max(1.0, near - 1.0))
        for other, there in present:
            if other is not one:
                tie = ties[other]
                tie.contact += (wide + close if tie.neighbours else wide) * stayed * there


def see_who_came(model: "Partnership", present: Present) -> None:
    """Update how many of the partners that they trust those who came saw there."""
    formal = model.params.formal
    there = dict(present)
    for one in there:
        seen = known = 0.0
        for other in model.partners:
            if other is not one:
                tie = one.ties[other]
                trust = (1.0 - formal) * tie.personal + formal * tie.institutional
                known += trust
                if other in there:
                    seen += trust * there[other]
        if known > 0.0:
            one.seen = min(1.0, seen / known)
