"""Exact answers: Granovetter's riot, and half-lives as they are stated, each rule alone with all the others off."""

from statistics import NormalDist

import numpy as np
import pytest
from crafted import WEEKLY_MEETING, meeting, rows, small, stepped, whole

from entente.sim.batch import simulate
from entente.sim.chance import ACT_KEEP
from entente.sim.model.measures import SERIES
from entente.sim.partnership import Partnership

CROWD = 500
QUARTER, HALF = 0.25, 0.5


def thresholds(spread):
    """Return the quantiles of a normal distribution of mean 0.25, one per organisation."""
    return np.array([NormalDist(0.25, spread).inv_cdf((k + 0.5) / CROWD) for k in range(CROWD)])


def granovetter(thresholds, weeks):
    """Return the share acting week by week: one acts when the share of the others who act reaches one's threshold."""
    acting, path = thresholds <= 0, []
    for _ in range(weeks):
        acting = thresholds <= (acting.sum() - acting) / (len(acting) - 1)
        path.append(acting.mean())
    return path


@pytest.mark.slow
@pytest.mark.parametrize(("spread", "final"), [(0.122, 0.048), (0.123, 1.0)])
def test_contagion_alone_is_granovetter_s_riot(spread, final):
    """Granovetter (1978): a hair more diversity turns a riot of a few into one of all; 0.048 and 1.0 as recomputed."""
    own = thresholds(spread)
    settings = small(
        CROWD,
        only=["moved_by_peers"],
        weeks=60,
        organisations={f"o{k}": {"threshold": threshold} for k, threshold in enumerate(own)},
        partners={"motivation": 0},
        motivation={"half_life": 0},
        mobilisation={"half_life": 0},
    )
    path = next(simulate(settings, 1, 1)).weeks[0, :, list(SERIES).index("mobilisation")]
    assert path[-1] == pytest.approx(final, abs=1e-12)
    assert path == pytest.approx(granovetter(own, 60), abs=1e-12)


def trusting(settings, personal=HALF, institutional=HALF, age=1.0):
    """Return a partnership where all trust each other alike, in ties of one age."""
    model = Partnership(settings)
    apart = 1 - np.eye(len(rows(model)))
    model.pairs("personal")[:] = personal * apart
    model.pairs("institutional")[:] = institutional * apart
    model.pairs("acquaintance")[:] = age * apart
    return model


def personal(model):
    """Return the personal trust of o1 in o0."""
    return model.state.personal[0, 1]


@pytest.mark.parametrize("absence", [13, 40])
def test_personal_trust_halves_in_the_stated_weeks_without_contact(absence):
    model = trusting(small(3, only=["absence"], trust={"absence": absence, "ageing": 0}))
    seen = stepped(model, 2 * absence, personal)
    assert seen[absence - 1] == pytest.approx(0.5 * HALF)
    assert seen[-1] == pytest.approx(0.25 * HALF)


def test_an_old_tie_decays_slower_by_the_stated_share_and_a_new_one_does_not():
    """At ageing a, the share lost each week is (1 - a) of that of a new tie."""
    settings = small(3, only=["absence"], trust={"absence": 10, "ageing": 0.6})
    new, old = trusting(settings, age=0.0), trusting(settings, age=1.0)
    lost = [HALF - stepped(model, 1, personal)[0] for model in (new, old)]
    assert lost[0] == pytest.approx(HALF * (1 - 0.5**0.1))
    assert lost[1] == pytest.approx(0.4 * lost[0])


GOOD_MEETINGS = {  # everyone comes to a full meeting that an experienced lead has all the hours to animate
    "communication": meeting(),
    "leadership": {"experience": 1, "support": 0},
    "trust": {"kept": 0, "fairness": 0, "openness": 1, "power": 0, "similarity": 0, "contacts": 4},
    "governance": {"structure": 0},
    "work": {"ambition": 0},
}


@pytest.mark.parametrize("openness", [0.9, 0.2])
def test_personal_trust_goes_half_of_its_way_in_the_stated_contacts(openness):
    """Trust looks at openness alone, which nothing moves: the gap to it is halved every four weekly meetings."""
    settings = small(3, only=["contact"], **GOOD_MEETINGS, partners={"openness": openness})
    seen = stepped(trusting(settings), 8, personal)
    assert seen[3] == pytest.approx(openness + 0.5 * (HALF - openness))
    assert seen[7] == pytest.approx(openness + 0.25 * (HALF - openness))


@pytest.mark.parametrize("ratio", [1.0, 2.0, 4.0])
def test_a_broken_word_takes_away_so_many_times_what_a_kept_one_gives(ratio):
    """From a record of a half, with half of the way covered in twelve weeks: one kept, one broken."""
    model = Partnership(small(2, only=["breaches", "asymmetry"], trust={"loss_ratio": ratio}, work={"memory": 12}))
    rows(model).record[:] = HALF
    model.context()
    model.communication()
    model.draws.act[ACT_KEEP, :2] = [0.0, 0.999]
    model.work()
    gained, lost = rows(model).record - HALF
    assert gained == pytest.approx(HALF * (1 - HALF ** (1 / 12)))
    assert lost == pytest.approx(-ratio * gained)


