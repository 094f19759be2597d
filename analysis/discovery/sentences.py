"""What scenario discovery found, in sentences that a planner can read."""

from collections.abc import Sequence

from entente.analysis.discovery.limit_words import name_and_limit
from entente.analysis.discovery.scenario_discovery import Discovery, Doubt, HeldOutStatistics
from entente.analysis.plotting.goal_words import event_text
from entente.analysis.plotting.numbers import format_number, format_percent
from entente.analysis.plotting.phrases import join_words, percent_interval, sentence
from entente.analysis.statistics.goals import Goal
from entente.i18n import N_, say_number

_SENTENCES = {
    "found": N_("{event} in {density} of the futures {limits}, against {base} of all futures. This "
"covers {coverage} of all the cases."),
    "checked": N_("Checked on {points} points of the design that the search did not see (95% intervals: "
"{density} of the futures there, {coverage} of the cases)."),
    Doubt.NONE: N_("{event} in none of the {runs} runs: there is nothing to look for. Give settings a wider "
"range, or ask for a goal that is harder to meet."),
    Doubt.ALL: N_("{event} in every one of the {runs} runs: no setting looked at prevents it. Give settings a "
"wider range, or ask for a goal that is easier to meet."),
    Doubt.RARE: N_("Only {interest} of the {runs} runs are concerned: take this as a hint, and add points or "
"replicates."),
    Doubt.COMMON: N_("{event} in {base} of all futures: little can be said of what leads there. Look rather for "
"what prevents it{instead}."),
    Doubt.NO_BOX: N_("No setting looked at distinguishes, beyond chance, the futures where {event} from the others."),
    Doubt.NOT_DENSE: N_("No box of these settings is as dense as wished: this is the densest."),
    Doubt.UNCHECKED: N_("Fewer than 30 points: none could be kept aside to check this, and it looks better "
                        "than it is."),
    Doubt.UNCONFIRMED: N_("On the points kept aside to check, this does no better than chance: do not rely on it."),
}  # fmt: skip


def discovery_sentences(found: Discovery, goals: Sequence[Goal], language: str) -> list[str]:
    """Return what was found, in sentences: the box first, then how it was checked, then what there is to doubt."""
    event = event_text(goals, language)
    cases = found.cases
    values = {
        "event": event, "runs": format_number(cases.runs.sum(), language),
        "interest": format_number(cases.interest.sum(), language), "base": format_percent(cases.base, language),
        "instead": f", --goal '{goals[0].opposite()}'" if len(goals) == 1 else "",
    }  # fmt: skip
    doubts = [sentence(_SENTENCES[doubt], language, **values) for doubt in found.doubts]
    if not found.box:
        return doubts
    fit = found.statistics
    values |= {"density": format_percent(fit.density, language), "coverage": format_percent(fit.coverage, language),
               "limits": limits_text(found, language)}  # fmt: skip
    lines = [sentence(_SENTENCES["found"], language, **values)]
    if isinstance(fit, HeldOutStatistics):
        density = percent_interval(fit.density_low, fit.density_high, language)
        coverage = percent_interval(fit.coverage_low, fit.coverage_high, language)
        points = format_number(fit.points, language)
        lines.append(sentence(_SENTENCES["checked"], language, points=points, density=density, coverage=coverage))
    return [*lines, *doubts]


def limits_text(found: Discovery, language: str) -> str:
    """Return the limits of the box, the most telling first."""
    texts = [
        name_and_limit(axis, found.box[axis], found.cases.columns[axis], language) for axis in found.limits["axis"]
    ]
    limits = join_words(texts, "and", language)
    return say_number("with {limits}", "with {limits}", len(texts), language, limits=limits)
