"""Records of attendance, from the field or from runs, in one form: one row per meeting and organisation expected.

Columns: ``run`` (0 for a table from the field), ``meeting`` (a number, in order), ``time`` (in years), ``year`` (1 is
that of the first meeting), ``organisation``, ``present`` (0 or 1), ``delegate`` (a number that changes with the person;
missing where nobody is in post or nobody wrote it down). Rows are sorted by run, organisation and meeting.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.sim.records import TURNOUTS
from entente.sim.summaries import YEAR
from entente.sim.turnout import ENOUGH

RECORD_COLUMNS = ("run", "meeting", "time", "year", "organisation", "present", "delegate")
ORDER = ["run", "organisation", "meeting"]
FIFTHS = 5
_ROUNDING = 1e-9  # of times in years
AROUND = 6  # meetings before and after a change of delegate


def records_of_runs(attendance: pd.DataFrame, channel: str) -> pd.DataFrame:
    """Return the records of one channel from the table ``attendance`` of a run."""
    table = attendance[(attendance["channel"] == channel) & (attendance["expected"] == 1)]
    return pd.DataFrame(
        {
            "run": table["replicate"].to_numpy(),
            "meeting": table["week"].to_numpy(),
            "time": table["week"].to_numpy() / YEAR,
            "year": (table["week"].to_numpy() - 1) // YEAR + 1,
            "organisation": table["organisation"].astype(str).to_numpy(),
            "present": table["present"].to_numpy(),
            "delegate": table["delegate_since"].to_numpy(float, na_value=np.nan),
        }
    ).sort_values(ORDER, ignore_index=True)


def count_turnouts(records: pd.DataFrame) -> NDArray[np.float64]:
    """Return the counts of ``sim.records.TURNOUTS``, shape (runs, 1, organisations, counts), from sorted records.

    Last time is the meeting before, where the organisation was expected too.
    """
    present = records["present"].astype(float)
    keys = [records["run"], records["organisation"]]
    rank = records.groupby("run")["meeting"].rank("dense")
    before = present.groupby(keys).shift().where(rank.groupby(keys).diff() == 1)
    came, missed = before == 1, before == 0
    counts = pd.DataFrame(
        {
            "expected": 1.0,
            "present": present,
            "after_presence": came.astype(float),
            "came_again": present * came,
            "after_absence": missed.astype(float),
            "came_back": present * missed,
        }
    )
    sums = counts.groupby(keys).sum()
    whole = pd.MultiIndex.from_product(sums.index.levels)
    table = sums.reindex(whole, fill_value=0.0)[list(TURNOUTS)].to_numpy()
    return table.reshape(len(sums.index.levels[0]), 1, -1, len(TURNOUTS))


def by_year(records: pd.DataFrame) -> pd.DataFrame:
    """Return the attendance of each run in each year: one row per run, one column per year."""
    return records.groupby(["run", "year"])["present"].mean().unstack("year")


def first_and_last_year(records: pd.DataFrame) -> pd.DataFrame:
    """Return the attendance of each run in its first year and in the twelve months up to its last meeting.

    Columns ``first`` and ``last``; the last one is missing when there is one year only.
    """
    runs = records.groupby("run")
    late = runs["time"].transform("max") - records["time"] < 1 - _ROUNDING
    several = runs["year"].transform("max") > 1
    parts = {"first": records["year"] == 1, "last": late & several}
    return pd.DataFrame({name: records[part].groupby("run")["present"].mean() for name, part in parts.items()})


def delegate_records(records: pd.DataFrame) -> pd.DataFrame:
    """Return the records whose delegate is known, with ``place`` and ``times``: which of how many meetings of theirs.

    ``ended`` says whether the organisation later had somebody else, so that the time of this delegate is whole.
    """
    known = records[records["delegate"].notna()]
    keys = ["run", "organisation"]
    same = (known[[*keys, "delegate"]] == known[[*keys, "delegate"]].shift()).all(axis=1)
    found = known.assign(person=(~same).cumsum())
    found["person"] -= found.groupby(keys)["person"].transform("min") - 1
    found["last_person"] = found.groupby(keys)["person"].transform("max")
    each = found.groupby([*keys, "person"])["present"]
    found["place"], found["times"] = each.cumcount(), each.transform("size")
    return found.assign(ended=found["person"] < found["last_person"])


def by_fifth(delegates: pd.DataFrame) -> pd.DataFrame:
    """Return the attendance of each run in each fifth of the time of delegates whose time ended, 5 meetings or more."""
    whole = delegates[delegates["ended"] & (delegates["times"] >= FIFTHS)]
    fifth = (FIFTHS * whole["place"] // whole["times"] + 1).astype(int)
    return whole.groupby([whole["run"], fifth.rename("fifth")])["present"].mean().unstack("fifth")


def around_change(delegates: pd.DataFrame) -> pd.DataFrame:
    """Return the attendance of each run in the six meetings before and after a change of delegate.

    Only changes with at least one meeting of each delegate count; columns ``before`` and ``after``.
    """
    left = delegates["times"] - delegates["place"]
    before = delegates[delegates["ended"] & (left <= AROUND)]
    after = delegates[(delegates["person"] > 1) & (delegates["place"] < AROUND)]
    return pd.DataFrame({"before": before.groupby("run")["present"].mean(),
                         "after": after.groupby("run")["present"].mean()})  # fmt: skip


def yearly_exits(records: pd.DataFrame) -> pd.Series:
    """Return the organisations that stop being expected before the last meeting, by organisation and year.

    Missing where there are no dates. As in the spread, only those expected often enough count: one that was listed once
    or twice was never a partner.
    """
    last = records.groupby("run")["meeting"].max()
    each = records.groupby(["run", "organisation"]).agg(
        times=("meeting", "size"), last=("meeting", "max"), begins=("time", "min"), ends=("time", "max")
    )
    each = each[each["times"] >= ENOUGH]
    gone = each["last"] < each.index.get_level_values("run").map(last)
    years = (each["ends"] - each["begins"]).groupby("run").sum(min_count=1)
    return gone.groupby("run").sum() / years.where(years > 0)
