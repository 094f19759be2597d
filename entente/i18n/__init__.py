"""Texts in English and French by gettext, and how numbers are written in each.

A text is written in English where it is used, ``say("Results: {folder}", language, folder=folder)``; its French is in
``locale/fr/LC_MESSAGES/entente.po``. ``python -m entente.i18n update`` brings the catalogue up to date.
"""

import os
from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from entente.sim.validation.messages import Count, Message

LANGUAGES = ("en", "fr")
LOCALE = Path(__file__).parent / "locale"
DOMAIN = "entente"
NARROW = "\N{NARROW NO-BREAK SPACE}"


def default_language(environment: Mapping[str, str] | None = None) -> str:
    """Return ``fr`` or ``en`` from ``ENTENTE_LANG``, else from the locale of the environment."""
    where = os.environ if environment is None else environment
    for name in ("ENTENTE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if where.get(name):
            return "fr" if where[name].lower().startswith("fr") else "en"
    return "en"


def N_(text: str) -> str:  # noqa: N802 - gettext's usual name
    """Mark a text that is translated later, where ``say`` is given a variable."""
    return text


def NN_(singular: str, plural: str) -> tuple[str, str]:  # noqa: N802 - gettext's usual name
    """Mark both forms of a text that is translated later, where ``say_number`` is given a variable."""
    return singular, plural


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the catalogue of a language; that of English is empty, since texts are written in English."""
    if language == "en":
        return NullTranslations()
    with (LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return GNUTranslations(file)


def say(text: str, language: str, /, *items: object, **values: object) -> str:
    """Return a text in a language, its places filled in."""
    return catalogue(language).gettext(text).format(*items, **values) if text else ""


def say_number(singular: str, plural: str, how_many: int, language: str, /, **values: object) -> str:
    """Return the text that goes with a number, its places filled in; ``{count}`` is the number unless given."""
    text = catalogue(language).ngettext(singular, plural, int(how_many))
    return text.format(**{"count": number(how_many, language, 0), **values})


def translate(text: str, language: str) -> str:
    """Return in a language a message from the model or the engines; what was no message stays as it is.

    A message read back from a table is a plain text, and is found when nothing had to be filled in.
    """
    known = catalogue(language)
    if not isinstance(text, Message):
        return known.gettext(text) if text else text
    template = known.pgettext(text.context, text.template) if text.context else known.gettext(text.template)
    return template.format(**{name: translate_value(one, language) for name, one in text.values.items()})


def translate_value(value: object, language: str) -> object:
    """Return in a language what a message is filled in with."""
    if isinstance(value, Message):
        return translate(value, language)
    return number(value, language, 0) if isinstance(value, Count) else value


def unit(name: str, language: str) -> str:
    """Return the name of a unit in a language."""
    return catalogue(language).pgettext("unit", name) if name else name


def number(value: float, language: str, decimals: int = 2) -> str:
    """Write a number: ``1,234.50`` in English, ``1 234,50`` in French."""
    text = f"{value:,.{decimals}f}"
    return text.replace(",", NARROW).replace(".", ",") if language == "fr" else text


def percent(share: float, language: str) -> str:
    """Write a share from 0 to 1 as a percentage; what is rare but happens is not rounded to nothing."""
    rounded = round(100 * share)
    sign = "<" if rounded == 0 and share > 0 else ">" if rounded == 100 and share < 1 else ""
    return f"{sign}{min(max(rounded, 1), 99) if sign else rounded}" + (f"{NARROW}%" if language == "fr" else "%")
