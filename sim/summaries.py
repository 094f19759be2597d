"""Summaries of runs, from their weekly series; each formula is told in ``sim.measures.SUMMARIES``."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.measures import SERIES, SUMMARIES

SUSTAINED = 0.5  # mobilisation from which a week counts as sustained
LEAST_PEAK = 0.3  # a partnership that never rose above this has no steam to run out of
LAST = 4  # weeks over which the final mobilisation is averaged
QUARTER = 13
TWO = 2  # partners without which there is no trust to speak of
YEAR = 52
COLUMN = {name: k for k, name in enumerate(SERIES)}


def summarise(weeks: NDArray[np.float64], end_week: NDArray[np.int64], reason: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """Return one array per summary.

    Args:
        weeks: series, shape (runs, weeks, series).
        end_week: week of the end of each run, 0 when it did not end.
        reason: why each run ended, a word of ``END_REASONS``.
    """
    runs, horizon = weeks.shape[:2]
    curve, need = weeks[:, :, COLUMN["mobilisation"]], weeks[:, :, COLUMN["need"]]
    peak, peak_week = curve.max(axis=1), curve.argmax(axis=1)
    final = curve[:, -LAST:].mean(axis=1)
    late, called = curve[:, -QUARTER:].mean(axis=1), need[:, -QUARTER:].mean(axis=1)
    failed = np.isin(reason, ["deserted", "dormant"])
    out_of_steam = (peak >= LEAST_PEAK) & (late < 0.5 * peak) & ((late < called) | failed) & (reason != "goals_met")
    together = weeks[:, :, COLUMN["partners"]] >= TWO
    last = horizon - 1 - together[:, ::-1].argmax(axis=1)

    def total(name: str) -> NDArray[np.float64]:
        return np.asarray(weeks[:, :, COLUMN[name]].sum(axis=1))

    answered, lost = total("cases_answered"), total("cases_lost")
    found = {
        "peak": peak,
        "peak_week": peak_week + 1,
        "final": final,
        "half_life": half_life(curve, peak, peak_week),
        "weeks_sustained": (curve >= SUSTAINED).sum(axis=1),
        "area": curve.sum(axis=1),
        "drop": peak - final,
        "essoufflement": out_of_steam,
        "ended": end_week > 0,
        "end_week": np.where(end_week > 0, end_week, np.nan),
        "end_reason": reason,
        "results": weeks[:, -1, COLUMN["results"]],
        "hours_partners": total("hours_partners"),
        "hours_coordinator": total("hours_coordinator"),
        "commitments_broken": total("commitments_broken"),
        "departures": total("departures"),
        "trust_final": weeks[np.arange(runs), last, COLUMN["trust"]],
        "active_share": weeks[:, -YEAR:, COLUMN["active_share"]].mean(axis=1),
        "cases_answered": ratio(answered, answered + lost),
        "response_time": ratio(total("response_time"), answered),
    }
    return {name: found[name] for name in SUMMARIES}


def half_life(
    curve: NDArray[np.float64], peak: NDArray[np.float64], peak_week: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the weeks from the peak until mobilisation stays at or under half of it; nan when it never does."""
    horizon = curve.shape[1]
    above = curve > 0.5 * peak[:, None]
    last_above = horizon - 1 - above[:, ::-1].argmax(axis=1)
    halved = (last_above < horizon - 1) & (peak > 0)
    return np.where(halved, last_above + 1 - peak_week, np.nan)


def ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return part / whole, nan where there is nothing to divide by."""
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)
