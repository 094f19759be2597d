"""What drifts and who stays, number by number: conjuncture and agendas, outside options, lapse, another round."""

import numpy as np
import pytest
from crafted import begin, begun, meeting, rows, small, stepped, whole

from entente.sim.chance import ACT_JOIN, CONJUNCTURE_SHIFTS
from entente.sim.model.measures import LOG_ENTRIES
from entente.sim.partnership import Partnership
from entente.sim.records import FORMER

KINDS = list(LOG_ENTRIES)
DRIFT, SPREAD = 10, 0.2
KEPT = 0.5 ** (1 / DRIFT)  # of an autoregressive process, from week to week
MANY = 200


def agendas(weeks):
    """Return the agendas of many organisations, week by week."""
    tree = {"partners": {"agenda": SPREAD}, "context": {"drift": DRIFT}}
    model, found = Partnership(small(MANY, only=["agendas"], **tree)), []
    for _ in range(weeks):
        begin(model)
        model.context()
        found.append(rows(model).agenda.copy())
        assert rows(model).readiness == pytest.approx(-found[-1])
    assert whole(model).conjuncture == 0
    return np.array(found)


def test_one_week_of_drift_is_the_equation_of_the_numbers_drawn():
    tree = {"partners": {"agenda": SPREAD}, "context": {"conjuncture": 0.05, "drift": DRIFT}}
    model = begun(small(5, only=["conjuncture", "agendas"], **tree))
    whole(model).conjuncture, rows(model).agenda[:] = 0.3, -0.1
    whole_draw, own_draws = model.draws.partnership[CONJUNCTURE_SHIFTS], model.draws.agenda[:5].copy()
    model.context()
    step = (12 * (1 - KEPT**2)) ** 0.5
    moment = KEPT * 0.3 + 0.05 * step * (whole_draw - 0.5)
    agenda = KEPT * -0.1 + SPREAD * step * (own_draws - 0.5)
    assert whole(model).conjuncture == pytest.approx(moment)
    assert rows(model).agenda == pytest.approx(agenda)
    assert rows(model).readiness == pytest.approx(moment - agenda)
    assert len(set(own_draws)) == 5


def test_agendas_begin_at_nothing_and_spread_to_the_stated_deviation():
    """After t weeks the variance is that of the long run times 1 - k^2t, with k what is kept from week to week."""
    found = agendas(400)
    for week in (1, 4, 13):
        expected = SPREAD * (1 - KEPT ** (2 * week)) ** 0.5
        assert found[week - 1].std() == pytest.approx(expected, rel=0.15), f"of {MANY} organisations"
    settled = found[60:]
    assert settled.std() == pytest.approx(SPREAD, rel=0.03)
    assert settled.mean() == pytest.approx(0, abs=0.02)


def test_agendas_forget_half_in_the_stated_weeks_and_know_nothing_of_each_other():
    settled = agendas(400)[60:]
    for lag in (1, DRIFT, 2 * DRIFT):
        alike = np.mean(settled[lag:] * settled[:-lag]) / settled.var()
        assert alike == pytest.approx(KEPT**lag, abs=0.04)
    among = np.corrcoef(settled.T)[np.triu_indices(MANY, 1)]
    assert among.mean() == pytest.approx(0, abs=0.01)


def test_the_conjuncture_has_the_stated_deviation_and_half_life_and_is_the_same_for_all():
    settings = small(2, only=["conjuncture"], context={"conjuncture": 0.06, "drift": DRIFT})
    paths = []
    for replicate in range(40):
        model, path = Partnership(settings, replicate=replicate), []
        for _ in range(260):
            begin(model)
            model.context()
            path.append(whole(model).conjuncture)
            assert rows(model).readiness.tolist() == [path[-1]] * 2
        paths.append(path[60:])
    found = np.array(paths)
    assert found.std() == pytest.approx(0.06, rel=0.06)
    assert np.mean(found[:, DRIFT:] * found[:, :-DRIFT]) / found.var() == pytest.approx(0.5, abs=0.06)
    assert np.mean([one.mean() for one in found]) == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("only", [["graded"], []])
