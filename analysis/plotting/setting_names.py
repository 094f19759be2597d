"""Names of settings and of their values in English or French, from the parameter table."""

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from entente.analysis.plotting.phrases import join_words, phrase
from entente.analysis.plotting.units import (
    PERCENT_UNITS,
    decimals_for_unit,
    exact_decimals,
    format_in_unit,
    format_quantity,
)
from entente.analysis.plotting.words import SECTOR_WORDS, STAGE_WORDS, TERRITORY_WORDS, fixed_text, text_in, word_for
from entente.i18n import N_, say, say_number
from entente.i18n.option_names import GROUP_NAMES, NAMED_GROUPS, option_label
from entente.sim.model.declare import About, about_of
from entente.sim.model.situation import Settings, Text
from entente.sim.validation.validate import names_at, steps

_ADDED = re.compile(r"\s*;(?![^(]*\)).*")  # what the table adds after the name, unless within brackets
_MEANT = re.compile(r" \([^()]*:[^()]*\)")  # what the values mean, such as ``(0: none)``
_NUMBER = re.compile(r"[-+]?\d+\.?\d*(e[-+]?\d+)?")
_SWITCH = {
    "true": "True", "on": "True", "yes": "True", "false": "False", "off": "False", "no": "False", "[]": "[]",
    "null": "[]", "none": "[]",
}  # fmt: skip
_NAMES = {"folder": N_("Folder"), "twin": N_("Twin")}  # what is no setting of the model
_PLACES = {"territories": N_("Share of the cases by territory"), "populations": N_("Share of the cases by population")}
_TEXTS = {"name", "title", "story", "idea", "question", "look_at", "sources"}  # of a scenario: they change nothing

NO_NAMES: Mapping[str, Text] = MappingProxyType({})


class Changes(dict[str, str]):
    """What differs from a scenario: the value of each option and setting, as text, by its dotted path.

    Attributes:
        names: what entries of open tables are called, by their dotted paths, such as ``organisations.library``.
    """

    def __init__(self, changes: Mapping[str, str] = MappingProxyType({}), names: Mapping[str, Text] = NO_NAMES) -> None:
        """Keep changes, and what entries are called."""
        super().__init__(changes)
        self.names = names


def entry_names(settings: Settings) -> dict[str, Text]:
    """Return what the organisations, the events and the levers of settings are called, by their dotted paths."""
    tables = {"organisations": settings.organisations, "events": settings.events, "levers": settings.levers}
    return {f"{table}.{entry}": one.name for table, entries in tables.items() for entry, one in entries.items()}


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


def setting_title(key: str, language: str, names: Mapping[str, Text] = NO_NAMES) -> str:
    """Return what a setting, or a group of options, is called, with the entry that it belongs to."""
    if key in GROUP_NAMES:
        return say(GROUP_NAMES[key], language)
    if key in _NAMES:
        return say(_NAMES[key], language)
    named = setting_name(key, language)
    kind, _, place = key.partition(".")
    if kind in _PLACES:
        title = say(_PLACES[kind], language)
        return f"{title} ({entry_title(kind, place, language, names)})" if place else title
    if named is None:
        return key
    entries = [entry_title(kind, entry, language, names) for kind, entry in _entries(key)]
    name = _MEANT.sub("", named)
    return f"{name} ({', '.join(entries)})" if entries else name


def entry_title(kind: str, entry: str, language: str, names: Mapping[str, Text] = NO_NAMES) -> str:
    """Return what an entry of an open table is called: by its own name if known, a lever or a stage by theirs."""
    if own := text_in(names.get(f"{kind}.{entry}", Text()), language, ""):
        return own
    if kind == "levers":
        return option_label("lever", entry, language)
    words = {"stages": STAGE_WORDS, "territories": TERRITORY_WORDS}.get(kind, {})
    return word_for(entry, words, language)


def level_title(key: str, value: str, language: str) -> str:
    """Return what a value of a setting is called: options and levers by their names, numbers as they are read.

    Args:
        key: the dotted path of the setting, or a group of options.
        value: as text, as overrides and tables have it: ``[pairing,mediation]``, ``0.35``, ``on``.
        language: ``fr`` or ``en``.
    """
    if key in GROUP_NAMES or key == "folder":
        return _chosen_title(key, value, language)
    if value.lower() in _SWITCH:
        return phrase(_SWITCH[value.lower()], language)
    if _NUMBER.fullmatch(value):
        unit = setting_unit(key)
        return format_in_unit(float(value), unit, _decimals_of_number(float(value), unit), language)
    if key == "leadership.style":
        return option_label("leadership", value, language)
    named = {"sector": SECTOR_WORDS, "territory": TERRITORY_WORDS}.get(key.rpartition(".")[2], {})
    return ", ".join(word_for(one.strip(), named, language) for one in value.strip("[]").split(","))


