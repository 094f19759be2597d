"""Sums in lanes: fast and, unlike those that a compiler orders as it likes, the same on every processor."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from entente.sim.engine.compilation import is_off

LANES = 8  # numbers that a processor of now takes at once
LANE_HALVES = (4, 2, 1)


def sum_in_turn(values: Any) -> Any:
    """Return the sum of some numbers: of every eighth one first, then of these eight in halves, then of the rest."""
    lanes: list[Any] = [0.0] * LANES
    whole = len(values) // LANES * LANES
    for k in range(whole):
        lanes[k % LANES] += values[k]
    for half in LANE_HALVES:
        for k in range(half):
            lanes[k] += lanes[k + half]
    for k in range(whole, len(values)):
        lanes[0] += values[k]
    return lanes[0]


@intrinsic
def sum_at_once(context: Any, values: Any) -> Any:
    """Return the same sum, bit for bit, eight at a time; the numbers must follow one another in memory."""

    def add(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        lanes = ir.VectorType(ir.DoubleType(), LANES)
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        size = builder.extract_value(array.shape, 0)
        step = size.type(LANES)
        whole = builder.mul(builder.sdiv(size, step), step)
        sums = cgutils.alloca_once_value(builder, ir.Constant(lanes, [0.0] * LANES))
        with cgutils.for_range_slice(builder, size.type(0), whole, step) as (k, _):
            place = builder.bitcast(builder.gep(array.data, [k]), lanes.as_pointer())
            builder.store(builder.fadd(builder.load(sums), builder.load(place, align=8)), sums)
        found = builder.load(sums)
        for half in LANE_HALVES:
            low, high = (builder.shuffle_vector(found, found, _lane_indices(k, half)) for k in (0, half))
            found = builder.fadd(low, high)
        out = cgutils.alloca_once_value(builder, builder.extract_element(found, ir.IntType(32)(0)))
        with cgutils.for_range_slice(builder, whole, size, size.type(1)) as (k, _):
            builder.store(builder.fadd(builder.load(out), builder.load(builder.gep(array.data, [k]))), out)
        return builder.load(out)

    if isinstance(values, types.Array) and (values.ndim, values.layout, values.dtype) == (1, "C", types.float64):
        return types.float64(values), add
    return None


def _lane_indices(first: int, count: int) -> Any:
    """Return the indices of ``count`` places of a vector, from ``first`` on."""
    kind = ir.IntType(32)
    return ir.Constant(ir.VectorType(kind, count), [kind(first + k) for k in range(count)])


sum_at_once.py_func = sum_in_turn  # as compiled functions have it: the plain Python form
total = sum_in_turn if is_off() else sum_at_once
