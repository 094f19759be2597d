"""The words that figures use, in English and French; what has no entry here is shown as it was written."""

from entente.sim.model.situation import Text

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
SECTORS = {
    "citizens": ("citizens", "citoyen·nes"),
    "community": ("community", "communautaire"),
    "culture": ("culture", "culture"),
    "education": ("education", "éducation"),
    "government": ("government", "gouvernement"),
    "health": ("health", "santé"),
    "justice": ("justice", "justice"),
    "municipal": ("municipal", "municipal"),
    "private": ("private", "privé"),
}
TERRITORIES = {
    "centre": ("centre", "centre"),
    "centre_ouest": ("Centre-Ouest", "Centre-Ouest"),
    "centre_sud": ("Centre-Sud", "Centre-Sud"),
    "coast": ("coast", "littoral"),
    "downtown": ("downtown", "centre-ville"),
    "east": ("east", "est"),
    "north": ("north", "nord"),
    "outlying": ("outlying", "milieu éloigné"),
    "south": ("south", "sud"),
    "suburbs": ("suburbs", "banlieue"),
    "town": ("town", "ville"),
    "west": ("west", "ouest"),
}
_LABELS = {
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
    "week_of": ("Week {n}", "Semaine {n}"),
    "colon": (": ", "\u00a0: "),
    "conditions": (
        "The six conditions of action in partnership",
        "Les six conditions de l'action en partenariat",
    ),
    "conditions_by_sector": (
        "The six conditions by sector (number of organisations), week {n}",
        "Les six conditions par secteur (nombre d'organisations), semaine {n}",
    ),
    "conditions_by_territory": (
        "The six conditions by territory (number of organisations), week {n}",
        "Les six conditions par territoire (nombre d'organisations), semaine {n}",
    ),
    "rings": (
        "Centre: 0, all C   ·   outer ring: 100, all A",
        "Centre\u00a0: 0, que des C   ·   anneau extérieur\u00a0: 100, que des A",
    ),
    "answer_a": ("A strong", "A fort"),
    "answer_b": ("B moderate", "B moyen"),
    "answer_c": ("C weak", "C faible"),
    "shares": ("Partners by answer", "Partenaires par réponse"),
    "index": ("Index, interval", "Indice, intervalle"),
    "wheel_tool": (
        "Conditions of the Outil diagnostique de l'action en partenariat (CACIS), whose questions are not "
        "reproduced; what a partner would answer is our reading of its simulated state.",
        "Conditions de l'Outil diagnostique de l'action en partenariat (CACIS), dont les énoncés ne sont "
        "pas reproduits\u00a0; ce qu'un partenaire répondrait est notre lecture de son état simulé.",
    ),
    "wheel_use": (
        "A tool for partners to assess themselves and to talk: not for accountability, not to rank anyone.",
        "Un outil pour s'autoévaluer et se parler entre partenaires\u00a0: "
        "ni pour rendre des comptes, ni pour classer.",
    ),
    "wheel_index": (
        "Index = 100 × (share of A + ½ share of B): a convention of Entente, not of the tool, which knows only A, B "
        "and C. 50 may be all B, or half A and half C: see the bars.",
        "Indice = 100 × (part de A + ½ part de B)\u00a0: une convention d'Entente et non de l'outil, "
        "qui ne connaît que A, B et C. 50 peut vouloir dire que des B, ou moitié A et moitié C\u00a0: voir les barres.",
    ),
    "wheel_means": (
        "Bars and polygons: means over the replicates. Intervals: what {most} of the replicates hold.",
        "Barres et polygones\u00a0: moyennes des réplicats. Intervalles\u00a0: {most} des réplicats.",
    ),
    "wheel_fewer": (
        "Counted where there were partners to ask: {counts} of the replicates.",
        "Comptés là où il y avait des partenaires à interroger\u00a0: {counts} des réplicats.",
    ),
    "replicate_chosen": ("below: replicate {n}", "ci-dessous\u00a0: le réplicat {n}"),
    "replicate_middle": (
        "below: replicate {n}, whose area under the curve is the median",
        "ci-dessous\u00a0: le réplicat {n}, dont l'aire sous la courbe est la médiane",
    ),
    "this_replicate": ("This replicate", "Ce réplicat"),
    "median": ("Median of all", "Médiane de tous"),
    "coordinator": ("Coordinator", "Coordination"),
    "nothing_logged": ("nothing in the log", "rien au journal"),
    "controversy_open": ("still open", "encore ouverte"),
    "controversy_settled": ("settled by compromise", "réglée par un compromis"),
    "controversy_faded": ("faded unsettled", "éteinte sans règlement"),
    "row_partners": ("Partners\n▲ joining   ▼ leaving", "Partenaires\n▲ arrivée   ▼ départ"),
    "row_delegates": ("Delegates\n↑ arrivals   ↓ departures", "Délégué·es\n↑ arrivées   ↓ départs"),
    "row_lead": ("Leadership\n▼ left   ▭ vacant   ◆ passed to", "Leadership\n▼ départ   ▭ vacant   ◆ passé à"),
    "row_shocks": ("Departures of staff, reorganisations", "Vagues de départs, réorganisations"),
    "row_levers": ("Levers", "Leviers"),
    "row_approached": ("Organisations approached", "Organisations approchées"),
    "row_controversies": ("Controversies", "Controverses"),
    "row_stages": ("Stages\n◆ done   ◇ reopened", "Étapes\n◆ faite   ◇ rouverte"),
    "row_context": ("Funding, crises, no meetings", "Financement, crises, sans rencontres"),
    "row_end": ("End", "Fin"),
    "timeline_one": (
        "A single replicate: a story that may happen, not what usually does.",
        "Un seul réplicat\u00a0: une histoire possible, pas ce qui arrive d'habitude.",
    ),
    "timeline_bands": (
        "Behind its curve, all replicates: dark band, the middle {half}; pale band, {most}.",
        "Derrière sa courbe, tous les réplicats\u00a0: bande foncée, les {half} du milieu\u00a0; bande pâle, {most}.",
    ),
    "timeline_lead": (
        "Leadership: tall bars bear the name of who left at least half of it; low ones, a smaller part each.",
        "Leadership\u00a0: une barre haute porte le nom de qui en a quitté au moins la moitié\u00a0; "
        "une basse, une part moindre.",
    ),
    "timeline_functions": (
        "Functions: those of the transitional outcomes of local intersectoral action (Bilodeau, Potvin et al. 2019); "
        "which entry serves which is our reading.",
        "Fonctions\u00a0: celles des effets transitoires de l'action intersectorielle locale "
        "(Bilodeau, Potvin et al. 2019)\u00a0; le classement des faits est le nôtre.",
    ),
    "groups_by_sector": ("Mobilisation by sector", "La mobilisation par secteur"),
    "groups_by_territory": ("Mobilisation by territory", "La mobilisation par territoire"),
    "groups_by_organisation": ("Mobilisation of some organisations", "La mobilisation de quelques organisations"),
    "no_sector": ("no sector", "sans secteur"),
    "no_territory": ("every territory", "tous les territoires"),
    "organisation_count": ("1 organisation", "1 organisation"),
    "organisations_count": ("{n} organisations", "{n} organisations"),
    "key_group": ("The group, median", "Le groupe, médiane"),
    "key_whole": ("The whole partnership, median", "L'ensemble du partenariat, médiane"),
    "key_need": ("What the stage calls for, median", "Ce que l'étape requiert, médiane"),
    "key_organisation": ("The organisation, median", "L'organisation, médiane"),
    "key_organisation_one": ("The organisation", "L'organisation"),
    "key_group_one": ("The group", "Le groupe"),
    "key_whole_one": ("The whole partnership", "L'ensemble du partenariat"),
    "key_need_one": ("What the stage calls for", "Ce que l'étape requiert"),
    "groups_note": (
        "A group counts only in the weeks and replicates in which it has partners.",
        "Un groupe ne compte que dans les semaines et les réplicats où il a des partenaires.",
    ),
    "groups_bands": (
        "Dark bands: the middle {half} of the replicates; pale bands: {most}. At the right, the last median.",
        "Bandes foncées\u00a0: les {half} du milieu des réplicats\u00a0; bandes pâles\u00a0: {most}. "
        "À droite, la dernière médiane.",
    ),
    "groups_ended": (
        "{share} of the partnerships had ended by week {week}: they count as 0.",
        "{share} des partenariats avaient pris fin à la semaine {week}\u00a0: ils comptent pour 0.",
    ),
    "not_shown": ("Not shown: {names}.", "Non montrés\u00a0: {names}."),
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
    return _LABELS[key][language == "fr"].format(**values)


def named(key: str, names: dict[str, tuple[str, str]], language: str) -> str:
    """Return the name of a key in a language; a key that nobody has named is shown without its underscores."""
    return names[key][language == "fr"] if key in names else key.replace("_", " ")


def said(text: Text, language: str, otherwise: str) -> str:
    """Return a text in a language, or in the other one where it is missing, or what stands in for it."""
    first, second = (text.fr, text.en) if language == "fr" else (text.en, text.fr)
    return first.strip() or second.strip() or otherwise
