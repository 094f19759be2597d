"""What cannot work: hours that no effort would make enough, cases that no team can answer, choices nobody can make."""

from collections.abc import Iterator

import numpy as np

from entente.analysis.feasibility.obstacles import Obstacle, join_names, stage_label
from entente.analysis.feasibility.working_hours import (
    ENDLESS,
    USUAL_HORIZON,
    PartnerHours,
    scale_to_table,
    scaled_pace,
    schedule_stages,
)
from entente.analysis.plotting.words import TERRITORY_WORDS, word_for
from entente.analysis.statistics.years import WEEKS_PER_YEAR
from entente.i18n import number, percent, say
from entente.sim.model.settings import Audience, Channel
from entente.sim.model.situation import EVERYWHERE, case_cells
from entente.sim.rules.common import COUNTED
from entente.sim.rules.communication import FACE_TO_FACE

USUAL_EFFORT = 0.5  # of partners, around which an ordinary partnership settles
OUT_OF_REACH = 2.0  # horizons that one round would take at full effort, from which it is out of reach
TOO_LITTLE = 0.5  # share of a full progress below which partners never see results, even at full effort


def stopping_obstacles(hours: PartnerHours, language: str) -> Iterator[Obstacle]:
    """Yield what cannot work in a situation, whatever the effort."""
    yield from too_slow(hours, language)
    yield from too_little_progress(hours, language)
    yield from never_gathered(hours, language)
    yield from meetings_too_long(hours, language)
    yield from cases_without_team(hours, language)


def too_slow(hours: PartnerHours, language: str) -> Iterator[Obstacle]:
    """Yield that one round of the process takes far more weeks than there are, even if everybody did all they could."""
    horizon = max(hours.settings.weeks, USUAL_HORIZON)
    stages = schedule_stages(hours, horizon=ENDLESS)
    last = stages[-1].week
    if last is not None and last <= OUT_OF_REACH * horizon:
        return
    late = next(one for one in stages if one.week is None or one.week > horizon)
    remedy = say("Free more hours, ask the work of fewer stages, or scale it to the table.", language)
    scaled = f"stages.*.work × {number(scale_to_table(hours), language, 2)}"
    how = say("; ", language).join((scaled, "entente plan --scale-work"))
    asked, offered = number(late.work, language, 0), number(late.offered, language, 1)
    if last is None:
        text = say(
            "The stage {stage} asks for {asked} useful hours, and the partners have next to none left to give: it "
            "would "
            "never be done.", language, stage=stage_label(late.name, language), asked=asked,
        )  # fmt: skip
    else:
        text = say(
            "Even with every partner fully mobilised, one round of the process takes {weeks} weeks, and there are "
            "{horizon}: the stage {stage} asks for {asked} useful hours, and the table can give {offered} a week.",
            language, weeks=number(last, language, 0), horizon=hours.settings.weeks, asked=asked, offered=offered,
            stage=stage_label(late.name, language),
        )  # fmt: skip
    yield Obstacle("slow", True, text, remedy, how)


def too_little_progress(hours: PartnerHours, language: str) -> Iterator[Obstacle]:
    """Yield that partners never see much progress, since its full pace asks for more hours than they have."""
    largest = int(np.argmax(hours.inputs.stage.work))
    year = range(1, min(WEEKS_PER_YEAR, hours.settings.weeks) + 1)
    offered = float(np.mean([hours.useful(largest, week) for week in year])) / len(hours.members)
    pace = hours.settings.work.pace
    if pace > 0 and offered < TOO_LITTLE * pace:
        text = say(
            "Partners see full progress at {pace} useful hours a week from each of them, and can give {offered} at "
            "most: they will see {share} of it, and lose heart.", language, pace=number(pace, language, 2),
            offered=number(offered, language, 2), share=percent(offered / pace, language),
        )  # fmt: skip
        remedy = say("Scale what is expected to the table, with the work of the stages.", language)
        yield Obstacle("little_progress", True, text, remedy, f"work.pace={scaled_pace(hours):.2g}")


