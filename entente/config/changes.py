"""What a configuration changes of its scenario."""

from collections.abc import Iterator, Mapping
from typing import Any

from entente.config.configuration import Configuration, configure
from entente.config.places import GROUPS, LEVER
from entente.sim.validation.validate import SettingsError, as_tree


def changed_settings(configuration: Configuration, scenario: str | None = None) -> dict[str, str]:
    """Return the value, as text, of each option and setting that a configuration has and its scenario has not.

    Args:
        configuration: what is run.
        scenario: the name or the path of its scenario; None: the name that the configuration keeps.

    Returns:
        Nothing when the scenario cannot be found any more. An entry taken out is empty.
    """
    named = scenario or configuration.choices["scenario"]
    try:
        alone = configure([], {"scenario": named}, "arguments")
        groups = {one: configuration.choices[one] for one in (*GROUPS, LEVER)
                  if configuration.choices[one] != alone.choices[one]}  # fmt: skip
        like_it = configure([], {"scenario": named, **groups}, "arguments") if groups else alone
    except SettingsError:
        return {}
    options = {one: value if isinstance(value, str) else ", ".join(value or ()) for one, value in groups.items()}
    return options | dict(_differences(as_tree(configuration.settings), as_tree(like_it.settings)))


def _differences(tree: Mapping[str, Any], other: Mapping[str, Any], lead: str = "") -> Iterator[tuple[str, str]]:
    """Yield the dotted path of each entry of a tree that another has not, with its value as text."""
    for name in dict.fromkeys((*tree, *other)):
        mine, theirs = tree.get(name), other.get(name)
        if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
            yield from _differences(mine, theirs, f"{lead}{name}.")
        elif mine != theirs:
            yield f"{lead}{name}", "" if mine is None or isinstance(mine, Mapping) else _value_text(mine)


def _value_text(value: Any) -> str:
    """Write a value as overrides do."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return f"{value:g}" if isinstance(value, float) else str(value)
