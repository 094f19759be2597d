"""Choices across futures: regret and goals by hand, intervals against theory, what dominates what; the figures."""

import math

import numpy as np
import pandas as pd
import pytest
from figure_texts import collisions, off_page, words

from entente.analysis.robustness.choices_figure import choice_names, choices_figure
from entente.analysis.robustness.pareto_figure import pareto_figure, pareto_front
from entente.analysis.robustness.robustness import (
    ChoiceValues,
    Resamples,
    compare_choices,
    draw_again,
    regret_by_choice,
    resampled_interval,
)
from entente.analysis.robustness.sentences import robustness_sentences
from entente.analysis.statistics.goals import parse_goal

# Profits of four strategies in three demands, and what Savage's rule makes of them, worked by hand.
PROFITS = np.array([[50, 70, 40, 60], [60, 30, 55, 45], [20, 10, 55, 45]], dtype=float)


def make_runs(table, replicates=2, **more):
    """Return runs of every choice (column) in every future (row), the same in each replicate."""
    usual = {"failed": None, "trust_final": 0.5, "hours_partners": 100.0, "hours_coordinator": 10.0, "dollars": 1000.0}
    rows = [
        {
            "choice": choice,
            "future": future,
            "replicate": replicate,
            "final": value,
            "essoufflement": value < 0.3,
            **usual,
        }
        | {name: one[choice] for name, one in more.items()}
        for future, values in enumerate(table)
        for choice, value in zip("abcdefgh", values, strict=False)
        for replicate in range(replicates)
    ]
    return pd.DataFrame(rows)


def test_regret_is_that_of_savage():
    found = regret_by_choice(PROFITS, 1)
    assert found.tolist() == [[20, 0, 30, 10], [0, 30, 5, 15], [35, 45, 0, 10]]
    assert found.max(axis=0).tolist() == [35, 45, 30, 15]  # so that the last one is his choice
    assert regret_by_choice(PROFITS, -1)[0].tolist() == [10, 30, 0, 20]


def test_tables_by_hand():
    found = compare_choices(make_runs(PROFITS / 100), 1, [parse_goal("final>=0.45")])
    table = found.choices.set_index("choice")
    assert table["met"].to_dict() == pytest.approx({"a": 2 / 3, "b": 1 / 3, "c": 2 / 3, "d": 1.0})
    assert table.index[0] == "d"
    assert table["behind"].to_dict() == pytest.approx({"a": 1 / 3, "b": 2 / 3, "c": 1 / 3, "d": 0.0})
    final = found.outcomes[found.outcomes["measure"] == "final"].set_index("choice")
    assert final["regret"].to_dict() == pytest.approx({"a": 0.55 / 3, "b": 0.25, "c": 0.35 / 3, "d": 0.35 / 3})
    assert final["worst"].to_dict() == pytest.approx({"a": 0.35, "b": 0.45, "c": 0.3, "d": 0.15})
    assert final.loc["a", "regret_90"] == pytest.approx(0.2 + 0.8 * 0.15)  # nine tenths of the way along 0, 20, 35
    assert found.futures.shape[0] == 12
    assert table.loc["d", "met_low"] == pytest.approx(3 / (3 + 1.959964**2), rel=1e-5)  # Wilson's, for three of three


def test_a_dominated_choice_says_by_which():
    values = np.tile([0.5, 0.6, 0.4, 0.7], (30, 1)) + np.random.default_rng(1).normal(0, 0.01, (30, 1))
    costs = {"a": 1000.0, "b": 900.0, "c": 500.0, "d": 2000.0}
    found = compare_choices(make_runs(values, dollars=costs), 1)
    by = dict(zip(found.choices["choice"], found.choices["dominated_by"], strict=True))
    assert by["a"] == "b"  # better and cheaper, for as many hours
    assert all(pd.isna(by[name]) for name in "bcd")
    assert found.choices.set_index("choice").loc["a", "dominated_in"] == 1.0
    sentences = robustness_sentences(found, {name: name.upper() for name in "abcd"}, "en")
    assert "Surpassed in final mobilisation, hours and dollars together: A by B." in sentences


def test_what_costs_less_for_as_much_dominates_and_equals_do_not():
    values = np.full((25, 3), 0.5)
    found = compare_choices(make_runs(values, dollars={"a": 1.0, "b": 1.0, "c": 2.0}), 1)
    by = found.choices.set_index("choice")["dominated_by"].to_dict()
    assert by["c"] == "a"
    assert pd.isna(by["a"])
    assert pd.isna(by["b"])
    assert pareto_front(np.array([1.0, 1.0, 2.0, 3.0]), np.array([0.5, 0.6, 0.6, 0.7])) == [1, 3]


def test_intervals_over_futures_are_those_of_theory():
    rng = np.random.default_rng(2)
    values = rng.normal(0.5, 0.1, 400)
    draws = Resamples(rng.integers(400, size=(2000, 400)), np.ones((2000, 1)))
    one = ChoiceValues(values[:, None], values[:, None, None])
    reach = 1.96 * values.std(ddof=1) / math.sqrt(400)
    low, high = resampled_interval(one, draws, lambda drawn: drawn.mean(axis=1))
    assert (low[0], high[0]) == pytest.approx((values.mean() - reach, values.mean() + reach), abs=0.1 * reach)
    # a quantile of order statistics: the ranks of the 90th percentile of 400 go from about 348 to 372 (binomial)
    (low,), (high,) = resampled_interval(one, draws, lambda drawn: np.quantile(drawn, 0.9, axis=1))
    ordered = np.sort(values)
    assert ordered[342] <= low <= ordered[353]
    assert ordered[366] <= high <= ordered[378]


