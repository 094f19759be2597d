"""The network of trust: who trusts whom both ways, how centred it is, and what is left without its hub.

Who trusts whom is kept as bits, which a processor takes 64 at a time; results are whole numbers, whatever the order.
"""

import numpy as np

from entente.sim.engine.compilation import apart, part
from entente.sim.engine.simd import total
from entente.sim.rules.ties import place
from entente.sim.state import BITS

TRUSTING = 0.5  # acting trust from which one trusts
NOTHING, ONE = np.uint64(0), np.uint64(1)
HALVES = (  # of a square of bits to turn: how far apart they are, and one of them
    (np.uint64(32), np.uint64(0x00000000FFFFFFFF)),
    (np.uint64(16), np.uint64(0x0000FFFF0000FFFF)),
    (np.uint64(8), np.uint64(0x00FF00FF00FF00FF)),
    (np.uint64(4), np.uint64(0x0F0F0F0F0F0F0F0F)),
    (np.uint64(2), np.uint64(0x3333333333333333)),
    (np.uint64(1), np.uint64(0x5555555555555555)),
)


@part
def observe_network(s, row):
    """Write reciprocity, centralisation and fragmentation."""
    n = len(s.organisation)
    ties, partner = s.vector[0, :n], s.vector[4, :n]
    keep_mutual(s.who, s)
    trusts = count_ties(s.tie, ties)
    both_ways = count_ties(s.mutual, ties)
    row.reciprocity = both_ways / (2.0 * trusts - both_ways) if trusts > 0.0 else 0.0
    members, hub, most = total(partner), 0, 0.0
    for i in range(n):
        if ties[i] > most:
            hub, most = i, ties[i]
    row.centralisation = row.fragmentation = 0.0
    if members > 2.0:
        possible = (members - 1.0) * (members - 2.0)
        row.centralisation = (members * most - both_ways) / possible
        row.fragmentation = 1.0 - linked(s, ties, hub) / possible


@part
def keep_mutual(who, s):
    """Keep, of the marks of who trusts whom, those of the two who trust each other."""
    if who.ndim == 1:
        square = s.bits
        for across in range(len(s.tie)):
            for down in range(len(s.tie)):
                for k in range(BITS):
                    square[0, k] = s.tie[down, BITS * across + k]
                turn(square)
                for k in range(BITS):
                    s.mutual[across, BITS * down + k] = s.tie[across, BITS * down + k] & square[0, k]
        return
    for row in range(who.shape[0]):
        for word in range(len(s.tie)):
            s.mutual[word, row] = NOTHING
        for slot in range(who.shape[1]):
            if is_marked(s.tie, row, slot):
                there, back = place(who, who[row, slot], row)
                if back >= 0 and is_marked(s.tie, there, back):
                    s.mutual[slot // BITS, row] |= ONE << np.uint64(slot % BITS)


@part
def turn(square):
    """Turn 64 words of 64 bits, so that rows become columns: in six steps, each of which swaps two quarters of squares.

    Each step takes the rows from both halves in turn, so that six of them bring every row back to its place (Stone
    1971, doi 10.1109/T-C.1971.223205).
    """
    for step in range(0, 6, 2):
        swap(square[0], square[1], HALVES[step][0], HALVES[step][1])
        swap(square[1], square[0], HALVES[step + 1][0], HALVES[step + 1][1])


@part
def swap(rows, out, apart, half):
    """Swap the high bits of the upper rows with the low bits of the lower ones, and take rows of both in turn."""
    for k in range(BITS // 2):
        upper, lower = rows[k], rows[k + BITS // 2]
        differ = ((upper >> apart) ^ lower) & half
        out[2 * k] = upper ^ (differ << apart)
        out[2 * k + 1] = lower ^ differ


@part
def is_marked(marks, row, slot):
    """Tell whether a slot is marked."""
    return (marks[slot // BITS, row] >> np.uint64(slot % BITS)) & ONE == ONE


@apart
def count_ties(marks, ties):
    """Count the marks of each organisation; return how many there are in all."""
    ties[:] = 0.0
    for word in range(marks.shape[0]):
        for i in range(len(ties)):
            ties[i] += bits_of(marks[word, i])
    return total(ties)


@part
def bits_of(word):
    """Count the bits of a word: of every two, then of every four, and so on (Warren 2013, Hacker's Delight, 5-1)."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    word += word >> np.uint64(8)
    word += word >> np.uint64(16)
    word += word >> np.uint64(32)
    return np.int64(word & np.uint64(0x7F))


@part
def linked(s, ties, hub):
    """Return how many ordered pairs of partners a path of ties links, without the hub."""
    words = (len(s.organisation) + BITS - 1) // BITS
    left, found, pairs, count = s.bits[0, :words], s.bits[1, :words], 0.0, 0
    for word in range(words):
        left[word], found[word] = tied(ties[BITS * word :], hub - BITS * word), NOTHING
        count += bits_of(left[word])
    while count > 0:
        one, size = take(left), 1
        while one >= 0 and size < count:
            size += reach(s.who, s, one, left, found)
            one = take(found)
        pairs += size * (size - 1.0)
        count -= size
    return pairs


@part
def tied(ties, hub):
    """Return up to 64 organisations as bits: those that have ties, without the hub."""
    bits = NOTHING
    for i in range(min(BITS, len(ties))):
        bits |= np.uint64(ties[i] > 0.0) << np.uint64(i)
    return bits & ~(ONE << np.uint64(hub)) if 0 <= hub < BITS else bits


@part
def reach(who, s, one, left, found):
    """Move to those found whoever is left that has a tie with one organisation; return how many they are."""
    count = 0
    if who.ndim == 1:
        for word in range(len(left)):
            new = s.mutual[word, one] & left[word]
            left[word] ^= new
            found[word] |= new
            count += bits_of(new)
        return count
    for slot in range(who.shape[1]):
        if is_marked(s.mutual, one, slot):
            word, bit = who[one, slot] // BITS, ONE << np.uint64(who[one, slot] % BITS)
            if left[word] & bit != NOTHING:
                left[word] ^= bit
                found[word] |= bit
                count += 1
    return count


@part
def take(words):
    """Take the first one out of a set kept as bits and return it, -1 when there is none."""
    for k in range(len(words)):
        if words[k] != NOTHING:
            lowest = words[k] & ~(words[k] - ONE)
            words[k] ^= lowest
            return BITS * k + bits_of(lowest - ONE)
    return -1
