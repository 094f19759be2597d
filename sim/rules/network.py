"""The network of trust: who trusts whom both ways, how centred it is, and what is left without its hub.

Who trusts whom is kept as bits, of which a processor takes 64 at a time; counts are whole, whatever their order.
"""

import numpy as np

from entente.sim.engine.compilation import part, part_without_overlap
from entente.sim.engine.simd import total
from entente.sim.records import WORD
from entente.sim.rules import rows
from entente.sim.rules.ties import find_tie

TRUSTING_FROM = 0.5  # acting trust from which one trusts
NO_BITS, ONE_BIT = np.uint64(0), np.uint64(1)
SWAPS = (  # steps in which a square of bits is turned: how far apart the bits to swap are, and half of them
    (np.uint64(32), np.uint64(0x00000000FFFFFFFF)),
    (np.uint64(16), np.uint64(0x0000FFFF0000FFFF)),
    (np.uint64(8), np.uint64(0x00FF00FF00FF00FF)),
    (np.uint64(4), np.uint64(0x0F0F0F0F0F0F0F0F)),
    (np.uint64(2), np.uint64(0x3333333333333333)),
    (np.uint64(1), np.uint64(0x5555555555555555)),
)


@part
def observe_network(state, row, partner):
    """Write reciprocity, centralisation and fragmentation."""
    n = len(state.organisation)
    ties = state.scratch[rows.TIES][:n]
    find_mutual(state.who, state)
    trusts = count_ties(state.trusting, ties)
    mutual = count_ties(state.mutual, ties)
    row.reciprocity = mutual / (2.0 * trusts - mutual) if trusts > 0.0 else 0.0
    members, hub, most = total(partner[:n]), 0, 0.0
    for i in range(n):
        if ties[i] > most:
            hub, most = i, ties[i]
    row.centralisation = row.fragmentation = 0.0
    if members > 2.0:
        possible = (members - 1.0) * (members - 2.0)
        row.centralisation = (members * most - mutual) / possible
        row.fragmentation = 1.0 - count_linked(state, ties, hub) / possible


@part
def find_mutual(who, state):
    """Mark the ties of trust that are mutual, among all ties of trust."""
    if who.ndim == 1:
        intersect_with_transpose(state)
    else:
        for row in range(who.shape[0]):
            for word in range(len(state.trusting)):
                state.mutual[word, row] = NO_BITS
            for slot in range(who.shape[1]):
                if is_marked(state.trusting, row, slot):
                    there, back = find_tie(who, who[row, slot], row)
                    if back >= 0 and is_marked(state.trusting, there, back):
                        state.mutual[slot // WORD, row] |= ONE_BIT << np.uint64(slot % WORD)


@part
def intersect_with_transpose(state):
    """Intersect who trusts whom with who is trusted by whom, square by square of 64 bits."""
    square = state.sets
    for across in range(len(state.trusting)):
        for down in range(len(state.trusting)):
            for k in range(WORD):
                square[0, k] = state.trusting[down, WORD * across + k]
            transpose(square)
            for k in range(WORD):
                state.mutual[across, WORD * down + k] = state.trusting[across, WORD * down + k] & square[0, k]


@part
def transpose(square):
    """Transpose 64 words of 64 bits, in six steps, each of which swaps two quarters of smaller squares.

    Each step takes the rows from both halves in turn, so that six of them bring every row back to its place (Stone
    1971, doi 10.1109/T-C.1971.223205).
    """
    for step in range(0, 6, 2):
        swap_bits(square[0], square[1], SWAPS[step][0], SWAPS[step][1])
        swap_bits(square[1], square[0], SWAPS[step + 1][0], SWAPS[step + 1][1])


@part
def swap_bits(words, out, apart, half):
    """Swap the high bits of the upper rows with the low bits of the lower ones, and take rows of both in turn."""
    for k in range(WORD // 2):
        upper, lower = words[k], words[k + WORD // 2]
        differ = ((upper >> apart) ^ lower) & half
        out[2 * k] = upper ^ (differ << apart)
        out[2 * k + 1] = lower ^ differ


@part
def is_marked(marks, row, slot):
    """Tell whether a slot is marked."""
    return (marks[slot // WORD, row] >> np.uint64(slot % WORD)) & ONE_BIT == ONE_BIT


@part_without_overlap
def count_ties(marks, ties):
    """Count the marks of each organisation; return how many there are in all."""
    ties[:] = 0.0
    for word in range(marks.shape[0]):
        for i in range(len(ties)):
            ties[i] += count_bits(marks[word, i])
    return total(ties)


@part
def count_bits(word):
    """Count the bits of a word: of every two, then of every four, and so on (Warren 2013, Hacker's Delight, 5-1)."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    word += word >> np.uint64(8)
    word += word >> np.uint64(16)
    word += word >> np.uint64(32)
    return np.int64(word & np.uint64(0x7F))


@part
def count_linked(state, ties, hub):
    """Return how many ordered pairs of partners are linked by a path of ties, without the hub."""
    words = (len(state.organisation) + WORD - 1) // WORD
    left, found, pairs, count = state.sets[0, :words], state.sets[1, :words], 0.0, 0
    for word in range(words):
        left[word], found[word] = with_ties(ties[WORD * word :], hub - WORD * word), NO_BITS
        count += count_bits(left[word])
    while count > 0:
        one, size = pop_first(left), 1
        while one >= 0 and size < count:
            size += move_neighbours(state.who, state, one, left, found)
            one = pop_first(found)
        pairs += size * (size - 1.0)
        count -= size
    return pairs


@part
def with_ties(ties, hub):
    """Return the set of those of up to 64 organisations that have ties, without the hub."""
    bits = NO_BITS
    for i in range(min(WORD, len(ties))):
        bits |= np.uint64(ties[i] > 0.0) << np.uint64(i)
    return bits & ~(ONE_BIT << np.uint64(hub)) if 0 <= hub < WORD else bits


@part
def move_neighbours(who, state, one, left, found):
    """Move the neighbours of an organisation from those left to those found; return how many there are."""
    count = 0
    if who.ndim == 1:
        for word in range(len(left)):
            new = state.mutual[word, one] & left[word]
            left[word] ^= new
            found[word] |= new
            count += count_bits(new)
        return count
    for slot in range(who.shape[1]):
        if is_marked(state.mutual, one, slot):
            word, bit = who[one, slot] // WORD, ONE_BIT << np.uint64(who[one, slot] % WORD)
            if left[word] & bit != NO_BITS:
                left[word] ^= bit
                found[word] |= bit
                count += 1
    return count


@part
def pop_first(words):
    """Take the first member out of a set kept as bits, and return it; -1 when the set is empty."""
    for k in range(len(words)):
        if words[k] != NO_BITS:
            lowest = words[k] & ~(words[k] - ONE_BIT)
            words[k] ^= lowest
            return WORD * k + count_bits(lowest - ONE_BIT)
    return -1
