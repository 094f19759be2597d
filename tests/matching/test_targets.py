"""The declared targets: well formed, each said to be used or not, and measured as the anchors are."""

import numpy as np
import pytest

from entente.analysis.anchors.anchors import ANCHORS
from entente.analysis.matching.targets import TARGETS
from entente.analysis.run.arm_results import ArmResults
from entente.sim.model.measures import LOG_ENTRIES, SERIES, SUMMARIES
from entente.sim.model.situation import OrganisationSettings, Settings
from entente.sim.records import LOG_RECORD


@pytest.mark.parametrize("one", TARGETS.values(), ids=lambda one: one.name)
def test_every_target_says_what_it_is_and_where_it_comes_from(one):
    assert one.text.en
    assert one.text.fr
    assert one.source
    assert one.tolerance > 0
    assert set(one.series) <= set(SERIES)
    assert callable(one.measure) or one.measure in SUMMARIES
    assert one.used != bool(one.because.en)
    assert bool(one.because.en) == bool(one.because.fr)


def test_every_anchor_is_there_once_with_its_own_band():
    assert set(ANCHORS) <= set(TARGETS)
    for name, anchor in ANCHORS.items():
        assert anchor.low <= TARGETS[name].value <= anchor.high
        assert TARGETS[name].source.endswith(anchor.source)


def test_the_patterns_stay_tests():
    assert not TARGETS["written"].used


def test_attendance_is_the_middle_of_two_tables():
    assert TARGETS["attendance_mean"].value == pytest.approx((0.573 + 0.544) / 2)
    assert sum(name.startswith("attendance_") for name in TARGETS) == 6


def arm(weeks, entries, horizon=52):
    settings = Settings(weeks=horizon, organisations={f"o{k}": OrganisationSettings() for k in range(3)})
    log = np.array([(week, list(LOG_ENTRIES).index(kind), who, 1.0) for week, kind, who in entries], dtype=LOG_RECORD)
    given = {name: np.asarray(values, float) for name, values in weeks.items()}
    return ArmResults(settings, given, {"end_reason": np.array(["none"]), "attendance_mean": np.array([0.6])}, {}, log,
                      np.zeros(len(log), dtype=np.int64))  # fmt: skip


def test_exits_are_counted_by_year_of_partnership():
    partners = np.full((1, 52), 3.0)
    partners[0, 26:] = 2.0
    part, whole = TARGETS["exits"].measure_arm(arm({"partners": partners}, [(26, "left", 1), (30, "delegate_left", 0)]))
    assert part.tolist() == [1.0]
    assert whole[0] == pytest.approx(2.5)


def test_a_summary_and_a_plain_mean_have_a_whole_of_one():
    found = arm({"tenure": np.full((1, 156), 104.0)}, [], horizon=156)
    assert [one.tolist() for one in TARGETS["attendance_mean"].measure_arm(found)] == [[0.6], [1.0]]
    assert [one.tolist() for one in TARGETS["tenure_later"].measure_arm(found)] == [[2.0], [1.0]]
    assert [one.tolist() for one in TARGETS["alive"].measure_arm(found)] == [[1.0], [1.0]]
