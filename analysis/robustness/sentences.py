"""What a discovery or a comparison of choices comes to, in sentences that a planner can read."""

from collections.abc import Mapping, Sequence

from entente.analysis.discovery.scenario_discovery import Checked, Discovery, Doubt
from entente.analysis.plotting.style import number, percent
from entente.analysis.plotting.wording import (
    PERCENT,
    decimals_for,
    event_text,
    limit_phrase,
    listed,
    measure_name,
    measured,
)
from entente.analysis.robustness.robustness import COSTS, FEW, Robustness
from entente.analysis.statistics.differences import MEASURES
from entente.analysis.statistics.goals import Goal

SHOWN = 4  # choices named in one sentence

SENTENCES = {
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
    "interval": ("{low} to {high}", "{low} à {high}"),
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
    "best": ("{name} meets the goal in {met} of the futures ({interval}), the most of the {count} choices.",
             "{name} atteint le but dans {met} des avenirs ({interval}), le plus des {count} choix."),
    "only": ("{name} meets the goal in {met} of the futures ({interval}).",
             "{name} atteint le but dans {met} des avenirs ({interval})."),
    "alike": ("Not told apart from it: {names}.", "Ne s'en distinguent pas : {names}."),
    "apart": ("Every other choice meets it in clearly fewer.", "Tous les autres l'atteignent clairement moins "
              "souvent."),
    "regret": ("{measure}: the least regretted is {name}, {mean} behind the best of each future on average, more than "
               "{high} in one future in ten.",
               "{measure} : le moins regretté est {name}, à {mean} du meilleur de chaque avenir en moyenne, à plus de "
               "{high} dans un avenir sur dix."),
    "best_always": ("{measure}: {name} is the best in every future.",
                    "{measure} : {name} est le meilleur choix dans chaque avenir."),
    "none_dominated": ("For {outcome}, hours and dollars together, no choice is surpassed by another in all three.",
                       "Pour {outcome}, les heures et les dollars ensemble, aucun choix n'en surpasse un autre sur "
                       "les trois."),
    "dominated": ("Surpassed in {outcome}, hours and dollars together: {pairs}.",
                  "Surpassés pour {outcome}, les heures et les dollars ensemble : {pairs}."),
    "pair": ("{name} by {by}", "{name} par {by}"),
    "few_futures": ("Only {futures} futures: the intervals are too narrow; ask for more points.",
                    "Seulement {futures} avenirs : les intervalles sont trop étroits; demandez plus de points."),
    "left_out": ("{count} of the futures lived (a replicate of one) are left out, as some choice failed there or has "
                 "no figure.",
                 "{count} avenirs vécus (un réplicat de l'un d'eux) sont laissés de côté : un choix y a raté ou n'a "
                 "pas de valeur."),
}  # fmt: skip


def sentence(key: str, language: str, **values: str) -> str:
    """Return one of the sentences, filled in, with a capital."""
    text = SENTENCES[key][language == "fr"].format(**values)
    return text[:1].upper() + text[1:]


def interval_text(low: float, high: float, language: str) -> str:
    """Return the ends of an interval of shares."""
    ends = {"low": percent(low, language), "high": percent(high, language)}
    return SENTENCES["interval"][language == "fr"].format(**ends)


def discovered(found: Discovery, goals: Sequence[Goal], language: str) -> list[str]:
    """Return what was found, in sentences: the box first, then how it was checked, then what there is to doubt."""
    event = event_text(goals, language)
    cases = found.cases
    values = {
        "event": event, "event_low": event, "runs": number(cases.runs.sum(), language),
        "interest": number(cases.interest.sum(), language), "base": percent(cases.base, language),
        "instead": f", --goal '{goals[0].opposite()}'" if len(goals) == 1 else "",
    }  # fmt: skip
    doubts = [sentence(doubt, language, **values) for doubt in found.doubts]
    if not found.box:
        return doubts
    told = found.told
    values |= {"density": percent(told.density, language), "coverage": percent(told.coverage, language),
               "limits": conditions(found, language)}  # fmt: skip
    lines = [sentence("found", language, **values)]
    if isinstance(told, Checked):
        density = interval_text(told.density_low, told.density_high, language)
        coverage = interval_text(told.coverage_low, told.coverage_high, language)
        points = number(told.points, language)
        lines.append(sentence("checked", language, points=points, density=density, coverage=coverage))
    return [*lines, *doubts]


def conditions(found: Discovery, language: str) -> str:
    """Return the limits of the box, the most telling first."""
    texts = [limit_phrase(axis, found.box[axis], found.cases.columns[axis], language) for axis in found.limits["axis"]]
    key = "condition" if len(texts) == 1 else "conditions"
    return SENTENCES[key][language == "fr"].format(listed(texts, "and", language))


def robust(found: Robustness, called: Mapping[str, str], language: str) -> list[str]:
    """Return what comparing choices comes to, in sentences.

    Args:
        found: what ``analysis.robustness.robustness.robustness`` gives.
        called: what each choice is called.
        language: ``fr`` or ``en``.
    """
    table = found.choices
    first = table.iloc[0]
    interval = interval_text(first["met_low"], first["met_high"], language)
    values = {"name": called[first["choice"]], "met": percent(first["met"], language), "interval": interval,
              "count": number(len(table), language)}  # fmt: skip
    lines = [sentence("best" if len(table) > 1 else "only", language, **values)]
    if len(table) > 1:
        alike = [called[one["choice"]] for _, one in table.iloc[1:].iterrows() if one["behind_low"] <= 0]
        key = "alike" if alike else "apart"
        lines.append(sentence(key, language, names=some(alike)))
        lines += [regretted(found, name, called, language) for name in found.measures if name not in COSTS]
        lines.append(surpassed(found, called, language))
    if found.count < FEW:
        lines.append(sentence("few_futures", language, futures=number(found.count, language)))
    if found.left_out:
        lines.append(sentence("left_out", language, count=number(found.left_out, language)))
    return lines


def regretted(found: Robustness, name: str, called: Mapping[str, str], language: str) -> str:
    """Return which choice is the least regretted in one measure."""
    table = found.outcomes[found.outcomes["measure"] == name]
    least = table.loc[table["regret"].idxmin()]
    unit = "points" if MEASURES[name].unit in PERCENT else MEASURES[name].unit
    scale = 100 if unit == "points" else 1
    told = {"measure": MEASURES[name].meaning(language), "name": called[least["choice"]]}
    if least["worst"] == 0:
        return sentence("best_always", language, **told)
    decimals = decimals_for(unit, 5 * scale * (least["regret_90"] or least["worst"]))
    mean, high = (measured(scale * least[key], unit, decimals, language) for key in ("regret", "regret_90"))
    return sentence("regret", language, mean=mean, high=high, **told)


def surpassed(found: Robustness, called: Mapping[str, str], language: str) -> str:
    """Return which choices are dominated, and by which."""
    outcome = measure_name(found.measures[0], language)
    below = found.choices.dropna(subset="dominated_by")
    if below.empty:
        return sentence("none_dominated", language, outcome=outcome)
    pairs = [SENTENCES["pair"][language == "fr"].format(name=called[one["choice"]], by=called[one["dominated_by"]])
             for _, one in below.iterrows()]  # fmt: skip
    return sentence("dominated", language, outcome=outcome, pairs=some(pairs))


def some(items: Sequence[str]) -> str:
    """Return the first items on one line, and how many more there are."""
    more = f" (+ {len(items) - SHOWN})" if len(items) > SHOWN else ""
    return "; ".join(items[:SHOWN]) + more
