"""Phase 7: effort follows motivation past a threshold; partners leave, others are approached and join."""

from typing import TYPE_CHECKING

from benchmarks.mesa_objects.organisation import ACTIVE, APPROACHED, LEFT, MEMBER, NOT_APPROACHED, Organisation

if TYPE_CHECKING:
    from benchmarks.mesa_objects.model import Partnership

INTAKE = 4  # weeks between two intakes of new partners
SILENCE = 26  # weeks with too few active partners after which a partnership is dormant
TOO_FEW = 0.2  # share of the partners under which those active are too few to speak of one
TWO = 2  # partners without which there is no partnership


def mobilisation(model: "Partnership") -> None:
    """Update effort; partners for whom it is no longer worth it leave; others are approached."""
    params = model.params
    for one in model.partners:
        one.mobilisation += params.engaging * (one.effort() - one.mobilisation)
        one.become(ACTIVE if one.mobilisation >= params.mobilisation.active else MEMBER)
        unhappy = params.mechanisms.exit and wants_out(model, one)
        if params.mechanisms.lapse and model.week - max(one.since, one.last_seen) >= params.mobilisation.lapse:
            leave(model, one, "lapsed")
        elif unhappy:
            leave(model, one, "left")
    model.list_partners()
    model.approached = 0
    if params.mechanisms.recruitment and model.week >= params.governance.admission and model.week % INTAKE == 0:
        recruit(model)
        model.list_partners()
    if params.mechanisms.ends:
        close(model)


def wants_out(model: "Partnership", one: Organisation) -> bool:
    """Count the weeks in which it would rather be elsewhere; tell whether there have been too many."""
    limits = model.params.mobilisation
    unhappy = one.moved < one.threshold - limits.margin
    one.discontent = one.discontent + 1 if unhappy else 0
    return one.discontent >= limits.patience


def leave(model: "Partnership", one: Organisation, how: str) -> None:
    """Let an organisation leave the partnership, or lapse."""
    one.become(LEFT)
    one.since, one.discontent = model.week, 0
    one.mobilisation = one.motivation = one.exhaustion = 0.0
    model.note(how, one.name)


def recruit(model: "Partnership") -> None:
    """Approach a batch of organisations; whether they join depends on mission fit, trust in the lead and effort."""
    params = model.params
    acting = sum(one.mobilisation for one in model.partners) / max(1, len(model.partners))
    candidates = [
        one
        for standing in (NOT_APPROACHED, APPROACHED, LEFT)
        for one in model.organisations
        if one.standing == standing and (standing != LEFT or model.week - one.since >= params.mobilisation.patience)
    ]
    for one in candidates[: params.governance.batch]:
        model.approached += 1
        one.become(APPROACHED)
        model.note("approached", one.name)
        appeal = (one.mission_fit + one.openness + one.lead_trust + acting) / 4.0
        if model.random.random() < appeal * params.leadership.recruitment * model.served:
            join(model, one)


def join(model: "Partnership", one: Organisation) -> None:
    """Let an organisation become a partner; the later in the process, the less voice it has."""
    one.become(MEMBER)
    one.since = model.week
    one.motivation = one.first_motivation
    one.information = one.eagerness = 1.0
    one.entry_share = model.stage / len(model.stages)
    one.voice = one.voice_given * (1.0 - one.entry_share)
    one.belonging = 0.5 * one.voice
    one.seen = one.peers
    model.note("joined", one.name)


def close(model: "Partnership") -> None:
    """End a partnership deserted by its partners, or dormant for too long."""
    members = len(model.partners)
    active = sum(one.standing == ACTIVE for one in model.partners)
    model.quiet = 0 if active >= max(TWO, TOO_FEW * members) else model.quiet + 1
    if not model.ended and (members < TWO or model.quiet >= SILENCE):
        model.ended = True
        model.reason = "deserted" if members < TWO else "dormant"
        model.note(model.reason)
