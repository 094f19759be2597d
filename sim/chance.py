"""All randomness: numbers keyed by seed, replicate, week, purpose, and the name of what they concern.

A counter-based generator (Philox 4x32-10; Salmon et al. 2011, doi 10.1145/2063384.2063405) gives each key its own
number, whatever else is drawn. A rule that needs more numbers, or one more organisation or channel, leaves all others
as they are: scenarios are compared under common random numbers. Rules never draw; they read the week's ``Draws``.
"""

import hashlib
import math
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from entente.sim.engine.compilation import part
from entente.sim.engine.elementary import cosine_of_turn, logarithm
from entente.sim.engine.simd import LANES

POSTS = 4
NOBODY = [f"|{k}" for k in range(1, LANES)]  # names that fill the lanes after the last organisation

# Blocks of the counter: one purpose each; a block gives four numbers.
LEAVE_BLOCK, FILL_BLOCK, ACT_BLOCK, PARTNERSHIP_BLOCK, CELL_BLOCK, EVENT_BLOCK, AGENDA_BLOCK = (
    np.uint64(k) for k in range(1, 8)
)
TRAIT_BLOCK, TIE_BLOCK, RING_BLOCK = np.uint64(16), np.uint64(64), np.uint64(65)
CHANNEL_BLOCK = np.uint64(1 << 30)  # this one and the next two are combined with a channel's key
ENCOUNTER_BLOCKS = np.uint64(2 << 30), np.uint64(3 << 30)

MASK = np.uint64(0xFFFFFFFF)
M0, M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
W0, W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
HALF_WORD = np.uint64(32)


class Draws(NamedTuple):
    """The random numbers of one week, uniform in (0, 1)."""

    leave: NDArray[np.float64]  # post, organisation
    fill: NDArray[np.float64]  # post, organisation
    act: NDArray[np.float64]  # ACT_KEEP, ACT_HELP, ACT_JOIN or ACT_LEAD; organisation (the last is the coordinator)
    channel: NDArray[np.float64]  # channel, organisation
    encounter: NDArray[np.float64]  # channel, 2 by 4, organisation; no organisation where everybody keeps all ties
    agenda: NDArray[np.float64]  # organisation
    partnership: NDArray[np.float64]  # CONTROVERSY_OPENS, CONTROVERSY_ENDS, STAGE_REOPENS, CONJUNCTURE_SHIFTS
    cell: NDArray[np.float64]  # territory and population
    event: NDArray[np.float64]  # event


ACT_KEEP, ACT_HELP, ACT_JOIN, ACT_LEAD = 0, 1, 2, 3
CONTROVERSY_OPENS, CONTROVERSY_ENDS, STAGE_REOPENS, CONJUNCTURE_SHIFTS = 0, 1, 2, 3


class Keys(NamedTuple):
    """Names as numbers of 64 bits, in two halves each: shape (2, count), padded to whole lanes except for channels."""

    organisation: NDArray[np.uint64]
    carrier: NDArray[np.uint64]  # organisations, then the coordinator
    channel: NDArray[np.uint64]
    cell: NDArray[np.uint64]
    event: NDArray[np.uint64]


@lru_cache(maxsize=4096)  # most names come back with every point of a study
def key(name: str) -> tuple[int, int]:
    """Return a name as two numbers of 32 bits."""
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest[:4], "little"), int.from_bytes(digest[4:], "little")


def keys(names: Iterable[str]) -> NDArray[np.uint64]:
    """Return names as two rows of numbers of 32 bits."""
    return np.array([key(name) for name in names], dtype=np.uint64).reshape(-1, 2).T.copy()


