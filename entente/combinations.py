"""What is compared: every combination of the values that settings are given, each composed, all run alike."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override, Transformer
from hydra.errors import HydraException

from analysis.compare import MEASURES, USUAL
from entente.configuration import Configuration, configure
from entente.overrides import SHAPE
from entente.places import GROUPS
from entente.problems import Located, Origin, located, sort_by_origin
from entente.run_settings import RUN, Run
from sim.validation import SettingsError, Violation, nearest

MOST = 5000  # replicates that a wished precision may lead to, unless stated
NO_USE = ("by_organisation", "by_group")  # choices of how to run that mean nothing to a comparison


@dataclass(frozen=True)
class Axis:
    """A setting that takes several values: its path, the values as text, and what asks for each of them."""

    key: str
    labels: tuple[str, ...]
    asks: tuple[Any, ...]


@dataclass(frozen=True)
class Combination:
    """One value of each axis: its name, those values as text, and what is run."""

    name: str
    choices: Mapping[str, str]
    configuration: Configuration


@dataclass(frozen=True)
class Question:
    """What is compared, and how.

    Attributes:
        combinations: every one of them, in the order of the axes, the last axis first to change.
        axes: paths of the settings that differ.
        against: name of the combination that the others are compared with.
        measures: names of ``analysis.compare.MEASURES``.
        run: how each is run.
        until: half-width wished for the intervals of final mobilisation, or None.
        most: replicates that this may lead to.
        overrides: what was asked for, as text.
    """

    combinations: tuple[Combination, ...]
    axes: tuple[str, ...]
    against: str
    measures: tuple[str, ...]
    run: Run
    until: float | None
    most: int
    overrides: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """Return the names of the combinations."""
        return [one.name for one in self.combinations]


def question(
    overrides: Sequence[str] = (), values: Mapping[str, Any] | None = None, *, against: str | None = None,
    measures: Iterable[str] = (), until: float | None = None, most: int | None = None,
    said_by: str = "command_line",
) -> Question:  # fmt: skip
    """Return what a comparison is asked for.

    Args:
        overrides: texts in Hydra's grammar; several values (``a=1,2``, ``range(1,5)``, ``choice(a,b)``) make an axis.
        values: the same as dotted paths with Python values; a list or a tuple makes an axis.
        against: name of the combination that the others are compared with; None: the first.
        measures: summaries to compare beside the usual ones.
        until: half-width wished for the 95 % intervals of final mobilisation.
        most: replicates that this may lead to.
        said_by: what to call the origin of all this.

    Raises:
        SettingsError: with every violation.
    """
    values, origin = values or {}, Origin(said_by)
    violations, axes = [], list[Axis]()
    for one in (*map(axis, overrides), *(axis_of_values(key, given) for key, given in values.items())):
        if isinstance(one, Violation):
            violations.append(one)
        elif one:
            axes.append(one)
    violations += wrong_axes(axes, overrides, values)
    if not violations and all(len(one.labels) < 2 for one in axes):
        example = "several values of a setting, such as leadership=shared,broker"
        violations.append(Violation("compare", "there is nothing to compare", example))
    wanted = tuple(dict.fromkeys([*USUAL, *measures]))
    violations += misnamed("measure", wanted, MEASURES)
    told = {one.path for one in violations}
    found = [located(one, origin) for one in violations]
    combinations: tuple[Combination, ...] = ()
    try:
        combinations = composed(axes, overrides, values, said_by)
        run = combinations[0].configuration.run
        asked = [] if against is None else [against]
        more = (*misnamed("against", asked, [one.name for one in combinations]), *unreachable(until, most, run))
        found += [located(one, origin) for one in more]
    except SettingsError as error:
        found += [one for one in error.violations if isinstance(one, Located) and one.path not in told]
    if found:
        raise SettingsError(sort_by_origin(found))
    names = [one.name for one in combinations]
    said = (*overrides, *(f"{key}={given}" for key, given in values.items()))
    limit = max(most or MOST, run.replicates)
    return Question(combinations, tuple(one.key for one in axes), against or names[0], wanted, run, until, limit, said)


def axis(text: str) -> Axis | Violation | None:
    """Return the axis that an override makes, or None when it gives one value or cannot be read."""
    shape = SHAPE.fullmatch(text)
    if not shape or not shape["value"] or shape["mark"] == "~":
        return None
    try:
        override = OverridesParser.create().parse_override(f"x{shape['value']}")
    except HydraException:
        return None  # whoever reads it as one value says what is wrong with it
    if not override.is_sweep_override():
        return None
    key = shape["key"]
    if not listed(override):
        said = shape["value"][1:]
        return Violation(key, f"{said} does not name its values in order", "such as a,b or range(1,5) or choice(a,b)")
    texts = [str(one) for one in override.sweep_iterator(Transformer.encode)]
    return Axis(key, tuple(one.strip("'\"") for one in texts), tuple(f"{key}={one}" for one in texts))


def listed(override: Override) -> bool:
    """Tell whether a sweep names its values, the same in the same order each time."""
    return (override.is_choice_sweep() or override.is_range_sweep()) and not override.value().shuffle  # type: ignore[union-attr]


def axis_of_values(key: str, given: Any) -> Axis | None:
    """Return the axis that a list of Python values makes, or None for a single value."""
    if not isinstance(given, list | tuple):
        return None
    return Axis(key, tuple("null" if one is None else str(one) for one in given), tuple(given))


def wrong_axes(axes: Sequence[Axis], overrides: Sequence[str], values: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield what is wrong with the axes themselves."""
    said = [shape["key"] for text in overrides if (shape := SHAPE.fullmatch(text))] + list(values)
    for one in axes:
        if one.key in RUN:
            yield Violation(one.key, "it is the same for all combinations", "one value")
        if said.count(one.key) > 1:
            yield Violation(one.key, f"{one.key} is said twice")
        for label in dict.fromkeys(one.labels):
            if one.labels.count(label) > 1:
                yield Violation(one.key, f"{label} is said twice")
    for key in dict.fromkeys(said):
        if key in NO_USE:
            yield Violation(key, "this command decides it itself")


