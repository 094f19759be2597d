"""Plans worth discussing for a situation, found or named, weighed in many futures."""

import shutil
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import yaml

from entente.analysis.plotting.goal_words import goals_text
from entente.analysis.portfolios.choosing import Alternative, distinct_roles, find_alternatives, nondominated_ranks
from entente.analysis.portfolios.futures import FACTORS, WORLD_RANK
from entente.analysis.portfolios.plans import Plan, net_benefit, plan_runs, plans_table
from entente.analysis.portfolios.portfolio import Portfolio, envelope_excess
from entente.analysis.portfolios.sentences import answer_sentences, asked_text, plan_title, portfolio_text
from entente.analysis.questions.value_of_information import answers_of_futures, rank_questions
from entente.analysis.statistics.intervals import Numbers
from entente.commands.portfolios.pathways import Pathways, find_pathways
from entente.commands.portfolios.rounds import ROUNDS, Rounds
from entente.commands.portfolios.search import AS_IS, FreshFutures, Search, choose_plans
from entente.commands.portfolios.smallest import hours_of_smallest
from entente.commands.portfolios.spec import PortfolioSpec, spec_values
from entente.i18n import default_language
from entente.results.deliverables import Deliverables
from entente.results.html import results_html
from entente.sim.validation.validate import as_tree
from entente.studies.design_folder import DesignFolder, DesignRequest, design_folder
from entente.studies.identity import model_identity, versions

if TYPE_CHECKING:
    from matplotlib.figure import Figure

AS_IT_IS = "A"
MOST_QUESTIONS = 10  # that the figure shows
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
Tried = dict[Portfolio, pd.DataFrame]  # the runs of portfolios


