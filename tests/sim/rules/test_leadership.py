"""Who leads: succession, rotation, handing over; who is brought in, when and how many at once."""

import numpy as np
import pytest
from crafted import begin, begun, meeting, rows, small, stepped, whole

from entente.sim.chance import ACT_JOIN
from entente.sim.partnership import Partnership
from entente.sim.records import ACTIVE, APPROACHED, FORMER, MEMBER, UNKNOWN

LEAVES = {"events": {"gone": {"kind": "leader_leaves", "week": 5}}}
ALONE = {"concentration": 1, "dedicated": 1}
NEVER = 520


def without_lead(succession, **tree):
    """Return the weeks in which nobody leads, after the lead leaves in week 5."""
    settings = small(4, only=["events"], weeks=30, leadership=ALONE | {"succession": succession}, **LEAVES, **tree)
    led = stepped(Partnership(settings), 30, lambda model: model.series("leadership"))
    return [week + 1 for week, share in enumerate(led) if share < 0.5]


@pytest.mark.parametrize("succession", [1, 4, 13])
def test_a_lead_who_left_is_replaced_after_the_stated_weeks(succession):
    """The place is empty from the week of departure; one week more or less is how weeks are counted."""
    empty = without_lead(succession)
    assert empty[0] == 5
    assert empty == list(range(5, 5 + len(empty)))
    assert abs(len(empty) - succession) <= 1
    assert len(without_lead(succession + 3)) == len(empty) + 3


def test_a_succession_may_be_at_once_or_never():
    assert len(without_lead(0)) <= 1
    assert without_lead(NEVER) == list(range(5, 31))


def test_leadership_carried_by_all_loses_little_when_one_leaves():
    one, all_ = (
        stepped(
            Partnership(small(5, only=["events"], leadership=style | {"succession": NEVER}, **LEAVES)),
            8,
            lambda model: model.series("leadership"),
        )
        for style in (ALONE, {"concentration": 0.2, "dedicated": 0})
    )
    assert one[:4] == pytest.approx([1] * 4)
    assert one[-1] == 0
    assert all_[-1] == pytest.approx(0.8)


def test_the_trust_placed_in_a_coordinator_leaves_with_them_but_for_what_is_handed_over():
    for handover in (0.0, 0.6):
        model = Partnership(
            small(3, only=["events", "handover"], leadership=ALONE, governance={"handover": handover}, **LEAVES)
        )
        rows(model).coordinator_trust[:] = 0.5
        trust = stepped(model, 5, lambda model: rows(model).coordinator_trust[1])
        assert trust[3] == pytest.approx(0.5)
        assert trust[4] == pytest.approx(0.5 * handover)


def test_who_succeeds_has_less_experience_and_learns():
    settings = small(3, only=["events", "learning"], leadership=ALONE | {"succession": 1, "experience": 0.8},
                     staff={"learning": 4}, **LEAVES)  # fmt: skip
    model = Partnership(settings)
    experience = stepped(model, 40, lambda model: float(whole(model).experience))
    assert experience[3] == pytest.approx(0.8)
    first = next(week for week in range(5, 20) if experience[week] > 0)
    assert experience[first] < 0.7
    assert all(np.diff(experience[first:]) >= 0)
    assert experience[-1] == pytest.approx(0.8, abs=0.01)


def leads(weeks, **leadership):
    """Return who leads after each week."""
    model = Partnership(small(4, only=["energy"], leadership=leadership))
    return stepped(model, weeks, lambda model: int(whole(model).lead))


def test_the_lead_rotates_in_turn_at_its_period():
    found = leads(18, rotation=4)
    assert found == [0] * 3 + [1] * 4 + [2] * 4 + [3] * 4 + [0] * 3


def test_the_lead_is_handed_over_to_the_most_trusted_when_energy_falls():
    model = begun(small(4, only=["energy"], leadership={"hand_over": 0.4}))
    rows(model).trusted[:] = [0.9, 0.2, 0.8, 0.5]
    whole(model).energy = 0.39
    model.leadership()
    assert whole(model).lead == 2
    assert whole(model).energy > 0.5


@pytest.mark.parametrize(("energy", "limit"), [(0.41, 0.4), (0.0, 0.0)])
def test_the_lead_is_kept_while_energy_lasts_or_when_it_is_never_handed_over(energy, limit):
    model = begun(small(4, only=["energy"], leadership={"hand_over": limit}))
    whole(model).energy = energy
    model.leadership()
    assert whole(model).lead == 0


def test_a_lead_who_quits_the_partnership_leads_no_more():
    model = begun(small(4, only=["exit"], mobilisation={"patience": 1}))
    rows(model).threshold[0] = 1
    rows(model).trusted[:] = [0.9, 0.1, 0.1, 0.6]
    model.mobilisation()
    model.leadership()
    assert whole(model).lead == 3
    assert model.state.carrier.share[0] == 0
    assert model.state.carrier.share.sum() == pytest.approx(1)


def test_more_asked_than_there_are_hours_for_leaves_less_for_each():
    """Ten hours asked of five: half of what is needed, and all of the hours are spent."""
    lead = ALONE | {"hours": 5, "support": 0}
    tree = {"communication": meeting(coordinator=10), "leadership": lead, "governance": {"structure": 0}}
    model = begun(small(4, only=["animation"], **tree))
    model.context()
    model.communication()
    assert whole(model).animation == pytest.approx(0.5)
    assert whole(model).hours_coordinator == pytest.approx(5)


