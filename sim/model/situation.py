"""What a scenario describes: its organisations, process, events and story; and ``Settings``, the whole of a run."""

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product
from typing import Annotated, Any

from entente.sim.model.declare import ASSUMED, About
from entente.sim.model.levers import Lever
from entente.sim.model.parameters import (
    CaseWork,
    Context,
    Costs,
    Mobilisation,
    Motivation,
    Partners,
    Staff,
    Trust,
    Understanding,
    Work,
    duration,
    share,
)
from entente.sim.model.settings import Communication, Governance, Leadership, Mechanisms
from entente.sim.model.texts import Text


class Expertise(StrEnum):
    """Kinds of work that an organisation is good at and a stage calls on."""

    KNOWLEDGE = "knowledge"
    INTERVENTION = "intervention"
    COMMUNITY = "community"
    LIVED = "lived_experience"
    MANAGEMENT = "management"
    FACILITATION = "facilitation"
    COMMUNICATION = "communication"
    FUNDING = "funding"


class EventKind(StrEnum):
    """What may befall a partnership."""

    LEADER_LEAVES = "leader_leaves"
    FUNDING = "funding"
    DEPARTURES = "departures"
    REORGANISATION = "reorganisation"
    CRISIS = "crisis"
    NO_MEETING = "no_meeting"
    CONTROVERSY = "controversy"


def trait(about: str, en: str, fr: str, low: float = 0, high: float = 1, unit: str = "") -> About:
    """Declare a trait of one organisation; left out, it is that of ``partners.<trait>``, or drawn."""
    return About(low, high, unit, ASSUMED, about, en, fr)


MOST = 100_000  # organisations of a partnership
EVERYWHERE = {"all": 1.0}  # the territory, or the population, of a scenario that distinguishes none


@dataclass
class OrganisationSettings:
    """One organisation, or ``count`` of one kind; a trait left out is that of ``partners``."""

    name: Text = field(default_factory=Text)
    sector: str = ""
    count: Annotated[int, trait("per scenario", "How many such organisations", "Nombre d'organisations semblables", 1, MOST)] = 1
    territory: str = ""
    populations: list[str] = field(default_factory=list)
    expertise: list[Expertise] = field(default_factory=list)
    member: Annotated[bool, About(None, None, "", ASSUMED, "per scenario", "Partner from the first week",
        "Partenaire dès la première semaine")] = True
    delegates: Annotated[int | None, trait("per organisation", "Posts", "Postes", 1, 4)] = None
    hours: Annotated[float | None, trait("per organisation", "Hours per delegate and week", "Heures par délégué·e et par semaine", 0.5, 35, "h/week")] = None
    turnover: Annotated[float | None, trait("per organisation", "Departures per post and year", "Départs par poste et par année", 0, 0.9)] = None
    decision_power: Annotated[float | None, trait("per organisation", "Decision power", "Pouvoir décisionnel")] = None
    status: Annotated[float | None, trait("per organisation", "Hierarchical weight", "Poids hiérarchique")] = None
    mission_fit: Annotated[float | None, trait("per organisation", "Mission fit", "Adéquation à la mission")] = None
    self_interest: Annotated[float | None, trait("per organisation", "Own return sought", "Intérêt propre")] = None
    rigidity: Annotated[float | None, trait("per organisation", "Rigidity", "Rigidité")] = None
    reliability: Annotated[float | None, trait("per organisation", "Reliability", "Fiabilité")] = None
    openness: Annotated[float | None, trait("per organisation", "Openness", "Ouverture")] = None
    access: Annotated[float | None, trait("per organisation", "Travel burden", "Fardeau de déplacement")] = None
    budget: Annotated[float | None, trait("per organisation", "Means", "Moyens")] = None
    threshold: Annotated[float | None, trait("per organisation", "Threshold", "Seuil", -1, 2)] = None
    framing: Annotated[float | None, trait("per organisation", "First framing", "Première compréhension")] = None
    motivation: Annotated[float | None, trait("per organisation", "Motivation on joining", "Motivation à l'arrivée")] = None


@dataclass
class Stage:
    """One stage of the collective process."""

    work: Annotated[float, About(0, 20000, "h", ASSUMED, "about 48 months to milestones (Leach et al. 2002)",
        "Useful hours that it asks for (0: skipped)", "Heures utiles demandées (0 : étape omise)")] = 100.0
    breadth: Annotated[float, share(ASSUMED, "[S4] broad: vision, priorities, evaluation", "Share of the partners it requires",
        "Part des partenaires qu'elle requiert")] = 0.4
    broad: Annotated[bool, About(None, None, "", ASSUMED, "[S4]", "Everyone is called on and choices are made together",
        "Tous sont sollicités et l'on choisit ensemble")] = False
    expertise: list[Expertise] = field(default_factory=list)


