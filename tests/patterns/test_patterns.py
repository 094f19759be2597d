"""Patterns: that they are well formed, and that their contrasts read arms made by hand as their sentences say."""

import math
import re
from types import SimpleNamespace

import numpy as np
import pytest

from entente.analysis.patterns import PATTERNS
from entente.analysis.patterns.pattern import CALENDAR, Basis, Contrast, Unit
from entente.analysis.patterns.verdict_words import VERDICT_REASONS, key_of, reason, word
from entente.analysis.run.arm_results import ArmResults, mean_of_known, safe_ratio
from entente.analysis.run.arms import from_week
from entente.analysis.statistics.intervals import Verdict
from entente.i18n import say
from entente.sim.model.measures import ORGANISATION_SERIES, SERIES
from entente.sim.model.situation import OrganisationSettings, Settings, Text

KEYS = [f"P{k}" for k in range(1, 15)]
RUNS = 30


@pytest.fixture
def settings():
    sectors = ("community", "health", "community", "citizens", "municipal", "private")
    organisations = {name: OrganisationSettings(sector=sector) for name, sector in zip("abcdef", sectors, strict=True)}
    organisations["f"].member = False
    return Settings(lead="a", organisations=organisations)


def outcome(settings, organisations=None, summaries=None, **weeks):
    """An arm whose replicates all do the same, but for a little that is the same in every arm."""
    noise = np.linspace(-0.002, 0.002, RUNS)[:, None]
    given = {name: np.asarray(values, float)[None, :] + noise for name, values in weeks.items()}
    own = {
        name: np.repeat(np.asarray(values, float)[None], RUNS, axis=0) for name, values in (organisations or {}).items()
    }
    return ArmResults(settings, given, summaries or {}, own, np.zeros(0), np.zeros(0, dtype=np.int64))


def said(key, arms):
    return {one.name: one.judge(one.of(arms)) for one in PATTERNS[key].contrasts}


def level(value, weeks=208):
    return np.full(weeks, value)


def test_every_pattern_is_there_and_says_what_it_is_in_both_languages():
    assert list(PATTERNS) == [*KEYS, "T1"]
    for pattern in PATTERNS.values():
        assert pattern.statement.en
        assert pattern.statement.fr
        assert pattern.source
        assert bool(pattern.ingredient.en) == bool(pattern.ingredient.fr)
        assert set(pattern.series) <= set(SERIES)
        assert set(pattern.organisations) <= set(ORGANISATION_SERIES)
        names = [one.name for one in pattern.contrasts]
        assert len(names) == len(set(names))
        for one in pattern.contrasts:
            assert one.text.en
            assert one.text.fr
            assert one.because.en
            assert one.because.fr
            assert math.isfinite(one.least) or math.isfinite(one.most)
    assert {key for key, one in PATTERNS.items() if one.basis is Basis.CALIBRATED} == {"P2", "P4", "P5"}


@pytest.mark.parametrize("key", PATTERNS)
def test_arms_of_a_pattern_differ_and_have_texts(key):
    base = Settings(lead="a", organisations={name: OrganisationSettings() for name in "abcdefghij"})
    arms = PATTERNS[key].arms(base)
    assert len(arms) > 1
    assert len({arm.overrides for arm in arms.values()}) == len(arms)
    for arm in arms.values():
        assert arm.text.en
        assert arm.text.fr
        assert all(re.match(r"[~+]?[\w.]+(=.+)?$", one) for one in arm.overrides)
        assert all("mechanisms" not in one or one.endswith("=off") for one in arm.overrides)


def test_no_pattern_switches_on_what_it_looks_for():
    """Arms set the situation; none may change a weight, a half-life or another number of the rules."""
    rules = {"trust", "understanding", "motivation", "mobilisation", "casework"}
    for pattern in PATTERNS.values():
        for arm in pattern.arms(
            Settings(lead="a", organisations={"a": OrganisationSettings(), "b": OrganisationSettings()})
        ).values():
            assert not {one.split(".")[0] for one in arm.overrides} & rules, pattern.key
    assert CALENDAR == ("weeks=156", "cycles=0")


def test_life_course(settings):
    rise = np.concatenate([np.linspace(0.2, 0.6, 52), level(0.6, 156)])
    fall = np.concatenate([rise[:156], np.linspace(0.6, 0.1, 52)])
    kept = outcome(settings, mobilisation=rise, hours_partners=level(30), partners=level(20))
    stopped = outcome(settings, mobilisation=fall, hours_partners=level(12), partners=level(18))
    found = said("P1", {"kept": kept, "stopped": stopped})
    assert {verdict for _, verdict in found.values()} == {Verdict.HOLDS}
    assert found["time_and_role"][0].effect == pytest.approx(12 / 30 - 18 / 20, abs=0.01)
    flat = outcome(settings, mobilisation=level(0.6), hours_partners=level(30), partners=level(20))
    found = said("P1", {"kept": flat, "stopped": flat})
    assert [verdict for _, verdict in found.values()] == [
        Verdict.FAILS, Verdict.HOLDS, Verdict.FAILS, Verdict.FAILS,
    ]  # fmt: skip


