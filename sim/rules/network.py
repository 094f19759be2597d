"""The network of trust: who trusts whom both ways, how centred it is, and what is left without its hub."""

import numpy as np

from sim.compiled import part
from sim.rules.common import institutional_share, is_partner
from sim.rules.ties import ends, place

TRUSTING = 0.5  # acting trust from which one trusts


@part
def observe_network(s, p, row):
    """Write reciprocity, centralisation and fragmentation."""
    n = len(s.organisation)
    ties, reached, queue = s.vector[0], s.vector[1], s.row[0]
    both, any_way = trace_ties(s, p, ties)
    row.reciprocity = both / any_way if any_way > 0.0 else 0.0
    members, total, hub = 0, 0.0, -1
    for i in range(n):
        if is_partner(s.organisation[i]):
            members += 1
            total += ties[i]
            if hub < 0 or ties[i] > ties[hub]:
                hub = i
    row.centralisation = 0.0
    if members > 2:
        row.centralisation = (members * ties[hub] - total) / ((members - 1.0) * (members - 2.0))
    row.fragmentation = 1.0 - linked(s, ties, hub, queue, reached) / max(1.0, (members - 1.0) * (members - 2.0))
    if members <= 2:
        row.fragmentation = 0.0


@part
def trace_ties(s, p, ties):
    """Mark who trusts whom among the partners; count the ties both ways, those one way or both, and those of each."""
    n, slots = s.personal.shape
    others = min(n, slots)
    formal = institutional_share(p)
    partner = s.vector[3]
    for i in range(n):
        partner[i] = 1.0 if is_partner(s.organisation[i]) else 0.0
    for row in range(n):
        for slot in range(slots):
            j, i = ends(s.who, row, slot)
            trust = (1.0 - formal) * s.personal[row, slot] + formal * s.institutional[row, slot]
            s.tie[row, slot] = 1 if trust * partner[i] * partner[j] >= TRUSTING else 0
    one_way, both_ways = 0, 0
    for row in range(n):
        own = 0
        for slot in range(others):
            one_way += s.tie[row, slot]
            own += mutual(s.who, s, row, slot)
        ties[row] = own
        both_ways += own
    return 0.5 * both_ways, one_way - 0.5 * both_ways


@part
def mutual(who, s, row, slot):
    """Return 1 when the two of a slot trust each other, 0 when not."""
    if who.ndim == 1:
        return s.tie[row, slot] & s.tie[slot, row]
    if s.tie[row, slot] == 0:
        return s.tie[row, slot]
    there, back = place(who, who[row, slot], row)
    return s.tie[there, back] if back >= 0 else np.uint8(0)


@part
def linked(s, ties, hub, queue, reached):
    """Return how many ordered pairs of partners a path of ties links, without the hub."""
    n = len(s.organisation)
    others = min(n, s.tie.shape[1])
    pairs, left = 0.0, 0
    for i in range(n):
        reached[i] = 0.0 if is_partner(s.organisation[i]) and i != hub else 1.0
        left += reached[i] == 0.0
    for start in range(n):
        if reached[start] == 1.0:
            continue
        reached[start] = 1.0
        if ties[start] == 0.0:
            left -= 1
            continue
        queue[0], first, last = start, 0, 1
        while first < last < left:
            one = queue[first]
            first += 1
            for slot in range(others):
                j, i = ends(s.who, one, slot)
                other = j + i - one
                if reached[other] == 0.0 and mutual(s.who, s, one, slot) == 1:
                    reached[other] = 1.0
                    queue[last] = other
                    last += 1
        pairs += last * (last - 1.0)
        left -= last
    return pairs
