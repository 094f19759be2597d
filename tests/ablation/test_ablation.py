"""What a mechanism is worth: paired changes by hand, idle mechanisms, verdicts that change and not by chance."""

import math

import numpy as np
import pytest

from entente.analysis.ablation.ablation import (
    COMPARED_SUMMARIES,
    idle_mechanisms,
    largest_shift,
    summary_shifts,
    verdict_changed,
)
from entente.analysis.run.arm_results import ArmResults
from entente.analysis.statistics.intervals import Estimate, Verdict
from entente.sim.model.situation import Settings


def outcome(**given):
    known = {name: np.asarray(given.get(name, np.zeros(4)), float) for name in COMPARED_SUMMARIES}
    return ArmResults(Settings(), {}, known, {}, np.zeros(0), np.zeros(0, dtype=np.int64))


def found(usual, without):
    return {one.summary: one for one in summary_shifts("burnout", "somewhere", usual, without)}


def test_paired_change_relative_and_in_deviations():
    one = found(outcome(area=[10, 12, 14, 16]), outcome(area=[9, 11, 13, 15]))["area"]
    assert one.usual == 13
    assert one.change.effect == -1
    assert (one.change.low, one.change.high) == (-1, -1)  # the same in every replicate: no doubt
    assert one.relative == pytest.approx(-1 / 13)
    assert one.deviation == pytest.approx(math.sqrt(20 / 3))  # squares 9 1 1 9 over three degrees of freedom
    assert one.in_deviations == pytest.approx(-1 / math.sqrt(20 / 3))
    assert one.clear


def test_what_is_missing_in_one_run_is_left_out_of_the_pair():
    one = found(outcome(response_time=[1, 2, 3, np.nan]), outcome(response_time=[2, 3, np.nan, 5]))["response_time"]
    assert one.change.effect == 1
    assert (one.change.replicates, one.change.missing) == (2, 2)


def test_replicates_that_never_differ():
    both = found(outcome(ended=[0, 0, 0, 0]), outcome(ended=[1, 1, 1, 1]))
    assert both["ended"].in_deviations == math.inf
    assert found(outcome(), outcome())["ended"].in_deviations == 0.0
    assert math.isnan(both["ended"].relative)


def test_idle_mechanisms_change_neither_summary_nor_verdict():
    some, none = outcome(area=[10, 12, 14, 16]), outcome(area=[10, 12, 14, 16])
    small = outcome(area=[10.01, 12.01, 14.01, 16.01])  # clear, but no change to speak of
    every = [
        *summary_shifts("strong", "s", some, outcome(area=[5, 6, 7, 8])),
        *summary_shifts("none", "s", some, none),
        *summary_shifts("small", "s", some, small),
        *summary_shifts("verdict", "s", some, none),
    ]
    assert idle_mechanisms(every, {"verdict": ["P3"]}) == ["none", "small"]
    assert largest_shift(one for one in every if one.mechanism == "strong").summary == "area"


def test_a_verdict_changes_only_when_a_contrast_really_moved():
    moved, still = Estimate(0.1, 0.05, 0.15, 20, 0), Estimate(0.01, -0.05, 0.07, 20, 0)
    assert verdict_changed(Verdict.HOLDS, Verdict.FAILS, [still, moved])
    assert not verdict_changed(Verdict.HOLDS, Verdict.UNDECIDED, [still])
    assert not verdict_changed(Verdict.HOLDS, Verdict.HOLDS, [moved])
