"""Figure of the levers: what each does to mobilisation where it is meant to act, and whether it does what it is for."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from entente.analysis.levers.effects import Outcome
from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import format_number, format_signed
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage
from entente.analysis.plotting.style import BLUE, GREY, INK, PALE, VERMILION, house_style, signed_ticks
from entente.i18n import N_, say
from entente.sim.model.levers import Advice

_WIDTH, _ROW = 10.5, 0.185  # inches
_NAMES, _MEANT, _VALUE = 3.0, 2.6, 0.7  # inches: room of the names, of what each is meant to move, of the values
_SIZE = 7.5
_HUES = {Outcome.ACTS: BLUE, Outcome.UNSEEN: GREY, Outcome.REVERSED: VERMILION}
_MARKS = {Advice.DO: "o", Advice.KEEP: "s", Advice.AVOID: "v"}
_TEXTS = {
    "title": N_("What each lever does to mobilisation where it is meant to act"),
    "replicates": N_("{n} paired replicates with and without each"),
    "meant": N_("meant to move"),
    "axis": N_("final mobilisation, percentage points"),
    "note": N_("Dots and lines: mean of the paired differences and its 95% interval; circles: to do, squares: to keep, "
"triangles: to avoid. Blue: what it is meant to move moves as it should; grey: no effect is seen on it; vermilion: "
"it moves the other way."),
}  # fmt: skip


@dataclass(frozen=True)
class LeverRow:
    """One lever: its name, what it is meant to move, whether it does, its effect on mobilisation with its interval."""

    name: str
    meant: str
    outcome: Outcome
    mobilisation: tuple[float, float, float]
    advice: Advice


def levers_figure(rows: Sequence[LeverRow], replicates: int, language: str) -> Figure:
    """Draw the levers, those that raise mobilisation most first.

    Args:
        rows: the levers.
        replicates: how many each difference rests on.
        language: ``en`` or ``fr``.
    """
    rows = sorted(rows, key=lambda one: -one.mobilisation[0])
    tall = _ROW * len(rows) + 0.1
    with house_style():
        note = layout.wrap(say(_TEXTS["note"], language), _WIDTH - 2 * EDGE, NOTE_SIZE)
        page = FigurePage(_WIDTH, EDGE, {"above": 0.2, "title": 0.36, "count": 0.3, "head": 0.22, "rows": tall,
                                         "axis": 0.55, "note": 0.16 * len(note) + 0.1})  # fmt: skip
        page.title("title", [say(_TEXTS["title"], language)], size=13, weight="bold")
        counted = say(_TEXTS["replicates"], language, n=format_number(replicates, language))
        page.text("count", [counted], 0.2, color=GREY)
        page.text("head", [say(_TEXTS["meant"], language)], 0.2, left=EDGE + _NAMES, size=_SIZE, weight="bold")
        page.text("note", note, 0.16, size=NOTE_SIZE, color=GREY)
        width = _WIDTH - _NAMES - _MEANT - _VALUE - 2 * EDGE
        ax = page.axes("rows", EDGE + _NAMES + _MEANT, width)
        ax.set(ylim=(tall, 0), yticks=[])
        ax.spines[["left", "right", "top"]].set_visible(False)
        ax.axvline(0, color=GREY, lw=0.8, zorder=1)
        for k, row in enumerate(rows):
            _draw_row(ax, row, _ROW * (k + 0.5) + 0.05, width, language)
        ax.xaxis.set_major_formatter(signed_ticks(language))
        ax.tick_params(labelsize=_SIZE)
        ax.set_xlabel(say(_TEXTS["axis"], language), size=_SIZE)
    return page.figure


def _draw_row(ax: Axes, row: LeverRow, y: float, width: float, language: str) -> None:
    """Draw one lever."""
    across = ax.get_yaxis_transform()
    effect, low, high = (100 * value for value in row.mobilisation)
    hue = _HUES[row.outcome]
    ax.axhline(y, color=PALE, lw=0.5, zorder=0)
    ax.plot([low, high], [y, y], color=hue, lw=1.5, solid_capstyle="butt", zorder=3)
    ax.plot([effect], [y], _MARKS[row.advice], ms=3.8, mfc=hue if low > 0 or high < 0 else "white", mec=hue, zorder=4)
    texts = ((row.name, -(_NAMES + _MEANT), _NAMES, INK), (row.meant, -_MEANT, _MEANT, hue))
    for text, left, room, colour in texts:
        shown = layout.shorten(text, room - 0.1, _SIZE)
        ax.text(left / width, y, shown, transform=across, va="center", size=_SIZE, color=colour)
    value = format_signed(effect, 1, language)
    ax.text(1 + _VALUE / width, y, value, transform=across, ha="right", va="center", size=_SIZE, color=hue)
