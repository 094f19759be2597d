"""The search: every change by itself, portfolios by NSGA-II (pymoo), then the neighbours of the best of each role.

Deb et al. (2002), *A fast and elitist multiobjective genetic algorithm: NSGA-II*, doi 10.1109/4235.996017, finds the
regions; steps from each best portfolio to its best neighbour go to the end of them, as in memetic algorithms (Moscato
1989), two steps at once where one does no better (variable neighbourhoods; Mladenović and Hansen 1997, doi
10.1016/S0305-0548(97)00031-2). A 0-1 program says what to combine with each change that frees hours, since what these
make room for shows only together. What a portfolio costs is known beforehand, so that those over the envelope are
never simulated.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.analysis.portfolios.additive import AdditiveEffects
from entente.analysis.portfolios.choosing import (
    NEARLY_NO_MORE,
    SOUGHT_ROLES,
    WORTH_OF_A_CHANGE,
    Assessed,
    alike_ranks,
    assess,
    best_of_roles,
    choose_roles,
    frees_hours,
    main_change,
    makes_room,
    nondominated_ranks,
    ranks_of_role,
    shown_roles,
    worthy_ranks,
)
from entente.analysis.portfolios.portfolio import PlanChange, Portfolio, envelope_excess
from entente.analysis.portfolios.proposals import propose_portfolios
from entente.analysis.statistics.years import WEEKS_PER_YEAR
from entente.commands.portfolios.rounds import Rounds
from entente.config.places import GROUPS
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation

AS_IS = Portfolio()
MOST_PROPOSED = 4  # for each that is tried: those over the envelope are not
FARTHEST = 2  # steps at once, from the best portfolio of a role to those that are tried next


@dataclass(frozen=True)
class SearchSizes:
    """How far a search goes.

    Attributes:
        futures: in which changes and portfolios are tried.
        levers: kept after each was tried by itself.
        options: of each group, kept likewise.
        population: of the genetic algorithm.
        generations: of it.
        most: changes of one portfolio.
        shortlist: portfolios of each role that meet fresh futures at a time.
        neighbours: of the best of each role that are tried at a time, and portfolios with each change that frees hours.
        turns: steps to better neighbours at most, in the futures of the search and again in fresh ones.
    """

    futures: int = 40
    levers: int = 16
    options: int = 4
    population: int = 24
    generations: int = 8
    most: int = 6
    shortlist: int = 3
    neighbours: int = 6
    turns: int = 8


QUICK = SearchSizes(
    futures=12, levers=6, options=2, population=10, generations=3, most=4, shortlist=2, neighbours=4, turns=2
)


@dataclass
class Search:
    """A search on its way.

    Attributes:
        rounds: runs portfolios.
        choices: the options that may be chosen in each group.
        levers: that may be added.
        envelopes: dollars of each year, the last one for all that follow.
        sizes: how far it goes.
        seed: of its futures, its runs and its draws.
        tried: runs of every portfolio that was tried, in the same futures.
        kept: the changes that portfolios are made of, once each was tried by itself.
    """

    rounds: Rounds
    choices: Mapping[str, Sequence[str]]
    levers: Sequence[str]
    envelopes: tuple[float, ...]
    sizes: SearchSizes
    seed: int
    tried: dict[Portfolio, pd.DataFrame] = field(default_factory=dict)
    kept: tuple[PlanChange, ...] = ()

    def may_be_run(self, portfolio: Portfolio) -> bool:
        """Tell whether a portfolio is possible, within the envelopes and short enough to be told."""
        situation = self.rounds.situation
        if portfolio.changes > self.sizes.most or situation.settings_of(portfolio) is None:
            return False
        return portfolio == AS_IS or not envelope_excess(situation.costs_of(portfolio), self.envelopes)

    def run(self) -> None:
        """Try every change by itself, keep the best, let portfolios of them evolve, and go to better neighbours."""
        singles = [one for one in self.single_changes() if self.may_be_run(one)]
        self.try_out("1-each-change", [AS_IS, *singles])
        start = self.start()
        if start != AS_IS:
            self.try_out("1-each-more", list(filter(self.may_be_run, map(start.with_change, self.levers))))
        options, levers = self.keep_changes(singles, start)
        self.kept = (*((group, name) for group, names in options.items() for name in names), *levers)
        beside = [one.with_change(change) for one in self.changes_that_free_hours() for change in self.kept]
        self.try_out("beside", list(filter(self.may_be_run, beside)))
        self.evolve(options, levers)
        before, steps = list[tuple[str, Portfolio]](), 1
        for turn in range(self.sizes.turns):
            found = self.assess_tried()
            starts = list(best_of_roles(found, SOUGHT_ROLES).items())
            steps = steps + 1 if starts == before else 1
            if steps > FARTHEST:
                break
            promising = [*self.promising_neighbours(found, starts, steps), *self.promising_combinations(found)]
            self.try_out(f"3-better-{turn + 1:02}", promising)
            before = starts

    def promising_combinations(self, found: Assessed) -> list[Portfolio]:
        """Return what may hold most beside each change that frees hours, for hardly more of them than as it is.

        What such a change makes room for may be worth more than what it costs, which the best portfolio without it
        does not tell, and what a change adds beside it may be another thing than beside others. What would be worth
        less than the status quo even then is left alone.
        """
        new: list[Portfolio] = []
        hours = NEARLY_NO_MORE * found.table["hours"].iloc[0]
        least = found.scores[0] if found.base_fits else -np.inf
        for start in self.changes_that_free_hours():
            beside = self.assess_tried([one for one in self.tried if one.contains(start)], first=start)
            effects = AdditiveEffects(beside)
            likely = propose_portfolios(effects, hours + effects.error["hours"], self.sizes.most, least, self.tried)
            few = islice(likely, MOST_PROPOSED * self.sizes.neighbours)
            new += islice(filter(self.may_be_run, few), self.sizes.neighbours)
        return new

    def changes_that_free_hours(self) -> list[Portfolio]:
        """Return the single changes, of those kept, that by themselves free hours of partners."""
        alone = [one for one in map(AS_IS.with_change, self.kept) if one in self.tried]
        found = self.assess_tried(alone)
        return [one for one in alone if frees_hours(found, one, AS_IS)]

    def single_changes(self) -> list[Portfolio]:
        """Return the portfolios that change one thing."""
        options = [Portfolio(((group, name),)) for group, names in self.choices.items() for name in names]
        return options + [Portfolio((), (name,)) for name in self.levers]

    def try_out(self, name: str, portfolios: Sequence[Portfolio]) -> None:
        """Simulate the portfolios that were not tried yet, in the futures of the search."""
        new = [one for one in dict.fromkeys(portfolios) if one not in self.tried]
        if new:
            runs = self.rounds.evaluate(name, new, self.seed, self.sizes.futures)
            self.tried |= {new[int(plan)]: one for plan, one in runs.groupby("plan")}

    def assess_tried(self, portfolios: Sequence[Portfolio] | None = None, first: Portfolio = AS_IS) -> Assessed:
        """Return the portfolios that were tried, or some of them, with what their runs gave, one of them first."""
        chosen = list(dict.fromkeys([first, *(portfolios or self.tried)]))
        runs = pd.concat([self.tried[one].assign(plan=rank) for rank, one in enumerate(chosen)], ignore_index=True)
        return assess_runs(self.rounds, chosen, runs, self.envelopes)

    def start(self) -> Portfolio:
        """Return what levers are first added to: the status quo, or where it is over the envelope the best that is not.

        That is one of the single changes that were tried; the status quo again where none is within the envelope.
        """
        found = self.assess_tried()
        within = found.portfolios[1:] if not found.base_fits else ()
        return max(within, key=lambda one: found.table["held"].iloc[found.of(one)], default=AS_IS)

    def keep_changes(self, singles: Sequence[Portfolio], start: Portfolio) -> tuple[dict[str, list[str]], list[str]]:
        """Return the options and the levers to combine: those that hold most by themselves, or added to a start.

        What makes room for others stays too: what frees hours, or takes fewer dollars or less load and holds no less.
        """
        found = self.assess_tried()
        gain = dict(zip(found.portfolios, found.table["held"] - found.table["held"].iloc[0], strict=True))
        added = {name: one for name in self.levers if (one := start.with_change(name)) in gain}
        more = {name: gain[one] - gain[start] for name, one in added.items()}
        better = sorted((name for name in more if more[name] > 0), key=lambda name: -more[name])
        levers = {*better[: self.sizes.levers], *(name for name, one in added.items() if makes_room(found, one, start))}
        options: dict[str, list[str]] = {}
        for group in self.choices:
            mine = sorted((one for one in singles if one.options and one.options[0][0] == group),
                          key=lambda one: -gain[one])  # fmt: skip
            options[group] = [one.options[0][1] for rank, one in enumerate(mine)
                              if rank < self.sizes.options or makes_room(found, one, AS_IS)]  # fmt: skip
        return options, sorted(levers)

    def evolve(self, options: Mapping[str, Sequence[str]], levers: Sequence[str]) -> None:
        """Let portfolios evolve towards more mobilisation for fewer hours, fewer dollars and less load."""
        from entente.commands.portfolios.evolution import Evolution

        genes = [[None, *options.get(group, ())] for group in GROUPS]
        evolution = Evolution(genes, levers, self.sizes, self.seed)
        for generation in range(self.sizes.generations):
            asked = [decode(one, genes, levers) for one in evolution.ask()]
            fit = [self.may_be_run(one) for one in asked]
            possible = [one for one, fits in zip(asked, fit, strict=True) if fits]
            self.try_out(f"2-generation-{generation + 1:02}", possible)
            evolution.tell(*self.objectives(asked, fit))

    def objectives(self, asked: Sequence[Portfolio], fit: Sequence[bool]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return what is to be as low as possible of each portfolio, and by how far it misses what is required."""
        known = [one for one, fits in zip(asked, fit, strict=True) if fits]
        found = self.assess_tried(known) if known else None
        rows, missed = [], []
        for one, fits in zip(asked, fit, strict=True):
            missed.append(0.0 if fits else self.shortfall(one))
            if found is None or not fits:
                rows.append((0.0, 1e9, 1e9, 1e9))
                continue
            row = found.table.iloc[found.of(one)]
            rows.append((-row["held"], row["hours"], row["dollars"], row["load"]))
        return np.array(rows, float), np.array(missed, float)[:, None]

    def shortfall(self, portfolio: Portfolio) -> float:
        """Return by how far a portfolio misses what is required; more than 0."""
        situation = self.rounds.situation
        if situation.settings_of(portfolio) is None:
            return 1e6
        over = envelope_excess(situation.costs_of(portfolio), self.envelopes) / 1000
        return over + max(0, portfolio.changes - self.sizes.most)

    def try_around(self, name: str, chosen: Mapping[str, Portfolio]) -> None:
        """Try what roles have chosen, each with one change less, and the neighbours of it that promise most."""
        fewer = [less for one in chosen.values() for less in one.without() if self.may_be_run(less)]
        self.try_out(f"3-around-{name}", [*chosen.values(), *fewer])
        self.try_out(f"3-neighbours-{name}", self.promising_neighbours(self.assess_tried(), [*chosen.items()]))

    def promising_neighbours(
        self, found: Assessed, starts: Sequence[tuple[str, Portfolio]], steps: int = 1
    ) -> list[Portfolio]:
        """Return what is so many steps from the start of each role, not tried yet, and promises most for the role."""
        effects, main = AdditiveEffects(found), main_change(found.portfolios, found.table)
        new: list[Portfolio] = []
        for role, best in starts:
            near = [one for one in self.within(steps, best) if one not in self.tried]
            if not near:
                continue
            table = effects.predict(near, best)
            scores = (table["held"] - WORTH_OF_A_CHANGE * table["changes"]).to_numpy(float)
            table.loc[1:, "hours"] -= effects.error["hours"]  # as few as they may be: runs tell whether the role has it
            ranks = ranks_of_role(role, [AS_IS, *near], table, main)
            likely = (near[rank - 1] for rank in ranks[np.argsort(-scores[ranks], kind="stable")])
            new += islice(filter(self.may_be_run, likely), self.sizes.neighbours)
        return new

    def within(self, steps: int, portfolio: Portfolio) -> list[Portfolio]:
        """Return the portfolios that are so many steps from one, or fewer."""
        found = [portfolio]
        for _ in range(steps):
            found += [near for one in found for near in one.neighbours(self.kept) if near.changes <= self.sizes.most]
            found = list(dict.fromkeys(found))
        return found[1:]

    def shortlist(self) -> list[Portfolio]:
        """Return the portfolios that are to meet fresh futures: the best few of each role."""
        found = self.assess_tried()
        chosen = [rank for role in SOUGHT_ROLES for rank in worthy_ranks(role, found)[: self.sizes.shortlist]]
        return [found.portfolios[rank] for rank in dict.fromkeys(chosen)]

    def rivals(self, role: str, best: Portfolio, met: Collection[Portfolio]) -> list[Portfolio]:
        """Return the neighbours of a portfolio of a role that are to meet fresh futures next.

        They are the best few of those that the futures of the search do not tell to be clearly worse.

        Args:
            role: that has it.
            best: the portfolio; tried before.
            met: what met fresh futures.
        """
        near = [one for one in best.neighbours(self.kept) if one in self.tried]
        found = self.assess_tried([best, *near])
        alike = (found.portfolios[rank] for rank in alike_ranks(role, found.of(best), found))
        return [one for one in alike if one not in met][: self.sizes.shortlist]

    def front(self) -> list[Portfolio]:
        """Return the portfolios that no other one that was tried surpasses in everything."""
        found = self.assess_tried()
        return [found.portfolios[rank] for rank in nondominated_ranks(found.table)]


