"""The engine of the page: the rules as a WebAssembly module, and which rules it was made of."""

from pathlib import Path

ENGINE = Path(__file__).with_name("rules.wasm")
MADE_OF = ENGINE.with_suffix(".txt")


def read_engine() -> bytes:
    """Return the module."""
    return ENGINE.read_bytes()


def made_of() -> str:
    """Return the hash of the model that the module was made of (``entente.results.versions.model_hash``)."""
    return MADE_OF.read_text(encoding="utf-8").split()[0]


def recorded_provenance() -> str:
    """Return the hash of the module and of all that it was made with (``entente.page_build.provenance``)."""
    return MADE_OF.read_text(encoding="utf-8").split()[-1]
