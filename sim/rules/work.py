"""Phase 4, work: the stage calls for hours and skills; organisations commit, keep their word or not; credit follows."""

from entente.sim.chance import KEEP, REOPEN
from entente.sim.engine.compilation import part, rule
from entente.sim.engine.simd import total
from entente.sim.rules.common import HEARD, free, is_partner, mark_partners, note, rate, weekly
from entente.sim.state import GOALS_MET, NOTE_KIND

STAGE_DONE, STAGE_REOPENED, MET = (NOTE_KIND[name] for name in ("stage_done", "stage_reopened", "goals_met"))
PART = 0.5  # of one's part by one's hours in what was done of a stage, from which one has contributed to it
LEAST = 0.05  # hours: under this nothing is promised
UNMATCHED = 0.5  # what an hour is worth without the expertise the stage calls on
CLAIM = 4.0  # how many times its standing a lead that leaves no credit claims for itself


@rule
def work(s, inputs, p, chance):
    """Organisations commit and deliver; the stage advances, is done, or is reopened; credit is shared."""
    w = s.partnership[0]
    stage = inputs.stage[w.stage]
    commit(s, p, stage, chance.act[KEEP])
    w.useful = total(s.vector[0]) * coordination(s, p)
    w.progress += w.useful
    remember(s, p)
    share_credit(s, p)
    if w.progress >= stage.work:
        finish(s, inputs)
    elif p.mechanisms.fragility:
        reopen(s, p, chance.partnership[REOPEN])


@part
def commit(s, p, stage, luck):
    """Let partners pledge hours and keep their word or not; their output in useful hours goes to ``vector[0]``."""
    memory, ambition = rate(p.work.memory), p.work.ambition
    lost = min(1.0, memory * (p.trust.loss_ratio if p.mechanisms.asymmetry else 1.0))
    reliable, broad, breadth, expertise = not p.mechanisms.breaches, stage.broad == 1, stage.breadth, stage.expertise
    output, pledges, broken = s.vector[0], 0, 0
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        output[i] = 0.0
        matched = expertise == 0 or (o.expertise & expertise) != 0
        pledge = ambition * o.mobilisation * (1.0 if matched or broad else breadth) * free(o)
        pledge *= (0.5 + 0.5 * o.decision_power) * (1.0 - 0.5 * o.rigidity)
        if is_partner(o) and pledge >= LEAST:
            able = o.reliability * (1.0 - 0.25 * o.fatigue) * (0.75 + 0.25 * o.skill)
            kept = reliable or luck[i] < able
            pledges += 1
            broken += not kept
            o.record += memory * (1.0 - o.record) if kept else -lost * o.record
            o.spent_work += pledge if kept else 0.0
            output[i] = pledge * o.skill * (1.0 if matched else UNMATCHED) if kept else 0.0
            o.contributed += output[i]
    s.partnership[0].commitments, s.partnership[0].broken = pledges, broken


@part
def coordination(s, p):
    """Return the share of output that is useful: cohesion, trust, animation carry it; structure, quarrels cost."""
    w = s.partnership[0]
    share = 1.0
    if p.mechanisms.coordination:
        partner, trust = s.vector[1], s.vector[2]
        members = mark_partners(s, partner)
        for i in range(len(s.organisation)):
            trust[i] = partner[i] * s.organisation[i].trusting
        carried = (w.cohesion + total(trust) / max(1.0, members) + w.animation) / 3.0
        share = 1.0 - p.work.coordination * (1.0 - carried)
    if p.mechanisms.paperwork:
        share *= 1.0 - p.work.drag * p.governance.structure
    return share * (1.0 - w.controversy * (1.0 - p.leadership.directiveness))


@part
def remember(s, p):
    """Recent results stay in people's minds for a while: useful hours against what is seen as full progress."""
    w = s.partnership[0]
    memory = rate(p.work.memory)
    w.momentum += memory * (min(1.0, w.useful / max(0.001, p.work.pace * w.members)) - w.momentum)
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        o.contribution += memory * (s.vector[0, i] - o.contribution)


@part
def share_credit(s, p):
    """Credit goes by contribution or by standing; who gets less than its due feels it, who takes more is seen.

    Recognition travels with the news and by being there: half of it is lost on who neither hears of the others nor
    meets them [S3].
    """
    own, claims = s.vector[1], s.vector[2]
    boast = 1.0 + CLAIM * p.leadership.concentration * (1.0 - p.leadership.credit_given)
    lead = s.partnership[0].lead
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        own[i] = o.contribution if is_partner(o) else 0.0
        claims[i] = o.status * (boast if i == lead else 1.0) if is_partner(o) else 0.0
    done, claimed = total(own), total(claims)
    if done <= 0.0:
        return
    fair = p.governance.credit * (0.5 + 0.5 * p.leadership.credit_given) if p.mechanisms.credit else 1.0
    pace, standing = rate(p.motivation.belonging_half_life), (1.0 - fair) / claimed if claimed > 0.0 else 0.0
    fair = fair if claimed > 0.0 else 1.0
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        due = own[i] / done
        credit = fair * due + standing * claims[i]
        if due > 0.0:
            reached = 0.5 * (o.information + min(1.0, o.presence / HEARD))
            o.recognition += pace * (min(1.0, credit / due) * (0.5 + 0.5 * reached) - o.recognition)
        if is_partner(o) and credit > 0.0:
            o.fairness += pace * (min(1.0, due / credit) - o.fairness)


@part
def finish(s, inputs):
    """The stage is done: note the breadth it lacked, and go on to the next, or round again, or end with goals met."""
    w = s.partnership[0]
    had = breadth(s)
    s.shortfall[w.stage] = max(0.0, 1.0 - had / max(0.01, inputs.stage[w.stage].breadth))
    note(s, STAGE_DONE, w.stage, had)
    w.progress = 0.0
    w.stage += 1
    for i in range(len(s.organisation)):
        s.organisation[i].contributed = 0.0
    if w.stage == len(inputs.stage):
        w.stage = 0
        w.cycle += 1
        s.shortfall[:] = 0.0
        for i in range(len(s.organisation)):
            s.organisation[i].entry = 0.0
        if inputs.cycles > 0 and w.cycle >= inputs.cycles:
            w.ended, w.reason = 1, GOALS_MET
            note(s, MET, -1, 0.0)


@part
def breadth(s):
    """Return the share of the partners who did at least half of their part of the current stage, by their hours."""
    done, could, active = s.vector[5], s.vector[7], 0
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        done[i] = o.contributed if is_partner(o) else 0.0
        could[i] = o.delegates * o.hours if is_partner(o) else 0.0
    part, whole, members = PART * total(done), total(could), 0
    for i in range(len(s.organisation)):
        members += is_partner(s.organisation[i])
        active += done[i] > 0.0 and done[i] * whole >= could[i] * part
    return active / max(1, members)


@part
def reopen(s, p, luck):
    """A stage done without its breadth may have to be redone: the frailest one first."""
    w = s.partnership[0]
    worst, stage = 0.0, -1
    for k in range(w.stage):
        if s.shortfall[k] > worst:
            worst, stage = s.shortfall[k], k
    if stage >= 0 and luck < weekly(p.work.fragility * worst):
        w.stage, w.progress = stage, 0.0
        note(s, STAGE_REOPENED, stage, worst)
        s.shortfall[stage:] = 0.0
        for i in range(len(s.organisation)):
            s.organisation[i].contributed = 0.0
