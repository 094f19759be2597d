"""Figure of the recovery of known parameters: estimates against true values, and interval coverage by level."""

from itertools import chain

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.stats import binom

from entente.analysis.calibration.heading import CALIBRATION_WIDTH, CalibrationHeading, calibration_page, scale_numbers
from entente.analysis.calibration.recovery import RecoveryCheck, interval_coverage
from entente.analysis.calibration.regression_abc import Prior
from entente.analysis.plotting.numbers import format_number, format_percent
from entente.analysis.plotting.page import EDGE
from entente.analysis.plotting.panel_rows import PanelName, PanelRows
from entente.analysis.plotting.style import BLUE, GREY, INK, PALE, house_style, percent_axis
from entente.i18n import N_, say

_TALL, _GAP, _LEFT, _SHOWN = 1.75, 0.55, 0.75, 80
_ENDS = (("share", "held"), ("low", "low"), ("high", "high"))
_TEXTS = {
    "title": N_("Known settings, found again"),
    "true": N_("true value"),
    "found": N_("found"),
    "level": N_("level of the interval"),
    "held": N_("holds the truth"),
    "ninety": N_("90% → {share} [{low}; {high}]"),
    "note": N_("{n} runs of the bank were held out and their settings looked for as those of the data are. "
"Above: median and 90% interval of each ({shown} of them) against the true value; on the "
"dashed line, found exactly; a level cloud: the data say nothing of it. Below: how often "
"intervals of each level held the true value; grey: what chance alone allows in 95% of such "
"checks."),
}  # fmt: skip


def recovery_figure(
    checked: RecoveryCheck, priors: tuple[Prior, ...], given: CalibrationHeading, language: str = "en"
) -> Figure:
    """Draw, for each parameter, estimates against true values and the coverage of intervals.

    Args:
        checked: the recovery of runs held out.
        priors: the parameters.
        given: the heading of the calibration.
        language: ``en`` or ``fr``.

    Returns:
        The figure, outside of pyplot; ``analysis.plotting.style.save_figure`` writes it.
    """
    across = 4 if len(priors) in (4, 7, 8) else 3
    width = (CALIBRATION_WIDTH - _LEFT - EDGE - _GAP * (across - 1)) / across
    table, tries = interval_coverage(checked.tries), len(checked.misfits)
    rows = [priors[k : k + across] for k in range(0, len(priors), across)]
    pairs = []
    for k, row in enumerate(rows):
        names = [given.cell(one.key, language) for one in row]
        keys = [PanelName("", _coverage_at_90(table, one.key, language)) for one in row]
        pairs.append((
            PanelRows(f"found {k}", names, across, width, _TALL, _GAP, _LEFT, 0.48),
            PanelRows(f"held {k}", keys, across, width, _TALL, _GAP, _LEFT, 0.6),
        ))  # fmt: skip
    notes = say(_TEXTS["note"], language, n=format_number(tries, language), shown=min(_SHOWN, tries))
    blocks: dict[str, float] = {}
    for cells in chain.from_iterable(pairs):
        blocks |= cells.blocks()
    with house_style():
        page = calibration_page(given, say(_TEXTS["title"], language), blocks, notes, language)
        for row, (above, below) in zip(rows, pairs, strict=True):
            panels = list(zip(row, list(above.axes(page)), list(below.axes(page)), strict=True))
            for one, upper, lower in panels:
                _draw_recovery(upper, checked.tries[checked.tries["parameter"] == one.key], one, language)
                _draw_coverage(lower, table[table["parameter"] == one.key], language)
            _, upper, lower = panels[0]
            upper.set_ylabel(say(_TEXTS["found"], language), size=8)
            lower.set_ylabel(say(_TEXTS["held"], language), size=8)
    return page.figure


def _coverage_at_90(table: pd.DataFrame, parameter: str, language: str) -> str:
    """Write the coverage of the 90 % intervals of a parameter, with its own interval."""
    row = table[(table["parameter"] == parameter) & np.isclose(table["level"], 0.9)].iloc[0]
    return say(_TEXTS["ninety"], language, **{of: format_percent(row[name], language) for of, name in _ENDS})


def _draw_recovery(ax: Axes, mine: pd.DataFrame, prior: Prior, language: str) -> None:
    """Draw estimates against true values."""
    some = mine.iloc[:_SHOWN]
    ax.plot(prior.ends, prior.ends, color=GREY, lw=0.9, ls=(0, (4, 2)), zorder=1)
    ax.vlines(some["truth"], some["low_90"], some["high_90"], color=BLUE, lw=0.8, alpha=0.45, zorder=2)
    ax.plot(some["truth"], some["median"], "o", ms=3, mfc=BLUE, mec="white", mew=0.4, zorder=3)
    ax.set(xlim=prior.ends, ylim=prior.ends)
    for axis in (ax.xaxis, ax.yaxis):
        scale_numbers(axis, (prior.low, prior.high), language)
    ax.set_xlabel(say(_TEXTS["true"], language), size=8, labelpad=2)
    ax.spines[["top", "right"]].set_visible(False)


def _draw_coverage(ax: Axes, mine: pd.DataFrame, language: str) -> None:
    """Draw how often intervals of each level covered the true value."""
    levels, tries = mine["level"].to_numpy(), int(mine["tries"].iloc[0])
    low, high = (binom.ppf(share, tries, levels) / tries for share in (0.025, 0.975))
    ax.fill_between([0, *levels, 1], [0, *low, 1], [0, *high, 1], color=PALE, lw=0, zorder=1)
    ax.plot([0, 1], [0, 1], color=GREY, lw=0.9, ls=(0, (4, 2)), zorder=2)
    ax.plot(levels, mine["held"], color=BLUE, lw=1.6, marker="o", ms=2.6, zorder=3)
    ninety = mine[np.isclose(levels, 0.9)].iloc[0]
    ax.plot(0.9, ninety["held"], "o", ms=6, mfc="none", mec=INK, mew=1.0, zorder=4)
    ax.set(xlim=(0, 1), ylim=(0, 1), xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(percent_axis(language))
    ax.set_xlabel(say(_TEXTS["level"], language), size=8, labelpad=2)
    ax.spines[["top", "right"]].set_visible(False)
