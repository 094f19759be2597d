"""Every contrast of the patterns on one scale: effects in units of the smallest that counts, with their intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from entente.analysis.patterns.verdict_words import VERDICTS
from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import NARROW_SPACE, format_number
from entente.analysis.plotting.page import Page
from entente.analysis.plotting.style import BLUE, GREY, INK, PALE, VERMILION, styled
from entente.analysis.statistics.intervals import Verdict

WIDTH, EDGE, ROW, HEAD = 11.0, 0.25, 0.185, 0.3  # inches
NAMES, VALUE = 4.15, 0.62  # inches: room of the names on the left; of one column of values on the right
SIZE = 8.0
REACH, LINEAR = 30.0, 1.0  # the scale is even from -1 to 1, then in powers; beyond the reach a line ends in an arrow
TICKS = (-30, -10, -3, -1, 0, 1, 3, 10, 30)
MARKS = ("o", "s", "D", "^", "v", "P")
HUES = {Verdict.HOLDS: BLUE, Verdict.UNDECIDED: GREY, Verdict.FAILS: VERMILION}
ZONE = "#ececec"
WORDS = {
    "title": ("Do the patterns come out?", "Les régularités ressortent-elles?"),
    "axis": ("effect, in units of the smallest that counts (expected side on the right)",
             "effet, en unités du plus petit qui compte (côté attendu à droite)"),
    "note": ("Dots and lines: mean over paired replicates and 95% interval. Grey zone: too small to count. "
             "Dark bars: the bound that the whole interval must pass on its right, or the two that must hold it.",
             "Points et traits : moyenne des réplicats appariés et intervalle à 95 %. Zone grise : trop petit pour "
             "compter. Barres foncées : la borne que tout l'intervalle doit dépasser à droite, ou les deux qui "
             "doivent l'enfermer."),
    "replicates": ("{n} replicates in each arm", "{n} réplicats par bras"),
}  # fmt: skip


@dataclass(frozen=True)
class Point:
    """One contrast on one scenario: effect and interval on the common scale, the effect as written, its verdict."""

    effect: float
    low: float
    high: float
    text: str
    verdict: Verdict


@dataclass(frozen=True)
class Line:
    """One contrast: its name, the bounds to pass on the common scale, and a point for each scenario."""

    name: str
    wanted: tuple[float, float]
    points: Mapping[str, Point]


@dataclass(frozen=True)
class Group:
    """One pattern: its name, its verdict, its lines."""

    key: str
    name: str
    verdict: Verdict
    lines: Sequence[Line]


def forest_figure(groups: Sequence[Group], scenarios: Mapping[str, str], replicates: int, language: str) -> Figure:
    """Draw the effects of every contrast, pattern by pattern.

    Args:
        groups: the patterns.
        scenarios: names of the scenarios, by key; each has its mark and its column of values.
        replicates: how many each arm has.
        language: ``en`` or ``fr``.
    """
    french = language == "fr"
    rows = sum(1 + len(group.lines) for group in groups)
    tall = rows * ROW + 0.1
    with styled():
        text = [WORDS["note"][french], WORDS["replicates"][french].format(n=format_number(replicates, language))]
        lines = [line for one in text for line in layout.wrapped(one, WIDTH - 2 * EDGE, SIZE)]
        page = Page(WIDTH, EDGE, {"above": 0.2, "title": 0.35, "head": HEAD, "rows": tall, "axis": 0.55,
                                  "note": 0.16 * len(lines) + 0.1})  # fmt: skip
        page.title("title", [WORDS["title"][french]], size=13, weight="bold")
        page.text("note", lines, 0.16, size=SIZE, color=GREY)
        width = WIDTH - NAMES - EDGE - VALUE * len(scenarios) - 0.1
        ax = page.axes("rows", NAMES, width)
        scale(ax, tall, language)
        ax.set_xlabel(WORDS["axis"][french], size=SIZE)
        y = ROW / 2 + 0.05
        for group in groups:
            y = draw_group(ax, group, list(scenarios), y, width, language)
        head(page, scenarios, language)
        return page.figure


def scale(ax: Axes, tall: float, language: str) -> None:
    """Make the common scale, the zone of what is too small to count, and rows counted in inches from the top."""
    ax.set(ylim=(tall, 0), yticks=[])
    ax.set_xscale("symlog", linthresh=LINEAR, linscale=1.0)
    ax.set(xlim=(-REACH, REACH), xticks=TICKS)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: format_number(value, language).replace("-", "−")))
    ax.minorticks_off()
    ax.axvspan(-1, 1, color=ZONE, lw=0, zorder=0)
    ax.axvline(0, color=GREY, lw=0.7, zorder=1)
    ax.spines[["left", "right", "top"]].set_visible(False)


def draw_group(ax: Axes, group: Group, scenarios: list[str], y: float, width: float, language: str) -> float:
    """Draw one pattern from a height on, and return the height under it."""
    left = (EDGE - NAMES) / width
    across = ax.get_yaxis_transform()
    room = NAMES - EDGE + width - 0.1
    said = f"{group.key}  {VERDICTS[group.verdict][language == 'fr']}"
    ax.plot([left, 1 + VALUE * len(scenarios) / width], [y - ROW / 2] * 2, color=PALE, lw=0.7, transform=across,
            clip_on=False)  # fmt: skip
    ax.text(left, y, said, transform=across, va="center", size=SIZE, weight="bold", color=HUES.get(group.verdict, INK))
    begin = left + (layout.text_width(said, SIZE, "bold") + 0.15) / width
    name = layout.shortened(group.name, room - (begin - left) * width, SIZE)
    ax.text(begin, y, name, transform=across, va="center", size=SIZE, color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5}, zorder=2)  # fmt: skip
    y += ROW
    for line in group.lines:
        name = layout.shortened(line.name, NAMES - EDGE - 0.25, SIZE)
        ax.text(left + 0.12 / width, y, name, transform=across, va="center", size=SIZE, color=INK)
        for bound in line.wanted:
            if abs(bound) < REACH:
                ax.plot([bound] * 2, [y - ROW * 0.36, y + ROW * 0.36], color=INK, lw=1.4, zorder=3)
        for k, scenario in enumerate(scenarios):
            if scenario in line.points:
                lift = ROW * 0.22 * (2 * k / max(1, len(scenarios) - 1) - 1) if len(scenarios) > 1 else 0
                draw_point(ax, line.points[scenario], y + lift, MARKS[k % len(MARKS)])
                place = 1 + (VALUE * (k + 1) - 0.02) / width
                point = line.points[scenario]
                ax.text(place, y, point.text, transform=across, ha="right", va="center", size=7.5,
                        color=HUES.get(point.verdict, GREY))  # fmt: skip
        y += ROW
    return y


def draw_point(ax: Axes, point: Point, y: float, mark: str) -> None:
    """Draw one effect with its interval, in the hue of its verdict; what leaves the scale ends in an arrow."""
    if point.verdict is Verdict.UNTESTED:
        return
    hue = HUES[point.verdict]
    low, high = max(point.low, -REACH), min(point.high, REACH)
    ax.plot([low, high], [y, y], color=hue, lw=1.3, solid_capstyle="butt", zorder=4)
    for end, limit, arrow in ((point.low, -REACH, "<"), (point.high, REACH, ">")):
        if abs(end) > REACH and end * limit > 0:
            ax.plot([limit], [y], arrow, color=hue, ms=4, zorder=5, clip_on=False)
    if abs(point.effect) <= REACH:
        fill = "white" if point.verdict is Verdict.UNDECIDED else hue
        ax.plot([point.effect], [y], mark, ms=3.6, mfc=fill, mec=hue, mew=1.0, zorder=6)


def head(page: Page, scenarios: Mapping[str, str], language: str) -> None:
    """Write the keys: which mark is which scenario, over its column of values, and which hue is which verdict."""
    ax = page.axes("head", 0, WIDTH)
    ax.set(xlim=(0, WIDTH), ylim=(HEAD, 0), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    x = EDGE
    for verdict, hue in HUES.items():
        text = VERDICTS[verdict][language == "fr"]
        fill = "white" if verdict is Verdict.UNDECIDED else hue
        ax.plot([x + 0.06], [HEAD / 2], "o", ms=4.5, mfc=fill, mec=hue)
        ax.text(x + 0.16, HEAD / 2, text, va="center", size=SIZE, color=hue)
        x += 0.16 + layout.text_width(text, SIZE) + 0.3
    first = WIDTH - EDGE - 0.1 - VALUE * len(scenarios)
    room = WIDTH - 0.1 - max(x, NAMES)
    named = [f"{name}" for name in scenarios.values()]
    wide = sum(layout.text_width(name, SIZE) + 0.4 for name in named)
    at = max(max(x, NAMES), WIDTH - EDGE - wide) if wide <= room else first
    for k, name in enumerate(named):
        ax.plot([at + 0.06], [HEAD / 2], MARKS[k % len(MARKS)], ms=4.5, color=INK)
        ax.text(at + 0.16, HEAD / 2, name, va="center", size=SIZE)
        at += 0.16 + layout.text_width(name, SIZE) + 0.24


def written(value: float, language: str) -> str:
    """Write an effect with its sign, as short as it can be read."""
    if value != value:
        return "–"
    text = format_number(abs(value), language, 2)
    sign = "" if float(f"{abs(value):.2f}") == 0 else "−" if value < 0 else "+"
    return sign + text.replace(NARROW_SPACE, "")
