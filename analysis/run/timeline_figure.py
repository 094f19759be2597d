"""Figure of the event log of one replicate, by function, under its curve of mobilisation."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from entente.analysis.plotting import layout
from entente.analysis.plotting.heading import RunHeading
from entente.analysis.plotting.numbers import format_percent
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage, fill_slide
from entente.analysis.plotting.series_style import HUES, INKS
from entente.analysis.plotting.style import BLUE, GREY, INK, PALE, SLIDE, VERMILION, house_style, shade
from entente.analysis.plotting.week_panels import name_lines, share_axis, week_axis
from entente.analysis.plotting.words import fixed_text
from entente.analysis.run.event_log import LOG_ROWS
from entente.analysis.run.event_names import stage_names
from entente.analysis.run.stage_ribbon import draw_ribbon, make_ribbon
from entente.analysis.run.timeline_rows import NAMED_SHARE, TimelineRow, draw_row, lay_out_row
from entente.analysis.statistics.curves import LEVELS, bands, blank_after_end, stage_shares
from entente.sim.model.measures import FUNCTIONS, SERIES
from entente.sim.model.situation import Settings

_LEAST_CURVE = 0.85  # inches: the curve on a slide
_MAIN, _HEAD = 2.0, 0.3  # inches: the curve, the name of a function
_NAME, _SIGNS = 8.0, 7.0  # points: name of a row, and of its signs
_LEADING, _BETWEEN = 0.145, 0.1  # inches: from one line to the next, from one row to the next
_SLIDE_BLOCKS = {"ribbon": 0.26, "above": 0.2, "main": 0.0, "under": 0.08}
_SLIDE_ENDS = {"weeks": 0.34, "notes": 0.2}
_TELLING = (
    "row_levers",
    "row_context",
    "row_lead",
    "row_controversies",
    "row_stages",
    "row_end",
    "row_partners",
    "row_shocks",
    "row_approached",
    "row_delegates",
)  # those that are kept first on a slide
_COLOURS = {"network": 0, "representation": 4, "alignment": 2}  # ranks of hues and inks


@dataclass(frozen=True)
class _TimelineFrame:
    """A page or a slide in inches: its width, where panels begin, their width; whether signs are explained."""

    width: float
    left: float
    inner: float
    signs: bool


_PAGE = _TimelineFrame(11.0, 2.05, 7.5, signs=True)
_SLIDE = _TimelineFrame(SLIDE[0], 1.6, 4.45, signs=False)


def timeline_figure(
    weeks: pd.DataFrame, log: pd.DataFrame, replicate: int, settings: Settings, language: str = "en",
    chosen: bool = True, changes: Mapping[str, str] | None = None,
    slide: bool = False,
) -> Figure:  # fmt: skip
    """Draw the log of one replicate in three lanes, under its mobilisation and that of all replicates.

    Args:
        weeks: weekly table of all replicates.
        log: what ``analysis.run.event_log.timeline_table`` gives for the replicate.
        replicate: its number.
        settings: what was run.
        language: ``en`` or ``fr``.
        chosen: whether somebody chose it; otherwise it is said to be the one in the middle.
        changes: what differs from the scenario (``analysis.plotting.setting_names.change_texts``).
        slide: whether it is drawn for a projector: the rows that there is room for, in large letters.

    Returns:
        The figure, outside of pyplot; ``analysis.plotting.style.save_figure`` writes it.
    """
    span = int(weeks["week"].min()), int(weeks["week"].max())
    which = fixed_text("replicate_chosen" if chosen else "replicate_middle", language, n=replicate)
    replicates = int(weeks["replicate"].nunique())
    frame = _SLIDE if slide else _PAGE
    heading = RunHeading(settings, replicates, language, frame.width - 2 * EDGE, which, changes, slide)
    rows = [lay_out_row(row, log[log["row"] == row.name], settings, language, span, frame.inner)
            for row in LOG_ROWS if (log["row"] == row.name).any()]  # fmt: skip
    words = stage_names(settings, language)
    own = weeks[weeks["replicate"] == replicate]
    ribbon = make_ribbon(stage_shares(own, len(words) - 1), words, frame.inner)
    short = {*ribbon.bare(), *(int(mark.text) for one in rows for mark in one.marks if mark.text.isdecimal())}
    numbers = layout.join_lines([f"{stage} {words[stage]}" for stage in sorted(short)], frame.inner, NOTE_SIZE)
    lines = [
        line for note in _notes(weeks, log, language) for line in layout.wrap(note, frame.width - 2 * EDGE, NOTE_SIZE)
    ]
    blocks = heading.blocks() | {
        "ribbon": 0.3, "key": 0.16 * len(numbers), "above": 0.26, "main": _MAIN, "under": 0.12,
    } | _lane_blocks(rows, frame, language)  # fmt: skip
    blocks |= {"weeks": 0.6, "notes": 0.16 * len(lines) + 0.12}
    if slide:
        rows, lines, blocks = _lay_out_slide(rows, heading.blocks(), language)
        numbers = []
    with house_style():
        page = FigurePage(frame.width, EDGE, blocks)
        heading.write(page)
        draw_ribbon(page.axes("ribbon", frame.left, frame.inner), ribbon)
        page.text("ribbon", [fixed_text("stage", language)], page.blocks["ribbon"], left=EDGE, size=9, weight="bold")
        if numbers:
            page.text("key", numbers, 0.16, left=frame.left, size=NOTE_SIZE, color=GREY)
        _draw_curves(page, frame, weeks, replicate, span, language)
        _draw_lanes(page, frame, rows, log, span, language)
        page.text("notes", lines, 0.16, size=NOTE_SIZE, color=GREY)
    return page.figure


def _lay_out_slide(
    rows: list[TimelineRow], heading: Mapping[str, float], language: str
) -> tuple[list[TimelineRow], list[str], dict[str, float]]:
    """Return the rows that there is room for on a slide, the line that names the others, and the blocks."""
    fixed = {**heading, **_SLIDE_BLOCKS, **_SLIDE_ENDS}
    kept, left_out = _rows_on_slide(rows, SLIDE[1] - sum(fixed.values()) - _LEAST_CURVE, language)
    names = [fixed_text(one.row.name, language).partition("\n")[0] for one in left_out]
    note = [fixed_text("not_shown", language, names=", ".join(names))] if names else []
    lanes = _lane_blocks(kept, _SLIDE, language)
    blocks = fill_slide({**heading, **_SLIDE_BLOCKS, **lanes, **_SLIDE_ENDS}, "main")
    return kept, layout.shorten_lines(note, _SLIDE.width - 2 * EDGE, NOTE_SIZE, " "), blocks


def _notes(weeks: pd.DataFrame, log: pd.DataFrame, language: str) -> list[str]:
    """Return the notes needed to read the figure."""
    told_once = fixed_text("timeline_one", language)
    if weeks["replicate"].nunique() > 1:
        told_once += " " + fixed_text(
            "timeline_bands", language, half=format_percent(0.5, language), most=format_percent(0.9, language)
        )
    small = ((log["kind"] == "lead_left") & (log["size"] < NAMED_SHARE)).any()
    return [
        told_once,
        *([fixed_text("timeline_lead", language)] if small else []),
        fixed_text("timeline_functions", language),
    ]


def _row_name(row: str, frame: _TimelineFrame, language: str) -> list[tuple[str, float]]:
    """Return the name of a row and the key to its signs: lines, and their sizes in points."""
    name, _, signs = fixed_text(row, language).partition("\n")
    room = frame.left - EDGE - 0.12
    lines = [(line, _NAME) for line in layout.wrap(name, room, _NAME)]
    if not frame.signs:
        return lines[:2]
    return [*lines, *((line, _SIGNS) for line in layout.wrap(signs, room, _SIGNS) if signs)]


def _rows_on_slide(rows: list[TimelineRow], room: float, language: str) -> tuple[list[TimelineRow], list[TimelineRow]]:
    """Return the rows that fit so many inches of a slide, those that tell most first, and those that are left out."""
    kept: set[str] = set()
    for name in _TELLING:
        for one in rows:
            wished = [each for each in rows if each.row.name in {*kept, name}]
            if one.row.name == name and sum(_lane_blocks(wished, _SLIDE, language).values()) <= room:
                kept.add(name)
    return [one for one in rows if one.row.name in kept], [one for one in rows if one.row.name not in kept]


def _lane_blocks(rows: list[TimelineRow], frame: _TimelineFrame, language: str) -> dict[str, float]:
    """Return the heights of the blocks of the three lanes, and of the rows in each; on a slide, lanes have no names."""
    if not frame.signs:
        return {one.row.name: max(one.height(), _LEADING * len(_row_name(one.row.name, frame, language))) + _BETWEEN
                for one in rows}  # fmt: skip
    blocks = {}
    for function in FUNCTIONS:
        own = [one for one in rows if one.row.function == function]
        blocks[function] = _HEAD
        for one in own:
            names = _LEADING * len(_row_name(one.row.name, frame, language))
            blocks[one.row.name] = max(one.height(), names) + _BETWEEN
        if not own:
            blocks[f"{function} empty"] = 0.26
    return blocks


def _draw_curves(
    page: FigurePage, frame: _TimelineFrame, weeks: pd.DataFrame, replicate: int, span: tuple[int, int], language: str
) -> Axes:
    """Draw the mobilisation of one replicate and what its stages call for, over the bands of all."""
    ax = page.axes("main", frame.left, frame.inner)
    week_axis(ax, span, 13)
    ax.tick_params(labelbottom=False)
    own = weeks[weeks["replicate"] == replicate].sort_values("week")
    lines = {}
    if weeks["replicate"].nunique() > 1:
        every = bands(weeks, "mobilisation")
        for level in sorted(LEVELS, reverse=True):
            low, high = every[f"low_{100 * level:g}"], every[f"high_{100 * level:g}"]
            ax.fill_between(every["week"], low, high, color=shade(BLUE, level), linewidth=0, zorder=1)
        ax.plot(every["week"], every["median"], color=BLUE, lw=1, zorder=3)
        lines[fixed_text("median", language)] = every, BLUE
    alone = {"marker": "o", "ms": 4} if len(own) < 3 else {}
    ax.plot(own["week"], own["mobilisation"], color=VERMILION, lw=1.9, zorder=5, **alone)
    need = blank_after_end(own, ["need"])
    ax.plot(need["week"], need["need"], color=INK, lw=1.2, ls=(0, (4, 2)), drawstyle="steps-mid", zorder=4)
    share_axis(ax, language)
    lines[fixed_text("this_replicate", language)] = own.rename(columns={"mobilisation": "median"}), INKS[1]
    lines[fixed_text("need", language)] = need.rename(columns={"need": "median"}), INK
    name_lines(ax, lines, page.blocks["main"])
    ax.set_title(SERIES["mobilisation"].meaning(language), loc="left", size=8.5, pad=4, color=GREY)
    page.text(
        "main", layout.wrap(fixed_text("mobilisation", language), frame.left, 9), 0.15, left=EDGE, size=9, weight="bold"
    )
    return ax


def _draw_lanes(
    page: FigurePage, frame: _TimelineFrame, rows: list[TimelineRow], log: pd.DataFrame, span: tuple[int, int],
    language: str,
) -> None:  # fmt: skip
    """Draw the three functions, each with its rows, over one axis of weeks."""
    ends = log.loc[log["row"] == "row_end", "week"]
    for function, names in FUNCTIONS.items():
        own = [one for one in rows if one.row.function == function]
        if frame.signs:
            _name_lane(page, frame, function, names[language == "fr"], "" if own else language)
        for one in own:
            panel = _row_panel(page, frame, one.row.name, span)
            draw_row(panel, one, HUES[_COLOURS[function]], page.blocks[one.row.name])
            _name_row(page, frame, one.row.name, language)
            if len(ends):
                panel.axvline(float(ends.iloc[0]), color=INK, lw=0.8, zorder=0.6)
    _draw_weeks(page, frame, span, language)


def _name_lane(page: FigurePage, frame: _TimelineFrame, function: str, name: str, empty: str) -> None:
    """Write the name of a function over its rows, and that there is none in the language ``empty``, if any."""
    page.text(function, [name], _HEAD, left=EDGE, size=9, weight="bold", color=INKS[_COLOURS[function]])
    ax = page.axes(function, EDGE, frame.width - 2 * EDGE)
    ax.set(xticks=[], yticks=[])
    ax.spines[["left", "right", "bottom"]].set_visible(False)
    ax.spines["top"].set(color=PALE, linewidth=1)
    if empty:
        nothing = [fixed_text("nothing_logged", empty)]
        page.text(f"{function} empty", nothing, 0.15, left=frame.left, size=_NAME, color=GREY)


def _draw_weeks(page: FigurePage, frame: _TimelineFrame, span: tuple[int, int], language: str) -> None:
    """Draw the axis of weeks, under all rows."""
    last = page.axes("weeks", frame.left, frame.inner)
    last.set(xlim=(span[0] - 0.5, span[1] + 0.5), xticks=layout.week_ticks(span[1], 13), ylim=(0, 1), yticks=[])
    last.spines[["left", "right", "bottom"]].set_visible(False)
    last.spines["top"].set(color=GREY)
    last.xaxis.set_ticks_position("top")
    last.tick_params(axis="x", labeltop=False, direction="in")
    up = 0.72 if frame.signs else 0.5
    for week in last.get_xticks():
        last.text(float(week), up, f"{week:g}", ha="center", va="center", size=8)
    last.text(span[0] - 0.5, up, fixed_text("week", language) + "  ", ha="right", va="center", size=8.5)
    for k, begin, end in layout.year_spans(span[1]) if frame.signs else ():
        if end - begin >= layout.WEEKS_PER_YEAR / 2:
            last.text((begin + end) / 2, 0.38, fixed_text("year", language, n=k), ha="center", size=8, color=GREY)


def _row_panel(page: FigurePage, frame: _TimelineFrame, block: str, span: tuple[int, int]) -> Axes:
    """Return the axes of a row: weeks across, inches upwards, a pale line where a year begins."""
    ax = page.axes(block, frame.left, frame.inner)
    ax.set(xlim=(span[0] - 0.5, span[1] + 0.5), ylim=(0, page.blocks[block]), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    for _, begin, _ in layout.year_spans(span[1])[1:]:
        ax.axvline(begin, color=PALE, lw=0.6, zorder=0.5)
    return ax


def _name_row(page: FigurePage, frame: _TimelineFrame, row: str, language: str) -> None:
    """Write the name of a row left of it, with the key to its signs."""
    lines = _row_name(row, frame, language)
    top = (page.blocks[row] - _LEADING * len(lines)) / 2
    for k, (line, size) in enumerate(lines):
        y = 1 - (page.tops[row] + top + _LEADING * (k + 0.5)) / page.height
        colour = INK if size == _NAME else GREY
        page.figure.text((frame.left - 0.12) / frame.width, y, line, ha="right", va="center", size=size, color=colour)
