"""Figure of mobilisation by group, one panel each, with the whole partnership and what the stage calls for."""

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from entente.analysis.plotting import layout
from entente.analysis.plotting.heading import RunHeading
from entente.analysis.plotting.numbers import format_percent
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage
from entente.analysis.plotting.style import BLUE, GREY, INK, SLIDE, house_style, shade
from entente.analysis.plotting.week_panels import final_value, name_weeks, share_axis, week_axis
from entente.analysis.plotting.words import fixed_text
from entente.analysis.run.mobilisation_figure import required_mobilisation
from entente.analysis.statistics.curves import LEVELS, bands
from entente.sim.model.measures import SERIES
from entente.sim.model.situation import Settings

_WIDTH, _LEFT, _RIGHT, _GAP = 11.0, 0.85, 0.5, 0.6  # inches: page, around and between panels
_TALL, _ALONE, _SIZE = 1.4, 2.4, 9.0  # inches: panels in several rows, in one; points: names
MOST_GROUPS = 12  # panels
_NEED = {"color": INK, "lw": 1.1, "ls": (0, (4, 2))}
MOST_ON_SLIDE = 6
_WHOLE = {"color": GREY, "lw": 1.0}


def groups_figure(
    table: pd.DataFrame, weeks: pd.DataFrame, settings: Settings, names: Mapping[str, Sequence[str]], by: str,
    language: str = "en", left_out: Sequence[str] = (), changes: Mapping[str, str] | None = None,
    slide: bool = False,
) -> Figure:  # fmt: skip
    """Draw one panel per group: its median mobilisation with bands, the median of the whole, what the stage calls for.

    Args:
        table: what ``analysis.run.groups.group_curves`` gives.
        weeks: weekly table of the same replicates.
        settings: what was run.
        names: for each group, what it is called and what is said under it.
        by: what makes a group: ``sector``, ``territory`` or ``organisation``.
        language: ``en`` or ``fr``.
        left_out: names of the groups that there was no room for.
        changes: what differs from the scenario (``analysis.plotting.setting_names.change_texts``).
        slide: whether it is drawn for a projector: at most ``MOST_ON_SLIDE`` groups, in large letters.

    Returns:
        The figure, outside of pyplot; ``analysis.plotting.style.save_figure`` writes it.
    """
    span = int(weeks["week"].min()), int(weeks["week"].max())
    replicates = int(weeks["replicate"].nunique())
    page_width, right, gap = (SLIDE[0], 0.42, 0.5) if slide else (_WIDTH, _RIGHT, _GAP)
    heading = RunHeading(settings, replicates, language, page_width - 2 * EDGE, changes=changes, slide=slide)
    across = min(_panels_across(len(names)), 3 if slide else 4)
    width = (page_width - _LEFT - right - gap * (across - 1)) / across
    rows = [list(names)[k : k + across] for k in range(0, len(names), across)]
    headings = {key: [*layout.wrap(name, width, _SIZE, "bold"), *layout.wrap(under, width, 7.5)]
            for key, (name, under) in names.items()}  # fmt: skip
    lines = _lines_below(_notes(weeks, language, left_out), page_width, slide, left_out)
    names_of_rows = [0.15 * max(len(headings[key]) for key in row) for row in rows]
    blocks = _group_blocks(heading.blocks(), names_of_rows, len(lines), slide=slide)
    whole, need = bands(weeks, "mobilisation"), required_mobilisation(weeks)
    with house_style():
        page = FigurePage(page_width, EDGE, blocks)
        heading.write(page)
        page.text("what", [fixed_text(f"groups_by_{by}", language)], 0.2, size=11, weight="bold")
        _draw_key(page, by, language, short=slide or replicates == 1)
        for k, row in enumerate(rows):
            for place, key in enumerate(row):
                left = _LEFT + place * (width + gap)
                bold = len(layout.wrap(names[key][0], width, _SIZE, "bold"))
                _name_panel(page, f"names {k}", left, headings[key], bold)
                ax = page.axes(f"row {k}", left, width)
                _draw_group(ax, table[table["group"] == key], (whole, need), span, language)
                ax.tick_params(labelleft=place == 0)
                if place == 0:
                    name_weeks(ax, language, width, blocks[f"row {k}"])
        page.text("notes", lines, 0.16, size=NOTE_SIZE, color=GREY)
    return page.figure


