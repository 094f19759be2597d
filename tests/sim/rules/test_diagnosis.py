"""The six conditions: what each partner would answer, worked out again from the state after ``CONDITIONS``."""

import numpy as np
import pytest
from crafted import eventful, rows, small, whole

from entente.sim.batch import simulate
from entente.sim.model.measures import CONDITIONS, ORGANISATION_SERIES
from entente.sim.model.situation import Expertise
from entente.sim.partnership import Partnership
from entente.sim.records import ACTIVE, MEMBER

NAMES = list(CONDITIONS)
THIRD, TWO_THIRDS = 1 / 3, 2 / 3


def kinds_in(mask):
    return {kind for k, kind in enumerate(Expertise) if int(mask) >> k & 1}


def scores(model):
    """Return the score of every organisation for each condition, nan for those that are no partners."""
    o, w, settings = rows(model), whole(model), model.settings
    partner = np.isin(o.standing, [MEMBER, ACTIVE])
    active = o.standing == ACTIVE
    called = {kind for stage in settings.stages.values() if stage.work > 0 for kind in stage.expertise}
    brought = set().union(*(kinds_in(mask) for mask in o.expertise[active])) & called
    everyone = set(range(len(settings.populations)))
    served = [{k for k in everyone if int(mask) >> k & 1} or everyone for mask in o.populations[active]]
    wanted = len(called) + len(everyone)
    covered = (len(brought) + len(set().union(*served))) / wanted if wanted else 1.0
    given = o.mobilisation[partner]
    power = np.average(o.decision_power[partner], weights=given) if given.sum() > 0 else 0.0
    strongest = o.voice[partner].max(initial=0.0)
    heard = np.minimum(1, o.voice / strongest) if strongest > 0 else np.ones(len(o))
    found = {
        "coverage": covered * (0.5 + 0.5 * o.information),
        "early_involvement": (1 - o.entry) * np.minimum(1, 2 * o.presence),
        "negotiation": o.voice,
        "strategic_actors": (power * active.sum() / max(1, partner.sum()) + o.peers) / 2,
        "equal_power": (heard + o.recognition) / 2,
        "co_construction": (np.maximum(0, 1 - 2 * np.abs(o.framing - w.centre)) + 1 - w.controversy + o.trusting) / 3,
    }
    return {name: np.where(partner, values, np.nan) for name, values in found.items()}


def answers_of(score):
    """Return 2 (A), 1 (B) or 0 (C), nan where there is no score."""
    given = (score >= THIRD).astype(float) + (score >= TWO_THIRDS)
    return np.where(np.isnan(score), np.nan, given)


@pytest.mark.parametrize("replicate", range(3))
def test_answers_and_their_shares_are_what_the_formulas_give(replicate):
    model = Partnership(eventful(), seed=5, replicate=replicate)
    seen = {name: set() for name in NAMES}
    for _ in range(40):
        model.step()
        if model.ended:
            break
        for k, (name, score) in enumerate(scores(model).items()):
            wanted, given = answers_of(score), rows(model)[name]
            on_edge = np.isclose(score, THIRD, atol=1e-12) | np.isclose(score, TWO_THIRDS, atol=1e-12)
            wanted = np.where(on_edge, given, wanted)  # there, rounding decides
            assert np.array_equal(given, wanted, equal_nan=True), (model.week, name)
            known = wanted[~np.isnan(wanted)]
            seen[name] |= set(known)
            shares = [np.mean(known == answer) for answer in (0, 1, 2)]
            assert model.state.answers[k] == pytest.approx(shares, abs=1e-12), (model.week, name)
    assert model.week > 20
    assert sum(len(found) for found in seen.values()) > 10, "answers vary"


def test_a_batch_gives_the_answers_and_the_shares_of_a_partnership_stepped():
    (chunk,) = simulate(eventful(), 2, 5, by_organisation=True)
    own = {name: chunk.organisations[..., list(ORGANISATION_SERIES).index(name)] for name in NAMES}
    for replicate in range(2):
        model = Partnership(eventful(), seed=5, replicate=replicate)
        for t in range(40):
            model.step()
            assert np.array_equal(chunk.conditions[replicate, t], model.state.answers)
            for name in NAMES:
                assert np.array_equal(own[name][replicate, t], rows(model)[name], equal_nan=True)


@pytest.mark.slow
def test_shares_sum_to_one_while_it_lasts_and_to_nothing_once_ended():
    tree = {"cycles": 1, "stages": {"vision": {"work": 5}, "action": {"work": 20}}}
    (chunk,) = simulate(eventful(**tree), 10, 5, by_organisation=True)
    ends = np.where(chunk.summaries["ended"], chunk.summaries["end_week"], 40).astype(int)
    assert (ends < 40).any()
    own = chunk.organisations[..., [list(ORGANISATION_SERIES).index(name) for name in NAMES]]
    standing = chunk.organisations[..., list(ORGANISATION_SERIES).index("standing")]
    for r, end in enumerate(ends):
        assert chunk.conditions[r, :end].sum(axis=2) == pytest.approx(1)
        assert (chunk.conditions[r, end:] == 0).all()
        partner = np.isin(standing[r, :end], [MEMBER, ACTIVE])
        assert np.array_equal(~np.isnan(own[r, :end]), np.repeat(partner[..., None], len(NAMES), axis=2))
        assert np.isnan(own[r, end:]).all()


# By hand.


def observe_answers(model, **state):
    """Return the answers of every organisation once some fields of the state were written."""
    for name, value in state.items():
        rows(model)[name][:] = value
    model.observation()
    return {name: rows(model)[name].tolist() for name in NAMES}


