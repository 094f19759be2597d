"""Channels: when they are held, whom they invite, whom one meets there, what they cost."""

import numpy as np
import pytest
from crafted import begin, begun, meeting, rows, small, whole

from entente.sim.partnership import Partnership

COMES = {"off": ["attendance", "turnover", "events"], "governance": {"structure": 0}}


def held(weeks=12, **channel):
    """Return the weeks in which a channel is held."""
    model = Partnership(small(3, communication={"channels": {"table": channel}}))
    found = []
    for week in range(1, weeks + 1):
        begin(model)
        if model.state.due[0]:
            found.append(week)
    return found


def test_a_channel_is_held_at_its_period_from_its_start_until_its_stop():
    assert held(period=1) == list(range(1, 13))
    assert held(period=4) == [1, 5, 9]
    assert held(period=4, start=3) == [3, 7, 11]
    assert held(period=4, start=3, stop=10) == [3, 7]
    assert held(period=5, start=0) == held(period=5)
    assert held(period=2, start=9, stop=8) == []


def after_the_channel(count=4, *, channel, **tree):
    """Return a partnership in the middle of its first week, after its channel was held."""
    model = begun(
        small(count, communication={"channels": {"it": meeting()["channels"]["table"] | channel}}, **COMES | tree)
    )
    model.context()
    model.communication()
    return model


def present(model):
    """Return the rows of those who spent hours in meetings."""
    return np.flatnonzero(rows(model).spent_meetings > 0).tolist()


def test_everyone_is_every_partner_and_nobody_else():
    model = after_the_channel(channel={"audience": "everyone"}, organisations={"o2": {"member": False}})
    assert present(model) == [0, 1, 3]
    assert model.state.contact[2].sum() == model.state.contact[:, 2].sum() == 0


def test_the_committee_is_the_lead_and_those_of_highest_status():
    statuses = {f"o{k}": {"status": status} for k, status in enumerate((0.1, 0.3, 0.9, 0.5, 0.7))}
    tree = {"organisations": statuses, "governance": {"structure": 0, "committee": 0.6}}
    assert present(after_the_channel(5, channel={"audience": "committee"}, **tree)) == [0, 2, 4]


def test_a_seat_left_empty_on_the_committee_is_taken_by_the_next():
    statuses = {f"o{k}": {"status": status} for k, status in enumerate((0.1, 0.3, 0.9, 0.5, 0.7))}
    tree = {"organisations": statuses, "governance": {"structure": 0, "committee": 0.4}}
    model = after_the_channel(5, channel={"audience": "committee"}, **tree)
    assert present(model) == [0, 2]
    rows(model).standing[2] = 4
    begin(model)
    model.context()
    model.communication()
    assert present(model) == [0, 4]


def test_a_talk_with_the_lead_is_a_contact_with_the_lead_alone():
    carried = {"leadership": {"concentration": 1, "dedicated": 0}}
    model = after_the_channel(channel={"audience": "lead", "hours": 0.5}, **carried)
    assert present(model) == [1, 2, 3], "nobody meets oneself"
    contact = model.state.contact
    assert contact[0, 1] > 0
    assert contact[1, 0] > 0
    assert contact[1, 2] == 0


def test_a_talk_with_the_coordinator_is_a_contact_with_the_coordinator():
    model = after_the_channel(
        channel={"audience": "lead", "hours": 0.5}, leadership={"concentration": 1, "dedicated": 1}
    )
    assert (rows(model).coordinator_contact > 0).all()
    assert model.state.contact.sum() == 0


def test_those_concerned_are_those_who_serve_a_waiting_case():
    places = {"territories": {"north": 1, "south": 1}, "populations": {"young": 1, "old": 1}}
    them = {
        "o0": {"territory": "north"},
        "o1": {"territory": "south"},
        "o2": {"territory": "north", "populations": ["old"]},
        "o3": {"populations": ["young"]},
    }
    settings = small(4, communication=meeting(audience="concerned"), organisations=them, **places, **COMES)
    model = begun(settings)
    model.state.waiting[0, 0] = 1  # a young case in the north
    model.context()
    model.communication()
    assert present(model) == [0, 3]


def test_nobody_is_concerned_when_no_case_waits():
    assert present(after_the_channel(channel={"audience": "concerned"})) == []


def test_a_meeting_costs_its_hours_and_the_road():
    """Two hours and, at travel 0.5 and access 0.4, a fifth of that on the road."""
    tree = {"partners": {"access": 0.4, "hours": 30}}
    model = after_the_channel(channel={"hours": 2, "travel": 0.5}, **tree)
    assert rows(model).spent_meetings == pytest.approx(2 + 2 * 0.5 * 0.4)
    assert rows(model).travelled == pytest.approx(2 * 0.5 * 0.4)


def test_one_stays_as_long_as_one_has_the_hours():
    contact = {}
    for hours in (4, 35):
        alone = {"concentration": 1, "dedicated": 1}
        model = after_the_channel(channel={"hours": 8}, partners={"hours": hours}, leadership=alone)
        assert rows(model).spent_meetings == pytest.approx(np.minimum(8, rows(model).available))
        contact[hours] = model.state.contact[0, 1]
    assert contact[4] < contact[35]


def test_structure_takes_its_hours_first():
    tree = {"governance": {"structure": 0.5}, "work": {"paperwork": 4}, "partners": {"hours": 30}}
    assert rows(after_the_channel(channel={}, **tree)).spent_paperwork == pytest.approx(2)
    poor = after_the_channel(channel={}, **tree | {"partners": {"hours": 1}})
    assert rows(poor).spent_paperwork == pytest.approx(rows(poor).available)
    assert present(poor) == []


def test_attendance_is_those_who_came_over_those_invited():
    model = begun(small(4, communication=meeting(), governance={"structure": 0}, leadership={"mandate": 0}))
    model.context()
    model.draws.channel[0, :4] = [0.0, 0.0, 0.0, 1 - 1e-12]
    model.communication()
    assert present(model) == [0, 1, 2]
    assert whole(model).attendance == 0.75


def test_one_who_came_saw_who_of_those_trusted_was_there():
    model = begun(small(4, communication=meeting(), governance={"structure": 0, "formalisation": 0}))
    model.context()
    model.draws.channel[0, :4] = [0.0, 0.0, 1 - 1e-12, 1 - 1e-12]
    model.state.personal[:, 0] = [0, 0.6, 0.3, 0.1]
    before = rows(model).seen[3]
    model.communication()
    assert rows(model).seen[0] == pytest.approx(0.6)
    assert rows(model).seen[3] == before, "who was not there saw nothing"


def test_in_a_crowd_one_meets_only_so_many():
    """Eight others at a span of four: each contact is half of what it is among five."""
    found = [after_the_channel(count, channel={}, trust={"span": 4}).state.contact[0, 1] for count in (5, 9)]
    assert found[0] == pytest.approx(2 * found[1])
