"""Layout in inches: widths of texts, wrapped lines, lanes of labels that do not collide, round ticks."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.ticker import MaxNLocator

from entente.analysis.statistics.years import WEEKS_PER_YEAR

_STEPS = (1, 2, 4, 13, 26, 52, 104, 130, 260, 520)


@cache
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Return the width in inches of one line of text, its size in points."""
    if not text.strip():
        return 0.0
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        font = FontProperties(family="DejaVu Sans", weight=weight)
        vertices, codes = text_to_path.get_text_path(font, text)
    # Outlines have points where they reach farthest: no need for matplotlib's slow search along their curves.
    across = np.asarray(vertices)[np.asarray(codes) != Path.CLOSEPOLY, 0]
    return float(np.ptp(across)) * size / text_to_path.FONT_SCALE / 72


def wrap(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """Break a text between words into lines no wider than ``width`` inches; a longer word has a line of its own."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and text_width(f"{lines[-1]} {word}", size, weight) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def join_lines(items: Sequence[str], width: float, size: float, between: str = "   ") -> list[str]:
    """Put items on as few lines of this width in inches as possible, without breaking any of them."""
    lines: list[str] = []
    for item in items:
        if lines and text_width(f"{lines[-1]}{between}{item}", size) <= width:
            lines[-1] += f"{between}{item}"
        else:
            lines.append(item)
    return lines


def shorten(text: str, width: float, size: float) -> str:
    """Cut a text that is wider than ``width`` inches, and end it with an ellipsis."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(f"{text}…", size) > width:
        text = text.rpartition(" ")[0] or text[:-1]
    return f"{text}…"


def shorten_lines(lines: Sequence[str], width: float, size: float, between: str) -> list[str]:
    """Put lines on one that is no wider than ``width`` inches, cut where there is no more room; none when empty."""
    return [shorten(between.join(lines), width, size)] if lines else []


@dataclass(frozen=True)
class LabelPlace:
    """The place of a label above a point of an axis: where its text begins and ends, and its lane, from below."""

    point: float
    begin: float
    end: float
    lane: int

    @property
    def ends_at_point(self) -> bool:
        """Whether the text ends at the point instead of beginning there."""
        return self.end <= self.point + 1e-9


def place_in_lanes(
    points: Sequence[float], widths: Sequence[float], first: float, last: float, gap: float
) -> list[LabelPlace]:
    """Place labels above their points, each in a lane where it meets neither a text nor the line of another point.

    A text begins at its point, or ends there when it would leave the axis or cross the line of one that does. A label
    stands above every text that it meets and above the end of every line that would cross it.

    Args:
        points: where the labels belong, in any order.
        widths: how wide they are, in the unit of the points.
        first: left end of the axis.
        last: right end of the axis.
        gap: least distance between two labels of one lane.

    Returns:
        One place per point, in the order given.
    """
    spans = _text_spans(points, widths, first, last)
    placed: dict[int, LabelPlace] = {}
    while waiting := [k for k in range(len(points)) if k not in placed]:
        k = min(
            waiting, key=lambda k: (sum(_crosses(spans[k], points[j], 0.0) for j in waiting if j != k), -points[k], -k)
        )
        begin, end = spans[k]
        under = [
            other.lane
            for other in placed.values()
            if (begin < other.end + gap and other.begin < end + gap) or _crosses(spans[k], other.point, gap)
        ]
        placed[k] = LabelPlace(points[k], begin, end, 1 + max(under, default=-1))
    return [placed[k] for k in range(len(points))]


def _text_spans(
    points: Sequence[float], widths: Sequence[float], first: float, last: float
) -> list[tuple[float, float]]:
    """Return where texts begin and end: right of their points, or left of them where they would not fit."""
    begins = [max(first, min(point, last - width)) for point, width in zip(points, widths, strict=True)]
    limit = last
    for k in sorted(range(len(points)), key=lambda k: -points[k]):
        leaves = points[k] + widths[k] > last or points[k] >= limit
        if leaves and points[k] - widths[k] >= first:
            begins[k] = points[k] - widths[k]
            limit = min(limit, begins[k])
    return [(begin, begin + width) for begin, width in zip(begins, widths, strict=True)]


def _crosses(span: tuple[float, float], point: float, gap: float) -> bool:
    """Return whether the line of a point would cross a text."""
    return span[0] - gap < point < span[1] + gap


def spread_apart(heights: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move heights apart as little as needed for a distance of ``gap``, keeping their order."""
    order = sorted(range(len(heights)), key=lambda k: heights[k])
    moved = [heights[k] for k in order]
    for _ in range(50):
        for k in range(len(moved) - 1):
            missing = gap - (moved[k + 1] - moved[k])
            if missing > 1e-9:
                moved[k], moved[k + 1] = moved[k] - missing / 2, moved[k + 1] + missing / 2
        moved = [min(max(value, low), high) for value in moved]
    return [moved[order.index(k)] for k in range(len(heights))]


def week_ticks(weeks: int, most: int) -> list[int]:
    """Return at most ``most`` round weeks up to the horizon: quarters, halves or years when it is long."""
    step = next((step for step in _STEPS if weeks / step <= most), _STEPS[-1])
    return list(range(step, weeks + 1, step)) or [weeks]


def round_ticks(low: float, high: float, most: int) -> list[float]:
    """Return at most ``most`` round values between the ends of an axis: steps of 1, 2 or 5 times a power of ten."""
    found = MaxNLocator(most, steps=(1, 2, 5, 10)).tick_values(low, high)
    slack = 1e-9 * (high - low)
    return [float(tick) for tick in found if low - slack <= tick <= high + slack]


def year_spans(weeks: int) -> list[tuple[int, float, float]]:
    """Return number and edges of each year of a horizon longer than one; the last may be incomplete."""
    if weeks <= WEEKS_PER_YEAR:
        return []
    return [
        (k + 1, k * WEEKS_PER_YEAR + 0.5, min((k + 1) * WEEKS_PER_YEAR, weeks) + 0.5)
        for k in range(-(-weeks // WEEKS_PER_YEAR))
    ]
