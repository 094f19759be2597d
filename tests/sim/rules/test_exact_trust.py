"""What lost trust goes back to, number by number, with all ties and with few; and talk outside of meetings."""

import numpy as np
import pytest
from crafted import begin, begun, eventful, laid, rows, small, stepped, whole, with_ties

from entente.sim.batch import simulate
from entente.sim.derived import STRANGER
from entente.sim.partnership import Partnership
from entente.sim.rules.informal import TALK_EVERY
from entente.sim.rules.relation import APART

TRUST = 0.6
FLOOR = STRANGER * TRUST
COUNT = 12
TIES = pytest.mark.parametrize("ties", [0, 5], ids=["all ties", "few ties"])


def trusting(personal, ties, *only, begins=True, age=0.0, **tree):
    """Return a partnership at the beginning of a week, in which all trust all alike, strangers too."""
    partners = {"trust": TRUST} | tree.pop("partners", {})
    settings = with_ties(small(COUNT, only=["reversion", *only], partners=partners, **tree), ties)
    model = begun(settings) if begins else Partnership(settings)
    some = np.eye(COUNT) == 0 if ties == 0 else True
    for name, value in (("personal", personal), ("institutional", 0.5), ("acquaintance", age)):
        held = getattr(model.state, name)
        held[:, : COUNT if ties == 0 else None] = np.where(some, value, 0)
    rows(model).coordinator_trust[:] = personal
    if ties:
        whole(model).stranger, whole(model).stranger_regard = personal, 0.5
    return model


def personal(model, i, j):
    """Return the personal trust of i in j, and nan where i keeps no tie with j."""
    return model.pairs("personal")[j, i]


def nothing_in_self(model):
    """Tell whether nobody has any trust in itself, nor in the places that stand for nobody."""
    return all(
        np.diag(held[:, :COUNT]).any() == held[:, COUNT:].any() == np.False_
        for held in (model.state.personal, model.state.institutional, model.state.acquaintance)
    )


@TIES
@pytest.mark.parametrize("first", [0.9, 0.1])
def test_absence_brings_trust_halfway_back_to_a_stranger_s_from_above_and_from_below(first, ties):
    model = trusting(first, ties, "absence", begins=False, trust={"absence": 13, "ageing": 0})
    seen = stepped(model, 26, lambda model: np.array([whole(model).stranger, rows(model).coordinator_trust[1]]))
    expected = [FLOOR + (first - FLOOR) / 4] * 2
    pairs = model.pairs("personal")[np.eye(COUNT) == 0]
    assert pairs[~np.isnan(pairs)] == pytest.approx(expected[0])
    assert seen[25] == pytest.approx(expected if ties else [0, expected[1]])
    assert seen[12] == pytest.approx(([FLOOR + (first - FLOOR) / 2] * 2) if ties else [0, FLOOR + (first - FLOOR) / 2])
    assert ties or nothing_in_self(model)


@TIES
def test_trust_of_nothing_becomes_that_in_a_stranger_and_no_more(ties):
    model = trusting(0.0, ties, "absence", begins=False, trust={"absence": 4, "ageing": 0})
    stepped(model, 150, lambda model: None)
    pairs = model.pairs("personal")[np.eye(COUNT) == 0]
    assert pairs[~np.isnan(pairs)] == pytest.approx(FLOOR)
    assert ties or nothing_in_self(model)


def test_nobody_is_a_stranger_where_everybody_keeps_ties_with_everybody():
    """What is seen of the others is what is kept of the pairs, whatever trust goes back to."""
    model = trusting(0.8, 0, "absence", begins=False, trust={"absence": 4})
    stepped(model, 20, lambda model: None)
    assert (whole(model).stranger, whole(model).stranger_regard) == (0, 0)
    mean = model.pairs("personal")[np.eye(COUNT) == 0].mean()
    assert rows(model).trusting == pytest.approx(mean)
    assert rows(model).trusted == pytest.approx(mean)
    assert rows(model).peers == pytest.approx(1)


