"""Figure of the posterior predictive check: curves of runs from the posterior under the observations, by series."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from entente.analysis.calibration.heading import CALIBRATION_WIDTH, CalibrationHeading, calibration_page
from entente.analysis.calibration.observations import CEILINGS, OBSERVABLE
from entente.analysis.plotting.numbers import format_number
from entente.analysis.plotting.page import EDGE
from entente.analysis.plotting.panel_rows import PanelName, PanelRows
from entente.analysis.plotting.style import BLUE, INK, VERMILION, house_style, number_ticks, shade
from entente.analysis.plotting.week_panels import name_weeks, share_axis, week_axis
from entente.analysis.plotting.words import fixed_text
from entente.i18n import N_, say
from entente.i18n import unit as unit_in

_LEFT, _GAP, _MOST = 0.78, 0.62, 24
_TEXTS = {
    "title": N_("What calibrated runs give, and what was observed"),
    "note": N_("Lines and bands: median, middle 50% and 90% of runs whose settings are drawn from what the "
"data say. Marks: what was observed, with its 90% interval where few were asked. Dots: "
"inside of what 90% of such runs would have shown; triangles: outside ({out} of {n}; about "
"{expected} expected)."),
}  # fmt: skip


def posterior_predictive_figure(
    curves: pd.DataFrame, table: pd.DataFrame, given: CalibrationHeading, language: str = "en"
) -> Figure:
    """Draw runs from the posterior and the observations, one panel per series.

    Args:
        curves: what ``analysis.calibration.posterior_predictive.predictive_curves`` gives.
        table: what ``analysis.calibration.posterior_predictive.predictive_table`` gives.
        given: the heading of the calibration.
        language: ``en`` or ``fr``.

    Returns:
        The figure, outside of pyplot; ``analysis.plotting.style.save_figure`` writes it.
    """
    names = list(dict.fromkeys(table["series"]))
    shown = names[:_MOST]
    across = 1 if len(shown) == 1 else 2 if len(shown) <= 4 else 3
    width = (CALIBRATION_WIDTH - _LEFT - EDGE - 0.1 - _GAP * (across - 1)) / across
    called = [PanelName(OBSERVABLE[name].meaning(language), name) for name in shown]
    cells = PanelRows("series", called, across, width, 2.6 if across == 1 else 1.5, _GAP, _LEFT, 0.42)
    out, many = int((~table["inside"]).sum()), len(table)
    notes = say(_TEXTS["note"], language, out=out, n=many, expected=format_number(0.1 * many, language))
    if names[_MOST:]:
        notes += " " + fixed_text("not_shown", language, names=", ".join(names[_MOST:]))
    with house_style():
        page = calibration_page(given, say(_TEXTS["title"], language), cells.blocks(), notes, language)
        for k, (ax, name) in enumerate(zip(cells.axes(page), shown, strict=True)):
            _draw_panel(ax, curves[curves["series"] == name], table[table["series"] == name], name, language)
            if k % across == 0:
                name_weeks(ax, language, width, cells.tall)
    return page.figure


def _draw_panel(ax: Axes, mine: pd.DataFrame, marks: pd.DataFrame, name: str, language: str) -> None:
    """Draw one series."""
    week_axis(ax, (int(mine["week"].min()), int(mine["week"].max())), 6)
    for level in (90, 50):
        ax.fill_between(mine["week"], mine[f"low_{level}"], mine[f"high_{level}"], color=shade(BLUE, level / 100), lw=0,
                        zorder=1)  # fmt: skip
    ax.plot(mine["week"], mine["median"], color=BLUE, lw=1.5, zorder=3)
    ax.vlines(marks["week"], marks["from_"], marks["to"], color=INK, lw=0.9, zorder=4)
    for inside, look in (
        (True, {"marker": "o", "ms": 3.8, "color": INK}),
        (False, {"marker": "^", "ms": 6, "color": VERMILION}),
    ):
        some = marks[marks["inside"] == inside]
        ax.plot(some["week"], some["value"], ls="", mec="white", mew=0.6, zorder=5, clip_on=False, **look)
    _scale_axis(ax, mine, marks, name, language)


def _scale_axis(ax: Axes, mine: pd.DataFrame, marks: pd.DataFrame, name: str, language: str) -> None:
    """Give the upright axis of a series its range and its numbers."""
    unit = OBSERVABLE[name].unit
    if unit == "share":
        share_axis(ax, language, (0, 0.5, 1))
        return
    top = CEILINGS.get(unit, 1.08 * float(np.nanmax([mine["high_90"].max(), marks["to"].max(), 1e-9])))
    ax.set(ylim=(0, top))
    ax.yaxis.set_major_locator(MaxNLocator(4))
    ax.yaxis.set_major_formatter(number_ticks(language))
    ax.set_ylabel("" if unit == "share" else unit_in(unit, language), size=7.5, labelpad=2)
    ax.spines[["top", "right"]].set_visible(False)
