"""Two figures: how many times faster, by size; and how time and memory grow."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import seaborn
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import format_number
from entente.analysis.plotting.page import FigurePage
from entente.analysis.plotting.style import BLUE, GREY, INK, ORANGE, PALE, house_style, save_figure
from entente.sim.inputs import DEFAULT_TIES

WIDTH, EDGE, LEFT, GAP, TALL = 9.0, 0.25, 0.75, 0.75, 1.9  # inches
HUES = {"all ties": BLUE, "few ties": ORANGE}
MARKS = {"all ties": "o", "few ties": "s"}
AXES = {"organisations": "organisations", "weeks": "weeks of a run", "replicates": "replicates of a batch"}
ROUND = (20, 100, 500, 2000, 10_000)  # ticks where there are many points
COSTS = {"organisations": "seconds a run", "weeks": "seconds a run", "replicates": "seconds a batch"}


def growth_figure(measured: pd.DataFrame, about: str) -> Figure:
    """Draw processor time and memory against organisations, weeks and replicates.

    Args:
        measured: rows of ``benchmarks.growth.measure_growth``.
        about: the machine, for the note.
    """
    with house_style():
        page = FigurePage(WIDTH, EDGE, {"above": 0.2, "title": 0.45, "time": TALL, "between": 0.7, "memory": TALL,
                                  "below": 0.6, "note": 0.55})  # fmt: skip
        page.title("title", ["Time and memory, as partnerships, runs and batches grow"], size=13, weight="bold")
        width = (WIDTH - LEFT - EDGE - GAP * (len(AXES) - 1)) / len(AXES)
        for k, along in enumerate(AXES):
            part = measured[measured["along"] == along]
            for block, column in (("time", "seconds"), ("memory", "memory (MB)")):
                draw(page.axes(block, LEFT + k * (width + GAP), width), part, along, column)
        note = (
            "Processor time on one thread, and memory beyond that of the process with the rules loaded. Dashed: "
            f"growth in proportion; dotted: with the square. Few ties: each keeps trust in {DEFAULT_TIES} others. "
            f"{about}."
        )
        page.text("note", layout.wrap(note, WIDTH - 2 * EDGE, 8), 0.18, size=8)
        return page.figure


def draw(ax: Axes, part: pd.DataFrame, along: str, column: str) -> None:
    """Draw one panel: the points of each kind of ties, and for time what growth by whole powers would be."""
    legend = column == "seconds" and part["ties"].nunique() > 1
    seaborn.lineplot(
        data=part, x=along, y=column, hue="ties", style="ties", palette=HUES, markers=MARKS, dashes=False,
        markeredgecolor="white", ms=6, lw=1.2, legend=legend, ax=ax, zorder=5,
    )  # fmt: skip
    ax.set(xscale="log", xlabel=AXES[along], ylabel=COSTS[along] if column == "seconds" else "MB more, at most")
    extents = sorted(part[along].unique())
    ticks = extents if len(extents) <= 5 else [extent for extent in extents if extent in ROUND]
    ax.set_xticks(ticks, [format_number(tick, "en") for tick in ticks])
    ax.xaxis.set_minor_locator(NullLocator())
    if column == "seconds":
        low, high = part[column].min(), part[column].max()
        ax.set(yscale="log", ylim=(low / 1.6, high * 1.6))
        ax.yaxis.set_major_locator(LogLocator(subs=(1.0,) if high > 100 * low else (1.0, 2.0, 5.0)))
        ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        ax.yaxis.set_minor_locator(NullLocator())
        follow(ax, part[part["ties"] == "all ties"], along, (1, 2) if along == "organisations" else (1,))
    else:
        ax.set_ylim(0, max(10.0, 1.15 * part[column].max()))
    ax.grid(axis="y", color=PALE, lw=0.6)
    ax.set_axisbelow(True)
    if legend:
        ax.legend(loc="upper left", frameon=False, fontsize=8, handletextpad=0.3)
    seaborn.despine(ax=ax)


def follow(ax: Axes, part: pd.DataFrame, along: str, powers: Sequence[int]) -> None:
    """Draw the lines of some powers through the last point."""
    extent, seconds = part[along].to_numpy(float), part["seconds"].iloc[-1]
    for power in powers:
        line = seconds * (extent / extent[-1]) ** power
        ax.plot(extent, line, color=GREY, lw=0.8, dashes=(4, 2) if power == 1 else (1, 2), zorder=2)


def ratio_figure(ratios: pd.DataFrame, about: str) -> Figure:
    """Draw how many times the engine's time each peer takes, by size, with what is wanted.

    Args:
        ratios: rows of ``benchmarks.ratios.compare_implementations``.
        about: the machine, for the note.
    """
    names = {"objects / engine": "plain Mesa objects", "stepped / engine": "the engine, stepped from Mesa"}
    rows = 0.75 * len(ratios)
    with house_style():
        page = FigurePage(WIDTH, EDGE, {"above": 0.2, "title": 0.75, "rows": rows, "below": 0.55, "note": 0.4})
        page.title("title", ["How many times the processor time of the compiled engine"], size=13, weight="bold")
        ax = page.axes("rows", 1.6, WIDTH - 1.6 - 0.6)
        sizes = [f"{format_number(size, 'en')} organisations" for size in ratios["organisations"]]
        for (column, name), hue, shift in zip(names.items(), (BLUE, ORANGE), (-0.18, 0.18), strict=True):
            for k, ratio in enumerate(ratios[column]):
                ax.barh(k + shift, ratio, 0.34, color=hue, label=name if k == 0 else None, zorder=2)
                ax.annotate(f"{ratio:,.0f}", (ratio, k + shift), (4, 0), textcoords="offset points", va="center",
                            size=8, color=INK)  # fmt: skip
        for k, wanted in enumerate(ratios["wanted"]):
            if wanted == wanted and wanted is not None:
                ax.plot([wanted] * 2, [k - 0.38, k], color=INK, lw=1.6, label="wanted" if k == 0 else None, zorder=4)
        ax.set(
            yticks=range(len(sizes)), yticklabels=sizes, ylim=(len(sizes) - 0.5, -0.5), xlabel="times", xlim=(0, None)
        )
        ax.tick_params(axis="y", length=0)
        ax.margins(x=0.08)
        ax.legend(loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=3, frameon=False, fontsize=8.5)
        seaborn.despine(ax=ax, left=True)
        page.text("note", [f"Medians over turns in one sitting, 156 weeks, every mechanism on. {about}."], 0.18, size=8)
        return page.figure


def write_figures(ratios: pd.DataFrame, growth: pd.DataFrame, about: str, folder: Path) -> None:
    """Write both figures, as SVG and PNG."""
    save_figure(ratio_figure(ratios, about), folder / "ratios")
    save_figure(growth_figure(growth, about), folder / "growth")
