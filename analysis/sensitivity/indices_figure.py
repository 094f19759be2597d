"""What makes an outcome vary: factors ranked by total effect, with intervals, luck, and how the effects settled."""

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from entente.analysis.plotting.numbers import NARROW_SPACE, format_number, format_percent
from entente.analysis.plotting.page import EDGE, Page
from entente.analysis.plotting.style import BLUE, GREY, ORANGE, percent_axis, shade, styled
from entente.analysis.sensitivity import factor_rows as factors
from entente.analysis.sensitivity.factor_rows import (
    CHANCE_ZONE,
    FACTOR_SIZE,
    NAME_WIDTH,
    PAGE_WIDTH,
    SMALL_SIZE,
    Rows,
    Study,
)
from entente.analysis.sensitivity.indices import FEWEST_BLOCKS, MATTERS, PRECISE, Convergence, Sensitivity
from entente.analysis.statistics.measures import MEASURES

_EFFECTS, _VALUE, _GROWTH = 3.55, 0.85, 1.75  # inches: panel of effects, values on its right, panel of their growth
_TOTAL = {"marker": "o", "ms": 5, "mfc": BLUE, "mec": BLUE}
_FIRST = {"marker": "D", "ms": 4, "mfc": "white", "mec": ORANGE, "mew": 1.2}
_SHOWN = 4  # sizes of the design in the panel of growth
_TEXTS = {
    "title": ("{measure}: where differences come from", "{measure} : d'où viennent les écarts"),
    "size": ("{n} blocks of {size} points", "{n} blocs de {size} points"),
    "total": ("total: alone and with the others", "total : seul et avec les autres"),
    "first": ("alone (first order)", "seul (premier ordre)"),
    "luck": ("what luck alone would give", "ce que le hasard seul donnerait"),
    "axis": ("share of the variance (95% intervals)", "part de la variance (intervalles à 95 %)"),
    "growth": ("total effect with", "effet total avec"),
    "blocks": ("{steps} blocks", "{steps} blocs"),
    "settled": ("Settled: every total effect is known to within ± {widest} (percentage points), and none moved by more "
                "than {moved} when the points were last doubled.",
                "Stable : chaque effet total est connu à ± {widest} près (en points de pourcentage), et aucun n'a "
                "bougé de plus de {moved} au dernier doublement des points."),
    "unsettled": ("Not settled: a total effect is known only to within ± {widest} percentage points (± {wished} wished "
                  "for){more}.",
                  "Pas encore stable : un effet total n'est connu qu'à ± {widest} près, en points de pourcentage "
                  "(souhaité : ± {wished}){more}."),
    "moved": ("; one moved by {moved} when the points were last doubled",
              "; l'un a bougé de {moved} au dernier doublement des points"),
    "needed": (" About {n} blocks would do.", " Environ {n} blocs suffiraient."),
    "few": ("Not settled: too few blocks to resample; {n} at least are needed.",
            "Pas encore stable : trop peu de blocs pour rééchantillonner; il en faut au moins {n}."),
    "order": ("The order of those above {least} is sure.", "L'ordre de ceux qui dépassent {least} est sûr."),
    "ties": ("The order is not sure among ranks {ranks}.", "L'ordre n'est pas sûr parmi les rangs {ranks}."),
    "together": ("{share} of the variance comes of factors acting together: none explains it alone.",
                 "{share} de la variance vient des facteurs pris ensemble : aucun ne l'explique seul."),
    "noise": ("Luck makes {share} of the variance of the points, which are means over replicates; within each total "
              "effect, {most} at the most.",
              "Le hasard fait {share} de la variance des points, qui sont des moyennes de réplicats; dans chaque effet "
              "total, {most} au plus."),
    "no_noise": ("With one replicate of each point, luck cannot be told from effects: ask for several.",
                 "Avec un seul réplicat par point, le hasard ne se distingue pas des effets : en demander plusieurs."),
    "constant": ("This outcome is the same at every point: there is nothing to explain.",
                 "Ce résultat est le même à tous les points : il n'y a rien à expliquer."),
}  # fmt: skip


