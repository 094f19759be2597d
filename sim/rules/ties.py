"""Ties: the pairs of organisations between which trust is kept, and the way through them.

Up to ``sim.inputs.ALL_KNOWN`` organisations everybody keeps trust in everybody: row j, slot i holds that of i in j, so
that inner loops run over those who trust and sums keep one order on every processor. Beyond, row i holds the few
others in whom organisation i keeps trust, ``s.who[i]`` says whom, and a new tie replaces the weakest; in everyone
else it has the trust one has in a stranger, one number for all. The rules are the same: they go through rows and
slots, and ask ``ends`` who is who. How many dimensions ``who`` has is known when the rules are compiled.
"""

import math

import numpy as np

from entente.sim.chance import RING, TIE, philox, uniform
from entente.sim.engine.compilation import part

ZERO = np.uint64(0)
KEPT = 6  # row of the room for sums that holds the share kept of each organisation's ties
TRACE = 1e-9  # contacts under which nothing is left but rounding
ENCOUNTERS = 8  # others that one goes to in one gathering; as many come
STRANGER = 0.5  # trust in an organisation one does not know, against one that one knows


@part
def ends(who, row, slot):
    """Return who is trusted and who trusts, in one slot of a row."""
    if who.ndim == 1:
        return row, slot
    return who[row, slot], row


@part
def other(who, row, slot):
    """Return, of the two in a slot, the one whose row it is not."""
    return slot if who.ndim == 1 else who[row, slot]


@part
def has_weight(who, weight, row):
    """Tell whether anybody who is trusted in a row may have a weight: where all is kept, whose row it is."""
    return who.ndim == 2 or weight[row] != 0.0


@part
def over(who, trust, stranger, weight):
    """Return what a trust is over that in a stranger, weighed.

    Where everybody keeps ties with everybody nobody is a stranger, and all in the same slot of rows are of one
    organisation: ``leave_out`` weighs their sum, once.
    """
    return trust if who.ndim == 1 else weight * (trust - stranger)


@part
def leave_out(who, weight, sums):
    """Weigh sums of trusts, slot by slot, where ``over`` has not."""
    if who.ndim == 1:
        for i in range(len(sums)):
            sums[i] *= weight[i]


@part
def place(who, i, j):
    """Return the row and slot of the trust of i in j; slot -1 when i keeps none."""
    if who.ndim == 1:
        return j, i
    for slot in range(who.shape[1]):
        if who[i, slot] == j:
            return i, slot
    return i, -1


@part
def touch(s, i, j, contact):
    """Add a contact to what i sees of j this week; who meets a stranger begins a tie."""
    row, slot = place(s.who, i, j)
    if slot < 0:
        slot = weakest(s.who, s, i)
        begin(s.who, s, i, slot, j)
    s.contact[row, slot] += contact
    s.met[row] = True


@part
def weakest(who, s, i):
    """Return the slot of the weakest tie of i: least firm, then least long-standing, then least trusting."""
    if who.ndim == 1:
        return -1
    best = 0
    for slot in range(1, who.shape[1]):
        if weaker(s, i, slot, best):
            best = slot
    return best


@part
def weaker(s, i, slot, other):
    """Tell whether one tie of i is weaker than another."""
    bond, other_bond = bound(s, i, slot), bound(s, i, other)
    if bond != other_bond:
        return bond < other_bond
    if s.acquaintance[i, slot] != s.acquaintance[i, other]:
        return s.acquaintance[i, slot] < s.acquaintance[i, other]
    return s.personal[i, slot] < s.personal[i, other]


@part
def bound(s, i, slot):
    """Return how firm a tie of i is: 0, 1 with who was met this week, 2 if the tie is of this week, 3 with the lead."""
    if s.who[i, slot] == s.partnership[0].lead:
        return 3
    if s.contact[i, slot] > 0.0:
        return 1 if s.acquaintance[i, slot] > 0.0 else 2
    return 0


