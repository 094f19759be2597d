"""What each partner would answer of the six conditions of action in partnership: A (strongest), B or C, from the state.

The conditions are those of the Outil diagnostique de l'action en partenariat (Bilodeau et al. 2014, CACIS). The tool
asks people; here a score from 0 to 1 stands for what a partner sees and lives, told in ``sim.measures.CONDITIONS``
and argued in ``docs/odd.md``. Scores and cut-offs are our convention, not the tool's.
"""

import math

from sim.compiled import part
from sim.measures import CONDITIONS
from sim.rules.common import HEARD, is_partner
from sim.state import ACTIVE

COVERAGE, EARLY, NEGOTIATION, STRATEGIC, EQUAL, TOGETHER = range(len(CONDITIONS))
STRONG, MODERATE = 2.0 / 3.0, 1.0 / 3.0  # scores from which a partner would answer A, and B: thirds, our convention


@part
def diagnose(s, plan):
    """Let every partner answer for the six conditions, and count the answers."""
    s.answers[:] = 0.0
    w = s.partnership[0]
    covered = coverage(s, plan)
    strategic, strongest, members = actors(s)
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        if not is_partner(o):
            o.coverage = o.early_involvement = o.negotiation = math.nan
            o.strategic_actors = o.equal_power = o.co_construction = math.nan
            continue
        there = min(1.0, o.presence / HEARD)
        shared = max(0.0, 1.0 - 2.0 * abs(o.framing - w.centre))
        heard = min(1.0, o.voice / strongest) if strongest > 0.0 else 1.0
        o.coverage = answer(s, COVERAGE, covered * (0.5 + 0.5 * o.information))
        o.early_involvement = answer(s, EARLY, (1.0 - o.entry) * there)
        o.negotiation = answer(s, NEGOTIATION, o.voice)
        o.strategic_actors = answer(s, STRATEGIC, 0.5 * (strategic + o.peers))
        o.equal_power = answer(s, EQUAL, 0.5 * (heard + o.recognition))
        o.co_construction = answer(s, TOGETHER, (shared + 1.0 - w.controversy + o.trusting) / 3.0)
    for condition in range(s.answers.shape[0]):
        for given in range(s.answers.shape[1]):
            s.answers[condition, given] /= max(1, members)


@part
def answer(s, condition, score):
    """Turn a score into an answer (2: A, 1: B, 0: C) and count it."""
    given = int(score >= MODERATE) + int(score >= STRONG)
    s.answers[condition, given] += 1.0
    return float(given)


@part
def coverage(s, plan):
    """Return the share of the kinds of expertise called on, and of the populations, that active partners bring."""
    expertise, populations = 0, 0
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        if o.standing == ACTIVE:
            expertise |= o.expertise
            populations |= o.populations if o.populations != 0 else plan.populations
    wanted = ones(plan.expertise) + ones(plan.populations)
    return (ones(expertise & plan.expertise) + ones(populations)) / wanted if wanted > 0 else 1.0


@part
def ones(mask):
    """Count the members of a set kept as bits."""
    count = 0
    while mask > 0:
        count += mask & 1
        mask >>= 1
    return count


@part
def actors(s):
    """Return how far those who can decide are engaged, the strongest voice of a partner, and how many partners."""
    power, given, strongest, active, members = 0.0, 0.0, 0.0, 0, 0
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        if is_partner(o):
            members += 1
            active += o.standing == ACTIVE
            power += o.decision_power * o.mobilisation
            given += o.mobilisation
            strongest = max(strongest, o.voice)
    engaged = power / given * active / members if given > 0.0 else 0.0
    return engaged, strongest, members
