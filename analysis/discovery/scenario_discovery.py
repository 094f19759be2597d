"""Which settings lead to what one wants to avoid: one box that a sentence can tell, and how far it can be believed.

The box is found on some of the points and checked on the others (``held out``): settings that only seemed to matter in
the points searched do not matter there. Search: PRIM (``discovery.prim``) over every axis at once, and over one axis
after the other; the box with the most lift shows which axes tell something beyond chance, at most ``most`` of them are
kept, and the trajectory along these alone is the trade-off between coverage and density that is shown. Half of the
points searched, drawn again and again, show which axes are found each time (Bryant & Lempert 2010).
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
LIMIT_COLUMNS = ["axis", "low", "high", "kept", "quasi_p", "coverage_without", "density_without", "found_again"]


class Doubt(StrEnum):
    """What has to be told beside what was found."""

    NONE = "none"  # no run is of interest: nothing was searched
    ALL = "all"  # every run is
    RARE = "rare"
    COMMON = "common"
    NO_BOX = "no_box"  # no setting tells runs of interest from the others
    NOT_DENSE = "not_dense"  # no box is as dense as wished: the densest is told
    UNCHECKED = "unchecked"  # too few points to hold any out
    UNCONFIRMED = "unconfirmed"  # on the points held out, the box is no denser than everything


@dataclass(frozen=True)
class HeldOutStatistics:
    """Coverage and density with the 95 % intervals of resampling the points."""

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
    """What was found.

    Attributes:
        cases: every point.
        held_out: which points the search did not see, shape (points,).
        box: the limits, an axis each; empty when none tells anything.
        found: how well the box does on the points searched.
        checked: how well it does on the points held out; None when there are none.
        limits: one row for each limit: the columns of ``LIMIT_COLUMNS``.
        trajectory: one row for each box of the peeling along the axes kept: ``coverage``, ``density``, ``mass``,
            ``axes`` (how many it limits), ``points``, ``lift``, on the points searched, then ``checked_coverage`` and
            ``checked_density``, on those held out.
        doubts: what has to be told.
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
    def reported(self) -> HeldOutStatistics | BoxStatistics:
        """Return the figures to be told: those of the points held out, wherever there are some."""
        return self.checked or self.found


def cases_of(design: pd.DataFrame, runs: pd.DataFrame, interest: Numbers, axes: Sequence[str]) -> Cases:
    """Return the points of a study as cases.

    Args:
        design: ``point``, and one column for each axis.
        runs: one row a run, with its ``point``.
        interest: 1 for a run of interest, 0 for another, nan for one left out (it failed, or has no figure); shape
            (runs,).
        axes: those to search; what is not a number becomes text, and an axis that does not vary is left out.
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
    """Search the box that best tells the cases of interest from the others, and check it.

    Args:
        cases: every point; at least one.
        seed: of the points held out and of the resampling.
        most: axes that the box may limit.
        least_density: when given, the box sought is the one that covers most with at least this density.
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
    """Return which points to hold out: a third of them, none when they are few."""
    held_out = np.zeros(points, dtype=bool)
    if points >= FEWEST_POINTS:
        held_out[rng.permutation(points)[: round(points * HELD_OUT)]] = True
    return held_out


def _rarity_doubt(cases: Cases) -> Doubt | None:
    """Return what there is to say of how many cases are of interest."""
    if cases.base in (0, 1):
        return Doubt.ALL if cases.base else Doubt.NONE
    if cases.interest.sum() < RARE_RUNS or np.count_nonzero(cases.interest) < RARE_POINTS:
        return Doubt.RARE
    return Doubt.COMMON if cases.base > COMMON else None


def _box_doubts(box: Box, checked: HeldOutStatistics | None) -> list[Doubt]:
    """Return what there is to doubt of a box."""
    if not box:
        return [Doubt.NO_BOX]
    if checked is None:
        return [Doubt.UNCHECKED]
    return [] if checked.density_low > checked.base else [Doubt.UNCONFIRMED]


def telling_axes(cases: Cases, most: int) -> list[str]:
    """Return the axes that tell cases of interest beyond chance, at most so many.

    Peeling along every axis at once spreads its patience over all of them and may miss a narrow stretch of one; adding
    one axis after the other may miss two that only tell together. Whichever gives the box with the most lift is kept.
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
    """Return the box with the most lift that peeling along some axes gives."""
    return choose_box(cases, peel(cases.only(axes)), None)


def choose_box(cases: Cases, boxes: Sequence[Box], least_density: float | None) -> Box:
    """Return the box with the most lift; or the widest with at least some density, the densest if none has it."""
    fits = [cases.fit(box) for box in boxes]
    if least_density is None:
        return boxes[int(np.argmax([fit.lift for fit in fits]))]
    dense = [k for k, fit in enumerate(fits) if fit.density >= least_density]
    best = max(dense, key=lambda k: fits[k].coverage) if dense else int(np.argmax([fit.density for fit in fits]))
    return boxes[best]


def simplify_box(cases: Cases, box: Box, most: int, chance: float = CHANCE) -> Box:
    """Return a box without the limits that chance would give, nor more axes than asked: the least useful go first."""
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
    """Return a box without one of its limits."""
    return {key: limit for key, limit in box.items() if key != axis}


def check_box(cases: Cases, box: Box, rng: np.random.Generator) -> HeldOutStatistics:
    """Return how well a box does on points that its search did not see, with 95 % intervals.

    Points are resampled with their runs, as runs of one point share its settings; percentile intervals, those of a
    share that is 0 or 1 in every resample being Wilson's (1927) for that many points.
    """
    held = cases.inside(box)
    fit = cases.fit_of(held)
    picks = rng.multinomial(len(cases), np.full(len(cases), 1 / len(cases)), size=_RESAMPLES).astype(float)
    inside, runs, every = (picks @ one for one in (cases.interest * held, cases.runs * held, cases.interest))
    coverage = share_interval(_ratios(inside, every), fit.coverage, int((cases.interest > 0).sum()))
    density = share_interval(_ratios(inside, runs), fit.density, fit.points)
    return HeldOutStatistics(fit.coverage, *coverage, fit.density, *density, cases.base, len(cases))


def _ratios(parts: Numbers, wholes: Numbers) -> Numbers:
    """Return the shares, where there is a whole."""
    there = wholes > 0
    return np.asarray(parts[there] / wholes[there])


def axis_reproducibility(cases: Cases, most: int, rng: np.random.Generator) -> dict[str, float]:
    """Return in which share of random halves of the points each axis is found again to tell something."""
    if len(cases) < FEWEST_POINTS:
        return {}
    half = len(cases) // 2
    found = [telling_axes(cases.some(rng.permutation(len(cases))[:half]), most) for _ in range(_HALVES)]
    return {axis: sum(axis in one for one in found) / _HALVES for axis in cases.table}


def limits_table(cases: Cases, box: Box, again: Mapping[str, float]) -> pd.DataFrame:
    """Return what there is to say of each limit of a box, the most telling first: the one whose loss costs most."""
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
    """Return coverage and density along a peeling, on the points searched and on those held out."""
    rows = []
    for box in boxes:
        fit = searched.fit(box)
        held = others.fit(box) if len(others) else None
        rows.append({"coverage": fit.coverage, "density": fit.density, "mass": fit.mass, "axes": len(box),
                     "points": fit.points, "lift": fit.lift, "checked_coverage": held.coverage if held else np.nan,
                     "checked_density": held.density if held else np.nan})  # fmt: skip
    return pd.DataFrame(rows)
