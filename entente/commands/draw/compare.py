"""The curves of finished runs on one figure, what differs between the runs in words, and their paired differences."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
from scipy.stats import ttest_ind

from entente.commands.draw.drawing import Drawing, DrawnRun, raise_violations
from entente.config.changes import changed_settings, differing_values
from entente.i18n import N_, say
from entente.sim.validation.messages import message
from entente.sim.validation.validate import Violation

if TYPE_CHECKING:
    from entente.analysis.comparison.heading import ComparisonHeading

MOST_COMPARED = 5  # that can be told apart in one panel
APART_PAIRED = N_("{name}: final mobilisation {effect} points [{low}, {high}] from {against}, replicate by replicate.")
APART_UNPAIRED = N_(
    "{name}: final mobilisation {effect} points [{low}, {high}] from {against}; replicates are not paired."
)


def draw_compared(results: Mapping[str, DrawnRun], language: str, *, slide: bool = False) -> Drawing:
    """Draw the mobilisation of several runs, with what differs between them.

    Args:
        results: two runs or more by the name of their folder; the others are compared with the first.
        language: ``en`` or ``fr``.
        slide: whether it is drawn for a projector.

    Raises:
        SettingsError: when they cannot be compared.
    """
    from entente.analysis.comparison.curves_figure import curves_figure
    from entente.analysis.statistics.curves import bands

    raise_violations([_count_violation(results), _horizon_violation(results)])
    curves = []
    for name, result in results.items():
        table = bands(result.weeks, "mobilisation")
        table.insert(0, "combination", name)
        curves.append(table)
    table = pd.concat(curves, ignore_index=True)
    return Drawing(curves_figure(table, comparison_heading(results, language), language, slide=slide), table)


def comparison_heading(results: Mapping[str, DrawnRun], language: str) -> "ComparisonHeading":
    """Return what the figure says: what each run is called, whether chance is common, how far apart they end."""
    from entente.analysis.comparison.heading import ComparisonHeading

    runs = list(results.values())
    choices = choices_of_runs(results)
    same_scenario = len({one.configuration.choices["scenario"] for one in runs}) == 1
    changes = changed_settings(runs[0].configuration) if same_scenario else {}
    alike = {key: value for key, value in changes.items() if key not in next(iter(choices.values()))}
    paired = shares_random_numbers(runs)
    head = ComparisonHeading(
        choices, next(iter(results)), runs[0].settings.title if same_scenario else None,
        min(len(one.runs) for one in runs), changes=alike, paired=paired,
    )  # fmt: skip
    notes = [difference_text(results, name, head, language) for name in list(results)[1:]]
    return ComparisonHeading(**{**vars(head), "notes": tuple(notes)})


def choices_of_runs(results: Mapping[str, DrawnRun]) -> dict[str, dict[str, str]]:
    """Return for each run the value, as text, of every option and setting that is not the same in all of them.

    The folder stands for a run that differs in nothing from another one.
    """
    configurations = [one.configuration for one in results.values()]
    values = differing_values(configurations)
    choices = {name: {key: texts[k] for key, texts in values.items()} for k, name in enumerate(results)}
    every = list(choices.values())
    return {name: one if one and every.count(one) == 1 else {**one, "folder": name} for name, one in choices.items()}


def shares_random_numbers(runs: Sequence[DrawnRun]) -> bool:
    """Tell whether runs have common random numbers: the same seed and the same replicates, spread in the same way."""
    first = runs[0]
    return all(
        one.configuration.run.seed == first.configuration.run.seed
        and one.configuration.run.plausible == first.configuration.run.plausible
        and one.runs["replicate"].tolist() == first.runs["replicate"].tolist()
        for one in runs
    )


def difference_text(results: Mapping[str, DrawnRun], name: str, head: "ComparisonHeading", language: str) -> str:
    """Return how far a run ends from the first one, as a sentence."""
    from entente.analysis.comparison.differences import paired_difference
    from entente.analysis.plotting.numbers import format_signed

    first, other = results[head.against], results[name]
    here, there = (one.runs["final"].to_numpy(float) for one in (other, first))
    low = high = float("nan")
    effect = float(here.mean() - there.mean())
    if head.paired:
        found = paired_difference(here, there, first.configuration.run.seed)
        low, high = found.low, found.high
    elif min(len(here), len(there)) > 1:
        low, high = ttest_ind(here, there, equal_var=False).confidence_interval(0.95)
    texts = {key: format_signed(100 * one, 1, language) for key, one in
             (("effect", effect), ("low", low), ("high", high))}  # fmt: skip
    names = {"name": head.name(name, language), "against": head.name(head.against, language)}
    return say(APART_PAIRED if head.paired else APART_UNPAIRED, language, **texts, **names)


def _count_violation(results: Mapping[str, Any]) -> Violation | None:
    """Return the violation of too few or too many runs."""
    if 2 <= len(results) <= MOST_COMPARED:
        return None
    problem = message("{count} folders of runs to compare", count=len(results))
    return Violation("compare", problem, message("from 2 to {number}", number=MOST_COMPARED))


def _horizon_violation(results: Mapping[str, DrawnRun]) -> Violation | None:
    """Return the violation of runs that do not have the same weeks."""
    weeks = {name: one.settings.weeks for name, one in results.items()}
    if len(set(weeks.values())) <= 1:
        return None
    counts = ", ".join(f"{name}: {count}" for name, count in weeks.items())
    return Violation("weeks", message("they are not the same ({counts})", counts=counts), message("runs of one length"))
