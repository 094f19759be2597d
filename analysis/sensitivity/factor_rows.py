"""Rows of factors, strongest first, for the figures of indices and of screening: names, values and shared axes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from entente.analysis.plotting import layout
from entente.analysis.plotting.heading import StudyHeading
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage
from entente.analysis.plotting.style import GREY, INK, PALE
from entente.analysis.plotting.units import PERCENTAGE_POINT_UNITS, UNIT_NAMES
from entente.analysis.statistics.measures import MEASURES
from entente.i18n import N_, NN_, say, say_number

PAGE_WIDTH, NAME_WIDTH, _GAP = 11.0, 4.0, 0.3  # inches: page, names on the left, between panels
FACTOR_SIZE, SMALL_SIZE, _TITLE = 8.5, 7.0, 13
_LINE, _LINE_SMALL, _LEAST = 0.15, 0.13, 0.42  # inches from a line to the next; the least height of a row
CHANCE_ZONE = "#e4e4e4"  # what noise alone would give
_UP, _DOWN = "▲", "▼"
_REPLICATES = NN_("{count} replicate of each point", "{count} replicates of each point")
_LEFT_OUT = NN_(
    "{count} replicate left out everywhere, since it failed or has no figure at some point",
    "{count} replicates left out everywhere, since they failed or have no figure at some point",
)
_DIRECTION = N_("{up} more of it, more of the outcome; {down} more of it, less of the outcome.")


@dataclass(frozen=True)
class FactorName:
    """The name of a factor in the parameter table, and its values; English, then French."""

    meaning: tuple[str, str]
    values: tuple[str, str]


@dataclass(frozen=True)
class FactorStudy:
    """What was studied: its factors by path, its scenario and what is changed of it, the replicates of each point."""

    factors: Mapping[str, FactorName]
    heading: StudyHeading
    replicates: int
    left_out: int = 0

    def lines(self, language: str, more: Sequence[str]) -> list[str]:
        """Return the lines under the title of a figure."""
        items = [*more, say_number(*_REPLICATES, self.replicates, language)]
        if self.left_out:
            items.append(say_number(*_LEFT_OUT, self.left_out, language))
        return self.heading.lines(language, PAGE_WIDTH - 2 * EDGE, items)


@dataclass(frozen=True)
class FactorRows:
    """The rows of a figure: lines that name each factor, lines under them, and where rows begin, in inches."""

    names: list[list[str]]
    under: list[list[str]]
    edges: list[float]

    @property
    def tall(self) -> float:
        """Height of all rows in inches."""
        return self.edges[-1]

    def middle(self, k: int) -> float:
        """Return the distance of the middle of a row from the top."""
        return (self.edges[k] + self.edges[k + 1]) / 2


def lay_out_factors(study: FactorStudy, order: Sequence[str], language: str, width: float = NAME_WIDTH) -> FactorRows:
    """Lay out rows of factors in this order, with names broken into lines that fit a width in inches."""
    french = language == "fr"
    names, under = [], []
    for rank, key in enumerate(order, start=1):
        factor = study.factors[key]
        names.append(layout.wrap(f"{rank}. {factor.meaning[french]}", width - EDGE - 0.15, FACTOR_SIZE, "bold"))
        lines = layout.wrap(factor.values[french], width - EDGE - 0.3, SMALL_SIZE)
        under.append([*lines[:2], layout.shorten(" ".join(lines[2:]), width - EDGE - 0.3, SMALL_SIZE)][: len(lines)])
    lines = zip(names, under, strict=True)
    heights = [max(_LEAST, _LINE * len(one) + _LINE_SMALL * len(other) + 0.1) for one, other in lines]
    return FactorRows(names, under, [0.0, *np.cumsum(heights).tolist()])


def write_rows(page: FigurePage, rows: FactorRows, right: float, faint: Sequence[bool] = ()) -> None:
    """Write the names of the factors, grey where they are faint, with a pale line over each up to so many inches."""
    ax = blank_axes(page, "rows", 0, PAGE_WIDTH, rows.tall)
    ax.set_zorder(-1)
    for k, (name, under) in enumerate(zip(rows.names, rows.under, strict=True)):
        ax.plot([EDGE, right], [rows.edges[k]] * 2, color=PALE, lw=0.6)
        top = rows.middle(k) - (_LINE * len(name) + _LINE_SMALL * len(under)) / 2
        colour = GREY if faint and faint[k] else INK
        for line in name:
            ax.text(EDGE, top + _LINE / 2, line, size=FACTOR_SIZE, weight="bold", va="center", color=colour)
            top += _LINE
        for line in under:
            ax.text(EDGE + 0.15, top + _LINE_SMALL / 2, line, size=SMALL_SIZE, va="center", color=GREY)
            top += _LINE_SMALL


def blank_axes(page: FigurePage, block: str, left: float, width: float, tall: float) -> Axes:
    """Return axes in inches from the top left, without ticks or frame."""
    ax = page.axes(block, left, width)
    ax.set(xlim=(0, width), ylim=(tall, 0), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    return ax


def factor_axes(page: FigurePage, left: float, width: float, rows: FactorRows, reach: float) -> Axes:
    """Return axes from 0 to ``reach`` over all rows, without a vertical scale."""
    ax = page.axes("rows", left, width)
    ax.set(xlim=(0, reach), ylim=(rows.tall, 0), yticks=[])
    ax.spines[["left", "right", "top"]].set_visible(False)
    ax.set_xticks(round_ticks_from_zero(reach, 4))
    ax.axvline(0, color=GREY, lw=0.8, zorder=1)
    return ax


def round_ticks_from_zero(reach: float, most: int) -> list[float]:
    """Return round ticks from 0 to ``reach``, none beyond it."""
    found = MaxNLocator(most, steps=[1, 2, 2.5, 5, 10]).tick_values(0, reach)
    return [float(one) for one in found if 0 <= one <= reach]


def draw_whisker(ax: Axes, span: tuple[float, float], y: float, **look: object) -> None:
    """Draw an interval within the axes; none where there is none."""
    low, high = ax.get_xlim()
    if np.isfinite(span).all():
        ends = [min(max(end, low), high) for end in span]
        ax.plot(ends, [y, y], solid_capstyle="butt", **look)


def write_value(ax: Axes, y: float, text: str, towards: float = 0.0) -> None:
    """Write a value on the right of a row, after an arrow that says which way it goes."""
    inch, across = 1 / (ax.get_position().width * PAGE_WIDTH), ax.get_yaxis_transform()
    arrow = _UP if towards > 0 else _DOWN if towards < 0 else ""
    ax.text(1 + 0.2 * inch, y, arrow, transform=across, va="center", ha="center", size=SMALL_SIZE, color=GREY)
    ax.text(1 + 0.8 * inch, y, text, transform=across, va="center", ha="right", size=FACTOR_SIZE, color=INK)


def draw_keys(page: FigurePage, block: str, items: Sequence[tuple[str, Mapping[str, object]]]) -> None:
    """Write the key of a figure in a block: texts, each after its marker or the patch of a zone."""
    ax = blank_axes(page, block, 0, PAGE_WIDTH, page.blocks[block])
    x, y = EDGE, page.blocks[block] / 2
    for text, look in items:
        if "marker" in look:
            ax.plot([x, x + 0.3], [y, y], color=look["mec"], lw=1.4)
            ax.plot([x + 0.15], [y], ls="none", **look)
        else:
            ax.add_patch(Rectangle((x, y - 0.07), 0.3, 0.14, lw=0, **look))
        ax.text(x + 0.38, y, text, va="center", size=FACTOR_SIZE)
        x += 0.38 + layout.text_width(text, FACTOR_SIZE) + 0.3


def measure_unit(measure: str, language: str) -> str:
    """Return the unit of differences of an outcome; percentage points for shares."""
    unit = MEASURES[measure].unit
    return say(UNIT_NAMES.get("points" if unit in PERCENTAGE_POINT_UNITS else unit, unit), language)


def measure_factor(measure: str) -> float:
    """Return the factor from differences of an outcome to the unit in which they are shown."""
    return 100.0 if MEASURES[measure].unit in PERCENTAGE_POINT_UNITS else 1.0


def direction_note(language: str) -> str:
    """Return the note that explains the arrows."""
    return say(_DIRECTION, language, up=_UP, down=_DOWN)


def _wrap_notes(texts: Sequence[str]) -> list[str]:
    """Return the notes under a figure in lines that fit the page."""
    return [line for text in texts for line in layout.wrap(text, PAGE_WIDTH - 3 * EDGE, NOTE_SIZE)]


def write_page(study: FactorStudy, title: str, language: str, more: Sequence[str], notes: Sequence[str],
               rows: FactorRows, head: float = 0.34, axis: float = 0.6) -> FigurePage:  # fmt: skip
    """Make a page with its title, subtitle, rows and notes."""
    lines, under = study.lines(language, more), _wrap_notes(notes)
    page = FigurePage(PAGE_WIDTH, EDGE, {
        "edge": 0.18, "title": 0.28, "subtitle": 0.2 * len(lines) + 0.12, "keys": 0.26, "head": head,
        "rows": rows.tall, "axis": axis, "notes": 0.16 * len(under) + 0.12,
    })  # fmt: skip
    page.title("title", [title], size=_TITLE, weight="bold")
    page.text("subtitle", lines, 0.2, size=9, color=GREY)
    page.text("notes", under, 0.16, size=NOTE_SIZE, color=GREY)
    return page