@TIES
@pytest.mark.parametrize("first", [0.9, 0.1])
def test_an_old_tie_goes_back_slower(first, ties):
    model = trusting(first, ties, "absence", age=1.0, trust={"absence": 10, "ageing": 0.6})
    model.relation()
    lost = 0.4 * (1 - 0.5**0.1) * (first - FLOOR)
    assert np.nanmax(model.pairs("personal")) == pytest.approx(first - lost)


@TIES
@pytest.mark.parametrize("first", [0.9, 0.1])
def test_a_controversy_takes_only_what_is_above_a_stranger_s(first, ties):
    """Framings 0.2 and 0.8, severity 0.5, erosion 0.1: 3 % of what is above, at that distance."""
    model = trusting(first, ties, "controversies", understanding={"erosion": 0.1})
    whole(model).controversy, whole(model).disagreement = 0.5, 0.6
    rows(model).framing[:] = np.where(np.arange(COUNT) % 2, 0.8, 0.2)
    rows(model).home[:] = rows(model).framing
    model.relation()
    above = max(0, first - FLOOR)
    distance = np.abs(np.subtract.outer(rows(model).framing, rows(model).framing))
    wanted = first - 0.1 * 0.5 * distance * above
    kept = ~np.isnan(model.pairs("personal")) & (np.eye(COUNT) == 0)
    assert model.pairs("personal")[kept] == pytest.approx(wanted[kept])
    assert not ties or whole(model).stranger == pytest.approx(first - 0.1 * 0.5 * APART * 0.6 * above)


@TIES
@pytest.mark.parametrize("first", [0.9, 0.1])
@pytest.mark.parametrize("memory", [False, True])
def test_who_loses_one_of_two_delegates_loses_a_quarter_of_what_is_above_a_stranger_s(first, ties, memory):
    """Both ways, and toward the coordinator; formalised practices keep 0.4 of it; o3 and o4 lose somebody, o0 not."""
    only = ["turnover"] + ["institutional_memory"] * memory
    tree = {"partners": {"delegates": 2}, "governance": {"formalisation": 0.4}, "staff": {"turnover": 0.5}}
    model = trusting(first, ties, *only, age=0.5, **tree)
    model.draws.leave[:], model.draws.fill[:] = 1.0, 1.0
    model.draws.leave[1, 3:5] = 0.0
    rows(model).turnover[:] = 0.5
    rows(model).language[:] = rows(model).information[:] = 0.8
    model.context()
    lost = 0.25 * (0.6 if memory else 1)
    gone = np.isin(np.arange(COUNT), [3, 4])
    share = np.where(gone, 1 - lost, 1)
    left = np.multiply.outer(share, share)
    kept = ~np.isnan(model.pairs("personal")) & (np.eye(COUNT) == 0)
    assert model.pairs("personal")[kept] == pytest.approx((FLOOR + (first - FLOOR) * left)[kept])
    assert model.pairs("acquaintance")[kept] == pytest.approx((0.5 * left)[kept])
    assert model.pairs("institutional")[kept] == pytest.approx(0.5)
    assert rows(model).coordinator_trust == pytest.approx(FLOOR + (first - FLOOR) * share)
    for field in ("language", "information"):
        assert rows(model)[field] == pytest.approx(0.8 * share)
    assert ties or nothing_in_self(model)
    if ties:
        mean = (1 - 2 * lost / COUNT) ** 2
        assert whole(model).stranger == pytest.approx(FLOOR + (first - FLOOR) * mean)


@pytest.mark.parametrize("handover", [True, False])
@pytest.mark.parametrize("first", [0.9, 0.1])
def test_the_next_coordinator_is_left_what_was_handed_over_of_what_is_above_a_stranger_s(first, handover):
    tree = {"leadership": {"concentration": 1, "dedicated": 1, "departure": 0}, "governance": {"handover": 0.25}}
    events = {"out": {"kind": "leader_leaves", "week": 1}}
    model = trusting(first, 0, "events", *["handover"] * handover, events=events, **tree)
    model.context()
    model.leadership()
    assert rows(model).coordinator_trust == pytest.approx(FLOOR + (0.25 if handover else 0) * (first - FLOOR))


