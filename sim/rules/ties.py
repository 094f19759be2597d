"""Ties: the pairs of organisations between which trust is kept, and how to find them.

Up to ``sim.inputs.ALL_TIES_UP_TO`` organisations everybody keeps trust in everybody: row j, slot i holds the trust of i
in j, so that inner loops run over those who trust. Beyond, row i holds the few others in whom organisation i keeps
trust, ``state.who[i]`` names them, and a new tie replaces the weakest; in everyone else i has the trust one has in a
stranger, one number for all. The rules are the same: they go through rows and slots, and ask ``trusted_and_trusting``
who is who. How many dimensions ``who`` has is known when the rules are compiled, so that neither way costs the other.
"""

import numpy as np

from entente.sim.chance import RING_BLOCK, TIE_BLOCK, philox, uniform
from entente.sim.derived import STRANGER
from entente.sim.engine.compilation import part
from entente.sim.rules import rows

ZERO = np.uint64(0)
ROUNDING = 1e-9  # contacts, or a sum of trusts, under which only rounding is left


@part
def trusted_and_trusting(who, row, slot):
    """Return who is trusted and who trusts, in one slot of a row."""
    if who.ndim == 1:
        return row, slot
    return who[row, slot], row


@part
def other_end(who, row, slot):
    """Return, of the two organisations of a slot, the one that its row does not belong to."""
    return slot if who.ndim == 1 else who[row, slot]


@part
def may_have_weight(who, weight, row):
    """Tell whether any organisation trusted in a row may have a weight: with all ties kept, only that of the row."""
    return who.ndim == 2 or weight[row] != 0.0


@part
def above_strangers(who, trust, stranger, weight):
    """Return by how much a trust is above that in a stranger, weighted.

    Where all ties are kept nobody is a stranger, and the same slot of every row belongs to one organisation:
    ``weight_sums`` then weights the sum of the slot, once.
    """
    return trust if who.ndim == 1 else weight * (trust - stranger)


@part
def weight_sums(who, weight, sums):
    """Weight sums of trusts, slot by slot, where ``above_strangers`` has not."""
    if who.ndim == 1:
        for i in range(len(sums)):
            sums[i] *= weight[i]


@part
def find_tie(who, i, j):
    """Return the row and slot of the trust of i in j; slot -1 when i keeps none."""
    if who.ndim == 1:
        return j, i
    for slot in range(who.shape[1]):
        if who[i, slot] == j:
            return i, slot
    return i, -1


@part
def add_contact(state, i, j, contact):
    """Add a contact of i with j this week; with a stranger, a tie begins."""
    row, slot = find_tie(state.who, i, j)
    if slot < 0:
        slot = weakest_tie(state.who, state, i)
        begin_tie(state.who, state, i, slot, j)
    state.contact[row, slot] += contact
    state.met[row] = True


@part
def weakest_tie(who, state, i):
    """Return the slot of the weakest tie of i: least firm, then least long-standing, then least trusting."""
    if who.ndim == 1:
        return -1
    best = 0
    for slot in range(1, who.shape[1]):
        if is_weaker(state, i, slot, best):
            best = slot
    return best


@part
def is_weaker(state, i, slot, other):
    """Tell whether one tie of i is weaker than another."""
    own, others = firmness(state, i, slot), firmness(state, i, other)
    if own != others:
        return own < others
    if state.acquaintance[i, slot] != state.acquaintance[i, other]:
        return state.acquaintance[i, slot] < state.acquaintance[i, other]
    return state.personal[i, slot] < state.personal[i, other]


@part
def firmness(state, i, slot):
    """Return how firm a tie of i is: 3 with the lead, 2 if begun this week, 1 if met this week, 0 otherwise."""
    if state.who[i, slot] == state.partnership[0].lead:
        return 3
    if state.contact[i, slot] > 0.0:
        return 1 if state.acquaintance[i, slot] > 0.0 else 2
    return 0


@part
def begin_tie(who, state, i, slot, j):
    """Let i keep trust in j, beginning with that in a stranger; whoever had the slot becomes a stranger.

    Trust in strangers takes in the trust that is given up, as that in one stranger among all. The contact of the week
    stays with the slot: a contact counts the same, whoever it is with.
    """
    if who.ndim == 1:
        return
    partnership, n = state.partnership[0], len(state.organisation)
    strangers = n * (n - 1.0 - who.shape[1])
    personal, institutional = state.personal[i, slot], state.institutional[i, slot]
    who[i, slot] = j
    state.personal[i, slot], state.institutional[i, slot] = partnership.stranger, partnership.stranger_regard
    state.acquaintance[i, slot] = 0.0
    partnership.stranger += (personal - partnership.stranger) / strangers
    partnership.stranger_regard += (institutional - partnership.stranger_regard) / strangers


@part
def let_all_know(who, state, j):
    """Let everybody keep trust in j: whoever leads is known to all."""
    if who.ndim == 1:
        return
    for i in range(len(state.organisation)):
        if i != j and find_tie(who, i, j)[1] < 0:
            begin_tie(who, state, i, weakest_tie(who, state, i), j)


