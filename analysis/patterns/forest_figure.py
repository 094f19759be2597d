"""Forest plot of the contrasts of all patterns, in units of the smallest effect that counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from entente.analysis.patterns.verdict_words import VERDICTS
from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import NARROW_SPACE, format_number
from entente.analysis.plotting.page import EDGE, FigurePage
from entente.analysis.plotting.style import BLUE, GREY, INK, PALE, VERMILION, house_style, number_ticks
from entente.analysis.statistics.intervals import Verdict
from entente.i18n import N_, say

_WIDTH, _ROW, _HEAD = 11.0, 0.185, 0.3  # inches
_NAMES, _VALUE = 4.15, 0.62  # inches: room of the names on the left; of one column of values on the right
_SIZE = 8.0
_REACH, _LINEAR = 30.0, 1.0  # the scale is even from -1 to 1, then in powers; beyond the reach a line ends in an arrow
_TICKS = (-30, -10, -3, -1, 0, 1, 3, 10, 30)
_MARKS = ("o", "s", "D", "^", "v", "P")
_HUES = {Verdict.HOLDS: BLUE, Verdict.UNDECIDED: GREY, Verdict.FAILS: VERMILION}
_ZONE = "#ececec"
_TEXTS = {
    "title": N_("Do the patterns come out?"),
    "axis": N_("effect, in units of the smallest that counts (expected side on the right)"),
    "note": N_("Dots and lines: mean over paired replicates and 95% interval. Grey zone: too small to "
"count. Dark bars: the bound that the whole interval must pass on its right, or the two that "
"must hold it."),
    "replicates": N_("{n} replicates in each arm"),
    "worlds": N_("spread over {count} plausible settings, over which intervals are taken. Percentages: share of these in "
"which the mean effect is as expected on all scenarios; beside a pattern, in which all of its effects are."),
}  # fmt: skip


@dataclass(frozen=True)
class ContrastPoint:
    """One contrast on one scenario: effect and interval on the common scale, the effect as written, its verdict."""

    effect: float
    low: float
    high: float
    text: str
    verdict: Verdict


@dataclass(frozen=True)
class ContrastLine:
    """One contrast: its name, the bounds to pass on the common scale, a point for each scenario.

    ``share`` is the share of the plausible settings in which it is as expected, as written; empty without such settings.
    """

    name: str
    wanted: tuple[float, float]
    points: Mapping[str, ContrastPoint]
    share: str = ""


@dataclass(frozen=True)
class PatternGroup:
    """One pattern: its name, its verdict, its lines; ``share`` as in ``ContrastLine``, of all of them."""

    key: str
    name: str
    verdict: Verdict
    lines: Sequence[ContrastLine]
    share: str = ""


def forest_figure(
    groups: Sequence[PatternGroup], scenarios: Mapping[str, str], replicates: int, language: str, worlds: int = 0
) -> Figure:
    """Draw the effects of every contrast, pattern by pattern.

    Args:
        groups: the patterns.
        scenarios: names of the scenarios, by key; each has its mark and its column of values.
        replicates: how many each arm has.
        language: ``en`` or ``fr``.
        worlds: over how many plausible settings they are spread; 0 where they are not.
    """
    rows = sum(1 + len(group.lines) for group in groups)
    tall = rows * _ROW + 0.1
    with house_style():
        text = [
            say(_TEXTS["note"], language),
            say(_TEXTS["replicates"], language, n=format_number(replicates, language)),
        ]
        if worlds:
            text[1] += ", " + say(_TEXTS["worlds"], language, count=format_number(worlds, language))
        lines = [line for one in text for line in layout.wrap(one, _WIDTH - 2 * EDGE, _SIZE)]
        page = FigurePage(_WIDTH, EDGE, {"above": 0.2, "title": 0.35, "head": _HEAD, "rows": tall, "axis": 0.55,
                                  "note": 0.16 * len(lines) + 0.1})  # fmt: skip
        page.title("title", [say(_TEXTS["title"], language)], size=13, weight="bold")
        page.text("note", lines, 0.16, size=_SIZE, color=GREY)
        width = _WIDTH - _NAMES - EDGE - _VALUE * (len(scenarios) + bool(worlds)) - 0.1
        ax = page.axes("rows", _NAMES, width)
        _make_scale(ax, tall, language)
        ax.set_xlabel(say(_TEXTS["axis"], language), size=_SIZE)
        y = _ROW / 2 + 0.05
        for group in groups:
            y = _draw_pattern(ax, group, list(scenarios), y, width, language)
        if worlds:
            _draw_shares(ax, groups, 1 + (_VALUE * (len(scenarios) + 1) - 0.02) / width)
        _draw_key(page, scenarios, language)
        return page.figure


def _make_scale(ax: Axes, tall: float, language: str) -> None:
    """Make the common scale, the zone of what is too small to count, and rows counted in inches from the top."""
    ax.set(ylim=(tall, 0), yticks=[])
    ax.set_xscale("symlog", linthresh=_LINEAR, linscale=1.0)
    ax.set(xlim=(-_REACH, _REACH), xticks=_TICKS)
    ax.xaxis.set_major_formatter(number_ticks(language))
    ax.minorticks_off()
    ax.axvspan(-1, 1, color=_ZONE, lw=0, zorder=0)
    ax.axvline(0, color=GREY, lw=0.7, zorder=1)
    ax.spines[["left", "right", "top"]].set_visible(False)


def _draw_pattern(ax: Axes, group: PatternGroup, scenarios: list[str], y: float, width: float, language: str) -> float:
    """Draw one pattern from a height on, and return the height under it."""
    left = (EDGE - _NAMES) / width
    across = ax.get_yaxis_transform()
    room = _NAMES - EDGE + width - 0.1
    said = f"{group.key}  {say(VERDICTS[group.verdict], language)}"
    ax.plot([left, (_WIDTH - _NAMES - EDGE - 0.1) / width], [y - _ROW / 2] * 2, color=PALE, lw=0.7, transform=across,
            clip_on=False)  # fmt: skip
    ax.text(
        left, y, said, transform=across, va="center", size=_SIZE, weight="bold", color=_HUES.get(group.verdict, INK)
    )
    begin = left + (layout.text_width(said, _SIZE, "bold") + 0.15) / width
    name = layout.shorten(group.name, room - (begin - left) * width, _SIZE)
    ax.text(begin, y, name, transform=across, va="center", size=_SIZE, color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5}, zorder=2)  # fmt: skip
    y += _ROW
    for line in group.lines:
        name = layout.shorten(line.name, _NAMES - EDGE - 0.25, _SIZE)
        ax.text(left + 0.12 / width, y, name, transform=across, va="center", size=_SIZE, color=INK)
        for bound in line.wanted:
            if abs(bound) < _REACH:
                ax.plot([bound] * 2, [y - _ROW * 0.36, y + _ROW * 0.36], color=INK, lw=1.4, zorder=3)
        for k, scenario in enumerate(scenarios):
            if scenario in line.points:
                lift = _ROW * 0.22 * (2 * k / max(1, len(scenarios) - 1) - 1) if len(scenarios) > 1 else 0
                _draw_point(ax, line.points[scenario], y + lift, _MARKS[k % len(_MARKS)])
                place = 1 + (_VALUE * (k + 1) - 0.02) / width
                point = line.points[scenario]
                ax.text(place, y, point.text, transform=across, ha="right", va="center", size=7.5,
                        color=_HUES.get(point.verdict, GREY))  # fmt: skip
        y += _ROW
    return y


def _draw_shares(ax: Axes, groups: Sequence[PatternGroup], place: float) -> None:
    """Write the shares of the plausible settings on the right, those of patterns in bold."""
    y = _ROW / 2 + 0.05
    for group in groups:
        for share, weight in ((group.share, "bold"), *((line.share, "normal") for line in group.lines)):
            ax.text(place, y, share, transform=ax.get_yaxis_transform(), ha="right", va="center", size=7.5, color=INK,
                    weight=weight)  # fmt: skip
            y += _ROW


def _draw_point(ax: Axes, point: ContrastPoint, y: float, mark: str) -> None:
    """Draw one effect with its interval, in the hue of its verdict; what leaves the scale ends in an arrow."""
    if point.verdict is Verdict.UNTESTED:
        return
    hue = _HUES[point.verdict]
    low, high = max(point.low, -_REACH), min(point.high, _REACH)
    ax.plot([low, high], [y, y], color=hue, lw=1.3, solid_capstyle="butt", zorder=4)
    for end, limit, arrow in ((point.low, -_REACH, "<"), (point.high, _REACH, ">")):
        if abs(end) > _REACH and end * limit > 0:
            ax.plot([limit], [y], arrow, color=hue, ms=4, zorder=5, clip_on=False)
    if abs(point.effect) <= _REACH:
        fill = "white" if point.verdict is Verdict.UNDECIDED else hue
        ax.plot([point.effect], [y], mark, ms=3.6, mfc=fill, mec=hue, mew=1.0, zorder=6)


def _draw_key(page: FigurePage, scenarios: Mapping[str, str], language: str) -> None:
    """Write the keys: which mark is which scenario, over its column of values, and which hue is which verdict."""
    ax = page.axes("head", 0, _WIDTH)
    ax.set(xlim=(0, _WIDTH), ylim=(_HEAD, 0), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    x = EDGE
    for verdict, hue in _HUES.items():
        text = say(VERDICTS[verdict], language)
        fill = "white" if verdict is Verdict.UNDECIDED else hue
        ax.plot([x + 0.06], [_HEAD / 2], "o", ms=4.5, mfc=fill, mec=hue)
        ax.text(x + 0.16, _HEAD / 2, text, va="center", size=_SIZE, color=hue)
        x += 0.16 + layout.text_width(text, _SIZE) + 0.3
    first = _WIDTH - EDGE - 0.1 - _VALUE * len(scenarios)
    room = _WIDTH - 0.1 - max(x, _NAMES)
    named = [f"{name}" for name in scenarios.values()]
    wide = sum(layout.text_width(name, _SIZE) + 0.4 for name in named)
    at = max(max(x, _NAMES), _WIDTH - EDGE - wide) if wide <= room else first
    for k, name in enumerate(named):
        ax.plot([at + 0.06], [_HEAD / 2], _MARKS[k % len(_MARKS)], ms=4.5, color=INK)
        ax.text(at + 0.16, _HEAD / 2, name, va="center", size=_SIZE)
        at += 0.16 + layout.text_width(name, _SIZE) + 0.24


def format_effect(value: float, language: str) -> str:
    """Write an effect with its sign, as short as it can be read."""
    if value != value:
        return "–"
    text = format_number(abs(value), language, 2)
    sign = "" if float(f"{abs(value):.2f}") == 0 else "−" if value < 0 else "+"
    return sign + text.replace(NARROW_SPACE, "")
