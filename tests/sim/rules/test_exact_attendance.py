"""Who comes, number by number: assiduity, habit, eagerness, effort, colleagues who stand in; animation as felt."""

import numpy as np
import pytest
from crafted import begin, begun, meeting, rows, small, stepped, whole

from entente.sim.chance import ACT_JOIN
from entente.sim.partnership import Partnership
from entente.sim.records import AFTER_ABSENCE, AFTER_PRESENCE, CAME, CAME_AGAIN, CAME_BACK, EXPECTED, PRESENT
from entente.sim.rules.communication import FADING

READINESS, RESERVE = 6.0, 0.45
DRAW = {"communication": meeting(obligation=0) | {"readiness": READINESS, "reserve": RESERVE}}
CROWD = 400


def logistic(x):
    """Return 1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + np.exp(-np.asarray(x)))


def drawn_to(attraction):
    """Return the chance to come, given attraction."""
    return logistic(READINESS * (np.asarray(attraction) - RESERVE))


def crowd(*only, count=CROWD, **tree):
    """Return a partnership that meets every week, drawn to it by nothing that moves but the mechanisms named."""
    life = DRAW | tree
    life["communication"] = DRAW["communication"] | tree.get("communication", {})
    return Partnership(small(count, only=["attendance", *only], **life))


def plain_draw(model):
    """Return what draws every organisation whatever the mechanisms: motivation, trust in the lead and belonging."""
    them = rows(model)
    return (them.motivation + them.lead_trust + them.belonging) / 3.0


def meet(model):
    """Let a partnership begin a week and meet, no more; return the numbers drawn and who came."""
    begin(model)
    model.context()
    model.communication()
    return model.draws.channel[0].copy(), model.state.attendance[0] == CAME


def test_assiduity_is_drawn_once_from_the_stated_normal_and_adds_to_attraction():
    model = crowd("assiduity", partners={"assiduity": 0.2})
    own = rows(model).assiduity.copy()
    assert own.mean() == pytest.approx(0, abs=3 * 0.2 / CROWD**0.5)
    assert own.std() == pytest.approx(0.2, rel=0.1)
    assert abs((own**4).mean() / (own**2).mean() ** 2 - 3) < 1, "as heavy in its tails as a normal law"
    expected = drawn_to(plain_draw(model) + own)
    for _ in range(40):
        numbers, came = meet(model)
        assert np.array_equal(came, numbers < expected)
    assert np.array_equal(rows(model).assiduity, own)


def test_the_spread_of_attendance_is_that_of_the_chances_and_of_chance():
    """Between organisations that come n times with chances p: variance of p, and the mean of p(1-p)/n."""
    weeks = 200
    model = crowd("assiduity", partners={"assiduity": 0.2})
    chance = drawn_to(plain_draw(model) + rows(model).assiduity)
    for _ in range(weeks):
        meet(model)
    found = model.state.turnout[0, :, PRESENT] / model.state.turnout[0, :, EXPECTED]
    assert model.state.turnout[0, :, EXPECTED].tolist() == [weeks] * CROWD
    assert found.var() == pytest.approx(chance.var() + (chance * (1 - chance)).mean() / weeks, rel=0.05)
    assert (((found - chance) ** 2) / (chance * (1 - chance) / weeks)).mean() == pytest.approx(1, abs=0.2)


def test_habit_makes_a_chain_of_two_states():
    """From ½ habit above and under: the chances after a presence and an absence, and attendance in the long run."""
    habit, weeks = 0.4, 200
    model = crowd("habit", communication={"habit": habit})
    base = plain_draw(model)[1]
    first, again, back = drawn_to([base, base + habit / 2, base - habit / 2])
    numbers, before = meet(model)
    assert np.array_equal(before[1:], (numbers < first)[1:]), "nobody was expected before"
    for _ in range(weeks):
        numbers, came = meet(model)
        assert np.array_equal(came[1:], (numbers < np.where(before, again, back))[1:])
        before = came
    counts = model.state.turnout[0, 1:].sum(axis=0)
    assert counts[CAME_AGAIN] / counts[AFTER_PRESENCE] == pytest.approx(again, abs=0.01)
    assert counts[CAME_BACK] / counts[AFTER_ABSENCE] == pytest.approx(back, abs=0.01)
    assert counts[PRESENT] / counts[EXPECTED] == pytest.approx(back / (1 - again + back), abs=0.01)


def test_a_channel_that_a_lever_changes_or_takes_over_remembers_who_came():
    """The table of the scenario ends in week 5; a lever's goes on, longer from week 10: one habit through all of it."""
    levers = {
        "longer": {"start": 10, "effects": {"communication.channels.table.hours": {"add": 1}}},
        "table": {"channels": {"table": meeting(obligation=0)["channels"]["table"]}},
    }
    model = crowd("habit", count=50, communication=DRAW["communication"] | meeting(obligation=0, stop=5) | {"habit": 1},
                  levers=levers)  # fmt: skip
    base, before = plain_draw(model)[1:], np.zeros(49)
    for _ in range(15):
        begin(model)
        model.context()
        model.communication()
        (held,) = np.flatnonzero(model.state.due)
        came = model.state.attendance[held, 1:] == CAME
        assert np.array_equal(came, model.draws.channel[held, 1:50] < drawn_to(base + before))
        before = np.where(came, 0.5, -0.5)
    assert held == 2, "three stretches of one table"
    counts = model.state.turnout.sum(axis=(0, 1))
    assert counts[AFTER_PRESENCE] + counts[AFTER_ABSENCE] == counts[EXPECTED] - 50


