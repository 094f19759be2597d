"""The network of trust: its level, who knows whom, who trusts whom both ways."""

from typing import TYPE_CHECKING

from benchmarks.mesa_objects.organisation import Organisation

if TYPE_CHECKING:
    from benchmarks.mesa_objects.model import Partnership

TRUSTING = 0.5  # acting trust from which one trusts
TIED = 0.5  # acquaintance from which two organisations are said to know each other

Friends = dict[Organisation, list[Organisation]]


def observe_network(model: "Partnership") -> dict[str, float]:
    """Return the means of trust over ordered pairs of partners, and the shape of the network of mutual trust."""
    formal, partners = model.params.formal, model.partners
    personal = institutional = tied = 0.0
    known = both = either = 0
    friends: Friends = {one: [] for one in partners}
    for k, one in enumerate(partners):
        ties = one.ties
        for other in partners[:k]:
            there, back = ties[other], other.ties[one]
            personal += there.personal + back.personal
            institutional += there.institutional + back.institutional
            trust = (1.0 - formal) * there.personal + formal * there.institutional
            trust_back = (1.0 - formal) * back.personal + formal * back.institutional
            if there.acquaintance >= TIED:
                known += 1
                tied += trust
            if back.acquaintance >= TIED:
                known += 1
                tied += trust_back
            if trust >= TRUSTING and trust_back >= TRUSTING:
                both += 1
                friends[one].append(other)
                friends[other].append(one)
            either += trust >= TRUSTING or trust_back >= TRUSTING
    pairs = max(1, len(partners) * (len(partners) - 1))
    return {
        "trust_personal": personal / pairs,
        "trust_institutional": institutional / pairs,
        "trust": ((1.0 - formal) * personal + formal * institutional) / pairs,
        "density": known / pairs,
        "trust_ties": tied / max(1, known),
        "reciprocity": both / either if either else 0.0,
        **shape(friends),
    }


def shape(friends: Friends) -> dict[str, float]:
    """Return centralisation, and fragmentation without the partner with the most ties."""
    others = (len(friends) - 1) * (len(friends) - 2)
    if len(friends) < 3:
        return {"centralisation": 0.0, "fragmentation": 0.0}
    hub = max(friends, key=lambda one: len(friends[one]))
    most = len(friends[hub])
    groups = group_sizes(friends, hub)
    return {
        "centralisation": sum(most - len(some) for some in friends.values()) / others,
        "fragmentation": 1.0 - sum(size * (size - 1) for size in groups) / others,
    }


def group_sizes(friends: Friends, hub: Organisation) -> list[int]:
    """Return the sizes of the groups linked by paths of ties, without the hub."""
    sizes, unseen = [], set(friends) - {hub}
    while unseen:
        queue, size = [unseen.pop()], 0
        while queue:
            size += 1
            near = unseen.intersection(friends[queue.pop()])
            unseen -= near
            queue += near
        sizes.append(size)
    return sizes