def test_institutional_trust_goes_half_of_its_way_to_personal_trust():
    model = trusting(small(3, only=["institutional"], trust={"institutional": 26}), personal=0.8, institutional=0.2)
    seen = stepped(model, 52, lambda model: model.state.institutional[0, 1])
    assert seen[25] == pytest.approx(0.8 - 0.6 / 2)
    assert seen[51] == pytest.approx(0.8 - 0.6 / 4)


def test_the_distance_to_a_fully_trusted_partner_halves_in_the_stated_contacts():
    """Only o1 listens; it fully trusts o0, which stays where it is."""
    settings = small(
        2,
        only=["convergence"],
        **GOOD_MEETINGS,
        organisations={"o0": {"framing": 0.3, "openness": 0}, "o1": {"framing": 0.6, "openness": 1}},
        understanding={"convergence": 6, "confidence": 0.5},
        partners={"rigidity": 0},
    )
    seen = stepped(trusting(settings, personal=1.0, institutional=1.0), 12, lambda model: rows(model).framing.copy())
    assert [framing[0] for framing in seen] == [0.3] * 12
    assert seen[5][1] == pytest.approx(0.3 + 0.15)
    assert seen[11][1] == pytest.approx(0.3 + 0.075)


def test_a_rigid_organisation_goes_back_half_of_the_way_to_its_own_framing():
    settings = small(2, only=[], partners={"rigidity": 1}, understanding={"anchoring": 9})
    model = Partnership(settings)
    rows(model).home[:], rows(model).framing[:] = 0.4, 0.8
    assert stepped(model, 18, lambda model: rows(model).framing[1])[8::9] == pytest.approx([0.6, 0.5])


def test_a_contact_teaches_its_share_of_the_common_language():
    """Half is learnt in four full contacts; practices formalised at 0.9 make 0.95 of a contact count."""
    tree = GOOD_MEETINGS | {"governance": {"structure": 0, "formalisation": 0.9}}
    model = Partnership(small(2, only=["language"], **tree, understanding={"language": 4}))
    rows(model).language[:] = 0.0
    assert stepped(model, 1, lambda model: rows(model).language[0]) == pytest.approx([0.95 * (1 - 0.5**0.25)])


def halving(half_life):
    """Return what is left of 1 after one and two half-lives, as positions in a list of weeks and values."""
    return slice(half_life - 1, 2 * half_life, half_life), [HALF, QUARTER]


def fading(field, half_life, first=1.0, only=(), **tree):
    """Return the weeks of a state from ``first`` in the shares that are left of it."""
    model = Partnership(small(3, only=only, **({"work": {"ambition": 0}, "weeks": 60} | tree)))
    rows(model)[field][:] = first
    return np.array(stepped(model, 2 * half_life, lambda model: rows(model)[field][1])) / first


def test_information_halves_in_the_stated_weeks():
    weeks, left = halving(5)
    assert fading("information", 5, only=["forgetting"], context={"information": 5})[weeks] == pytest.approx(left)
    assert fading("information", 5, context={"information": 5})[weeks] == pytest.approx([1, 1]), "off: nothing fades"


def test_fatigue_recovers_by_half_in_the_stated_weeks():
    weeks, left = halving(6)
    assert fading("fatigue", 6, first=0.8, mobilisation={"fatigue": 6})[weeks] == pytest.approx(left)


def test_voice_and_presence_halve_with_belonging_when_one_stays_away():
    weeks, left = halving(5)
    assert fading("presence", 5, motivation={"belonging_half_life": 5})[weeks] == pytest.approx(left)
    model = Partnership(small(3, only=[], work={"ambition": 0}, motivation={"belonging_half_life": 5}))
    rows(model).presence[:], rows(model).voice[:] = 0.0, 1.0
    assert stepped(model, 10, lambda model: rows(model).voice[1])[weeks] == pytest.approx(left)


def test_belonging_goes_half_of_its_way_to_the_mean_of_what_makes_it():
    """Trust 0.5, no voice, recognition 0.7, one framing (1) and no presence: their mean is 0.44."""
    model = trusting(small(3, only=[], work={"ambition": 0}, motivation={"belonging_half_life": 5}))
    rows(model).presence[:] = rows(model).voice[:] = 0.0
    rows(model).recognition[:], rows(model).belonging[:] = 0.7, 0.84
    seen = stepped(model, 10, lambda model: rows(model).belonging[1])
    assert seen[4::5] == pytest.approx([0.44 + 0.2, 0.44 + 0.1])


def test_motivation_goes_half_of_its_way_to_its_target():
    """Moved by its mission alone, whose fit is 0.9, with nothing to hold it back."""
    settings = small(
        3, only=["moved_by_mission"], motivation={"half_life": 4}, partners={"motivation": 0.1, "mission_fit": 0.9}
    )
    assert stepped(Partnership(settings), 8, lambda model: rows(model).motivation[1])[3::4] == pytest.approx([0.5, 0.7])


