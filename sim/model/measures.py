"""What is measured: the series of a week, the figures of one organisation in a week, the summaries of a run.

Column names are a contract: the tables, the figures and ``entente list measures`` are all made from this module.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One column: its unit, its formula in words, its meaning in both languages."""

    unit: str
    formula: str
    en: str
    fr: str

    def meaning(self, language: str) -> str:
        """Return the meaning in ``fr`` or ``en``."""
        return self.fr if language == "fr" else self.en


SERIES: dict[str, Measure] = {
    "mobilisation": Measure("share", "Σ capacity·mobilisation / Σ capacity over the partners; capacity = delegates × hours",
        "Share of what the partners could give that they give", "Part donnée de ce que les partenaires pourraient donner"),
    "need": Measure("share", "breadth that the current stage requires", "What the stage calls for", "Ce que l'étape requiert"),
    "active_share": Measure("share", "active partners / partners", "Share of the partners who are active", "Part des partenaires actifs"),
    "breadth": Measure("share", "partners who did at least half of their part (by delegates × hours) of the useful hours of the current stage / partners",
        "Share of the partners who contributed to the stage", "Part des partenaires ayant contribué à l'étape"),
    "partners": Measure("organisations", "organisations that are members", "Partners", "Partenaires"),
    "motivation": Measure("share", "mean over the partners", "Motivation", "Motivation"),
    "trust": Measure("share", "mean over ordered pairs of partners of (1-f)·personal + f·institutional; f = formalisation",
        "Trust between partners", "Confiance entre partenaires"),
    "trust_personal": Measure("share", "mean personal trust over ordered pairs of partners", "Personal trust", "Confiance personnelle"),
    "trust_institutional": Measure("share", "mean institutional trust over ordered pairs of partners",
        "Institutional trust", "Confiance institutionnelle"),
    "density": Measure("share", "ordered pairs of partners with acquaintance ≥ 0.5 / all pairs", "Density of ties", "Densité des liens"),
    "trust_ties": Measure("share", "mean trust over those pairs; 0 when there are none", "Trust between those who know each other",
        "Confiance entre partenaires qui se connaissent"),
    "cohesion": Measure("share", "½ (1 - 2 × mean absolute deviation of framings) + ½ mean common language",
        "Cohesion", "Cohésion"),
    "belonging": Measure("share", "mean over the partners", "Belonging", "Appartenance"),
    "information": Measure("share", "mean over the partners", "Freshness of information", "Fraîcheur de l'information"),
    "fatigue": Measure("share", "mean over the partners", "Fatigue", "Fatigue"),
    "recognition": Measure("share", "mean over the partners", "Recognition", "Reconnaissance"),
    "voice": Measure("share", "mean over the partners", "Voice in decisions", "Voix dans les décisions"),
    "staffing": Measure("share", "posts filled / posts of the partners", "Staff in post", "Personnel en poste"),
    "tenure": Measure("weeks", "mean over the posts filled", "Time in post", "Ancienneté"),
    "departures": Measure("people", "delegates who left this week", "Departures", "Départs"),
    "stage": Measure("number", "current stage, from 1 in the order of the scenario; 0 once ended", "Stage", "Étape"),
    "results": Measure("stages", "stages done so far + fraction of the current one", "Results", "Résultats"),
    "momentum": Measure("share", "recent useful hours over the pace seen as full progress", "Recent results", "Résultats récents"),
    "energy": Measure("share", "energy of the leadership", "Leadership energy", "Énergie du leadership"),
    "legitimacy": Measure("share", "mean trust of the partners in who leads", "Leadership legitimacy", "Légitimité du leadership"),
    "leadership": Measure("share", "share of the leadership now carried by someone in post", "Leadership in place", "Leadership en place"),
    "animation": Measure("share", "coordination hours available / needed, at most 1, as felt through occasions", "Quality of animation", "Qualité de l'animation"),
    "attendance": Measure("share", "attendances / invitations this week to what costs hours; the last known otherwise",
        "Attendance", "Présence"),
    "hours_partners": Measure("h", "hours spent this week by the partners, all uses", "Hours of the partners", "Heures des partenaires"),
    "hours_available": Measure("h", "hours that those who were partners when the week began had", "Hours available", "Heures disponibles"),
    "hours_leading": Measure("h", "part of hours_partners spent on leading", "Hours of the partners who lead", "Heures des partenaires qui mènent"),
    "hours_coordinator": Measure("h", "hours spent this week by the dedicated coordinator", "Hours of coordination", "Heures de coordination"),
    "commitments": Measure("commitments", "commitments made this week", "Commitments made", "Engagements pris"),
    "commitments_broken": Measure("commitments", "commitments broken this week", "Commitments broken", "Engagements rompus"),
    "hours_levers": Measure("h", "part of hours_partners taken by levers", "Hours taken by levers", "Heures prises par les leviers"),
    "dollars": Measure("$", "hours_coordinator × costs.wage + costs.dollars (levers) of the week", "Dollars spent", "Dollars dépensés"),
    "reciprocity": Measure("share", "mutual trust / trust: pairs of partners of which both trust (≥ 0.5) / pairs of which at least one does; 0 if none",
        "Reciprocity of trust", "Réciprocité de la confiance"),
    "centralisation": Measure("share", "Σ (most ties of a partner - its ties) / ((n-1)(n-2)); a tie: both trust (≥ 0.5); Freeman 1978",
        "Centralisation of trust", "Centralisation de la confiance"),
    "fragmentation": Measure("share", "without the partner with the most ties: ordered pairs of the others that no path of ties links / all (Borgatti 2006)",
        "Fragmentation if the best connected leaves", "Fragmentation si le partenaire le plus lié part"),
    "controversy": Measure("share", "severity of the open controversy, 0 when none", "Controversy", "Controverse"),
    "controversies_opened": Measure("controversies", "since the start", "Controversies opened", "Controverses ouvertes"),
    "controversies_settled": Measure("controversies", "since the start, by mediation", "Controversies settled", "Controverses réglées"),
    "cases_arrived": Measure("cases", "this week", "Cases arrived", "Cas arrivés"),
    "cases_answered": Measure("cases", "this week", "Cases answered", "Cas pris en charge"),
    "cases_lost": Measure("cases", "this week", "Cases lost", "Cas perdus"),
    "response_time": Measure("weeks", "sum of the waits of the cases answered this week", "Waits of cases answered", "Attentes des cas pris en charge"),
}  # fmt: skip

