"""Fixed texts and names that figures use; a key without a name is shown as it is written."""

from entente.i18n import N_, say
from entente.sim.model.situation import Text

STAGE_WORDS = {
    "vision": N_("Vision"),
    "portrait": N_("Portrait"),
    "diagnosis": N_("Diagnosis"),
    "priorities": N_("Priorities"),
    "governance_planning": N_("Governance planning"),
    "action": N_("Action"),
    "monitoring": N_("Monitoring"),
    "evaluation": N_("Evaluation"),
}
EVENT_WORDS = {
    "leader_leaves": N_("Departure of the lead"),
    "funding": N_("Funding"),
    "departures": N_("Departures of staff"),
    "reorganisation": N_("Reorganisation"),
    "crisis": N_("Crisis"),
    "no_meeting": N_("No meetings"),
    "controversy": N_("Controversy"),
}
SECTOR_WORDS = {
    "citizens": N_("citizens"),
    "community": N_("community"),
    "culture": N_("culture"),
    "education": N_("education"),
    "government": N_("government"),
    "health": N_("health"),
    "justice": N_("justice"),
    "municipal": N_("municipal"),
    "private": N_("private"),
}
EXPERTISE_WORDS = {
    "knowledge": N_("knowledge and data"),
    "intervention": N_("intervention"),
    "community": N_("life of the community"),
    "lived_experience": N_("lived experience"),
    "management": N_("management"),
    "facilitation": N_("facilitation"),
    "communication": N_("communication with the public"),
    "funding": N_("funding"),
}
TERRITORY_WORDS = {
    "centre": N_("centre"),
    "centre_ouest": N_("Centre-Ouest"),
    "centre_sud": N_("Centre-Sud"),
    "coast": N_("coast"),
    "downtown": N_("downtown"),
    "east": N_("east"),
    "north": N_("north"),
    "outlying": N_("outlying"),
    "south": N_("south"),
    "suburbs": N_("suburbs"),
    "town": N_("town"),
    "west": N_("west"),
}
_LABELS = {
    "leadership": N_("Leadership"),
    "communication": N_("Communication"),
    "governance": N_("Governance"),
    "replicate": N_("1 replicate"),
    "replicates": N_("{n} replicates"),
    "week": N_("Week"),
    "year": N_("year {n}"),
    "stage": N_("Stage"),
    "height": N_("height: share\nof replicates"),
    "ended": N_("ended"),
    "mobilisation": N_("Mobilisation"),
    "need": N_("What the stage\ncalls for"),
    "week_of": N_("Week {n}"),
    "colon": N_(": "),
    "conditions": N_("The six conditions of action in partnership"),
    "conditions_by_sector": N_("The six conditions by sector (number of organisations), week {n}"),
    "conditions_by_territory": N_("The six conditions by territory (number of organisations), week {n}"),
    "rings": N_("Centre: 0, all C   ·   outer ring: 100, all A"),
    "answer_a": N_("A strong"),
    "answer_b": N_("B moderate"),
    "answer_c": N_("C weak"),
    "shares": N_("Partners by answer"),
    "index": N_("Index, interval"),
    "wheel_tool": N_(
        "Conditions of the Outil diagnostique de l'action en partenariat (CACIS), whose questions "
        "are not reproduced; what a partner would answer is our reading of its simulated state."
    ),
    "wheel_use": N_(
        "A tool for partners to assess themselves and to talk: not for accountability, not to rank anyone."
    ),
    "wheel_index": N_(
        "Index = 100 × (share of A + ½ share of B): a convention of Entente, not of the tool, which "
        "knows only A, B and C. 50 may be all B, or half A and half C: see the bars."
    ),
    "wheel_means": N_("Bars and polygons: means over the replicates. Intervals: what {most} of the replicates hold."),
    "wheel_fewer": N_("Counted where there were partners to ask: {counts} of the replicates."),
    "replicate_chosen": N_("below: replicate {n}"),
    "replicate_middle": N_("below: replicate {n}, whose area under the curve is the median"),
    "this_replicate": N_("This replicate"),
    "median": N_("Median of all"),
    "coordinator": N_("Coordinator"),
    "nothing_logged": N_("nothing in the log"),
    "controversy_open": N_("still open"),
    "controversy_settled": N_("settled by compromise"),
    "controversy_faded": N_("faded unsettled"),
    "row_partners": N_("Partners\n▲ joining   ▼ leaving"),
    "row_delegates": N_("Delegates\n↑ arrivals   ↓ departures"),
    "row_lead": N_("Leadership\n▼ left   ▭ vacant   ◆ passed to"),
    "row_shocks": N_("Departures of staff, reorganisations"),
    "row_levers": N_("Levers"),
    "row_approached": N_("Organisations approached"),
    "row_controversies": N_("Controversies"),
    "row_stages": N_("Stages\n◆ done   ◇ reopened"),
    "row_context": N_("Funding, crises, no meetings"),
    "row_end": N_("End"),
    "timeline_one": N_("A single replicate: a story that may happen, not what usually does."),
    "timeline_bands": N_("Behind its curve, all replicates: dark band, the middle {half}; pale band, {most}."),
    "timeline_lead": N_(
        "Leadership: tall bars bear the name of who left at least half of it; low ones, a smaller part each."
    ),
    "timeline_functions": N_(
        "Functions: those of the transitional outcomes of local intersectoral action (Bilodeau, "
        "Potvin et al. 2019); which entry serves which is our reading."
    ),
    "groups_by_sector": N_("Mobilisation by sector"),
    "groups_by_territory": N_("Mobilisation by territory"),
    "groups_by_organisation": N_("Mobilisation of some organisations"),
    "no_sector": N_("no sector"),
    "no_territory": N_("every territory"),
    "organisation_count": N_("1 organisation"),
    "organisations_count": N_("{n} organisations"),
    "key_group": N_("The group, median"),
    "key_whole": N_("The whole partnership, median"),
    "key_need": N_("What the stage calls for, median"),
    "key_organisation": N_("The organisation, median"),
    "key_organisation_one": N_("The organisation"),
    "key_group_one": N_("The group"),
    "key_whole_one": N_("The whole partnership"),
    "key_need_one": N_("What the stage calls for"),
    "groups_note": N_("A group counts only in the weeks and replicates in which it has partners."),
    "groups_bands": N_(
        "Dark bands: the middle {half} of the replicates; pale bands: {most}. At the right, the last median."
    ),
    "groups_ended": N_("{share} of the partnerships had ended by week {week}: they count as 0."),
    "not_shown": N_("Not shown: {names}."),
    "reading": N_(
        "Lines: medians over the replicates (dashed: of five weeks at a time). Dark bands: the "
        "middle {half} of them; pale bands: {most}."
    ),
    "spread": N_("spread over {count} plausible settings"),
    "worlds": N_("The bands hold the doubt about the settings of the rules beside chance."),
    "reading_one": N_("A single replicate: it does not tell what usually happens."),
    "some_ended": N_(
        "{share} of the partnerships had ended by week {week}: they count as 0 in mobilisation; "
        "elsewhere, only those that go on are shown."
    ),
}


def fixed_text(key: str, language: str, **values: object) -> str:
    """Fill in one of the fixed texts of figures."""
    return say(_LABELS[key], language, **values)


def word_for(key: str, names: dict[str, tuple[str, str]], language: str) -> str:
    """Return the name of a key in a language; a key without a name is shown without its underscores."""
    return say(names[key], language) if key in names else key.replace("_", " ")


def text_in(text: Text, language: str, otherwise: str) -> str:
    """Return a text in a language, in the other one where it is missing, or else ``otherwise``."""
    first, second = (text.fr, text.en) if language == "fr" else (text.en, text.fr)
    return first.strip() or second.strip() or otherwise
