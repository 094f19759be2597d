"""The options of the figures of ``entente draw``, declared like parameters and parsed like overrides."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from entente.config.run_settings import bool_as_word, choice
from entente.sim.model.declare import Parameter, parameters
from entente.sim.validation.messages import message, number_between, one_of
from entente.sim.validation.validate import SettingsError, Violation, violation

_NAME = re.compile(r"\w+")
_LONGEST = 520  # weeks, the longest horizon there is


class By(StrEnum):
    """What makes the groups of the wheel."""

    SECTOR = "sector"
    TERRITORY = "territory"


class Parts(StrEnum):
    """What makes the panels of the figure of groups."""

    SECTOR = "sector"
    TERRITORY = "territory"
    ORGANISATION = "organisation"


class FigureSize(StrEnum):
    """What a figure is drawn for."""

    PAGE = "page"
    SLIDE = "slide"


SIZE = choice("page, to be printed, or slide, for a projector: 16:9, 1920 × 1080, large letters",
              "page, pour imprimer, ou slide, pour projeter : 16:9, 1920 × 1080, en grandes lettres")  # fmt: skip
OUTPUT = choice("Where to write, without suffix (null: in the folder of the results)",
                "Où écrire, sans suffixe (null : dans le dossier des résultats)")  # fmt: skip


@dataclass
class Wheel:
    """The wheel of the six conditions."""

    weeks: (
        list[
            Annotated[
                int,
                choice("Dates laid over one another, up to five (null: a quarter, the middle and the end)",
                       "Dates à superposer, jusqu'à cinq (null : un trimestre, le milieu et la fin)", 1, _LONGEST),
            ]
        ]
        | None
    ) = None  # fmt: skip
    by: Annotated[
        By | None, choice("Groups laid over one another instead of dates", "Groupes à superposer au lieu de dates")
    ] = None
    week: Annotated[
        int | None,
        choice("Date at which groups are seen (null: the end)", "Date où les groupes sont vus (null : la fin)",
               1, _LONGEST),
    ] = None  # fmt: skip
    names: Annotated[
        list[str] | None, choice("Which groups, up to five (null: those with the most organisations)",
                                 "Quels groupes, jusqu'à cinq (null : ceux qui ont le plus d'organisations)")
    ] = None  # fmt: skip
    size: Annotated[FigureSize, SIZE] = FigureSize.PAGE
    output: Annotated[str | None, OUTPUT] = None


@dataclass
class Timeline:
    """The event log of one replicate."""

    replicate: Annotated[
        int | None, choice("Which replicate (null: the one whose area under the curve is the median)",
                           "Quel réplicat (null : celui dont l'aire sous la courbe est la médiane)", 0, 10_000_000)
    ] = None  # fmt: skip
    size: Annotated[FigureSize, SIZE] = FigureSize.PAGE
    output: Annotated[str | None, OUTPUT] = None


@dataclass
class Groups:
    """Mobilisation of parts of the partnership."""

    by: Annotated[Parts, choice("What makes a group", "Ce qui fait un groupe")] = Parts.SECTOR
    names: Annotated[
        list[str] | None, choice("Which ones, up to twelve (null: all; for organisations, they must be said)",
                                 "Lesquels, jusqu'à douze (null : tous ; pour des organisations, il faut les dire)")
    ] = None  # fmt: skip
    size: Annotated[FigureSize, SIZE] = FigureSize.PAGE
    output: Annotated[str | None, OUTPUT] = None


@dataclass
class MobilisationCurve:
    """Mobilisation of a run."""

    size: Annotated[FigureSize, SIZE] = FigureSize.PAGE
    output: Annotated[str | None, OUTPUT] = None


@dataclass
class Compared:
    """Mobilisation of several finished runs."""

    size: Annotated[FigureSize, SIZE] = FigureSize.PAGE
    output: Annotated[str | None, OUTPUT] = None


_EXAMPLES = {"wheel": "weeks=[13,78]", "timeline": "replicate=0", "groups": "by=sector", "mobilisation": "size=slide",
             "compare": "size=slide"}  # fmt: skip
SPECS: dict[str, type] = {"wheel": Wheel, "timeline": Timeline, "groups": Groups, "mobilisation": MobilisationCurve,
                          "compare": Compared}  # fmt: skip


@cache
def figure_options(figure: str) -> Mapping[str, Parameter]:
    """Return the options of a figure by name."""
    return {one.path: one for one in parameters(SPECS[figure])}


def spec_of(figure: str, words: Sequence[str] = (), values: Mapping[str, Any] | None = None) -> Any:
    """Return the options of a figure, validated.

    Args:
        figure: one of ``SPECS``.
        words: texts such as ``weeks=[13,78]``.
        values: the same as Python values; those that are None are left out.

    Raises:
        SettingsError: with everything that is wrong.
    """
    from entente.config.overrides import to_builtin

    tree: dict[str, Any] = {name: to_builtin(one) for name, one in (values or {}).items() if one is not None}
    wrong: list[Violation] = []
    for word in words:
        found = _parse_option(figure, word)
        if isinstance(found, Violation):
            wrong.append(found)
        else:
            tree[found[0]] = found[1]
    wrong += [_unknown_option(figure, name) for name in tree if name not in figure_options(figure)]
    known = {name: _prepare(figure, name, value) for name, value in tree.items() if name in figure_options(figure)}
    try:
        spec = _validate(figure, known)
    except SettingsError as error:
        wrong += error.violations
    if wrong:
        raise SettingsError(wrong)
    return spec


def _parse_option(figure: str, word: str) -> tuple[str, Any] | Violation:
    """Read one word of the command line: the name and the value of an option, or what is wrong with it."""
    name, equals, text = word.partition("=")
    example = message("name=value, such as {example}", example=_EXAMPLES[figure])
    if not equals or not _NAME.fullmatch(name):
        return Violation(word, message("it cannot be read as an override"), example, _nearest_options(figure, name))
    if name not in figure_options(figure):
        return _unknown_option(figure, name)
    from entente.config.overrides import parse_value  # Hydra: not for the help

    several = _takes_list(figure, name) and text not in {"null", ""} and not text.startswith("[")
    given = parse_value(name, f"[{text}]" if several else text)
    return given if isinstance(given, Violation) else (name, given.value)


def _unknown_option(figure: str, name: str) -> Violation:
    """Return the violation of an option that a figure does not have."""
    return Violation(name, message("no such setting"), one_of(figure_options(figure)), _nearest_options(figure, name))


def _nearest_options(figure: str, name: str) -> tuple[str, ...]:
    """Return the options of a figure whose names look like this one."""
    return tuple(get_close_matches(name, figure_options(figure), cutoff=0.5))


def _takes_list(figure: str, name: str) -> bool:
    """Tell whether an option takes a list."""
    hint = get_type_hints(SPECS[figure])[name]
    return any(get_origin(part) is list for part in (hint, *get_args(hint)))


def _prepare(figure: str, name: str, value: Any) -> Any:
    """Return a value as validation expects it: one alone in a list of its own, true and false not taken for 1 and 0."""
    if _takes_list(figure, name):
        value = value if isinstance(value, list) or value is None else [value]
        return value if value is None else [str(one) if isinstance(one, bool) else one for one in value]
    return bool_as_word(value)


def _validate(figure: str, tree: Mapping[str, Any]) -> Any:
    """Return the options of a tree of values.

    Raises:
        SettingsError: with the first thing wrong of each option.
    """
    from pydantic import TypeAdapter

    from entente.config.checking import validate_with

    def wording(error: Mapping[str, Any]) -> Violation:
        return _to_violation(figure, error)

    return validate_with(TypeAdapter(SPECS[figure]), tree, wording)


def _to_violation(figure: str, error: Mapping[str, Any]) -> Violation:
    """Turn one of pydantic's errors into a violation in our words."""
    name = str(error["loc"][0])
    about, said = figure_options(figure)[name].about, violation({**error, "loc": (f"draw.{name}",)})
    if about.low is None:
        return replace(said, path=name)
    return Violation(
        name,
        said.problem,
        number_between(about.low, about.high, whole=True),
    )
