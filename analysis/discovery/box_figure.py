"""Figure of a discovered box: its limits, its trade-off between coverage and density, and the points of the design."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import seaborn
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from entente.analysis.discovery.limit_words import format_limit
from entente.analysis.discovery.prim import CategoryLimit, IntervalLimit
from entente.analysis.discovery.scenario_discovery import Discovery, HeldOutStatistics
from entente.analysis.discovery.sentences import discovery_sentences
from entente.analysis.plotting import layout
from entente.analysis.plotting.goal_words import event_text
from entente.analysis.plotting.heading import StudyHeading
from entente.analysis.plotting.numbers import format_percent
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage
from entente.analysis.plotting.series_style import HUES, MARKERS
from entente.analysis.plotting.setting_names import level_title, name_in_sentence, setting_unit
from entente.analysis.plotting.style import BLUE, GREY, INK, PALE, VERMILION, house_style, number_ticks, percent_axis
from entente.analysis.plotting.units import PERCENT_UNITS, decimals_for_unit, format_in_unit
from entente.analysis.statistics.goals import Goal
from entente.i18n import N_, say

_WIDTH, _NAMES, _HELD = 11.0, 3.3, 2.6  # inches: page, names on the left, limits in words on the right
_ROW, _TALL, _PANEL, _LEFT, _SCATTER = 0.56, 3.3, 4.0, 0.72, 6.05
_SIZE = 8.5
_MOST_POINTS = 1500  # drawn in the plane
_PALETTE: LinearSegmentedColormap = seaborn.color_palette("rocket_r", as_cmap=True)
_TEXTS = {
    "title": N_("When {event}"),
    "limits": N_("The settings that tell it"),
    "trade": N_("Coverage against density"),
    "plane": N_("The points of the design"),
    "coverage": N_("coverage: share of all the cases"),
    "density": N_("density: share of the futures there"),
    "all": N_("all futures"),
    "searched": N_("points searched"),
    "checked": N_("points kept to check"),
    "chosen": N_("described above"),
    "again": N_("found again in {share} of half-samples"),
    "of_runs": N_("share of the runs of a point"),
    "note": N_("Dark bars: what the sentence holds, over the whole range looked at. Curve: boxes ever "
"smaller along these settings; each loses some cases and is denser. In the plane, pale "
"points are outside of the other limits. A run is one case; points that the search did not "
"see tell whether it was chance."),
}  # fmt: skip


def box_figure(
    found: Discovery, goals: Sequence[Goal], language: str = "en", heading: StudyHeading | None = None
) -> Figure:
    """Draw a box that was found, how it was chosen and where it lies.

    Args:
        found: what was found; its box limits something.
        goals: what is missed in the cases of interest.
        language: ``en`` or ``fr``.
        heading: the scenario, and what is changed of it.

    Returns:
        The figure, outside of pyplot; ``analysis.plotting.style.save_figure`` writes it.
    """
    axes = list(found.limits["axis"])
    with house_style():
        title = layout.wrap(
            say(_TEXTS["title"], language, event=event_text(goals, language)), _WIDTH - 2 * EDGE, 13, "bold"
        )
        lines = [line for text in discovery_sentences(found, goals, language)
                 for line in layout.wrap(text, _WIDTH - 2 * EDGE - 0.2, 9.5)]  # fmt: skip
        under = layout.wrap(say(_TEXTS["note"], language), _WIDTH - 2 * EDGE, NOTE_SIZE)
        about = (heading or StudyHeading()).lines(language, _WIDTH - 2 * EDGE)
        page = FigurePage(_WIDTH, EDGE, {
            "edge": 0.18, "title": 0.27 * len(title) + 0.06, "about": 0.2 * len(about) + 0.06,
            "sentences": 0.2 * len(lines) + 0.2, "limits title": 0.28,
            "limits": _ROW * len(axes), "space": 0.2, "panel titles": 0.3, "keys": 0.3, "panels": _TALL, "axis": 0.7,
            "note": 0.16 * len(under) + 0.12,
        })  # fmt: skip
        page.title("title", title, size=13, weight="bold")
        page.text("about", about, 0.2, size=9, color=GREY)
        page.text("sentences", lines, 0.2, size=9.5)
        page.text("limits title", [say(_TEXTS["limits"], language)], 0.2, size=_SIZE + 0.5, weight="bold")
        for key, left in (("trade", EDGE), ("plane", _SCATTER - 0.4)):
            page.text("panel titles", [say(_TEXTS[key], language)], 0.2, left=left, size=_SIZE + 0.5, weight="bold")
        page.text("note", under, 0.16, size=NOTE_SIZE, color=GREY)
        _draw_limits(page, found, axes, language)
        _draw_trade(page.axes("panels", _LEFT, _PANEL), found, language)
        _draw_plane(page, found, axes, language)
        return page.figure


def _draw_limits(page: FigurePage, found: Discovery, axes: Sequence[str], language: str) -> None:
    """Draw one row per setting: its whole range, and the part within the box."""
    width = _WIDTH - 2 * EDGE - _NAMES - _HELD
    ax = page.axes("limits", EDGE + _NAMES, width)
    ax.set(xlim=(0, 1), ylim=(_ROW * len(axes), 0), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    across = ax.get_yaxis_transform()
    again = dict(zip(found.limits["axis"], found.limits["reproducibility"], strict=True))
    for k, axis in enumerate(axes):
        y = _ROW * k + 0.16
        values, limit = found.cases.columns[axis], found.box[axis]
        name = layout.wrap(name_in_sentence(axis, language), _NAMES - 0.2, _SIZE)[:3]
        ax.text(-_NAMES / width, y, "\n".join(name), transform=across, va="center", size=_SIZE, linespacing=1.05)
        held = layout.wrap(format_limit(axis, limit, values, language), _HELD - 0.15, _SIZE)[:2]
        share = again[axis]
        more = (
            []
            if share != share
            else layout.wrap(
                say(_TEXTS["again"], language, share=format_percent(share, language)), _HELD - 0.15, NOTE_SIZE
            )
        )
        ax.text(1 + 0.15 / width, y, "\n".join(held), transform=across, va="center", size=_SIZE, linespacing=1.05)
        ax.text(
            1 + 0.15 / width,
            y + 0.08 + 0.09 * len(held),
            "\n".join(more),
            transform=across,
            va="center",
            size=NOTE_SIZE,
            color=GREY,
        )
        bar = _draw_options if isinstance(limit, CategoryLimit) else _draw_range
        bar(ax, axis, limit, values, y, language)


def _draw_range(ax: Axes, axis: str, limit: IntervalLimit, values: Any, y: float, language: str) -> None:
    """Draw the range of numbers of a setting, from its least to its greatest value in the study."""
    low, high = float(values.min()), float(values.max())
    ends = [(max(low, limit.low) - low) / (high - low), (min(high, limit.high) - low) / (high - low)]
    ax.add_patch(Rectangle((0, y - 0.07), 1, 0.14, color=PALE, lw=0))
    ax.add_patch(Rectangle((ends[0], y - 0.07), ends[1] - ends[0], 0.14, color=BLUE, lw=0))
    unit = setting_unit(axis)
    decimals = decimals_for_unit(unit, high - low)
    for place, value, side in ((0, low, "left"), (1, high, "right")):
        ax.text(
            place,
            y + 0.16,
            format_in_unit(value, unit, decimals, language),
            ha=side,
            va="center",
            size=NOTE_SIZE,
            color=GREY,
        )


def _draw_options(ax: Axes, axis: str, limit: CategoryLimit, values: Any, y: float, language: str) -> None:
    """Draw the options of a setting side by side."""
    every = sorted(set(values))
    each = 1 / len(every)
    room = ax.bbox.width / ax.figure.dpi * each - 0.06
    for k, value in enumerate(every):
        held = value in limit.values
        ax.add_patch(Rectangle((k * each + 0.002, y - 0.07), each - 0.004, 0.14, color=BLUE if held else PALE, lw=0))
        text = layout.shorten(level_title(axis, value, language), room, NOTE_SIZE)
        ax.text((k + 0.5) * each, y + 0.16, text, ha="center", va="center", size=NOTE_SIZE, color=INK if held else GREY)


def _draw_trade(ax: Axes, found: Discovery, language: str) -> None:
    """Draw the boxes of the peeling by coverage and density, and the one chosen, with its intervals."""
    path = found.trajectory
    ticks = layout.round_ticks(0, 1, 5)
    ax.set(xlim=(-0.02, 1.04), ylim=(0, 1.04), xticks=ticks, yticks=ticks)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(percent_axis(language))
    ax.set_xlabel(say(_TEXTS["coverage"], language), size=_SIZE)
    ax.set_ylabel(say(_TEXTS["density"], language), size=_SIZE)
    seaborn.despine(ax=ax)
    ax.axhline(found.cases.base, color=GREY, lw=0.8, ls=(0, (1.5, 1.5)), zorder=1)
    ax.text(
        0.0,
        found.cases.base - 0.035,
        f"{say(_TEXTS['all'], language)} {format_percent(found.cases.base, language)}",
        size=NOTE_SIZE,
        va="center",
        color=GREY,
    )
    ax.plot(path["coverage"], path["density"], color=BLUE, lw=1.0, marker="o", ms=3, zorder=3,
            label=say(_TEXTS["searched"], language))  # fmt: skip
    if path["checked_density"].notna().any():
        ax.plot(path["checked_coverage"], path["checked_density"], color=HUES[3], lw=1.0, marker=MARKERS[1], ms=2.6,
                zorder=2, label=say(_TEXTS["checked"], language))  # fmt: skip
    fit = found.statistics
    look = {"color": VERMILION, "zorder": 6, "label": say(_TEXTS["chosen"], language)}
    if isinstance(fit, HeldOutStatistics):
        ax.errorbar([fit.coverage], [fit.density],
                    xerr=_reach(fit.coverage, fit.coverage_low, fit.coverage_high),
                    yerr=_reach(fit.density, fit.density_low, fit.density_high),
                    fmt="D", ms=5.5, elinewidth=1.2, **look)  # fmt: skip
    else:
        ax.plot([fit.coverage], [fit.density], "D", ms=5.5, **look)
    ax.legend(loc="lower left", bbox_to_anchor=(-0.125, 1.0), ncols=3, fontsize=NOTE_SIZE, frameon=False, borderpad=0.2,
              columnspacing=1.2, handletextpad=0.5)  # fmt: skip


def _draw_plane(page: FigurePage, found: Discovery, axes: Sequence[str], language: str) -> None:
    """Draw the points along the two most telling settings, the darker the more often it happens there."""
    every = list(found.cases.table)
    pair = (list(axes) + [axis for axis in every if axis not in axes])[:2]
    ax = page.axes("panels", _SCATTER + 0.15, _PANEL)
    rng = np.random.default_rng(0)
    rows = rng.permutation(len(found.cases))[:_MOST_POINTS]
    shares = found.cases.interest[rows] / found.cases.runs[rows]
    rows, shares = rows[np.argsort(shares)], np.sort(shares)
    others = {axis: limit for axis, limit in found.box.items() if axis not in pair}
    inside = found.cases.inside(others)[rows]
    places = [_coordinates(found.cases.columns[axis], rng) for axis in pair]
    if len(pair) == 1:  # one setting alone: points are only set apart upwards
        places.append(rng.uniform(0, 1, len(found.cases)))
        ax.set(yticks=[], ylim=(-0.05, 1.05))
    size = 26 if len(rows) < 300 else 12
    for mask, strength in ((~inside, 0.25), (inside, 1.0)):
        ax.scatter(*(one[rows[mask]] for one in places), c=shares[mask], cmap=_PALETTE, vmin=0, vmax=1, s=size, lw=0.3,
                   edgecolors=GREY, alpha=strength, zorder=3)  # fmt: skip
    for axis, side in zip(pair, (ax.xaxis, ax.yaxis), strict=False):
        _name_axis(ax, side, axis, found, language)
    _draw_frame(ax, found, pair)
    seaborn.despine(ax=ax)
    bar = ax.inset_axes((1.03, 0.0, 0.03, 1.0))
    bar.imshow(
        np.linspace(0, 1, 100)[:, None],
        cmap=_PALETTE,
        vmin=0,
        vmax=1,
        aspect="auto",
        origin="lower",
        extent=(0, 1, 0, 1),
    )
    bar.set(xticks=[], yticks=(0, 0.5, 1))
    bar.yaxis.tick_right()
    bar.yaxis.set_major_formatter(percent_axis(language))
    bar.spines[:].set_visible(False)
    ax.text(
        1.06,
        1.035,
        say(_TEXTS["of_runs"], language),
        transform=ax.transAxes,
        ha="right",
        va="bottom",
        size=NOTE_SIZE,
        color=GREY,
    )


def _coordinates(values: Any, rng: np.random.Generator) -> Any:
    """Return positions of points along an axis: numbers as they are, options side by side with some jitter."""
    if values.dtype != object:
        return values
    ranks = {value: k for k, value in enumerate(sorted(set(values)))}
    return np.array([ranks[one] for one in values]) + rng.uniform(-0.3, 0.3, len(values))


def _name_axis(ax: Axes, side: Any, axis: str, found: Discovery, language: str) -> None:
    """Name a setting and its values along one side of the plane."""
    values = found.cases.columns[axis]
    level = side is ax.xaxis
    if values.dtype == object:
        every = sorted(set(values))
        side.set_ticks(range(len(every)))
        room = (_PANEL / len(every) if level else 0.75) - 0.05
        side.set_ticklabels([layout.shorten(level_title(axis, one, language), room, 7.5) for one in every])
    else:
        unit = setting_unit(axis)
        side.set_ticks(layout.round_ticks(*(ax.get_xlim() if level else ax.get_ylim()), 6))
        side.set_major_formatter(percent_axis(language) if unit in PERCENT_UNITS else number_ticks(language))
    name = "\n".join(layout.wrap(name_in_sentence(axis, language), _PANEL if level else _TALL, _SIZE)[:2])
    (ax.set_xlabel if level else ax.set_ylabel)(name, size=_SIZE, linespacing=1.05)


def _draw_frame(ax: Axes, found: Discovery, pair: Sequence[str]) -> None:
    """Draw the box in the plane of two settings; options that it holds each have their own stretch."""
    stretches = []
    for axis, (low, high) in zip(pair, (ax.get_xlim(), ax.get_ylim()), strict=False):
        limit = found.box.get(axis)
        if isinstance(limit, CategoryLimit):
            ranks = {value: k for k, value in enumerate(sorted(set(found.cases.columns[axis])))}
            stretches.append([(ranks[one] - 0.4, ranks[one] + 0.4) for one in limit.values])
        else:
            span = limit or IntervalLimit()
            stretches.append([(max(low, span.low), min(high, span.high))])
    for x in stretches[0]:
        for y in stretches[1] if len(stretches) > 1 else [ax.get_ylim()]:
            ax.add_patch(
                Rectangle(
                    (x[0], y[0]), x[1] - x[0], y[1] - y[0], fill=False, ec=VERMILION, lw=1.6, zorder=5, clip_on=False
                )
            )


def _reach(value: float, low: float, high: float) -> list[list[float]]:
    """Return how far an interval goes on either side of a value; rounding may put an end beyond it."""
    return [[max(0.0, value - low)], [max(0.0, high - value)]]
