"""Tables and cards of text that fit the terminal."""

import re
import shutil
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

GAP = "  "
_LEAST = 28  # under this, a last column is better read on its own lines


def terminal_width() -> int:
    """Return the columns of the terminal; 100 when the text goes elsewhere and nothing is said."""
    return max(40, shutil.get_terminal_size((100, 24)).columns)


def table(
    rows: Iterable[Sequence[str]], head: Sequence[str], width: int | None = None, numbers: Sequence[int] = ()
) -> str:
    """Return rows as aligned columns; the last column is wrapped, or put under the others when room is short.

    Args:
        rows: the cells, all of one length.
        head: the titles of the columns.
        width: columns of text; those of the terminal when None.
        numbers: columns to align on the right.
    """
    every = [tuple(head), *(tuple(row) for row in rows)]
    width = width or terminal_width()
    widths = [max(len(cell) for cell in column) for column in zip(*every, strict=True)]
    room = width - sum(widths[:-1]) - len(GAP) * (len(widths) - 1)
    lines: list[str] = []
    for row in every:
        cells = [
            cell.rjust(size) if k in numbers else cell.ljust(size)
            for k, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        start = "".join(cell + GAP for cell in cells[:-1])
        if room < min(_LEAST, widths[-1]):
            start, room_left, lead = start.rstrip() + "\n    ", width - 4, " " * 4
        else:
            room_left, lead = room, " " * len(start)
        wrapped = [cells[-1]] if len(cells[-1]) <= room_left else textwrap.wrap(row[-1], room_left)
        lines.append((start + f"\n{lead}".join(wrapped)).rstrip())
    return "\n".join(lines)


def card(title: str, facts: Iterable[tuple[str, str]], width: int | None = None) -> str:
    """Return a title and labelled facts, those without text left out; lines of a fact are kept apart."""
    width = width or terminal_width()
    kept = [(label, text) for label, text in facts if text]
    size = max((len(label) for label, _ in kept), default=0)
    indent = " " * (size + len(GAP))
    lines = textwrap.wrap(title, width)
    for label, text in kept:
        lead = label.ljust(size) + GAP
        for part in text.split("\n"):
            lines += textwrap.wrap(part, width, initial_indent=lead, subsequent_indent=indent) or [lead.rstrip()]
            lead = indent
    return "\n".join(lines)


def fit_lines(text: str, width: int) -> str:
    """Return text that fits: a paragraph with too long a line is filled anew, a line of an example goes on below."""
    lines: list[str] = []
    for indented, group in groupby(text.split("\n"), key=lambda line: line[:1] in {"", " "}):
        block = list(group)
        if max(map(len, block)) <= width:
            lines += block
        elif indented:
            lines += [part for line in block for part in _fit_example(line, width)]
        else:
            lines += textwrap.wrap(" ".join(block), width)
    return "\n".join(lines)


def _fit_example(line: str, width: int) -> Iterator[str]:
    """Yield an indented line in lines that fit: what stands in a second column goes below the first."""
    if len(line) <= width:
        yield line
        return
    lead = line[: len(line) - len(line.lstrip())]
    for rank, column in enumerate(re.split(r" {2,}", line.strip())):
        first = lead if rank == 0 else f"{lead}    "
        yield from textwrap.wrap(column, width, initial_indent=first, subsequent_indent=f"{lead}    ",
                                 break_on_hyphens=False)  # fmt: skip
