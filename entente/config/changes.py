"""What a configuration changes of its scenario."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from entente.analysis.plotting.setting_names import Changes, entry_names
from entente.config.configuration import Configuration, configure
from entente.config.places import GROUPS, LEVER
from entente.sim.validation.validate import SettingsError, as_tree, steps


def changed_settings(
    configuration: Configuration, scenario: str | None = None, varying: Collection[str] = ()
) -> Changes:
    """Return the value, as text, of each option and setting that a configuration has and its scenario has not.

    Args:
        configuration: what is run.
        scenario: the name or the path of its scenario; None: the name that the configuration keeps.
        varying: options and settings that are left out, since they take several values.

    Returns:
        Nothing when the scenario cannot be found any more. An entry taken out is empty; one added is ``+``.
    """
    every = configuration.changes if scenario is None else None
    if every is None:
        every = _changes_since(configuration, scenario or configuration.place or configuration.choices["scenario"])
    names = every.names if isinstance(every, Changes) else entry_names(configuration.settings)
    return Changes({name: value for name, value in every.items() if name not in varying}, names)


def _changes_since(configuration: Configuration, scenario: str) -> Changes:
    """Return what a configuration changes of a scenario; nothing when it cannot be found any more."""
    try:
        alone = configure([], {"scenario": scenario}, "arguments")
        groups = {one: configuration.choices[one] for one in (*GROUPS, LEVER)
                  if configuration.choices[one] != alone.choices[one]}  # fmt: skip
        like_it = configure([], {"scenario": scenario, **groups}, "arguments") if groups else alone
    except SettingsError:
        return Changes()
    options = {one: _choice_text(value) for one, value in groups.items()}
    settings = dict(_differences(as_tree(configuration.settings), as_tree(like_it.settings)))
    return Changes(options | settings, entry_names(like_it.settings) | entry_names(configuration.settings))


def differing_values(configurations: Sequence[Configuration]) -> dict[str, list[str]]:
    """Return the value in each configuration, as text, of every option and setting that is not the same in all.

    Settings that come with an option or a scenario which differs are told by it alone.
    """
    names = ("scenario", *GROUPS, LEVER)
    options = _unlike({name: [_choice_text(one.choices.get(name)) for one in configurations] for name in names})
    first, *others = trees = [as_tree(one.settings) for one in configurations]
    if options:
        keys = {key for one in configurations for key in changed_settings(one, varying=names)}
    else:
        keys = {key for one in others for key, _ in _differences(first, one)}
    return options | _unlike({key: [_text_at(tree, key) for tree in trees] for key in sorted(keys)})


def _unlike(values: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the values that are not all the same."""
    return {key: texts for key, texts in values.items() if len(set(texts)) > 1}


def _choice_text(choice: Any) -> str:
    """Write the option of a group, or the levers, as text."""
    return choice if isinstance(choice, str) else ", ".join(choice or ())


def _text_at(tree: Mapping[str, Any], path: str) -> str:
    """Return the value at a dotted path as text; empty where there is none, ``+`` where there are entries."""
    here: Any = tree
    for step in steps(path):
        if not isinstance(here, Mapping) or step not in here:
            return ""
        here = here[step]
    return "+" if isinstance(here, Mapping) else _value_text(here)


def _differences(tree: Mapping[str, Any], other: Mapping[str, Any], lead: str = "") -> Iterator[tuple[str, str]]:
    """Yield the dotted path of each entry of a tree that another has not, with its value as text."""
    for name in dict.fromkeys((*tree, *other)):
        mine, theirs = tree.get(name), other.get(name)
        if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
            yield from _differences(mine, theirs, f"{lead}{name}.")
        elif mine != theirs:
            yield f"{lead}{name}", "" if name not in tree else "+" if isinstance(mine, Mapping) else _value_text(mine)


def _value_text(value: Any) -> str:
    """Write a value as overrides do."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return f"{value:g}" if isinstance(value, float) else str(value)
