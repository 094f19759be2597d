"""CSV files that spreadsheets open without calculating: text that would be read as a formula is kept text.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return for a formula, quoted
or not. As OWASP advises, such a text is written after an apostrophe; numbers, negative ones too, are left as they are.
"""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")  # the wide signs too
_HARMLESS = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?)?")  # a number, or a sign alone


def csv_text(frame: pd.DataFrame, **options: Any) -> str:
    """Return a table as the text of a CSV file: commas, points, missing figures left empty.

    Args:
        frame: the table.
        options: of ``DataFrame.to_csv``, such as ``float_format`` or ``header``.
    """
    safe = map_texts(frame, neutralise)
    broken = any("\r" in text or "\n" in text for name in safe for text in _texts_of(safe[name]))
    quoting = csv.QUOTE_NONNUMERIC if broken else csv.QUOTE_MINIMAL  # Python leaves a lone carriage return bare
    return str(safe.to_csv(index=False, lineterminator="\n", quoting=quoting, **options))


def read_csv_text(path: Path) -> pd.DataFrame:
    """Return the table of a file that ``csv_text`` wrote, its texts as they were.

    Raises:
        OSError: when it cannot be opened.
        ValueError: when it is no such table.
    """
    content = path.read_bytes()
    # pyarrow, which is faster, knows no line breaks between quotation marks.
    return map_texts(pd.read_csv(io.BytesIO(content), engine="c" if b'"' in content else "pyarrow"), restore)


def neutralise(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _looks_like_formula(text) else text


def restore(text: str) -> str:
    """Return the text that ``neutralise`` made a cell of."""
    return text[1:] if text.startswith("'") and _looks_like_formula(text) else text


def _looks_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet may take a text, or what follows its apostrophes, for a formula."""
    return _FORMULA.match(text) is not None and not _HARMLESS.fullmatch(text.lstrip("'"))


def map_texts(frame: pd.DataFrame, change: Callable[[str], str]) -> pd.DataFrame:
    """Return a table with its texts changed: cells, categories and names of columns."""
    found = frame.copy(deep=False)
    for name in frame:
        if any(change(text) != text for text in _texts_of(frame[name])):
            found[name] = _change_column(frame[name], change)
    return found.rename(columns=lambda name: change(name) if isinstance(name, str) else name)


def _change_column(column: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """Return a column with its texts changed."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.rename_categories(lambda one: change(one) if isinstance(one, str) else one)
    return column.map(lambda one: change(one) if isinstance(one, str) else one)


def _texts_of(column: pd.Series) -> list[str]:
    """Return the different texts of a column; none of numbers."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        values = column.cat.categories
    elif column.dtype == object or isinstance(column.dtype, pd.StringDtype):
        values = column.unique()
    else:
        return []
    return [one for one in values if isinstance(one, str)]
