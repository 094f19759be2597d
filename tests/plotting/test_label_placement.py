"""Labels in the plane: clear of one another whenever there is a free place; boxes and segments as geometry has them."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from entente.analysis.plotting.label_placement import LabelBox, boxes_around, place_labels

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a machine may be busy

points = st.tuples(st.floats(-1, 1), st.floats(-1, 1))


# On a grid of eighths what the code computes is exact, but for quotients; equal ones are rounded alike.
eighths = st.integers(-8, 8).map(lambda k: k / 8)
grid_points = st.tuples(eighths, eighths)


def is_crossed(box, begin, end):
    """Tell in fractions whether a segment has points inside of a box: no line parallel to a side, or to it, parts them.

    A box is open, as it is for ``meets``: what runs along its edge, or touches it, is outside. Two convex shapes in the
    plane have no point in common when a line along a side of one of them separates them.
    """
    (x0, y0), (x1, y1) = ((Fraction(x), Fraction(y)) for x, y in (begin, end))
    left, bottom, right, top = map(Fraction, (box.left, box.bottom, box.right, box.top))
    if max(x0, x1) <= left or min(x0, x1) >= right or max(y0, y1) <= bottom or min(y0, y1) >= top:
        return False
    sides = [(x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) for x in (left, right) for y in (bottom, top)]
    return (x0, y0) == (x1, y1) or not (min(sides) >= 0 or max(sides) <= 0)


@unhurried
@given(grid_points, grid_points)
@example((0.375, 0.0), (0.375, 0.0))  # a point on the edge
@example((0.375, -1.0), (0.375, 1.0))  # along the edge
@example((0.0, 0.0), (0.0, 0.0))  # a point inside
@example((-1.0, -0.625), (1.0, 1.0))
def test_a_segment_crosses_a_box_when_some_of_its_points_are_inside(begin, end):
    box = LabelBox(-0.25, -0.125, 0.375, 0.5)
    assert box.is_crossed_by(begin, end) == is_crossed(box, begin, end)


@unhurried
@given(points, points)
def test_a_segment_crosses_a_box_when_it_passes_well_inside_and_not_when_well_outside(begin, end):
    box, slack = LabelBox(-0.3, -0.2, 0.4, 0.5), 1e-9  # more than the rounding of the points along the segment
    along = np.linspace(0, 1, 4001)[:, None]
    way = np.array(begin) * (1 - along) + np.array(end) * along
    depth = np.minimum.reduce([way[:, 0] + 0.3, 0.4 - way[:, 0], way[:, 1] + 0.2, 0.5 - way[:, 1]])
    if (depth > slack).any():
        assert box.is_crossed_by(begin, end)
    step = float(np.hypot(*(np.array(end) - begin))) / 4000
    if (depth < -step - slack).all():
        assert not box.is_crossed_by(begin, end)


def test_boxes_that_touch_do_not_meet():
    assert not LabelBox(0, 0, 1, 1).meets(LabelBox(1, 0, 2, 1))
    assert LabelBox(0, 0, 1, 1).meets(LabelBox(0.9, 0.9, 2, 2))
    assert LabelBox.around((1, 2), 4, 2) == LabelBox(-1, 1, 3, 3)
    assert LabelBox(-1, 1, 3, 3).centre == (1, 2)


@unhurried
@given(st.lists(points, min_size=2, max_size=6))
def test_labels_with_room_never_meet(anchors):
    wishes = [[(box, 0.0) for box in boxes_around(anchor, 0.3, 0.1, [0.05, 0.5, 1, 2, 4])] for anchor in anchors]
    taken = [LabelBox(-0.2, -0.2, 0.2, 0.2)]
    chosen = [places[rank][0] for places, rank in zip(wishes, place_labels(wishes, taken, []), strict=True)]
    for k, box in enumerate(chosen):
        assert not any(box.meets(other) for other in [*taken, *chosen[:k]])


@pytest.mark.parametrize(("cost", "rank"), [(0.5, 1), (1.5, 0)])
def test_crossing_a_line_costs_as_much_as_one(cost, rank):
    crossed, free = LabelBox(0, 0, 1, 1), LabelBox(5, 5, 6, 6)
    assert place_labels([[(crossed, 0.0), (free, cost)]], [], [((-1, 0.5), (2, 0.5))]) == [rank]
