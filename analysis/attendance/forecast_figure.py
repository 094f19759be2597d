"""Figure of the next meetings: the share present so far and to come, and each organisation."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import seaborn
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from entente.analysis.attendance.bank import MeetingRegister
from entente.analysis.attendance.fingerprint import HELD
from entente.analysis.attendance.forecast import AttendanceForecast
from entente.analysis.attendance.return_rule import MEETINGS_AHEAD, RECENT_MEETINGS
from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import format_number, format_percent
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage
from entente.analysis.plotting.style import BLUE, GREY, INK, PALE, VERMILION, house_style, percent_axis, shade
from entente.i18n import N_, say

_WIDTH, _TALL, _ROW = 7.5, 1.9, 0.21  # inches
_NAMES, _LEFT = 2.5, 0.5  # inches: room of the names, of the axis of the first panel
_SHOWN = 30  # meetings so far that are drawn
_NAME_SIZE = 8.0
_TEXTS = {
    "title": N_("The next six meetings"),
    "whole": N_("Share of the organisations present"),
    "each": N_("How many of the six each comes to"),
    "next": N_("to come"),
    "line": N_("Line {number}"),
    "note": N_("Bands and bars hold {level} of what is foreseen; dots are the means. Grey: share of the meetings so "
               "far, as so many of six. In the order of the register: it is no ranking."),
    "slipping": N_("In red: came to half of the meetings or more, and to far fewer of the last {few}. Worth a call."),
}  # fmt: skip


@dataclass(frozen=True)
class DrawnForecast:
    """What is drawn.

    Attributes:
        register: all that is known, shape (organisations, meetings).
        next: what is foreseen of those that are partners still.
        lines: their ranks in the register, from 0.
        slipping: which of them come far less than they did.
        names: of them; None: they are called by their rank.
    """

    register: MeetingRegister
    next: AttendanceForecast
    lines: NDArray[np.int64]
    slipping: NDArray[np.bool_]
    names: Sequence[str] | None


def forecast_figure(drawn: DrawnForecast, language: str = "en") -> Figure:
    """Draw the share present at each meeting so far and to come, then how many of the next six each comes to.

    Args:
        drawn: what is drawn.
        language: ``en`` or ``fr``.

    Returns:
        The figure, outside of pyplot; ``analysis.plotting.style.save_figure`` writes it.
    """
    width = _WIDTH - 2 * EDGE
    said = {"few": RECENT_MEETINGS, "level": format_percent(HELD, language)}
    keys = ["note", *(["slipping"] if drawn.slipping.any() else [])]
    notes = [line for key in keys for line in layout.wrap(say(_TEXTS[key], language, **said), width, NOTE_SIZE)]
    blocks = {
        "edge": 0.15, "title": 0.34, "first": 0.24, "whole": _TALL, "under": 0.42, "second": 0.26,
        "each": _ROW * len(drawn.lines), "axis": 0.4, "notes": 0.16 * len(notes) + 0.12,
    }  # fmt: skip
    with house_style():
        page = FigurePage(_WIDTH, EDGE, blocks)
        page.title("title", [say(_TEXTS["title"], language)], size=13, weight="bold")
        for block, key in (("first", "whole"), ("second", "each")):
            page.text(block, [say(_TEXTS[key], language)], 0.18, size=9, weight="bold", color=INK)
        _draw_whole(page.axes("whole", EDGE + _LEFT, width - _LEFT - 0.1), drawn, language)
        _draw_each(page.axes("each", EDGE + _NAMES, width - _NAMES - 0.1), drawn, language)
        page.text("notes", notes, 0.16, size=NOTE_SIZE, color=GREY)
    return page.figure


def _draw_whole(ax: Axes, drawn: DrawnForecast, language: str) -> None:
    """Draw the share present at each of the last meetings, and the band of the next ones."""
    meetings = drawn.register.shape[1]
    came, expected = (drawn.register == 1).sum(0), (drawn.register >= 0).sum(0)
    past = np.arange(max(0, meetings - _SHOWN), meetings)
    shares = np.where(expected > 0, came / np.maximum(expected, 1), np.nan)[past]
    coming = meetings + np.arange(MEETINGS_AHEAD) + 1
    low, mean, high = drawn.next.whole.T
    ax.plot(past + 1, shares, color=GREY, lw=1.4, marker="o", ms=3.2)
    ax.fill_between(coming, low, high, color=shade(BLUE, 0.9), lw=0)
    ax.plot(coming, mean, color=BLUE, lw=1.8, marker="o", ms=4)
    ax.axvline(meetings + 0.5, color=PALE, lw=1)
    ax.text(meetings + 0.7, 0.04, say(_TEXTS["next"], language), size=_NAME_SIZE, color=BLUE)
    ax.set(xlim=(past[0] + 0.5, meetings + MEETINGS_AHEAD + 0.6), ylim=(0, 1), yticks=(0, 0.5, 1))
    ticks = layout.round_ticks(past[0] + 1, meetings, 6)
    ax.set_xticks([*ticks, *(one for one in (coming[0], coming[-1]) if one > ticks[-1] + 2)])
    ax.yaxis.set_major_formatter(percent_axis(language))
    ax.grid(axis="y", color=PALE, lw=0.6)
    ax.set_axisbelow(True)
    seaborn.despine(ax=ax)


def _draw_each(ax: Axes, drawn: DrawnForecast, language: str) -> None:
    """Draw how many of the next meetings each organisation comes to, with its name before."""
    count = len(drawn.lines)
    means = drawn.next.chances.sum(axis=1)
    register = drawn.register[drawn.lines]
    so_far = MEETINGS_AHEAD * (register == 1).sum(1) / np.maximum((register >= 0).sum(1), 1)
    ax.set(xlim=(-0.15, MEETINGS_AHEAD + 0.15), ylim=(count - 0.5, -0.5), yticks=(), xticks=range(MEETINGS_AHEAD + 1))
    for row, (low, _, high) in enumerate(drawn.next.times):
        hue = VERMILION if drawn.slipping[row] else BLUE
        ax.plot([min(low, means[row]), max(high, means[row])], [row, row], color=shade(hue, 0.9) if low < high else hue,
                lw=5, solid_capstyle="butt", zorder=2)  # fmt: skip
        ax.plot([so_far[row]], [row], "|", color=GREY, ms=7, mew=1.3, zorder=3)
        ax.plot([means[row]], [row], "o", color=hue, ms=4.4, mec="white", mew=0.7, zorder=4)
        ax.annotate(_name_of(drawn, row, language), (0, row), (-_NAMES * 72 + 4, 0), xycoords=ax.get_yaxis_transform(),
                    textcoords="offset points", size=_NAME_SIZE, va="center",
                    color=hue if drawn.slipping[row] else INK, annotation_clip=False)  # fmt: skip
    ax.grid(axis="x", color=PALE, lw=0.6)
    ax.set_axisbelow(True)
    seaborn.despine(ax=ax, left=True)


def _name_of(drawn: DrawnForecast, row: int, language: str) -> str:
    """Return what an organisation is called, as much as there is room for."""
    if drawn.names is None:
        return say(_TEXTS["line"], language, number=format_number(int(drawn.lines[row]) + 1, language))
    return layout.shorten(drawn.names[row], _NAMES - 0.15, _NAME_SIZE)
