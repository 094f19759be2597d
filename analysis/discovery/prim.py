"""The patient rule induction method (PRIM): boxes of settings that are dense in cases of interest.

Friedman & Fisher (1999, doi 10.1023/A:1008894516817): a box that holds every case is peeled a little at a time, on the
side where density gains most, then pasted back wherever this loses none. Coverage, density, the peeling trajectory and
the quasi-p-values are those of Bryant & Lempert (2010, doi 10.1016/j.techfore.2009.08.002). The objective is the
lenient one of Kwakkel & Jaxa-Rozen (2016, doi 10.1016/j.envsoft.2015.11.020), the gain of density for each case given
up, so that categories and ties compete with continuous axes. The PRIM of EMAworkbench is not used,
as it needs Python 3.12 and many more packages; its trajectory on one sample is an oracle of the tests.

A row is one point of a study and each of its runs is one case: rows carry how many runs they have and how many of those
are of interest.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import is_bool_dtype, is_numeric_dtype
from scipy.stats import binom

from entente.analysis.statistics.intervals import Numbers

PEEL, PASTE = 0.05, 0.05  # share of the box that one step gives up or takes back
_LEAST = 0.05  # share of all the runs that a box keeps

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class IntervalLimit:
    """The limit of a box on a numeric axis: from ``low`` to ``high``, infinite where there is none."""

    low: float = -math.inf
    high: float = math.inf

    def holds(self, values: NDArray[Any]) -> Mask:
        """Return which values lie within the limit."""
        return np.asarray((values >= self.low) & (values <= self.high))


@dataclass(frozen=True)
class CategoryLimit:
    """The limit of a box on an axis of named options: those that it keeps."""

    values: tuple[str, ...]

    def holds(self, values: NDArray[Any]) -> Mask:
        """Return which values lie within the limit."""
        return np.logical_or.reduce([values == one for one in self.values])


Limit = tuple[str, IntervalLimit | CategoryLimit]
Box = Mapping[str, IntervalLimit | CategoryLimit]  # the axes that it limits; the others are free


@dataclass(frozen=True)
class BoxStatistics:
    """How well a box separates the cases of interest from the others.

    Attributes:
        coverage: share of the cases of interest that are in the box.
        density: share of the cases in the box that are of interest; nan for an empty box.
        mass: share of all the cases that are in the box.
        points: rows in the box.
        runs: cases in the box.
        lift: coverage minus the share of the other cases that are in the box (Youden's index, 1950); 0 for a box that
            separates nothing, 1 for one that separates perfectly.
    """

    coverage: float
    density: float
    mass: float
    points: int
    runs: float
    lift: float


def is_numeric(column: "pd.Series[Any]") -> bool:
    """Return whether a column holds numbers; booleans do not count."""
    return is_numeric_dtype(column) and not is_bool_dtype(column)


@dataclass(frozen=True)
class Cases:
    """Points of a study, with their runs.

    Attributes:
        table: one row a point, one column an axis; numbers, or texts for named options.
        interest: runs of interest of each point, shape (points,).
        runs: runs of each point, shape (points,); at least one each.
    """

    table: pd.DataFrame
    interest: Numbers
    runs: Numbers

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.table)

    @property
    def base(self) -> float:
        """Share of all runs that are of interest."""
        return float(self.interest.sum() / self.runs.sum())

    def some(self, rows: NDArray[np.int64]) -> "Cases":
        """Return the points at these positions."""
        return Cases(self.table.iloc[rows].reset_index(drop=True), self.interest[rows], self.runs[rows])

    def only(self, axes: Sequence[str]) -> "Cases":
        """Return the same points with these axes only."""
        return Cases(self.table[list(axes)], self.interest, self.runs)

    @cached_property
    def columns(self) -> dict[str, NDArray[Any]]:
        """Values of each axis: numbers, or texts as objects."""
        return {
            str(axis): column.to_numpy(float if is_numeric(column) else object) for axis, column in self.table.items()
        }

    @cached_property
    def orders(self) -> dict[str, NDArray[np.int64]]:
        """Positions of the points by increasing value of each numeric axis."""
        return {
            axis: np.argsort(values, kind="stable") for axis, values in self.columns.items() if values.dtype != object
        }

    def inside(self, box: Box) -> Mask:
        """Return which points are in a box."""
        held = np.ones(len(self), dtype=bool)
        for axis, limit in box.items():
            held &= limit.holds(self.columns[axis])
        return held

    def fit(self, box: Box) -> BoxStatistics:
        """Return coverage, density and the other statistics of a box."""
        return self.fit_of(self.inside(box))

    def fit_of(self, held: Mask) -> BoxStatistics:
        """Return the statistics of the box that holds exactly these points."""
        inside, runs = float(self.interest[held].sum()), float(self.runs[held].sum())
        every, whole = float(self.interest.sum()), float(self.runs.sum())
        others = whole - every
        coverage = inside / every if every else math.nan
        return BoxStatistics(coverage, inside / runs if runs else math.nan, runs / whole, int(held.sum()), runs,
                   coverage - (runs - inside) / others if others else 0.0)  # fmt: skip


@dataclass(frozen=True)
class BoxChange:
    """A candidate step of peeling or pasting: the axis, its new limit, and the points that leave or enter the box."""

    axis: str
    limit: IntervalLimit | CategoryLimit
    moved: NDArray[np.int64]


def peel(cases: Cases, least: float = _LEAST, share: float = PEEL) -> list[Box]:
    """Peel: return the boxes of the trajectory, from the one that holds everything to the smallest.

    Args:
        cases: what is searched.
        least: smallest share of the runs that a box may hold.
        share: of the runs of a box that one step gives up; more where values are tied or a category goes.
    """
    box: dict[str, IntervalLimit | CategoryLimit] = {}
    held = np.ones(len(cases), dtype=bool)
    boxes: list[Box] = [dict(box)]
    floor = least * cases.runs.sum()
    while True:
        runs, interest = cases.runs[held].sum(), cases.interest[held].sum()
        best, step = -math.inf, None
        for one in _peeling_steps(cases, box, held, share):
            lost = cases.runs[one.moved].sum()
            left = runs - lost
            if left < floor or left <= 0:
                continue
            gain = ((interest - cases.interest[one.moved].sum()) / left - interest / runs) / lost
            if gain > best:
                best, step = gain, one
        if step is None or interest == runs:
            return boxes
        box[step.axis] = step.limit
        held[step.moved] = False
        boxes.append(dict(box))


def _peeling_steps(cases: Cases, box: Box, held: Mask, share: float) -> Iterator[BoxChange]:
    """Yield every candidate for peeling: one end of a numeric axis, or one category."""
    for axis, values in cases.columns.items():
        if axis not in cases.orders:
            there = sorted(set(values[held]))
            for gone in there if len(there) > 1 else ():
                kept = CategoryLimit(tuple(value for value in there if value != gone))
                yield BoxChange(axis, kept, np.flatnonzero(held & (values == gone)))
            continue
        order = cases.orders[axis]
        rows = order[held[order]]
        span = box.get(axis, IntervalLimit())
        assert isinstance(span, IntervalLimit)
        for side in (1, -1):
            ends = rows[::side]
            there = values[ends]
            edges = np.flatnonzero(there[1:] != there[:-1]) + 1  # how many go where a cut falls between two values
            if not len(edges):
                continue
            weight = np.cumsum(cases.runs[ends])
            few = edges[weight[edges - 1] <= share * weight[-1] + 1e-9]
            count = int(few[-1]) if len(few) else int(edges[0])
            cut = float(there[count - 1] + there[count]) / 2
            yield BoxChange(
                axis, IntervalLimit(cut, span.high) if side == 1 else IntervalLimit(span.low, cut), ends[:count]
            )


def paste(cases: Cases, box: Box, share: float = PASTE) -> Box:
    """Paste: enlarge a box wherever coverage increases without loss of density."""
    grown = dict(box)
    while True:
        held = cases.inside(grown)
        runs, interest = cases.runs[held].sum(), cases.interest[held].sum()
        if not runs:
            return grown
        best, step = interest / runs, None
        for one in _pasting_steps(cases, grown, held, share):
            density = (interest + cases.interest[one.moved].sum()) / (runs + cases.runs[one.moved].sum())
            if density >= best and cases.interest[one.moved].any():
                best, step = density, one
        if step is None:
            return drop_idle_limits(cases, grown)
        grown[step.axis] = step.limit


def _pasting_steps(cases: Cases, box: Box, held: Mask, share: float) -> Iterator[BoxChange]:
    """Yield every candidate for pasting, along the axes that the box limits."""
    for axis, limit in box.items():
        others = cases.inside({key: one for key, one in box.items() if key != axis}) & ~held
        values = cases.columns[axis]
        if isinstance(limit, CategoryLimit):
            for back in sorted(set(values[others])):
                yield BoxChange(
                    axis, CategoryLimit(tuple(sorted((*limit.values, back)))), np.flatnonzero(others & (values == back))
                )
            continue
        order = cases.orders[axis]
        room = share * cases.runs[held].sum()
        for side, outside in ((1, values > limit.high), (-1, values < limit.low)):
            near = order[(others & outside)[order]][::side]
            if len(near):
                ties = np.append(np.flatnonzero(np.diff(values[near])) + 1, len(near))
                few = ties[np.cumsum(cases.runs[near])[ties - 1] <= room]
                count = int(few[-1]) if len(few) else int(ties[0])
                edge = _pasted_end(values[near], count, side)
                yield BoxChange(
                    axis, IntervalLimit(limit.low, edge) if side == 1 else IntervalLimit(edge, limit.high), near[:count]
                )


def _pasted_end(values: Numbers, count: int, side: int) -> float:
    """Return the new end of a box that takes in ``count`` values: half-way to the next, infinite when none is left."""
    return float(values[count - 1] + values[count]) / 2 if count < len(values) else side * math.inf


def drop_idle_limits(cases: Cases, box: Box) -> Box:
    """Return a box without the limits that exclude no point."""
    return {axis: limit for axis, limit in box.items() if not limit.holds(cases.columns[axis]).all()}


def quasi_p_values(cases: Cases, limits: Sequence[Limit]) -> Numbers:
    """Return the quasi-p-value of each limit of a box, shape (limits,).

    This is the probability of at least as many cases of interest in the box if its cases were drawn at random from the
    box without that limit (Bryant & Lempert 2010). Runs of one point share its settings and are not independent: each
    point counts for an effective number of cases, the variance of a single run over the variance of the points' shares
    (one when each point has one run, or when replicates do not differ).
    """
    shares = cases.interest / cases.runs
    out = np.array([~limit.holds(cases.columns[axis]) for axis, limit in limits])
    many = out.sum(axis=0)
    held = many == 0
    if not held.any():
        return np.ones(len(limits))
    free = held | (out & (many == 1))  # shape (limits, points): the box without each of them
    count = free.sum(axis=1)
    chances = (free @ shares) / count
    spread = (free @ shares**2) / count - chances**2
    single = chances * (1 - chances)
    worth = np.clip(single / np.maximum(spread, 1e-12), 1, np.median(cases.runs))
    return np.asarray(binom.sf(np.floor(shares[held].sum() * worth + 1e-9) - 1, np.floor(held.sum() * worth), chances))


def split_limits(box: Box) -> list[Limit]:
    """Return the limits of a box one by one, each end of a numeric axis separately."""
    found: list[Limit] = []
    for axis, limit in box.items():
        if isinstance(limit, CategoryLimit):
            found.append((axis, limit))
            continue
        found += [(axis, IntervalLimit(low=limit.low))] * math.isfinite(limit.low)
        found += [(axis, IntervalLimit(high=limit.high))] * math.isfinite(limit.high)
    return found


def join_limits(limits: Sequence[Limit]) -> Box:
    """Return the box with these limits; both ends of a numeric axis are joined."""
    box: dict[str, IntervalLimit | CategoryLimit] = {}
    for axis, limit in limits:
        other = box.get(axis)
        joins = isinstance(limit, IntervalLimit) and isinstance(other, IntervalLimit)
        box[axis] = IntervalLimit(max(limit.low, other.low), min(limit.high, other.high)) if joins else limit
    return box


def box_text(box: Box) -> str:
    """Write a box on one line, with the paths of settings: ``staff.turnover > 0.45 and leadership in [shared]``."""
    parts = []
    for axis, limit in box.items():
        if isinstance(limit, CategoryLimit):
            parts.append(f"{axis} in [{','.join(limit.values)}]")
            continue
        parts += [f"{axis} > {limit.low:.6g}"] * math.isfinite(limit.low)
        parts += [f"{axis} <= {limit.high:.6g}"] * math.isfinite(limit.high)
    return " and ".join(parts)
