"""Figure of paired differences from one combination, with intervals: one panel per measure, on its own scale."""

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from entente.analysis.comparison.curves_figure import MOST_COMBINATIONS
from entente.analysis.comparison.heading import ComparisonHeading, heading_blocks, write_heading
from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import format_percent, format_signed
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage
from entente.analysis.plotting.panel_grid import GRID_SIZE, GRID_WIDTH, NAME_ROOM, PanelGrid
from entente.analysis.plotting.style import BLUE, GREY, PALE, house_style, signed_ticks
from entente.analysis.plotting.units import PERCENTAGE_POINT_UNITS, UNIT_NAMES, decimals_for_span
from entente.analysis.statistics.intervals import Numbers
from entente.analysis.statistics.measures import MEASURES
from entente.i18n import N_, say

_TEXTS = {
    "title": N_("What changes, compared with {name}"),
    "note": N_("Dots and lines: mean of the paired differences and its 95% interval (bootstrap over "
"replicates with common random numbers). Filled: the interval leaves out 0; hollow: it holds "
"it. Each panel has its own scale."),
    "worlds": N_("Dots and lines: mean of the paired differences and its 95% interval (bootstrap over the plausible "
"settings, with common random numbers). Filled: the interval leaves out 0; hollow: it holds it. Percentages: share of "
"the plausible settings in which the difference has the same sign. Each panel has its own scale."),
}  # fmt: skip


def differences_figure(
    table: pd.DataFrame, head: ComparisonHeading, language: str = "en", worlds: pd.DataFrame | None = None
) -> Figure:
    """Draw the differences of every measure.

    Args:
        table: what ``analysis.statistics.differences.paired_differences`` gives.
        head: what is compared.
        language: ``en`` or ``fr``.
        worlds: what ``analysis.comparison.worlds.differences_by_world`` gives, with plausible settings.

    Returns:
        The figure, outside of pyplot; ``analysis.plotting.style.save_figure`` writes it.
    """
    if worlds is not None:
        table = table.merge(worlds[["combination", "measure", "alike"]], on=["combination", "measure"])
    names = [name for name in head.choices if name != head.against][: MOST_COMBINATIONS - 1]
    measures = list(dict.fromkeys(table["measure"]))
    called = head.names(language)
    grid = PanelGrid({name: MEASURES[name].meaning(language) for name in measures},
                [layout.join_lines(called[name], NAME_ROOM, GRID_SIZE, ", ") for name in names],
                1 if worlds is None else 2)  # fmt: skip
    with house_style():
        title = say(_TEXTS["title"], language, name=head.name(head.against, language))
        blocks, lines = heading_blocks(head, language, GRID_WIDTH)
        note = say(_TEXTS["note" if worlds is None else "worlds"], language)
        under = layout.wrap(note, GRID_WIDTH - 3 * EDGE, NOTE_SIZE)
        page = FigurePage(GRID_WIDTH, EDGE, blocks | grid.blocks() | {"notes": 0.16 * len(under) + 0.12})
        write_heading(page, lines, layout.shorten(title, GRID_WIDTH - 2 * EDGE - 0.4, 13))
        page.text("notes", under, 0.16, size=NOTE_SIZE, color=GREY)
        for measure, ax in grid.panels(page):
            mine = table[table["measure"] == measure].set_index("combination").loc[names]
            _draw_measure(ax, mine, grid, language)
        return page.figure


def _draw_measure(ax: Axes, mine: pd.DataFrame, grid: PanelGrid, language: str) -> None:
    """Draw the differences of one measure, one row for each combination, from the top."""
    unit = str(mine["unit"].iloc[0])
    times = 100 if unit in PERCENTAGE_POINT_UNITS else 1
    effects, lows, highs = (times * mine[key].to_numpy(float) for key in ("effect", "low", "high"))
    span = _scale_differences(ax, np.concatenate([effects, lows, highs]), language)
    decimals = decimals_for_span(span)
    ax.axvline(0, color=GREY, lw=0.8, zorder=1)
    words = UNIT_NAMES.get("points" if unit in PERCENTAGE_POINT_UNITS else unit, unit)
    ax.set_xlabel(say(words, language), size=GRID_SIZE)
    for k, (effect, begin, end) in enumerate(zip(effects, lows, highs, strict=True)):
        y = grid.middle(k)
        ax.axhline(y, color=PALE, lw=0.5, zorder=0)
        clear = begin > 0 or end < 0
        hue = BLUE if clear else GREY
        if math.isfinite(effect):
            edges = max(begin, ax.get_xlim()[0]), min(end, ax.get_xlim()[1])
            ax.plot(edges, [y, y], color=hue, lw=1.6, solid_capstyle="butt", zorder=3)
            ax.plot([effect], [y], "o", ms=3.6, mfc=hue if clear else "white", mec=hue, mew=1.1, zorder=4)
        said = format_signed(effect, decimals, language)
        if "alike" in mine and math.isfinite(mine["alike"].iat[k]):
            said += "\n" + format_percent(mine["alike"].iat[k], language)
        ax.annotate(
            said,
            (1, y),
            (6, 0),
            xycoords=ax.get_yaxis_transform(),
            textcoords="offset points",
            va="center",
            size=GRID_SIZE,
            color=hue,
            annotation_clip=False,
        )


def _scale_differences(ax: Axes, values: Numbers, language: str) -> float:
    """Scale a panel to differences and the ends of their intervals, 0 included, and return their span."""
    known = values[np.isfinite(values)]
    reach = max(float(np.abs(known).max(initial=0.0)), 1e-9)
    low, high = min(0.0, float(known.min(initial=0.0))), max(0.0, float(known.max(initial=0.0)))
    room = 0.08 * (high - low) or (1.0 if reach < 1e-6 else reach)
    ax.set_xlim(low - room, high + room)
    ticks = MaxNLocator(3).tick_values(*ax.get_xlim())
    ax.set_xticks([tick for tick in ticks if low - room <= tick <= high + room])
    ax.xaxis.set_major_formatter(signed_ticks(language))
    return high - low
