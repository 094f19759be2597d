"""The axes of a study: settings that take several values, listed or anywhere between two, chosen or not."""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, isfinite
from typing import Any, NamedTuple

from hydra.core.override_parser import types as hydra_types
from hydra.errors import HydraException

from entente.analysis.plotting.setting_names import declaration_of, setting_title
from entente.config.limits import oversize_words
from entente.config.overrides import (
    CHOICES,
    OVERRIDE_SHAPE,
    SWITCHES,
    TWIN,
    Override,
    override_key,
    parse_hydra_value,
    parse_override,
    to_builtin,
)
from entente.config.run_settings import RUN_PARAMETERS
from entente.sim.model.declare import about_of, plain
from entente.sim.validation.messages import Count, Message, message, quote_shortly
from entente.sim.validation.number_texts import (
    kind_at,
    number_with_comma,
    understand_number,
    write_percents_as_numbers,
)
from entente.sim.validation.validate import Violation, names_at, steps

MOST_EXACT = 2**53  # below which each whole number is a number of its own with decimals too
PLAIN_NUMBER = re.compile(r"[+-]?(0|[1-9][0-9]*)(\.[0-9]+)?(e[+-]?[0-9]+)?", re.IGNORECASE)
_PLAIN = re.compile(r"[\w./-]+")  # words that need no quotes
MOST_VALUES = 1_000  # listed for one axis: each is checked beforehand, which takes a thousandth of a second
MOST_COMPOSED = 1_000  # composed anew, which takes up to a tenth of a second for each
EXAMPLE = message("values such as a,b or range(1,5) or choice(a,b)")


class Role(StrEnum):
    """Whether somebody chooses the value of an axis, or nobody controls it."""

    LEVER = "lever"
    UNCERTAINTY = "uncertainty"


class Interval(NamedTuple):
    """Every value from ``low`` to ``high``."""

    low: float
    high: float


@dataclass(frozen=True)
class Axis:
    """A setting that takes several values.

    Attributes:
        key: its dotted path, or the name of a group (``leadership``, ``scenario``...).
        labels: its values as text; the two ends of an interval.
        asks: what asks for each of them: an override, or a value given from Python.
        interval: the interval, or None when the values are listed.
        role: whether it is chosen, or beyond control.
    """

    key: str
    labels: tuple[str, ...]
    asks: tuple[Any, ...]
    interval: Interval | None = None
    role: Role = Role.LEVER

    @property
    def values(self) -> tuple[Any, ...]:
        """Return its values, as a tree of settings has them."""
        return tuple(value_of(ask, self.key) for ask in self.asks)

    @property
    def is_choice(self) -> bool:
        """Tell whether its values are options of a group, so that each is composed anew."""
        return self.key in CHOICES

    @property
    def is_whole(self) -> bool:
        """Tell whether the setting takes whole numbers only."""
        return not self.is_choice and plain(names_at(steps(self.key))[1]) is int

    def name(self, language: str) -> str:
        """Return what it is called, with the entry that it belongs to."""
        return setting_title(self.key, language)

    @property
    def unit(self) -> str:
        """Return the unit of its values, or nothing."""
        known = None if self.is_choice else declaration_of(self.key)
        return known.unit if known else ""


def value_of(ask: Any, key: str) -> Any:
    """Return the value that an override, or a value given from Python, asks for."""
    asking = isinstance(ask, str) and ask.lstrip("+").startswith(f"{key}=")
    if asking and isinstance(given := parse_override(ask), Override):
        return given.value
    return to_builtin(ask)


def as_override(given: Any) -> str:
    """Return a value given from Python, or several, as what follows the equal sign of an override."""
    if isinstance(given, Interval):
        return f"interval({given.low},{given.high})"
    if isinstance(given, list | tuple):
        return ", ".join(as_text(to_builtin(one)) for one in given)  # with spaces, no comma is a decimal sign
    return as_text(to_builtin(given))


def as_text(value: Any) -> str:
    """Return one value as Hydra's grammar writes it."""
    if isinstance(value, list):
        return f"[{','.join(map(as_text, value))}]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{name}:{as_text(one)}" for name, one in value.items()) + "}"
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return str(value)


