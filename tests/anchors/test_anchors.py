"""Anchors: well formed, and each formula against a small case worked out by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest

from entente.analysis.anchors.anchors import ANCHORS, RUNS, _turnover_rates
from entente.analysis.run.arm_results import ArmResults
from entente.analysis.run.arms import split_by_world
from entente.analysis.statistics.intervals import Estimate
from entente.commands.anchors.anchors import AnchorFinding
from entente.sim.model.measures import LOG_ENTRIES, SERIES
from entente.sim.model.situation import OrganisationSettings, Settings
from entente.sim.records import LOG_RECORD


def arms(weeks=None, entries=(), horizon=156, reasons=("none",), organisations=2, delegates=1):
    """One arm; entries of the log are (replicate, week, kind, who)."""
    settings = Settings(
        weeks=horizon, organisations={f"o{k}": OrganisationSettings(delegates=delegates) for k in range(organisations)}
    )
    log = np.array(
        [(week, list(LOG_ENTRIES).index(kind), who, 1.0) for _, week, kind, who in entries], dtype=LOG_RECORD
    )
    whose = np.array([one[0] for one in entries], dtype=np.int64)
    given = {name: np.asarray(values, float) for name, values in (weeks or {}).items()}
    return {"usual": ArmResults(settings, given, {"end_reason": np.array(reasons)}, {}, log, whose)}


def value(name, found):
    return ANCHORS[name].of(found)


def test_every_anchor_says_what_it_is_and_where_it_comes_from():
    assert len(ANCHORS) > 15
    for one in ANCHORS.values():
        assert one.text.en
        assert one.text.fr
        assert one.source
        assert one.formula
        assert one.low < one.high
        assert set(one.series) <= set(SERIES)


@pytest.mark.parametrize(
    ("low", "high", "place"),
    [(0.75, 0.78, "inside"), (0.70, 0.75, "straddles"), (0.60, 0.70, "outside"), (0.90, 0.95, "outside")],
)
def test_places(low, high, place):
    assert ANCHORS["active"].place(Estimate((low + high) / 2, low, high, 50, 0)) == place


def test_departures_per_post_and_year():
    # two posts, 52 weeks, one departure in week 10, filled again ten weeks later: 2 - 10 / 52 years of posts filled
    staffing = np.ones((1, 52))
    staffing[0, 9:19] = 0.5
    departures = np.zeros((1, 52))
    departures[0, 9] = 1
    left, years = value("turnover", arms({"staffing": staffing, "departures": departures}, horizon=52))
    assert left[0] == 1
    assert years[0] == pytest.approx(2 - 9 / 52)  # the week of the departure was worked


def test_organisations_without_and_with_turnover():
    # ten years, four posts each: nobody leaves o0; 4 leave o1 (0.1 a year); 12 leave o2 (0.3)
    entries = [(0, 100 + k, "delegate_left", 1) for k in range(4)] + [
        (0, 200 + k, "delegate_left", 2) for k in range(12)
    ]
    found = arms(entries=entries, horizon=520, organisations=3, delegates=4)
    assert _turnover_rates(found["usual"])[0] == pytest.approx([0.0, 0.1, 0.3])
    assert [value(f"turnover_{kind}", found)[0] for kind in ("none", "low", "high")] == pytest.approx([1 / 3] * 3)


def test_vacancies_still_open_count():
    entries = [(0, 10, "delegate_left", 0), (0, 23, "delegate_arrived", 0), (0, 130, "delegate_left", 1)]
    months, filled = value("vacancy", arms(entries=entries))
    assert months[0] == pytest.approx((13 + 26) / (52 / 12))
    assert filled[0] == 1


def test_departures_of_who_leads_per_year_in_place():
    led = np.ones((1, 104))
    led[0, 52:] = 0
    left, years = value("lead_exits", arms({"leadership": led}, [(0, 52, "lead_left", 2)], horizon=104))
    assert (left[0], years[0]) == (1, pytest.approx(1.0))


def test_trust_that_levels_off_and_trust_that_goes_on():
    early = np.concatenate([np.linspace(0.3, 0.7, 60), np.full(96, 0.7)])[None]
    gained, whole = value("trust_plateau", arms({"trust": early}))
    assert gained[0] / whole[0] == pytest.approx(1.0)
    even = np.linspace(0.3, 0.7, 156)[None]
    gained, whole = value("trust_plateau", arms({"trust": even}))
    assert gained[0] / whole[0] == pytest.approx(77 / 152)


def test_each_world_is_looked_at_alone():
    # three worlds of two replicates: departures 1 and 3, none, 2 and 0, in two posts filled for a year
    left = np.zeros((6, 52))
    left[[0, 3, 2], [5, 5, 7]] = 1, 3, 2
    entries = [(0, 6, "delegate_left", 0), (3, 6, "delegate_left", 1), (2, 8, "delegate_left", 0)]
    one = replace(
        arms({"staffing": np.ones((6, 52)), "departures": left}, entries, 52, ["none"] * 6)["usual"],
        worlds=np.array([0, 1, 2, 0, 1, 2]),
    )
    first, second, third = split_by_world({"usual": one})
    assert first["usual"].weeks["departures"].sum(axis=1).tolist() == [1, 3]
    assert second["usual"].count("delegate_left").tolist() == [0, 0]
    assert third["usual"].count("delegate_left").tolist() == [1, 0]
    assert first["usual"].entries_of("delegate_left")[0].tolist() == [0, 1]
    rates = ANCHORS["turnover"].by_world({"usual": one})
    assert rates == pytest.approx([4 / (4 + 4 / 52), 0, 2 / (4 + 2 / 52)])
    found = AnchorFinding(
        ANCHORS["turnover"], ANCHORS["turnover"].estimate({"usual": one}), np.array([0.1, 0.15, 0.2, 0.5])
    )
    assert found.inside == 0.5
    assert found.spread == pytest.approx((0.1075, 0.455))  # 0.15 of the way from the least to the next, from the last
    assert split_by_world(arms()) == []


def test_alive_and_its_interval():
    found = ANCHORS["alive"].estimate(arms(reasons=["none"] * 30 + ["goals_met"] * 10))
    assert found.effect == 1.0
    assert found.low < 0.95
    assert found.high == 1.0
    assert ANCHORS["alive"].unit == RUNS
    some = ANCHORS["alive"].estimate(arms(reasons=["none"] * 36 + ["dormant"] * 4))
    assert some.effect == pytest.approx(0.9)
    assert math.isclose(some.low + some.high, 2 * 36 / 42, rel_tol=1e-9) or some.high == 1.0
