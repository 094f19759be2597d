"""Strangers: whom one meets by chance in a large gathering, what is lost and gained without a tie, who is kept."""

import numpy as np
import pytest
from crafted import begun, meeting, rows, small, whole, with_ties

from entente.sim.derived import rate
from entente.sim.engine.compilation import plain_form
from entente.sim.partnership import Partnership
from entente.sim.rules.encounters import ENCOUNTERS
from entente.sim.rules.relation import APART
from entente.sim.rules.ties import STRANGER


def gathering(ties, count=60, **tree):
    """Return a partnership after one weekly meeting of all, in which everybody comes."""
    life = {"communication": meeting(), "off": ["attendance"], "weeks": 4} | tree
    return gathered(small(count, partners={"ties": ties}, **life))


def gathered(settings, **more):
    """Return a partnership after the meetings of its first week."""
    model = begun(settings, **more)
    model.context()
    model.communication()
    return model


def seen_by_each(model):
    """Return the contacts of each organisation this week."""
    return np.nansum(model.pairs("contact"), axis=0)


@pytest.mark.slow
@pytest.mark.parametrize("ties", [45, 30])
def test_ties_and_encounters_make_the_contacts_of_a_gathering(ties):
    """In all, but for those who drew themselves; each on the mean of many gatherings: one goes and others come."""
    settings = gathering(0).settings
    expected = seen_by_each(gathering(0))
    found = np.array([seen_by_each(gathered(with_ties(settings, ties), replicate=k)) for k in range(60)])
    lost = 1 - found.sum(axis=1) / expected.sum()
    assert (lost > -1e-9).all()
    assert lost.mean() < 2 / 60
    assert found.mean(axis=0) == pytest.approx(expected, rel=0.12)


@pytest.mark.slow
def test_one_goes_to_so_many_others_and_as_many_come_on_the_mean():
    """Of three hundred others, sixty are kept: four in five of those met by chance are new."""
    model = gathering(60, count=301, trust={"span": 60})
    new = (model.state.acquaintance == 0).sum(axis=1)
    assert new.mean() == pytest.approx(2 * ENCOUNTERS * (1 - 60 / 300), rel=0.1)
    assert new.max() < 60


def places(count, local, nowhere=0):
    """Return settings of organisations in three territories, some of which serve them all."""
    where = {f"o{k}": {"territory": "" if k < nowhere else "abc"[k % 3]} for k in range(count)}
    tree = {
        "territories": dict.fromkeys("abc", 1),
        "organisations": where,
        "governance": {"local": local, "structure": 0},
    }
    return gathering(0, count=count, **tree).settings


@pytest.mark.slow
@pytest.mark.parametrize("nowhere", [0, 1, 9])
@pytest.mark.parametrize("local", [0.0, 0.5, 1.0])
def test_in_local_bodies_one_meets_neighbours_by_chance_too(local, nowhere):
    settings = places(90, local, nowhere)
    home = gathered(settings).state.organisation.territory
    near = (home[:, None] == home) | (home[:, None] < 0) | (home < 0)
    np.fill_diagonal(near, False)
    far = ~near & ~np.eye(90, dtype=bool)
    dense = gathered(settings).pairs("contact")
    found = [np.nan_to_num(gathered(with_ties(settings, 20), replicate=k).pairs("contact")) for k in range(20)]
    mean = np.mean(found, axis=0)
    if local == 1:
        assert not mean[far].any()
    for some in (near, far):
        assert mean[some].sum() == pytest.approx(dense[some].sum(), rel=0.1)


def stranger_after(model, phase="relation"):
    """Run a phase and return the trust in strangers."""
    getattr(model, phase)()
    return whole(model).stranger


def test_absence_wears_the_trust_in_strangers_and_nothing_moves_the_regard_for_them():
    settings = small(30, only=["absence", "institutional"], partners={"ties": 5, "density": 0})
    model = begun(settings)
    before, regard = whole(model).stranger, whole(model).stranger_regard
    assert (before, regard) == (STRANGER * settings.partners.trust,) * 2
    assert stranger_after(model) == pytest.approx(before * (1 - rate_of(settings.trust.absence)))
    assert whole(model).stranger_regard == regard


def rate_of(half_life):
    """Return the share covered in one unit, from plain Python."""
    return plain_form(rate)(half_life)


def test_a_controversy_wears_the_trust_in_strangers_by_the_mean_distance_of_framings():
    settings = small(30, only=["controversies"], partners={"ties": 5, "density": 0})
    model = begun(settings)
    before = whole(model).stranger
    whole(model).controversy, whole(model).disagreement = 0.8, 0.4
    erosion = settings.understanding.erosion * 0.8
    assert stranger_after(model) == pytest.approx(before * (1 - erosion * APART * 0.4))
    framings = np.random.default_rng(1).normal(0.5, 0.2, 3000)
    disagreement = 2 * np.abs(framings - framings.mean()).mean()
    distance = np.abs(framings[:, None] - framings).mean()
    assert APART * disagreement == pytest.approx(distance, rel=0.02)


