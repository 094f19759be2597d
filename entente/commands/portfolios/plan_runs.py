"""Each plan run in the situation as it is stated, as the live page lives it: curves, the wheel, who stays."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from entente.analysis.comparison.curves_figure import curves_figure
from entente.analysis.comparison.heading import ComparisonHeading
from entente.analysis.run.conditions import conditions_by_week
from entente.analysis.run.wheel_figure import MOST_POLYGONS, wheel_figure
from entente.analysis.statistics.curves import bands
from entente.commands.portfolios.portfolios import PortfolioResults
from entente.commands.run.run import RunResults, run_in_memory
from entente.commands.run.run_design import RunRequest
from entente.config.configuration import configure
from entente.config.overrides import override_key
from entente.config.run_settings import Run
from entente.i18n import LANGUAGES, say
from entente.sim.model.texts import Text
from entente.studies.options import ExecutorOptions

if TYPE_CHECKING:
    from matplotlib.figure import Figure

RUNS_OF_PLAN = 200


@dataclass(frozen=True)
class PlanRuns:
    """The runs of each plan, with common random numbers.

    Attributes:
        results: by the name of the plan, the status quo first.
    """

    results: Mapping[str, RunResults]

    @property
    def first(self) -> RunResults:
        """Return the runs of the partnership as it is."""
        return next(iter(self.results.values()))

    @property
    def replicates(self) -> int:
        """Return how many runs each plan has."""
        return len(self.first.runs)

    @property
    def curves(self) -> pd.DataFrame:
        """Return the mobilisation of each plan: ``combination``, ``week``, ``median`` and bands."""
        found = [bands(one.weeks, "mobilisation").assign(combination=name) for name, one in self.results.items()]
        return pd.concat(found, ignore_index=True)

    @property
    def conditions(self) -> pd.DataFrame:
        """Return the six conditions at the end, one group a plan."""
        found = []
        for name, one in self.results.items():
            assert one.conditions is not None, "runs have their conditions"
            found.append(conditions_by_week(one.conditions, [one.settings.weeks]).assign(group=name))
        return pd.concat(found, ignore_index=True)

    @property
    def partners_left(self) -> dict[str, float]:
        """Return what share of the first partners each plan has left at the end, on average."""
        found = {}
        for name, one in self.results.items():
            wide = one.weeks.pivot(index="week", columns="replicate", values="partners")
            found[name] = float((wide.iloc[-1].fillna(0) / wide.iloc[0]).mean())
        return found

    def plot_curves(self, language: str) -> "Figure":
        """Return the figure of the curves, with bands."""
        titles = {name: plan_text(name) for name in self.results}
        head = ComparisonHeading({name: {"plan": name} for name in self.results}, next(iter(self.results)),
                                 self.first.settings.title, self.replicates, titles=titles)  # fmt: skip
        return curves_figure(self.curves, head, language)

    def plot_wheel(self, language: str) -> "Figure":
        """Return the wheel of the six conditions at the end, one polygon a plan, the first five."""
        names: dict[object, str] = {name: plan_text(name).in_language(language)
                                    for name in list(self.results)[:MOST_POLYGONS]}  # fmt: skip
        table = self.conditions
        shown = table[table["group"].isin(list(names))].reset_index(drop=True)
        title = say("The six conditions at the end, by plan", language)
        others = list(self.results)[MOST_POLYGONS:]
        return wheel_figure(shown, self.first.settings, names, title, self.replicates, language, others)


def plan_text(name: str) -> Text:
    """Return what a plan is called in a figure."""
    return Text(**{language: say("plan {name}", language, name=name) for language in LANGUAGES})


def run_plans(found: PortfolioResults) -> PlanRuns:
    """Run each plan, the status quo first, as ``entente run`` would with its words."""
    spec = found.spec
    run = Run(replicates=min(RUNS_OF_PLAN, spec.run.replicates), seed=spec.run.seed, threads=spec.run.threads)
    results = {}
    for plan in found.plans:
        own = {override_key(word) for word in plan.words}
        words = [word for word in spec.situation.words if override_key(word) not in own]
        configuration = replace(configure([*words, *plan.words], {}, spec.situation.said_by), run=run)
        results[plan.name] = run_in_memory(RunRequest(configuration, ExecutorOptions(), spec.model))
    return PlanRuns(results)
