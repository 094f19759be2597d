"""The words that people read, in English and French, and how numbers are written in each."""

import os
import re
from collections.abc import Mapping
from functools import cache

from entente.i18n.errors import MESSAGES
from entente.i18n.texts import TEXTS
from entente.i18n.units import UNITS

LANGUAGES = ("en", "fr")
NARROW = "\N{NARROW NO-BREAK SPACE}"


def default_language(environment: Mapping[str, str] | None = None) -> str:
    """Return ``fr`` or ``en`` from ``ENTENTE_LANG``, else from the locale of the environment."""
    where = os.environ if environment is None else environment
    for name in ("ENTENTE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if where.get(name):
            return "fr" if where[name].lower().startswith("fr") else "en"
    return "en"


def say(key: str, language: str, **values: object) -> str:
    """Return a text of the catalogue, its places filled in."""
    return TEXTS[key][LANGUAGES.index(language)].format(**values)


def unit(name: str, language: str) -> str:
    """Return a unit in the language asked for."""
    return UNITS.get(name, name) if language == "fr" else name


def number(value: float, language: str, decimals: int = 2) -> str:
    """Write a number: ``1,234.50`` in English, ``1 234,50`` in French."""
    text = f"{value:,.{decimals}f}"
    return text.replace(",", NARROW).replace(".", ",") if language == "fr" else text


def percent(share: float, language: str) -> str:
    """Write a share from 0 to 1 as a percentage; what is rare but happens is not rounded to nothing."""
    rounded = round(100 * share)
    sign = "<" if rounded == 0 and share > 0 else ">" if rounded == 100 and share < 1 else ""
    return f"{sign}{min(max(rounded, 1), 99) if sign else rounded}" + (f"{NARROW}%" if language == "fr" else "%")


@cache
def patterns() -> tuple[tuple[re.Pattern[str], tuple[str, str]], ...]:
    """Return the known messages of the layers below, as patterns that find the places to fill in."""
    made = []
    for source, texts in MESSAGES.items():
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(source))
        made.append((re.compile(pattern, re.DOTALL), texts))
    return tuple(made)


def reworded(message: str, language: str) -> str:
    """Say in the words of the catalogue what the model, pydantic, argparse or the YAML reader said in English."""
    for pattern, texts in patterns():
        if found := pattern.fullmatch(message):
            places = {name: reworded_place(name, text, language) for name, text in found.groupdict().items()}
            return texts[LANGUAGES.index(language)].format(**places)
    return message


def reworded_place(name: str, text: str, language: str) -> str:
    """Say what stands in one place of a message: a unit has its own words, anything else is a name."""
    if name == "unit":
        return unit(text, language)
    if name == "stage":
        return say(f"stage_{text}", language) if f"stage_{text}" in TEXTS else text
    if name in {"inner", "inner_too"}:
        return reworded(text, language)
    return text
