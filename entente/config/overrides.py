"""First step of a configuration: overrides in Hydra's grammar are parsed, and every wrong one is reported."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from enum import Enum
from pathlib import Path
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override as HydraOverride
from hydra.errors import HydraException

from entente.config.limits import oversize_text, oversize_value, oversize_words
from entente.config.other_names import group_called, options_called, settings_called
from entente.config.places import GROUPS, LEVER, option_paths, scenario_paths
from entente.config.problems import Layer, Located, Origin, locate
from entente.config.run_settings import RUN_PARAMETERS
from entente.config.scenario_files import lever_names, unknown_levers
from entente.sim.model.situation import Settings
from entente.sim.validation.messages import message, not_possible, one_of, quote_shortly
from entente.sim.validation.number_texts import kind_at, number_with_comma
from entente.sim.validation.validate import Violation, every_path, nearest, steps, unknown_name
from entente.sim.validation.violations import new_name

TWIN = "twin"  # chooses the scenario without its idea, which its file declares
CHOICES = (*GROUPS, LEVER, "scenario", TWIN)
SWITCHES = {
    "on": True, "yes": True, "1": True, "true": True, "off": False, "no": False, "0": False, "false": False,
}  # fmt: skip # words for true and false
ADDS = ("+", "++")  # the marks of an override that may make a new entry
OVERRIDE_SHAPE = re.compile(r"(?P<mark>~|\+{0,2})(?P<key>[^=]*)(?P<value>=.*)?", re.DOTALL)
_KEY = re.compile(r"[\w-]+(\.[\w-]+)*")
# Hydra's grammar knows no accent and no ~ outside quotes; a word without any of its marks can only mean itself.
_BARE_WORD = re.compile(r"[^'\"\[\]{}(),=$\\]+")


@dataclass(frozen=True)
class Override:
    """One change to the settings: a dotted path, or a group, takes a value; with ``remove``, it is taken out.

    Attributes:
        key: the path.
        value: that it takes.
        remove: whether it is taken out instead.
        mark: what stood before the key: ``+`` adds an entry, ``++`` adds or changes one.
    """

    key: str
    value: Any = None
    remove: bool = False
    mark: str = ""

    @property
    def is_choice(self) -> bool:
        """Tell whether it picks an option of a group, rather than changing values in it."""
        return self.key in CHOICES and not isinstance(self.value, Mapping)

    def paths(self) -> Iterator[str]:
        """Yield every dotted path that it gives a value, items of lists included."""
        if not self.remove:
            yield from _paths_in(self.key, self.value)

    def apply(self, tree: dict[str, Any]) -> Violation | None:
        """Change a tree of settings in place; return the violation when there is nothing to take out."""
        *way, last = steps(self.key)
        section = tree
        for step in way:
            inner = section.get(step)
            if not isinstance(inner, dict):
                if self.remove:
                    return Violation(self.key, message("there is nothing to take out"))
                inner = section[step] = {}
            section = inner
        if not self.remove:
            section[last] = _merge(section.get(last), self.value)
        elif last in section:
            del section[last]
        else:
            return Violation(
                self.key, message("there is nothing to take out"), "", nearest(last, section, ".".join(way))
            )
        return None


@dataclass
class Request:
    """What overrides ask for, before anything is composed.

    Attributes:
        origin: where all of it was said.
        scenario: the choice of a scenario, the last one if there are several.
        twin: whether its twin is chosen instead of the scenario.
        options: the option chosen in each group, None for no option at all; for levers, a list of names.
        changes: the overrides that change settings, in order.
        paths: those that are given a value.
        places: where a path was said, when that is not ``origin``.
        violations: what is wrong with the overrides.
    """

    origin: Origin
    scenario: Override | None = None
    twin: bool = False
    options: dict[str, Any] = field(default_factory=dict)
    changes: list[Override] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    places: dict[str, Origin] = field(default_factory=dict)
    violations: list[Located] = field(default_factory=list)

    def add(self, override: Override) -> None:
        """Take an override of something that exists."""
        self.paths += override.paths()
        if not override.is_choice:
            self.changes.append(override)
        elif override.key == "scenario":
            self.scenario = override
        elif override.key == TWIN:
            self._choose_twin(override)
        elif override.key == LEVER:
            names = [] if override.remove else lever_names(override.value)
            self.violations += unknown_levers(names, self.origin)
            self.options[LEVER] = [name for name in names if name in option_paths(LEVER)]
        elif override.value is None or override.value in (valid := _option_names()[override.key]):
            self.options[override.key] = override.value
        else:
            called = options_called(override.key, str(override.value))
            wanted, close = one_of(valid), tuple(called[:3]) or nearest(str(override.value), valid)
            self.violations.append(Located(override.key, not_possible(override.value), wanted, close, self.origin))

    def _choose_twin(self, override: Override) -> None:
        """Take the choice of a scenario or of its twin."""
        chosen = False if override.remove else SWITCHES.get(str(override.value).lower())
        self.twin = bool(chosen)
        if chosen is None:
            wanted = message("yes, no or both: {both}", both=f"{TWIN}=yes,no")
            self.violations.append(Located(TWIN, not_possible(override.value), wanted, origin=self.origin))

    def said_at(self, path: str) -> Origin:
        """Return where a path was said."""
        return self.places.get(path, self.origin)

    @property
    def layer(self) -> Layer:
        """Return where each of its paths was said."""
        return Layer({path: self.said_at(path) for path in self.paths})


def parse(overrides: Sequence[str], values: Mapping[str, Any], origin: Origin) -> Request:
    """Parse overrides, texts first, then Python values by dotted path; what is wrong stands in ``violations``."""
    request = Request(origin)
    request.violations += [locate(one, origin) for one in repeated_keys(overrides)]
    for override in (*map(parse_override, overrides), *overrides_of(values)):
        wrong = override if isinstance(override, Violation) else unknown_setting(override)
        if wrong is not None:
            request.violations.append(locate(wrong, origin))
        elif isinstance(override, Override):
            request.add(override)
    return request


def override_key(text: str) -> str:
    """Return the path that an override changes."""
    shape = OVERRIDE_SHAPE.fullmatch(text)
    return shape["key"] if shape else text


def replace_overrides(overrides: Sequence[str], later: Sequence[str]) -> list[str]:
    """Return overrides with later ones after them, which replace those of the same key."""
    again = set(map(override_key, later))
    return [*(text for text in overrides if override_key(text) not in again), *later]


def repeated_keys(overrides: Sequence[str]) -> Iterator[Violation]:
    """Yield the keys that are given a value twice; what is taken out may be given anew."""
    keys = [override_key(text) for text in overrides if not text.startswith("~")]
    for key in dict.fromkeys(keys):
        if keys.count(key) > 1:
            yield Violation(key, message("{name} is said twice", name=key), _both_levers(key, overrides))


def _both_levers(key: str, overrides: Sequence[str]) -> str:
    """Return how several levers are chosen at once, for those who name them one by one; nothing for another key."""
    if key != LEVER:
        return ""
    said = [parse_override(text) for text in overrides if override_key(text) == LEVER]
    names = [name for one in said if isinstance(one, Override) for name in lever_names(one.value)]
    return f"{LEVER}=[{','.join(dict.fromkeys(names))}]"


def parse_override(text: str) -> Override | Violation:
    """Parse one override: ``key=value``, ``+key=value``, ``++key=value`` or ``~key``."""
    if problem := oversize_text(text):
        return Violation(f"{text[:40]}…", problem, message("a scenario file"))
    shape = OVERRIDE_SHAPE.fullmatch(text)
    mark, key, value = shape["mark"], shape["key"], shape["value"]  # type: ignore[index]
    if not _KEY.fullmatch(key) or (value is None and mark != "~"):
        close = tuple(f"{group}={text}" for group, names in _option_names().items() if text in names)
        return Violation(
            text, message("it cannot be read as an override"), message("name=value, such as leadership.hours=20"), close
        )
    if mark == "~" and value is not None:
        return Violation(text, message("taking out needs no value"), f"~{key}")
    if mark == "~":
        return Override(key, remove=True)
    return parse_value(key, value[1:], mark)


def parse_value(key: str, text: str, mark: str = "") -> Override | Violation:
    """Parse what follows the first equal sign of an override; ``mark`` stood before its key."""
    if problem := oversize_words(text):
        return Violation(key, problem, message("a scenario file"))
    override = parse_hydra_value(text)
    if override is None:
        if _BARE_WORD.fullmatch(text) or key in {"scenario", "output"}:
            return Override(key, text, mark=mark)
        wanted = message("a value such as 3, 0.5, true, null, word, [a,b], {{a:1}} or 'text in quotes'")
        return Violation(key, message("{text} cannot be read", text=quote_shortly(text)), wanted)
    if override.is_sweep_override():
        if (number := number_with_comma(text, kind_at(key))) is not None:
            return Violation(key, message("{text} is no number", text=text), f"{key}={number:.15g}")
        return Violation(
            key,
            message("{text} holds several values, which belong to a study", text=quote_shortly(text)),
            message("one value"),
        )
    value = override.value()
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Override(key, text if key == "output" and is_number else value, mark=mark)  # a folder may be named 2026


def parse_hydra_value(text: str) -> HydraOverride | None:
    """Return what Hydra's grammar reads after an equal sign; None when it cannot: no value, too long, too deep."""
    try:
        return OverridesParser.create().parse_override(f"x={text}")
    except (HydraException, ValueError, RecursionError):
        return None


