"""Labels that do not collide, lines of text that fit, ticks that one can count."""

from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from entente.analysis.plotting.layout import (
    join_lines,
    place_in_lanes,
    shorten,
    spread_apart,
    text_width,
    week_ticks,
    wrap,
    year_spans,
)

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a machine may be busy

labels = st.lists(st.tuples(st.integers(1, 156), st.floats(2, 60)), max_size=12)


@unhurried
@given(labels)
def test_labels_of_one_lane_never_meet(drawn):
    placed = place_in_lanes([point for point, _ in drawn], [width for _, width in drawn], 0.5, 156.5, 1.0)
    for one, other in combinations(placed, 2):
        assert one.lane != other.lane or one.end <= other.begin or other.end <= one.begin
        assert min(one.lane, other.lane) >= 0


@unhurried
@given(labels)
def test_labels_stay_on_their_axis(drawn):
    for place in place_in_lanes([point for point, _ in drawn], [width for _, width in drawn], 0.5, 156.5, 1.0):
        assert 0.5 <= place.begin < place.end <= 156.5


@unhurried
@given(st.lists(st.tuples(st.integers(1, 156), st.floats(2, 25)), max_size=5))
@example([(96, 2.0), (96, 2.0), (108, 12.0), (132, 25.0)])
@example([(147, 12.0), (136, 2.0), (146, 20.23), (125, 24.56)])
def test_no_line_crosses_a_label(drawn):
    placed = place_in_lanes([point for point, _ in drawn], [width for _, width in drawn], 0.5, 156.5, 1.0)
    for line in placed:
        for label in placed:
            if label.begin < line.point < label.end and label is not line:
                assert line.lane < label.lane


@unhurried
@given(st.lists(st.floats(0, 1), min_size=1, max_size=4))
def test_spread_heights_keep_their_distance_and_order(heights):
    moved = spread_apart(heights, 0.1, 0.0, 1.0)
    ranks = sorted(range(len(heights)), key=lambda k: heights[k])
    for low, high in pairwise(ranks):
        assert moved[high] - moved[low] > 0.09


def test_lines_fit_their_width():
    text = "Une cellule d'intervention concertée entre la police et les maisons d'hébergement"
    lines = wrap(text, 2.0, 9)
    assert " ".join(lines) == text
    assert len(lines) > 1
    assert all(text_width(line, 9) <= 2.0 for line in lines)
    assert all(text_width(line, 9) <= 2.0 for line in join_lines(text.split(), 2.0, 9))
    assert shorten(text, 2.0, 9).endswith("…")
    assert text_width(shorten(text, 2.0, 9), 9) <= 2.0
    assert shorten("police", 2.0, 9) == "police"


@pytest.mark.parametrize("weeks", [1, 5, 26, 52, 60, 156, 260, 520])
def test_ticks_are_few_and_within_the_horizon(weeks):
    for most in (4, 13):
        ticks = week_ticks(weeks, most)
        assert 1 <= len(ticks) <= most
        assert ticks[-1] <= weeks


def test_years_cover_the_horizon():
    assert year_spans(52) == []
    assert year_spans(130) == [(1, 0.5, 52.5), (2, 52.5, 104.5), (3, 104.5, 130.5)]