def test_more_partners_ask_for_more_attention_than_one_lead_has():
    lead = ALONE | {"hours": 5, "support": 1, "attention": 0.5}
    found = {}
    for count in (5, 10, 20):
        model = begun(small(count, only=["animation"], leadership=lead))
        model.context()
        model.communication()
        found[count] = float(whole(model).animation)
    assert found == pytest.approx({5: 1, 10: 1, 20: 0.5})


def test_load_drains_energy_and_results_give_some_back():
    energies = {}
    for load, momentum in ((0.5, 0), (2, 0), (2, 1)):
        model = begun(small(3, only=["energy"], leadership={"strain": 0.4}))
        whole(model).demand, whole(model).supply, whole(model).momentum = 10 * load, 10, momentum
        model.leadership()
        energies[load, momentum] = float(whole(model).energy)
    assert energies[2, 0] < energies[2, 1] < 1
    assert energies[2, 0] < energies[0.5, 0] < 1


OUTSIDERS = {f"o{k}": {"member": False} for k in range(1, 12)}


def approached(weeks, joins=False, **governance):
    """Return how many outsiders have been approached, or have joined, after each week; nobody or everyone accepts."""
    tree = {"organisations": OUTSIDERS, "leadership": {"recruitment": 1}, "partners": {"mission_fit": 1, "openness": 1}}
    model = Partnership(small(12, only=["recruitment"], governance=governance, **tree))
    rows(model).standing[11] = MEMBER
    found = []
    for _ in range(weeks):
        begin(model)
        model.context()
        model.communication()
        model.draws.act[ACT_JOIN] = 0.0 if joins else 0.9999999
        model.mobilisation()
        standing = rows(model).standing
        found.append(int(np.sum(standing[1:11] == APPROACHED) if not joins else np.sum(standing[1:11] > APPROACHED)))
    return found


def test_outsiders_are_approached_in_batches_from_the_week_of_admission():
    """Every four weeks, so many at once, none before its week; five batches of two make ten."""
    found = approached(40, admission=10, batch=2)
    first = next(week for week, count in enumerate(found, 1) if count)
    assert 10 <= first < 14
    assert set(found[: first - 1]) == {0}
    assert found[first - 1 :: 4][:5] == [2, 4, 6, 8, 10]
    assert set(np.diff(found)) == {0, 2}


def test_all_may_be_approached_and_join_at_once():
    found = approached(8, joins=True, admission=1, batch=500)
    assert set(found) == {0, 10}


def test_an_organisation_is_approached_once_in_an_intake():
    """What is asked of the lead's hours counts each one approached once."""
    model = Partnership(small(12, only=["recruitment"], organisations=OUTSIDERS, governance={"batch": 500}))
    rows(model).standing[11] = MEMBER
    for week in range(1, 5):
        begin(model)
        model.draws.act[ACT_JOIN] = 0.9999999
        model.mobilisation()
        assert whole(model).approached == (10 if week == 4 else 0)


def test_without_effort_to_recruit_nobody_joins_and_voice_is_less_the_later_one_comes():
    voices = {}
    for stage in (0, 6):
        model = Partnership(small(4, only=["recruitment"], organisations={"o3": {"member": False}}))
        whole(model).stage = stage
        whole(model).week = 3
        begin(model)
        model.draws.act[ACT_JOIN] = 0.0
        model.parameters.leadership.recruitment = 0.0
        model.mobilisation()
        assert rows(model).standing[3] == APPROACHED
        whole(model).week = 7
        begin(model)
        model.draws.act[ACT_JOIN] = 0.0
        model.parameters.leadership.recruitment = 1.0
        whole(model).animation = 1.0
        model.mobilisation()
        assert rows(model).standing[3] == MEMBER
        voices[stage] = float(rows(model).voice[3])
    assert voices[6] < voices[0]


def test_one_who_left_is_asked_again_last_and_not_at_once():
    """Patience is 6 weeks: who left in week 1 is not asked at the intakes of weeks 4, and is at that of week 8."""
    settings = small(5, only=["recruitment", "exit"], mobilisation={"patience": 6},
                     organisations={"o4": {"member": False}}, governance={"batch": 1})  # fmt: skip
    model = Partnership(settings)
    rows(model).standing[3], rows(model).since[3] = FORMER, 1
    asked = {}
    for week in range(1, 13):
        begin(model)
        rows(model).benefits[:] = 1.0
        model.draws.act[ACT_JOIN] = 0.0 if week == 4 else 0.9999999
        whole(model).animation = 1.0
        model.parameters.leadership.recruitment = 1.0
        rows(model).lead_trust[:] = rows(model).mission_fit[:] = rows(model).openness[:] = 1.0
        rows(model).mobilisation[:] = 1.0
        model.mobilisation()
        asked[week] = rows(model).standing[3:].tolist()
    assert asked[3] == [FORMER, UNKNOWN]
    assert asked[4][0] == FORMER
    assert asked[4][1] in (MEMBER, ACTIVE)
    assert asked[7][0] == FORMER
    assert asked[8][0] == MEMBER
