"""Scenario discovery: one short box of settings that lead to an unwanted outcome, and how far to trust it.

The box is searched on two thirds of the points and checked on the third held out, where settings that mattered by
chance no longer do. PRIM (``discovery.prim``) searches over all axes at once and over one axis after another; the box
with the most lift selects the axes that matter beyond chance, at most ``most`` of them, and peeling along these axes
alone gives the trade-off between coverage and density that is shown. Repeating the search on random halves of the
points shows how often each axis is found (the reproducibility of Bryant & Lempert 2010).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from entente.analysis.discovery.prim import (
    Box,
    BoxStatistics,
    Cases,
    CategoryLimit,
    IntervalLimit,
    Mask,
    drop_idle_limits,
    join_limits,
    paste,
    peel,
    quasi_p_values,
    split_limits,
)
from entente.analysis.statistics.intervals import Numbers, share_interval

DEFAULT_AXES = 3  # settings that a sentence can hold
HELD_OUT = 1 / 3  # share of the points that the search does not see
FEWEST_POINTS = 30  # under which nothing is held out
CHANCE = 0.01  # a limit that chance would give more easily is left out; low, as the ends of a box are searched for
_HALVES, _RESAMPLES = 20, 999
RARE_POINTS, RARE_RUNS = 10, 20  # points, and runs, of interest under which what is found is a hint and no more
COMMON = 0.8  # share of interest beyond which a box can say little
LIMIT_COLUMNS = ["axis", "low", "high", "kept", "quasi_p", "coverage_without", "density_without", "reproducibility"]


class Doubt(StrEnum):
    """A reservation about a discovery, to be reported with it."""

    NONE = "none"  # no run is of interest: there was nothing to search
    ALL = "all"  # every run is
    RARE = "rare"
    COMMON = "common"
    NO_BOX = "no_box"  # no setting separates runs of interest from the others
    NOT_DENSE = "not_dense"  # no box is as dense as wished: the densest is reported
    UNCHECKED = "unchecked"  # too few points to hold any out
    UNCONFIRMED = "unconfirmed"  # on the points held out, the box is no denser than everything


@dataclass(frozen=True)
class HeldOutStatistics:
    """Coverage and density on the points held out, with 95 % intervals from resampled points."""

    coverage: float
    coverage_low: float
    coverage_high: float
    density: float
    density_low: float
    density_high: float
    base: float
    points: int


@dataclass(frozen=True)
class Discovery:
    """The result of a discovery.

    Attributes:
        cases: every point.
        held_out: which points the search did not see, shape (points,).
        box: the limits by axis; empty when no setting matters.
        found: statistics of the box on the points searched.
        checked: its statistics on the points held out; None when there are none.
        limits: one row for each limit: the columns of ``LIMIT_COLUMNS``.
        trajectory: one row for each box of the peeling along the axes kept: ``coverage``, ``density``, ``mass``,
            ``axes`` (how many it limits), ``points``, ``lift``, on the points searched, then ``checked_coverage`` and
            ``checked_density``, on those held out.
        doubts: the reservations to report.
    """

    cases: Cases
    held_out: Mask
    box: Box
    found: BoxStatistics
    checked: HeldOutStatistics | None
    limits: pd.DataFrame
    trajectory: pd.DataFrame
    doubts: tuple[Doubt, ...]

    @property
    def statistics(self) -> HeldOutStatistics | BoxStatistics:
        """The statistics to report: those on the points held out, if any."""
        return self.checked or self.found


def cases_of(design: pd.DataFrame, runs: pd.DataFrame, interest: Numbers, axes: Sequence[str]) -> Cases:
    """Make cases of the points of a study and their runs.

    Args:
        design: ``point``, and one column for each axis.
        runs: one row a run, with its ``point``.
        interest: 1 for a run of interest, 0 for another, nan for one left out (it failed, or has no figure); shape
            (runs,).
        axes: axes to search; values that are not numbers become text, and an axis that does not vary is left out.
    """
    known = np.isfinite(interest)
    counts = pd.DataFrame({"point": runs["point"].to_numpy()[known], "interest": interest[known], "runs": 1.0})
    total = counts.groupby("point").sum()
    table = design.set_index("point").loc[total.index, list(axes)].reset_index(drop=True)
    for axis in axes:
        if table[axis].dtype == bool or not pd.api.types.is_numeric_dtype(table[axis]):
            table[axis] = table[axis].astype(str)
    varying = [axis for axis in axes if table[axis].nunique() > 1]
    return Cases(table[varying], total["interest"].to_numpy(), total["runs"].to_numpy())


def discover_box(cases: Cases, seed: int, most: int = DEFAULT_AXES, least_density: float | None = None) -> Discovery:
    """Find the box that best separates the cases of interest from the others, and check it on points held out.

    Args:
        cases: every point; at least one.
        seed: of the points held out and of the resampling.
        most: axes that the box may limit.
        least_density: when given, the box with the greatest coverage among those at least this dense.
    """
    rng = np.random.default_rng(seed)
    held_out = draw_held_out(len(cases), rng)
    searched, others = (cases.some(np.flatnonzero(mask)) for mask in (~held_out, held_out))
    doubts = [one for one in (_rarity_doubt(cases),) if one]
    empty = pd.DataFrame(columns=LIMIT_COLUMNS)
    if doubts and doubts[0] in (Doubt.NONE, Doubt.ALL):
        return Discovery(cases, held_out, {}, cases.fit({}), None, empty, pd.DataFrame(), tuple(doubts))
    axes = telling_axes(searched, most)
    boxes = peel(searched.only(axes)) if axes else [{}]
    box = paste(searched, choose_box(searched, [simplify_box(searched, one, most) for one in boxes], least_density))
    found = searched.fit(box)
    checked = check_box(others, box, rng) if held_out.any() else None
    doubts += _box_doubts(box, checked)
    doubts += [Doubt.NOT_DENSE] * bool(box and least_density is not None and found.density < least_density)
    limits = limits_table(searched, box, axis_reproducibility(searched, most, rng)) if box else empty
    return Discovery(
        cases, held_out, box, found, checked, limits, peeling_trajectory(boxes, searched, others), tuple(doubts)
    )


def draw_held_out(points: int, rng: np.random.Generator) -> Mask:
    """Choose at random the points to hold out: a third of them, or none when they are few."""
    held_out = np.zeros(points, dtype=bool)
    if points >= FEWEST_POINTS:
        held_out[rng.permutation(points)[: round(points * HELD_OUT)]] = True
    return held_out


def _rarity_doubt(cases: Cases) -> Doubt | None:
    """Return the reservation, if any, about how many cases are of interest."""
    if cases.base in (0, 1):
        return Doubt.ALL if cases.base else Doubt.NONE
    if cases.interest.sum() < RARE_RUNS or np.count_nonzero(cases.interest) < RARE_POINTS:
        return Doubt.RARE
    return Doubt.COMMON if cases.base > COMMON else None


def _box_doubts(box: Box, checked: HeldOutStatistics | None) -> list[Doubt]:
    """Return the reservations about a box."""
    if not box:
        return [Doubt.NO_BOX]
    if checked is None:
        return [Doubt.UNCHECKED]
    return [] if checked.density_low > checked.base else [Doubt.UNCONFIRMED]


def telling_axes(cases: Cases, most: int) -> list[str]:
    """Select the axes that separate cases of interest beyond chance, at most ``most`` of them.

    Peeling along all axes at once may miss a narrow range of one of them; adding axes one after another may miss two
    that matter only together. Whichever gives the box with the most lift is kept.
    """
    every = choose_box(cases, [simplify_box(cases, box, most) for box in peel(cases)], None)
    one_by_one: Box = {}
    while len(one_by_one) < most:
        others = [axis for axis in cases.table if axis not in one_by_one]
        careful = CHANCE / max(len(others), 1)  # the best of so many axes
        longer = [simplify_box(cases, _best_box_along(cases, [*one_by_one, axis]), most, careful) for axis in others]
        best = choose_box(cases, [one_by_one, *longer], None)
        if len(best) <= len(one_by_one):
            break
        one_by_one = best
    return list(choose_box(cases, [every, one_by_one], None))


def _best_box_along(cases: Cases, axes: Sequence[str]) -> Box:
    """Return the box with the most lift on the peeling trajectory along some axes."""
    return choose_box(cases, peel(cases.only(axes)), None)


def choose_box(cases: Cases, boxes: Sequence[Box], least_density: float | None) -> Box:
    """Return the box with the most lift; given a least density, the one with the most coverage among those as dense.

    When no box is dense enough, the densest.
    """
    fits = [cases.fit(box) for box in boxes]
    if least_density is None:
        return boxes[int(np.argmax([fit.lift for fit in fits]))]
    dense = [k for k, fit in enumerate(fits) if fit.density >= least_density]
    best = max(dense, key=lambda k: fits[k].coverage) if dense else int(np.argmax([fit.density for fit in fits]))
    return boxes[best]


def simplify_box(cases: Cases, box: Box, most: int, chance: float = CHANCE) -> Box:
    """Drop the limits that chance could explain, then the least useful axes until at most ``most`` are left."""
    kept = split_limits(drop_idle_limits(cases, box))
    while kept:
        chances = quasi_p_values(cases, kept)
        worst = int(np.argmax(chances))
        if chances[worst] > chance:
            kept = kept[:worst] + kept[worst + 1 :]
            continue
        joined = join_limits(kept)
        if len(joined) <= most:
            break
        least = max(joined, key=lambda axis: cases.fit(without_axis(joined, axis)).lift)
        kept = [one for one in kept if one[0] != least]
    return join_limits(kept)


def without_axis(box: Box, axis: str) -> dict[str, IntervalLimit | CategoryLimit]:
    """Return a box without its limit on one axis."""
    return {key: limit for key, limit in box.items() if key != axis}


def check_box(cases: Cases, box: Box, rng: np.random.Generator) -> HeldOutStatistics:
    """Return coverage and density of a box on points held out from its search, with 95 % intervals.

    Points are resampled with their runs, since runs of one point share its settings. Intervals are percentiles; for a
    share of 0 or 1, which is the same in every resample, they are Wilson's (1927) for that many points.
    """
    held = cases.inside(box)
    fit = cases.fit_of(held)
    picks = rng.multinomial(len(cases), np.full(len(cases), 1 / len(cases)), size=_RESAMPLES).astype(float)
    inside, runs, every = (picks @ one for one in (cases.interest * held, cases.runs * held, cases.interest))
    coverage = share_interval(_ratios(inside, every), fit.coverage, int((cases.interest > 0).sum()))
    density = share_interval(_ratios(inside, runs), fit.density, fit.points)
    return HeldOutStatistics(fit.coverage, *coverage, fit.density, *density, cases.base, len(cases))


def _ratios(parts: Numbers, wholes: Numbers) -> Numbers:
    """Return parts / wholes for the resamples in which the whole is not 0."""
    there = wholes > 0
    return np.asarray(parts[there] / wholes[there])


def axis_reproducibility(cases: Cases, most: int, rng: np.random.Generator) -> dict[str, float]:
    """Return how often each axis is selected when the search is repeated on random halves of the points."""
    if len(cases) < FEWEST_POINTS:
        return {}
    half = len(cases) // 2
    found = [telling_axes(cases.some(rng.permutation(len(cases))[:half]), most) for _ in range(_HALVES)]
    return {axis: sum(axis in one for one in found) / _HALVES for axis in cases.table}


def limits_table(cases: Cases, box: Box, again: Mapping[str, float]) -> pd.DataFrame:
    """Return one row for each limited axis, the most important first: the one whose removal costs the most lift."""
    chances = dict(zip(box, quasi_p_values(cases, list(box.items())), strict=True))
    rows = []
    for axis, limit in box.items():
        fit = cases.fit(without_axis(box, axis))
        low, high = (limit.low, limit.high) if isinstance(limit, IntervalLimit) else (np.nan, np.nan)
        kept = None if isinstance(limit, IntervalLimit) else ",".join(limit.values)
        rows.append(
            (axis, low, high, kept, chances[axis], fit.coverage, fit.density, again.get(axis, np.nan), fit.lift)
        )
    table = pd.DataFrame(rows, columns=[*LIMIT_COLUMNS, "lift"]).sort_values("lift", kind="stable", ignore_index=True)
    return table[LIMIT_COLUMNS]


def peeling_trajectory(boxes: Sequence[Box], searched: Cases, others: Cases) -> pd.DataFrame:
    """Return the coverage and density of each box of a trajectory, on the points searched and on those held out."""
    rows = []
    for box in boxes:
        fit = searched.fit(box)
        held = others.fit(box) if len(others) else None
        rows.append({"coverage": fit.coverage, "density": fit.density, "mass": fit.mass, "axes": len(box),
                     "points": fit.points, "lift": fit.lift, "checked_coverage": held.coverage if held else np.nan,
                     "checked_density": held.density if held else np.nan})  # fmt: skip
    return pd.DataFrame(rows)