def axes_of(
    overrides: Sequence[str], values: Mapping[str, Any], *, intervals: bool = False, uncertain: Iterable[str] = ()
) -> tuple[list[Axis], list[Violation]]:
    """Return the axes that overrides and values make, and what is wrong with them.

    Args:
        overrides: texts in Hydra's grammar; several values (``a=1,2``, ``range(1,5)``, ``choice(a,b)``) make an axis.
        values: the same as dotted paths with Python values; a list, a tuple or an ``Interval`` makes an axis.
        intervals: whether ``interval(0.1,0.9)`` is possible.
        uncertain: paths of the axes that nobody controls.
    """
    axes, violations, beyond = list[Axis](), list[Violation](), set(uncertain)
    for one in (
        *(axis(text, intervals, beyond) for text in overrides),
        *(axis_of_values(key, given, beyond) for key, given in values.items()),
    ):
        if isinstance(one, Violation):
            violations.append(one)
        elif one:
            axes.append(one)
    many = {one.key: wrong for one in axes if (wrong := too_many_values(one.key, len(one.labels)))}
    axes = [one for one in axes if one.key not in many]
    return axes, [*violations, *many.values(), *wrong_axes(axes, overrides, values)]


def axis(text: str, intervals: bool, beyond: set[str]) -> Axis | Violation | None:
    """Return the axis that an override makes, or None when it gives one value or cannot be read."""
    shape = OVERRIDE_SHAPE.fullmatch(text)
    if not shape or not shape["value"] or shape["mark"] == "~" or oversize_words(shape["value"]):
        return None
    key, value = shape["key"], write_percents_as_numbers(shape["value"][1:], kind_at(shape["key"]))
    override = parse_hydra_value(value)
    if override is None or not override.is_sweep_override():
        return None  # whoever reads it as one value says what is wrong with it
    role = Role.UNCERTAINTY if key in beyond else Role.LEVER
    if intervals and override.is_interval_sweep():
        return interval_axis(key, override.value(), role)
    return decimal_comma(key, value) or listed_axis(shape["mark"], key, override, role)


def too_many_values(key: str, count: int) -> Violation | None:
    """Return the violation of an axis of too many values, or None."""
    if count <= MOST_VALUES:
        return None
    wanted = message("at most {most}; interval(low,high) with points= takes any of them", most=Count(MOST_VALUES))
    return Violation(key, message("{count} values", count=Count(count)), wanted)


def too_many_combinations(axes: Sequence[Axis], count: int) -> Iterator[Violation]:
    """Yield that too many combinations of axes would be composed."""
    if count > MOST_COMPOSED:
        wanted = message("at most {most}: fewer values or fewer axes", most=Count(MOST_COMPOSED))
        problem = message("{count} combinations", count=Count(count))
        yield Violation(", ".join(one.key for one in axes), problem, wanted)


def range_size(sweep: Any) -> int:
    """Return how many values a range of Hydra's grammar has; 0 for what is no range."""
    if not isinstance(sweep, hydra_types.RangeSweep):
        return 0
    span = sweep.stop - (sweep.start or 0)
    count = span / sweep.step if sweep.step else 0.0
    return max(0, ceil(count)) if isfinite(count) else sys.maxsize


def listed_axis(mark: str, key: str, sweep: hydra_types.Override, role: Role) -> Axis | Violation:
    """Return the axis of values one by one, or what is wrong with them as they are written."""
    text = quote_shortly(str(sweep.input_line).removeprefix("x="))
    if not names_its_values(sweep):
        return Violation(key, message("{text} does not name its values in order", text=text), EXAMPLE)
    if large := too_many_values(key, range_size(sweep.value())):
        return large
    try:
        texts = [str(one) for one in sweep.sweep_iterator(hydra_types.Transformer.encode)]
    except (ValueError, HydraException):
        return Violation(key, message("{text} cannot be read", text=text), EXAMPLE)
    if not texts:
        return Violation(key, message("{text} holds no values", text=text), EXAMPLE)
    labels, kind = [], kind_at(key)
    for rank, one in enumerate(texts):
        bare = one.strip("'\"")
        number = understand_number(bare, kind)
        if number is not None and not PLAIN_NUMBER.fullmatch(bare):
            texts[rank] = bare = as_text(number)
        labels.append(bare)
    return Axis(key, tuple(labels), tuple(f"{mark}{key}={one}" for one in texts), role=role)


def decimal_comma(key: str, text: str) -> Violation | None:
    """Return the violation of two whole numbers that can only be a decimal one, as a French hand writes it, or None."""
    number = number_with_comma(text, kind := kind_at(key))
    if number is None:
        return None
    first, _, second = text.strip().partition(",")
    problem = message("{text} is two values, {first} then {second}", text=text, first=first, second=second)
    right = f"{number:.15g}"
    if not all(is_possible(one, kind) for one in (first, second)) or (second[0] == "0" and len(second) > 1):
        return Violation(key, problem, f"{key}={right}")
    if float(first) < float(second):
        return None
    wanted = message("{swapped} to compare them, or {number} for the decimal number", swapped=f"{second},{first}",
                     number=right)  # fmt: skip
    return Violation(key, problem, wanted)


