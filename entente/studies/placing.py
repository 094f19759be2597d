"""Where the points of a study are: from axes and a design to a table, one row per point."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from entente.analysis.sweep.designs import DesignKind, pair_options, rank_sample, stretch_sample, unit_sample
from entente.sim.validation.messages import message
from entente.sim.validation.validate import Violation
from entente.studies.axes import Axis, Role
from entente.studies.options import StudyOptions, is_file, usual_points


def unplaceable(axes: Sequence[Axis], options: StudyOptions) -> Iterator[Violation]:
    """Yield what the design cannot do with these axes."""
    if options.design is not None and is_file(options.design):
        return
    futures = [one for one in axes if one.role is Role.UNCERTAINTY]
    if futures:
        levers = [one for one in axes if one.role is Role.LEVER]
        yield from uncrossable(levers, message("values in a list"))
    elif options.design == DesignKind.GRID:
        yield from uncrossable(axes, message("values in a list, or another design, such as design=lhs"))
    yield from useless_options(futures or axes, options)


def uncrossable(axes: Sequence[Axis], wanted: str) -> Iterator[Violation]:
    """Yield the intervals among axes that are to be crossed, every value with every value."""
    for one in axes:
        if one.interval:
            yield Violation(one.key, message("an interval cannot be crossed with the others"), wanted)


def useless_options(sampled: Sequence[Axis], options: StudyOptions) -> Iterator[Violation]:
    """Yield the number of points of a grid, which its axes decide, and a design that has no axis to place."""
    if design_of(sampled, options) is DesignKind.GRID and options.points is not None:
        yield Violation(
            "points", message("a grid has as many points as there are combinations"), message("a design such as lhs")
        )
    if not sampled and options.design is not None and options.design != DesignKind.GRID:
        yield Violation(
            "design", message("there is nothing to place"), message("an axis, such as leadership.hours=interval(2,20)")
        )


def design_of(axes: Sequence[Axis], options: StudyOptions) -> DesignKind:
    """Return how axes are placed, by what was said or else by what they are."""
    if options.design is not None:
        return DesignKind(options.design)
    return DesignKind.LHS if any(one.interval for one in axes) else DesignKind.GRID


def place_points(axes: Sequence[Axis], options: StudyOptions, seed: int) -> pd.DataFrame:
    """Return the points: all axes placed together; or, where some are uncertain, those crossed with every choice."""
    uncertain = [one for one in axes if one.role is Role.UNCERTAINTY]
    if not uncertain:
        return number_points(place_together(axes, options, seed), axes)
    levers = [one for one in axes if one.role is Role.LEVER]
    choices = pd.DataFrame(list(product(*(design_values(one) for one in levers))), columns=[one.key for one in levers])
    choices["choice"] = ["+".join(labels) or "-" for labels in product(*(level_names(one) for one in levers))]
    futures = place_together(uncertain, options, seed)
    futures["future"] = np.arange(len(futures))
    return number_points(futures.merge(choices, how="cross"), axes)


def level_names(axis: Axis) -> list[str]:
    """Return the values of a lever as they stand in the name of a choice: options alone, others after their path."""
    return [label if axis.is_choice else f"{axis.key}={label}" for label in axis.labels]


def place_together(axes: Sequence[Axis], options: StudyOptions, seed: int) -> pd.DataFrame:
    """Return the values of some axes, one row for each place in their design."""
    design = design_of(axes, options)
    keys = [one.key for one in axes]
    if design is DesignKind.GRID:
        return pd.DataFrame(list(product(*(design_values(one) for one in axes))), columns=keys)
    sample = unit_sample(design, usual_points(design, options.points), len(axes), seed)
    columns = {}
    for k, one in enumerate(axes):
        values = design_values(one)
        if (
            design is DesignKind.MORRIS
            and not one.interval
            and not all(isinstance(each, int | float) for each in values)
        ):
            columns[one.key] = [values[rank] for rank in pair_options(sample[:, k], len(values), len(axes), (seed, k))]
        else:
            columns[one.key] = values_at(one, sample[:, k])
    return pd.DataFrame(columns, columns=keys)


def values_at(axis: Axis, sample: np.ndarray) -> Any:
    """Return the values of an axis at places of the unit interval."""
    if axis.interval:
        return stretch_sample(sample, *axis.interval, whole=axis.is_whole)
    values = design_values(axis)
    return [values[rank] for rank in rank_sample(sample, len(values))]


def design_values(axis: Axis) -> tuple[Any, ...]:
    """Return the values of an axis as the design has them: an option by its name."""
    return axis.labels if axis.is_choice else axis.values


def number_points(table: pd.DataFrame, axes: Sequence[Axis]) -> pd.DataFrame:
    """Return the points numbered, the axes in their order."""
    others = [name for name in ("choice", "future") if name in table]
    ordered = table[[*others, *(one.key for one in axes)]].reset_index(drop=True)
    ordered.insert(0, "point", np.arange(max(1, len(ordered))))
    return ordered