CONDITIONS: dict[str, Measure] = {
    "coverage": Measure("answer", "k · (½ + ½ information); k: kinds of expertise that the stages call on, and populations, that active partners bring / all",
        "Coverage of the perspectives on the issue", "Couverture des perspectives sur l'enjeu"),
    "early_involvement": Measure("answer", "(1 - share of the process done on joining) · min(1, presence / ½)",
        "Early involvement in strategic decisions", "Intéressement précoce aux décisions stratégiques"),
    "negotiation": Measure("answer", "voice", "Negotiating and influencing role", "Rôle de négociation et d'influence"),
    "strategic_actors": Measure("answer", "½ (decision power of the partners, weighted by their mobilisation, × share active) + ½ mobilisation of those it trusts",
        "Engagement of strategic and pivotal actors", "Engagement des acteurs stratégiques et pivots"),
    "equal_power": Measure("answer", "½ min(1, voice / strongest voice of a partner) + ½ recognition",
        "Arrangements that equalise power", "Dispositifs d'égalisation des rapports de pouvoir"),
    "co_construction": Measure("answer", "⅓ (1 - 2 · distance of its framing to the common one) + ⅓ (1 - controversy) + ⅓ trust in the partners",
        "Arrangements for co-construction", "Dispositifs de coconstruction de l'action"),
}  # fmt: skip

