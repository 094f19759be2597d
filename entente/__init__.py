"""Entente: how partnerships of organisations mobilise, hold together and wear out.

``entente.run("lethbridge", leadership="shared", replicates=100)`` simulates and returns a result with tidy tables
(``weeks``, ``runs``), ``plot()`` and ``save()``; ``entente.load(folder)`` returns what a run left in a folder;
``entente.compare("lethbridge", leadership=["shared", "broker"])`` runs every combination under the same luck and
returns their paired ``differences``, ``curves`` and ``runs``, with ``plot()``, ``plot_differences()`` and ``save()``;
``entente.settings(...)`` takes the same arguments as ``run`` and gives the settings alone, for ``sim.Partnership``.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from entente.comparing import Comparison, compare
    from entente.running import Result, load, run, settings
    from entente.versions import __version__

__all__ = ["Comparison", "Result", "__version__", "compare", "load", "run", "settings"]


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: numpy, pandas and numba take seconds."""
    if name == "__version__":
        from entente.versions import __version__

        return __version__
    if name in {"Comparison", "compare"}:
        from entente import comparing

        return getattr(comparing, name)
    if name in __all__:
        from entente import running

        return getattr(running, name)
    raise AttributeError(f"module 'entente' has no attribute {name!r}")
