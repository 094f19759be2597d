"""Figure of choices across futures: how often each meets the goals, and its regret in each outcome."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from entente.analysis.plotting import layout
from entente.analysis.plotting.goal_words import goals_text
from entente.analysis.plotting.heading import StudyHeading
from entente.analysis.plotting.numbers import format_number, format_percent
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage
from entente.analysis.plotting.panel_grid import GRID_SIZE, GRID_WIDTH, NAME_ROOM, PanelGrid
from entente.analysis.plotting.setting_names import combination_title
from entente.analysis.plotting.style import BLUE, GREY, ORANGE, PALE, NumberTicks, house_style, number_ticks
from entente.analysis.plotting.units import PERCENTAGE_POINT_UNITS, UNIT_NAMES, decimals_for_span
from entente.analysis.robustness.robustness import COST_MEASURES, Robustness
from entente.analysis.robustness.sentences import robustness_sentences
from entente.analysis.statistics.measures import MEASURES
from entente.i18n import N_, say

MOST_CHOICES = 24  # choices that a page can show
_TEXTS = {
    "title": N_("Choices in {futures} futures"),
    "met": N_("Meets the goal"),
    "met_axis": N_("share of the futures"),
    "regret": N_("{name}: regret"),
    "short": N_("{unit} behind the best"),
    "points": N_("points"),
    "goal": N_("Goal — {goals}"),
    "note": N_("Left: share of the simulated futures in which the goal is met. Others: how much a choice falls "
"short of the best choice of the same future; dots: mean over the futures, written on the "
"right; diamonds: what one future in ten exceeds. Lines: 95% intervals (the same futures "
"resampled for all choices)."),
    "worlds": N_("Under the share in which a choice meets the goal: the share of the {count} plausible settings in "
"which no other choice meets it more often. Settings are resampled with futures: the lines hold both doubts."),
}  # fmt: skip
LeverValues = Mapping[str, Mapping[str, str]]  # for each choice, the value of each lever as text


def choice_names(levers: LeverValues, language: str) -> dict[str, str]:
    """Return the name of each choice: the values of its levers."""
    as_it_is = say(N_("The scenario as it is"), language)  # when nothing is chosen
    return {name: combination_title(mine, language) or as_it_is for name, mine in levers.items()}


def choices_figure(
    found: Robustness, levers: LeverValues, language: str = "en", heading: StudyHeading | None = None
) -> Figure:
    """Draw how choices do across futures.

    Args:
        found: what ``analysis.robustness.robustness.compare_choices`` gives.
        levers: for each choice, the value of each lever as text.
        language: ``en`` or ``fr``.
        heading: the scenario, and what is changed of it.

    Returns:
        The figure, outside of pyplot; ``analysis.plotting.style.save_figure`` writes it.
    """
    called = choice_names(levers, language)
    names = list(found.choices["choice"])[:MOST_CHOICES]
    panels = ["met", *(name for name in found.measures if name not in COST_MEASURES)]
    grid = PanelGrid({name: _panel_title(name, language) for name in panels},
                [layout.wrap(called[name], NAME_ROOM, GRID_SIZE) for name in names],
                2 if "best_in" in found.choices else 1)  # fmt: skip
    with house_style():
        head = say(_TEXTS["title"], language, futures=format_number(found.count, language))
        goal = say(_TEXTS["goal"], language, goals=goals_text(found.goals, language))
        lines = [line for text in (goal, *robustness_sentences(found, called, language))
                 for line in layout.wrap(text, GRID_WIDTH - 2 * EDGE - 0.2, 9.5)]  # fmt: skip
        note = say(_TEXTS["note"], language)
        if "best_in" in found.choices:
            note += " " + say(_TEXTS["worlds"], language, count=format_number(found.worlds, language))
        under = layout.wrap(note, GRID_WIDTH - 2 * EDGE, NOTE_SIZE)
        about = (heading or StudyHeading()).lines(language, GRID_WIDTH - 2 * EDGE)
        blocks = {
            "edge": 0.18,
            "title": 0.32,
            "about": 0.2 * len(about) + 0.06,
            "sentences": 0.2 * len(lines) + 0.2,
        } | grid.blocks()
        page = FigurePage(GRID_WIDTH, EDGE, blocks | {"note": 0.16 * len(under) + 0.12})
        page.title("title", [head], size=13, weight="bold")
        page.text("about", about, 0.2, size=9, color=GREY)
        page.text("sentences", lines, 0.2, size=9.5)
        page.text("note", under, 0.16, size=NOTE_SIZE, color=GREY)
        for name, ax in grid.panels(page):
            _draw_panel(ax, name, found, names, grid, language)
        return page.figure


def _panel_title(name: str, language: str) -> str:
    """Return the title of a panel."""
    if name == "met":
        return say(_TEXTS["met"], language)
    return say(_TEXTS["regret"], language, name=MEASURES[name].meaning(language))


def _draw_panel(ax: Axes, name: str, found: Robustness, names: Sequence[str], grid: PanelGrid, language: str) -> None:
    """Draw one row for each choice, from the top."""
    if name == "met":
        table = found.choices.set_index("choice").loc[names]
        ways, scale, unit = [("met", "o", BLUE)], 100, say(_TEXTS["met_axis"], language)
    else:
        table = found.outcomes[found.outcomes["measure"] == name].set_index("choice").loc[names]
        ways = [("regret_90", "D", ORANGE), ("regret", "o", BLUE)]
        scale, unit = _regret_scale(MEASURES[name].unit, language)
    ends = [scale * table[f"{key}{end}"].to_numpy(float) for key, _, _ in ways for end in ("", "_low", "_high")]
    reach = float(np.max(np.where(np.isfinite(ends), ends, 0.0)))
    high = 100.0 if name == "met" else reach if reach > 1e-9 else 1.0
    ax.set_xlim(-0.03 * high, 1.05 * high)
    ax.set_xticks(layout.round_ticks(0, 1.04 * high, 5))
    decimals = decimals_for_span(high, 50)
    ax.xaxis.set_major_formatter(_ticks(name, language))
    ax.set_xlabel(unit, size=GRID_SIZE)
    for k, (_, one) in enumerate(table.iterrows()):
        y = grid.middle(k)
        ax.axhline(y, color=PALE, lw=0.5, zorder=0)
        for key, mark, hue in ways:
            _draw_dot(ax, one, key, y, scale, mark, hue)
        value = float(one[ways[-1][0]])
        text = format_percent(value, language) if name == "met" else format_number(scale * value, language, decimals)
        if name == "met" and "best_in" in one:
            text += "\n" + format_percent(one["best_in"], language)
        ax.annotate(text, (1, y), (6, 0), xycoords=ax.get_yaxis_transform(), textcoords="offset points", va="center",
                    size=GRID_SIZE, color=BLUE, annotation_clip=False)  # fmt: skip


def _regret_scale(unit: str, language: str) -> tuple[int, str]:
    """Return the factor by which a regret in this unit is drawn, and the label of its axis."""
    if unit in PERCENTAGE_POINT_UNITS:
        return 100, say(_TEXTS["short"], language, unit=say(_TEXTS["points"], language))
    return 1, say(_TEXTS["short"], language, unit=say(UNIT_NAMES.get(unit, unit), language))


def _ticks(name: str, language: str) -> NumberTicks:
    """Return the formatter of the ticks of a panel: percentages of the futures, or plain numbers."""
    if name != "met":
        return number_ticks(language)
    return NumberTicks(lambda value, language, decimals: format_percent(value / 100, language, decimals), language)


def _draw_dot(ax: Axes, one: "pd.Series[float]", key: str, y: float, scale: float, mark: str, hue: str) -> None:
    """Draw an estimate with its interval, inside of the panel."""
    low, high = ax.get_xlim()
    ends = np.clip([scale * one[f"{key}_low"], scale * one[f"{key}_high"]], low, high)
    ax.plot(ends, [y, y], color=hue, lw=1.6, solid_capstyle="butt", zorder=3)
    ax.plot([scale * one[key]], [y], mark, ms=3.8, mfc=hue if mark == "o" else "white", mec=hue, mew=1.1, zorder=4)
