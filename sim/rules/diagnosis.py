"""What each partner would answer on the six conditions of action in partnership: A (strongest), B or C.

The conditions are those of the Outil diagnostique de l'action en partenariat (Bilodeau et al. 2014, CACIS). The tool
asks people; here a score from 0 to 1, computed from the state, stands for what a partner sees and experiences. The
formulas are in ``measures.CONDITIONS`` and argued in ``docs/odd.md``. Scores and cut-offs are our convention, not the
tool's.
"""

import math

from entente.sim.engine.compilation import part
from entente.sim.engine.simd import total
from entente.sim.model.measures import CONDITIONS
from entente.sim.records import ACTIVE
from entente.sim.rules import rows
from entente.sim.rules.common import HEARD, is_partner

COVERAGE, EARLY, NEGOTIATION, STRATEGIC, EQUAL, CO_CONSTRUCTION = range(len(CONDITIONS))
SCORE_A, SCORE_B = 2.0 / 3.0, 1.0 / 3.0  # scores from which a partner would answer A, and B: thirds, our convention


@part
def diagnose(state, inputs, partner):
    """Let every partner answer on the six conditions, and count the answers."""
    partnership, members = state.partnership[0], total(partner)
    covered, centre, quiet = coverage(state, inputs), partnership.centre, 1.0 - partnership.controversy
    strategic, strongest = engagement_of_deciders(state, partner, members), strongest_voice(state, partner)
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        there = min(1.0, org.presence / HEARD)
        shared = max(0.0, 1.0 - 2.0 * abs(org.framing - centre))
        heard = min(1.0, org.voice / strongest) if strongest > 0.0 else 1.0
        asked = is_partner(org)
        org.coverage = answer(asked, covered * (0.5 + 0.5 * org.information))
        org.early_involvement = answer(asked, (1.0 - org.entry) * there)
        org.negotiation = answer(asked, org.voice)
        org.strategic_actors = answer(asked, 0.5 * (strategic + org.peers))
        org.equal_power = answer(asked, 0.5 * (heard + org.recognition))
        org.co_construction = answer(asked, (shared + quiet + org.trusting) / 3.0)
    count_answers(state, max(1.0, members))


@part
def answer(asked, score):
    """Turn a score into an answer (2: A, 1: B, 0: C), which only partners give."""
    given = 2.0 if score >= SCORE_A else 1.0 if score >= SCORE_B else 0.0
    return given if asked else math.nan


@part
def count_answers(state, members):
    """Count, for each condition, the share of the partners that gives each answer."""
    for given in range(state.answers.shape[1]):
        first = second = third = fourth = fifth = sixth = 0
        for i in range(len(state.organisation)):
            org = state.organisation[i]
            first += org.coverage == given
            second += org.early_involvement == given
            third += org.negotiation == given
            fourth += org.strategic_actors == given
            fifth += org.equal_power == given
            sixth += org.co_construction == given
        state.answers[COVERAGE, given], state.answers[EARLY, given] = first / members, second / members
        state.answers[NEGOTIATION, given], state.answers[STRATEGIC, given] = third / members, fourth / members
        state.answers[EQUAL, given], state.answers[CO_CONSTRUCTION, given] = fifth / members, sixth / members


@part
def coverage(state, inputs):
    """Return the share of the kinds of expertise called on, and of the populations, that active partners bring."""
    expertise, populations = 0, 0
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        if org.standing == ACTIVE:
            expertise |= org.expertise
            populations |= org.populations if org.populations != 0 else inputs.populations
    wanted = count_members(inputs.expertise) + count_members(inputs.populations)
    brought = count_members(expertise & inputs.expertise) + count_members(populations)
    return brought / wanted if wanted > 0 else 1.0


@part
def count_members(bits):
    """Count the members of a small set kept as bits."""
    count = 0
    while bits > 0:
        count += bits & 1
        bits >>= 1
    return count


@part
def engagement_of_deciders(state, partner, members):
    """Return how far those who can decide are engaged: their part of the effort, times the share of active partners."""
    effort, power, active = state.scratch[rows.MOVED], state.scratch[rows.DECIDERS], 0
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        effort[i] = partner[i] * org.mobilisation
        power[i] = effort[i] * org.decision_power
        active += org.standing == ACTIVE
    efforts = total(effort)
    return total(power) / efforts * active / members if efforts > 0.0 else 0.0


@part
def strongest_voice(state, partner):
    """Return the strongest voice of a partner."""
    strongest = 0.0
    for i in range(len(state.organisation)):
        strongest = max(strongest, partner[i] * state.organisation[i].voice)
    return strongest
