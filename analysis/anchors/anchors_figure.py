"""Figure of the anchors: values with the default settings beside empirical targets, each on the target's scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import format_number
from entente.analysis.plotting.page import EDGE, FigurePage
from entente.analysis.plotting.style import BLUE, GREY, INK, VERMILION, house_style
from entente.i18n import N_, say

_WIDTH, _ROW = 9.0, 0.22  # inches
_NAMES, _TARGET, _VALUE = 3.35, 0.95, 1.35  # inches: room of the names, of the targets, of what is given
_SHARE = 0.75  # inches: room of the shares of the plausible settings
_SIZE, _REACH = 8.0, 5.0
_BAND = "#dcdcdc"
_HUES = {"inside": BLUE, "straddles": GREY, "outside": VERMILION}
_TEXTS = {
    "title": N_("What the defaults give, beside the figures of the field"),
    "of_worlds": N_("What plausible settings give, beside the figures of the field"),
    "target": N_("field"),
    "given": N_("given"),
    "note": N_("Grey band: what agrees with the field; each line has its own scale. Dots and lines: mean "
"over {n} replicates and its 95% interval; an arrow is farther than the scale goes."),
    "share": N_("settings"),
    "worlds": N_("Grey band: what agrees with the field; each line has its own scale. Dots and lines: mean of {n} "
"replicates over {count} plausible settings and its 95% interval over these; pale bars: between which values 90% of "
"them are; settings: share of them that agrees with the field. An arrow is farther than the scale goes."),
}  # fmt: skip
PLACES = {
    "inside": N_("inside"), "straddles": N_("astride"), "outside": N_("outside"),
}  # fmt: skip


@dataclass(frozen=True)
class AnchorRow:
    """One figure of the field: its name, its target, the mean that is given with its interval, as numbers and text.

    Attributes:
        spread: between which values 90 % of the plausible settings give it; None without such settings.
        share: of these settings in which it is within its target, as text.
    """

    name: str
    target: tuple[float, float]
    mean: float
    interval: tuple[float, float]
    target_text: str
    given_text: str
    place: str
    spread: tuple[float, float] | None = None
    share: str = ""

    def on_target_scale(self, value: float) -> float:
        """Express a value on the scale of the target, whose ends are -1 and 1."""
        low, high = self.target
        return (value - (low + high) / 2) / ((high - low) / 2)


def anchors_figure(rows: Sequence[AnchorRow], replicates: int, language: str, worlds: int = 0) -> Figure:
    """Draw each anchor with its target and its estimate.

    Args:
        rows: the figures, in order.
        replicates: how many each mean rests on.
        language: ``en`` or ``fr``.
        worlds: over how many plausible settings they are spread; 0 where they are not.
    """
    tall = _ROW * len(rows) + 0.1
    with house_style():
        counts = {"n": format_number(replicates, language), "count": format_number(worlds, language)}
        note = say(_TEXTS["worlds" if worlds else "note"], language, **counts)
        lines = layout.wrap(note, _WIDTH - 2 * EDGE, _SIZE)
        page = FigurePage(_WIDTH, EDGE, {"above": 0.2, "title": 0.4, "head": 0.25, "rows": tall, "gap": 0.15,
                                  "note": 0.16 * len(lines) + 0.1})  # fmt: skip
        page.title("title", [say(_TEXTS["of_worlds" if worlds else "title"], language)], size=13, weight="bold")
        page.text("note", lines, 0.16, size=_SIZE, color=GREY)
        last = _TARGET + _VALUE + (_SHARE if worlds else 0)
        width = _WIDTH - _NAMES - last - 2 * EDGE
        ax = page.axes("rows", _NAMES, width)
        ax.set(xlim=(-_REACH, _REACH), ylim=(tall, 0), xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        _draw_key(page, language)
        across = ax.get_yaxis_transform()
        for text, x in (("target", _TARGET), ("given", _TARGET + _VALUE), *((("share", last),) if worlds else ())):
            ax.text(1 + x / width, -0.12, say(_TEXTS[text], language), transform=across, ha="right", va="center",
                    size=_SIZE, weight="bold")  # fmt: skip
        for k, row in enumerate(rows):
            _draw_row(ax, row, _ROW * (k + 0.5) + 0.05, width)
        return page.figure


def _draw_row(ax: Axes, row: AnchorRow, y: float, width: float) -> None:
    """Draw one figure of the field at a height."""
    across, hue = ax.get_yaxis_transform(), _HUES[row.place]
    ax.fill_between([-1, 1], y - _ROW * 0.36, y + _ROW * 0.36, color=_BAND, lw=0, zorder=0)
    ax.plot([-_REACH, _REACH], [y, y], color=_BAND, lw=0.6, zorder=0)
    if row.spread is not None:
        ends = [min(max(row.on_target_scale(end), -_REACH), _REACH) for end in row.spread]
        ax.plot(ends, [y, y], color=hue, lw=4.5, alpha=0.3, solid_capstyle="butt", zorder=3)
        ax.text(1 + (_TARGET + _VALUE + _SHARE) / width, y, row.share, transform=across, ha="right", va="center",
                size=_SIZE, color=INK)  # fmt: skip
    low, high, mean = (row.on_target_scale(value) for value in (*row.interval, row.mean))
    if abs(mean) > _REACH:
        ax.plot(
            [_REACH if mean > 0 else -_REACH], [y], ">" if mean > 0 else "<", color=hue, ms=5, clip_on=False, zorder=5
        )
    else:
        ax.plot([max(low, -_REACH), min(high, _REACH)], [y, y], color=hue, lw=1.6, solid_capstyle="butt", zorder=4)
        ax.plot([mean], [y], "o", ms=4, mfc="white" if row.place == "straddles" else hue, mec=hue, zorder=5)
    name = layout.shorten(row.name, _NAMES - EDGE - 0.15, _SIZE)
    ax.text((EDGE - _NAMES) / width, y, name, transform=across, va="center", size=_SIZE, color=INK)
    ax.text(1 + _TARGET / width, y, row.target_text, transform=across, ha="right", va="center", size=_SIZE, color=GREY)
    ax.text(
        1 + (_TARGET + _VALUE) / width,
        y,
        row.given_text,
        transform=across,
        ha="right",
        va="center",
        size=_SIZE,
        color=hue,
    )


def _draw_key(page: FigurePage, language: str) -> None:
    """Write which hue is which place."""
    ax = page.axes("head", 0, _WIDTH)
    ax.set(xlim=(0, _WIDTH), ylim=(0.25, 0), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    x = EDGE
    for place, hue in _HUES.items():
        text = say(PLACES[place], language)
        ax.plot([x + 0.06], [0.12], "o", ms=4.5, mfc="white" if place == "straddles" else hue, mec=hue)
        ax.text(x + 0.16, 0.12, text, va="center", size=_SIZE, color=hue)
        x += 0.16 + layout.text_width(text, _SIZE) + 0.3
