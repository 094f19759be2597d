"""Figure of a comparison: curves of mobilisation under common random numbers, together or in a panel each."""

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from entente.analysis.comparison.heading import ComparisonHeading, heading_blocks, write_heading
from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import format_percent
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage, fill_slide
from entente.analysis.plotting.series_style import SeriesLook, series_looks
from entente.analysis.plotting.style import BLUE, GREY, INK, SLIDE, house_style, shade
from entente.analysis.plotting.week_panels import final_value, name_weeks, name_years, share_axis, week_axis
from entente.analysis.plotting.words import fixed_text
from entente.i18n import N_, say
from entente.sim.model.measures import SERIES

_WIDTH, _LEFT = 9.0, 0.78  # inches: the page, left of the panel
_INNER, _MAIN = 5.9, 3.4  # inches: the one panel
_WIDE, _RIGHT, _GAP, _TALL = 11.0, 0.5, 0.6, 1.4  # the page of several panels, around them, between them, their height
_TOGETHER, MOST_COMBINATIONS = 5, 24  # combinations that can be distinguished in one panel; panels on a page
_SIZE = 8.5
_SLIDE_INNER = 4.1  # inches: the panel on a slide
_AGAINST = {"color": GREY, "lw": 1.2, "ls": (0, (4, 2))}
_TEXTS = {
    "title": N_("Mobilisation with common random numbers"), "unpaired": N_("Mobilisation of several runs"),
    "together": N_("Lines: medians over the replicates. Bands: the middle {half} of them."),
    "apart": N_("Lines: medians over the replicates, the last one written on the right. Dark bands: the "
"middle {half} of them; pale bands: {most}. Dashed, in every panel: the median of {name}."),
}  # fmt: skip


def curves_figure(
    curves: pd.DataFrame, head: ComparisonHeading, language: str = "en", *, slide: bool = False
) -> Figure:
    """Draw the mobilisation of each combination: in one panel up to five of them, else in one panel each.

    Args:
        curves: ``combination``, ``week``, ``median`` and bands of ``analysis.statistics.curves.bands``.
        head: what is compared.
        language: ``en`` or ``fr``.
        slide: whether it is drawn for a projector; for up to five combinations.

    Returns:
        The figure, outside of pyplot; ``analysis.plotting.style.save_figure`` writes it.
    """
    with house_style():
        return (
            _draw_together(curves, head, language, slide=slide)
            if len(head.choices) <= _TOGETHER
            else _draw_apart(curves, head, language)
        )


def _notes(text: str, language: str, width: float) -> list[str]:
    """Return the notes needed to read the curves, in lines that fit the page."""
    meaning = SERIES["mobilisation"].meaning(language)
    defined = f"{fixed_text('mobilisation', language)}{fixed_text('colon', language)}{meaning[0].lower()}{meaning[1:]}."
    return [line for one in (defined, text) for line in layout.wrap(one, width - 3 * EDGE, NOTE_SIZE)]


def _draw_together(curves: pd.DataFrame, head: ComparisonHeading, language: str, *, slide: bool) -> Figure:
    """Draw all combinations in one panel."""
    width, inner = (SLIDE[0], _SLIDE_INNER) if slide else (_WIDTH, _INNER)
    blocks, lines = heading_blocks(head, language, width)
    text = say(_TEXTS["together"], language, half=format_percent(0.5, language))
    under = [line for note in head.notes for line in layout.wrap(note, width - 2 * EDGE, NOTE_SIZE)]
    if slide:
        under = under[:3]
        blocks = fill_slide(blocks | {"main": 0.0, "weeks": 0.45, "notes": 0.16 * len(under) + 0.08}, "main")
    else:
        under += _notes(text if head.replicates > 1 else fixed_text("reading_one", language), language, _WIDTH)
        blocks |= {"main": _MAIN, "weeks": 0.55, "notes": 0.16 * len(under) + 0.12}
    page, tall = FigurePage(width, EDGE, blocks), blocks["main"]
    write_heading(page, lines, say(_TEXTS["title" if head.paired else "unpaired"], language))
    page.text("notes", under, 0.16, size=NOTE_SIZE, color=GREY)
    ax = page.axes("main", _LEFT, inner)
    span = int(curves["week"].min()), int(curves["week"].max())
    week_axis(ax, span, 13)
    drawn = series_looks(head.choices)
    ends = {}
    for name, look in drawn.items():
        mine = curves[curves["combination"] == name]
        if head.replicates > 1:
            ax.fill_between(
                mine["week"], mine["low_50"], mine["high_50"], color=look.colour, alpha=0.14, lw=0, zorder=1
            )
        ax.plot(mine["week"], mine["median"], zorder=5, **look.line(), **({"marker": "o"} if len(mine) < 3 else {}))
        ends[str(name)] = float(mine["median"].iloc[-1])
    share_axis(ax, language)
    name_weeks(ax, language, inner, tall)
    name_years(ax, span[1], tall, language)
    beside = width - _LEFT - inner - 0.12
    _name_curves(page.axes("main", _LEFT + inner + 0.06, beside), ends, drawn, head, (beside, tall), language)
    return page.figure


