"""What an engine is made with: as long as all of it is the same, to build it again would give the same bytes."""

import hashlib
import sys
from pathlib import Path

from entente.page_build import engine
from entente.results.versions import code_hash, model_hash, version_of

_COMPILERS = ("llvmlite", "numba", "ziglang")


def provenance_hash(module: bytes) -> str:
    """Return one hash of a module, of the rules, of what builds it and of the compilers that are installed here."""
    digest = hashlib.blake2b(module, digest_size=10)
    compilers = [f"{name} {version_of(name)}" for name in _COMPILERS]
    python = "{}.{}".format(*sys.version_info)  # rules are compiled from its bytecode
    builder = code_hash({"engine.py": Path(engine.__file__)})
    digest.update("\n".join([model_hash(), builder, python, *compilers]).encode())
    return digest.hexdigest()
