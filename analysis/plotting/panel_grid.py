"""A grid of panels that all have the same rows, named once on the left."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from matplotlib.axes import Axes

from entente.analysis.plotting import layout
from entente.analysis.plotting.page import EDGE, FigurePage
from entente.analysis.plotting.style import INK

GRID_WIDTH, _NAMES, _VALUE, _GAP = 11.0, 2.3, 0.62, 0.2  # inches: page, names, values right of a panel, gap
_ROW, _ACROSS, GRID_SIZE = 0.24, 3, 8.0
_PANEL = (GRID_WIDTH - EDGE - _NAMES - _ACROSS * (_VALUE + _GAP)) / _ACROSS
NAME_ROOM = _NAMES - 0.1  # inches for a name


@dataclass(frozen=True)
class PanelGrid:
    """A grid of panels.

    Attributes:
        titles: of each panel.
        names: of the rows of every panel, each in lines.
        value_lines: lines of the values written right of a row.
    """

    titles: Mapping[str, str]
    names: Sequence[Sequence[str]]
    value_lines: int = 1

    @property
    def step(self) -> float:
        """Height of a row in inches."""
        return max(_ROW, 0.14 * max(self.value_lines, *map(len, self.names)) + 0.08)

    @property
    def tall(self) -> float:
        """Height of a panel in inches."""
        return self.step * len(self.names) + 0.1

    @property
    def rows(self) -> list[list[str]]:
        """Panels of each row of the grid."""
        return [list(self.titles)[k : k + _ACROSS] for k in range(0, len(self.titles), _ACROSS)]

    @cached_property
    def heads(self) -> dict[str, list[str]]:
        """Title of each panel, in lines."""
        return {key: layout.wrap(title, _PANEL + _VALUE, GRID_SIZE + 0.5, "bold") for key, title in self.titles.items()}

    def blocks(self) -> dict[str, float]:
        """Return the blocks of the grid, with their heights in inches."""
        found = {}
        for k, row in enumerate(self.rows):
            most = max(len(self.heads[key]) for key in row)
            found |= {f"names {k}": 0.16 * most + 0.12, f"row {k}": self.tall, f"axis {k}": 0.62}
        return found

    def panels(self, page: FigurePage) -> Iterator[tuple[str, Axes]]:
        """Write titles and names of rows, and yield each panel with its axes, in inches from the top."""
        for k, row in enumerate(self.rows):
            for place, key in enumerate(row):
                left = EDGE + _NAMES + place * (_PANEL + _VALUE + _GAP)
                page.text(f"names {k}", self.heads[key], 0.16, left=left, size=GRID_SIZE + 0.5, weight="bold")
                ax = page.axes(f"row {k}", left, _PANEL)
                ax.set(ylim=(self.tall, 0), yticks=[])
                ax.spines[["left", "right", "top"]].set_visible(False)
                if place == 0:
                    self.name_rows(ax)
                yield key, ax

    def middle(self, k: int) -> float:
        """Return the height of the middle of a row of a panel."""
        return self.step * (k + 0.5) + 0.05

    def name_rows(self, ax: Axes) -> None:
        """Write the names of the rows left of a panel."""
        for k, lines in enumerate(self.names):
            text = "\n".join(layout.shorten(line, NAME_ROOM, GRID_SIZE) for line in lines)
            ax.text(
                -_NAMES / _PANEL,
                self.middle(k),
                text,
                transform=ax.get_yaxis_transform(),
                va="center",
                size=GRID_SIZE,
                color=INK,
                linespacing=1.05,
            )