def test_who_leaves_takes_from_strangers_what_it_takes_from_ties_on_the_mean():
    """One of thirty organisations loses its only delegate, and all of its ties."""
    wave = {"out": {"kind": "departures", "week": 1, "size": 1, "organisation": "o7"}}
    model = begun(small(30, only=["events"], partners={"ties": 5, "density": 0}, events=wave))
    before, kept = whole(model).stranger, model.state.personal.copy()
    assert stranger_after(model, "context") == pytest.approx(before * (29 / 30) ** 2)
    gone = (model.state.who == 7) | (np.arange(30)[:, None] == 7)
    assert not model.state.personal[gone].any()
    assert np.array_equal(model.state.personal[~gone], kept[~gone])


@pytest.mark.parametrize("strikes", [{}, {"organisation": "o7"}])
def test_a_reorganisation_of_all_takes_the_regard_for_strangers(strikes):
    event = {"new": {"kind": "reorganisation", "week": 1, "size": 0.4} | strikes}
    model = begun(small(30, only=["events"], partners={"ties": 5, "density": 0}, events=event))
    before = whole(model).stranger_regard
    model.context()
    assert whole(model).stranger_regard == pytest.approx(before * (1 if strikes else 0.6))


def mean_trust(model, name, stranger):
    """Return the mean trust over all pairs, strangers included."""
    pairs = model.pairs(name)
    pairs[np.isnan(pairs)] = getattr(whole(model), stranger)
    return pairs[~np.eye(len(pairs), dtype=bool)].mean()


def test_a_new_tie_takes_the_place_of_the_weakest_and_the_mean_trust_stays():
    model = begun(
        small(40, organisations={"o5": {}}, partners={"ties": 6}, communication=meeting(), off=["attendance"])
    )
    kept = model.state
    kept.personal[:] = np.random.default_rng(2).uniform(0.2, 0.9, kept.personal.shape)
    kept.acquaintance[:] = np.random.default_rng(3).uniform(0.1, 0.9, kept.personal.shape)
    who, old = kept.who.copy(), kept.acquaintance.copy()
    before = [mean_trust(model, *names) for names in (("personal", "stranger"), ("institutional", "stranger_regard"))]
    rows(model).access[:] = np.where(np.arange(40) < 8, 0, 1)
    model.context()
    rows(model).available[8:] = 0.0  # eight can come
    model.communication()
    after = [mean_trust(model, *names) for names in (("personal", "stranger"), ("institutional", "stranger_regard"))]
    assert after == pytest.approx(before, rel=1e-12)
    new = kept.who != who
    assert new.any()
    assert not new[8:].any(), "who was not there begins nothing"
    for i in np.flatnonzero(new.any(axis=1)):
        there = (who[i] < 8) | (who[i] == 0)
        assert not (new[i] & there).any(), "those met this week, and the lead, stay"
        assert old[i, new[i]].max() <= old[i, ~new[i] & ~there].min(initial=1.0), "the least long-standing go"
    assert (kept.acquaintance[new] == 0).all()


def test_a_new_lead_is_known_to_all():
    settings = small(30, partners={"ties": 4}, leadership={"rotation": 2}, only=["contact"], weeks=9)
    model, leads = Partnership(settings), []
    for _ in range(8):
        model.step()
        lead = int(whole(model).lead)
        leads.append(lead)
        assert all(lead in model.state.who[i] for i in range(30) if i != lead)
        assert whole(model).lead in range(30)
    assert len(set(leads)) >= 4


def test_what_is_summed_counts_strangers_at_their_trust():
    model = begun(small(12, partners={"ties": 3}, governance={"formalisation": 0.25}))
    state = model.state
    state.personal[:] = np.random.default_rng(5).uniform(0, 1, state.personal.shape)
    state.institutional[:] = np.random.default_rng(6).uniform(0, 1, state.personal.shape)
    whole(model).stranger, whole(model).stranger_regard = 0.3, 0.6
    rows(model).mobilisation[:] = np.linspace(0.1, 0.9, 12)
    model.parameters.mechanisms.controversies = False
    for name in ("trust", "absence", "institutional", "convergence"):
        setattr(model.parameters.rates, name, 0.0)  # nothing moves: what is summed is what was written
    pairs = [model.pairs(name) for name in ("personal", "institutional")]
    for table, stranger in zip(pairs, (0.3, 0.6), strict=True):
        table[np.isnan(table)] = stranger
        np.fill_diagonal(table, 0.0)
    trust = 0.75 * pairs[0] + 0.25 * pairs[1]
    model.relation()
    effort = rows(model).mobilisation
    assert rows(model).trusting == pytest.approx(trust.sum(axis=0) / 11, abs=1e-6)
    assert rows(model).trusted == pytest.approx(trust.sum(axis=1) / 11, abs=1e-6)
    assert rows(model).peers == pytest.approx(effort @ trust / trust.sum(axis=0), abs=1e-6)
    model.observation()
    assert model.series("trust") == pytest.approx(trust.sum() / (12 * 11), abs=1e-6)


def test_strangers_are_not_tied_in_the_network_of_trust():
    model = begun(small(9, partners={"ties": 2}))
    model.state.personal[:] = model.state.institutional[:] = 0.9
    whole(model).stranger = whole(model).stranger_regard = 0.9
    model.observation()
    who = [set(row) for row in model.state.who.tolist()]
    either = {frozenset((i, j)) for i in range(9) for j in who[i]}
    both = [pair for pair in either if all(j in who[i] for i, j in (sorted(pair), sorted(pair)[::-1]))]
    assert model.series("trust") == pytest.approx(0.9)
    assert model.series("reciprocity") == pytest.approx(len(both) / len(either))