def _name_curves(
    ax: Axes, ends: Mapping[str, float], drawn: Mapping[object, SeriesLook], head: ComparisonHeading,
    size: tuple[float, float], language: str,
) -> None:  # fmt: skip
    """Write the name of each curve beside its end, with a sample of its line and its last median."""
    beside, tall = size
    ax.set(xlim=(0, beside), ylim=(0, 1), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    room = int(tall / (0.16 * len(ends))) - 1  # lines for each name
    labels = {name: _curve_label(called, format_percent(ends[name], language), beside - 0.6, room)
            for name, called in head.names(language).items()}  # fmt: skip
    most = max(len(lines) for lines in labels.values())
    heights = layout.spread_apart(list(ends.values()), (0.16 * most + 0.06) / tall, 0.08, 0.94)
    for (name, lines), height in zip(labels.items(), heights, strict=True):
        look = drawn[name]
        ax.plot([0.05, 0.45], [height] * 2, **look.line())
        ax.text(0.54, height, "\n".join(lines), va="center", size=_SIZE, color=look.ink, linespacing=1.1)


def _curve_label(called: Sequence[str], end: str, width: float, most: int) -> list[str]:
    """Return the name of a curve and its last median, in at most so many lines of this width in inches."""
    lines = [line for text in called for line in layout.wrap(text, width, _SIZE)]
    if len(lines) > most:
        lines = [*lines[: most - 1], layout.shorten(f"{lines[most - 1]} …", width, _SIZE)]
    return layout.join_lines([*lines, end], width, _SIZE, "  ")


def _draw_apart(curves: pd.DataFrame, head: ComparisonHeading, language: str) -> Figure:
    """Draw each combination in a panel, with the median of the one that they are compared with."""
    names = list(head.choices)[:MOST_COMBINATIONS]
    across = 3 if len(names) in (6, 9) else 4
    width = (_WIDE - _LEFT - _RIGHT - _GAP * (across - 1)) / across
    rows = [names[k : k + across] for k in range(0, len(names), across)]
    titles = _panel_titles(head, names, width, language)
    blocks, lines = heading_blocks(head, language, _WIDE)
    under = _notes_of_panels(head, language)
    for k, row in enumerate(rows):
        blocks |= {
            f"names {k}": 0.15 * max(len(titles[name]) for name in row) + 0.12,
            f"row {k}": _TALL,
            f"under {k}": 0.3,
        }
    page = FigurePage(_WIDE, EDGE, blocks | {"space": 0.14, "notes": 0.16 * len(under) + 0.12})
    write_heading(page, lines, say(_TEXTS["title"], language))
    page.text("notes", under, 0.16, size=NOTE_SIZE, color=GREY)
    against = curves[curves["combination"] == head.against]
    others = dict.fromkeys((name for name in names if name != head.against), against)
    span = int(curves["week"].min()), int(curves["week"].max())
    for k, row in enumerate(rows):
        for place, name in enumerate(row):
            left_edge = _LEFT + place * (width + _GAP)
            page.text(f"names {k}", titles[name], 0.15, left=left_edge, size=_SIZE, weight="bold", color=INK)
            ax = page.axes(f"row {k}", left_edge, width)
            mine = curves[curves["combination"] == name]
            _draw_panel(ax, mine, others.get(name), span, language)
            ax.tick_params(labelleft=place == 0)
            if place == 0:
                name_weeks(ax, language, width, _TALL)
    return page.figure


def _panel_titles(head: ComparisonHeading, names: Sequence[str], width: float, language: str) -> dict[str, list[str]]:
    """Return the name of each combination, in lines that fit its panel."""
    texts = head.names(language)
    return {name: [line for text in texts[name] for line in layout.wrap(text, width, _SIZE, "bold")] for name in names}


def _notes_of_panels(head: ComparisonHeading, language: str) -> list[str]:
    """Return the notes under the panels: how to read them, and the combinations that there was no room for."""
    shares = {"half": format_percent(0.5, language), "most": format_percent(0.9, language)}
    text = say(_TEXTS["apart"], language, name=head.name(head.against, language), **shares)
    lines = _notes(text if head.replicates > 1 else fixed_text("reading_one", language), language, _WIDE)
    if left := list(head.choices)[MOST_COMBINATIONS:]:
        names = "; ".join(head.name(one, language) for one in left)
        lines += layout.wrap(fixed_text("not_shown", language, names=names), _WIDE - 2 * EDGE, NOTE_SIZE)
    return lines


def _draw_panel(ax: Axes, mine: pd.DataFrame, other: pd.DataFrame | None, span: tuple[int, int], language: str) -> None:
    """Draw one combination with its bands, and the median of the one that it is compared with."""
    week_axis(ax, span, 6)
    if (mine["high_90"] > mine["low_90"]).any():
        for level in (90, 50):
            ax.fill_between(mine["week"], mine[f"low_{level}"], mine[f"high_{level}"], color=shade(BLUE, level / 100),
                            lw=0, zorder=1)  # fmt: skip
    if other is not None:
        ax.plot(other["week"], other["median"], zorder=4, **_AGAINST)
    ax.plot(mine["week"], mine["median"], color=BLUE, lw=1.8, zorder=5, **({"marker": "o"} if len(mine) < 3 else {}))
    share_axis(ax, language, (0, 0.5, 1))
    final_value(ax, mine, format_percent(float(mine["median"].iloc[-1]), language))