def test_intervals_over_futures_and_worlds_are_those_of_theory():
    """The mean over 40 futures and 30 worlds, of what each adds: its variance is the sum of those of two means."""
    rng = np.random.default_rng(5)
    future, world = rng.normal(0, 0.2, (40, 1)), rng.normal(0, 0.3, (1, 30))
    cells = (0.5 + future + world)[:, :, None]
    one = ChoiceValues(cells.mean(axis=1), cells)
    (low,), (high,) = resampled_interval(one, draw_again(1, 40, 30), lambda drawn: drawn.mean(axis=1))
    reach = 1.96 * math.sqrt(future.var() / 40 + world.var() / 30)
    assert (low, high) == pytest.approx((cells.mean() - reach, cells.mean() + reach), abs=0.12 * reach)


def test_in_how_many_worlds_a_choice_is_the_best():
    """By hand: in three worlds of four a meets the goal in both futures and b in one; in the fourth only b does."""
    rows = [
        {"choice": choice, "future": future, "replicate": 4 * block + world, "world": world, "failed": None,
         "final": final, "trust_final": 0.5 + (choice == "b"), "hours_partners": 1.0, "hours_coordinator": 1.0,
         "dollars": 1.0, "essoufflement": False}
        for world in range(4) for future in range(2) for block in range(3)
        for choice, final in (("a", 0.9 if world < 3 else 0.1), ("b", 0.8 if future or world == 3 else 0.2))
    ]  # fmt: skip
    found = compare_choices(pd.DataFrame(rows), 1, [parse_goal("final>=0.5")])
    table = found.choices.set_index("choice")
    assert table["met"].to_dict() == pytest.approx({"a": 0.75, "b": 0.625})
    assert table["best_in"].to_dict() == {"a": 0.75, "b": 0.25}
    ends = table.loc["a", ["best_in_low", "best_in_high"]].tolist()
    assert ends == pytest.approx([0.3006, 0.9544], abs=1e-4)  # Wilson's, three of four
    assert table.loc["a", "met_10"] == pytest.approx(0.3)  # three tenths of the way from the least, 0, to the next, 1
    best = found.outcomes.set_index(["measure", "choice"])["best_in"]
    assert best["trust_final"].to_dict() == {"a": 0.0, "b": 1.0}
    assert best["hours"].to_dict() == {"a": 1.0, "b": 1.0}  # neither is better than the other
    sentences = robustness_sentences(found, {"a": "A", "b": "B"}, "en")
    assert any("75%" in one and "plausible settings" in one for one in sentences)


def test_pairing_tells_apart_what_shares_its_futures():
    rng = np.random.default_rng(3)
    hard = rng.normal(0, 0.2, (60, 1))
    found = compare_choices(make_runs(0.5 + hard + np.array([[0.0, 0.04]])), 1, [parse_goal("final>=0.45")])
    second = found.choices.iloc[1]
    assert second["choice"] == "a"
    assert second["behind_low"] > 0  # never better, and often enough worse
    # though their own intervals overlap, by a whole future: no rounding can make them touch only
    assert found.choices.iloc[0]["met_low"] < second["met"] - 0.5 / 60


def test_a_future_that_failed_under_one_choice_is_left_out_of_all():
    runs = make_runs(PROFITS / 100)
    runs.loc[(runs["choice"] == "b") & (runs["future"] == 1) & (runs["replicate"] == 0), "failed"] = "run"
    found = compare_choices(runs, 1, [parse_goal("final>=0.45")])
    assert found.left_out == 1
    assert found.count == 3
    with pytest.raises(ValueError, match="no future"):
        compare_choices(runs.assign(failed=np.where(runs["choice"] == "b", "run", None)), 1)


LEVERS = {
    "a": {"leadership": "shared", "governance": "light"}, "b": {"leadership": "broker", "leadership.hours": "12.5"},
    "c": {"leadership": "initial_then_shared", "communication": "monthly_table"}, "d": {"leadership": "captured"},
    "e": {"leadership": "rotating"}, "f": {"leadership": "mandated"}, "g": {"leadership": "absent"},
    "h": {"scenario": "north_shore"},
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("count", [1, 3, 8])
def test_figures(language, count):
    rng = np.random.default_rng(count)
    values = np.clip(0.5 + rng.normal(0, 0.1, (40, count)) + rng.normal(0, 0.1, count), 0, 1)
    costs = dict(zip("abcdefgh", rng.uniform(5e3, 9e4, 8), strict=True))
    found = compare_choices(make_runs(values, dollars=costs, hours_partners=costs), 1, [parse_goal("final>=0.5")],
                       ("final", "trust_final", "essoufflement"))  # fmt: skip
    levers = {name: LEVERS[name] for name in "abcdefgh"[:count]}
    for draw in (choices_figure, pareto_figure):
        figure = draw(found, levers, language)
        assert off_page(figure) == []
        assert collisions(figure) == []
    said = " ".join(words(choices_figure(found, levers, language)))
    assert ("40 futures" if language == "en" else "40 avenirs") in said
    assert choice_names(levers, "fr")["a"] == "partagé, légère"
    assert len(robustness_sentences(found, choice_names(levers, language), language)) == (1 if count == 1 else 6)
