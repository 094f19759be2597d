"""What scenario discovery found, in sentences that a planner can read."""

from collections.abc import Sequence

from entente.analysis.discovery.limit_wording import name_and_limit
from entente.analysis.discovery.scenario_discovery import Discovery, Doubt, HeldOutStatistics
from entente.analysis.plotting.goal_wording import event_text
from entente.analysis.plotting.numbers import format_number, format_percent
from entente.analysis.plotting.phrases import join_words, percent_interval, sentence
from entente.analysis.statistics.goals import Goal

_SENTENCES = {
    "found": ("{event} in {density} of the futures with {limits}, against {base} of all futures. "
              "This covers {coverage} of all the cases.",
              "{event} dans {density} des avenirs {limits}. C'est {base} dans l'ensemble des avenirs. "
              "Cela couvre {coverage} de tous les cas."),
    "condition": ("{}", "à cette condition : {}"),
    "conditions": ("{}", "à ces conditions : {}"),
    "checked": ("Checked on {points} points of the design that the search did not see "
                "(95% intervals: {density} of the futures there, {coverage} of the cases).",
                "Vérifié sur {points} points du plan que la recherche n'avait pas vus "
                "(intervalles à 95 % : {density} de ces avenirs, {coverage} des cas)."),
    Doubt.NONE: ("{event} in none of the {runs} runs: there is nothing to look for. Give settings a wider range, or "
                 "ask for a goal that is harder to meet.",
                 "sur {runs} simulations, aucune où {event_low} : il n'y a rien à chercher. Donnez aux réglages une "
                 "plus grande étendue, ou demandez un but plus difficile à atteindre."),
    Doubt.ALL: ("{event} in every one of the {runs} runs: no setting looked at prevents it. Give settings a wider "
                "range, or ask for a goal that is easier to meet.",
                "{event} dans chacune des {runs} simulations : aucun réglage étudié ne l'évite. Donnez aux réglages "
                "une plus grande étendue, ou demandez un but plus facile à atteindre."),
    Doubt.RARE: ("Only {interest} of the {runs} runs are concerned: take this as a hint, and add points or replicates.",
                 "Seulement {interest} des {runs} simulations sont concernées : c'est un indice, sans plus; "
                 "ajoutez des points ou des réplicats."),
    Doubt.COMMON: ("{event} in {base} of all futures: little can be said of what leads there. Look rather for what "
                   "prevents it{instead}.",
                   "{event} dans {base} de tous les avenirs : on peut dire peu de ce qui y mène. Cherchez plutôt ce "
                   "qui l'évite{instead}."),
    Doubt.NO_BOX: ("No setting looked at tells, beyond chance, the futures where {event_low} from the others.",
                   "Aucun réglage étudié ne distingue, au-delà du hasard, les avenirs où {event_low} des autres."),
    Doubt.NOT_DENSE: ("No box of these settings is as dense as wished: this is the densest.",
                      "Aucune boîte de ces réglages n'est aussi dense que souhaité : voici la plus dense."),
    Doubt.UNCHECKED: ("Fewer than 30 points: none could be kept aside to check this, and it looks better than it is.",
                      "Moins de 30 points : aucun n'a pu être gardé pour vérifier, et cela paraît meilleur que ce ne "
                      "l'est."),
    Doubt.UNCONFIRMED: ("On the points kept aside to check, this does no better than chance: do not rely on it.",
                        "Sur les points gardés pour vérifier, cela ne fait pas mieux que le hasard : ne vous y fiez "
                        "pas."),
}  # fmt: skip


def discovery_sentences(found: Discovery, goals: Sequence[Goal], language: str) -> list[str]:
    """Return what was found, in sentences: the box first, then how it was checked, then what there is to doubt."""
    event = event_text(goals, language)
    cases = found.cases
    values = {
        "event": event, "event_low": event, "runs": format_number(cases.runs.sum(), language),
        "interest": format_number(cases.interest.sum(), language), "base": format_percent(cases.base, language),
        "instead": f", --goal '{goals[0].opposite()}'" if len(goals) == 1 else "",
    }  # fmt: skip
    doubts = [sentence(_SENTENCES[doubt], language, **values) for doubt in found.doubts]
    if not found.box:
        return doubts
    told = found.reported
    values |= {"density": format_percent(told.density, language), "coverage": format_percent(told.coverage, language),
               "limits": limits_text(found, language)}  # fmt: skip
    lines = [sentence(_SENTENCES["found"], language, **values)]
    if isinstance(told, HeldOutStatistics):
        density = percent_interval(told.density_low, told.density_high, language)
        coverage = percent_interval(told.coverage_low, told.coverage_high, language)
        points = format_number(told.points, language)
        lines.append(sentence(_SENTENCES["checked"], language, points=points, density=density, coverage=coverage))
    return [*lines, *doubts]


def limits_text(found: Discovery, language: str) -> str:
    """Return the limits of the box, the most telling first."""
    texts = [
        name_and_limit(axis, found.box[axis], found.cases.columns[axis], language) for axis in found.limits["axis"]
    ]
    key = "condition" if len(texts) == 1 else "conditions"
    return _SENTENCES[key][language == "fr"].format(join_words(texts, "and", language))
