"""What the engine uses of Numba beyond its documented interface, by name: the next Numba is tried here first."""

import ast
import importlib
import inspect
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
INTERNALS = {
    "numba.core.callwrapper": {"PyCallWrapper": "build"},
    "numba.core.cgutils": {
        "alloca_once": None,
        "if_unlikely": None,
        "for_range_slice": None,
        "get_record_member": None,
    },
    "numba.core.codegen": {
        "CPUCodeLibrary": "add_ir_module _final_module? has_dynamic_globals",
        "JITCodeLibrary": "get_pointer_to_function",
    },
    "numba.core.compiler": {
        "Compiler": "_compile_bytecode",
        "CompileResult": "_reduce _rebuild library fndesc lifted entry_point signature",
    },
    "numba.core.cpu": {
        "CPUContext": "create_cpython_wrapper create_module mangler call_conv remove_user_function _defns? "
        "declare_function get_value_type get_returned_value get_return_value"
    },
    "numba.core.callconv": {
        "CPUCallConv": "call_function get_function_type get_arguments _get_arg_packer _get_return_status "
        "return_status_propagate return_value"
    },
    "numba.core.dispatcher": {
        "Dispatcher": "compile get_call_template typeof_pyval _compiler? overloads? targetctx? targetoptions? _cache?"
    },
    "numba.core.extending": {"_Intrinsic": "_defn? _ctor_kwargs? _prefer_literal?"},
    "numba.core.funcdesc": {
        "default_mangler": None,
        "FunctionDescriptor": "llvm_func_name mangled_name? argtypes? restype? noalias?",
    },
    "numba.core.bytecode": {"FunctionIdentity": "unique_id? unique_name? func_qualname? func?"},
    "numba.core.registry": {"CPUDispatcher": None},
    "numba.core.serialize": {"dumps": None},
    "numba.core.sigutils": {"normalize_signature": None},
    "numba.core.datamodel": {"register_default": None, "models": "RecordModel ArrayModel"},
    "numba.np.numpy_support": {"from_dtype": None},
}  # fmt: skip  (a question mark: an attribute of instances, which the source of the class or of its bases assigns)
PARAMETERS = {
    ("numba.core.callwrapper", "PyCallWrapper"): "context module func fndesc env call_helper release_gil",
    ("numba.core.funcdesc", "default_mangler"): "name argtypes abi_tags uid",
    ("numba.core.cpu", "CPUContext.create_cpython_wrapper"): "self library fndesc env call_helper release_gil",
    ("numba.core.compiler", "CompileResult._rebuild"): "target_context libdata",
}


@pytest.mark.parametrize("module", INTERNALS)
def test_numba_still_has_what_the_engine_uses(module):
    home = importlib.import_module(module)
    for name, attributes in INTERNALS[module].items():
        assert hasattr(home, name), f"{module}.{name} is gone: see where sim/engine imports it"
        thing = getattr(home, name)
        for attribute in (attributes or "").split():
            plain = attribute.rstrip("?")
            there = hasattr(thing, plain) or (attribute != plain and _assigns(thing, plain))
            assert there, f"{module}.{name}.{plain} is gone: sim/engine uses it"


def _assigns(kind, name):
    """Tell whether a class or one of its bases sets an attribute of its instances."""
    sources = [inspect.getsource(one) for one in kind.__mro__ if one.__module__.startswith("numba")]
    return any(f"self.{name}" in source or f"'{name}'" in source for source in sources)


@pytest.mark.parametrize(("module", "name"), PARAMETERS)
def test_numba_still_takes_the_arguments_that_the_engine_gives(module, name):
    thing = importlib.import_module(module)
    for one in name.split("."):
        thing = getattr(thing, one)
    found = list(inspect.signature(thing).parameters)
    missing = [one for one in PARAMETERS[module, name].split() if one not in found]
    assert not missing, f"{module}.{name} takes no {missing} any more, which sim/engine gives: it takes {found}"


def test_a_context_of_numba_is_copied_for_each_function_so_that_one_compilation_can_be_changed_alone():
    from numba.core.registry import cpu_target

    context = cpu_target.target_context
    assert context.subtarget() is not context, "sim/engine/compilation.py sets methods of this copy"


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_only_the_engine_knows_numba():
    for folder in ("sim", "analysis", "entente"):
        for path in (ROOT / folder).rglob("*.py"):
            known = {name.split(".")[0] for name in imports(path)} & {"numba", "llvmlite"}
            assert not known or path.parent.name == "engine", f"{path} imports {known}: this belongs in sim/engine"
