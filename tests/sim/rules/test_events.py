"""What befalls a partnership: each kind of event does what it says, to whom it says, for as long as it says."""

import numpy as np
import pytest
from crafted import begun, meeting, rows, small, stepped, whole
from scipy import stats

from entente.sim.partnership import Partnership


def with_event(kind, count=4, only=("events",), week=3, tree=None, **event):
    """Return a partnership to which one event happens in week 3."""
    events = {"it": {"kind": kind, "week": week, **event}}
    return Partnership(small(count, only=only, events=events, weeks=30, **(tree or {})))


def test_funding_has_its_level_for_its_time_then_what_there_was():
    model = with_event("funding", size=0.9, lasts=4, tree={"context": {"funding": 0.2}})
    funding = stepped(model, 10, lambda model: float(whole(model).funding))
    assert funding == pytest.approx([0.2] * 2 + [0.9] * 4 + [0.2] * 4)


def test_funding_frees_hours_for_those_without_means():
    """Without means one gives half of its hours; a full funding frees them all, and changes nothing for the rich."""
    tree = {"organisations": {"o0": {"budget": 1}, "o1": {"budget": 0}}, "context": {"funding": 0}}
    model = with_event("funding", 2, size=1, lasts=2, tree=tree | {"governance": {"shared_budget": 0}})
    hours = np.array(stepped(model, 6, lambda model: rows(model).available.copy()))
    assert hours[:, 0] == pytest.approx(hours[0, 0])
    assert hours[:, 1] / hours[:, 0] == pytest.approx([0.5, 0.5, 1, 1, 0.5, 0.5])


def test_a_shared_budget_narrows_the_gap_in_hours():
    gap = {}
    for shared in (0.0, 0.5, 1.0):
        tree = {"organisations": {"o0": {"budget": 1}, "o1": {"budget": 0}}, "governance": {"shared_budget": shared}}
        model = begun(small(2, only=[], **tree))
        model.context()
        gap[shared] = rows(model).available[0] - rows(model).available[1]
    assert gap[0.5] == pytest.approx(gap[0.0] / 2)
    assert gap[1.0] == pytest.approx(0)


def test_a_wave_takes_away_the_stated_share_of_the_staff():
    """Four posts in fifty organisations, a wave of 0.3, no other departure: a binomial of 200."""
    model = with_event("departures", 50, size=0.3, tree={"partners": {"delegates": 4}})
    left = stepped(model, 4, lambda model: model.series("departures"))
    assert left[:2] == [0, 0]
    assert left[3] == 0
    low, high = stats.binom.interval(0.999, 200, 0.3)
    assert low <= left[2] <= high


def test_a_wave_falls_on_the_organisation_that_it_names():
    model = with_event("departures", 4, size=1, organisation="o2")
    staffing = stepped(model, 3, lambda model: rows(model).staffing.tolist())
    assert staffing[1:] == [[1, 1, 1, 1], [1, 1, 0, 1]]


def test_a_wave_on_organisations_alike_falls_on_all_of_them():
    model = with_event("departures", 4, size=1, organisation="o2", tree={"organisations": {"o2": {"count": 3}}})
    assert stepped(model, 3, lambda model: rows(model).staffing.tolist())[2] == [1, 1, 0, 0, 0, 1]


def test_two_waves_in_one_week_both_fall():
    events = {name: {"kind": "departures", "week": 1, "size": 1, "organisation": name} for name in ("o1", "o3")}
    model = Partnership(small(4, only=["events"], events=events))
    assert stepped(model, 1, lambda model: rows(model).staffing.tolist()) == [[1, 0, 1, 0]]


@pytest.mark.parametrize("organisation", ["", "o2"])
def test_a_reorganisation_takes_staff_and_the_trust_between_organisations(organisation):
    model = with_event("reorganisation", 4, size=0.5, organisation=organisation)
    before = model.state.institutional.copy()
    after = stepped(model, 3, lambda model: model.state.institutional.copy())[2]
    for j in range(4):
        for i in range(4):
            touched = not organisation or 2 in (i, j)
            assert after[j, i] == pytest.approx(before[j, i] * (0.5 if touched else 1))


