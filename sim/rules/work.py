"""Phase 4, work: organisations commit hours, and keep their word or not; the stage advances, and credit is shared."""

from entente.sim.chance import ACT_KEEP, STAGE_REOPENS
from entente.sim.engine.compilation import part, rule
from entente.sim.engine.simd import total
from entente.sim.records import GOALS_MET, LOG_KIND
from entente.sim.rules import rows
from entente.sim.rules.common import COUNTED, HEARD, free_hours, is_partner, mark_partners, record_event, weekly_chance

LOG_STAGE_DONE, LOG_REOPENED, LOG_GOALS_MET = (LOG_KIND[name] for name in ("stage_done", "stage_reopened", "goals_met"))
HALF_PART = 0.5  # of one's part, by one's hours, in what was done of a stage: from there one has contributed to it
LEAST_USEFUL = 0.1  # useful share of the output under which no more is asked
LEAST_PLEDGE = 0.05  # hours: under this nothing is promised
UNMATCHED = 0.5  # what an hour is worth without the expertise the stage calls on
EXTRA_CLAIM = 4.0  # how many times its standing a lead that leaves no credit claims for itself
LEAST_CLAIM = 1e-300  # what all claim together, under which it is too little to be shared out: as if nobody claimed


@rule
def work(state, inputs, params, draws):
    """Let organisations commit and deliver; the stage advances, is done, or is reopened; credit is shared."""
    partnership, output = state.partnership[0], state.scratch[rows.USEFUL_OUTPUT]
    stage = inputs.stage[partnership.stage]
    share = useful_share(state, params)
    deliver(state, params, stage, share, draws.act[ACT_KEEP], output)
    partnership.useful = total(output) * share
    partnership.pending += partnership.useful
    if not params.mechanisms.deliberation or stage.broad == 0 or has_met(partnership, stage.breadth):
        partnership.progress += partnership.pending
        partnership.pending = 0.0
    remember_results(state, params, output)
    share_credit(state, params)
    if partnership.progress >= stage.work:
        finish_stage(state, inputs, params)
    elif params.mechanisms.fragility:
        reopen_stage(state, params, draws.partnership[STAGE_REOPENS])


@part
def has_met(partnership, breadth):
    """Tell whether the share of the partners that a stage requires came to one occasion of the week."""
    return partnership.gathered >= max(1.0, breadth * partnership.members)


@part
def deliver(state, params, stage, useful, numbers, output):
    """Let partners pledge hours and keep their word or not; write the output of each to ``output``, in useful hours."""
    memory, lost, certain = params.rates.memory, params.derived.broken_loss, not params.mechanisms.breaches
    pledged, called_on, pledges, broken = state.scratch[rows.PLEDGED], stage.expertise, 0, 0
    write_pledges(state, params, stage, useful, pledged)
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        output[i] = 0.0
        if pledged[i] > 0.0:
            matched = called_on == 0 or (org.expertise & called_on) != 0
            able = org.reliability * (1.0 - 0.25 * org.fatigue) * (0.75 + 0.25 * org.skill)
            pledges += 1
            if certain or numbers[i] < able:
                org.record += memory * (1.0 - org.record)
                org.spent_work += pledged[i]
                org.last_seen = state.partnership[0].week if pledged[i] >= COUNTED else org.last_seen
                output[i] = pledged[i] * org.skill * (1.0 if matched else UNMATCHED)
                org.contributed += output[i]
            else:
                broken += 1
                org.record -= lost * org.record
    state.partnership[0].commitments, state.partnership[0].broken = pledges, broken


@part
def write_pledges(state, params, stage, useful, pledged):
    """Write the hours that each partner pledges; what is missing is asked again of those who pledge some."""
    ambition, called_on, broad = params.work.ambition, stage.expertise, stage.broad == 1
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        called = broad or called_on == 0 or (org.expertise & called_on) != 0
        pledged[i] = pledge(org, ambition * org.mobilisation * (1.0 if called else stage.breadth))
    more = ask_again(state, params, total(pledged), useful)
    if more > 1.0:
        for i in range(len(state.organisation)):
            pledged[i] = min(free_hours(state.organisation[i]), more * pledged[i])


@part
def pledge(org, share):
    """Return the hours that a partner pledges: a share of those it has, as far as it can decide and adapt."""
    hours = share * free_hours(org) * ((0.5 + 0.5 * org.decision_power) * (1.0 - 0.5 * org.rigidity))
    return hours if is_partner(org) and hours >= LEAST_PLEDGE else 0.0


@part
def ask_again(state, params, promised, useful):
    """Return by how much pledges are multiplied when they fall short of a full progress."""
    wanted = params.work.pace * state.partnership[0].members / max(LEAST_USEFUL, useful)
    missing = max(0.0, wanted - promised)
    return 1.0 + params.derived.insistence * missing / promised if promised > 0.0 else 1.0


@part
def useful_share(state, params):
    """Return the useful share of the output: cohesion, trust, animation raise it; structure, conflict lower it."""
    partnership = state.partnership[0]
    share = 1.0
    if params.mechanisms.coordination:
        partner, trusting = state.scratch[rows.PARTNER], state.scratch[rows.TRUSTING]
        members = mark_partners(state, partner)
        for i in range(len(state.organisation)):
            trusting[i] = partner[i] * state.organisation[i].trusting
        carried = (partnership.cohesion + total(trusting) / max(1.0, members) + partnership.animation) / 3.0
        carried += (1.0 - carried) * params.derived.clarity
        share = 1.0 - params.work.coordination * (1.0 - carried)
    share *= 1.0 - params.derived.structure_loss
    return share * (1.0 - partnership.controversy * (1.0 - params.leadership.directiveness))


