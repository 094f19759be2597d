"""How a parameter is declared: its range, unit, evidence grade, source and meaning, beside its default.

Everything that has to know a parameter (validation, ``entente list``, ``entente explain``, samplers, the
tables of the docs) reads it from here; nothing repeats it.
"""

from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from annotated_types import GroupedMetadata, Interval


class Grade(StrEnum):
    """How well a default is founded."""

    MEASURED = "measured"
    DERIVED = "derived"
    ASSUMED = "assumed"


MEASURED, DERIVED, ASSUMED = Grade.MEASURED, Grade.DERIVED, Grade.ASSUMED


@dataclass(frozen=True)
class About(GroupedMetadata):
    """What is known of one parameter: inclusive range (None: not a number), unit, grade, source, meaning."""

    low: float | None
    high: float | None
    unit: str
    grade: Grade
    source: str
    en: str
    fr: str

    def __iter__(self) -> Iterator[Interval]:
        """Give pydantic the range, so that validation reads the same declaration."""
        if self.low is not None:
            yield Interval(ge=self.low, le=self.high)

    def meaning(self, language: str) -> str:
        """Return the meaning in ``fr`` or ``en``."""
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True)
class Parameter:
    """One declared parameter, found by its dotted path (``<id>`` stands for an entry's own name)."""

    path: str
    kind: type
    default: Any
    about: About


def parameters(section: type, prefix: str = "") -> Iterator[Parameter]:
    """Walk a tree of dataclasses and yield every declared parameter in it, in the order of declaration."""
    hints = declared_types(section)
    for field in fields(section):
        path, kind = prefix + field.name, hints[field.name]
        if isinstance(kind, type) and is_dataclass(kind):
            yield from parameters(kind, f"{path}.")
        elif get_origin(kind) is dict and is_dataclass(get_args(kind)[1]):
            yield from parameters(get_args(kind)[1], f"{path}.<id>.")
        elif (about := about_of(kind)) is not None:
            yield Parameter(path, plain(kind), default_of(field), about)


@cache
def declared_types(section: type) -> dict[str, Any]:
    """Return the declared types of a section; reading them takes longer than all that is done with them."""
    return get_type_hints(section, include_extras=True)


def about_of(kind: Any) -> About | None:
    """Return the declaration that an ``Annotated`` type carries, or None."""
    if get_origin(kind) is Annotated:
        return next((mark for mark in kind.__metadata__ if isinstance(mark, About)), None)
    return next((found for part in get_args(kind) if (found := about_of(part))), None)


def plain(kind: Any) -> type:
    """Return the bare type of an annotation: ``Annotated[float | None, ...]`` gives ``float``."""
    if get_origin(kind) is Annotated:
        return plain(get_args(kind)[0])
    if get_origin(kind) is Union or type(kind).__name__ == "UnionType":
        return plain(next(part for part in get_args(kind) if part is not NoneType))
    return kind if isinstance(kind, type) and get_origin(kind) is None else get_origin(kind) or object


def default_of(field: Field[Any]) -> Any:
    """Return the default of a dataclass field, whether a value or a factory."""
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else None
