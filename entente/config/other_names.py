"""What groups, options and settings are called in both languages, for those who type that instead of a name."""

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from entente.config.places import LEVER, option_paths, scenario_paths
from entente.config.run_settings import every_parameter
from entente.config.yaml_files import UnreadableError, read_yaml
from entente.i18n import LANGUAGES, say
from entente.i18n.accents import without_accents
from entente.i18n.option_names import GROUP_NAMES, option_names

_LIKE = 0.75  # how much a word looks like a title that was meant
_LONG = 4  # letters from which a word is looked for within titles


def group_called(word: str) -> str | None:
    """Return the group that a word names in some language, in the singular or the plural."""
    titles = {without_accents(say(title, one)): group for group, title in GROUP_NAMES.items() for one in LANGUAGES}
    close = get_close_matches(without_accents(word), titles, n=1, cutoff=0.85)
    return titles[close[0]] if close else None


def options_called(group: str, word: str) -> list[str]:
    """Return the options of a group whose title, in some language, is or holds a word."""
    return _names_called(word, _titles_of(group))


def settings_called(word: str) -> list[str]:
    """Return the paths of the settings whose meaning, in some language, holds a word."""
    said = [(one.path, text) for one in every_parameter() for text in (one.about.en, one.about.fr)]
    return _names_called(word, said)


def _titles_of(group: str) -> list[tuple[str, str]]:
    """Return the titles of the options of a group, each with the name of its option."""
    if group not in (LEVER, "scenario"):
        return [(name, text) for name, texts in option_names(group).items() for text in texts.values()]
    key, files = ("name", option_paths(LEVER)) if group == LEVER else ("title", scenario_paths())
    return [(name, text) for name, path in files.items() for text in _texts_in(path, key)]


def _texts_in(path: Path, key: str) -> Iterator[str]:
    """Yield the title that a file has, in each language."""
    try:
        said = read_yaml(path).tree.get(key)
    except UnreadableError:
        return
    yield from (text for text in said.values() if isinstance(text, str)) if isinstance(said, dict) else ()


def _names_called(word: str, titles: list[tuple[str, str]]) -> list[str]:
    """Return the names whose title looks like a word, then those whose title holds it."""
    bare = without_accents(word)
    plain = [(name, without_accents(title)) for name, title in titles]
    like = [name for name, title in plain if get_close_matches(bare, [title], cutoff=_LIKE)]
    held = [name for name, title in plain if len(bare) >= _LONG and _holds(title, bare)]
    return list(dict.fromkeys([*like, *held]))


def _holds(title: str, word: str) -> bool:
    """Tell whether a title holds a word, in the singular or the plural, or one that looks like it."""
    parts = title.split("_")
    return any(part.startswith(word[:-1]) for part in parts) or bool(get_close_matches(word, parts, cutoff=0.8))
