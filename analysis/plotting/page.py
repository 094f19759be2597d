"""A figure as a page: blocks from top to bottom, sized in inches, whatever they hold."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from matplotlib.axes import Axes

from entente.analysis.plotting.style import SLIDE, new_figure

EDGE = 0.25  # inches: where texts begin and end, on either side of a page
NOTE_SIZE = 7.5  # points: notes under a figure, and the smallest letters of a slide


def fill_slide(blocks: Mapping[str, float], filling: str) -> dict[str, float]:
    """Return the blocks of a slide, one of which takes all the height that the others leave."""
    left = SLIDE[1] - sum(height for block, height in blocks.items() if block != filling)
    return {**blocks, filling: left}


class FigurePage:
    """A figure divided into named blocks of known heights."""

    def __init__(self, width: float, edge: float, blocks: Mapping[str, float]) -> None:
        """Make the figure.

        Args:
            width: of the page, in inches.
            edge: where texts begin, in inches from the left.
            blocks: height of every block, in inches, from top to bottom.
        """
        self.width, self.edge = width, edge
        self.blocks = dict(blocks)
        self.height = sum(blocks.values())
        self.tops = dict(zip(blocks, accumulate(blocks.values(), initial=0.0), strict=False))
        self.figure = new_figure(width, self.height)

    def title(self, block: str, lines: Sequence[str], **look: Any) -> None:
        """Write the title of the figure at the top of a block."""
        y = 1 - self.tops[block] / self.height
        self.figure.suptitle("\n".join(lines), x=self.edge / self.width, y=y, ha="left", va="top", **look)

    def text(self, block: str, lines: Sequence[str], leading: float, left: float | None = None, **look: Any) -> None:
        """Write lines ``leading`` inches apart, from the top of a block; with ``left``, in the middle of its height."""
        spare = max(self.blocks[block] - leading * len(lines), 0) / 2 if left is not None else 0
        for k, line in enumerate(lines):
            y = 1 - (self.tops[block] + spare + leading * (k + 0.5)) / self.height
            x = (self.edge if left is None else left) / self.width
            self.figure.text(x, y, line, va="center", **look)

    def axes(self, block: str, left: float, width: float) -> Axes:
        """Return axes over the height of a block, with their left edge and width in inches."""
        bottom = 1 - (self.tops[block] + self.blocks[block]) / self.height
        place = (left / self.width, bottom, width / self.width, self.blocks[block] / self.height)
        return self.figure.add_axes(place, facecolor="none")
