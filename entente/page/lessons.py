"""The lessons of the page, and one's own: read from their files, checked whole, each problem with its line."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from entente.config.configuration import Configuration, configure
from entente.config.problems import Located, Origin, attempt, locate, of_other_paths, sort_by_origin
from entente.config.scenario_files import load_scenario
from entente.config.twins import origin_in, read_twin, request_of
from entente.config.yaml_files import Document, UnreadableError, read_yaml
from entente.page.lesson_steps import STEP_KINDS, AskStep, ChangeStep, CompareStep, Lesson, PlayStep, RoleStep, Sentence
from entente.sim.model.measures import SERIES
from entente.sim.model.situation import Settings
from entente.sim.validation.messages import message, not_possible, number_between, one_of
from entente.sim.validation.validate import SettingsError, adapter, expectation, nearest

LESSONS = Path(__file__).with_name("lessons")
LONGEST = 120  # minutes of one step


def lesson_paths() -> dict[str, Path]:
    """Return the files of the shipped lessons by name."""
    return {path.stem: path for path in sorted(LESSONS.glob("*.yaml"))}


def read_lesson(path: Path) -> tuple[Lesson, Document]:
    """Return the lesson that a file holds, and the file as read.

    Raises:
        SettingsError: with everything that is wrong in it: its form, its weeks, its changes, what it names.
    """
    try:
        document = read_yaml(path)
    except UnreadableError as error:
        where = Origin("file", path, error.line, error.column)
        raise SettingsError([Located("lesson", error.problem, message("a lesson in YAML"), origin=where)]) from error
    try:
        lesson = lesson_adapter().validate_python(document.tree)
    except ValidationError as error:
        raise SettingsError([wrong_form(one, document) for one in error.errors(include_url=False)]) from error
    origin = origin_in(document, "scenario")
    found, refused = attempt(lambda: configure([], {"scenario": scenario_place(lesson, document)}, "arguments"))
    if found is None:
        raise SettingsError(Located(one.path, one.problem, one.expected, one.nearest, origin) for one in refused)
    violations = [*wrong_steps(lesson, document, found), *wrong_changes(lesson, document)]
    if violations:
        raise SettingsError(sort_by_origin(violations))
    return lesson, document


@cache
def lesson_adapter() -> TypeAdapter[Lesson]:
    """Return the validator of lessons; texts may have no other entries than languages, as in settings."""
    adapter()
    return TypeAdapter(Lesson)


def scenario_place(lesson: Lesson, document: Document) -> str:
    """Return the scenario of a lesson: its name, or its path, which is taken from the folder of the lesson."""
    beside = document.path.parent / lesson.scenario
    return str(beside) if beside.is_file() else lesson.scenario


def lesson_violation(
    document: Document, path: str, problem: str, expected: str = "", close: tuple[str, ...] = ()
) -> Located:
    """Return a violation of a lesson, with its place."""
    return Located(path, problem, expected, close, origin_in(document, path))


def wrong_form(error: Mapping[str, Any], document: Document) -> Located:
    """Turn one of pydantic's errors into a violation."""
    loc = [str(part) for part in error["loc"]]
    if loc[:1] == ["steps"] and loc[2:3] and loc[2] in STEP_KINDS:
        del loc[2]  # which of the kinds of steps it was checked as
    path = ".".join(loc)
    kind = str(error["type"])
    if kind == "unexpected_keyword_argument":
        return lesson_violation(
            document, path, message("no such entry"), message("an entry of a lesson (docs/lessons.md)")
        )
    if kind.startswith("missing"):
        return lesson_violation(document, path, message("it is missing"))
    if kind.startswith("union_tag"):
        said = error["input"].get("kind") if isinstance(error["input"], Mapping) else error["input"]
        close = tuple(one for one in nearest(str(said), STEP_KINDS) if one in STEP_KINDS)
        return lesson_violation(document, f"{path}.kind", not_possible(said), one_of(STEP_KINDS), close)
    return lesson_violation(document, path, not_possible(error["input"]), expectation(["lesson"], error))


def wrong_steps(lesson: Lesson, document: Document, found: Configuration) -> Iterator[Located]:
    """Yield what is wrong with the steps of a lesson: minutes, weeks, bets, organisations, a twin that is not there."""
    has_twin = read_twin(load_scenario(scenario_place(lesson, document), None))[0] is not None
    if not lesson.steps:
        yield lesson_violation(document, "steps", message("it holds no steps"))
    for rank, step in enumerate(lesson.steps):
        path = f"steps.{rank}"
        yield from wrong_numbers(step, path, document, found.settings)
        if isinstance(step, RoleStep):
            yield from wrong_organisations(step, path, document, found.settings)
        if wants_twin(step) and not has_twin:
            problem = message("{name} declares no twin", name=lesson.scenario)
            yield lesson_violation(document, path, problem, message("a scenario that declares one"))
        if isinstance(step, AskStep):
            yield from wrong_bet(step, path, document)


