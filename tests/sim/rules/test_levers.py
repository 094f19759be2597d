"""Levers: what they move, how far, for whom and when; what they take."""

import numpy as np
import pytest
from crafted import begin, eventful, laid, rows, small, stepped, whole

from entente.sim.batch import simulate
from entente.sim.model.declare import parameters
from entente.sim.model.levers import TRAITS
from entente.sim.model.measures import LOG_ENTRIES, SERIES
from entente.sim.model.situation import Settings
from entente.sim.partnership import Partnership
from entente.sim.validation.changeable import is_changeable
from entente.sim.validation.validate import as_tree

NUMBERS = {one.path: one for one in parameters(Settings) if is_changeable(one.path, (int, float))}
SHARES = [trait for trait in TRAITS if trait not in {"hours", "delegates", "turnover"}]


def with_levers(count=4, *, weeks=12, **levers):
    """Return a small partnership in which each organisation draws its own traits, with some levers."""
    partners = {"spread": 0.08, "threshold_spread": 0.1}
    return Partnership(small(count, weeks=weeks, partners=partners, levers=levers))


def effect(path, **how):
    """Return a lever of one effect, ``start``, ``stop``, ``delay`` and ``who`` among how."""
    own = {name: how.pop(name) for name in ("start", "stop", "delay", "who") if name in how}
    return own | {"effects": {path: how}}


# What parameters become.


def test_every_number_that_may_change_moves_from_start_and_delay_until_stop_and_back():
    """Decided in week 2, a week of delay, until week 4: 30 % of the way to the middle of the range."""
    middles = {path: (one.about.low + one.about.high) / 2 for path, one in NUMBERS.items()}
    effects = {path: {"toward": middle, "by": 0.3} for path, middle in middles.items()}
    model = with_levers(all={"start": 2, "delay": 1, "stop": 4, "effects": effects})
    tree = as_tree(model.settings)
    assert len(NUMBERS) > 80
    for week in range(1, 7):
        model.step()
        for path, one in NUMBERS.items():
            section, name = path.split(".")
            stated, now = tree[section][name], model.parameters[section][name]
            wanted = 0.7 * stated + 0.3 * middles[path] if week in (3, 4) else stated
            if one.kind is int:
                assert now == int(now), path
                assert abs(now - wanted) <= 0.5, path
            else:
                assert now == pytest.approx(wanted, rel=1e-12), path


@pytest.mark.parametrize(
    ("how", "hours"),
    [
        ({"toward": 20}, 20),
        ({"toward": 20, "by": 0.25}, 0.75 * 14 + 5),
        ({"add": 3}, 17),
        ({"add": -3.5}, 10.5),
        ({"toward": 20, "by": 0.5, "add": -2}, 15),
        ({"add": 1000}, 80),
        ({"add": -1000}, 0),
        ({"toward": 20, "by": 0}, 14),
    ],
)
def test_how_far_an_effect_goes(how, hours):
    model = with_levers(it=effect("leadership.hours", start=3, stop=5, **how))
    assert stepped(model, 6, lambda model: float(model.parameters.leadership.hours)) == pytest.approx(
        [14, 14, hours, hours, hours, 14]
    )


def test_several_levers_on_one_path_follow_one_another_in_their_order():
    half, more = effect("leadership.hours", toward=20, by=0.5), effect("leadership.hours", add=4, start=2)
    for levers, second in (({"a": half, "b": more}, 21), ({"b": more, "a": half}, 19)):
        model = with_levers(**levers)
        assert stepped(model, 2, lambda model: float(model.parameters.leadership.hours)) == [17, second]


def test_only_the_end_is_kept_within_the_range():
    """100 too many and then half of the way to 0: what is between may be beyond the range."""
    levers = {"a": effect("leadership.hours", add=100), "b": effect("leadership.hours", toward=0, by=0.5)}
    model = with_levers(**levers)
    model.step()
    assert model.parameters.leadership.hours == (14 + 100) / 2


def test_levers_move_what_changes_have_set():
    settings = small(2, changes={"later": {"week": 3, "set": {"leadership.hours": 30}}}, levers={
        "it": effect("leadership.hours", start=2, stop=4, toward=0, by=0.5)})  # fmt: skip
    assert stepped(Partnership(settings), 5, lambda model: float(model.parameters.leadership.hours)) == [
        *(14, 7, 15, 15, 30)
    ]