def composed(
    axes: Sequence[Axis], overrides: Sequence[str], values: Mapping[str, Any], said_by: str
) -> tuple[Combination, ...]:
    """Compose every combination.

    Raises:
        SettingsError: with what is wrong in any of them, each thing once.
    """
    found, violations = [], list[Located]()
    swept = {one.key for one in axes}
    for ranks in product(*(range(len(one.labels)) for one in axes)):
        picked = {one.key: (one.asks[rank], one.labels[rank]) for one, rank in zip(axes, ranks, strict=True)}
        words = [picked[key][0] if (key := key_of(text)) in swept else text for text in overrides]
        mine = {key: picked[key][0] if key in swept else given for key, given in values.items()}
        choices = {key: label for key, (_, label) in picked.items()}
        try:
            found.append(Combination(name_of(choices), choices, configure(words, mine, said_by)))
        except SettingsError as error:
            violations += [one for one in error.violations if isinstance(one, Located)]
    if violations:
        raise SettingsError(sort_by_origin(violations))
    return tuple(found)


def key_of(text: str) -> str:
    """Return the path that an override changes."""
    shape = SHAPE.fullmatch(text)
    return shape["key"] if shape else text


def name_of(choices: Mapping[str, str]) -> str:
    """Return the name of a combination, such as ``shared+leadership.hours=20``; an option of a group goes alone."""
    return "+".join(label if key in (*GROUPS, "scenario") else f"{key}={label}" for key, label in choices.items())


def misnamed(what: str, said: Iterable[str], known: Iterable[str]) -> Iterator[Violation]:
    """Yield a violation for each name that there is not."""
    valid = list(known)
    for name in said:
        if name not in valid:
            close = tuple(one for one in nearest(name, valid) if one in valid)
            yield Violation(what, f"{name!r} is not possible", f"one of {', '.join(valid)}", close)


def unreachable(until: float | None, most: int | None, run: Run) -> Iterator[Violation]:
    """Yield what is wrong with the precision wished for."""
    if until is not None and not 0 < until < 1:
        yield Violation("until", f"{until} is not possible", "ci=... between 0 and 1, such as ci=0.01")
    if most is not None and until is None:
        yield Violation("most", "it needs until", "until ci=..., such as ci=0.01")
    if most is not None and most < run.replicates:
        yield Violation("most", f"{most} is not possible", f"at least {run.replicates}")
