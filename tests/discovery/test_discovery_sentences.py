"""Settings, limits and findings in the words of the parameter table; the figures of what was discovered."""

import numpy as np
import pytest
from figure_texts import collisions, off_page, words
from planted_box import planted

from entente.analysis.discovery.box_figure import box_figure
from entente.analysis.discovery.limit_words import format_limit
from entente.analysis.discovery.prim import CategoryLimit, IntervalLimit
from entente.analysis.discovery.scenario_discovery import discover_box
from entente.analysis.discovery.sentences import discovery_sentences
from entente.analysis.discovery.tree import classification_tree
from entente.analysis.discovery.tree_figure import tree_figure
from entente.analysis.plotting.goal_words import event_text, goal_text
from entente.analysis.plotting.numbers import NARROW_SPACE
from entente.analysis.plotting.setting_names import format_value, name_in_sentence
from entente.analysis.statistics.goals import NO_ESSOUFFLEMENT, parse_goal

OPTIONS = np.array(["shared", "broker", "captured", "absent"], dtype=object)


@pytest.mark.parametrize(
    ("axis", "value", "spread", "english", "french"),
    [
        ("staff.turnover", 0.45, 0.6, "45% of posts a year", f"45{NARROW_SPACE}% des postes par an"),
        ("leadership.hours", 12.3, 30, "12 hours a week", "12 heures par semaine"),
        ("leadership.hours", 1.4, 3, "1.4 hours a week", "1,4 heure par semaine"),
        ("staff.vacancy", 1.0, 40, "1 week", "1 semaine"),
        ("leadership.concentration", 0.7234, 0.5, "0.72 out of 1", "0,72 sur 1"),
        ("costs.wage", 45, 100, "$45 an hour", f"45{NARROW_SPACE}$ l'heure"),
        ("motivation.peers", 0.12, 0.2, "12%", f"12{NARROW_SPACE}%"),
        ("partners.threshold", -0.4, 1, "−0.40", "−0,40"),
    ],
)
def test_quantities(axis, value, spread, english, french):
    assert format_value(value, axis, spread, "en") == english
    assert format_value(value, axis, spread, "fr") == french


def test_names_are_those_of_the_parameter_table_without_its_asides():
    assert name_in_sentence("staff.turnover", "en") == "mean departures"
    assert name_in_sentence("leadership.rotation", "fr") == "temps entre deux rotations du leadership"
    assert name_in_sentence("leadership.concentration", "en") == "one lead (1) or all members (0)"
    assert name_in_sentence("governance", "fr") == "gouvernance"


@pytest.mark.parametrize(
    ("axis", "limit", "values", "english", "french"),
    [
        ("leadership", CategoryLimit(("shared", "broker")), OPTIONS, "shared or broker", "partagé ou de liaison"),
        ("leadership", CategoryLimit(("absent", "shared", "broker")), OPTIONS, "other than captured",
         "autre que accaparé"),
        ("leadership.hours", IntervalLimit(high=25), np.array([10.0, 20.0, 30.0]), "10 or 20 hours a week",
         "10 ou 20 heures par semaine"),
        ("leadership.hours", IntervalLimit(low=25), np.linspace(0, 40, 90), "above 25 hours a week",
         "au-dessus de 25 heures par semaine"),
        ("leadership.hours", IntervalLimit(5, 25), np.linspace(0, 40, 90), "between 5 hours a week and 25 hours a week",
         "entre 5 heures par semaine et 25 heures par semaine"),
        ("mechanisms.burnout", CategoryLimit(("False",)), np.array(["True", "False"], dtype=object), "off", "non"),
    ],
)  # fmt: skip
def test_limits(axis, limit, values, english, french):
    assert format_limit(axis, limit, values, "en") == english
    assert format_limit(axis, limit, values, "fr") == french


def test_goals_in_words():
    assert goal_text(parse_goal("final>=0.5"), "en") == "final mobilisation: at least 50%"
    assert (
        goal_text(parse_goal("dollars<20000"), "fr")
        == f"dollars dépensés\u00a0: moins de 20{NARROW_SPACE}000{NARROW_SPACE}$"
    )
    assert event_text([NO_ESSOUFFLEMENT], "fr") == "l'essoufflement survient"
    assert event_text([parse_goal("results>=1")], "en") == "the goal (results: at least 1 stage) is missed"


@pytest.fixture(scope="module")
def found():
    return discover_box(planted(500, 10, more=0), seed=3)


def test_the_sentence_holds_the_figures(found):
    english, checked = discovery_sentences(found, [NO_ESSOUFFLEMENT], "en")
    fit = found.statistics
    for part in ("mean departures above 45% of posts a year", "leadership other than shared",
                 f"in {100 * fit.density:.0f}% of",
                 f"covers {100 * fit.coverage:.0f}% of", f"against {100 * found.cases.base:.0f}% of"):  # fmt: skip
        assert part in english
    assert f"Checked on {fit.points} points" in checked
    french = discovery_sentences(found, [parse_goal("final>=0.5")], "fr")[0]
    for part in (
        "Le but (mobilisation finale\u00a0: au moins 50",
        "est manqué dans",
        "départs moyens au-dessus de 45",
        "autre que partagé",
    ):
        assert part in french


@pytest.mark.parametrize("language", ["en", "fr"])
def test_figures(found, language):
    goals = [parse_goal("final>=0.5"), parse_goal("dollars<=20000")]
    few = discover_box(planted(60, 1, inside=1, outside=0, more=1), seed=1)
    for one in (found, few):
        assert one.box
        figure = box_figure(one, goals, language)
        assert off_page(figure) == []
        assert collisions(figure) == []
    said = words(box_figure(found, [NO_ESSOUFFLEMENT], language))
    assert {"leadership", "directive" if language == "en" else "directif"} <= set(said)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_trees(found, language):
    cases = found.cases
    root = classification_tree(cases.some(np.arange(300)), cases.some(np.arange(300, 500)), 1)
    assert len(root.leaves()) > 1
    figure = tree_figure(root, cases, [NO_ESSOUFFLEMENT], language)
    assert off_page(figure) == []
    assert collisions(figure) == []
    assert any(("mean departures" if language == "en" else "départs moyens") in one for one in words(figure))


def test_a_setting_alone_is_drawn():
    cases = planted(400, 10, inside=0.9, outside=0.0, more=0).only(["staff.turnover"])
    figure = box_figure(discover_box(cases, seed=1), [NO_ESSOUFFLEMENT], "fr")
    assert off_page(figure) == []
    assert collisions(figure) == []
