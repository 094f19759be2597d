"""The lessons as a page holds them: their steps as data, their changes as choices, their scenario by its id."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from entente.config.scenario_files import load_scenario
from entente.config.twins import read_twin, request_of
from entente.config.yaml_files import Document
from entente.page.lesson_steps import ChangeStep, Lesson
from entente.page.lessons import lesson_paths, read_lesson, scenario_place
from entente.page.names import text_or
from entente.page.scenarios import OWN_SCENARIO
from entente.page.tables import page_choices
from entente.sim.model.situation import Text

OWN_LESSON = "own"
_FIRST = ("workshop",)  # in the list of lessons


def lessons_of_page(own: Path | None) -> list[dict[str, Any]]:
    """Return the lessons of a page: one's own, given by its file, then those that are shipped.

    Returns:
        For each its ``id``, the id of its ``scenario``, ``title`` and ``summary`` in both languages, ``minutes`` and
        ``steps``: what its file says of each (``entente.page.lesson_steps``), texts in both languages, a change as
        ``choices``, of the scenario and of its ``twin``.

    Raises:
        SettingsError: with everything that is wrong in one's own.
    """
    paths = lesson_paths()
    names = sorted(paths, key=lambda name: (name not in _FIRST, name))
    mine = [] if own is None else [lesson_on_page(*read_lesson(own), OWN_LESSON)]
    return [*mine, *(lesson_on_page(*read_lesson(paths[name]), name) for name in names)]


def lesson_on_page(lesson: Lesson, document: Document, called: str) -> dict[str, Any]:
    """Return what a page holds of a lesson, under a name of its own."""
    place = scenario_place(lesson, document)
    scenario = load_scenario(place, None)
    title = lesson.title if any(asdict(lesson.title).values()) else Text(**scenario.values.get("title", {}))
    return {
        "id": called,
        "scenario": lesson.scenario if place == lesson.scenario else OWN_SCENARIO,
        "title": text_or(title, scenario.name.replace("_", " ")),
        "summary": text_or(lesson.summary, ""),
        "minutes": sum(step.minutes for step in lesson.steps),
        "steps": [step_on_page(step, document, rank, place) for rank, step in enumerate(lesson.steps)],
    }


def step_on_page(step: Any, document: Document, rank: int, scenario: str) -> dict[str, Any]:
    """Return what a page holds of a step."""
    found = _with_texts(asdict(step))
    if isinstance(step, ChangeStep):
        del found["overrides"]
        found["choices"] = found["twin"] = None
        if step.overrides:
            request = request_of(step.overrides, document, f"steps.{rank}.overrides")
            found["choices"] = page_choices(request)
            twin, _ = read_twin(load_scenario(scenario, None))
            if twin is not None and step.beside == "twin":
                found["twin"] = choices_over(found["choices"], page_choices(twin.request))
    return found


def choices_over(choices: dict[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    """Return choices of a page and then others, which have the last word: nothing changes in what they take out."""
    gone = tuple(later["removed"])
    kept = {path: value for path, value in choices["changes"].items()
            if path not in gone and not path.startswith(tuple(f"{one}." for one in gone))}  # fmt: skip
    removed = [*choices["removed"], *(one for one in gone if one not in choices["removed"])]
    return {**choices, **later, "removed": removed, "changes": {**kept, **later["changes"]}}


def _with_texts(value: Any) -> Any:
    """Return what a step says, each text in both languages."""
    if isinstance(value, dict):
        if set(value) == {"fr", "en"}:
            return text_or(Text(**value), "")
        return {name: _with_texts(one) for name, one in value.items()}
    return [_with_texts(one) for one in value] if isinstance(value, list | tuple) else value