def test_what_holds_from_the_first_week_already_holds_at_the_start():
    """The voice on entry depends on the equality of voice, and on the status of each."""
    model = with_levers(it=effect("governance.voice", toward=1))
    assert rows(model).voice == pytest.approx(np.full(4, 1 - 0.5 * model.settings.leadership.directiveness))


# What becomes of traits.


def test_traits_move_from_where_each_drew_them_and_come_back():
    moves = {f"partners.{trait}": {"toward": 0.9, "by": 0.4} for trait in SHARES}
    moves |= {"partners.hours": {"add": 2.5}}
    model = with_levers(it={"start": 2, "delay": 2, "stop": 5, "effects": moves})
    drawn = {trait: rows(model)[trait].copy() for trait in TRAITS}
    assert all(len(set(drawn[trait])) == 4 for trait in SHARES)
    for week in range(1, 8):
        model.step()
        for trait in SHARES:
            wanted = 0.6 * drawn[trait] + 0.36 if 4 <= week <= 5 else drawn[trait]
            assert rows(model)[trait] == pytest.approx(wanted), (week, trait)
        assert rows(model).hours == pytest.approx(drawn["hours"] + 2.5 * (4 <= week <= 5))
    for trait in TRAITS:
        assert np.array_equal(rows(model)[trait], drawn[trait], equal_nan=True), "to the last bit"


@pytest.mark.parametrize(("who", "moved"), [("", [0, 1, 2, 3, 4]), ("lead", [3]), ("o0", [0]), ("o1", [1, 2])], ids=str)
def test_traits_move_for_all_for_the_lead_or_for_those_of_one_name(who, moved):
    tree = {"lead": "o2", "organisations": {"o1": {"count": 2}}, "partners": {"spread": 0.08}}
    model = Partnership(small(4, levers={"it": effect("partners.openness", who=who, add=-0.1)}, **tree))
    before = rows(model).openness.copy()
    model.step()
    assert np.flatnonzero(rows(model).openness != before).tolist() == moved
    assert rows(model).openness[moved] == pytest.approx(before[moved] - 0.1)


def test_several_levers_on_one_trait_follow_one_another_and_stay_in_range():
    first, second = effect("partners.openness", toward=1, by=0.5), effect("partners.openness", add=-0.3, start=2)
    third = effect("partners.openness", who="o1", start=3, stop=3, add=9)
    fourth = effect("partners.openness", start=4, toward=0, by=0.5)
    model = with_levers(a=first, b=second, c=third, d=fourth)
    drawn = rows(model).openness.copy()
    opened = np.array(stepped(model, 4, lambda model: rows(model).openness.copy()))
    assert opened[0] == pytest.approx((drawn + 1) / 2)
    assert opened[1] == pytest.approx((drawn + 1) / 2 - 0.3)
    assert opened[2] == pytest.approx(np.where([False, True, False, False], 1, opened[1]))
    assert opened[3] == pytest.approx(opened[1] / 2)


def test_what_else_moves_a_trait_is_left_alone_when_no_lever_moves_it():
    model = with_levers(it=effect("partners.openness", start=3, stop=4, add=0.1))
    rows(model).reliability[:] = 0.123
    assert stepped(model, 6, lambda model: set(rows(model).reliability.tolist())) == [{0.123}] * 6


# Posts, and who is in them.


def posts_of(model, row=1):
    """Return the posts of an organisation, and which are filled."""
    return int(rows(model).delegates[row]), model.state.post.filled[row].tolist()


def test_a_new_post_is_vacant_until_someone_arrives():
    """With the draws of each week a vacant post is filled, or not: 1 - exp(-1 / mean time that it stays vacant)."""
    model = Partnership(small(8, off=["turnover"], levers={"it": effect("partners.delegates", start=3, add=1)}))
    model.step()
    model.step()
    begin(model)
    assert posts_of(model) == (2, [True, False, False, False])
    quick = small(8, staff={"turnover": 0, "vacancy": 5}, levers={"it": effect("partners.delegates", start=3, add=1)})
    model, filled = Partnership(quick), np.zeros(8, bool)
    for week in range(1, 16):
        model.step()
        if week >= 3:
            filled |= model.draws.fill[1] < 1 - np.exp(-1 / 5)
            assert model.state.post.filled[:, 1].tolist() == filled.tolist()
            assert rows(model).staffing == pytest.approx((1 + filled) / 2)
            assert model.series("staffing") == pytest.approx((8 + filled.sum()) / 16)
    assert filled.any()


