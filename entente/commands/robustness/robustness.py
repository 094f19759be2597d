"""Choices weighed across futures, from Python and from the command line: goals met, regret, costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from entente.analysis.robustness.robustness import COST_MEASURES, DEFAULT_OUTCOMES, SENSE, Robustness, compare_choices
from entente.analysis.statistics.goals import Goal
from entente.analysis.statistics.measures import summaries_of
from entente.config.problems import Origin, locate, unknown_names
from entente.i18n import default_language
from entente.results.html import results_html
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.analysed_study import axis_keys, keep_analysis, runs_done, study_of
from entente.studies.goals import goals_of
from entente.studies.options import RandomNumbers
from entente.studies.study import Study

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False)
class RobustnessResults:
    """How choices do across futures.

    Attributes:
        study: what was read.
        found: the tables (``analysis.robustness.compare_choices.Robustness``).
        levers: for each choice, the value of each lever as text.
    """

    study: Study
    found: Robustness
    levers: dict[str, dict[str, str]]

    def __repr__(self) -> str:
        """Return what was weighed, on one line."""
        return f"<RobustnessResults: {len(self.levers)} choices × {self.found.count} futures>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: sentences, the choices, their figure."""
        language = default_language()
        title, *sentences = self.sentences(language)
        return results_html(title, sentences, self.choices, self.plot(language))

    @property
    def choices(self) -> pd.DataFrame:
        """Return one row a choice: how often it meets the goals, how far behind the first, what dominates it."""
        return self.found.choices

    @property
    def outcomes(self) -> pd.DataFrame:
        """Return one row for each choice and measure: mean and regret, with their intervals."""
        return self.found.outcomes

    @property
    def futures(self) -> pd.DataFrame:
        """Return one row for each choice and future, with the uncertainties of that future."""
        design = self.study.design
        beyond = [key for key in axis_keys(design) if key in uncertainties(self.study)]
        return self.found.futures.merge(design[["future", *beyond]].drop_duplicates("future"), on="future")

    def sentences(self, language: str | None = None) -> list[str]:
        """Return what comparing comes to in sentences, in ``fr`` or ``en`` (None: the environment's)."""
        from entente.analysis.robustness.choices_figure import choice_names
        from entente.analysis.robustness.sentences import robustness_sentences

        language = language or default_language()
        return robustness_sentences(self.found, choice_names(self.levers, language), language)

    def plot(self, language: str | None = None) -> "Figure":
        """Return the figure of goals met and regret."""
        from entente.analysis.robustness.choices_figure import choices_figure

        return choices_figure(self.found, self.levers, language or default_language(), self.study.heading)

    def plot_costs(self, language: str | None = None) -> "Figure":
        """Return the figure of the first outcome against hours and dollars."""
        from entente.analysis.robustness.pareto_figure import pareto_figure

        return pareto_figure(self.found, self.levers, language or default_language(), self.study.heading)

    def save(self, language: str | None = None) -> Path:
        """Write tables, figures and manifest into ``robust`` in the folder of the study, and return that folder.

        Other goals, measures or another language have a folder of their own beside it.

        Raises:
            OSError: when they cannot be written.
        """
        goals = " ".join(str(goal) for goal in self.found.goals)
        measures = " ".join(self.found.measures)
        question = {"goals": goals, "measures": measures, "language": language or default_language()}
        tables = {"choices": self.choices, "outcomes": self.outcomes, "futures": self.futures}
        figures = {"choices": partial(self.plot, language), "pareto": partial(self.plot_costs, language)}
        about = {"goals": [str(goal) for goal in self.found.goals], "measures": list(self.found.measures),
                 "futures": self.found.count, "left_out": self.found.left_out}  # fmt: skip
        return keep_analysis(self.study, "robust", question, tables, figures, about)


