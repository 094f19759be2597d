"""Figure of Morris's screening: elementary effects, strongest first, and the plane of mu* and sigma."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from entente.analysis.plotting.numbers import format_number, format_percent
from entente.analysis.plotting.page import EDGE
from entente.analysis.plotting.style import BLUE, GREY, PALE, house_style, number_ticks
from entente.analysis.plotting.units import decimals_for_span
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
from entente.analysis.sensitivity.screening import SMALL_SHARE as LITTLE
from entente.analysis.sensitivity.screening import Reason, Screening
from entente.analysis.statistics.intervals import Numbers
from entente.analysis.statistics.measures import MEASURES
from entente.analysis.sweep.outcome_matrix import format_ranges
from entente.i18n import N_, say

_EFFECTS, _VALUE, _PLANE = (
    2.75,
    0.85,
    2.5,
)  # inches: panel of mu*, values on its right, side of the plane of mu* and sigma
_KEPT = {"marker": "o", "ms": 5, "mfc": BLUE, "mec": BLUE}
_LEFT = {"marker": "o", "ms": 4.5, "mfc": "white", "mec": GREY}
_TEXTS = {
    "size": N_("{n} trajectories of {size} points"),
    "kept": N_("matters"),
    "left": N_("can be left out"),
    "noise": N_("what noise alone would not pass, 19 times in 20"),
    "axis": N_("mean absolute effect, μ* ({unit})"),
    "sigma": N_("spread of the effect, σ"),
    "title": N_("{measure}: a first sorting of the factors"),
    "meaning": N_("Effect of a factor over its whole range, or of one option in place of another: mean over "
"the trajectories and its 95% interval. Right: above the dashed line (σ = μ*), an effect "
"that bends or depends on the other factors as much as it is strong."),
    "nothing": N_("{ranks}: can be left out, having no effect."),
    "small": N_("{ranks}: can be left out, being surely under {least} of the strongest effect."),
    "chance": N_("{ranks}: can be left out, since noise alone would give as much."),
    "all": N_("No factor can be left out."),
}  # fmt: skip
_SIDES = [np.array(one) for one in ((0.13, 0), (0, 0.14), (-0.13, 0), (0, -0.14), (0.12, 0.1), (-0.12, 0.1))]
_ROOM = (0.13, 0.1)  # inches that a name needs on either side
_REASON_NAMES = {Reason.NOTHING: "nothing", Reason.NOISE: "chance", Reason.SMALL: "small"}


def screening_figure(found: Screening, measure: str, study: FactorStudy, language: str = "en") -> Figure:
    """Draw the elementary effects on an outcome, strongest first, beside the plane of mu* and sigma.

    Args:
        found: what ``analysis.sensitivity.screening.morris_screening`` gives.
        measure: name of the outcome.
        study: what was studied.
        language: ``en`` or ``fr``.

    Returns:
        The figure, outside of pyplot; ``analysis.plotting.style.save_figure`` writes it.
    """
    table = _in_display_unit(found.table, factors.measure_factor(measure))
    with house_style():
        rows = factors.lay_out_factors(study, table["factor"].to_list(), language)
        runs = format_number(int(found.growth["trajectories"].max()), language)
        size = say(_TEXTS["size"], language, n=runs, size=len(table) + 1)
        notes = [
            *screened_out_sentences(found, language),
            say(_TEXTS["meaning"], language),
            factors.direction_note(language),
        ]
        if rows.tall < _PLANE:  # room for the plane beside few rows
            rows.edges[:] = [edge * _PLANE / rows.tall for edge in rows.edges]
        title = say(_TEXTS["title"], language, measure=MEASURES[measure].meaning(language))
        page = factors.write_page(study, title, language, [size], notes, rows, head=0.12)
        factors.write_rows(page, rows, NAME_WIDTH + _EFFECTS + _VALUE, [why != Reason.MATTERS for why in table["why"]])
        items = [(say(_TEXTS["kept"], language), _KEPT), (say(_TEXTS["left"], language), _LEFT)]
        if table["floor"].notna().any():
            items.append((say(_TEXTS["noise"], language), {"facecolor": CHANCE_ZONE}))
        factors.draw_keys(page, "keys", items)
        unit, reach = factors.measure_unit(measure, language), _axis_reach(table)
        ax = factors.factor_axes(page, NAME_WIDTH, _EFFECTS, rows, reach)
        ax.set_xlabel(say(_TEXTS["axis"], language, unit=unit), size=FACTOR_SIZE)
        ax.xaxis.set_major_formatter(number_ticks(language))
        _draw_effects(ax, table, reach, rows, language)
        left = PAGE_WIDTH - EDGE - _PLANE
        place = (
            left / PAGE_WIDTH,
            1 - (page.tops["rows"] + _PLANE) / page.height,
            _PLANE / PAGE_WIDTH,
            _PLANE / page.height,
        )
        _draw_plane(page.figure.add_axes(place, facecolor="none"), table, reach, language)
        return page.figure


def _in_display_unit(table: pd.DataFrame, times: float) -> pd.DataFrame:
    """Convert the effects to the unit in which they are shown."""
    names = [name for name in table.columns if name.startswith(("mu", "sigma", "floor"))]
    return table.assign(**{name: times * table[name] for name in names})


def _axis_reach(table: pd.DataFrame) -> float:
    """Return the end of the axis of effects."""
    ends = table[["mu_star", "mu_star_high"]].to_numpy(float)
    return 1.06 * float(np.max(ends[np.isfinite(ends)], initial=0)) or 1.0


def _draw_effects(ax: Axes, table: pd.DataFrame, reach: float, rows: FactorRows, language: str) -> None:
    """Draw mu* of each factor with its interval, over the zone that noise alone explains, and write its value."""
    decimals = decimals_for_span(reach)
    for k, one in enumerate(table.itertuples()):
        y = rows.middle(k)
        if one.floor > 0:
            ax.fill_between(
                [0, min(one.floor, reach)], rows.edges[k], rows.edges[k + 1], color=CHANCE_ZONE, lw=0, zorder=0
            )
        look = _KEPT if one.why == Reason.MATTERS else _LEFT
        factors.draw_whisker(ax, (one.mu_star_low, one.mu_star_high), y, color=look["mec"], lw=1.6, zorder=3)
        ax.plot([one.mu_star], [y], zorder=4, clip_on=False, **look)
        one_way = abs(one.mu) > 0.5 * one.mu_star  # more often than not
        text = "–" if one.mu_star != one.mu_star else format_number(one.mu_star, language, decimals)
        factors.write_value(ax, y, text, one.mu if one_way else 0)


def _draw_plane(ax: Axes, table: pd.DataFrame, reach: float, language: str) -> None:
    """Draw each factor by mu* and sigma, with its rank where it matters and there is room for it."""
    tall = max(1.08 * float(np.nan_to_num(table["sigma"]).max()), 0.35 * reach)
    ax.set(
        xlim=(0, reach),
        ylim=(0, tall),
        xticks=factors.round_ticks_from_zero(reach, 4),
        yticks=factors.round_ticks_from_zero(tall, 4),
    )
    ax.spines[["right", "top"]].set_visible(False)
    ax.plot([0, min(reach, tall)], [0, min(reach, tall)], color=PALE, lw=1, ls=(0, (4, 2)), zorder=1)
    ax.xaxis.set_major_formatter(number_ticks(language))
    ax.yaxis.set_major_formatter(number_ticks(language))
    ax.set_xlabel("μ*", size=FACTOR_SIZE)
    ax.set_ylabel(say(_TEXTS["sigma"], language), size=FACTOR_SIZE)
    known = table[table["sigma"].notna()]
    matters = (known["why"] == Reason.MATTERS).to_list()
    inches = np.column_stack([known["mu_star"] / reach, known["sigma"] / tall]) * _PLANE
    for x, y, one in zip(known["mu_star"], known["sigma"], matters, strict=True):
        ax.plot([x], [y], ls="none", zorder=3 if one else 2, clip_on=False, **(_KEPT if one else _LEFT))
    for k, (x, y) in _place_ranks(inches, [k for k, one in enumerate(matters) if one]).items():
        ax.text(x / _PLANE, y / _PLANE, str(k + 1), transform=ax.transAxes, va="center", ha="center", size=SMALL_SIZE)


def _place_ranks(points: Numbers, wanted: Sequence[int]) -> dict[int, tuple[float, float]]:
    """Return where to write the ranks of points: on a side free of other points and ranks, or nowhere.

    Args:
        points: where they are, in inches, shape (points, 2).
        wanted: those to be named, the first ones first.
    """
    placed: dict[int, tuple[float, float]] = {}
    for k in wanted:
        others = np.vstack([np.delete(points, k, axis=0), *placed.values()])
        for aside in _SIDES:
            place = points[k] + aside
            if not (np.abs(others - place) < _ROOM).all(axis=1).any() and (place > 0).all():
                placed[k] = (float(place[0]), float(place[1]))
                break
    return placed


def screened_out_sentences(found: Screening, language: str) -> list[str]:
    """Write in sentences which factors can be screened out, and why."""
    lines = []
    for why, key in _REASON_NAMES.items():
        ranks = [k for k, one in enumerate(found.table["why"], start=1) if one == why]
        if ranks:
            lines.append(say(_TEXTS[key], language, ranks=format_ranges(ranks), least=format_percent(LITTLE, language)))
    return lines or [say(_TEXTS["all"], language)]