def indices_figure(found: Sensitivity, measure: str, study: Study, language: str = "en") -> Figure:
    """Draw the factors of an outcome, strongest total effect first.

    Args:
        found: what ``analysis.sensitivity.indices.sobol_indices`` gives.
        measure: name of the outcome.
        study: what was studied.
        language: ``en`` or ``fr``.

    Returns:
        The figure, outside of pyplot; ``analysis.plotting.style.save`` writes it.
    """
    french = language == "fr"
    table, noise = found.table, found.noise
    blocks = int(found.growth["blocks"].max())
    with styled():
        rows = factors.rows_of(study, table["factor"].to_list(), language)
        size = _TEXTS["size"][french].format(n=format_number(blocks, language), size=len(table) + 2)
        notes = [*reading(found, language), factors.direction_note(language)]
        title = _TEXTS["title"][french].format(measure=MEASURES[measure].meaning(language))
        page = factors.write_page(study, title, language, [size], notes, rows)
        factors.write_rows(page, rows, PAGE_WIDTH - EDGE)
        items = [(_TEXTS["total"][french], _TOTAL), (_TEXTS["first"][french], _FIRST)]
        if noise == noise:
            items.append((_TEXTS["luck"][french], {"facecolor": CHANCE_ZONE}))
        factors.keys(page, "keys", items)
        ax = factors.rows_axes(page, NAME_WIDTH, _EFFECTS, rows, reach_of(table[["total", "total_high", "first_high"]]))
        ax.set_xlabel(_TEXTS["axis"][french], size=FACTOR_SIZE)
        ax.xaxis.set_major_formatter(percent_axis(language))
        draw_effects(ax, table, blocks, rows, language)
        reach = reach_of(found.growth[["total", "total_high"]])
        ax = factors.rows_axes(page, PAGE_WIDTH - EDGE - _GROWTH, _GROWTH, rows, reach)
        draw_growth(ax, found.growth, table, rows, language)
        name_growth(page, found.growth, language)
        return page.figure


def reach_of(columns: pd.DataFrame) -> float:
    """Return how far an axis of shares goes: to the farthest of what is known, and not beyond one and a half."""
    ends = columns.to_numpy(float)
    return min(1.5, max(0.1, 1.04 * float(np.max(ends[np.isfinite(ends)], initial=0))))


def draw_effects(ax: Axes, table: pd.DataFrame, blocks: int, rows: Rows, language: str) -> None:
    """Draw the total effect of each factor over its effect alone, with their intervals, and write the total."""
    sure = 2 / math.sqrt(2 * blocks)  # twice the standard error of a rank correlation of so many pairs
    for k, one in enumerate(table.itertuples()):
        y = rows.middle(k)
        if one.luck > 0:
            ax.fill_between([0, one.luck], rows.edges[k], rows.edges[k + 1], color=CHANCE_ZONE, lw=0, zorder=0)
        factors.whisker(ax, (one.total_low, one.total_high), y - 0.07, color=BLUE, lw=1.6, zorder=3)
        factors.whisker(ax, (one.first_low, one.first_high), y + 0.09, color=ORANGE, lw=1.2, zorder=3)
        if math.isfinite(one.total):
            ax.plot([one.total], [y - 0.07], zorder=4, **_TOTAL)
            ax.plot([max(one.first, 0)], [y + 0.09], zorder=4, clip_on=False, **_FIRST)
        text = "–" if one.total != one.total else format_percent(one.total, language).replace(NARROW_SPACE, "\u00a0")
        factors.write_value(ax, y, text, one.direction if abs(one.direction) > sure else 0)


