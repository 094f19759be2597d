"""The figure of the main question: does the partnership mobilise as much as each stage calls for, and why?"""

from collections.abc import Mapping

import pandas as pd
import seaborn
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from entente.analysis.plotting import layout
from entente.analysis.plotting.heading import RunHeading
from entente.analysis.plotting.numbers import format_percent
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage, fill_slide
from entente.analysis.plotting.style import BLUE, GREY, INK, SLIDE, house_style
from entente.analysis.plotting.week_panels import (
    draw_bands,
    final_value,
    name_lines,
    name_weeks,
    name_years,
    share_axis,
    week_axis,
)
from entente.analysis.plotting.words import fixed_text
from entente.analysis.run.date_marks import date_marks, draw_dates, marks_height
from entente.analysis.run.event_names import stage_names
from entente.analysis.run.stage_ribbon import StageRibbon, draw_ribbon, make_ribbon
from entente.analysis.statistics.curves import bands, blank_after_end, stage_shares
from entente.i18n import say
from entente.sim.model.measures import SERIES
from entente.sim.model.situation import Settings

_WIDTH = 9.0  # inches: the page
_LEFT, _INNER, _SLIDE_INNER = 0.78, 6.92, 5.15  # the main panel, on a page and on a slide
_MAIN, _SMALL, _GAP = 2.75, 1.15, 0.42  # heights of the panels, and between small ones
_EXPLAINING = ("trust", "cohesion", "fatigue", "staffing")


def mobilisation_figure(
    weeks: pd.DataFrame, settings: Settings, language: str = "en", worlds: int = 0,
    changes: Mapping[str, str] | None = None, slide: bool = False,
) -> Figure:  # fmt: skip
    """Draw mobilisation against what the stage calls for, the stages, the events, and four series that explain it.

    Args:
        weeks: weekly table of the replicates: ``replicate``, ``week`` and the series of ``sim.model.measures.SERIES``.
        settings: what was run.
        language: ``en`` or ``fr``.
        worlds: over how many plausible settings the replicates are spread; 0 where they are not.
        changes: what differs from the scenario (``analysis.plotting.setting_names.change_texts``).
        slide: whether it is drawn for a projector: the curve alone, in large letters.

    Returns:
        The figure, outside of pyplot; ``analysis.plotting.style.save_figure`` writes it.
    """
    span = int(weeks["week"].min()), int(weeks["week"].max())
    width, inner = (SLIDE[0], _SLIDE_INNER) if slide else (_WIDTH, _INNER)
    spread = fixed_text("spread", language, count=worlds) if worlds else ""
    replicates = int(weeks["replicate"].nunique())
    heading = RunHeading(settings, replicates, language, width - 2 * EDGE, spread, changes, slide)
    words = stage_names(settings, language)
    ribbon = make_ribbon(stage_shares(weeks, len(words) - 1), words, inner)
    numbered = layout.join_lines([f"{stage} {words[stage]}" for stage in ribbon.bare()], inner, NOTE_SIZE)
    marks = date_marks(settings, language, *span, inner)
    notes = [
        line
        for note in _reading_notes(weeks, language, worlds)
        for line in layout.wrap(note, _WIDTH - 2 * EDGE, NOTE_SIZE)
    ]
    blocks = heading.blocks() | {
        "ribbon": 0.5, "key": 0.16 * len(numbered), "dates": marks_height(marks) + 0.12,
        "main": _MAIN, "weeks": 0.55, "names": 0.26, "small": _SMALL, "under": 0.36,
        "notes": 0.16 * len(notes) + 0.12,
    }  # fmt: skip
    if slide:
        kept = {name: height for name, height in blocks.items() if name not in ("names", "small", "under", "notes")}
        blocks = fill_slide(kept | {"ribbon": 0.32, "weeks": 0.45}, "main")
    with house_style():
        page = FigurePage(width, EDGE, blocks)
        heading.write(page)
        _draw_ribbon_block(page, ribbon, numbered, inner, language, explained=not slide)
        draw_dates(_draw_main_panel(page, weeks, span, inner, language), marks, blocks["main"])
        if not slide:
            _draw_small_panels(page, weeks, span, language)
            page.text("notes", notes, 0.16, size=NOTE_SIZE, color=GREY)
    return page.figure


