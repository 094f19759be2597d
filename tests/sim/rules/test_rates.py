"""How often things befall: rates over many replicates against the distributions that they are said to follow.

Intervals are at 99.9 % and seeds are fixed, so that these tests always give the same answer.
"""

import math

import numpy as np
import pytest
from crafted import interpret, rows, small
from scipy import stats

from entente.sim.batch import simulate
from entente.sim.engine.compilation import plain_form
from entente.sim.model.measures import ORGANISATION_SERIES, SERIES
from entente.sim.partnership import Partnership
from entente.sim.rules.cases import poisson

YEAR = 52
SURE = 0.999


def many(settings, replicates, seed=1):
    """Return the series of many replicates and those of their organisations, by name."""
    chunks = list(simulate(settings, replicates, seed, by_organisation=True))
    weeks = np.concatenate([chunk.weeks for chunk in chunks])
    organisations = np.concatenate([chunk.organisations for chunk in chunks])
    return (
        {name: weeks[..., k] for k, name in enumerate(SERIES)},
        {name: organisations[..., k] for k, name in enumerate(ORGANISATION_SERIES)},
    )


def holds(count, exposed, chance):
    """Tell whether a chance is in the exact binomial interval of what was counted."""
    low, high = stats.binomtest(int(count), int(exposed)).proportion_ci(SURE, "exact")
    return low <= chance <= high


def mean_holds(sample, mean):
    """Tell whether a mean is in the interval of a sample's."""
    sample = np.asarray(sample, dtype=float)
    return abs(sample.mean() - mean) <= 3.3 * sample.std(ddof=1) / math.sqrt(len(sample))


@pytest.mark.parametrize("mean", [0.001, 0.3, 1.0, 4.2, 20.0, 100.0])
def test_cases_are_poisson_by_inversion(mean, monkeypatch):
    interpret(monkeypatch)
    uniforms = (np.arange(4000) + 0.5) / 4000
    drawn = [plain_form(poisson)(mean, u) for u in uniforms]
    assert drawn == stats.poisson.ppf(uniforms, mean).tolist()


@pytest.mark.slow
def test_as_many_cases_arrive_as_stated():
    """Two territories, one with three times the other's share: 1.6 cases a week in all are Poisson in each."""
    settings = small(2, only=["cases"], weeks=100, casework={"arrivals": 1.6}, territories={"north": 3, "south": 1})
    arrived = many(settings, 40)[0]["cases_arrived"].ravel()
    low, high = stats.poisson.interval(SURE, 1.6 * len(arrived))
    assert low <= arrived.sum() <= high
    assert arrived.var() == pytest.approx(1.6, rel=0.1)


@pytest.fixture(scope="module")
def offices():
    """Thirty organisations of one delegate, who leaves 0.4 times a year and is replaced by the next week."""
    return many(small(30, only=["turnover"], weeks=78, partners={"hours": 10}, staff={"vacancy": 0},
                      organisations={f"o{k}": {"turnover": 0.4} for k in range(30)}), 40)  # fmt: skip


@pytest.mark.slow
def test_delegates_leave_at_the_stated_yearly_rate(offices):
    """Each week a post is left with the chance of at least one event at 0.4 a year: 1 - exp(-0.4 / 52)."""
    weeks, organisations = offices
    in_post = organisations["staffing"][:, :-1] == 1
    left = in_post & (organisations["staffing"][:, 1:] == 0)
    assert holds(left.sum(), in_post.sum(), 1 - math.exp(-0.4 / YEAR))
    assert weeks["departures"][:, 1:].sum() == left.sum()


@pytest.mark.slow
def test_departures_are_independent_from_one_organisation_and_run_to_the_other(offices):
    """Counts per run have the variance of a binomial, not that of a common cause."""
    counts = offices[0]["departures"].sum(axis=1)
    dispersion = counts.var(ddof=1) / counts.mean()
    low, high = stats.chi2.interval(SURE, len(counts) - 1) / np.array(len(counts) - 1)
    assert low <= dispersion <= high


@pytest.mark.slow
def test_posts_stay_vacant_for_the_stated_mean():
    """A time of mean 13 weeks counted in whole weeks begun lasts 1 / (1 - exp(-1 / 13)) of them in the mean."""
    settings = small(30, only=["turnover"], weeks=156, staff={"vacancy": 13, "turnover": 0.5})
    staffing = many(settings, 20)[1]["staffing"]
    vacant = staffing[..., :-1, :] == 0
    filled = vacant & (staffing[..., 1:, :] == 1)
    assert holds(filled.sum(), vacant.sum(), 1 - math.exp(-1 / 13))