def test_off_lost_trust_goes_to_nothing():
    model = Partnership(small(3, only=["absence"], trust={"absence": 13, "ageing": 0}, partners={"trust": TRUST}))
    stepped(model, 13, lambda model: None)
    assert personal(model, 1, 2) == pytest.approx(TRUST / 2)


def test_with_ties_to_all_the_others_everything_tried_is_the_same_as_with_all_ties():
    tried = {"mobilisation": {"lapse": 6}}
    tree = laid(tried, {"governance": {"formalisation": 0.4}, "partners": {"delegates": 2}})
    settings = eventful(**tree)
    others = sum(one.count for one in settings.organisations.values()) - 1
    one, other = (next(simulate(it, 6, 3, by_organisation=True)) for it in (settings, with_ties(settings, others)))
    for name in ("weeks", "organisations", "cases"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-11, abs=1e-11, nan_ok=True)
    assert np.array_equal(one.event_log, other.event_log)


# Talk outside of meetings.


def talking(ties, week=TALK_EVERY):
    """Return a partnership in a week of talk, after its channels were held: there are none; o0 is no partner."""
    settings = with_ties(small(COUNT, only=["informal_talk"], trust={"informal": 0.1}), ties)
    model = Partnership(settings)
    for _ in range(week):
        begin(model)
    rng = np.random.default_rng(1)
    for name in ("personal", "acquaintance"):
        held = getattr(model.state, name)
        shape = (COUNT, COUNT) if ties == 0 else held.shape
        held[:, : shape[1]] = rng.uniform(size=shape) * (np.eye(COUNT) == 0 if ties == 0 else 1)
    rows(model).information[:] = np.linspace(0, 1, COUNT)
    rows(model).standing[0] = 0
    model.context()
    model.communication()
    return model


@TIES
def test_partners_talk_as_much_as_they_know_and_trust_one_another(ties):
    model = talking(ties)
    partner = np.arange(COUNT) > 0
    wanted = TALK_EVERY * 0.1 * model.pairs("acquaintance") * model.pairs("personal")
    wanted = np.nan_to_num(wanted) * np.multiply.outer(partner, partner)
    assert np.nan_to_num(model.pairs("contact")) == pytest.approx(wanted)
    assert np.count_nonzero(wanted) > 30
    # [j, i] is of i toward j: what i hears is the mean of what the others know, by its own contacts.
    knew, talked = np.linspace(0, 1, COUNT), wanted.sum(axis=0)
    heard = knew @ wanted / np.maximum(talked, 1e-300)
    assert rows(model).information == pytest.approx(knew + (1 - np.exp(-talked)) * np.maximum(0, heard - knew))
    assert rows(model).information[0] == 0, "no partner hears nothing"
    assert rows(model).information[1] > knew[1] + 0.05


@pytest.mark.parametrize("week", [1, 2, 3, 5])
def test_the_talk_of_four_weeks_is_counted_in_one(week):
    model = talking(0, week)
    assert not model.state.contact.any()
    assert rows(model).information == pytest.approx(np.linspace(0, 1, COUNT))


def test_who_only_talks_comes_to_know_one_another_too():
    """Contact by talk is contact: trust and acquaintance move by it in phase 3, and nobody is in touch with itself."""
    tree = {"trust": {"informal": 1, "contacts": 4}, "partners": {"openness": 1}}
    model = Partnership(small(3, only=["informal_talk", "contact"], **tree))
    model.pairs("personal")[:] = model.pairs("acquaintance")[:] = 0.5 * (np.eye(3) == 0)
    stepped(model, TALK_EVERY, lambda model: None)
    once = min(1, TALK_EVERY * 1 * 0.25) * (1 - 0.5**0.25)
    assert model.pairs("acquaintance")[1, 2] == pytest.approx(0.5 + once * 0.5)
    assert np.diag(model.pairs("personal")).tolist() == [0] * 3
