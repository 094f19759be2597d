"""Phase 4, work: the stage calls for hours and skills; organisations commit, keep their word or not; credit follows."""

from sim.chance import KEEP, REOPEN
from sim.compiled import part, rule
from sim.rules.common import HEARD, free, is_partner, note, rate, weekly
from sim.state import GOALS_MET, NOTE_KIND

STAGE_DONE, STAGE_REOPENED, MET = (NOTE_KIND[name] for name in ("stage_done", "stage_reopened", "goals_met"))
PART = 0.5  # of one's part by one's hours in what was done of a stage, from which one has contributed to it
LEAST = 0.05  # hours: under this nothing is promised
UNMATCHED = 0.5  # what an hour is worth without the expertise the stage calls on
CLAIM = 4.0  # how many times its standing a lead that leaves no credit claims for itself


@rule
def work(s, plan, p, chance):
    """Organisations commit and deliver; the stage advances, is done, or is reopened; credit is shared."""
    w = s.partnership[0]
    stage = plan.stage[w.stage]
    w.commitments = w.broken = 0.0
    output, memory = 0.0, rate(p.work.memory)
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        s.vector[0, i] = 0.0
        if is_partner(o):
            s.vector[0, i] = commit(o, p, w, stage, memory, chance.act[KEEP, i])
            output += s.vector[0, i]
    w.useful = output * coordination(s, p)
    w.progress += w.useful
    remember(s, p)
    share_credit(s, p)
    if w.progress >= stage.work:
        finish(s, plan)
    elif p.mechanisms.fragility:
        reopen(s, p, chance.partnership[REOPEN])


@part
def commit(o, p, w, stage, memory, luck):
    """Let one organisation pledge hours and keep its word or not; return its output in useful hours."""
    matched = stage.expertise == 0 or (o.expertise & stage.expertise) != 0
    call = 1.0 if matched or stage.broad == 1 else stage.breadth
    pledge = p.work.ambition * o.mobilisation * call * free(o)
    pledge *= (0.5 + 0.5 * o.decision_power) * (1.0 - 0.5 * o.rigidity)
    if pledge < LEAST:
        return 0.0
    w.commitments += 1.0
    able = o.reliability * (1.0 - 0.25 * o.fatigue) * (0.75 + 0.25 * o.skill)
    kept = not p.mechanisms.breaches or luck < able
    if kept:
        o.record += memory * (1.0 - o.record)
    else:
        weight = p.trust.loss_ratio if p.mechanisms.asymmetry else 1.0
        o.record -= min(1.0, weight * memory) * o.record
        w.broken += 1.0
        return 0.0
    o.spent_work += pledge
    useful = pledge * o.skill * (1.0 if matched else UNMATCHED)
    o.contributed += useful
    return useful


@part
def coordination(s, p):
    """Return the share of output that is useful: cohesion, trust, animation carry it; structure, quarrels cost."""
    w = s.partnership[0]
    share = 1.0
    if p.mechanisms.coordination:
        trust, members = 0.0, 0
        for i in range(len(s.organisation)):
            if is_partner(s.organisation[i]):
                trust += s.organisation[i].trusting
                members += 1
        carried = (w.cohesion + trust / max(1, members) + w.animation) / 3.0
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
    done, claims = 0.0, 0.0
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        if is_partner(o):
            done += o.contribution
            claims += claim(s, p, i)
    if done <= 0.0:
        return
    fair = p.governance.credit * (0.5 + 0.5 * p.leadership.credit_given) if p.mechanisms.credit else 1.0
    pace = rate(p.motivation.belonging_half_life)
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        if not is_partner(o):
            continue
        due = o.contribution / done
        credit = fair * due + (1.0 - fair) * (claim(s, p, i) / claims if claims > 0.0 else due)
        if due > 0.0:
            reached = 0.5 * (o.information + min(1.0, o.presence / HEARD))
            o.recognition += pace * (min(1.0, credit / due) * (0.5 + 0.5 * reached) - o.recognition)
        if credit > 0.0:
            o.fairness += pace * (min(1.0, due / credit) - o.fairness)


@part
def claim(s, p, i):
    """Return what an organisation can claim by its standing, and by leading when the lead keeps the credit."""
    leads = p.leadership.concentration if i == s.partnership[0].lead else 0.0
    return s.organisation[i].status * (1.0 + CLAIM * leads * (1.0 - p.leadership.credit_given))


@part
def finish(s, plan):
    """The stage is done: note the breadth it lacked, and go on to the next, or round again, or end with goals met."""
    w = s.partnership[0]
    had = breadth(s)
    s.shortfall[w.stage] = max(0.0, 1.0 - had / max(0.01, plan.stage[w.stage].breadth))
    note(s, STAGE_DONE, w.stage, had)
    w.progress = 0.0
    w.stage += 1
    for i in range(len(s.organisation)):
        s.organisation[i].contributed = 0.0
    if w.stage == len(plan.stage):
        w.stage = 0
        w.cycle += 1
        s.shortfall[:] = 0.0
        for i in range(len(s.organisation)):
            s.organisation[i].entry = 0.0
        if plan.cycles > 0 and w.cycle >= plan.cycles:
            w.ended, w.reason = 1, GOALS_MET
            note(s, MET, -1, 0.0)


@part
def breadth(s):
    """Return the share of the partners who did at least half of their part of the current stage, by their hours."""
    n, done, could, contributed, members = len(s.organisation), 0.0, 0.0, 0, 0
    for i in range(n):
        o = s.organisation[i]
        if is_partner(o):
            done += o.contributed
            could += o.delegates * o.hours
            members += 1
    for i in range(n):
        o = s.organisation[i]
        fair = PART * o.delegates * o.hours * done
        contributed += is_partner(o) and o.contributed > 0.0 and o.contributed * could >= fair
    return contributed / max(1, members)


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
