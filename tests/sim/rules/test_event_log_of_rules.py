"""The event log against everything else that a run records: its series, its standings, its settings."""

import numpy as np
import pytest
from crafted import eventful, laid, meeting, small, stepped, whole
from drawn import settings_drawn
from hypothesis import HealthCheck, given, settings

from entente.sim.batch import simulate
from entente.sim.inputs import make_inputs
from entente.sim.model.levers import Lever
from entente.sim.model.measures import FUNCTIONS, LOG_ENTRIES, ORGANISATION_SERIES, SERIES
from entente.sim.model.situation import organisation_names
from entente.sim.partnership import Partnership
from entente.sim.records import ACTIVE, END_REASONS, FORMER, MEMBER
from entente.sim.rules.relation import DEEPENING
from entente.sim.state import usual_log_size

KINDS = list(LOG_ENTRIES)
COLUMN = {name: k for k, name in enumerate(SERIES)}
STANDING = list(ORGANISATION_SERIES).index("standing")
LEVERS = {
    "early": {"start": 4, "delay": 2, "stop": 15, "effects": {"leadership.recruitment": {"toward": 1}}},
    "late": {"start": 30, "effects": {"partners.delegates": {"add": 1}}},
    "never": {"start": 39, "delay": 5, "effects": {"work.pace": {"add": 1}}},
    "last": {"start": 20, "stop": 40, "channels": {"tea": {"period": 3}}},
}


def logs(chunk):
    """Return the log of each replicate."""
    cuts = np.cumsum(chunk.logged)[:-1]
    return np.split(chunk.event_log, cuts)


def entries_of(log, *kinds):
    """Return the entries of some kinds as (week, who)."""
    return [(int(one["week"]), int(one["who"])) for one in log if KINDS[one["kind"]] in kinds]


def counts(log, kind, weeks):
    """Return how many entries of a kind there are in each week."""
    found = np.zeros(weeks)
    for week, _ in entries_of(log, kind):
        found[week - 1] += 1
    return found


def settings_lived():
    """Return an eventful partnership with levers: stages done too narrowly are reopened, who is not seen lapses."""
    stages = {"vision": {"work": 20, "broad": True, "breadth": 1}, "action": {"work": 60}}
    seldom = {
        "mechanisms": {"lapse": True},
        "mobilisation": {"lapse": 4, "margin": 0, "patience": 6},
        "communication": {"reserve": 0.5},
    }
    return eventful(levers=LEVERS, work={"fragility": 12}, stages=stages, **seldom)


@pytest.fixture(scope="module")
def runs():
    """Twelve eventful replicates with levers: their chunk, the log of each, their series by name."""
    (chunk,) = simulate(settings_lived(), 12, 5, by_organisation=True)
    return chunk, logs(chunk), {name: chunk.weeks[..., k] for name, k in COLUMN.items()}


def test_everything_that_can_happen_has_its_kind_and_function():
    assert {one.function for one in LOG_ENTRIES.values()} == set(FUNCTIONS)
    assert set(END_REASONS[1:]) <= set(LOG_ENTRIES)
    assert {one.who for one in LOG_ENTRIES.values()} <= {"", "organisation", "carrier", "stage", "lever", "event"}
    assert all(one.en and one.fr for one in LOG_ENTRIES.values())


@pytest.mark.slow
def test_entries_come_in_the_order_of_the_weeks_and_name_what_there_is(runs):
    chunk, entries, series = runs
    inputs = make_inputs(settings_lived())
    n = len(inputs.organisation)
    most = {"organisation": n, "carrier": n + 1, "stage": len(inputs.stage), "lever": 4, "event": len(inputs.event)}
    for r, log in enumerate(entries):
        assert (np.diff(log["week"]) >= 0).all()
        end = chunk.summaries["end_week"][r] if chunk.summaries["ended"][r] else series["trust"].shape[1]
        assert log["week"].min() >= 1
        assert log["week"].max() <= end
        assert np.isfinite(log["extent"]).all()
        for one in log:
            who = LOG_ENTRIES[KINDS[one["kind"]]].who
            assert one["who"] == -1 if not who else 0 <= one["who"] < most[who]
            assert LOG_ENTRIES[KINDS[one["kind"]]].extent or one["extent"] == 0


@pytest.mark.slow
def test_nearly_every_kind_is_met(runs):
    met = {KINDS[one["kind"]] for log in runs[1] for one in log}
    assert set(KINDS) - met <= {"goals_met", "deserted", "dormant"}


