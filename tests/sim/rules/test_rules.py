"""What each rule does, on states made by hand: who comes, whom one trusts, who gets the credit, who quits."""

import numpy as np
import pytest
from crafted import WEEKLY_NEWS, begin, begun, meeting, rows, small, stepped, whole

from entente.sim.chance import ACT_KEEP
from entente.sim.partnership import Partnership
from entente.sim.records import ACTIVE, MEMBER

QUIET_WORK = {"work": {"ambition": 0}, "governance": {"structure": 0}}


def coming(obligation=0.0, travel=0.0, mandate=0.0, **state):
    """Return the share of a hundred organisations in one state, over all draws, that come to a meeting."""
    channels = meeting(obligation=obligation, travel=travel)
    model = begun(small(100, communication=channels, leadership={"mandate": mandate}, governance={"structure": 0}))
    model.context()
    base = {"available": 20, "motivation": 0.4, "lead_trust": 0.4, "belonging": 0.4, "seen": 0.4, "fatigue": 0.2}
    for field, value in (base | state).items():
        rows(model)[field][:] = value
    model.draws.channel[0, :100] = (np.arange(100) + 0.5) / 100
    model.communication()
    return np.mean(rows(model).spent_meetings > 0)


@pytest.mark.parametrize(
    ("field", "draws"),
    [
        ("motivation", True),
        ("lead_trust", True),
        ("belonging", True),
        ("seen", True),
        ("obligation", True),
        ("fatigue", False),
    ],
)
def test_attendance_rises_with_what_draws_and_falls_with_what_repels(field, draws):
    little, much = coming(**{field: 0.1}), coming(**{field: 0.9})
    assert (much > little) == draws
    assert abs(much - little) > 0.05


def test_travel_repels_more_who_is_far():
    near, far = (coming(travel=0.8, access=access) for access in (0.0, 1.0))
    assert far < near
    assert coming(travel=0.0, access=1.0) == near


def test_nobody_comes_without_hours_left_and_a_mandate_obliges():
    assert coming(available=0) == 0
    assert coming(obligation=1, mandate=1, motivation=0, belonging=0) == 1
    assert coming(obligation=0.8, mandate=1) > coming(obligation=0.8, mandate=0)


def talks(kept, weeks=1):
    """Return how personal trust in o0, first at 0.5, moves after meetings when o0's record is 1 or 0."""
    only_record = {"kept": 1, "fairness": 0, "openness": 0, "power": 0, "similarity": 0}
    model = Partnership(small(3, only=["contact"], communication=meeting(), trust=only_record, **QUIET_WORK))
    model.pairs("personal")[:] = 0.5 * (1 - np.eye(3))
    rows(model).record[:] = float(kept)
    return stepped(model, weeks, lambda model: model.state.personal[0, 1])[-1] - 0.5


def test_contact_with_who_breaks_its_word_lowers_trust_as_contact_with_who_keeps_it_raises_it():
    assert talks(kept=True) > 0
    assert talks(kept=False) == pytest.approx(-talks(kept=True))


def test_a_broken_commitment_is_remembered_and_gives_nothing():
    model = begun(small(2, work={"ambition": 1}, governance={"structure": 0}))
    model.context()
    model.draws.act[ACT_KEEP, :2] = [0.0, 0.999]
    before = rows(model).record.copy()
    model.work()
    assert rows(model).record[0] > before[0]
    assert rows(model).record[1] < before[1]
    assert rows(model).spent_work[0] > 0
    assert rows(model).spent_work[1] == 0
    assert (whole(model).commitments, whole(model).broken) == (2, 1)


def test_richer_contacts_give_more_trust():
    """In person against written, the same hours and number: more, about as their richness (Balliet 2010)."""
    gained = {}
    for richness in (1.0, 0.38):
        settings = small(
            3, only=["contact"], communication=meeting(richness=richness), partners={"openness": 1}, **QUIET_WORK
        )
        model = Partnership(settings)
        model.pairs("personal")[:] = 0.1
        gained[richness] = stepped(model, 1, lambda model: model.state.personal[0, 1])[0] - 0.1
    assert gained[1.0] / gained[0.38] == pytest.approx(1 / 0.38, rel=0.01)


def framings(apart, weeks=52, **tree):
    """Return how far apart two organisations that meet every week still are, from a first distance."""
    first = {"o0": {"framing": 0.5 - apart / 2}, "o1": {"framing": 0.5 + apart / 2}}
    tree = {"understanding": {"confidence": 0.4, "convergence": 5}, "partners": {"rigidity": 0}} | tree
    settings = small(2, only=["convergence"], organisations=first, communication=meeting(), **tree, **QUIET_WORK)
    return stepped(Partnership(settings), weeks, lambda model: float(np.ptp(rows(model).framing)))[-1]


