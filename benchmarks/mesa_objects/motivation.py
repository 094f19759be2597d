"""Phase 6: what pulls an organisation, what holds it back; belonging, voice and fatigue follow."""

from typing import TYPE_CHECKING

from benchmarks.mesa_objects.organisation import HEARD, Organisation

if TYPE_CHECKING:
    from benchmarks.mesa_objects.model import Partnership


def motivation(model: "Partnership") -> None:
    """Belonging, voice and fatigue move; motivation goes toward what pulls less what holds back."""
    terms = model.terms
    helped = terms.mechanisms.cases and terms.casework.arrivals > 0
    results = 0.5 * (model.momentum + model.service) if helped else model.momentum
    for one in model.partners:
        one.voice += terms.slow * (one.voice_given * min(1.0, one.presence / HEARD) - one.voice)
        one.belonging += terms.slow * (one.belonging_felt - one.belonging)
        tire(model, one)
        one.drag = held_back(model, one, results)
        pull = pulled(model, one, results)
        one.pull = -1.0 if pull is None else pull
        if pull is not None:
            one.motivation += terms.will * (pull * (1.0 - terms.motivation.drag * one.drag) - one.motivation)


def tire(model: "Partnership", one: Organisation) -> None:
    """Let fatigue follow the hours spent beyond comfort, and talk and hassle be felt over the weeks."""
    terms, comfort = model.terms, model.terms.mobilisation.comfort
    available = one.available
    load = min(1.0, (one.spent + one.tiring) / available) if available > 0.0 else 0.0
    one.fatigue += terms.tiring * (max(0.0, load - comfort) / (1.0 - comfort) - one.fatigue)
    counted = one.spent_meetings + one.spent_work + one.spent_cases
    talk = one.spent_meetings / counted if counted > 0.0 else 0.0
    one.talk += terms.memory * (talk * (1.0 - model.momentum) - one.talk)
    hassle = min(1.0, (one.spent_paperwork + one.travelled) / available) if available > 0.0 else 0.0
    one.hassle += terms.memory * (hassle - one.hassle)


def pulled(model: "Partnership", one: Organisation, results: float) -> float | None:
    """Return the weighted mean of what pulls an organisation; None when every part is switched off."""
    terms, on, q = model.terms, model.terms.mechanisms, model.terms.motivation
    total = pull = 0.0
    for moves, weight, value in (
        (on.moved_by_mission, q.mission, one.mission_fit),
        (on.moved_by_results, q.results, results * one.recognition),
        (on.moved_by_trust, q.trust, one.trusting),
        (on.moved_by_fairness, q.fairness, 0.5 * (one.voice + one.recognition)),
        (on.moved_by_belonging, q.belonging, one.belonging),
        (on.moved_by_support, q.support, terms.leadership.support * model.animation),
        (on.moved_by_peers, q.peers, one.peers),
        (on.moved_by_money, 2.0 * q.money * one.self_interest, model.funding),
    ):
        if moves:
            total += weight
            pull += weight * value
    return min(1.0, pull / total) if total > 0.0 else None


def held_back(model: "Partnership", one: Organisation, results: float) -> float:
    """Return the weighted mean of what holds an organisation back."""
    on, q = model.terms.mechanisms, model.terms.motivation
    total = drag = 0.0
    for holds, weight, value in (
        (on.held_by_fatigue, q.fatigue, one.fatigue),
        (on.held_by_talk, q.talk, one.talk),
        (on.held_by_hassle, q.hassle, one.hassle),
        (on.held_by_unmet, q.unmet, one.self_interest * (1.0 - 0.5 * (results * one.recognition + model.funding))),
    ):
        if holds:
            total += weight
            drag += weight * value
    return min(1.0, drag / total) if total > 0.0 else 0.0
