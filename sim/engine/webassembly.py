"""The rules as a WebAssembly module, for the page: the same code, compiled for another machine.

Rules are compiled by Numba as for this processor, without optimisation; what LLVM then has of them is laid out for the
32 bits of WebAssembly, linked into one module with a way in, optimised and written. Floating point is strict on both
sides, so that a run is the same bits. The linker ``wasm-ld`` comes with the package ``ziglang``, which no user needs.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from llvmlite import binding, ir

from entente.sim.engine.linking import entry_name, entry_type, linked_callees
from entente.sim.engine.parallel import Job, compile_jobs

# Settings of the process that builds: no optimisation before the change of layout, and vectors of 128 bits.
BUILD_ENVIRONMENT = {"NUMBA_OPT": "0", "NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}
TRIPLE = "wasm32-unknown-unknown"
LAYOUT = "e-m:e-p:32:32-p10:8:8-p20:8:8-i64:64-i128:128-n32:64-S128-ni:1:10:20"
FEATURES = "+simd128,+bulk-memory,+sign-ext,+nontrapping-fptoint,+mutable-globals"  # of every browser since 2021
SPEED = 3  # level of optimisation
STACK = 1 << 18  # bytes
# The one function of C's library that LLVM leaves a call to; IEEE 754 decides a square root to the bit.
SQUARE_ROOT = """
declare double @llvm.sqrt.f64(double)
define double @sqrt(double %x) {
  %root = call double @llvm.sqrt.f64(double %x)
  ret double %root
}
"""


def build_module(jobs: Sequence[Job], name: str) -> bytes:
    """Return the module of some rules, of which one can be called from outside.

    Args:
        jobs: every rule that it calls, and itself, with arguments of the types for which it is wanted.
        name: of the rule that can be called: with the address of its arguments, a number or an address in eight bytes.

    Raises:
        RuntimeError: when the linker is not there, or finds something missing.
    """
    compile_jobs(jobs)
    binding.initialize_all_targets()
    binding.initialize_all_asmprinters()
    whole = _as_target(binding.parse_assembly(_way_in(name)))
    for _, _, compiled in linked_callees.values():
        whole.link_in(_as_target(binding.parse_bitcode(compiled.library._final_module.as_bitcode())))
    for one in (*whole.functions, *whole.global_variables):
        if not one.is_declaration and one.name != name:
            one.linkage = "internal"  # what nothing calls is left out
    for _, _, compiled in linked_callees.values():
        # All rules in one function run a fifth slower: browsers make poorer code of a very long function.
        whole.get_function(entry_name(compiled.fndesc)).add_function_attribute("noinline")
    machine = binding.Target.from_triple(TRIPLE).create_target_machine(
        cpu="generic", features=FEATURES, opt=SPEED, reloc="static", codemodel="default"
    )
    tuning = binding.create_pipeline_tuning_options(speed_level=SPEED)
    tuning.loop_vectorization = tuning.slp_vectorization = True
    passes = binding.create_pass_builder(machine, tuning)
    passes.getModulePassManager().run(whole, passes)
    return _link_object(machine.emit_object(whole), name)


def _as_target(module: Any) -> Any:
    """Lay a module out for WebAssembly."""
    module.triple, module.data_layout = TRIPLE, LAYOUT
    return module


def _way_in(name: str) -> str:
    """Return the code of the cells of all rules, and of a function that reads the arguments of one and calls it."""
    module = ir.Module("way_in")
    number = ir.IntType(64)
    cells = []
    for cell, (rule, _, compiled) in linked_callees.items():
        function, context = compiled.fndesc, compiled.target_context
        kind = entry_type(context, function)
        entry = ir.Function(module, kind, entry_name(function))
        cells.append(f'@"{cell}" = constant ptr @"{entry.name}"\n')
        if rule.__name__ == name:
            outside = ir.Function(module, ir.FunctionType(ir.IntType(32), [number.as_pointer()]), name)
            builder = ir.IRBuilder(outside.append_basic_block())
            places = [builder.alloca(one.pointee) for one in kind.args]
            slot = 0
            for place, one in zip(places[2:], kind.args[2:], strict=True):  # the first two are for what is returned
                slot = _read(builder, one.pointee, place, outside.args[0], slot)
            builder.ret(builder.call(entry, places))
    return f"{module}\n{''.join(cells)}{SQUARE_ROOT}"


def _read(builder: Any, kind: Any, place: Any, slots: Any, slot: int) -> int:
    """Read a value of some type, number by number, from slots of eight bytes; return the next slot."""
    whole = ir.IntType(32)
    if isinstance(kind, ir.Aggregate):
        for rank, one in enumerate(_members(kind)):
            slot = _read(builder, one, builder.gep(place, [whole(0), whole(rank)]), slots, slot)
        return slot
    value = builder.load(builder.gep(slots, [whole(slot)]))
    if isinstance(kind, ir.PointerType):
        value = builder.inttoptr(value, kind)
    elif isinstance(kind, ir.DoubleType):
        value = builder.bitcast(value, kind)
    elif kind.width < value.type.width:
        value = builder.trunc(value, kind)
    builder.store(value, place)
    return slot + 1


def _members(kind: Any) -> Sequence[Any]:
    """Return the types of the members of a structure or of an array."""
    return [kind.element] * kind.count if isinstance(kind, ir.ArrayType) else kind.elements


def _link_object(code: bytes, name: str) -> bytes:
    """Return the module that the linker makes of an object.

    Raises:
        RuntimeError: when the linker is not there, or finds something missing.
    """
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder, "rules.o"), Path(folder, "rules.wasm")
        given.write_bytes(code)
        asked = ["--no-entry", f"--export={name}", "--export=__heap_base", "--import-memory", "--strip-all", "-O3"]
        words = [sys.executable, "-m", "ziglang", "wasm-ld", str(given), *asked, "-z", f"stack-size={STACK}"]
        done = subprocess.run([*words, "-o", str(made)], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr.strip())
        return made.read_bytes()
