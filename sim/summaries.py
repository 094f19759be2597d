"""Summaries of a run, from its weekly series; each formula is in ``sim.model.measures.SUMMARIES``."""

import math

import numpy as np

from entente.sim.engine.compilation import part, rule
from entente.sim.model.measures import CASE_TALLY, SUMMARIES
from entente.sim.records import DESERTED, DORMANT, GOALS_MET
from entente.sim.turnout import divide, measure_turnout

SUSTAINED = 0.5  # mobilisation from which a week counts as sustained
LEAST_PEAK = 0.3  # a partnership that never rose above this has no steam to run out of
LAST = 4  # weeks over which the final mobilisation, and that before a shock, are averaged
BACK = 0.95  # of what mobilisation was before a shock, from which it is said to be back
QUARTER = 13
TWO = 2  # partners without which there is no trust to speak of
YEAR = 52
ANSWERED, LOST = (list(CASE_TALLY).index(name) for name in ("answered", "lost"))
SUMMARY_RECORD = np.dtype([(name, "f8") for name in SUMMARIES])  # yes is 1; a reason of the end is its rank


@rule
def summarise_run(weeks, end, tally, turnout, territory, population, out):
    """Write the summaries of one run.

    Args:
        weeks: its series, a record ``WEEK`` for each week.
        end: week of the end (0 without one), its reason (a rank of ``END_REASONS``), week of the first shock (or 0).
        tally: cases by territory and population: ``CASE_TALLY``.
        turnout: how often each organisation came, by channel: ``TURNOUTS``.
        territory: that of each row of ``tally``, from 0 on.
        population: that of each row of ``tally``, from 0 on.
        out: a record ``SUMMARY_RECORD``.
    """
    horizon, curve = len(weeks), weeks.mobilisation
    summarise_curve(curve, end, out)
    out.essoufflement = 1.0 if ran_out_of_steam(curve, weeks.need, end[1], out.peak) else 0.0
    out.results = weeks[horizon - 1].results
    out.hours_partners, out.hours_coordinator = add_up(weeks.hours_partners), add_up(weeks.hours_coordinator)
    out.commitments_broken, out.departures = add_up(weeks.commitments_broken), add_up(weeks.departures)
    out.trust_final = weeks[last_together(weeks.partners)].trust
    out.active_share = mean_of_last(weeks.active_share, YEAR)
    out.fragmentation = mean_of_last(weeks.fragmentation, YEAR)
    answered = add_up(weeks.cases_answered)
    out.cases_answered = divide(answered, answered + add_up(weeks.cases_lost))
    out.response_time = divide(add_up(weeks.response_time), answered)
    out.dollars = add_up(weeks.dollars)
    points = 100.0 * out.area / horizon
    out.cost_per_point = divide(out.hours_partners + out.hours_coordinator, points)
    out.dollars_per_point = divide(out.dollars, points)
    measure_turnout(turnout, out)
    low, high = range_of_shares(tally, territory)
    out.territory_ratio, out.territory_gap = divide(low, high), high - low
    low, high = range_of_shares(tally, population)
    out.population_ratio, out.population_gap = divide(low, high), high - low


@part
def summarise_curve(curve, end, out):
    """Write the summaries of mobilisation alone, and those of the end."""
    peak_at, sustained = 0, 0.0
    for t in range(len(curve)):
        if curve[t] > curve[peak_at]:
            peak_at = t
        if curve[t] >= SUSTAINED:
            sustained += 1.0
    peak = curve[peak_at]
    out.peak, out.peak_week = peak, peak_at + 1.0
    out.final = mean_of_last(curve, LAST)
    out.half_life = half_life(curve, peak_at)
    out.weeks_sustained, out.area = sustained, add_up(curve)
    out.drop = peak - out.final
    out.ended = 1.0 if end[0] > 0 else 0.0
    out.end_week = end[0] if end[0] > 0 else math.nan
    out.end_reason = end[1]
    out.shock_week = end[2] if end[2] > 0 else math.nan
    out.recovery = recovery(curve, end[2])


@part
def ran_out_of_steam(curve, need, reason, peak):
    """Tell whether a run ran out of steam: far below its peak and below the need, or ended so, goals not met."""
    late, called = mean_of_last(curve, QUARTER), mean_of_last(need, QUARTER)
    below = late < called or reason in (DESERTED, DORMANT)
    return peak >= LEAST_PEAK and late < 0.5 * peak and below and reason != GOALS_MET


@part
def half_life(curve, peak_at):
    """Return the weeks from the peak until mobilisation stays at or under half of it; nan when it never does."""
    half, last_above = 0.5 * curve[peak_at], len(curve) - 1
    while last_above >= 0 and not curve[last_above] > half:
        last_above -= 1
    halved = last_above < len(curve) - 1 and curve[peak_at] > 0.0
    return last_above + 1.0 - peak_at if halved else math.nan


@part
def recovery(curve, shock_week):
    """Return the weeks from the shock until mobilisation is back near what it was before; nan if it never is."""
    if shock_week <= 1:
        return math.nan
    near = BACK * mean_between(curve, max(0, shock_week - 1 - LAST), shock_week - 1)
    fallen = shock_week - 1
    while fallen < len(curve) and curve[fallen] >= near:
        fallen += 1
    if fallen == len(curve):
        return 0.0
    back = fallen
    while back < len(curve) and curve[back] < near:
        back += 1
    return back - (shock_week - 1.0) if back < len(curve) else math.nan


@part
def last_together(partners):
    """Return the last week with at least two partners, from 0; the last of all when there is none."""
    for t in range(len(partners) - 1, -1, -1):
        if partners[t] >= TWO:
            return t
    return len(partners) - 1


@part
def range_of_shares(tally, place):
    """Return the lowest and the highest share of cases answered, over the places that had some; nan under two of them.

    Args:
        tally: cases by territory and population.
        place: the territory, or the population, of each of its rows, from 0 on.
    """
    low, high, places = 2.0, -1.0, 0
    for one in range(len(place)):  # there are no more places than rows
        answered, lost = 0.0, 0.0
        for k in range(len(place)):
            if place[k] == one:
                answered += tally[k, ANSWERED]
                lost += tally[k, LOST]
        if answered + lost > 0.0:
            places += 1
            low, high = min(low, answered / (answered + lost)), max(high, answered / (answered + lost))
    return (low, high) if places >= TWO else (math.nan, math.nan)


@part
def mean_of_last(series, count):
    """Return the mean of the last weeks of a series: of all of them where there are fewer."""
    return mean_between(series, max(0, len(series) - count), len(series))


@part
def mean_between(series, first, last):
    """Return the mean of a series from one week to the one before another."""
    found = 0.0
    for t in range(first, last):
        found += series[t]
    return found / (last - first)


@part
def add_up(series):
    """Return the sum of a series over the weeks."""
    found = 0.0
    for t in range(len(series)):
        found += series[t]
    return found
