"""Units in words, and how many decimals a value in one of them needs."""

import math

from entente.analysis.plotting.numbers import NARROW_SPACE, format_number, format_percent

PERCENTAGE_POINT_UNITS = frozenset({"share", "yes/no"})  # told in percentage points
UNIT_NAMES = {
    "points": ("percentage points", "points de pourcentage"), "weeks": ("weeks", "semaines"),
    "week": ("weeks", "semaines"),
    "stages": ("stages", "étapes"), "commitments": ("commitments", "engagements"), "people": ("people", "personnes"),
    "ratio": ("ratio", "rapport"),
}  # fmt: skip
PERCENT_UNITS = {"departures/post/year", "share", "yes/no"}
# Unit: (English for one, for several, French for one, for several); {} is the number.
_QUANTITIES = {
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


def decimals_for_span(span: float, parts: int = 100) -> int:
    """Return the decimals that tell apart so many parts of a span."""
    return min(6, max(0, math.ceil(-math.log10(span / parts)))) if span > 0 else 0


def decimals_for_unit(unit: str, spread: float) -> int:
    """Return the decimals that tell apart fifty parts of a spread, two where there is none."""
    scale = 100 if unit in PERCENT_UNITS else 1
    return min(4, max(0, math.ceil(-math.log10(scale * spread / 50) - 0.5))) if spread > 0 else 2


def format_in_unit(value: float, unit: str, decimals: int, language: str) -> str:
    """Return a number, as a percentage where its unit is told so."""
    write = format_percent if unit in PERCENT_UNITS else format_number
    return write(value, language, decimals).replace("-", "−")


def format_quantity(value: float, unit: str, decimals: int, language: str) -> str:
    """Return a value with its unit in words."""
    french = language == "fr"
    several = abs(value) >= 2 if french else round(value, decimals) != 1
    form = _QUANTITIES.get(unit, ("{}",) * 4)[2 * french + several]
    return (form.replace(" $", f"{NARROW_SPACE}$") if french else form).format(
        format_in_unit(value, unit, decimals, language)
    )


def exact_decimals(value: float, unit: str) -> int:
    """Return the decimals that a number needs to be written whole, four at most."""
    scaled = value * (100 if unit in PERCENT_UNITS else 1)
    return next(k for k in range(5) if k == 4 or math.isclose(round(scaled, k), scaled, abs_tol=1e-9))