@part
def remember_results(state, params, output):
    """Move momentum toward the useful hours of the week against full progress, and contributions toward output."""
    partnership, memory = state.partnership[0], params.rates.memory
    progress = min(1.0, partnership.useful / max(0.001, params.work.pace * partnership.members))
    partnership.momentum += memory * (progress - partnership.momentum)
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        org.contribution += memory * (output[i] - org.contribution)


@part
def share_credit(state, params):
    """Share the credit by contribution or by standing: recognition and fairness follow what each receives.

    Recognition travels with the news and by being there: an organisation that neither hears of the others nor meets
    them loses half of it [S3].
    """
    contribution, claim = state.scratch[rows.CONTRIBUTION], state.scratch[rows.CLAIM]
    write_claims(state, params, contribution, claim)
    done, claimed = total(contribution), total(claim)
    if done <= 0.0:
        return
    fair = params.derived.credit_fairness
    by_standing = (1.0 - fair) / claimed if claimed > LEAST_CLAIM else 0.0
    by_contribution = fair if claimed > LEAST_CLAIM else 1.0
    pace = params.rates.belonging
    for i in range(len(state.organisation)):
        due = contribution[i] / done
        receive_credit(state.organisation[i], pace, due, by_contribution * due + by_standing * claim[i])


@part
def write_claims(state, params, contribution, claim):
    """Write what each partner contributed lately, and the credit that it claims: a lead may claim more for itself."""
    manner, lead = params.leadership, state.partnership[0].lead
    of_lead = 1.0 + EXTRA_CLAIM * manner.concentration * (1.0 - manner.credit_given)
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        contribution[i] = org.contribution if is_partner(org) else 0.0
        claim[i] = org.status * (of_lead if i == lead else 1.0) if is_partner(org) else 0.0


@part
def receive_credit(org, pace, due, credit):
    """Move recognition toward the credit received against what was due, and fairness toward not taking more."""
    if due > 0.0:
        reached = 0.5 * (org.information + min(1.0, org.presence / HEARD))
        org.recognition += pace * (min(1.0, credit / due) * (0.5 + 0.5 * reached) - org.recognition)
    if is_partner(org) and credit > 0.0:
        org.fairness += pace * (min(1.0, due / credit) - org.fairness)


@part
def finish_stage(state, inputs, params):
    """Go on from a stage that is done to the next one, or to another round, or end with the goals met.

    The breadth that the stage lacked is kept: it may have to be redone.
    """
    partnership = state.partnership[0]
    had = breadth(state)
    state.shortfall[partnership.stage] = max(0.0, 1.0 - had / max(0.01, inputs.stage[partnership.stage].breadth))
    record_event(state, LOG_STAGE_DONE, partnership.stage, had)
    partnership.progress = partnership.pending = 0.0
    partnership.stage += 1
    for i in range(len(state.organisation)):
        state.organisation[i].contributed = 0.0
    if partnership.stage == len(inputs.stage):
        partnership.stage = 0
        partnership.cycle += 1
        state.shortfall[:] = 0.0
        for i in range(len(state.organisation)):
            state.organisation[i].entry = 0.0
        if 0 < inputs.cycles <= partnership.cycle or (params.mechanisms.renewal and not want_another_round(state)):
            partnership.ended, partnership.reason = 1, GOALS_MET
            record_event(state, LOG_GOALS_MET, -1, 0.0)


@part
def want_another_round(state):
    """Tell whether at least half of the partners are moved to another round: by their motivation and by the moment."""
    willing, members = 0, 0
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        members += is_partner(org)
        willing += is_partner(org) and org.motivation + org.readiness >= org.threshold
    return 2 * willing >= members


@part
def breadth(state):
    """Return the share of the partners who did at least half of their part of the current stage, by their hours."""
    done, capacity, active = state.scratch[rows.DONE], state.scratch[rows.CAPACITY], 0
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        done[i] = org.contributed if is_partner(org) else 0.0
        capacity[i] = org.delegates * org.hours if is_partner(org) else 0.0
    half, whole, members = HALF_PART * total(done), total(capacity), 0
    for i in range(len(state.organisation)):
        members += is_partner(state.organisation[i])
        active += done[i] > 0.0 and done[i] * whole >= capacity[i] * half
    return active / max(1, members)


@part
def reopen_stage(state, params, number):
    """Reopen a stage that was done without its breadth, by chance: the one that lacked most."""
    partnership = state.partnership[0]
    worst, stage = 0.0, -1
    for k in range(partnership.stage):
        if state.shortfall[k] > worst:
            worst, stage = state.shortfall[k], k
    if stage >= 0 and number < weekly_chance(params.work.fragility * worst):
        partnership.stage, partnership.progress, partnership.pending = stage, 0.0, 0.0
        record_event(state, LOG_REOPENED, stage, worst)
        state.shortfall[stage:] = 0.0
        for i in range(len(state.organisation)):
            state.organisation[i].contributed = 0.0
