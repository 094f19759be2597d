"""Names of settings and of their values in English or French, from the parameter table."""

import re
from collections.abc import Sequence

from entente.analysis.plotting.phrases import join_words, phrase
from entente.analysis.plotting.units import decimals_for_unit, exact_decimals, format_in_unit, format_quantity
from entente.analysis.plotting.words import (
    fixed_text,
)
from entente.i18n.option_names import NAMED_GROUPS, option_label
from entente.sim.model.declare import About, about_of
from entente.sim.validation.validate import names_at, steps

_ADDED = re.compile(r"\s*;(?![^(]*\)).*")  # what the table adds after the name, unless within brackets
_MEANT = re.compile(r" \([^()]*:[^()]*\)")  # what the values mean, such as ``(0: none)``


def declaration_of(axis: str) -> About | None:
    """Return the declaration of a setting; None for a group such as ``leadership``."""
    try:
        return about_of(names_at(steps(axis))[1])
    except KeyError:
        return None


def setting_name(axis: str, language: str) -> str | None:
    """Return the name of a setting; None where the table has none."""
    known = declaration_of(axis)
    return _ADDED.sub("", known.meaning(language)) if known else None


def compared_name(key: str, language: str) -> str:
    """Return the name of a setting in a comparison."""
    known = {"leadership", "communication", "governance"}
    return (
        fixed_text(key, language).lower()
        if key in known
        else "scénario"
        if (key, language) == ("scenario", "fr")
        else key
    )


def compared_value(key: str, value: str, language: str) -> str:
    """Return the name of a value in a comparison: that of an option, or ``setting = value`` for anything else."""
    if key in NAMED_GROUPS:
        return option_label(key, value, language)
    if key == "scenario":
        return value.replace("_", " ")
    number_ = value.replace(".", ",") if language == "fr" and value.replace(".", "", 1).isdigit() else value
    return f"{key} = {number_}"


def name_in_sentence(axis: str, language: str) -> str:
    """Return the name of a setting within a sentence, without explanations of its values such as ``(0: none)``."""
    name = setting_name(axis, language)
    if name is None:
        return compared_name(axis, language)
    name = _MEANT.sub("", name)
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def format_value(value: float, axis: str, spread: float, language: str) -> str:
    """Write a value with its unit in words, precise to about a fiftieth of ``spread``."""
    return format_quantity(value, setting_unit(axis), decimals_for_unit(setting_unit(axis), spread), language)


def setting_unit(axis: str) -> str:
    """Return the unit of a setting; ``out_of_1`` for one without unit whose range is 0 to 1."""
    known = declaration_of(axis)
    if known and not known.unit and (known.low, known.high) == (0, 1):
        return "out_of_1"
    return known.unit if known else ""


def option_name(axis: str, value: str, language: str) -> str:
    """Return the name of an option of a group, or of a text value."""
    if axis in NAMED_GROUPS:
        return option_label(axis, value, language)
    return phrase(value, language) if value in ("True", "False", "[]") else value.strip("[]").replace("_", " ")


def format_values(values: Sequence[float], axis: str, language: str) -> str:
    """Write values of a setting as a list in words, with the unit once."""
    unit = setting_unit(axis)
    decimals = max((exact_decimals(one, unit) for one in values), default=0)
    items = [format_in_unit(one, unit, decimals, language) for one in values[:-1]]
    return join_words(
        [*items, *(format_quantity(one, unit, decimals, language) for one in values[-1:])], "or", language
    )
