"""What each partner would answer of the six conditions of action in partnership: A (strongest), B or C, from the state.

The conditions are those of the Outil diagnostique de l'action en partenariat (Bilodeau et al. 2014, CACIS). The tool
asks people; here a score from 0 to 1 stands for what a partner sees and lives, told in ``measures.CONDITIONS``
and argued in ``docs/odd.md``. Scores and cut-offs are our convention, not the tool's.
"""

import math

from entente.sim.engine.compilation import part
from entente.sim.engine.simd import total
from entente.sim.model.measures import CONDITIONS
from entente.sim.rules.common import HEARD, is_partner
from entente.sim.state import ACTIVE

COVERAGE, EARLY, NEGOTIATION, STRATEGIC, EQUAL, TOGETHER = range(len(CONDITIONS))
STRONG, MODERATE = 2.0 / 3.0, 1.0 / 3.0  # scores from which a partner would answer A, and B: thirds, our convention


@part
def diagnose(s, inputs):
    """Let every partner answer for the six conditions, and count the answers."""
    w = s.partnership[0]
    covered, centre, quiet = coverage(s, inputs), w.centre, 1.0 - w.controversy
    strategic, strongest, members = actors(s)
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        there = min(1.0, o.presence / HEARD)
        shared = max(0.0, 1.0 - 2.0 * abs(o.framing - centre))
        heard = min(1.0, o.voice / strongest) if strongest > 0.0 else 1.0
        asked = is_partner(o)
        o.coverage = answer(asked, covered * (0.5 + 0.5 * o.information))
        o.early_involvement = answer(asked, (1.0 - o.entry) * there)
        o.negotiation = answer(asked, o.voice)
        o.strategic_actors = answer(asked, 0.5 * (strategic + o.peers))
        o.equal_power = answer(asked, 0.5 * (heard + o.recognition))
        o.co_construction = answer(asked, (shared + quiet + o.trusting) / 3.0)
    count_answers(s, max(1.0, members))


@part
def answer(asked, score):
    """Turn a score into an answer (2: A, 1: B, 0: C), which only partners give."""
    given = 2.0 if score >= STRONG else 1.0 if score >= MODERATE else 0.0
    return given if asked else math.nan


@part
def count_answers(s, members):
    """Count, of each condition, which share of the partners answers what."""
    for given in range(s.answers.shape[1]):
        first = second = third = fourth = fifth = sixth = 0
        for i in range(len(s.organisation)):
            o = s.organisation[i]
            first += o.coverage == given
            second += o.early_involvement == given
            third += o.negotiation == given
            fourth += o.strategic_actors == given
            fifth += o.equal_power == given
            sixth += o.co_construction == given
        s.answers[COVERAGE, given], s.answers[EARLY, given] = first / members, second / members
        s.answers[NEGOTIATION, given], s.answers[STRATEGIC, given] = third / members, fourth / members
        s.answers[EQUAL, given], s.answers[TOGETHER, given] = fifth / members, sixth / members


@part
def coverage(s, inputs):
    """Return the share of the kinds of expertise called on, and of the populations, that active partners bring."""
    expertise, populations = 0, 0
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        if o.standing == ACTIVE:
            expertise |= o.expertise
            populations |= o.populations if o.populations != 0 else inputs.populations
    wanted = ones(inputs.expertise) + ones(inputs.populations)
    return (ones(expertise & inputs.expertise) + ones(populations)) / wanted if wanted > 0 else 1.0


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
    partner, given, power = s.vector[4], s.vector[0], s.vector[1]
    strongest, active, members = 0.0, 0, total(partner)
    for i in range(len(s.organisation)):
        o = s.organisation[i]
        given[i] = partner[i] * o.mobilisation
        power[i] = given[i] * o.decision_power
        active += o.standing == ACTIVE
        strongest = max(strongest, partner[i] * o.voice)
    moved = total(given)
    engaged = total(power) / moved * active / members if moved > 0.0 else 0.0
    return engaged, strongest, members
