"""The state of a run: the arrays that change from week to week.

Trust is kept by who is trusted: ``personal[j, i]`` is the trust of i in j, so that inner loops run over those who
trust, and sums are added up in one order on every processor. Rows end in zeros, up to a whole number of ``LANES``.
Records of organisations, posts and carriers of the leadership are kept field by field (``engine.struct_of_arrays``).
"""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from entente.sim.chance import POSTS
from entente.sim.engine.simd import LANES
from entente.sim.engine.struct_of_arrays import STRIDE_FEW, STRIDE_MANY, struct_of_arrays
from entente.sim.inputs import ModelInputs
from entente.sim.model.levers import TRAITS
from entente.sim.model.measures import CASE_TALLY, CONDITIONS
from entente.sim.records import (
    ANSWER_COUNT,
    CARRIER_RECORD,
    LOG_RECORD,
    LONGEST_WAIT,
    ORGANISATION_RECORD,
    PARTNERSHIP_RECORD,
    POST_RECORD,
    TURNOUTS,
    WORD,
)

SCRATCH_ROWS = 10  # the names of these rows, and of those of ``lists``, are in ``sim/rules/rows.py``


class State(NamedTuple):
    """Everything that changes during a run, and the scratch space of the rules."""

    organisation: Any  # ORGANISATION_RECORD per organisation, field by field
    post: Any  # POST_RECORD per organisation and post, field by field
    carrier: Any  # CARRIER_RECORD per organisation, then one for the dedicated coordinator, field by field
    partnership: Any  # one PARTNERSHIP_RECORD
    who: NDArray[np.int64]  # empty when everybody keeps ties with everybody; or who[i, slot], those with whom i does
    met: NDArray[np.bool_]  # row: whether there was a contact in it this week
    personal: NDArray[np.float64]  # personal[j, i]: personal trust of i in j; with few ties [i, slot]
    institutional: NDArray[np.float64]  # institutional trust, in the same places
    acquaintance: NDArray[np.float64]  # how long-standing each tie is, from 0 to 1
    contact: NDArray[np.float64]  # contact of the week
    scratch: NDArray[np.float64]  # scratch space: rows of one number per organisation, then zeros
    lists: NDArray[np.int64]  # scratch space: rows of organisations
    by_territory: NDArray[np.float64]  # scratch space: numbers by territory; the last is for those who serve them all
    waiting: NDArray[np.float64]  # cases by cell and by weeks waited
    tally: NDArray[np.float64]  # cases of the whole run, by cell: CASE_TALLY
    shortfall: NDArray[np.float64]  # breadth that each stage lacked when it was done
    attendance: NDArray[
        np.int8
    ]  # channel, organisation: NOT_LISTED, NOT_EXPECTED, MISSED or CAME when it was last held
    turnout: NDArray[np.float64]  # channel, organisation: TURNOUTS of the whole run
    due: NDArray[np.bool_]  # whether each channel is held this week
    drawn: NDArray[np.float64]  # organisation, trait: as drawn, before any lever
    trusting: NDArray[np.uint64]  # [slot // 64, row]: a bit for each slot in which a partner trusts another
    mutual: NDArray[np.uint64]  # the same where the other partner trusts it too
    sets: NDArray[np.uint64]  # scratch space: sets of organisations, one bit each
    answers: NDArray[np.float64]  # condition, answer (C, B, A): share of the partners who would give it
    log: Any  # LOG_RECORD per event, of which the first ``partnership.logged`` are written


