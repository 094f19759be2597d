"""What one chooses: the axes of leadership, the channels of communication, the axes of governance.

A named style, rhythm or form (``conf/leadership``, ``conf/communication``, ``conf/governance``) is a point on
these axes, never a branch in the rules.
"""

from dataclasses import dataclass, field, make_dataclass
from enum import StrEnum
from typing import Annotated

from entente.sim.model.declare import ASSUMED, DERIVED, MEASURED, About
from entente.sim.model.parameters import MECHANISMS, duration, share, switch


@dataclass
class Leadership:
    """Who carries the leadership, with what hours and in what manner."""

    style: str = ""
    concentration: Annotated[float, share(ASSUMED, "[S0] strong, [S1] shared: separate from hours", "One lead (1) or all members (0)",
        "Un seul leader (1) ou tous les membres (0)")] = 0.8
    dedicated: Annotated[float, share(ASSUMED, "[S2] [S3] a person for partnerships",
        "Share of the lead's part carried by a dedicated coordinator, not by the lead organisation",
        "Part du leadership portée par une coordination dédiée plutôt que par l'organisation qui mène")] = 0.5
    hours: Annotated[float, About(0, 80, "h/week", ASSUMED, "no figure found", "Hours for animating the partnership",
        "Heures d'animation du partenariat")] = 14.0
    experience: Annotated[float, share(ASSUMED, "[S2] an experienced person", "Experience of who leads",
        "Expérience de qui mène")] = 0.6
    directiveness: Annotated[float, share(ASSUMED, "Choi & Robertson 2014 for the direction", "Decides alone (1) or with all (0)",
        "Décide seul·e (1) ou avec tous (0)")] = 0.3
    support: Annotated[float, share(ASSUMED, "[S2] gather, refill, recommit", "Attention and support given to partners",
        "Attention et soutien donnés aux partenaires")] = 0.6
    brokerage: Annotated[float, share(ASSUMED, "[S2] go-between and mediation", "Ability to mediate",
        "Capacité de médiation")] = 0.5
    recruitment: Annotated[float, share(ASSUMED, "[S2] widest possible network", "Effort to bring in new partners",
        "Effort pour amener de nouveaux partenaires")] = 0.5
    credit_given: Annotated[float, share(ASSUMED, "[S1] credit taken by one", "Leaves the credit to those who did the work",
        "Laisse le crédit à qui a fait le travail")] = 0.7
    mandate: Annotated[float, share(ASSUMED, "Bitterman & Koliba 2020 for the direction", "Authority to oblige",
        "Autorité pour obliger")] = 0.2
    rotation: Annotated[int, duration(0, 260, ASSUMED, "[S3] functions anyone may hold", "Time between rotations of the lead (0: none)",
        "Temps entre deux rotations du leadership (0 : aucune)")] = 0
    hand_over: Annotated[float, share(ASSUMED, "[S2] withdraw when energy falls", "Energy under which the lead is handed over (0: never)",
        "Énergie sous laquelle le leadership est cédé (0 : jamais)")] = 0.0
    succession: Annotated[int, duration(0, 520, ASSUMED, "rule of succession", "Time before a lead who left is replaced (520: never)",
        "Délai avant de remplacer un leader parti (520 : jamais)")] = 13
    attention: Annotated[float, About(0, 4, "h/week/partner", ASSUMED, "[S3] number of partners and capacity to animate",
        "Hours of attention that a partner asks for at full support",
        "Heures d'attention que demande un partenaire pleinement soutenu")] = 0.3
    departure: Annotated[float, About(0, 0.9, "per year", DERIVED, "Bridgespan: 1 in 4 leaders within 2 years",
        "Chance that who leads leaves", "Probabilité de départ de qui mène")] = 0.13
    recovery: Annotated[float, duration(0, 104, ASSUMED, "no figure found", "Half-life of the leadership's energy",
        "Demi-vie de l'énergie du leadership")] = 12.0
    strain: Annotated[float, share(ASSUMED, "no figure found", "Energy that a full load takes away",
        "Énergie qu'une pleine charge enlève")] = 0.4


@dataclass
class Governance:
    """Structure and rules that the partners give themselves."""

    form: str = ""
    structure: Annotated[float, share(ASSUMED, "[S0] no structure that weighs down", "Weight of the structure",
        "Poids de la structure")] = 0.3
    voice: Annotated[float, share(ASSUMED, "[S3] equal treatment of views", "Equality of voice",
        "Égalité de la voix")] = 0.6
    credit: Annotated[float, share(ASSUMED, "[S1] [S3] fair recognition", "Credit by contribution (1) or by standing (0)",
        "Crédit selon la contribution (1) ou le rang (0)")] = 0.6
    shared_budget: Annotated[float, share(ASSUMED, "[S3] costs by each one's means", "Costs and means shared between partners",
        "Coûts et moyens partagés entre partenaires")] = 0.1
    formalisation: Annotated[float, share(ASSUMED, "[S3] formalised practices", "Weight of institutional trust against personal",
        "Poids de la confiance institutionnelle par rapport à la confiance personnelle", 0, 0.9)] = 0.3
    handover: Annotated[float, share(ASSUMED, "share kept 0.5 (0-0.9) in all, part of it institutional",
        "Ties and knowledge passed on when a delegate leaves", "Liens et savoirs transmis au départ d'un·e délégué·e")] = 0.25
    pairing: Annotated[float, share(ASSUMED, "[S3] pairing", "Ties also held by a paired colleague",
        "Liens tenus aussi par un·e collègue pairé·e")] = 0.0
    local: Annotated[float, share(ASSUMED, "[S0] one regional body with local grafts",
        "Life held in local bodies (1) or in one regional body (0)",
        "Vie du partenariat dans des instances locales (1) ou dans une seule instance régionale (0)")] = 0.0
    committee: Annotated[float, share(ASSUMED, "[S2] key actors", "Share of the partners who sit on the committee",
        "Part des partenaires qui siègent au comité")] = 0.35
    admission: Annotated[int, duration(0, 520, ASSUMED, "[S3] as soon as possible", "Week from which new partners are approached",
        "Semaine à partir de laquelle de nouveaux partenaires sont approchés")] = 0
    batch: Annotated[int, About(1, 500, "organisations", ASSUMED, "Johnston et al. 2011: phased inclusion",
        "New partners approached at once, every four weeks",
        "Nouveaux partenaires approchés à la fois, toutes les quatre semaines")] = 3