@dataclass(frozen=True, repr=False)
class PortfolioResults:
    """Plans, and what each gives in the same futures.

    Attributes:
        spec: what was asked.
        plans: the status quo first.
        runs: one row for each plan and future: every summary, and ``met``.
        futures: one row a future: what was drawn.
        tried: one row for each portfolio that the search tried: objectives, and whether another surpasses it; empty
            where plans were named.
        pathways: when plans no longer do and when to change them; None with a single plan.
        questions: one row for each thing that could be known before choosing: what the answer is worth.
        smallest_given: hours a month that each of the smallest partners gives in runs, by plan.
        alternatives: portfolios that cannot be told from a plan; none where plans were named.
    """

    spec: PortfolioSpec
    plans: tuple[Plan, ...]
    runs: pd.DataFrame
    futures: pd.DataFrame
    tried: pd.DataFrame
    pathways: Pathways | None
    questions: pd.DataFrame
    smallest_given: Mapping[str, float]
    alternatives: Sequence[Alternative] = ()

    def __repr__(self) -> str:
        """Return what was found, on one line."""
        return f"<PortfolioResults: {len(self.plans)} plans × {len(self.futures)} futures>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: sentences, the plans, their figure."""
        language = default_language()
        title, *others = self.sentences(language)
        return results_html(title, others, self.table, self.plot(language))

    @cached_property
    def table(self) -> pd.DataFrame:
        """Return one row a plan: how often it holds, how much, what it takes, what breaks it."""
        settings = self.spec.situation.settings
        partners = sum(one.count for one in settings.organisations.values() if one.member)
        table = plans_table(self.plans, self.runs, self.futures, partners, settings.weeks)
        return table.assign(smallest_given=table["plan"].map(self.smallest_given))

    def alternatives_of(self, plan: Plan) -> list[Alternative]:
        """Return the portfolios that cannot be told from a plan, the best first."""
        return [one for one in self.alternatives if one.instead_of == plan.portfolio]

    @property
    def alternatives_table(self) -> pd.DataFrame:
        """Return one row for each portfolio that cannot be told from a plan: how much more it holds."""
        rows = [{"plan": plan.name, "portfolio": one.portfolio.name, "difference": one.difference.effect,
                 "low": one.difference.low, "high": one.difference.high}
                for plan in self.plans for one in self.alternatives_of(plan)]  # fmt: skip
        return pd.DataFrame(rows, columns=["plan", "portfolio", "difference", "low", "high"])

    def titles(self, language: str | None = None) -> dict[str, str]:
        """Return what each plan is called, in ``fr`` or ``en``."""
        rows = [row for _, row in self.table.iterrows()]
        return {one.name: plan_title(row, one.portfolio, language or default_language())
                for one, row in zip(self.plans, rows, strict=True)}  # fmt: skip

    def sentences(self, language: str | None = None) -> list[str]:
        """Return the answer in three sentences, in ``fr`` or ``en``."""
        language = language or default_language()
        changes = {one.name: portfolio_text(one.portfolio, language) for one in self.plans}
        return answer_sentences(self.table, changes, language)

    def plot(self, language: str | None = None) -> "Figure":
        """Return the figure of the plans."""
        from entente.analysis.portfolios.plans_figure import plans_figure

        language = language or default_language()
        goals = goals_text(self.spec.goals, language)
        return plans_figure(self.table, list(self.titles(language).values()), goals, language,
                            self.spec.situation.settings.weeks)  # fmt: skip

    def plot_pathways(self, language: str | None = None) -> "Figure":
        """Return the map of pathways between the plans.

        Raises:
            ValueError: with a single plan.
        """
        from entente.analysis.pathways.pathways_figure import pathways_figure

        if self.pathways is None:
            raise ValueError("with a single plan there is no pathway")
        found, language = self.pathways, language or default_language()
        return pathways_figure(found.held, found.tipping, found.best, self.titles(language), found.least, language)

    def plot_questions(self, language: str | None = None) -> "Figure":
        """Return the figure of what to ask first."""
        from entente.analysis.questions.questions_figure import questions_figure

        language = language or default_language()
        few = self.questions.head(MOST_QUESTIONS)
        return questions_figure(few, [asked_text(name, language) for name in few["asked"]], language)

    def plans_text(self) -> str:
        """Return the plans as a file that ``--options`` takes."""
        tree = {one.name: dict(one.portfolio.options) | ({"lever": list(one.portfolio.levers)} if one.portfolio.levers
                                                          else {}) for one in self.plans[1:]}  # fmt: skip
        return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False) if tree else "{}\n"

    def keep(self, folder: Path, language: str, about: Mapping[str, Any]) -> None:
        """Write tables, the plans and the figure into a folder.

        Raises:
            OSError: when they cannot be written.
        """
        with Deliverables(folder) as results:
            results.table("plans.csv", self.table)
            results.table("futures.csv", self.futures.merge(self.met, on="future"))
            if not self.tried.empty:
                results.table("tried.csv", self.tried)
                results.table("alternatives.csv", self.alternatives_table)
            if self.pathways is not None:
                results.table("tipping.csv", self.pathways.tipping)
                results.table("signposts.csv", self.pathways.signposts)
                results.table("warnings.csv", self.pathways.warnings)
                results.figure("pathways", partial(self.plot_pathways, language))
            if not self.questions.empty:
                results.table("questions.csv", self.questions)
                results.figure("questions", partial(self.plot_questions, language))
            results.text("plans.yaml", self.plans_text())
            results.figure("plans", partial(self.plot, language))
            results.finish(self.spec.run, {**spec_values(self.spec), **about})

    @property
    def met(self) -> pd.DataFrame:
        """Return whether each plan holds in each future, and how much it holds."""
        wide = self.runs.pivot(index="future", columns="plan", values=["met", "final"])
        wide.columns = [f"{name}_{plan}" for name, plan in wide.columns]
        return wide.astype(float).reset_index()


def rounds_of(spec: PortfolioSpec, folder: Path | None) -> Rounds:
    """Return what runs the portfolios of a request."""
    return Rounds(spec.situation, spec.sample, spec.run, spec.options, folder, model=spec.model)


def place_of_spec(spec: PortfolioSpec, always: bool = False) -> "AbstractContextManager[DesignFolder | None]":
    """Return a context with the folder of a request, found, made or gone on with; None where nothing is to be kept.

    Args:
        spec: the request.
        always: whether there is a folder even where none is stated.
    """
    if spec.run.output is None and not always:
        return nullcontext()
    rounds = rounds_of(spec, None)
    design = rounds.design([rounds.arm(AS_IS)], final_seed(spec), spec.run.replicates)
    sizes = {name: getattr(spec.sizes, name) for name in spec.sizes.__dataclass_fields__}
    asked = {name: one for name, one in spec_values(spec).items() if name not in ("words", "goals")}
    identity = {"versions": versions(), "seed": spec.run.seed, "futures": spec.run.replicates,
                **model_identity(spec.model), **asked, "sizes": sizes,
                "plausible": None if spec.sample is None else spec.sample.digest,
                "settings": as_tree(spec.situation.settings)}  # fmt: skip
    name = f"{spec.situation.base.choices['scenario'] or 'portfolios'}-portfolios"
    return design_folder(DesignRequest("portfolios", name, identity, design, spec.run, spec.options))