def draw_growth(ax: Axes, growth: pd.DataFrame, table: pd.DataFrame, rows: Rows, language: str) -> None:
    """Draw the total effect of each factor on growing parts of the points, the whole lowest and darkest."""
    ax.xaxis.set_major_formatter(percent_axis(language))
    ax.set_xticks(factors.ticks(ax.get_xlim()[1], 2))
    steps = growth["blocks"].unique()[-_SHOWN:]
    for k, factor in enumerate(table["factor"]):
        mine = growth[growth["factor"] == factor].set_index("blocks").loc[steps]
        for place, one in enumerate(mine.itertuples()):
            y = rows.middle(k) + 0.09 * (place - (len(steps) - 1) / 2)
            hue = shade(BLUE, 0.9 * (1 - (place + 1) / len(steps)))
            factors.whisker(ax, (one.total_low, one.total_high), y, color=hue, lw=1.4, zorder=3)
            ax.plot([one.total], [y], "o", ms=3, color=hue, zorder=4)


def name_growth(page: Page, growth: pd.DataFrame, language: str) -> None:
    """Say over the panel of growth how large the parts are, from the top one."""
    steps = ", ".join(format_number(int(one), language) for one in growth["blocks"].unique()[-_SHOWN:])
    french, ax = language == "fr", factors.plain_axes(page, "head", PAGE_WIDTH - EDGE - _GROWTH, _GROWTH, 0.34)
    for k, line in enumerate((_TEXTS["growth"][french], _TEXTS["blocks"][french].format(steps=steps))):
        ax.text(0, 0.08 + 0.14 * k, line, size=SMALL_SIZE, color=GREY, va="center")


def reading(found: Sensitivity, language: str) -> list[str]:
    """Return in sentences whether indices can be relied upon, and what luck has to do with them."""
    french, settled, noise = language == "fr", found.convergence, found.noise
    if not found.varies:
        return [_TEXTS["constant"][french]]
    lines = [verdict(settled, language)]
    if math.isfinite(settled.widest):
        order = _TEXTS["ties" if settled.ties else "order"][french]
        lines[0] += " " + order.format(ranks=tied(found), least=format_percent(MATTERS, language))
    lines.append(_TEXTS["together"][french].format(share=near(found.together, language)))
    most = near(float(found.table["luck"].max()), language)
    lines.append(
        _TEXTS["noise" if noise == noise else "no_noise"][french].format(share=near(noise, language), most=most)
    )
    return lines


def tied(found: Sensitivity) -> str:
    """Return the ranks whose order is not sure, such as ``1-2, 5-8``."""
    rank = {factor: k for k, factor in enumerate(found.table["factor"], start=1)}
    spans: list[list[int]] = []
    for one, other in found.convergence.ties:
        if spans and spans[-1][1] == rank[one]:
            spans[-1][1] = rank[other]
        else:
            spans.append([rank[one], rank[other]])
    return ", ".join(f"{first}-{last}" for first, last in spans)


def verdict(settled: Convergence, language: str) -> str:
    """Return in a sentence whether the values of the indices can be relied upon."""
    french = language == "fr"
    if not math.isfinite(settled.widest):
        return _TEXTS["few"][french].format(n=FEWEST_BLOCKS)
    widest, moved = (format_number(100 * one, language, 1) for one in (settled.widest, settled.moved))
    if settled.values:
        return _TEXTS["settled"][french].format(widest=widest, moved=moved)
    more = _TEXTS["moved"][french].format(moved=moved) if settled.moved > PRECISE else ""
    wished = format_number(100 * PRECISE, language)
    text = _TEXTS["unsettled"][french].format(widest=widest, wished=wished, more=more)
    return text + (_TEXTS["needed"][french].format(n=format_number(settled.needed, language)) if settled.needed else "")


def near(value: float, language: str) -> str:
    """Write a share, with a decimal when it is small."""
    return format_percent(value, language, 1 if 0 < value < 0.1 else 0)
