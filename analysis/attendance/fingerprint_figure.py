"""Figure of the fingerprint of attendance: each figure of the field beside that of runs; years and delegates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import seaborn
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from entente.analysis.attendance.fingerprint import FIGURES, HELD
from entente.analysis.attendance.records import FIFTHS, by_fifth, by_year, delegate_records
from entente.analysis.plotting import layout
from entente.analysis.plotting.numbers import format_number, format_percent
from entente.analysis.plotting.page import EDGE, NOTE_SIZE, FigurePage
from entente.analysis.plotting.setting_names import change_texts
from entente.analysis.plotting.style import (
    BLUE,
    GREY,
    INK,
    PALE,
    VERMILION,
    house_style,
    number_ticks,
    percent_axis,
    shade,
)
from entente.analysis.plotting.week_panels import HALO
from entente.analysis.plotting.words import fixed_text, text_in
from entente.i18n import N_, say
from entente.sim.model.texts import Text

_WIDTH, _ROW = 9.0, 0.3  # inches
_NAMES, _VALUE = 2.95, 1.3  # inches: room of the names, of each column of values
_TALL, _GAP = 1.75, 0.75  # inches: height of the small panels, and between them
_SIZE = 8.0
_FROM_ZERO = 0.05  # room left of zero, for figures that may be a little under it
_BANDS = (("mean", "spread"), ("after_presence", "after_absence", "identity", "memory"), ("first_year", "last_year"),
          ("first_fifth", "last_fifth", "before_change", "after_change"), ("exits",))  # fmt: skip
_TEXTS = {
    "title": N_("Who comes: attendance in the field and in the model"),
    "field": N_("Field"), "runs": N_("Runs"),
    "file": N_("{file}: {meetings} meetings, {organisations} organisations"),
    "sizes": N_("{meetings} meetings, {organisations} organisations"),
    "channel": N_("channel {channel}"),
    "by_year": N_("Attendance by year"), "by_fifth": N_("Attendance over a delegate's time"),
    "year": N_("Year, from the first meeting"), "fifth": N_("Fifth of the time of a delegate who has left"),
    "no_dates": N_("No dates in the field's file."),
    "no_delegates": N_("No delegate in the field's file who has left."),
    "no_leavers": N_("No delegate of the runs has left."),
    "notes": N_("Diamonds: the field, with the interval that holds {level} of what it gives when its organisations are "
"drawn again. Dots: mean of the runs, with what holds {level} of the replicates. Below: the field; the median of "
"the runs and what holds {level} of them."),
    "shuffled": N_("Due to who it is: what is left of the gap between those who came and those who missed last time "
"when the meetings of each organisation are shuffled; the rest is memory."),
}  # fmt: skip


@dataclass(frozen=True)
class FingerprintHeading:
    """What the figure says of what is compared.

    Attributes:
        title: of the scenario.
        scenario: its name.
        changes: value of each setting that the runs change of it.
        channel: whose meetings are compared.
        file: the name of the field's file.
        replicates: how many runs.
    """

    title: Text
    scenario: str
    changes: Mapping[str, str]
    channel: str
    file: str
    replicates: int

    def lines(self, field: pd.DataFrame, runs: pd.DataFrame, language: str) -> list[list[str]]:
        """Return the lines under the title, those of the field and those of the runs."""
        width, colon = _WIDTH - 2 * EDGE, say(": ", language)
        key = "replicates" if self.replicates > 1 else "replicate"
        replicates = fixed_text(key, language, n=format_number(self.replicates, language))
        field_items = [say(_TEXTS["file"], language, file=self.file, **_sizes(field, language))]
        run_items = [text_in(self.title, language, self.scenario),
                     *change_texts(self.changes, language),
                     say(_TEXTS["channel"], language, channel=self.channel.replace("_", " ")),
                     replicates, say(_TEXTS["sizes"], language, **_sizes(runs, language))]  # fmt: skip
        found = []
        for key, items in (("field", field_items), ("runs", run_items)):
            first, *others = items
            begun = [f"{say(_TEXTS[key], language)}{colon}{first}", *others]
            found.append(layout.join_lines(begun, width, 9, "  ·  "))
        return found


def _sizes(records: pd.DataFrame, language: str) -> dict[str, str]:
    """Return how many meetings (the median of the runs) and organisations records hold, as text."""
    meetings = records.groupby("run")["meeting"].nunique().median()
    return {"meetings": format_number(meetings, language),
            "organisations": format_number(records["organisation"].nunique(), language)}  # fmt: skip


def fingerprint_figure(
    table: pd.DataFrame, field: pd.DataFrame, runs: pd.DataFrame, heading: FingerprintHeading, language: str = "en"
) -> Figure:
    """Draw the figures of the field beside those of runs, then attendance by year and by fifth of a delegate's time.

    Args:
        table: what ``analysis.attendance.fingerprint.fingerprint_table`` gives.
        field: records of the field.
        runs: records of the runs.
        heading: what is said of both.
        language: ``en`` or ``fr``.

    Returns:
        The figure, outside of pyplot; ``analysis.plotting.style.save_figure`` writes it.
    """
    shown = table[table[["field", "runs"]].notna().any(axis=1)].set_index("figure")
    title = layout.wrap(say(_TEXTS["title"], language), _WIDTH - 2 * EDGE, 13, "bold")
    lines = heading.lines(field, runs, language)
    level = format_percent(HELD, language)
    texts = [say(_TEXTS[key], language, level=level) for key in ("notes", "shuffled")]
    notes = [line for text in texts for line in layout.wrap(text, _WIDTH - 2 * EDGE, NOTE_SIZE)]
    heights = row_heights(list(shown.index))
    blocks = {
        "edge": 0.18, "title": 0.27 * len(title), "subtitle": 0.2 * sum(map(len, lines)) + 0.14, "head": 0.24,
        "rows": heights[-1], "axis": 0.5, "names": 0.26, "panels": _TALL, "under": 0.62,
        "notes": 0.16 * len(notes) + 0.12,
    }  # fmt: skip
    with house_style():
        page = FigurePage(_WIDTH, EDGE, blocks)
        page.title("title", title, size=13, weight="bold")
        page.text("subtitle", [line for part in lines for line in part], 0.2, size=9, color=GREY)
        _draw_rows(page, shown, heights, language)
        _draw_panels(page, field, runs, language)
        page.text("notes", notes, 0.16, size=NOTE_SIZE, color=GREY)
    return page.figure


def row_heights(names: Sequence[str]) -> list[float]:
    """Return the middle of each row in inches from the top, a little more room between bands; then the whole height."""
    found, y, former = [], 0.0, None
    for name in names:
        band = next(k for k, those in enumerate(_BANDS) if name in those)
        y += 0.14 if former not in (None, band) else 0.0
        found.append(y + _ROW / 2)
        y, former = y + _ROW, band
    return [*found, y]


def _draw_rows(page: FigurePage, shown: pd.DataFrame, heights: Sequence[float], language: str) -> None:
    """Draw each figure: its name, the field over the runs with their intervals, both as numbers."""
    width = _WIDTH - _NAMES - 2 * _VALUE - EDGE
    ax = page.axes("rows", _NAMES, width)
    reach = shown[["field_high", "runs_high", "field", "runs"]].max().max()
    lowest = shown[["field_low", "runs_low", "field", "runs"]].min().min()
    ends = min(0.0, lowest) - _FROM_ZERO * (lowest < 0), max(1.0, reach)
    ax.set(xlim=ends, ylim=(heights[-1], 0), yticks=[])
    ax.set_xticks(np.arange(0, ends[1] + 1e-9, 0.25 if ends[1] < 1.6 else 0.5))
    ax.xaxis.set_major_formatter(number_ticks(language))
    ax.grid(axis="x", color=PALE, lw=0.6)
    ax.set_axisbelow(True)
    seaborn.despine(ax=ax, left=True)
    across = ax.get_yaxis_transform()
    for key, hue, x in (("field", VERMILION, 1), ("runs", BLUE, 2)):
        ax.text(1 + x * _VALUE / width, -0.12, say(_TEXTS[key], language), transform=across, ha="right", va="center",
                size=_SIZE, weight="bold", color=hue)  # fmt: skip
    for (name, row), y in zip(shown.iterrows(), heights[:-1], strict=True):
        named = "\n".join(layout.wrap(say(FIGURES[str(name)], language), _NAMES - EDGE - 0.15, _SIZE))
        ax.text((EDGE - _NAMES) / width, y, named, transform=across, va="center", size=_SIZE, linespacing=1.15)
        for key, hue, mark, lift, x in (("field", VERMILION, "D", -0.06, 1), ("runs", BLUE, "o", 0.06, 2)):
            low, value, high = row[f"{key}_low"], row[key], row[f"{key}_high"]
            ax.plot([low, high], [y + lift, y + lift], color=hue, lw=1.8, solid_capstyle="butt", zorder=3)
            ax.plot([value], [y + lift], mark, color=hue, ms=4.6, mec="white", mew=0.7, zorder=4)
            ax.text(1 + x * _VALUE / width, y, _interval_text(value, low, high, language), transform=across, ha="right",
                    va="center", size=_SIZE, color=hue if np.isfinite(value) else GREY)  # fmt: skip


def _interval_text(value: float, low: float, high: float, language: str) -> str:
    """Write a figure and its interval; a dash where there is nothing to tell it from."""
    if not np.isfinite(value):
        return "–"
    texts = [format_number(round(one, 2) + 0.0, language, 2).replace("-", "−") for one in (value, low, high)]
    if not np.isfinite(low):
        return texts[0]
    return say("{value} [{low}, {high}]", language, value=texts[0], low=texts[1], high=texts[2])


def _draw_panels(page: FigurePage, field: pd.DataFrame, runs: pd.DataFrame, language: str) -> None:
    """Draw attendance by year and by fifth of a delegate's time."""
    left, width = EDGE + 0.45, (_WIDTH - 2 * EDGE - 0.45 - _GAP) / 2
    panels = {
        "by_year": (by_year(field), by_year(runs), "year"),
        "by_fifth": (by_fifth(delegate_records(field)), by_fifth(delegate_records(runs)), "fifth"),
    }
    for k, (key, (own, simulated, axis)) in enumerate(panels.items()):
        place = left + k * (width + _GAP)
        page.text("names", [say(_TEXTS[key], language)], 0.18, left=place, size=9, weight="bold", color=INK)
        ax = page.axes("panels", place, width)
        last = FIFTHS if axis == "fifth" else max([2, *own.columns, *simulated.columns])
        ticks = np.arange(1, last + 1, 1 + int(last > 12))
        ax.set(xlim=(0.7, last + 0.3), ylim=(0, 1), xticks=ticks, yticks=(0, 0.5, 1))
        ax.yaxis.set_major_formatter(percent_axis(language))
        ax.set_xlabel(say(_TEXTS[axis], language), labelpad=3)
        ax.grid(axis="y", color=PALE, lw=0.6)
        ax.set_axisbelow(True)
        seaborn.despine(ax=ax)
        _draw_lines(ax, own, simulated)
        _name_lines(ax, {"field": own, "runs": simulated}, language)
        missing = [("no_dates" if axis == "year" else "no_delegates", own), ("no_leavers", simulated)]
        texts = [say(_TEXTS[text], language) for text, one in missing if not one.shape[1]]
        ax.text(0.02, 0.03, "\n".join(texts), transform=ax.transAxes, size=NOTE_SIZE, color=GREY, va="bottom")


