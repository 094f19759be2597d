"""Figure of Sobol' indices: factors ranked by total effect, with intervals, noise and convergence."""

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from entente.analysis.plotting.numbers import NARROW_SPACE, format_number, format_percent
from entente.analysis.plotting.page import EDGE, FigurePage
from entente.analysis.plotting.style import BLUE, GREY, ORANGE, house_style, percent_axis, shade
from entente.analysis.sensitivity import factor_rows as factors
from entente.analysis.sensitivity.factor_rows import (
    CHANCE_ZONE,
    FACTOR_SIZE,
    NAME_WIDTH,
    PAGE_WIDTH,
    SMALL_SIZE,
    FactorRows,
    FactorStudy,
)
from entente.analysis.sensitivity.indices import FEWEST_BLOCKS, MATTERS, PRECISE_HALF_WIDTH, Convergence, Sensitivity
from entente.analysis.statistics.measures import MEASURES
from entente.i18n import N_, say

_EFFECTS, _VALUE, _GROWTH = 3.55, 0.85, 1.75  # inches: panel of effects, values on its right, panel of their growth
_TOTAL = {"marker": "o", "ms": 5, "mfc": BLUE, "mec": BLUE}
_FIRST = {"marker": "D", "ms": 4, "mfc": "white", "mec": ORANGE, "mew": 1.2}
_SHOWN = 4  # sizes of the design in the panel of growth
_TEXTS = {
    "title": N_("{measure}: where differences come from"),
    "size": N_("{n} blocks of {size} points"),
    "total": N_("total: alone and with the others"),
    "first": N_("alone (first order)"),
    "noise_zone": N_("what noise alone would give"),
    "axis": N_("share of the variance (95% intervals)"),
    "growth": N_("total effect with"),
    "blocks": N_("{steps} blocks"),
    "settled": N_("Settled: every total effect is known to within ± {widest} (percentage points), and none "
"moved by more than {moved} when the points were last doubled."),
    "unsettled": N_("Not settled: a total effect is known only to within ± {widest} percentage points (± "
"{wished} wished for){more}."),
    "moved": N_("; one moved by {moved} when the points were last doubled"),
    "needed": N_(" About {n} blocks would do."),
    "few": N_("Not settled: too few blocks to resample; {n} at least are needed."),
    "order": N_("The order of those above {least} is sure."),
    "ties": N_("The order is not sure among ranks {ranks}."),
    "together": N_("{share} of the variance comes of factors acting together: none explains it alone."),
    "noise": N_("Noise makes {share} of the variance of the points, which are means over replicates; within "
"each total effect, {most} at the most."),
    "no_noise": N_("With one replicate of each point, noise cannot be separated from effects: ask for several."),
    "constant": N_("This outcome is the same at every point: there is nothing to explain."),
}  # fmt: skip


def indices_figure(found: Sensitivity, measure: str, study: FactorStudy, language: str = "en") -> Figure:
    """Draw the factors of an outcome, strongest total effect first.

    Args:
        found: what ``analysis.sensitivity.indices.sobol_indices`` gives.
        measure: name of the outcome.
        study: what was studied.
        language: ``en`` or ``fr``.

    Returns:
        The figure, outside of pyplot; ``analysis.plotting.style.save_figure`` writes it.
    """
    table, noise = found.table, found.noise
    blocks = int(found.growth["blocks"].max())
    with house_style():
        rows = factors.lay_out_factors(study, table["factor"].to_list(), language)
        size = say(_TEXTS["size"], language, n=format_number(blocks, language), size=len(table) + 2)
        notes = [*convergence_sentences(found, language), factors.direction_note(language)]
        title = say(_TEXTS["title"], language, measure=MEASURES[measure].meaning(language))
        page = factors.write_page(study, title, language, [size], notes, rows)
        factors.write_rows(page, rows, PAGE_WIDTH - EDGE)
        items = [(say(_TEXTS["total"], language), _TOTAL), (say(_TEXTS["first"], language), _FIRST)]
        if noise == noise:
            items.append((say(_TEXTS["noise_zone"], language), {"facecolor": CHANCE_ZONE}))
        factors.draw_keys(page, "keys", items)
        ax = factors.factor_axes(
            page, NAME_WIDTH, _EFFECTS, rows, _axis_reach(table[["total", "total_high", "first_high"]])
        )
        ax.set_xlabel(say(_TEXTS["axis"], language), size=FACTOR_SIZE)
        ax.xaxis.set_major_formatter(percent_axis(language))
        _draw_effects(ax, table, blocks, rows, language)
        reach = _axis_reach(found.growth[["total", "total_high"]])
        ax = factors.factor_axes(page, PAGE_WIDTH - EDGE - _GROWTH, _GROWTH, rows, reach)
        _draw_growth(ax, found.growth, table, rows, language)
        _name_growth(page, found.growth, language)
        return page.figure


def _axis_reach(columns: pd.DataFrame) -> float:
    """Return the end of an axis of shares: the largest finite value, one and a half at most."""
    ends = columns.to_numpy(float)
    return min(1.5, max(0.1, 1.04 * float(np.max(ends[np.isfinite(ends)], initial=0))))


