"""Entente: how partnerships of organisations mobilise, hold together and wear out.

``entente.run("lethbridge", leadership="shared", replicates=100)`` simulates and returns a result with tidy tables
(``weeks``, ``runs``), ``plot()`` and ``save()``; ``entente.load(folder)`` returns what a run left in a folder;
``entente.settings(...)`` takes the same arguments as ``run`` and gives the settings alone, for ``sim.Partnership``.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from entente.running import Result, load, run, settings
    from entente.versions import __version__

__all__ = ["Result", "__version__", "load", "run", "settings"]


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: numpy, pandas and numba take seconds."""
    if name == "__version__":
        from entente.versions import __version__

        return __version__
    if name in __all__:
        from entente import running

        return getattr(running, name)
    raise AttributeError(f"module 'entente' has no attribute {name!r}")