class Audience(StrEnum):
    """Whom a channel invites."""

    EVERYONE = "everyone"
    COMMITTEE = "committee"
    LEAD = "lead"
    CONCERNED = "concerned"


@dataclass
class Channel:
    """One way in which partners meet or write, at its own period."""

    period: Annotated[int, duration(1, 260, ASSUMED, "per channel", "Time between two occasions",
        "Temps entre deux occasions")] = 4
    audience: Annotated[Audience, About(None, None, "", ASSUMED, "per channel",
        "everyone, committee, lead (one-to-one with the lead) or concerned (organisations that the waiting cases concern)",
        "everyone : tous ; committee : comité ; lead : tête-à-tête avec le leadership ; concerned : organisations que concernent les cas en attente")] = Audience.EVERYONE
    richness: Annotated[float, share(MEASURED, "Balliet 2010: written 0.38; video 0.85 assumed",
        "Richness: in person 1, video 0.85, written 0.38", "Richesse : en personne 1, vidéo 0,85, écrit 0,38")] = 1.0
    hours: Annotated[float, About(0, 16, "h", ASSUMED, "per channel", "Hours an organisation spends on one occasion",
        "Heures qu'une organisation consacre à une occasion")] = 2.0
    coordinator: Annotated[float, About(0, 40, "h", ASSUMED, "per channel", "Hours of coordination for one occasion",
        "Heures de coordination pour une occasion")] = 4.0
    per_head: Annotated[float, About(0, 4, "h", ASSUMED, "per channel", "Coordination hours more for each one invited",
        "Heures de coordination en plus par organisation invitée")] = 0.1
    obligation: Annotated[float, share(ASSUMED, "[S2] whether needed or not", "How compulsory it is",
        "Caractère obligatoire")] = 0.0
    travel: Annotated[float, share(ASSUMED, "[S3] alternate places and modes", "Travel that it asks for (0: none, 1: always the same far place)",
        "Déplacement demandé (0 : aucun, 1 : toujours le même lieu éloigné)")] = 0.5
    informal: Annotated[float, share(ASSUMED, "[S3] playful and informal activities", "Conviviality",
        "Convivialité")] = 0.2
    start: Annotated[int, duration(0, 520, ASSUMED, "per channel", "Week of its first occasion",
        "Semaine de la première occasion")] = 1
    stop: Annotated[int, duration(0, 520, ASSUMED, "per channel", "Last week in which it may be held",
        "Dernière semaine où il peut avoir lieu")] = 520


@dataclass
class Communication:
    """The communication rhythm: its channels, and who attends."""

    rhythm: str = ""
    channels: dict[str, Channel] = field(default_factory=dict)
    readiness: Annotated[float, About(1, 30, "", ASSUMED, "no figure found", "How sharply attendance follows what draws to a meeting",
        "Raideur avec laquelle la présence suit l'attrait d'une rencontre")] = 3.1
    reserve: Annotated[float, share(ASSUMED, "74-79 % of members active (HCAP) as the only landmark",
        "Attraction at which a free organisation attends every second time",
        "Attrait pour lequel une organisation libre vient une fois sur deux")] = 0.65
    habit: Annotated[float, share(ASSUMED, "two technical councils 2018-2026: .03 to .19 of P(comes | came) - P(comes | missed)",
        "How much more who came last time is drawn than who missed it",
        "Combien qui est venu la dernière fois est plus attiré que qui l'a manquée")] = 0.12
    waning: Annotated[float, share(ASSUMED, "a technical council 2019-2026: from .67 to .29 over a delegate's time",
        "How much of the draw of meetings a delegate's first eagerness makes",
        "Part de l'attrait des rencontres due à l'ardeur première d'une personne déléguée")] = 0.58
    eagerness: Annotated[float, duration(4, 260, ASSUMED, "no figure found", "Half-life of a delegate's eagerness",
        "Demi-vie de l'ardeur d'une personne déléguée")] = 52.0
    tiredness: Annotated[float, share(ASSUMED, "no figure found", "How much full fatigue repels from a meeting",
        "Ce qu'une pleine fatigue retire à l'attrait d'une rencontre")] = 0.83
    distance: Annotated[float, share(ASSUMED, "[S3] travel", "How much full travel repels from a meeting",
        "Ce qu'un plein déplacement retire à l'attrait d'une rencontre")] = 0.2


Mechanisms = make_dataclass(
    "Mechanisms",
    [(name, switch(name), field(default=True)) for name in MECHANISMS],
    namespace={"__doc__": "Every rule's switch: ``mechanisms.<name>=off`` ablates it."},
)
Mechanisms.__module__ = __name__
