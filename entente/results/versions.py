"""Versions of this package and of others, as installed."""

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
    """Return a hash of the sources of the model: what two versions of one number may differ by."""
    import entente.sim

    here = Path(entente.sim.__file__).parent
    digest = hashlib.blake2b(digest_size=10)
    for source in sorted(here.rglob("*.py")):
        digest.update(f"\0{source.relative_to(here).as_posix()}\0".encode() + source.read_bytes())
    return digest.hexdigest()


__version__ = version_of("entente") or "0+unknown"
