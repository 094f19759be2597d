"""Every parameter of the rules, once: default, range, unit, evidence grade, source, meaning in English and French.

``[S0]`` to ``[S4]`` are the five source texts and the other sources are listed in ``docs/evidence.md``.
A half-life says in how many weeks (or contacts) a state covers half of its way to its target; 0 means at once.
Weights say which share each named part has in a weighted mean; what is switched off gives its share to the others.
What a scenario describes one by one (organisations, channels, stages, events) is in ``sim/model/situation.py``.
"""

from dataclasses import dataclass
from typing import Annotated

from entente.sim.model.declare import ASSUMED, DERIVED, MEASURED, About, Grade


def share(grade: Grade, source: str, en: str, fr: str, low: float = 0.0, high: float = 1.0) -> About:
    """Declare a parameter without unit, in [0, 1] unless said otherwise."""
    return About(low, high, "", grade, source, en, fr)


def weight(en: str, fr: str, source: str = "no figure found") -> About:
    """Declare the share of one part in a weighted mean; in French, the part is named with its preposition: ``de la ...``."""
    return About(0, 1, "share", ASSUMED, source, f"Weight of {en}", f"Poids {fr}")


def duration(low: float, high: float, grade: Grade, source: str, en: str, fr: str) -> About:
    """Declare a duration."""
    return About(low, high, "weeks", grade, source, en, fr)


@dataclass
class Partners:
    """Organisations where a scenario says nothing of them: each may be given to one organisation alone."""

    delegates: Annotated[int, About(1, 4, "posts", ASSUMED, "no figure found", "Posts given to the partnership",
        "Postes délégués au partenariat")] = 1
    hours: Annotated[float, About(0.5, 35, "h/week", ASSUMED, "no figure found",
        "Hours a delegate can give each week", "Heures qu'un·e délégué·e peut donner par semaine")] = 5.0
    mission_fit: Annotated[float, share(ASSUMED, "[S2] no perfect match needed", "Fit of the shared aim with its mission",
        "Adéquation du but commun avec sa mission")] = 0.6
    self_interest: Annotated[float, share(ASSUMED, "[S1] own interest first", "How much it looks for its own return",
        "Recherche de son propre intérêt")] = 0.3
    rigidity: Annotated[float, share(ASSUMED, "[S3] rigid structures", "Rigidity of its rules and roles",
        "Rigidité de ses règles et de ses rôles")] = 0.3
    reliability: Annotated[float, share(ASSUMED, "[S1] commitments kept", "Chance that it keeps a commitment it can keep",
        "Probabilité qu'elle tienne un engagement tenable")] = 0.9
    openness: Annotated[float, share(ASSUMED, "[S1] [S3] openness", "Openness to others' views and to data",
        "Ouverture aux points de vue et aux données")] = 0.65
    decision_power: Annotated[float, share(ASSUMED, "[S1]; diagnostic tool, condition 4",
        "Power of its delegates to commit it", "Pouvoir décisionnel de ses délégué·es")] = 0.6
    status: Annotated[float, share(ASSUMED, "[S3] position and standing", "Hierarchical weight",
        "Poids hiérarchique")] = 0.5
    access: Annotated[float, share(ASSUMED, "[S3] travel and timetables", "Travel burden to reach a common place",
        "Fardeau de déplacement vers un lieu commun")] = 0.3
    budget: Annotated[float, share(ASSUMED, "[S3] lack of budget as a brake", "Means to free its people's time",
        "Moyens de libérer le temps de son personnel")] = 0.5
    ties: Annotated[int, About(0, 2000, "organisations", ASSUMED, "no figure found: a limit of memory, ours and the machine's",
        "Others in whom an organisation keeps trust (0: all, up to 2,000 organisations; 32 beyond)",
        "Autres organisations envers qui une organisation garde une confiance (0 : toutes, jusqu'à 2 000 organisations ; 32 au-delà)")] = 0
    threshold: Annotated[float, share(ASSUMED, "Granovetter 1978; spread over the whole range of motivation",
        "Mean motivation from which an organisation gives half of what it could",
        "Motivation moyenne à partir de laquelle une organisation donne la moitié de ce qu'elle pourrait",
        -1, 2)] = 0.51
    threshold_spread: Annotated[float, share(ASSUMED, "Granovetter 1978", "Standard deviation of the thresholds",
        "Écart type des seuils", 0, 0.5)] = 0.16
    spread: Annotated[float, share(ASSUMED, "a scenario only knows a rough figure",
        "Standard deviation, from replicate to replicate, of each trait around what is stated",
        "Écart type, d'un réplicat à l'autre, de chaque trait autour de ce qui est énoncé", 0, 0.3)] = 0.08
    framing_spread: Annotated[float, share(ASSUMED, "no figure found", "Standard deviation of first framings of the problem",
        "Écart type des premières compréhensions du problème", 0, 0.5)] = 0.22
    mobilised: Annotated[float, share(ASSUMED, "0 for a partnership that begins, 1 for one that has been there for years",
        "Share of the effort they are moved to that first partners already give",
        "Part de l'effort auquel ils sont portés que les premiers partenaires donnent déjà")] = 0.0
    agenda: Annotated[float, share(ASSUMED, "no figure found; [S3] workload as a brake", "Standard deviation of the other demands on its people",
        "Écart type des autres demandes faites à son personnel", 0, 0.5)] = 0.19
    assiduity: Annotated[float, share(ASSUMED, "two technical councils 2018-2026: attendance of organisations from .13 to .82",
        "Standard deviation, between organisations, of what draws them to meetings anyway",
        "Écart type, d'une organisation à l'autre, de ce qui les attire de toute façon aux rencontres", 0, 0.5)] = 0.41
    motivation: Annotated[float, share(ASSUMED, "no figure found", "Motivation on joining",
        "Motivation à l'arrivée")] = 0.5
    trust: Annotated[float, share(ASSUMED, "new 0.5; mature 0.8 measured (PARTNER, PMC4944444)",
        "Trust between organisations that know each other at the start",
        "Confiance entre organisations qui se connaissent au départ")] = 0.5
    density: Annotated[float, share(MEASURED, "PARTNER, PMC4944444: one coalition of 41",
        "Share of pairs that know each other at the start",
        "Proportion des paires qui se connaissent au départ")] = 0.3