def decode(row: NDArray[Any], genes: Sequence[Sequence[str | None]], levers: Sequence[str]) -> Portfolio:
    """Return the portfolio that genes stand for: the option of each group, then one 0 or 1 for each lever."""
    chosen = [(group, names[int(place)]) for group, names, place in zip(GROUPS, genes, row, strict=False)]
    kept = [name for name, has in zip(levers, row[len(GROUPS) :], strict=True) if has]
    return Portfolio(tuple((group, name) for group, name in chosen if name is not None), tuple(sorted(kept)))


@dataclass
class FreshFutures:
    """Portfolios that meet futures which the search did not see.

    Attributes:
        rounds: runs portfolios.
        seed: of the futures and of the runs.
        count: futures.
        envelopes: dollars of each year.
        known: the runs of every portfolio that met them.
    """

    rounds: Rounds
    seed: int
    count: int
    envelopes: tuple[float, ...] = ()
    known: dict[Portfolio, pd.DataFrame] = field(default_factory=dict)

    def meet(self, name: str, portfolios: Sequence[Portfolio]) -> Assessed:
        """Run the portfolios that did not meet these futures yet, and return all that did, the status quo first."""
        new = [one for one in dict.fromkeys([AS_IS, *portfolios]) if one not in self.known]
        if new:
            runs = self.rounds.evaluate(name, new, self.seed, self.count)
            self.known |= {new[int(plan)]: one for plan, one in runs.groupby("plan")}
        return self.assess()

    def assess(self) -> Assessed:
        """Return all that met these futures, the status quo first."""
        every = pd.concat([one.assign(plan=rank) for rank, one in enumerate(self.known.values())], ignore_index=True)
        return assess_runs(self.rounds, list(self.known), every, self.envelopes)


