"""How results look in a notebook: a title, sentences, a table, a figure."""

import io
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from entente.i18n.plain_text import plain_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_ROWS = 24  # of a table that are shown; the middle of a longer one is left out


def results_html(
    title: str, sentences: Iterable[str], frame: pd.DataFrame, figure: "Figure | None" = None, *, index: bool = False
) -> str:
    """Return what a notebook shows of results; all text in it is escaped.

    Args:
        title: what they are.
        sentences: what was run, or found.
        frame: the main table.
        figure: the main figure, if there is one.
        index: whether the index of the table is shown.
    """
    parts = [f"<p><strong>{escape(title)}</strong></p>", *(f"<p>{escape(one)}</p>" for one in sentences if one)]
    if not frame.empty:
        parts.append(frame.to_html(index=index, max_rows=_ROWS, border=0, na_rep="", float_format="{:.4g}".format))
    if figure is not None:
        parts.append(figure_svg(figure))
    return f"<div>{''.join(parts)}</div>"


def figure_svg(figure: "Figure") -> str:
    """Return a figure as the text of an SVG image, to stand in a page."""
    from entente.analysis.plotting.style import house_style

    written = io.StringIO()
    with house_style():
        figure.savefig(written, format="svg", metadata={"Date": None})
    text = plain_text(written.getvalue())  # XML knows no control characters
    return text[text.index("<svg") :]