@dataclass
class Staff:
    """People in the posts: they leave, are missing, arrive and learn."""

    turnover: Annotated[float, About(0, 0.9, "departures/post/year", DERIVED, "CICP Carleton 2026: 2024 mix; 17 % from CSMO-ÉSAC 2019",
        "Mean departures; each organisation draws none (25 %), low (45 %) or high (30 %) unless its own is given",
        "Départs moyens ; sauf indication, le roulement d'une organisation est tiré au sort : nul (25 %), faible (45 %) ou élevé (30 %)")] = 0.18
    vacancy: Annotated[float, duration(0, 52, DERIVED, "Opportunity Knocks 2008: 25 % still open at 4 months",
        "Mean time a post stays vacant", "Durée moyenne d'un poste vacant")] = 13.0
    learning: Annotated[float, duration(0, 104, ASSUMED, "range 3-12 months", "Half-life of a newcomer's learning",
        "Demi-vie de l'apprentissage d'une personne nouvelle")] = 26.0
    newcomer: Annotated[float, share(ASSUMED, "no figure found", "Effectiveness of a newcomer against the old hand",
        "Efficacité d'une personne nouvelle par rapport à une personne d'expérience")] = 0.5
    burnout: Annotated[float, About(0, 5, "", ASSUMED, "overload and dropout: Casiraghi et al. 2021, no figure",
        "Extra departures at full fatigue, as a multiple of the usual ones",
        "Départs de plus en pleine fatigue, en multiple des départs habituels")] = 0.77


