"""Hours, effort and means, number by number: insistence, exhaustion, saved hours, deliberation, ownership, clarity."""

import numpy as np
import pytest
from crafted import begun, meeting, rows, small, stepped, whole

from entente.sim.derived import MEANS_FOUND, OWNERSHIP, SAVED_WEEKS
from entente.sim.partnership import Partnership
from entente.sim.rules.work import LEAST_PLEDGE, LEAST_USEFUL

HALF = 0.5


NOBODY_LEADS = {"leadership": {"support": 0}}  # nothing asks for animation, so that it takes nobody's hours


# What is missing is asked again of those who give.


def asked(insistence, pace, *only, mobilisation=None, **tree):
    """Return a partnership that has worked for a week, the hours it had free, and those each pledged at first."""
    them = {f"o{k}": {"decision_power": k / 5, "rigidity": 0.2, "hours": 2 + k} for k in range(6)}
    life = {"work": {"insistence": insistence, "pace": pace, "ambition": 0.5}, "organisations": them, **NOBODY_LEADS}
    model = begun(small(6, only=["insistence", *only], **(life | tree)))
    model.context()
    model.communication()
    rows(model).mobilisation[:] = np.linspace(0.3, 1, 6) if mobilisation is None else mobilisation
    them, free = rows(model), rows(model).available - rows(model).spent_paperwork
    pledged = 0.5 * them.mobilisation * free * (0.5 + 0.5 * them.decision_power) * (1 - 0.5 * them.rigidity)
    model.work()
    return model, free, pledged


@pytest.mark.parametrize("insistence", [0, 0.3, 1])
def test_a_share_of_what_is_missing_is_asked_again_in_proportion_to_what_was_pledged(insistence):
    model, _, pledged = asked(insistence, pace=2)
    missing = 2 * 6 - pledged.sum()
    assert missing > 4
    assert rows(model).spent_work == pytest.approx(pledged * (1 + insistence * missing / pledged.sum()))
    assert rows(model).spent_work.sum() == pytest.approx(pledged.sum() + insistence * missing)


def test_nothing_is_asked_again_when_nothing_is_missing():
    model, _, pledged = asked(1, pace=0.02)
    assert rows(model).spent_work == pytest.approx(pledged)


def test_nobody_gives_more_than_its_free_hours():
    """Ten hours a week of each are wanted, of organisations that have two to seven: all is given, and no more."""
    model, free, pledged = asked(1, pace=10)
    wanted = pledged * (1 + (60 - pledged.sum()) / pledged.sum())
    assert rows(model).spent_work == pytest.approx(np.minimum(free, wanted))
    assert (rows(model).spent_work[4:] == free[4:]).all()
    assert (rows(model).spent_work < free)[0]
    model.cases()
    model.motivation()
    assert (rows(model).spent_work <= rows(model).available).all()


def test_who_pledges_next_to_nothing_is_not_asked_for_more():
    """The first pledges 0.9 of the least that counts: it gives nothing, and its hours count for nothing."""
    efforts = np.full(6, 0.8)
    efforts[0] = 0.9 * LEAST_PLEDGE / (0.5 * 2 * 0.825 * 0.5 * 0.9)
    model, _, pledged = asked(0.5, pace=2, mobilisation=efforts)
    assert pledged[0] == pytest.approx(0.9 * LEAST_PLEDGE)
    rest = pledged[1:].sum()
    assert rows(model).spent_work == pytest.approx(pledged * (1 + 0.5 * (12 - rest) / rest) * (np.arange(6) > 0))
    assert whole(model).commitments == 5


@pytest.mark.parametrize("drag", [0, 0.5, 1])
def test_what_is_missing_is_measured_against_the_useful_share_of_what_is_given(drag):
    """A structure of full weight takes the share `drag` of the output, so that as much more is asked for."""
    tree = {"governance": {"structure": 1}, "work": {"insistence": 0.2, "pace": 2, "ambition": 0.5, "drag": drag,
                                                     "paperwork": 0.1}}  # fmt: skip
    model, _, pledged = asked(0, 0, "paperwork", **tree)
    missing = 12 / max(LEAST_USEFUL, 1 - drag) - pledged.sum()
    assert rows(model).spent_work == pytest.approx(
        np.minimum(rows(model).available - 0.1, pledged * (1 + 0.2 * missing / pledged.sum()))
    )