def make_state(inputs: ModelInputs, log_size: int | None = None) -> State:
    """Allocate the state of one run.

    Args:
        inputs: what the scenario fixes.
        log_size: entries that the event log has room for; by default as many as it usually needs.
    """
    n = len(inputs.organisation)
    width = round_up(n, LANES)
    pairs, stride = (n, inputs.ties or width), STRIDE_MANY if inputs.ties else STRIDE_FEW
    layers = allocate_rows(4, math.prod(pairs))
    personal, institutional, acquaintance, contact = (layer[: math.prod(pairs)].reshape(pairs) for layer in layers)
    marks = (round_up(pairs[1], WORD) // WORD, round_up(n, WORD))
    return State(
        organisation=struct_of_arrays(ORGANISATION_RECORD, n, stride),
        post=struct_of_arrays(POST_RECORD, (n, POSTS), POSTS * stride),
        carrier=struct_of_arrays(CARRIER_RECORD, n + 1, stride),
        partnership=zero_records(PARTNERSHIP_RECORD, 1),
        who=np.zeros(pairs if inputs.ties else 0, dtype=np.int64),
        met=np.zeros(n, dtype=np.bool_),
        personal=personal,
        institutional=institutional,
        acquaintance=acquaintance,
        contact=contact,
        scratch=allocate_rows(SCRATCH_ROWS, width),
        lists=np.zeros((2, n), dtype=np.int64),
        by_territory=np.zeros((2, inputs.territories + 1)),
        waiting=np.zeros((len(inputs.cell_share), LONGEST_WAIT + 2)),
        tally=np.zeros((len(inputs.cell_share), len(CASE_TALLY))),
        shortfall=np.zeros(len(inputs.stage)),
        attendance=np.zeros((len(inputs.channel), n), dtype=np.int8),
        turnout=np.zeros((len(inputs.channel), n, len(TURNOUTS))),
        due=np.zeros(len(inputs.channel), dtype=np.bool_),
        drawn=np.zeros((n, len(TRAITS))),
        trusting=np.zeros(marks, dtype=np.uint64),
        mutual=np.zeros(marks, dtype=np.uint64),
        sets=np.zeros((2, max(WORD, round_up(n, WORD) // WORD)), dtype=np.uint64),
        answers=np.full((len(CONDITIONS), ANSWER_COUNT), np.nan),
        log=zero_records(LOG_RECORD, usual_log_size(inputs) if log_size is None else log_size),
    )


def usual_log_size(inputs: ModelInputs) -> int:
    """Return how many entries of the event log to begin with: some every week, and departures by organisation."""
    return 256 + inputs.weeks * (4 + len(inputs.organisation) // 8)


def grow_log(state: State, inputs: ModelInputs) -> State:
    """Return a state whose event log has room for the most that may happen in one more week."""
    each = POSTS + 6  # delegates; approached, joined, left; the lead left, succeeded, passed
    most = each * (len(inputs.organisation) + 1) + 2 * len(inputs.event) + len(inputs.lever) + 16
    logged = int(state.partnership[0].logged)
    if logged + most <= len(state.log):
        return state
    log = zero_records(LOG_RECORD, 2 * (logged + most))
    log[:logged] = state.log[:logged]
    return state._replace(log=log)


def zero_records(dtype: np.dtype[Any], shape: int | tuple[int, ...]) -> Any:
    """Return records filled with zeros, whose fields are also attributes."""
    return np.zeros(shape, dtype).view(np.recarray)


def round_up(count: int, step: int) -> int:
    """Return the smallest multiple of ``step`` that is not less than ``count``."""
    return -(-count // step) * step


def allocate_rows(count: int, size: int) -> NDArray[np.float64]:
    """Allocate rows of zeros that loops read and write together; each may be longer than ``size``.

    Each row begins with a line of the processor's cache, so that no group of ``LANES`` numbers straddles two lines.
    Rows also begin at different places of a page of memory: a processor takes two addresses at the same place of two
    pages for one, and a read then waits for a write to the other row (up to a third of the time of a run).
    """
    line, page = LANES, 512  # in numbers of 8 bytes
    stride = round_up(size, line)
    while any(min(k * stride % page, -k * stride % page) < 4 * line for k in range(1, count)) and stride < size + page:
        stride += line
    memory = np.zeros(count * stride + line)
    skip = -(memory.ctypes.data // 8) % line
    return memory[skip : skip + count * stride].reshape(count, stride)