@pytest.mark.slow
def test_who_joined_and_left_is_what_standings_say(runs):
    chunk, entries, _ = runs
    partner = np.isin(chunk.organisations[..., STANDING], [MEMBER, ACTIVE])
    gone = chunk.organisations[..., STANDING] == FORMER
    first = np.array([one.member for one in eventful().organisations.values() for _ in range(one.count)])
    for r, log in enumerate(entries):
        before = np.vstack([first, partner[r, :-1]])
        active = chunk.weeks[r, :, COLUMN["partners"]] > 0
        came = [(int(t) + 1, int(i)) for t, i in np.argwhere(partner[r] & ~before & active[:, None])]
        went = [(int(t) + 1, int(i)) for t, i in np.argwhere(before & ~partner[r])]
        joined, left = entries_of(log, "joined"), entries_of(log, "left", "lapsed")
        # One who leaves may be asked again later, never in the same week.
        assert sorted(joined) == sorted(came)
        assert sorted(left) == sorted(went)
        assert set(left) <= {(int(t) + 1, int(i)) for t, i in np.argwhere(gone[r])}
        assert set(joined) <= set(entries_of(log, "approached"))


@pytest.mark.slow
def test_delegates_who_left_are_the_departures(runs):
    chunk, entries, series = runs
    for r, log in enumerate(entries):
        assert np.array_equal(counts(log, "delegate_left", 40), series["departures"][r])
        assert chunk.summaries["departures"][r] == len(entries_of(log, "delegate_left"))


@pytest.mark.slow
def test_staff_in_post_is_what_was_there_less_who_left_and_who_arrived():
    """No organisation comes or goes: posts filled change by arrivals less departures."""
    settings = small(6, only=["turnover"], weeks=80, staff={"turnover": 0.9, "vacancy": 6}, partners={"delegates": 3})
    (chunk,) = simulate(settings, 5, 2)
    for r, log in enumerate(logs(chunk)):
        change = counts(log, "delegate_arrived", 80) - counts(log, "delegate_left", 80)
        assert 18 * chunk.weeks[r, :, COLUMN["staffing"]] == pytest.approx(18 + change.cumsum())
        assert change.any()


@pytest.mark.slow
def test_stages_done_and_reopened_are_the_steps_of_the_process(runs):
    _, entries, series = runs
    stages = 2
    for r, log in enumerate(entries):
        done, again = counts(log, "stage_done", 40), counts(log, "stage_reopened", 40)
        assert not (done * again).any(), "one or the other"
        stage, cycle = 0, 0
        for t in range(40):
            if not series["partners"][r, t]:
                break
            for _ in entries_of(log[log["week"] == t + 1], "stage_done"):
                stage, cycle = (stage + 1) % stages, cycle + (stage + 1) // stages
            for _, which in entries_of(log[log["week"] == t + 1], "stage_reopened"):
                assert which < stage
                stage = which
            assert series["stage"][r, t] == stage + 1
            assert int(series["results"][r, t] + 1e-9) in (cycle * stages + stage, cycle * stages + stage + 1)
        for one in log[log["kind"] == KINDS.index("stage_done")]:
            assert 0 <= one["extent"] <= 1


@pytest.mark.slow
def test_controversies_are_those_of_the_series(runs):
    _, entries, series = runs
    for r, log in enumerate(entries):
        for kind in ("opened", "settled"):
            wanted = np.diff(series[f"controversies_{kind}"][r], prepend=0)
            assert np.array_equal(counts(log, f"controversy_{kind}", 40), wanted)
        for one in log[log["kind"] == KINDS.index("controversy_faded")]:
            assert series["controversy"][r, one["week"] - 1] == 0
        opened = log[log["kind"] == KINDS.index("controversy_opened")]
        assert ((opened["extent"] > 0) & (opened["extent"] <= 1)).all()
        # What opened in a week and is still there has the severity logged last, or has deepened by one week.
        for week in set(opened["week"].tolist()):
            severity, first = series["controversy"][r, week - 1], opened["extent"][opened["week"] == week][-1]
            assert severity == 0 or first <= severity <= first + DEEPENING * first * (1 - first)


@pytest.mark.slow
def test_events_are_noted_in_their_week_with_their_size(runs):
    events = eventful().events
    named = {"crisis": "crisis", "funding": "funding", "departures": "departures", "no_meeting": "apart",
             "reorganisation": "reorganisation"}  # fmt: skip
    for log in runs[1]:
        horizon = log["week"].max()
        for name, event in events.items():
            row = list(events).index(name)
            if event.week and event.kind.value in named and event.week <= horizon:
                own = log[(log["kind"] == KINDS.index(named[event.kind.value])) & (log["who"] == row)]
                assert own["week"].tolist() == [event.week]
                assert own["extent"].tolist() == [0.0 if name == "no_meeting" else event.size]