@part
def begin(who, s, i, slot, j):
    """Let i keep trust in j, at first that in a stranger; who had the slot is one again, and counts in that trust.

    Contact of the week stays with the slot: no less is met for being met with somebody else.
    """
    if who.ndim == 1:
        return
    w, n = s.partnership[0], len(s.organisation)
    strangers = n * (n - 1.0 - who.shape[1])
    personal, institutional = s.personal[i, slot], s.institutional[i, slot]
    who[i, slot] = j
    s.personal[i, slot], s.institutional[i, slot], s.acquaintance[i, slot] = w.stranger, w.stranger_regard, 0.0
    w.stranger += (personal - w.stranger) / strangers
    w.stranger_regard += (institutional - w.stranger_regard) / strangers


@part
def acquaint(who, s, j):
    """Let everybody keep trust in j: who leads is known to all."""
    if who.ndim == 1:
        return
    for i in range(len(s.organisation)):
        if i != j and place(who, i, j)[1] < 0:
            begin(who, s, i, weakest(who, s, i), j)


@part
def loosen(who, s, i, kept):
    """Keep a share of what links organisation i to others, both ways."""
    if who.ndim == 1:
        for j in range(len(s.organisation)):
            s.personal[i, j] *= kept
            s.personal[j, i] *= kept
            s.acquaintance[i, j] *= kept
            s.acquaintance[j, i] *= kept
    else:
        s.vector[KEPT, i] *= kept
        s.partnership[0].loosened = 1


@part
def settle_losses(who, s):
    """Let what ``loosen`` said of few-tied organisations be so, in one pass over all ties; strangers lose the mean."""
    if who.ndim == 1 or s.partnership[0].loosened == 0:
        return
    mean = 0.0
    for i in range(who.shape[0]):
        mean += s.vector[KEPT, i] / who.shape[0]
    s.partnership[0].stranger *= mean * mean
    for row in range(who.shape[0]):
        for slot in range(who.shape[1]):
            j, i = ends(who, row, slot)
            kept = s.vector[KEPT, j] * s.vector[KEPT, i]
            s.personal[row, slot] *= kept
            s.acquaintance[row, slot] *= kept
    s.vector[KEPT] = 1.0
    s.partnership[0].loosened = 0


@part
def tie(s, inputs, p, run):
    """Draw who knows whom at the start: a share of all pairs, and everyone knows the lead."""
    n = len(s.organisation)
    slots = min(n, s.personal.shape[1])
    w, names, luck = s.partnership[0], inputs.keys.organisation, s.vector[0]
    w.stranger = w.stranger_regard = first_trust(p, n - 1.0, slots) if s.who.ndim == 2 else 0.0
    choose(s.who, s, run)
    reach = p.partners.density * max(1.0, (n - 1.0) / slots)
    s.vector[KEPT] = 1.0
    s.personal[:] = s.institutional[:] = s.acquaintance[:] = 0.0
    for row in range(n):
        for slot in range(slots):
            j, i = ends(s.who, row, slot)
            low, high = names[0, i] ^ names[0, j], names[1, i] ^ names[1, j]
            luck[slot] = uniform(philox(low, TIE, high, names[0, i] & names[0, j], run[0], run[1])[0])
        for slot in range(slots):
            j, i = ends(s.who, row, slot)
            known = luck[slot] < reach or i == w.lead or j == w.lead
            trust = p.partners.trust * (1.0 if known else STRANGER)
            s.personal[row, slot] = s.institutional[row, slot] = trust if i != j else 0.0
            s.acquaintance[row, slot] = 0.5 if known and i != j else 0.0


@part
def first_trust(p, others, slots):
    """Return the mean trust, at first, in those of the others who are not kept: known only when too many are."""
    known = max(0.0, p.partners.density * others - slots) / max(1.0, others - slots)
    return p.partners.trust * (known + (1.0 - known) * STRANGER)


