"""Settings, their values and the limits of a box in the words of the parameter table, as a planner reads them."""

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entente.analysis.comparison.curves_figure import WORDS, key_text
from entente.analysis.discovery.prim import Kept, Span
from entente.analysis.plotting.setting_names import about, setting_name
from entente.analysis.plotting.style import NARROW, number, percent
from entente.analysis.plotting.words import label, named
from entente.analysis.statistics.differences import MEASURES, YES_NO
from entente.analysis.statistics.goals import NO_ESSOUFFLEMENT, Goal

MEANT = re.compile(r" \([^()]*:[^()]*\)")
FEW_VALUES = 12  # different numbers up to which an axis is told value by value
PERCENT = {"departures/post/year", "share", "yes/no"}
# Unit: (English for one, for several, French for one, for several); {} is the number.
QUANTITIES = {
    "departures/post/year": (
        "{} of posts a year",
        "{} of posts a year",
        "{} des postes par an",
        "{} des postes par an",
    ),
    "h/week": ("{} hour a week", "{} hours a week", "{} heure par semaine", "{} heures par semaine"),
    "h/week/partner": (
        "{} hour a week per partner",
        "{} hours a week per partner",
        "{} heure par semaine et par partenaire",
        "{} heures par semaine et par partenaire",
    ),
    "weeks": ("{} week", "{} weeks", "{} semaine", "{} semaines"),
    "h": ("{} hour", "{} hours", "{} heure", "{} heures"),
    "$": ("${}", "${}", "{} $", "{} $"),
    "$/h": ("${} an hour", "${} an hour", "{} $ l'heure", "{} $ l'heure"),
    "$/week": ("${} a week", "${} a week", "{} $ par semaine", "{} $ par semaine"),
    "per year": ("{} a year", "{} a year", "{} par an", "{} par an"),
    "per week": ("{} a week", "{} a week", "{} par semaine", "{} par semaine"),
    "contacts": ("{} contact", "{} contacts", "{} contact", "{} contacts"),
    "people": ("{} person", "{} people", "{} personne", "{} personnes"),
    "organisations": ("{} organisation", "{} organisations", "{} organisation", "{} organisations"),
    "posts": ("{} post", "{} posts", "{} poste", "{} postes"),
    "cases/week": ("{} case a week", "{} cases a week", "{} cas par semaine", "{} cas par semaine"),
    "stages": ("{} stage", "{} stages", "{} étape", "{} étapes"),
    "commitments": ("{} commitment", "{} commitments", "{} engagement", "{} engagements"),
    "week": ("week {}", "week {}", "semaine {}", "semaine {}"),
    "points": ("{} point", "{} points", "{} point", "{} points"),
    "out_of_1": ("{} out of 1", "{} out of 1", "{} sur 1", "{} sur 1"),
}
PHRASES = {
    "above": ("above {}", "au-dessus de {}"), "below": ("below {}", "sous {}"),
    "between": ("between {} and {}", "entre {} et {}"),
    "or": ("or", "ou"), "and": ("and", "et"), "but": ("other than {}", "autre que {}"),
    "True": ("on", "oui"), "False": ("off", "non"), "[]": ("none", "aucun"),
    ">=": ("at least {}", "au moins {}"), "<=": ("at most {}", "au plus {}"),
    ">": ("over {}", "plus de {}"), "<": ("under {}", "moins de {}"),
    "no": ("without {}", "sans {}"), "yes": ("{}", "{}"),
}  # fmt: skip


def phrase(key: str, language: str, *values: str) -> str:
    """Return one of the fixed phrases, filled in."""
    return PHRASES[key][language == "fr"].format(*values)


def axis_name(axis: str, language: str) -> str:
    """Return what a setting is called within a sentence: without what its values mean, such as ``(0: none)``."""
    name = setting_name(axis, language)
    if name is None:
        return key_text(axis, language)
    name = MEANT.sub("", name)
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def quantity(value: float, axis: str, spread: float, language: str) -> str:
    """Return a value of a setting with its unit in words, as precise as tells apart fifty parts of a spread."""
    return measured(value, unit_of(axis), decimals_for(unit_of(axis), spread), language)


def unit_of(axis: str) -> str:
    """Return the unit of a setting; ``out_of_1`` for one without unit that goes from 0 to 1."""
    known = about(axis)
    if known and not known.unit and (known.low, known.high) == (0, 1):
        return "out_of_1"
    return known.unit if known else ""


def decimals_for(unit: str, spread: float) -> int:
    """Return the decimals that tell apart fifty parts of a spread, two where there is none."""
    scale = 100 if unit in PERCENT else 1
    return min(4, max(0, math.ceil(-math.log10(scale * spread / 50) - 0.5))) if spread > 0 else 2


