"""Organisation, the agent: its traits, its staff, its ties, its hours and its state of mind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import mesa

from benchmarks.mesa_objects.formulas import logistic, weekly
from benchmarks.mesa_objects.week_parameters import apply_effects
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
    """The tie of one organisation to another: trust in it, the age of the tie, contact of the week."""

    personal: float
    institutional: float
    acquaintance: float
    neighbours: bool
    contact: float = 0.0


@dataclass(slots=True)
class Person:
    """The person in a post: week of arrival (negative before the start) and effectiveness."""

    arrived: float
    skill: float = 1.0


@dataclass(slots=True)
class Carrier:
    """A carrier of the leadership: share, experience, and the week a successor comes (0: in place, -1: never)."""

    share: float = 0.0
    experience: float = 1.0
    back: int = 0

    @property
    def acting_share(self) -> float:
        """Its share, 0 while the place is empty."""
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

    def __init__(self, model: "Partnership", name: str, entry: str, stated: situation.OrganisationSettings) -> None:
        super().__init__(model)
        self.name, self.entry = name, entry
        self.territory, self.populations = stated.territory, frozenset(stated.populations)
        self.expertise = frozenset(stated.expertise)
        self.draw_traits(stated)
        self.standing = MEMBER if stated.member else NOT_APPROACHED
        self.is_partner = stated.member
        self.since = self.discontent = self.last_seen = 0
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
        self.exhaustion = self.agenda = self.readiness = 0.0
        self.eagerness = 1.0
        self.talk = self.hassle = self.benefits = self.costs = self.contribution = self.contributed = (
            self.entry_share
        ) = 0.0
        self.trusted = self.trusting = self.peers = self.lead_trust = 0.0
        self.coordinator_trust = self.coordinator_regard = model.settings.partners.trust
        self.coordinator_contact = self.wave = self.output = self.conduct = 0.0
        self.answers: dict[str, str] = {}
        self.available = 0.0
        self.begin_hours()

    def draw_traits(self, stated: situation.OrganisationSettings) -> None:
        """Draw traits around the values that the scenario states, or from the partners' distributions."""
        random, partners = self.model.random, self.model.settings.partners
        for trait in TRAITS[:-1]:
            own = getattr(stated, trait)
            setattr(self, trait, getattr(partners, trait) if own is None else own)
        self.first_motivation = partners.motivation if stated.motivation is None else stated.motivation
        for trait in (*TRAITS[:9], "first_motivation"):
            setattr(self, trait, clip(getattr(self, trait) + partners.spread * random.gauss()))
        self.threshold = stated.threshold
        if self.threshold is None:
            self.threshold = random.gauss(partners.threshold, partners.threshold_spread)
        self.home = stated.framing
        if self.home is None:
            self.home = clip(random.gauss(0.5, partners.framing_spread))
        self.assiduity = random.gauss(0.0, partners.assiduity) if self.model.params.mechanisms.assiduity else 0.0
        self.turnover = stated.turnover
        draw = random.random()
        self.turnover_class = 0.0 if draw < NONE_LEAVE else LOW if draw < FEW_LEAVE else HIGH
        self.drawn = {trait: getattr(self, trait) for trait in TRAITS}

    def shift_traits(self, levers: Sequence[Lever]) -> None:
        """Apply the levers in use to the traits drawn; a turnover that is not stated stays so."""
        concerned = [one for one in levers if one.who in ("", self.entry) or (one.who == LEAD and self.leads_first)]
        for trait, drawn in self.drawn.items():
            path = "staff.turnover" if trait == "turnover" else f"partners.{trait}"
            effects = [lever.effects[path] for lever in concerned if path in lever.effects]
            if drawn is not None:
                now = apply_effects(drawn, effects, situation.OrganisationSettings, trait) if effects else drawn
                setattr(self, trait, now)

    @property
    def leads_first(self) -> bool:
        """Whether it belongs to the entry that leads at the start."""
        return self.entry == self.model.settings.lead

    def become(self, standing: int) -> None:
        """Change its standing."""
        self.standing = standing
        self.is_partner = standing in (MEMBER, ACTIVE)

    @property
    def capacity(self) -> float:
        """The hours a week that it could give with all its posts filled."""
        return self.delegates * self.hours

    @property
    def yearly_turnover(self) -> float:
        """Its departures per post and year: those stated, else those of its class."""
        return self.turnover_class * self.model.params.staff.turnover if self.turnover is None else self.turnover

    def begin_hours(self) -> None:
        """Reset the hours spent."""
        self.spent_paperwork = self.spent_leading = self.spent_levers = 0.0
        self.spent_meetings = self.spent_work = self.spent_cases = 0.0
        self.travelled = self.tiring = 0.0

    @property
    def spent(self) -> float:
        """The hours spent so far this week."""
        structure = self.spent_paperwork + self.spent_leading + self.spent_levers
        return structure + self.spent_meetings + self.spent_work + self.spent_cases

    @property
    def free(self) -> float:
        """The hours left this week."""
        return max(0.0, self.available - self.spent)

    @property
    def voice_given(self) -> float:
        """The voice that governance and leadership leave it when it is present."""
        equal = self.model.params.governance.voice
        return (equal + (1.0 - equal) * self.status) * (1.0 - 0.5 * self.model.params.leadership.directiveness)

    @property
    def belonging_felt(self) -> float:
        """The value toward which its belonging goes."""
        shared = 1.0 - abs(self.framing - self.model.centre)
        return (self.trusting + self.voice + self.recognition + shared + self.presence) / 5.0

    @property
    def moved(self) -> float:
        """How far it is moved to act: by its motivation, and by the moment."""
        return self.motivation + self.readiness

    def effort(self) -> float:
        """Return the effort that its motivation, threshold, staff and skill lead to."""
        params = self.model.params
        threshold = self.threshold
        if self.standing == ACTIVE and params.mechanisms.hysteresis:
            threshold -= params.mobilisation.hysteresis
        if params.mechanisms.graded:
            will = logistic(params.mobilisation.slope * (self.moved - threshold))
        else:
            will = 1.0 if self.moved >= threshold else 0.0
        return will * self.staffing * self.skill if params.mechanisms.capacity else will

    def departure_chance(self) -> float:
        """Return the probability that one of its delegates leaves this week, in a wave of departures or not."""
        params = self.model.params
        hazard = 0.0
        if params.mechanisms.turnover:
            burnt = 1.0 + params.staff.burnout * self.fatigue if params.mechanisms.burnout else 1.0
            hazard = weekly(self.yearly_turnover * burnt)
        return 1.0 - (1.0 - hazard) * (1.0 - self.wave)

    def lose_person(self, held: float) -> None:
        """Lose the ties and knowledge of one person, who held the given share of them."""
        params = self.model.params
        if params.mechanisms.handover:
            held *= (1.0 - params.handed_over) / (1.0 + params.governance.pairing)
        if params.mechanisms.institutional_memory:
            held *= 1.0 - params.governance.formalisation
        kept, stranger = 1.0 - held, params.stranger
        for other, tie in self.ties.items():
            back = other.ties[self]
            tie.personal = stranger + kept * (tie.personal - stranger)
            tie.acquaintance *= kept
            back.personal = stranger + kept * (back.personal - stranger)
            back.acquaintance *= kept
        self.language *= kept
        self.information *= kept
        self.coordinator_trust = stranger + kept * (self.coordinator_trust - stranger)
        self.framing += held * (self.home - self.framing)

    def __repr__(self) -> str:
        """Return its name and mobilisation."""
        return f"Organisation({self.name}, mobilisation {self.mobilisation:.2f})"


def clip(value: float) -> float:
    """Clip a number to [0, 1]."""
    return min(1.0, max(0.0, value))
