"""Partnership, the model: its collective state, the phases of its week, the data that it collects."""

from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any

import mesa
import pandas as pd

from benchmarks.mesa_objects.cases import Cell, cases
from benchmarks.mesa_objects.channels import all_channels, channels_due
from benchmarks.mesa_objects.communication import communication
from benchmarks.mesa_objects.context import context
from benchmarks.mesa_objects.leadership import leadership
from benchmarks.mesa_objects.mobilisation import mobilisation
from benchmarks.mesa_objects.motivation import motivation
from benchmarks.mesa_objects.observation import observe, observe_the_end
from benchmarks.mesa_objects.organisation import Carrier, Organisation
from benchmarks.mesa_objects.relation import relation
from benchmarks.mesa_objects.start import begin
from benchmarks.mesa_objects.week_parameters import WeekParameters, turning_weeks
from benchmarks.mesa_objects.work import work
from entente.sim.model.measures import CONDITIONS, SERIES
from entente.sim.model.situation import EVERYWHERE, Settings, names_of

PHASES: tuple[Callable[["Partnership"], None], ...] = (
    context, communication, relation, work, cases, motivation, mobilisation, leadership,
)  # fmt: skip
ANSWERS = ("c", "b", "a")
CONDITION_ANSWERS = tuple(f"{condition}_{answer}" for condition, answer in product(CONDITIONS, ANSWERS))


class Partnership(mesa.Model):
    """One partnership, stepped week by week.

    Args:
        settings: validated settings (``entente.settings``, ``entente.sim.validate``).
        seed: seed of Python's random numbers.

    Attributes:
        organisations: the agents, in the order of the scenario.
        partners: those of them that are partners now, in the same order.
        terms: the parameters of the week.
        log: the event log: (week, kind, whom or what it concerns, extent).
        observed: the series and the answers of the last week.
    """

    def __init__(self, settings: Settings, *, seed: int = 1) -> None:
        super().__init__(rng=seed)
        self.settings = settings
        self.week = 0
        self.params = WeekParameters(settings, 1)
        self.turning_weeks = {1, *turning_weeks(settings)}
        self.channels = all_channels(settings)
        self.due: list[Any] = []
        self.stages = [stage for stage in settings.stages.values() if stage.work > 0]
        territories, populations = settings.territories or EVERYWHERE, settings.populations or EVERYWHERE
        total = sum(territories.values()) * sum(populations.values())
        self.cells = [
            Cell(place, people, a * b / total)
            for (place, a), (people, b) in product(territories.items(), populations.items())
        ]
        self.set_state()
        self.organisations = [
            Organisation(self, name, entry, one)
            for entry, one in settings.organisations.items()
            for name in names_of(entry, one.count)
        ]
        self.partners: list[Organisation] = []
        self.list_partners()
        self.lead = next(one for one in self.organisations if one.entry == settings.lead)
        begin(self)
        reporters = {name: partial(observed, name=name) for name in (*SERIES, *CONDITION_ANSWERS)}
        self.datacollector = mesa.DataCollector(model_reporters=reporters)

    def set_state(self) -> None:
        """Set the collective state before the first week."""
        self.stage = self.cycle = self.quiet = self.approached = self.shock = 0
        self.ended, self.reason = False, "none"
        self.funding, self.funding_until = self.params.context.funding, 0
        self.surge, self.surge_until, self.apart_until = 0.0, 0, 0
        self.lead_leaves = False
        self.progress = self.pending = self.momentum = self.controversy = self.useful = 0.0
        self.conjuncture = self.saved = self.animation = 0.0
        self.service, self.energy, self.served = 0.5, 1.0, 1.0
        self.gathered = 0  # partners at the occasion of the week to which most came
        self.opened = self.settled = 0
        self.shortfall = [0.0] * len(self.stages)
        self.coordinator = Carrier()
        self.leadership = self.experience = self.supply = self.demand = 0.0
        self.hours_available = self.hours_coordinator = self.dollars = 0.0
        self.cohesion = self.disagreement = self.centre = 0.0
        self.attendance = 0.0
        self.departures = self.commitments = self.broken = 0
        self.arrived = self.answered = self.lost = self.waited = 0
        self.log: list[tuple[int, str, str, float]] = []
        self.observed: dict[str, float] = {}

    def step(self) -> None:
        """Simulate one week; after the end of the partnership nothing changes."""
        if not self.ended:
            self.week += 1
            self.begin_week()
            for phase in PHASES:
                phase(self)
            self.observed = observe(self)
        else:
            self.observed = observe_the_end(self.observed)
            self.running = False
        self.datacollector.collect(self)

    def run(self) -> "Partnership":
        """Simulate all weeks of the horizon and return the model."""
        for _ in range(self.settings.weeks):
            self.step()
        return self

    def begin_week(self) -> None:
        """Set the parameters, traits and channels of the week; record the levers that begin or end."""
        if self.week in self.turning_weeks:
            self.params = WeekParameters(self.settings, self.week)
            for one in self.organisations:
                one.shift_traits(self.params.acting)
            for channel in self.channels:
                channel.adjust(self.params.acting)
            for name, lever in self.settings.levers.items():
                first = lever.start + lever.delay
                if self.week == first <= lever.stop:
                    self.note("lever_on", name)
                elif self.week == lever.stop + 1 > first:
                    self.note("lever_off", name)
        self.due = channels_due(self.channels, self.week)

    def note(self, kind: str, who: str = "", extent: float = 0.0) -> None:
        """Add an entry to the event log."""
        self.log.append((self.week, kind, who, extent))

    def list_partners(self) -> None:
        """Update the list of the current partners."""
        self.partners = [one for one in self.organisations if one.is_partner]

    @property
    def current_stage(self) -> Any:
        """The current stage of the process."""
        return self.stages[self.stage]

    @property
    def skill_of_lead(self) -> float:
        """The effect of the experience of the leadership, from 0.5 to 1."""
        return 0.5 + 0.5 * self.experience

    @property
    def series(self) -> pd.DataFrame:
        """The weekly series of ``sim.model.measures.SERIES``, a row per week."""
        return self.datacollector.get_model_vars_dataframe()[list(SERIES)]

    @property
    def conditions(self) -> pd.DataFrame:
        """The shares of the partners who would answer C, B and A for each condition, a row per week."""
        return self.datacollector.get_model_vars_dataframe()[list(CONDITION_ANSWERS)]


def observed(model: Partnership, name: str) -> float:
    """Report one figure of the last week."""
    return model.observed[name]