def test_full_drag_takes_away_the_stated_share_of_the_pull():
    """Wholly unmet self-interest is full drag when it alone holds back: target = 0.9 × (1 - 0.6)."""
    settings = small(
        3,
        only=["moved_by_mission", "held_by_unmet"],
        motivation={"half_life": 0, "costs": 0.6},
        partners={"mission_fit": 0.9, "self_interest": 1},
        context={"funding": 0},
        work={"ambition": 0},
    )
    assert stepped(Partnership(settings), 1, lambda model: rows(model).motivation[1]) == pytest.approx([0.36])


def test_effort_goes_half_of_its_way_to_what_motivation_calls_for():
    """All or nothing, and thresholds far under motivation: effort goes to 1."""
    model = Partnership(small(3, only=[], mobilisation={"half_life": 3}))
    rows(model).mobilisation[:] = 0.2
    assert stepped(model, 6, lambda model: rows(model).mobilisation[1])[2::3] == pytest.approx([0.6, 0.8])


def test_graded_effort_is_a_half_at_the_threshold_and_logistic_around_it():
    own = {"o0": 0.5, "o1": 0.4, "o2": 0.65}
    settings = small(
        3,
        only=["graded"],
        organisations={name: {"threshold": threshold} for name, threshold in own.items()},
        partners={"motivation": 0.5},
        mobilisation={"half_life": 0, "slope": 10},
    )
    efforts = stepped(Partnership(settings), 1, lambda model: rows(model).mobilisation.copy())[0]
    assert efforts == pytest.approx([0.5, 1 / (1 + np.exp(-1)), 1 / (1 + np.exp(1.5))])


def test_energy_recovers_by_half_in_the_stated_weeks_when_nothing_asks_for_it():
    settings = small(3, only=["energy"], leadership={"recovery": 5, "support": 0}, work={"ambition": 0})
    model = Partnership(settings)
    whole(model).energy = 0.2
    assert stepped(model, 10, lambda model: model.series("energy"))[4::5] == pytest.approx([0.6, 0.8])


def test_the_record_of_commitments_goes_half_of_its_way_in_the_stated_commitments():
    """Without breaches every week's commitment is kept: the record goes from 0.2 toward 1."""
    model = Partnership(small(3, only=[], work={"memory": 4}))
    rows(model).record[:] = 0.2
    assert stepped(model, 8, lambda model: rows(model).record[1])[3::4] == pytest.approx([0.6, 0.8])


def test_recent_results_halve_when_nothing_is_done_any_more():
    model = Partnership(small(3, only=[], work={"memory": 5, "ambition": 0}))
    whole(model).momentum = 0.8
    assert stepped(model, 10, lambda model: model.series("momentum"))[4::5] == pytest.approx([0.4, 0.2])


def test_a_newcomer_learns_half_of_what_is_missing_in_the_stated_weeks():
    model = Partnership(small(2, only=["learning"], staff={"learning": 6}))
    model.state.post.skill[:] = 0.5
    assert stepped(model, 12, lambda model: rows(model).skill[1])[5::6] == pytest.approx([0.75, 0.875])


def test_one_occasion_counts_as_a_full_contact_from_two_hours_and_no_more_after():
    """Half of the way in one full contact: a meeting of one hour counts half, one of eight hours counts once."""
    moved = []
    for hours in (1, 2, 8):
        tree = GOOD_MEETINGS | {"communication": {"channels": {"table": WEEKLY_MEETING | {"hours": hours}}}}
        settings = small(3, only=["contact"], **tree, partners={"openness": 1, "hours": 35, "budget": 1})
        moved.append(stepped(trusting(settings), 1, personal)[0] - HALF)
    assert moved[1] == pytest.approx(HALF * (1 - 0.5**0.25))
    assert moved == pytest.approx([moved[1] / 2, moved[1], moved[1]])


def test_who_arrives_beside_a_colleague_begins_with_half_of_what_is_to_be_known():
    """One of two posts is filled: a newcomer, at 0.4 alone, lacks half of the 0.6; half handed over halves it again."""
    for handover, skill in ((0, 0.7), (0.5, 0.85)):
        tree = {"governance": {"handover": handover}, "staff": {"newcomer": 0.4, "vacancy": 0}}
        model = Partnership(small(2, only=["learning", "handover"], partners={"delegates": 2}, **tree))
        model.state.post.filled[1, 1] = False
        model.step()
        assert model.state.post.skill[1, :2].tolist() == pytest.approx([1, skill])


def test_recognition_is_lost_by_half_on_who_neither_hears_of_the_others_nor_meets_them():
    """All credit is due; recognition goes at once to 0.5 + 0.25 (information + presence / 0.5)."""
    model = Partnership(small(3, only=[], motivation={"belonging_half_life": 0}))
    rows(model).contribution[:] = 1
    rows(model).information[:] = (1, 0, 0.5)
    model.step()
    heard = rows(model).information
    assert rows(model).presence.tolist() == [0, 0, 0]
    assert rows(model).recognition.tolist() == pytest.approx(0.5 + 0.25 * heard)
