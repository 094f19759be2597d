"""Entente: how partnerships of organisations mobilise, hold together and wear out.

``entente.run("lethbridge", leadership="shared", replicates=100)`` simulates and returns a result with tidy tables
(``weeks``, ``runs``), ``plot()`` and ``save()``; ``entente.load(folder)`` returns what a run left in a folder;
``entente.compare("lethbridge", leadership=["shared", "broker"])`` runs every combination under the same luck and
returns their paired ``differences``, ``curves`` and ``runs``, with ``plot()``, ``plot_differences()`` and ``save()``;
``entente.sweep("lethbridge", points=200, **{"leadership.hours": entente.Interval(2, 40)})`` runs every point of a
design into a folder that any later call goes on with, and returns the study: ``design``, ``runs()``, ``curves()``;
``entente.calibrate("observed.csv", "lethbridge", **{"leadership.hours": entente.Interval(2, 40)})`` finds the settings
that could have given what was observed: ``parameters``, ``posterior``, ``coverage``, ``plot()``, ``plot_predictive()``;
``entente.sensitivity("lethbridge", **{"leadership.hours": entente.Interval(2, 40), ...})`` tells which settings make an
outcome vary, in tables (``screening``, ``indices``) and ``plot()``;
``entente.discover(study, goals=["final>=0.5"])`` tells which settings lead to a goal missed, and
``entente.robust(study)`` weighs choices across futures: ``sentences()``, tables, ``plot()`` and ``save()``; both also
take what ``sweep`` takes;
``entente.settings(...)`` takes the same arguments as ``run`` and gives the settings alone, for ``sim.Partnership``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from entente.calibrating import Calibration, calibrate
    from entente.comparing import Comparison, compare
    from entente.discovering import Discovered, discover
    from entente.running import Result, load, run, settings
    from entente.sensitivities import Sensitivities, sensitivity
    from entente.studies.axes import Interval
    from entente.studies.study import Study, sweep
    from entente.versions import __version__
    from entente.weighing import Robust, robust

HOMES = {
    "Calibration": "entente.calibrating",
    "Comparison": "entente.comparing",
    "Discovered": "entente.discovering",
    "Interval": "entente.studies.axes",
    "Result": "entente.running",
    "Robust": "entente.weighing",
    "Sensitivities": "entente.sensitivities",
    "Study": "entente.studies.study",
    "__version__": "entente.versions",
    "calibrate": "entente.calibrating",
    "compare": "entente.comparing",
    "discover": "entente.discovering",
    "load": "entente.running",
    "robust": "entente.weighing",
    "run": "entente.running",
    "sensitivity": "entente.sensitivities",
    "settings": "entente.running",
    "sweep": "entente.studies.study",
}
__all__ = [
    "Calibration", "Comparison", "Discovered", "Interval", "Result", "Robust", "Sensitivities", "Study", "__version__",
    "calibrate", "compare", "discover", "load", "robust", "run", "sensitivity", "settings", "sweep",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: numpy, pandas and numba take seconds."""
    if name in HOMES:
        return getattr(import_module(HOMES[name]), name)
    raise AttributeError(f"module 'entente' has no attribute {name!r}")