def test_a_good_moment_counts_as_a_lower_threshold(only):
    """Readiness z at threshold θ gives the effort of threshold θ - z, graded or not."""
    thresholds, moments = np.array([0.3, 0.5, 0.5, 0.52, 0.9]), np.array([0.0, 0.1, -0.1, 0.03, 0.5])
    efforts = []
    for theta, moment in ((thresholds, moments), (thresholds - moments, 0.0)):
        model = begun(small(5, only=only, mobilisation={"half_life": 0, "slope": 10}))
        model.context()
        rows(model).threshold[:], rows(model).motivation[:], rows(model).readiness[:] = theta, 0.5, moment
        model.mobilisation()
        efforts.append(rows(model).mobilisation.tolist())
    assert efforts[0] == pytest.approx(efforts[1])
    past = 10 * (0.5 + moments - thresholds)
    assert efforts[0] == pytest.approx((past >= 0).astype(float) if not only else 1 / (1 + np.exp(-past)))


# Who stays.


def left_in(model, weeks, *kinds):
    """Return the entries of the log of some kinds, as (week, organisation), after so many weeks."""
    stepped(model, weeks, lambda model: None)
    log = model.state.log[: whole(model).logged]
    return [(int(one["week"]), int(one["who"])) for one in log if KINDS[one["kind"]] in kinds]


OUTSIDE = {
    "mobilisation": {"margin": 0.25, "patience": 3},
    "partners": {"motivation": 0.5},
    "organisations": {"o1": {"threshold": 0.75}, "o2": {"threshold": 0.7501}, "o3": {"threshold": 1}},
}


def test_who_could_do_better_elsewhere_leaves_after_so_many_weeks():
    """Motivation is 0.5 and does not move: o2 and o3 are under their threshold less the margin, o1 is right at it."""
    model = Partnership(small(4, only=["exit"], **OUTSIDE))
    rows(model).exhaustion[:] = 0.5
    assert left_in(model, 8, "left") == [(3, 2), (3, 3)]
    assert rows(model).standing.tolist()[2:] == [FORMER] * 2
    assert (rows(model).motivation[2:] == 0).all()
    assert (rows(model).exhaustion[2:] == 0).all()
    assert left_in(Partnership(small(4, only=[], **OUTSIDE)), 8, "left") == [], "exit is off"


def test_a_good_week_begins_the_count_anew():
    """The moment is right in weeks 3 and 5 only: the third week in a row under the margin is week 8."""
    model = Partnership(small(4, only=["exit"], **OUTSIDE))
    discontent = []
    for week in range(1, 9):
        begin(model)
        model.context()
        rows(model).readiness[:] = 0.3 if week in (3, 5) else 0.0
        model.mobilisation()
        discontent.append(int(rows(model).discontent[3]))
    assert discontent == [1, 2, 0, 1, 0, 1, 2, 0]
    assert rows(model).standing[3] == FORMER
    assert rows(model).since[3] == 8


LAPSING = {"only": ["lapse"], "mobilisation": {"lapse": 6}, "work": {"ambition": 0}}  # nobody works


@pytest.mark.parametrize(
    ("channel", "week"),
    [
        (None, 6),
        ({"stop": 5}, 11),
        ({"stop": 5, "hours": 0.4}, 6),
        ({"stop": 5, "hours": 0.5}, 11),
        ({"start": 4, "stop": 4}, 10),
    ],
)
def test_who_has_come_to_nothing_for_so_many_weeks_lapses(channel, week):
    """Everybody comes to every meeting; what takes less than half an hour is not being seen."""
    tree = {"communication": meeting(**channel)} if channel else {}
    model = Partnership(small(3, **LAPSING, **tree))
    assert left_in(model, 20, "lapsed") == [(week, 0), (week, 1), (week, 2)]
    assert left_in(model, 0, "left") == []
    assert (rows(model).standing == FORMER).all()


