"""``entente list``: what there is, as tables."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from entente.analysis.accounts.lever_costs import yearly_dollars
from entente.catalogue.catalogue import (
    ADVICE,
    GRADES,
    TABLES,
    every_lever,
    every_option,
    every_scenario,
    organisations_in,
    shown_default,
    shown_range,
    text_of,
)
from entente.catalogue.search import contains
from entente.config.places import GROUPS
from entente.config.run_settings import every_parameter
from entente.config.scenario_files import ScenarioError
from entente.i18n import N_, number, say, translate, unit
from entente.i18n.option_names import option_label, option_names
from entente.sim.model.levers import USUAL, weekly_cost
from entente.sim.model.measures import SERIES, SUMMARIES
from entente.sim.model.parameters import MECHANISMS
from entente.sim.model.situation import Settings
from entente.terminal.layout import table


def print_list(what: str, containing: str, language: str) -> int:
    """Print a list, or the part of it that contains a text, and return the exit code."""
    if what == "results":
        return print_results(containing, language)
    head, rows = listed_rows(what, language)
    return print_rows(head, rows, containing, language, searched_texts(what))


def print_rows(
    head: Sequence[str], rows: Sequence[Sequence[str]], containing: str, language: str,
    texts: Sequence[Sequence[str]] | None = None,
) -> int:  # fmt: skip
    """Print the rows that contain words, below their head, and return the exit code.

    Args:
        head: the titles of the columns, to be translated.
        rows: of the list.
        containing: the words; none for all rows.
        language: ``fr`` or ``en``.
        texts: those in which each row is sought; its own cells unless stated.
    """
    where = rows if texts is None else texts
    kept = [row for row, one in zip(rows, where, strict=True) if not containing or contains(one, containing)]
    if not kept and containing:
        print(say("Nothing contains {text}.", language, text=repr(containing)))
        if close := get_close_matches(containing, [word for row in rows for word in words_of(row)], cutoff=0.6):
            print(say("nearest: {names}", language, names=", ".join(dict.fromkeys(close))))
        return 0
    print(table(kept, [say(key, language) for key in head]))
    return 0


def print_results(words: str, language: str) -> int:
    """Print what commands left in ``results``, or in the folder that words name, and return the exit code."""
    from entente.commands.list.results import result_rows  # pandas: not for the other lists

    named = Path(words).expanduser()
    root = named if words and named.is_dir() else Path("results")
    head, rows = result_rows(root, language)
    if not rows:
        print(say("There are no results in {folder}.", language, folder=root))
        return 0
    return print_rows(head, rows, "" if root == named else words, language)


def listed_rows(what: str, language: str) -> tuple[Sequence[str], list[Sequence[str]]]:
    """Return the titles of the columns of a list, to be translated, and its rows."""
    return option_rows(what, language) if what in GROUPS else LISTS[what](language)


def searched_texts(what: str) -> list[Sequence[str]]:
    """Return the texts in which each row of a list is sought: names in both languages, what a lever is and aims at."""
    more: list[Sequence[str]] = []
    if what == "levers":
        aims = [(SERIES | SUMMARIES)[lever.aim.measure] for _, lever in every_lever()]
        more = [(lever.what.en, lever.what.fr, aim.en, aim.fr)
                for (_, lever), aim in zip(every_lever(), aims, strict=True)]  # fmt: skip
    elif what in GROUPS:
        more = [tuple(names.values()) for names in option_names(what).values()]
    english, french = (listed_rows(what, language)[1] for language in ("en", "fr"))
    more = more or [()] * len(english)
    return [(*one, *other, *added) for one, other, added in zip(english, french, more, strict=True)]


def words_of(row: Sequence[str]) -> list[str]:
    """Return the words of a row that may have been meant."""
    return [word for cell in row for word in re.split(r"[^\w]+", cell) if len(word) > LONG]


def option_rows(group: str, language: str) -> tuple[Sequence[str], list[Sequence[str]]]:
    """Return the options of one group."""
    return (N_("name"), N_("title"), N_("what it is")), [
        (one.name, option_label(group, one.name, language), one.meaning(language))
        for one in every_option()
        if one.group == group
    ]


def lever_rows(language: str) -> tuple[Sequence[str], list[Sequence[str]]]:
    """Return the levers with the hours that they take a week among as many partners as usual, and dollars a year.

    A lever that adds a post costs that post, at full cost.
    """
    rows: list[Sequence[str]] = []
    for name, lever in every_lever():
        costs = {**weekly_cost(lever, USUAL), "dollars": yearly_dollars(lever, Settings().costs.wage)}
        advice = say(ADVICE[lever.advice], language)
        figures = [cost_text(costs[one], language, places) for one, places in COSTS.items()]
        rows.append((name, advice, *figures, lever.name.in_language(language)))
    return (
        N_("name"),
        N_("advice"),
        N_("partner h/week"),
        N_("coordination h/week"),
        N_("$/year"),
        N_("what it is"),
    ), rows


def cost_text(value: float, language: str, places: int) -> str:
    """Return a cost, a dash when there is none."""
    return number(value, language, places) if value else "–"


def scenario_rows(language: str) -> tuple[Sequence[str], list[Sequence[str]]]:
    """Return the scenarios."""
    rows: list[Sequence[str]] = []
    for name, scenario in every_scenario():
        if isinstance(scenario, ScenarioError):
            problem = translate(scenario.violations[0].problem, language)
            rows.append((name, "", "", say("(cannot be read: {problem})", language, problem=problem)))
            continue
        tree = scenario.values
        weeks = str(tree.get("weeks", Settings().weeks))
        rows.append((name, str(organisations_in(tree)), weeks, text_of(tree.get("title"), language)))
    return (N_("name"), N_("organisations"), N_("weeks"), N_("title")), rows


def parameter_rows(language: str) -> tuple[Sequence[str], list[Sequence[str]]]:
    """Return the parameters; mechanisms have a list of their own."""
    return (N_("settings"), N_("default"), N_("range"), N_("meaning")), [
        (
            one.path,
            shown_default(one),
            shown_range(one.about, one.kind, language),
            f"{one.about.meaning(language)} [{say(GRADES[one.about.grade], language)}]",
        )
        for one in every_parameter()
        if not one.path.startswith("mechanisms.")
    ]


def measure_rows(language: str) -> tuple[Sequence[str], list[Sequence[str]]]:
    """Return the columns of the tables."""
    return (N_("table"), N_("name"), N_("unit"), N_("meaning")), [
        (name, column, unit(measure.unit, language), measure.meaning(language))
        for name, columns in TABLES.items()
        for column, measure in columns.items()
    ]


def mechanism_rows(language: str) -> tuple[Sequence[str], list[Sequence[str]]]:
    """Return the mechanisms that can be switched off."""
    return (N_("name"), N_("what it is")), [
        (name, fr if language == "fr" else en) for name, (en, fr) in MECHANISMS.items()
    ]


LONG = 3  # letters of a word that says little
COSTS = {"partners": 2, "coordinator": 1, "dollars": 0}  # with their decimals
LISTS = {
    "levers": lever_rows,
    "scenarios": scenario_rows,
    "parameters": parameter_rows,
    "measures": measure_rows,
    "mechanisms": mechanism_rows,
}
