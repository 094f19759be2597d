"""Placement of labels in the plane, greedy and deterministic: each takes its cheapest place clear of the others.

It is written here because libraries for it move labels by simulation, and figures must be the same byte for byte.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PlanePoint = tuple[float, float]
OVERLAP_COST = 1000.0  # cost of overlapping another text: more than anything else


@dataclass(frozen=True)
class LabelBox:
    """The rectangle of a label."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(cls, centre: PlanePoint, width: float, height: float) -> "LabelBox":
        """Make the rectangle of this size around a point."""
        (x, y), w, h = centre, width / 2, height / 2
        return cls(x - w, y - h, x + w, y + h)

    @property
    def centre(self) -> PlanePoint:
        """The middle of the rectangle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def meets(self, other: "LabelBox") -> bool:
        """Return whether two rectangles overlap."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    def is_crossed_by(self, begin: PlanePoint, end: PlanePoint) -> bool:
        """Return whether a segment passes through the rectangle (Liang and Barsky's clipping).

        A rectangle is open: a segment or a point on its edge does not cross it, as rectangles that touch do not meet.
        """
        first, last = 0.0, 1.0
        sides = ((0, self.left, self.right), (1, self.bottom, self.top))
        for axis, low, high in sides:
            step = end[axis] - begin[axis]
            for towards, room in ((-step, begin[axis] - low), (step, high - begin[axis])):
                if towards == 0:
                    if room <= 0:
                        return False
                elif towards < 0:
                    first = max(first, room / towards)
                else:
                    last = min(last, room / towards)
        return first < last


def boxes_around(anchor: PlanePoint, width: float, height: float, distances: Sequence[float]) -> Iterator[LabelBox]:
    """Yield places for a text of this size on eight sides of a point, at each distance from it, the nearest first."""
    x, y = anchor
    for far in distances:
        w, h = width / 2 + far, height / 2 + far
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)):
            yield LabelBox.around((x + dx * w, y + dy * h), width, height)


def place_labels(
    wishes: Sequence[Sequence[tuple[LabelBox, float]]],
    taken: Sequence[LabelBox],
    lines: Sequence[tuple[PlanePoint, PlanePoint]],
) -> list[int]:
    """Choose a place for each label, those with the fewest free places first.

    Args:
        wishes: for each label, its candidate places with the cost of each.
        taken: rectangles already occupied, overlapped only when there is no other place.
        lines: segments better not written over; each costs 1.

    Returns:
        For each label, the rank of the place chosen among its wishes.
    """
    own = [[cost + sum(box.is_crossed_by(*line) for line in lines) for box, cost in places] for places in wishes]
    free = [sum(not any(box.meets(other) for other in taken) for box, _ in places) for places in wishes]
    chosen: dict[int, int] = {}
    full = list(taken)
    for k in sorted(range(len(wishes)), key=lambda k: free[k]):
        costs = [
            cost + OVERLAP_COST * sum(box.meets(other) for other in full)
            for (box, _), cost in zip(wishes[k], own[k], strict=True)
        ]
        chosen[k] = costs.index(min(costs))
        full.append(wishes[k][chosen[k]][0])
    return [chosen[k] for k in range(len(wishes))]