def robust(
    study: Study | str | Path | Sequence[str | Path] | None = None, *, goals: Sequence[str] = (),
    measures: Sequence[str] = (), overrides: Sequence[str] = (), uncertain: Sequence[str] = (),
    model: type | None = None, **values: Any,
) -> RobustnessResults:  # fmt: skip
    """Weigh choices across futures that nobody controls.

    Args:
        study: a study or its folder, which is then only read; or what ``entente.sweep`` takes first, a scenario.
        goals: what is wanted, all of it, such as ``"final>=0.5"``; no essoufflement unless stated.
        measures: outcomes, the first of which is set against the costs; those that the study is about unless stated.
        overrides: as in ``entente.sweep``, like ``values``; the axes among them are the choices.
        uncertain: overrides of what nobody controls.
        model: a subclass of ``entente.sim.Partnership`` to step instead of the compiled rules (slow).
        values: settings, how to run and how to make the study.

    Raises:
        SettingsError: with everything that is wrong.
        OSError: when results cannot be written.
    """
    check_measures(measures, "arguments")
    wanted = goals_of(goals, "arguments")
    return robustness_of(
        study_of(study, overrides, uncertain, measures, values, check_crossed, model), wanted, measures
    )


def check_measures(measures: Sequence[str], said_by: str) -> None:
    """Refuse outcomes that there are not, or of which nobody can say whether more is better.

    Raises:
        SettingsError: with each of them.
    """
    if wrong := [locate(one, Origin(said_by)) for one in unknown_names("measure", measures, SENSE)]:
        raise SettingsError(wrong)


def uncertainties(study: Study) -> list[str]:
    """Return the paths of the axes of a study that nobody controls."""
    return list(study.manifest["identity"]["uncertainties"])


def check_crossed(design: pd.DataFrame, random_numbers: RandomNumbers) -> None:
    """Refuse a design without choices crossed with uncertainties, or without common random numbers.

    Raises:
        SettingsError: with what is wrong.
    """
    wrong = []
    if "future" not in design:
        wanted = message("levers, and what nobody controls after --uncertain")
        wrong.append(Violation("study", message("it crosses no choices with uncertainties"), wanted))
    if random_numbers is RandomNumbers.OWN:
        wrong.append(
            Violation(
                "random_numbers",
                message("choices are only comparable with common random numbers"),
                "random_numbers=common",
            )
        )
    if wrong:
        raise SettingsError(wrong)


def robustness_of(study: Study, goals: tuple[Goal, ...], measures: Sequence[str] = ()) -> RobustnessResults:
    """Return how the choices of a study do in what it has so far.

    Raises:
        SettingsError: when it has nothing to read.
    """
    design = study.design
    outcomes = compared_outcomes(study, measures)
    parts = [
        part for name in (*outcomes, *COST_MEASURES, *(goal.measure for goal in goals)) for part in summaries_of(name)
    ]
    runs = runs_done(study, parts).merge(design[["point", "choice", "future"]], on="point")
    try:
        found = compare_choices(runs, int(study.manifest["identity"]["seed"]), goals, outcomes)
    except ValueError:
        wanted = message("a study further on, or another goal")
        raise SettingsError([Violation("study", message("no future was run under every choice"), wanted)]) from None
    levers = [key for key in axis_keys(design) if key not in uncertainties(study)]
    first = design.drop_duplicates("choice")
    named = {str(one["choice"]): {key: _text_of(one[key]) for key in levers} for _, one in first.iterrows()}
    return RobustnessResults(study, found, named)


def compared_outcomes(study: Study, measures: Sequence[str]) -> list[str]:
    """Return the outcomes set against the costs: those asked for, those that a study is about, or the usual ones."""
    wanted = measures or [name for name in study.manifest["outcomes"] if name in SENSE]
    return [name for name in wanted if name not in COST_MEASURES] or list(DEFAULT_OUTCOMES)


def _text_of(value: Any) -> str:
    """Return a value of a design as text."""
    return f"{value:.15g}" if isinstance(value, float) else str(value)