def test_near_framings_converge_and_distant_ones_do_not():
    assert framings(0.3) < 0.1
    assert framings(0.5) == pytest.approx(0.5), "beyond the confidence nobody is convinced"


def test_framings_converge_less_among_those_who_trust_less_or_are_rigid():
    trusting, wary = (framings(0.3, 10, partners={"rigidity": 0, "trust": trust}) for trust in (0.9, 0.1))
    assert wary > trusting
    rigid = framings(
        0.3, 10, partners={"rigidity": 1}, understanding={"confidence": 0.4, "convergence": 5, "anchoring": 4}
    )
    assert rigid > framings(0.3, 10)


def test_controversies_wear_trust_between_the_opposed_only():
    first = {"o0": {"framing": 0.1}, "o1": {"framing": 0.9}, "o2": {"framing": 0.1}}
    model = begun(small(3, only=["controversies"], organisations=first, understanding={"erosion": 0.1}))
    whole(model).controversy = 0.8
    before = model.state.personal.copy()
    model.relation()
    assert model.state.personal[0, 1] == pytest.approx(before[0, 1] * (1 - 0.1 * 0.8 * 0.8))
    assert model.state.personal[0, 2] == before[0, 2]


def credited(credit, standing, **leadership):
    """Return the organisations after twenty weeks in which all did the same and heard everything."""
    statuses = {f"o{k}": {"status": status} for k, status in enumerate(standing)}
    model = begun(
        small(3, organisations=statuses, governance={"credit": credit}, leadership=leadership, off=["breaches"])
    )
    rows(model).information[:] = 1.0
    for _ in range(20):
        model.context()
        rows(model).information[:] = 1.0
        model.work()
        begin(model)
    return rows(model)


def recognised(credit, **leadership):
    """Return the recognition of a lead of the middle, of a low and of a high organisation."""
    return credited(credit, (0.5, 0.1, 0.9), **leadership).recognition.copy()


def test_credit_by_standing_lowers_the_recognition_of_low_status_workers():
    fair, ranked = recognised(1.0, credit_given=1), recognised(0.0, credit_given=1)
    assert fair[1] == pytest.approx(fair[2])
    assert ranked[1] < ranked[2]
    assert ranked[1] < fair[1] - 0.1


def test_standing_too_small_to_divide_by_claims_no_credit():
    none, next_to_none = credited(0.5, (0, 0, 0)), credited(0.5, (0, 5e-324, 5e-324))
    for name in ("recognition", "fairness"):
        assert next_to_none[name].tolist() == none[name].tolist()
        assert (none[name] > 0).all()


def test_a_lead_that_keeps_the_credit_takes_it_from_the_others():
    shared, kept = recognised(0.5, credit_given=1, concentration=1), recognised(0.5, credit_given=0, concentration=1)
    assert kept[0] >= shared[0]
    assert (kept[1:] < shared[1:]).all()


def test_who_hears_nothing_is_recognised_less():
    model = begun(small(2, off=["breaches"]))
    model.context()
    rows(model).information[:] = [1.0, 0.0]
    model.work()
    assert rows(model).recognition[0] > rows(model).recognition[1]


def path(motivations, first):
    """Return effort at the end of a path of motivation, for one first active or not."""
    settings = small(2, only=["graded", "hysteresis"], mobilisation={"half_life": 0, "hysteresis": 0.2, "slope": 40},
                     partners={"threshold": 0.5})  # fmt: skip
    model = Partnership(settings)
    rows(model).standing[:], rows(model).mobilisation[:] = (ACTIVE, 1.0) if first else (MEMBER, 0.0)
    for motivation in motivations:
        begin(model)
        rows(model).motivation[:] = motivation
        model.mobilisation()
    return float(rows(model).mobilisation[0])


def test_keeping_a_partner_takes_less_motivation_than_winning_it():
    """Between threshold less hysteresis (0.3) and threshold (0.5) each stays what it was; beyond, both end alike."""
    between = [0.4] * 5
    assert path(between, first=True) > 0.9
    assert path(between, first=False) < 0.1
    assert path([0.2] * 5 + between, first=True) < 0.1, "once lost it stays lost there"
    assert path([0.6] * 5 + between, first=False) > 0.9, "once won it stays"


