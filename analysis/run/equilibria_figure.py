"""Figure of long-run equilibria from low, middle and high starts: one basin of attraction or several."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from entente.analysis.plotting.page import FigurePage
from entente.analysis.plotting.style import BLUE, INK, ORANGE, VERMILION, house_style, shade
from entente.analysis.plotting.week_panels import HALO, name_weeks, share_axis, week_axis
from entente.analysis.statistics.curves import bands

_WIDTH, _LEFT, _GAP, _TALL = 9.0, 0.8, 0.35, 2.6
_HUES = (BLUE, ORANGE, VERMILION)
_DASHES = ("-", (0, (5, 1.5)), (0, (1.5, 1.2)))
_BAND = 0.5
_NAMED_AT = 20  # row of the table of a curve at which its start is named: there the curves are apart


def equilibria_figure(panels: Mapping[str, Mapping[str, pd.DataFrame]], title: str, note: str, language: str) -> Figure:
    """Draw the median and the middle half of mobilisation from several starts, one panel per setting.

    Args:
        panels: for each panel's name, the weekly table of each start's name, from the highest start to the lowest.
        title: title of the figure.
        note: what the bands are, and what was switched off.
        language: ``en`` or ``fr``.
    """
    with house_style():
        page = FigurePage(_WIDTH, 0.25, {"above": 0.2, "title": 0.5, "panels": _TALL, "weeks": 0.45, "note": 0.35})
        page.title("title", [title], size=13, weight="bold")
        width = (_WIDTH - _LEFT - 0.3 - _GAP * (len(panels) - 1)) / len(panels)
        for k, (name, starts) in enumerate(panels.items()):
            ax = page.axes("panels", _LEFT + k * (width + _GAP), width)
            weeks = next(iter(starts.values()))["week"]
            week_axis(ax, (int(weeks.min()), int(weeks.max())), 5)
            share_axis(ax, language)
            ax.set_title(name, loc="left", weight="bold")
            if k > 0:
                ax.set_yticklabels([])
            else:
                name_weeks(ax, language, width, _TALL)
            for (start, table), hue, dash in zip(starts.items(), _HUES, _DASHES, strict=False):
                curve = bands(table, "mobilisation", [_BAND])
                low, high = curve[f"low_{100 * _BAND:g}"], curve[f"high_{100 * _BAND:g}"]
                ax.fill_between(curve["week"], low, high, color=shade(hue, _BAND), alpha=0.45, linewidth=0, zorder=1)
                ax.plot(curve["week"], curve["median"], color=hue, linestyle=dash, lw=1.6, zorder=5)
                if k == 0:
                    shown = curve.iloc[min(_NAMED_AT, len(curve) - 1)]
                    place = (float(shown["week"]) + 6, float(shown["median"]))
                    ax.annotate(start, place, size=8, color=INK, va="center", path_effects=HALO, zorder=9)
        page.text("note", [note], 0.18, size=8)
        return page.figure
