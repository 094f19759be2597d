"""Violations that also say where they come from: the command line, the arguments of a call, or a line of a file."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

from entente.sim.validation.messages import message, not_possible, one_of
from entente.sim.validation.validate import SettingsError, Violation, nearest
from entente.sim.validation.violations import new_name

Made = TypeVar("Made")
SUMMARY_NAMES = message("names of summaries (entente list measures)")


@dataclass(frozen=True)
class Origin:
    """Where a value was given: ``command_line``, ``arguments`` of a Python call, or a ``file`` with its line.

    In a spreadsheet, ``cell`` is where: ``Partners!D7``, or ``D7`` where there is one sheet alone.
    """

    kind: str
    path: Path | None = None
    line: int | None = None
    column: int | None = None
    cell: str = ""

    def __str__(self) -> str:
        """Return ``file:line:column``, or ``file, cell``, the file as seen from the current folder when under it."""
        if self.path is None:
            return self.kind.replace("_", " ")
        place = os.path.relpath(self.path) if self.path.is_relative_to(Path.cwd()) else str(self.path)
        if self.cell:
            return f"{place}, {self.cell}"
        return ":".join(str(part) for part in (place, self.line, self.column) if part is not None)


@dataclass(frozen=True)
class Located(Violation):
    """A violation and its origin."""

    origin: Origin | None = None

    def __str__(self) -> str:
        """Return the violation as one line, its origin last."""
        return super().__str__() + (f" ({self.origin})" if self.origin else "")


def locate(violation: Violation, origin: Origin | None) -> Located:
    """Give a violation its origin, unless it already has one."""
    known = {field.name: getattr(violation, field.name) for field in fields(violation)}
    return Located(**{**known, "origin": known.get("origin") or origin})


def attempt(make: Callable[[], Made]) -> tuple[Made | None, Sequence[Violation]]:
    """Return what a call makes, or None, with the violations for which it refuses to."""
    try:
        return make(), ()
    except SettingsError as error:
        return None, error.violations


def of_other_paths(violations: Iterable[Violation], reported: Iterable[Violation]) -> list[Violation]:
    """Return the violations of paths of which nothing is reported yet."""
    paths = {one.path for one in reported}
    return [one for one in violations if one.path not in paths]


def unknown_names(what: str, said: Iterable[str], known: Iterable[str], wanted: str = "") -> Iterator[Violation]:
    """Yield a violation for each name that there is not; ``wanted`` stands for the names where they are too many."""
    valid = list(known)
    for name in said:
        if now := new_name(name):
            yield Violation(what, message("{name} has another name now", name=name), now, (now,))
        elif name not in valid:
            close = tuple(one for one in nearest(name, valid) if one in valid)
            yield Violation(
                what,
                not_possible(name),
                wanted or one_of(valid),
                close,
            )


@dataclass(frozen=True)
class Layer:
    """Where the paths of one source of settings were said: a mapping from dotted path to origin."""

    said: Mapping[str, Origin]

    @classmethod
    def of_file(cls, path: Path, lines: Mapping[str, int], prefix: str = "") -> "Layer":
        """Make the layer of one file, whose paths stand under ``prefix``."""
        lead = f"{prefix}." if prefix else ""
        return cls({f"{lead}{name}": Origin("file", path, line) for name, line in lines.items()})


def origin_of(path: str, layers: Sequence[Layer]) -> Origin | None:
    """Return who said a path, or the nearest entry above it; ``layers`` go from strongest to weakest."""
    parts = path.split(".")
    for depth in range(len(parts), 0, -1):
        here = ".".join(parts[:depth])
        for layer in layers:
            if here in layer.said:
                return layer.said[here]
    return None


def sort_by_origin(violations: Iterable[Located]) -> list[Located]:
    """Return each violation once, those of the command line first, then file by file, line by line."""
    unique = dict.fromkeys(violations)

    def rank(one: Located) -> tuple[int, str, int]:
        origin = one.origin
        if origin is None:
            return (1, "", 0)
        return (0, "", 0) if origin.path is None else (2, str(origin.path), origin.line or 0)

    return sorted(unique, key=rank)
