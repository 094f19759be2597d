"""What the fields of the state may hold, for phases written in Python: shares are from 0 to 1, numbers are numbers."""

import math
from difflib import get_close_matches
from functools import cache
from typing import Any

import numpy as np

from entente.sim.records import ORGANISATION_RECORD

SHARES = frozenset({
    "mission_fit", "self_interest", "rigidity", "reliability", "openness", "decision_power", "status", "access",
    "budget", "home", "first_motivation", "motivation", "mobilisation", "framing", "language", "belonging",
    "information", "fatigue", "exhaustion", "eagerness", "recognition", "record", "fairness", "voice", "presence",
    "seen", "talk", "hassle", "benefits", "costs", "trusted", "trusting", "peers", "lead_trust",
    "coordinator_trust", "coordinator_regard", "staffing", "skill", "entry", "wave", "ties_kept",
})  # fmt: skip
# of an organisation; positions on the problem among them
SHARES_OF_ALL = ("energy", "leadership", "experience", "animation", "funding", "surge", "controversy")
MISSING_AT_TIMES = frozenset(
    ["turnover", "coverage", "early_involvement", "negotiation", "strategic_actors", "equal_power", "co_construction"]
)
LIKE_A_FIELD = 0.75  # how much a name looks like that of the field that was meant
_ROUNDING = 1e-9  # by which sums of shares may pass the ends
FLOATS = tuple(name for name in ORGANISATION_RECORD.names or () if ORGANISATION_RECORD[name].kind == "f")


def check_value(field: str, value: Any) -> None:
    """Refuse a value that a field of an organisation cannot have.

    Raises:
        ValueError: when it is a share out of its range, or no number.
    """
    if field in SHARES and not -_ROUNDING <= value <= 1 + _ROUNDING:
        raise ValueError(f"{field} is from 0 to 1: {value!r} is not possible")
    if field not in MISSING_AT_TIMES and not math.isfinite(value):
        raise ValueError(f"{field} is a finite number: {value!r} is not possible")


def check_state(state: Any, phase: str) -> None:
    """Refuse a state that a phase written in Python left out of its range.

    Raises:
        ValueError: with the first field out of its range.
    """
    for field in FLOATS:
        values = np.asarray(state.organisation[field])
        wrong = ~np.isfinite(values) if field not in MISSING_AT_TIMES else np.zeros(len(values), bool)
        if field in SHARES:
            wrong |= ~((values >= -_ROUNDING) & (values <= 1 + _ROUNDING))
        if wrong.any():
            row = int(np.flatnonzero(wrong)[0])
            wanted = "from 0 to 1" if field in SHARES else "a finite number"
            raise ValueError(f"{phase} left {field} of organisation {row} at {values[row].item()!r}: it is {wanted}")
    for field in SHARES_OF_ALL:
        value = float(state.partnership[0][field])
        if not -_ROUNDING <= value <= 1 + _ROUNDING:
            raise ValueError(f"{phase} left {field} of the partnership at {value!r}: it is from 0 to 1")


@cache
def nearest_fields(name: str) -> tuple[str, ...]:
    """Return the fields of an organisation that a name looks like."""
    return tuple(get_close_matches(name, ORGANISATION_RECORD.names or (), n=3, cutoff=LIKE_A_FIELD))
