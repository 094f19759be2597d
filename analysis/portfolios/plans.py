"""What each plan gives: how often it holds, how much it holds, what it takes, what breaks it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from entente.analysis.portfolios.choosing import HELD_MEASURE
from entente.analysis.portfolios.futures import FACTORS
from entente.analysis.portfolios.portfolio import Portfolio, PortfolioCosts
from entente.analysis.statistics.goals import Goal, meets_all, parse_goal
from entente.analysis.statistics.intervals import Numbers, estimate, wilson_interval
from entente.analysis.statistics.years import MONTHS_PER_YEAR, WEEKS_PER_YEAR

DEFAULT_GOALS = (parse_goal("final>=0.4"), parse_goal("essoufflement=no"))
FEWEST = 10  # futures on each side of what breaks a plan
CLEARLY = 2.0  # standard errors from which a plan holds less often


@dataclass(frozen=True)
class Plan:
    """One plan.

    Attributes:
        name: a letter, A for the status quo; or its own.
        portfolio: what it changes.
        words: the overrides that ask for it.
        roles: why it is there; none where it was named.
        costs: what it takes whatever happens.
        excess: dollars over the envelopes.
    """

    name: str
    portfolio: Portfolio
    words: tuple[str, ...]
    roles: tuple[str, ...]
    costs: PortfolioCosts
    excess: float = 0.0


@dataclass(frozen=True)
class Breaking:
    """What a plan holds less often in.

    Attributes:
        factor: name of one of ``FACTORS``.
        side: ``happens``, or ``high`` or ``low`` (the upper or the lower half of what it multiplies by).
        inside: share of those futures in which the plan holds.
        outside: of the others.
    """

    factor: str
    side: str
    inside: float
    outside: float


def plan_runs(plans: Sequence[Plan], runs: pd.DataFrame, goals: Sequence[Goal]) -> pd.DataFrame:
    """Return the runs that succeeded, with the name of their plan and ``met``: whether all goals are met."""
    sound = runs[runs["failed"].isna()].drop(columns=["failed", "message"])
    names = [one.name for one in plans]
    sound = sound.assign(plan=[names[int(rank)] for rank in sound["plan"]])
    return sound.assign(met=meets_all(goals, sound)).reset_index(drop=True)


def by_future(runs: pd.DataFrame, measure: str, plans: Sequence[Plan]) -> pd.DataFrame:
    """Return a measure in the futures that all plans went through: one row a future, one column a plan."""
    wide = runs.pivot(index="future", columns="plan", values=measure)
    return wide[[one.name for one in plans]].astype(float).dropna()


def plans_table(
    plans: Sequence[Plan], runs: pd.DataFrame, futures: pd.DataFrame, partners: int, weeks: int
) -> pd.DataFrame:  # fmt: skip
    """Return one row for each plan.

    Args:
        plans: the status quo first.
        runs: of ``plan_runs``.
        futures: of ``draw_futures``.
        partners: from the first week.
        weeks: of a run.
    """
    met, held = by_future(runs, "met", plans), by_future(runs, HELD_MEASURE, plans)
    hours = by_future(runs, "hours_partners", plans)
    rows = []
    for one in plans:
        share = float(met[one.name].mean())
        low, high = wilson_interval(share, len(met))
        gain = estimate((held[one.name] - held[plans[0].name]).to_numpy())
        more = estimate((met[one.name] - met[plans[0].name]).to_numpy(), yes_no=True)
        breaks = what_breaks(met[one.name], futures)
        rows.append({
            "plan": one.name, "roles": ",".join(one.roles), "changes": " ".join(one.words), "futures": len(met),
            "holds": share, "holds_low": low, "holds_high": high, "more": more.effect, "more_low": more.low,
            "more_high": more.high, "held": float(held[one.name].mean()), "gain": gain.effect, "gain_low": gain.low,
            "gain_high": gain.high, "hours": float(hours[one.name].mean()) / weeks * WEEKS_PER_YEAR,
            "hours_month": float(hours[one.name].mean()) / weeks * WEEKS_PER_YEAR / MONTHS_PER_YEAR / partners,
            "dollars": one.costs.total, "load": one.costs.load, "smallest_month": one.costs.smallest,
            "excess": one.excess, "breaks": breaks.factor if breaks else None, "side": breaks.side if breaks else None,
            "holds_inside": breaks.inside if breaks else None, "holds_outside": breaks.outside if breaks else None,
            **{f"dollars_{year}": amount for year, amount in enumerate(one.costs.dollars, start=1)},
        })  # fmt: skip
    return pd.DataFrame(rows)


def what_breaks(met: "pd.Series[float]", futures: pd.DataFrame) -> Breaking | None:
    """Return the factor that takes most away from how often a plan holds; None when none clearly does.

    Each factor splits the futures in two: an event that happens or not, the upper or the lower half of a number. The
    difference must be more than two standard errors of the difference of two shares.

    Args:
        met: 1 where the plan holds, by future.
        futures: of ``draw_futures``.
    """
    known = futures.set_index("future").loc[met.index]
    found: list[Breaking] = []
    for name, factor in FACTORS.items():
        drawn = known[name].to_numpy(float)
        happens = np.isfinite(drawn) if factor.event is not None else drawn > np.median(drawn)
        sides = {"happens": happens} if factor.event is not None else {"high": happens, "low": ~happens}
        values = met.to_numpy(float)
        found += [Breaking(name, side, float(values[inside].mean()), float(values[~inside].mean()))
                  for side, inside in sides.items() if is_clearly_less(values, inside)]  # fmt: skip
    return max(found, key=lambda one: one.outside - one.inside, default=None)


def is_clearly_less(values: Numbers, inside: Any) -> bool:
    """Tell whether the mean of some 0s and 1s is clearly less than that of the others."""
    some, others = values[inside], values[~inside]
    if min(len(some), len(others)) < FEWEST:
        return False
    error = math.sqrt(some.mean() * (1 - some.mean()) / len(some) + others.mean() * (1 - others.mean()) / len(others))
    return bool(others.mean() - some.mean() > CLEARLY * error)


def net_benefit(runs: pd.DataFrame, plans: Sequence[Plan], measure: str = "met") -> Mapping[str, Numbers]:
    """Return what each plan is worth in each future, in the order of the futures: whether it holds, or a measure."""
    table = by_future(runs, measure, plans)
    return {name: table[name].to_numpy(float) for name in table}
