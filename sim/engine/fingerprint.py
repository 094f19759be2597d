"""Fingerprints: a hash of everything that decides the code of a compiled function, and of nothing else.

A function is compiled together with the functions it calls and with the values of the constants it reads. Its
fingerprint therefore covers its own bytecode, every function and every constant that it reaches through global names,
closures and default arguments, and the options it is compiled with. Comments, docstrings, line numbers and whatever
the function does not reach leave the fingerprint as it is.

What is the same for all functions (versions, processor, settings of Numba, the sources of ``sim.engine``) belongs to
``sim.engine.cache.environment``. What belongs to an installed package with a version of its own, or to Python, is
described by its name alone.
"""

import enum
import hashlib
import inspect
import opcode
import pickle
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from types import BuiltinFunctionType, CellType, CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

VERSIONED = frozenset(sys.stdlib_module_names) | {"llvmlite", "numba", "numpy"}  # the environment holds their versions
_PLAIN = (type(None), type(...), bool, int, float, complex, str, bytes)
EXTENDED_ARGUMENT = opcode.opmap["EXTENDED_ARG"]
TAKE_CONSTANT = frozenset(opcode.hasconst)  # to load it, or (since Python 3.12) to return it at once
DOCSTRING = 0x4000000  # the flag by which Python 3.13 says that a function has one
LOAD_GLOBAL, LOAD_NAME = opcode.opmap["LOAD_GLOBAL"], opcode.opmap["LOAD_NAME"]


class UndescribableError(Exception):
    """A function reaches a value that cannot be described, so that nobody knows when its code is out of date."""


def fingerprint(function: Any, is_linked: Callable[[Any], bool] = lambda function: False) -> str:
    """Return the fingerprint of a compiled function, 32 hexadecimal digits.

    Args:
        function: a compiled function (anything with a ``py_func``) or a plain one.
        is_linked: whether a compiled function is called by its address, and not compiled into its callers: its
            name alone then counts for them.

    Raises:
        UndescribableError: when the function reaches a value that can be neither described nor pickled.
    """
    return _Description(function, is_linked).hexdigest()


def functions_compiled_with(function: Any) -> list[Any]:
    """Return the compiled functions that are compiled together with one, itself first."""
    return _Description(function, lambda function: False).compiled


