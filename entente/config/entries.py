"""New entries of the tables that a scenario fills: made on purpose only, so that a misspelt name makes none."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from entente.config.inheritance import field_type, is_table
from entente.config.overrides import ADDS, Override
from entente.sim.model.situation import Settings
from entente.sim.validation.messages import message
from entente.sim.validation.validate import Violation, nearest, steps

Names = tuple[str, ...]


def entries_named(key: str, value: Any) -> Iterator[Names]:
    """Yield the place of each entry of a table that an override names, those in its value included."""
    kind: Any = Settings
    way = steps(key)
    for depth, name in enumerate(way, start=1):
        if is_table(kind):
            yield tuple(way[:depth])
        kind = field_type(kind, name)
    yield from _entries_in(tuple(way), value, kind)


def _entries_in(way: Names, value: Any, kind: Any) -> Iterator[Names]:
    """Yield the place of each entry named in a value."""
    if not isinstance(value, Mapping):
        return
    for name, inner in value.items():
        if is_table(kind):
            yield (*way, str(name))
        yield from _entries_in((*way, str(name)), inner, field_type(kind, str(name)))


class NewEntries:
    """Which entries the overrides of a request may make."""

    def __init__(self, changes: Sequence[Override]) -> None:
        """Gather the names that some override adds, wherever it stands among the others."""
        self.requested = {one for change in changes if change.mark in ADDS
                          for one in entries_named(change.key, change.value)}  # fmt: skip
        self.made: set[Names] = set()

    def refusal(self, override: Override, tree: Mapping[str, Any]) -> Violation | None:
        """Return the violation of an override of an entry that is not in the tree, or adds one that is; or None."""
        if override.remove:
            return None
        named = list(entries_named(override.key, override.value))
        missing = [one for one in named if not _is_in(tree, one)]
        if override.mark == "+" and named and not missing and not self.made.intersection(named):
            return Violation(override.key, message("it is there already"), f"{override.key}=…, ++{override.key}=…")
        for place in missing:
            if place not in self.requested and not self.made.intersection(_above(place)):
                return missing_entry(override.key, place, tree)
        self.made.update(missing)
        return None


def missing_entry(key: str, place: Names, tree: Mapping[str, Any]) -> Violation:
    """Return the violation of an override of an entry that is in no table."""
    *table, name = place
    section: Any = tree
    for step in table:
        section = section.get(step) if isinstance(section, Mapping) else None
    rest = steps(key)[len(place) :]
    close = nearest(name, section if isinstance(section, Mapping) else (), ".".join(table))
    problem = message("there is no {name} in {table}", name=name, table=".".join(table))
    return Violation(
        key, problem, message("+{key} to add one", key=key), tuple(".".join([one, *rest]) for one in close)
    )


def _is_in(tree: Mapping[str, Any], place: Names) -> bool:
    """Tell whether there is an entry at a place."""
    section: Any = tree
    for name in place:
        if not isinstance(section, Mapping) or name not in section:
            return False
        section = section[name]
    return True


def _above(place: Names) -> Iterator[Names]:
    """Yield the places that hold a place."""
    for depth in range(1, len(place)):
        yield place[:depth]
