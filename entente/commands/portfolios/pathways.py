"""Pathways between plans: each plan changed for the best of the others at half-years, in the same futures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from entente.analysis.pathways.switching import switch_settings
from entente.analysis.pathways.tipping import (
    OBSERVED,
    best_signposts,
    decision_weeks,
    find_signpost,
    observe,
    plan_tipping,
)
from entente.analysis.portfolios.choosing import HELD_MEASURE
from entente.analysis.portfolios.plans import Plan
from entente.analysis.statistics.goals import Goal, meets_all
from entente.commands.portfolios.rounds import ArmInFutures, Rounds
from entente.results.keep import Keep
from entente.sim.validation.validate import SettingsError, as_tree, validate

WARNED = ["plan", "to", "week", "observed", "threshold", "share", "gain", "low", "high", "holds_under", "holds_over"]
MOST_WEEKS = 4  # in which a plan may be changed
USUAL_LEAST = 0.4  # mobilisation that is required where no goal says how much
KEPT_WEEKLY = Keep(weeks=("mobilisation", *OBSERVED))


@dataclass(frozen=True)
class Pathways:
    """When plans no longer do, and when to change them.

    Attributes:
        least: mobilisation that is required.
        tipping: one row a plan: when it no longer does (``analysis.pathways.tipping.plan_tipping``).
        held: one row for each plan and week: the share of the futures in which mobilisation is at least that.
        signposts: one row for each plan, plan that takes its place, week and observation: threshold and gain.
        warnings: one row for each plan, week and observation: the threshold at or under which the plan holds in fewer
            than half of the futures, and how often it holds there and elsewhere.
    """

    least: float
    tipping: pd.DataFrame
    held: pd.DataFrame
    signposts: pd.DataFrame
    warnings: pd.DataFrame

    @property
    def first_warnings(self) -> pd.DataFrame:
        """Return, for each plan, the first week in which something seen clearly says that it will fail."""
        return best_signposts(self.warnings)

    @property
    def best(self) -> pd.DataFrame:
        """Return, for each plan, the first week in which changing it clearly gains, and the best observation then."""
        return best_signposts(self.signposts)


def looks_of(horizon: int) -> int:
    """Return how many signposts of one plan are looked at: each observation in each week in which it may be changed."""
    return len(decision_weeks(horizon)[:MOST_WEEKS]) * len(OBSERVED)


def least_of(goals: Sequence[Goal]) -> float:
    """Return the mobilisation that goals require at the end."""
    levels = [goal.level for goal in goals if goal.measure == HELD_MEASURE and goal.sense in (">=", ">")]
    return max(levels, default=USUAL_LEAST)


def find_pathways(
    rounds: Rounds, plans: Sequence[Plan], holds: Sequence[float], seed: int, count: int, goals: Sequence[Goal]
) -> Pathways:  # fmt: skip
    """Run plans week by week, and each changed for the plan that holds most often of the others.

    Args:
        rounds: runs them.
        plans: two at least.
        holds: in which share of the futures each holds.
        seed: of the futures and the runs, the same as of the plans.
        count: futures.
        goals: what a plan that holds meets.
    """
    least, horizon = least_of(goals), rounds.situation.settings.weeks
    arms = [rounds.arm(one.portfolio) for one in plans]
    kept = rounds.run_arms("5-weeks", arms, seed, count, KEPT_WEEKLY)
    weeks, alone = kept["weeks"], final_by_future(kept["runs"])
    switches = switches_of(arms, best_others(holds), decision_weeks(horizon)[:MOST_WEEKS])
    rows = []
    if switches:
        runs = rounds.run_arms("5-switch", [arm for _, _, _, arm in switches], seed, count)["runs"]
        changed = final_by_future(runs)
        for rank, (one, other, week, _) in enumerate(switches):
            gain = (changed[rank] - alone[one]).dropna()
            for series in OBSERVED:
                seen = observe(weeks, series, week).loc[one].reindex(gain.index)
                found = find_signpost(seen.to_numpy(), gain.to_numpy(), seed, looks_of(horizon))
                rows.append({"plan": plans[one].name, "to": plans[other].name, "week": week, "observed": series,
                             "threshold": found.threshold, "share": found.share, "gain": found.gain, "low": found.low,
                             "high": found.high, "gain_always": float(gain.mean())})  # fmt: skip
    met = {int(plan): one.set_index("future")["met"] for plan, one in
           kept["runs"].assign(met=meets_all(goals, kept["runs"])).groupby("plan")}  # fmt: skip
    warned = [row for rank, one in enumerate(plans)
              for row in warning_rows(one.name, met[rank], weeks[weeks["plan"] == rank], horizon, seed)]  # fmt: skip
    columns = ["plan", "to", "week", "observed", "threshold", "share", "gain", "low", "high", "gain_always"]
    names = {rank: one.name for rank, one in enumerate(plans)}
    held = weeks.assign(holds=weeks["mobilisation"] >= least).groupby(["plan", "week"])["holds"].mean().reset_index()
    return Pathways(least, plan_tipping(weeks, names, least, horizon), held.assign(plan=held["plan"].map(names)),
                    pd.DataFrame(rows, columns=columns), pd.DataFrame(warned, columns=WARNED))  # fmt: skip


def warning_rows(
    name: str, met: "pd.Series[float]", weeks: pd.DataFrame, horizon: int, seed: int
) -> Iterator[dict[str, object]]:
    """Yield what seen in each half-year says that a plan will more likely fail than hold.

    Args:
        name: of the plan.
        met: 1 where it holds, by future.
        weeks: its weeks.
        horizon: weeks of a run.
        seed: of the folds.
    """
    met = met.dropna()
    for week in decision_weeks(horizon)[:MOST_WEEKS]:
        for series in OBSERVED:
            seen = observe(weeks, series, week).droplevel("plan").reindex(met.index)
            found = find_signpost(seen.to_numpy(), 0.5 - met.to_numpy(), seed, looks_of(horizon))
            under = seen <= found.threshold
            yield {"plan": name, "to": "", "week": week, "observed": series, "threshold": found.threshold,
                   "share": found.share, "gain": found.gain, "low": found.low, "high": found.high,
                   "holds_under": float(met[under].mean()), "holds_over": float(met[~under].mean())}  # fmt: skip


def final_by_future(runs: pd.DataFrame) -> "dict[int, pd.Series[float]]":
    """Return the mobilisation held by each arm, by future, of the runs that succeeded."""
    sound = runs[runs["failed"].isna()]
    return {int(plan): one.set_index("future")[HELD_MEASURE].astype(float) for plan, one in sound.groupby("plan")}


def best_others(holds: Sequence[float]) -> dict[int, int]:
    """Return, for each plan, which of the others holds most often."""
    ranks = range(len(holds))
    return {one: max((other for other in ranks if other != one), key=lambda rank: holds[rank]) for one in ranks}


def switches_of(
    arms: Sequence[ArmInFutures], others: dict[int, int], weeks: Sequence[int]
) -> list[tuple[int, int, int, ArmInFutures]]:
    """Return every switch that is possible: from which plan, to which, in which week, and what is run."""
    found = []
    for one, other in others.items():
        for week in weeks:
            try:
                settings = validate(as_tree(switch_settings(arms[one].settings, arms[other].settings, week)))
            except SettingsError:
                continue  # what both have cannot stand together
            found.append((one, other, week, ArmInFutures(settings, arms[one].stated | arms[other].stated)))
    return found