def test_one_s_own_effort_and_the_sight_of_others_are_averaged_with_what_draws():
    for only, field in ((["own_effort"], "mobilisation"), (["seen"], "seen"), (["own_effort", "seen"], None)):
        model = crowd(*only)
        begin(model)
        model.context()
        them = rows(model)
        them.mobilisation[:], them.seen[:] = np.linspace(0, 1, CROWD), np.linspace(1, 0, CROWD) ** 2
        more = [them[field]] if field else [them.mobilisation, them.seen]
        expected = (3 * plain_draw(model) + sum(more)) / (3 + len(more))
        model.communication()
        assert np.array_equal(model.state.attendance[0] == CAME, model.draws.channel[0] < drawn_to(expected))


def test_how_ready_the_moment_makes_one_adds_to_attraction():
    model = crowd()
    begin(model)
    model.context()
    rows(model).readiness[:] = moment = np.linspace(-0.5, 0.5, CROWD)
    expected = drawn_to(plain_draw(model) + moment)
    model.communication()
    assert np.array_equal(model.state.attendance[0] == CAME, model.draws.channel[0] < expected)


@pytest.mark.parametrize("half_life", [4, 15])
def test_eagerness_halves_in_the_stated_weeks_and_adds_its_weight_to_attraction(half_life):
    model = crowd("waning", partners={"mobilised": 0}, communication={"waning": 0.3, "eagerness": half_life})
    base = plain_draw(model)
    assert (rows(model).eagerness == 1).all(), "those who begin are as eager as can be"
    for week in range(1, 2 * half_life + 1):
        numbers, came = meet(model)
        left = 0.5 ** (week / half_life)
        assert rows(model).eagerness == pytest.approx(left)
        assert np.array_equal(came, numbers < drawn_to(base + 0.3 * left))


@pytest.mark.parametrize("mobilised", [0, 0.25, 1])
def test_who_has_been_at_it_gives_its_share_of_the_effort_and_is_no_longer_eager(mobilised):
    model = Partnership(small(3, only=[], partners={"mobilised": mobilised}))
    assert rows(model).mobilisation == pytest.approx(mobilised), "thresholds are far under motivation"
    assert rows(model).eagerness == pytest.approx(1 - mobilised)


