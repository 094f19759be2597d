"""Figure of main effects: the mean of an outcome along each axis, with intervals, over bands of runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import seaborn
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from entente.analysis.plotting import layout
from entente.analysis.plotting.heading import StudyHeading
from entente.analysis.plotting.numbers import format_number, format_percent
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage
from entente.analysis.plotting.setting_names import level_title
from entente.analysis.plotting.style import BLUE, GREY, INK, PALE, house_style, number_ticks, percent_axis, shade
from entente.analysis.plotting.words import fixed_text
from entente.analysis.statistics.measures import MEASURES
from entente.i18n import N_, say

_ACROSS, _MOST = 3, 12  # panels in a row, and on a page
_LEFT, _RIGHT, _GAP, _WIDE, _TALL = 0.75, 0.2, 0.62, 2.85, 1.7  # inches
_SIZE, _TITLE = 8.5, 13
_SHARES = {"share", "yes/no", "ratio"}
_TEXTS = {
    "title": N_("{measure}, axis by axis"),
    "size": N_("{points} points × {replicates} replicates"),
    "reading": N_("Points: means, with their 95% intervals; the other axes are wherever the design puts them. "
"Bands: the middle {half} and {most} of the runs."),
    "left_out": N_("Not shown: {names}."),
}  # fmt: skip


@dataclass(frozen=True)
class StudyAxes:
    """What the figure says of the study.

    Attributes:
        names: what each axis is called, by its key.
        units: of each axis, in the language of the figure.
        heading: the scenario, and what all points change of it.
        points: of the design.
        replicates: of each point.
        worlds: over how many plausible settings they are spread; 0 where they are not.
    """

    names: Mapping[str, str]
    units: Mapping[str, str]
    heading: StudyHeading
    points: int
    replicates: int
    worlds: int = 0


def effects_figure(table: pd.DataFrame, outcome: str, about: StudyAxes, language: str = "en") -> Figure:
    """Draw an outcome along each axis.

    Args:
        table: what ``analysis.sweep.effects.axis_effects`` gives.
        outcome: the measure that it is of.
        about: what is said of the study.
        language: ``en`` or ``fr``.

    Returns:
        The figure, outside of pyplot; ``analysis.plotting.style.save_figure`` writes it.
    """
    with house_style():
        return _draw_page(table, outcome, about, language)


def _draw_page(table: pd.DataFrame, outcome: str, about: StudyAxes, language: str) -> Figure:
    """Draw the page."""
    axes = list(dict.fromkeys(table["axis"]))
    shown = axes[:_MOST]
    across = min(_ACROSS, len(shown))
    width = max(_LEFT + across * _WIDE + (across - 1) * _GAP + _RIGHT, 6.4)
    rows = [shown[k : k + across] for k in range(0, len(shown), across)]
    headings = {axis: layout.wrap(about.names[axis], _WIDE, _SIZE, "bold") for axis in shown}
    meaning = MEASURES[outcome].meaning(language)
    title = layout.wrap(say(_TEXTS["title"], language, measure=meaning), width - 2 * EDGE, _TITLE, "bold")
    counts = {"points": format_number(about.points, language), "replicates": format_number(about.replicates, language)}
    size = say(_TEXTS["size"], language, **counts)
    items = [size]
    if about.worlds:
        items.append(fixed_text("spread", language, count=format_number(about.worlds, language)))
    head = about.heading.lines(language, width - 2 * EDGE, items)
    under = _notes([about.names[one] for one in axes[_MOST:]], language, width)
    blocks = {"edge": 0.18, "title": 0.26 * len(title), "subtitle": 0.2 * len(head) + 0.16}
    for k, row in enumerate(rows):
        names = 0.15 * max(len(headings[axis]) for axis in row) + 0.1
        blocks |= {f"names {k}": names, f"row {k}": _TALL, f"under {k}": 0.55}
    page = FigurePage(width, EDGE, blocks | {"notes": 0.16 * len(under) + 0.14})
    page.title("title", title, size=_TITLE, weight="bold")
    page.text("subtitle", head, 0.2, size=9, color=GREY)
    page.text("notes", under, 0.16, size=NOTE_SIZE, color=GREY)
    seen = table[["low_90", "low", "high_90", "high"]].replace([np.inf, -np.inf], np.nan)
    span = float(seen.min().min()), float(seen.max().max())
    for k, row in enumerate(rows):
        for place, axis in enumerate(row):
            left = _LEFT + place * (_WIDE + _GAP)
            page.text(f"names {k}", headings[axis], 0.15, left=left, size=_SIZE, weight="bold", color=INK)
            _draw_panel(page.axes(f"row {k}", left, _WIDE), table[table["axis"] == axis], axis, about, language)
    for ax in page.figure.axes:
        _make_upright_axis(ax, outcome, span, language)
    return page.figure


def _notes(left_out: Sequence[str], language: str, width: float) -> list[str]:
    """Return the notes needed to read the panels, in lines that fit the page."""
    texts = [say(_TEXTS["reading"], language, half=format_percent(0.5, language), most=format_percent(0.9, language))]
    if left_out:
        texts.append(say(_TEXTS["left_out"], language, names="; ".join(left_out)))
    return [line for text in texts for line in layout.wrap(text, width - 2 * EDGE, NOTE_SIZE)]


def _draw_panel(ax: Axes, mine: pd.DataFrame, axis: str, about: StudyAxes, language: str) -> None:
    """Draw one axis: over its numbers, or level by level."""
    parted = mine["from"].notna().all()
    numbers = parted or pd.to_numeric(mine["level"], errors="coerce").notna().all()
    if numbers:
        places = ((mine["from"] + mine["to"]) / 2 if parted else pd.to_numeric(mine["level"])).to_numpy()
        for level in (90, 50):
            ax.fill_between(places, mine[f"low_{level}"], mine[f"high_{level}"], color=shade(BLUE, level / 100), lw=0)
        ax.plot(places, mine["mean"], color=BLUE, lw=1.5)
        unit = about.units.get(axis, "")
        ax.set_xlabel(unit, labelpad=2)
        ax.xaxis.set_major_formatter(number_ticks(language))
    else:
        places = range(len(mine))
        for level, wide in ((90, 9), (50, 15)):
            ax.vlines(places, mine[f"low_{level}"], mine[f"high_{level}"], color=shade(BLUE, level / 100), lw=wide)
        room = _WIDE / len(mine)
        texts = [layout.wrap(level_title(axis, one, language), room, 8) for one in mine["level"]]
        ax.set_xticks(list(places), ["\n".join(lines) for lines in texts])
        ax.set_xlim(-0.6, len(mine) - 0.4)
    reach = [(mine["mean"] - mine["low"]), (mine["high"] - mine["mean"])]
    ax.errorbar(places, mine["mean"], yerr=[np.where(np.isfinite(one), one, 0) for one in reach], fmt="o", ms=4,
                color=BLUE, ecolor=INK, elinewidth=1.1, capsize=2.5, zorder=5)  # fmt: skip


def _make_upright_axis(ax: Axes, outcome: str, span: tuple[float, float], language: str) -> None:
    """Make the upright axis that of the outcome, the same in every panel."""
    low, high = span
    room = 0.04 * (high - low or 1)
    shares = MEASURES[outcome].unit in _SHARES
    ax.set_ylim(max(low - room, -0.02) if shares and low >= 0 else low - room, high + room)
    if shares:
        ax.yaxis.set_major_formatter(percent_axis(language))
    else:
        ax.yaxis.set_major_formatter(number_ticks(language))
    ax.grid(axis="y", color=PALE, lw=0.6)
    ax.set_axisbelow(True)
    seaborn.despine(ax=ax)
