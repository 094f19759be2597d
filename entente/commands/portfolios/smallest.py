"""What the smallest partners really give in each plan: hours by organisation, summed over runs.

The search itself works with what meetings, paperwork and levers ask of them, which is known before anything is run:
hours by organisation are only kept week by week, a table too large for every portfolio that is tried.
"""

from collections.abc import Mapping, Sequence

from entente.analysis.portfolios.plans import Plan
from entente.analysis.portfolios.portfolio import smallest_partners
from entente.analysis.statistics.years import MONTHS_PER_YEAR, WEEKS_PER_YEAR
from entente.commands.portfolios.rounds import Rounds
from entente.results.keep import Keep
from entente.sim.model.situation import organisation_names

MOST_HOURS_KEPT = 1_000_000  # of hours by week and organisation, over all plans
LEAST_FUTURES = 5


def hours_of_smallest(rounds: Rounds, plans: Sequence[Plan], seed: int, count: int) -> Mapping[str, float]:
    """Return the hours a month that each of the smallest third of the partners gives in runs, by plan.

    Args:
        rounds: runs them.
        plans: the status quo first.
        seed: of the futures and the runs.
        count: futures at most; fewer where organisations are many.
    """
    settings = rounds.situation.settings
    rows = len(plans) * settings.weeks * len(organisation_names(settings))
    futures = min(count, max(LEAST_FUTURES, MOST_HOURS_KEPT // rows))
    kept = rounds.run_arms("5-smallest", [rounds.arm(one.portfolio) for one in plans], seed, futures,
                           Keep(organisations=("hours_spent",)))["organisations"]  # fmt: skip
    few = kept[kept["organisation"].isin(smallest_partners(settings))]
    means = few.groupby("plan")["hours_spent"].mean() * WEEKS_PER_YEAR / MONTHS_PER_YEAR
    return {one.name: float(means.get(rank, float("nan"))) for rank, one in enumerate(plans)}
