"""Compilation of the rules: strict floating point, and a cache that an edited rule can never leave stale.

Numba does not see that a callee in another file has changed, so the cache folder is named after the content of
every source of ``sim`` and the versions in use. With ``NUMBA_DISABLE_JIT=1`` the rules run as plain Python.
"""

import hashlib
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numba import config, njit


@cache
def cache_folder() -> Path | None:
    """Return the folder of the compiled rules of this very source, or None when no place can be written to."""
    name = f"{fingerprint()}-{platform.machine()}"
    homes = [os.environ.get("NUMBA_CACHE_DIR"), os.environ.get("XDG_CACHE_HOME"), os.path.expanduser("~/.cache")]
    for home in [*homes, os.path.join(tempfile.gettempdir(), f"entente-{getattr(os, 'getuid', str)()}")]:
        if not home or home.startswith("~"):
            continue
        folder = Path(home) / "entente" / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError:
            continue
    return None


@cache
def fingerprint() -> str:
    """Return a hash of all sources of ``sim`` and of the versions that compile them."""
    digest = hashlib.blake2b(digest_size=10)
    digest.update(f"{sys.version}|{numba.__version__}|{np.__version__}".encode())
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(source.as_posix().encode() + source.read_bytes())
    return digest.hexdigest()


def is_cached() -> bool:
    """Tell whether a former process already compiled these rules."""
    folder = cache_folder()
    return bool(config.DISABLE_JIT) or (folder is not None and any(folder.rglob("*.nbc")))


def rule(function: Callable[..., Any]) -> Any:
    """Compile a rule that Python calls: strict floating point, no global lock, cached."""
    return compile_with(function)


def part(function: Callable[..., Any]) -> Any:
    """Compile a part of a rule, called from compiled code only: without a way in from Python it compiles faster.

    ``function.py_func`` is the plain Python function.
    """
    return compile_with(function, no_cpython_wrapper=True)


def compile_with(function: Callable[..., Any], **options: bool) -> Any:
    """Compile a function into the cache of this very source."""
    before = config.CACHE_DIR
    folder = cache_folder()
    config.CACHE_DIR = str(folder or "")
    try:
        options |= {"cache": folder is not None, "nogil": True, "no_cfunc_wrapper": True, "_nrt": False}
        return njit(error_model="numpy", **options)(function)
    finally:
        config.CACHE_DIR = before
