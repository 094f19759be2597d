"""Goals and measures in words, for use within a sentence."""

from collections.abc import Sequence

from entente.analysis.plotting.phrases import join_words, phrase
from entente.analysis.plotting.units import exact_decimals, format_quantity
from entente.analysis.plotting.words import fixed_text
from entente.analysis.statistics.goals import NO_ESSOUFFLEMENT, Goal
from entente.analysis.statistics.measures import MEASURES, YES_NO
from entente.i18n import say


def measure_name(measure: str, language: str) -> str:
    """Return the name of a measure, for use within a sentence."""
    meaning = "essoufflement" if measure == "essoufflement" else MEASURES[measure].meaning(language)
    return meaning[:1].lower() + meaning[1:]


def goal_text(goal: Goal, language: str) -> str:
    """Write a goal in words, such as ``final mobilisation: at least 50%``."""
    name = measure_name(goal.measure, language)
    if goal.measure in YES_NO:
        return phrase("yes" if goal.level else "no", language, name)
    unit = MEASURES[goal.measure].unit
    level = format_quantity(goal.level, unit, exact_decimals(goal.level, unit), language)
    return f"{name}{fixed_text('colon', language)}{phrase(goal.sense, language, level)}"


def goals_text(goals: Sequence[Goal], language: str) -> str:
    """Write several goals in words."""
    return join_words([goal_text(goal, language) for goal in goals], "and", language)


def event_text(goals: Sequence[Goal], language: str) -> str:
    """Write what happens when goals are missed, as the subject and verb of a sentence."""
    if tuple(goals) == (NO_ESSOUFFLEMENT,):
        return say("essoufflement comes", language)
    return say("the goal ({goals}) is missed", language, goals=goals_text(goals, language))
