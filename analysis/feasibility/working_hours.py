"""The hours that partners offer each week, against those that each stage asks for: arithmetic, without any simulation.

The formulas are those of ``sim/rules/work.py``, ``communication.py`` and ``context.py`` where nothing goes wrong: posts
are filled, every partner comes to every meeting for all, trust and cohesion are full, nobody tires, words are kept as
often as they can be. Runs give less.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entente.sim.inputs import ModelInputs, make_inputs
from entente.sim.model.levers import TRAITS, USUAL
from entente.sim.model.settings import Audience
from entente.sim.model.situation import OrganisationSettings, Settings
from entente.sim.records import AUDIENCE_CODE, EVERYWHERE_CODE, MEMBER
from entente.sim.rules.work import UNMATCHED

FOR_ALL = (AUDIENCE_CODE[Audience.EVERYONE], AUDIENCE_CODE[Audience.LEAD])  # channels to which every partner is invited
USUAL_HORIZON = Settings().weeks  # a shorter run does not make a process too long
LEAST_PACE = 0.02  # of ``work.pace``
ENDLESS = 5200  # weeks after which a stage counts as endless
Hours = NDArray[np.float64]


@dataclass(frozen=True)
class StageWork:
    """What one stage asks for, and how soon it could be done.

    Attributes:
        name: of the stage.
        work: useful hours that it asks for.
        offered: useful hours a week that partners could give while it lasts, on average.
        week: the week in which it would be done, from the first; None when it never would.
    """

    name: str
    work: float
    offered: float
    week: int | None


class PartnerHours:
    """The hours of those who are partners from the first week, in any week.

    Attributes:
        inputs: the arrays that runs would start from.
        members: rows of those partners among all organisations.
    """

    def __init__(self, settings: Settings) -> None:
        """Make the inputs of the settings."""
        self.settings = settings
        self.inputs: ModelInputs = make_inputs(settings)
        self.members = np.flatnonzero(self.inputs.organisation.standing == MEMBER)
        self.stages = [name for name, stage in settings.stages.items() if stage.work > 0]
        self._for_all = [(row, (max(1, int(one.start)), int(one.stop), int(one.period)))
                         for row, one in enumerate(self.inputs.channel) if one.audience in FOR_ALL]  # fmt: skip
        self._useful: dict[tuple[Any, ...], float] = {}

    def stretch(self, week: int) -> int:
        """Return in which stretch of unchanged settings a week is."""
        return int(np.searchsorted(self.inputs.since, week, side="right")) - 1

    def trait(self, name: str, week: int) -> Hours:
        """Return a trait of each partner in a week, as levers make it."""
        place = TRAITS.index(name)
        a, b = self.inputs.shift[self.stretch(week), self.members, place].T
        low, high = self.inputs.bounds[place]
        return np.clip(a * self.inputs.organisation[name][self.members] + b, low, high)

    def available(self, week: int) -> Hours:
        """Return the hours that each partner has in a week, all its posts filled, with the funding of the start."""
        params, budget = self.inputs.parameters[self.stretch(week)], self.trait("budget", week)
        means = budget + params.governance.shared_budget * (budget.mean() - budget)
        means = 1.0 - (1.0 - means) * (1.0 - params.context.funding)
        return self.trait("delegates", week) * self.trait("hours", week) * (0.5 + 0.5 * means)

    def taken_first(self, week: int) -> float:
        """Return the hours that paperwork and levers take from each partner in a week."""
        params = self.inputs.parameters[self.stretch(week)]
        return float(params.derived.paperwork + params.costs.partners)

    def in_meetings(self, week: int) -> Hours:
        """Return the hours that the meetings for all would take from each partner in a week, road included."""
        local = self.inputs.parameters[self.stretch(week)].governance.local
        access, hours = self.trait("access", week), np.zeros(len(self.members))
        for channel in self.inputs.channel[self.meetings_due(week)]:
            hours += channel.hours * (1.0 + channel.travel * (1.0 - local) * access)
        return hours

    def meetings_due(self, week: int) -> list[int]:
        """Return the rows of the channels in which there is a meeting for all in a week."""
        return [row for row, (start, stop, period) in self._for_all if start <= week <= stop
                and (week - start) % period == 0]  # fmt: skip

    def free(self, week: int) -> Hours:
        """Return the hours that each partner has left for common work in a week."""
        return np.maximum(0.0, self.available(week) - self.taken_first(week) - self.in_meetings(week))

    def left_for_cases(self, week: int, effort: float) -> Hours:
        """Return the hours that each partner has left for cases in a week without meetings, common work done first."""
        left = np.maximum(0.0, self.available(week) - self.taken_first(week))
        return left * (1.0 - self.inputs.parameters[self.stretch(week)].work.ambition * effort * self.willing(week))

    def willing(self, week: int) -> Hours:
        """Return the share of what it might pledge that each partner does: as far as it can decide and adapt."""
        return (0.5 + 0.5 * self.trait("decision_power", week)) * (1.0 - 0.5 * self.trait("rigidity", week))

    def useful(self, stage: int, week: int, effort: float = 1.0) -> float:
        """Return the useful hours that partners could give to a stage in a week.

        Args:
            stage: its rank among those that have work.
            week: from 1.
            effort: how mobilised all partners are, from 0 to 1.
        """
        alike = (stage, effort, self.stretch(week), *self.meetings_due(week))  # weeks that are alike give the same
        if alike not in self._useful:
            self._useful[alike] = self._useful_in(stage, week, effort)
        return self._useful[alike]

    def _useful_in(self, stage: int, week: int, effort: float) -> float:
        """Work out the useful hours that partners could give to a stage in a week."""
        params, asked = self.inputs.parameters[self.stretch(week)], self.inputs.stage[stage]
        expertise = self.inputs.organisation.expertise[self.members]
        matched = (expertise & asked.expertise) != 0 if asked.expertise else np.ones(len(self.members), bool)
        called = np.where(matched | (asked.broad == 1), 1.0, asked.breadth)
        pledged = params.work.ambition * effort * called * self.free(week) * self.willing(week)
        kept = self.trait("reliability", week)
        worth = np.where(matched, 1.0, UNMATCHED)
        return float((pledged * kept * worth).sum() * (1.0 - params.derived.structure_loss))

    def serve(self, cell: int) -> NDArray[np.bool_]:
        """Tell which partners serve a territory and population."""
        org = self.inputs.organisation[self.members]
        here = (org["territory"] == EVERYWHERE_CODE) | (org["territory"] == self.inputs.cell_territory[cell])
        populations: Any = org["populations"]
        return here & ((populations == 0) | ((populations >> self.inputs.cell_population[cell]) & 1 == 1))


def schedule_stages(hours: PartnerHours, effort: float = 1.0, horizon: int | None = None) -> list[StageWork]:
    """Return how soon each stage could be done, one after the other, if all partners were mobilised.

    Args:
        hours: of the partners.
        effort: how mobilised all of them are, from 0 to 1.
        horizon: weeks after which no more is counted; None: those of the settings, and no less than is usual.
    """
    last = max(hours.settings.weeks, USUAL_HORIZON) if horizon is None else horizon
    found, week = list[StageWork](), 0
    for rank, name in enumerate(hours.stages):
        work = float(hours.inputs.stage.work[rank])
        done, begun, endless = 0.0, week, week >= last
        while done < work and week < last:
            week += 1
            done += hours.useful(rank, week, effort)
        offered = done / (week - begun) if week > begun else hours.useful(rank, max(1, week), effort)
        found.append(StageWork(name, work, offered, None if endless or done < work else week))
    return found


def scale_to_table(hours: PartnerHours) -> float:
    """Return by how much to multiply the work of the stages so that it suits the hours of this table.

    The default work was stated for some twenty partners of five hours a week each (``USUAL`` and the defaults of
    ``partners``): the scale is what this table frees in its first week against what that one would.
    """
    organisations = {f"partner_{k}": OrganisationSettings() for k in range(USUAL)}
    usual = Settings(organisations=organisations, lead="partner_0", context=hours.settings.context)
    return float(hours.available(1).sum() / PartnerHours(usual).available(1).sum())


def scaled_pace(hours: PartnerHours) -> float:
    """Return the useful hours of each partner a week that would count as full progress, scaled to the table."""
    return max(LEAST_PACE, hours.settings.work.pace * scale_to_partners(hours))


def scaled_case_hours(hours: PartnerHours) -> float:
    """Return the hours that a case asks of each of those who answer it, scaled to the table: they are the same hours.

    Partners answer cases with what common work leaves of the hours that they free (``left_for_cases``).
    """
    return hours.settings.casework.hours * scale_to_partners(hours)


def scale_to_partners(hours: PartnerHours) -> float:
    """Return what one partner of this table frees in its first week against one of the usual table."""
    return scale_to_table(hours) * USUAL / len(hours.members)