@part
def choose(who, s, run):
    """Choose in whom each organisation keeps trust at first: who leads, then those at a few distances on a ring.

    The distances are drawn, the same for all, so that who keeps another is kept by it.
    """
    if who.ndim == 1:
        return
    n, slots = who.shape
    lead, steps = s.partnership[0].lead, s.row[0]
    half = n // 2
    tried = min(half, slots // 2 + 2)  # two at each distance, but for the lead and who is right opposite
    for m in range(half):
        steps[m] = m + 1
    for m in range(tried):
        other = m + int(uniform(philox(np.uint64(m), RING, ZERO, ZERO, run[0], run[1])[0]) * (half - m))
        steps[m], steps[other] = steps[other], steps[m]
    for i in range(n):
        filled = 0
        if i != lead:
            who[i, 0], filled = lead, 1
        for m in range(tried):
            for j in ((i + steps[m]) % n, (i - steps[m]) % n):
                if filled < slots and j != lead and (filled == 0 or who[i, filled - 1] != j):
                    who[i, filled] = j
                    filled += 1


@part
def encounter(who, s, there, present, luck):
    """Let those who came to a large gathering meet others by chance: with what their ties leave of their contacts.

    Where everybody keeps trust in everybody all contacts are with ties, and nothing is left. ``vector[1..3]`` hold
    what a contact is worth with anyone and, on top, with a neighbour, and where everyone comes from.
    """
    if who.ndim == 1:
        return
    wide, near, home = s.vector[1], s.vector[2], s.vector[3]
    list_by_place(s, there, home)
    for i in range(len(s.organisation)):
        if there[i] == 0.0:
            continue
        around = present if home[i] < 0.0 else s.place[0, int(home[i])] + s.place[0, -1]
        anyone = there[i] * wide[i] * (present - there[i])
        left = anyone + there[i] * near[i] * (around - there[i])
        by_chance = anyone / left if home[i] >= 0.0 and left > 0.0 else 1.0  # who serves all places is near to all
        for slot in range(who.shape[1]):
            j = who[i, slot]
            close = home[i] == home[j] or home[i] < 0.0 or home[j] < 0.0
            left -= (wide[i] + (near[i] if close else 0.0)) * there[i] * there[j]
        if left > TRACE:
            meetings = min(ENCOUNTERS, math.ceil(0.5 * left))  # as many come to it as it goes to
            for e in range(meetings):
                j = someone(s, home[i], luck[e // 4, e % 4, i], by_chance)
                if j != i:
                    touch(s, i, j, 0.5 * left / meetings)
                    touch(s, j, i, 0.5 * left / meetings)


@part
def list_by_place(s, there, home):
    """List in ``row[0]`` those who came, territory by territory; ``place[1]`` says where each begins."""
    first, listed = s.place[1], s.row[0]
    first[:] = 0.0
    for i in range(len(there)):
        first[int(home[i])] += there[i] > 0.0
    count = 0.0
    for t in range(len(first)):
        first[t], count = count, count + first[t]
    for i in range(len(there)):
        if there[i] > 0.0:
            listed[int(first[int(home[i])])] = i
            first[int(home[i])] += 1.0
    for t in range(len(first) - 1, 0, -1):
        first[t] = first[t - 1]
    first[0] = 0.0
    s.row[1, 0] = int(count)


@part
def someone(s, home, luck, by_chance):
    """Choose one of those who came: anyone, or someone of the same territory or of all of them."""
    listed, count, first = s.row[0], s.row[1, 0], s.place[1]
    everywhere = int(first[-1])
    if luck < by_chance:
        return listed[int(luck / by_chance * count)]
    start, stop = int(first[int(home)]), int(first[int(home) + 1])
    pick = int((luck - by_chance) / (1.0 - by_chance) * (stop - start + count - everywhere))
    return listed[start + pick] if pick < stop - start else listed[everywhere + pick - (stop - start)]
