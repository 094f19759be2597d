"""The request of a calibration: the data, the parameters and their ranges, the bank of runs that it learns from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from entente.analysis.calibration.observations import Observations, series_needed
from entente.analysis.calibration.recovery import FEWEST_TRIES
from entente.analysis.calibration.regression_abc import FEWEST_RUNS
from entente.analysis.sweep.designs import DesignKind
from entente.commands.calibration.observed_data import ObservedData, seen_in
from entente.config.overrides import override_key
from entente.config.problems import Origin, attempt, locate, sort_by_origin
from entente.results.keep import KEPT_SERIES
from entente.sim.validation.messages import message, one_of
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.axes import Axis
from entente.studies.file import study_file_under
from entente.studies.options import STUDY_OPTIONS, RandomNumbers
from entente.studies.plan import StudyPlan, plan_study
from entente.studies.study import Study
from entente.studies.study_files import study_folder

_POINTS = 4096  # of the bank, unless stated: a power of two, which every design takes
LEAST = FEWEST_RUNS + FEWEST_TRIES  # runs that a bank must have
OURS = ("random_numbers", "full", "curves")  # what the command decides of how the bank is made
_DESIGNS = (DesignKind.LHS, DesignKind.SOBOL)  # those that place points evenly in the ranges


@dataclass(frozen=True)
class CalibrationSpec:
    """What was observed, and the bank of runs to learn from; ``folder`` when the bank is there already."""

    seen: ObservedData
    plan: StudyPlan
    folder: Path | None = None


def calibration_spec(
    data: str | Path | pd.DataFrame, overrides: Sequence[str] = (), values: Mapping[str, Any] | None = None, *,
    start: date | None = None, model: type | None = None, said_by: str = "command_line",
) -> CalibrationSpec:  # fmt: skip
    """Return the request of a calibration.

    Args:
        data: what was observed: a table, or the path of a file of one (``observed_data.seen_in``).
        overrides: as those of a sweep, ``interval(low,high)`` for the parameters to be found; or the folder of a bank.
        values: the same as dotted paths with Python values.
        start: first day of week 1, where the data have dates.
        model: a subclass of ``entente.sim.Partnership`` to step instead of the compiled rules.
        said_by: what to call the origin of the overrides.

    Raises:
        SettingsError: with every violation.
    """
    folder = study_folder(overrides)
    seen, wrong_data = attempt(lambda: seen_in(data, start))
    kept = seen.observations if seen else None
    plan, wrong_plan = attempt(
        lambda: Study(folder).plan if folder else bank_plan(kept, overrides, dict(values or {}), model, said_by)
    )
    violations = [*wrong_data, *wrong_plan]
    if plan:
        violations += wrong_bank(plan, folder is not None)
    if plan and seen:
        violations += missing_from_bank(plan, seen)
    if violations or plan is None or seen is None:
        raise SettingsError(sort_by_origin(locate(one, Origin(said_by)) for one in violations))
    return CalibrationSpec(seen, plan, folder)


def bank_plan(
    seen: Observations | None, overrides: Sequence[str], values: dict[str, Any], model: type | None, said_by: str
) -> StudyPlan:
    """Return the sweep that makes a bank: points evenly in the ranges, each with random numbers of its own.

    Raises:
        SettingsError: with every violation.
    """
    file, given = study_file_under(overrides, values)
    said = {*map(override_key, file.overrides), *map(override_key, file.uncertain), *given}
    wrong: list[Violation] = [Violation(key, message("this command decides it itself")) for key in OURS if key in said]
    full = kept_series(seen) if seen else []
    usual = {"replicates": 1, "points": _POINTS, "design": DesignKind.LHS.value}
    mine = {name: value for name, value in usual.items() if name not in said} | {
        "random_numbers": RandomNumbers.OWN.value, "curves": [], "full": full,
    }  # fmt: skip
    others = [text for text in overrides if override_key(text) not in OURS]
    try:
        plan = plan_study(
            others, {name: one for name, one in values.items() if name not in OURS} | mine, model=model, said_by=said_by
        )
    except SettingsError as error:
        raise SettingsError([*wrong, *error.violations]) from error
    if wrong:
        raise SettingsError(wrong)
    return plan


def kept_series(seen: Observations) -> list[str]:
    """Return the series to keep of every run, in the order in which they are declared."""
    wanted = {part for series in seen.series for part in series_needed(series)}
    return [name for name in KEPT_SERIES if name in wanted]


def wrong_bank(plan: StudyPlan, made: bool) -> Iterator[Violation]:
    """Yield why a sweep is no bank to learn from."""
    for one in plan.axes:
        if one.interval is None:
            yield Violation(
                one.key, message("a calibration needs a range"), message("an interval, such as interval(0.1,0.9)")
            )
    if plan.options.design not in _DESIGNS and not (made and plan.options.design is None):
        wanted = one_of(_DESIGNS)
        yield Violation(
            "design", message("{design} does not place points evenly", design=repr(plan.options.design)), wanted
        )
    if plan.runs < LEAST:
        yield Violation(
            "points",
            message("too few runs to learn from: {count}", count=plan.runs),
            message("at least {number}", number=LEAST),
        )
    if made and plan.options.random_numbers is not RandomNumbers.OWN:
        yield Violation(
            "random_numbers",
            message("the points of that study have common random numbers"),
            message("a study made with random_numbers=own"),
        )


def missing_from_bank(plan: StudyPlan, seen: ObservedData) -> Iterator[Violation]:
    """Yield what was observed that the runs of a bank do not have: later weeks, and series that were not kept."""
    yield from seen.after(min(base.settings.weeks for base in plan.bases))
    missing = [name for name in kept_series(seen.observations) if name not in plan.options.full]
    if missing:
        yield Violation(
            "full",
            message("{names} were not kept", names=", ".join(missing)),
            message("a study made with full=[...] of these"),
        )


def predictive_plan(bank: StudyPlan, axes: Sequence[Axis], points: Path, folder: Path) -> StudyPlan:
    """Return the sweep of settings drawn from the posterior, one run each, every series observed kept.

    Args:
        bank: the sweep that the posterior was learnt from.
        axes: the parameters found.
        points: CSV file of the draws.
        folder: where it goes.

    Raises:
        SettingsError: with every violation.
    """
    gone = {*STUDY_OPTIONS, "replicates", *(one.key for one in axes)}
    kept = [text for text in bank.words if override_key(text) not in gone]
    return plan_study(kept, {
        "design": str(points), "replicates": 1, "random_numbers": RandomNumbers.OWN.value, "curves": [],
        "full": bank.options.full,
        "engine": bank.options.engine.value, "output": str(folder), "overwrite": True,
    }, model=bank.model)  # fmt: skip
