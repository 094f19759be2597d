"""The waves on surfaces whose answer is known: what is left, how much of the ranges it is, what is out of reach."""

from math import gamma, pi

import numpy as np
import pytest

from entente.analysis.matching.emulator import takes_products
from entente.analysis.matching.implausibility import Means, estimate_means
from entente.analysis.matching.splitting import draw_below
from entente.analysis.matching.targets import Target
from entente.analysis.matching.waves import (
    RANGE,
    TOWARD,
    choose_members,
    has_settled,
    make_wave,
    middle_member,
    propose,
    reach_table,
)
from entente.analysis.sweep.designs import DesignKind, unit_sample
from entente.sim.model.situation import Text

AXES, POINTS, REPLICATES, NOISE, TOLERANCE = 4, 128, 20, 0.1, 0.05
TRUTH = np.array([0.3, 0.7, 0.55, 0.4])


def curves(unit):
    """Return three smooth outcomes of four settings, the last of which matters little."""
    a, b, c, d = unit.T
    return np.column_stack([np.sin(2 * a) + 0.5 * b, b**2 - c + 0.1 * d, a * c + 0.3 * d])


def run_settings(unit, rng, more=()):
    exact = np.column_stack([curves(unit), *more]) if len(more) else curves(unit)
    values = exact[:, :, None] + rng.normal(0, NOISE, (*exact.shape, REPLICATES))
    return estimate_means(values, np.ones_like(values))


def target(name, value):
    return Target(name, Text(en=name), value, TOLERANCE, "invented", "small", "final")


TARGETS = [target(f"t{k}", value) for k, value in enumerate(curves(TRUTH[None])[0])]


def match_curves(targets, misses, waves, more=lambda unit: ()):
    rng, done, left = np.random.default_rng(5), [], []
    unit, origins = unit_sample(DesignKind.LHS, POINTS, AXES, 5), [RANGE] * POINTS
    for _ in range(waves):
        done.append(make_wave(unit, origins, run_settings(unit, rng, more(unit)), targets))
        found = propose(done, left, targets, misses, takes_products(POINTS, AXES), 5)
        left.append((found.volume, found.level))
        unit, origins = found.unit, found.origins
    return done, left


@pytest.fixture(scope="module")
def matched():
    return match_curves(TARGETS, 0, 4)


@pytest.mark.parametrize(("axes", "radius"), [(3, 0.3), (6, 0.1)])
def test_the_volume_of_a_ball_and_draws_even_in_it(axes, radius):
    found = draw_below(lambda unit: np.linalg.norm(unit - 0.5, axis=1) / radius, axes, 1.0, np.random.default_rng(1))
    exact = pi ** (axes / 2) / gamma(axes / 2 + 1) * radius**axes
    assert found.volume == pytest.approx(exact, rel=0.25)
    distance = np.linalg.norm(found.draws - 0.5, axis=1) / radius
    assert distance.max() <= 1
    assert distance.mean() == pytest.approx(axes / (axes + 1), abs=0.02)


def test_where_the_limit_is_out_of_reach_the_best_share_is_left():
    found = draw_below(lambda unit: 2.0 + unit.sum(axis=1), 2, 1.0, np.random.default_rng(2), least=0.01)
    assert 0.0005 < found.volume <= 0.01
    assert 2.0 < found.level < 2.2
    assert (2.0 + found.draws.sum(axis=1)).max() <= found.level


def test_settings_known_are_found_again(matched):
    """The kept set holds the truth, and what is left is the share of the ranges that it really is."""
    done, left = matched
    unit = np.concatenate([one.unit for one in done])
    kept = unit[np.concatenate([one.keeps(0) for one in done])]
    assert len(kept) > 100
    assert (kept.min(axis=0) < TRUTH).all()
    assert (kept.max(axis=0) > TRUTH).all()
    middle = kept.mean(axis=0)
    cloud = np.cov(kept.T)
    assert (TRUTH - middle) @ np.linalg.solve(cloud, TRUTH - middle) < 9.5  # 95 % of a chi-square of four
    everywhere = np.random.default_rng(6).random((200_000, AXES))
    away = np.abs(curves(everywhere) - curves(TRUTH[None])) / np.hypot(TOLERANCE, NOISE / np.sqrt(REPLICATES))
    assert left[-1][0] == pytest.approx((away <= 3).all(axis=1).mean(), rel=0.4)


def test_what_is_left_shrinks_and_what_is_kept_grows(matched):
    done, left = matched
    volumes = [volume for volume, _ in left]
    assert volumes[0] < 0.3
    assert volumes[-1] < 1.1 * volumes[0]
    shares = [one.keeps(0)[one.even].mean() for one in done]
    assert shares[-1] > 4 * shares[0]
    assert all(level == 3 for _, level in left)


def test_the_same_waves_are_proposed_again(matched):
    done, left = matched
    again = [propose(done[:2], left[:1], TARGETS, 0, takes_products(POINTS, AXES), 5) for _ in range(2)]
    assert (again[0].unit == again[1].unit).all()
    assert (again[0].unit == done[2].unit).all()


def test_a_target_out_of_reach_is_structural():
    targets = [*TARGETS, target("far", 3.0)]
    done, left = match_curves(targets, 1, 2, lambda unit: (unit[:, 0],))
    found = reach_table(done, targets, 1).set_index("target")
    assert found.loc["far", "verdict"] == "structural"
    assert found.loc["far", "least"] > 3
    assert set(found.loc[["t0", "t1", "t2"], "verdict"]) == {"met"}
    toward = np.char.startswith(done[1].origins, TOWARD)
    assert toward.sum() == POINTS // 8  # some settings went to look for it
    assert done[1].unit[toward, 0].mean() > 0.9  # where it comes nearest
    assert not done[1].keeps(1)[toward].any()
    assert left[-1][1] == 3
    none = reach_table(done, targets, 0)
    assert set(none["verdict"]) == {"reached", "structural"}
    assert not none["kept"].any()


def test_waves_settle_when_nothing_moves_any_more():
    assert not has_settled([0.1], [3], [0.0])
    assert not has_settled([0.1, 0.05], [3, 3], [0.2, 0.2])
    assert not has_settled([0.1, 0.1], [3, 3], [0.1, 0.3])
    assert not has_settled([0.1, 0.1], [9, 9], [0, 0])
    assert not has_settled([0.1, 0.05, 0.05], [9, 6, 5], [0, 0, 0])
    assert has_settled([0.1, 0.05, 0.01], [9, 8.9, 8.8], [0, 0, 0])
    assert has_settled([0.1, 0.095], [3, 3], [0.3, 0.31])


def test_members_are_chosen_the_same_each_time_and_the_middle_is_the_middle():
    kept = np.arange(0, 400, 3)
    some = choose_members(kept, 50, 1)
    assert len(set(some)) == 50
    assert set(some) <= set(kept)
    assert (some == choose_members(kept, 50, 1)).all()
    assert (choose_members(kept, 1000, 1) == kept).all()
    away = np.array([[0.0, 2.9], [2.0, 2.0], [1.0, 2.0], [np.inf, 0.0]])  # mean squares 4.2, 4, 2.5, and no figure
    assert middle_member(away) == 2


def test_settings_without_a_mean_are_ruled_out():
    wave = make_wave(np.zeros((2, 1)), [RANGE] * 2, Means(np.array([[np.nan], [0.5]]), np.zeros((2, 1))),
                     [target("a", 0.5)])  # fmt: skip
    assert wave.keeps(0).tolist() == [False, True]
