"""Quantities as the terminal shows them: values, counts, durations, sizes, and the measures that they are of."""

import math
from typing import TYPE_CHECKING

from entente.analysis.statistics.measures import MEASURES, YES_NO
from entente.i18n import N_, number, say, unit
from entente.sim.model.measures import CONDITIONS, SERIES

if TYPE_CHECKING:
    from entente.config.run_settings import Run

DECIMALS = {"final": 3, "essoufflement": 3, "trust_final": 3, "area": 1, "hours": 0, "dollars": 0}
MINUTE, HOUR = 60, 3600


def format_rounded(value: float, language: str, decimals: int | None = None) -> str:
    """Write a value, with about three digits that count unless decimals are stated; what there is none of as a dash."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "∞" if value > 0 else "−∞"
    size = abs(value)
    if decimals is None:
        decimals = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    return number(value if round(value, decimals) else 0.0, language, decimals).replace("-", "−")


def format_interval(
    low: float, high: float, language: str, decimals: int | None = None, few: str = N_("too few replicates")
) -> str:
    """Write an interval; one without ends in words, which say of what there are too ``few``."""
    if math.isinf(low) or math.isinf(high):
        return say(few, language)
    ends = {"low": format_rounded(low, language, decimals), "high": format_rounded(high, language, decimals)}
    return say("[{low}, {high}]", language, **ends)


def decimals_of(measure: str) -> int:
    """Return the decimals that the values of a measure are written with."""
    return DECIMALS.get(measure, 3 if MEASURES[measure].unit in {"share", "ratio", "yes/no"} else 1)


def title(measure: str, language: str) -> str:
    """Return what a measure is called, with its unit."""
    one = MEASURES[measure]
    return f"{one.meaning(language)} ({unit('share' if measure in YES_NO else one.unit, language)})"


def series_title(series: str, language: str) -> str:
    """Return what a weekly series, or the answer to a condition, is called; any other without its underscores."""
    condition, _, answer = series.rpartition("_")
    if condition in CONDITIONS:
        return f"{CONDITIONS[condition].meaning(language)} ({answer.upper()})"
    return SERIES[series].meaning(language) if series in SERIES else series.replace("_", " ")


def decimal(value: float, language: str) -> str:
    """Write a small number with as many decimals as it needs."""
    text = f"{value:.2g}"
    return text.replace(".", ",") if language == "fr" else text


def count(value: float, language: str) -> str:
    """Write a count; a small rate with its decimals."""
    return number(value, language, 0 if value >= 10 or float(value).is_integer() else 1)


def spread_text(run: "Run", language: str) -> str:
    """Return over how many plausible settings the replicates are spread, with a comma before; nothing without any."""
    from entente.studies.plausible import requested_sample

    if (sample := requested_sample(run)) is None:
        return ""
    every = len(sample.worlds)
    if run.replicates < every:
        return say(", spread over {used} of {count} plausible settings", language, used=run.replicates, count=every)
    return say(", spread over {count} plausible settings", language, count=every)


def megabytes(size: int, language: str) -> str:
    """Write a size on the disk."""
    units = {"fr": ("ko", "Mo", "Go"), "en": ("kB", "MB", "GB")}[language]
    rank = 0 if size < 1e6 else 1 if size < 1e9 else 2
    value = size / 1000 ** (rank + 1)
    return f"{number(value, language, 0 if value >= 10 else 1)} {units[rank]}"


def duration_text(seconds: float, language: str) -> str:
    """Write how long something takes."""
    if seconds < 2 * MINUTE:
        return say("{count} s", language, count=number(seconds, language, 0 if seconds >= 10 else 1))
    if seconds < 2 * HOUR:
        return say("{count} min", language, count=number(seconds / MINUTE, language, 0))
    return say("{hours} h {minutes} min", language, hours=int(seconds // HOUR), minutes=int(seconds % HOUR // MINUTE))
