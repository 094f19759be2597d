"""The model of a partnership and its engine: parameters, rules of the week, Mesa model, batches of runs.

Names are imported when first used, so that reading parameters costs neither Mesa nor Numba.
"""

from importlib import import_module
from typing import Any

__all__ = ["Chunk", "Organisation", "Partnership", "Settings", "SettingsError", "simulate", "validate"]

HOME = {
    "Chunk": "sim.batch",
    "Organisation": "sim.organisation",
    "Partnership": "sim.partnership",
    "Settings": "sim.situation",
    "SettingsError": "sim.validation",
    "simulate": "sim.batch",
    "validate": "sim.validation",
}


def __getattr__(name: str) -> Any:
    """Import a public name from where it lives."""
    if name not in HOME:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(HOME[name]), name)
