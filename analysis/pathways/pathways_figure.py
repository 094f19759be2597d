"""Map of pathways: each plan as a line over the weeks, dark while it does, with what seen says to change it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from entente.analysis.pathways.tipping import LOOKED_BACK, OBSERVED
from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import format_number, format_percent
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage
from entente.analysis.plotting.style import BLUE, GREY, INK, VERMILION, house_style, shade
from entente.i18n import N_, say

_WIDTH, _NAMES, _SIZE, _STEP = 9.5, 3.0, 8.5, 0.75
_IN_SHARES = frozenset({"attendance", "active_share"})
_TEXTS = {
    "title": N_("When to change plans"),
    "weeks": N_("weeks"),
    "at_or_under": N_("if {name} is {level} or less"),
    "stayed_under": N_("if {name} did not exceed {level} on average over the last {weeks} weeks"),
    "always": N_("whatever is seen"),
    "switch": N_("week {week}: switch to {plan} {when}"),
    "note": N_("Lines: dark where mobilisation is at least {least} in all futures that week, pale where it is in none; "
"a bar across: the week by which the plan no longer does in half of the futures. Circles: the first half-year in which "
"changing the plan for the one that holds most often of the others clearly gains mobilisation at the end, where what "
"the table sees over {weeks} weeks says so. What changing costs beside the levers' own is not counted."),
}  # fmt: skip


def signpost_text(row: "pd.Series[Any]", language: str) -> str:
    """Return when to change a plan, as the table sees it, within a sentence."""
    return _seen_text("stayed_under", row, language)


def _seen_text(text: str, row: "pd.Series[Any]", language: str) -> str:
    """Return what the table sees, in one of the fixed texts."""
    if not np.isfinite(row["threshold"]):
        return say(_TEXTS["always"], language)
    level = float(row["threshold"])
    told = format_percent(level, language) if row["observed"] in _IN_SHARES else format_number(level, language, 1)
    name = say(OBSERVED[row["observed"]], language)
    return say(_TEXTS[text], language, name=name, level=told, weeks=LOOKED_BACK)


def pathways_figure(
    held: pd.DataFrame, tipping: pd.DataFrame, best: pd.DataFrame, titles: Mapping[str, str], least: float,
    language: str,
) -> Figure:  # fmt: skip
    """Draw the map.

    Args:
        held: share of the futures in which each plan does, by ``plan`` and ``week``.
        tipping: of ``plan_tipping``.
        best: of ``best_signposts``.
        titles: what each plan is called, by name.
        least: mobilisation that is required.
        language: ``en`` or ``fr``.
    """
    names = list(titles)
    tall = _STEP * len(names) + 0.1
    text = say(_TEXTS["note"], language, least=format_percent(least, language), weeks=LOOKED_BACK)
    note = layout.wrap(text, _WIDTH - 2 * EDGE, NOTE_SIZE)
    with house_style():
        page = FigurePage(_WIDTH, EDGE, {"above": 0.15, "title": 0.4, "rows": tall, "axis": 0.6,
                                         "note": 0.16 * len(note) + 0.1})  # fmt: skip
        page.title("title", [say(_TEXTS["title"], language)], size=13, weight="bold")
        page.text("note", note, 0.16, size=NOTE_SIZE, color=GREY)
        width = _WIDTH - 2 * EDGE - _NAMES
        ax = page.axes("rows", EDGE + _NAMES, width)
        last = int(held["week"].max())
        ax.set(ylim=(tall, 0), yticks=[], xlim=(0, last))
        ax.set_xticks(layout.week_ticks(last, 8))
        ax.spines[["left", "right", "top"]].set_visible(False)
        for rank, name in enumerate(names):
            y = _STEP * (rank + 0.5) + 0.05
            _draw_line(ax, held[held["plan"] == name], y)
            lines = layout.wrap(titles[name], _NAMES - 0.15, _SIZE)[:4]
            ax.text(-_NAMES / width, y, "\n".join(lines), transform=ax.get_yaxis_transform(), va="center", size=_SIZE,
                    color=INK, linespacing=1.05)  # fmt: skip
            half = float(tipping.set_index("plan").loc[name, "half"])
            if np.isfinite(half):
                ax.plot([half, half], [y - 0.14, y + 0.14], color=VERMILION, lw=2.2, zorder=5)
        for _, row in best.iterrows():
            _draw_change(ax, row, names, width, language)
        ax.set_xlabel(say(_TEXTS["weeks"], language), size=_SIZE)
        ax.tick_params(labelsize=_SIZE)
    return page.figure


def _draw_line(ax: Axes, held: pd.DataFrame, y: float) -> None:
    """Draw one plan, the darker the more often it does."""
    weeks, shares = held["week"].to_numpy(float), held["holds"].to_numpy(float)
    segments = [[(week - 1, y), (week, y)] for week in weeks]
    colours = [shade(BLUE, 1 - share) for share in shares]
    ax.add_collection(LineCollection(segments, colors=colours, linewidths=5, capstyle="butt", zorder=2))


def _draw_change(ax: Axes, row: "pd.Series[Any]", names: Sequence[str], width: float, language: str) -> None:
    """Draw where a plan is changed for another, and what says so."""
    here, there = (_STEP * (names.index(str(row[key])) + 0.5) + 0.05 for key in ("plan", "to"))
    week = float(row["week"])
    ax.plot([week, week], [here, there], color=INK, lw=1.0, ls=(0, (2, 2)), zorder=3)
    ax.plot([week], [here], "o", ms=6, mfc="white", mec=INK, mew=1.3, zorder=6)
    ax.plot([week], [there], "o", ms=3.5, color=INK, zorder=6)
    last = ax.get_xlim()[1]
    room = width * (last - week) / last - 0.15
    left = room >= width * 0.45
    when = _seen_text("at_or_under", row, language)
    text = say(_TEXTS["switch"], language, week=row["week"], plan=row["to"], when=when)
    shown = layout.wrap(text, room if left else width * week / last - 0.15, NOTE_SIZE)
    ax.text(week + (0.012 if left else -0.012) * last, here + 0.12, "\n".join(shown), va="top",
            ha="left" if left else "right", size=NOTE_SIZE, color=INK, linespacing=1.0, zorder=7)  # fmt: skip
