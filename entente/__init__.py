"""Entente: how partnerships of organisations mobilise, hold together and wear out.

``entente.run("lethbridge", leadership="shared", replicates=100)`` simulates and returns a result with tidy tables
(``weeks``, ``runs``), ``plot()`` and ``save()``; ``entente.load(folder)`` returns what a run left in a folder;
``entente.compare("lethbridge", leadership=["shared", "broker"])`` runs every combination with common random numbers and
returns their paired ``differences``, ``curves`` and ``runs``, with ``plot()``, ``plot_differences()`` and ``save()``;
``entente.sweep("lethbridge", points=200, **{"leadership.hours": entente.Interval(2, 40)})`` runs every point of a
design into a folder that any later call goes on with, and returns the study: ``design``, ``runs()``, ``curves()``;
``entente.calibrate("observed.csv", "lethbridge", **{"leadership.hours": entente.Interval(2, 40)})`` finds the settings
that could have given what was observed: ``parameters``, ``posterior``, ``coverage``, ``plot()``, ``plot_predictive()``;
``entente.attendance("register.csv", "twenty_partners")`` compares who comes to meetings in the field and in runs:
``table``, ``plot()``, ``save()``; ``entente.forecast_attendance("register.csv")`` foresees the next six meetings of a
register: ``forecast``, ``scores``, ``plot()``, from runs of one's own partnership once ``make_attendance_bank`` made
them;
``entente.match()`` finds the settings of the rules that no figure of the field rules out, by history matching:
``plausible``, ``targets``, ``conflicts``, ``plot()``;
``entente.sensitivity("lethbridge", **{"leadership.hours": entente.Interval(2, 40), ...})`` says which settings make an
outcome vary, in tables (``screening``, ``indices``) and ``plot()``;
``entente.discover(study, goals=["final>=0.5"])`` says which settings lead to a goal missed, and
``entente.robust(study)`` weighs choices across futures: ``sentences()``, tables, ``plot()`` and ``save()``; both also
take what ``sweep`` takes;
``entente.plan("partners.xlsx", envelope=40000)`` makes a scenario of a list of partners, says what cannot work and
what it costs, and finds plans worth discussing: ``obstacles()``, ``account``, ``plans`` (``search=False``: none);
``entente.portfolios("lethbridge", envelope=40000)`` finds plans worth discussing, or weighs named ones, in many
futures: ``sentences()``, ``table``, ``plans``, ``plot()``;
``entente.patterns("P9")``, ``entente.anchors()``, ``entente.levers("mediation")`` and ``entente.ablation("burnout")``
put the model to the test, and return tables; ``entente.make_page("lethbridge", output="workshop.html")`` writes the
model as one HTML file; ``entente.settings(...)`` takes the same arguments as ``run`` and gives
the settings alone, for ``sim.Partnership``. ``entente.show_progress()`` shows a bar in scripts too.
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from entente.commands.ablation.ablation import ablation
    from entente.commands.anchors.anchors import anchors
    from entente.commands.attendance.attendance import AttendanceResults, attendance
    from entente.commands.calibration.attendance_bank import make_attendance_bank
    from entente.commands.calibration.calibration import CalibrationResults, calibrate
    from entente.commands.calibration.forecasting import ForecastResults, forecast_attendance
    from entente.commands.comparison.comparison import ComparisonResults, compare
    from entente.commands.discovery.discovery import DiscoveryResults, discover
    from entente.commands.levers.levers import levers
    from entente.commands.matching.matching import MatchingResults, match
    from entente.commands.page.page import make_page
    from entente.commands.patterns.patterns import patterns
    from entente.commands.plan.plan import plan
    from entente.commands.plan.results import PlanResults
    from entente.commands.portfolios.delivery import portfolios
    from entente.commands.portfolios.portfolios import PortfolioResults
    from entente.commands.robustness.robustness import RobustnessResults, robust
    from entente.commands.run.run import RunResults, run, settings
    from entente.commands.sensitivity.sensitivity import SensitivityResults, sensitivity
    from entente.loading import load
    from entente.results.versions import __version__
    from entente.studies.axes import Interval
    from entente.studies.progress import show_progress
    from entente.studies.study import Study, sweep

HOMES = {
    "AttendanceResults": "entente.commands.attendance.attendance",
    "CalibrationResults": "entente.commands.calibration.calibration",
    "ComparisonResults": "entente.commands.comparison.comparison",
    "DiscoveryResults": "entente.commands.discovery.discovery",
    "ForecastResults": "entente.commands.calibration.forecasting",
    "Interval": "entente.studies.axes",
    "MatchingResults": "entente.commands.matching.matching",
    "PlanResults": "entente.commands.plan.results",
    "PortfolioResults": "entente.commands.portfolios.portfolios",
    "RunResults": "entente.commands.run.run",
    "RobustnessResults": "entente.commands.robustness.robustness",
    "SensitivityResults": "entente.commands.sensitivity.sensitivity",
    "Study": "entente.studies.study",
    "__version__": "entente.results.versions",
    "ablation": "entente.commands.ablation.ablation",
    "anchors": "entente.commands.anchors.anchors",
    "attendance": "entente.commands.attendance.attendance",
    "calibrate": "entente.commands.calibration.calibration",
    "compare": "entente.commands.comparison.comparison",
    "discover": "entente.commands.discovery.discovery",
    "forecast_attendance": "entente.commands.calibration.forecasting",
    "levers": "entente.commands.levers.levers",
    "load": "entente.loading",
    "make_attendance_bank": "entente.commands.calibration.attendance_bank",
    "make_page": "entente.commands.page.page",
    "match": "entente.commands.matching.matching",
    "patterns": "entente.commands.patterns.patterns",
    "plan": "entente.commands.plan.plan",
    "portfolios": "entente.commands.portfolios.delivery",
    "robust": "entente.commands.robustness.robustness",
    "run": "entente.commands.run.run",
    "sensitivity": "entente.commands.sensitivity.sensitivity",
    "settings": "entente.commands.run.run",
    "show_progress": "entente.studies.progress",
    "sweep": "entente.studies.study",
}
STOREYS = ("analysis", "sim")
__all__ = [
    "AttendanceResults", "CalibrationResults", "ComparisonResults", "DiscoveryResults", "ForecastResults", "Interval",
    "MatchingResults", "PlanResults", "PortfolioResults", "RobustnessResults", "RunResults", "SensitivityResults",
    "Study", "__version__", "ablation", "analysis", "anchors", "attendance", "calibrate", "compare", "discover",
    "forecast_attendance", "levers", "load", "make_attendance_bank", "make_page", "match", "patterns", "plan",
    "portfolios", "robust", "run", "sensitivity", "settings", "show_progress", "sim", "sweep",
]  # fmt: skip

# A wheel holds ``sim`` and ``analysis`` inside this package; in a checkout they stand beside it.
if not (Path(__file__).parent / "sim").is_dir():
    __path__.append(str(Path(__file__).parents[1]))


def __getattr__(name: str) -> Any:
    """Import a name when it is first used: numpy, pandas and numba take seconds."""
    if name in HOMES:
        return getattr(import_module(HOMES[name]), name)
    if name in STOREYS:
        return import_module(f"entente.{name}")
    raise AttributeError(f"module 'entente' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names, those not imported yet included: what a prompt or a notebook completes."""
    return sorted(__all__)
