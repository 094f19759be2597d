"""Calibrating from Python and from the command line: settings that could have given what was observed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from math import ceil, floor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from entente.analysis.calibration.observations import (
    Observations,
    exact_observations,
    observable_curve,
    simulate_observation,
)
from entente.analysis.calibration.posterior_predictive import predictive_curves, predictive_table
from entente.analysis.calibration.recovery import (
    RecoveryCheck,
    check_recovery,
    interval_coverage,
    out_of_reach,
    rank_uniformity,
)
from entente.analysis.calibration.regression_abc import Posterior, Prior, ReferenceTable, RegressionABC, posterior_table
from entente.commands.calibration.spec import LEAST, CalibrationSpec, calibration_spec, kept_series, predictive_plan
from entente.config.run_settings import Run
from entente.i18n import default_language, number, say_number, unit
from entente.results.csv_text import csv_text
from entente.results.deliverables import Deliverables
from entente.results.files import write_text
from entente.results.html import results_html
from entente.results.manifest import settings_text
from entente.sim.model.situation import Settings
from entente.sim.model.texts import Text
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.axes import Axis
from entente.studies.plan import StudyPlan
from entente.studies.points import settings_at
from entente.studies.study import Study, heading_of, run_study
from entente.studies.study_files import PREDICTIVE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DRAWS = 500  # settings drawn from the posterior, for the curves and for other commands
POINTS = "calibrated.csv"


@dataclass(frozen=True, repr=False)
class CalibrationResults:
    """What data say of parameters.

    Attributes:
        folder: of the bank, where the results go too.
        plan: how the bank was made.
        seen: what was observed.
        found: the posterior.
        bank: what was learnt from.
        checked: what came of runs held out.
        even: draws of the posterior that all weigh the same, one row each, as other commands take them.
        parameters: one row per parameter (``regression_abc.posterior_table``), with ``coverage_90``.
        beyond: the observations that no run of the bank comes up to.
        observations: what was observed beside what calibrated runs give; with ``curves``, once these have been run.
        curves: what calibrated runs give, week by week.
    """

    folder: Path
    plan: StudyPlan
    seen: Observations
    found: Posterior
    bank: ReferenceTable
    checked: RecoveryCheck
    even: pd.DataFrame
    parameters: pd.DataFrame
    beyond: pd.DataFrame
    observations: pd.DataFrame = field(default_factory=pd.DataFrame)
    curves: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __repr__(self) -> str:
        """Return what was found, on one line."""
        names = ", ".join(f"{row.parameter} {row.median:.3g} [{row.low_90:.3g}, {row.high_90:.3g}]"
                          for row in self.parameters.itertuples())  # fmt: skip
        return f"<CalibrationResults on {len(self.seen.table)} observations and {len(self.bank)} runs: {names}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: what was learnt from, the parameters, before and after the data."""
        language = default_language()
        title = say_number("Calibrated on {count} observation and {runs} runs",
                           "Calibrated on {count} observations and {runs} runs", len(self.seen.table), language,
                           runs=number(len(self.bank), language, 0))  # fmt: skip
        return results_html(title, (), self.parameters, self.plot(language))

    @property
    def posterior(self) -> pd.DataFrame:
        """Return the weighted draws: one column per parameter, ``weight``, ``run``."""
        return self.found.draws()

    @property
    def correlations(self) -> pd.DataFrame:
        """Return the correlations of the parameters in the posterior."""
        return self.found.correlations()

    @property
    def coverage(self) -> pd.DataFrame:
        """Return how often intervals held the settings of runs held out (``recovery.interval_coverage``)."""
        return interval_coverage(self.checked.tries)

    @property
    def ranks(self) -> pd.DataFrame:
        """Return whether the settings of runs held out take every rank as often (``recovery.rank_uniformity``)."""
        return rank_uniformity(self.checked.tries)

    @property
    def medians(self) -> dict[str, float | int]:
        """Return the median of each parameter, whole where only whole numbers are possible."""
        medians = dict(zip(self.parameters["parameter"], self.parameters["median"], strict=True))
        return {one.key: round(medians[one.key]) if one.is_whole else float(medians[one.key]) for one in self.plan.axes}

    @property
    def settings(self) -> Settings:
        """Return the settings of the bank with each parameter at its median."""
        return settings_at(self.plan.bases[0].settings, self.medians)

    def plot(self, language: str | None = None) -> "Figure":
        """Return the figure of each parameter before and after the data."""
        from entente.analysis.calibration.posteriors_figure import posteriors_figure

        return posteriors_figure(self.found, self.heading(), language or default_language())

    def plot_predictive(self, language: str | None = None) -> "Figure":
        """Return the figure of what calibrated runs give, with what was observed."""
        from entente.analysis.calibration.posterior_predictive_figure import posterior_predictive_figure

        return posterior_predictive_figure(
            self.curves, self.observations, self.heading(), language or default_language()
        )

    def plot_recovery(self, language: str | None = None) -> "Figure":
        """Return the figure of the settings of runs held out, found again."""
        from entente.analysis.calibration.recovery_figure import recovery_figure

        return recovery_figure(self.checked, self.found.priors, self.heading(), language or default_language())

    def heading(self) -> Any:
        """Return what the figures say of what this was made from."""
        from entente.analysis.calibration.heading import CalibrationHeading, ParameterName

        called = {one.key: ParameterName(Text(fr=one.name("fr"), en=one.name("en")),
                                  Text(fr=unit(one.unit, "fr"), en=one.unit)) for one in self.plan.axes}  # fmt: skip
        return CalibrationHeading(called, heading_of(self.plan), len(self.seen.table), len(self.bank))


