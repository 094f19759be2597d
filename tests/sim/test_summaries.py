"""Summaries of runs on curves made by hand, with answers worked out by hand."""

import numpy as np
import pytest

from entente.sim.batch import summary_values
from entente.sim.buffers import missing_records
from entente.sim.model.measures import SERIES, SUMMARIES
from entente.sim.records import END_REASONS, TURNOUTS
from entente.sim.rules.observation import WEEK
from entente.sim.summaries import SUMMARY_RECORD, summarise_run

NOWHERE = np.zeros((1, 4))  # one territory and population, without cases
NOBODY = np.zeros((1, 1, len(TURNOUTS)))  # one channel, one organisation, never expected


def summary(
    mobilisation, end_week=0, reason="none", shock_week=0, tally=NOWHERE, territory=(0,), population=(0,), **series
):
    """Return the summaries of one run: ``series`` are numbers held all along or one number per week."""
    weeks = missing_records((len(mobilisation),), WEEK)
    for name in SERIES:
        weeks[name] = series.get(name, 0.0)
    weeks.mobilisation = mobilisation
    out = missing_records((1,), SUMMARY_RECORD)
    end = np.array([end_week, END_REASONS.index(reason), shock_week, 0])
    places = np.array(territory), np.array(population)
    summarise_run(weeks, end, tally, NOBODY, *places, out[0])
    return {name: summary_values(name, out[name])[0] for name in SUMMARIES}


RISE_AND_FALL = [0.2, 0.4, 0.8, 0.8, 0.6, 0.4, 0.5, 0.3, 0.2, 0.1]


def test_peak_is_the_highest_week_and_the_first_of_them():
    found = summary(RISE_AND_FALL)
    assert (found["peak"], found["peak_week"]) == (0.8, 3)


def test_final_and_drop_look_at_the_last_four_weeks():
    found = summary(RISE_AND_FALL)
    assert found["final"] == pytest.approx((0.5 + 0.3 + 0.2 + 0.1) / 4)
    assert found["drop"] == pytest.approx(0.8 - 0.275)


def test_half_life_counts_from_the_peak_until_it_stays_at_or_under_half():
    """Half of 0.8 is 0.4: week 6 is at it, week 7 above again, and from week 8 on it stays under: 8 - 3 weeks."""
    assert summary(RISE_AND_FALL)["half_life"] == 5
    assert summary([0.8, 0.4, 0.4])["half_life"] == 1, "at half counts"
    assert summary([0.2, 0.8, 0.1, 0.0])["half_life"] == 1


@pytest.mark.parametrize("curve", [[0.8, 0.3, 0.5], [0.8, 0.8], [0.0, 0.0], [0.3]])
def test_half_life_is_missing_when_it_never_stays_under_half(curve):
    assert np.isnan(summary(curve)["half_life"])


def test_weeks_sustained_and_area():
    found = summary(RISE_AND_FALL)
    assert found["weeks_sustained"] == 4  # 0.8, 0.8, 0.6 and the 0.5 of week 7
    assert found["area"] == pytest.approx(4.3)


def late(level, peak=0.8):
    """Return 40 weeks that reach a peak, then stay at one level over the last quarter of a year."""
    return [peak] * 27 + [level] * 13


@pytest.mark.parametrize(
    ("answer", "level", "need", "reason"),
    [
        (True, 0.39, 0.5, "none"),
        (False, 0.41, 0.5, "none"),  # more than half of the peak
        (False, 0.39, 0.3, "none"),  # the stage does not call for more
        (True, 0.0, 0.0, "dormant"),
        (True, 0.0, 0.0, "deserted"),
        (False, 0.0, 0.0, "goals_met"),  # its work is done
        (False, 0.0, 0.5, "goals_met"),
    ],
)
def test_essoufflement_is_under_half_the_peak_and_under_the_need_with_goals_unmet(answer, level, need, reason):
    ended = 0 if reason == "none" else 28
    assert bool(summary(late(level), need=need, end_week=ended, reason=reason)["essoufflement"]) is answer


def test_who_never_had_steam_does_not_run_out_of_it():
    assert not summary(late(0.01, peak=0.29), need=0.5)["essoufflement"]
    assert summary(late(0.01, peak=0.31), need=0.5)["essoufflement"]


def test_a_rough_week_at_the_end_is_no_essoufflement():
    assert not summary([0.8] * 39 + [0.0], need=0.5)["essoufflement"]


