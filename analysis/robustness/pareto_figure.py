"""Pareto figure: the outcome of each choice against its hours and dollars, and the choices that none dominates."""

import numpy as np
import pandas as pd
import seaborn
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from entente.analysis.plotting import layout
from entente.analysis.plotting.heading import StudyHeading
from entente.analysis.plotting.label_placement import LabelBox, PlanePoint, boxes_around, place_labels
from entente.analysis.plotting.numbers import format_number
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage
from entente.analysis.plotting.style import BLUE, GREY, INK, PALE, house_style, number_ticks, percent_axis
from entente.analysis.plotting.units import UNIT_NAMES
from entente.analysis.robustness.choices_figure import MOST_CHOICES, LeverValues, choice_names
from entente.analysis.robustness.robustness import COST_MEASURES, SENSE, Robustness
from entente.analysis.statistics.measures import MEASURES
from entente.i18n import N_, say

_WIDTH, _LEFT, _PANEL, _GAP, _TALL, _KEY = 11.0, 0.75, 3.25, 0.75, 3.3, 2.45  # inches
_SIZE = 8.5
_TEXTS = {
    "title": N_("What choices bring and what they cost"),
    "by": N_("dominated by {by}"),
    "hours": N_("hours, coordination included, in all"),
    "dollars": N_("dollars in all"),
    "note": N_("Dots: means over the same {futures} futures, with their 95% intervals. Filled: no other "
"choice does at least as well for no more hours and no more dollars. Line: the best for the "
"cost of that panel alone. Hollow: dominated, by the choice named on the right."),
}  # fmt: skip


def pareto_figure(
    found: Robustness, levers: LeverValues, language: str = "en", heading: StudyHeading | None = None
) -> Figure:
    """Draw the first outcome of each choice against its costs.

    Args:
        found: what ``analysis.robustness.robustness.compare_choices`` gives.
        levers: for each choice, the value of each lever as text.
        language: ``en`` or ``fr``.
        heading: the scenario, and what is changed of it.
    """
    names = list(found.choices["choice"])[:MOST_CHOICES]
    ranks = {name: k + 1 for k, name in enumerate(names)}
    by = dict(zip(found.choices["choice"], found.choices["dominated_by"], strict=True))
    outcome = found.measures[0]
    called = choice_names(levers, language)
    keys = []
    for name in names:
        lines = layout.wrap(called[name], _KEY - 0.35, _SIZE)
        if by[name] is not None and by[name] == by[name]:
            shown = ranks.get(by[name], called[by[name]])
            lines += layout.wrap(say(_TEXTS["by"], language, by=shown), _KEY - 0.35, _SIZE)
        keys.append(lines)
    tall = max(_TALL, 0.15 * sum(map(len, keys)) + 0.05 * len(keys))
    with house_style():
        under = layout.wrap(
            say(_TEXTS["note"], language, futures=format_number(found.count, language)), _WIDTH - 2 * EDGE, NOTE_SIZE
        )
        about = (heading or StudyHeading()).lines(language, _WIDTH - 2 * EDGE)
        page = FigurePage(_WIDTH, EDGE, {"edge": 0.18, "title": 0.32, "about": 0.2 * len(about) + 0.2, "main": tall,
                                         "axis": 0.65, "note": 0.16 * len(under) + 0.12})  # fmt: skip
        page.title("title", [say(_TEXTS["title"], language)], size=13, weight="bold")
        page.text("about", about, 0.2, size=9, color=GREY)
        page.text("note", under, 0.16, size=NOTE_SIZE, color=GREY)
        tables = {name: found.outcomes[found.outcomes["measure"] == name].set_index("choice").loc[names]
                  for name in (outcome, *COST_MEASURES)}  # fmt: skip
        free = [name for name in names if by[name] is None or by[name] != by[name]]
        for k, cost in enumerate(COST_MEASURES):
            ax = page.axes("main", _LEFT + k * (_PANEL + _GAP), _PANEL)
            _draw_plane(ax, tables[cost], tables[outcome], ranks, free, SENSE[outcome], tall)
            _make_scales(ax, cost, outcome, language, first=k == 0)
        _write_key(page.axes("main", _WIDTH - _KEY - 0.1, _KEY), keys, [name in free for name in names], tall)
        return page.figure


