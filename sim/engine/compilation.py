"""Compilation of the rules: strict floating point, a cache that is never out of date, and rules that change alone.

A *rule* is called from Python, or from other rules by its address: changing it leaves its callers as they are.
A *part* is compiled into each rule that calls it. With ``NUMBA_DISABLE_JIT=1`` both run as plain Python.
"""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any

from llvmlite import binding
from numba import config, types
from numba.core.compiler import Compiler
from numba.core.funcdesc import default_mangler
from numba.core.registry import CPUDispatcher
from numba.core.sigutils import normalize_signature

from entente.sim.engine import cache
from entente.sim.engine.fingerprint import UndescribableError, fingerprint, functions_compiled_with
from entente.sim.engine.linking import describe_type, find_rule, link, linked_rules, load_linked, write_entry

LOOPS = (  # of LLVM, for loops over some tens of organisations: it takes them for loops over thousands
    "-force-vector-interleave=1",  # eight at once, not 32
    "-epilogue-vectorization-minimum-VF=8",  # then four or two at once, before one after the other
    "-unroll-runtime=false",  # and these without copies of the loop, which are slower to read than to repeat
)
for option in LOOPS:
    binding.set_option("", option)


class NamedByContent(Compiler):
    """Numba's compiler, where the symbol of a function carries its fingerprint.

    Numba numbers functions in the order in which a process compiles them. Two versions of a function, one of them
    compiled in another process, could then have one symbol, and the older one be run in place of the newer.
    """

    def _compile_bytecode(self) -> Any:
        """Name the function and compile it."""
        identity = self.state.func_id
        try:
            identity.unique_id = fingerprint(identity.func)
            identity.unique_name = f"{identity.func_qualname}${identity.unique_id}"
            self.state.targetctx.mangler = _short_name  # of a copy of Numba's context, made for this function
        except UndescribableError:
            pass  # it keeps its number, and is never stored
        return super()._compile_bytecode()


def _short_name(name: str, kinds: Any, *, abi_tags: Any = (), uid: Any = None) -> str:
    """Return the symbol of a function; Numba spells out the types of its arguments, in thousands of letters."""
    text = f"{uid} {describe_type(tuple(kinds))} {abi_tags}"
    return str(default_mangler(name, (), uid=hashlib.blake2b(text.encode(), digest_size=16).hexdigest()))


class WithEntry(NamedByContent):
    """The compiler of rules that are called by address."""

    def _compile_bytecode(self) -> Any:
        """Compile the rule with an entry of its own."""
        context = self.state.targetctx  # a copy of Numba's, made for this function
        context.create_cpython_wrapper = partial(write_entry, context)
        return super()._compile_bytecode()


class _Part(CPUDispatcher):
    """A function compiled into those that call it; ``py_func`` is the plain Python one."""

    no_overlap = False  # whether no two arrays that it is given overlap
    fingerprint: str | None = None  # when it was first compiled

    def __init__(self, function: Callable[..., Any], types_of_locals: Any = None, targetoptions: Any = None) -> None:
        """Prepare to compile a function; the arguments are Numba's."""
        super().__init__(function, types_of_locals, targetoptions, pipeline_class=NamedByContent)

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """Compile once for all constants; Numba would compile ``note(s, 3, i)`` and ``note(s, 4, i)`` apart."""
        plain = {name: types.unliteral(kind) for name, kind in kws.items()}
        return super().get_call_template(tuple(map(types.unliteral, args)), plain)

    def compile(self, sig: Any) -> Any:
        """Compile for some types of arguments, unless it is done."""
        if self.fingerprint is None:
            self.fingerprint = _fingerprint(self)
        return super().compile(sig)


class Rule(_Part):
    """A function that Python calls, and that is kept between processes."""

    linked: bool | None = None  # whether it is called by its address, once it is compiled

    def compile(self, sig: Any) -> Any:
        """Compile for some types of arguments or load what a former process compiled, unless it is done."""
        arguments, _ = normalize_signature(sig)
        if arguments not in self.overloads:
            self._cache, self.linked = _Stored(self), is_linked(self)
            self._compiler.pipeline_class = WithEntry if self.linked else NamedByContent
            super().compile(sig)
            if self.linked:
                link(self, arguments)
        return self.overloads[arguments].entry_point


