"""Units in words, and how many decimals a value in one of them needs."""

import math

from entente.analysis.plotting.numbers import format_number, format_percent
from entente.i18n import N_, NN_, catalogue, say_number

PERCENTAGE_POINT_UNITS = frozenset({"share", "yes/no"})  # written in percentage points
UNIT_NAMES = {
    "points": N_("percentage points"), "weeks": N_("weeks"),
    "week": N_("weeks"),
    "stages": N_("stages"), "commitments": N_("commitments"), "people": N_("people"),
    "ratio": N_("ratio"),
}  # fmt: skip
PERCENT_UNITS = {"departures/post/year", "share", "yes/no"}
# Unit: (English for one, for several, French for one, for several); {} is the number.
_QUANTITIES = {
    "departures/post/year": NN_("{count} of posts a year", "{count} of posts a year"),
    "h/week": NN_("{count} hour a week", "{count} hours a week"),
    "contacts/week": NN_("{count} contact a week", "{count} contacts a week"),
    "h/week/partner": NN_("{count} hour a week per partner", "{count} hours a week per partner"),
    "weeks": NN_("{count} week", "{count} weeks"),
    "h": NN_("{count} hour", "{count} hours"),
    "$": NN_("${count}", "${count}"),
    "$/h": NN_("${count} an hour", "${count} an hour"),
    "$/week": NN_("${count} a week", "${count} a week"),
    "per year": NN_("{count} a year", "{count} a year"),
    "per week": NN_("{count} a week", "{count} a week"),
    "contacts": NN_("{count} contact", "{count} contacts"),
    "people": NN_("{count} person", "{count} people"),
    "organisations": NN_("{count} organisation", "{count} organisations"),
    "posts": NN_("{count} post", "{count} posts"),
    "cases/week": NN_("{count} case a week", "{count} cases a week"),
    "stages": NN_("{count} stage", "{count} stages"),
    "commitments": NN_("{count} commitment", "{count} commitments"),
    "week": NN_("week {count}", "week {count}"),
    "points": NN_("{count} point", "{count} points"),
    "out_of_1": NN_("{count} out of 1", "{count} out of 1"),
}


def quantity_forms(unit: str, language: str) -> tuple[str, str]:
    """Return how a quantity in a unit is written, of one and of several: ``{count}`` is the number."""
    one, several = _QUANTITIES.get(unit, ("{count}", "{count}"))
    known = catalogue(language)
    return known.ngettext(one, several, 1), known.ngettext(one, several, 2)


def decimals_for_span(span: float, parts: int = 100) -> int:
    """Return the decimals needed to distinguish ``parts`` equal steps of a span."""
    return min(6, max(0, math.ceil(-math.log10(span / parts)))) if span > 0 else 0


def decimals_for_unit(unit: str, spread: float) -> int:
    """Return the decimals needed to distinguish about fifty steps of a spread; two when it is 0."""
    scale = 100 if unit in PERCENT_UNITS else 1
    return min(4, max(0, math.ceil(-math.log10(scale * spread / 50) - 0.5))) if spread > 0 else 2


def format_in_unit(value: float, unit: str, decimals: int, language: str) -> str:
    """Write a number, as a percentage when its unit is a share."""
    write = format_percent if unit in PERCENT_UNITS else format_number
    return write(value, language, decimals).replace("-", "−")


def format_quantity(value: float, unit: str, decimals: int, language: str) -> str:
    """Write a value with its unit in words."""
    several = abs(value) >= 2 if language == "fr" else round(value, decimals) != 1
    number = format_in_unit(value, unit, decimals, language)
    return say_number(*_QUANTITIES[unit], 1 + several, language, count=number) if unit in _QUANTITIES else number


def exact_decimals(value: float, unit: str) -> int:
    """Return the decimals needed to write a number exactly, four at most."""
    scaled = value * (100 if unit in PERCENT_UNITS else 1)
    return next(k for k in range(5) if k == 4 or math.isclose(round(scaled, k), scaled, abs_tol=1e-9))
