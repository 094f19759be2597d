"""Figure of a posterior: each parameter before and after the data, and the pairs that stay correlated."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.stats import gaussian_kde

from entente.analysis.calibration.heading import CALIBRATION_WIDTH, CalibrationHeading, calibration_page, scale_numbers
from entente.analysis.calibration.regression_abc import Numbers, Posterior, Prior, posterior_table
from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import format_number, format_percent
from entente.analysis.plotting.page import EDGE
from entente.analysis.plotting.panel_rows import PanelName, PanelRows
from entente.analysis.plotting.style import BLUE, GREY, INK, VERMILION, house_style, shade
from entente.analysis.plotting.units import decimals_for_span
from entente.i18n import N_, say

_GAP, _TALL, _SQUARE = 0.42, 1.15, 1.7  # inches: between panels, height of those of one parameter, side of those of two
_STEPS, _DOTS, _PAIRS, _TOGETHER = 200, 400, 3, 0.3  # pairs are shown from this correlation on
_TEXTS = {
    "title": N_("What the data say of the settings"),
    "pair": N_("correlation {r}"),
    "narrower": N_("{median} [{low}; {high}], {share} narrower"),
    "no_narrower": N_("{median} [{low}; {high}], no narrower"),
    "note": N_("Dashed: before the data, all values of the range as likely. Blue: after them. Dot and "
"lines: median, middle 50% and 90%, written under each panel with how much narrower than "
"before the 90% interval is."),
    "pairs": N_("Below, pairs that the data do not distinguish: each dot is a draw; one value goes with the other."),
    "truth": N_("Upright line: the value that made the data."),
}  # fmt: skip


def posteriors_figure(
    found: Posterior, given: CalibrationHeading, language: str = "en", truths: Mapping[str, float] | None = None
) -> Figure:
    """Draw each parameter before and after the data.

    Args:
        found: the posterior.
        given: the heading of the calibration.
        language: ``en`` or ``fr``.
        truths: the parameters that produced the data, where they are known.

    Returns:
        The figure, outside of pyplot; ``analysis.plotting.style.save_figure`` writes it.
    """
    keys = [one.key for one in found.priors]
    across = 2 if len(keys) in (2, 4) else 3
    width, third = ((CALIBRATION_WIDTH - 2 * EDGE - _GAP * (count - 1)) / count for count in (across, _PAIRS))
    alone = PanelRows("one", [given.cell(key, language) for key in keys], across, width, _TALL, _GAP, EDGE, 0.66)
    pairs = _correlated_pairs(found)
    cells = [PanelName(say(_TEXTS["pair"], language, r=_format_correlation(r, language))) for _, _, r in pairs]
    beside = PanelRows("two", cells, _PAIRS, third - 0.5, _SQUARE, _GAP + 0.5, EDGE + 0.5, 0.55)
    notes = [key for key, shown in (("note", True), ("pairs", pairs), ("truth", truths)) if shown]
    with house_style():
        page = calibration_page(given, say(_TEXTS["title"], language), alone.blocks() | beside.blocks(),
                        " ".join(say(_TEXTS[key], language) for key in notes), language)  # fmt: skip
        _draw_parameters(alone.axes(page), found, given, truths or {}, language)
        _draw_pairs(beside.axes(page), given, found, [(one, other) for one, other, _ in pairs], truths or {}, language)
    return page.figure


def _draw_parameters(
    panels: Iterable[Axes], found: Posterior, given: CalibrationHeading, truths: Mapping[str, float], language: str
) -> None:
    """Draw each parameter before and after the data, with the value that made them where it is known."""
    rows = posterior_table(found).to_dict("records")
    for k, (ax, row, prior) in enumerate(zip(panels, rows, found.priors, strict=True)):
        _draw_before_after(ax, prior, found.values[:, k], found.weights)
        _draw_intervals(ax, row, given.unit(prior.key, language), language)
        if prior.key in truths:
            ax.axvline(truths[prior.key], color=VERMILION, lw=1.4, zorder=6)


def _draw_pairs(
    panels: Iterable[Axes],
    given: CalibrationHeading,
    found: Posterior,
    pairs: Sequence[tuple[str, str]],
    truths: Mapping[str, float],
    language: str,
) -> None:
    """Draw the pairs of correlated parameters, each as a cloud of draws."""
    draws = found.even(_DOTS, np.random.default_rng(1))
    priors = {prior.key: prior for prior in found.priors}
    for ax, (one, other) in zip(panels, pairs, strict=True):
        _draw_pair(ax, given, draws, [priors[one], priors[other]], language)
        if one in truths and other in truths:
            ax.plot(truths[one], truths[other], "P", ms=8, mfc=VERMILION, mec="white", zorder=6)


def _correlated_pairs(found: Posterior) -> list[tuple[str, str, float]]:
    """Return the most correlated pairs of parameters, with their correlation."""
    table = found.correlations()
    pairs = [(one, other, float(table.loc[one, other])) for one, other in combinations(table.columns, 2)]
    return sorted((one for one in pairs if abs(one[2]) >= _TOGETHER), key=lambda one: -abs(one[2]))[:_PAIRS]


def _draw_before_after(ax: Axes, prior: Prior, values: Numbers, weights: Numbers) -> None:
    """Draw the density of a posterior over the flat line of its prior, whose height is 1."""
    if prior.whole:
        edges = np.arange(prior.low, prior.high + 2) - 0.5
        heights = np.histogram(values, edges, weights=weights)[0] * (len(edges) - 1)
        ax.stairs(heights, edges, fill=True, color=shade(BLUE, 0.6), zorder=2)
        ax.stairs(heights, edges, color=BLUE, lw=1.0, zorder=3)
    else:
        at, heights = _smoothed_density(prior, values, weights)
        ax.fill_between(at, heights, color=shade(BLUE, 0.6), lw=0, zorder=2)
        ax.plot(at, heights, color=BLUE, lw=1.0, zorder=3)
    top = max(1.6, float(heights.max()))
    ax.plot(prior.ends, [1, 1], color=GREY, lw=1.0, ls=(0, (4, 2)), zorder=4)
    ax.set(xlim=prior.ends, ylim=(-0.16 * top, 1.05 * top), yticks=[])
    ax.spines[["left", "top", "right"]].set_visible(False)


def _smoothed_density(prior: Prior, values: Numbers, weights: Numbers) -> tuple[Numbers, Numbers]:
    """Return points of the range and the smoothed density over that of the prior; reflected at the ends."""
    at = np.linspace(prior.low, prior.high, _STEPS)
    if np.ptp(values) < 1e-9 * (prior.high - prior.low):
        return at, np.zeros(_STEPS)
    folded = np.concatenate([values, 2 * prior.low - values, 2 * prior.high - values])
    width = gaussian_kde(values, weights=weights).factor * np.sqrt(np.cov(values, aweights=weights))
    smooth = gaussian_kde(folded, weights=np.tile(weights, 3))
    smooth.set_bandwidth(width / np.sqrt(np.cov(folded, aweights=np.tile(weights, 3))))
    return at, 3 * smooth(at) * (prior.high - prior.low)


def _draw_intervals(ax: Axes, row: Mapping[str, float], unit: str, language: str) -> None:
    """Draw the median and intervals under a histogram, and write them under the axis."""
    y = ax.get_ylim()[0] * 0.45
    ax.plot([row["low_90"], row["high_90"]], [y, y], color=BLUE, lw=1.2, solid_capstyle="butt", zorder=4)
    ax.plot([row["low_50"], row["high_50"]], [y, y], color=BLUE, lw=3.4, solid_capstyle="butt", zorder=4)
    ax.plot(row["median"], y, "o", ms=4.5, mfc="white", mec=BLUE, mew=1.2, zorder=5)
    scale_numbers(ax.xaxis, (row["prior_low"], row["prior_high"]), language)
    if unit:
        ax.set_xlabel(unit, size=7.5, labelpad=1)
    decimals = decimals_for_span(row["prior_high"] - row["prior_low"])
    texts = {name: format_number(row[of], language, decimals) for name, of in
             (("median", "median"), ("low", "low_90"), ("high", "high_90"))}  # fmt: skip
    key = "narrower" if round(row["narrower"], 2) > 0 else "no_narrower"
    text = say(_TEXTS[key], language, **texts, share=format_percent(max(row["narrower"], 0), language))
    ax.annotate(text, (0, 0), (0, -0.5 * 72), xycoords="axes fraction", textcoords="offset points", size=7.5, color=INK)


def _draw_pair(ax: Axes, given: CalibrationHeading, draws: pd.DataFrame, pair: Sequence[Prior], language: str) -> None:
    """Draw a pair of parameters, over the whole of their ranges."""
    for axis, prior in zip((ax.xaxis, ax.yaxis), pair, strict=True):
        scale_numbers(axis, (prior.low, prior.high), language)
    ax.plot(draws[pair[0].key], draws[pair[1].key], "o", ms=2.2, mfc=BLUE, mec="none", alpha=0.45)
    ax.set(xlim=pair[0].ends, ylim=pair[1].ends)
    ax.set_xlabel(_axis_name(given, pair[0].key, language), size=7.5, labelpad=2)
    ax.set_ylabel(_axis_name(given, pair[1].key, language), size=7.5, labelpad=2)
    ax.spines[["top", "right"]].set_visible(False)


def _axis_name(given: CalibrationHeading, key: str, language: str) -> str:
    """Return the name of a parameter for an axis of a small panel, on two lines at the most."""
    lines = layout.wrap(given.cell(key, language).name, _TALL, 7.5)
    return "\n".join([*lines[:1], *([layout.shorten(" ".join(lines[1:]), _TALL, 7.5)] if lines[1:] else [])])


def _format_correlation(value: float, language: str) -> str:
    """Write a correlation."""
    return format_number(value, language, 2).replace("-", "−")