def test_effort_is_limited_by_staff_in_post_and_what_they_know():
    model = begun(small(2, only=["capacity"], mobilisation={"half_life": 0}))
    rows(model).staffing[:], rows(model).skill[:] = [0.5, 1.0], [1.0, 0.6]
    model.mobilisation()
    assert rows(model).mobilisation.tolist() == [0.5, 0.6]


@pytest.mark.parametrize("state", ["fatigue", "talk", "hassle"])
def test_what_holds_back_lowers_motivation(state):
    models = [begun(small(2, **QUIET_WORK)) for _ in range(2)]
    for value, model in enumerate(models):
        model.context()
        rows(model)[state][:] = float(value)
        model.motivation()
    assert rows(models[1]).motivation[0] < rows(models[0]).motivation[0]


@pytest.mark.parametrize("state", ["trusting", "peers", "recognition", "mission_fit", "belonging", "voice"])
def test_what_draws_raises_motivation(state):
    models = [begun(small(2, **QUIET_WORK)) for _ in range(2)]
    for value, model in enumerate(models):
        model.context()
        whole(model).momentum = 0.5
        rows(model)[state][:] = float(value)
        model.motivation()
    assert rows(models[1]).motivation[0] > rows(models[0]).motivation[0]


def test_hours_beyond_comfort_tire_and_others_do_not():
    model = begun(small(3, mobilisation={"comfort": 0.5}))
    model.context()
    rows(model).available[:], rows(model).spent_work[:] = 10.0, [0.0, 5.0, 9.0]
    rows(model).fatigue[:] = 0.0
    model.motivation()
    assert rows(model).fatigue[:2].tolist() == [0, 0]
    assert rows(model).fatigue[2] > 0


def test_a_meeting_badly_run_tires_more():
    fatigue = []
    for hours in (20, 0):
        tree = {"communication": meeting(coordinator=20, hours=3), **QUIET_WORK}
        lead = {"hours": hours, "concentration": 1, "dedicated": 1}
        model = Partnership(small(4, off=["attendance", "turnover"], leadership=lead, **tree))
        fatigue.append(stepped(model, 4, lambda model: model.series("fatigue"))[-1])
    assert fatigue[1] > fatigue[0]


def test_news_informs_as_much_as_it_brings_little_trust():
    """Information spreads further than engagement: a letter informs, and hardly moves trust."""
    moved = {}
    for name, channel in (("news", WEEKLY_NEWS | {"obligation": 1}), ("table", meeting()["channels"]["table"])):
        tree = {"channels": {name: channel}}
        settings = small(4, only=["contact", "forgetting"], communication=tree, partners={"openness": 1}, **QUIET_WORK)
        model = Partnership(settings)
        trust = model.state.personal[0, 1]
        model.step()
        moved[name] = model.series("information"), model.state.personal[0, 1] - trust
    assert moved["news"][0] > 0.6
    assert moved["news"][1] < 0.1 * moved["table"][1]


def test_in_local_bodies_one_meets_one_s_neighbours():
    """Forty in one room, each meeting fifteen; in two local rooms each meets more of its own, none of the others."""
    places = {f"o{k}": {"territory": "north" if k % 2 == 0 else "south"} for k in range(40)}
    contact = {}
    for local in (0.0, 1.0):
        tree = {"territories": {"north": 1, "south": 1}, "governance": {"local": local, "structure": 0}}
        model = begun(small(40, only=["contact"], organisations=places, communication=meeting(), **tree))
        model.context()
        model.communication()
        contact[local] = model.state.contact[0, 2], model.state.contact[0, 1]
    assert contact[0.0][0] == contact[0.0][1] > 0
    assert contact[1.0][0] > contact[0.0][0]
    assert contact[1.0][1] == 0


def test_teams_are_complementary_mobilised_and_spend_their_hours():
    skills = {"o0": ["community"], "o1": ["community"], "o2": ["knowledge"]}
    settings = small(3, organisations={name: {"expertise": kinds} for name, kinds in skills.items()},
                     casework={"team": 2, "hours": 1.5})  # fmt: skip
    model = begun(settings)
    model.context()
    model.draws.act[:] = 0.0
    rows(model).mobilisation[:] = rows(model).information[:] = rows(model).trusted[:] = 1.0
    model.state.waiting[0, 0], whole(model).week = 1.0, 3
    model.parameters.casework.arrivals = 0.0
    model.cases()
    assert whole(model).answered == 1
    assert rows(model).spent_cases.tolist() == [1.5, 0, 1.5]
    assert model.state.contact[0, 2] == model.state.contact[2, 0] == 1