def _chosen_title(key: str, value: str, language: str) -> str:
    """Return what an option, the levers, a scenario or the folder of a run is called."""
    if key == "lever":
        levers = [one.strip() for one in value.strip("[]").split(",") if one.strip()]
        return " + ".join(option_label("lever", one, language) for one in levers) or say("no lever", language)
    if not value:
        return say("the defaults", language)
    if key == "scenario":
        return option_label("scenario", Path(value).stem, language)
    return option_label(key, value, language) if key in NAMED_GROUPS else value


def level_with_unit(key: str, value: str, language: str) -> str:
    """Return what a value of a setting is called, a number with its unit in words."""
    if key in GROUP_NAMES or not _NUMBER.fullmatch(value):
        return level_title(key, value, language)
    unit = setting_unit(key)
    return format_quantity(float(value), unit, _decimals_of_number(float(value), unit), language)


def setting_and_level(key: str, value: str, language: str) -> str:
    """Return a setting and its value in words: ``Hours for animating the partnership: 5``; an option goes alone."""
    if value in ("", "+") and key not in GROUP_NAMES:
        return _change_text(key, value, language)
    title = level_title(key, value, language)
    if key in GROUP_NAMES:
        return title
    return f"{setting_title(key, language)}{fixed_text('colon', language)}{title}"


def combination_title(choices: Mapping[str, str], language: str) -> str:
    """Return what a combination of settings is called: what each of them is set to, in words."""
    return ", ".join(setting_and_level(key, value, language) for key, value in choices.items())


def change_texts(changes: Mapping[str, str], language: str, most: int = 4) -> list[str]:
    """Return in words what differs from a scenario, beyond ``most`` changes how many more there are.

    Args:
        changes: the value of each option and setting that differs, as text; empty for an entry that was taken out,
            ``+`` for one that was added.
        language: ``fr`` or ``en``.
        most: changes that are told.
    """
    names = changes.names if isinstance(changes, Changes) else {}
    told = [
        _change_text(key, value, language, names) for key, value in changes.items() if key.split(".")[0] not in _TEXTS
    ]
    more = len(told) - most
    if more <= 0:
        return told
    return [*told[:most], say_number("and {count} other", "and {count} others", more, language)]


def _change_text(key: str, value: str, language: str, names: Mapping[str, Text]) -> str:
    """Return one change in words."""
    if key in GROUP_NAMES:
        return f"{setting_title(key, language)}{fixed_text('colon', language)}{level_title(key, value, language)}"
    if value in ("", "+"):
        kind, _, entry = key.rpartition(".")
        name = entry_title(kind.rpartition(".")[2], entry, language, names)
        return say("with {entry}", language, entry=name) if value else say("without {entry}", language, entry=name)
    title = setting_title(key, language, names)
    return f"{title}{fixed_text('colon', language)}{level_with_unit(key, value, language)}"


def _entries(key: str) -> list[tuple[str, str]]:
    """Return the entries of open tables on a dotted path, each with the name of its table."""
    parts = steps(key)
    return [(parts[k - 1], parts[k]) for k in range(1, len(parts)) if names_at(parts[:k])[0] is None]


def _decimals_of_number(value: float, unit: str) -> int:
    """Return the decimals needed to write a number as it was given."""
    scaled = value * (100 if unit in PERCENT_UNITS else 1)
    return next(k for k in range(10) if k == 9 or math.isclose(round(scaled, k), scaled, rel_tol=1e-9))


def name_in_sentence(axis: str, language: str) -> str:
    """Return the name of a setting within a sentence, without explanations of its values such as ``(0: none)``."""
    name = setting_title(axis, language)
    return name if name[1:2].isupper() or name == axis else name[:1].lower() + name[1:]


def format_value(value: float, axis: str, spread: float, language: str) -> str:
    """Write a value with its unit in words, precise to about a fiftieth of ``spread``."""
    return format_quantity(value, setting_unit(axis), decimals_for_unit(setting_unit(axis), spread), language)


def setting_unit(axis: str) -> str:
    """Return the unit of a setting; ``out_of_1`` for one without unit whose range is 0 to 1."""
    known = declaration_of(axis)
    if known and not known.unit and (known.low, known.high) == (0, 1):
        return "out_of_1"
    return known.unit if known else ""


def format_values(values: Sequence[float], axis: str, language: str) -> str:
    """Write values of a setting as a list in words, with the unit once."""
    unit = setting_unit(axis)
    decimals = max((exact_decimals(one, unit) for one in values), default=0)
    items = [format_in_unit(one, unit, decimals, language) for one in values[:-1]]
    return join_words(
        [*items, *(format_quantity(one, unit, decimals, language) for one in values[-1:])], "or", language
    )