def wrong_numbers(step: Any, path: str, document: Document, settings: Settings) -> Iterator[Located]:
    """Yield the minutes and the weeks of a step that cannot be."""
    if not 0 < step.minutes <= LONGEST:
        wanted = number_between(0, LONGEST, "min")
        yield lesson_violation(document, f"{path}.minutes", not_possible(step.minutes), wanted)
    for name, week in weeks_of(step):
        if week is not None and not 1 <= week <= settings.weeks:
            wanted = number_between(1, settings.weeks, whole=True)
            yield lesson_violation(document, f"{path}.{name}", not_possible(week), wanted)


def wrong_organisations(step: RoleStep, path: str, document: Document, settings: Settings) -> Iterator[Located]:
    """Yield the organisations of the tables that the scenario does not have."""
    for name in step.organisations:
        if name not in settings.organisations:
            close = tuple(one for one in nearest(name, settings.organisations) if one in settings.organisations)
            wanted = message("an organisation of the scenario")
            yield lesson_violation(document, f"{path}.organisations", not_possible(name), wanted, close)


def weeks_of(step: Any) -> Iterator[tuple[str, int | None]]:
    """Yield the weeks that a step names."""
    for name in ("until", "draw", "week"):
        if hasattr(step, name):
            yield name, getattr(step, name)
    if isinstance(step, RoleStep):
        yield "weeks", step.week + step.weeks - 1
    if isinstance(step, AskStep) and step.decided_by is not None:
        yield from (("decided_by.weeks", week) for week in step.decided_by.weeks)
        yield from (("decided_by.than", week) for week in step.decided_by.than or ())


def wants_twin(step: Any) -> bool:
    """Tell whether a step shows the twin."""
    if isinstance(step, PlayStep | ChangeStep):
        return "twin" in (getattr(step, "of", ""), getattr(step, "beside", ""))
    return isinstance(step, CompareStep) or (
        isinstance(step, AskStep) and step.decided_by is not None and step.decided_by.beside == "twin"
    )


def wrong_bet(step: AskStep, path: str, document: Document) -> Iterator[Located]:
    """Yield what is wrong with what is bet: a curve, or sentences of which exactly one is true of each number."""
    if (step.draw is None) == (not step.choices) or bool(step.choices) != (step.decided_by is not None):
        wanted = message("draw, or choices and decided_by")
        yield lesson_violation(document, path, message("it does not say what is bet"), wanted)
        return
    if step.decided_by is not None and step.decided_by.series not in SERIES:
        name = step.decided_by.series
        close = tuple(one for one in nearest(name, SERIES) if one in SERIES)
        wanted = message("a weekly series (entente list measures)")
        yield lesson_violation(document, f"{path}.decided_by.series", not_possible(name), wanted, close)
    if step.choices and not cover_every_number(step.choices):
        wanted = message("each up_to is the next above; nothing under the first and over the last")
        yield lesson_violation(
            document, f"{path}.choices", message("not exactly one of them is true of each number"), wanted
        )


def cover_every_number(choices: list[Sentence]) -> bool:
    """Tell whether exactly one of some sentences is true of each number, in one order or in the other."""
    up = choices if choices[0].above is None else choices[::-1]
    bounds = [one.up_to for one in up[:-1]]
    inner = all(bound is not None and after.above == bound for bound, after in zip(bounds, up[1:], strict=True))
    rising = inner and all(low < high for low, high in pairwise(bounds))  # type: ignore[operator]
    return len(up) > 1 and rising and up[0].above is None and up[-1].up_to is None


def wrong_changes(lesson: Lesson, document: Document) -> Iterator[Located]:
    """Yield what is wrong with the changes of a lesson, and bets on a change that never comes."""
    for rank, step in enumerate(lesson.steps):
        waits = isinstance(step, AskStep) and step.decided_by is not None and step.decided_by.beside == "before"
        if waits and not any(isinstance(one, ChangeStep) for one in lesson.steps[rank:]):
            wanted = message("a step of the kind {kind} after it", kind="change")
            yield lesson_violation(document, f"steps.{rank}.decided_by.beside", message("nothing is changed"), wanted)
        if not isinstance(step, ChangeStep) or not step.overrides:
            continue
        path, scenario = f"steps.{rank}.overrides", scenario_place(lesson, document)
        request = request_of(step.overrides, document, path)
        yield from request.violations
        _, refused = attempt(partial(configure, step.overrides, {"scenario": scenario}, "arguments"))
        for one in of_other_paths(refused, request.violations):
            yield locate(replace(one, origin=None), request.said_at(one.path))
