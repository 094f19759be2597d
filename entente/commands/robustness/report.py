"""``entente robust``: choices across futures that nobody controls: goals met, regret, costs."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import pandas as pd

from entente.analysis.plotting.setting_names import level_title, setting_title
from entente.analysis.robustness.robustness import COST_MEASURES
from entente.commands.robustness.robustness import RobustnessResults, check_crossed, check_measures, robustness_of
from entente.commands.sweep.study_or_plan import complete_study, parse_all, study_or_plan
from entente.i18n import N_, NN_, percent, say, say_number
from entente.studies.goals import goals_of
from entente.terminal.experiment import exit_code_of
from entente.terminal.layout import table
from entente.terminal.quantities import decimals_of, format_interval, format_rounded, title

BEST = 5  # choices that are shown; the table on the disk has them all


def robust_command(
    overrides: Sequence[str], uncertain: Sequence[str], measures: Sequence[str], goals: Sequence[str], language: str
) -> int:  # fmt: skip
    """Weigh choices across futures and return the exit code."""

    def work() -> int:
        source, _, aims = parse_all(
            partial(study_or_plan, overrides, uncertain, measures, check_crossed),
            partial(check_measures, measures, "command_line"),
            partial(goals_of, goals),
        )  # fmt: skip
        code, study = complete_study(source, language)
        if code:
            return code
        found = robustness_of(study, aims, measures)
        print(f"\n{robustness_text(found, language)}")
        print(say("Results: {folder}", language, folder=found.save(language)))
        return 0

    return exit_code_of(work, language, overrides)


def robustness_text(found: RobustnessResults, language: str) -> str:
    """Return what was found: the sentence that answers, the best choices by lever, what more there is to say."""
    from entente.analysis.plotting.goal_words import goals_text

    goal = say("Goal — {goals}", language, goals=goals_text(found.found.goals, language))
    answer, *others = found.sentences(language)
    best = found.choices.head(BEST)
    heads = factor_heads(found, language)
    regrets = [say(key, language) for key in (N_("rank"), N_("mean"), N_("regret"), N_("95% interval"),
                                              N_("one in ten over"))]  # fmt: skip
    left = len(found.choices) - len(best)
    more = NN_("{count} more choice is in choices.csv.", "{count} more choices are in choices.csv.")
    parts = [
        f"{goal}\n{answer}",
        choices_table(found, best, heads, language),
        say_number(*more, left, language) if left else "",
    ]
    if len(found.choices) > 1:
        parts += ["\n".join(others), table(regret_rows(found, best, language), regrets, numbers=(1, 2, 4))]
    else:
        parts.append("\n".join(others))
    return "\n\n".join(part for part in parts if part)


def factor_heads(found: RobustnessResults, language: str) -> dict[str, str]:
    """Return the title of each lever that varies between the choices."""
    values = list(found.levers.values())
    return {key: setting_title(key, language) for key in values[0]} if values else {}


def choices_table(found: RobustnessResults, best: pd.DataFrame, heads: dict[str, str], language: str) -> str:
    """Return choices as a table: a column for each lever, how often the goal is met, costs, which choice dominates."""
    worlds = "best_in" in found.choices
    names = [N_("meets it"), N_("95% interval"), *([N_("best in")] if worlds else []), N_("hours"), N_("dollars")]
    dominated = best["dominated_by"].notna().any()
    head = [say("rank", language), *heads.values(), *(say(key, language) for key in names)]
    head += [say("dominated by", language)] if dominated else []
    means = found.outcomes.pivot(index="choice", columns="measure", values="mean")
    ranks = {str(name): k for k, name in enumerate(found.choices["choice"], start=1)}
    rows = []
    for _, one in best.iterrows():
        name = str(one["choice"])
        levels = [level_title(key, found.levers[name][key], language) for key in heads]
        in_worlds = [percent(one["best_in"], language)] if worlds else []
        costs = [format_rounded(float(means.loc[name, cost]), language, 0) for cost in COST_MEASURES]
        over = [_dominating(one, ranks, language)] if dominated else []
        rows.append((str(ranks[name]), *levels, percent(one["met"], language), _met_interval(one, language),
                     *in_worlds, *costs, *over))  # fmt: skip
    first = 1 + len(heads)
    return table(rows, head, numbers=(0, first, *range(first + 2, first + 4 + worlds)))


def _met_interval(one: "pd.Series[Any]", language: str) -> str:
    """Write the interval of the share of the futures in which a choice meets the goal."""
    ends = {key: percent(one[f"met_{key}"], language) for key in ("low", "high")}
    return say("[{low}, {high}]", language, **ends)


def _dominating(one: "pd.Series[Any]", ranks: dict[str, int], language: str) -> str:
    """Return the rank of the choice that dominates one, and in what share of the resamples it does."""
    by = one["dominated_by"]
    return f"{ranks[by]} ({percent(one['dominated_in'], language)})" if by in ranks else "–"


def regret_rows(found: RobustnessResults, best: pd.DataFrame, language: str) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each outcome: its title, then a row for each of the best choices, by its rank."""
    order = list(best["choice"])
    for measure in [name for name in found.found.measures if name not in COST_MEASURES]:
        part = found.outcomes[found.outcomes["measure"] == measure].set_index("choice").loc[order]
        yield title(measure, language), "", "", "", ""
        decimals = decimals_of(measure)
        for rank, (_, one) in enumerate(part.iterrows(), start=1):
            mean, regret, over = (format_rounded(float(one[key]), language, decimals)
                                  for key in ("mean", "regret", "regret_90"))  # fmt: skip
            ends = one["regret_low"], one["regret_high"]
            between = format_interval(*ends, language, decimals, N_("too few futures"))
            yield f"  {rank}", mean, regret, between, over
