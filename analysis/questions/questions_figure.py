"""Figure of the questions: what each answer would be worth before choosing a plan, beside what chance gives."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import format_number
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage
from entente.analysis.plotting.style import BLUE, GREY, INK, PALE, house_style, number_ticks
from entente.i18n import N_, say

_WIDTH, _NAMES, _SIZE = 9.5, 4.6, 8.5
_TEXTS = {
    "title": N_("What to ask first"),
    "axis": N_("futures of 10 in which the plan that is chosen holds, more than without the answer"),
    "note": N_("Bars: value of knowing the answer before choosing a plan (EVPPI by regression on the runs, Strong, "
"Oakley and Brennan 2014); marks: what answers dealt out at random give at most, in 95% of such deals of all of them. "
"In grey: no more than chance gives."),
}  # fmt: skip


def questions_figure(table: pd.DataFrame, names: Sequence[str], language: str) -> Figure:
    """Draw the questions.

    Args:
        table: of ``rank_questions``.
        names: what each of them is, in words.
        language: ``en`` or ``fr``.
    """
    lines = [layout.wrap(name, _NAMES - 0.2, _SIZE) for name in names]
    step = max(0.3, 0.15 * max(map(len, lines)) + 0.12)
    tall = step * len(names) + 0.1
    note = layout.wrap(say(_TEXTS["note"], language), _WIDTH - 2 * EDGE, NOTE_SIZE)
    with house_style():
        page = FigurePage(_WIDTH, EDGE, {"above": 0.15, "title": 0.4, "rows": tall, "axis": 0.6,
                                         "note": 0.16 * len(note) + 0.1})  # fmt: skip
        page.title("title", [say(_TEXTS["title"], language)], size=13, weight="bold")
        page.text("note", note, 0.16, size=NOTE_SIZE, color=GREY)
        width = _WIDTH - 2 * EDGE - _NAMES - 0.5
        ax = page.axes("rows", EDGE + _NAMES, width)
        high = max(10 * float(table[["value", "by_chance"]].to_numpy().max()), 0.1)
        ax.set(ylim=(tall, 0), yticks=[], xlim=(0, 1.05 * high))
        ax.spines[["left", "right", "top"]].set_visible(False)
        for rank, (_, row) in enumerate(table.iterrows()):
            y = step * (rank + 0.5) + 0.05
            value, chance = 10 * float(row["value"]), 10 * float(row["by_chance"])
            ax.axhline(y, color=PALE, lw=0.5, zorder=0)
            ax.barh(y, value, height=0.14, color=BLUE if row["counts"] else GREY, zorder=2)
            ax.plot([chance, chance], [y - 0.1, y + 0.1], color=INK, lw=1.2, zorder=3)
            ax.text(-_NAMES / width, y, "\n".join(lines[rank]), transform=ax.get_yaxis_transform(), va="center",
                    size=_SIZE, color=INK if row["counts"] else GREY, linespacing=1.05)  # fmt: skip
            ax.text(1.01, y, format_number(value, language, 2), transform=ax.get_yaxis_transform(), va="center",
                    size=_SIZE, color=INK if row["counts"] else GREY)  # fmt: skip
        ax.xaxis.set_major_formatter(number_ticks(language))
        ax.tick_params(labelsize=_SIZE)
        ax.set_xlabel(say(_TEXTS["axis"], language), size=_SIZE)
    return page.figure
