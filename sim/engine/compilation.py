"""Compilation of the rules: strict floating point, and a cache that an edited rule can never leave stale.

Numba does not see that a callee in another file has changed, nor that bounds are checked or not. So the compiled
rules stand in a folder named after all that makes them: the content of every source of ``sim``, the versions, the
processor, and the settings of Numba. With ``NUMBA_DISABLE_JIT=1`` the rules run as plain Python.
"""

import hashlib
import os
import pickle
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite
import numba
import numpy as np
from llvmlite import binding
from numba import config, types
from numba.core.caching import CompileResultCacheImpl, FunctionCache, _CacheLocator
from numba.core.registry import CPUDispatcher

LOOPS = (  # of LLVM, for loops over some tens of organisations: it takes them for loops over thousands
    "-force-vector-interleave=1",  # eight at once, not 32
    "-epilogue-vectorization-minimum-VF=8",  # then four or two at once, before one after the other
    "-unroll-runtime=false",  # and these without copies of the loop, which are slower to read than to repeat
)
for option in LOOPS:
    binding.set_option("", option)
KEPT = 8  # compiled versions of the rules that a cache holds, some 20 to 45 MB each; the longest unused go first
SHAPING = (  # the settings of Numba that change the code that it makes, and that its own cache does not look at
    "BOUNDSCHECK", "CPU_FEATURES", "CPU_NAME", "DEBUGINFO_DEFAULT", "DEBUG_NRT", "ENABLE_AVX",
    "EXTEND_VARIABLE_LIFETIMES", "LLVM_REFPRUNE_FLAGS", "LLVM_REFPRUNE_PASS", "LOOP_VECTORIZE", "NRT_STATS", "OPT",
    "SLP_VECTORIZE", "USING_SVML",
)  # fmt: skip


@cache
def fingerprint() -> str:
    """Return a hash of all that makes the compiled rules what they are."""
    digest = hashlib.blake2b(digest_size=10)
    processor = (platform.machine(), binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten())
    settings = [(name, str(getattr(config, name, None))) for name in SHAPING]
    versions = (sys.platform, sys.version, numba.__version__, llvmlite.__version__, np.__version__)
    digest.update(repr((versions, processor, settings)).encode())
    here = Path(__file__).parents[1]
    for source in sorted(here.rglob("*.py")):
        digest.update(f"\0{source.relative_to(here).as_posix()}\0".encode() + source.read_bytes())
    return digest.hexdigest()


@cache
def cache_folder() -> Path | None:
    """Return the folder of the compiled rules of this very source, or None when there is no place to keep them.

    A folder that cannot be written to will do if the rules are in it: those of an image, compiled when it was made.
    """
    for home in homes():
        folder = home / fingerprint()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                os.utime(folder)  # used now: `forget` leaves it
        except OSError:
            if not any(folder.glob("*/*.nbc")):
                continue
        forget(home)
        return folder
    return None


def homes() -> Iterator[Path]:
    """Yield where the compiled rules may be kept, the best place first."""
    for home in (config.CACHE_DIR, os.environ.get("XDG_CACHE_HOME"), os.path.expanduser("~/.cache")):
        if home and not home.startswith("~"):  # it stays so for a user without a home directory
            yield Path(home).absolute() / "entente" / "rules"
    with suppress(OSError):  # no temporary folder either
        user, temporary = getattr(os, "getuid", int)(), Path(tempfile.gettempdir())
        if temporary != Path.cwd():  # where Python turns when there is none: not a place to leave things in
            home = temporary / f"entente-{user}"
            home.mkdir(mode=0o700, exist_ok=True)
            if home.lstat().st_uid == user:  # what is loaded from it is executed: nobody else may have put it there
                yield home