ORGANISATION_SERIES: dict[str, Measure] = {
    "mobilisation": SERIES["mobilisation"],
    "motivation": Measure("share", "state", "Motivation", "Motivation"),
    "trusted": Measure("share", "mean trust of the other partners in it", "Trust it is given", "Confiance reçue"),
    "belonging": Measure("share", "state", "Belonging", "Appartenance"),
    "information": Measure("share", "state", "Freshness of information", "Fraîcheur de l'information"),
    "fatigue": Measure("share", "state", "Fatigue", "Fatigue"),
    "recognition": Measure("share", "state", "Recognition", "Reconnaissance"),
    "framing": Measure("position", "state", "Framing of the problem", "Compréhension du problème"),
    "record": Measure("share", "state", "Commitments kept lately", "Engagements tenus récemment"),
    "staffing": Measure("share", "posts filled / posts", "Staff in post", "Personnel en poste"),
    "standing": Measure("code", "0 not approached, 1 approached, 2 member, 3 active, 4 left", "Standing", "Statut"),
    "hours_spent": Measure("h", "hours spent this week, all uses", "Hours spent", "Heures dépensées"),
    **{
        name: Measure(one.unit, "2 (A) if the score is ≥ ⅔, 1 (B) if ≥ ⅓, else 0 (C); missing if no partner; score: " + one.formula, one.en, one.fr)
        for name, one in CONDITIONS.items()
    },
}  # fmt: skip

PARTNERS = (2, 3)  # codes of ``standing``: those of who is a partner

CASE_TALLY: dict[str, Measure] = {
    "arrived": Measure("cases", "in the whole run, of one territory and population", "Cases arrived", "Cas arrivés"),
    "answered": Measure("cases", "in the whole run, of one territory and population", "Cases answered", "Cas pris en charge"),
    "lost": Measure("cases", "in the whole run, of one territory and population", "Cases lost", "Cas perdus"),
    "waited": Measure("weeks", "sum of the waits of the cases answered", "Waits of cases answered", "Attentes des cas pris en charge"),
}  # fmt: skip

ATTENDANCE: dict[str, Measure] = {
    "expected": Measure("0 or 1", "1 for each partner that the channel invites", "Expected", "Attendue"),
    "present": Measure("0 or 1", "1 for each partner that comes", "Present", "Présente"),
    "delegate_since": Measure("week", "week in which the longest-serving of its delegates took the post; before the first one, 0 or less; missing while it has none",
        "Delegate in post since", "Personne déléguée en poste depuis"),
}  # fmt: skip

GROUP_SERIES: dict[str, Measure] = {
    "mobilisation": SERIES["mobilisation"],
    "active_share": SERIES["active_share"],
    "partners": SERIES["partners"],
    "motivation": SERIES["motivation"],
    "trusted": Measure("share", "mean over the partners of the trust they are given", "Trust they are given", "Confiance reçue"),
    "hours_spent": Measure("h", "hours spent this week by its partners, all uses", "Hours spent", "Heures dépensées"),
}  # fmt: skip

CONDITION_SERIES: dict[str, Measure] = {
    answer: Measure("share", f"partners whose score for the condition {rule} / partners; 0 once ended",
        f"Would answer {answer.upper()}", f"Répondraient {answer.upper()}")
    for answer, rule in (("a", "is ≥ ⅔"), ("b", "is ≥ ⅓ and < ⅔"), ("c", "is < ⅓"))
}  # fmt: skip


@dataclass(frozen=True)
class LogEntry:
    """One kind of entry of the event log: its function, what ``who`` and ``extent`` say, its meaning in both languages.

    The functions are the three of the transitional outcomes of local intersectoral action (Bilodeau, Potvin et al.
    2019, doi 10.1111/1467-9566.12813): ``network``, its set-up and governance; ``representation``, of oneself and
    influence on others; ``alignment``, of actors and resources. Which kind goes where is our reading.
    """

    function: str
    who: str
    extent: str
    en: str
    fr: str

    def meaning(self, language: str) -> str:
        """Return the meaning in ``fr`` or ``en``."""
        return self.fr if language == "fr" else self.en