@dataclass
class Trust:
    """Trust of one organisation in another: a personal layer, in people; an institutional layer, slow."""

    contacts: Annotated[float, About(0.5, 60, "contacts", DERIVED, "plateau after 12-18 months of monthly meetings",
        "Full in-person contacts for personal trust to cover half of its way",
        "Contacts complets en personne pour que la confiance personnelle fasse la moitié du chemin")] = 2.5
    absence: Annotated[float, duration(4, 520, ASSUMED, "Burt 2002 is for bankers and too fast",
        "Half-life of personal trust without any contact", "Demi-vie de la confiance personnelle sans contact")] = 340.0
    ageing: Annotated[float, share(ASSUMED, "Burt 2000 via Scheinert 2017: older ties decay less",
        "How much slower an old tie decays", "Ralentissement de l'usure d'un lien ancien", 0, 0.95)] = 0.73
    institutional: Annotated[float, duration(13, 780, ASSUMED, "Leach et al. 2002: about 48 months to milestones",
        "Half-life of institutional trust toward what people experience",
        "Demi-vie de l'écart entre la confiance institutionnelle et ce que vivent les personnes")] = 74.0
    loss_ratio: Annotated[float, About(1, 4, "", ASSUMED, "Slovic 1993 for the direction; 1 also to be tested",
        "What a broken commitment takes away, as a multiple of what a kept one gives",
        "Ce qu'enlève un engagement rompu, en multiple de ce que donne un engagement tenu")] = 1.8
    informal: Annotated[float, About(0, 1, "contacts/week", ASSUMED, "no figure found",
        "Contact each week, outside of meetings, between partners who know and trust one another fully",
        "Contact chaque semaine, hors des rencontres, entre partenaires qui se connaissent et se font pleinement confiance")] = 0.26
    span: Annotated[float, About(1, 60, "people", ASSUMED, "Leach & Sabatier 2005: small groups",
        "People one really meets in one meeting", "Personnes que l'on rencontre vraiment dans une réunion")] = 15.0
    kept: Annotated[float, weight("commitments kept by the other", "des engagements tenus par l'autre")] = 0.25
    fairness: Annotated[float, weight("its fairness with credit", "de son équité dans le crédit",
        "Leach & Sabatier 2005: more than record")] = 0.15
    power: Annotated[float, weight("power shared with oneself", "du pouvoir partagé avec soi",
        "Jones & Barry: only predictor of trust")] = 0.34
    openness: Annotated[float, weight("its openness", "de son ouverture")] = 0.17
    similarity: Annotated[float, weight("closeness of framings", "de la proximité des compréhensions",
        "Leach & Sabatier 2005")] = 0.58


@dataclass
class Understanding:
    """Framings of the problem, common language, controversies."""

    convergence: Annotated[float, About(1, 200, "contacts", ASSUMED, "no figure found",
        "Contacts with a fully trusted partner to halve the distance of framings",
        "Contacts avec un partenaire de pleine confiance pour réduire de moitié l'écart de compréhension")] = 20.0
    confidence: Annotated[float, share(ASSUMED, "bounded confidence", "Distance of framings beyond which no one is convinced",
        "Écart de compréhension au-delà duquel on ne se convainc plus")] = 0.5
    anchoring: Annotated[float, duration(4, 520, ASSUMED, "[S3] withdrawal on the mandate",
        "Half-life of a fully rigid organisation's return to its own framing",
        "Demi-vie du retour d'une organisation tout à fait rigide à sa propre compréhension")] = 52.0
    language: Annotated[float, About(1, 100, "contacts", ASSUMED, "[S2] same language for all",
        "Contacts to learn half of the common language", "Contacts pour apprendre la moitié du langage commun")] = 10.0
    controversies: Annotated[float, About(0, 26, "per year", ASSUMED, "no figure found",
        "Controversies at full disagreement, during a stage in which choices are made together",
        "Controverses en plein désaccord, pendant une étape où l'on choisit ensemble")] = 4.0
    unmediated: Annotated[float, duration(1, 156, ASSUMED, "no figure found", "Mean life of a controversy nobody mediates",
        "Durée moyenne d'une controverse sans médiation")] = 26.0
    erosion: Annotated[float, share(ASSUMED, "no figure found", "Personal trust lost each week between opposed partners",
        "Confiance personnelle perdue par semaine entre partenaires opposés", 0, 0.2)] = 0.02


