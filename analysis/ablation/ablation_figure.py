"""Figure of an ablation: a heat map of mechanisms by summaries, and the verdicts that change without each."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import seaborn
from matplotlib.axes import Axes
from matplotlib.colors import SymLogNorm
from matplotlib.figure import Figure

from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import format_number
from entente.analysis.plotting.page import EDGE, FigurePage
from entente.analysis.plotting.style import BLUE, GREY, INK, PALE, VERMILION, house_style
from entente.i18n import N_, say

_ROW, _COLUMN, _MARK = 0.19, 0.4, 0.3  # inches
_NAMES, _GAP, _RIGHT = 3.3, 0.25, 0.3
_SIZE, _LEAN = 7.5, 40  # points; degrees at which the names of columns lean
_LEAST = 0.05  # standard deviations from which a change is written
_REACH, _LINEAR = 5.0, 0.5  # standard deviations; the scale is even up to half of one
_SHADES = "vlag"  # blue to red through white: distinct to colour-blind people
_RANK = {"does not hold": 0, "undecided": 1, "holds": 2}
_TEXTS = {
    "title": N_("What changes without each mechanism"),
    "note": N_("Colour and figure: paired change without the mechanism, in standard deviations between "
"replicates, on the scenario where it is largest; blank when its 95% interval holds 0, ∞ "
"when replicates never differ. Triangles: the verdict of a pattern becomes better (up) or "
"worse (down) without the mechanism. Names in grey: without these, nothing changes. "
"Summaries: {n} replicates; patterns: {m}."),
}  # fmt: skip


def ablation_figure(
    shifts: pd.DataFrame,
    verdicts: pd.DataFrame,
    mechanisms: Mapping[str, str],
    summaries: Mapping[str, str],
    idle: Sequence[str],
    replicates: tuple[int, int],
    language: str,
) -> Figure:
    """Draw the map.

    Args:
        shifts: one row per mechanism, scenario and summary, with ``in_deviations`` and ``clear``.
        verdicts: one row per mechanism and pattern, with ``verdict``, ``without`` and ``changed``; may be empty.
        mechanisms: names of the mechanisms, by key, in order.
        summaries: names of the summaries, by key, in order.
        idle: mechanisms without which nothing changes.
        replicates: of the summaries, and of the patterns.
        language: ``en`` or ``fr``.
    """
    patterns = list(dict.fromkeys(verdicts["pattern"]))
    left, middle = _COLUMN * len(summaries), _MARK * len(patterns)
    width = _NAMES + left + _GAP + middle + _RIGHT
    tall = _ROW * len(mechanisms)
    with house_style():
        longest = max(layout.text_width(name, _SIZE) for name in summaries.values())
        counts = {"n": format_number(replicates[0], language), "m": format_number(replicates[1], language)}
        lines = layout.wrap(say(_TEXTS["note"], language, **counts), width - 2 * EDGE, 8)
        blocks = {"above": 0.2, "title": 0.35, "heads": 0.25 + longest * math.sin(math.radians(_LEAN)), "rows": tall}
        page = FigurePage(width, EDGE, {**blocks, "gap": 0.2, "note": 0.16 * len(lines) + 0.1})
        page.title("title", [say(_TEXTS["title"], language)], size=13, weight="bold")
        page.text("note", lines, 0.16, size=8, color=GREY)
        ax = page.axes("rows", _NAMES, left)
        _draw_map(ax, strongest_changes(shifts, list(mechanisms), list(summaries)), language)
        _name_columns(ax, list(summaries.values()))
        names = [layout.shorten(name, _NAMES - EDGE - 0.1, _SIZE) for name in mechanisms.values()]
        for k, (key, name) in enumerate(zip(mechanisms, names, strict=True)):
            ax.text(-0.08 / left, 1 - (k + 0.5) / len(names), name, transform=ax.transAxes, ha="right", va="center",
                    size=_SIZE, color="#9a9a9a" if key in idle else INK)  # fmt: skip
        if patterns:
            marks = page.axes("rows", _NAMES + left + _GAP, middle)
            _draw_verdicts(marks, verdicts, list(mechanisms), patterns)
            _name_columns(marks, patterns)
        return page.figure


def strongest_changes(shifts: pd.DataFrame, mechanisms: Sequence[str], summaries: Sequence[str]) -> pd.DataFrame:
    """Return, for each mechanism and summary, the largest clear change over the scenarios; 0 where there is none."""
    kept = shifts[shifts["clear"]]
    kept = kept.loc[kept["in_deviations"].abs().sort_values().index]
    table = kept.pivot_table(index="mechanism", columns="summary", values="in_deviations", aggfunc="last")
    return table.reindex(index=mechanisms, columns=summaries).fillna(0.0)


def _draw_map(ax: Axes, table: pd.DataFrame, language: str) -> None:
    """Draw the cells, with a number in those that are large enough."""
    values = table.to_numpy(dtype=float)
    norm = SymLogNorm(_LINEAR, vmin=-_REACH, vmax=_REACH)
    shades = seaborn.color_palette(_SHADES, as_cmap=True)
    ax.imshow(np.clip(values, -_REACH, _REACH), aspect="auto", cmap=shades, norm=norm)
    for (row, column), value in np.ndenumerate(values):
        if abs(value) >= _LEAST:
            text = "∞" if np.isinf(value) else format_number(abs(value), language, 1 if abs(value) < 9.95 else 0)
            dark = abs(norm(np.clip(value, -_REACH, _REACH)) - 0.5) > 0.33
            ax.text(column, row, ("−" if value < 0 else "") + text, ha="center", va="center_baseline", size=6.5,
                    color="white" if dark else INK)  # fmt: skip
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    for edge in range(1, len(values)):
        ax.axhline(edge - 0.5, color="white", lw=0.6)


def _draw_verdicts(ax: Axes, verdicts: pd.DataFrame, mechanisms: Sequence[str], patterns: Sequence[str]) -> None:
    """Draw a triangle where the verdict of a pattern changes, a dot where it is tested and does not."""
    ax.set(xlim=(-0.5, len(patterns) - 0.5), ylim=(len(mechanisms) - 0.5, -0.5), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    for row in verdicts.itertuples():
        x, y = patterns.index(row.pattern), mechanisms.index(row.mechanism)
        better = _RANK.get(row.without, 1) > _RANK.get(row.verdict, 1)
        if row.changed:
            ax.plot([x], [y], "^" if better else "v", color=BLUE if better else VERMILION, ms=5.5)
        else:
            ax.plot([x], [y], ".", color=PALE, ms=3)


def _name_columns(ax: Axes, names: Sequence[str]) -> None:
    """Write the names of the columns above them, leaning."""
    for k, name in enumerate(names):
        ax.text((k + 0.4) / len(names), 1.01, name, transform=ax.transAxes, rotation=_LEAN, ha="left", va="bottom",
                size=_SIZE, rotation_mode="anchor")  # fmt: skip
