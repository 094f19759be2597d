"""Levers and channels: those that they add, those that they change, and the weeks in which each is held."""

import numpy as np
import pytest
from crafted import WEEKLY_MEETING, begin, eventful, rows, small

from entente.sim.batch import simulate
from entente.sim.chance import key
from entente.sim.inputs import spans_left
from entente.sim.partnership import Partnership

FREE = {"off": ["attendance", "turnover", "events", "animation"], "governance": {"structure": 0}}


def channel_weeks(weeks=24, channels=None, **levers):
    """Return the weeks in which each channel is held, by name, and the draws of each of them."""
    model = Partnership(small(3, weeks=weeks, communication={"channels": channels or {}}, levers=levers))
    names = {key(name): name for name in [*(channels or {}), *(c for one in levers.values() for c in
             one.get("channels", {}))]}  # fmt: skip
    of = [names[low, high] for low, high in model.inputs.keys.channel.T.tolist()]
    held, draws = {name: [] for name in of}, {name: {} for name in of}
    for week in range(1, weeks + 1):
        begin(model)
        for c in np.flatnonzero(model.state.due):
            held[of[c]].append(week)
            draws[of[c]][week] = model.draws.channel[c].tolist()
    return held, draws


def held(name="table", **more):
    """Return the weeks in which one channel is held."""
    return channel_weeks(**more)[0].get(name, [])


def moving(field, *, channel="*", start=1, stop=520, **how):
    """Return a lever that moves a field of channels."""
    return {"start": start, "stop": stop, "effects": {f"communication.channels.{channel}.{field}": how}}


# When they are held.


def test_a_channel_that_a_lever_adds_is_held_while_the_lever_acts():
    table = {"channels": {"table": {"period": 4}}}
    assert held(it=table) == [1, 5, 9, 13, 17, 21]
    assert held(it=table | {"start": 3, "delay": 2, "stop": 14}) == [5, 9, 13]
    assert held(it=table | {"start": 24, "stop": 24}) == [24]
    assert held(it=table | {"start": 30}) == []


def test_the_weeks_that_an_added_channel_states_hold_within_those_of_the_lever():
    table = {"channels": {"table": {"period": 4, "start": 6, "stop": 15}}}
    assert held(it=table) == [6, 10, 14]
    assert held(it=table | {"start": 8}) == [8, 12]
    assert held(it=table | {"stop": 12}) == [6, 10]
    assert held(it=table | {"start": 18}) == []


def test_a_channel_already_in_place_is_not_held_twice():
    table = {"table": {"period": 4}}
    often = {"channels": {"table": {"period": 1}}}
    assert held(channels=table, it=often) == [1, 5, 9, 13, 17, 21]
    assert held(one={"channels": table}, other=often) == [1, 5, 9, 13, 17, 21]
    short = {"table": {"period": 4, "start": 10, "stop": 12}}
    assert held(channels=short, it=often) == [*range(1, 11), *range(13, 25)]


def test_the_same_lever_twice_is_held_each_time():
    table = {"table": {"period": 3}}
    first, second = {"channels": table, "stop": 7}, {"channels": table, "start": 15, "stop": 20}
    assert held(first=first, second=second) == held(second=second, first=first) == [1, 4, 7, 15, 18]
    over = {"channels": table, "start": 5, "stop": 11}
    assert held(first=first, over=over) == [1, 4, 7, 8, 11]


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        ([], [(3, 9)]),
        ([(1, 2), (10, 12)], [(3, 9)]),
        ([(1, 3)], [(4, 9)]),
        ([(9, 20)], [(3, 8)]),
        ([(5, 6)], [(3, 4), (7, 9)]),
        ([(8, 8), (4, 4)], [(3, 3), (5, 7), (9, 9)]),
        ([(4, 7), (5, 6)], [(3, 3), (8, 9)]),
        ([(1, 520)], []),
        ([(6, 5)], [(3, 9)]),
    ],
)
def test_what_is_left_of_some_weeks(taken, left):
    assert list(spans_left(3, 9, taken)) == left
    assert [week for first, last in left for week in range(first, last + 1)] == [
        week for week in range(3, 10) if not any(start <= week <= stop for start, stop in taken)
    ]


@pytest.mark.parametrize("field", ["hours", "richness", "coordinator", "informal"])
@pytest.mark.parametrize(("start", "stop"), [(1, 520), (6, 10), (7, 7), (9, 520)])
def test_the_period_goes_on_when_another_field_changes(field, start, stop):
    lever = moving(field, start=start, stop=stop, toward=0.5, by=0.5)
    assert held(channels={"table": {"period": 4, "start": 2}}, it=lever) == [2, 6, 10, 14, 18, 22]


def test_a_changed_period_counts_from_the_last_occasion():
    """Every four weeks from week 1; every second week in weeks 6 to 12; then four weeks after the last of those."""
    table = {"table": {"period": 4}}
    assert held(channels=table, it=moving("period", start=6, stop=12, toward=2)) == [1, 5, 7, 9, 11, 15, 19, 23]
    assert held(channels=table, it=moving("period", start=6, stop=12, toward=6)) == [1, 5, 11, 15, 19, 23]
    assert held(channels={"table": {"period": 20}}, it=moving("period", start=10, toward=3)) == [1, 10, 13, 16, 19, 22]
    assert held(channels={"table": {"period": 1}}, it=moving("period", start=10, add=6)) == [*range(1, 10), 16, 23]


