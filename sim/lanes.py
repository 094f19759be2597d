"""A sum in lanes: fast and, unlike what a compiler may do with a loop of additions, in one order on every processor."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from sim.compiled import is_off

WIDTH = 8  # numbers added at once, where the processor can
HALVES = (4, 2, 1)


def sum_in_turn(values: Any) -> Any:
    """Return the sum of some numbers: of every eighth one first, then of these eight in halves, then of the rest."""
    lanes: list[Any] = [0.0] * WIDTH
    whole = len(values) // WIDTH * WIDTH
    for k in range(whole):
        lanes[k % WIDTH] += values[k]
    for half in HALVES:
        for k in range(half):
            lanes[k] += lanes[k + half]
    for k in range(whole, len(values)):
        lanes[0] += values[k]
    return lanes[0]


@intrinsic
def sum_at_once(context: Any, values: Any) -> Any:
    """Return the same sum, bit for bit, the eight at once: numbers are to follow one another in memory."""

    def add(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        lanes = ir.VectorType(ir.DoubleType(), WIDTH)
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        size = builder.extract_value(array.shape, 0)
        step = size.type(WIDTH)
        whole = builder.mul(builder.sdiv(size, step), step)
        sums = cgutils.alloca_once_value(builder, ir.Constant(lanes, [0.0] * WIDTH))
        with cgutils.for_range_slice(builder, size.type(0), whole, step) as (k, _):
            place = builder.bitcast(builder.gep(array.data, [k]), lanes.as_pointer())
            builder.store(builder.fadd(builder.load(sums), builder.load(place, align=8)), sums)
        found = builder.load(sums)
        for half in HALVES:
            low, high = (builder.shuffle_vector(found, found, places(k, half)) for k in (0, half))
            found = builder.fadd(low, high)
        total = cgutils.alloca_once_value(builder, builder.extract_element(found, ir.IntType(32)(0)))
        with cgutils.for_range_slice(builder, whole, size, size.type(1)) as (k, _):
            builder.store(builder.fadd(builder.load(total), builder.load(builder.gep(array.data, [k]))), total)
        return builder.load(total)

    if isinstance(values, types.Array) and (values.ndim, values.layout, values.dtype) == (1, "C", types.float64):
        return types.float64(values), add
    return None


def places(first: int, count: int) -> Any:
    """Return so many places in a vector."""
    kind = ir.IntType(32)
    return ir.Constant(ir.VectorType(kind, count), [kind(first + k) for k in range(count)])


sum_at_once.py_func = sum_in_turn  # as compiled functions have it: the plain Python form
sum_of = sum_in_turn if is_off() else sum_at_once