def test_who_holds_a_post_that_goes_leaves_with_what_nobody_else_holds():
    """Of two delegates one goes: a quarter of the ties, less what is handed over; and it is a departure."""
    tree = {"organisations": {"o1": {"delegates": 2}}, "governance": {"handover": 0.2, "pairing": 0}}
    model = Partnership(small(4, only=["handover"], levers={
        "it": effect("partners.delegates", who="o1", start=3, stop=6, add=-1)}, **tree))  # fmt: skip
    model.step()
    model.step()
    before = model.state.personal.copy()
    model.step()
    assert posts_of(model) == (1, [True, False, False, False])
    assert model.state.personal[0, 1] == pytest.approx(before[0, 1] * (1 - 0.8 / 4))
    assert model.state.personal[2, 0] == before[2, 0]
    assert model.series("departures") == 1
    log = model.state.log[: whole(model).logged]
    left = list(LOG_ENTRIES).index("delegate_left")
    assert [(entry.week, entry.who) for entry in log if entry.kind == left] == [(3, 1)]
    assert stepped(model, 5, posts_of) == [
        *([(1, [True, False, False, False])] * 3),
        *([(2, [True, True, False, False])] * 2),  # back in week 7, filled at once: no turnover, no wait
    ]


def test_nobody_leaves_with_a_vacant_post_and_one_post_stays():
    model = with_levers(it=effect("partners.delegates", start=2, add=-3))
    assert stepped(model, 3, lambda model: rows(model).delegates.tolist()) == [[1] * 4] * 3
    settings = small(4, staff={"turnover": 0, "vacancy": 52}, levers={
        "it": effect("partners.delegates", start=2, stop=2, add=3)})  # fmt: skip
    model = Partnership(settings)
    model.step()
    begin(model)
    model.draws.fill[:] = 1 - 1e-12
    model.context()
    assert rows(model).staffing == pytest.approx([0.25] * 4)
    model.step()
    assert (model.series("departures"), rows(model).staffing.tolist()) == (0, [1] * 4)


def test_turnover_moves_for_all_even_for_those_that_state_their_own():
    settings = small(3, organisations={"o1": {"turnover": 0.5}}, staff={"turnover": 0.2}, levers={
        "it": effect("staff.turnover", start=2, stop=3, toward=0.1, by=0.5)})  # fmt: skip
    model = Partnership(settings)
    seen = stepped(model, 4, lambda model: (float(model.parameters.staff.turnover), float(rows(model).turnover[1])))
    assert np.array(seen) == pytest.approx(np.array([(0.2, 0.5), (0.15, 0.3), (0.15, 0.3), (0.2, 0.5)]))
    assert np.isnan(rows(model).turnover[[0, 2]]).all()


# What levers take.


def taken(*, weeks=8, costs, tree=None, **lever):
    """Return the weekly series of a small partnership without anything else, and the same with a lever that costs."""
    base = {"leadership": {"dedicated": 1, "concentration": 1, "hours": 10}, "partners": {"hours": 8}}
    base |= {"organisations": {"o3": {"member": False}}}
    lever = {"effects": {"context.funding": {"toward": 0, "by": 0}}, "costs": costs} | lever
    found = []
    for levers in ({}, {"it": lever}):
        settings = small(4, only=["animation"], weeks=weeks, **laid(tree or {}, base), levers=levers)
        (chunk,) = simulate(settings, 1, 1)
        found.append({name: chunk.weeks[0, :, k] for k, name in enumerate(SERIES)})
    return *found, chunk


def test_hours_of_partners_are_counted_apart_and_among_all():
    without, lever, _ = taken(costs={"partners": 0.5}, start=3, delay=1, stop=6)
    weeks = np.array([0, 0, 0, 1, 1, 1, 0, 0])
    assert lever["hours_levers"] == pytest.approx(1.5 * weeks)
    assert without["hours_levers"].tolist() == [0] * 8
    settings = small(4, only=[], partners={"hours": 8}, levers={"it": {"effects": {"work.pace": {"add": 0.1}},
        "costs": {"partners": 0.5}}}, organisations={"o3": {"member": False}})  # fmt: skip
    model = Partnership(settings)
    model.step()
    assert rows(model).spent_levers.tolist() == [0.5, 0.5, 0.5, 0]
    uses = sum(rows(model)[f"spent_{use}"] for use in ("paperwork", "leading", "levers", "meetings", "work", "cases"))
    assert model.series("hours_partners") == pytest.approx(uses.sum())
    assert model.series("hours_levers") == pytest.approx(1.5)