def choose_plans(search: Search, fresh: FreshFutures) -> dict[str, Portfolio]:
    """Return the portfolio that each role chooses in fresh futures, those of ``MOST_PLANS`` at most.

    Neighbours of the best, then of what is chosen, meet fresh futures where the futures of the search do not tell them
    to be worse; those with one change less always do, so that each change earns its place there. It ends when nothing
    else is chosen, or after as many turns as the sizes of the search allow.
    """
    best_of_sought = partial(best_of_roles, roles=SOUGHT_ROLES)
    found = fresh.meet("4-fresh-00", search.shortlist())
    turns = 0
    for choose in (best_of_sought, choose_roles):
        before: dict[str, Portfolio] = {}
        while turns < search.sizes.turns and (chosen := choose(found)) != before:
            turns += 1
            search.try_around(f"{turns:02}", chosen)
            rivals = [one for role, best in chosen.items() for one in search.rivals(role, best, fresh.known)]
            fewer = [less for best in chosen.values() for less in best.without() if search.may_be_run(less)]
            found, before = fresh.meet(f"4-fresh-{turns:02}", [*rivals, *fewer]), chosen
    return {"as_is": AS_IS, **shown_roles(choose_roles(found))}


def assess_runs(
    rounds: Rounds, portfolios: Sequence[Portfolio], runs: pd.DataFrame, envelopes: tuple[float, ...]
) -> Assessed:
    """Return portfolios, the status quo first, with what their runs gave and what they cost."""
    costs = [rounds.situation.costs_of(one) for one in portfolios]
    fixed = pd.DataFrame({"dollars": [one.total for one in costs], "load": [one.load for one in costs],
                          "changes": [one.changes for one in portfolios]})  # fmt: skip
    return assess(
        portfolios,
        runs,
        fixed,
        rounds.situation.settings.weeks / WEEKS_PER_YEAR,
        not envelope_excess(costs[0], envelopes),
    )


def require_pymoo() -> None:
    """Refuse a search without the library that makes it.

    Raises:
        SettingsError: when it is not installed.
    """
    try:
        import pymoo  # noqa: F401
    except ImportError as error:
        wanted = message("python -m pip install 'entente-abm[plan]', or --options FILE with plans of your own")
        raise SettingsError([Violation("pymoo", message("it is not installed"), wanted)]) from error
