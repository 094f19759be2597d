"""The arrays of a run: what changes from week to week, and the records that both it and the plan are made of.

Trust is kept target-major, ``personal[j, i]`` being the trust of i in j, so that inner loops run over those who
trust and sums keep one order on every processor. Its rows end in zeros, to hold a whole number of ``LANES``. Of
organisations, their posts and what they carry of the lead each field is a row of memory (``engine.struct_of_arrays``).
"""

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from entente.sim.chance import POSTS
from entente.sim.engine.simd import LANES
from entente.sim.engine.struct_of_arrays import FEW, MANY, columns
from entente.sim.model.levers import TRAITS
from entente.sim.model.measures import CASE_TALLY, CONDITIONS, LOG_ENTRIES
from entente.sim.model.settings import Audience
from entente.sim.model.situation import EventKind

if TYPE_CHECKING:
    from entente.sim.inputs import ModelInputs

UNKNOWN, APPROACHED, MEMBER, ACTIVE, LEFT = range(5)
GOALS_MET, DESERTED, DORMANT = 1, 2, 3
END_REASONS = ("none", "goals_met", "deserted", "dormant")
AUDIENCE = {audience: code for code, audience in enumerate(Audience)}
EVENT = {kind: code for code, kind in enumerate(EventKind)}
NOWHERE = -1  # the territory of an organisation that serves them all
BITS = 64  # of a word
LONGEST_WAIT = 12  # weeks: the highest ``casework.patience``
ANSWERS = 3  # what may be answered of a condition: C, B or A
DRAWN = TRAITS[:9]  # the traits that each replicate draws around what is stated
NOTE_KIND = {name: code for code, name in enumerate(LOG_ENTRIES)}


def record(names: str, kind: str = "f8") -> list[tuple[str, str]]:
    """Return record fields of one kind."""
    return [(name, kind) for name in names.split()]


ORGANISATION = np.dtype(
    record("territory populations expertise delegates standing since discontent committee concerned", "i8")
    + [(trait, "f8") for trait in DRAWN]
    + record("hours turnover turnover_class threshold home first_motivation")
    + record("motivation mobilisation framing language belonging information fatigue recognition record fairness voice")
    + record("presence seen talk hassle pull drag contribution trusted trusting peers lead_trust coordinator_trust")
    + record("coordinator_regard coordinator_contact staffing skill available spent_paperwork spent_leading")
    + record("spent_meetings spent_work spent_cases spent_levers travelled tiring entry contributed")
    + [(condition, "f8") for condition in CONDITIONS],
    align=True,
)
POST = np.dtype(record("filled", "i8") + record("arrived skill"), align=True)
CARRIER = np.dtype(record("share experience") + record("back", "i8"), align=True)
PARTNERSHIP = np.dtype(
    record("week stage cycle lead members quiet ended reason funding_until surge_until apart_until", "i8")
    + record("lead_leaves approached shock noted loosened", "i8")
    + record("stranger stranger_regard")
    + record("progress results momentum service energy leadership experience supply demand animation")
    + record("available funding surge controversy opened settled cohesion disagreement centre useful")
    + record("attendance invited attended commitments broken departures hours_coordinator")
    + record("arrived answered lost waited dollars"),
    align=True,
)
CHANNEL = np.dtype(
    record("period audience start stop", "i8")
    + record("richness hours coordinator per_head obligation travel informal"),
    align=True,
)
STAGE = np.dtype(record("work breadth") + record("broad expertise", "i8"), align=True)
EVENT_RECORD = np.dtype(record("kind week lasts first last", "i8") + record("yearly magnitude"), align=True)
NOTE = np.dtype(record("week kind who", "i8") + record("extent"), align=True)


def records(dtype: np.dtype[Any], shape: int | tuple[int, ...]) -> Any:
    """Return zeroed records whose fields also read as attributes."""
    return np.zeros(shape, dtype).view(np.recarray)


