"""Rows of small panels, each under its own name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from entente.analysis.plotting import layout
from entente.analysis.plotting.page import FigurePage
from entente.analysis.plotting.style import GREY, INK

_NAME, _KEY, _LEADING = 8.5, 7.5, 0.16  # sizes in points, inches from one line to the next
_BOLD: dict[str, Any] = {"size": _NAME, "weight": "bold", "color": INK}
_PLAIN: dict[str, Any] = {"size": _KEY, "color": GREY}


@dataclass(frozen=True)
class PanelName:
    """The name of a panel and the grey line under it; either may be empty."""

    name: str
    key: str = ""


@dataclass(frozen=True)
class PanelRows:
    """Rows of panels.

    Attributes:
        mark: what distinguishes these rows from others on the same page.
        cells: their names, in order.
        across: how many in a row.
        width: of a panel, in inches.
        tall: its height.
        gap: between two panels.
        left: of the first.
        under: room for what stands under a row.
    """

    mark: str
    cells: Sequence[PanelName]
    across: int
    width: float
    tall: float
    gap: float
    left: float
    under: float

    def rows(self) -> list[Sequence[PanelName]]:
        """Return the names of each row of panels."""
        return [self.cells[k : k + self.across] for k in range(0, len(self.cells), self.across)]

    def lines(self, cell: PanelName) -> list[str]:
        """Return the name of a panel in lines that fit."""
        if not cell.name:
            return []
        return layout.wrap(cell.name, self.width + 0.1, _NAME, "bold")

    def blocks(self) -> dict[str, float]:
        """Return the blocks of all rows, with their heights in inches."""
        found: dict[str, float] = {}
        for k, row in enumerate(self.rows()):
            most = max(len(self.lines(cell)) + bool(cell.key) for cell in row)
            found |= {f"{self.mark} names {k}": _LEADING * most + 0.08, f"{self.mark} row {k}": self.tall,
                      f"{self.mark} under {k}": self.under}  # fmt: skip
        return found

    def axes(self, page: FigurePage) -> Iterator[Axes]:
        """Write the names, and yield the axes of each panel in order."""
        for k, row in enumerate(self.rows()):
            for place, cell in enumerate(row):
                left, block = self.left + place * (self.width + self.gap), f"{self.mark} names {k}"
                said = [*((one, _BOLD) for one in self.lines(cell)), *([(cell.key, _PLAIN)] if cell.key else [])]
                top = page.blocks[block] - 0.08 - _LEADING * len(said)  # names stand on their panel
                for line, (text, look) in enumerate(said):
                    y = 1 - (page.tops[block] + top + _LEADING * (line + 0.5)) / page.height
                    page.figure.text(left / page.width, y, text, va="center", **look)
                yield page.axes(f"{self.mark} row {k}", left, self.width)