def test_a_crisis_multiplies_cases_for_its_time():
    """At full size four times the usual cases come on top of the usual."""
    tree = {"casework": {"arrivals": 20}}
    arrived = np.zeros(12)
    for replicate in range(30):
        settings = small(
            2, only=["events", "cases"], events={"it": {"kind": "crisis", "week": 3, "size": 1, "lasts": 5}}, **tree
        )
        model = Partnership(settings, replicate=replicate)
        arrived += stepped(model, 12, lambda model: model.series("cases_arrived"))
    surge = np.array([False] * 2 + [True] * 5 + [False] * 5)
    for expected, weeks in ((100, arrived[surge]), (20, arrived[~surge])):
        low, high = stats.poisson.interval(0.999, expected * 30 * len(weeks))
        assert low <= weeks.sum() <= high


def test_when_nobody_may_meet_nobody_travels_for_its_time():
    tree = {"communication": meeting(travel=1), "partners": {"access": 1, "hours": 35}}
    model = with_event("no_meeting", lasts=2, tree=tree)
    travelled = stepped(model, 6, lambda model: rows(model).travelled.sum() > 0)
    assert travelled == [True, True, False, False, True, True]


def contacts(richness, apart):
    """Return the contact of two organisations in a meeting of one richness, when one may meet and when not."""
    events = {"it": {"kind": "no_meeting", "week": 1, "lasts": 2}} if apart else {}
    model = begun(small(4, only=["events"], communication=meeting(richness=richness), events=events))
    model.context()
    model.communication()
    return float(model.state.contact[0, 1])


def test_meeting_at_a_distance_is_what_video_is_and_letters_stay_what_they_are():
    assert contacts(1.0, apart=True) == pytest.approx(0.85 * contacts(1.0, apart=False))
    assert contacts(0.38, apart=True) == contacts(0.38, apart=False)


def test_a_public_controversy_opens_at_its_size_unless_a_worse_one_is_open():
    model = with_event("controversy", only=("events", "controversies"), size=0.7, tree={"leadership": {"brokerage": 0}})
    series = stepped(model, 4, lambda model: (model.series("controversy"), model.series("controversies_opened")))
    assert series[1] == (0, 0)
    assert series[2] == (0.7, 1)
    worse = with_event("controversy", only=("events", "controversies"), week=1, size=0.3)
    whole(worse).controversy = 0.8
    worse.step()
    assert whole(worse).opened == 0


def test_the_leader_leaves():
    model = with_event("leader_leaves", tree={"leadership": {"concentration": 1, "dedicated": 1}})
    assert stepped(model, 3, lambda model: model.series("leadership")) == [1, 1, 0]


def test_ties_leave_with_a_person_but_for_what_is_handed_over_or_paired():
    """One delegate alone holds all the ties: nothing is left without handover, half with a half handed over."""
    kept = {}
    for name, governance in {"none": {}, "handed": {"handover": 0.5}, "paired": {"pairing": 1}}.items():
        tree = {"governance": {"handover": 0, "pairing": 0} | governance}
        model = with_event("departures", only=("events", "handover"), week=1, size=1, organisation="o1", tree=tree)
        before = model.state.personal[0, 1]
        model.step()
        kept[name] = model.state.personal[0, 1] / before
        assert model.state.personal[2, 0] == before, "ties of others stay"
    assert kept["none"] == 0
    assert kept["handed"] == pytest.approx(0.5)
    assert 0 < kept["paired"] < 1


def test_a_second_delegate_keeps_most_of_the_ties():
    """Of two delegates one leaves: more of the ties are left than when the only one does."""
    tree = {"partners": {"delegates": 2}, "governance": {"handover": 0}}
    settings = with_event("departures", week=1, size=0.5, organisation="o1", tree=tree).settings
    for replicate in range(40):
        model = Partnership(settings, replicate=replicate)
        before = model.state.personal[0, 1]
        model.step()
        if rows(model).staffing[1] == 0.5:
            assert before > model.state.personal[0, 1] > 0.4 * before
            return
    pytest.fail("no replicate in which one of two leaves")


def test_the_last_change_in_time_holds_whatever_the_order_in_which_they_are_stated():
    later, sooner = ({"week": week, "set": {"leadership.hours": hours}} for week, hours in ((9, 2), (4, 30)))
    for changes in ({"later": later, "sooner": sooner}, {"sooner": sooner, "later": later}):
        parameters = Partnership(small(3, changes=changes)).inputs.parameters
        assert parameters.leadership.hours.tolist()[1:] == [30, 2]
