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
        "Share of what the partners could give that they give", "Part de ce que les partenaires pourraient donner qui est donnée"),
    "need": Measure("share", "breadth that the current stage requires", "What the stage calls for", "Ce que l'étape requiert"),
    "active_share": Measure("share", "active partners / partners", "Share of the partners who are active", "Part des partenaires actifs"),
    "breadth": Measure("share", "partners who contributed to the current stage / partners",
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
        "Confiance entre ceux qui se connaissent"),
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
    "animation": Measure("share", "coordination hours available / asked for, at most 1", "Quality of animation", "Qualité de l'animation"),
    "attendance": Measure("share", "attendances / invitations this week to what costs hours; the last known otherwise",
        "Attendance", "Présence"),
    "hours_partners": Measure("h", "hours spent this week by the partners, all uses", "Hours of the partners", "Heures des partenaires"),
    "hours_available": Measure("h", "hours that those who were partners when the week began had", "Hours available", "Heures disponibles"),
    "hours_leading": Measure("h", "part of hours_partners spent on leading", "Hours of the partners who lead", "Heures des partenaires qui mènent"),
    "hours_coordinator": Measure("h", "hours spent this week by the dedicated coordinator", "Hours of coordination", "Heures de coordination"),
    "commitments": Measure("commitments", "commitments made this week", "Commitments made", "Engagements pris"),
    "commitments_broken": Measure("commitments", "commitments broken this week", "Commitments broken", "Engagements rompus"),
    "controversy": Measure("share", "severity of the open controversy, 0 when none", "Controversy", "Controverse"),
    "controversies_opened": Measure("controversies", "since the start", "Controversies opened", "Controverses ouvertes"),
    "controversies_settled": Measure("controversies", "since the start, by mediation", "Controversies settled", "Controverses réglées"),
    "cases_arrived": Measure("cases", "this week", "Cases arrived", "Cas arrivés"),
    "cases_answered": Measure("cases", "this week", "Cases answered", "Cas répondus"),
    "cases_lost": Measure("cases", "this week", "Cases lost", "Cas perdus"),
    "response_time": Measure("weeks", "sum of the waits of the cases answered this week", "Waits of cases answered", "Attentes des cas répondus"),
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
}  # fmt: skip

CASE_TALLY: dict[str, Measure] = {
    "arrived": Measure("cases", "in the whole run, of one territory and population", "Cases arrived", "Cas arrivés"),
    "answered": Measure("cases", "in the whole run, of one territory and population", "Cases answered", "Cas répondus"),
    "lost": Measure("cases", "in the whole run, of one territory and population", "Cases lost", "Cas perdus"),
    "waited": Measure("weeks", "sum of the waits of the cases answered", "Waits of cases answered", "Attentes des cas répondus"),
}  # fmt: skip

SUMMARIES: dict[str, Measure] = {
    "peak": Measure("share", "highest mobilisation", "Peak of mobilisation", "Sommet de la mobilisation"),
    "peak_week": Measure("week", "first week of the peak", "Week of the peak", "Semaine du sommet"),
    "final": Measure("share", "mean mobilisation over the last 4 weeks of the horizon", "Final mobilisation", "Mobilisation finale"),
    "half_life": Measure("weeks", "weeks from the peak until mobilisation stays at or under half of it; missing if it never does",
        "Half-life after the peak", "Demi-vie après le sommet"),
    "weeks_sustained": Measure("weeks", "weeks with mobilisation ≥ 0.5", "Weeks sustained", "Semaines soutenues"),
    "area": Measure("weeks", "sum of mobilisation over the weeks", "Area under the curve", "Aire sous la courbe"),
    "drop": Measure("share", "peak - final", "Drop from the peak", "Chute depuis le sommet"),
    "essoufflement": Measure("yes/no", "peak ≥ 0.3, and mean mobilisation of the last 13 weeks < half the peak and below the need (or deserted, or dormant), goals not met",
        "Ran out of steam", "Essoufflement"),
    "ended": Measure("yes/no", "ended before the horizon", "Ended", "Fin avant l'horizon"),
    "end_week": Measure("week", "week of the end; missing if none", "Week of the end", "Semaine de la fin"),
    "end_reason": Measure("word", "goals_met, deserted (fewer than 2 partners), dormant (26 weeks with fewer than 2 active partners) or none",
        "Reason of the end", "Raison de la fin"),
    "results": Measure("stages", "results in the last week", "Results", "Résultats"),
    "hours_partners": Measure("h", "sum over the weeks", "Hours of the partners", "Heures des partenaires"),
    "hours_coordinator": Measure("h", "sum over the weeks", "Hours of coordination", "Heures de coordination"),
    "commitments_broken": Measure("commitments", "sum over the weeks", "Commitments broken", "Engagements rompus"),
    "departures": Measure("people", "sum over the weeks", "Departures", "Départs"),
    "trust_final": Measure("share", "trust in the last week with at least 2 partners", "Trust at the end", "Confiance à la fin"),
    "active_share": Measure("share", "mean over the last 52 weeks of the horizon", "Active share", "Part active"),
    "cases_answered": Measure("share", "cases answered / cases answered or lost; missing if none", "Cases answered", "Cas répondus"),
    "response_time": Measure("weeks", "mean wait of the cases answered; missing if none", "Response time", "Temps de réponse"),
}  # fmt: skip
