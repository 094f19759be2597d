"""Versions of this package and of others, as installed."""

from importlib.metadata import PackageNotFoundError, version


def version_of(package: str) -> str | None:
    """Return the version of an installed package, or None."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


__version__ = version_of("entente") or "0+unknown"
