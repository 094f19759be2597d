"""The panel beside the wheel: shares of answers A, B and C by condition and group, and the index with its interval."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import format_number, format_percent
from entente.analysis.plotting.page import FigurePage
from entente.analysis.plotting.series_style import SeriesLook
from entente.analysis.plotting.style import GREY, INK, PALE
from entente.analysis.plotting.words import fixed_text
from entente.analysis.run.conditions import ANSWER_LETTERS
from entente.sim.model.measures import CONDITIONS

_HEAD, _LINE, _BAR, _BETWEEN = 0.42, 0.15, 0.165, 0.1  # inches: the head, a line of a name, a bar, after a condition
_KEY, _STRIP, _VALUE, _GAP = 0.36, 0.95, 0.32, 0.14  # inches across: a group's sample, the index, its value, between
_LONGEST = 1.3  # inches: the name of a group
_SIZE = 8.0
_TONES = {"a": "#404040", "b": "#a3a3a3", "c": "#e6e6e6"}  # distinct in grey print; hues belong to the groups
_ON = {"a": "white", "b": INK, "c": INK}


def _titles(width: float, language: str) -> dict[str, list[str]]:
    """Return the name of each condition, broken into lines of this width in inches."""
    return {key: layout.wrap(one.meaning(language), width, _SIZE, "bold") for key, one in CONDITIONS.items()}


def answers_height(groups: int, width: float, language: str) -> float:
    """Return the height in inches of the whole panel for a number of groups."""
    names = sum(_LINE * len(lines) + 0.05 for lines in _titles(width, language).values())
    return _HEAD + names + len(CONDITIONS) * (_BAR * groups + _BETWEEN)


def draw_answers(
    page: FigurePage, block: str, left: float, width: float, table: pd.DataFrame, names: dict[object, str],
    styles: dict[object, SeriesLook], language: str,
) -> None:  # fmt: skip
    """Draw the answers over a block, in axes that count inches from their upper left corner."""
    ax = page.axes(block, left, width)
    tall = page.blocks[block]
    ax.set(xlim=(0, width), ylim=(tall, 0), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    said = {group: layout.shorten(name, _LONGEST, _SIZE) for group, name in names.items()}
    begin = _KEY + max(layout.text_width(name, _SIZE) for name in said.values()) + 0.12
    bars = width - begin - _STRIP - _VALUE - _GAP
    strip = begin + bars + _GAP
    taken = answers_height(len(names), width, language)
    top = (tall - taken) / 2
    bottom = top + taken - _BETWEEN
    _draw_head(ax, top, begin, strip, language)
    for level in (0, 50, 100):
        x = strip + _STRIP * level / 100
        ax.plot([x, x], [top + _HEAD, bottom], color=PALE, lw=0.6, zorder=0.5)
        ax.text(x, top + _HEAD - 0.06, str(level), ha="center", va="center", size=7, color=GREY)
    y = top + _HEAD
    rows = table.set_index(["group", "condition"])
    for condition, lines in _titles(width, language).items():
        for line in lines:
            ax.text(0, y + _LINE / 2, line, va="center", size=_SIZE, weight="bold",
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6}, zorder=1)  # fmt: skip
            y += _LINE
        y += 0.05
        for group, name in said.items():
            row, look = rows.loc[(group, condition)], styles[group]
            ax.plot([0.03, 0.29], [y + _BAR / 2] * 2, **look.line(1.5))
            ax.plot([0.16], [y + _BAR / 2], **look.mark(4.5))
            ax.text(_KEY, y + _BAR / 2, name, va="center_baseline", size=_SIZE)
            if row["replicates"]:
                _draw_shares(ax, row, (begin, y + 0.02, bars, _BAR - 0.04), language)
                _draw_index(ax, row, look, (strip, y + _BAR / 2), language)
            y += _BAR
        y += _BETWEEN


def _draw_head(ax: Axes, top: float, begin: float, strip: float, language: str) -> None:
    """Label the columns, and write the key to the tones of the answers."""
    ax.text(begin, top + 0.05, fixed_text("shares", language), size=_SIZE, va="center")
    ax.text(strip, top + 0.05, fixed_text("index", language), size=_SIZE, va="center")
    x = begin
    for answer in ANSWER_LETTERS:
        text = fixed_text(f"answer_{answer}", language)
        ax.add_patch(Rectangle((x, top + 0.16), 0.11, 0.11, color=_TONES[answer], lw=0))
        ax.text(x + 0.15, top + 0.215, text, size=7, va="center", color=GREY)
        x += 0.15 + layout.text_width(text, 7) + 0.1


def _draw_shares(ax: Axes, row: pd.Series, place: tuple[float, float, float, float], language: str) -> None:
    """Draw the shares of A, B and C as one bar, each with its value where there is room."""
    x, y, width, height = place
    for answer in ANSWER_LETTERS:
        share = float(row[answer])
        ax.add_patch(Rectangle((x, y), share * width, height, facecolor=_TONES[answer], edgecolor="white", lw=0.5))
        text = format_percent(share, language)
        if layout.text_width(text, 6.5) + 0.06 < share * width:
            ax.text(x + share * width / 2, y + height / 2, text, size=6.5, ha="center", va="center_baseline",
                    color=_ON[answer])  # fmt: skip
        x += share * width


def _draw_index(ax: Axes, row: pd.Series, look: SeriesLook, place: tuple[float, float], language: str) -> None:
    """Draw the index as a point on its interval, and write it."""
    x, y = place
    low, middle, high = (x + _STRIP * float(row[name]) / 100 for name in ("low", "index", "high"))
    if np.isfinite(high - low) and row["replicates"] > 1:
        ax.plot([low, high], [y, y], color=look.colour, lw=1.4, solid_capstyle="butt")
    ax.plot([middle], [y], **look.mark(4.5))
    ax.text(
        x + _STRIP + _VALUE,
        y,
        format_number(float(row["index"]), language),
        size=_SIZE,
        ha="right",
        va="center_baseline",
    )