def pad_to_lanes(names: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return names padded with unused ones to whole lanes: numbers are drawn for eight names at once."""
    return np.hstack([names, keys(NOBODY[: -names.shape[1] % LANES])])


def make_draws(keys: Keys, ties: int) -> Draws:
    """Allocate one week's random numbers; ``ties`` is how many each organisation keeps, 0 for all."""
    organisations, carriers, channels, cells, events = (names.shape[1] for names in keys)
    return Draws(
        leave=np.zeros((POSTS, organisations)),
        fill=np.zeros((POSTS, organisations)),
        act=np.zeros((4, carriers)),
        channel=np.zeros((channels, organisations)),
        encounter=np.zeros((channels, 2, 4, organisations if ties else 0)),
        agenda=np.zeros(organisations),
        partnership=np.zeros(4),
        cell=np.zeros(cells),
        event=np.zeros(events),
    )


@part
def philox(c0, c1, c2, c3, k0, k1):
    """Encrypt a counter of four words with a key of two, in ten rounds; words of 32 bits are held in 64."""
    for _ in range(10):
        a, b = M0 * c0, M1 * c2
        c0, c1, c2, c3 = (b >> HALF_WORD) ^ c1 ^ k0, b & MASK, (a >> HALF_WORD) ^ c3 ^ k1, a & MASK
        k0, k1 = (k0 + W0) & MASK, (k1 + W1) & MASK
    words = (c0, c1, c2, c3)
    return words


@part
def uniform(word):
    """Return a word of 32 bits as a number in (0, 1): the middle of one of 2**32 equal steps."""
    return (float(word) + 0.5) * 2.3283064365386963e-10


@part
def draw_uniforms(run, week, block, low, high, out):
    """Fill ``out`` (up to four numbers) with the uniform numbers of one key."""
    words = philox(np.uint64(week), block, low, high, run[0], run[1])
    for k in range(min(4, len(out))):
        out[k] = uniform(words[k])


@part
def normal(u, v):
    """Return a standard normal number from two uniform ones (Box and Muller 1958)."""
    return math.sqrt(-2.0 * logarithm(u)) * cosine_of_turn(v)


@part
def draw_four_each(run, week, block, names, out):
    """Draw four uniform numbers for each name: a loop without a branch, so that the processor takes several at once."""
    c0, k0, k1 = np.uint64(week), run[0], run[1]
    low, high, first, second, third, fourth = names[0], names[1], out[0], out[1], out[2], out[3]
    for i in range(len(low)):
        a, b, c, d = philox(c0, block, low[i], high[i], k0, k1)
        first[i], second[i], third[i], fourth[i] = uniform(a), uniform(b), uniform(c), uniform(d)


@part
def draw_one_each(run, week, block, names, out):
    """Draw one uniform number for each name: the first of its four."""
    c0, k0, k1 = np.uint64(week), run[0], run[1]
    low, high = names[0], names[1]
    for i in range(len(low)):
        out[i] = uniform(philox(c0, block, low[i], high[i], k0, k1)[0])


@part
def draw_week(draws, keys, run, week, due):
    """Draw the random numbers of one week; ``due[c]`` says whether channel c is held in it."""
    draw_four_each(run, week, LEAVE_BLOCK, keys.organisation, draws.leave)
    draw_four_each(run, week, FILL_BLOCK, keys.organisation, draws.fill)
    draw_four_each(run, week, ACT_BLOCK, keys.carrier, draws.act)
    for c in range(keys.channel.shape[1]):
        if due[c]:
            channel = keys.channel[0, c] >> np.uint64(2)
            draw_one_each(run, week, CHANNEL_BLOCK | channel, keys.organisation, draws.channel[c])
            if draws.encounter.shape[3] > 0:
                for k in range(2):
                    draw_four_each(run, week, ENCOUNTER_BLOCKS[k] | channel, keys.organisation, draws.encounter[c, k])
    draw_one_each(run, week, AGENDA_BLOCK, keys.organisation, draws.agenda)
    draw_uniforms(run, week, PARTNERSHIP_BLOCK, np.uint64(0), np.uint64(0), draws.partnership)
    draw_one_each(run, week, CELL_BLOCK, keys.cell, draws.cell)
    draw_one_each(run, week, EVENT_BLOCK, keys.event, draws.event)
