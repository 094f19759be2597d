"""Marks of dated events and changes of settings: thin lines with labels that do not collide."""

from dataclasses import dataclass

from matplotlib.axes import Axes

from entente.analysis.plotting.layout import LabelPlace, place_in_lanes, shorten, text_width
from entente.analysis.plotting.style import GREY, INK
from entente.analysis.plotting.words import EVENT_WORDS, text_in, word_for
from entente.sim.model.situation import Settings

_SIZE = 7.5
_LANE = 0.17  # inches
_LONGEST = 3.2  # inches


@dataclass(frozen=True)
class DateMark:
    """One date: its label, where it is placed, and whether it is a change of settings or an event."""

    text: str
    place: LabelPlace
    change: bool


def date_marks(settings: Settings, language: str, first: int, last: int, width: float) -> list[DateMark]:
    """Return the marks of events and changes between two weeks, placed over a panel of this width in inches."""
    found = [
        (event.week, text_in(event.name, language, word_for(event.kind, EVENT_WORDS, language)), False)
        for event in settings.events.values()
        if event.week is not None
    ]
    found += [
        (change.week, text_in(change.name, language, key.replace("_", " ")), True)
        for key, change in settings.changes.items()
    ]
    found = sorted((week, text, change) for week, text, change in found if first <= week <= last)
    texts = [shorten(text, _LONGEST, _SIZE) for _, text, _ in found]
    per_inch = (last - first + 1) / width
    spans = [(text_width(text, _SIZE) + 0.05) * per_inch for text in texts]
    places = place_in_lanes([week for week, _, _ in found], spans, first - 0.5, last + 0.5, 0.1 * per_inch)
    return [DateMark(text, place, change) for text, place, (_, _, change) in zip(texts, places, found, strict=True)]


def marks_height(marks: list[DateMark]) -> float:
    """Return the height in inches that the labels take above their panel."""
    return _LANE * (1 + max((mark.place.lane for mark in marks), default=-1))


def draw_dates(ax: Axes, marks: list[DateMark], height: float) -> None:
    """Draw the dates over a panel of this height in inches: a line through it, a label above."""
    across = ax.get_xaxis_transform()
    lane = _LANE / height
    pad = 0.03 * (ax.get_xlim()[1] - ax.get_xlim()[0]) / 7
    for mark in marks:
        place, dash = mark.place, (0, (1, 1.5)) if mark.change else "-"
        top = 1 + lane * (place.lane + 0.85)
        ax.plot([place.point] * 2, [0, top], color=GREY, lw=0.7, ls=dash, transform=across, clip_on=False, zorder=4)
        ax.text(
            place.end - pad if place.ends_at_point else place.begin + pad,
            1 + lane * (place.lane + 0.18),
            mark.text,
            ha="right" if place.ends_at_point else "left",
            size=_SIZE,
            color=INK,
            style="italic" if mark.change else "normal",
            transform=across,
            zorder=6,
        )
