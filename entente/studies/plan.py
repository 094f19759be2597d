"""What a study is asked for: axes, what each point is composed from, the points themselves, how they are lived."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.designs import Design, ranks, spread, unit_sample
from entente.configuration import Configuration, configure
from entente.overrides import built_in, key_of, read
from entente.problems import Located, Origin, located, sort_by_origin
from entente.run_settings import Run
from entente.studies.axes import Axis, Role, as_override, as_text, axes_of
from entente.studies.points import Point, settings_at
from entente.studies.settings import MAKING, Making, is_file, making_of, usual_points
from entente.studies.table import points_in
from sim.situation import Settings
from sim.validation import SettingsError, Violation, as_tree

NO_USE = ("format", "by_organisation", "by_group")  # choices of how to run that mean nothing to a study


@dataclass(frozen=True)
class Base:
    """What points are placed on: one option of each axis that names options, composed; the other axes anywhere."""

    choices: Mapping[str, str]
    configuration: Configuration

    @property
    def settings(self) -> Settings:
        """Return the settings, those of the axes to be replaced."""
        return self.configuration.settings


@dataclass(frozen=True)
class Plan:
    """What a study is asked for.

    Attributes:
        axes: the settings that take several values, in the order given.
        bases: what points are placed on, one for each combination of options that occurs.
        design: one row per point: ``point`` (from 0), the value of each axis, and, where levers are crossed with
            uncertainties, ``choice`` (the levers' values as a name) and ``future`` (which row of the uncertainties).
        run: how each point is run.
        making: how the study is made.
        outcomes: summaries that the study is about, if it says so.
        words: what was asked for, as overrides.
        uncertain: those of what nobody controls.
    """

    axes: tuple[Axis, ...]
    bases: tuple[Base, ...]
    design: pd.DataFrame
    run: Run
    making: Making
    outcomes: tuple[str, ...]
    words: tuple[str, ...]
    uncertain: tuple[str, ...]

    @property
    def runs(self) -> int:
        """Return how many runs there are in all."""
        return len(self.design) * self.run.replicates

    def points(self) -> list[Point]:
        """Return the points, each with what it is placed on and the values that it takes there."""
        ranks = {tuple(base.choices.values()): rank for rank, base in enumerate(self.bases)}
        options = [self.design[one.key] for one in self.axes if one.is_choice]
        others = {one.key: [plain(value) for value in self.design[one.key]] for one in self.axes if not one.is_choice}
        found = []
        for number in range(len(self.design)):
            base = ranks[tuple(column.iat[number] for column in options)]
            found.append(Point(number, base, {key: values[number] for key, values in others.items()}))
        return found


def planned(
    overrides: Sequence[str] = (), values: Mapping[str, Any] | None = None, *, uncertain: Sequence[str] = (),
    outcomes: Sequence[str] = (), said_by: str = "command_line",
) -> Plan:  # fmt: skip
    """Return what a study is asked for.

    Args:
        overrides: texts in Hydra's grammar, those of ``Making`` included; ``interval(0.1,0.9)`` is any value between.
        values: the same as dotted paths with Python values; a list, a tuple or an ``Interval`` makes an axis.
        uncertain: overrides of what nobody controls; they come after the others.
        outcomes: summaries that the study is about.
        said_by: what to call the origin of all this.

    Raises:
        SettingsError: with every violation.
    """
    origin, values = Origin(said_by), dict(values or {})
    making, others, violations = made_of([*overrides, *uncertain], values)
    words = [text for text in (*overrides, *uncertain) if key_of(text) not in MAKING]
    axes, wrong = axes_of(words, others, intervals=True, uncertain=map(key_of, uncertain))
    violations += wrong
    said = {key_of(text) for text in words} | set(others)
    violations += [Violation(key, "this command decides it itself") for key in NO_USE if key in said]
    table = None
    if making.design is not None and is_file(making.design) and not violations:
        table = points_in(Path(making.design).expanduser())
        axes += table.axes
        violations += [Violation(one.key, f"{one.key} is said twice") for one in table.axes if one.key in said]
    found = [located(one, origin) for one in violations]
    told = {one.path for one in violations}
    bases: tuple[Base, ...] = ()
    try:
        bases = tuple(composed(axes, words, others, said_by))
        if not violations:
            wrong = [*out_of_range(axes, bases), *unplaceable(axes, making)]
            found += [located(one, origin) for one in wrong or followed(axes, bases[0], words, others, said_by)]
    except SettingsError as error:
        found += [one for one in error.violations if isinstance(one, Located) and one.path not in told]
    if found:
        raise SettingsError(sort_by_origin(found))
    run = bases[0].configuration.run
    design = table.design if table else designed(axes, making, run.seed)
    used = set(design[[one.key for one in axes if one.is_choice]].itertuples(index=False, name=None))
    kept = tuple(base for base in bases if tuple(base.choices.values()) in used)
    asked = (*overrides, *(f"{key}={worded(key, given)}" for key, given in values.items() if given is not None))
    return Plan(tuple(axes), kept, design, run, making, tuple(outcomes), asked, tuple(uncertain))


def worded(key: str, given: Any) -> str:
    """Return a value given from Python as what follows the equal sign of an override."""
    return as_text(built_in(given)) if key in MAKING else as_override(given)


def made_of(overrides: Sequence[str], values: Mapping[str, Any]) -> tuple[Making, dict[str, Any], list[Violation]]:
    """Return how the study is made, the values that do not say so, and what is wrong."""
    tree: dict[str, Any] = {}
    violations = []
    for text in overrides:
        if key_of(text) in MAKING:
            given = read(text)
            if isinstance(given, Violation):
                violations.append(given)
            elif given.remove:
                violations.append(Violation(given.key, "nothing to take out"))
            else:
                tree[given.key] = given.value
    mine = {key: given for key, given in values.items() if key in MAKING and given is not None}
    try:
        making = making_of(tree | mine)
    except SettingsError as error:
        violations += error.violations
        making = Making()
    return making, {key: given for key, given in values.items() if key not in MAKING}, violations


def composed(axes: Sequence[Axis], overrides: Sequence[str], values: Mapping[str, Any], said_by: str) -> Iterator[Base]:
    """Yield every combination of options, the other axes at their first value.

    Raises:
        SettingsError: with what is wrong in any of them, each thing once.
    """
    options = [one for one in axes if one.is_choice]
    violations: list[Located] = []
    for picked in product(*(one.labels for one in options)):
        choices = {one.key: label for one, label in zip(options, picked, strict=True)}
        try:
            yield Base(choices, configured(axes, overrides, values, choices, 0, said_by))
        except SettingsError as error:
            violations += [one for one in error.violations if isinstance(one, Located)]
    if violations:
        raise SettingsError(sort_by_origin(violations))


def configured(
    axes: Sequence[Axis], overrides: Sequence[str], values: Mapping[str, Any], choices: Mapping[str, str], rank: int,
    said_by: str,
) -> Configuration:  # fmt: skip
    """Compose these options, the other axes at the value of some rank."""
    asks = {one.key: one.asks[one.labels.index(choices[one.key]) if one.is_choice else rank] for one in axes}
    texts = [asks.pop(key) if (key := key_of(text)) in asks else text for text in overrides]
    mine = {key: asks.pop(key, given) for key, given in values.items()}
    return configure([*texts, *asks.values()], mine, said_by)  # what is left are the axes of a table of points


def out_of_range(axes: Sequence[Axis], bases: Sequence[Base]) -> list[Violation]:
    """Return what is wrong with the values of each axis, wherever the other axes are.

    What only the meeting of two axes makes impossible is found point by point, and does not stop the study.
    """
    moved = [one for one in axes if not one.is_choice]
    ends = [{one.key: settled(one, rank) for one in moved} for rank in (0, -1)]
    found: dict[Violation, None] = {}
    for base in bases:
        for one in moved:
            for rank in range(len(one.asks)):
                wrong = [violations_at(base, others | {one.key: settled(one, rank)}) for others in ends]
                found |= dict.fromkeys(each for each in wrong[0] if each in wrong[1] and each.path.startswith(one.key))
    return list(found)


def violations_at(base: Base, values: Mapping[str, Any]) -> list[Violation]:
    """Return what is wrong with a point."""
    try:
        settings_at(base.settings, values)
    except SettingsError as error:
        return list(error.violations)
    return []


def settled(axis: Axis, rank: int) -> Any:
    """Return the value of an axis of some rank, whole where whole numbers only are possible."""
    value = axis.values[rank]
    return int(value) if axis.is_whole and isinstance(value, float) and value.is_integer() else value


def followed(
    axes: Sequence[Axis], base: Base, overrides: Sequence[str], values: Mapping[str, Any], said_by: str
) -> Iterator[Violation]:
    """Yield the axes that other settings follow by ``${...}``: composing anew would not give what placing gives."""
    last = {one.key: settled(one, -1) for one in axes if not one.is_choice}
    try:
        other = configured(axes, overrides, values, base.choices, -1, said_by).settings
        same = as_tree(other) == as_tree(settings_at(base.settings, last))
    except SettingsError:
        return  # those values cannot meet: it is told point by point
    if not same:
        yield Violation(", ".join(last), "other settings follow it by ${...}", "settings that stand alone")


def unplaceable(axes: Sequence[Axis], making: Making) -> Iterator[Violation]:
    """Yield what the design cannot do with these axes."""
    if making.design is not None and is_file(making.design):
        return
    crossed = any(one.role is Role.UNCERTAINTY for one in axes)
    levers = [one for one in axes if one.role is Role.LEVER]
    for one in levers if crossed else axes if making.design == Design.GRID else ():
        if one.interval:
            wanted = "values in a list" if crossed else "values in a list, or another design, such as design=lhs"
            yield Violation(one.key, "an interval cannot be crossed with the others", wanted)
    sampled = [one for one in axes if not crossed or one.role is Role.UNCERTAINTY]
    if design_of(sampled, making) is Design.GRID and making.points is not None:
        yield Violation("points", "a grid has as many points as there are combinations", "a design such as lhs")
    if not sampled and making.design is not None and making.design != Design.GRID:
        yield Violation("design", "there is nothing to place", "an axis, such as leadership.hours=interval(2,20)")


def design_of(axes: Sequence[Axis], making: Making) -> Design:
    """Return how axes are placed, by what was said or else by what they are."""
    if making.design is not None:
        return Design(making.design)
    return Design.LHS if any(one.interval for one in axes) else Design.GRID


def designed(axes: Sequence[Axis], making: Making, seed: int) -> pd.DataFrame:
    """Return the points: all axes placed together; or, where some are uncertain, those crossed with every choice."""
    uncertain = [one for one in axes if one.role is Role.UNCERTAINTY]
    if not uncertain:
        return numbered(placed_together(axes, making, seed), axes)
    levers = [one for one in axes if one.role is Role.LEVER]
    choices = pd.DataFrame(list(product(*(shown(one) for one in levers))), columns=[one.key for one in levers])
    choices["choice"] = ["+".join(labels) or "-" for labels in product(*(named(one) for one in levers))]
    futures = placed_together(uncertain, making, seed)
    futures["future"] = np.arange(len(futures))
    return numbered(futures.merge(choices, how="cross"), axes)


def named(axis: Axis) -> list[str]:
    """Return the values of a lever as they stand in the name of a choice: options alone, others after their path."""
    return [label if axis.is_choice else f"{axis.key}={label}" for label in axis.labels]


def placed_together(axes: Sequence[Axis], making: Making, seed: int) -> pd.DataFrame:
    """Return the values of some axes, one row for each place in their design."""
    design = design_of(axes, making)
    keys = [one.key for one in axes]
    if design is Design.GRID:
        return pd.DataFrame(list(product(*(shown(one) for one in axes))), columns=keys)
    sample = unit_sample(design, usual_points(design, making.points), len(axes), seed)
    return pd.DataFrame({one.key: values_at(one, sample[:, k]) for k, one in enumerate(axes)}, columns=keys)


def values_at(axis: Axis, sample: np.ndarray) -> Any:
    """Return the values of an axis at places of the unit interval."""
    if axis.interval:
        return spread(sample, *axis.interval, whole=axis.is_whole)
    values = shown(axis)
    return [values[rank] for rank in ranks(sample, len(values))]


def shown(axis: Axis) -> tuple[Any, ...]:
    """Return the values of an axis as the design has them: an option by its name."""
    return axis.labels if axis.is_choice else axis.values


def plain(value: Any) -> Any:
    """Return a value of a design as a tree of settings has it: no numpy number, nothing where there is none."""
    value = built_in(value)
    return None if isinstance(value, float) and math.isnan(value) else value


def numbered(table: pd.DataFrame, axes: Sequence[Axis]) -> pd.DataFrame:
    """Return the points numbered, the axes in their order."""
    others = [name for name in ("choice", "future") if name in table]
    ordered = table[[*others, *(one.key for one in axes)]].reset_index(drop=True)
    ordered.insert(0, "point", np.arange(max(1, len(ordered))))
    return ordered