@pytest.mark.slow
def test_fatigue_multiplies_departures_as_stated():
    """Burnout 3: at fatigue 0.5, kept there, departures are 1 + 3 × 0.5 = 2.5 times as many."""
    settings = small(40, only=["turnover", "burnout"], weeks=40, staff={"vacancy": 0, "burnout": 3},
                     organisations={f"o{k}": {"turnover": 0.2} for k in range(40)})  # fmt: skip
    left = exposed = 0
    for replicate in range(8):
        model = Partnership(settings, replicate=replicate)
        for _ in range(40):
            rows(model).fatigue[:] = 0.5
            exposed += rows(model).staffing.sum()
            model.step()
            left += model.series("departures")
    assert holds(left, exposed, 1 - math.exp(-0.2 * 2.5 / YEAR))


@pytest.mark.slow
def test_classes_of_turnover_are_those_of_the_survey():
    """CICP (Carleton University, 2024 data): none 25 %, low 45 %, high 30 %; their mean is the stated turnover."""
    classes = []
    for replicate in range(40):
        classes += Partnership(small(100), replicate=replicate).state.organisation.turnover_class.tolist()
    kinds, counts = np.unique(classes, return_counts=True)
    assert kinds[0] == 0
    for count, share in zip(counts, (0.25, 0.45, 0.30), strict=True):
        assert holds(count, len(classes), share)
    assert kinds @ np.array([0.25, 0.45, 0.30]) == pytest.approx(1)


@pytest.mark.slow
def test_over_all_classes_departures_have_the_stated_mean():
    """With no vacancy to speak of, organisations leave 0.3 times a year in the mean of their classes."""
    settings = small(40, only=["turnover"], weeks=52, staff={"turnover": 0.3, "vacancy": 0})
    weeks, organisations = many(settings, 50)
    per_run = weeks["departures"].sum(axis=1) / (organisations["staffing"].sum(axis=(1, 2)) / YEAR)
    assert mean_holds(per_run, 0.3)


@pytest.mark.slow
def test_who_leads_leaves_at_the_stated_yearly_rate():
    """A coordinator alone carries the leadership; 0.13 departures a year, replaced the week after."""
    alone = {"concentration": 1, "dedicated": 1, "departure": 0.13, "succession": 1}
    settings = small(2, only=["lead_departure"], weeks=520, leadership=alone, staff={"burnout": 0})
    leadership = many(settings, 60)[0]["leadership"]
    in_place = leadership[:, :-1] == 1
    assert holds((in_place & (leadership[:, 1:] == 0)).sum(), in_place.sum(), 1 - math.exp(-0.13 / YEAR))


def disputes(replicates, **leadership):
    """Return series of controversies between two organisations whose framings stay 0.6 apart, in a broad stage."""
    settings = small(
        2,
        only=["controversies"],
        weeks=260,
        organisations={"o0": {"framing": 0.2}, "o1": {"framing": 0.8}},
        partners={"rigidity": 0},
        stages={"vision": {"work": 20000, "broad": True}},
        understanding={"controversies": 4, "unmediated": 10},
        leadership={"support": 0, **leadership},
    )
    return many(settings, replicates)[0]


@pytest.mark.slow
def test_controversies_open_and_fade_at_the_stated_rates():
    """Disagreement is twice the mean distance to the middle: 0.6; 4 × 0.6 a year; unmediated ones last 10 weeks."""
    series = disputes(60, brokerage=0)
    opened = np.diff(series["controversies_opened"], axis=1)
    quiet = series["controversy"][:, :-1] == 0
    assert set(np.unique(series["controversy"]).round(9)) == {0.0, 0.6}
    assert holds(opened.sum(), quiet.sum(), 1 - math.exp(-4 * 0.6 / YEAR))
    faded = ~quiet & (series["controversy"][:, 1:] == 0)
    assert holds(faded.sum(), (~quiet).sum(), 1 - math.exp(-1 / 10))
    assert series["controversies_settled"].sum() == 0


@pytest.mark.slow
def test_mediated_controversies_are_settled_sooner_and_bring_framings_together():
    """The first controversy ends before the same one unmediated in the mean; its parties end half as far apart."""
    first = {}
    for brokerage in (0, 1):
        series = disputes(60, brokerage=brokerage, experience=1)
        first[brokerage] = [first_length(run > 0) for run in series["controversy"]]
    assert np.mean(first[1]) < 0.6 * np.mean(first[0])
    settled = series["controversies_settled"][:, -1]
    assert settled.sum() > 0
    assert np.allclose(series["cohesion"][:, -1][settled == 1], 0.5 * (1 - 0.3) + 0.5)


def first_length(open_weeks):
    """Return how many weeks the first controversy of a run stays open."""
    begun = open_weeks[open_weeks.argmax() :]
    return np.append(begun, False).argmin()


@pytest.mark.slow
def test_random_events_fall_as_often_as_stated():
    """A crisis of one week, six times a year, multiplies that week's cases by five."""
    settings = small(2, only=["events", "cases"], weeks=104, casework={"arrivals": 20},
                     events={"flood": {"kind": "crisis", "yearly": 6, "size": 1, "lasts": 1}})  # fmt: skip
    surged = many(settings, 40)[0]["cases_arrived"] > 55
    assert holds(surged.sum(), surged.size, 1 - math.exp(-6 / YEAR))