def calibrate(
    data: str | Path | pd.DataFrame, scenario: str | Path | None = None, *, overrides: Sequence[str] = (),
    start: date | None = None, draws: int = DRAWS, language: str | None = None, model: type | None = None,
    **values: Any,
) -> CalibrationResults:  # fmt: skip
    """Find which settings could have given what was observed, and leave the results in the folder of the bank.

    Args:
        data: what was observed: a table, or the path of a file of one (``observed_data.seen_in``).
        scenario: the name of a scenario or the path of a YAML file; None for the default one.
        overrides: texts in the grammar of the command line; or the folder of a bank that is there already.
        start: first day of week 1, where the data have dates.
        draws: settings drawn from the posterior, one run each, for the curves.
        language: of the figures.
        model: a subclass of ``entente.sim.Partnership`` to step instead of the compiled rules (slow).
        values: any setting by its name, ``entente.Interval(2, 20)`` for those to be found; how the bank is made
            (``points``, ``design``, ``output``...), as ``entente.sweep`` takes them.

    Raises:
        SettingsError: with everything that is wrong.
        OSError: when results cannot be written.
    """
    given = {**({} if scenario is None else {"scenario": scenario}), **values}
    spec = calibration_spec(data, overrides, given, start=start, model=model, said_by="arguments")
    study = Study(spec.folder) if spec.folder else run_study(spec.plan)
    found = calibration(study, spec, draws)
    found = with_curves(found, run_study(again(found)))
    save_calibration(found, spec, language)
    return found


def calibration(study: Study, spec: CalibrationSpec, draws: int = DRAWS) -> CalibrationResults:
    """Return what the runs of a bank that are there say of the data; the curves come later (``with_curves``).

    Raises:
        SettingsError: when too few runs are there, or all of them show the same.
    """
    plan, seen = spec.plan, spec.seen.observations
    bank = bank_of(study, plan, seen)
    try:
        found = RegressionABC(bank, plan.run.seed).posterior(seen.values)
        checked = check_recovery(bank, seen.values, plan.run.seed)
    except ValueError as error:
        wanted = message("at least {count} runs that differ", count=LEAST)
        raise SettingsError(
            [Violation("points", message("too few runs to learn from: {count}", count=len(bank)), wanted)]
        ) from error
    table, held = posterior_table(found), interval_coverage(checked.tries)
    held = held[np.isclose(held["level"], 0.9)].set_index("parameter")["held"]
    return CalibrationResults(study.folder, plan, seen, found, bank, checked,
                       found.even(draws, np.random.default_rng(plan.run.seed)),
                       table.assign(coverage_90=table["parameter"].map(held)), out_of_reach(bank, seen))  # fmt: skip


