"""All that a page holds beside its scripts and its engine: scenarios, tables, names, texts."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from entente.config.composition import DEFAULT_SCENARIO
from entente.i18n import LANGUAGES
from entente.page.engine import made_of
from entente.page.layout import engine_layout
from entente.page.lesson_data import OWN_LESSON, lessons_of_page
from entente.page.names import page_names, word_texts
from entente.page.scenarios import OWN_SCENARIO, scenarios_of_page
from entente.page.tables import page_tables
from entente.page.whatif import what_if_of_page
from entente.page.words import WORDS
from entente.results.versions import __version__


def page_data(
    named: str | None, language: str, seed: int, lesson: Path | None = None, plans: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """Return what a page holds, as JSON takes it.

    Args:
        named: the scenario that it begins with, by its name or the path of its file.
        language: that it begins in.
        seed: that it begins with.
        lesson: the file of a lesson of one's own, with which it then begins.
        plans: of that scenario, as choices that may be tried: for each its ``name``, its ``title`` and what it gives
            (``text``) in both languages, and its ``choices``.

    Raises:
        SettingsError: with everything that is wrong in the scenario, or in the lesson.
    """
    scenarios = scenarios_of_page(named)
    words = word_texts(WORDS)
    first = named or DEFAULT_SCENARIO
    known = {one["id"] for one in scenarios}
    return {
        "version": __version__,
        "rules": made_of(),
        "layout": engine_layout(),
        "tables": page_tables(),
        "scenarios": scenarios,
        "names": page_names(),
        "words": {language: {key: texts[language] for key, texts in words.items()} for language in LANGUAGES},
        "whatif": what_if_of_page(),
        "lessons": lessons_of_page(lesson),
        "plans": list(plans),
        "start": {
            "scenario": first if first in known else OWN_SCENARIO,
            "language": language,
            "seed": seed,
            "lesson": None if lesson is None else OWN_LESSON,
        },
    }
