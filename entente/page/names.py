"""What everything is called on the page, in both languages: taken from the declarations, the options and the levers."""

from collections.abc import Callable, Mapping
from typing import Any

from entente.analysis.plotting.setting_names import setting_title
from entente.analysis.plotting.units import PERCENT_UNITS, quantity_forms
from entente.analysis.plotting.words import (
    EVENT_WORDS,
    EXPERTISE_WORDS,
    SECTOR_WORDS,
    STAGE_WORDS,
    TERRITORY_WORDS,
    fixed_text,
)
from entente.catalogue.catalogue import ADVICE, every_lever, every_option
from entente.catalogue.lever_card import cost_lines
from entente.i18n import LANGUAGES, N_, translate, unit
from entente.i18n.option_names import GROUP_NAMES, option_label
from entente.page.log_sentences import LOG_SENTENCES
from entente.sim.inputs import declared_numbers
from entente.sim.model.declare import About
from entente.sim.model.levers import Lever
from entente.sim.model.measures import CONDITIONS, LOG_ENTRIES, ORGANISATION_SERIES, SERIES, SUMMARIES, Measure
from entente.sim.model.texts import Text

Texts = dict[str, str]  # one text by language
_ENDINGS = {
    "none": N_("still going"), "goals_met": N_("goals met"), "deserted": N_("deserted"), "dormant": N_("dormant"),
}  # fmt: skip


def page_names() -> dict[str, Any]:
    """Return the names of everything that the page shows, by kind and by what it is called in the settings."""
    return {
        "parameters": {
            path: setting_texts(path, about)
            for declared in declared_numbers().values()
            for _, path, about in declared
            if about is not None
        },
        "units": dict(sorted(unit_texts().items())),
        "groups": word_texts(GROUP_NAMES),
        "options": option_texts(),
        "levers": {name: lever_texts(lever) for name, lever in every_lever()},
        "series": measure_texts(SERIES),
        "organisation_series": measure_texts(ORGANISATION_SERIES),
        "summaries": measure_texts(SUMMARIES),
        "conditions": measure_texts(CONDITIONS),
        "end_reasons": word_texts(_ENDINGS),
        "log": log_texts(),
        "coordinator": in_languages(lambda language: fixed_text("coordinator", language)),
        "events": word_texts(EVENT_WORDS),
        "stages": word_texts(STAGE_WORDS),
        "sectors": word_texts(SECTOR_WORDS),
        "territories": word_texts(TERRITORY_WORDS),
        "expertise": word_texts(EXPERTISE_WORDS),
    }


def in_languages(text: Callable[[str], str]) -> Texts:
    """Return what a function of the language returns in each."""
    return {language: text(language) for language in LANGUAGES}


def word_texts(words: Mapping[str, str]) -> dict[str, Texts]:
    """Return texts written in English, by their keys, in both languages; their places stay open."""
    return {key: in_languages(lambda language, text=text: translate(text, language)) for key, text in words.items()}


def text_or(text: Text, otherwise: str) -> Texts:
    """Return a text of a file in both languages, each in the other's place where it is missing."""
    return in_languages(lambda language: text.in_language(language).strip() or otherwise)


def setting_texts(path: str, about: About) -> dict[str, Any]:
    """Return the title, the unit and the declared range of a parameter."""
    title = in_languages(lambda language: setting_title(path, language))
    return {**title, "unit": about.unit, "low": about.low, "high": about.high}


def unit_texts() -> dict[str, dict[str, Any]]:
    """Return each unit of a parameter or a measure: its name, how one and several are written, whether in per cent."""
    measured = (one.unit for columns in (SERIES, ORGANISATION_SERIES, SUMMARIES) for one in columns.values())
    declared = (about.unit for inner in declared_numbers().values() for *_, about in inner if about is not None)
    return {
        name: {
            **in_languages(lambda language, name=name: unit(name, language)),
            "forms": {language: quantity_forms(name, language) for language in LANGUAGES},
            "percent": name in PERCENT_UNITS,
        }
        for name in {*measured, *declared}
    }


def option_texts() -> dict[str, dict[str, dict[str, Texts]]]:
    """Return the title and the summary of each option of each group."""
    found: dict[str, dict[str, dict[str, Texts]]] = {}
    for one in every_option():
        title = in_languages(lambda language, one=one: option_label(one.group, one.name, language))
        found.setdefault(one.group, {})[one.name] = {"title": title, "summary": in_languages(one.meaning)}
    return found


def lever_texts(lever: Lever) -> dict[str, Any]:
    """Return what a lever is called, what it is, what the sources say of it and which they are, and what it takes."""
    return {
        "title": text_or(lever.name, ""),
        "summary": text_or(lever.what, ""),
        "advice": lever.advice.value,
        "advice_text": in_languages(lambda language: translate(ADVICE[lever.advice], language)),
        "sources": lever.sources,
        "costs": {language: cost_lines(lever, language) for language in LANGUAGES},
    }


def log_texts() -> dict[str, dict[str, Any]]:
    """Return what is said of each kind of log entry, what is said of it in short, and what its ``who`` counts."""
    return {
        kind: {**said, "short": in_languages(LOG_ENTRIES[kind].meaning), "who": LOG_ENTRIES[kind].who}
        for kind, said in word_texts(LOG_SENTENCES).items()
    }


def measure_texts(measures: Mapping[str, Measure]) -> dict[str, dict[str, str]]:
    """Return the title and the unit of each measure."""
    return {name: {**in_languages(one.meaning), "unit": one.unit} for name, one in measures.items()}