def begin_place(place: DesignFolder, rounds: Rounds) -> None:
    """Run the status quo, which the folder itself holds, and drop the rounds of another request that was there."""
    if not place.run.store.batches_done():
        shutil.rmtree(place.folder / ROUNDS, ignore_errors=True)
    rounds.carry_out(place.run, "as it is")
    place.write_state(finished=False)


def final_seed(spec: PortfolioSpec) -> int:
    """Return the seed of the futures in which plans are weighed: none of them was met by the search."""
    return spec.run.seed


def search_seed(spec: PortfolioSpec) -> int:
    """Return the seed of the futures of the search."""
    return int(np.random.SeedSequence([spec.run.seed, 1]).generate_state(1)[0])


def find_portfolios(spec: PortfolioSpec, rounds: Rounds) -> PortfolioResults:
    """Run what is left of a request, and return what it gives."""
    seed, count = final_seed(spec), spec.run.replicates
    futures = rounds.futures(seed, count)
    tried, alternatives = pd.DataFrame(), list[Alternative]()
    if spec.named is not None:
        chosen: dict[Portfolio, tuple[str, ...]] = {AS_IS: ("as_is",)} | dict.fromkeys(spec.named.values(), ())
        called = {one: name for name, one in reversed(spec.named.items())} | {AS_IS: AS_IT_IS}
        names = [called[one] for one in chosen]
        runs = rounds.evaluate("plans", list(chosen), seed, count)
        known = {list(chosen)[int(plan)]: one for plan, one in runs.groupby("plan")}
    else:
        search = Search(rounds, spec.choices, spec.levers, spec.envelopes, spec.sizes, search_seed(spec))
        search.run()
        fresh = FreshFutures(rounds, seed, count, spec.envelopes)
        of_roles = choose_plans(search, fresh)
        chosen, known = distinct_roles(of_roles), fresh.known
        alternatives = find_alternatives(of_roles, fresh.assess())
        names = list(LETTERS[: len(chosen)])
        tried = tried_table(search)
    plans = tuple(make_one(spec, name, one, chosen[one]) for name, one in zip(names, chosen, strict=True))
    runs = pd.concat([known[one.portfolio].assign(plan=rank) for rank, one in enumerate(plans)], ignore_index=True)
    runs = plan_runs(plans, runs, spec.goals)
    pathways, questions = None, pd.DataFrame()
    if len(plans) > 1:
        benefit = net_benefit(runs, plans)
        holds = [float(one.mean()) for one in benefit.values()]
        pathways = find_pathways(rounds, plans, holds, seed, count, spec.goals)
        questions = rank_questions(benefit, answers_known(spec, futures, runs), spec.run.seed)
    given = hours_of_smallest(rounds, plans, seed, count)
    return PortfolioResults(spec, plans, runs, futures, tried, pathways, questions, given, alternatives)


def answers_known(spec: PortfolioSpec, futures: pd.DataFrame, runs: pd.DataFrame) -> dict[str, Numbers]:
    """Return what could be known of each future that all plans went through: its factors, and the rules themselves."""
    count = runs["plan"].nunique()
    through = runs.groupby("future")["plan"].nunique()
    known = futures[futures["future"].isin(through[through == count].index)].reset_index(drop=True)
    found = answers_of_futures(known, list(FACTORS))
    if spec.sample is not None:
        worlds = [spec.sample.worlds[int(rank)] for rank in known[WORLD_RANK]]
        free = [path for path in spec.sample.worlds[0] if path not in spec.situation.base.stated]
        found |= {path: np.array([[float(world[path])] for world in worlds]) for path in free}
    return found


def make_one(spec: PortfolioSpec, name: str, portfolio: Portfolio, roles: tuple[str, ...]) -> Plan:
    """Return one plan."""
    costs = spec.situation.costs_of(portfolio)
    excess = envelope_excess(costs, spec.envelopes)
    return Plan(name, portfolio, spec.situation.words_of(portfolio), roles, costs, excess)


def tried_table(search: Search) -> pd.DataFrame:
    """Return every portfolio that a search tried: what it changes, its objectives, whether another surpasses it."""
    found = search.assess_tried()
    front = set(nondominated_ranks(found.table))
    names = [one.name for one in found.portfolios]
    table = found.table.assign(portfolio=names, surpassed=[k not in front for k in range(len(names))])
    return table[["portfolio", "changes", "held", "hours", "dollars", "load", "surpassed"]]
