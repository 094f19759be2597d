"""What can be seen of a figure: its words, those off the page, those that overlap."""

from itertools import combinations

from matplotlib.text import Text


def shown(figure):
    """Return the texts that are drawn."""
    if figure.stale:
        figure.draw_without_rendering()
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def words(figure):
    """Return what the texts say, each on one line."""
    return [" ".join(text.get_text().split("\n")).strip() for text in shown(figure)]


def off_page(figure):
    """Return the texts that are not whole on the page."""
    page = figure.bbox
    boxes = [(text.get_text(), text.get_window_extent()) for text in shown(figure)]
    return [said for said, box in boxes
            if box.x0 < page.x0 or box.x1 > page.x1 or box.y0 < page.y0 or box.y1 > page.y1]  # fmt: skip


def collisions(figure, slack=0.5):
    """Return the pairs of texts that overlap by more than some pixels on both axes."""
    boxes = [(text.get_text(), Text.get_window_extent(text)) for text in shown(figure)]
    met = []
    for (one, a), (other, b) in combinations(boxes, 2):
        across, up = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        if across > slack and up > slack:
            met.append((one, other))
    return met
