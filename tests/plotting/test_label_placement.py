"""Labels in the plane: clear of one another whenever there is a free place; boxes and segments as geometry has them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.analysis.plotting.label_placement import Box, boxes_around, place_labels

points = st.tuples(st.floats(-1, 1), st.floats(-1, 1))


@given(points, points)
def test_a_segment_crosses_a_box_when_some_of_its_points_are_inside(begin, end):
    box = Box(-0.3, -0.2, 0.4, 0.5)
    along = np.linspace(0, 1, 4001)[:, None]
    way = np.array(begin) * (1 - along) + np.array(end) * along
    inside = (way[:, 0] > -0.3) & (way[:, 0] < 0.4) & (way[:, 1] > -0.2) & (way[:, 1] < 0.5)
    if inside.sum() > 2:
        assert box.crossed(begin, end)
    if not box.crossed(begin, end):
        assert inside.sum() <= 2


def test_boxes_that_touch_do_not_meet():
    assert not Box(0, 0, 1, 1).meets(Box(1, 0, 2, 1))
    assert Box(0, 0, 1, 1).meets(Box(0.9, 0.9, 2, 2))
    assert Box.around((1, 2), 4, 2) == Box(-1, 1, 3, 3)
    assert Box(-1, 1, 3, 3).centre == (1, 2)


@given(st.lists(points, min_size=2, max_size=6))
def test_labels_with_room_never_meet(anchors):
    wishes = [[(box, 0.0) for box in boxes_around(anchor, 0.3, 0.1, [0.05, 0.5, 1, 2, 4])] for anchor in anchors]
    taken = [Box(-0.2, -0.2, 0.2, 0.2)]
    chosen = [places[rank][0] for places, rank in zip(wishes, place_labels(wishes, taken, []), strict=True)]
    for k, box in enumerate(chosen):
        assert not any(box.meets(other) for other in [*taken, *chosen[:k]])


@pytest.mark.parametrize(("cost", "rank"), [(0.5, 1), (1.5, 0)])
def test_crossing_a_line_costs_as_much_as_one(cost, rank):
    crossed, free = Box(0, 0, 1, 1), Box(5, 5, 6, 6)
    assert place_labels([[(crossed, 0.0), (free, cost)]], [], [((-1, 0.5), (2, 0.5))]) == [rank]