@part
def loosen_ties(who, state, i, kept, floor):
    """Keep only a share of what ties organisation i to others, both ways; few ties wait for ``settle_lost_ties``.

    Trust goes back toward ``floor``: nothing, or the trust that one has in a stranger.
    """
    if who.ndim == 1:
        for j in range(len(state.organisation)):
            if i != j:
                state.personal[i, j] = floor + (state.personal[i, j] - floor) * kept
                state.personal[j, i] = floor + (state.personal[j, i] - floor) * kept
            state.acquaintance[i, j] *= kept
            state.acquaintance[j, i] *= kept
    else:
        state.organisation[i].ties_kept *= kept
        state.partnership[0].ties_lost = 1


@part
def settle_lost_ties(who, state, floor):
    """Where few ties are kept, apply in one pass the losses that ``loosen_ties`` put off; strangers lose the mean."""
    if who.ndim == 1 or state.partnership[0].ties_lost == 0:
        return
    mean = 0.0
    for i in range(who.shape[0]):
        mean += state.organisation[i].ties_kept / who.shape[0]
    partnership = state.partnership[0]
    partnership.stranger = floor + (partnership.stranger - floor) * (mean * mean)
    for row in range(who.shape[0]):
        for slot in range(who.shape[1]):
            j, i = trusted_and_trusting(who, row, slot)
            kept = state.organisation[j].ties_kept * state.organisation[i].ties_kept
            state.personal[row, slot] = floor + (state.personal[row, slot] - floor) * kept
            state.acquaintance[row, slot] *= kept
    for i in range(who.shape[0]):
        state.organisation[i].ties_kept = 1.0
    state.partnership[0].ties_lost = 0


@part
def draw_ties(state, inputs, params, run):
    """Draw who knows whom at the start: a share of all pairs; everybody knows the lead."""
    n = len(state.organisation)
    slots = min(n, state.personal.shape[1])
    partnership, drawn = state.partnership[0], state.scratch[rows.CHANCE_OF_TIE, :slots]
    first = mean_first_trust(params, n - 1.0, slots) if state.who.ndim == 2 else 0.0
    partnership.stranger = partnership.stranger_regard = first
    choose_ties(state.who, state, run)
    reach = params.partners.density * max(1.0, (n - 1.0) / slots)
    for i in range(n):
        state.organisation[i].ties_kept = 1.0
    state.personal[:] = state.institutional[:] = state.acquaintance[:] = 0.0
    for row in range(n):
        draw_numbers_of_ties(state.who, inputs.keys.organisation, row, drawn, run)
        for slot in range(slots):
            j, i = trusted_and_trusting(state.who, row, slot)
            known = drawn[slot] < reach or i == partnership.lead or j == partnership.lead
            trust = params.partners.trust * (1.0 if known else STRANGER)
            state.personal[row, slot] = state.institutional[row, slot] = trust if i != j else 0.0
            state.acquaintance[row, slot] = 0.5 if known and i != j else 0.0


@part
def draw_numbers_of_ties(who, names, row, drawn, run):
    """Draw a number for each tie of a row, by the names of its two ends: the same seen from either."""
    for slot in range(len(drawn)):
        j, i = trusted_and_trusting(who, row, slot)
        low, high = names[0, i] ^ names[0, j], names[1, i] ^ names[1, j]
        drawn[slot] = uniform(philox(low, TIE_BLOCK, high, names[0, i] & names[0, j], run[0], run[1])[0])


@part
def mean_first_trust(params, others, slots):
    """Return the mean first trust in those with whom no tie is kept: some are known, if more are than ties are kept."""
    known = max(0.0, params.partners.density * others - slots) / max(1.0, others - slots)
    return params.partners.trust * (known + (1.0 - known) * STRANGER)


@part
def choose_ties(who, state, run):
    """Choose with whom each organisation keeps ties at first: the lead, then those at some distances on a ring.

    The distances are drawn, and the same for all, so that ties are kept by both ends.
    """
    if who.ndim == 1:
        return
    n, slots = who.shape
    tried = min(n // 2, slots // 2 + 2)  # two at each distance, except the lead and who is right opposite
    draw_distances(state.lists[rows.STEPS], n // 2, tried, run)
    for i in range(n):
        fill_ties(who, i, state.lists[rows.STEPS, :tried], state.partnership[0].lead)


@part
def draw_distances(steps, half, drawn, run):
    """Draw ``drawn`` distances among those from 1 to ``half``, each once, at the head of ``steps``."""
    for m in range(half):
        steps[m] = m + 1
    for m in range(drawn):
        other = m + int(uniform(philox(np.uint64(m), RING_BLOCK, ZERO, ZERO, run[0], run[1])[0]) * (half - m))
        steps[m], steps[other] = steps[other], steps[m]


@part
def fill_ties(who, i, steps, lead):
    """Fill the slots of organisation i: the lead first, then its neighbours on both sides of the ring."""
    n, slots = who.shape
    filled = 0
    if i != lead:
        who[i, 0], filled = lead, 1
    for step in steps:
        for j in ((i + step) % n, (i - step) % n):
            if filled < slots and j != lead and (filled == 0 or who[i, filled - 1] != j):
                who[i, filled] = j
                filled += 1