def numeral(value: float, unit: str, decimals: int, language: str) -> str:
    """Return a number, as a percentage where its unit is told so."""
    write = percent if unit in PERCENT else number
    return write(value, language, decimals).replace("-", "−")


def measured(value: float, unit: str, decimals: int, language: str) -> str:
    """Return a value with its unit in words."""
    french = language == "fr"
    several = abs(value) >= 2 if french else round(value, decimals) != 1
    form = QUANTITIES.get(unit, ("{}",) * 4)[2 * french + several]
    return (form.replace(" $", f"{NARROW}$") if french else form).format(numeral(value, unit, decimals, language))


def option_name(axis: str, value: str, language: str) -> str:
    """Return what an option of a group, or a text, is called."""
    if axis in WORDS:
        return named(value, WORDS[axis], language)
    return phrase(value, language) if value in ("True", "False", "[]") else value.strip("[]").replace("_", " ")


def limit_text(axis: str, limit: Span | Kept, values: NDArray[Any], language: str) -> str:
    """Return what a box holds of a setting.

    Args:
        axis: the setting.
        limit: what the box holds of it.
        values: every value that the setting takes in the study, shape (points,).
        language: ``fr`` or ``en``.
    """
    if isinstance(limit, Kept):
        every = sorted(set(values))
        left = [one for one in every if one not in limit.values]
        if left and len(left) < len(limit.values) and len(left) <= 2:
            return phrase("but", language, listed([option_name(axis, one, language) for one in left], "or", language))
        return listed([option_name(axis, one, language) for one in limit.values], "or", language)
    there = np.unique(values)
    spread = float(np.ptp(there))
    if len(there) <= FEW_VALUES:
        kept = [float(one) for one in there if limit.low <= one <= limit.high]
        return values_text(kept, axis, language)
    low, high = (quantity(end, axis, spread, language) for end in (limit.low, limit.high))
    if math.isinf(limit.high):
        return phrase("above", language, low)
    return phrase("below", language, high) if math.isinf(limit.low) else phrase("between", language, low, high)


def values_text(values: Sequence[float], axis: str, language: str) -> str:
    """Return values of a setting as a list in words, with the unit once."""
    unit = unit_of(axis)
    decimals = max((fewest_decimals(one, unit) for one in values), default=0)
    items = [numeral(one, unit, decimals, language) for one in values[:-1]]
    return listed([*items, *(measured(one, unit, decimals, language) for one in values[-1:])], "or", language)


def fewest_decimals(value: float, unit: str) -> int:
    """Return the decimals that a number needs to be written whole, four at most."""
    scaled = value * (100 if unit in PERCENT else 1)
    return next(k for k in range(5) if k == 4 or math.isclose(round(scaled, k), scaled, abs_tol=1e-9))


def listed(items: Sequence[str], word: str, language: str) -> str:
    """Return items as a list in words: ``a, b or c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {phrase(word, language)} {items[-1]}"


def limit_phrase(axis: str, limit: Span | Kept, values: NDArray[Any], language: str) -> str:
    """Return a setting and what a box holds of it."""
    return f"{axis_name(axis, language)} {limit_text(axis, limit, values, language)}"


def measure_name(measure: str, language: str) -> str:
    """Return what a measure is called, within a sentence."""
    meaning = "essoufflement" if measure == "essoufflement" else MEASURES[measure].meaning(language)
    return meaning[:1].lower() + meaning[1:]


def goal_text(goal: Goal, language: str) -> str:
    """Return what a goal wants, such as ``final mobilisation: at least 50%``."""
    name = measure_name(goal.measure, language)
    if goal.measure in YES_NO:
        return phrase("yes" if goal.level else "no", language, name)
    unit = MEASURES[goal.measure].unit
    level = measured(goal.level, unit, fewest_decimals(goal.level, unit), language)
    return f"{name}{label('colon', language)}{phrase(goal.sense, language, level)}"


def goals_text(goals: Sequence[Goal], language: str) -> str:
    """Return what goals want, all of them."""
    return listed([goal_text(goal, language) for goal in goals], "and", language)


def event_text(goals: Sequence[Goal], language: str) -> str:
    """Return what happens when goals are missed, as the subject and verb of a sentence."""
    french = language == "fr"
    if tuple(goals) == (NO_ESSOUFFLEMENT,):
        return "l'essoufflement survient" if french else "essoufflement comes"
    texts = goals_text(goals, language)
    return f"le but ({texts}) est manqué" if french else f"the goal ({texts}) is missed"
