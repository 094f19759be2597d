"""What the scenarios that stage the source texts tell people to look at does come out, under common random numbers."""

import numpy as np
import pytest
from compared import answered, differences, interval, mean, run

TOWN, YOUTH, CELL = ("lethbridge",), ("aire_ouverte",), ("concerted_action_cell",)
QUARTER, TERRITORY = ("neighbourhood_table",), ("territorial_process",)
LEAVES = "+events.departure={kind: leader_leaves, week: 78}"
LATER = "leadership=initial_then_shared"
NO_CALLS = (*QUARTER, "~events.call_1", "~events.call_2", "~events.call_3")

LOOK = [  # world, beside what, measure, weeks, least and most difference of the mean
    (TOWN, (*TOWN, "mechanisms.moved_by_peers=off"), "mobilisation", 105, 156, -0.02, 0.01),
    ((*TOWN, LEAVES), TOWN, "mobilisation", 79, 130, -0.1, -0.02),
    ((*TOWN, "leadership.hours=4"), TOWN, "mobilisation", 79, 130, -0.5, -0.2),
    ((*TOWN, "communication=email_only"), TOWN, "mobilisation", 131, 156, -0.3, -0.08),
    ((*TOWN, "communication=quarterly_table"), TOWN, "mobilisation", 131, 156, -0.35, -0.12),
    ((*TOWN, "communication=saturated"), TOWN, "mobilisation", 131, 156, -0.5, -0.2),
    ((*TOWN, LATER), TOWN, "mobilisation", 131, 156, -0.2, -0.05),
    ((*TOWN, LATER, LEAVES), (*TOWN, LATER), "mobilisation", 79, 130, -0.01, 0.01),
    ((*YOUTH, "governance.admission=52"), YOUTH, "mobilisation", 27, 52, 0.02, 0.1),
    ((*YOUTH, "governance.admission=52"), YOUTH, "mobilisation", 105, 156, -0.1, -0.015),
    ((*YOUTH, "governance.batch=8"), YOUTH, "mobilisation", 1, 26, -0.06, -0.01),
    ((*YOUTH, "governance.batch=8"), YOUTH, "mobilisation", 79, 156, 0.003, 0.05),
    ((*YOUTH, "leadership=rotating"), YOUTH, "mobilisation", 131, 156, -0.02, 0.02),
    ((*YOUTH, "leadership=mandated"), YOUTH, "mobilisation", 131, 156, -0.02, 0.02),
    (CELL, (*CELL, "~events.surge_of_reports"), "trust", 68, 80, 0.005, 0.05),
    (CELL, (*CELL, "~events.health_reorganisation"), "trust", 100, 117, -0.05, -0.003),
    (QUARTER, NO_CALLS, "mobilisation", 131, 156, 0.015, 0.12),
    ((*QUARTER, "leadership=shared"), QUARTER, "mobilisation", 131, 156, 0, 0.06),
    ((*QUARTER, "leadership=captured"), QUARTER, "mobilisation", 131, 156, -0.15, -0.01),
    ((*QUARTER, "governance=inclusive"), QUARTER, "mobilisation", 131, 156, 0.02, 0.1),
    ((*TERRITORY, "~changes.coordination_ends"), TERRITORY, "mobilisation", 131, 156, 0.0, 0.03),
    ((*TERRITORY, "~events.wave_of_departures"), TERRITORY, "mobilisation", 131, 156, 0.02, 0.12),
    ((*TERRITORY, "communication=monthly_table"), TERRITORY, "mobilisation", 131, 156, 0.02, 0.12),
    ((*TERRITORY, "communication=lethbridge"), TERRITORY, "mobilisation", 131, 156, 0.03, 0.2),
    ((*TERRITORY, "governance.handover=0.7"), TERRITORY, "mobilisation", 131, 156, 0.03, 0.15),
    ((*TERRITORY, LATER), TERRITORY, "mobilisation", 131, 156, -0.03, 0.04),
    ((*TERRITORY, "leadership=shared"), TERRITORY, "mobilisation", 131, 156, -0.05, 0),
]


