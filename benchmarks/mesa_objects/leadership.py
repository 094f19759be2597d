"""Phase 8: energy is spent and recovered; who leads may leave, hand over, be succeeded."""

from typing import TYPE_CHECKING

from benchmarks.mesa_objects.formulas import weekly
from benchmarks.mesa_objects.organisation import Carrier, Organisation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.mesa_objects.model import Partnership

FRESH = 0.8  # energy that a new lead brings
HALF = 0.5  # share of the leadership from which the departure of who carries it is a shock
NEW_HAND = 0.5  # experience of a newcomer to the lead against that of who left
FOREVER = 520  # weeks of succession that mean never
MOST_LOAD = 2.0  # beyond twice what there are hours for, nothing more is tried
RELIEF = 0.5  # load that full results make up for


def leadership(model: "Partnership") -> None:
    """Carriers of the leadership leave and are succeeded; the lead passes on; energy moves."""
    terms = model.terms
    succeed(model)
    if terms.mechanisms.lead_departure:
        burnt = 1.0 + terms.staff.burnout * (1.0 - model.energy) if terms.mechanisms.burnout else 1.0
        hazard = weekly(terms.leadership.departure * burnt)
        for one, carrier in carriers(model):
            if carrier.acting_share > 0.0 and model.random.random() < hazard:
                depart(model, one, carrier)
    if model.lead_leaves:
        one, carrier = max(carriers(model), key=lambda pair: pair[1].acting_share)
        if carrier.acting_share > 0.0:
            depart(model, one, carrier)
    pass_on(model)
    carry(model)
    trust_coordinator(model)
    if terms.mechanisms.energy:
        tire_or_recover(model)


def carriers(model: "Partnership") -> "Iterator[tuple[Organisation | None, Carrier]]":
    """Yield who may carry a part of the leadership: each organisation, then the coordinator (no organisation)."""
    for one in model.organisations:
        yield one, one.carrier
    yield None, model.coordinator


def succeed(model: "Partnership") -> None:
    """Let successors take their place when the time set for it has passed, and those in place learn."""
    for one, carrier in carriers(model):
        if 0 < carrier.back <= model.week:
            carrier.back = 0
            begin_leading(model, carrier)
            model.note("lead_succeeded", name_of(one), carrier.share)
            if model.terms.mechanisms.energy:
                model.energy += carrier.share * (FRESH - model.energy)
        elif carrier.back == 0:
            carrier.experience += model.terms.learning * (1.0 - carrier.experience)


def begin_leading(model: "Partnership", carrier: Carrier) -> None:
    """Let someone new begin to lead, with less experience than who left."""
    carrier.experience = NEW_HAND if model.terms.mechanisms.learning else 1.0


def name_of(one: Organisation | None) -> str:
    """Return the name of an organisation, or that of the coordinator."""
    return "coordinator" if one is None else one.name


def depart(model: "Partnership", one: Organisation | None, carrier: Carrier) -> None:
    """Let who carries a part of the leadership leave: trust in that person goes, the place may stay empty."""
    terms = model.terms
    model.note("lead_left", name_of(one), carrier.share)
    if carrier.share >= HALF:
        model.shock = model.shock or model.week
    if one is None:
        forget_coordinator(model)
    else:
        one.lose_person(carrier.share / max(1.0, one.staffing * one.delegates))
    if terms.leadership.succession == 0:
        begin_leading(model, carrier)
        model.note("lead_succeeded", name_of(one), carrier.share)
    elif terms.leadership.succession == FOREVER:
        carrier.back = -1
    else:
        carrier.back = model.week + terms.leadership.succession


def forget_coordinator(model: "Partnership") -> None:
    """Keep of the personal trust in the coordinator only what is handed over."""
    for one in model.organisations:
        one.coordinator_trust *= model.terms.handed_over


def pass_on(model: "Partnership") -> None:
    """Pass the lead to another partner: in turn, or to the most trusted when energy runs low."""
    q = model.terms.leadership
    if q.rotation > 0 and model.week % q.rotation == 0:
        k = model.organisations.index(model.lead)
        in_turn = model.organisations[k + 1 :] + model.organisations[:k]
        for one in in_turn:
            if one.is_partner:
                take_over(model, one)
                break
    elif model.energy < q.hand_over:
        take_over(model, most_trusted(model))
        begin_leading(model, model.coordinator)
        forget_coordinator(model)


def take_over(model: "Partnership", one: Organisation) -> None:
    """Let a partner take the lead, with fresh energy and the experience of a newcomer to it."""
    if one is not model.lead:
        model.note("lead_passed", one.name)
    model.lead = one
    model.energy = max(model.energy, FRESH)
    begin_leading(model, one.carrier)


def most_trusted(model: "Partnership") -> Organisation:
    """Return the partner most trusted by the others, other than the lead; the lead when there is no other."""
    others = [one for one in model.partners if one is not model.lead]
    return max(others, key=lambda one: one.trusted, default=model.lead)


def carry(model: "Partnership") -> None:
    """Share the leadership between the coordinator, the lead organisation and the other partners."""
    q = model.terms.leadership
    if not model.lead.is_partner:
        heir = most_trusted(model)
        if heir is not model.lead:
            model.lead = heir
            model.note("lead_passed", heir.name)
    others = len(model.partners) - 1
    one_lead = q.concentration if others > 0 else 1.0
    for one in model.organisations:
        one.carrier.share = (1.0 - one_lead) / others if one.is_partner and others > 0 else 0.0
    model.lead.carrier.share = one_lead * (1.0 - q.dedicated)
    model.coordinator.share = one_lead * q.dedicated
    shares = [(carrier.acting_share, carrier.experience) for _, carrier in carriers(model)]
    model.leadership = min(1.0, sum(share for share, _ in shares))
    known = q.experience * sum(share * experience for share, experience in shares)
    model.experience = known / model.leadership if model.leadership > 0.0 else 0.0


def trust_coordinator(model: "Partnership") -> None:
    """Let trust in the dedicated coordinator follow the rule of all trust: contact, behaviour seen, absence."""
    terms, q = model.terms, model.terms.trust
    manner = q.fairness * terms.leadership.credit_given + q.openness * (1.0 - terms.leadership.directiveness)
    base = q.kept * model.animation + manner
    for one in model.organisations:
        alike = 1.0 - abs(one.framing - model.centre)
        target = (base + q.power * one.voice + q.similarity * alike) / terms.behaviour
        contact, trust = min(1.0, one.coordinator_contact), one.coordinator_trust
        trust += contact * terms.gain * (target - trust)
        trust -= trust * terms.wear * (1.0 - contact)
        one.coordinator_trust = trust
        one.coordinator_regard += terms.settling * (trust - one.coordinator_regard)


def tire_or_recover(model: "Partnership") -> None:
    """Let energy go toward what the load leaves of it; results give some back."""
    load = min(MOST_LOAD, model.demand / model.supply) if model.supply > 0.0 else 0.0
    target = 1.0 - model.terms.leadership.strain * (load - RELIEF * model.momentum)
    model.energy += model.terms.recovery * (min(1.0, max(0.0, target)) - model.energy)
