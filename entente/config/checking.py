"""Third step of a configuration: the composed tree is validated, and every violation is raised with its origin."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from entente.config.composition import Composition
from entente.config.output_folder import new_output_violation
from entente.config.problems import Layer, Origin, locate, origin_of, sort_by_origin
from entente.config.run_settings import RUN_PARAMETERS, Run
from entente.sim.model.situation import Settings
from entente.sim.validation.messages import number_between
from entente.sim.validation.number_texts import understand_number
from entente.sim.validation.validate import SettingsError, Violation, adapter, validate, violation

T = TypeVar("T")


def check(composition: Composition) -> tuple[Settings, Run]:
    """Return the settings and the run configuration of a composition.

    Raises:
        SettingsError: with every violation, those of the composition included, sorted by origin.
    """
    tree = composition.tree
    violations = list(composition.violations)

    def collect(make: Callable[[], T]) -> T | None:
        try:
            return make()
        except SettingsError as error:
            violations.extend(locate(one, _place_of(one.path, composition.layers)) for one in error.violations)
            return None

    run = collect(lambda: run_of(tree))
    wrong_paths = {one.path for one in violations}
    readable = {name: value for name, value in tree.items() if name not in wrong_paths}
    if wrong := new_output_violation(run or run_of(readable)):
        violations.append(locate(wrong, origin_of("output", composition.layers)))
    run = _with_files_beside(run, origin_of("plausible", composition.layers))
    settings = collect(lambda: _validate_settings(tree, composition.is_whole))
    if violations or run is None or settings is None:
        raise SettingsError(sort_by_origin(violations))
    return settings, run


def _with_files_beside(run: Run | None, origin: Origin | None) -> Run | None:
    """Return how to run, a file that a scenario names taken from the folder of the scenario, where there is one."""
    named = run.plausible if run is not None else None
    if run is None or not isinstance(named, str) or origin is None or origin.path is None:
        return run
    beside = origin.path.parent / named
    return replace(run, plausible=str(beside)) if beside.is_file() else run


def _place_of(path: str, layers: Sequence[Layer]) -> Origin | None:
    """Return where a path was said; who leads is missing where the organisations are."""
    said = origin_of(path, layers)
    return origin_of("organisations", layers) if said is None and path == "lead" else said


def _validate_settings(tree: Mapping[str, Any], is_whole: bool) -> Settings:
    """Return the settings of a composed tree; when its scenario is missing, validate each value on its own only."""
    values = {name: value for name, value in tree.items() if name not in RUN_PARAMETERS}
    if is_whole:
        return validate(values)
    settings: Settings = validate_with(adapter(), values, violation)
    return settings


def run_of(tree: Mapping[str, Any]) -> Run:
    """Return the run configuration of a composed tree."""
    values = {name: value for name, value in tree.items() if name in RUN_PARAMETERS}
    for name, value in values.items():
        if isinstance(value, bool) and RUN_PARAMETERS[name].kind is int:
            values[name] = str(value)  # pydantic would take true for 1
        elif isinstance(value, str) and (number := understand_number(value, RUN_PARAMETERS[name].kind)) is not None:
            values[name] = number
    run: Run = validate_with(_run_adapter(), values, _run_violation)
    return run


def validate_with(check: TypeAdapter[Any], tree: Mapping[str, Any], to_violation: Callable[[Any], Violation]) -> Any:
    """Validate a tree with pydantic.

    Raises:
        SettingsError: with the first error of each path, as ``to_violation`` puts it.
    """
    try:
        return check.validate_python(tree)
    except ValidationError as error:
        raise SettingsError(_first_of_each_path(map(to_violation, error.errors(include_url=False)))) from error


@cache
def _run_adapter() -> TypeAdapter[Run]:
    """Return the validator of run configurations."""
    Run.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]
    return TypeAdapter(Run)


def _first_of_each_path(violations: Iterable[Violation]) -> list[Violation]:
    """Return the first violation of each path."""
    return list({one.path: one for one in reversed(list(violations))}.values())[::-1]


def _run_violation(error: Mapping[str, Any]) -> Violation:
    """Turn one of pydantic's errors on a run configuration into a violation."""
    name = str(error["loc"][0])
    about, plain = RUN_PARAMETERS[name].about, violation({**error, "loc": (f"run.{name}",)})
    if about.low is None:
        return Violation(name, plain.problem, plain.expected, plain.nearest)
    expected = number_between(about.low, about.high or about.low, about.unit, whole=True)
    return Violation(name, plain.problem, expected)