# Exhaustion and conflict.


def test_exhaustion_recovers_by_half_in_the_stated_weeks():
    model = Partnership(small(3, only=[], work={"ambition": 0}, mobilisation={"exhaustion": 20, "fatigue": 6}))
    rows(model).exhaustion[:] = rows(model).fatigue[:] = 0.8
    seen = stepped(model, 40, lambda model: rows(model).exhaustion[1])
    assert seen[19::20] == pytest.approx([0.4, 0.2])
    assert rows(model).fatigue[1] < 0.01, "which is long over"


def test_exhaustion_goes_to_the_load_beyond_comfort():
    """A load of all its hours is overload 1, whatever comfort is; one of 0.8 beyond a comfort of 0.6 is a half."""
    for hours, load in ((20, 1.0), (4, HALF)):
        partners = {"hours": 5, "budget": 1}
        model = Partnership(
            small(3, only=[], costs={"partners": hours}, partners=partners, work={"ambition": 0},
                  mobilisation={"exhaustion": 10, "comfort": 0.6}, **NOBODY_LEADS)
        )  # fmt: skip
        seen = stepped(model, 20, lambda model: rows(model).exhaustion[1])
        assert seen[9::10] == pytest.approx([load * 0.5, load * 0.75])


@pytest.mark.parametrize(("only", "cost"), [("held_by_exhaustion", 0.7), ("held_by_conflict", 0.4)])
def test_what_holds_back_takes_the_stated_share_of_what_moves(only, cost):
    """Moved by its mission alone (0.9), held back by one thing alone, of which a cost of 0.6 is felt in full."""
    model = begun(
        small(3, only=["moved_by_mission", only], motivation={"half_life": 0, "costs": 0.6},
              partners={"mission_fit": 0.9}, work={"ambition": 0}, mobilisation={"exhaustion": 26})
    )  # fmt: skip
    model.context()
    rows(model).exhaustion[:], whole(model).controversy = 0.7, 0.4
    model.motivation()
    felt = cost * 0.5 ** (1 / 26) if only == "held_by_exhaustion" else cost
    assert rows(model).motivation == pytest.approx(0.9 * (1 - 0.6 * felt))


def test_exhaustion_and_conflict_are_weighed_with_all_that_holds_back():
    weights = {"exhaustion": 0.3, "conflict": 0.2, "fatigue": 0.5, "half_life": 0, "costs": 1}
    held = ["held_by_exhaustion", "held_by_conflict", "held_by_fatigue", "moved_by_mission"]
    model = begun(small(3, only=held, motivation=weights, partners={"mission_fit": 1}, work={"ambition": 0}))
    model.context()
    whole(model).controversy, rows(model).exhaustion[:], rows(model).fatigue[:] = 0.5, 0.4, 0.2
    model.motivation()
    wanted = 0.3 * rows(model).exhaustion + 0.2 * 0.5 + 0.5 * rows(model).fatigue
    assert rows(model).motivation == pytest.approx(1 - wanted)


# Hours of coordination that were not used.

PAID = {"concentration": 1, "dedicated": 1, "hours": 10, "support": 0, "departure": 0}


def hours_of_coordination(weeks, *only, **tree):
    """Return, week by week: hours given, spent, saved, and dollars, of one coordinator with ten hours a week."""
    life = {
        "leadership": PAID,
        "costs": {"wage": 40},
        "communication": meeting(period=8, coordinator=33, per_head=4, start=4),
    }
    model = Partnership(small(3, only=["animation", *only], **(life | tree)))

    def look(model):
        here = model.state.carrier.back[-1] == 0
        return 10.0 * here, whole(model).hours_coordinator, whole(model).saved, whole(model).dollars

    return np.array(stepped(model, weeks, look)).T, model


