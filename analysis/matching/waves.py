"""Waves of history matching: what is left after each, where the next one looks, when to stop, what is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.analysis.matching.emulator import Emulator, fit_emulator
from entente.analysis.matching.implausibility import (
    LIMIT,
    Flags,
    Means,
    implausibility,
    reach_targets,
    worst_counted,
)
from entente.analysis.matching.splitting import draw_below
from entente.analysis.matching.targets import Target
from entente.analysis.statistics.intervals import Numbers

RANGE, LEFT, TOWARD = "range", "left", "toward "  # where a setting comes from: everywhere, what is left, to one target
_SHARE_TOWARD = 8  # one setting in so many goes toward targets that none has reached
_DRAWS_TOWARD = 400
_BEST, _BEST_TOWARD = 1e-2, 1e-4  # share kept of what was left, or of the ranges, where emulators find nothing under 3
_OUTSIDE = 1e3  # score of what an earlier wave ruled out: over any score inside
_LESS = 0.9  # of the volume before, over which it no longer shrinks
_PATIENCE = 2  # waves under which nothing has settled
_MORE = 1.1  # times the share kept before, under which it no longer grows


class Proposal(NamedTuple):
    """Settings for the next wave, from 0 to 1, where each comes from, and what is left of the ranges by now.

    ``level`` is the implausibility down to which settings were found: 3, or more where emulators find none so low.
    """

    unit: Numbers
    origins: list[str]
    volume: float
    level: float


@dataclass(frozen=True)
class Wave:
    """One wave that has been run.

    Attributes:
        unit: its settings, shape (settings, axes), each from 0 to 1.
        origins: where each comes from.
        found: what they gave.
        away: their implausibility, shape (settings, targets).
    """

    unit: Numbers
    origins: NDArray[np.str_]
    found: Means
    away: Numbers

    @property
    def even(self) -> Flags:
        """Tell which settings were drawn evenly, and not toward one target."""
        return ~np.char.startswith(self.origins.astype(str), TOWARD)

    def keeps(self, misses: int) -> Flags:
        """Tell which settings are kept: those drawn evenly that only miss so many targets."""
        return np.asarray(self.even & (worst_counted(self.away, misses) <= LIMIT))


def make_wave(unit: Numbers, origins: Sequence[str], found: Means, targets: Sequence[Target]) -> Wave:
    """Return a wave from its settings and what they gave."""
    return Wave(unit, np.array(list(origins), dtype=str), found, implausibility(found, targets))


@dataclass(frozen=True)
class Region:
    """What emulators leave of the ranges: one for each wave, with the implausibility from which it rules out."""

    emulators: tuple[Emulator, ...] = ()
    levels: tuple[float, ...] = ()
    misses: int = 1

    def score(self, unit: Numbers) -> Numbers:
        """Return a score of settings: at most 1 for what is left, and the larger the earlier they were ruled out."""
        found = np.zeros(len(unit))
        for emulator, level in zip(self.emulators, self.levels, strict=True):
            ratio = np.minimum(emulator.worst(unit, self.misses) / level, _OUTSIDE / 2)
            found = np.where(found > 1, found + _OUTSIDE, ratio)
        return found

    def holds(self, unit: Numbers) -> Flags:
        """Tell which settings are left."""
        return np.asarray(self.score(unit) <= 1)

    def narrow(self, emulator: Emulator, level: float) -> "Region":
        """Return what is left once one more emulator has spoken."""
        return Region((*self.emulators, emulator), (*self.levels, level), self.misses)


def propose(
    waves: Sequence[Wave], left: Sequence[tuple[float, float]], targets: Sequence[Target], misses: int, products: bool,
    seed: int,
) -> Proposal:  # fmt: skip
    """Return the settings of the next wave, as many as the last one had, and what is left of the ranges.

    Args:
        waves: those that have been run.
        left: volume and level of the proposals made before, one for each wave but the last.
        targets: what is matched.
        misses: targets that a kept setting may miss.
        products: whether emulators have products of two axes.
        seed: of chance.
    """
    rng = np.random.default_rng([seed, len(waves)])
    region = Region(misses=misses)
    for number in range(1, len(waves) + 1):
        emulator = _emulator(waves[:number], region, targets, products)
        region = region.narrow(emulator, LIMIT if number == len(waves) else left[number - 1][1])
    count, axes = waves[-1].unit.shape
    volume = left[-1][0] if left else 1.0
    now = draw_below(region.score, axes, 1.0, rng, _BEST * volume)
    missing = [k for k, never in enumerate(~_ever_reached(waves)) if never]
    toward = _draw_toward(waves, targets, missing, products, count // _SHARE_TOWARD, rng)
    chosen = rng.permutation(len(now.draws))[: count - sum(len(one) for one in toward.values())]
    unit = np.concatenate([now.draws[chosen], *toward.values()])
    origins = [LEFT] * len(chosen) + [f"{TOWARD}{name}" for name, some in toward.items() for _ in some]
    return Proposal(unit, origins, now.volume, LIMIT * max(1.0, now.level))


def _emulator(waves: Sequence[Wave], region: Region, targets: Sequence[Target], products: bool) -> Emulator:
    """Return the emulator of the last of some waves: learnt from all settings that were left before it."""
    unit, mean = _stack(waves)
    inside = region.holds(unit)
    return fit_emulator(unit[inside], mean[inside], targets, products)


def _stack(waves: Sequence[Wave]) -> tuple[Numbers, Numbers]:
    """Return the settings of all waves and their means."""
    return np.concatenate([one.unit for one in waves]), np.concatenate([one.found.mean for one in waves])


def _ever_reached(waves: Sequence[Wave]) -> Flags:
    """Tell which targets some setting has reached."""
    return np.asarray(reach_targets(np.concatenate([one.away for one in waves])).any(axis=0))


def _draw_toward(
    waves: Sequence[Wave], targets: Sequence[Target], missing: Sequence[int], products: bool, count: int,
    rng: np.random.Generator,
) -> dict[str, Numbers]:  # fmt: skip
    """Return settings, from anywhere in the ranges, that should come nearest to targets that none has reached."""
    unit, mean = _stack(waves)
    found = {}
    each = count // len(missing) if missing else 0
    for k in missing if each else ():
        emulator = fit_emulator(unit, mean[:, [k]], [targets[k]], products)
        left = draw_below(
            lambda some, e=emulator: e.worst(some, 0), unit.shape[1], 0.0, rng, _BEST_TOWARD, _DRAWS_TOWARD
        )  # type: ignore[misc]
        found[targets[k].name] = left.draws[rng.permutation(len(left.draws))[:each]]
    return found


def has_settled(volumes: Sequence[float], levels: Sequence[float], shares: Sequence[float]) -> bool:
    """Tell whether waves no longer change anything: what is left no longer shrinks, the share kept no longer grows.

    Args:
        volumes: what was left after each wave.
        levels: the implausibility that it was left at.
        shares: of the settings of each wave that were kept.
    """
    if len(volumes) < _PATIENCE:
        return False
    if levels[-1] > LIMIT:  # nothing is foreseen under it: what counts is whether settings still come nearer
        return len(levels) > _PATIENCE and not levels[-1] < _LESS * levels[-1 - _PATIENCE] and not shares[-1]
    return not volumes[-1] < _LESS * volumes[-2] and not shares[-1] > _MORE * shares[-2]


def reach_table(waves: Sequence[Wave], targets: Sequence[Target], misses: int) -> pd.DataFrame:
    """Return one row for each target: how many settings reach it, those kept among them, and what those kept give.

    Returns:
        ``target``, ``reached`` and ``share`` (of all settings), ``least`` (the least implausibility), ``kept`` and
        ``met`` (how many settings are kept, and how many of them reach it), ``mean``, ``low`` and ``high`` (the mean of
        those kept, and between which 90 % of them are), ``verdict``: ``structural`` when no setting reaches it,
        ``missed`` when less than half of those kept do, else ``met``; ``reached`` when none is kept.
    """
    away, mean = (np.concatenate(parts) for parts in ([w.away for w in waves], [w.found.mean for w in waves]))
    kept = np.concatenate([one.keeps(misses) for one in waves])
    mine = reach_targets(away)
    rows = []
    for k, target in enumerate(targets):
        reached, met = int(mine[:, k].sum()), int(mine[kept, k].sum())
        rows.append({"target": target.name, "reached": reached, "share": mine[:, k].mean(), "least": away[:, k].min(),
                     "kept": int(kept.sum()), "met": met, **given_by(mean[kept, k]),
                     "verdict": reach_verdict(reached, int(kept.sum()), met)})  # fmt: skip
    return pd.DataFrame(rows)


def given_by(values: Numbers) -> dict[str, float]:
    """Return the mean of what some settings give, and between which 90 % of them are; nan without any."""
    known = values[np.isfinite(values)]
    if not len(known):
        return dict.fromkeys(("mean", "low", "high"), np.nan)
    low, high = np.quantile(known, [0.05, 0.95])
    return {"mean": known.mean(), "low": low, "high": high}


def reach_verdict(reached: int, kept: int, met: int) -> str:
    """Return what is said of a target, from how many settings reach it, are kept, and do both (``reach_table``)."""
    if not reached:
        return "structural"
    if not kept:
        return "reached"
    return "missed" if met < kept / 2 else "met"


def choose_members(kept: NDArray[np.int64], count: int, seed: int) -> NDArray[np.int64]:
    """Return as many of the kept settings as are wanted, chosen at random, in their order.

    Settings were drawn evenly from what was left, and what is kept is within what was left at each wave: a random
    choice of all of them is spread evenly over what is kept.
    """
    rng = np.random.default_rng([seed, len(kept)])
    return np.sort(kept[rng.permutation(len(kept))[:count]])


def middle_member(away: Numbers) -> int:
    """Return the rank of the member nearest the middle of what the field allows: all its figures come nearest together.

    Settings are plausible within some distance of the figures of the field, which are the middle. Nearness is the mean
    square of the implausibilities.

    Args:
        away: implausibility of each member for each target, shape (members, targets).
    """
    return int((np.where(np.isfinite(away), away, np.inf) ** 2).mean(axis=1).argmin())
