"""The fingerprint of attendance of a table from the field beside that of runs, each figure with an interval."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from entente.analysis.attendance.records import (
    around_change,
    by_fifth,
    count_turnouts,
    delegate_records,
    first_and_last_year,
    yearly_exits,
)
from entente.i18n import N_
from entente.sim.turnout import make_fingerprint

HELD = 0.9  # share of what varies that an interval holds
DRAWN_AGAIN = 1000  # of the organisations of a table from the field
FIGURES = {
    "mean": N_("Attendance"),
    "spread": N_("Spread between organisations (sd)"),
    "after_presence": N_("Attendance of who came last time"),
    "after_absence": N_("Attendance of who missed last time"),
    "identity": N_("Part of that gap due to who it is"),
    "memory": N_("Part of that gap due to the last time"),
    "first_year": N_("Attendance in the first year"),
    "last_year": N_("Attendance in the last year"),
    "first_fifth": N_("First fifth of a delegate's time"),
    "last_fifth": N_("Last fifth of a delegate's time"),
    "before_change": N_("Six meetings before a change of delegate"),
    "after_change": N_("Six meetings after a change of delegate"),
    "exits": N_("Organisations that leave, by year"),
}


def measure_runs(records: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of each run, a column for each of ``FIGURES``; nan where nothing tells it."""
    runs = pd.Index(sorted(records["run"].unique()), name="run")
    found = pd.DataFrame(make_fingerprint(count_turnouts(records))._asdict(), index=runs)
    delegates = delegate_records(records)
    for (first, last), table in (
        (("first_year", "last_year"), first_and_last_year(records)),
        (("first_fifth", "last_fifth"), by_fifth(delegates)),
        (("before_change", "after_change"), around_change(delegates)),
    ):
        some = table.shape[1] > 0
        found[first] = table.iloc[:, 0].reindex(runs) if some else np.nan
        found[last] = table.iloc[:, -1].reindex(runs) if some else np.nan
    found["exits"] = yearly_exits(records).reindex(runs)
    return found[list(FIGURES)]


def resample_organisations(records: pd.DataFrame, seed: int = 1) -> pd.DataFrame:
    """Return records whose runs are those of one table with its organisations drawn again, with replacement."""
    chance = np.random.default_rng(seed)
    each = [one for _, one in records.groupby("organisation", sort=False)]
    sizes = np.array([len(one) for one in each])
    whole = pd.concat(each, ignore_index=True)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    drawn = chance.integers(len(each), size=(DRAWN_AGAIN, len(each)))
    rows = np.concatenate([np.arange(starts[k], starts[k] + sizes[k]) for k in drawn.ravel()])
    times = sizes[drawn]
    found = whole.iloc[rows].reset_index(drop=True)
    found["run"] = np.repeat(np.arange(DRAWN_AGAIN), times.sum(axis=1))
    found["organisation"] = np.repeat(np.tile(np.arange(len(each)), DRAWN_AGAIN), times.ravel())
    return found


def fingerprint_table(field: pd.DataFrame, runs: pd.DataFrame) -> pd.DataFrame:
    """Return each figure of the field and of runs, with intervals.

    Args:
        field: records of one table.
        runs: records of simulated runs.

    Returns:
        ``figure``; of the field ``field``, ``field_low`` and ``field_high`` (organisations resampled); of the runs
        ``runs`` (mean), ``runs_low`` and ``runs_high`` (between which 90 % of them are) and ``below``, the share of the
        runs that are under the figure of the field.
    """
    own, drawn = measure_runs(field).iloc[0], measure_runs(resample_organisations(field))
    simulated = measure_runs(runs)
    return pd.DataFrame(_rows(own, drawn, simulated))


def _rows(own: pd.Series, drawn: pd.DataFrame, simulated: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Yield the row of each figure."""
    for name in FIGURES:
        known = simulated[name].dropna()
        field_low, field_high = _ends(drawn[name].dropna())
        low, high = _ends(known)
        yield {
            "figure": name,
            "field": own[name],
            "field_low": field_low,
            "field_high": field_high,
            "runs": known.mean(),
            "runs_low": low,
            "runs_high": high,
            "below": (known < own[name]).mean() if len(known) and np.isfinite(own[name]) else np.nan,
        }


def _ends(values: pd.Series) -> tuple[float, float]:
    """Return the ends of the interval that holds ``HELD`` of some values; nan without any."""
    if not len(values):
        return np.nan, np.nan
    low, high = np.quantile(values, [(1 - HELD) / 2, (1 + HELD) / 2])
    return float(low), float(high)