def never_gathered(hours: PartnerHours, language: str) -> Iterator[Obstacle]:
    """Yield the stages whose choices are made together while no meeting invites enough partners."""
    settings = hours.settings
    if not settings.mechanisms.deliberation:
        return
    channels = [*settings.communication.channels.values()]
    channels += [one for lever in settings.levers.values() for one in lever.channels.values()]
    reached = max((share_invited(one, settings.governance.committee) for one in channels), default=0.0)
    lacking = [name for name, stage in settings.stages.items()
               if stage.work > 0 and stage.broad and stage.breadth > reached]  # fmt: skip
    if lacking:
        names = join_names((stage_label(name, language) for name in lacking), language)
        text = say("Choices of {stages} are made together, and no meeting in person or by video invites enough "
                   "partners: "
                   "they will never be made.", language, stages=names)  # fmt: skip
        remedy = say("Add a meeting of all partners, or widen the committee.", language)
        yield Obstacle("never_gathered", True, text, remedy, "entente list communication; governance.committee=")


def share_invited(channel: Channel, committee: float) -> float:
    """Return the share of the partners that a channel gathers at once; 0 for what is no meeting."""
    if channel.hours < COUNTED or channel.richness < FACE_TO_FACE or channel.audience == Audience.LEAD:
        return 0.0
    return committee if channel.audience == Audience.COMMITTEE else 1.0


def meetings_too_long(hours: PartnerHours, language: str) -> Iterator[Obstacle]:
    """Yield the partners from whom meetings take all the hours that they have."""
    weeks = range(1, min(WEEKS_PER_YEAR, hours.settings.weeks) + 1)
    left = sum(hours.free(week) for week in weeks)
    without = np.flatnonzero(left <= 0.0)
    if len(without) * 2 >= len(hours.members):
        text = say("Meetings, paperwork and levers take all the hours of {count} of {partners} partners: none is "
                   "left for "
                   "common work.", language, count=len(without), partners=len(hours.members))  # fmt: skip
        remedy = say("Meet less often or shorter, or free more hours.", language)
        yield Obstacle("meetings", True, text, remedy)


def cases_without_team(hours: PartnerHours, language: str) -> Iterator[Obstacle]:
    """Yield the territories and populations where no team can answer a case: too few serve them, or have the hours."""
    casework, settings = hours.settings.casework, hours.settings
    if casework.arrivals <= 0 or not settings.mechanisms.cases:
        return
    able = hours.left_for_cases(1, USUAL_EFFORT) >= casework.hours
    cells = case_cells(settings)
    serving = [hours.serve(cell) for cell in range(len(cells))]
    few = [rank for rank, one in enumerate(serving) if one.sum() < casework.team]
    slow = [rank for rank, one in enumerate(serving) if (one & able).sum() < casework.team and rank not in few]
    team = {"team": casework.team, "hours": number(casework.hours, language, 1)}
    if few:
        text = say("Too few partners for a team of {team} ({cells}): every case there is lost.", language,
                   cells=cells_text(few, cells, language), **team)  # fmt: skip
        remedy = say("Invite who serves them, or ask smaller teams.", language)
        yield Obstacle("unserved", True, text, remedy, "casework.team=")
    if slow:
        text = say(
            "A case takes {hours} h in one week from each member of a team of {team}, and too few partners still have "
            "them after the common work ({cells}): cases wait and are lost.",
            language, cells=cells_text(slow, cells, language), **team,
        )  # fmt: skip
        remedy = say("Ask less of each, or free more hours.", language)
        yield Obstacle("cases", True, text, remedy, "casework.hours=")


def cells_text(ranks: list[int], cells: list[tuple[str, str]], language: str) -> str:
    """Return some territories and populations; all of them in two words."""
    if len(ranks) == len(cells):
        return say("everywhere", language)
    return join_names((cell_text(*cells[rank], language) for rank in ranks), language)


def cell_text(territory: str, population: str, language: str) -> str:
    """Return a territory and a population, or the one of them that the situation distinguishes."""
    people = population.replace("_", " ")
    if territory in EVERYWHERE:
        return people
    place = word_for(territory, TERRITORY_WORDS, language)
    return place if population in EVERYWHERE else f"{place} – {people}"