@dataclass
class Motivation:
    """The benefits that an organisation sees in the partnership, and their costs."""

    half_life: Annotated[float, duration(0, 104, ASSUMED, "no figure found", "Half-life of motivation toward its target",
        "Demi-vie de l'écart entre la motivation et sa cible")] = 8.0
    mission: Annotated[float, weight("the fit with its mission", "de l'adéquation à sa mission")] = 0.14
    results: Annotated[float, weight("results and the credit it gets", "des résultats et du crédit reçu")] = 0.22
    trust: Annotated[float, weight("its trust in the partners", "de sa confiance envers les partenaires")] = 0.13
    fairness: Annotated[float, weight("voice and recognition", "de la voix et de la reconnaissance")] = 0.1
    belonging: Annotated[float, weight("belonging", "de l'appartenance")] = 0.13
    support: Annotated[float, weight("support from the lead", "du soutien du leadership")] = 0.12
    peers: Annotated[float, weight("seeing trusted partners mobilised", "de la vue de partenaires de confiance mobilisés",
        "[S2] contagion")] = 0.12
    money: Annotated[float, weight("money, for the half self-interested", "de l'argent, pour qui est à demi intéressé", "[S1]")] = 0.04
    exhaustion: Annotated[float, weight("exhaustion among what holds back", "de l'épuisement parmi les freins")] = 0.5
    conflict: Annotated[float, weight("open controversies among what holds back", "des controverses ouvertes parmi les freins")] = 0.3
    fatigue: Annotated[float, weight("fatigue among what holds back", "de la fatigue parmi les freins")] = 0.5
    talk: Annotated[float, weight("talk without action", "de la parole sans action", "[S1]")] = 0.2
    hassle: Annotated[float, weight("paperwork and travel", "de la paperasse et des déplacements", "[S3]")] = 0.15
    unmet: Annotated[float, weight("self-interest unmet", "de l'intérêt propre non satisfait", "[S1]")] = 0.15
    costs: Annotated[float, share(ASSUMED, "no figure found", "Share of the benefits that full costs take away",
        "Part des avantages qu'enlèvent les coûts à leur maximum")] = 0.7
    belonging_half_life: Annotated[float, duration(0, 156, ASSUMED, "no figure found", "Half-life of belonging, recognition and voice",
        "Demi-vie de l'appartenance, de la reconnaissance et de la voix")] = 19.0


@dataclass
class Mobilisation:
    """From motivation to effort, fatigue and exit."""

    half_life: Annotated[float, duration(0, 52, ASSUMED, "no figure found", "Half-life of effort toward its target",
        "Demi-vie de l'écart entre l'effort et sa cible")] = 4.0
    slope: Annotated[float, About(1, 60, "", ASSUMED, "no figure found", "How sharply effort rises around the threshold",
        "Raideur de la montée de l'effort autour du seuil")] = 12.0
    hysteresis: Annotated[float, share(ASSUMED, "Wiedermann et al. 2020 for the direction",
        "How much lower the threshold is for a partner already active",
        "Abaissement du seuil pour un partenaire déjà actif", 0, 0.5)] = 0.08
    active: Annotated[float, share(ASSUMED, "convention", "Effort from which a partner counts as active",
        "Effort à partir duquel un partenaire est dit actif", 0.05, 0.95)] = 0.3
    patience: Annotated[float, duration(1, 156, ASSUMED, "no figure found", "Weeks of preferring to be elsewhere before leaving",
        "Semaines passées à préférer être ailleurs avant de partir")] = 54.0
    margin: Annotated[float, share(ASSUMED, "no figure found", "How far under its threshold an organisation would rather be elsewhere",
        "À quelle distance sous son seuil une organisation préférerait être ailleurs", 0, 1)] = 0.15
    lapse: Annotated[float, duration(4, 520, ASSUMED, "no figure found", "Weeks without being seen after which one is no longer a partner",
        "Semaines sans être vue après lesquelles on n'est plus partenaire")] = 120.0
    exhaustion: Annotated[float, duration(4, 156, ASSUMED, "no figure found", "Half-life of exhaustion, up and down",
        "Demi-vie de l'épuisement, à la hausse et à la baisse")] = 26.0
    fatigue: Annotated[float, duration(0, 52, ASSUMED, "no figure found", "Half-life of fatigue, up and down",
        "Demi-vie de la fatigue, à la hausse et à la baisse")] = 6.0
    comfort: Annotated[float, share(ASSUMED, "Luong & Rogelberg 2005 for the direction",
        "Share of its hours that an organisation spends without tiring",
        "Part de ses heures qu'une organisation dépense sans se fatiguer", 0, 0.95)] = 0.75


