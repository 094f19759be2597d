"""The wheel (roue): the six conditions of action in partnership, one polygon per date or group, and the answers beside.

The wheel and its conditions are those of the Outil diagnostique de l'action en partenariat (CACIS); the level along a
spoke is our index (``analysis.run.conditions.condition_index``), and the figure says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from entente.analysis.plotting import layout
from entente.analysis.plotting.heading import RunHeading
from entente.analysis.plotting.label_placement import OVERLAP_COST, LabelBox, PlanePoint, boxes_around, place_labels
from entente.analysis.plotting.numbers import format_number, format_percent
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage, fill_slide
from entente.analysis.plotting.series_style import SeriesLook, series_looks
from entente.analysis.plotting.style import GREY, PALE, SLIDE, house_style
from entente.analysis.plotting.week_panels import HALO
from entente.analysis.plotting.words import fixed_text
from entente.analysis.run.conditions import INTERVAL_SHARE
from entente.analysis.run.wheel_answers import answers_height, draw_answers
from entente.i18n import say
from entente.sim.model.measures import CONDITIONS
from entente.sim.model.situation import Settings

_WIDTH = 11.0  # inches: the page
_WHEEL, _RADIUS = 6.15, 1.75  # inches: width of the part that holds the wheel, and its outer ring
_SLIDE_WHEEL = 4.5  # inches: width of the wheel on a slide
_BARS = _WIDTH - EDGE - _WHEEL  # inches: width of the part that holds the answers
_NAME, _SIZE = 1.2, 8.5  # inches: names of the conditions; points: texts
_ACROSS, _LONGEST = 3.6, 1.5  # inches: a name above or below the wheel, the name of a polygon
_ROW = 0.15  # inches from one line of a name to the next
_RINGS = {25: 0.5, 50: 0.9, 75: 0.5, 100: 0.9}  # index, width of the line
MOST_POLYGONS = 5  # polygons that can be distinguished


@dataclass(frozen=True)
class _Spoke:
    """One condition: where its spoke points to, and its name, broken into lines."""

    condition: str
    towards: PlanePoint
    lines: list[str]


@dataclass(frozen=True)
class _WheelSize:
    """The size of the wheel in inches: of its axes, and the radius of its outer ring."""

    width: float
    height: float
    radius: float


def wheel_figure(
    table: pd.DataFrame, settings: Settings, names: dict[object, str], title: str, replicates: int,
    language: str = "en", left_out: Sequence[str] = (), changes: Mapping[str, str] | None = None,
    slide: bool = False,
) -> Figure:  # fmt: skip
    """Draw the wheel, and beside it the shares of A, B and C with the interval of the index.

    Args:
        table: what ``run.conditions`` gives: ``group``, ``condition``, ``a``, ``b``, ``c``, ``index``, ``low``,
            ``high``, ``replicates``.
        settings: what was run.
        names: what to call each group (at most five), in their order.
        title: what is shown, under the name of the partnership.
        replicates: how many were run.
        language: ``en`` or ``fr``.
        left_out: names of the groups that there was no room for.
        changes: what differs from the scenario (``analysis.plotting.setting_names.change_texts``).
        slide: whether it is drawn for a projector: the wheel alone, in large letters.

    Returns:
        The figure, outside of pyplot; ``analysis.plotting.style.save_figure`` writes it.
    """
    styles = series_looks(names)
    width = SLIDE[0] if slide else _WIDTH
    heading = RunHeading(settings, replicates, language, width - 2 * EDGE, changes=changes, slide=slide)
    notes = _notes(table, names, replicates, language, left_out)
    lines = [line for note in notes for line in layout.wrap(note, _WIDTH - 2 * EDGE, NOTE_SIZE)]
    tall = max(2 * (_RADIUS + 0.7), answers_height(len(names), _BARS, language))
    blocks = heading.blocks() | {"what": 0.36, "wheel": tall, "under": 0.22, "notes": 0.16 * len(lines) + 0.14}
    with house_style():
        if slide:
            slide_lines = [line for note in notes[:1] for line in layout.wrap(note, width - 2 * EDGE, NOTE_SIZE)]
            below = {"what": 0.24, "wheel": 0.0, "notes": 0.15 * len(slide_lines) + 0.06}
            page = FigurePage(width, EDGE, fill_slide(heading.blocks() | below, "wheel"))
            wheel = _WheelSize(_SLIDE_WHEEL, page.blocks["wheel"], page.blocks["wheel"] / 2 - 0.36)
        else:
            page = FigurePage(width, EDGE, blocks)
            wheel = _WheelSize(_WHEEL, tall, _RADIUS)
        heading.write(page)
        page.text("what", [title], 0.2, size=11 if not slide else 9.5, weight="bold")
        ax = page.axes("wheel", 0, wheel.width)
        shapes, taken = _draw_wheel(ax, table, styles, wheel, language, explained=not slide)
        if slide:
            _draw_legend(page.axes("wheel", _SLIDE_WHEEL, width - _SLIDE_WHEEL - EDGE), table, names, styles, language)
            page.text("notes", slide_lines, 0.15, size=NOTE_SIZE, color=GREY)
        else:
            draw_answers(page, "wheel", _WHEEL, _BARS, table, names, styles, language)
            page.text("notes", lines, 0.16, size=NOTE_SIZE, color=GREY)
            _name_polygons(ax, shapes, names, styles, taken)
    return page.figure


def _draw_legend(
    ax: Axes, table: pd.DataFrame, names: dict[object, str], styles: dict[object, SeriesLook], language: str
) -> None:  # fmt: skip
    """Write the name of each polygon beside the wheel, with a sample of its line and its mean index."""
    wide = ax.get_position().width * ax.figure.get_figwidth()
    tall = ax.get_position().height * ax.figure.get_figheight()
    ax.set(xlim=(0, wide), ylim=(tall, 0), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    y = tall / 2 - 0.2 * len(names)
    for group, look in styles.items():
        ax.plot([0.05, 0.45], [y, y], **look.line())
        ax.plot([0.25], [y], **look.mark(5))
        mean = table.loc[table["group"] == group, "index"].mean()
        lines = layout.wrap(names[group], wide - 0.95, _SIZE, "bold")[:2]
        ax.text(0.55, y, "\n".join(lines), size=_SIZE, weight="bold", va="center", color=look.ink, linespacing=1.05)
        ax.text(wide, y, format_number(float(mean), language), size=_SIZE, va="center", ha="right")
        y += 0.4
    texts = layout.wrap(say("On the right: mean of the six indices, from 0 (all C) to 100 (all A).", language), wide,
                        NOTE_SIZE)  # fmt: skip
    ax.text(0.05, y, "\n".join(texts), size=NOTE_SIZE, va="center", color=GREY, linespacing=1.05)


def _notes(
    table: pd.DataFrame, names: dict[object, str], replicates: int, language: str, left_out: Sequence[str]
) -> list[str]:
    """Return the notes needed to read the figure, and what it must not be used for."""
    notes = [
        fixed_text("wheel_use", language),
        fixed_text("wheel_index", language),
        fixed_text("wheel_tool", language),
    ]
    notes.append(fixed_text("wheel_means", language, most=format_percent(INTERVAL_SHARE, language)) if replicates > 1
                else fixed_text("reading_one", language))  # fmt: skip
    answers = table.groupby("group", sort=False)["replicates"].max()
    fewer = [group for group in names if answers[group] < replicates]
    if fewer:
        share = {group: format_percent(answers[group] / replicates, language) for group in fewer}
        counts = ", ".join(f"{names[group]}{fixed_text('colon', language)}{share[group]}" for group in fewer)
        notes.append(fixed_text("wheel_fewer", language, counts=counts))
    if left_out:
        notes.append(fixed_text("not_shown", language, names=", ".join(left_out)))
    return notes


def _spokes(language: str) -> list[_Spoke]:
    """Return the spokes, the first upwards, the others clockwise."""
    turn = 2 * np.pi / len(CONDITIONS)
    return [
        _Spoke(
            name,
            (round(float(np.sin(k * turn)), 12), round(float(np.cos(k * turn)), 12)),
            layout.wrap(measure.meaning(language), _NAME if np.sin(k * turn) ** 2 > 0.01 else _ACROSS, _SIZE, "bold"),
        )
        for k, (name, measure) in enumerate(CONDITIONS.items())
    ]


def _draw_wheel(
    ax: Axes, table: pd.DataFrame, styles: dict[object, SeriesLook], size: _WheelSize, language: str, *,
    explained: bool,
) -> tuple[dict[object, list[PlanePoint]], list[LabelBox]]:  # fmt: skip
    """Draw rings, spokes, their names and polygons; the outer ring has a radius of 1.

    Returns:
        The corners of each polygon, and the places that texts take.
    """
    half = size.width / 2 / size.radius, size.height / 2 / size.radius
    ax.set(xlim=(-half[0], half[0]), ylim=(-half[1], half[1]), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    around_it = _spokes(language)
    for level, width in _RINGS.items():
        ax.add_patch(Circle((0, 0), level / 100, facecolor="none", edgecolor=PALE, lw=width, zorder=0.5))
    for spoke in around_it:
        ax.plot(*zip((0, 0), spoke.towards, strict=True), color=PALE, lw=0.9, zorder=0.6)
    taken = [*(_name_spoke(ax, spoke, size.radius) for spoke in around_it),
             *_name_rings(ax, size.radius, language, explained=explained)]  # fmt: skip
    shapes = {}
    for group, look in styles.items():
        levels = table[table["group"] == group].set_index("condition")["index"]
        corners = [(levels[one.condition] / 100 * one.towards[0], levels[one.condition] / 100 * one.towards[1])
                   for one in around_it]  # fmt: skip
        if np.isfinite(corners).all():
            shapes[group] = corners
            closed = [*corners, corners[0]]
            ax.plot(*zip(*closed, strict=True), zorder=4, label=str(group), **look.line(), **look.mark(5))
            ax.fill(*zip(*closed, strict=True), color=look.colour, alpha=0.06, lw=0, zorder=1)
    return shapes, taken


def _name_spoke(ax: Axes, spoke: _Spoke, radius: float) -> LabelBox:
    """Write the name of a condition beyond the end of its spoke, and return the place that it takes."""
    (x, y), lines = spoke.towards, spoke.lines
    width = max(layout.text_width(line, _SIZE, "bold") for line in lines) / radius
    height = _ROW * len(lines) / radius
    side = 0 if abs(x) < 0.1 else np.sign(x)
    gap = 0.12 / radius
    middle = (x * (1 + gap) + side * width / 2, y * (1 + gap) + (np.sign(y) * height / 2 if side == 0 else 0))
    box = LabelBox.around(middle, width, height)
    for k, line in enumerate(lines):
        at = (middle[0] - side * width / 2, box.top - (k + 0.5) * _ROW / radius)
        ax.text(*at, line, size=_SIZE, weight="bold", va="center", ha={0: "center", 1: "left", -1: "right"}[int(side)])
    return box


def _name_rings(ax: Axes, radius: float, language: str, *, explained: bool) -> list[LabelBox]:
    """Label two rings with their level, explain it under the wheel, and return the places of the labels."""
    turn = np.pi / len(CONDITIONS)
    found = []
    for level in (50, 100):
        box = LabelBox.around((level / 100 * np.sin(turn), level / 100 * np.cos(turn)), 0.2, 0.12 / radius)
        ax.text(
            *box.centre, str(level), size=NOTE_SIZE, color=GREY, ha="center", va="center", path_effects=HALO, zorder=6
        )
        found.append(box)
    if explained:
        text = fixed_text("rings", language)
        ax.text(0, -1 - 0.55 / radius, text, size=NOTE_SIZE, color=GREY, ha="center", va="center")
    return found


def _name_polygons(
    ax: Axes,
    shapes: dict[object, list[PlanePoint]],
    names: dict[object, str],
    styles: dict[object, SeriesLook],
    taken: list[LabelBox],
) -> None:
    """Write the name of each polygon beside it, where it is farthest from the others and nothing else is written."""
    edges = {group: list(zip(corners, [*corners[1:], corners[0]], strict=True)) for group, corners in shapes.items()}
    lines = [edge for group in shapes for edge in edges[group]]
    said = {group: layout.shorten(names[group], _LONGEST, _SIZE) for group in shapes}
    candidates = [list(_label_candidates(said[group], group, edges)) for group in shapes]
    wishes = [[(box, cost) for box, cost, _ in places] for places in candidates]
    for group, places, rank in zip(shapes, candidates, place_labels(wishes, taken, lines), strict=True):
        (box, _, anchor), look = places[rank], styles[group]
        ax.annotate(
            said[group],
            anchor,
            box.centre,
            ha="center",
            va="center",
            size=_SIZE,
            weight="bold",
            color=look.ink,
            path_effects=HALO,
            zorder=7,
            arrowprops={"arrowstyle": "-", "color": look.ink, "lw": 0.6, "shrinkB": 2},
        )


def _label_candidates(
    text: str, group: object, edges: Mapping[object, Sequence[tuple[PlanePoint, PlanePoint]]]
) -> Iterator[tuple[LabelBox, float, PlanePoint]]:
    """Yield the places for the name of a polygon: box, cost, and the point of the polygon that it belongs to.

    A place costs less the nearer it is to its point and the farther that point is from the other polygons.
    """
    others = [_points_on(edges[other], 16) for other in edges if other != group]
    beside = np.concatenate(others) if others else np.empty((0, 2))
    width, height = layout.text_width(text, _SIZE, "bold") / _RADIUS + 0.03, 0.15 / _RADIUS
    for point in _points_on(edges[group]):
        distance = float(np.hypot(*(beside - point).T).min()) if len(beside) else 1.0
        for far in (0.04, 0.14, 0.3):
            for box in boxes_around(tuple(point), width, height, [far]):
                off_page = max(-box.left, box.right) > (_WHEEL / 2 - EDGE) / _RADIUS
                yield box, 4 * far - min(distance, 0.3) * 8 + OVERLAP_COST * off_page, tuple(point)


def _points_on(edges: Sequence[tuple[PlanePoint, PlanePoint]], parts: int = 4) -> np.ndarray:
    """Return points spaced along edges, corners included, shape (points, 2)."""
    steps = np.linspace(0, 1, parts, endpoint=False)[:, None]
    return np.concatenate([np.array(begin) * (1 - steps) + np.array(end) * steps for begin, end in edges])
