"""Where compiled rules are kept between processes: one file for each rule, version and argument types.

The file is named after the rule's fingerprint (``sim.engine.fingerprint``) in a folder named after the environment, so
that a file that is found is never out of date. It begins with a hash of its content: a damaged file counts as none.
"""

import ast
import hashlib
import os
import pickle
import platform
import shutil
import stat
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite
import numba
import numpy as np
from llvmlite import binding
from numba import config
from numba.core.serialize import dumps

ENVIRONMENTS = 4  # folders that are kept, those used last: of versions, processors and settings
FORMS = 12  # files of one rule that are kept, those used last: of its versions and of types of arguments
SUFFIX = ".compiled"
HASH = 16  # bytes
SETTINGS = (  # of Numba, that change the code that it makes
    "BOUNDSCHECK", "CPU_FEATURES", "CPU_NAME", "DEBUGINFO_DEFAULT", "DEBUG_NRT", "ENABLE_AVX",
    "EXTEND_VARIABLE_LIFETIMES", "LLVM_REFPRUNE_FLAGS", "LLVM_REFPRUNE_PASS", "LOOP_VECTORIZE", "NRT_STATS", "OPT",
    "SLP_VECTORIZE", "USING_SVML",
)  # fmt: skip


@cache
def environment() -> str:
    """Return a hash of what decides the code of every rule: versions, processor, settings and the engine itself."""
    digest = hashlib.blake2b(digest_size=10)
    processor = (platform.machine(), binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten())
    settings = [(name, str(getattr(config, name, None))) for name in SETTINGS]
    versions = (sys.platform, sys.version, numba.__version__, llvmlite.__version__, np.__version__)
    digest.update(repr((versions, processor, settings)).encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(f"\0{source.name}\0{_without_docstrings(source)}".encode())
    return digest.hexdigest()


def _without_docstrings(source: Path) -> str:
    """Return the syntax tree of a module, which has neither comments nor line numbers, without its docstrings."""
    tree = ast.parse(source.read_bytes())
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            del body[0]
    return ast.dump(tree)


@cache
def cache_folder() -> Path | None:
    """Return the folder in which compiled rules are kept, or None when there is no place to keep them.

    A folder that cannot be written to will do if there are rules in it: those of an image, compiled when it was made.
    """
    for folder, writable in _folders():
        if writable or any(folder.glob(f"*/*{SUFFIX}")):
            return folder
    return None


@cache
def _folders() -> tuple[tuple[Path, bool], ...]:
    """Return the folders of this environment that exist or could be made, and whether they can be written to."""
    found = []
    for home in _homes():
        folder = home / environment()
        try:
            folder.mkdir(mode=0o755, parents=True, exist_ok=True)
            if not _is_ours(folder):
                continue
            with tempfile.TemporaryFile(dir=folder):
                os.utime(folder)  # used now: it is not the next to be deleted
            _delete_oldest(home.iterdir(), ENVIRONMENTS)
            found.append((folder, True))
            break  # what can be written to serves all rules: no further place is made
        except OSError:
            found.append((folder, False))
    return tuple(found)


def _homes() -> Iterator[Path]:
    """Yield where compiled rules may be kept, the best place first."""
    # Not numba's own setting, which a file .numba_config.yaml of the current folder can change.
    for home in (os.environ.get("NUMBA_CACHE_DIR"), os.environ.get("XDG_CACHE_HOME"), os.path.expanduser("~/.cache")):
        if home and not home.startswith("~"):  # it stays so for a user without a home directory
            yield Path(home).absolute() / "entente" / "rules"
    with suppress(OSError):  # no temporary folder either
        user, temporary = getattr(os, "getuid", int)(), Path(tempfile.gettempdir())
        if temporary != Path.cwd():  # where Python turns when there is none: not a place to leave things in
            shared = temporary / f"entente-{user}"
            shared.mkdir(mode=0o700, exist_ok=True)
            if _is_ours(shared):
                yield shared


def _is_ours(path: Path) -> bool:
    """Tell whether nobody but the user and the system could have put there what is loaded, and so executed."""
    if os.name != "posix":
        return True
    about = path.lstat()
    return about.st_uid in {os.getuid(), 0} and not about.st_mode & stat.S_IWOTH


def _delete_oldest(paths: Iterator[Path], count: int) -> None:
    """Delete files and folders, except the ``count`` used last.

    A process that still uses them only loses time: it keeps in memory what it has loaded, compiles what it no longer
    finds, and makes a missing folder again before it writes.
    """
    with suppress(OSError):
        for old in sorted(paths, key=lambda path: path.stat().st_mtime, reverse=True)[count:]:
            if old.is_dir():
                shutil.rmtree(old, ignore_errors=True)
            else:
                old.unlink(missing_ok=True)


def is_stored(module: str, name: str, key: str) -> bool:
    """Tell whether a compiled rule is in the cache."""
    return any((folder / module / f"{name}-{key}{SUFFIX}").exists() for folder, _ in _folders())


def load_compiled(module: str, name: str, key: str) -> Any:
    """Return a stored rule, or None when there is none that can be read."""
    for folder, _ in _folders():
        path = folder / module / f"{name}-{key}{SUFFIX}"
        try:
            content = path.read_bytes() if _is_ours(path.parent) and _is_ours(path) else b""
        except OSError:
            continue
        if hashlib.blake2b(content[HASH:], digest_size=HASH).digest() != content[:HASH]:
            continue  # the machine stopped halfway, or a bit of it has changed
        with suppress(OSError):
            os.utime(path)
        with suppress(AttributeError, ImportError, pickle.UnpicklingError):  # it names what is no longer there
            return pickle.loads(content[HASH:])
    return None


def store(module: str, name: str, key: str, value: Any) -> None:
    """Store a compiled rule, if there is a folder and room for it."""
    content = dumps(value)
    for folder, writable in _folders():
        if not writable:
            continue
        path = folder / module / f"{name}-{key}{SUFFIX}"
        part = path.with_name(f"{path.name}.{uuid.uuid4().hex}")  # so that nobody reads half of a file
        try:
            path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            part.touch(mode=0o644)
            part.write_bytes(hashlib.blake2b(content, digest_size=HASH).digest() + content)
            part.replace(path)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        _delete_oldest(path.parent.glob(f"{name}-*{SUFFIX}"), FORMS)
