"""Buffers: the arrays that some runs fill with what they leave."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from entente.sim.inputs import ModelInputs
from entente.sim.model.measures import CASE_TALLY, CONDITIONS
from entente.sim.records import ANSWER_COUNT, LOG_RECORD
from entente.sim.rules.observation import ORGANISATION_WEEK, WEEK


class Buffers(NamedTuple):
    """What some runs leave. Series begin as NaN, so that one that no rule writes is seen to be missing."""

    weeks: Any  # run, week: WEEK
    conditions: NDArray[np.float64]  # run, week, condition, answer
    organisations: Any  # run, week (none unless kept), organisation: ORGANISATION_WEEK
    ends: NDArray[np.int64]  # run: week of the end, reason, week of the first shock, entries of the log
    tallies: NDArray[np.float64]  # run, territory and population: CASE_TALLY
    log: Any  # run, entry: LOG_RECORD; only as many entries are read as there are


def make_buffers(inputs: ModelInputs, count: int, by_organisation: bool, entries: int = 0) -> Buffers:
    """Return buffers for so many runs, with so many entries of the log each."""
    kept = inputs.weeks if by_organisation else 0
    return Buffers(
        missing_records((count, inputs.weeks), WEEK),
        np.full((count, inputs.weeks, len(CONDITIONS), ANSWER_COUNT), np.nan),
        missing_records((count, kept, len(inputs.organisation)), ORGANISATION_WEEK),
        np.zeros((count, 4), dtype=np.int64),
        np.zeros((count, len(inputs.cell_share), len(CASE_TALLY))),
        np.empty((count, entries), LOG_RECORD).view(np.recarray),
    )


def missing_records(shape: tuple[int, ...], fields: np.dtype[Any]) -> Any:
    """Return records of numbers that nobody has written yet, all NaN."""
    width = len(fields.names or ())
    return np.full((*shape, width), np.nan).view(fields).reshape(shape).view(np.recarray)
