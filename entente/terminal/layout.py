"""Tables and cards of text that fit the terminal."""

import re
import shutil
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

GAP = "  "
_NARROWEST = 12  # a column is not wrapped to less
_LEAST = 24  # under this, a last column is better read on its own lines


def terminal_width() -> int:
    """Return the columns of the terminal; 100 when the text goes elsewhere and nothing is said."""
    return max(40, shutil.get_terminal_size((100, 24)).columns)


def table(
    rows: Iterable[Sequence[str]], head: Sequence[str], width: int | None = None, numbers: Sequence[int] = ()
) -> str:
    """Return rows as aligned columns.

    When room is short, the widest columns are wrapped between words; then the last one is put under the others. A row
    whose first cell stands alone is the title of those that follow.

    Args:
        rows: the cells, all of one length.
        head: the titles of the columns.
        width: columns of text; those of the terminal when None.
        numbers: columns to align on the right.
    """
    every = [tuple(head), *(tuple(row) for row in rows)]
    width = width or terminal_width()
    columns = list(zip(*filter(_has_cells, every), strict=True))
    widths, under = _column_widths(columns, width - len(GAP) * (len(columns) - 1))
    return "\n".join(
        _table_row(row, widths, numbers, width if under else 0) if _has_cells(row) else row[0] for row in every
    )


def _has_cells(row: Sequence[str]) -> bool:
    """Return whether a row is more than the title of those that follow."""
    return len(row) == 1 or any(row[1:])


def _column_widths(columns: Sequence[Sequence[str]], room: int) -> tuple[list[int], bool]:
    """Return the widths of columns shrunk to some room, the widest first, and whether the last one goes under them."""
    widths = [max(map(len, column)) for column in columns]
    words = [max(len(word) for cell in column for word in cell.split(" ")) for column in columns]
    least = [min(size, max(word, _NARROWEST)) for size, word in zip(widths, words, strict=True)]
    under = sum(widths) > room and room - sum(least[:-1]) < min(_LEAST, widths[-1])
    wide = [k for k in range(len(widths) - under) if widths[k] > least[k]]
    while wide and sum(widths[: len(widths) - under]) > room:
        widest = max(wide, key=lambda k: widths[k])
        widths[widest] -= 1
        if widths[widest] == least[widest]:
            wide.remove(widest)
    return widths, under


def _table_row(row: Sequence[str], widths: Sequence[int], numbers: Sequence[int], under: int) -> str:
    """Return one row of a table; with the columns of text that there are ``under`` it, its last cell goes there."""
    beside = row[:-1] if under else row
    cells = [_wrap_cell(cell, size) for cell, size in zip(beside, widths, strict=False)]
    lines = []
    for k in range(max(map(len, cells), default=0)):
        parts = [cell[k] if k < len(cell) else "" for cell in cells]
        aligned = [part.rjust(size) if j in numbers else part.ljust(size)
                   for j, (part, size) in enumerate(zip(parts, widths, strict=False))]  # fmt: skip
        lines.append(GAP.join(aligned).rstrip())
    return "\n".join([*lines, *(f"    {line}" for line in _wrap_cell(row[-1], under - 4) if under)])


def _wrap_cell(cell: str, width: int) -> list[str]:
    """Return a cell in lines broken between words, the lines after the first as far in as it is."""
    if len(cell) <= width or width <= 0:
        return [cell]
    lead = cell[: len(cell) - len(cell.lstrip())]
    return textwrap.wrap(cell.lstrip(), width, initial_indent=lead, subsequent_indent=lead,
                         break_long_words=False, break_on_hyphens=False)  # fmt: skip


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
    lead = " " * min(len(line) - len(line.lstrip()), width // 4)
    for rank, column in enumerate(re.split(r" {2,}", line.strip())):
        first = lead if rank == 0 else f"{lead}    "
        yield from textwrap.wrap(column, width, initial_indent=first, subsequent_indent=f"{lead}    ",
                                 break_on_hyphens=False)  # fmt: skip
