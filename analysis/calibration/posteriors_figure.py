"""What data say of parameters: each before and after, and the pairs that the data do not tell apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from scipy.stats import gaussian_kde

from entente.analysis.calibration.regression_abc import Numbers, Posterior, Prior, posterior_table
from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import format_number, format_percent
from entente.analysis.plotting.page import Page
from entente.analysis.plotting.panel_rows import Cell, Cells
from entente.analysis.plotting.style import BLUE, GREY, INK, VERMILION, shade, styled
from entente.analysis.plotting.units import decimals_for_span
from entente.analysis.plotting.words import said
from entente.sim.model.situation import Text

WIDTH, EDGE, GAP, NOTE = 9.0, 0.25, 0.42, 7.5
TALL, SQUARE = 1.15, 1.7
STEPS, DOTS, PAIRS, TOGETHER = 200, 400, 3, 0.3  # pairs are shown from this correlation on
SAYINGS = {
    "title": ("What the data say of the settings", "Ce que les données disent des réglages"),
    "pair": ("correlation {r}", "corrélation {r}"),
    "told": ("{median} [{low}; {high}], {share} narrower", "{median} [{low}; {high}], {share} plus étroit"),
    "silent": ("{median} [{low}; {high}], no narrower", "{median} [{low}; {high}], pas plus étroit"),
    "observed": ("{n} observations", "{n} observations"),
    "bank": ("{n} runs", "{n} simulations"),
    "note": ("Dashed: before the data, all values of the range as likely. Blue: after them. Dot and lines: median, "
             "middle 50% and 90%, written under each panel with how much narrower than before the 90% interval is.",
             "Tireté : avant les données, toutes les valeurs de l'étendue aussi plausibles. Bleu : après. Point et "
             "traits : médiane, 50 % et 90 % du milieu, écrits sous chaque panneau avec ce que l'intervalle à 90 % a "
             "perdu en largeur."),
    "pairs": ("Below, pairs that the data do not tell apart: each dot is a draw; one value goes with the other.",
              "En bas, les paires que les données ne départagent pas : chaque point est un tirage; une valeur va avec "
              "l'autre."),
    "truth": ("Upright line: the value that made the data.", "Trait vertical : la valeur qui a produit les données."),
}  # fmt: skip


@dataclass(frozen=True)
class Called:
    """What a parameter is called, and its unit (empty for none)."""

    meaning: Text
    unit: Text


@dataclass(frozen=True)
class Given:
    """What a calibration was made from.

    Attributes:
        called: what each parameter is called, by its path.
        title: of the scenario, if any.
        observations: how many.
        runs: in the bank.
    """

    called: Mapping[str, Called]
    title: Text | None
    observations: int
    runs: int

    def cell(self, key: str, language: str) -> Cell:
        """Return the name of the panel of a parameter."""
        return Cell(said(self.called[key].meaning, language, key), key)

    def unit(self, key: str, language: str) -> str:
        """Return the unit of a parameter, empty when it has none."""
        return said(self.called[key].unit, language, "")

    def lines(self, language: str, width: float) -> list[str]:
        """Return what stands under the title."""
        french = language == "fr"
        items = [said(self.title, language, "") if self.title else "",
                 SAYINGS["observed"][french].format(n=format_number(self.observations, language)),
                 SAYINGS["bank"][french].format(n=format_number(self.runs, language))]  # fmt: skip
        return layout.joined([item for item in items if item], width, 9, "  ·  ")


def new_page(given: Given, title: str, blocks: Mapping[str, float], notes: str, language: str) -> Page:
    """Return a page with its title, what the calibration was made from, and notes under it."""
    lines = given.lines(language, WIDTH - 2 * EDGE)
    under = layout.wrapped(notes, WIDTH - 3 * EDGE, NOTE)
    head = {"edge": 0.18, "title": 0.28, "subtitle": 0.2 * len(lines) + 0.16}
    page = Page(WIDTH, EDGE, head | dict(blocks) | {"notes": 0.16 * len(under) + 0.12})
    page.title("title", [title], size=13, weight="bold")
    page.text("subtitle", lines, 0.2, size=9, color=GREY)
    page.text("notes", under, 0.16, size=NOTE, color=GREY)
    return page


def posteriors_figure(
    found: Posterior, given: Given, language: str = "en", truths: Mapping[str, float] | None = None
) -> Figure:
    """Draw each parameter before and after the data.

    Args:
        found: what the data say.
        given: what the calibration was made from.
        language: ``en`` or ``fr``.
        truths: the values that made the data, where they are known.

    Returns:
        The figure, outside of pyplot; ``analysis.plotting.style.save`` writes it.
    """
    french = language == "fr"
    keys = [one.key for one in found.priors]
    across = 2 if len(keys) in (2, 4) else 3
    width, third = ((WIDTH - 2 * EDGE - GAP * (count - 1)) / count for count in (across, PAIRS))
    alone = Cells("one", [given.cell(key, language) for key in keys], across, width, TALL, GAP, EDGE, 0.66)
    pairs = together(found)
    cells = [Cell(SAYINGS["pair"][french].format(r=signed(r, language))) for _, _, r in pairs]
    beside = Cells("two", cells, PAIRS, third - 0.5, SQUARE, GAP + 0.5, EDGE + 0.5, 0.55)
    notes = [SAYINGS["note"], *([SAYINGS["pairs"]] if pairs else []), *([SAYINGS["truth"]] if truths else [])]
    with styled():
        page = new_page(given, SAYINGS["title"][french], alone.blocks() | beside.blocks(),
                        " ".join(one[french] for one in notes), language)  # fmt: skip
        rows = posterior_table(found).to_dict("records")
        for k, (ax, row) in enumerate(zip(alone.axes(page), rows, strict=True)):
            prior = found.priors[k]
            before_after(ax, prior, found.values[:, k], found.weights)
            intervals(ax, row, given.unit(prior.key, language), language)
            if truths and prior.key in truths:
                ax.axvline(truths[prior.key], color=VERMILION, lw=1.4, zorder=6)
        draws = found.even(DOTS, np.random.default_rng(1))
        for ax, (one, other, _) in zip(beside.axes(page), pairs, strict=True):
            scatter(ax, draws, [next(p for p in found.priors if p.key == key) for key in (one, other)], language)
            if truths and one in truths and other in truths:
                ax.plot(truths[one], truths[other], "P", ms=8, mfc=VERMILION, mec="white", zorder=6)
    return page.figure


def together(found: Posterior) -> list[tuple[str, str, float]]:
    """Return the pairs of parameters that the data leave the most correlated, with their correlation."""
    table = found.correlations()
    pairs = [(one, other, float(table.loc[one, other])) for one, other in combinations(table.columns, 2)]
    return sorted((one for one in pairs if abs(one[2]) >= TOGETHER), key=lambda one: -abs(one[2]))[:PAIRS]


def before_after(ax: Axes, prior: Prior, values: Numbers, weights: Numbers) -> None:
    """Draw the density of a posterior over the flat line of its prior, whose height is 1."""
    if prior.whole:
        edges = np.arange(prior.low, prior.high + 2) - 0.5
        heights = np.histogram(values, edges, weights=weights)[0] * (len(edges) - 1)
        ax.stairs(heights, edges, fill=True, color=shade(BLUE, 0.6), zorder=2)
        ax.stairs(heights, edges, color=BLUE, lw=1.0, zorder=3)
    else:
        at, heights = density(prior, values, weights)
        ax.fill_between(at, heights, color=shade(BLUE, 0.6), lw=0, zorder=2)
        ax.plot(at, heights, color=BLUE, lw=1.0, zorder=3)
    top = max(1.6, float(heights.max()))
    ax.plot(prior.ends, [1, 1], color=GREY, lw=1.0, ls=(0, (4, 2)), zorder=4)
    ax.set(xlim=prior.ends, ylim=(-0.16 * top, 1.05 * top), yticks=[])
    ax.spines[["left", "top", "right"]].set_visible(False)


def density(prior: Prior, values: Numbers, weights: Numbers) -> tuple[Numbers, Numbers]:
    """Return points of a range and the smoothed density there, in that of the prior; folded back at its ends."""
    at = np.linspace(prior.low, prior.high, STEPS)
    if np.ptp(values) < 1e-9 * (prior.high - prior.low):
        return at, np.zeros(STEPS)
    folded = np.concatenate([values, 2 * prior.low - values, 2 * prior.high - values])
    width = gaussian_kde(values, weights=weights).factor * np.sqrt(np.cov(values, aweights=weights))
    smooth = gaussian_kde(folded, weights=np.tile(weights, 3))
    smooth.set_bandwidth(width / np.sqrt(np.cov(folded, aweights=np.tile(weights, 3))))
    return at, 3 * smooth(at) * (prior.high - prior.low)


def intervals(ax: Axes, row: Mapping[str, float], unit: str, language: str) -> None:
    """Draw the median and intervals under a histogram, and write them under the axis."""
    y = ax.get_ylim()[0] * 0.45
    ax.plot([row["low_90"], row["high_90"]], [y, y], color=BLUE, lw=1.2, solid_capstyle="butt", zorder=4)
    ax.plot([row["low_50"], row["high_50"]], [y, y], color=BLUE, lw=3.4, solid_capstyle="butt", zorder=4)
    ax.plot(row["median"], y, "o", ms=4.5, mfc="white", mec=BLUE, mew=1.2, zorder=5)
    numbered(ax.xaxis, (row["prior_low"], row["prior_high"]), language)
    if unit:
        ax.set_xlabel(unit, size=7.5, labelpad=1)
    decimals = decimals_for_span(row["prior_high"] - row["prior_low"])
    texts = {name: format_number(row[of], language, decimals) for name, of in
             (("median", "median"), ("low", "low_90"), ("high", "high_90"))}  # fmt: skip
    key = "told" if round(row["narrower"], 2) > 0 else "silent"
    text = SAYINGS[key][language == "fr"].format(**texts, share=format_percent(max(row["narrower"], 0), language))
    ax.annotate(text, (0, 0), (0, -0.5 * 72), xycoords="axes fraction", textcoords="offset points", size=7.5, color=INK)


def scatter(ax: Axes, draws: pd.DataFrame, pair: Sequence[Prior], language: str) -> None:
    """Draw a pair of parameters, over the whole of their ranges."""
    for axis, prior in zip((ax.xaxis, ax.yaxis), pair, strict=True):
        numbered(axis, (prior.low, prior.high), language)
    ax.plot(draws[pair[0].key], draws[pair[1].key], "o", ms=2.2, mfc=BLUE, mec="none", alpha=0.45)
    ax.set(xlim=pair[0].ends, ylim=pair[1].ends)
    ax.set_xlabel(pair[0].key, size=7.5, labelpad=2)
    ax.set_ylabel(pair[1].key, size=7.5, labelpad=2)
    ax.spines[["top", "right"]].set_visible(False)


def numbered(axis: Axis, ends: tuple[float, float], language: str) -> None:
    """Give an axis that goes from one end to the other few ticks, numbers written in a language."""
    low, high = ends
    ticks = MaxNLocator(4, integer=high - low >= 4, steps=[1, 2, 5, 10]).tick_values(low, high)
    axis.set_ticks([tick for tick in ticks if low - 1e-9 <= tick <= high + 1e-9])
    decimals = decimals_for_span(high - low, 5)
    axis.set_major_formatter(FuncFormatter(lambda value, _: format_number(value, language, decimals).replace("-", "−")))
    axis.set_tick_params(labelsize=7.5)


def signed(value: float, language: str) -> str:
    """Write a correlation."""
    return format_number(value, language, 2).replace("-", "−")
