"""Styles that distinguish up to five series by colour, dashes and marker at once, so that none is needed alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import seaborn

HUES = [seaborn.color_palette("colorblind").as_hex()[k] for k in (0, 3, 2, 1, 4)]
INKS = ("#01527f", "#a34700", "#016b50", "#7d5000", "#84437a")  # the same hues, dark enough for text on white
_DASHES = ("-", (0, (5, 1.5)), (0, (1.5, 1.2)), (0, (6, 1.5, 1.2, 1.5)), (0, (3, 1, 1, 1, 1, 1)))
MARKERS = ("o", "s", "^", "D", "v")


@dataclass(frozen=True)
class SeriesLook:
    """The style of one series, and the colour of its name."""

    colour: str
    ink: str
    dash: Any
    marker: str

    def line(self, width: float = 1.8) -> dict[str, Any]:
        """Return matplotlib's arguments for its line."""
        return {"color": self.colour, "ls": self.dash, "lw": width, "solid_joinstyle": "round"}

    def mark(self, size: float) -> dict[str, Any]:
        """Return matplotlib's arguments for its markers."""
        return {"marker": self.marker, "ms": size, "mec": "white", "mew": 0.7, "mfc": self.colour}


def series_looks(names: Iterable[object]) -> dict[object, SeriesLook]:
    """Give a style to each of up to five series."""
    return dict(zip(names, map(SeriesLook, HUES, INKS, _DASHES, MARKERS), strict=False))