def is_possible(text: str, kind: Any) -> bool:
    """Tell whether a number is in the range of a declared type; a share of the cases is above 0 and at most 1."""
    about = about_of(kind)
    if not PLAIN_NUMBER.fullmatch(text):
        return False
    if about is None:
        return 0 < float(text) <= 1
    return about.low is None or about.low <= float(text) <= (about.low if about.high is None else about.high)


def comma_notices(axes: Iterable[str], overrides: Iterable[str]) -> list[Message]:
    """Return what is compared where two whole numbers might have been meant as a decimal one."""
    found, varied = [], set(axes)
    for text in overrides:
        key, value = override_key(text), text.partition("=")[2]
        number = number_with_comma(value, kind_at(key))
        if number is not None and key in varied:
            first, _, second = value.strip().partition(",")
            right = f"{key}={number:.15g}"
            found.append(message("{key}: {first} and {second} are two values; for the decimal number, write {right}",
                                 key=key, first=first, second=second, right=right))  # fmt: skip
    return found


def interval_axis(key: str, sweep: Any, role: Role) -> Axis | Violation:
    """Return the axis of an interval, or what is wrong with it."""
    ends = (sweep.start, sweep.end) if isinstance(sweep, hydra_types.IntervalSweep) else sweep
    if any(end is None or isinstance(end, bool) for end in ends) or not ends[0] < ends[1]:
        wanted = message("the low end, then the high end, such as interval(0.1,0.9)")
        return Violation(key, message("interval({low},{high}) is empty", low=ends[0], high=ends[1]), wanted)
    found = Interval(float(ends[0]), float(ends[1]))
    texts = tuple(f"{end:.15g}" for end in found)
    asks = tuple(f"{key}={end}" for end in texts) if isinstance(sweep, hydra_types.IntervalSweep) else tuple(found)
    return Axis(key, texts, asks, found, role)


def names_its_values(override: hydra_types.Override) -> bool:
    """Tell whether a sweep names its values, the same in the same order each time."""
    listed = override.is_choice_sweep() or override.is_range_sweep()
    return listed and not getattr(override.value(), "shuffle", True)  # names that match a pattern are no list of values


def axis_of_values(key: str, given: Any, beyond: set[str]) -> Axis | Violation | None:
    """Return the axis that a list of Python values or an interval makes, or None for a single value."""
    key = override_key(key)
    role = Role.UNCERTAINTY if key in beyond else Role.LEVER
    if isinstance(given, Interval):
        return interval_axis(key, given, role)
    if not isinstance(given, list | tuple):
        return None
    if not given:
        return Violation(key, message("it holds no values"), EXAMPLE)
    labels = tuple(one if isinstance(one, str) else as_text(to_builtin(one)) for one in given)
    return Axis(key, labels, tuple(given), role=role)


def listed_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a call, an array, a range, a series, a set or a generator among them being a list."""
    return {key: listed_argument(given) for key, given in values.items()}


def listed_argument(given: Any) -> Any:
    """Return a value given from Python, as a list where it is several."""
    if isinstance(given, set | frozenset):
        return sorted(to_builtin(given), key=lambda one: (isinstance(one, str), one))
    return to_builtin(given) if isinstance(given, range | Iterator) or getattr(given, "ndim", 0) > 0 else given


def wrong_axes(axes: Sequence[Axis], overrides: Sequence[str], values: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield what is wrong with the axes themselves."""
    said = [*map(override_key, overrides), *map(override_key, values)]
    for one in axes:
        if said.count(one.key) > 1:
            yield Violation(one.key, message("{name} is said twice", name=one.key))
        elif one.key in RUN_PARAMETERS:
            yield Violation(one.key, message("it is the same for all combinations"), message("one value"))
        if one.interval and one.is_choice:
            yield Violation(one.key, message("it has no interval"), message("options in a list"))
        yield from repeated_values(one)


def repeated_values(axis: Axis) -> Iterator[Violation]:
    """Yield the values that an axis has twice, however they are written: ``4,4.0`` or ``true,on``."""
    first: dict[str, str] = {}
    twice: dict[str, None] = {}
    kind = bool if axis.key == TWIN else kind_at(axis.key)
    for label, value in zip(axis.labels, axis.values, strict=True):
        same = same_value(value, kind)
        if same in first:
            twice[first[same]] = None
        first.setdefault(same, label)
    for label in twice:
        yield Violation(axis.key, message("{name} is said twice", name=label))


def same_value(value: Any, kind: Any) -> str:
    """Return a text that is the same for the same value of a declared type."""
    if plain(kind) is bool:
        value = SWITCHES.get(str(value).lower(), value)
    if isinstance(value, str) and (number := understand_number(value, kind)) is not None:
        value = number
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < MOST_EXACT:
        value = float(value)
    return as_text(value)
