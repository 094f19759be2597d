"""Levers: what one can decide to do (or to avoid), with what it moves, what it costs and when it holds.

A lever moves parameters, traits of organisations and channels; ``sim/inputs.py`` makes stretches of weeks out of it, and
the rules read those as they read everything else. No lever writes an outcome.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Annotated, Any

from entente.sim.model.declare import ASSUMED, About, Grade
from entente.sim.model.parameters import duration, share
from entente.sim.model.settings import Channel
from entente.sim.model.texts import Text

TRAITS = (
    "mission_fit", "self_interest", "rigidity", "reliability", "openness", "decision_power", "status", "access",
    "budget", "hours", "delegates", "turnover",
)  # fmt: skip
USUAL = 20  # partners for whom costs are stated (19.5 on average: Bohnett et al. 2022, PMC9420007)
LEAD = "lead"  # as ``who``: the lead organisation alone
EVERY = "*"  # in the path of an effect: every channel in place


class Advice(StrEnum):
    """What the sources say of it: to do, to keep where it is already there, or to avoid."""

    DO = "do"
    KEEP = "keep"
    AVOID = "avoid"


def in_hours(en: str, fr: str, high: float = 40) -> About:
    """Declare hours that a lever takes."""
    return About(0, high, "h", ASSUMED, "per lever", en, fr)


def in_dollars(en: str, fr: str, high: float = 1e6) -> About:
    """Declare dollars that a lever takes."""
    return About(0, high, "$", ASSUMED, "per lever", en, fr)


@dataclass
class LeverCosts:
    """What a lever takes beyond the hours of the channels it adds, which are counted with the channels."""

    partners: Annotated[
        float, in_hours("Hours of each partner, every week", "Heures de chaque partenaire, par semaine")
    ] = 0.0
    coordinator: Annotated[
        float, in_hours("Hours of coordination, every week", "Heures de coordination, par semaine")
    ] = 0.0
    dollars: Annotated[float, in_dollars("Dollars, every week", "Dollars, par semaine")] = 0.0
    setup_partners: Annotated[
        float,
        in_hours(
            "Hours of each partner, once, over the delay",
            "Heures de chaque partenaire, une fois, pendant le délai",
            400,
        ),
    ] = 0.0
    setup_coordinator: Annotated[
        float,
        in_hours(
            "Hours of coordination, once, over the delay", "Heures de coordination, une fois, pendant le délai", 2000
        ),
    ] = 0.0
    setup_dollars: Annotated[
        float, in_dollars("Dollars, once, over the delay", "Dollars, une fois, pendant le délai")
    ] = 0.0


@dataclass
class Effect:
    """How far one thing moves: a share ``by`` of the way ``toward`` a value, plus ``add``, within its range."""

    toward: Annotated[
        float | None,
        About(None, None, "", ASSUMED, "per lever", "Value toward which it moves", "Valeur visée"),
    ] = None
    by: Annotated[float, share(ASSUMED, "per lever", "Share of the way covered", "Part du chemin parcourue")] = 1.0
    add: Annotated[float, About(None, None, "", ASSUMED, "per lever", "What is added", "Ce qui s'ajoute")] = 0.0
    grade: Grade = Grade.ASSUMED
    why: str = ""

    def line(self) -> tuple[float, float]:
        """Return a and b of the moved value, a·value + b."""
        if self.toward is None:
            return 1.0, self.add
        return 1.0 - self.by, self.by * self.toward + self.add


@dataclass
class Aim:
    """What a lever is meant to move, and in which kind of situation: there it is tried (``entente levers``).

    Attributes:
        measure: a weekly series or a summary.
        more: whether it is meant to raise it.
        scenario: a situation in which it has something to do.
    """

    measure: str = "mobilisation"
    more: bool = True
    scenario: str = "twenty_partners"


@dataclass
class Lever:
    """One lever, in use from one week to another."""

    name: Text = field(default_factory=Text)
    what: Text = field(default_factory=Text)
    advice: Annotated[
        Advice,
        About(
            None,
            None,
            "",
            ASSUMED,
            "the sources",
            "do, keep or avoid: what the sources say of it",
            "do (à faire), keep (à garder) ou avoid (à jeter) : ce qu'en disent les sources",
        ),
    ] = Advice.DO
    sources: list[str] = field(default_factory=list)
    start: Annotated[
        int, duration(1, 520, ASSUMED, "one's own choice", "Week in which it is decided", "Semaine où il est décidé")
    ] = 1
    stop: Annotated[
        int, duration(1, 520, ASSUMED, "one's own choice", "Last week in which it holds", "Dernière semaine où il vaut")
    ] = 520
    delay: Annotated[
        int,
        duration(
            0,
            104,
            ASSUMED,
            "per lever",
            "Time between the decision and its effects",
            "Temps entre la décision et ses effets",
        ),
    ] = 0
    who: str = ""
    aim: Aim = field(default_factory=Aim)
    costs: LeverCosts = field(default_factory=LeverCosts)
    channels: dict[str, Channel] = field(default_factory=dict)
    effects: dict[str, Effect] = field(default_factory=dict)

    @property
    def acts_from(self) -> int:
        """Return the first week of its effects."""
        return self.start + self.delay

    def acts(self, week: int) -> bool:
        """Tell whether its effects hold in a week."""
        return self.acts_from <= week <= self.stop

    def is_set_up(self, week: int) -> bool:
        """Tell whether what it costs once is spent in a week: over the delay, or in the first week."""
        return self.start <= week < self.start + max(1, self.delay) and week <= self.stop

    def turning_weeks(self) -> Iterator[int]:
        """Yield the weeks in which something of it begins or ends."""
        yield from (self.start, self.start + max(1, self.delay), self.acts_from, self.stop + 1)

    def charges(self, week: int) -> Mapping[str, float]:
        """Return what it takes in a week: ``partners`` and ``coordinator`` in hours, ``dollars``."""
        costs, weekly = self.costs, float(self.acts(week))
        once = self.is_set_up(week) / max(1, self.delay)
        return {
            "partners": weekly * costs.partners + once * costs.setup_partners,
            "coordinator": weekly * costs.coordinator + once * costs.setup_coordinator,
            "dollars": weekly * costs.dollars + once * costs.setup_dollars,
        }


def weekly_cost(lever: Lever, partners: int) -> Mapping[str, float]:
    """Return the weekly cost of a lever among some partners, its channels included, as if all those invited came.

    Returns:
        ``partners``: hours of each; ``coordinator``: hours; ``dollars``. Costs paid once are left out.
    """
    costs, channels = lever.costs, lever.channels.values()
    return {
        "partners": costs.partners + sum(one.hours / one.period for one in channels),
        "coordinator": costs.coordinator
        + sum((one.coordinator + one.per_head * partners) / one.period for one in channels),
        "dollars": costs.dollars,
    }


def apply_effects(value: Any, effects: Iterator[Effect], about: About | None) -> Any:
    """Return a value after some effects, one after the other, within its declared range; whole if it was whole."""
    result = float(value)
    for effect in effects:
        a, b = effect.line()
        result = a * result + b
    if about is not None and about.low is not None and about.high is not None:
        result = min(float(about.high), max(float(about.low), result))  # a bound may be stated as a whole number
    return round(result) if isinstance(value, int) else result


def channel_field(path: str) -> tuple[str, str] | None:
    """Return the channel (or ``*``) and the field that the path of an effect names, or None."""
    parts = path.split(".")
    if len(parts) == 4 and parts[:2] == ["communication", "channels"] and parts[3] in MOVABLE:
        return parts[2], parts[3]
    return None


MOVABLE = tuple(one.name for one in fields(Channel) if one.name not in {"audience", "start", "stop"})