def test_the_end_is_told_with_its_week_and_reason():
    lasting, over = summary(RISE_AND_FALL), summary(RISE_AND_FALL, end_week=7, reason="deserted")
    assert (bool(lasting["ended"]), lasting["end_reason"], np.isnan(lasting["end_week"])) == (False, "none", True)
    assert (bool(over["ended"]), over["end_reason"], over["end_week"]) == (True, "deserted", 7)


def test_trust_at_the_end_is_that_of_the_last_week_in_which_there_were_two_to_trust():
    trust = np.linspace(0.1, 1.0, 10)
    assert summary(RISE_AND_FALL, trust=trust, partners=5)["trust_final"] == 1.0
    deserted = [5, 5, 3, 2, 1, 0, 0, 0, 0, 0]
    assert summary(RISE_AND_FALL, trust=trust, partners=deserted, end_week=5, reason="deserted")[
        "trust_final"
    ] == pytest.approx(0.4)


def test_totals_are_sums_over_the_weeks():
    names = ("hours_partners", "hours_coordinator", "commitments_broken", "departures")
    found = summary(RISE_AND_FALL, **{name: np.arange(10) * (k + 1) for k, name in enumerate(names)})
    assert [found[name] for name in names] == [45, 90, 135, 180]


def test_results_are_those_of_the_last_week():
    assert summary(RISE_AND_FALL, results=np.arange(10) / 2)["results"] == 4.5


def test_active_share_is_the_mean_of_the_last_year():
    assert summary([0.5] * 104, active_share=[0.0] * 52 + [0.25] * 26 + [0.75] * 26)["active_share"] == 0.5


def test_cases_answered_are_a_share_of_those_decided_and_waits_a_mean():
    found = summary([0.5, 0.5], cases_answered=[3, 5], cases_lost=[1, 1], response_time=[6, 2])
    assert found["cases_answered"] == pytest.approx(0.8)
    assert found["response_time"] == pytest.approx(1.0)


def test_without_cases_their_figures_are_missing():
    found = summary([0.5, 0.5], cases_arrived=[1, 1])
    assert np.isnan(found["cases_answered"])
    assert np.isnan(found["response_time"])


def test_a_run_shorter_than_the_windows_is_summarised_all_the_same():
    found = summary([0.6], active_share=[0.5])
    assert (found["peak"], found["final"], found["active_share"]) == (0.6, 0.6, 0.5)


@pytest.mark.parametrize(
    ("curve", "shock_week", "weeks"),
    [
        ([0.8, 0.8, 0.8, 0.8, 0.5, 0.7, 0.77, 0.6], 5, 2),  # under .76 in weeks 5 and 6, back in week 7
        ([0.8, 0.8, 0.8, 0.8, 0.8, 0.5, 0.6, 0.9], 5, 3),  # it falls one week later
        ([0.8, 0.8, 0.8, 0.8, 0.79, 0.78, 0.77, 0.9], 5, 0),  # it never fell
        ([0.8, 0.8, 0.8, 0.8, 0.5, 0.5, 0.5, 0.5], 5, np.nan),  # it never came back
        ([0.8, 0.8, 0.8, 0.8, 0.5, 0.9, 0.9, 0.9], 0, np.nan),  # no shock
        ([0.8, 0.4, 0.9, 0.9], 2, 1),  # one week alone was before
    ],
)
def test_recovery_is_counted_from_the_shock_until_mobilisation_is_back(curve, shock_week, weeks):
    found = summary(curve, shock_week=shock_week)
    assert np.array_equal(found["recovery"], weeks, equal_nan=True)
    assert np.array_equal(found["shock_week"], shock_week or np.nan, equal_nan=True)


def test_cost_per_point_is_hours_over_mean_mobilisation_in_points():
    found = summary([0.4, 0.6], hours_partners=[30, 50], hours_coordinator=[5, 15], dollars=[100, 300])
    assert found["cost_per_point"] == pytest.approx(100 / 50)
    assert found["dollars_per_point"] == pytest.approx(400 / 50)
    assert found["dollars"] == 400
    assert np.isnan(summary([0.0, 0.0], hours_partners=[1, 1])["cost_per_point"])


def test_equity_compares_the_places_that_had_cases():
    tally = np.array([[10.0, 8, 2, 0], [10, 4, 6, 0], [0, 0, 0, 0]])  # arrived, answered, lost, waited
    found = summary([0.5, 0.5], tally=tally, territory=(0, 1, 2), population=(0, 0, 1))
    assert found["territory_ratio"] == pytest.approx(0.5)
    assert found["territory_gap"] == pytest.approx(0.4)
    assert np.isnan(found["population_ratio"])
    assert np.isnan(found["population_gap"])
