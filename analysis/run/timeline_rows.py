"""Rows of the timeline: ticks for what is frequent, bars for what lasts, named points for the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from entente.analysis.plotting.layout import LabelPlace, place_in_lanes, shorten, text_width
from entente.analysis.plotting.style import INK, PALE, shade
from entente.analysis.plotting.week_panels import HALO
from entente.analysis.plotting.words import fixed_text
from entente.analysis.run.event_log import LogRow
from entente.analysis.run.event_names import entry_subject, stage_number
from entente.sim.model.situation import Settings

_SIZE = 8.0
_LANE, _TICK, _POINT = 0.175, 0.13, 0.16  # inches: a line of labels, a tick of one, a point
_BAR, _LOW = 0.19, 0.09  # inches: a bar with its name, and one without
_TALLEST = 3  # entries of a week beyond which a tick grows no more
_LONGEST = (3.0, 2.0, 1.2)  # inches: longest label, and when there is less and less room
_MOST = 4  # lines of labels
NAMED_SHARE = 0.5  # share of the leadership from which who leaves it is named
_MARKS = {
    "joined": "^", "left": "v", "lapsed": "v", "lead_left": "v", "goals_met": "*", "deserted": "X", "dormant": "X",
}  # fmt: skip
_HOLLOW = {"stage_reopened"}


@dataclass(frozen=True)
class TimelineBar:
    """Something that lasts: its weeks, its text and where that begins, and its height in the row, in inches."""

    begin: float
    end: float
    text: str
    written: float
    up: float

    def height(self) -> float:
        """Return the height of the bar in inches: low when it bears no name."""
        return _BAR if self.text else _LOW


@dataclass(frozen=True)
class PointMark:
    """A point: its week, its kind, its text (empty when there is no room) and where (None: right above)."""

    week: float
    kind: str
    text: str
    place: LabelPlace | None = None


@dataclass(frozen=True)
class TimelineRow:
    """A row, ready to draw: its ticks (week, count), bars and points."""

    row: LogRow
    ups: list[tuple[int, int]]
    downs: list[tuple[int, int]]
    bars: list[TimelineBar]
    marks: list[PointMark]

    def bars_height(self) -> float:
        """Return the height of all its bars in inches."""
        return max((bar.up + bar.height() for bar in self.bars), default=0.0)

    def height(self) -> float:
        """Return the height of the row in inches."""
        ticks = _TICK * 1.6 * (bool(self.row.ups) + bool(self.row.downs))
        top = max((mark.place.lane if mark.place else 0 for mark in self.marks if mark.text), default=-1)
        points = (_POINT + _LANE * (1 + top)) if self.marks else 0
        return ticks + self.bars_height() + points


def lay_out_row(
    row: LogRow, log: pd.DataFrame, settings: Settings, language: str, span: tuple[int, int], width: float
) -> TimelineRow:
    """Lay out a row over a panel of this width in inches.

    Args:
        row: the row of the log.
        log: its part of ``analysis.run.event_log.timeline_table``.
        settings: what was run, for the names.
        language: ``en`` or ``fr``.
        span: first and last week.
        width: of the panel, in inches.
    """
    per_inch = (span[1] - span[0] + 1) / width
    edges = span[0] - 0.5, span[1] + 0.5
    ups, downs = (_per_week(log[log["kind"].isin(kinds)]) for kinds in (row.ups, row.downs))
    lasts = log["kind"].isin(list(row.spans)) & ~_over_at_once(log)
    lasting = [
        (
            float(one.week) - 0.5,
            float(one.until) + (-0.5 if one.ended_by else 0.5),
            _entry_text(one, settings, language),
        )
        for one in log[lasts].itertuples()
    ]
    bars = _pack_bars([one for one in lasting if one[2]], edges, per_inch, 0.0, _BAR)
    base = max((bar.up + _BAR for bar in bars), default=0.0)
    bars += _pack_bars([one for one in lasting if not one[2]], edges, per_inch, base, _LOW)
    return TimelineRow(row, ups, downs, bars, _place_marks(row, log, settings, language, edges, per_inch))


def _over_at_once(log: pd.DataFrame) -> pd.Series:
    """Return which entries ended in the week in which they began."""
    return (log["until"] == log["week"]) & (log["ended_by"] != "")


def _per_week(log: pd.DataFrame) -> list[tuple[int, int]]:
    """Return the number of entries in each week that has any."""
    return [(int(str(week)), len(part)) for week, part in log.groupby("week")]


def _entry_text(one: object, settings: Settings, language: str) -> str:
    """Return the text of an entry: its subject; for a controversy, how it ended.

    Who leaves a small part of the leadership is not named: where it is shared, this happens all the time.
    """
    kind, who, ended_by = (str(getattr(one, name)) for name in ("kind", "who", "ended_by"))
    if kind == "lead_left" and one.size < NAMED_SHARE:  # type: ignore[attr-defined]
        return ""
    if kind == "controversy_opened":
        return fixed_text(ended_by or "controversy_open", language)
    return entry_subject(kind, who, settings, language)


def _pack_bars(
    lasting: Sequence[tuple[float, float, str]], edges: tuple[float, float], per_inch: float, base: float, tall: float
) -> list[TimelineBar]:
    """Place bars from ``base`` up, each in the first line that is free, lines ``tall`` inches apart.

    The text stands on the bar, or beside it when the bar is too short.
    """
    found: list[TimelineBar] = []
    taken: list[list[tuple[float, float]]] = []
    for begin, end, text in lasting:
        end, pad = min(end, edges[1]), 0.05 * per_inch
        said = shorten(text, _LONGEST[0], _SIZE)
        reach = text_width(said, _SIZE) * per_inch + 2 * pad if said else 0.0
        at = begin if reach <= end - begin else end if end + reach <= edges[1] else max(begin - reach, edges[0])
        left, right = min(begin, at), max(end, at + reach) + pad
        lane = next((k for k, others in enumerate(taken) if all(right <= low or high <= left for low, high in others)),
                    len(taken))  # fmt: skip
        taken += [[]] if lane == len(taken) else []
        taken[lane].append((left, right))
        found.append(TimelineBar(begin, end, said, at + pad, base + lane * tall))
    return found


def _place_marks(
    row: LogRow, log: pd.DataFrame, settings: Settings, language: str, edges: tuple[float, float], per_inch: float
) -> list[PointMark]:
    """Place the points of a row with their subjects; where there is no room for all of them, with a number."""
    entries = _mark_entries(row, log, settings, language)
    for longest in _LONGEST:
        texts = [shorten(entry.text, longest, _SIZE) for entry in entries]
        widths = [(text_width(text, _SIZE) + 0.14) * per_inch for text in texts]
        places = place_in_lanes([entry.week for entry in entries], widths, *edges, 0.06 * per_inch)
        if max((place.lane for place in places), default=0) < _MOST:
            return [PointMark(entry.week, entry.kind, text, place)
                    for entry, text, place in zip(entries, texts, places, strict=True)]  # fmt: skip
    return _number_marks([(entry.week, entry.kind, entry.number) for entry in entries], per_inch)


class _Entry(NamedTuple):
    """Entries of one kind in one week: what is written in full, and the number that stands for it."""

    week: float
    kind: str
    text: str
    number: str


def _mark_entries(row: LogRow, log: pd.DataFrame, settings: Settings, language: str) -> list[_Entry]:
    """Return what the points of a row say, one for each week and kind."""
    found = []
    alone = log["kind"].isin([*row.points, *row.counted]) | (log["kind"].isin(list(row.spans)) & _over_at_once(log))
    for (week, kind), part in log[alone].groupby(["week", "kind"], sort=False):
        names = [_entry_text(one, settings, language) for one in part.itertuples()]
        count = f"{'+' if kind == 'joined' else '−'}{len(names)}" if kind in row.counted else ""
        stages = [str(stage_number(kind, who, settings) or "") for who in part["who"]]
        text = count if count and len(names) > 1 else _comma_list(names)
        found.append(_Entry(float(week), str(kind), text, count or _comma_list(stages)))
    return found


def _comma_list(texts: Sequence[str]) -> str:
    """Join the texts that are not empty."""
    return ", ".join(filter(None, texts))


def _number_marks(found: Sequence[tuple[float, str, str]], per_inch: float) -> list[PointMark]:
    """Write a number right above each point, the highest first, where none is written yet."""
    taken: list[tuple[float, float]] = []
    texts: dict[int, str] = {}
    for k in sorted(range(len(found)), key=lambda k: (found[k][2].lstrip("+−").rjust(9), -k), reverse=True):
        week, _, text = found[k]
        half = (text_width(text, _SIZE) / 2 + 0.012) * per_inch
        if text and all(week + half <= low or high <= week - half for low, high in taken):
            taken.append((week - half, week + half))
            texts[k] = text
    return [PointMark(week, kind, texts.get(k, "")) for k, (week, kind, _) in enumerate(found)]


def draw_row(ax: Axes, one: TimelineRow, colour: str, height: float) -> None:
    """Draw a row over axes whose upright axis counts inches from the bottom, up to ``height``."""
    per_inch = (ax.get_xlim()[1] - ax.get_xlim()[0]) / ax.get_position().width / ax.figure.get_figwidth()  # type: ignore[union-attr]
    floor = (height - one.height()) / 2
    if one.ups or one.downs:
        middle = floor + (_TICK * 1.6 if one.row.downs else 0)
        ax.axhline(middle, color=PALE, lw=0.8, zorder=1)
        for ticks, sign in ((one.ups, 1), (one.downs, -1)):
            for week, count in ticks:
                tall = _TICK * (0.7 + 0.3 * min(count, _TALLEST))
                ax.plot([week, week], [middle, middle + sign * tall], color=colour, lw=1.5, solid_capstyle="butt")
    for bar in one.bars:
        low, tall = floor + bar.up, bar.height()
        ax.add_patch(Rectangle((bar.begin, low + 0.02), bar.end - bar.begin, tall - 0.04,
                               facecolor=shade(colour, 0.9), edgecolor=colour, lw=0.8))  # fmt: skip
        halo = None if bar.begin < bar.written < bar.end else HALO
        ax.text(bar.written, low + tall / 2, bar.text, size=_SIZE, va="center_baseline", color=INK, zorder=6,
                path_effects=halo)  # fmt: skip
    base = floor + one.bars_height() + _POINT / 2
    for mark in one.marks:
        _draw_mark(ax, mark, colour, base, 0.06 * per_inch)


def _draw_mark(ax: Axes, mark: PointMark, colour: str, base: float, pad: float) -> None:
    """Draw a point and its label, with the line that leads from one to the other."""
    fill = "white" if mark.kind in _HOLLOW else colour
    marker = _MARKS.get(mark.kind, "D")
    ax.plot([mark.week], [base], marker=marker, ms=5.5, mfc=fill, mec=colour, mew=1, zorder=5, clip_on=False)
    if not mark.text:
        return
    look: dict[str, Any] = {"va": "center_baseline", "size": _SIZE, "color": INK, "zorder": 6, "path_effects": HALO}
    place = mark.place
    if place is None:
        ax.text(mark.week, base + _POINT / 2 + _LANE / 2, mark.text, ha="center", **look)
        return
    top = base + _POINT / 2 + _LANE * (place.lane + 0.5)
    ax.plot([mark.week] * 2, [base, top + 0.05], color=colour, lw=0.7, zorder=2)
    x, side = (place.end - pad, "right") if place.ends_at_point else (place.begin + pad, "left")
    ax.text(x, top, mark.text, ha=side, **look)
