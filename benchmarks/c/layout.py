"""The memory of a run as C sees it: a header written from the arrays themselves, and a table of their addresses.

Nothing of the layout is typed by hand in C: fields, their order and the distance between them are read from the arrays
on which the phases are called, so that a field that is moved, added or renamed changes the header with it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entente.sim import chance, records
from entente.sim.chance import Draws
from entente.sim.engine import elementary, simd
from entente.sim.engine.struct_of_arrays import StructOfArrays
from entente.sim.inputs import ModelInputs
from entente.sim.model.measures import CONDITIONS
from entente.sim.rules import common, diagnosis, network, observation, relation, ties, work
from entente.sim.rules.observation import WEEK
from entente.sim.state import State, allocate_rows

NUMBER = 8  # bytes
WORKING_ROWS = 8  # rows of one number per organisation in which the phases in C keep what they work out
WORKING_MEMORY = {"scratch", "lists", "by_territory", "sets"}  # of ``State``: nothing in it outlives a phase
TYPES = {"f8": "double", "i8": "int64_t", "i1": "int8_t", "u8": "uint64_t", "b1": "bool"}
CONSTANTS: dict[str, float] = {
    "LANES": simd.LANES,
    "MANTISSA_BITS": elementary.MANTISSA,
    "EXPONENTIAL_MIDDLE": elementary.TO_WHOLE,
    "LOG2_E": elementary.LOG2_E,
    "LN2_HIGH": elementary.LN2_HIGH,
    "LN2_LOW": elementary.LN2_LOW,
    "MEMBER": records.MEMBER,
    "ACTIVE": records.ACTIVE,
    "WORD_BITS": records.WORD,
    "ANSWERS": records.ANSWER_COUNT,
    "POSTS": chance.POSTS,
    "CONTROVERSY_OPENS": chance.CONTROVERSY_OPENS,
    "CONTROVERSY_ENDS": chance.CONTROVERSY_ENDS,
    "NOTHING_LEFT": common.NOTHING_LEFT,
    "HEARD": common.HEARD,
    "CONTROVERSY_OPENED": relation.LOG_OPENED,
    "CONTROVERSY_SETTLED": relation.LOG_SETTLED,
    "CONTROVERSY_FADED": relation.LOG_FADED,
    "MEDIATED": relation.MEDIATED,
    "ROUNDING": ties.ROUNDING,
    "TIED_FROM": observation.TIED_FROM,
    "TRUSTING_FROM": network.TRUSTING_FROM,
    "SCORE_A": diagnosis.SCORE_A,
    "SCORE_B": diagnosis.SCORE_B,
    "HALF_PART": work.HALF_PART,
    **{condition.upper(): code for code, condition in enumerate(CONDITIONS)},
}


@dataclass(frozen=True)
class Memory:
    """What the phases in C are called on.

    Attributes:
        members: arrays and whole numbers by their name in ``struct run`` of the header, in its order.
        week: the record of the week that ``observation`` writes, one record of ``WEEK``.
    """

    members: dict[str, Any]
    week: Any

    def table(self) -> NDArray[np.int64]:
        """Return ``struct run``: addresses and numbers, eight bytes each; the arrays must outlive it."""
        return np.array([one if isinstance(one, int) else one.ctypes.data for one in self.members.values()], np.int64)

    def header(self) -> str:
        """Return the text of ``layout.h``."""
        constants = [f"#define {name} {literal(value)}" for name, value in CONSTANTS.items()]
        series = ", ".join(map(literal, elementary.EXPONENTIAL_SERIES))
        structures = [text for name, one in self.members.items() for text in structures_of(name, one)]
        members = [f"    {member(name, one)};" for name, one in self.members.items()]
        run = "\n".join(["struct run {", *members, "};"])
        size = f'_Static_assert(sizeof(struct run) == {NUMBER * len(members)}, "struct run");'
        return "\n".join([*constants, f"#define EXPONENTIAL_SERIES {{{series}}}", *structures, run, size]) + "\n"


def memory_of(run: State, inputs: ModelInputs, draws: Draws) -> Memory:
    """Return what the phases in C are called on for one run.

    Args:
        run: the arrays of the run.
        inputs: what its scenario fixes.
        draws: the random numbers of the week.

    Raises:
        ValueError: when only few ties are kept: in C everybody keeps trust in everybody.
    """
    if inputs.ties:
        raise ValueError("the phases in C are for partnerships in which everybody keeps trust in everybody")
    width = run.personal.shape[1]
    rows, week = allocate_rows(WORKING_ROWS, width), np.zeros(1, WEEK).view(np.recarray)
    members = {
        **run._asdict(),
        "stage": inputs.stage,
        "parameters": inputs.parameters,
        "draws": draws.partnership,
        "week": week,
        "working_rows": rows,
        "working_row_length": rows.shape[1],
        "organisations": len(inputs.organisation),
        "width": width,
        "words": len(run.trusting),
        "marks_length": run.trusting.shape[1],
        "stages": len(inputs.stage),
        "log_entries": len(run.log),
        "all_populations": int(inputs.populations),
        "called_expertise": int(inputs.expertise),
    }
    return Memory(members, week)


def literal(value: float) -> str:
    """Return a number as C writes it, to the last bit."""
    return str(value) if isinstance(value, int) else float(value).hex()


def member(name: str, one: Any) -> str:
    """Return the declaration of one member of ``struct run``."""
    if isinstance(one, int):
        return f"int64_t {name}"
    return f"struct {name} *{name}" if one.dtype.names else f"{type_of(one.dtype)} *{name}"


def type_of(dtype: np.dtype[Any]) -> str:
    """Return the type in C of one number."""
    return TYPES[dtype.str[1:]]


def structures_of(name: str, one: Any) -> list[str]:
    """Return the structure of an array of records, with those within it before it; nothing for other arrays."""
    if isinstance(one, int) or not one.dtype.names:
        return []
    return [array_structure(name, one)] if isinstance(one, StructOfArrays) else record_structures(name, one.dtype)


def array_structure(name: str, records: StructOfArrays) -> str:
    """Return a structure of arrays: each field stands in a row of its own."""
    names = records.dtype.names or ()
    length = records.dtype.itemsize // (NUMBER * len(names))
    fields = [f"    {type_of(records.dtype[field])} {field}[{length}];" for field in names]
    return "\n".join([f"struct {name} {{", *fields, "};", *asserts(name, records.dtype)])


def record_structures(name: str, dtype: np.dtype[Any]) -> list[str]:
    """Return a structure of one record, after those that are fields of it."""
    inner, fields = [], []
    for field in dtype.names or ():
        if dtype[field].names:
            inner += record_structures(f"{name}_{field}", dtype[field])
        kind = f"struct {name}_{field}" if dtype[field].names else type_of(dtype[field])
        fields.append(f"    {kind} {field};")
    return [*inner, "\n".join([f"struct {name} {{", *fields, "};", *asserts(name, dtype)])]


def asserts(name: str, dtype: np.dtype[Any]) -> list[str]:
    """Return lines with which the compiler checks that C lays out a structure as NumPy does."""
    lines = [f'_Static_assert(sizeof(struct {name}) == {dtype.itemsize}, "{name}");']
    for field, (_, offset, *_) in (dtype.fields or {}).items():
        lines.append(f'_Static_assert(offsetof(struct {name}, {field}) == {offset}, "{name}.{field}");')
    return lines
