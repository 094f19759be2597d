"""The live page of plans: the page of the partnership, with the plans as choices of what may be tried in it."""

from pathlib import Path
from typing import Any

import pandas as pd

from entente.analysis.portfolios.sentences import in_ten
from entente.analysis.statistics.years import WEEKS_PER_YEAR
from entente.commands.portfolios.portfolios import PortfolioResults
from entente.config.overrides import override_key, parse
from entente.config.problems import Origin
from entente.config.run_settings import RUN_PARAMETERS
from entente.i18n import LANGUAGES, number, say
from entente.page.data import page_data
from entente.page.document import page_document
from entente.page.tables import page_choices
from entente.results.files import write_text

NOT_CHOICES = frozenset({*RUN_PARAMETERS, "scenario"})


def write_live_page(found: PortfolioResults, path: Path, language: str) -> None:
    """Write the page.

    Raises:
        OSError: when it cannot be written.
    """
    base = found.spec.situation.base
    data = page_data(base.place or base.choices["scenario"], language, found.spec.run.seed, plans=plans_of_page(found))
    write_text(path, page_document(data))


def plans_of_page(found: PortfolioResults) -> list[dict[str, Any]]:
    """Return the plans as a page has them: ``name``, ``title`` and ``text`` in both languages, and ``choices``."""
    titles = {language: found.titles(language) for language in LANGUAGES}
    rows = [row for _, row in found.table.iterrows()]
    years = found.spec.situation.settings.weeks / WEEKS_PER_YEAR
    return [
        {
            "name": one.name,
            "title": {language: titles[language][one.name] for language in LANGUAGES},
            "text": {language: plan_sentence(row, years, language) for language in LANGUAGES},
            "choices": choices_of_plan(found, one.words),
        }
        for one, row in zip(found.plans, rows, strict=True)
    ]  # fmt: skip


def plan_sentence(row: "pd.Series[float]", years: float, language: str) -> str:
    """Return what a plan gives and takes, in one sentence.

    Args:
        row: of the table of the plans.
        years: of a run.
        language: ``fr`` or ``en``.
    """
    return say("Holds in {holds} of 10 futures, for {dollars} $ a year and {hours} h of each partner a month.",
               language, holds=in_ten(row["holds"], language), dollars=number(row["dollars"] / years, language, 0),
               hours=number(row["hours_month"], language, 1))  # fmt: skip


def choices_of_plan(found: PortfolioResults, words: tuple[str, ...]) -> dict[str, Any]:
    """Return what a plan chooses, and what the request changes of the scenario, as ``compose.js`` takes it."""
    own = {override_key(word) for word in words}
    said = [word for word in found.spec.situation.words if override_key(word) not in own | NOT_CHOICES]
    return page_choices(parse([*said, *words], {}, Origin("arguments")))
