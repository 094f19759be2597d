"""Rules that call each other by address, so that one of them is compiled anew and those that call it are not.

Numba compiles a function into those that call it. A rule is called through a *cell* instead: a place in memory, known
to the compiled caller by its name, that holds the address of the rule as it is now.
"""

import ctypes
import hashlib
import sys
from typing import Any

from llvmlite import binding, ir
from numba import types
from numba.core import cgutils
from numba.core.callwrapper import PyCallWrapper
from numba.core.compiler import CompileResult

PREFIX = "entente.rule."
_cells: dict[str, ctypes.c_void_p] = {}  # addresses of rules, by the name of the cell
linked_callees: dict[
    str, tuple[Any, tuple[Any, ...], Any]
] = {}  # rule, types of arguments and what was compiled, kept alive


def find_rule(module: str, name: str) -> Any:
    """Return what is found under a name in a module that is imported, or None."""
    return getattr(sys.modules.get(module), name, None)


def describe_type(kind: Any) -> str:
    """Return all that the compiler knows of a type: also names and order of fields, which Numba does not compare."""
    if isinstance(kind, tuple | types.BaseTuple):
        of = getattr(kind, "instance_class", None)
        names = (of.__module__, of.__qualname__, of._fields) if of else type(kind).__name__
        return f"{names}({', '.join(map(describe_type, kind))})"
    if isinstance(kind, types.Record):
        fields = [(name, kind.offset(name), describe_type(kind.typeof(name))) for name in kind.fields]
        return f"{type(kind).__name__}({fields}, {kind.size}, {kind.aligned})"
    if isinstance(kind, types.Array):
        layout = (kind.ndim, kind.layout, kind.mutable, kind.aligned)
        return f"{type(kind).__name__}({describe_type(kind.dtype)}, {layout})"
    return f"{type(kind).__name__}({kind})"


def link(rule: Any, arguments: tuple[Any, ...]) -> None:
    """Have those that call a rule with arguments of these types call it through its cell."""
    compiled = rule.overloads[arguments]
    name = _cell_name(rule, arguments)
    if name not in _cells:
        _cells[name] = ctypes.c_void_p()
        binding.add_symbol(name, ctypes.addressof(_cells[name]))
    _cells[name].value = compiled.library.get_pointer_to_function(entry_name(compiled.fndesc))
    linked_callees[name] = rule, arguments, compiled
    rule.targetctx.remove_user_function(compiled.entry_point)  # which would compile it into its callers
    call = _call_through(name, compiled.fndesc)
    rule.targetctx._defns[compiled.entry_point].append(call, call.signature)


def _cell_name(rule: Any, arguments: tuple[Any, ...]) -> str:
    """Return the name of the cell of a rule that is called with arguments of these types."""
    digest = hashlib.blake2b(describe_type(arguments).encode(), digest_size=10).hexdigest()
    return f"{PREFIX}{rule.__module__}.{rule.__qualname__}.{digest}"


def write_entry(context: Any, library: Any, function: Any, environment: Any, helper: Any, release_gil: bool) -> None:
    """Write the entry of a rule, to which arguments are passed by reference, and the wrapper that Python calls.

    Numba hands over each number of each array; a state has hundreds, which would cost more than a small rule itself.
    The rule's own function is then needed within its entry only: it is compiled once, there.
    """
    module = context.create_module("entry")
    convention, kind = context.call_conv, context.call_conv.get_function_type(function.restype, function.argtypes)
    body = context.declare_function(module, function)
    entry = ir.Function(module, entry_type(context, function), entry_name(function))
    for place in entry.args[2:]:
        place.add_attribute("noalias")  # nobody writes there while the rule runs: it is read when it is needed
    builder = ir.IRBuilder(entry.append_basic_block())
    values = [builder.load(place) for place in entry.args[2:]]
    _return(
        context, builder, function, convention.call_function(builder, body, function.restype, function.argtypes, values)
    )

    flat = ir.Function(module, kind, f"{entry_name(function)}.flat")
    flat.linkage = "private"
    flat.attributes.add("alwaysinline")
    builder = ir.IRBuilder(flat.append_basic_block())
    packer = convention._get_arg_packer(function.argtypes)
    values = packer.from_arguments(builder, convention.get_arguments(flat))
    places = [_place(builder, value) for value in values]
    _return(context, builder, function, _call(context, builder, entry, function, places))
    PyCallWrapper(context, module, flat, function, environment, call_helper=helper, release_gil=release_gil).build()
    library.add_ir_module(module)
    library._final_module.get_function(function.llvm_func_name).linkage = "linkonce_odr"


