"""Panels over the weeks: medians with bands, axes of weeks and years, axes of shares."""

from collections.abc import Sequence

import pandas as pd
import seaborn
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from entente.analysis.plotting import layout
from entente.analysis.plotting.style import BLUE, GREY, INK, PALE, percent_axis, shade
from entente.analysis.plotting.words import fixed_text
from entente.analysis.statistics.curves import LEVELS, bands

HALO = [withStroke(linewidth=2.5, foreground="white")]


def draw_bands(ax: Axes, weeks: pd.DataFrame, column: str, width: float, colour: str = BLUE) -> pd.DataFrame:
    """Draw the median of a series over its bands, and return the table of both."""
    table = bands(weeks, column)
    if weeks["replicate"].nunique() > 1:
        for level in sorted(LEVELS, reverse=True):
            name = f"{100 * level:g}"
            low, high = table[f"low_{name}"], table[f"high_{name}"]
            ax.fill_between(table["week"], low, high, color=shade(colour, level), linewidth=0, zorder=1)
    marker = "o" if len(table) < 3 else None
    seaborn.lineplot(
        data=table, x="week", y="median", estimator=None, color=colour, lw=width, marker=marker, ax=ax, zorder=5
    )
    return table


def share_axis(ax: Axes, language: str, ticks: Sequence[float] = (0, 0.25, 0.5, 0.75, 1)) -> None:
    """Make the vertical axis one of shares, with pale grid lines."""
    ax.set(ylim=(0, 1), yticks=ticks, xlabel="", ylabel="")
    ax.yaxis.set_major_formatter(percent_axis(language))
    ax.hlines(ticks[1:], *ax.get_xlim(), color=PALE, lw=0.6, zorder=0.5)
    seaborn.despine(ax=ax)


def week_axis(ax: Axes, weeks: tuple[int, int], most: int) -> None:
    """Make the horizontal axis one of weeks, with at most ``most`` ticks and a pale line where a year begins."""
    first, last = weeks
    ax.set(xlim=(first - 0.5, last + 0.5), xticks=layout.week_ticks(last, most))
    edges = [begin for _, begin, _ in layout.year_spans(last)[1:]]
    if len(edges) <= most:
        ax.vlines(edges, 0, 1, color=PALE, lw=0.6, zorder=0.5)


def name_weeks(ax: Axes, language: str, width: float, height: float) -> None:
    """Label the axis of weeks, left of its ticks, on a panel of this size in inches."""
    place = (-0.08 / width, -0.135 / height)
    ax.text(*place, fixed_text("week", language), transform=ax.transAxes, ha="right", va="center", size=8.5)


def name_years(ax: Axes, last: int, height: float, language: str) -> None:
    """Label the years under the weeks, on a panel of this height in inches."""
    across = ax.get_xaxis_transform()
    for k, begin, end in layout.year_spans(last):
        if end - begin >= layout.WEEKS_PER_YEAR / 2:
            place = ((begin + end) / 2, -0.32 / height)
            ax.text(
                *place,
                fixed_text("year", language, n=k),
                transform=across,
                ha="center",
                va="center",
                size=8,
                color=GREY,
            )


def name_lines(ax: Axes, tables: dict[str, tuple[pd.DataFrame, str]], height: float) -> None:
    """Write the name of each line (one or two rows of text) at its right end, without overlaps."""
    right = ax.get_xlim()[1]
    ends = {}
    for name, (table, _) in tables.items():
        known = table.dropna(subset="median")
        ends[name] = (
            (float(known["week"].iloc[-1]) + 0.5, float(known["median"].iloc[-1])) if len(known) else (right, 0)
        )
    beside = [name for name, (week, _) in ends.items() if week >= right - 1]
    heights = layout.spread_apart([ends[name][1] for name in beside], 0.36 / height, 0.04, 0.97)
    for name, (week, end) in ends.items():
        ax.annotate(
            name,
            (week, heights[beside.index(name)] if name in beside else end),
            (5, 0),
            textcoords="offset points",
            va="center",
            color=tables[name][1],
            size=8.5,
            linespacing=1.05,
            annotation_clip=False,
            path_effects=HALO,
            zorder=7,
        )


def final_value(ax: Axes, table: pd.DataFrame, text: str) -> None:
    """Write the last median at the right end of a panel."""
    known = table.dropna(subset="median")
    end = (float(known["week"].iloc[-1]), float(known["median"].iloc[-1]))
    ax.annotate(
        text,
        end,
        (3, 0),
        textcoords="offset points",
        va="center",
        size=8,
        color=INK,
        annotation_clip=False,
        path_effects=HALO,
        zorder=7,
    )
