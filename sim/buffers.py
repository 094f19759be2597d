"""Buffers: the arrays that runs write their results in."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from entente.sim.inputs import ModelInputs
from entente.sim.model.measures import CASE_TALLY, CONDITIONS
from entente.sim.records import ANSWER_COUNT, ATTENDANCE_RECORD, LOG_RECORD, NOT_LISTED
from entente.sim.rules.observation import ORGANISATION_WEEK, WEEK
from entente.sim.summaries import SUMMARY_RECORD


class Detail(NamedTuple):
    """What is kept of each week beside the series of the partnership."""

    organisations: bool = False  # the series of every organisation
    attendance: bool = False  # who came to each channel that was held


class Buffers(NamedTuple):
    """The results of some runs. Series begin as NaN, so that one which no rule writes is missing."""

    weeks: Any  # run, week: WEEK
    conditions: NDArray[np.float64]  # run, week, condition, answer
    organisations: Any  # run, week (none unless kept), organisation: ORGANISATION_WEEK
    attendance: Any  # run, week (none unless kept), channel, organisation: ATTENDANCE_RECORD
    ends: NDArray[np.int64]  # run: week of the end, reason, week of the first shock, entries of the log
    summaries: Any  # run: SUMMARY_RECORD
    tallies: NDArray[np.float64]  # run, territory and population: CASE_TALLY
    log: Any  # run, entry: LOG_RECORD; only as many entries are read as there are


NO_DETAIL, FULL_DETAIL = Detail(), Detail(organisations=True, attendance=True)


def make_buffers(inputs: ModelInputs, count: int, detail: Detail = NO_DETAIL, entries: int = 0) -> Buffers:
    """Return buffers for ``count`` runs, each with room for ``entries`` in its log."""
    kept = inputs.weeks if detail.organisations else 0
    meetings = (count, inputs.weeks if detail.attendance else 0, len(inputs.channel), len(inputs.organisation))
    return Buffers(
        missing_records((count, inputs.weeks), WEEK),
        np.full((count, inputs.weeks, len(CONDITIONS), ANSWER_COUNT), np.nan),
        missing_records((count, kept, len(inputs.organisation)), ORGANISATION_WEEK),
        np.full(meetings, NOT_LISTED, ATTENDANCE_RECORD).view(np.recarray),
        np.zeros((count, 4), dtype=np.int64),
        missing_records((count,), SUMMARY_RECORD),
        np.zeros((count, len(inputs.cell_share), len(CASE_TALLY))),
        np.empty((count, entries), LOG_RECORD).view(np.recarray),
    )


def missing_records(shape: tuple[int, ...], fields: np.dtype[Any]) -> Any:
    """Return records of numbers, all NaN until they are written."""
    width = len(fields.names or ())
    return np.full((*shape, width), np.nan).view(fields).reshape(shape).view(np.recarray)