@dataclass
class Work:
    """Common work: commitments, coordination, results."""

    ambition: Annotated[float, share(ASSUMED, "no figure found", "Share of its free hours that a fully mobilised partner pledges",
        "Part de ses heures libres qu'un partenaire pleinement mobilisé promet")] = 0.8
    insistence: Annotated[float, share(ASSUMED, "Casiraghi et al. 2021: load passes to those who stay",
        "Share of the missing hours that is asked again of those who give some",
        "Part des heures manquantes redemandée à qui en donne")] = 0.22
    paperwork: Annotated[float, About(0, 10, "h/week", ASSUMED, "no figure found", "Hours that the heaviest structure costs a partner",
        "Heures que la structure la plus lourde coûte à un partenaire")] = 1.5
    drag: Annotated[float, share(ASSUMED, "[S0] a structure that weighs down", "Share of output the heaviest structure takes",
        "Part du travail utile que prend la structure la plus lourde")] = 0.4
    coordination: Annotated[float, share(ASSUMED, "no figure found", "Share of output that depends on cohesion and trust",
        "Part du travail utile qui dépend de la cohésion et de la confiance")] = 0.7
    pace: Annotated[float, About(0.02, 10, "h/week/partner", ASSUMED, "no figure found",
        "Useful hours per partner and week seen as full progress",
        "Heures utiles par partenaire et par semaine tenues pour un plein progrès")] = 1.0
    memory: Annotated[float, duration(0, 104, ASSUMED, "no figure found", "Half-life of recent results and kept commitments in people's minds",
        "Demi-vie des résultats récents et des engagements tenus dans les esprits")] = 12.0
    fragility: Annotated[float, About(0, 12, "per year", ASSUMED, "[S4] broad stages",
        "Chance that a stage done without its breadth is reopened, at full shortfall",
        "Probabilité qu'une étape faite sans l'ampleur voulue soit rouverte, si cette ampleur manque tout à fait")] = 2.0


@dataclass
class CaseWork:
    """People to be helped by several organisations together."""

    arrivals: Annotated[float, About(0, 20, "cases/week", ASSUMED, "no figure found", "Cases that arrive in the whole territory",
        "Cas qui arrivent dans tout le territoire")] = 1.0
    team: Annotated[int, About(1, 6, "organisations", ASSUMED, "[S0] [S2]", "Organisations that one case needs",
        "Organisations dont un cas a besoin")] = 3
    hours: Annotated[float, About(0, 20, "h", ASSUMED, "no figure found", "Hours that a case asks of each of them",
        "Heures qu'un cas demande à chacune")] = 1.5
    patience: Annotated[int, About(1, 12, "weeks", ASSUMED, "[S0] agility", "Weeks a case can wait before it is lost",
        "Semaines qu'un cas peut attendre avant d'être perdu")] = 6


@dataclass
class Context:
    """What surrounds the partnership."""

    funding: Annotated[float, share(ASSUMED, "no figure found", "Funding of the common action at the start",
        "Financement de l'action commune au départ")] = 0.3
    conjuncture: Annotated[float, share(ASSUMED, "no figure found", "Standard deviation of how urgent the problem is felt",
        "Écart type de l'urgence ressentie du problème", 0, 0.5)] = 0.06
    drift: Annotated[float, duration(4, 156, ASSUMED, "months", "Half-life of the conjuncture and of other demands",
        "Demi-vie de la conjoncture et des autres demandes")] = 26.0
    information: Annotated[float, duration(0, 52, ASSUMED, "no figure found", "Half-life of what partners know of one another",
        "Demi-vie de ce que les partenaires savent les uns des autres")] = 4.0


