"""The network of trust: who trusts whom both ways, how centred it is, and what is left without its hub."""

from sim.compiled import part
from sim.rules.common import institutional_share, is_partner

TRUSTING = 0.5  # acting trust from which one trusts


@part
def observe_network(s, p, row):
    """Write reciprocity, centralisation and fragmentation."""
    n = len(s.organisation)
    ties, queue, reached = s.vector[0], s.vector[1], s.vector[2]
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
    row.fragmentation = 1.0 - linked(s, hub, queue, reached) / max(1.0, (members - 1.0) * (members - 2.0))
    if members <= 2:
        row.fragmentation = 0.0


@part
def trace_ties(s, p, ties):
    """Mark the pairs of partners who trust each other; count them, and those of which at least one does."""
    n = len(s.organisation)
    formal = institutional_share(p)
    both, any_way = 0.0, 0.0
    ties[:] = 0.0
    for j in range(n):
        partner = is_partner(s.organisation[j])
        for i in range(j):
            here = (1.0 - formal) * s.personal[j, i] + formal * s.institutional[j, i] >= TRUSTING
            back = (1.0 - formal) * s.personal[i, j] + formal * s.institutional[i, j] >= TRUSTING
            known = partner and is_partner(s.organisation[i])
            tied = known and here and back
            s.tie[j, i] = s.tie[i, j] = tied
            any_way += known and (here or back)
            both += tied
            ties[i] += tied
            ties[j] += tied
    return both, any_way


@part
def linked(s, hub, queue, reached):
    """Return how many ordered pairs of partners a path of ties links, without the hub."""
    n = len(s.organisation)
    pairs = 0.0
    reached[:] = 0.0
    if hub >= 0:
        reached[hub] = 1.0
    for start in range(n):
        if reached[start] == 1.0 or not is_partner(s.organisation[start]):
            continue
        reached[start] = 1.0
        queue[0], first, last = start, 0, 1
        while first < last:
            j = int(queue[first])
            first += 1
            for i in range(n):
                if s.tie[j, i] and reached[i] == 0.0:
                    reached[i] = 1.0
                    queue[last] = i
                    last += 1
        pairs += last * (last - 1.0)
    return pairs
