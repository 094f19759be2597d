"""Hours offered against hours asked for, by hand; what cannot work is said, and the scenarios that ship stay quiet."""

import numpy as np
import pytest

import entente
from entente.analysis.feasibility.feasibility import feasibility_notices, find_obstacles
from entente.analysis.feasibility.working_hours import PartnerHours, scale_to_table, schedule_stages
from entente.config.places import scenario_paths
from entente.sim.model.settings import Channel
from entente.sim.model.situation import OrganisationSettings, Settings, Stage


def plain(hours=5.0, count=4, **more):
    organisations = {f"o{k}": OrganisationSettings(hours=hours, budget=1.0, decision_power=1.0, rigidity=0.0,
                                                   reliability=1.0, access=0.0) for k in range(count)}  # fmt: skip
    found = Settings(organisations=organisations, lead="o0", stages={"vision": Stage(40, 0.5, False)}, **more)
    found.governance.structure = 0.0
    return found


def kinds(settings):
    return {one.kind for one in find_obstacles(settings, "en") if one.stops}


def test_useful_hours_by_hand():
    settings = plain()
    hours = PartnerHours(settings)
    assert hours.useful(0, 1) == pytest.approx(4 * 5 * settings.work.ambition)
    (vision,) = schedule_stages(hours)
    assert vision.week == int(np.ceil(40 / (4 * 5 * 0.8)))
    settings.communication.channels["table"] = Channel(period=4, hours=2.0, travel=0.0)
    hours = PartnerHours(settings)
    assert [hours.useful(0, week) for week in (1, 2)] == pytest.approx([4 * 3 * 0.8, 4 * 5 * 0.8])


def test_a_lever_that_takes_hours_takes_them_while_it_acts():
    settings = entente.settings("twenty_partners", lever=["pairing"], **{"levers.pairing.start": 27})
    hours = PartnerHours(settings)
    lever = settings.levers["pairing"]
    assert hours.taken_first(lever.acts_from) - hours.taken_first(1) == pytest.approx(lever.costs.partners)


@pytest.mark.parametrize("name", sorted(scenario_paths()))
def test_shipped_scenarios_are_quiet_but_for_one_that_never_meets(name):
    notices = feasibility_notices(entente.settings(name), "en")
    if name == "email_only":
        assert len(notices) == 1
        assert "no meeting" in notices[0]
    else:
        assert notices == []


def test_honest_hours_of_eighteen_partners_are_said_not_to_be_enough():
    few = {f"o{k}": OrganisationSettings(hours=1.94) for k in range(18)}
    settings = Settings(organisations=few, lead="o0")
    settings.communication.channels["table"] = Channel()
    assert {"slow", "little_progress", "cases"} <= kinds(settings)
    assert scale_to_table(PartnerHours(settings)) == pytest.approx(18 * 1.94 / (20 * 5), rel=1e-6)
    assert not {"slow", "little_progress"} & kinds(plain(count=20))


def test_what_cannot_work_by_kind():
    settings = plain(hours=2.0)
    settings.communication.channels["table"] = Channel(period=1, hours=3.0)
    assert "meetings" in kinds(settings)
    settings = plain()
    settings.stages["choice"] = Stage(10, 0.7, True)
    assert "never_gathered" in kinds(settings)
    settings.communication.channels["table"] = Channel()
    assert "never_gathered" not in kinds(settings)
    settings.territories = {"north": 1.0, "south": 1.0}
    for one in settings.organisations.values():
        one.territory = "north"
    assert "unserved" in kinds(settings)


def test_what_it_hangs_on():
    settings = entente.settings("neighbourhood_table")
    found = {one.kind for one in find_obstacles(settings, "fr", {"borough": 9000.0, "table": 1000.0})}
    assert {"powerless", "one_grant", "one_payer"} <= found
