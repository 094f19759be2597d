"""Finding what there is by its name or title in either language, whatever its accents and capitals."""

import re
from collections.abc import Iterable, Iterator, Mapping

from entente.catalogue.catalogue import TABLES, every_lever, every_option, every_scenario, text_of
from entente.config.places import GROUPS, LEVER, option_paths, scenario_paths
from entente.config.run_settings import every_parameter
from entente.config.scenario_files import ScenarioError
from entente.i18n.accents import without_accents
from entente.i18n.option_names import option_names

_LISTS = {
    "gouvernance": "governance", "levier": "levers", "lever": "levers", "scenario": "scenarios",
    "parametre": "parameters", "parameter": "parameters", "mesure": "measures", "measure": "measures",
    "mecanisme": "mechanisms", "mechanism": "mechanisms",
}  # fmt: skip
_GROUPS = {"gouvernance": "governance", "levier": LEVER, "levers": LEVER, "scenarios": "scenario"}
_WHOLE = 4  # letters of a word that is sought as it is; a longer one is sought without its plural


def list_name(word: str) -> str:
    """Return the list that a word asks for, in either language, singular or plural; the word itself for no list."""
    bare = without_accents(word)
    return _LISTS.get(bare) or _LISTS.get(bare.removesuffix("s")) or (bare if bare in GROUPS else word)


def plain_name(name: str) -> str:
    """Return a name as one types it: ``gouvernance=légère`` is ``governance=light``; any other stays as it is."""
    group, equals, option = name.partition("=")
    if not equals:
        return name
    bare = without_accents(group)
    group = _GROUPS.get(bare) or _GROUPS.get(bare.removesuffix("s")) or bare
    known = scenario_paths() if group == "scenario" else option_paths(group) if group in (*GROUPS, LEVER) else {}
    wanted = without_accents(option)
    titled = [one for one, names in option_names(group).items() if wanted in map(without_accents, names.values())]
    return f"{group}={titled[0]}" if option not in known and titled else f"{group}={option}" if known else name


def contains(texts: Iterable[str], query: str) -> bool:
    """Return whether texts hold every word of a query, whatever accents, capitals, hyphens and plurals."""
    where = "_".join(_searchable(text) for text in texts)
    joined = where.replace("_", "")
    words = [word if len(word) <= _WHOLE else word.rstrip("sx") for word in _searchable(query).split("_") if word]
    return bool(words) and all(word in where or (len(word) > _WHOLE and word in joined) for word in words)


def find_named(query: str) -> dict[str, str]:
    """Return what bears a name or a title like a query, else what is described by it: the word that asks for it alone.

    Returns:
        For each word, its title in English and in French, separated by a line end; those whose title is the query
        alone where there are any.
    """
    every = list(_subjects())
    wanted = _searchable(query)
    for rank in (0, 1):
        found = {word: texts[0] for word, *texts in every if contains((word, *texts[: rank + 1]), query)}
        same = {word: titles for word, titles in found.items() if wanted in map(_searchable, titles.split("\n"))}
        if found:
            return same or found
    return {}


def _subjects() -> Iterator[tuple[str, str, str]]:
    """Yield what can be explained: the word that asks for it alone, its titles, what more is said of it."""
    for parameter in every_parameter():
        about = parameter.about
        yield parameter.path, _both(about.en, about.fr), ""
    for name, (en, fr) in _measure_titles().items():
        yield f"measures.{name}", _both(en, fr), ""
    for option in every_option():
        names = option_names(option.group)[option.name]
        yield f"{option.group}={option.name}", _both(names["en"], names["fr"]), _both(option.en, option.fr)
    for name, lever in every_lever():
        yield f"lever={name}", _both(lever.name.en, lever.name.fr), _both(lever.what.en, lever.what.fr)
    for name, scenario in every_scenario():
        if not isinstance(scenario, ScenarioError):
            titles, stories = (
                [text_of(scenario.values.get(key), one) for one in ("en", "fr")] for key in ("title", "story")
            )
            yield f"scenario={name}", _both(*titles), _both(*stories)


def _measure_titles() -> Mapping[str, tuple[str, str]]:
    """Return what each measure is called, in English and in French."""
    return {name: (one.en, one.fr) for columns in TABLES.values() for name, one in columns.items()}


def _both(english: str, french: str) -> str:
    """Return the texts of both languages in one."""
    return f"{english}\n{french}"


def _searchable(text: str) -> str:
    """Return a text as bare words joined by lines."""
    return without_accents(re.sub(r"[()]", " ", text))