def test_hours_not_used_keep_for_four_weeks():
    """A meeting of 45 hours in weeks 4, 12 and 20: at most four weeks are saved, and the week's own come on top."""
    (_, spent, saved, dollars), _ = hours_of_coordination(21, "saved_hours")
    assert SAVED_WEEKS == 4
    rise = [10, 20, 30]
    assert saved.tolist() == pytest.approx([*rise, 0, *rise, 40, 40, 40, 40, 5, 15, 25, 35, 40, 40, 40, 40, 5, 15])
    assert spent.tolist() == pytest.approx([0] * 3 + [40] + [0] * 7 + [45] + [0] * 7 + [45, 0])
    assert dollars == pytest.approx(40 * spent)


@pytest.mark.parametrize("on", [True, False])
def test_every_hour_given_is_spent_saved_or_lost(on):
    only = ["saved_hours", "energy", "lead_departure", "learning"] if on else ["energy", "lead_departure", "learning"]
    paid = PAID | {"departure": 0.9, "succession": 5}
    tree = {"leadership": paid, "costs": {"coordinator": 6}}
    life = {"communication": meeting(period=6, coordinator=30)}
    model = Partnership(small(3, only=["animation", *only], weeks=200, **tree, **life), seed=3)
    before, lost, absences = 0.0, [], 0
    for _ in range(200):
        energy, here = whole(model).energy, model.state.carrier.back[-1] == 0
        model.step()
        given = 10 * (0.5 + 0.5 * energy) * (model.state.carrier.share[-1] if here else 0)
        absences += not here
        spent, saved = whole(model).hours_coordinator, whole(model).saved
        assert whole(model).supply == pytest.approx(given + before if here else 0)
        assert spent == pytest.approx(min(whole(model).supply, whole(model).demand))
        lost.append(given + before - spent - saved)
        assert lost[-1] >= -1e-9
        assert saved == pytest.approx(min(SAVED_WEEKS * given, whole(model).supply - spent) if on else 0)
        if on and here and lost[-1] > 1e-9:
            assert saved == pytest.approx(SAVED_WEEKS * given), "only what is more than four weeks is lost"
        before = saved
    assert absences > 10


def test_what_was_saved_goes_with_who_saved_it():
    events = {"out": {"kind": "leader_leaves", "week": 3}}
    tree = {"events": events, "leadership": PAID | {"succession": 4}}
    (given, spent, saved, _), _ = hours_of_coordination(9, "saved_hours", "events", **tree)
    assert saved.tolist() == [10, 20, 30, 0, 0, 0, 0, 10, 20]
    assert spent.tolist() == [0] * 9
    assert given.tolist() == [10, 10, 0, 0, 0, 0, 10, 10, 10]


def test_saved_hours_animate_what_one_week_could_not():
    served = []
    for only in (["saved_hours"], []):
        _, model = hours_of_coordination(12, *only)
        served.append(whole(model).served)
    assert served == pytest.approx([1, 10 / 45])


# Deliberation.

BROAD = {"stages": {"vision": {"work": 1000, "broad": True, "breadth": 0.75}}}


def deliberated(weeks, only=("deliberation",), **tree):
    """Return useful hours, progress, and hours that wait, week by week."""
    model = Partnership(small(4, only=only, **(BROAD | {"partners": {"hours": 20}} | tree)))
    return np.array(
        stepped(model, weeks, lambda model: (whole(model).useful, whole(model).progress, whole(model).pending))
    ).T


def test_a_broad_stage_advances_when_enough_of_the_partners_meet_and_no_hour_is_lost():
    useful, progress, pending = deliberated(12, communication=meeting(period=4))
    assert (useful > 0).all()
    assert progress + pending == pytest.approx(useful.cumsum())
    assert (pending == 0).tolist() == [week % 4 == 0 for week in range(12)]
    assert progress[3] == progress[0] < progress[4]
    everything, all_progress, none = deliberated(12, only=(), communication=meeting(period=4))
    assert all_progress == pytest.approx(everything.cumsum())
    assert not none.any()


@pytest.mark.parametrize(
    ("channels", "met"),
    [
        ({}, False),
        ({"table": {}}, True),
        ({"table": {"hours": 0.4}}, False),
        ({"committee": {"audience": "committee"}}, False),
        ({"committee": {"audience": "committee"}, "other": {"audience": "committee"}}, False),
    ],
)
def test_those_who_count_came_to_one_occasion(channels, met):
    """Three of four are required; the committee has two seats, and twice two are not four."""
    tree = {
        "communication": {"channels": {name: meeting(**one)["channels"]["table"] for name, one in channels.items()}}
    }
    _, progress, pending = deliberated(3, governance={"committee": 0.5}, **tree)
    assert (progress > 0).tolist() == [met] * 3
    assert (pending > 0).tolist() == [not met] * 3


