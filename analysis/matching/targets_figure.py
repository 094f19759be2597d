"""Figure of the targets: what plausible settings give beside figures of the field, on the scale of tolerances."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from entente.analysis.matching.implausibility import LIMIT
from entente.analysis.plotting import layout
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage
from entente.analysis.plotting.style import BLUE, GREY, INK, ORANGE, VERMILION, house_style
from entente.i18n import N_, say

_WIDTH, _ROW = 9.0, 0.24  # inches
_NAMES, _TARGET, _VALUE = 3.4, 1.0, 1.55  # inches: room of the names, of the targets, of what is given
_SIZE, _REACH = 8.0, 6.0  # points; tolerances that the scale goes to, on either side
_BAND, _CLOSE = "#e4e4e4", "#cccccc"
_HUES = {"met": BLUE, "reached": ORANGE, "missed": ORANGE, "structural": VERMILION}
REACH_WORDS = {
    "met": N_("met"), "missed": N_("missed by most"), "reached": N_("reached, but not with the others"),
    "structural": N_("structural: no setting reaches it"),
}  # fmt: skip
_TEXTS = {
    "title": N_("Figures of the field, and what plausible settings give"),
    "nearest": N_("Figures of the field, and what the least implausible setting gives"),
    "target": N_("field"),
    "given": N_("given"),
    "note": N_("Scale: tolerances from the figure of the field, which is in the middle; dark grey within one, light "
"grey within three. Dots: mean over the plausible settings; lines: between which 90% of them are; an arrow "
"is farther than the scale goes."),
}  # fmt: skip


@dataclass(frozen=True)
class TargetRow:
    """One target: its name, the figure and its tolerance, what is given with the ends of 90 % of it, texts, verdict."""

    name: str
    value: float
    tolerance: float
    mean: float
    ends: tuple[float, float]
    target_text: str
    given_text: str
    verdict: str

    def on_scale(self, value: float) -> float:
        """Express a value in tolerances from the figure."""
        return (value - self.value) / self.tolerance


def targets_figure(rows: Sequence[TargetRow], any_plausible: bool, language: str) -> Figure:
    """Draw each target with what plausible settings give, or else the least implausible one.

    Args:
        rows: the targets, in order.
        any_plausible: whether some setting is plausible.
        language: ``en`` or ``fr``.
    """
    tall = _ROW * len(rows) + 0.1
    with house_style():
        lines = layout.wrap(say(_TEXTS["note"], language), _WIDTH - 2 * EDGE, NOTE_SIZE)
        page = FigurePage(_WIDTH, EDGE, {"above": 0.2, "title": 0.4, "head": 0.25, "rows": tall, "gap": 0.15,
                                         "note": 0.16 * len(lines) + 0.1})  # fmt: skip
        page.title("title", [say(_TEXTS["title" if any_plausible else "nearest"], language)], size=13, weight="bold")
        page.text("note", lines, 0.16, size=NOTE_SIZE, color=GREY)
        width = _WIDTH - _NAMES - _TARGET - _VALUE - 2 * EDGE
        ax = page.axes("rows", _NAMES, width)
        ax.set(xlim=(-_REACH, _REACH), ylim=(tall, 0), xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        _draw_key(page, [row.verdict for row in rows], language)
        across = ax.get_yaxis_transform()
        for text, x in (("target", _TARGET), ("given", _TARGET + _VALUE)):
            ax.text(1 + x / width, -0.12, say(_TEXTS[text], language), transform=across, ha="right", va="center",
                    size=_SIZE, weight="bold")  # fmt: skip
        for k, row in enumerate(rows):
            _draw_row(ax, row, _ROW * (k + 0.5) + 0.05, width)
    return page.figure


def _draw_row(ax: Axes, row: TargetRow, y: float, width: float) -> None:
    """Draw one target at a height."""
    across, hue = ax.get_yaxis_transform(), _HUES[row.verdict]
    for reach, tone in ((LIMIT, _BAND), (1.0, _CLOSE)):
        ax.fill_between([-reach, reach], y - _ROW * 0.36, y + _ROW * 0.36, color=tone, lw=0, zorder=0)
    ax.plot([-_REACH, _REACH], [y, y], color=_BAND, lw=0.6, zorder=0)
    low, high, mean = (row.on_scale(value) for value in (*row.ends, row.mean))
    if np.isfinite([low, high]).all():
        inside = np.clip([low, high], -_REACH, _REACH)
        ax.plot(inside, [y, y], color=hue, lw=1.8, solid_capstyle="butt", zorder=4)
    if abs(mean) > _REACH:
        ax.plot([np.sign(mean) * _REACH], [y], ">" if mean > 0 else "<", color=hue, ms=5, clip_on=False, zorder=5)
    elif np.isfinite(mean):
        ax.plot([mean], [y], "o", ms=4.2, color=hue, zorder=5)
    name = layout.shorten(row.name, _NAMES - EDGE - 0.15, _SIZE)
    ax.text((EDGE - _NAMES) / width, y, name, transform=across, va="center", size=_SIZE, color=INK)
    for text, x, tone in ((row.target_text, _TARGET, GREY), (row.given_text, _TARGET + _VALUE, hue)):
        ax.text(1 + x / width, y, text, transform=across, ha="right", va="center", size=_SIZE, color=tone)


def _draw_key(page: FigurePage, verdicts: Sequence[str], language: str) -> None:
    """Write which hue is which verdict."""
    ax = page.axes("head", 0, _WIDTH)
    ax.set(xlim=(0, _WIDTH), ylim=(0.25, 0), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    x = EDGE
    for verdict, text in REACH_WORDS.items():
        if verdict in verdicts:
            ax.plot([x + 0.06], [0.12], "o", ms=4.5, color=_HUES[verdict])
            ax.text(x + 0.16, 0.12, say(text, language), va="center", size=_SIZE, color=_HUES[verdict])
            x += 0.16 + layout.text_width(say(text, language), _SIZE) + 0.3
