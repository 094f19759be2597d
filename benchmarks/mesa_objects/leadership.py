"""Phase 8: energy is spent and recovered; carriers of the leadership leave, hand over and are succeeded."""

from typing import TYPE_CHECKING

from benchmarks.mesa_objects.formulas import weekly
from benchmarks.mesa_objects.organisation import Carrier, Organisation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.mesa_objects.model import Partnership

FRESH = 0.8  # energy that a new lead brings
NOTED = 0.1  # share of the leadership from which who comes and goes is noted
HALF = 0.5  # share of the leadership from which the departure of who carries it is a shock
NEW_HAND = 0.5  # experience of a newcomer to the lead against that of who left
FOREVER = 520  # weeks of succession that mean never
MOST_LOAD = 2.0  # beyond twice what there are hours for, nothing more is tried
RELIEF = 0.5  # load that full results make up for


def leadership(model: "Partnership") -> None:
    """Update the carriers of the leadership, the lead, trust in the coordinator, and energy."""
    params = model.params
    seat_successors(model)
    if params.mechanisms.lead_departure:
        burnt = 1.0 + params.staff.burnout * (1.0 - model.energy) if params.mechanisms.burnout else 1.0
        hazard = weekly(params.leadership.departure * burnt)
        for one, carrier in carriers(model):
            if carrier.acting_share > 0.0 and model.random.random() < hazard:
                leave_lead(model, one, carrier)
    if model.lead_leaves:
        one, carrier = max(carriers(model), key=lambda pair: pair[1].acting_share)
        if carrier.acting_share > 0.0:
            leave_lead(model, one, carrier)
    pass_lead(model)
    share_leadership(model)
    trust_coordinator(model)
    if params.mechanisms.energy:
        tire_or_recover(model)


def carriers(model: "Partnership") -> "Iterator[tuple[Organisation | None, Carrier]]":
    """Yield each possible carrier of the leadership: the organisations, then the coordinator (no organisation)."""
    for one in model.organisations:
        yield one, one.carrier
    yield None, model.coordinator


def seat_successors(model: "Partnership") -> None:
    """Seat the successors whose week has come; carriers in place gain experience."""
    for one, carrier in carriers(model):
        if 0 < carrier.back <= model.week:
            carrier.back = 0
            begin_leading(model, carrier)
            note_change(model, "lead_succeeded", one, carrier)
            if model.params.mechanisms.energy:
                model.energy += carrier.share * (FRESH - model.energy)
        elif carrier.back == 0:
            carrier.experience += model.params.learning * (1.0 - carrier.experience)


def begin_leading(model: "Partnership", carrier: Carrier) -> None:
    """Set the experience of a new carrier, lower than that of an experienced one."""
    carrier.experience = NEW_HAND if model.params.mechanisms.learning else 1.0


def note_change(model: "Partnership", kind: str, one: Organisation | None, carrier: Carrier) -> None:
    """Note that a carrier goes or comes, if it carries enough of the leadership to be seen as leading."""
    if carrier.share >= NOTED:
        model.note(kind, name_of(one), carrier.share)


def name_of(one: Organisation | None) -> str:
    """Return the name of an organisation, or that of the coordinator."""
    return "coordinator" if one is None else one.name


def leave_lead(model: "Partnership", one: Organisation | None, carrier: Carrier) -> None:
    """Let a carrier of the leadership leave: trust in the person is lost, and the place may stay empty."""
    params = model.params
    note_change(model, "lead_left", one, carrier)
    if carrier.share >= HALF:
        model.shock = model.shock or model.week
    if one is None:
        forget_coordinator(model)
    else:
        one.lose_person(carrier.share / max(1.0, one.staffing * one.delegates))
    if params.leadership.succession == 0:
        begin_leading(model, carrier)
        note_change(model, "lead_succeeded", one, carrier)
    elif params.leadership.succession == FOREVER:
        carrier.back = -1
    else:
        carrier.back = model.week + params.leadership.succession


def forget_coordinator(model: "Partnership") -> None:
    """Keep only the share of personal trust in the coordinator that is handed over."""
    kept, stranger = model.params.handed_over, model.params.stranger
    for one in model.organisations:
        one.coordinator_trust = stranger + kept * (one.coordinator_trust - stranger)


def pass_lead(model: "Partnership") -> None:
    """Pass the lead to another partner: in turn, or to the most trusted when energy runs low."""
    style = model.params.leadership
    if style.rotation > 0 and model.week % style.rotation == 0:
        k = model.organisations.index(model.lead)
        in_turn = model.organisations[k + 1 :] + model.organisations[:k]
        for one in in_turn:
            if one.is_partner:
                take_over(model, one)
                break
    elif model.energy < style.hand_over:
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


def share_leadership(model: "Partnership") -> None:
    """Share the leadership between the coordinator, the lead organisation and the other partners."""
    style = model.params.leadership
    if not model.lead.is_partner:
        heir = most_trusted(model)
        if heir is not model.lead:
            model.lead = heir
            model.note("lead_passed", heir.name)
    others = len(model.partners) - 1
    one_lead = style.concentration if others > 0 else 1.0
    for one in model.organisations:
        one.carrier.share = (1.0 - one_lead) / others if one.is_partner and others > 0 else 0.0
    model.lead.carrier.share = one_lead * (1.0 - style.dedicated)
    model.coordinator.share = one_lead * style.dedicated
    shares = [(carrier.acting_share, carrier.experience) for _, carrier in carriers(model)]
    model.leadership = min(1.0, sum(share for share, _ in shares))
    known = style.experience * sum(share * experience for share, experience in shares)
    model.experience = known / model.leadership if model.leadership > 0.0 else 0.0


def trust_coordinator(model: "Partnership") -> None:
    """Let trust in the dedicated coordinator follow the rule of all trust: contact, behaviour seen, absence."""
    params, weights = model.params, model.params.trust
    manner = weights.fairness * params.leadership.credit_given + weights.openness * (
        1.0 - params.leadership.directiveness
    )
    base = weights.kept * model.animation + manner
    for one in model.organisations:
        alike = 1.0 - abs(one.framing - model.centre)
        target = (base + weights.power * one.voice + weights.similarity * alike) / params.behaviour
        contact, trust = min(1.0, one.coordinator_contact), one.coordinator_trust
        trust += contact * params.gain * (target - trust)
        trust -= (trust - params.stranger) * params.wear * (1.0 - contact)
        one.coordinator_trust = trust
        one.coordinator_regard += params.settling * (trust - one.coordinator_regard)


def tire_or_recover(model: "Partnership") -> None:
    """Move energy toward what the load leaves; results give some back."""
    load = min(MOST_LOAD, model.demand / model.supply) if model.supply > 0.0 else 0.0
    target = 1.0 - model.params.leadership.strain * (load - RELIEF * model.momentum)
    model.energy += model.params.recovery * (min(1.0, max(0.0, target)) - model.energy)
