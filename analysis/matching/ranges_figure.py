"""Figure of what is left of the range of each setting: every plausible setting as a line through all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import format_number
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage
from entente.analysis.plotting.style import BLUE, GREY, INK, PALE, VERMILION, house_style
from entente.analysis.statistics.intervals import Numbers
from entente.i18n import N_, say

_WIDTH, _ROW = 9.0, 0.27  # inches
_NAMES, _ENDS, _LEFT_OVER = 3.55, 0.62, 1.45  # inches: room of names, of an end of a range, of what is left of it
_SIZE = 8.0
_MOST_LINES = 200
_TEXTS = {
    "title": N_("What is left of the range of each setting"),
    "counts": N_("{members} plausible settings, {targets} targets"),
    "left": N_("90% of what is left"),
    "note": N_("Each thin line is one plausible setting, from the low end of each range to the high end; thick: "
"between which 90% of them are; dot: the one nearest the figures of the field. A range that is left whole says that no "
"target tells its values apart."),
}  # fmt: skip


@dataclass(frozen=True)
class RangeRow:
    """One setting: its name, the ends of its range and of what is left of it as texts, where the members are.

    Attributes:
        name: what it is called.
        ends: the ends of its range.
        left: between which values 90 % of the members are.
        members: their places from 0 to 1.
        middle: that of the member nearest the figures of the field.
    """

    name: str
    ends: tuple[str, str]
    left: str
    members: Numbers
    middle: float


def ranges_figure(rows: Sequence[RangeRow], targets: int, language: str) -> Figure:
    """Draw what is left of the range of each setting.

    Args:
        rows: the settings, those of which least is left first.
        targets: how many.
        language: ``en`` or ``fr``.
    """
    tall = _ROW * len(rows) + 0.1
    with house_style():
        lines = layout.wrap(say(_TEXTS["note"], language), _WIDTH - 2 * EDGE, NOTE_SIZE)
        page = FigurePage(_WIDTH, EDGE, {"above": 0.2, "title": 0.36, "counts": 0.26, "head": 0.2, "rows": tall,
                                         "gap": 0.15, "note": 0.16 * len(lines) + 0.1})  # fmt: skip
        page.title("title", [say(_TEXTS["title"], language)], size=13, weight="bold")
        members = format_number(len(rows[0].members) if rows else 0, language)
        page.text("counts", [say(_TEXTS["counts"], language, members=members, targets=targets)], 0.2, color=GREY)
        page.text("note", lines, 0.16, size=NOTE_SIZE, color=GREY)
        width = _WIDTH - _NAMES - 2 * _ENDS - _LEFT_OVER - EDGE
        ax = page.axes("rows", _NAMES + _ENDS, width)
        ax.set(xlim=(0, 1), ylim=(tall, 0), xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        _draw_lines(ax, rows)
        for k, row in enumerate(rows):
            _draw_row(ax, row, _middle(k), width)
        ax.text(1 + (_ENDS + _LEFT_OVER) / width, -0.08, say(_TEXTS["left"], language),
                transform=ax.get_yaxis_transform(), ha="right", va="center", size=_SIZE, weight="bold")  # fmt: skip
    return page.figure


def _middle(k: int) -> float:
    """Return the height of the middle of a row."""
    return _ROW * (k + 0.5) + 0.05


def _draw_lines(ax: Axes, rows: Sequence[RangeRow]) -> None:
    """Draw one line for each member, through its place in every row."""
    heights = [_middle(k) for k in range(len(rows))]
    places = np.stack([row.members for row in rows], axis=1)[:_MOST_LINES]
    for one in places:
        ax.plot(one, heights, color=BLUE, lw=0.4, alpha=min(0.5, 12 / len(places)), zorder=1)


def _draw_row(ax: Axes, row: RangeRow, y: float, width: float) -> None:
    """Draw the range of one setting and what is left of it."""
    across = ax.get_yaxis_transform()
    ax.plot([0, 1], [y, y], color=PALE, lw=1.2, zorder=0, solid_capstyle="butt")
    ax.plot(np.quantile(row.members, [0.05, 0.95]), [y, y], color=BLUE, lw=3.2, alpha=0.85, zorder=3,
            solid_capstyle="butt")  # fmt: skip
    ax.plot([row.middle], [y], "o", ms=4.5, color=VERMILION, zorder=4, clip_on=False)
    name = layout.shorten(row.name, _NAMES - EDGE - 0.1, _SIZE)
    ax.text((EDGE - _NAMES - _ENDS) / width, y, name, transform=across, va="center", size=_SIZE, color=INK)
    for text, x, side in ((row.ends[0], -0.08, "right"), (row.ends[1], width + 0.08, "left")):
        ax.text(x / width, y, text, transform=across, ha=side, va="center", size=_SIZE, color=GREY)
    ax.text(1 + (_ENDS + _LEFT_OVER) / width, y, row.left, transform=across, ha="right", va="center", size=_SIZE,
            color=INK)  # fmt: skip
