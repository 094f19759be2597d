"""What a comparison of choices across futures comes to, in sentences that a planner can read."""

from collections.abc import Mapping, Sequence

from entente.analysis.plotting.goal_words import measure_name
from entente.analysis.plotting.numbers import format_number, format_percent
from entente.analysis.plotting.phrases import percent_interval, sentence
from entente.analysis.plotting.units import PERCENT_UNITS, decimals_for_unit, format_quantity
from entente.analysis.robustness.robustness import COST_MEASURES, FEW_FUTURES, Robustness
from entente.analysis.statistics.measures import MEASURES
from entente.i18n import N_, NN_, say, say_number

_SHOWN = 4  # choices named in one sentence

_SENTENCES = {
    "best": N_("{name} meets the goal in {met} of the futures ({interval}), the most of the {count} choices."),
    "tied": N_("{name} meets the goal in {met} of the futures ({interval}): none of the {count} choices does so more "
"often."),
    "one_future": N_("Only one future was looked at: in it, the goal is met by {met} of the {count} choices."),
    "only": N_("{name} meets the goal in {met} of the futures ({interval})."),
    "alike": N_("Not distinguishable from it: {names}."),
    "worlds": N_("In {share} of the {count} plausible settings ({interval}), {name} meets the goal as often as any "
"other choice; in one of these settings in ten, in {least} of the futures at most."),
    "apart": N_("Every other choice meets it in clearly fewer."),
    "regret": N_("{measure}: the least regretted is {name}, {mean} behind the best of each future on average, "
"more than {high} in one future in ten."),
    "best_always": N_("{measure}: {name} is the best in every future."),
    "none_dominated": N_("For {outcome}, hours and dollars together, no choice is surpassed by another in all three."),
    "dominated": N_("Surpassed in {outcome}, hours and dollars together: {pairs}."),
    "pair": N_("{name} by {by}"),
    "left_out": N_("{count} of the simulated futures (a replicate of one) are left out, as some choice failed there "
"or has no figure."),
}  # fmt: skip


def robustness_sentences(found: Robustness, called: Mapping[str, str], language: str) -> list[str]:
    """Return what comparing choices comes to, in sentences.

    Args:
        found: what ``analysis.robustness.robustness.compare_choices`` gives.
        called: what each choice is called.
        language: ``fr`` or ``en``.
    """
    table = found.choices
    first = table.iloc[0]
    values = {"name": called[first["choice"]]}
    lines = [answer_sentence(found, called, language)]
    if len(table) > 1 and found.count > 1:
        alike = [called[one["choice"]] for _, one in table.iloc[1:].iterrows() if one["behind_low"] <= 0]
        key = "alike" if alike else "apart"
        lines.append(sentence(_SENTENCES[key], language, names=first_items(alike)))
        if "best_in" in table:
            lines.append(shares_of_worlds(found, values["name"], language))
        lines += [
            least_regretted(found, name, called, language) for name in found.measures if name not in COST_MEASURES
        ]
        lines.append(dominated_choices(found, called, language))
    if found.count < FEW_FUTURES:
        few = NN_("{count} future is too few: ask for more points.",
                  "Only {count} futures: the intervals are too narrow; ask for more points.")  # fmt: skip
        lines.append(say_number(*few, found.count, language))
    if found.left_out:
        lines.append(sentence(_SENTENCES["left_out"], language, count=format_number(found.left_out, language)))
    return lines


def answer_sentence(found: Robustness, called: Mapping[str, str], language: str) -> str:
    """Return the sentence that answers: how often the first choice meets the goal, and whether any does as often."""
    table, first = found.choices, found.choices.iloc[0]
    count = format_number(len(table), language)
    if found.count == 1:
        met = format_number(int((table["met"] > 0).sum()), language)
        return sentence(_SENTENCES["one_future"], language, met=met, count=count)
    rank = "only" if len(table) == 1 else "tied" if table["met"].iat[1] == first["met"] else "best"
    interval = percent_interval(first["met_low"], first["met_high"], language)
    values = {"name": called[first["choice"]], "met": format_percent(first["met"], language), "interval": interval}
    return sentence(_SENTENCES[rank], language, count=count, **values)


def shares_of_worlds(found: Robustness, name: str, language: str) -> str:
    """Return in what share of the plausible settings the first choice is the best, and what it comes to in few."""
    first = found.choices.iloc[0]
    share, least = (format_percent(first[key], language) for key in ("best_in", "met_10"))
    ends = percent_interval(first["best_in_low"], first["best_in_high"], language)
    count = format_number(found.worlds, language)
    values = {"share": share, "least": least, "interval": ends, "count": count, "name": name}
    return sentence(_SENTENCES["worlds"], language, **values)


def least_regretted(found: Robustness, name: str, called: Mapping[str, str], language: str) -> str:
    """Return which choice is the least regretted in one measure."""
    table = found.outcomes[found.outcomes["measure"] == name]
    least = table.loc[table["regret"].idxmin()]
    unit = "points" if MEASURES[name].unit in PERCENT_UNITS else MEASURES[name].unit
    scale = 100 if unit == "points" else 1
    values = {"measure": MEASURES[name].meaning(language), "name": called[least["choice"]]}
    if least["worst"] == 0:
        return sentence(_SENTENCES["best_always"], language, **values)
    decimals = decimals_for_unit(unit, 5 * scale * (least["regret_90"] or least["worst"]))
    mean, high = (format_quantity(scale * least[key], unit, decimals, language) for key in ("regret", "regret_90"))
    return sentence(_SENTENCES["regret"], language, mean=mean, high=high, **values)


def dominated_choices(found: Robustness, called: Mapping[str, str], language: str) -> str:
    """Return which choices are dominated, and by which."""
    outcome = measure_name(found.measures[0], language)
    below = found.choices.dropna(subset="dominated_by")
    if below.empty:
        return sentence(_SENTENCES["none_dominated"], language, outcome=outcome)
    pairs = [say(_SENTENCES["pair"], language, name=called[one["choice"]], by=called[one["dominated_by"]])
             for _, one in below.iterrows()]  # fmt: skip
    return sentence(_SENTENCES["dominated"], language, outcome=outcome, pairs=first_items(pairs))


def first_items(items: Sequence[str]) -> str:
    """Return the first items on one line, and how many more there are."""
    more = f" (+ {len(items) - _SHOWN})" if len(items) > _SHOWN else ""
    return "; ".join(items[:_SHOWN]) + more