def overrides_of(values: Mapping[str, Any]) -> Iterator[Override | Violation]:
    """Yield the overrides that the keyword arguments of a Python call stand for."""
    for key, value in values.items():
        path, problem = key.lstrip("+"), oversize_value(value)
        mark = key.removesuffix(path)
        yield Violation(path, problem) if problem else Override(path, to_builtin(value), mark=mark)


def to_builtin(value: Any) -> Any:
    """Return a value as YAML would give it: paths, enumerations, tuples and numpy numbers become plain values."""
    if isinstance(value, Mapping):
        return {str(name): to_builtin(one) for name, one in value.items()}
    if isinstance(value, list | tuple | range | set | frozenset | Iterator):
        return [to_builtin(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return os.fspath(value)
    return value.tolist() if hasattr(value, "tolist") else value


def _option_names() -> dict[str, list[str]]:
    """Return the names that each group offers."""
    return {group: list(option_paths(group)) for group in (*GROUPS, LEVER)} | {"scenario": list(scenario_paths())}


def unknown_setting(override: Override) -> Violation | None:
    """Return the violation of an override whose path does not exist, or None."""
    top, _, rest = override.key.partition(".")
    if override.is_choice or (top in RUN_PARAMETERS and not rest):
        return None
    if top in RUN_PARAMETERS:
        return Violation(override.key, message("no such setting"), message("a declared name"), (top,))
    wrong = unknown_name(override.key)
    if wrong is None or new_name(override.key):
        return wrong
    if rest:
        deep = get_close_matches(override.key, every_path(), n=3, cutoff=0.8)
        return replace(wrong, nearest=tuple(deep) or wrong.nearest)
    if (group := group_called(override.key)) is not None:
        return replace(wrong, nearest=(_with_option(group, override.value),))
    return replace(wrong, nearest=_settings_like(override.key))


def _settings_like(name: str) -> tuple[str, ...]:
    """Return the settings that a name without dots may stand for: by their last name, looks or meaning."""
    same = [path for path in every_path() if path.rpartition(".")[2] == name]
    names = [*(one.name for one in fields(Settings)), *RUN_PARAMETERS, "scenario"]
    like = get_close_matches(name, names, n=3, cutoff=0.75)
    return tuple(dict.fromkeys((*same, *like, *settings_called(name), *nearest(name, names))))[:3]


def _with_option(group: str, value: Any) -> str:
    """Return the choice of an option as it is written, where there is one of that name or title; else the group."""
    said = [value] if isinstance(value, str) and value in _option_names()[group] else []
    found = said or (options_called(group, value) if isinstance(value, str) else [])
    return f"{group}={found[0]}" if found else group


def _merge(old: Any, new: Any) -> Any:
    """Return a value laid over another: mappings are joined, anything else is replaced."""
    if isinstance(old, dict) and isinstance(new, Mapping):
        return old | {name: _merge(old.get(name), value) for name, value in new.items()}
    return dict(new) if isinstance(new, Mapping) else new


def _paths_in(path: str, value: Any) -> Iterator[str]:
    """Yield the path of a value and of everything in it."""
    yield path
    entries = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in entries:
        yield from _paths_in(f"{path}.{name}", inner)