@dataclass
class Costs:
    """What the levers in use take, and what an hour of coordination costs."""

    partners: Annotated[float, About(0, 40, "h/week", ASSUMED, "the levers in use add theirs", "Hours that levers take from each partner",
        "Heures que les leviers prennent à chaque partenaire")] = 0.0
    coordinator: Annotated[float, About(0, 80, "h/week", ASSUMED, "the levers in use add theirs", "Hours of coordination that levers ask for",
        "Heures de coordination que demandent les leviers")] = 0.0
    dollars: Annotated[float, About(0, 1e6, "$/week", ASSUMED, "the levers in use add theirs", "Dollars spent beside pay",
        "Dollars dépensés en plus de la paie")] = 0.0
    wage: Annotated[float, About(0, 500, "$/h", ASSUMED, "no figure found", "Cost of one hour of a dedicated coordinator",
        "Coût d'une heure de coordination dédiée")] = 45.0


MECHANISMS: dict[str, tuple[str, str]] = {
    "events": ("Dated and random events fall", "Les événements datés ou aléatoires surviennent"),
    "turnover": ("Delegates leave and posts stay vacant", "Les délégué·es partent et des postes restent vacants"),
    "burnout": ("Tired organisations lose more people", "Les organisations fatiguées perdent plus de monde"),
    "learning": ("Newcomers are less effective at first", "Les personnes nouvelles sont d'abord moins efficaces"),
    "handover": ("Handover and pairing save ties", "La passation et le pairage sauvent des liens"),
    "attendance": ("Organisations choose whether to attend", "Les organisations choisissent d'être présentes ou non"),
    "seen": ("Presence of trusted others draws to meetings", "La présence d'autres de confiance attire aux rencontres"),
    "animation": ("The coordinator's hours are finite", "Les heures de coordination sont finies"),
    "contact": ("Contact moves personal trust", "Le contact fait évoluer la confiance personnelle"),
    "absence": ("Personal trust fades without contact", "La confiance personnelle s'use sans contact"),
    "institutional": ("Organisations hold a slow trust of their own", "Les organisations ont une confiance propre, lente"),
    "asymmetry": ("A broken word costs more than a kept one gives", "Une parole rompue coûte plus qu'une parole tenue ne rapporte"),
    "convergence": ("Framings converge among those who trust", "Les compréhensions convergent quand on se fait confiance"),
    "language": ("A common language is learnt and diluted", "Un langage commun s'apprend et se dilue"),
    "controversies": ("Distant framings make controversies", "Les écarts de compréhension font naître des controverses"),
    "escalation": ("A controversy that nobody mediates deepens", "Une controverse sans médiation s'aggrave"),
    "forgetting": ("Information loses its freshness", "L'information perd sa fraîcheur"),
    "paperwork": ("Structure costs hours and output", "La structure coûte des heures et du travail utile"),
    "coordination": ("Output depends on cohesion and trust", "Le travail utile dépend de la cohésion et de la confiance"),
    "breaches": ("Commitments may be broken", "Des engagements peuvent être rompus"),
    "credit": ("Credit follows the rule, not only the work", "Le crédit suit la règle, pas seulement le travail"),
    "fragility": ("A stage without its breadth may be redone", "Une étape faite sans l'ampleur voulue peut être à refaire"),
    "cases": ("People to be helped arrive", "Des personnes à aider se présentent"),
    "graded": ("Effort is gradual (off: all or nothing)", "L'effort est graduel (sinon : tout ou rien)"),
    "hysteresis": ("Keeping a partner is easier than winning it", "Garder un partenaire est plus facile que de le gagner"),
    "capacity": ("Effort is limited by staff in post", "L'effort est limité par le personnel en poste"),
    "exit": ("Staying is weighed against what else one could do", "Rester se pèse contre ce que l'on ferait d'autre"),
    "ends": ("A partnership that too few keep alive ends", "Un partenariat que trop peu font vivre prend fin"),
    "recruitment": ("The lead approaches new organisations", "Le leadership approche de nouvelles organisations"),
    "energy": ("Leadership spends and recovers energy", "Le leadership dépense et récupère son énergie"),
    "lead_departure": ("Who carries the leadership may leave", "Qui porte le leadership peut partir"),
    "moved_by_mission": ("Mission fit motivates", "L'adéquation à la mission motive"),
    "moved_by_results": ("Results and credit motivate", "Les résultats et le crédit motivent"),
    "moved_by_trust": ("Trust motivates", "La confiance motive"),
    "moved_by_fairness": ("Voice and recognition motivate", "La voix et la reconnaissance motivent"),
    "moved_by_belonging": ("Belonging motivates", "L'appartenance motive"),
    "moved_by_support": ("Support from the lead motivates", "Le soutien du leadership motive"),
    "moved_by_peers": ("Seeing trusted partners mobilised motivates", "Voir des partenaires de confiance mobilisés motive"),
    "moved_by_money": ("Money motivates those it moves", "L'argent motive qui y est sensible"),
    "held_by_fatigue": ("Fatigue holds back", "La fatigue freine"),
    "held_by_talk": ("Talk without action holds back", "Parler sans agir freine"),
    "held_by_hassle": ("Paperwork and travel hold back", "La paperasse et les déplacements freinent"),
    "held_by_exhaustion": ("Exhaustion holds back", "L'épuisement freine"),
    "held_by_conflict": ("Controversies hold back", "Les controverses freinent"),
    "conjuncture": ("How urgent the problem is felt drifts", "L'urgence ressentie du problème évolue"),
    "agendas": ("Other demands on organisations come and go", "D'autres demandes aux organisations vont et viennent"),
    "assiduity": ("Some organisations come more than others", "Des organisations viennent plus que d'autres"),
    "habit": ("Who came last time comes more", "Qui est venu la dernière fois vient davantage"),
    "waning": ("A delegate's eagerness wanes", "L'ardeur d'une personne déléguée s'émousse"),
    "own_effort": ("One's own effort draws to meetings", "Son propre effort attire aux rencontres"),
    "stand_in": ("A colleague stands in at meetings", "Une collègue remplace aux rencontres"),
    "lapse": ("Who is no longer seen lapses", "Qui n'est plus vu cesse d'être partenaire"),
    "renewal": ("After a round, partners choose to go on or not", "Après un tour, les partenaires choisissent de continuer ou non"),
    "insistence": ("What is missing is asked again of those who give", "Ce qui manque est redemandé à qui donne"),
    "reversion": ("Lost trust goes back to a stranger's", "La confiance perdue revient à celle d'un inconnu"),
    "saved_hours": ("Hours of coordination wait a few weeks", "Les heures de coordination attendent quelques semaines"),
    "occasions": ("Animation is felt through occasions", "L'animation se ressent par les occasions"),
    "deliberation": ("A broad stage advances where enough partners meet", "Une étape large avance quand assez de partenaires se réunissent"),
    "informal_talk": ("Acquainted partners talk outside of meetings", "Les partenaires qui se connaissent se parlent hors des rencontres"),
    "ownership": ("Carrying the leadership gives a voice", "Porter le leadership donne une voix"),
    "fundraising": ("An experienced lead finds means", "Un leadership expérimenté trouve des moyens"),
    "clarity": ("Structure makes roles clear", "La structure clarifie les rôles"),
    "institutional_memory": ("Formalised practices outlast departures", "Les pratiques formalisées survivent aux départs"),
    "held_by_unmet": ("Self-interest unmet holds back", "L'intérêt propre non satisfait freine"),
}


def switch(name: str) -> type:
    """Return the declared type of one switch."""
    en, fr = MECHANISMS[name]
    return Annotated[bool, About(None, None, "on/off", ASSUMED, "switch", en, fr)]  # type: ignore[return-value]
