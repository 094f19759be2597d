"""All randomness: numbers keyed by seed, replicate, week, purpose and the name of whom they befall.

A counter-based generator (Philox 4x32-10; Salmon et al. 2011, doi 10.1145/2063384.2063405) gives each key its own
number, whatever else was drawn: a rule that asks for more, one organisation more or one channel more, shifts nobody
else's luck. Rules never draw; they read the week's ``Chance``.
"""

import hashlib
import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from entente.sim.engine.compilation import part
from entente.sim.engine.simd import LANES

POSTS = 4
NOBODY = [f"|{k}" for k in range(1, LANES)]  # names of those who are not there, in the lanes after the last one

# Blocks of the counter: one purpose each; a block gives four numbers.
LEAVE, FILL, ACT, PARTNERSHIP, CELL, EVENT = (np.uint64(k) for k in range(1, 7))
TRAITS, TIE, RING = np.uint64(16), np.uint64(64), np.uint64(65)
CHANNEL, ENCOUNTER, OTHERS = np.uint64(1 << 30), np.uint64(2 << 30), np.uint64(3 << 30)  # with a channel's key

MASK = np.uint64(0xFFFFFFFF)
M0, M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
W0, W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
HALF = np.uint64(32)


class Chance(NamedTuple):
    """The week's luck, uniform in (0, 1)."""

    leave: NDArray[np.float64]  # post, organisation
    fill: NDArray[np.float64]  # post, organisation
    act: NDArray[np.float64]  # purpose (KEEP, CASE, JOIN, LEAD), organisation (the last one is the coordinator)
    channel: NDArray[np.float64]  # channel, organisation
    encounter: NDArray[np.float64]  # channel, 2 by 4, organisation; no organisation where all are known to all
    partnership: NDArray[np.float64]  # purpose: OPEN, SETTLE, REOPEN
    cell: NDArray[np.float64]  # territory and population
    event: NDArray[np.float64]  # event


KEEP, CASE, JOIN, LEAD = 0, 1, 2, 3
OPEN, SETTLE, REOPEN = 0, 1, 2


class Keys(NamedTuple):
    """Names as numbers of 64 bits, as two halves each: shape (2, how many), all but channels in whole lanes."""

    organisation: NDArray[np.uint64]
    carrier: NDArray[np.uint64]  # organisations, then the coordinator
    channel: NDArray[np.uint64]
    cell: NDArray[np.uint64]
    event: NDArray[np.uint64]


def key(name: str) -> tuple[int, int]:
    """Return a name as two numbers of 32 bits."""
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest[:4], "little"), int.from_bytes(digest[4:], "little")


def keys(names: Iterable[str]) -> NDArray[np.uint64]:
    """Return names as two rows of numbers of 32 bits."""
    return np.array([key(name) for name in names], dtype=np.uint64).reshape(-1, 2).T.copy()


def in_lanes(named: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return names with those of nobody after them, up to whole lanes: luck is drawn for eight at once."""
    return np.hstack([named, keys(NOBODY[: -named.shape[1] % LANES])])


def empty(keys: Keys, ties: int) -> Chance:
    """Return room for one week's luck; ``ties``: how many each organisation keeps, 0 for all."""
    organisations, carriers, channels, cells, events = (names.shape[1] for names in keys)
    return Chance(
        np.zeros((POSTS, organisations)),
        np.zeros((POSTS, organisations)),
        np.zeros((4, carriers)),
        np.zeros((channels, organisations)),
        np.zeros((channels, 2, 4, organisations if ties else 0)),
        np.zeros(4),
        np.zeros(cells),
        np.zeros(events),
    )


@part
def philox(c0, c1, c2, c3, k0, k1):
    """Return four words of 32 bits (held in 64) for a counter of four words and a key of two: ten rounds."""
    for _ in range(10):
        a, b = M0 * c0, M1 * c2
        c0, c1, c2, c3 = (b >> HALF) ^ c1 ^ k0, b & MASK, (a >> HALF) ^ c3 ^ k1, a & MASK
        k0, k1 = (k0 + W0) & MASK, (k1 + W1) & MASK
    return c0, c1, c2, c3


@part
def uniform(word):
    """Return a word of 32 bits as a number in (0, 1): the middle of one of 2**32 equal steps."""
    return (float(word) + 0.5) * 2.3283064365386963e-10


@part
def uniforms(run, week, block, low, high, out):
    """Fill ``out`` (up to four numbers) with the uniform luck of one key, never 0 nor 1."""
    words = philox(np.uint64(week), block, low, high, run[0], run[1])
    for k in range(min(4, len(out))):
        out[k] = uniform(words[k])


@part
def normal(u, v):
    """Return a standard normal number from two uniform ones (Box and Muller 1958)."""
    return math.sqrt(-2.0 * math.log(u)) * math.cos(6.283185307179586 * v)


@part
def four_each(run, week, block, names, out):
    """Fill four numbers for each name: a loop without a branch, which the compiler turns into several lanes."""
    c0, k0, k1 = np.uint64(week), run[0], run[1]
    low, high, first, second, third, fourth = names[0], names[1], out[0], out[1], out[2], out[3]
    for i in range(len(low)):
        a, b, c, d = philox(c0, block, low[i], high[i], k0, k1)
        first[i], second[i], third[i], fourth[i] = uniform(a), uniform(b), uniform(c), uniform(d)


@part
def one_each(run, week, block, names, out):
    """Fill one number for each name: the first of its four."""
    c0, k0, k1 = np.uint64(week), run[0], run[1]
    low, high = names[0], names[1]
    for i in range(len(low)):
        out[i] = uniform(philox(c0, block, low[i], high[i], k0, k1)[0])


@part
def draw(chance, keys, run, week, due):
    """Draw the luck of one week; ``due[c]`` says whether channel c is held this week."""
    four_each(run, week, LEAVE, keys.organisation, chance.leave)
    four_each(run, week, FILL, keys.organisation, chance.fill)
    four_each(run, week, ACT, keys.carrier, chance.act)
    for c in range(keys.channel.shape[1]):
        if due[c]:
            purpose = keys.channel[0, c] >> np.uint64(2)
            one_each(run, week, CHANNEL | purpose, keys.organisation, chance.channel[c])
            if chance.encounter.shape[3] > 0:
                four_each(run, week, ENCOUNTER | purpose, keys.organisation, chance.encounter[c, 0])
                four_each(run, week, OTHERS | purpose, keys.organisation, chance.encounter[c, 1])
    uniforms(run, week, PARTNERSHIP, np.uint64(0), np.uint64(0), chance.partnership)
    one_each(run, week, CELL, keys.cell, chance.cell)
    one_each(run, week, EVENT, keys.event, chance.event)
