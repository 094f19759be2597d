"""Records laid out in columns: read and written as records are, while each field stands in a row of its own in memory.

A processor takes eight organisations at once where what it reads of them stands side by side. So record i begins eight
bytes after record i - 1, and its fields are all one ``stride`` apart, a number that is known when the rules are
compiled, so that the compiler never takes two fields for one.
"""

import math
import mmap
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.datamodel import models, register_default
from numba.extending import NativeValue, intrinsic, typeof_impl, unbox
from numba.np.numpy_support import from_dtype

from entente.sim.engine.compilation import is_off

NUMBER_SIZE = 8  # bytes of a number; fields are of 8 bytes, whole numbers or not
# Numbers between two fields, for up to 2,000 records and for more: an odd number of times 64 bytes, so that two fields
# of one record do not stand at the same place of two pages of memory (see ``state.allocate_rows``).
STRIDE_FEW, STRIDE_MANY = 2_056, 100_104


class StructOfArrays(np.recarray):
    """Records of which each field is a row of memory; for Python they are records like others."""

    __numba_array_subtype_dispatch__ = True  # Numba's question whether this is more than an array

    def pack(self) -> Any:
        """Return a copy as ordinary records, one after the other."""
        names = self.dtype.names or ()
        out = np.zeros(self.shape, [(name, self.dtype[name]) for name in names])
        for name in names:
            out[name] = self[name]
        return out.view(np.recarray)

    def tobytes(self, order: Any = "C") -> bytes:
        """Return what the records hold, one after the other."""
        return bytes(self.pack().tobytes(order))

    def copy(self, order: Any = "C") -> Any:
        """Return a copy as ordinary records: whole ones of these would overlap."""
        return self.pack()

    def __reduce__(self) -> Any:
        """Pickle what the records hold."""
        return to_struct_of_arrays, (self.pack(), self.dtype.itemsize // (NUMBER_SIZE * len(self.dtype.names or ())))

    def __deepcopy__(self, memo: Any) -> "StructOfArrays":
        """Return the same in columns of its own."""
        make, given = self.__reduce__()
        return make(*given)  # type: ignore[no-any-return]


def struct_of_arrays(fields: np.dtype[Any], shape: int | tuple[int, ...], stride: int) -> StructOfArrays:
    """Return zeroed records, a column of ``stride`` numbers for each field; the first of two indices moves fastest."""
    names = fields.names or ()
    size = len(names) * stride * NUMBER_SIZE
    wide = np.dtype(
        {
            "names": names,
            "formats": [fields[name] for name in names],
            "offsets": [k * stride * NUMBER_SIZE for k in range(len(names))],
            "itemsize": size,
        }
    )
    shape = (shape,) if isinstance(shape, int) else shape
    # Memory straight from the system: NumPy asks for it in pieces of 2 MB, though most of a long column is never used.
    memory = mmap.mmap(-1, size + stride * NUMBER_SIZE)
    return np.ndarray.__new__(StructOfArrays, shape, (np.record, wide), memory, 0, _strides(shape))


def _strides(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the stride of each index in bytes; that of the first is the smallest."""
    return tuple(NUMBER_SIZE * math.prod(shape[:k]) for k in range(len(shape)))


def to_struct_of_arrays(given: Any, stride: int) -> StructOfArrays:
    """Return records in columns that hold what ordinary ones do."""
    made = struct_of_arrays(given.dtype, given.shape, stride)
    for name in given.dtype.names:
        made[name] = given[name]
    return made


class RecordType(types.Record):  # type: ignore[misc]
    """One of them for the compiler: it takes eight bytes, since the next begins there."""

    @property
    def dtype(self) -> np.dtype[Any]:
        """Return the fields; NumPy wants them within the size."""
        return np.dtype(
            {"names": [name for name, _ in self.members], "formats": [f"V{NUMBER_SIZE}"] * len(self.members)}
        )


class StructOfArraysType(types.Array):  # type: ignore[misc]
    """All of them for the compiler: an array of records that overlap."""


register_default(RecordType)(models.RecordModel)
register_default(StructOfArraysType)(models.ArrayModel)


@typeof_impl.register(StructOfArrays)
def type_of(values: StructOfArrays, context: Any) -> StructOfArraysType:
    """Return the type of records in columns."""
    one = from_dtype(values.dtype)
    members = [(name, {"type": one.typeof(name), "offset": one.offset(name)}) for name in values.dtype.names or ()]
    return StructOfArraysType(RecordType(members, NUMBER_SIZE, True), values.ndim, "C" if values.ndim == 1 else "F")


@unbox(StructOfArraysType)
def take_in(kind: StructOfArraysType, values: Any, compiler: Any) -> NativeValue:
    """Hand records in columns to compiled code, which takes whole columns only."""
    builder, python = compiler.builder, compiler.pyapi
    made = compiler.context.make_array(kind)(compiler.context, builder)
    adapt = python.nrt_adapt_ndarray_from_python if compiler.context.enable_nrt else python.numba_array_adaptor
    failed = cgutils.is_not_null(builder, adapt(values, builder.bitcast(made._getpointer(), python.voidptr)))
    first = builder.extract_value(made.strides, 0)
    failed = builder.or_(failed, builder.icmp_signed("!=", first, first.type(NUMBER_SIZE)))
    with builder.if_then(failed, likely=False):
        python.err_set_string("PyExc_TypeError", "only whole columns can be handed to compiled code")
    return NativeValue(made._getvalue(), is_error=failed)


def copy_in_turn(given: Any, record: Any) -> None:
    """Copy a record into another one of the same fields."""
    for name in given.dtype.names:
        setattr(record, name, getattr(given, name))


@intrinsic
def copy_at_once(context: Any, given: Any, record: Any) -> Any:
    """Copy a record into another one of the same fields, laid out otherwise."""

    def copy(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        for name in record.fields:
            kind = context.get_data_type(record.typeof(name))
            there, here = (
                cgutils.get_record_member(builder, place, one.offset(name), kind)
                for place, one in zip(arguments, (given, record), strict=True)
            )
            builder.store(builder.load(there, align=NUMBER_SIZE), here, align=NUMBER_SIZE)
        return ir.Constant(context.get_value_type(types.none), None)

    if isinstance(given, types.Record) and isinstance(record, types.Record):
        return types.none(given, record), copy
    return None


copy_at_once.py_func = copy_in_turn  # as compiled functions have it: the plain Python form
copy_record = copy_in_turn if is_off() else copy_at_once