def _reading_notes(weeks: pd.DataFrame, language: str, worlds: int) -> list[str]:
    """Return the notes that say how to read the figure."""
    colon = say(": ", language)
    meaning = SERIES["mobilisation"].meaning(language)
    defined = f"{fixed_text('mobilisation', language)}{colon}{meaning[0].lower()}{meaning[1:]}."
    if weeks["replicate"].nunique() == 1:
        read = fixed_text("reading_one", language)
    else:
        read = fixed_text("reading", language, half=format_percent(0.5, language), most=format_percent(0.9, language))
    notes = [defined, read]
    if worlds:
        notes.append(fixed_text("worlds", language))
    last = weeks["week"].max()
    ended = float((weeks.loc[weeks["week"] == last, "stage"] == 0).mean())
    if ended > 0:
        share = format_percent(ended, language, 0 if ended >= 0.01 else 1)
        notes.append(fixed_text("some_ended", language, share=share, week=last))
    return notes


def _draw_ribbon_block(
    page: FigurePage, ribbon: StageRibbon, numbered: list[str], inner: float, language: str, *, explained: bool
) -> None:
    """Draw the ribbon of stages, the names of those that bear a number and, ``explained``, what its height says."""
    draw_ribbon(page.axes("ribbon", _LEFT, inner), ribbon)
    page.text("ribbon", [fixed_text("stage", language)], page.blocks["ribbon"], size=8.5)
    if explained:
        beside = fixed_text("height", language).split("\n")
        page.text("ribbon", beside, 0.13, left=_LEFT + inner + 0.07, size=7, color=GREY)
    page.text("key", numbered, 0.16, left=_LEFT, size=NOTE_SIZE, color=GREY)


def _draw_main_panel(page: FigurePage, weeks: pd.DataFrame, span: tuple[int, int], inner: float, language: str) -> Axes:
    """Draw mobilisation, and the breadth that the stage requires, on a panel of ``inner`` inches."""
    ax, tall = page.axes("main", _LEFT, inner), page.blocks["main"]
    week_axis(ax, span, 13)
    given = draw_bands(ax, weeks, "mobilisation", 1.8)
    need = required_mobilisation(weeks)
    dashes = {"color": INK, "lw": 1.3, "ls": (0, (4, 2)), "drawstyle": "steps-mid", "zorder": 4.5}
    alone = {"marker": "_", "markersize": 24, "markeredgecolor": INK} if len(need) == 1 else {}
    seaborn.lineplot(data=need, x="week", y="median", estimator=None, ax=ax, **dashes, **alone)
    share_axis(ax, language)
    name_weeks(ax, language, inner, tall)
    name_years(ax, span[1], tall, language)
    name_lines(
        ax, {fixed_text("mobilisation", language): (given, BLUE), fixed_text("need", language): (need, INK)}, tall
    )
    return ax


def required_mobilisation(weeks: pd.DataFrame) -> pd.DataFrame:
    """Return the median mobilisation that the stage requires, smoothed over five weeks when there are replicates."""
    table = bands(blank_after_end(weeks, ["need"]), "need")
    if weeks["replicate"].nunique() > 1:
        table["median"] = table["median"].rolling(5, center=True, min_periods=1).median().where(table["median"].notna())
    return table


def _draw_small_panels(page: FigurePage, weeks: pd.DataFrame, span: tuple[int, int], language: str) -> None:
    """Draw the series that explain mobilisation, side by side on the same axes, among partnerships not ended."""
    alive = blank_after_end(weeks, _EXPLAINING)
    width = (_WIDTH - _LEFT - 0.45 - _GAP * (len(_EXPLAINING) - 1)) / len(_EXPLAINING)
    for k, column in enumerate(_EXPLAINING):
        ax = page.axes("small", _LEFT + k * (width + _GAP), width)
        week_axis(ax, span, 4)
        table = draw_bands(ax, alive, column, 1.4)
        share_axis(ax, language, (0, 0.5, 1))
        ax.tick_params(labelleft=k == 0)
        if k == 0:
            name_weeks(ax, language, width, _SMALL)
        ax.set_title(SERIES[column].meaning(language), loc="left", size=8.5, weight="bold", pad=5)
        known = table["median"].dropna()
        if len(known):
            final_value(ax, table, format_percent(float(known.iloc[-1]), language))
