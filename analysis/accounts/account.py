"""The account of a situation: posts at full cost whatever they do, levers, hours in kind at a stated rate, by year.

It is computed from the settings, outside of the rules. The weekly series ``dollars`` counts something else: the hours
of a dedicated coordinator that the week used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from entente.analysis.accounts.lever_costs import added_post
from entente.analysis.feasibility.working_hours import PartnerHours
from entente.analysis.statistics.years import WEEKS_PER_YEAR
from entente.sim.model.levers import apply_effects
from entente.sim.model.situation import Settings


@dataclass(frozen=True)
class YearAccount:
    """What one year takes.

    Attributes:
        number: of the year, from 1.
        weeks: that it has, 52 but for the last one of a run.
        posts: dollars of the posts of coordination.
        levers: dollars of the levers.
        other: dollars spent beside (``costs.dollars``).
        hours: in kind, that the first partners free with the means and the funding that there are.
        rate: dollars for an hour in kind.
    """

    number: int
    weeks: int
    posts: float
    levers: float
    other: float
    hours: float
    rate: float

    @property
    def total(self) -> float:
        """Return all dollars to be found."""
        return self.posts + self.levers + self.other

    @property
    def in_kind(self) -> float:
        """Return what the hours in kind are worth."""
        return self.hours * self.rate


@dataclass(frozen=True)
class PartnerAccount:
    """What one organisation brings a year, from the first week of the run.

    Attributes:
        name: of the organisation, or of those of one kind.
        hours: in kind, of all of them.
        in_kind: what these are worth.
        dollars: that it brings, as far as that is known.
    """

    name: str
    hours: float
    in_kind: float
    dollars: float


@dataclass(frozen=True)
class Account:
    """The account of a situation, by year and by partner.

    Attributes:
        years: one for each year of the run.
        partners: one for each organisation that is a partner from the first week.
    """

    years: tuple[YearAccount, ...]
    partners: tuple[PartnerAccount, ...]

    @property
    def total(self) -> float:
        """Return all dollars to be found over the run."""
        return sum(one.total for one in self.years)

    @property
    def dollars(self) -> float:
        """Return the dollars that partners bring a year, as far as that is known."""
        return sum(one.dollars for one in self.partners)


@dataclass(frozen=True)
class Overrun:
    """A year that takes more than its envelope."""

    year: int
    total: float
    envelope: float


def make_account(settings: Settings, rate: float | None = None, dollars: Mapping[str, float] | None = None) -> Account:
    """Return the account of a situation.

    Args:
        settings: the situation, with the levers in use.
        rate: dollars for an hour in kind; None: the cost of an hour of coordination (``costs.wage``).
        dollars: what each organisation brings a year, by its name in the settings.
    """
    rate = settings.costs.wage if rate is None else rate
    known = dollars or {}
    hours = PartnerHours(settings)
    offered = offered_by_week(hours)
    partners = [
        PartnerAccount(name, WEEKS_PER_YEAR * freed, WEEKS_PER_YEAR * freed * rate, known.get(name, 0.0))
        for name, freed in offered_by_organisation(hours).items()
    ]
    years = list[YearAccount]()
    for first in range(1, settings.weeks + 1, WEEKS_PER_YEAR):
        weeks = range(first, min(first + WEEKS_PER_YEAR, settings.weeks + 1))
        posts = sum(post_hours(settings, week) * wage(settings, week) for week in weeks)
        levers = sum(one.charges(week)["dollars"] for week in weeks for one in settings.levers.values())
        other = sum(number_in_week(settings, "costs.dollars", settings.costs.dollars, week) for week in weeks)
        in_kind = sum(offered[week - 1] for week in weeks)
        years.append(YearAccount(len(years) + 1, len(weeks), posts, levers, other, in_kind, rate))
    return Account(tuple(years), tuple(partners))


def offered_by_organisation(hours: PartnerHours) -> dict[str, float]:
    """Return the hours that each first partner, or all of one kind, frees in a week."""
    owners = [name for name, one in hours.settings.organisations.items() for _ in range(one.count)]
    found: dict[str, float] = {}
    for row, freed in zip(hours.members, hours.available(1), strict=True):
        found[owners[row]] = found.get(owners[row], 0.0) + float(freed)
    return found


def offered_by_week(hours: PartnerHours) -> list[float]:
    """Return the hours that the first partners free in each week, as levers and changes move them."""
    weeks = range(1, hours.settings.weeks + 1)
    first = {hours.stretch(week): week for week in reversed(weeks)}
    sums = {stretch: float(hours.available(week).sum()) for stretch, week in first.items()}
    return [sums[hours.stretch(week)] for week in weeks]


def number_in_week(settings: Settings, path: str, value: float, week: int) -> float:
    """Return a number of the settings as dated changes make it in a week, levers left out."""
    for change in sorted(settings.changes.values(), key=lambda one: one.week):
        if change.week <= week:
            value = change.set.get(path, value)
    return float(value)


def wage(settings: Settings, week: int) -> float:
    """Return what an hour of coordination costs in a week."""
    return number_in_week(settings, "costs.wage", settings.costs.wage, week)


def post_hours(settings: Settings, week: int) -> float:
    """Return the hours of paid coordination in a week: those of the post in place, and of the posts that levers add.

    The post in place is the part of the hours of leadership that a dedicated coordinator carries. A lever that adds
    hours of leadership adds a post of as many, whoever else shares the leadership.
    """
    lead = settings.leadership
    hours, concentration, dedicated = (
        number_in_week(settings, f"leadership.{name}", getattr(lead, name), week)
        for name in ("hours", "concentration", "dedicated")
    )
    acting = [one for one in settings.levers.values() if one.acts(week)]
    effects = [one.effects["leadership.dedicated"] for one in acting
               if "leadership.dedicated" in one.effects and not added_post(one)]  # fmt: skip
    dedicated = min(1.0, max(0.0, apply_effects(dedicated, iter(effects), None)))
    return hours * concentration * dedicated + sum(map(added_post, acting))


def envelope_overruns(account: Account, envelopes: Sequence[float]) -> list[Overrun]:
    """Return the years that take more than their envelope; the last envelope holds for the years that have none."""
    if not envelopes:
        return []
    found = [Overrun(one.number, one.total, envelopes[min(one.number, len(envelopes)) - 1]) for one in account.years]
    return [one for one in found if one.total > one.envelope]
