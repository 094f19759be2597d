"""How much a file, an override or a study may hold: counted before anything is made of it.

Whoever opens somebody else's file waits a second at most, and needs no gigabyte, to hear that it is too much.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from entente.sim.validation.messages import Count, message

MOST_BYTES = 5_000_000  # of a YAML file: the settings of 2,000 organisations, each with all its fields, take 1 MB
MOST_ENTRIES = 200_000  # names and values of a file or an override, each counted as often as an alias repeats it
MOST_DEPTH = 20  # of what stands in one another: settings go five deep
MOST_LETTERS = 20_000  # of one text, or of one override, which Hydra's grammar reads in a few seconds
MOST_TABLE_BYTES = 20_000_000  # of a CSV file
MOST_CELLS = 1_000_000  # of a CSV file: a hundred thousand points of ten settings
MOST_WRONG = 100  # rows of a file of which each is wrong: whoever reads so many messages reads no more
MOST_REFERENCES = 5  # settings that follow one another by ${...}
MOST_REFERRED = 100  # values of a list that ${...} points to

TOO_LARGE = message("it is larger than {most} MB", most=MOST_TABLE_BYTES // 1_000_000)
TOO_MANY_CELLS = message("more than {most} cells", most=Count(MOST_CELLS))
TOO_LONG = message("a text of more than {most} characters", most=Count(MOST_LETTERS))
TOO_DEEP = message("more than {most} levels in one another", most=MOST_DEPTH)
TOO_MANY = message("more than {most} names and values", most=Count(MOST_ENTRIES))
HALF_CHARACTER = message("it holds half a character, which no file can hold")
_HALVES = re.compile("[\ud800-\udfff]")
_REFERENCE = re.compile(r"\$\{([\w-]+(?:\.[\w-]+)*)\}")


def oversize_text(text: str) -> str:
    """Return why a text is too much to be read, or nothing."""
    if len(text) > MOST_LETTERS:
        return TOO_LONG
    return HALF_CHARACTER if _HALVES.search(text) else ""


def oversize_words(text: str) -> str:
    """Return why what is typed is too much for a grammar, or nothing; brackets count wherever they stand."""
    depth = 0
    for mark in re.findall(r"[\[\](){}]", text[: MOST_LETTERS + 1]):
        depth += 1 if mark in "[({" else -1
        if depth > MOST_DEPTH:
            return TOO_DEEP
    return oversize_text(text)


def oversize_value(value: Any) -> str:
    """Return why a value given from Python is too much, or nothing."""
    count, level = 0, [value]
    for _ in range(MOST_DEPTH + 1):
        inner: list[Any] = []
        for one in level:
            if isinstance(one, str) and (problem := oversize_text(one)):
                return problem
            held = [*one, *one.values()] if isinstance(one, Mapping) else one if isinstance(one, list | tuple) else ()
            count += len(held)
            if count > MOST_ENTRIES:
                return TOO_MANY
            inner += held
        if not inner:
            return ""
        level = inner
    return TOO_DEEP


def counted_cells(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """Yield the rows of a CSV file.

    Raises:
        csv.Error: when it has too many cells.
    """
    count = 0
    for cells in rows:
        count += len(cells)
        if count > MOST_CELLS:
            raise csv.Error(TOO_MANY_CELLS)
        yield cells


def bytes_of_csv(path: Path) -> bytes:
    """Return what a CSV file holds.

    Raises:
        OSError: when it cannot be opened.
        csv.Error: when it is too large.
    """
    with path.open("rb") as file:
        content = file.read(MOST_TABLE_BYTES + 1)
    if len(content) > MOST_TABLE_BYTES:
        raise csv.Error(TOO_LARGE)
    return content


def reference_in(value: Any) -> str | None:
    """Return the path of the setting that a value refers to, ``leadership.hours`` for ``${leadership.hours}``."""
    found = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
    return found[1] if found else None


def is_foreign_reference(value: Any) -> bool:
    """Tell whether a value asks for something else than one setting: a function, several settings, a part of a text."""
    return isinstance(value, str) and "${" in value and reference_in(value) is None


def values_within(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield what is no mapping and no list in a tree, each with its dotted path."""
    entries = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else None
    if entries is None:
        yield path, value
        return
    for name, inner in entries:
        yield from values_within(inner, f"{path}.{name}" if path else str(name))