def _draw_effects(ax: Axes, table: pd.DataFrame, blocks: int, rows: FactorRows, language: str) -> None:
    """Draw the total effect of each factor over its effect alone, with their intervals, and write the total."""
    sure = 2 / math.sqrt(2 * blocks)  # twice the standard error of a rank correlation of so many pairs
    for k, one in enumerate(table.itertuples()):
        y = rows.middle(k)
        if one.noise > 0:
            ax.fill_between([0, one.noise], rows.edges[k], rows.edges[k + 1], color=CHANCE_ZONE, lw=0, zorder=0)
        factors.draw_whisker(ax, (one.total_low, one.total_high), y - 0.07, color=BLUE, lw=1.6, zorder=3)
        factors.draw_whisker(ax, (one.first_low, one.first_high), y + 0.09, color=ORANGE, lw=1.2, zorder=3)
        if math.isfinite(one.total):
            ax.plot([one.total], [y - 0.07], zorder=4, **_TOTAL)
            ax.plot([max(one.first, 0)], [y + 0.09], zorder=4, clip_on=False, **_FIRST)
        text = "–" if one.total != one.total else format_percent(one.total, language).replace(NARROW_SPACE, "\u00a0")
        factors.write_value(ax, y, text, one.direction if abs(one.direction) > sure else 0)


def _draw_growth(ax: Axes, growth: pd.DataFrame, table: pd.DataFrame, rows: FactorRows, language: str) -> None:
    """Draw the total effect of each factor on growing parts of the points, the whole lowest and darkest."""
    ax.xaxis.set_major_formatter(percent_axis(language))
    ax.set_xticks(factors.round_ticks_from_zero(ax.get_xlim()[1], 2))
    steps = growth["blocks"].unique()[-_SHOWN:]
    for k, factor in enumerate(table["factor"]):
        mine = growth[growth["factor"] == factor].set_index("blocks").loc[steps]
        for place, one in enumerate(mine.itertuples()):
            y = rows.middle(k) + 0.09 * (place - (len(steps) - 1) / 2)
            hue = shade(BLUE, 0.9 * (1 - (place + 1) / len(steps)))
            factors.draw_whisker(ax, (one.total_low, one.total_high), y, color=hue, lw=1.4, zorder=3)
            ax.plot([one.total], [y], "o", ms=3, color=hue, zorder=4)


def _name_growth(page: FigurePage, growth: pd.DataFrame, language: str) -> None:
    """Say over the panel of growth how large the parts are, from the top one."""
    steps = ", ".join(format_number(int(one), language) for one in growth["blocks"].unique()[-_SHOWN:])
    ax = factors.blank_axes(page, "head", PAGE_WIDTH - EDGE - _GROWTH, _GROWTH, 0.34)
    for k, line in enumerate((say(_TEXTS["growth"], language), say(_TEXTS["blocks"], language, steps=steps))):
        ax.text(0, 0.08 + 0.14 * k, line, size=SMALL_SIZE, color=GREY, va="center")


def convergence_sentences(found: Sensitivity, language: str) -> list[str]:
    """Write in sentences whether the indices have converged, and the part of noise in them."""
    settled, noise = found.convergence, found.noise
    if not found.varies:
        return [say(_TEXTS["constant"], language)]
    lines = [_convergence_sentence(settled, language)]
    if math.isfinite(settled.widest):
        order = _TEXTS["ties" if settled.ties else "order"]
        lines[0] += " " + say(order, language, ranks=_uncertain_ranks(found), least=format_percent(MATTERS, language))
    lines.append(say(_TEXTS["together"], language, share=_format_share(found.together, language)))
    most = _format_share(float(found.table["noise"].max()), language)
    lines.append(
        say(
            _TEXTS["noise" if noise == noise else "no_noise"], language, share=_format_share(noise, language), most=most
        )
    )
    return lines


def _uncertain_ranks(found: Sensitivity) -> str:
    """Write the ranks whose order is uncertain, such as ``1-2, 5-8``."""
    rank = {factor: k for k, factor in enumerate(found.table["factor"], start=1)}
    spans: list[list[int]] = []
    for one, other in found.convergence.ties:
        if spans and spans[-1][1] == rank[one]:
            spans[-1][1] = rank[other]
        else:
            spans.append([rank[one], rank[other]])
    return ", ".join(f"{first}-{last}" for first, last in spans)


def _convergence_sentence(settled: Convergence, language: str) -> str:
    """Write in a sentence whether the values of the indices have converged."""
    if not math.isfinite(settled.widest):
        return say(_TEXTS["few"], language, n=FEWEST_BLOCKS)
    widest, moved = (format_number(100 * one, language, 1) for one in (settled.widest, settled.moved))
    if settled.values:
        return say(_TEXTS["settled"], language, widest=widest, moved=moved)
    more = say(_TEXTS["moved"], language, moved=moved) if settled.moved > PRECISE_HALF_WIDTH else ""
    wished = format_number(100 * PRECISE_HALF_WIDTH, language)
    text = say(_TEXTS["unsettled"], language, widest=widest, wished=wished, more=more)
    return text + (say(_TEXTS["needed"], language, n=format_number(settled.needed, language)) if settled.needed else "")


def _format_share(value: float, language: str) -> str:
    """Write a share, with a decimal when it is small."""
    return format_percent(value, language, 1 if 0 < value < 0.1 else 0)
