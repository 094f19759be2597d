"""Chance: the published generator, uniform and independent numbers, and draws that nobody else can shift.

Known answers: Random123 (D. E. Shaw Research), file ``kat_vectors``, lines ``philox4x32 10``.
"""

from collections import Counter

import numpy as np
import pytest
from crafted import begin, interpret, small
from scipy import stats

from entente.config.configuration import configure
from entente.config.places import scenario_paths
from entente.sim import chance
from entente.sim.engine.compilation import plain_form
from entente.sim.partnership import Partnership
from entente.sim.rules import start, ties

PI = (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0)
ONES = 0xFFFFFFFF
LEAST_P = 1e-3  # seeds are fixed: these tests always give the same answer
FIELDS = chance.Draws._fields


@pytest.mark.parametrize(
    ("counter", "key", "answer"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((ONES,) * 4, (ONES,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (*PI, (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
    ],
)
def test_philox_gives_the_published_answers(counter, key, answer):
    words = plain_form(chance.philox)(*map(np.uint64, counter + key))
    assert tuple(map(int, words)) == answer


def philox_of_the_paper(counter, key):
    """Philox 4x32-10 after figure 2 and section 3.3 of Salmon et al. (2011), in whole numbers of Python."""
    left0, right0, left1, right1 = counter
    k0, k1 = key
    for _ in range(10):
        a, b = 0xD2511F53 * left0, 0xCD9E8D57 * left1
        left0, right0, left1, right1 = (b >> 32) ^ right0 ^ k0, b & ONES, (a >> 32) ^ right1 ^ k1, a & ONES
        k0, k1 = (k0 + 0x9E3779B9) & ONES, (k1 + 0xBB67AE85) & ONES
    return left0, right0, left1, right1


def test_the_week_s_luck_is_philox_of_seed_replicate_week_and_name():
    model = Partnership(small(3), seed=4_000_000_007, replicate=12)
    for _ in range(5):
        begin(model)
    for row, name in enumerate(("o0", "o1", "o2")):
        for block, drawn in ((chance.LEAVE_BLOCK, model.draws.leave), (chance.FILL_BLOCK, model.draws.fill)):
            words = philox_of_the_paper((5, int(block), *chance.key(name)), (4_000_000_007, 12))
            assert drawn[:, row].tolist() == [(word + 0.5) / 2**32 for word in words]


def weekly_draws(settings, weeks=1, seed=1, replicate=0):
    """Return the draws of each week: for each field of ``Draws``, an array with the weeks first."""
    model = Partnership(settings, seed=seed, replicate=replicate)
    drawn = []
    for _ in range(weeks):
        begin(model)
        drawn.append([field.copy() for field in model.draws])
    return {name: np.array([week[k] for week in drawn]) for k, name in enumerate(FIELDS)}


@pytest.fixture(scope="module")
def crowd():
    """Forty organisations over 300 weeks, with two channels every week, cells and random events."""
    channels = {name: {"period": 1} for name in ("table", "letter")}
    cells = {"territories": {"north": 1, "south": 1}, "populations": {"young": 1, "old": 1}}
    events = {name: {"yearly": 1.0} for name in ("flood", "strike")}
    few = {"partners": {"ties": 5}}  # as in a large partnership, where encounters are drawn too
    return small(40, weeks=300, communication={"channels": channels}, events=events, **cells, **few)


@pytest.fixture(scope="module")
def drawn(crowd):
    return weekly_draws(crowd, 300, seed=11)


@pytest.mark.parametrize("field", FIELDS)
def test_numbers_are_uniform_and_never_0_nor_1(drawn, field):
    numbers = drawn[field][:, :3] if field == "partnership" else drawn[field]
    assert numbers.min() > 0
    assert numbers.max() < 1
    assert stats.kstest(numbers.ravel(), "uniform").pvalue > LEAST_P


def unrelated(one, other):
    """Tell whether two series show no correlation, by rank, at a level of one in a thousand."""
    return stats.spearmanr(one.ravel(), other.ravel()).pvalue > LEAST_P


def test_neighbours_in_every_direction_are_independent(crowd, drawn):
    leave = drawn["leave"]
    assert unrelated(leave[:-1], leave[1:]), "one week and the next"
    assert unrelated(leave[..., :-1], leave[..., 1:]), "one organisation and the next"
    assert unrelated(leave[:, :-1], leave[:, 1:]), "one post and the next"
    assert unrelated(leave, drawn["fill"]), "two purposes"
    assert unrelated(drawn["channel"][:, 0], drawn["channel"][:, 1]), "two channels"
    assert unrelated(leave, weekly_draws(crowd, 300, seed=12)["leave"]), "one seed and the next"
    assert unrelated(leave, weekly_draws(crowd, 300, seed=11, replicate=1)["leave"]), "one replicate and the next"
    assert unrelated(leave, weekly_draws(crowd, 300, seed=0, replicate=11)["leave"]), "seed and replicate exchanged"


def test_normal_numbers_are_standard_normal(monkeypatch):
    interpret(monkeypatch)
    normal = plain_form(chance.normal)
    uniform = (np.arange(400) + 0.5) / 400
    assert [normal(u, 0.0) for u in uniform] == pytest.approx(np.sqrt(-2 * np.log(uniform)))
    rng = np.random.default_rng(5)
    numbers = [normal(u, v) for u, v in rng.random((20_000, 2))]
    assert stats.kstest(numbers, "norm").pvalue > LEAST_P
    assert np.mean(numbers) == pytest.approx(0, abs=3 / np.sqrt(len(numbers)))
    assert np.var(numbers) == pytest.approx(1, abs=3 * np.sqrt(2 / len(numbers)))
    assert stats.kurtosis(numbers) == pytest.approx(0, abs=4 * np.sqrt(24 / len(numbers)))


def few(organisations=4, channels=("table",), events=("flood",)):
    """Return a few organisations over nine weeks."""
    return small(
        organisations,
        weeks=9,
        communication={"channels": {name: {} for name in channels}},
        events={name: {"yearly": 1.0} for name in events},
    )


def test_one_organisation_more_shifts_nobody_else_s_luck():
    before, after = weekly_draws(few(), 9), weekly_draws(few(organisations=5), 9)
    for field in ("leave", "fill", "act"):
        assert np.array_equal(before[field][..., :4], after[field][..., :4])
    assert np.array_equal(before["act"][..., 4], after["act"][..., 5]), "the coordinator's draws come last"
    assert np.array_equal(before["channel"][:, :, :4], after["channel"][:, :, :4])
    for field in ("partnership", "cell", "event"):
        assert np.array_equal(before[field], after[field])


def test_one_channel_or_one_event_more_shifts_nobody_else_s_luck():
    before = weekly_draws(few(), 9)
    after = weekly_draws(few(channels=("letter", "table"), events=("strike", "flood")), 9)
    for field in ("leave", "fill", "act", "partnership", "cell"):
        assert np.array_equal(before[field], after[field])
    for field in ("channel", "event"):
        assert np.array_equal(before[field][:, 0], after[field][:, 1]), "the newcomer comes first, and shifts nothing"


@pytest.mark.parametrize("scenario", scenario_paths())
def test_no_two_purposes_share_a_counter(scenario, monkeypatch):
    model = Partnership(configure([f"scenario={scenario}"]).settings)
    used, tied = [], []

    def logged(counters):
        def philox(*words):
            counters.append(tuple(map(int, words[:4])))
            return (np.uint64(1 << 31),) * 4

        return philox

    interpret(monkeypatch)
    monkeypatch.setattr(chance, "philox", logged(used))
    monkeypatch.setattr(ties, "philox", logged(tied))
    everything = np.ones(len(model.inputs.channel), dtype=bool)
    start.start(model.state, model.inputs, model.draws, model.run_key)
    chance.draw_week(model.draws, model.inputs.keys, model.run_key, 1, everything)
    n, channels = len(model.inputs.organisation), len(model.inputs.channel)
    assert len(used) >= n * (3 + channels)
    assert set(Counter(tied).values()) == {1, 2}, "each pair once from either side"
    assert len(set(tied)) == n * (n + 1) // 2
    assert not set(tied) & set(used)
    assert len(set(used)) == len(used)
