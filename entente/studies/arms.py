"""The results of the points of a design as arrays, of the replicates that all of them have."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.analysis.run.arm_results import ArmResults
from entente.sim.model.measures import SUMMARIES
from entente.sim.model.situation import organisation_names
from entente.sim.state import NOTE
from entente.studies.design import Batch
from entente.studies.points import Point
from entente.studies.runner import DesignRun
from entente.studies.store import together

Replicates = NDArray[np.int64]


def batches_of(run: DesignRun, point: Point) -> list[Batch]:
    """Return the batches of a point that are done, in the order of their replicates."""
    done = run.store.batches_done()
    mine = [one for one in run.design.batches if point in one.points and one.number in done]
    return sorted(mine, key=lambda one: one.first)


def table_of(run: DesignRun, name: str, point: Point) -> pd.DataFrame:
    """Return the rows of a table that are of a point."""
    frame = together(name, run.store.tables(name, [one.number for one in batches_of(run, point)]))
    return frame[frame["point"] == point.number]


def common_replicates(run: DesignRun, points: Iterable[Point]) -> Replicates:
    """Return the numbers of the replicates that all these points have and of which none failed, in order."""
    found: set[int] | None = None
    for point in points:
        runs = table_of(run, "runs", point)
        mine = set(runs.loc[runs["failed"].isna(), "replicate"].astype(int))
        found = mine if found is None else found & mine
    return np.array(sorted(found or ()), dtype=np.int64)


def is_done(run: DesignRun, points: Sequence[Point]) -> bool:
    """Tell whether every batch of these points is done."""
    done = run.store.batches_done()
    wanted = set(points)
    return all(one.number in done for one in run.design.batches if one.runs and wanted & set(one.points))


def arm_results(run: DesignRun, point: Point, replicates: Replicates) -> ArmResults:
    """Return what some replicates of a point gave, in the order of their numbers."""
    setup = run.design.setups[point.base]
    settings, keep = setup.settings, setup.keep
    runs = _rows(table_of(run, "runs", point), replicates)
    summaries = {name: runs[name].to_numpy() for name in SUMMARIES}
    weeks, own = {}, {}
    if keep.weeks:
        table = _rows(table_of(run, "weeks", point), replicates)
        weeks = {name: table[name].to_numpy().reshape(len(replicates), -1) for name in keep.weeks}
    if keep.organisations:
        table = _rows(table_of(run, "organisations", point), replicates)
        shape = (len(replicates), -1, len(organisation_names(settings)))
        own = {name: table[name].to_numpy().reshape(shape) for name in keep.organisations}
    log, whose = np.zeros(0, NOTE), np.zeros(0, dtype=np.int64)
    if keep.log_records:
        table = _rows(table_of(run, "log_records", point), replicates)
        log = np.zeros(len(table), NOTE)
        for name in NOTE.names or ():
            log[name] = table[name].to_numpy()
        whose = np.searchsorted(replicates, table["replicate"].to_numpy())
    return ArmResults(settings, weeks, summaries, own, log, whose)


def _rows(table: pd.DataFrame, replicates: Replicates) -> pd.DataFrame:
    """Return the rows of some replicates, in the order of their numbers."""
    mine = table[table["replicate"].isin(replicates)]
    return mine.sort_values("replicate", kind="stable", ignore_index=True)