class _Description:
    """A walk through what a function reaches, each thing hashed once."""

    def __init__(self, function: Any, is_linked: Callable[[Any], bool]) -> None:
        """Begin at a function, which is described whether it is linked or not."""
        self.compiled: list[Any] = []
        self._is_linked = is_linked
        self._digest = hashlib.blake2b(digest_size=16)
        self._seen: dict[int, tuple[int, Any]] = {}  # with the object itself, so that its id stays its own
        self.add(function)

    def hexdigest(self) -> str:
        """Return the hash of what was met."""
        return self._digest.hexdigest()

    def _write(self, kind: str, *words: object) -> None:
        self._digest.update(repr((kind, *words)).encode())

    def add(self, value: Any) -> None:
        """Describe a value, and whatever it reaches."""
        if type(value) in _PLAIN:
            self._write("value", type(value).__name__, value)
        elif id(value) in self._seen:
            self._write("seen", self._seen[id(value)][0])
        else:
            self._seen[id(value)] = (len(self._seen), value)
            self._add_object(value)

    def _add_object(self, value: Any) -> None:
        if hasattr(value, "py_func") and hasattr(value, "targetoptions"):
            self._add_compiled(value)
        elif hasattr(value, "_defn") and hasattr(value, "_ctor_kwargs"):  # an intrinsic of Numba
            self._write("intrinsic", value._prefer_literal)
            self.add(value._ctor_kwargs)
            self.add(value._defn)
        elif _is_versioned(value):
            self._write("versioned", *_names(value))
        else:
            self._add_data(value)

    def _add_compiled(self, function: Any) -> None:
        if self.compiled and self._is_linked(function):
            self._write("linked", *_names(function.py_func))
            return
        self.compiled.append(function)
        self._write("compiled", type(function).__name__, getattr(function, "no_overlap", False))
        self.add(function.targetoptions)
        self.add(function.py_func)

    def _add_data(self, value: Any) -> None:
        for kinds, describe in self._WAYS.items():
            if isinstance(value, kinds):
                describe(self, value)
                return
        self._add_unknown(value)

    def _add_function(self, function: FunctionType) -> None:
        self._write("function", *_names(function))
        self.add(function.__defaults__)
        self.add(function.__kwdefaults__)
        self.add(function.__closure__)
        self._add_code(function.__code__, function.__globals__)

    def _add_code(self, code: CodeType, names: dict[str, Any]) -> None:
        loads = _loads(code)
        self._write(
            "code", code.co_name, code.co_code, code.co_exceptiontable, code.co_flags & ~DOCSTRING, code.co_names,
            code.co_varnames, code.co_freevars, code.co_cellvars, code.co_argcount, code.co_posonlyargcount,
            code.co_kwonlyargcount,
        )  # fmt: skip
        for k, constant in enumerate(code.co_consts):
            if isinstance(constant, CodeType):
                self._add_code(constant, names)
            elif k > 0 or loads.first_constant or not isinstance(constant, str):  # else it is the docstring
                self.add(constant)
        for name in loads.globals:
            self._write("global", name, name in names)
            if name in names:
                self._add_global(names[name], code)

    def _add_global(self, value: Any, code: CodeType) -> None:
        if isinstance(value, ModuleType) and not _is_versioned(value):
            self._write("module", value.__name__)
            for name in code.co_names:  # those that are attributes of something else are described in vain
                if hasattr(value, name):
                    self._write("attribute", name)
                    self.add(getattr(value, name))
        else:
            self.add(value)

    def _add_cell(self, cell: CellType) -> None:
        try:
            self.add(cell.cell_contents)
        except ValueError:
            self._write("empty cell")

    def _add_class(self, kind: type) -> None:
        self._write("class", *_names(kind))
        if issubclass(kind, enum.Enum):
            self.add({name: member.value for name, member in kind.__members__.items()})
        elif issubclass(kind, tuple) and hasattr(kind, "_fields"):
            self.add(kind._fields)
            self.add(getattr(kind, "_field_defaults", {}))
        else:
            self._add_source(kind)

    def _add_member(self, member: enum.Enum) -> None:
        self._write("member", member.name)
        self.add(type(member))

    def _add_items(self, values: tuple[Any, ...] | list[Any]) -> None:
        self._write("items", type(values).__name__, len(values))
        if type(values) not in (tuple, list):
            self.add(type(values))
        for value in values:
            self.add(value)

    def _add_set(self, values: frozenset[Any] | set[Any]) -> None:
        self._write("set", len(values))
        for value in sorted(values, key=repr):
            self.add(value)

    def _add_pairs(self, values: dict[Any, Any]) -> None:
        self._write("pairs", len(values))
        for key, value in values.items():
            self.add(key)
            self.add(value)

    def _add_dtype(self, dtype: np.dtype[Any]) -> None:
        self._write("dtype", repr(dtype), dtype.itemsize, dtype.isalignedstruct)

    def _add_array(self, array: Any) -> None:
        self._write("array", type(array).__name__, array.shape, array.strides, array.flags.writeable)
        self.add(array.dtype)
        if array.dtype.hasobject:
            self.add(array.tolist())
        else:
            self._digest.update(array.tobytes())

    def _add_module(self, module: ModuleType) -> None:
        raise UndescribableError(f"the module {module.__name__} is not read by an attribute")

    def _add_unknown(self, value: Any) -> None:
        self.add(type(value))
        try:
            self._digest.update(pickle.dumps(value))
        except Exception as error:
            raise UndescribableError(f"{value!r} can be neither described nor pickled") from error

    def _add_source(self, kind: type) -> None:
        """Describe a class by the file that it is written in: what it does may be anywhere in it."""
        try:
            self._digest.update(Path(inspect.getfile(kind)).read_bytes())
        except (OSError, TypeError) as error:
            raise UndescribableError(f"{kind!r} has no source") from error

    _WAYS: dict[Any, Callable[["_Description", Any], None]] = {  # noqa: RUF012  (what is met first counts)
        FunctionType: _add_function,
        CellType: _add_cell,
        ModuleType: _add_module,
        type: _add_class,
        enum.Enum: _add_member,
        (tuple, list): _add_items,
        (frozenset, set): _add_set,
        dict: _add_pairs,
        np.dtype: _add_dtype,
        (np.ndarray, np.generic): _add_array,
    }


class _Loads:
    """What a code object loads: the names of globals, and whether it loads its first constant."""

    def __init__(self, code: CodeType) -> None:
        """Read the bytecode."""
        names: dict[str, None] = {}
        self.first_constant = False
        for operation, argument in _operations(code.co_code):
            if operation == LOAD_GLOBAL:
                names[code.co_names[argument >> 1]] = None  # the last bit says whether a call follows
            elif operation == LOAD_NAME:
                names[code.co_names[argument]] = None
            elif operation in TAKE_CONSTANT and argument == 0:
                self.first_constant = True
        self.globals = tuple(names)


@lru_cache(maxsize=4096)
def _loads(code: CodeType) -> _Loads:
    """Return what a code object loads."""
    return _Loads(code)


def _operations(bytecode: bytes) -> Iterator[tuple[int, int]]:
    """Yield the operations of a code object and their arguments."""
    high = 0
    for operation, low in zip(bytecode[::2], bytecode[1::2], strict=True):
        if operation == EXTENDED_ARGUMENT:
            high = (high | low) << 8
        else:
            yield operation, high | low
            high = 0


def _is_versioned(value: Any) -> bool:
    """Tell whether a value is named by a package whose version the environment holds."""
    if isinstance(value, ModuleType):
        name = value.__name__
    elif isinstance(value, FunctionType):
        name = str(value.__globals__.get("__name__", ""))  # its ``__module__`` may be a mere default
    elif isinstance(value, type | BuiltinFunctionType | np.ufunc):
        name = getattr(value, "__module__", None) or type(value).__module__
    else:
        return type(value).__module__.split(".")[0] in ("typing", "llvmlite", "numba")
    return name.split(".")[0] in VERSIONED and name != "__main__"


def _names(value: Any) -> tuple[str, str]:
    """Return the module and the name of something, or what it says of itself."""
    if isinstance(value, ModuleType):
        return value.__name__, ""
    return str(getattr(value, "__module__", "")), str(getattr(value, "__qualname__", None) or repr(value))
