"""Estimates against values worked out by hand and against printed tables; verdicts on intervals made for them."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from entente.analysis.statistics.intervals import (
    Estimate,
    Verdict,
    average_by_world,
    estimate,
    linearised_values,
    ratio_interval,
    student_quantile,
    verdict_on,
    wilson_interval,
    worst_verdict,
)

HOLDS, FAILS, UNDECIDED, UNTESTED = Verdict.HOLDS, Verdict.FAILS, Verdict.UNDECIDED, Verdict.UNTESTED


@pytest.mark.parametrize(
    ("freedom", "printed"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (9, 2.262), (15, 2.131), (30, 2.042), (199, 1.972)],
)
def test_students_quantile_is_that_of_printed_tables(freedom, printed):
    assert student_quantile(freedom) == pytest.approx(printed, abs=0.0005)
    assert student_quantile(10**7) == pytest.approx(NormalDist().inv_cdf(0.975), rel=1e-6)


def test_mean_of_paired_numbers_and_its_interval_by_hand():
    # 1 2 3 4: mean 2.5, sd 1.29099, standard error 0.645497; t of 3 degrees 3.182446 (printed)
    found = estimate(np.array([1.0, 2.0, 3.0, 4.0]))
    assert (found.effect, found.replicates, found.missing) == (2.5, 4, 0)
    assert found.low == pytest.approx(2.5 - 3.182446 * 0.645497, abs=0.00001)
    assert found.high == pytest.approx(2.5 + 3.182446 * 0.645497, abs=0.00001)


def test_of_several_worlds_each_counts_once():
    # worlds of means 1, 3, 8: mean 4, sd 3.605551, standard error 2.081666; t of 2 degrees 4.302653 (printed)
    worlds = np.array([0, 1, 2, 0, 1, 2, 0])
    values = np.array([0.0, 2.0, 8.0, 1.0, 4.0, 8.0, 2.0])
    found = estimate(values, worlds=worlds)
    assert (found.effect, found.replicates, found.missing) == (4.0, 7, 0)
    assert found.high - 4 == pytest.approx(4.302653 * 2.081666, abs=0.0001)
    ratio = estimate((values, np.where(worlds == 0, 1.0, 2.0)), worlds=worlds)
    assert ratio.effect == pytest.approx((1 + 3 + 8) / (1 + 2 + 2))
    assert estimate(values, worlds=np.zeros(7, int)) == estimate(values)  # of one world, replicates are all there is
    assert average_by_world(values, None) is values


def test_a_yes_or_no_of_few_in_each_world_has_the_interval_of_its_replicates():
    # three of 120 changed, in three worlds of 20: independent, so that worlds tell nothing more
    values = np.zeros(120)
    values[:3] = 1
    over, plain = (estimate(values, yes_no=True, worlds=worlds) for worlds in (np.arange(120) % 20, None))
    assert over.low == pytest.approx(plain.low, abs=0.002)
    assert over.high == pytest.approx(plain.high, abs=0.002)


def test_intervals_over_worlds_hold_the_truth_where_those_over_replicates_do_not():
    rng, worlds = np.random.default_rng(4), np.arange(400) % 20
    held = np.zeros(2)
    for _ in range(300):  # what differs between worlds is as large as chance in one run; the truth is 0
        values = rng.normal(size=20)[worlds] + rng.normal(size=400)
        each = estimate(values, worlds=worlds), estimate(values)
        held += [one.low <= 0 <= one.high for one in each]
    assert 0.92 <= held[0] / 300 <= 0.98
    assert held[1] / 300 < 0.6


@pytest.mark.parametrize(
    ("share", "count", "low", "high"),  # Newcombe 1998 (Statistics in Medicine 17: 857-872), table I, method 3
    [(81 / 263, 263, 0.2553, 0.3662), (15 / 148, 148, 0.0624, 0.1605), (0.0, 20, 0.0, 0.1611),
     (1 / 29, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_interval_of_a_share_is_that_of_printed_tables(share, count, low, high):
    assert wilson_interval(share, count) == pytest.approx((low, high), abs=0.0001)
    assert wilson_interval(1 - share, count) == pytest.approx((1 - high, 1 - low), abs=0.0001)
    assert (wilson_interval(0.0, count)[0], wilson_interval(1.0, count)[1]) == (0.0, 1.0)


def test_replicates_without_a_figure_are_left_out_of_the_pair_and_counted():
    found = estimate((np.array([1.0, np.nan, 3.0, 2.0, 2.0]), np.array([1.0, 5.0, 1.0, np.nan, 1.0])))
    assert (found.replicates, found.missing) == (3, 2)
    assert found.effect == pytest.approx(2.0)
    nothing = estimate(np.full(4, np.nan))
    assert math.isnan(nothing.effect)
    assert (nothing.low, nothing.high, nothing.missing) == (-math.inf, math.inf, 4)


def test_few_replicates_say_nothing():
    assert estimate(np.array([0.4, 0.5])).low == -math.inf


def test_what_never_happens_is_not_known_without_error():
    never = estimate(np.zeros(40), yes_no=True)
    # Agresti & Min 2005: no discordant pair among 40 gives a variance of 1 / 42 of the mean of 42
    reach = student_quantile(41) * math.sqrt(42 / 41 * (1 / 42)) / math.sqrt(42)
    assert (never.low, never.high) == pytest.approx((-reach, reach))
    assert estimate(np.zeros(40)).high == 0.0
    some = estimate(np.array([1.0] * 30 + [0.0] * 60 + [-1.0] * 10), yes_no=True)
    assert some.effect == pytest.approx(0.2)
    # difference (30 - 10) / 102, variance (41 / 102 - (20 / 102)²) · 102 / 101 / 102
    middle, spread = 20 / 102, math.sqrt((41 / 102 - (20 / 102) ** 2) / 101)
    assert (some.low, some.high) == pytest.approx(
        (middle - student_quantile(101) * spread, middle + student_quantile(101) * spread)
    )


def test_fiellers_interval_solves_its_equation():
    """The ends are the ratios r for which mean(part - r · whole) lies exactly t standard errors from 0."""
    draw = np.random.default_rng(3)
    whole = draw.normal(1.0, 0.4, 60)
    part = 0.6 * whole + draw.normal(0, 0.2, 60)
    found = estimate((part, whole))
    assert found.effect == pytest.approx(part.mean() / whole.mean())
    assert found.low < found.effect < found.high
    for end in (found.low, found.high):
        rest = part - end * whole
        assert abs(rest.mean()) == pytest.approx(student_quantile(59) * rest.std(ddof=1) / math.sqrt(60), rel=1e-9)


def test_a_share_of_what_may_be_nothing_is_unbounded():
    draw = np.random.default_rng(4)
    assert ratio_interval(draw.normal(1, 1, 30), draw.normal(0, 1, 30)) == (-math.inf, math.inf)
    assert verdict_on(estimate((draw.normal(1, 1, 30), np.zeros(30))), 0.5, math.inf) is UNDECIDED


def test_one_number_per_replicate_has_the_effect_as_its_mean():
    draw = np.random.default_rng(5)
    part, whole = draw.normal(2, 1, 50), draw.normal(4, 0.5, 50)
    assert linearised_values((part, whole)).mean() == pytest.approx(part.mean() / whole.mean())
    assert np.isnan(linearised_values((part, np.zeros(50)))).all()
    assert (linearised_values(part) == part).all()


@pytest.mark.parametrize(
    ("low", "high", "least", "most", "said"),
    [
        (0.06, 0.10, 0.05, math.inf, HOLDS),
        (0.04, 0.10, 0.05, math.inf, UNDECIDED),
        (0.01, 0.04, 0.05, math.inf, FAILS),  # on the expected side, too small to count
        (-0.30, -0.20, 0.05, math.inf, FAILS),
        (-0.30, -0.20, -math.inf, -0.05, HOLDS),
        (-0.02, 0.02, -math.inf, -0.05, FAILS),
        (-0.01, 0.04, -math.inf, 0.05, HOLDS),  # no more than so much
        (0.06, 0.08, -math.inf, 0.05, FAILS),
        (2.2, 2.4, 2.0, 3.2, HOLDS),
        (1.9, 2.4, 2.0, 3.2, UNDECIDED),
        (3.3, 3.5, 2.0, 3.2, FAILS),
        (-math.inf, math.inf, 0.5, math.inf, UNDECIDED),
    ],
)
def test_verdicts(low, high, least, most, said):
    assert verdict_on(Estimate((low + high) / 2, low, high, 100, 0), least, most) is said


def test_nothing_is_said_of_too_few_or_of_those_that_are_left():
    assert verdict_on(Estimate(1.0, 0.9, 1.1, 2, 0), 0.5, math.inf) is UNDECIDED
    assert verdict_on(Estimate(1.0, 0.9, 1.1, 60, 40), 0.5, math.inf) is UNDECIDED
    assert verdict_on(Estimate(1.0, 0.9, 1.1, 80, 20), 0.5, math.inf) is HOLDS


def test_a_whole_holds_when_all_of_it_does():
    assert worst_verdict([HOLDS, HOLDS]) is HOLDS
    assert worst_verdict([HOLDS, UNTESTED]) is HOLDS
    assert worst_verdict([HOLDS, UNDECIDED]) is UNDECIDED
    assert worst_verdict([UNDECIDED, FAILS, HOLDS]) is FAILS
    assert worst_verdict([UNTESTED]) is UNTESTED


@pytest.mark.parametrize("effect", [0.0, 0.3])
def test_intervals_hold_the_truth_as_often_as_they_say(effect):
    """Of many samples of twelve, 95 % of the intervals hold the mean that they were drawn from."""
    draw = np.random.default_rng(11)
    found = [estimate(draw.normal(effect, 1, 12)) for _ in range(2000)]
    held = np.mean([one.low <= effect <= one.high for one in found])
    assert held == pytest.approx(0.95, abs=0.015)
