"""Figure of the plans: in how many futures each holds, beside what it takes."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import format_number
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage
from entente.analysis.plotting.style import BLUE, GREY, INK, PALE, house_style, percent_axis
from entente.i18n import N_, say, say_number

_WIDTH, _NAMES, _COLUMN, _SIZE = 9.8, 3.2, 1.1, 8.5
_TEXTS = {
    "holds": N_("holds in this share of the futures"),
    "dollars": N_("$ a year"),
    "hours": N_("h a partner\nand month"),
    "smallest": N_("of which fixed,\nsmallest third"),
    "note": N_("A plan holds when it meets its goals ({goals}). Dots: share of the futures in which it holds; lines: "
"95% interval; dashed: the plan as it is. Fixed hours: what meetings, paperwork and levers ask of each of the smallest "
"third of partners."),
}  # fmt: skip


def plans_figure(table: pd.DataFrame, names: Sequence[str], goals: str, language: str, weeks: int) -> Figure:
    """Draw the plans.

    Args:
        table: of ``plans_table``.
        names: what each plan is called, in words.
        goals: what a plan that holds meets, in words.
        language: ``en`` or ``fr``.
        weeks: of a run.
    """
    lines = [layout.wrap(name, _NAMES - 0.15, _SIZE) for name in names]
    step = max(0.3, 0.15 * max(map(len, lines)) + 0.12)
    tall = step * len(names) + 0.1
    note = layout.wrap(say(_TEXTS["note"], language, goals=goals), _WIDTH - 2 * EDGE, NOTE_SIZE)
    with house_style():
        page = FigurePage(_WIDTH, EDGE, {"above": 0.15, "title": 0.4, "head": 0.36, "rows": tall, "axis": 0.6,
                                         "note": 0.16 * len(note) + 0.1})  # fmt: skip
        count = int(table["futures"].iloc[0])
        title = say_number("Plans in {count} future", "Plans in {count} futures", count, language)
        page.title("title", [title], size=13, weight="bold")
        page.text("note", note, 0.16, size=NOTE_SIZE, color=GREY)
        width = _WIDTH - 2 * EDGE - _NAMES - 3 * _COLUMN
        ax = page.axes("rows", EDGE + _NAMES, width)
        ax.set(ylim=(tall, 0), yticks=[], xlim=(-0.02, 1.02))
        ax.spines[["left", "right", "top"]].set_visible(False)
        ax.axvline(float(table["holds"].iloc[0]), color=GREY, lw=0.8, ls="--", zorder=1)
        for place, key in enumerate(("dollars", "hours", "smallest")):
            for rank, line in enumerate(say(_TEXTS[key], language).split("\n")):
                page.figure.text((EDGE + _NAMES + width + (place + 1) * _COLUMN) / _WIDTH,
                                 1 - (0.72 + 0.14 * rank) / page.height, line, ha="right", size=NOTE_SIZE,
                                 weight="bold")  # fmt: skip
        for rank, (_, row) in enumerate(table.iterrows()):
            _draw_plan(ax, row, "\n".join(lines[rank]), step * (rank + 0.5) + 0.05, width, language, weeks)
        ax.xaxis.set_major_formatter(percent_axis(language))
        ax.tick_params(labelsize=_SIZE)
        ax.set_xlabel(say(_TEXTS["holds"], language), size=_SIZE)
    return page.figure


def _draw_plan(ax: Axes, row: "pd.Series[Any]", name: str, y: float, width: float, language: str, weeks: int) -> None:
    """Draw one plan."""
    across = ax.get_yaxis_transform()
    ax.axhline(y, color=PALE, lw=0.5, zorder=0)
    ax.plot([row["holds_low"], row["holds_high"]], [y, y], color=BLUE, lw=2, solid_capstyle="butt", zorder=3)
    ax.plot([row["holds"]], [y], "o", ms=5, color=BLUE, zorder=4)
    ax.text(-_NAMES / width, y, name, transform=across, va="center", size=_SIZE, color=INK, linespacing=1.05)
    values = (format_number(float(row["dollars"]) / weeks * 52, language, 0),
              format_number(float(row["hours_month"]), language, 1),
              format_number(float(row["smallest_month"]), language, 1))  # fmt: skip
    for place, text in enumerate(values):
        ax.text(1 + (place + 1) * _COLUMN / width, y, text, transform=across, ha="right", va="center", size=_SIZE)