def with_event(kind, *, weeks=14, **event):
    """Return the log of a partnership to which one event happens in week 3."""
    tree = {"events": {"it": {"kind": kind, "week": 3, **event}}, "context": {"funding": 0.2}}
    (chunk,) = simulate(small(4, only=["events", "controversies"], weeks=weeks, **tree), 1, 1)
    return [(KINDS[one["kind"]], int(one["week"]), float(one["extent"])) for one in chunk.event_log]


def test_what_lasts_for_a_time_is_told_when_it_is_over():
    assert with_event("funding", size=0.9, lasts=4) == [("funding", 3, 0.9), ("funding_back", 7, 0.2)]
    assert with_event("crisis", size=0.6, lasts=5) == [("crisis", 3, 0.6), ("crisis_over", 8, 0)]
    assert with_event("no_meeting", size=0.5, lasts=6) == [("apart", 3, 0), ("together_again", 9, 0)]
    assert with_event("funding", size=0.9, lasts=40) == [("funding", 3, 0.9)]
    assert with_event("controversy", size=0.7)[0] == ("controversy_opened", 3, 0.7)


def test_two_crises_that_overlap_are_over_once():
    events = {f"c{k}": {"kind": "crisis", "week": week, "lasts": 6, "size": 0.5} for k, week in enumerate((3, 6))}
    (chunk,) = simulate(small(4, only=["events"], weeks=20, events=events), 1, 1)
    assert [(KINDS[one["kind"]], one["week"]) for one in chunk.event_log] == [
        ("crisis", 3), ("crisis", 6), ("crisis_over", 12),
    ]  # fmt: skip


@pytest.mark.slow
def test_levers_are_noted_when_they_begin_and_end(runs):
    levers = {name: Lever(**one) for name, one in LEVERS.items()}
    for log in runs[1]:
        horizon = log["week"].max()
        on = [(one.acts_from, k) for k, one in enumerate(levers.values()) if one.acts_from <= 40]
        off = [(one.stop + 1, k) for k, one in enumerate(levers.values()) if one.stop < 40]
        assert entries_of(log, "lever_on") == sorted(one for one in on if one[0] <= horizon)
        assert entries_of(log, "lever_off") == sorted(one for one in off if one[0] <= horizon)
    assert sorted(on) == [(6, 0), (20, 3), (30, 1)]
    assert off == [(16, 0)]


# Who leads.


@pytest.mark.slow
def test_the_lead_is_whom_the_log_says():
    for replicate in range(6):
        model = Partnership(eventful(), seed=5, replicate=replicate)
        leads = [0, *stepped(model, 40, lambda model: int(whole(model).lead))]
        log = model.state.log[: whole(model).logged]
        passed = entries_of(log, "lead_passed")
        for week in range(1, 41):
            moves = [who for when, who in passed if when == week]
            assert leads[week] == (moves[-1] if moves else leads[week - 1])
        assert all(leads[week - 1] != who or len([1 for when, _ in passed if when == week]) > 1 for week, who in passed)


def test_a_lead_that_left_is_gone_until_a_successor_is_noted():
    tree = {"leadership": {"concentration": 1, "dedicated": 1, "departure": 0, "succession": 4}}
    events = {"out": {"kind": "leader_leaves", "week": 3}}
    for succession, back in ((4, 7), (0, 3), (520, None)):
        settings = small(3, only=["events"], events=events, weeks=12, **laid({"leadership": {
            "succession": succession}}, tree))  # fmt: skip
        (chunk,) = simulate(settings, 1, 1)
        assert entries_of(chunk.event_log, "lead_left") == [(3, 3)], "the coordinator is the last carrier"
        assert entries_of(chunk.event_log, "lead_succeeded") == ([(back, 3)] if back else [])
        absent = np.flatnonzero(chunk.weeks[0, :, COLUMN["leadership"]] == 0) + 1
        assert absent.tolist() == list(range(3, (back or 13)))
        assert chunk.event_log["extent"][chunk.event_log["kind"] == KINDS.index("lead_left")] == [1]


def test_a_lead_passes_to_nobody_when_nobody_is_left():
    """All leave at once: the partnership is deserted, and nobody takes the lead."""
    tree = {"mobilisation": {"patience": 1, "margin": 0}, "partners": {"threshold": 2}}
    them = {f"o{k}": {"self_interest": 1, "mission_fit": 0} for k in range(3)}
    settings = small(3, only=["exit", "ends", "held_by_unmet", "moved_by_mission"], weeks=6, organisations=them, **tree)
    (chunk,) = simulate(settings, 1, 1)
    assert [(KINDS[one["kind"]], one["week"], one["who"]) for one in chunk.event_log] == [
        ("left", 1, 0), ("left", 1, 1), ("left", 1, 2), ("deserted", 1, -1),
    ]  # fmt: skip


