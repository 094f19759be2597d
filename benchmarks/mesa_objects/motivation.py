"""Phase 6: benefits and costs move motivation; belonging, voice and fatigue follow the week."""

from typing import TYPE_CHECKING

from benchmarks.mesa_objects.organisation import HEARD, Organisation

if TYPE_CHECKING:
    from benchmarks.mesa_objects.model import Partnership


OWNERSHIP = 0.5  # share of the voice one lacks that carrying an equal part of the leadership gives


def motivation(model: "Partnership") -> None:
    """Update belonging, voice and fatigue; motivation goes toward benefits less costs."""
    params = model.params
    helped = params.mechanisms.cases and params.casework.arrivals > 0
    results = 0.5 * (model.momentum + model.service) if helped else model.momentum
    for one in model.partners:
        one.voice += params.slow * (voice_owned(model, one) * min(1.0, one.presence / HEARD) - one.voice)
        one.belonging += params.slow * (one.belonging_felt - one.belonging)
        tire(model, one)
        one.costs = costs_for(model, one, results)
        benefits = benefits_for(model, one, results)
        one.benefits = -1.0 if benefits is None else benefits
        if benefits is not None:
            one.motivation += params.will * (benefits * (1.0 - params.motivation.costs * one.costs) - one.motivation)


def voice_owned(model: "Partnership", one: Organisation) -> float:
    """Return the voice of an organisation when it is present: what it is given, more for who carries the leadership."""
    voice = one.voice_given
    if model.params.mechanisms.ownership:
        voice += OWNERSHIP * min(1.0, len(model.partners) * one.carrier.acting_share) * (1.0 - voice)
    return voice


def tire(model: "Partnership", one: Organisation) -> None:
    """Update fatigue and exhaustion from the hours spent beyond comfort, and the memory of talk and hassle."""
    params, comfort = model.params, model.params.mobilisation.comfort
    available = one.available
    load = min(1.0, (one.spent + one.tiring) / available) if available > 0.0 else 0.0
    overload = max(0.0, load - comfort) / (1.0 - comfort)
    one.fatigue += params.tiring * (overload - one.fatigue)
    one.exhaustion += params.exhausting * (overload - one.exhaustion)
    counted = one.spent_meetings + one.spent_work + one.spent_cases
    talk = one.spent_meetings / counted if counted > 0.0 else 0.0
    one.talk += params.memory * (talk * (1.0 - model.momentum) - one.talk)
    hassle = min(1.0, (one.spent_paperwork + one.travelled) / available) if available > 0.0 else 0.0
    one.hassle += params.memory * (hassle - one.hassle)


def benefits_for(model: "Partnership", one: Organisation, results: float) -> float | None:
    """Return the weighted mean of an organisation's benefits; None when every term is switched off."""
    params, on, weights = model.params, model.params.mechanisms, model.params.motivation
    total = benefits = 0.0
    for moves, weight, value in (
        (on.moved_by_mission, weights.mission, one.mission_fit),
        (on.moved_by_results, weights.results, results * one.recognition),
        (on.moved_by_trust, weights.trust, one.trusting),
        (on.moved_by_fairness, weights.fairness, 0.5 * (one.voice + one.recognition)),
        (on.moved_by_belonging, weights.belonging, one.belonging),
        (on.moved_by_support, weights.support, params.leadership.support * model.served),
        (on.moved_by_peers, weights.peers, one.peers),
        (on.moved_by_money, 2.0 * weights.money * one.self_interest, model.funding),
    ):
        if moves:
            total += weight
            benefits += weight * value
    return min(1.0, benefits / total) if total > 0.0 else None


def costs_for(model: "Partnership", one: Organisation, results: float) -> float:
    """Return the weighted mean of an organisation's costs."""
    on, weights = model.params.mechanisms, model.params.motivation
    total = costs = 0.0
    for holds, weight, value in (
        (on.held_by_fatigue, weights.fatigue, one.fatigue),
        (on.held_by_exhaustion, weights.exhaustion, one.exhaustion),
        (on.held_by_conflict, weights.conflict, model.controversy),
        (on.held_by_talk, weights.talk, one.talk),
        (on.held_by_hassle, weights.hassle, one.hassle),
        (
            on.held_by_unmet,
            weights.unmet,
            one.self_interest * (1.0 - 0.5 * (results * one.recognition + model.funding)),
        ),
    ):
        if holds:
            total += weight
            costs += weight * value
    return min(1.0, costs / total) if total > 0.0 else 0.0
