"""What is wrong with settings, and the names there are: where, what, what was expected, the nearest valid names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any, get_args, get_origin, get_type_hints

from entente.sim.model.declare import declared_types, parameters
from entente.sim.model.levers import Effect
from entente.sim.model.renamed import RENAMED
from entente.sim.model.situation import Settings
from entente.sim.validation.messages import Message, message

ENTRY = "<id>"  # what stands for the name of an entry in the path of a declared parameter
EFFECT_FIELDS = frozenset(field.name for field in fields(Effect))


@dataclass(frozen=True)
class Violation:
    """One thing wrong with the settings."""

    path: str
    problem: str
    expected: str = ""
    nearest: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the violation as one line."""
        text = f"{self.path}: {self.problem}"
        if self.expected:
            text += f"; expected {self.expected}"
        return text + (f"; nearest: {', '.join(self.nearest)}" if self.nearest else "")

    def as_message(self) -> Message:
        """Return where and what as one message, for other messages to hold."""
        if self.expected:
            return message("{path}: {problem}, expected {expected}", path=self.path, problem=self.problem,
                           expected=self.expected)  # fmt: skip
        return message("{path}: {problem}", path=self.path, problem=self.problem)


class SettingsError(ValueError):
    """Settings that cannot be run, with every violation in ``violations``."""

    def __init__(self, violations: Iterable[Violation]) -> None:
        """Keep the violations and make one message of them."""
        self.violations = list(violations)
        super().__init__("\n".join(map(str, self.violations)))


def sections(kind: Any) -> Iterator[type]:
    """Yield every dataclass of a tree of declarations."""
    if is_dataclass(kind) and isinstance(kind, type):
        yield kind
        for hint in get_type_hints(kind).values():
            yield from sections(hint)
    for inner in get_args(kind):
        yield from sections(inner)


def names_at(path: Iterable[str]) -> tuple[list[str] | None, Any]:
    """Return the valid names under a dotted path (None: any name) and the declared type of what is there.

    Raises:
        KeyError: when a name on the path is not known.
    """
    kind: Any = Settings
    for name in path:
        if is_dataclass(kind):
            kind = declared_types(kind)[name]  # type: ignore[arg-type] # mypy doubts that a dataclass can be hashed
        elif get_origin(kind) is dict:
            kind = get_args(kind)[1]
        else:
            raise KeyError(name)
    if is_dataclass(kind):
        return [field.name for field in fields(kind)], kind
    return (None if get_origin(kind) is dict else []), kind


def steps(path: str) -> list[str]:
    """Return the steps to a dotted path; where settings are keyed by a path (``changes.x.set``), that is one step."""
    parts = path.split(".")
    if parts[0] == "changes" and parts[2:3] == ["set"] and len(parts) > 4:
        return [*parts[:3], ".".join(parts[3:])]
    if parts[0] == "levers" and parts[2:3] == ["effects"] and len(parts) > 4:
        last = parts[-1:] if parts[-1] in EFFECT_FIELDS and len(parts) > 5 else []
        return [*parts[:3], ".".join(parts[3 : len(parts) - len(last)]), *last]
    return parts


def unknown_name(path: str, *, suggest: bool = True) -> Violation | None:
    """Return the violation of a dotted path that no setting has, with the nearest names, or None when it is known."""
    parts = steps(path)
    for depth, name in enumerate(parts):
        valid, kind = names_at(parts[:depth])
        if kind is Any:
            return None
        if valid is not None and name not in valid:
            if now := new_name(path):
                return Violation(path, message("it has another name now"), now, (now,))
            close = nearest(name, valid, ".".join(parts[:depth])) if suggest else ()
            return Violation(path, message("no such setting"), message("a declared name"), close)
    return None


@lru_cache(maxsize=4096)  # the points of a study have their paths in common
def new_name(path: str) -> str | None:
    """Return what a renamed setting, or one of a renamed section, is called now; None when it was not renamed."""
    parts = steps(path)
    for old, new in RENAMED.items():
        wanted = old.split(".")
        beginning = zip(wanted, parts, strict=False)
        if len(parts) >= len(wanted) and all(one in {ENTRY, part} for one, part in beginning):
            entries = iter([part for one, part in zip(wanted, parts, strict=False) if one == ENTRY])
            return ".".join([next(entries) if one == ENTRY else one for one in new.split(".")] + parts[len(wanted) :])
    return None


def nearest(name: str, valid: Iterable[str], prefix: str = "") -> tuple[str, ...]:
    """Return up to three valid names that look like this one, with their prefix."""
    lead = f"{prefix}." if prefix else ""
    close = get_close_matches(str(name), list(valid), n=3, cutoff=0.5)
    deep = [] if prefix else [path for path in every_path() if path.rsplit(".", 1)[-1] == name]
    return tuple([*deep, *(lead + one for one in close)][:3])


@cache
def every_path() -> tuple[str, ...]:
    """Return the dotted path of every declared parameter."""
    return tuple(one.path for one in parameters(Settings))
