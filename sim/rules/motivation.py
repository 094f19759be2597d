"""Phase 6, motivation: what pulls an organisation, what holds it back; belonging, voice and fatigue follow."""

from entente.sim.engine.compilation import part, rule
from entente.sim.rules.common import HEARD, is_partner, rate, spent


@rule
def motivation(s, inputs, p, chance):
    """Belonging, voice and fatigue move; motivation goes toward what pulls less what holds back."""
    w, brake = s.partnership[0], p.motivation.drag
    pace = rate(p.motivation.half_life)
    slow = rate(p.motivation.belonging_half_life)
    memory = rate(p.work.memory)
    tiring = rate(p.mobilisation.fatigue)
    centre, idle, speaking, comfort = w.centre, 1.0 - w.momentum, voices(p), p.mobilisation.comfort
    pulls, drags = what_pulls(s, p), what_holds_back(s, p)
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        if is_partner(o):
            belong(o, slow, centre, speaking)
            tire(o, tiring, comfort)
            remember_hassle(o, memory, idle)
            o.pull = pulled(o, pulls)
            o.drag = held_back(o, drags)
            if o.pull >= 0.0:
                o.motivation += pace * (o.pull * (1.0 - brake * o.drag) - o.motivation)


@part
def belong(o, slow, centre, speaking):
    """Voice follows presence; belonging is the mean of trust, voice, recognition, shared vision and presence [S3]."""
    o.voice += slow * (voice_given(o, speaking) * min(1.0, o.presence / HEARD) - o.voice)
    shared = 1.0 - abs(o.framing - centre)
    o.belonging += slow * ((o.trusting + o.voice + o.recognition + shared + o.presence) / 5.0 - o.belonging)


@part
def voices(p):
    """Return how equal voices are, and what the manner of the lead leaves of them."""
    return p.governance.voice, 1.0 - 0.5 * p.leadership.directiveness


@part
def voice_given(o, speaking):
    """Return the voice that an organisation has when it is there: equal, or by status; less under a directive lead."""
    equal, left = speaking
    return (equal + (1.0 - equal) * o.status) * left


@part
def tire(o, pace, comfort):
    """Fatigue follows the hours spent beyond comfort; a meeting badly run tires twice."""
    load = min(1.0, (spent(o) + o.tiring) / o.available) if o.available > 0.0 else 0.0
    excess = max(0.0, load - comfort) / (1.0 - comfort)
    o.fatigue += pace * (excess - o.fatigue)


@part
def remember_hassle(o, memory, idle):
    """Talk without action and hassle are felt over the weeks, not at each of them."""
    useful = o.spent_work + o.spent_cases
    meetings = o.spent_meetings
    talk = meetings / (meetings + useful) if meetings + useful > 0.0 else 0.0
    o.talk += memory * (talk * idle - o.talk)
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
def what_pulls(s, p):
    """Return the weights of what pulls and, of each, what is the same for all; a part switched off weighs nothing."""
    w, q, on = s.partnership[0], p.motivation, p.mechanisms
    mission = q.mission if on.moved_by_mission else 0.0
    results = q.results if on.moved_by_results else 0.0
    trust = q.trust if on.moved_by_trust else 0.0
    fairness = q.fairness if on.moved_by_fairness else 0.0
    belonging = q.belonging if on.moved_by_belonging else 0.0
    support = q.support if on.moved_by_support else 0.0
    peers = q.peers if on.moved_by_peers else 0.0
    money = 2.0 * q.money if on.moved_by_money else 0.0
    common = results_felt(s, p), p.leadership.support * w.animation, w.funding
    return mission, results, trust, fairness, belonging, support, peers, money, common


@part
def pulled(o, pulls):
    """Return the weighted mean of what pulls an organisation; -1 when every part is switched off."""
    mission, results, trust, fairness, belonging, support, peers, money, common = pulls
    felt, supported, funded = common
    paid = money * o.self_interest
    total = mission + results + trust + fairness + belonging + support + peers + paid
    pull = mission * o.mission_fit + results * felt * o.recognition + trust * o.trusting
    pull += fairness * 0.5 * (o.voice + o.recognition) + belonging * o.belonging
    pull += support * supported + peers * o.peers + paid * funded
    return min(1.0, pull / total) if total > 0.0 else -1.0


@part
def what_holds_back(s, p):
    """Return the weights of what holds back and, of each, what is the same for all."""
    q, on = p.motivation, p.mechanisms
    fatigue = q.fatigue if on.held_by_fatigue else 0.0
    talk = q.talk if on.held_by_talk else 0.0
    hassle = q.hassle if on.held_by_hassle else 0.0
    unmet = q.unmet if on.held_by_unmet else 0.0
    return fatigue, talk, hassle, unmet, (results_felt(s, p), s.partnership[0].funding)


@part
def held_back(o, drags):
    """Return the weighted mean of what holds an organisation back."""
    fatigue, talk, hassle, unmet, common = drags
    felt, funded = common
    total = fatigue + talk + hassle + unmet
    got = 0.5 * (felt * o.recognition + funded)
    drag = fatigue * o.fatigue + talk * o.talk + hassle * o.hassle + unmet * o.self_interest * (1.0 - got)
    return min(1.0, drag / total) if total > 0.0 else 0.0