def after_a_week(count=4, **tree):
    model = Partnership(small(count, only=[], **tree))
    model.step()
    return model


def test_thirds_are_the_edges():
    below = [np.nextafter(edge, 0) for edge in (THIRD, TWO_THIRDS)]
    voices = [0, below[0], THIRD, 0.5, below[1], TWO_THIRDS, 1]
    assert observe_answers(after_a_week(7), voice=voices)["negotiation"] == [0, 0, 1, 1, 1, 2, 2]
    assert observe_answers(after_a_week(2), presence=1, entry=[1 - TWO_THIRDS - 1e-12, 1 - THIRD - 1e-12])[
        "early_involvement"
    ] == [2, 1]


def test_perspectives_are_covered_by_those_who_are_active():
    """Two kinds of expertise are called on and there are two populations: of the four, active partners bring two."""
    them = {
        "o0": {"expertise": ["knowledge", "funding"], "populations": ["young"]},
        "o1": {"expertise": ["facilitation"], "populations": ["old"]},
        "o2": {"expertise": ["funding"], "populations": ["young"]},
    }
    stages = {
        "vision": {"work": 9000, "expertise": ["knowledge"]},
        "action": {"expertise": ["facilitation"]},
        "portrait": {"work": 0, "expertise": ["lived_experience"]},  # skipped: it calls on nobody
    }
    model = after_a_week(3, organisations=them, populations={"young": 1, "old": 1}, stages=stages)
    news = [0, 0.3, 1]  # information: half of the score rests on it
    assert observe_answers(model, standing=[ACTIVE, MEMBER, ACTIVE], information=news)["coverage"] == [0, 0, 1]
    assert observe_answers(model, standing=[ACTIVE, ACTIVE, ACTIVE], information=news)["coverage"] == [1, 1, 2]
    assert observe_answers(model, standing=[MEMBER, MEMBER, MEMBER], information=1)["coverage"] == [0, 0, 0]


def test_who_says_no_population_serves_them_all():
    places = {"populations": {"young": 1, "old": 1, "other": 1}}
    kinds = ["knowledge", "funding", "community"]
    model = after_a_week(2, **places, stages={"action": {"work": 9000, "expertise": kinds}})
    assert observe_answers(model, standing=[ACTIVE, MEMBER], information=1)["coverage"] == [1, 1], "three of six"
    assert observe_answers(model, standing=[ACTIVE, MEMBER], information=0)["coverage"] == [0, 0]
    model = after_a_week(2, **places, stages={"action": {"work": 9000}})
    assert observe_answers(model, standing=[ACTIVE, MEMBER], information=1)["coverage"] == [2, 2], "three of three"
    assert observe_answers(model, standing=[MEMBER, MEMBER], information=1)["coverage"] == [0, 0]


def test_where_nothing_is_called_on_everything_is_covered():
    model = after_a_week(2, stages={"action": {"work": 9000}})
    assert observe_answers(model, standing=MEMBER, information=[0, 1])["coverage"] == [1, 2]


def test_who_came_late_or_is_never_there_was_not_involved_early():
    answers = observe_answers(after_a_week(5), entry=[0, 0, 0.5, 0.7, 0], presence=[0.5, 0.2, 1, 1, 0])
    assert answers["early_involvement"] == [2, 1, 1, 0, 0]


def test_strategic_actors_count_by_what_they_give_and_by_how_many_act():
    """Power 1 and 0.2 among two who give the same: 0.6, of whom one in two acts: 0.3; and half for the peers."""
    both = {"decision_power": [1, 0.2], "mobilisation": 0.4, "standing": [ACTIVE, MEMBER]}
    assert observe_answers(after_a_week(2), **both, peers=[0.3, 1])["strategic_actors"] == [0, 1]
    assert observe_answers(after_a_week(2), **(both | {"mobilisation": [0.8, 0]}), peers=[0.3, 1])[
        "strategic_actors"
    ] == [
        1,
        2,
    ]
    assert observe_answers(after_a_week(2), **(both | {"mobilisation": 0}), peers=[0.3, 1])["strategic_actors"] == [
        0,
        1,
    ]


def test_power_is_equal_where_voices_are_and_all_are_recognised():
    assert observe_answers(after_a_week(3), voice=[0.6, 0.3, 0], recognition=[1, 0, 0.4])["equal_power"] == [2, 0, 0]
    assert observe_answers(after_a_week(3), voice=[0.1, 0.1, 0.05], recognition=[0.2, 0.4, 1])["equal_power"] == [
        1,
        2,
        2,
    ]
    assert observe_answers(after_a_week(2), voice=0, recognition=[0, 1])["equal_power"] == [1, 2], (
        "nobody above anybody"
    )


def test_building_together_needs_a_common_framing_peace_and_trust():
    model = after_a_week(3)
    whole(model).centre = 0.5
    assert observe_answers(model, framing=[0.5, 0.9, 0], trusting=[1, 0.1, 0])["co_construction"] == [2, 1, 1]
    whole(model).controversy = 1
    assert observe_answers(model, framing=[0.5, 0.9, 0], trusting=[1, 0.1, 0])["co_construction"] == [2, 0, 0]


def test_those_who_left_or_never_came_answer_nothing():
    answers = observe_answers(after_a_week(5), standing=[0, 1, 2, 3, 4])
    for name in NAMES:
        assert np.isnan(np.array(answers[name])[[0, 1, 4]]).all()
        assert np.isfinite(np.array(answers[name])[[2, 3]]).all()
