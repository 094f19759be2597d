"""Bad settings are refused with every violation at once: where, what, what was expected, the nearest valid names."""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from entente.sim.model.declare import about_of, plain
from entente.sim.model.situation import Settings
from entente.sim.validation.changeable import CHANGEABLE, is_changeable, lever_errors
from entente.sim.validation.contradictions import contradictions, mapping
from entente.sim.validation.messages import message, not_possible, number_between, one_of
from entente.sim.validation.number_texts import (
    NO_MAPPINGS,
    kind_at,
    number_with_comma,
    understand_number,
    understand_numbers,
)
from entente.sim.validation.violations import (
    SettingsError,
    Violation,
    every_path,
    names_at,
    nearest,
    new_name,
    sections,
    steps,
    unknown_name,
)

__all__ = [
    "CHANGEABLE", "SettingsError", "Violation", "adapter", "as_tree", "every_path", "names_at", "nearest", "steps",
    "unknown_name", "validate", "violation",
]  # fmt: skip

MOST_SUGGESTED = 50  # violations with the nearest names: looking for one takes a millisecond, and files have 60,000
_WANTED = {  # what each type of pydantic's errors wanted
    "bool_type": message("on or off"),
    "bool_parsing": message("on or off"),
    "string_type": message("a text"),
    "list_type": message("a list, such as [a,b]"),
    "dict_type": message("entries (name: value)"),
    "dataclass_type": message("entries (name: value)"),
    "int_type": message("a whole number"),
    "int_parsing": message("a whole number"),
    "int_from_float": message("a whole number"),
    "float_type": message("a number"),
    "float_parsing": message("a number"),
    "finite_number": message("a finite number"),
}


def validate(tree: Mapping[str, Any]) -> Settings:
    """Return the settings that a bare tree of values describes.

    Raises:
        SettingsError: with every violation: unknown names, wrong types, values out of range, contradictions.
    """
    violations: list[Violation] = []
    settings, tree = None, understand_numbers(tree)
    try:
        settings = adapter().validate_python(tree)
    except ValidationError as error:
        found = error.errors(include_url=False)
        violations = [violation(one, suggest=place < MOST_SUGGESTED) for place, one in enumerate(found)]
    told = {one.path for one in violations}
    violations += [one for one in (*truths(tree), *contradictions(tree), *moves(tree)) if one.path not in told]
    if settings is None or violations:
        raise SettingsError(violations)
    for change in settings.changes.values():
        change.set = {path: coerce(path.split("."), value) for path, value in change.set.items()}
    return settings


def as_tree(settings: Settings) -> dict[str, Any]:
    """Return settings as a bare tree of built-in values, which ``validate`` takes back."""
    return dict(adapter().dump_python(settings, mode="json"))


@cache
def adapter() -> TypeAdapter[Settings]:
    """Return the validator made from the declarations, unknown names forbidden at every level."""
    for section in sections(Settings):
        section.__pydantic_config__ = ConfigDict(extra="forbid", allow_inf_nan=False)  # type: ignore[attr-defined]
    return TypeAdapter(Settings)


def violation(error: Mapping[str, Any], *, suggest: bool = True) -> Violation:
    """Turn one of pydantic's errors into a violation in the words of the declarations, with the nearest valid names."""
    parts = [str(part) for part in error["loc"] if part != "[key]"]
    path = ".".join(parts)
    if error["type"] in {"unexpected_keyword_argument", "extra_forbidden"}:
        return unknown_name(path, suggest=suggest) or Violation(path, message("no such setting"))
    got = error["input"]
    right = right_values(path, got, error) if suggest else ()
    return Violation(path, not_possible(got), expectation(parts, error), right)


def expectation(parts: list[str], error: Mapping[str, Any]) -> str:
    """Say what was expected: the declared range and unit, or the choices, or what pydantic wanted."""
    try:
        kind = names_at(parts)[1]
        about = about_of(kind)
    except KeyError:
        about = None
    if about is not None and about.low is not None:
        return number_between(about.low, about.high or about.low, about.unit, whole=plain(kind) is int)
    if error["type"] == "enum":
        return one_of(choices_of(error))
    return _WANTED.get(error["type"]) or str(error["msg"][0].lower() + error["msg"][1:])


def right_values(path: str, got: Any, error: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the valid choices nearest to a wrong one, or the number that a decimal comma stands for."""
    if error["type"] != "enum":
        number = number_with_comma(got, kind_at(path)) if isinstance(got, str) else None
        return () if number is None else (f"{number:.15g}",)
    return nearest(str(got), choices_of(error))


def choices_of(error: Mapping[str, Any]) -> list[str]:
    """Return the valid choices that one of pydantic's errors names."""
    return str(error["ctx"]["expected"]).replace("'", "").replace(" or ", ", ").split(", ")


def truths(tree: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[Violation]:
    """Yield the numbers that are given as true or false, which pydantic would take for 1 or 0 (``hours: yes``)."""
    for name, value in tree.items():
        if isinstance(value, bool):
            path = (*above, str(name))
            if takes_number(path):
                yield Violation(
                    ".".join(path),
                    not_possible(value),
                    expectation(list(path), {"type": "float_type", "msg": ""}),
                )
        elif not isinstance(value, NO_MAPPINGS) and isinstance(value, Mapping):
            yield from truths(value, (*above, str(name)))


@lru_cache(maxsize=4096)  # the points of a study have their paths in common
def takes_number(path: tuple[str, ...]) -> bool:
    """Tell whether what is at a path is a number; an unknown name is none, and is reported with the others."""
    try:
        return plain(names_at(path)[1]) in {int, float}
    except KeyError:
        return False


def moves(tree: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield what is impossible among the changes of settings and the levers."""
    for name, one in mapping(tree.get("changes")).items():
        yield from change_errors(f"changes.{name}", mapping(one))
    for name, one in mapping(tree.get("levers")).items():
        yield from lever_errors(f"levers.{name}", mapping(one), tree)


def change_errors(path: str, change: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield what is impossible in one change of settings."""
    for target, value in mapping(change.get("set")).items():
        if not is_changeable(str(target), (int, float, bool)):
            wrong = unknown_name(str(target))
            if now := new_name(str(target)):
                yield Violation(f"{path}.set.{target}", message("it has another name now"), now, (now,))
                continue
            wanted = message("a parameter of {names}", names=", ".join(sorted(CHANGEABLE)))
            close = wrong.nearest if wrong else ()
            yield Violation(f"{path}.set.{target}", message("cannot change during a run"), wanted, close)
            continue
        try:
            coerce(str(target).split("."), value)
        except ValidationError as error:
            found = violation(error.errors(include_url=False)[0])
            yield Violation(f"{path}.set.{target}", found.problem, found.expected, found.nearest)


def coerce(parts: list[str], value: Any) -> Any:
    """Return a value of one parameter as validation takes it: ``off`` as False, say."""
    number = understand_number(value, kind_at(".".join(parts))) if isinstance(value, str) else None
    found: Any = adapter().validate_python(minimal(parts, value if number is None else number))
    for part in parts:
        found = getattr(found, part)
    return found


def minimal(parts: list[str], value: Any) -> dict[str, Any]:
    """Return the smallest tree that gives one dotted path a value."""
    tree: dict[str, Any] = {parts[-1]: value}
    for part in reversed(parts[:-1]):
        tree = {part: tree}
    return tree
