"""Talk outside of meetings: partners who know and trust one another meet anyway, and pass on what they know."""

from entente.sim.engine.compilation import part, part_without_overlap
from entente.sim.rules import rows
from entente.sim.rules.common import mark_partners, share_covered
from entente.sim.rules.ties import trusted_and_trusting

TALK_EVERY = 4  # weeks: the talk of so many is counted at once, since going through all pairs takes time


@part
def talk_informally(state, talk):
    """Add the contacts of some weeks of talk, and let what some know reach those who hear of it less.

    Args:
        state: of the run.
        talk: contacts between partners who know and trust one another fully.
    """
    partner, known = state.scratch[rows.PARTNER], state.scratch[rows.KNOWN_BY]
    heard, talked = state.scratch[rows.HEARD_OF], state.scratch[rows.TALKED]
    mark_partners(state, partner)
    for i in range(len(state.organisation)):
        known[i] = state.organisation[i].information
        heard[i] = talked[i] = 0.0
    for row in range(len(state.organisation)):
        if partner[row] == 1.0:
            state.met[row] = True
            add_talk(
                state.who, row, talk, partner, known, state.acquaintance, state.personal, state.contact, heard, talked
            )
    for i in range(len(state.organisation)):
        org = state.organisation[i]
        if talked[i] > 0.0:
            org.information += share_covered(talked[i]) * max(0.0, heard[i] / talked[i] - org.information)


@part_without_overlap
def add_talk(who, row, talk, partner, known, acquaintance, personal, contact, heard, talked):
    """Add the talk along the ties of one row."""
    for slot in range(contact.shape[1]):
        j, i = trusted_and_trusting(who, row, slot)
        each = talk * partner[j] * partner[i] * acquaintance[row, slot] * personal[row, slot]
        contact[row, slot] += each
        talked[i] += each
        heard[i] += each * known[j]
