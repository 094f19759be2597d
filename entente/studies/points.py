"""From a point of a design to settings that can be run."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from entente.config.overrides import Override
from entente.sim.model.situation import Settings
from entente.sim.validation.validate import as_tree, validate


class Point(NamedTuple):
    """One point of a design: its number, the rank of what it is placed on, and the values that it takes there."""

    number: int
    base: int
    values: dict[str, Any]


def place_values(base: Settings, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a tree of settings in which some paths take other values."""
    tree = as_tree(base)
    for path, value in values.items():
        Override(path, value).apply(tree)
    return tree


def settings_at(base: Settings, values: Mapping[str, Any]) -> Settings:
    """Return the settings of a point.

    Raises:
        SettingsError: when the values cannot stand together.
    """
    return validate(place_values(base, values))