def _group_blocks(heading: Mapping[str, float], names: Sequence[float], notes: int, *, slide: bool) -> dict[str, float]:
    """Return the blocks of a page or a slide with rows of panels, the height of the names of each row given."""
    tall = _ALONE if len(names) == 1 else _TALL
    blocks = {**heading, "what": 0.26 if slide else 0.36, "key": 0.24 if slide else 0.3}
    for k, height in enumerate(names):
        blocks |= {f"names {k}": height + (0.1 if slide else 0.22), f"row {k}": tall, f"under {k}": 0.26}
    blocks |= {"space": 0.0 if slide else 0.18, "notes": 0.16 * notes + (0.08 if slide else 0.12)}
    if slide:
        spare = SLIDE[1] - sum(blocks.values()) + tall * len(names)
        blocks |= {f"row {k}": spare / len(names) for k in range(len(names))}
    return blocks


def _lines_below(notes: Sequence[str], width: float, slide: bool, left_out: Sequence[str]) -> list[str]:
    """Return the lines under the panels; on a slide, only what is not shown."""
    if slide:
        return layout.shorten_lines(notes[-1:] if left_out else [], width - 2 * EDGE, NOTE_SIZE, " ")
    return [line for note in notes for line in layout.wrap(note, width - 2 * EDGE, NOTE_SIZE)]


def _panels_across(panels: int) -> int:
    """Return the number of panels in a row."""
    return panels if panels < 5 else 3 if panels in (5, 6, 9) else 4


def _notes(weeks: pd.DataFrame, language: str, left_out: Sequence[str]) -> list[str]:
    """Return the notes needed to read the figure."""
    meaning = SERIES["mobilisation"].meaning(language)
    defined = f"{fixed_text('mobilisation', language)}{fixed_text('colon', language)}{meaning[0].lower()}{meaning[1:]}."
    notes = [f"{defined} {fixed_text('groups_note', language)}"]
    if weeks["replicate"].nunique() > 1:
        notes.append(
            fixed_text("groups_bands", language, half=format_percent(0.5, language), most=format_percent(0.9, language))
        )
    else:
        notes.append(fixed_text("reading_one", language))
    ended = float((weeks.loc[weeks["week"] == weeks["week"].max(), "stage"] == 0).mean())
    if ended > 0:
        share = format_percent(ended, language, 0 if ended >= 0.01 else 1)
        notes.append(fixed_text("groups_ended", language, share=share, week=int(weeks["week"].max())))
    if left_out:
        notes.append(fixed_text("not_shown", language, names=", ".join(left_out)))
    return notes


def _draw_key(page: FigurePage, by: str, language: str, *, short: bool) -> None:
    """Write the key to the three lines, once, above the panels; ``short``: without saying that they are medians."""
    ax = page.axes("key", EDGE, page.width - 2 * EDGE)
    ax.set(xlim=(0, page.width - 2 * EDGE), ylim=(0, 1), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    x = 0.0
    own = "key_organisation" if by == "organisation" else "key_group"
    samples = ((own, {"color": BLUE, "lw": 1.8}), ("key_whole", _WHOLE), ("key_need", _NEED))
    for key, look in samples:
        ax.plot([x, x + 0.32], [0.6, 0.6], **look)
        text = fixed_text(f"{key}_one" if short else key, language)
        ax.text(x + 0.4, 0.6, text, size=8.5, va="center")
        x += 0.4 + layout.text_width(text, 8.5) + 0.35


def _name_panel(page: FigurePage, block: str, left: float, lines: Sequence[str], bold: int) -> None:
    """Write the name of a group above its panel, in bold, and the grey lines under it."""
    for k, line in enumerate(lines):
        up = 0.15 * (len(lines) - k - 0.5) + 0.05
        y = 1 - (page.tops[block] + page.blocks[block] - up) / page.height
        look = {"size": _SIZE, "weight": "bold"} if k < bold else {"size": 7.5, "color": GREY}
        page.figure.text(left / page.width, y, line, va="center", **look)


def _draw_group(
    ax: Axes, table: pd.DataFrame, beside: tuple[pd.DataFrame, pd.DataFrame], span: tuple[int, int], language: str
) -> None:
    """Draw the curve of one group with its bands, and beside it that of the whole and what the stage calls for."""
    week_axis(ax, span, 6)
    if (table["high_90"] > table["low_90"]).any():
        for level in sorted(LEVELS, reverse=True):
            low, high = table[f"low_{100 * level:g}"], table[f"high_{100 * level:g}"]
            ax.fill_between(table["week"], low, high, color=shade(BLUE, level), linewidth=0, zorder=1)
    whole, need = beside
    few = {"marker": "o", "ms": 4} if len(table) < 3 else {}
    ax.plot(whole["week"], whole["median"], **_WHOLE, zorder=3)
    ax.plot(need["week"], need["median"], **_NEED, drawstyle="steps-mid", zorder=4)
    ax.plot(table["week"], table["median"], color=BLUE, lw=1.8, zorder=5, **few)
    share_axis(ax, language, (0, 0.5, 1))
    known = table["median"].dropna()
    if len(known):
        final_value(ax, table, format_percent(float(known.iloc[-1]), language))