def test_share_of_the_cost_that_care_removes(settings):
    summaries = {"end_reason": np.array(["none"] * RUNS)}
    arms = {
        name: outcome(settings, summaries=summaries, trust=level(trust))
        for name, trust in (("nobody_leaves", 0.6), ("no_handover", 0.4), ("handover", 0.55))
    }
    found = said("P3", arms)
    assert found["saved"][0].effect == pytest.approx(0.75)
    assert found["saved"][1] is Verdict.HOLDS
    assert found["cost"][0].effect == pytest.approx(-0.2)
    arms["handover"] = outcome(settings, summaries=summaries, trust=level(0.45))
    assert said("P3", arms)["saved"][1] is Verdict.FAILS


def test_turnover_that_kills_is_seen(settings):
    calm = outcome(settings, summaries={"end_reason": np.array(["none"] * RUNS)}, trust=level(0.5))
    reasons = np.array(["dormant"] * 15 + ["goals_met"] * 15)
    deadly = outcome(settings, summaries={"end_reason": reasons}, trust=level(0.4))
    found = said("P3", {"nobody_leaves": calm, "no_handover": deadly, "handover": calm})
    assert found["ends"][0].effect == pytest.approx(0.5)  # goals met is no failure
    assert found["ends"][1] is Verdict.FAILS


def test_meeting_load_with_and_without_an_optimum_inside(settings):
    from entente.analysis.patterns.p05_meetings import PERIODS

    def arms(well, badly):
        curves = {"well": well, "badly": badly}
        return {
            f"{run}_{period}": outcome(settings, mobilisation=level(curve[k]))
            for run, curve in curves.items()
            for k, period in enumerate(PERIODS)
        }

    early, late = [0.3, 0.5, 0.6, 0.5, 0.4, 0.4, 0.3, 0.2], [0.3, 0.4, 0.5, 0.6, 0.7, 0.6, 0.5, 0.2]
    found = said("P5", arms(late, early))
    assert {verdict for _, verdict in found.values()} == {Verdict.HOLDS}
    assert found["later"][0].effect == pytest.approx(1.0)  # from every eight weeks to every four: one doubling
    assert found["rises"][0].effect == pytest.approx(0.4)
    assert found["falls"][0].effect == pytest.approx(-0.5)
    more = np.linspace(0.2, 0.7, len(PERIODS))
    found = said("P5", arms(more, more))
    assert found["falls"][1] is Verdict.FAILS
    assert found["later"][1] is Verdict.FAILS


def test_a_threshold_is_told_from_a_response_that_slows_down(settings):
    def arms(shares):
        found = {}
        for quarter, value in enumerate(shares):
            own = outcome(settings, {"mobilisation": np.tile([[0, 0, 0, value, 0, value]], (156, 1))})
            for name in "bce":
                own.settings.organisations[name].threshold = -1 if quarter else 2
            for name in "a":
                own.settings.organisations[name].threshold = 2
            found[f"seeds_{quarter}"] = own
        return found | {
            name: outcome(settings, mobilisation=level(value)) for name, value in (("kept", 0.5), ("lost", 0.3))
        }

    jump = said("P7", arms([0.05, 0.06, 0.08, 0.6, 0.65]))
    assert {verdict for _, verdict in jump.values()} == {Verdict.HOLDS}
    slow = said("P7", arms([0.05, 0.3, 0.45, 0.55, 0.6]))
    assert slow["contagion"][1] is Verdict.HOLDS
    assert slow["threshold"][1] is Verdict.FAILS
    assert slow["hysteresis"][0].effect == pytest.approx(0.2)


def test_who_did_the_work_is_told_by_the_first_year(settings):
    hours = np.tile([[9.0, 5, 5, 1, 1, 9]], (156, 1))  # a leads, f is no partner
    standing = np.tile([[3, 3, 3, 2, 3, 1]], (156, 1))
    before = np.full((156, 6), 0.6)
    after = before - np.array([0.0, 0.2, 0.2, 0.05, 0.05, 0.3])
    arms = {
        name: outcome(settings, {"mobilisation": own, "hours_spent": hours, "standing": standing})
        for name, own in (("fair", before), ("unequal", after))
    }
    found = said("P9", arms)
    assert found["workers"][0].effect == pytest.approx(-0.2)
    assert found["more"][0].effect == pytest.approx(-0.15)


