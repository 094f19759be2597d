"""``entente robust``: choices across futures that nobody controls: goals met, regret, costs."""

from collections.abc import Iterator, Sequence
from functools import partial

from entente.analysis.robustness.choices_figure import choice_names
from entente.analysis.robustness.robustness import COST_MEASURES
from entente.commands.robustness.robustness import RobustnessResults, check_crossed, check_measures, robustness_of
from entente.commands.sweep.study_or_plan import complete_study, parse_all, study_or_plan
from entente.i18n import N_, percent, say
from entente.studies.goals import goals_of
from entente.terminal.experiment import exit_code_of
from entente.terminal.layout import table
from entente.terminal.quantities import decimals_of, format_rounded, title


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

    return exit_code_of(work, language)


def robustness_text(found: RobustnessResults, language: str) -> str:
    """Return what was found: sentences, goals and costs of each choice, regret in each outcome."""
    from entente.analysis.plotting.goal_words import goals_text

    goal = say("Goal — {goals}", language, goals=goals_text(found.found.goals, language))
    called = choice_names(found.levers, language)
    best = [N_("best in")] if "best_in" in found.choices else []
    costs = [
        say(key, language)
        for key in (
            N_("choice"), N_("meets it"), N_("95% interval"), *best, N_("hours"), N_("dollars"), N_("dominated by")
        )
    ]  # fmt: skip
    regrets = [
        say(key, language)
        for key in (N_("choice"), N_("mean"), N_("regret"), N_("95% interval"), N_("one in ten over"))
    ]
    return "\n\n".join([
        "\n".join([goal, *found.sentences(language)]),
        table(choice_rows(found, called, language), costs, numbers=(1, *range(3, len(costs) - 1))),
        table(regret_rows(found, called, language), regrets, numbers=(1, 2, 4)),
    ])  # fmt: skip


def choice_rows(found: RobustnessResults, called: dict[str, str], language: str) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each choice."""
    means = found.outcomes.pivot(index="choice", columns="measure", values="mean")
    for _, one in found.choices.iterrows():
        name, by = str(one["choice"]), one["dominated_by"]
        ends = {key: percent(one[f"met_{key}"], language) for key in ("low", "high")}
        over = "–" if by is None or by != by else f"{called[by]} ({percent(one['dominated_in'], language)})"
        best = [percent(one["best_in"], language)] if "best_in" in one else []
        costs = [format_rounded(float(means.loc[name, cost]), language, 0) for cost in COST_MEASURES]
        yield called[name], percent(one["met"], language), say("[{low}, {high}]", language, **ends), *best, *costs, over


def regret_rows(found: RobustnessResults, called: dict[str, str], language: str) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each outcome: its title, then a row for each choice in the order of the choices."""
    order = list(found.choices["choice"])
    for measure in [name for name in found.found.measures if name not in COST_MEASURES]:
        part = found.outcomes[found.outcomes["measure"] == measure].set_index("choice").loc[order]
        yield title(measure, language), "", "", "", ""
        decimals = decimals_of(measure)
        for name, one in part.iterrows():
            cells = {key: format_rounded(float(one[key]), language, decimals)
                     for key in ("mean", "regret", "regret_low", "regret_high", "regret_90")}  # fmt: skip
            between = say("[{low}, {high}]", language, low=cells["regret_low"], high=cells["regret_high"])
            yield f"  {called[str(name)]}", cells["mean"], cells["regret"], between, cells["regret_90"]
