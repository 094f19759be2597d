"""Versions of this package and of others, as installed."""

import ast
import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def version_of(package: str) -> str | None:
    """Return the version of an installed package, or None."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


@cache
def model_hash() -> str:
    """Return a hash of the code of the model: what two versions of one number may differ by, comments left out."""
    import entente.sim

    here = Path(entente.sim.__file__).parent
    digest = hashlib.blake2b(digest_size=10)
    for source in sorted(here.rglob("*.py")):
        digest.update(f"\0{source.relative_to(here).as_posix()}\0".encode() + code_of(source).encode())
    return digest.hexdigest()


def code_of(source: Path) -> str:
    """Return the code of a file without its comments and docstrings."""
    tree = ast.parse(source.read_bytes())
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        first = body[0] if isinstance(body, list) and body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
            first.value.value = ""
    return ast.dump(tree)


__version__ = version_of("entente") or "0+unknown"