def test_gap_between_sectors(settings):
    def arm(institutions, community):
        hours = np.tile([[community, institutions, community, community, institutions, 4.0]], (156, 1))
        return outcome(settings, {"hours_spent": hours, "standing": np.full((156, 6), 3.0)})

    same = {name: arm(3.0, 3.0) for name in ("own_unequal", "shared_unequal")}  # no territory is distinguished
    found = said("P14", {"own": arm(4.0, 2.0), "shared": arm(3.5, 2.5), **same})
    assert found["sectors"][0].effect == pytest.approx(0.5)  # of a gap of 2 hours, 1 is left
    assert found["sectors"][1] is Verdict.HOLDS
    assert found["territories"][1] is Verdict.UNTESTED


def test_series_say_nothing_after_the_end():
    values = np.array([[1.0, np.nan, np.nan], [np.nan, np.nan, np.nan]])
    assert mean_of_known(values, axis=1)[0] == 1.0
    assert np.isnan(mean_of_known(values, axis=1)[1])
    assert np.isnan(safe_ratio(np.array([1.0]), np.array([0.0]))[0])


def contrast(**bounds):
    return Contrast("x", Text(), lambda _: None, Text(), **bounds)


@pytest.mark.parametrize(
    ("bounds", "effect", "place", "wanted"),
    [
        ({"least": 0.05}, 0.1, 2.0, 1.0),
        ({"most": -0.05}, -0.1, 2.0, 1.0),
        ({"most": 0.05}, 0.1, -2.0, -1.0),  # at most so much: the bound is on the other side
        ({"least": 0.95, "neutral": 1}, 0.9, -2.0, -1.0),
        ({"most": 0.5, "neutral": 1}, 0.25, 1.5, 1.0),
    ],
)
def test_all_contrasts_share_one_scale(bounds, effect, place, wanted):
    one = contrast(**bounds)
    assert one.to_common_scale(effect) == pytest.approx(place)
    assert one.bounds[0] == pytest.approx(wanted)


def test_within_bounds_on_that_scale():
    one = contrast(least=2.0, most=3.2, unit=Unit.RATIO)
    assert (one.to_common_scale(2.0), one.to_common_scale(3.2), one.side) == (pytest.approx(-1), pytest.approx(1), "=")


@pytest.mark.parametrize(
    ("bounds", "values", "why"),
    [
        ({"least": 0.05}, [0.02, 0.021, 0.019, 0.02], "small"),
        ({"least": 0.05}, [-0.02, -0.021, -0.019, -0.02], "wrong"),
        ({"least": 0.05}, [-0.02, 0.021, -0.019, 0.02], "none"),
        ({"least": 0.05}, [0.0, 0.1, 0.2, -0.1], "wide"),
        ({"most": 0.05}, [0.2, 0.21, 0.2, 0.19], "large"),
        ({"least": 2.0, "most": 3.0}, [1.0, 1.1, 1.0, 0.9], "outside"),
        ({"least": 0.05}, [0.2, np.nan, np.nan, np.nan, 0.2, 0.2], "missing"),
    ],
)
def test_why_a_contrast_does_not_hold(bounds, values, why):
    one = contrast(**bounds)
    found, verdict = one.judge(np.array(values))
    assert key_of(one, found, verdict) == why
    assert reason(one, found, verdict, "fr") == say(VERDICT_REASONS[why], "fr")


def test_words_in_both_languages():
    assert word(Verdict.FAILS, "fr") == "ne tient pas"
    assert word(Basis.CALIBRATED, "en") == "calibrated"
    assert word(Unit.RUNS, "fr") == "part des simulations"


def test_changes_during_a_run_are_written_as_overrides():
    assert from_week(79, leadership__hours=0, context__funding=0.5) == [
        "+changes.pattern_79.week=79",
        "changes.pattern_79.set.leadership.hours=0",
        "changes.pattern_79.set.context.funding=0.5",
    ]


def test_names_of_arms_are_those_that_contrasts_read(settings):
    """A contrast asks for no arm that its pattern does not make."""
    for pattern in PATTERNS.values():
        asked = set()

        class Arms(dict):
            def __missing__(self, name, asked=asked):
                asked.add(name)
                return SimpleNamespace(
                    mean=lambda *_: np.zeros(4), organisation_means=lambda *_: np.zeros((4, 6)),
                    ended_early=lambda: np.zeros(4),
                    summary=lambda *_: np.zeros(4), settings=settings, capacity=lambda: np.ones(6),
                    organisations={"standing": np.full((4, 156, 6), 3.0), "hours_spent": np.ones((4, 156, 6))},
                    traits=lambda: [OrganisationSettings(threshold=t) for t in (None, -1, 2, None, None, None)],
                )  # fmt: skip

        for one in pattern.contrasts:
            one.of(Arms())
        assert asked == set(pattern.arms(settings)), pattern.key
