"""Phase 4: the stage calls for hours and skills; organisations commit, keep their word or not; credit follows."""

from typing import TYPE_CHECKING

from benchmarks.mesa_objects.formulas import weekly
from benchmarks.mesa_objects.organisation import HEARD, Organisation
from entente.sim.model.situation import Stage

if TYPE_CHECKING:
    from benchmarks.mesa_objects.model import Partnership

PART = 0.5  # of one's part of a stage, by one's hours, from which one has contributed to it
LEAST_USEFUL = 0.1  # useful share of the output under which no more is asked
COUNTED = 0.5  # hours from which a commitment kept counts as having been seen
LEAST = 0.05  # hours: under this nothing is promised
UNMATCHED = 0.5  # what an hour is worth without the expertise the stage calls on
CLAIM = 4.0  # how many times its standing a lead that leaves no credit claims for itself


def work(model: "Partnership") -> None:
    """Let organisations commit and deliver; advance, finish or reopen the stage; share credit."""
    stage = model.current_stage
    model.commitments = model.broken = 0
    share = coordination(model)
    for one, pledge in pledges(model, stage, share):
        one.output = commit(model, one, stage, pledge)
    model.useful = share * sum(one.output for one in model.partners)
    model.pending += model.useful
    waits = model.params.mechanisms.deliberation and stage.broad
    if not waits or model.gathered >= max(1, stage.breadth * len(model.partners)):
        model.progress += model.pending
        model.pending = 0.0
    remember(model)
    share_credit(model)
    if model.progress >= stage.work:
        finish(model)
    elif model.params.mechanisms.fragility:
        reopen(model)


def pledges(model: "Partnership", stage: Stage, share: float) -> list[tuple[Organisation, float]]:
    """Return the hours that each partner pledges; what is missing is asked again of those who pledge some."""
    params = model.params
    first = {one: first_pledge(model, one, stage) for one in model.partners}
    total = sum(first.values())
    more = 1.0
    if params.mechanisms.insistence and total > 0.0:
        wanted = params.work.pace * len(model.partners) / max(LEAST_USEFUL, share)
        more += params.work.insistence * max(0.0, wanted - total) / total
    return [(one, min(one.free, more * pledge)) for one, pledge in first.items()]


def first_pledge(model: "Partnership", one: Organisation, stage: Stage) -> float:
    """Return the hours that an organisation pledges by itself; too few are none."""
    call = 1.0 if stage.broad or is_matched(one, stage) else stage.breadth
    able = 0.5 * (1.0 + one.decision_power) * (1.0 - 0.5 * one.rigidity)
    pledge = model.params.work.ambition * one.mobilisation * call * one.free * able
    return pledge if pledge >= LEAST else 0.0


def is_matched(one: Organisation, stage: Stage) -> bool:
    """Tell whether an organisation has one of the kinds of expertise that a stage calls on."""
    return not stage.expertise or not one.expertise.isdisjoint(stage.expertise)


def commit(model: "Partnership", one: Organisation, stage: Stage, pledge: float) -> float:
    """Let one organisation keep its word or not; return its output in useful hours."""
    params = model.params
    if pledge <= 0.0:
        return 0.0
    model.commitments += 1
    kept = one.reliability * (1.0 - 0.25 * one.fatigue) * (0.75 + 0.25 * one.skill)
    if params.mechanisms.breaches and model.random.random() >= kept:
        loss = params.trust.loss_ratio if params.mechanisms.asymmetry else 1.0
        one.record -= min(1.0, loss * params.memory) * one.record
        model.broken += 1
        return 0.0
    one.record += params.memory * (1.0 - one.record)
    one.spent_work += pledge
    if pledge >= COUNTED:
        one.last_seen = model.week
    useful = pledge * one.skill * (1.0 if is_matched(one, stage) else UNMATCHED)
    one.contributed += useful
    return useful


