"""The network of trust against networkx, on random trust and on shapes known by heart."""

import networkx as nx
import numpy as np
import pytest
from crafted import rows, small

from entente.sim.partnership import Partnership
from entente.sim.records import ACTIVE, FORMER, MEMBER, UNKNOWN

NAMES = ("reciprocity", "centralisation", "fragmentation")


@pytest.fixture(scope="module")
def partnerships():
    """Partnerships by size, in which trust is both personal (0.6) and institutional (0.4)."""
    made = {}

    def of(size, formal=0.4):
        if (size, formal) not in made:
            made[size, formal] = Partnership(small(size, only=["institutional"], governance={"formalisation": formal}))
            made[size, formal].step()
        return made[size, formal]

    return of


def observed(model, personal, institutional=None, standing=MEMBER):
    """Return the three measures when i trusts j as ``personal[i, j]`` and ``institutional[i, j]``."""
    for name, trust in (
        ("personal", personal),
        ("institutional", personal if institutional is None else institutional),
    ):
        kept = model.pairs(name)
        kept[:] = np.asarray(trust, float).T
        np.fill_diagonal(kept, 0)
    rows(model).standing[:] = standing
    model.observation()
    return {name: model.series(name) for name in NAMES}


def expected(personal, institutional, formal, partner):
    """Return the same from networkx, for the partners alone."""
    trust = (1 - formal) * personal + formal * institutional >= 0.5
    directed = nx.DiGraph()
    directed.add_nodes_from(np.flatnonzero(partner))
    directed.add_edges_from((i, j) for i, j in np.argwhere(trust) if i != j and partner[i] and partner[j])
    mutual = directed.to_undirected(reciprocal=True)
    either = directed.to_undirected()
    n, degrees = len(mutual), dict(mutual.degree)
    found = {"reciprocity": mutual.number_of_edges() / either.number_of_edges() if either.number_of_edges() else 0.0}
    if n <= 2:
        return found | {"centralisation": 0.0, "fragmentation": 0.0}
    most = max(degrees.values())
    found["centralisation"] = sum(most - degree for degree in degrees.values()) / ((n - 1) * (n - 2))
    hub = min(node for node, degree in degrees.items() if degree == most)
    left = mutual.subgraph(set(mutual) - {hub})
    apart = sum(not nx.has_path(left, i, j) for i in left for j in left if i != j)
    return found | {"fragmentation": apart / ((n - 1) * (n - 2))}


@pytest.mark.parametrize("size", [2, 3, 4, 7, 12, 25])
def test_random_networks(partnerships, size):
    rng = np.random.default_rng(size)
    seen = set()
    for _ in range(40):
        density = rng.uniform(0.05, 0.95)
        personal, institutional = (rng.random((size, size)) ** (0.3 / density) for _ in range(2))
        partner = rng.random(size) < rng.choice([0.5, 0.9, 1.0])
        standing = np.where(partner, rng.choice([MEMBER, ACTIVE], size), rng.choice([FORMER, UNKNOWN], size))
        got = observed(partnerships(size), personal, institutional, standing)
        assert got == pytest.approx(expected(personal, institutional, 0.4, partner)), (personal, partner)
        seen.add(tuple(round(value, 6) for value in got.values()))
    assert len(seen) > (10 if size > 3 else 1), "the networks differ"


def test_a_live_run_gives_what_networkx_gives():
    tree = {"partners": {"density": 0.3, "threshold": 0.4, "spread": 0.1}, "communication": {"channels": {
        "table": {"period": 3}}}, "organisations": {"o4": {"member": False}, "o5": {"self_interest": 1}}}  # fmt: skip
    model = Partnership(small(9, governance={"formalisation": 0.25}, trust={"contacts": 6}, **tree), seed=3)
    seen = set()
    for _ in range(60):
        model.step()
        partner = np.isin(rows(model).standing, [MEMBER, ACTIVE])
        got = {name: model.series(name) for name in NAMES}
        wanted = expected(model.pairs("personal").T, model.pairs("institutional").T, 0.25, partner)
        assert got == pytest.approx(wanted), model.week
        seen.add(tuple(got.values()))
    assert len(seen) > 5


