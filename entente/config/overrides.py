"""Overrides in Hydra's grammar: read one by one, so that every wrong one is told, and laid over a tree of settings."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from enum import Enum
from pathlib import Path
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException

from entente.config.places import GROUPS, LEVER, options, scenarios
from entente.config.run_settings import RUN
from entente.sim.model.situation import Settings
from entente.sim.validation.messages import message
from entente.sim.validation.validate import Violation, every_path, nearest, steps, unknown_name

CHOICES = (*GROUPS, LEVER, "scenario")
SHAPE = re.compile(r"(?P<mark>~|\+{0,2})(?P<key>[^=]*)(?P<value>=.*)?", re.DOTALL)
KEY = re.compile(r"[\w-]+(\.[\w-]+)*")
# Hydra's grammar knows no accent and no ~ outside of quotes; a word without any of its marks can only mean itself.
BARE = re.compile(r"[^'\"\[\]{}(),=$\\]+")


@dataclass(frozen=True)
class Given:
    """One thing asked for: a dotted path (or a group) takes a value, or is taken out when ``remove``."""

    key: str
    value: Any = None
    remove: bool = False

    @property
    def is_choice(self) -> bool:
        """Tell whether it picks an option of a group, rather than changing values in it."""
        return self.key in CHOICES and not isinstance(self.value, Mapping)


def key_of(text: str) -> str:
    """Return the path that an override changes."""
    shape = SHAPE.fullmatch(text)
    return shape["key"] if shape else text


def read(text: str) -> Given | Violation:
    """Read one override: ``key=value``, ``+key=value``, ``++key=value`` or ``~key``."""
    shape = SHAPE.fullmatch(text)
    mark, key, value = shape["mark"], shape["key"], shape["value"]  # type: ignore[index]
    if not KEY.fullmatch(key) or (value is None and mark != "~"):
        close = tuple(f"{group}={text}" for group, names in every_option().items() if text in names)
        return Violation(
            text, message("it cannot be read as an override"), message("name=value, such as leadership.hours=20"), close
        )
    if mark == "~" and value is not None:
        return Violation(text, message("taking out needs no value"), f"~{key}")
    if mark == "~":
        return Given(key, remove=True)
    return read_value(key, value[1:])


def read_value(key: str, text: str) -> Given | Violation:
    """Read what follows the first equal sign of an override."""
    try:
        override = OverridesParser.create().parse_override(f"x={text}")
    except HydraException:
        if BARE.fullmatch(text) or key in {"scenario", "output"}:
            return Given(key, text)
        wanted = message("a value such as 3, 0.5, true, null, word, [a,b], {{a:1}} or 'text in quotes'")
        return Violation(key, message("{text} cannot be read", text=text), wanted)
    if override.is_sweep_override():
        return Violation(
            key, message("{text} holds several values, which belong to a study", text=text), message("one value")
        )
    return Given(key, override.value())


def read_values(values: Mapping[str, Any]) -> Iterator[Given]:
    """Yield what the keyword arguments of a Python call ask for, their values taken as they are."""
    for key, value in values.items():
        yield Given(key, built_in(value))


def built_in(value: Any) -> Any:
    """Return a value as YAML would have it: paths, enumerations, tuples and numpy's numbers made plain."""
    if isinstance(value, Mapping):
        return {str(name): built_in(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [built_in(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return os.fspath(value)
    return value.item() if hasattr(value, "item") else value


def every_option() -> dict[str, list[str]]:
    """Return the names that each group offers."""
    return {group: list(options(group)) for group in (*GROUPS, LEVER)} | {"scenario": list(scenarios())}


def misnamed(given: Given) -> Violation | None:
    """Return the violation of an override of something that does not exist, or None."""
    top, _, rest = given.key.partition(".")
    if given.is_choice or (top in RUN and not rest):
        return None
    if top in RUN:
        return Violation(given.key, message("no such setting"), message("a declared name"), (top,))
    wrong = unknown_name(given.key)
    if wrong is None:
        return None
    if rest:
        deep = get_close_matches(given.key, every_path(), n=3, cutoff=0.8)
        return replace(wrong, nearest=tuple(deep) or wrong.nearest)
    same = [path for path in every_path() if path.rpartition(".")[2] == given.key]
    names = [*(field.name for field in fields(Settings)), *RUN, "scenario"]
    return replace(wrong, nearest=(*same, *nearest(given.key, names))[:3])


def lay(given: Given, tree: dict[str, Any]) -> Violation | None:
    """Lay one override over a tree of settings, in place; return the violation when there is nothing to take out."""
    *way, last = steps(given.key)
    here = tree
    for step in way:
        inner = here.get(step)
        if not isinstance(inner, dict):
            if given.remove:
                return Violation(given.key, message("there is nothing to take out"))
            inner = here[step] = {}
        here = inner
    if given.remove:
        if last not in here:
            return Violation(given.key, message("there is nothing to take out"), "", nearest(last, here, ".".join(way)))
        del here[last]
    else:
        here[last] = merged(here.get(last), given.value)
    return None


def merged(old: Any, new: Any) -> Any:
    """Return a value laid over another: mappings are joined, anything else is replaced."""
    if isinstance(old, dict) and isinstance(new, Mapping):
        return old | {name: merged(old.get(name), value) for name, value in new.items()}
    return dict(new) if isinstance(new, Mapping) else new


def paths_said(given: Given) -> Iterator[str]:
    """Yield every dotted path that an override gives a value, items of lists included."""
    if not given.remove:
        yield from paths_in(given.key, given.value)


def paths_in(path: str, value: Any) -> Iterator[str]:
    """Yield the path of a value and of everything in it."""
    yield path
    entries = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in entries:
        yield from paths_in(f"{path}.{name}", inner)