def test_other_stages_do_not_wait():
    useful, progress, pending = deliberated(5, stages={"vision": {"work": 1000, "broad": False}})
    assert progress == pytest.approx(useful.cumsum())
    assert not pending.any()


# Ownership, means, clarity.


@pytest.mark.parametrize("on", [True, False])
def test_carrying_an_equal_part_of_the_leadership_gives_half_of_the_voice_that_one_lacks(on):
    """Of four, o0 carries half (twice an equal part counts once), the others a sixth: two thirds of an equal part."""
    assert OWNERSHIP == HALF
    tree = {"leadership": {"concentration": 0.5, "dedicated": 0, "directiveness": 0.4}, "governance": {"voice": 0.25}}
    model = begun(
        small(4, only=["ownership"] * on, partners={"status": 0.2}, motivation={"belonging_half_life": 0}, **tree)
    )
    model.context()
    rows(model).presence[:] = [HALF, HALF, 1, HALF / 2]
    model.motivation()
    given = (0.25 + 0.75 * 0.2) * 0.8
    owned = 0.5 * (1 - given) * on
    expected = [given + owned, given + owned * 2 / 3, given + owned * 2 / 3, (given + owned * 2 / 3) / 2]
    assert rows(model).voice == pytest.approx(expected)


@pytest.mark.parametrize(("experience", "in_place"), [(1, 1), (0.5, 1), (0.8, 0.25)])
def test_means_that_were_cut_are_found_again_by_half_in_a_year_by_who_is_fully_experienced(experience, in_place):
    """Funding 0.5 is cut to 0.1 in week 3: h(52) X Λ of what lacks is found each week, until it is back in week 63."""
    assert MEANS_FOUND == 52
    events = {"cut": {"kind": "funding", "week": 3, "size": 0.1, "lasts": 60}}
    tree = {
        "context": {"funding": 0.5},
        "leadership": {"experience": experience, "concentration": 1, "dedicated": 0.75},
    }
    model = Partnership(small(3, only=["events", "fundraising"], weeks=70, events=events, **tree))
    seen = []
    for week in range(1, 66):
        if in_place < 1 and week == 2:
            model.state.carrier.back[-1] = -1  # the coordinator, three quarters of the leadership
        model.step()
        seen.append(float(whole(model).funding))
    found = (1 - 0.5 ** (1 / 52)) * experience * in_place
    assert seen[:2] == [0.5, 0.5]
    assert seen[2:62] == pytest.approx([0.5 - 0.4 * (1 - found) ** week for week in range(60)])
    assert seen[62:] == [0.5] * 3
    if (experience, in_place) == (1, 1):
        assert seen[2 + 52] == pytest.approx(0.3)


def test_means_beyond_what_was_are_not_sought():
    events = {"grant": {"kind": "funding", "week": 1, "size": 0.9, "lasts": 60}}
    model = Partnership(small(3, only=["events", "fundraising"], events=events, context={"funding": 0.5}))
    assert stepped(model, 10, lambda model: float(whole(model).funding)) == [0.9] * 10


@pytest.mark.parametrize("structure", [0, 0.4, 1])
@pytest.mark.parametrize("on", [True, False])
def test_structure_makes_up_for_its_share_of_what_coordination_lacks(structure, on):
    """Useful hours are those given less `coordination` times what cohesion, trust and animation lack."""
    only = ["coordination"] + ["clarity"] * on
    model = begun(small(4, only=only, governance={"structure": structure}, work={"coordination": 0.7}))
    model.context()
    model.communication()
    model.relation()
    whole(model).cohesion, rows(model).trusting[:], whole(model).animation = 0.5, 0.3, 0.1
    model.work()
    lacks = (1 - 0.3) * (1 - structure * on)
    assert whole(model).useful == pytest.approx(rows(model).contributed.sum() * (1 - 0.7 * lacks))
    assert whole(model).useful > 0