def forget(home: Path) -> None:
    """Delete the compiled rules that nobody used for longest, beyond the last ``KEPT`` versions.

    Should a process still use them, it loses time only: what it has loaded is in its memory, what it finds no more it
    compiles, and a folder that is gone when it wants to write is made again.
    """
    with suppress(OSError):
        folders = sorted(home.iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
        for old in folders[KEPT:]:
            shutil.rmtree(old, ignore_errors=True)


class Place(_CacheLocator):
    """Tells Numba where the compiled form of one function is kept, and of which file it must be."""

    def __init__(self, function: Callable[..., Any], file: str) -> None:
        """Remember the function and its file; Numba asks for the latter by this name."""
        self.function, self._py_file = function, file

    @classmethod
    def from_function(cls, function: Callable[..., Any], file: str) -> "Place":
        """Return the place of a function; there is one for any."""
        return cls(function, file)

    def get_cache_path(self) -> str:
        """Return the folder: one for each module."""
        return str((cache_folder() or Path()) / self.function.__module__)

    def get_source_stamp(self) -> bytes:
        """Return a hash of the file; a subclass's own rule may be in a file that is not one of ``sim``."""
        return hashlib.blake2b(Path(self._py_file).read_bytes()).digest()

    def get_disambiguator(self) -> str:
        """Return what tells functions of one name apart."""
        return str(self.function.__code__.co_firstlineno)


class Form(CompileResultCacheImpl):
    """The form in which Numba keeps what it compiled, in a place of ours."""

    _locator_classes = (Place,)


class Kept(FunctionCache):
    """Numba's cache, where a damaged file counts as none, and nothing is kept when the disk is full."""

    _impl_class = Form

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return what was compiled, or None when there is none or it cannot be read (the machine stopped halfway)."""
        try:
            return super().load_overload(sig, target_context)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            with suppress(OSError):
                self.flush()
            return None

    def holds(self, sig: Any, target_context: Any) -> bool:
        """Tell whether something compiled for arguments of these types was kept."""
        try:
            name = self._cache_file._load_index().get(self._index_key(sig, target_context.codegen()))
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            return False
        return name is not None and Path(self.cache_path, name).exists()

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep what was compiled, if there is room."""
        with suppress(OSError):
            super().save_overload(sig, data)


class Rule(CPUDispatcher):
    """A compiled function of the model; ``py_func`` is the plain Python one."""

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """Compile once for all constants; Numba would compile ``note(s, 3, i)`` and ``note(s, 4, i)`` apart."""
        plain = {name: types.unliteral(kind) for name, kind in kws.items()}
        return super().get_call_template(tuple(map(types.unliteral, args)), plain)

    def enable_caching(self) -> None:
        """Keep what is compiled, if there is a place."""
        if cache_folder() is not None:
            self._cache = Kept(self.py_func)


def rule(function: Callable[..., Any]) -> Any:
    """Compile a rule that Python calls, without holding back other threads, and keep it.

    What it is given (the state, the plan, luck, what is written) stands apart in memory, as for ``apart``.
    """
    made = compiled(function, forceinline=True)
    if made is not function:
        made._compiler._customize_flags = without_overlap
        made.enable_caching()
    return made


def part(function: Callable[..., Any]) -> Any:
    """Compile a part of a rule, called from compiled code only: without a way in from Python, and kept in the rule."""
    return compiled(function, no_cpython_wrapper=True, forceinline=True)


def apart(function: Callable[..., Any]) -> Any:
    """Compile a part of a rule to which no array is given twice, so that loops need not look whether some overlap."""
    made = part(function)
    if made is not function:
        made._compiler._customize_flags = without_overlap
    return made


def without_overlap(flags: Any) -> Any:
    """Say to the compiler that no two arrays given to a function overlap: Numba has no option for it."""
    flags.noalias = True
    return flags


def inlined(function: Callable[..., Any]) -> Any:
    """Compile a part of a rule within each rule that calls it, not apart: for what is called from one place."""
    return compiled(function, inline="always")


def compiled(function: Callable[..., Any], **options: Any) -> Any:
    """Compile a function when it is first called; with ``NUMBA_DISABLE_JIT=1`` return it as it is."""
    if is_off():
        return function
    # Rules allocate nothing: without Numba's run time no array is counted in and out of each of their small functions,
    # which took two thirds of a run.
    options |= {"nopython": True, "nogil": True, "no_cfunc_wrapper": True, "_nrt": False}
    return Rule(function, targetoptions={"error_model": "numpy", **options})


def is_off() -> bool:
    """Tell whether the rules run as plain Python."""
    return bool(config.DISABLE_JIT)


def is_kept(rule: Any, *arguments: Any) -> bool:
    """Tell whether a rule need not be compiled for some arguments: a former process did it, or compilation is off."""
    if is_off():
        return True
    kept = rule._cache
    return isinstance(kept, Kept) and kept.holds(tuple(map(rule.typeof_pyval, arguments)), rule.targetctx)