@pytest.mark.parametrize(("delegates", "gone"), [(1, 1), (2, 1), (3, 1), (3, 2), (4, 3)])
def test_the_eagerness_of_an_organisation_is_the_mean_of_those_in_post(delegates, gone):
    """Who stays is at 0.4, whoever arrives at 1."""
    model = begun(small(2, only=[], partners={"delegates": delegates}))
    model.state.post.filled[1, :gone] = 0
    rows(model).eagerness[:] = 0.4
    model.context()
    assert rows(model).eagerness.tolist() == pytest.approx([0.4, (0.4 * (delegates - gone) + gone) / delegates])


def test_the_delegates_of_who_joins_are_eager():
    model = begun(small(2, only=["recruitment"], organisations={"o1": {"member": False}}))
    rows(model).eagerness[:] = 0.1
    whole(model).animation, whole(model).week = 1.0, 4
    model.draws.act[ACT_JOIN] = 0
    model.mobilisation()
    assert rows(model).eagerness.tolist() == [0.1, 1]


@pytest.mark.parametrize("obligation", [0, 0.6])
def test_of_several_delegates_in_post_one_is_enough(obligation):
    """1 - (1-p)^k with k in post; obligation, of which a mandate makes the whole, is felt once by the organisation."""
    people = {f"o{k}": {"delegates": 1 + k % 4} for k in range(CROWD)}
    model = crowd("stand_in", organisations=people, leadership={"mandate": 1},
                  communication=meeting(obligation=obligation))  # fmt: skip
    begin(model)
    model.context()
    chosen, delegates = np.arange(CROWD) % 3 == 0, rows(model).delegates
    rows(model).staffing[chosen] = np.maximum(1, delegates - 1)[chosen] / delegates[chosen]  # a post is vacant
    in_post = rows(model).staffing * delegates
    alone = drawn_to(plain_draw(model))
    model.communication()
    expected = 1 - (1 - alone) ** in_post * (1 - obligation)
    assert set(in_post.round().tolist()) == {1, 2, 3, 4}
    assert np.array_equal(model.state.attendance[0] == CAME, model.draws.channel[0] < expected)


# Animation, as partners feel it.


def felt(weeks, first=0.0, **tree):
    """Return the animation felt in each week of a partnership in which everybody comes; who leads has hours enough."""
    rich = {"leadership": {"hours": 40, "support": 0}, "partners": {"hours": 35}}
    model = Partnership(small(4, only=["animation", "occasions"], **(rich | tree)))
    whole(model).animation = first
    return stepped(model, weeks, lambda model: model.series("animation"))


def test_silence_animates_nobody():
    assert felt(5) == [0] * 5
    assert felt(8, first=0.8) == pytest.approx([0.8 * (1 - FADING) ** week for week in range(1, 9)])
    assert felt(4, first=0.8)[-1] == pytest.approx(0.4, abs=1e-3), "half of it in four weeks"


def test_a_table_brings_back_all_of_the_animation_there_is_and_it_fades_until_the_next():
    weeks = [(1 - FADING) ** (week % 4) for week in range(12)]
    assert felt(12, communication=meeting(period=4)) == pytest.approx(weeks)


def test_news_and_half_a_room_bring_part_of_the_way():
    """Richness 0.4 brings 0.4 of the way; two of four at a rich table half of it; what lacks hours lacks animation."""
    assert felt(2, communication=meeting(richness=0.4)) == pytest.approx([0.4, 0.4 + 0.6 * (0.4 * (1 - FADING))])
    committee = meeting(audience="committee")
    assert felt(1, communication=committee, governance={"committee": 0.5}) == pytest.approx([0.5])
    short = {"leadership": {"hours": 4, "support": 0, "dedicated": 1, "concentration": 1}}
    assert felt(1, communication=meeting(coordinator=16), **short) == pytest.approx([0.25])
