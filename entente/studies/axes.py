"""The axes of a study: settings that take several values, listed or anywhere between two, chosen or not."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from hydra.core.override_parser import types as hydra_types
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException

from entente.analysis.plotting.setting_names import declaration_of, setting_name
from entente.config.limits import oversize_words
from entente.config.overrides import CHOICES, OVERRIDE_SHAPE, Override, parse_override, to_builtin
from entente.config.places import GROUP_NAMES
from entente.config.run_settings import RUN_PARAMETERS
from entente.i18n import say
from entente.sim.model.declare import plain
from entente.sim.validation.messages import message
from entente.sim.validation.validate import Violation, names_at, steps

_PLAIN = re.compile(r"[\w./-]+")  # words that need no quotes
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
        if self.is_choice:
            return say(GROUP_NAMES[self.key], language)
        name, entry = setting_name(self.key, language) or self.key, self.key.split(".")[1:-1]
        return f"{name} ({' '.join(entry).replace('_', ' ')})" if entry else name

    @property
    def unit(self) -> str:
        """Return the unit of its values, or nothing."""
        known = None if self.is_choice else declaration_of(self.key)
        return known.unit if known else ""


def value_of(ask: Any, key: str) -> Any:
    """Return the value that an override, or a value given from Python, asks for."""
    if isinstance(ask, str) and ask.startswith(f"{key}=") and isinstance(given := parse_override(ask), Override):
        return given.value
    return to_builtin(ask)


def as_override(given: Any) -> str:
    """Return a value given from Python, or several, as what follows the equal sign of an override."""
    if isinstance(given, Interval):
        return f"interval({given.low},{given.high})"
    if isinstance(given, list | tuple):
        return ",".join(as_text(to_builtin(one)) for one in given)
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
    return axes, [*violations, *wrong_axes(axes, overrides, values)]


def axis(text: str, intervals: bool, beyond: set[str]) -> Axis | Violation | None:
    """Return the axis that an override makes, or None when it gives one value or cannot be read."""
    shape = OVERRIDE_SHAPE.fullmatch(text)
    if not shape or not shape["value"] or shape["mark"] == "~" or oversize_words(shape["value"]):
        return None
    try:
        override = OverridesParser.create().parse_override(f"x{shape['value']}")
    except HydraException:
        return None  # whoever reads it as one value says what is wrong with it
    if not override.is_sweep_override():
        return None
    key = shape["key"]
    role = Role.UNCERTAINTY if key in beyond else Role.LEVER
    if intervals and override.is_interval_sweep():
        return interval_axis(key, override.value(), role)
    return listed_axis(key, override, shape["value"][1:], role)


def listed_axis(key: str, sweep: hydra_types.Override, text: str, role: Role) -> Axis | Violation:
    """Return the axis of values one by one, or what is wrong with them as they are written."""
    if not names_its_values(sweep):
        return Violation(key, message("{text} does not name its values in order", text=text), EXAMPLE)
    texts = [str(one) for one in sweep.sweep_iterator(hydra_types.Transformer.encode)]
    labels = tuple(one.strip("'\"") for one in texts)
    return Axis(key, labels, tuple(f"{key}={one}" for one in texts), role=role)


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
    return (override.is_choice_sweep() or override.is_range_sweep()) and not override.value().shuffle  # type: ignore[union-attr]


def axis_of_values(key: str, given: Any, beyond: set[str]) -> Axis | Violation | None:
    """Return the axis that a list of Python values or an interval makes, or None for a single value."""
    role = Role.UNCERTAINTY if key in beyond else Role.LEVER
    if isinstance(given, Interval):
        return interval_axis(key, given, role)
    if not isinstance(given, list | tuple):
        return None
    labels = tuple(one if isinstance(one, str) else as_text(to_builtin(one)) for one in given)
    return Axis(key, labels, tuple(given), role=role)


def wrong_axes(axes: Sequence[Axis], overrides: Sequence[str], values: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield what is wrong with the axes themselves."""
    said = [shape["key"] for text in overrides if (shape := OVERRIDE_SHAPE.fullmatch(text))] + list(values)
    for one in axes:
        if one.key in RUN_PARAMETERS:
            yield Violation(one.key, message("it is the same for all combinations"), message("one value"))
        if said.count(one.key) > 1:
            yield Violation(one.key, message("{name} is said twice", name=one.key))
        if one.interval and one.is_choice:
            yield Violation(one.key, message("it has no interval"), message("options in a list"))
        for label in dict.fromkeys(one.labels):
            if one.labels.count(label) > 1:
                yield Violation(one.key, message("{name} is said twice", name=label))