class _Stored:
    """What Numba asks of a cache, for one rule as it is now."""

    cache_path = None

    def __init__(self, rule: Rule) -> None:
        """Find what the rule is made of."""
        self.rule, self.fingerprint = rule, _fingerprint(rule)

    def key(self, arguments: tuple[Any, ...]) -> str:
        """Return the key of what is compiled for some types of arguments."""
        return hashlib.blake2b(f"{self.fingerprint} {describe_type(arguments)}".encode(), digest_size=10).hexdigest()

    def names(self) -> tuple[str, str]:
        """Return the names of the folder and of the file, but for the key."""
        return self.rule.__module__, self.rule.__qualname__.replace("<", "").replace(">", "")

    def holds(self, arguments: tuple[Any, ...]) -> bool:
        """Tell whether there is something for arguments of these types."""
        return self.fingerprint is not None and cache.is_stored(*self.names(), self.key(arguments))

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return what was compiled, or None."""
        if self.fingerprint is None:
            return None
        target_context.refresh()  # as Numba does: what it knows of types may not be there yet
        arguments, _ = normalize_signature(sig)
        found = cache.load_compiled(*self.names(), self.key(arguments))
        if found is None:
            return None
        callees, reduced = found
        return load_linked(callees, reduced, target_context)

    def save_overload(self, sig: Any, compiled: Any) -> None:
        """Keep what was compiled, unless some of it was compiled before a constant was given another value."""
        if self.fingerprint is None or compiled.lifted or compiled.library.has_dynamic_globals:
            return
        if any(
            part.fingerprint not in (None, _fingerprint(part))
            for part in functions_compiled_with(self.rule)
            if isinstance(part, _Part)
        ):
            return
        arguments, _ = normalize_signature(sig)
        cache.store(*self.names(), self.key(arguments), (linked_rules(compiled), compiled._reduce()))


def _fingerprint(function: Any) -> str | None:
    """Return the fingerprint of a compiled function, or None where it has none: it is then never stored."""
    try:
        return fingerprint(function, is_linked)
    except UndescribableError:
        return None


def is_linked(function: Any) -> bool:
    """Tell whether a function is a rule called by its address: one that is found under its name, and no other."""
    if not isinstance(function, Rule):
        return False
    if function.linked is not None:
        return function.linked
    return function is find_rule(function.__module__, function.__qualname__)


def rule(function: Callable[..., Any]) -> Any:
    """Compile a rule, which does not hold back other threads, and keep it between processes.

    Its arguments (the state, the inputs, the week's draws, what is written) must not overlap in memory.
    """
    return _compile(Rule, function, no_overlap=True, forceinline=True)


def rule_with_overlap(function: Callable[..., Any]) -> Any:
    """Compile a rule whose arguments may overlap in memory, or be reached in other ways while it runs."""
    return _compile(Rule, function, forceinline=True)


def part(function: Callable[..., Any]) -> Any:
    """Compile a part of rules: a function that only compiled code calls."""
    return _compile(_Part, function, no_cpython_wrapper=True, forceinline=True)


def part_without_overlap(function: Callable[..., Any]) -> Any:
    """Compile a part of which no two arguments overlap in memory, so that its loops need not check whether they do."""
    return _compile(_Part, function, no_overlap=True, no_cpython_wrapper=True, forceinline=True)


def inline_part(function: Callable[..., Any]) -> Any:
    """Compile a part as if its lines stood where it is called: for what is called from one place."""
    return _compile(_Part, function, inline="always")


def _compile(kind: type[_Part], function: Callable[..., Any], no_overlap: bool = False, **options: Any) -> Any:
    """Compile a function when it is first called; with ``NUMBA_DISABLE_JIT=1`` return it as it is."""
    if is_off():
        return function
    # Rules allocate nothing: without Numba's run time no array is counted in and out of each of their small functions,
    # which took two thirds of a run.
    options |= {"nopython": True, "nogil": True, "no_cfunc_wrapper": True, "_nrt": False}
    made = kind(function, targetoptions={"error_model": "numpy", **options})
    if no_overlap:
        made.no_overlap = True
        made._compiler._customize_flags = _without_overlap
    return made


def _without_overlap(flags: Any) -> Any:
    """Tell the compiler that no two arrays given to a function overlap: Numba has no option for it."""
    flags.noalias = True
    return flags


def plain_form(function: Any) -> Any:
    """Return the plain Python function of a rule or of a part of one; Python cannot call a compiled part."""
    return getattr(function, "py_func", function)


def is_off() -> bool:
    """Tell whether the rules run as plain Python."""
    return bool(config.DISABLE_JIT)


def is_kept(rule: Any, *arguments: Any) -> bool:
    """Tell whether a rule need not be compiled for some arguments: a former process did it, or compilation is off."""
    return is_off() or _Stored(rule).holds(tuple(map(rule.typeof_pyval, arguments)))