@dataclass
class Event:
    """Something that befalls the partnership, in a given week or at random."""

    kind: EventKind = EventKind.CRISIS
    week: Annotated[int | None, duration(1, 520, ASSUMED, "per event", "Week in which it falls",
        "Semaine où il survient")] = None
    yearly: Annotated[float, About(0, 12, "per year", ASSUMED, "per event", "How often, when no week is given",
        "Fréquence, si aucune semaine n'est donnée")] = 0.0
    size: Annotated[float, share(ASSUMED, "per event", "Its size: level of funding, share of staff who leave, surge of cases...",
        "Son ampleur : niveau du financement, part du personnel qui part, afflux de cas...")] = 0.5
    lasts: Annotated[int, duration(1, 520, ASSUMED, "per event", "How long it lasts", "Sa durée")] = 8
    organisation: str = ""
    name: Text = field(default_factory=Text)


@dataclass
class Change:
    """Settings that take other values from a week on."""

    week: Annotated[int, duration(1, 520, ASSUMED, "per change", "Week from which it holds", "Semaine à partir de laquelle il vaut")] = 1
    set: dict[str, Any] = field(default_factory=dict)
    name: Text = field(default_factory=Text)


def default_stages() -> dict[str, Stage]:
    """Return the eight stages of collective action, broad and narrow after [S4]."""
    e = Expertise
    return {
        "vision": Stage(150, 0.7, True, [e.FACILITATION]),
        "portrait": Stage(200, 0.3, False, [e.KNOWLEDGE, e.COMMUNITY]),
        "diagnosis": Stage(200, 0.35, False, [e.KNOWLEDGE, e.INTERVENTION, e.LIVED]),
        "priorities": Stage(150, 0.7, True, [e.COMMUNITY, e.MANAGEMENT]),
        "governance_planning": Stage(150, 0.35, False, [e.MANAGEMENT, e.FACILITATION]),
        "action": Stage(1200, 0.5, False, [e.INTERVENTION, e.COMMUNITY]),
        "monitoring": Stage(200, 0.3, False, [e.KNOWLEDGE, e.MANAGEMENT]),
        "evaluation": Stage(150, 0.6, True, [e.KNOWLEDGE, e.LIVED]),
    }


@dataclass
class Settings:
    """Everything that decides a run, but for its seed: the situation, the choices, the parameters, the switches."""

    name: str = ""
    title: Text = field(default_factory=Text)
    story: Text = field(default_factory=Text)
    idea: Text = field(default_factory=Text)
    question: Text = field(default_factory=Text)
    look_at: Text = field(default_factory=Text)
    sources: list[str] = field(default_factory=list)
    weeks: Annotated[int, duration(1, 520, ASSUMED, "three years", "Horizon", "Horizon")] = 156
    cycles: Annotated[int, About(0, 50, "", ASSUMED, "per scenario", "Rounds of the process that meet the goal (0: no end)",
        "Tours de la démarche qui suffisent à atteindre le but (0 : sans fin)")] = 0
    lead: str = ""
    territories: dict[str, float] = field(default_factory=dict)
    populations: dict[str, float] = field(default_factory=dict)
    organisations: dict[str, OrganisationSettings] = field(default_factory=dict)
    stages: dict[str, Stage] = field(default_factory=default_stages)
    events: dict[str, Event] = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)
    levers: dict[str, Lever] = field(default_factory=dict)
    leadership: Leadership = field(default_factory=Leadership)
    communication: Communication = field(default_factory=Communication)
    governance: Governance = field(default_factory=Governance)
    partners: Partners = field(default_factory=Partners)
    staff: Staff = field(default_factory=Staff)
    trust: Trust = field(default_factory=Trust)
    understanding: Understanding = field(default_factory=Understanding)
    motivation: Motivation = field(default_factory=Motivation)
    mobilisation: Mobilisation = field(default_factory=Mobilisation)
    work: Work = field(default_factory=Work)
    casework: CaseWork = field(default_factory=CaseWork)
    context: Context = field(default_factory=Context)
    costs: Costs = field(default_factory=Costs)
    mechanisms: Mechanisms = field(default_factory=Mechanisms)  # type: ignore[valid-type]


def names_of(name: str, count: int) -> list[str]:
    """Return the names of ``count`` organisations of one kind, numbered from 1; a single one keeps its name."""
    return [f"{name}_{k + 1}" for k in range(count)] if count > 1 else [name]


def organisation_names(settings: Settings) -> list[str]:
    """Return the names of all organisations, in order."""
    return [made for name, one in settings.organisations.items() for made in names_of(name, one.count)]


def case_cells(settings: Settings) -> list[tuple[str, str]]:
    """Return the territory and population of each row of the case tally; ``all`` where a scenario has none."""
    return list(product(settings.territories or EVERYWHERE, settings.populations or EVERYWHERE))