def entry_name(function: Any) -> str:
    """Return the symbol of the entry of a compiled rule."""
    return f"{function.mangled_name}.entry"


def entry_type(context: Any, function: Any) -> Any:
    """Return the type of the entry: as Numba's, where each argument is handed over by reference."""
    kind = context.call_conv.get_function_type(function.restype, function.argtypes)
    places = [context.get_value_type(one).as_pointer() for one in function.argtypes]
    return ir.FunctionType(kind.return_type, [*kind.args[:2], *places])


def _place(builder: Any, value: Any) -> Any:
    """Return the address of a value: that of the variable it was just read from, or a new one."""
    if isinstance(value, ir.LoadInstr):
        return value.operands[0]
    place = cgutils.alloca_once(builder, value.type)
    builder.store(value, place)
    return place


def _call(context: Any, builder: Any, entry: Any, function: Any, places: list[Any]) -> tuple[Any, Any]:
    """Call an entry, as Numba calls a function; return the status and the value."""
    result, error = (
        kind.pointee for kind in context.call_conv.get_function_type(function.restype, function.argtypes).args[:2]
    )
    result, error = cgutils.alloca_once(builder, result), cgutils.alloca_once(builder, error)
    builder.store(ir.Constant(result.type.pointee, None), result)
    code = builder.call(entry, [result, error, *places])
    status = context.call_conv._get_return_status(builder, code, builder.load(error))
    return status, context.get_returned_value(builder, function.restype, builder.load(result))


def _return(context: Any, builder: Any, function: Any, found: tuple[Any, Any]) -> None:
    """Return from a function what a call gave: its error, or its value."""
    status, value = found
    with builder.if_then(status.is_error, likely=False):
        context.call_conv.return_status_propagate(builder, status)
    context.call_conv.return_value(builder, context.get_return_value(builder, function.restype, value))


def _call_through(name: str, function: Any) -> Any:
    """Return the code generator of a call through a cell."""

    def call(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointer = entry_type(context, function).as_pointer()
        cell = builder.module.globals.get(name) or ir.GlobalVariable(builder.module, pointer, name)
        places = [_place(builder, value) for value in arguments]
        status, value = _call(context, builder, builder.load(cell), function, places)
        with cgutils.if_unlikely(builder, status.is_error):
            context.call_conv.return_status_propagate(builder, status)
        return value

    call.signature = function.argtypes  # type: ignore[attr-defined]
    call.libs = ()  # type: ignore[attr-defined]
    return call


def linked_rules(compiled: Any) -> list[tuple[str, str, tuple[Any, ...], str]]:
    """Return the rules that a compiled function calls: module, name, types of arguments and of what is returned."""
    names = [one.name for one in compiled.library._final_module.global_variables if one.name.startswith(PREFIX)]
    found = [linked_callees[name] for name in names]
    return [
        (rule.__module__, rule.__qualname__, arguments, describe_type(called.signature.return_type))
        for rule, arguments, called in found
    ]


def load_linked(callees: list[tuple[str, str, tuple[Any, ...], str]], reduced: Any, target_context: Any) -> Any:
    """Return a compiled function that was stored, once the rules that it calls are there; None when they differ."""
    for module, name, arguments, returned in callees:
        rule = find_rule(module, name)
        if rule is None or not hasattr(rule, "overloads"):
            return None
        rule.compile(arguments)
        if describe_type(rule.overloads[arguments].signature.return_type) != returned:
            return None
        if _cell_name(rule, arguments) not in _cells:
            return None
    return CompileResult._rebuild(target_context, *reduced)
