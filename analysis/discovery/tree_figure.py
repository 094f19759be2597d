"""Figure of a classification tree, from left to right, with the density of cases of interest in each leaf."""

from collections.abc import Sequence

import seaborn
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from entente.analysis.discovery.limit_words import format_limit
from entente.analysis.discovery.prim import Cases, CategoryLimit, IntervalLimit
from entente.analysis.discovery.tree import Node
from entente.analysis.plotting import layout
from entente.analysis.plotting.goal_words import event_text
from entente.analysis.plotting.heading import StudyHeading
from entente.analysis.plotting.numbers import format_percent
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage
from entente.analysis.plotting.setting_names import name_in_sentence
from entente.analysis.plotting.style import BLUE, GREY, INK, PALE, VERMILION, house_style, percent_axis
from entente.analysis.statistics.goals import Goal
from entente.i18n import N_, say

_WIDTH, _BARS, _SHARES = 11.0, 1.9, 1.5  # inches: page, room of the bars and of the figures beside them
_ROW, _SIZE = 0.62, 8.5
_TEXTS = {
    "title": N_("Questions that lead to it: when {event}"),
    "none": N_("No question about the settings looked at separates the cases better than chance would."),
    "bars": N_("how often"),
    "share": N_("{mass} of the futures"),
    "cases": N_("{coverage} of the cases"),
    "note": N_("Bars: share of the futures at the end of each path in which it happens, on the points "
"searched; dark marks: the same on the points kept to check; dotted line: all futures. A "
"classification tree, with no more questions than points left out bear out."),
}  # fmt: skip


def tree_figure(
    root: Node, cases: Cases, goals: Sequence[Goal], language: str = "en", heading: StudyHeading | None = None
) -> Figure:
    """Draw a tree.

    Args:
        root: of the tree.
        cases: the points that it was made from, for the values that settings take.
        goals: what is missed in the cases of interest.
        language: ``en`` or ``fr``.
        heading: the scenario, and what is changed of it.
    """
    leaves = root.leaves()
    with house_style():
        title = layout.wrap(
            say(_TEXTS["title"], language, event=event_text(goals, language)), _WIDTH - 2 * EDGE, 13, "bold"
        )
        text = say(_TEXTS["note" if len(leaves) > 1 else "none"], language)
        under = layout.wrap(text, _WIDTH - 2 * EDGE, NOTE_SIZE)
        about = (heading or StudyHeading()).lines(language, _WIDTH - 2 * EDGE)
        heights = {"edge": 0.18, "title": 0.27 * len(title) + 0.1, "about": 0.2 * len(about) + 0.06,
                   "head": 0.25, "rows": _ROW * len(leaves)}  # fmt: skip
        page = FigurePage(_WIDTH, EDGE, heights | {"axis": 0.5, "note": 0.16 * len(under) + 0.12})
        page.title("title", title, size=13, weight="bold")
        page.text("about", about, 0.2, size=9, color=GREY)
        page.text("note", under, 0.16, size=NOTE_SIZE, color=GREY)
        room = _WIDTH - 2 * EDGE - _BARS - _SHARES
        ax = page.axes("rows", EDGE, room)
        ax.set(xlim=(0, room), ylim=(_ROW * len(leaves), 0), xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        depth = root.depth()
        step = (room - 0.1) / max(depth, 1)
        _draw_node(ax, root, 0, 0.0, step, cases, language)
        _draw_bars(page.axes("rows", EDGE + room, _BARS), leaves, root, language)
        page.text("head", [say(_TEXTS["bars"], language)], 0.2, left=EDGE + room, size=NOTE_SIZE, color=GREY)
        return page.figure


def _draw_node(ax: Axes, node: Node, first: int, left: float, step: float, cases: Cases, language: str) -> float:
    """Draw the subtree under a node from its first leaf on, and return the height of the node."""
    if node.yes is None or node.no is None or node.split is None:
        return _ROW * (first + 0.5)
    heights = []
    for way in (node.yes, node.no):
        start = first if way is node.yes else first + len(node.yes.leaves())
        height = _draw_node(ax, way, start, left + step, step, cases, language)
        heights.append(height)
        end = left + step if way.split else ax.get_xlim()[1] - 0.08
        ax.plot([left + 0.06, end], [height, height], color=PALE, lw=1.6, zorder=1, solid_capstyle="butt")
        axis = node.split.axis
        texts = [name_in_sentence(axis, language) + say(": ", language).rstrip() if way is node.yes else "",
                 _format_branch(way, axis, cases, language)]  # fmt: skip
        lines = [line for text in texts if text for line in layout.wrap(text, step - 0.22, _SIZE)][:3]
        ax.text(left + 0.12, height - 0.03, "\n".join(lines), va="bottom", size=_SIZE, linespacing=1.05, color=INK)
    ax.plot([left + 0.06] * 2, heights, color=PALE, lw=1.6, zorder=1, solid_capstyle="butt")
    return sum(heights) / 2


def _format_branch(way: Node, axis: str, cases: Cases, language: str) -> str:
    """Write the limit on an axis along one branch."""
    limit = way.box[axis]
    assert isinstance(limit, IntervalLimit | CategoryLimit)
    return format_limit(axis, limit, cases.columns[axis], language)


def _draw_bars(ax: Axes, leaves: Sequence[Node], root: Node, language: str) -> None:
    """Draw how often it happens at the end of each path."""
    ax.set(xlim=(0, 1), ylim=(_ROW * len(leaves), 0), yticks=[], xticks=(0, 0.5, 1))
    ax.xaxis.set_major_formatter(percent_axis(language))
    seaborn.despine(ax=ax, left=True)
    ax.axvline(root.fit.density, color=GREY, lw=0.8, ls=(0, (1.5, 1.5)), zorder=3)
    for k, leaf in enumerate(leaves):
        y = _ROW * (k + 0.5)
        ax.barh(y, leaf.fit.density, height=0.26, color=VERMILION if leaf.fit.density > root.fit.density else BLUE,
                alpha=0.55, lw=0, zorder=2)  # fmt: skip
        if leaf.checked and leaf.checked.points:
            ax.plot([leaf.checked.density] * 2, [y - 0.17, y + 0.17], color=INK, lw=2.0, zorder=4)
        texts = [format_percent(leaf.fit.density, language),
                 say(_TEXTS["share"], language, mass=format_percent(leaf.fit.mass, language)),
                 say(_TEXTS["cases"], language, coverage=format_percent(leaf.fit.coverage, language))]  # fmt: skip
        looks = ((-0.15, _SIZE, "bold"), (0.02, NOTE_SIZE, "normal"), (0.16, NOTE_SIZE, "normal"))
        for text, (lift, size, weight) in zip(texts, looks, strict=True):
            ax.text(1 + 0.12 / _BARS, y + lift, text, transform=ax.get_yaxis_transform(), va="center", size=size,
                    weight=weight, color=INK if weight == "bold" else GREY)  # fmt: skip
