"""A portfolio: what a plan changes of a situation. What it costs is known before anything is simulated."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entente.analysis.accounts.account import make_account
from entente.analysis.feasibility.working_hours import PartnerHours
from entente.analysis.statistics.years import MONTHS_PER_YEAR, WEEKS_PER_YEAR
from entente.i18n.option_names import NAMED_GROUPS
from entente.sim.model.situation import Settings, organisation_names

SMALLEST_PART = 1 / 3  # of the partners, those with the fewest hours
PlanChange = str | tuple[str, str]  # a lever, or a group and its option


@dataclass(frozen=True, order=True)
class Portfolio:
    """What a plan changes.

    Attributes:
        options: the option of each group that it changes, in the order of the groups.
        levers: what it adds, in the order of their names.
    """

    options: tuple[tuple[str, str], ...] = ()
    levers: tuple[str, ...] = ()

    @property
    def changes(self) -> int:
        """Return how many things it changes."""
        return len(self.options) + len(self.levers)

    @property
    def name(self) -> str:
        """Return what it changes as words, such as ``leadership=shared lever=[mediation,word_kept]``."""
        words = [f"{group}={option}" for group, option in self.options]
        return " ".join([*words, *([f"lever=[{','.join(self.levers)}]"] if self.levers else ())])

    @property
    def each_change(self) -> tuple[PlanChange, ...]:
        """Return what it changes, one by one."""
        return (*self.options, *self.levers)

    def contains(self, other: "Portfolio") -> bool:
        """Tell whether it changes all that another changes."""
        return set(self.each_change) >= set(other.each_change)

    def beyond(self, other: "Portfolio") -> "Portfolio":
        """Return what it changes that another does not."""
        theirs = set(other.each_change)
        return Portfolio(*(tuple(one for one in mine if one not in theirs) for mine in (self.options, self.levers)))

    def without(self) -> "list[Portfolio]":
        """Return the portfolios that change one thing less."""
        fewer = [Portfolio(tuple(one for one in self.options if one != out), self.levers) for out in self.options]
        return fewer + [Portfolio(self.options, tuple(one for one in self.levers if one != out)) for out in self.levers]

    def with_change(self, change: PlanChange) -> "Portfolio":
        """Return the portfolio that changes one thing more; an option takes the place of that of its group."""
        if isinstance(change, str):
            return Portfolio(self.options, tuple(sorted({*self.levers, change})))
        options = {**dict(self.options), change[0]: change[1]}
        return Portfolio(tuple((group, options[group]) for group in NAMED_GROUPS if group in options), self.levers)

    def neighbours(self, changes: Iterable[PlanChange]) -> "list[Portfolio]":
        """Return the portfolios with one change less, one of some changes more, or one of these for one of its own."""
        fewer, added = self.without(), list(changes)
        found = [*fewer, *(one.with_change(change) for one in (self, *fewer) for change in added)]
        return [one for one in dict.fromkeys(found) if one != self]


@dataclass(frozen=True)
class PortfolioCosts:
    """What a portfolio takes whatever happens.

    Attributes:
        dollars: of each year, posts and levers.
        smallest: hours a month that meetings, paperwork and levers ask of each of the smallest third of the partners.
        load: the same, as a share of the hours that these have.
    """

    dollars: tuple[float, ...]
    smallest: float
    load: float

    @property
    def total(self) -> float:
        """Return the dollars of all years."""
        return sum(self.dollars)


def portfolio_costs(settings: Settings) -> PortfolioCosts:
    """Return what a situation takes, by the account of ``analysis.accounts`` and the hours of its meetings."""
    years = make_account(settings).years
    return PortfolioCosts(tuple(round(one.total, 2) for one in years), *load_of_smallest(settings))


def load_of_smallest(settings: Settings) -> tuple[float, float]:
    """Return the hours a month asked of each of the smallest partners, and their share of the hours that these have."""
    hours = PartnerHours(settings)
    few = smallest_rows(hours)
    weeks = range(1, settings.weeks + 1)
    first_of = {hours.stretch(week): week for week in reversed(weeks)}  # in between, nothing changes
    steady = {stretch: (float(hours.available(week)[few].mean()), hours.taken_first(week))
              for stretch, week in first_of.items()}  # fmt: skip
    had = sum(steady[hours.stretch(week)][0] for week in weeks)
    asked = sum(steady[hours.stretch(week)][1] + float(hours.in_meetings(week)[few].mean()) for week in weeks)
    return asked / settings.weeks * WEEKS_PER_YEAR / MONTHS_PER_YEAR, asked / had if had > 0 else float("inf")


def smallest_rows(hours: PartnerHours) -> NDArray[np.intp]:
    """Return the places, among the partners, of the third that has the fewest hours in the first week."""
    first = hours.available(1)
    return np.argsort(first, kind="stable")[: max(1, round(SMALLEST_PART * len(first)))]


def smallest_partners(settings: Settings) -> list[str]:
    """Return the names of the third of the partners that has the fewest hours in the first week."""
    hours, names = PartnerHours(settings), organisation_names(settings)
    return [names[row] for row in hours.members[smallest_rows(hours)]]


def envelope_excess(costs: PortfolioCosts, envelopes: tuple[float, ...]) -> float:
    """Return by how many dollars a portfolio exceeds the envelopes in all; the last one holds for later years."""
    if not envelopes:
        return 0.0
    return sum(max(0.0, one - envelopes[min(year, len(envelopes) - 1)]) for year, one in enumerate(costs.dollars))