def shape(size, *ties):
    """Return trust that is mutual along some ties."""
    trust = np.zeros((size, size))
    for i, j in ties:
        trust[i, j] = trust[j, i] = 0.8
    return trust


def complete(*members):
    return [(i, j) for i in members for j in members if i < j]


STAR = [(0, k) for k in range(1, 6)]
SHAPES = {
    "nobody trusts": (shape(6), {"reciprocity": 0, "centralisation": 0, "fragmentation": 1}),
    "all trust all": (shape(6, *complete(*range(6))), {"reciprocity": 1, "centralisation": 0, "fragmentation": 0}),
    "a star": (shape(6, *STAR), {"reciprocity": 1, "centralisation": 1, "fragmentation": 1}),
    "a ring": (shape(6, *((k, (k + 1) % 6) for k in range(6))),
               {"reciprocity": 1, "centralisation": 0, "fragmentation": 0}),
    # The hub has six ties, the six others three; without it 3·2 + 3·2 of the 6·5 ordered pairs are linked.
    "two cliques joined by a hub": (shape(7, *complete(0, 1, 2, 3), *complete(0, 4, 5, 6)),
                                    {"reciprocity": 1, "centralisation": 6 * 3 / 30, "fragmentation": 1 - 12 / 30}),
    # A chain of five: without the first of the middle ones (1), 0 is alone and 2-3-4 hold together.
    "a chain": (shape(5, *((k, k + 1) for k in range(4))),
                {"reciprocity": 1, "centralisation": 2 / 12, "fragmentation": 1 - 6 / 12}),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_known_by_heart(partnerships, name):
    trust, wanted = SHAPES[name]
    assert observed(partnerships(len(trust)), trust) == pytest.approx(wanted)


def test_trust_given_back_to_few_is_not_reciprocal(partnerships):
    """0 trusts five others, two of whom trust it: two pairs of five; the others are no ties."""
    trust = np.zeros((6, 6))
    trust[0, 1:] = 0.9
    trust[1:3, 0] = 0.9
    got = observed(partnerships(6), trust)
    assert got["reciprocity"] == pytest.approx(2 / 5)
    assert got["centralisation"] == pytest.approx((1 + 1 + 2 * 3) / 20)


def test_one_trusts_from_a_half_on_and_both_layers_count(partnerships):
    edge = shape(3, *complete(0, 1, 2)) * 0.5 / 0.8
    for formal, personal, tied in ((0.4, 0.5, 1), (0.4, np.nextafter(0.5, 0), 0), (0.0, 0.5, 1)):
        got = observed(partnerships(3, formal), edge * personal / 0.5)
        assert got["reciprocity"] == tied
    apart = observed(partnerships(3), edge * 0.9 / 0.5, edge * 0.1 / 0.5)  # 0.6 × 0.9 + 0.4 × 0.1 = 0.58
    assert apart["reciprocity"] == 1
    assert observed(partnerships(3), edge * 0.1 / 0.5, edge * 0.9 / 0.5)["reciprocity"] == 0  # 0.42


def test_those_who_are_no_partners_are_no_bridge(partnerships):
    """The hub of a star has left: nobody is linked any more, and nobody is at the centre."""
    standing = [FORMER] + [MEMBER] * 5
    assert observed(partnerships(6), shape(6, *STAR), standing=standing) == {
        "reciprocity": 0, "centralisation": 0, "fragmentation": 1,
    }  # fmt: skip
    for few in (0, 1, 2):
        standing = [MEMBER] * few + [FORMER] * (6 - few)
        got = observed(partnerships(6), shape(6, *STAR), standing=standing)
        assert (got["centralisation"], got["fragmentation"]) == (0, 0)