def _draw_lines(ax: Axes, own: pd.DataFrame, simulated: pd.DataFrame) -> None:
    """Draw the line of the field over the median and the band of the runs."""
    if simulated.shape[1]:
        low, middle, high = (simulated.quantile(level) for level in ((1 - HELD) / 2, 0.5, (1 + HELD) / 2))
        marker = "o" if len(middle) < 3 else None
        if len(simulated) > 1:
            ax.fill_between(middle.index, low, high, color=shade(BLUE, HELD), lw=0, zorder=1)
        seaborn.lineplot(x=middle.index, y=middle.to_numpy(), color=BLUE, lw=1.8, marker=marker, ax=ax, zorder=4)
    if own.shape[1]:
        seaborn.lineplot(x=own.columns, y=own.iloc[0].to_numpy(), color=VERMILION, lw=1.8, marker="D", markersize=4.5,
                         ax=ax, zorder=5)  # fmt: skip


def _name_lines(ax: Axes, tables: Mapping[str, pd.DataFrame], language: str) -> None:
    """Write which line is which, beside its last point: above the higher one, below the other."""
    ends = {key: table.median().dropna() for key, table in tables.items() if table.shape[1]}
    highest = max(ends, key=lambda key: ends[key].iloc[-1], default="")
    for key, hue in (("field", VERMILION), ("runs", BLUE)):
        if key in ends:
            ax.annotate(say(_TEXTS[key], language), (ends[key].index[-1], ends[key].iloc[-1]),
                        (0, 7 if key == highest else -7), textcoords="offset points", size=_SIZE, color=hue, ha="right",
                        va="bottom" if key == highest else "top", path_effects=HALO, zorder=7)  # fmt: skip