def side_by_side(count: int, size: int) -> NDArray[np.float64]:
    """Return zeros, one row for each of some arrays of a size that are read and written together; rows may be longer.

    Each row begins where a line of the processor's cache does, so that lanes never straddle two lines, and well apart
    from the others in its page of memory: a processor takes addresses at one place of two pages for the same, and
    would wait for a write to one before it reads the other (a third of the time of a run, or not, by chance).
    """
    line, page = LANES, 512  # in numbers of 8 bytes
    stride = -(-size // line) * line
    while any(min(k * stride % page, -k * stride % page) < 4 * line for k in range(1, count)) and stride < size + page:
        stride += line
    room = np.zeros(count * stride + line)
    skip = -(room.ctypes.data // 8) % line
    return room[skip : skip + count * stride].reshape(count, stride)


class State(NamedTuple):
    """What changes during a run."""

    organisation: Any  # ORGANISATION per organisation, in columns
    post: Any  # POST per organisation and post, in columns
    carrier: Any  # CARRIER per organisation, then the dedicated coordinator, in columns
    partnership: Any  # one PARTNERSHIP
    who: NDArray[np.int64]  # empty: everybody keeps ties with everybody; or who[i, slot], those with whom i does
    met: NDArray[np.bool_]  # rows in which there was a contact this week
    personal: NDArray[np.float64]  # personal[j, i]: personal trust of i in j; with ``who``, [i, slot]
    institutional: NDArray[np.float64]  # the same of institutional trust
    acquaintance: NDArray[np.float64]  # how long-standing the tie is, 0 to 1
    contact: NDArray[np.float64]  # contact of the week
    vector: NDArray[np.float64]  # room for sums: rows of one number per organisation, and zeros
    row: NDArray[np.int64]  # room for lists of organisations
    place: NDArray[np.float64]  # room for sums by territory; the last is of those who serve them all
    waiting: NDArray[np.float64]  # cases by cell and weeks waited
    tally: NDArray[np.float64]  # cases of the whole run by cell: CASE_TALLY
    shortfall: NDArray[np.float64]  # breadth missing when each stage was done
    due: NDArray[np.bool_]  # channels held this week
    drawn: NDArray[np.float64]  # organisation, trait: as drawn, before any lever
    tie: NDArray[np.uint64]  # [slot // 64, row]: a bit for each slot in which a partner trusts another
    mutual: NDArray[np.uint64]  # the same where the other trusts it too
    bits: NDArray[np.uint64]  # room for sets of organisations, one bit each
    answers: NDArray[np.float64]  # condition, answer (C, B, A): share of the partners who would give it
    log: Any  # NOTE per thing that happened, the first ``partnership.noted`` of them


def make_state(inputs: "ModelInputs", entries: int | None = None) -> State:
    """Return room for one run of a plan, with so many entries of the log, by default as many as is usual."""
    n = len(inputs.organisation)
    width = -(-n // LANES) * LANES
    pairs, stride = (n, inputs.ties or width), MANY if inputs.ties else FEW
    layers = side_by_side(4, math.prod(pairs))
    personal, institutional, acquaintance, contact = (layer[: math.prod(pairs)].reshape(pairs) for layer in layers)
    return State(
        columns(ORGANISATION, n, stride),
        columns(POST, (n, POSTS), POSTS * stride),
        columns(CARRIER, n + 1, stride),
        records(PARTNERSHIP, 1),
        np.zeros(pairs if inputs.ties else 0, dtype=np.int64),
        np.zeros(n, dtype=np.bool_),
        personal,
        institutional,
        acquaintance,
        contact,
        side_by_side(10, width),
        np.zeros((2, n), dtype=np.int64),
        np.zeros((2, inputs.territories + 1)),
        np.zeros((len(inputs.cell_share), LONGEST_WAIT + 2)),
        np.zeros((len(inputs.cell_share), len(CASE_TALLY))),
        np.zeros(len(inputs.stage)),
        np.zeros(len(inputs.channel), dtype=np.bool_),
        np.zeros((n, len(TRAITS))),
        np.zeros((-(-pairs[1] // BITS), -(-n // BITS) * BITS), dtype=np.uint64),
        np.zeros((-(-pairs[1] // BITS), -(-n // BITS) * BITS), dtype=np.uint64),
        np.zeros((2, max(BITS, -(-n // BITS))), dtype=np.uint64),
        np.zeros((len(CONDITIONS), ANSWERS)),
        records(NOTE, log_size(inputs) if entries is None else entries),
    )


def log_size(inputs: "ModelInputs") -> int:
    """Return how many entries a log has at first: some every week, and departures by organisation; it may need more."""
    return 256 + inputs.weeks * (4 + len(inputs.organisation) // 8)


def with_room(state: State, inputs: "ModelInputs") -> State:
    """Return a state whose log has room for the most that may happen in one more week."""
    each = POSTS + 6  # delegates; approached, joined, left; the lead left, succeeded, passed
    most = each * (len(inputs.organisation) + 1) + 2 * len(inputs.event) + len(inputs.lever) + 16
    noted = int(state.partnership[0].noted)
    if noted + most <= len(state.log):
        return state
    log = records(NOTE, 2 * (noted + most))
    log[:noted] = state.log[:noted]
    return state._replace(log=log)
