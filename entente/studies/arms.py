"""The results of the points of a design as arrays, of the replicates that all of them have."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.analysis.run.arm_results import ArmResults
from entente.results.keep import Keep
from entente.sim.model.measures import SUMMARIES
from entente.sim.model.situation import Settings, organisation_names
from entente.sim.records import LOG_RECORD
from entente.studies.design import Batch
from entente.studies.plausible import worlds_of_replicates
from entente.studies.points import Point
from entente.studies.runner import DesignRun
from entente.studies.store import concat_parts

Replicates = NDArray[np.int64]


class ArmReader:
    """Reads the results of the points of a design, as far as it is done."""

    def __init__(self, run: DesignRun) -> None:
        """Look at what is done."""
        self.run, self.done = run, run.store.batches_done()

    @cached_property
    def _batches(self) -> dict[int, list[Batch]]:
        """Return the batches of each point, in the order of their replicates."""
        found: dict[int, list[Batch]] = {}
        for batch in self.run.design.batches:
            for point in batch.points:
                if batch.runs:
                    found.setdefault(point.number, []).append(batch)
        return found

    def replicates(self, points: Sequence[Point], *, whole_blocks: bool = False) -> Replicates:
        """Return the numbers of the replicates that all these points have and of which none failed, in order.

        Args:
            points: one at least.
            whole_blocks: whether only blocks of replicates count that all these points have whole.
        """
        common: set[int] | None = None
        for point in points:
            runs = self._table("runs", point)
            mine = set(runs.loc[runs["failed"].isna(), "replicate"].astype(int))
            common = mine if common is None else common & mine
        found = np.array(sorted(common or ()), dtype=np.int64)
        return found[found < self._last(points)] if whole_blocks else found

    def _last(self, points: Sequence[Point]) -> int:
        """Return the end of the last block of replicates that all these points have whole."""
        missing = [one.first for point in points for one in self._batches[point.number] if one.number not in self.done]
        ends = [end for end in self.run.design.blocks if end <= min(missing, default=self.run.design.replicates)]
        return max(ends, default=0)

    def _table(self, name: str, point: Point) -> pd.DataFrame:
        """Return the rows of a table that are of a point."""
        numbers = [one.number for one in self._batches[point.number] if one.number in self.done]
        frame = concat_parts(name, self.run.store.tables(name, numbers))
        return frame[frame["point"] == point.number]

    def results(self, point: Point, replicates: Replicates) -> ArmResults:
        """Return the results of some replicates of a point, in the order of their numbers."""
        setup = self.run.design.setups[point.base]
        keep = setup.keep
        kept = {"weeks": keep.weeks, "organisations": keep.organisations, "log_records": keep.log_records}
        names = ["runs", *(name for name, some in kept.items() if some)]
        tables = {name: self._table(name, point) for name in names}
        found = arm_results(setup.settings, keep, replicates, tables)
        return replace(found, worlds=worlds_of_replicates(replicates, len(setup.worlds))) if setup.worlds else found


def arm_results(
    settings: Settings, keep: Keep, replicates: Replicates, tables: Mapping[str, pd.DataFrame]
) -> ArmResults:
    """Return the results of some replicates of an arm as arrays.

    Args:
        settings: what was run.
        keep: what was kept of every run.
        replicates: the numbers of the replicates, in order.
        tables: the tables of the arm by name, as ``make_tables`` makes them.
    """
    count = len(replicates)

    def rows(name: str) -> pd.DataFrame:
        table = tables[name]
        mine = table[table["replicate"].isin(replicates)]
        return mine.sort_values("replicate", kind="stable", ignore_index=True)

    runs = rows("runs")
    weeks, own = {}, {}
    log, whose = np.zeros(0, LOG_RECORD), np.zeros(0, dtype=np.int64)
    if keep.weeks:
        table = rows("weeks")
        weeks = {name: table[name].to_numpy().reshape(count, -1) for name in keep.weeks}
    if keep.organisations:
        table, size = rows("organisations"), len(organisation_names(settings))
        own = {name: table[name].to_numpy().reshape(count, -1, size) for name in keep.organisations}
    if keep.log_records:
        table = rows("log_records")
        log = np.zeros(len(table), LOG_RECORD)
        for name in LOG_RECORD.names or ():
            log[name] = table[name].to_numpy()
        whose = np.searchsorted(replicates, table["replicate"].to_numpy())
    return ArmResults(settings, weeks, {name: runs[name].to_numpy() for name in SUMMARIES}, own, log, whose)