def coordination(model: "Partnership") -> float:
    """Return the useful share of output: raised by cohesion, trust and animation, lowered by structure and quarrels."""
    params, share = model.params, 1.0
    if params.mechanisms.coordination:
        trust = sum(one.trusting for one in model.partners) / max(1, len(model.partners))
        carried = (model.cohesion + trust + model.animation) / 3.0
        lacking = 1.0 - carried
        if params.mechanisms.clarity:
            lacking *= 1.0 - params.governance.structure
        share = 1.0 - params.work.coordination * lacking
    if params.mechanisms.paperwork:
        share *= 1.0 - params.work.drag * params.governance.structure
    return share * (1.0 - model.controversy * (1.0 - params.leadership.directiveness))


def remember(model: "Partnership") -> None:
    """Update momentum and the memory of contributions."""
    memory = model.params.memory
    full = max(0.001, model.params.work.pace * len(model.partners))
    model.momentum += memory * (min(1.0, model.useful / full) - model.momentum)
    for one in model.organisations:
        one.contribution += memory * ((one.output if one.is_partner else 0.0) - one.contribution)


def share_credit(model: "Partnership") -> None:
    """Share credit by contribution or by status: too little lowers recognition, too much lowers fairness."""
    params = model.params
    done = sum(one.contribution for one in model.partners)
    if done <= 0.0:
        return
    claims = {one: claim(model, one) for one in model.partners}
    claimed = sum(claims.values())
    fair = params.governance.credit * 0.5 * (1.0 + params.leadership.credit_given) if params.mechanisms.credit else 1.0
    for one, own in claims.items():
        due = one.contribution / done
        credit = fair * due + (1.0 - fair) * (own / claimed if claimed > 0.0 else due)
        if due > 0.0:  # recognition travels with the news and by being there
            reached = 0.5 * (one.information + min(1.0, one.presence / HEARD))
            one.recognition += params.slow * (min(1.0, credit / due) * 0.5 * (1.0 + reached) - one.recognition)
        if credit > 0.0:
            one.fairness += params.slow * (min(1.0, due / credit) - one.fairness)


def claim(model: "Partnership", one: Organisation) -> float:
    """Return the claim of an organisation to credit: its status, more for a lead that keeps the credit."""
    leadership = model.params.leadership
    return one.status * (1.0 + CLAIM * leadership.concentration * (1.0 - leadership.credit_given) * (one is model.lead))


def breadth(model: "Partnership") -> float:
    """Return the share of the partners who did at least half of their part of the current stage, by their hours."""
    done = sum(one.contributed for one in model.partners)
    could = sum(one.capacity for one in model.partners)
    did = sum(one.contributed > 0.0 and one.contributed * could >= PART * one.capacity * done for one in model.partners)
    return did / max(1, len(model.partners))


def finish(model: "Partnership") -> None:
    """Record the breadth that the stage lacked; go on to the next stage or cycle, or end with goals met."""
    had = breadth(model)
    model.shortfall[model.stage] = max(0.0, 1.0 - had / max(0.01, model.current_stage.breadth))
    model.note("stage_done", str(model.stage), had)
    begin_stage(model, model.stage + 1)
    if model.stage == len(model.stages):
        model.stage = 0
        model.cycle += 1
        model.shortfall = [0.0] * len(model.stages)
        for one in model.organisations:
            one.entry_share = 0.0
        done = 0 < model.settings.cycles <= model.cycle
        if done or (model.params.mechanisms.renewal and not want_another_round(model)):
            model.ended, model.reason = True, "goals_met"
            model.note("goals_met")


def want_another_round(model: "Partnership") -> bool:
    """Tell whether at least half of the partners are moved to another round."""
    return 2 * sum(one.moved >= one.threshold for one in model.partners) >= len(model.partners)


def begin_stage(model: "Partnership", stage: int) -> None:
    """Begin a stage, with no progress."""
    model.stage, model.progress, model.pending = stage, 0.0, 0.0
    for one in model.organisations:
        one.contributed = 0.0


def reopen(model: "Partnership") -> None:
    """Draw whether a stage that was done without its breadth is reopened: the frailest one first."""
    worst = max(model.shortfall[: model.stage], default=0.0)
    if worst > 0.0 and model.random.random() < weekly(model.params.work.fragility * worst):
        stage = model.shortfall.index(worst)
        begin_stage(model, stage)
        model.note("stage_reopened", str(stage), worst)
        model.shortfall[stage:] = [0.0] * (len(model.stages) - stage)