FUNCTIONS: dict[str, tuple[str, str]] = {
    "network": ("Network set-up and governance", "Constitution et gouvernance du réseau"),
    "representation": ("Representing oneself and influencing others", "Représentation de soi et influence sur les autres"),
    "alignment": ("Aligning actors and resources", "Alignement des acteurs et des ressources"),
}  # fmt: skip
LOG_ENTRIES: dict[str, LogEntry] = {
    "joined": LogEntry("network", "organisation", "", "An organisation joins", "Une organisation se joint au partenariat"),
    "left": LogEntry("network", "organisation", "", "A partner leaves", "Un partenaire s'en va"),
    "lapsed": LogEntry("network", "organisation", "", "A partner that is no longer seen lapses", "Un partenaire que l'on ne voit plus cesse de l'être"),
    "delegate_left": LogEntry("network", "organisation", "", "A delegate leaves", "Une personne déléguée part"),
    "delegate_arrived": LogEntry("network", "organisation", "", "A delegate arrives", "Une personne déléguée arrive"),
    "lead_left": LogEntry("network", "carrier", "share of the leadership", "Who leads leaves", "Qui mène s'en va"),
    "lead_succeeded": LogEntry("network", "carrier", "share of the leadership", "A successor takes the lead", "La relève prend le leadership"),
    "lead_passed": LogEntry("network", "organisation", "", "The lead passes to another partner", "Le leadership passe à un autre partenaire"),
    "departures": LogEntry("network", "event", "share of the staff", "Wave of departures", "Vague de départs"),
    "reorganisation": LogEntry("network", "event", "size", "Reorganisation", "Réorganisation"),
    "lever_on": LogEntry("network", "lever", "", "A lever begins to act", "Un levier commence à agir"),
    "lever_off": LogEntry("network", "lever", "", "A lever ends", "Un levier prend fin"),
    "approached": LogEntry("representation", "organisation", "", "An organisation is approached", "Une organisation est approchée"),
    "controversy_opened": LogEntry("representation", "", "severity", "A controversy opens", "Une controverse s'ouvre"),
    "controversy_settled": LogEntry("representation", "", "", "A controversy becomes a compromise", "Une controverse devient un compromis"),
    "controversy_faded": LogEntry("representation", "", "", "A controversy fades unsettled", "Une controverse s'éteint sans règlement"),
    "stage_done": LogEntry("alignment", "stage", "breadth it had", "A stage is done", "Une étape est faite"),
    "stage_reopened": LogEntry("alignment", "stage", "breadth it lacked", "A stage is reopened", "Une étape est rouverte"),
    "funding": LogEntry("alignment", "event", "level", "Funding changes", "Le financement change"),
    "funding_back": LogEntry("alignment", "", "level", "Funding is back to what it was", "Le financement redevient ce qu'il était"),
    "crisis": LogEntry("alignment", "event", "size", "A crisis begins", "Une crise commence"),
    "crisis_over": LogEntry("alignment", "", "", "The crisis is over", "La crise est passée"),
    "apart": LogEntry("alignment", "event", "", "Nobody may meet", "Plus personne ne peut se réunir"),
    "together_again": LogEntry("alignment", "", "", "One may meet again", "On peut se réunir de nouveau"),
    "goals_met": LogEntry("alignment", "", "", "Goals met: the partnership ends", "Buts atteints : le partenariat prend fin"),
    "deserted": LogEntry("alignment", "", "", "Deserted: the partnership ends", "Déserté : le partenariat prend fin"),
    "dormant": LogEntry("alignment", "", "", "Dormant: the partnership ends", "En dormance : le partenariat prend fin"),
}  # fmt: skip

