"""What the points of a study are placed on: combinations of options, composed, and the axes checked at their ends."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from entente.config.configuration import Configuration, configure
from entente.config.overrides import override_key
from entente.config.problems import Located, Origin, locate, sort_by_origin
from entente.sim.model.situation import Settings
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation, as_tree
from entente.studies.axes import Axis, too_many_combinations
from entente.studies.points import settings_at


@dataclass(frozen=True)
class Base:
    """What points are placed on: one option of each axis that names options, composed; the other axes anywhere."""

    choices: Mapping[str, str]
    configuration: Configuration

    @property
    def settings(self) -> Settings:
        """Return the settings, those of the axes to be replaced."""
        return self.configuration.settings


def compose_bases(
    axes: Sequence[Axis], overrides: Sequence[str], values: Mapping[str, Any], said_by: str,
    combinations: Sequence[tuple[str, ...]] | None = None,
) -> Iterator[Base]:  # fmt: skip
    """Yield every combination of options, the other axes at their first value, or at their last where that cannot be.

    Args:
        axes: all of them.
        overrides: the request, as texts.
        values: the request, as Python values.
        said_by: what to call the origin of both.
        combinations: those of options that are wanted; None: every one.

    Raises:
        SettingsError: with what is wrong in any of them, each thing once.
    """
    options = [one for one in axes if one.is_choice]
    violations: list[Located] = []
    for picked in counted_combinations(options, combinations, said_by):
        choices = {one.key: label for one, label in zip(options, picked, strict=True)}
        wrong = []
        for rank in (0, -1):
            try:
                yield Base(choices, configure_base(axes, overrides, values, choices, rank, said_by))
                break
            except SettingsError as error:
                wrong += [one for one in error.violations if isinstance(one, Located)]
        else:
            violations += wrong
    if violations:
        raise SettingsError(sort_by_origin(list({one.path: one for one in reversed(violations)}.values())))


def counted_combinations(
    options: Sequence[Axis], wanted: Sequence[tuple[str, ...]] | None, said_by: str
) -> Iterable[tuple[str, ...]]:
    """Return the combinations of options that are wanted, or every one, unless they are too many.

    Raises:
        SettingsError: with how many they are.
    """
    count = prod(len(one.labels) for one in options) if wanted is None else len(wanted)
    if large := [*too_many_combinations(options, count)]:
        raise SettingsError([locate(one, Origin(said_by)) for one in large])
    return product(*(one.labels for one in options)) if wanted is None else wanted


def configure_base(
    axes: Sequence[Axis], overrides: Sequence[str], values: Mapping[str, Any], choices: Mapping[str, str], rank: int,
    said_by: str,
) -> Configuration:  # fmt: skip
    """Compose these options, the other axes at the value of some rank."""
    asks = {one.key: one.asks[one.labels.index(choices[one.key]) if one.is_choice else rank] for one in axes}
    texts = [asks.pop(key) if (key := override_key(text)) in asks else text for text in overrides]
    mine = {key: asks.pop(override_key(key), given) for key, given in values.items()}
    return configure([*texts, *asks.values()], mine, said_by)  # what is left are the axes of a table of points


def out_of_range(axes: Sequence[Axis], bases: Sequence[Base]) -> list[Violation]:
    """Return what is wrong with the values of each axis, wherever the other axes are.

    What is impossible only where two axes meet is found point by point, and does not stop the study.
    """
    moved = [one for one in axes if not one.is_choice]
    ends = [{one.key: value_of_rank(one, rank) for one in moved} for rank in (0, -1)]
    found: dict[Violation, None] = {}
    for base in bases:
        for one in moved:
            for rank in range(len(one.asks)):
                first, last = (violations_at(base, others | {one.key: value_of_rank(one, rank)}) for others in ends)
                always = {each.path for each in last}
                found |= dict.fromkeys(each for each in first if each.path in always and each.path.startswith(one.key))
    return list(found)


def violations_at(base: Base, values: Mapping[str, Any]) -> list[Violation]:
    """Return what is wrong with a point."""
    try:
        settings_at(base.settings, values)
    except SettingsError as error:
        return list(error.violations)
    return []


def value_of_rank(axis: Axis, rank: int) -> Any:
    """Return the value of an axis of some rank, whole where whole numbers only are possible."""
    value = axis.values[rank]
    return int(value) if axis.is_whole and isinstance(value, float) and value.is_integer() else value


def following_violations(
    axes: Sequence[Axis], base: Base, overrides: Sequence[str], values: Mapping[str, Any], said_by: str
) -> Iterator[Violation]:
    """Yield the axes that other settings follow by ``${...}``: composing anew would not give what placing gives."""
    last = {one.key: value_of_rank(one, -1) for one in axes if not one.is_choice}
    try:
        other = configure_base(axes, overrides, values, base.choices, -1, said_by).settings
        same = as_tree(other) == as_tree(settings_at(base.settings, last))
    except SettingsError:
        return  # those values cannot meet: it is reported point by point
    if not same:
        yield Violation(
            ", ".join(last), message("other settings follow it by ${{...}}"), message("settings that stand alone")
        )
