"""The model of a partnership and its engine: parameters, rules of the week, Mesa model, batches of runs.

Names are imported when first used, so that reading parameters costs neither Mesa nor Numba.
"""

from importlib import import_module
from typing import Any

__all__ = ["Chunk", "Organisation", "Partnership", "Settings", "SettingsError", "simulate", "validate"]

HOME = {
    "Chunk": "entente.sim.batch",
    "Organisation": "entente.sim.organisation",
    "Partnership": "entente.sim.partnership",
    "Settings": "entente.sim.model.situation",
    "SettingsError": "entente.sim.validation.validate",
    "simulate": "entente.sim.batch",
    "validate": "entente.sim.validation.validate",
}


def __getattr__(name: str) -> Any:
    """Import a public name from the module that defines it."""
    if name not in HOME:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(HOME[name]), name)
