"""Summaries of runs, from their weekly series; each formula is in ``sim.model.measures.SUMMARIES``."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entente.sim.model.measures import CASE_TALLY, SERIES, SUMMARIES
from entente.sim.turnout import make_fingerprint

SUSTAINED = 0.5  # mobilisation from which a week counts as sustained
LEAST_PEAK = 0.3  # a partnership that never rose above this has no steam to run out of
LAST = 4  # weeks over which the final mobilisation, and that before a shock, are averaged
BACK = 0.95  # of what mobilisation was before a shock, from which it is said to be back
QUARTER = 13
TWO = 2  # partners without which there is no trust to speak of
YEAR = 52
ANSWERED, LOST = (list(CASE_TALLY).index(name) for name in ("answered", "lost"))
COLUMN = {name: k for k, name in enumerate(SERIES)}


def summarise(
    weeks: NDArray[np.float64],
    end_week: NDArray[np.int64],
    reason: NDArray[Any],
    shock_week: NDArray[np.int64],
    places: Mapping[str, NDArray[np.float64]],
    turnouts: NDArray[np.float64],
) -> dict[str, NDArray[Any]]:
    """Return one array per summary.

    Args:
        weeks: series, shape (runs, weeks, series).
        end_week: week of the end of each run, 0 when it did not end.
        reason: why each run ended, a word of ``END_REASONS``.
        shock_week: week of the first shock, 0 without any.
        places: the case tallies by ``territory`` and by ``population``, shape (runs, places, counts) each.
        turnouts: how often each organisation came, shape (runs, channels, organisations, ``TURNOUTS``).
    """
    runs, horizon = weeks.shape[:2]
    curve, need = weeks[:, :, COLUMN["mobilisation"]], weeks[:, :, COLUMN["need"]]
    peak, peak_week = curve.max(axis=1), curve.argmax(axis=1)
    final = curve[:, -LAST:].mean(axis=1)
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
        "essoufflement": essoufflement(curve, need, reason),
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
        "shock_week": np.where(shock_week > 0, shock_week, np.nan),
        "recovery": recovery(curve, shock_week),
        "fragmentation": weeks[:, -YEAR:, COLUMN["fragmentation"]].mean(axis=1),
    }
    found |= cost_summaries(found, total("dollars"), curve.mean(axis=1))
    found |= {f"attendance_{name}": figure for name, figure in make_fingerprint(turnouts)._asdict().items()}
    for name, tallies in places.items():
        found[f"{name}_ratio"], found[f"{name}_gap"] = equity(tallies)
    return {name: found[name] for name in SUMMARIES}


def cost_summaries(
    found: Mapping[str, NDArray[Any]], dollars: NDArray[np.float64], mean: NDArray[np.float64]
) -> dict[str, NDArray[Any]]:
    """Return the dollars spent, and the dollars and the hours of each point of mean mobilisation."""
    points, hours = 100.0 * mean, found["hours_partners"] + found["hours_coordinator"]
    return {
        "dollars": dollars,
        "dollars_per_point": ratio(dollars, points),
        "cost_per_point": ratio(hours, points),
    }


def essoufflement(curve: NDArray[np.float64], need: NDArray[np.float64], reason: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell which runs ran out of steam: far below their peak and below the need, or ended so, goals not met."""
    peak = curve.max(axis=1)
    late, called = curve[:, -QUARTER:].mean(axis=1), need[:, -QUARTER:].mean(axis=1)
    failed = np.isin(reason, ["deserted", "dormant"])
    fallen = (peak >= LEAST_PEAK) & (late < 0.5 * peak) & ((late < called) | failed)
    return np.asarray(fallen & (reason != "goals_met"))


def half_life(
    curve: NDArray[np.float64], peak: NDArray[np.float64], peak_week: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the weeks from the peak until mobilisation stays at or under half of it; nan when it never does."""
    horizon = curve.shape[1]
    above = curve > 0.5 * peak[:, None]
    last_above = horizon - 1 - above[:, ::-1].argmax(axis=1)
    halved = (last_above < horizon - 1) & (peak > 0)
    return np.where(halved, last_above + 1 - peak_week, np.nan)


def recovery(curve: NDArray[np.float64], shock_week: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the weeks from the shock until mobilisation is back near what it was before; nan if it never is."""
    out = np.full(len(curve), np.nan)
    for r, week in enumerate(shock_week):
        if week > 1:
            near = BACK * curve[r, max(0, week - 1 - LAST) : week - 1].mean()
            after = curve[r, week - 1 :]
            fallen = int((after < near).argmax())
            if after[fallen] >= near:
                out[r] = 0.0
            elif (after[fallen:] >= near).any():
                out[r] = fallen + int((after[fallen:] >= near).argmax())
    return out


def equity(tallies: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return lowest over highest, and highest less lowest, share of cases answered among the places that had some."""
    answered, lost = tallies[:, :, ANSWERED], tallies[:, :, LOST]
    shares = ratio(answered, answered + lost)
    few = np.isfinite(shares).sum(axis=1) < TWO
    low, high = (
        pick(np.where(np.isfinite(shares), shares, fill), axis=1) for pick, fill in ((np.min, 2), (np.max, -1))
    )
    return np.where(few, np.nan, ratio(low, high)), np.where(few, np.nan, high - low)


def ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return part / whole, nan where there is nothing to divide by."""
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)
