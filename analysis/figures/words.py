"""The words that figures use, in English and French; what has no entry here is shown as it was written."""

from sim.situation import Text

STAGES = {
    "vision": ("Vision", "Vision"),
    "portrait": ("Portrait", "Portrait"),
    "diagnosis": ("Diagnosis", "Diagnostic"),
    "priorities": ("Priorities", "Priorités"),
    "governance_planning": ("Governance planning", "Planification de la gouvernance"),
    "action": ("Action", "Mise en œuvre"),
    "monitoring": ("Monitoring", "Suivi"),
    "evaluation": ("Evaluation", "Évaluation"),
}
EVENTS = {
    "leader_leaves": ("Departure of the lead", "Départ de qui mène"),
    "funding": ("Funding", "Financement"),
    "departures": ("Departures of staff", "Départs de personnel"),
    "reorganisation": ("Reorganisation", "Réorganisation"),
    "crisis": ("Crisis", "Crise"),
    "no_meeting": ("No meetings", "Sans rencontres"),
    "controversy": ("Controversy", "Controverse"),
}
LEADERSHIP = {
    "absent": ("absent", "absent"),
    "directive": ("directive", "directif"),
    "shared": ("shared", "partagé"),
    "broker": ("broker", "intermédiaire"),
    "rotating": ("rotating", "tournant"),
    "initial_then_shared": ("initial, then shared", "initial, puis partagé"),
    "mandated": ("mandated", "mandaté"),
    "captured": ("captured", "accaparé"),
}
COMMUNICATION = {
    "silent": ("silent", "silence"),
    "email_only": ("e-mail only", "courriels seuls"),
    "newsletter": ("newsletter", "infolettre"),
    "quarterly_table": ("quarterly table", "table trimestrielle"),
    "monthly_table": ("monthly table", "table mensuelle"),
    "lethbridge": ("Lethbridge", "Lethbridge"),
    "aire_ouverte": ("Aire ouverte", "Aire ouverte"),
    "remote": ("remote", "à distance"),
    "saturated": ("saturated", "excès de rencontres"),
}
GOVERNANCE = {
    "light": ("light", "légère"),
    "regional": ("regional", "régionale"),
    "local": ("local", "locale"),
    "heavy": ("heavy", "lourde"),
    "inclusive": ("inclusive", "inclusive"),
    "single_lead": ("single lead", "leader unique"),
    "project_by_project": ("project by project", "projet par projet"),
}
LABELS = {
    "leadership": ("Leadership", "Leadership"),
    "communication": ("Communication", "Communication"),
    "governance": ("Governance", "Gouvernance"),
    "replicate": ("1 replicate", "1 réplicat"),
    "replicates": ("{n} replicates", "{n} réplicats"),
    "week": ("Week", "Semaine"),
    "year": ("year {n}", "an {n}"),
    "stage": ("Stage", "Étape"),
    "height": ("height: share\nof replicates", "hauteur\u00a0: part\ndes réplicats"),
    "ended": ("ended", "terminé"),
    "mobilisation": ("Mobilisation", "Mobilisation"),
    "need": ("What the stage\ncalls for", "Ce que l'étape\nrequiert"),
    "reading": (
        "Lines: medians over the replicates (dashed: of five weeks at a time). "
        "Dark bands: the middle {half} of them; pale bands: {most}.",
        "Traits\u00a0: médianes des réplicats (tireté\u00a0: de cinq semaines à la fois). "
        "Bandes foncées\u00a0: les {half} du milieu; bandes pâles\u00a0: {most}.",
    ),
    "reading_one": (
        "A single replicate: it does not tell what usually happens.",
        "Un seul réplicat\u00a0: il ne dit pas ce qui arrive d'habitude.",
    ),
    "some_ended": (
        "{share} of the partnerships had ended by week {week}: "
        "they count as 0 in mobilisation; elsewhere, only those that go on are shown.",
        "{share} des partenariats avaient pris fin à la semaine {week}\u00a0: "
        "ils comptent pour 0 dans la mobilisation; ailleurs, seuls ceux qui continuent sont montrés.",
    ),
}


def label(key: str, language: str, **values: object) -> str:
    """Return one of the fixed texts of a figure, filled with values."""
    return LABELS[key][language == "fr"].format(**values)


def named(key: str, names: dict[str, tuple[str, str]], language: str) -> str:
    """Return the name of a key in a language; a key that nobody has named is shown without its underscores."""
    return names[key][language == "fr"] if key in names else key.replace("_", " ")


def said(text: Text, language: str, otherwise: str) -> str:
    """Return a text in a language, or in the other one where it is missing, or what stands in for it."""
    first, second = (text.fr, text.en) if language == "fr" else (text.en, text.fr)
    return first.strip() or second.strip() or otherwise
