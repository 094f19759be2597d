"""Phase 6, motivation: what pulls an organisation, what holds it back; belonging, voice and fatigue follow."""

from sim.compiled import part, rule
from sim.rules.common import HEARD, is_partner, rate, spent


@rule
def motivation(s, plan, p, chance):
    """Belonging, voice and fatigue move; motivation goes toward what pulls less what holds back."""
    pace = rate(p.motivation.half_life)
    slow = rate(p.motivation.belonging_half_life)
    memory = rate(p.work.memory)
    tiring = rate(p.mobilisation.fatigue)
    results = results_felt(s, p)
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        if is_partner(o):
            belong(s, o, p, slow)
            tire(o, p, tiring)
            remember_hassle(s, o, memory)
            o.pull = pulled(s, o, p, results)
            o.drag = held_back(s, o, p, results)
            if o.pull >= 0.0:
                o.motivation += pace * (o.pull * (1.0 - p.motivation.drag * o.drag) - o.motivation)


@part
def belong(s, o, p, slow):
    """Voice follows presence; belonging is the mean of trust, voice, recognition, shared vision and presence [S3]."""
    w = s.partnership[0]
    o.voice += slow * (voice_given(o, p) * min(1.0, o.presence / HEARD) - o.voice)
    shared = 1.0 - abs(o.framing - w.centre)
    o.belonging += slow * ((o.trusting + o.voice + o.recognition + shared + o.presence) / 5.0 - o.belonging)


@part
def voice_given(o, p):
    """Return the voice that an organisation has when it is there: equal, or by status; less under a directive lead."""
    equal = p.governance.voice
    return (equal + (1.0 - equal) * o.status) * (1.0 - 0.5 * p.leadership.directiveness)


@part
def tire(o, p, pace):
    """Fatigue follows the hours spent beyond comfort; a meeting badly run tires twice."""
    load = min(1.0, (spent(o) + o.tiring) / o.available) if o.available > 0.0 else 0.0
    excess = max(0.0, load - p.mobilisation.comfort) / (1.0 - p.mobilisation.comfort)
    o.fatigue += pace * (excess - o.fatigue)


@part
def remember_hassle(s, o, memory):
    """Talk without action and hassle are felt over the weeks, not at each of them."""
    useful = o.spent_work + o.spent_cases
    meetings = o.spent_meetings
    talk = meetings / (meetings + useful) if meetings + useful > 0.0 else 0.0
    o.talk += memory * (talk * (1.0 - s.partnership[0].momentum) - o.talk)
    hassle = min(1.0, (o.spent_paperwork + o.travelled) / o.available) if o.available > 0.0 else 0.0
    o.hassle += memory * (hassle - o.hassle)


@part
def results_felt(s, p):
    """Return the results that partners see: progress of the process and, where there are cases, people helped."""
    w = s.partnership[0]
    if p.mechanisms.cases and p.casework.arrivals > 0.0:
        return 0.5 * (w.momentum + w.service)
    return w.momentum


@part
def pulled(s, o, p, results):
    """Return the weighted mean of what pulls an organisation; -1 when every part is switched off."""
    w, q, on = s.partnership[0], p.motivation, p.mechanisms
    total, pull = 0.0, 0.0
    if on.moved_by_mission:
        total += q.mission
        pull += q.mission * o.mission_fit
    if on.moved_by_results:
        total += q.results
        pull += q.results * results * o.recognition
    if on.moved_by_trust:
        total += q.trust
        pull += q.trust * o.trusting
    if on.moved_by_fairness:
        total += q.fairness
        pull += q.fairness * 0.5 * (o.voice + o.recognition)
    if on.moved_by_belonging:
        total += q.belonging
        pull += q.belonging * o.belonging
    if on.moved_by_support:
        total += q.support
        pull += q.support * p.leadership.support * w.animation
    if on.moved_by_peers:
        total += q.peers
        pull += q.peers * o.peers
    if on.moved_by_money:
        money = q.money * 2.0 * o.self_interest
        total += money
        pull += money * w.funding
    return min(1.0, pull / total) if total > 0.0 else -1.0


@part
def held_back(s, o, p, results):
    """Return the weighted mean of what holds an organisation back."""
    w, q, on = s.partnership[0], p.motivation, p.mechanisms
    total, drag = 0.0, 0.0
    if on.held_by_fatigue:
        total += q.fatigue
        drag += q.fatigue * o.fatigue
    if on.held_by_talk:
        total += q.talk
        drag += q.talk * o.talk
    if on.held_by_hassle:
        total += q.hassle
        drag += q.hassle * o.hassle
    if on.held_by_unmet:
        got = 0.5 * (results * o.recognition + w.funding)
        total += q.unmet
        drag += q.unmet * o.self_interest * (1.0 - got)
    return min(1.0, drag / total) if total > 0.0 else 0.0
