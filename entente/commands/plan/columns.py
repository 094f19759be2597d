"""The columns of a partner sheet, as people call them in English and in French."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from entente.config.spreadsheets import REMARKS
from entente.i18n import N_
from entente.i18n.accents import without_accents
from entente.sim.validation.validate import nearest


@dataclass(frozen=True)
class SheetColumn:
    """One column that is understood.

    Attributes:
        title: what the template calls it, in English.
        about: what goes into it, in English.
        words: headings that mean it, as ``without_accents`` writes them.
        pattern: what else means it, found in such a heading.
    """

    title: str
    about: str
    words: tuple[str, ...]
    pattern: str


# In the order in which patterns are tried: "territory served" is a territory, "people served" are populations.
OTHER_COLUMNS = {
    "decides": SheetColumn(
        N_("Delegate can decide"), N_("Whether the delegate can commit the organisation: yes, no or after "
                                      "consultation."),
        ("decides", "can_decide", "delegate_can_decide", "peut_decider", "decideur"),
        r"decid|decision|engager_l|peut_engager",
    ),
    "since": SheetColumn(
        N_("In post since"), N_("Since when the delegate has been in post: a date, a year, or how long (3 years)."),
        ("since", "in_post_since", "en_poste_depuis", "depuis", "anciennete", "depuis_quand"),
        r"depuis|since|anciennete|en_poste|in_post|tenure",
    ),
    "attendance": SheetColumn(
        N_("Attendance of the last ten meetings"), N_("How many of the last ten meetings somebody came to: 8, 8/10 "
                                                      "or 80%."),
        ("attendance", "presences", "presence", "assiduite", "attendance_of_the_last_ten_meetings",
         "presences_aux_dix_dernieres_rencontres"),
        r"presence|attendance|assiduite|rencontres|reunions|meetings",
    ),
    "works_with": SheetColumn(
        N_("Works with"), N_("Other partners with which it works already, separated by ; and named as in this sheet."),
        ("works_with", "travaille_avec", "liens", "collabore_avec", "avec_qui"),
        r"avec_qui|travaille|collabor|works_with|who_with|partenaires_avec",
    ),
    "hours": SheetColumn(
        N_("Hours a month"), N_("Hours that it really gives to the partnership in a month, all its delegates "
                                "together."),
        ("hours", "heures", "hours_a_month", "heures_par_mois", "h_mois", "heures_mois", "temps"),
        r"heure|hours|h_par_mois",
    ),
    "dollars": SheetColumn(
        N_("Dollars a year"), N_("Dollars that it brings to the partnership in a year."),
        ("dollars", "dollars_a_year", "dollars_par_annee", "montant", "contribution", "argent"),
        r"dollar|argent|contribution|montant|money",
    ),
    "territory": SheetColumn(
        N_("Territory"), N_("The territory that it serves; nothing when it serves all of them."),
        ("territory", "territoire", "quartier", "zone", "secteur_geographique", "arrondissement"),
        r"territoi|territor|geographi",
    ),
    "serves": SheetColumn(
        N_("Who it serves"), N_("The populations that it serves, separated by ; and nothing when it serves all of "
                                "them."),
        ("serves", "populations", "population", "clientele", "clienteles", "who_it_serves", "qui_il_dessert"),
        r"clientele|population|desser|serve|public_vise|cible|target",
    ),
    "expertise": SheetColumn(
        N_("Expertise"), N_("What it is good at, separated by ; (the list is in the help sheet)."),
        ("expertise", "expertises", "competences", "skills"), r"expertise|competence|savoir",
    ),
    "lead": SheetColumn(
        N_("Leads"), N_("An x for the organisation that leads the partnership."),
        ("lead", "leads", "mene", "porteur", "organisme_porteur", "leader", "pilote"), r"porteu|lead|pilote|fiduciaire",
    ),
    "kind": SheetColumn(
        N_("Kind of organisation"), N_("What kind of organisation it is (the list is in the help sheet)."),
        ("kind", "type", "genre", "categorie", "category", "kind_of_organisation", "type_d_organisation", "secteur",
         "type_d_organisme", "sector"),
        r"type|kind|genre|categor|secteur|sector",
    ),
}  # fmt: skip
NAME_COLUMN = SheetColumn(
    N_("Organisation"), N_("The name of the organisation."),
    ("organisation", "organization", "organisme", "partenaire", "partner", "nom_de_l_organisme",
     "nom_de_l_organisation", "nom_du_partenaire", "membre", "member"), r"organis|organiz|partenaire|partner",
)  # fmt: skip
BARE_NAMES = frozenset({"nom", "name"})  # of the organisation, unless another column names it: then of a person
PERSONS = re.compile(
    r"contact|person|prenom|first_name|last_name|nom_de_famille|delegu|delegat|represent|courriel|mail|telephon|phone"
    r"|\btel\b|cellulaire|titre|fonction|adresse|address|poste_tel|responsable"
)
PERSON = "person"
EVERY_COLUMN = {"name": NAME_COLUMN, **OTHER_COLUMNS}


def meanings_of_headings(head: Sequence[str]) -> list[str | None]:
    """Return what each column holds: a name of ``EVERY_COLUMN``, ``person``, an empty text for remarks, or None."""
    found = [column_of(one) for one in head]
    bare = [without_accents(one) in BARE_NAMES for one in head]
    if "name" in found:
        return [PERSON if plain else kind for kind, plain in zip(found, bare, strict=True)]
    return ["name" if plain else kind for kind, plain in zip(found, bare, strict=True)]


def column_of(heading: str) -> str | None:
    """Return what one heading means; None when nothing is known of it."""
    word = without_accents(heading)
    if not word or word in REMARKS:
        return ""
    for name, column in EVERY_COLUMN.items():
        if word in column.words:
            return name
    for name, column in OTHER_COLUMNS.items():
        if re.search(column.pattern, word):
            return name
    if PERSONS.search(word):
        return PERSON
    return "name" if re.search(NAME_COLUMN.pattern, word) else None


def near_columns(heading: str) -> tuple[str, ...]:
    """Return the titles of the columns that look like a heading of which nothing is known."""
    words = {word: column.title for column in EVERY_COLUMN.values() for word in column.words}
    close = [words[one] for one in nearest(without_accents(heading), words) if one in words]
    return tuple(dict.fromkeys(close))