def bank_of(study: Study, plan: StudyPlan, seen: Observations) -> ReferenceTable:
    """Return the runs of a study, each observed as the data were; those that failed are not among them."""
    weeks = study.weeks(["point", "replicate", "week", *kept_series(seen)], seen.weeks)
    kept = exact_observations(weeks, seen.columns_needed())
    truths = study.design.set_index("point").loc[kept.index.get_level_values("point"), [one.key for one in plan.axes]]
    rng = np.random.default_rng([plan.run.seed, len(seen.table)])
    return ReferenceTable(
        tuple(map(prior_of, plan.axes)), truths.to_numpy(float), simulate_observation(kept, seen, rng)
    )


def prior_of(axis: Axis) -> Prior:
    """Return what is thought of a parameter before the data: any value of its interval."""
    low, high = axis.interval or (0.0, 1.0)
    ends = (float(ceil(low)), float(floor(high))) if axis.is_whole else (low, high)
    return Prior(axis.key, *ends, axis.unit, axis.is_whole)


def again(found: CalibrationResults) -> StudyPlan:
    """Write the draws of the posterior as points, and return the sweep of them."""
    path = found.folder / POINTS
    points = found.even.astype({one.key: "int64" for one in found.plan.axes if one.is_whole})
    write_text(path, csv_text(points, float_format="%.8g"))
    return predictive_plan(found.plan, found.plan.axes, path, found.folder / PREDICTIVE)


def with_curves(found: CalibrationResults, study: Study) -> CalibrationResults:
    """Return a calibration with what runs of settings drawn from the posterior give."""
    weeks = study.weeks().sort_values(["point", "replicate", "week"], ignore_index=True)
    runs = weeks.groupby(["point", "replicate"]).ngroups
    curves = {series: observable_curve(weeks, series).to_numpy(float).reshape(runs, -1) for series in found.seen.series}
    drawn = simulate_observation(
        exact_observations(weeks, found.seen.columns_needed()), found.seen, np.random.default_rng(found.plan.run.seed)
    )
    return replace(found, curves=predictive_curves(curves), observations=predictive_table(found.seen, drawn))


def save_calibration(found: CalibrationResults, spec: CalibrationSpec, language: str | None) -> None:
    """Write the tables, the figures, the calibrated scenario and the manifest beside the bank."""
    base = found.plan.bases[0].configuration
    run = Run(seed=found.plan.run.seed)
    with Deliverables(found.folder) as results:
        results.table("posterior.parquet", found.posterior)
        results.table("predictive.parquet", found.curves)
        for name in ("parameters", "observations", "coverage", "ranks", "beyond"):
            results.table(f"{name}.csv", getattr(found, name))
        results.table("correlations.csv", found.correlations.reset_index(names="parameter"))
        results.table("recovery.csv", found.checked.tries)
        results.figure("posterior", partial(found.plot, language))
        results.figure("predictive", partial(found.plot_predictive, language))
        results.figure("recovery", partial(found.plot_recovery, language))
        results.text("calibrated.yaml", settings_text(replace(base, settings=found.settings, run=run)))
        results.finish(found.plan.run, said_of(found, spec))


def said_of(found: CalibrationResults, spec: CalibrationSpec) -> dict[str, Any]:
    """Return what the manifest says of a calibration."""
    return {
        "data": {"file": str(spec.seen.path), "encoding": spec.seen.encoding, "observations": len(found.seen.table),
                 "series": found.seen.series},
        "runs": len(found.bank),
        "kept": len(found.found.rows),
        "draws": len(found.even),
        "held_out": len(found.checked.misfits),
        "fit": {"share": found.checked.share, "misfit": found.checked.misfit, "beyond": len(found.beyond)},
        "medians": found.medians,
        "overrides": list(found.plan.words),
    }  # fmt: skip