# Ends.


@pytest.mark.slow
def test_the_end_and_its_reason_are_the_last_thing_noted():
    goals = eventful(cycles=1, stages={"vision": {"work": 5}, "action": {"work": 20}})
    tired = small(4, weeks=60, only=["ends"], partners={"threshold": 1.5})
    reasons = set()
    for one in (goals, tired):
        (chunk,) = simulate(one, 12, 5)
        for r, log in enumerate(logs(chunk)):
            reason = chunk.summaries["end_reason"][r]
            ends = [one for one in log if KINDS[one["kind"]] in END_REASONS[1:]]
            assert [KINDS[one["kind"]] for one in ends] == ([] if reason == "none" else [reason])
            assert all(one["week"] == chunk.summaries["end_week"][r] for one in ends)
            reasons.add(reason)
    assert reasons >= {"goals_met", "dormant"}


# Room.


def crowded(count=40, weeks=40):
    """Return a partnership in which far more happens than usual: everyone is asked, refuses and is asked again."""
    them = {"o0": {}, "o1": {}, "others": {"count": count, "member": False, "delegates": 4, "turnover": 0.9}}
    return small(2, weeks=weeks, organisations=them, governance={"batch": 500}, leadership={"recruitment": 0},
                 staff={"vacancy": 0}, events={f"e{k}": {"kind": "crisis", "yearly": 12} for k in range(40)},
                 communication=meeting())  # fmt: skip


@pytest.mark.slow
def test_a_log_that_needs_more_room_than_usual_gets_it():
    settings = crowded()
    usual = usual_log_size(make_inputs(settings))
    (chunk,) = simulate(settings, 3, 1)
    assert (chunk.logged > usual).all()
    assert len(chunk.event_log) == chunk.logged.sum()
    for r, log in enumerate(logs(chunk)):
        asked = counts(log, "approached", 40)
        assert asked[3::4].tolist() == [40] * 10
        assert asked.sum() == 400
        model = Partnership(settings, seed=1, replicate=r)
        stepped(model, 40, lambda model: None)
        assert model.state.log[: whole(model).logged].tolist() == log.tolist()


class Plain(Partnership):
    """A subclass that changes nothing, and so is stepped in Python."""


@pytest.mark.slow
def test_a_batch_stepped_in_python_keeps_the_whole_log_too():
    settings = crowded(weeks=20)
    (quick,), (slow,) = (list(simulate(settings, 2, 1, model=model)) for model in (None, Plain))
    assert quick.logged.tolist() == slow.logged.tolist()
    assert quick.event_log.tolist() == slow.event_log.tolist()
    assert np.array_equal(quick.weeks, slow.weeks)


def test_one_week_in_which_everyone_leaves_is_noted_whole():
    """A wave of full size takes all four delegates of 100 organisations at once, more than a log begins with."""
    settings = small(100, weeks=2, only=["events"], partners={"delegates": 4},
                     events={"wave": {"kind": "departures", "week": 1, "size": 1}})  # fmt: skip
    assert usual_log_size(make_inputs(settings)) < 400
    (chunk,) = simulate(settings, 1, 1)
    assert len(entries_of(chunk.event_log, "delegate_left")) == 400
    model = Partnership(settings)
    model.step()
    assert whole(model).logged == 401
    assert (model.state.log.kind[:401] >= 0).all()
    assert len(model.state.log) >= 401


@pytest.mark.slow
@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(settings_drawn)
def test_whatever_is_set_the_log_is_whole_and_agrees_with_the_series(drawn):
    (chunk,) = simulate(drawn, 2, 3, threads=1)
    names = organisation_names(drawn)
    assert len(chunk.event_log) == chunk.logged.sum()
    for r, log in enumerate(logs(chunk)):
        series = {name: chunk.weeks[r, :, k] for name, k in COLUMN.items()}
        assert np.array_equal(counts(log, "delegate_left", drawn.weeks), series["departures"])
        opened = np.diff(series["controversies_opened"], prepend=0)
        assert np.array_equal(counts(log, "controversy_opened", drawn.weeks), opened)
        members = sum(one.member * one.count for one in drawn.organisations.values())
        joined = counts(log, "joined", drawn.weeks)
        left = counts(log, "left", drawn.weeks) + counts(log, "lapsed", drawn.weeks)
        lasted = int(chunk.summaries["end_week"][r]) if chunk.summaries["ended"][r] else drawn.weeks
        assert series["partners"][:lasted].tolist() == (members + np.cumsum(joined - left))[:lasted].tolist()
        assert all(0 <= who < len(names) for _, who in entries_of(log, "joined", "left", "lapsed", "approached"))