def _draw_plane(ax: Axes, cost: pd.DataFrame, outcome: pd.DataFrame, ranks: dict[str, int], free: list[str], sense: int,
         tall: float) -> None:  # fmt: skip
    """Draw each choice by its cost and its outcome, with its rank beside it."""
    cost, outcome = (one.replace([np.inf, -np.inf], np.nan) for one in (cost, outcome))  # one future has no interval
    x, y = cost["mean"].to_numpy(float), outcome["mean"].to_numpy(float)
    for values, ends, put in ((x, cost, ax.set_xlim), (y, outcome, ax.set_ylim)):
        low, high = np.nanmin(ends[["mean", "mean_low"]]), np.nanmax(ends[["mean", "mean_high"]])
        room = 0.12 * (high - low) or 0.1 * abs(float(values[0])) or 1.0
        put(low - room, high + room)
    for k, name in enumerate(cost.index):
        hue = BLUE if name in free else GREY
        ax.plot([cost["mean_low"].iat[k], cost["mean_high"].iat[k]], [y[k]] * 2, color=hue, lw=1.0, zorder=3)
        ax.plot([x[k]] * 2, [outcome["mean_low"].iat[k], outcome["mean_high"].iat[k]], color=hue, lw=1.0, zorder=3)
        ax.plot([x[k]], [y[k]], "o", ms=5, mfc=hue if name in free else "white", mec=hue, mew=1.1, zorder=4)
    edge = pareto_front(x, y * sense)
    ax.plot(x[edge], y[edge], color=PALE, lw=2.2, zorder=1, drawstyle="steps-post")
    bars = [((a, b), (c, d)) for k in range(len(x)) for a, b, c, d in (
        (cost["mean_low"].iat[k], y[k], cost["mean_high"].iat[k], y[k]),
        (x[k], outcome["mean_low"].iat[k], x[k], outcome["mean_high"].iat[k]))]  # fmt: skip
    _write_ranks(ax, list(zip(x, y, strict=True)), list(ranks.values()), bars, tall)


def pareto_front(cost: np.ndarray, good: np.ndarray) -> list[int]:
    """Return the ranks of the Pareto front of cost and outcome, the cheapest first."""
    kept: list[int] = []
    for k in np.lexsort((-good, cost)):
        if not kept or good[k] > good[kept[-1]]:
            kept.append(int(k))
    return kept


def _write_ranks(
    ax: Axes, places: list[PlanePoint], ranks: list[int], bars: list[tuple[PlanePoint, PlanePoint]], tall: float
) -> None:
    """Write the rank of each choice beside its dot, clear of the others and of the intervals where it can be."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()

    def inches(place: PlanePoint) -> PlanePoint:
        return (place[0] - left) / (right - left) * _PANEL, (place[1] - low) / (high - low) * tall

    spots = [inches(place) for place in places]
    wide = [layout.text_width(str(rank), _SIZE, "bold") + 0.02 for rank in ranks]
    wishes = [[(box, 0.1 * k) for k, box in enumerate(boxes_around(spot, width, 0.12, (0.05, 0.14, 0.26)))]
              for spot, width in zip(spots, wide, strict=True)]  # fmt: skip
    dots = [LabelBox.around(spot, 0.09, 0.09) for spot in spots]
    chosen = place_labels(wishes, dots, [(inches(begin), inches(end)) for begin, end in bars])
    for k, rank in enumerate(ranks):
        (across, up) = wishes[k][chosen[k]][0].centre
        ax.text(across / _PANEL, up / tall, str(rank), transform=ax.transAxes, ha="center", va="center", size=_SIZE,
                weight="bold", color=INK, zorder=6)  # fmt: skip


def _make_scales(ax: Axes, cost: str, outcome: str, language: str, *, first: bool) -> None:
    """Scale and label the axes of a panel."""
    ax.set_xticks(layout.round_ticks(*ax.get_xlim(), 5))
    ax.xaxis.set_major_formatter(number_ticks(language))
    ax.set_xlabel(say(_TEXTS[cost], language), size=_SIZE)
    unit = MEASURES[outcome].unit
    shared = unit in ("share", "yes/no")
    ax.set_yticks(layout.round_ticks(*ax.get_ylim(), 7))
    ax.yaxis.set_major_formatter(percent_axis(language) if shared else number_ticks(language))
    if first:
        words = "" if shared else f" ({say(UNIT_NAMES.get(unit, unit), language)})"
        ax.set_ylabel(MEASURES[outcome].meaning(language) + words, size=_SIZE)
    seaborn.despine(ax=ax)


def _write_key(ax: Axes, keys: list[list[str]], free: list[bool], tall: float) -> None:
    """Write which choice each rank is, from the top."""
    ax.set(xlim=(0, _KEY), ylim=(tall, 0), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    y = 0.08
    for rank, (lines, stands) in enumerate(zip(keys, free, strict=True), start=1):
        ax.text(0.22, y, str(rank), ha="right", va="center", size=_SIZE, weight="bold", color=INK)
        for line in lines:
            ax.text(0.32, y, line, va="center", size=_SIZE, color=INK if stands else GREY)
            y += 0.15
        y += 0.05