def test_nobody_gives_hours_that_it_does_not_have():
    settings = small(2, only=[], partners={"hours": 2}, levers={"it": effect("work.pace", add=0.1)
        | {"costs": {"partners": 30}}})  # fmt: skip
    model = Partnership(settings)
    model.step()
    assert rows(model).spent_levers == pytest.approx(rows(model).available)
    assert (rows(model).spent_work == 0).all()


def test_hours_of_coordination_are_asked_for_and_animation_suffers():
    lead = {"dedicated": 1, "concentration": 1, "hours": 10, "attention": 0}
    lever = effect("work.pace", add=0.1, start=2) | {"costs": {"coordinator": 40}}
    model = Partnership(small(3, only=["animation"], leadership=lead, levers={"it": lever}))
    asked = stepped(model, 2, lambda model: (float(whole(model).demand), float(whole(model).supply)))
    assert asked == [(0, 10), (40, 10)]
    assert model.series("animation") == 0.25
    assert model.series("hours_coordinator") == 10


def test_dollars_are_the_pay_of_coordination_and_those_of_levers():
    tree = {"costs": {"wage": 50, "dollars": 7}, "leadership": {"attention": 0}}
    without, lever, chunk = taken(costs={"coordinator": 4, "dollars": 100}, start=2, stop=5, tree=tree)
    weeks = np.array([0, 1, 1, 1, 1, 0, 0, 0])
    assert without["dollars"] == pytest.approx(np.full(8, 7.0))
    assert lever["hours_coordinator"] == pytest.approx(4 * weeks)
    assert lever["dollars"] == pytest.approx(7 + weeks * (100 + 4 * 50))
    assert chunk.summaries["dollars"][0] == pytest.approx(lever["dollars"].sum())


@pytest.mark.parametrize("delay", [0, 1, 3, 7])
def test_what_is_paid_once_is_spread_over_the_delay(delay):
    costs = {"setup_partners": 1.7, "setup_coordinator": 5, "setup_dollars": 1000}
    tree = {"costs": {"wage": 0}, "leadership": {"attention": 0}}
    _, lever, _ = taken(weeks=20, costs=costs, start=4, delay=delay, tree=tree)
    weeks = [4 <= week < 4 + max(1, delay) for week in range(1, 21)]
    for name, once in (("hours_levers", 3 * 1.7), ("hours_coordinator", 5), ("dollars", 1000)):
        assert lever[name].sum() == pytest.approx(once, rel=1e-12), name
        assert (lever[name] > 0).tolist() == weeks, name


def test_costs_of_several_levers_add_up():
    levers = {f"l{k}": effect("work.pace", add=0) | {"costs": {"partners": 0.1 * k}} for k in (1, 2)}
    for one in levers.values():
        one["effects"]["work.pace"]["add"] = 0.1
    model = Partnership(small(2, only=[], partners={"hours": 8}, levers=levers))
    model.step()
    assert rows(model).spent_levers == pytest.approx(0.3)


# What levers do not do.


def test_a_lever_that_does_nothing_changes_no_bit():
    moves = {"leadership.hours": 40, "partners.openness": 1, "partners.delegates": 4, "staff.turnover": 0.9}
    moves |= {"communication.channels.*.hours": 9, "communication.channels.everyone.period": 9}
    idle = {path: {"toward": toward, "by": 0} for path, toward in moves.items()}
    levers = {"idle": {"start": 5, "delay": 2, "stop": 17, "effects": idle}}
    (base,) = simulate(eventful(), 3, 1, by_organisation=True)
    (same,) = simulate(eventful(levers=levers), 3, 1, by_organisation=True)
    for name in ("weeks", "cases", "conditions", "organisations"):
        assert np.array_equal(getattr(base, name), getattr(same, name), equal_nan=True), name
    assert all(np.array_equal(base.summaries[name], same.summaries[name], equal_nan=name != "end_reason")
               for name in base.summaries)  # fmt: skip


def test_before_it_begins_a_lever_changes_no_bit():
    late = {"late": effect("leadership.hours", start=20, delay=3, add=20) | {"costs": {"setup_partners": 2}}}
    (base,) = simulate(eventful(), 3, 1)
    (moved,) = simulate(eventful(levers=late), 3, 1)
    assert np.array_equal(base.weeks[:, :19], moved.weeks[:, :19])
    assert not np.array_equal(base.weeks[:, 19], moved.weeks[:, 19]), "it costs while it is set up"