def test_who_keeps_coming_never_lapses_and_who_joins_has_its_time():
    model = Partnership(small(3, **LAPSING, organisations={"o2": {"member": False}}))
    stepped(model, 3, lambda model: None)
    begin(model)
    rows(model).standing[2], rows(model).since[2] = 2, 4  # joined in week 4
    assert left_in(model, 8, "lapsed") == [(6, 0), (6, 1), (10, 2)]
    weekly = Partnership(small(3, **LAPSING, communication=meeting()))
    assert left_in(weekly, 30, "lapsed") == []
    monthly = Partnership(small(3, **LAPSING, communication=meeting(period=6)))
    assert left_in(monthly, 30, "lapsed") == []
    assert left_in(Partnership(small(3, **LAPSING | {"only": []})), 30, "lapsed") == []


@pytest.mark.parametrize(("hours", "lapses"), [(0.49, True), (0.51, False)])
def test_half_an_hour_of_work_that_was_promised_is_being_seen(hours, lapses):
    """Of 5 hours its means free 0.825; of these it promises a share, as far as it can decide (0.8) and adapt (0.85)."""
    able = 5.0 * 0.825 * 0.8 * 0.85
    tree = LAPSING | {"work": {"ambition": hours / able, "insistence": 0}, "partners": {"reliability": 1}}
    lapsed = {who for _, who in left_in(Partnership(small(3, **tree)), 30, "lapsed")}
    assert lapsed - {0} == ({1, 2} if lapses else set()), "beside the lead, some of whose hours go to leading"


def test_who_lapsed_is_asked_again_after_a_while_like_those_who_left():
    model = Partnership(
        small(3, **LAPSING | {"only": ["lapse", "recruitment"]} | {"mobilisation": {"lapse": 6, "patience": 5}})
    )
    stepped(model, 11, lambda model: None)
    begin(model)
    whole(model).served, model.draws.act[ACT_JOIN] = 1.0, 0.0
    model.mobilisation()
    assert whole(model).week == 12
    assert rows(model).since.tolist() == [12] * 3


# Another round.


ROUND = {"stages": {"only": {"work": 0.5}}, "partners": {"motivation": 0.5}, "weeks": 12}


@pytest.mark.parametrize(("unwilling", "ends"), [(0, False), (1, False), (2, False), (3, True), (4, True)])
def test_half_of_the_partners_want_another_round_or_the_goals_are_met(unwilling, ends):
    them = {f"o{k}": {"threshold": 0.51 if k < unwilling else 0.5} for k in range(4)}
    model = begun(small(4, only=["renewal"], organisations=them, **ROUND))
    rows(model).mobilisation[:] = 1
    model.context()
    model.work()
    assert whole(model).cycle == 1
    assert model.state.log["kind"][: whole(model).logged].tolist() == [KINDS.index("stage_done")] + (
        [KINDS.index("goals_met")] if ends else []
    )
    assert (model.ended, bool(whole(model).reason)) == (ends, ends)


def test_a_good_moment_makes_them_go_on():
    for moment, ends in ((0.0, True), (0.02, False)):
        model = begun(small(4, only=["renewal"], **laid_thresholds(0.51), **ROUND))
        rows(model).mobilisation[:] = 1
        model.context()
        rows(model).readiness[:] = moment
        model.work()
        assert model.ended == ends


def laid_thresholds(threshold):
    """Return organisations that all have one threshold."""
    return {"organisations": {f"o{k}": {"threshold": threshold} for k in range(4)}}


def test_the_rounds_that_a_scenario_states_are_the_most_there_are():
    for only, cycles, rounds in ((["renewal"], 3, 3), ([], 3, 3), ([], 0, 6)):
        model = Partnership(small(4, only=only, cycles=cycles, **ROUND))
        stepped(model, 6, lambda model: None)
        assert whole(model).cycle == rounds
        assert model.end_reason == ("goals_met" if rounds == 3 else "none")