SUMMARIES: dict[str, Measure] = {
    "peak": Measure("share", "highest mobilisation", "Peak of mobilisation", "Sommet de la mobilisation"),
    "peak_week": Measure("week", "first week of the peak", "Week of the peak", "Semaine du sommet"),
    "final": Measure("share", "mean mobilisation over the last 4 weeks of the horizon", "Final mobilisation", "Mobilisation finale"),
    "half_life": Measure("weeks", "weeks from the peak until mobilisation stays at or under half of it; missing if it never does",
        "Half-life after the peak", "Demi-vie après le sommet"),
    "weeks_sustained": Measure("weeks", "weeks with mobilisation ≥ 0.5", "Weeks sustained", "Semaines de mobilisation soutenue"),
    "area": Measure("weeks", "sum of mobilisation over the weeks", "Area under the curve", "Aire sous la courbe"),
    "drop": Measure("share", "peak - final", "Drop from the peak", "Chute depuis le sommet"),
    "essoufflement": Measure("yes/no", "peak ≥ 0.3, and mean mobilisation of the last 13 weeks < half the peak and below the need (or deserted, or dormant), goals not met",
        "Ran out of steam", "Essoufflement"),
    "ended": Measure("yes/no", "ended before the horizon", "Ended", "Fin avant l'horizon"),
    "end_week": Measure("week", "week of the end; missing if none", "Week of the end", "Semaine de la fin"),
    "end_reason": Measure("word", "goals_met, deserted (fewer than 2 partners), dormant (26 weeks with fewer than 2 active partners, or fewer than a fifth of them active) or none",
        "Reason of the end", "Raison de la fin"),
    "results": Measure("stages", "results in the last week", "Results", "Résultats"),
    "hours_partners": Measure("h", "sum over the weeks", "Hours of the partners", "Heures des partenaires"),
    "hours_coordinator": Measure("h", "sum over the weeks", "Hours of coordination", "Heures de coordination"),
    "commitments_broken": Measure("commitments", "sum over the weeks", "Commitments broken", "Engagements rompus"),
    "departures": Measure("people", "sum over the weeks", "Departures", "Départs"),
    "trust_final": Measure("share", "trust in the last week with at least 2 partners", "Trust at the end", "Confiance à la fin"),
    "active_share": Measure("share", "mean over the last 52 weeks of the horizon", "Active share", "Part des partenaires actifs"),
    "cases_answered": Measure("share", "cases answered / cases answered or lost; missing if none", "Cases answered", "Cas pris en charge"),
    "response_time": Measure("weeks", "mean wait of the cases answered; missing if none", "Response time", "Temps de réponse"),
    "shock_week": Measure("week", "week of the first shock: a scenario's event, or the departure of who carries at least half of the leadership; missing if none",
        "Week of the first shock", "Semaine du premier choc"),
    "recovery": Measure("weeks", "from the first shock until mobilisation, once it fell under 95 % of its mean of the 4 weeks before, is back there; 0 if it never fell; missing if it never came back, or without shock",
        "Recovery after the first shock", "Rétablissement après le premier choc"),
    "dollars": Measure("$", "sum over the weeks", "Dollars spent", "Dollars dépensés"),
    "cost_per_point": Measure("h", "(hours_partners + hours_coordinator) / (100 × mean mobilisation over the horizon); missing if it is 0",
        "Hours per sustained point of mobilisation", "Heures par point de mobilisation soutenu"),
    "dollars_per_point": Measure("$", "dollars / (100 × mean mobilisation over the horizon); missing if it is 0",
        "Dollars per sustained point of mobilisation", "Dollars par point de mobilisation soutenu"),
    "fragmentation": Measure("share", "mean over the last 52 weeks of the horizon", "Fragmentation if the best connected leaves",
        "Fragmentation si le partenaire le plus lié part"),
    "attendance_mean": Measure("share", "attendances / invitations of the run to what costs hours; missing if none", "Attendance", "Présence"),
    "attendance_spread": Measure("share", "standard deviation of attendance between the organisations invited 10 times or more; missing with fewer than two",
        "Spread of attendance between organisations", "Dispersion de la présence entre organisations"),
    "attendance_after_presence": Measure("share", "attendances / invitations, where the organisation came to the last occasion of the channel; missing if none",
        "Attendance of who came last time", "Présence de qui est venu la dernière fois"),
    "attendance_after_absence": Measure("share", "attendances / invitations, where the organisation missed the last occasion of the channel; missing if none",
        "Attendance of who missed last time", "Présence de qui a manqué la dernière fois"),
    "attendance_identity": Measure("share", "attendance_after_presence - attendance_after_absence as expected when the occasions of each organisation are shuffled; missing as these",
        "Part of that gap due to who it is", "Part de cet écart due à qui l'on est"),
    "attendance_memory": Measure("share", "attendance_after_presence - attendance_after_absence - attendance_identity; missing as these",
        "Part of that gap due to the last time", "Part de cet écart due à la dernière fois"),
    "territory_ratio": Measure("ratio", "lowest / highest share of cases answered among the territories; missing with fewer than two that had cases",
        "Equity between territories", "Équité entre territoires"),
    "territory_gap": Measure("share", "highest - lowest share of cases answered among the territories; missing as the ratio",
        "Gap between territories", "Écart entre territoires"),
    "population_ratio": Measure("ratio", "lowest / highest share of cases answered among the populations; missing with fewer than two that had cases",
        "Equity between populations", "Équité entre populations"),
    "population_gap": Measure("share", "highest - lowest share of cases answered among the populations; missing as the ratio",
        "Gap between populations", "Écart entre populations"),
}  # fmt: skip
