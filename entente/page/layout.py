"""Where everything is in the memory of the engine, told to the page: it knows no offset and no size of its own.

Shapes are lists of counts by name; ``entente/page/js/engine.js`` says how many of each there are in a partnership.
"""

from typing import Any

import numpy as np

from entente.sim.buffers import Buffers
from entente.sim.chance import POSTS, Draws
from entente.sim.engine.struct_of_arrays import NUMBER_SIZE, STRIDE_FEW
from entente.sim.model.levers import TRAITS
from entente.sim.model.measures import CASE_TALLY, CONDITIONS, ORGANISATION_SERIES, SERIES, SUMMARIES
from entente.sim.parallel_compile import smallest_inputs
from entente.sim.records import (
    ANSWER_COUNT,
    ATTENDANCE_RECORD,
    CARRIER_RECORD,
    END_REASONS,
    LOG_KIND,
    LOG_RECORD,
    LONGEST_WAIT,
    ORGANISATION_RECORD,
    PARTNERSHIP_RECORD,
    POST_RECORD,
    TURNOUTS,
)
from entente.sim.rules.observation import ORGANISATION_WEEK, WEEK
from entente.sim.state import SCRATCH_ROWS, State
from entente.sim.summaries import SUMMARY_RECORD

Item = np.dtype[Any] | str
REAL, INTEGER, FLAG, BYTE, WORD_OF_BITS = "f8", "i8", "?", "i1", "u8"
STATE_LAYOUT: dict[str, tuple[Item, list[str | int]]] = {
    "organisation": (ORGANISATION_RECORD, ["organisations"]),
    "post": (POST_RECORD, ["organisations", POSTS]),
    "carrier": (CARRIER_RECORD, ["carriers"]),
    "partnership": (PARTNERSHIP_RECORD, [1]),
    "who": (INTEGER, [0]),
    "met": (FLAG, ["organisations"]),
    "personal": (REAL, ["organisations", "lanes"]),
    "institutional": (REAL, ["organisations", "lanes"]),
    "acquaintance": (REAL, ["organisations", "lanes"]),
    "contact": (REAL, ["organisations", "lanes"]),
    "scratch": (REAL, [SCRATCH_ROWS, "lanes"]),
    "lists": (INTEGER, [2, "organisations"]),
    "by_territory": (REAL, [2, "places"]),
    "waiting": (REAL, ["cells", LONGEST_WAIT + 2]),
    "tally": (REAL, ["cells", len(CASE_TALLY)]),
    "shortfall": (REAL, ["stages"]),
    "attendance": (BYTE, ["channels", "organisations"]),
    "turnout": (REAL, ["channels", "organisations", len(TURNOUTS)]),
    "due": (FLAG, ["channels"]),
    "drawn": (REAL, ["organisations", len(TRAITS)]),
    "trusting": (WORD_OF_BITS, ["words", "bits"]),
    "mutual": (WORD_OF_BITS, ["words", "bits"]),
    "sets": (WORD_OF_BITS, [2, "set_words"]),
    "answers": (REAL, [len(CONDITIONS), ANSWER_COUNT]),
    "log": (LOG_RECORD, ["entries"]),
}
STRIDES = {"organisation": STRIDE_FEW, "post": POSTS * STRIDE_FEW, "carrier": STRIDE_FEW}  # numbers between two fields
DRAWS_LAYOUT: dict[str, tuple[Item, list[str | int]]] = {
    "leave": (REAL, [POSTS, "lanes"]),
    "fill": (REAL, [POSTS, "lanes"]),
    "act": (REAL, [4, "carrier_lanes"]),
    "channel": (REAL, ["channels", "lanes"]),
    "encounter": (REAL, ["channels", 2, 4, 0]),
    "agenda": (REAL, ["lanes"]),
    "partnership": (REAL, [4]),
    "cell": (REAL, ["cell_lanes"]),
    "event": (REAL, ["event_lanes"]),
}
BUFFERS_LAYOUT: dict[str, tuple[Item, list[str | int]]] = {
    "weeks": (WEEK, ["runs", "weeks"]),
    "conditions": (REAL, ["runs", "weeks", len(CONDITIONS), ANSWER_COUNT]),
    "organisations": (ORGANISATION_WEEK, ["runs", "kept", "organisations"]),
    "attendance": (ATTENDANCE_RECORD, ["runs", 0, "channels", "organisations"]),
    "ends": (INTEGER, ["runs", 4]),
    "summaries": (SUMMARY_RECORD, ["runs"]),
    "tallies": (REAL, ["runs", "cells", len(CASE_TALLY)]),
    "log": (LOG_RECORD, ["runs", "entries"]),
}
BEGIN_MISSING = frozenset({"answers", "weeks", "conditions", "organisations", "summaries"})  # these begin as NaN
assert (tuple(STATE_LAYOUT), tuple(DRAWS_LAYOUT), tuple(BUFFERS_LAYOUT)) == (
    State._fields,
    Draws._fields,
    Buffers._fields,
)


def engine_layout() -> dict[str, Any]:
    """Return what the page must know to run the engine, as built-in values.

    Returns:
        ``state``, ``draws`` and ``buffers``: for each array its ``shape``, the ``size`` of an item in bytes, the
        ``fields`` of a record (kind and place), and ``stride``, numbers between two fields, where records stand field
        by field, ``missing`` where it begins as NaN; ``inputs``: the size of an item of each, in
        their order; names of series, summaries, conditions, reasons and log entries.
    """
    return {
        "state": {name: array_values(name, *one, STRIDES.get(name)) for name, one in STATE_LAYOUT.items()},
        "draws": {name: array_values(name, *one) for name, one in DRAWS_LAYOUT.items()},
        "buffers": {name: array_values(name, *one) for name, one in BUFFERS_LAYOUT.items()},
        "inputs": {name: getattr(one, "itemsize", NUMBER_SIZE) for name, one in smallest_inputs(0)._asdict().items()},
        "series": list(SERIES),
        "organisation_series": list(ORGANISATION_SERIES),
        "summaries": list(SUMMARIES),
        "conditions": list(CONDITIONS),
        "end_reasons": list(END_REASONS),
        "log_kinds": list(LOG_KIND),
    }


def array_values(name: str, item: Item, shape: list[str | int], stride: int | None = None) -> dict[str, Any]:
    """Return what the page must know of one array."""
    kind = np.dtype(item)
    found: dict[str, Any] = {"shape": shape, "size": NUMBER_SIZE if stride else kind.itemsize}
    if name in BEGIN_MISSING and not stride:
        found["missing"] = True
    if kind.fields:
        found["fields"] = {name: [one.str[1:], place] for name, (one, place, *_) in kind.fields.items()}
    if stride:
        found["stride"] = stride
    return found