def test_a_period_is_whole_and_at_least_one_week():
    table = {"table": {"period": 4}}
    assert held(channels=table, it=moving("period", add=-30)) == list(range(1, 25))
    assert held(channels=table, it=moving("period", toward=9, by=0.5)) == [1, 7, 13, 19]  # 6.5 is 6, the even one
    assert held(channels=table, it=moving("period", toward=10, by=0.8)) == [1, 10, 19]  # 8.8 is 9


def test_one_channel_or_all_of_them_those_that_levers_add_too():
    channels = {"table": {"period": 6}, "letter": {"period": 8}}
    added = {"channels": {"visit": {"period": 12}}}
    one, _ = channel_weeks(channels=channels, added=added, it=moving("period", channel="letter", add=4))
    assert one == {"table": [1, 7, 13, 19], "letter": [1, 13], "visit": [1, 13]}
    every, _ = channel_weeks(channels=channels, added=added, it=moving("period", add=4))
    assert every == {"table": [1, 11, 21], "letter": [1, 13], "visit": [1, 17]}


# What their fields become.


def hours_of(weeks, lever, **channels):
    """Return the hours that one partner spends in meetings each week."""
    communication = {"channels": {name: WEEKLY_MEETING | one for name, one in channels.items()}}
    settings = small(3, communication=communication, levers=lever, partners={"hours": 35, "budget": 1}, **FREE)
    model, found = Partnership(settings), []
    for _ in range(weeks):
        model.step()
        found.append(float(rows(model).spent_meetings[1]))
    return found


def test_a_field_moves_from_the_first_week_of_the_lever_until_the_last():
    lever = {"it": moving("hours", start=2, stop=3, toward=1, by=0.5)}
    assert hours_of(4, lever, table={"hours": 3}) == pytest.approx([3, 2, 2, 3])


def test_fields_move_in_the_order_of_the_levers_each_kept_in_its_range():
    """2 hours, 20 more (at most 16), then half of the way to 0: 8; the other way round, 1 and 20: 16."""
    more, half = moving("hours", add=20), moving("hours", toward=0, by=0.5)
    assert hours_of(1, {"a": more, "b": half}, table={"hours": 2}) == pytest.approx([8])
    assert hours_of(1, {"b": half, "a": more}, table={"hours": 2}) == pytest.approx([16])


def test_named_and_all_channels_add_up():
    lever = {"all": moving("hours", add=1), "one": moving("hours", channel="letter", add=0.25)}
    assert hours_of(1, lever, table={"hours": 2}, letter={"hours": 1}) == pytest.approx([2 + 1 + 1 + 1.25])


def test_a_channel_that_does_not_exist_is_simply_not_there():
    lever = {"it": moving("hours", channel="nowhere", add=1)}
    assert hours_of(2, lever, table={"hours": 2}) == [2, 2]


# The draws of those invited.


def test_a_channel_has_the_luck_of_its_name_whoever_puts_it_there():
    table = {"table": {"period": 4}}
    _, own = channel_weeks(channels=table)
    _, added = channel_weeks(channels={"letter": {"period": 1}}, it={"channels": table})
    _, cut = channel_weeks(channels=table, it=moving("hours", start=6, stop=11, add=1))
    assert own["table"] == added["table"] == cut["table"]
    assert len({tuple(one) for one in own["table"].values()}) == 6, "other draws every time"
    assert added["letter"][1] != added["table"][1]


def test_an_added_channel_shifts_nobody_elses_luck():
    channels = {"table": {"period": 4}, "letter": {"period": 1}}
    _, before = channel_weeks(channels=channels)
    _, after = channel_weeks(channels=channels, it={"channels": {"visit": {"period": 2}}, "start": 3})
    assert {name: after[name] for name in channels} == before


def test_a_lever_that_adds_what_is_there_changes_no_bit():
    again = {"it": {"channels": {"everyone": {"period": 1, "hours": 9}}, "start": 3}}
    (base,), (same,) = (list(simulate(eventful(levers=levers), 2, 1)) for levers in ({}, again))
    assert np.array_equal(base.weeks, same.weeks)


def test_a_field_is_not_rounded_for_having_been_at_a_bound():
    """Bounds are stated as whole numbers: 15 h and 3 more is 16, the most; 30 % of the way to none is then 11.2 h."""
    table = {"table": {"hours": 15, "per_head": 0}}
    less = moving("hours", toward=0, by=0.3)
    more = moving("per_head", add=0.4)
    none = moving("per_head", add=-1)
    levers = {"up": moving("hours", add=3), "down": less, "none": none, "more": more}
    channel = Partnership(small(3, communication={"channels": table}, levers=levers)).inputs.channel[0]
    assert channel.hours == pytest.approx(11.2)
    assert channel.per_head == pytest.approx(0.4)


def test_who_has_but_rounding_left_of_its_hours_does_not_come():
    """Hours taken one by one from a sum of hours may leave 1e-16 of one."""
    model = Partnership(small(3, communication={"channels": {"table": WEEKLY_MEETING}}, off=["attendance"]))
    begin(model)
    model.context()
    rows(model).available[1] = 1e-15
    model.communication()
    assert rows(model).spent_meetings[[0, 2]].min() > 0
    assert rows(model).spent_meetings[1] == 0
