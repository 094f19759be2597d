"""Organisation, the agent: its traits, its people, its ties, its hours and what it feels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import mesa

from benchmarks.mesa_objects.formulas import logistic, weekly
from benchmarks.mesa_objects.terms import moved
from entente.sim.model import situation
from entente.sim.model.levers import LEAD, TRAITS, Lever

if TYPE_CHECKING:
    from benchmarks.mesa_objects.model import Partnership

NOT_APPROACHED, APPROACHED, MEMBER, ACTIVE, LEFT = range(5)
HEARD = 0.5  # presence from which an organisation is fully heard
NONE_LEAVE, FEW_LEAVE = 0.25, 0.70  # shares of organisations (cumulated) with no and with low turnover
LOW, HIGH = 2.0 / 3.0, 7.0 / 3.0  # low and high turnover against the mean
FIRST_ESTEEM, FIRST_NEWS, FIRST_COMMON = 0.7, 0.5, 0.2


@dataclass(slots=True)
class Tie:
    """What one organisation has with another: trust in it, how long it has known it, contact of the week."""

    personal: float
    institutional: float
    acquaintance: float
    neighbours: bool
    contact: float = 0.0


@dataclass(slots=True)
class Person:
    """Who holds a post: the week of arrival (negative before the start), and effectiveness."""

    arrived: float
    skill: float = 1.0


@dataclass(slots=True)
class Carrier:
    """Who carries a part of the leadership: share, experience, and when a successor comes (0: in place, -1: never)."""

    share: float = 0.0
    experience: float = 1.0
    back: int = 0

    @property
    def acting_share(self) -> float:
        """Return its share, 0 while the place is empty."""
        return self.share if self.back == 0 else 0.0


class Organisation(mesa.Agent):
    """One organisation of a partnership; attributes are the state variables of ``docs/odd.md``.

    Args:
        model: the partnership.
        name: its own name.
        entry: that of the entry of the scenario it comes from, of which there may be several alike.
        stated: what the scenario says of it.
    """

    model: "Partnership"

    def __init__(self, model: "Partnership", name: str, entry: str, stated: situation.Organisation) -> None:
        super().__init__(model)
        self.name, self.entry = name, entry
        self.territory, self.populations = stated.territory, frozenset(stated.populations)
        self.expertise = frozenset(stated.expertise)
        self.draw_traits(stated)
        self.standing = MEMBER if stated.member else NOT_APPROACHED
        self.is_partner = stated.member
        self.since = self.discontent = 0
        self.ties: dict[Organisation, Tie] = {}
        self.posts: list[Person | None] = []
        self.staffing = self.skill = 1.0
        self.carrier = Carrier()
        self.committee = self.willing = False
        self.framing, self.record = self.home, self.reliability
        self.fairness = self.recognition = FIRST_ESTEEM
        self.information = FIRST_NEWS
        self.presence = self.language = FIRST_COMMON
        self.motivation = self.mobilisation = self.belonging = self.fatigue = self.voice = self.seen = 0.0
        self.talk = self.hassle = self.pull = self.drag = self.contribution = self.contributed = self.entry_share = 0.0
        self.trusted = self.trusting = self.peers = self.lead_trust = 0.0
        self.coordinator_trust = self.coordinator_regard = model.settings.partners.trust
        self.coordinator_contact = self.wave = self.output = self.conduct = 0.0
        self.answers: dict[str, str] = {}
        self.available = 0.0
        self.begin_hours()

    def draw_traits(self, stated: situation.Organisation) -> None:
        """Draw what the scenario states roughly around what it states, and the rest from the partners' laws."""
        random, partners = self.model.random, self.model.settings.partners
        for trait in TRAITS[:-1]:
            own = getattr(stated, trait)
            setattr(self, trait, getattr(partners, trait) if own is None else own)
        self.first_motivation = partners.motivation if stated.motivation is None else stated.motivation
        for trait in (*TRAITS[:9], "first_motivation"):
            setattr(self, trait, within(getattr(self, trait) + partners.spread * random.gauss()))
        self.threshold = stated.threshold
        if self.threshold is None:
            self.threshold = random.gauss(partners.threshold, partners.threshold_spread)
        self.home = stated.framing
        if self.home is None:
            self.home = within(random.gauss(0.5, partners.framing_spread))
        self.turnover = stated.turnover
        luck = random.random()
        self.turnover_class = 0.0 if luck < NONE_LEAVE else LOW if luck < FEW_LEAVE else HIGH
        self.drawn = {trait: getattr(self, trait) for trait in TRAITS}

    def shift_traits(self, levers: Sequence[Lever]) -> None:
        """Let the levers in use make its traits from those drawn; a turnover that is not stated stays so."""
        concerned = [one for one in levers if one.who in ("", self.entry) or (one.who == LEAD and self.leads_first)]
        for trait, drawn in self.drawn.items():
            path = "staff.turnover" if trait == "turnover" else f"partners.{trait}"
            effects = [lever.effects[path] for lever in concerned if path in lever.effects]
            if drawn is not None:
                now = moved(drawn, effects, situation.Organisation, trait) if effects else drawn
                setattr(self, trait, now)

    @property
    def leads_first(self) -> bool:
        """Tell whether it is of the entry that leads at the start."""
        return self.entry == self.model.settings.lead

    def become(self, standing: int) -> None:
        """Take another standing."""
        self.standing = standing
        self.is_partner = standing in (MEMBER, ACTIVE)

    @property
    def capacity(self) -> float:
        """Return the hours a week it could give with all its posts filled."""
        return self.delegates * self.hours

    @property
    def yearly_turnover(self) -> float:
        """Return its departures per post and year: those stated, else those of its class."""
        return self.turnover_class * self.model.terms.staff.turnover if self.turnover is None else self.turnover

    def begin_hours(self) -> None:
        """Begin a week in which nothing has been spent."""
        self.spent_paperwork = self.spent_leading = self.spent_levers = 0.0
        self.spent_meetings = self.spent_work = self.spent_cases = 0.0
        self.travelled = self.tiring = 0.0

    @property
    def spent(self) -> float:
        """Return the hours spent so far this week."""
        structure = self.spent_paperwork + self.spent_leading + self.spent_levers
        return structure + self.spent_meetings + self.spent_work + self.spent_cases

    @property
    def free(self) -> float:
        """Return the hours left this week."""
        return max(0.0, self.available - self.spent)

    @property
    def voice_given(self) -> float:
        """Return the voice that governance and leadership leave it when it is there."""
        equal = self.model.terms.governance.voice
        return (equal + (1.0 - equal) * self.status) * (1.0 - 0.5 * self.model.terms.leadership.directiveness)

    @property
    def belonging_felt(self) -> float:
        """Return the belonging toward which it goes."""
        shared = 1.0 - abs(self.framing - self.model.centre)
        return (self.trusting + self.voice + self.recognition + shared + self.presence) / 5.0

    def effort(self) -> float:
        """Return the effort that its motivation calls for, past its threshold, within its staff and skill."""
        terms = self.model.terms
        threshold = self.threshold
        if self.standing == ACTIVE and terms.mechanisms.hysteresis:
            threshold -= terms.mobilisation.hysteresis
        if terms.mechanisms.graded:
            will = logistic(terms.mobilisation.slope * (self.motivation - threshold))
        else:
            will = 1.0 if self.motivation >= threshold else 0.0
        return will * self.staffing * self.skill if terms.mechanisms.capacity else will

    def departure_chance(self) -> float:
        """Return the chance that one of its delegates leaves this week, in a wave of departures or not."""
        terms = self.model.terms
        hazard = 0.0
        if terms.mechanisms.turnover:
            burnt = 1.0 + terms.staff.burnout * self.fatigue if terms.mechanisms.burnout else 1.0
            hazard = weekly(self.yearly_turnover * burnt)
        return 1.0 - (1.0 - hazard) * (1.0 - self.wave)

    def lose_person(self, held: float) -> None:
        """Let ties and knowledge go with one person, who held this share of them."""
        terms = self.model.terms
        if terms.mechanisms.handover:
            held *= (1.0 - terms.handed_over) / (1.0 + terms.governance.pairing)
        kept = 1.0 - held
        for other, tie in self.ties.items():
            back = other.ties[self]
            tie.personal *= kept
            tie.acquaintance *= kept
            back.personal *= kept
            back.acquaintance *= kept
        self.language *= kept
        self.information *= kept
        self.coordinator_trust *= kept
        self.framing += held * (self.home - self.framing)

    def __repr__(self) -> str:
        """Say who and how mobilised."""
        return f"Organisation({self.name}, mobilisation {self.mobilisation:.2f})"


def within(value: float) -> float:
    """Return a number kept in [0, 1]."""
    return min(1.0, max(0.0, value))