@pytest.mark.parametrize(("world", "beside", "column", "first", "last", "least", "most"), LOOK)
def test_what_there_is_to_look_at(world, beside, column, first, last, least, most):
    low, high = interval(differences(world, beside, column, first, last))
    assert least <= low
    assert high <= most


def test_in_lethbridge_partners_arrive_in_one_year_and_mobilisation_rises_for_two_more():
    assert np.mean(mean(TOWN, "partners", 52, 52)) > 22
    for early, late in (((40, 52), (92, 104)), ((92, 104), (144, 156))):
        assert interval(mean(TOWN, "mobilisation", *late) - mean(TOWN, "mobilisation", *early))[0] > 0
    for rhythm in ("email_only", "quarterly_table", "saturated"):
        other = (*TOWN, f"communication={rhythm}")
        second, third = (differences(other, TOWN, "mobilisation", *weeks) for weeks in ((53, 104), (105, 156)))
        assert interval(third - second)[1] < -0.02


def test_in_aire_ouverte_the_gap_of_those_whom_few_serve_hangs_on_animation_rather_than_on_the_budget():
    def gap(*overrides):
        shares = answered((*YOUTH, *overrides), "population")
        assert shares.idxmin() == "indigenous_youth"
        return shares.max() - shares.min()

    assert gap() > 0.04
    assert abs(gap("governance.shared_budget=0") - gap()) < 0.02
    assert gap("communication=remote") > gap() + 0.02
    assert gap("leadership=broker") < 0.6 * gap()


def test_with_grafts_the_west_and_the_east_catch_up_and_those_whom_few_serve_are_served_better():
    alone = (*CELL, "governance.admission=156")
    before, after = answered(alone, "territory"), answered(CELL, "territory")
    assert before[["ouest", "est"]].max() < before["centre_sud"] - 0.08
    assert after[["ouest", "est"]].min() > after["centre_sud"] - 0.04
    assert after["centre_sud"] < before["centre_sud"] - 0.03
    before, after = answered(alone, "population"), answered(CELL, "population")
    few = ["lgbtq", "disability"]
    assert (after - before)[few].min() > 0.03
    assert after[few].max() < after.drop(few).min() - 0.05


def test_a_heavy_governance_loses_more_than_half_of_the_answers_and_a_light_one_gains_some():
    heavy, light = (np.mean(run(*CELL, f"governance={one}").runs["cases_answered"]) for one in ("heavy", "light"))
    regional = np.mean(run(*CELL).runs["cases_answered"])
    assert heavy < 0.5 * regional
    assert light > regional + 0.03


def test_the_second_call_raises_mobilisation_by_several_points_and_the_third_only_keeps_it_there():
    def rise(first, last):
        return mean(QUARTER, "mobilisation", last, last) - mean(QUARTER, "mobilisation", first, first)

    assert -0.03 < np.mean(rise(33, 52)) < 0.02, "it has levelled off"
    assert interval(rise(64, 89))[0] > 0.03
    assert abs(np.mean(rise(116, 141))) < 0.03


def test_small_organisations_are_less_recognised_and_less_mobilised_than_the_large_one_and_institutions():
    late = run(*QUARTER, by_organisation=True).organisations
    late = late[late["week"].between(105, 156) & late["standing"].between(2, 3)]
    small = ("food_aid", "tenants", "family_house", "youth_house", "women", "settlement", "popular", "citizens")
    others = ("multiservice", "borough", "community_organiser", "schools", "childcare", "library")
    for column in ("recognition", "mobilisation"):
        means = [late[late["organisation"].str.startswith(one)][column].mean() for one in (small, others)]
        assert means[0] < means[1] - 0.03


def test_the_territorial_process_loses_a_third_of_its_mobilisation_in_two_years_while_the_need_rises():
    peak, later = (np.mean(mean(TERRITORY, "mobilisation", *weeks)) for weeks in ((8, 20), (98, 117)))
    assert 0.6 < later / peak < 0.8
    assert interval(mean(TERRITORY, "need", 98, 117) - mean(TERRITORY, "need", 40, 52))[0] > 0
    assert interval(mean(TERRITORY, "mobilisation", 98, 117) - mean(TERRITORY, "need", 98, 117))[1] < -0.1
