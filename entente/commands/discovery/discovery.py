"""Discovering from Python and from the command line: which settings lead to essoufflement, or to a goal missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from entente.analysis.discovery.prim import box_text
from entente.analysis.discovery.scenario_discovery import DEFAULT_AXES, Discovery, cases_of
from entente.analysis.discovery.scenario_discovery import discover_box as search
from entente.analysis.discovery.tree import Node, classification_tree, leaf_table
from entente.analysis.statistics.goals import Goal, meets_all
from entente.analysis.statistics.measures import summaries_of
from entente.i18n import default_language
from entente.results.html import results_html
from entente.sim.validation.messages import message, not_possible, number_between
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.analysed_study import axis_keys, keep_analysis, runs_done, study_of
from entente.studies.goals import goals_of
from entente.studies.options import RandomNumbers
from entente.studies.study import Study

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MOST_AXES = 6  # that one box may be asked to limit


@dataclass(frozen=True, repr=False)
class DiscoveryResults:
    """What leads to essoufflement, or to a goal missed.

    Attributes:
        study: what was read.
        goals: what the cases of interest miss.
        found: the box, how it was checked, what there is to doubt (``scenario_discovery.Discovery``).
        left_out: runs that failed, or have no figure for a goal.
        axes: how many settings the box may limit.
        density: the least that was asked for, if any.
    """

    study: Study
    goals: tuple[Goal, ...]
    found: Discovery
    left_out: int
    axes: int = DEFAULT_AXES
    density: float | None = None

    def __repr__(self) -> str:
        """Return what was found, on one line."""
        return f"<DiscoveryResults in {len(self.found.cases)} points: {box_text(self.found.box) or 'nothing'}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: sentences, the limits of the box, its figure if there is one."""
        language = default_language()
        title, *sentences = self.sentences(language)
        return results_html(title, sentences, self.limits, self.plot(language) if self.found.box else None)

    @property
    def limits(self) -> pd.DataFrame:
        """Return the limits of the box, one row a setting (``analysis.discovery.scenario_discovery.LIMIT_COLUMNS``)."""
        return self.found.limits

    @property
    def trajectory(self) -> pd.DataFrame:
        """Return the boxes of the peeling, from the widest to the smallest: coverage, density, and both checked."""
        return self.found.trajectory

    @cached_property
    def root(self) -> Node:
        """Return the tree of questions."""
        cases, out = self.found.cases, self.found.held_out
        searched, held = (cases.some(np.flatnonzero(mask)) for mask in (~out, out))
        return classification_tree(searched, held, seed_of(self.study))

    @property
    def rules(self) -> pd.DataFrame:
        """Return the ends of the tree's paths, one row each (``analysis.discovery.tree.LEAF_COLUMNS``)."""
        return leaf_table(self.root)

    @property
    def cases(self) -> pd.DataFrame:
        """Return the points: settings, runs, runs of interest, whether the search saw them, whether in the box."""
        cases = self.found.cases
        return cases.table.assign(interest=cases.interest, runs=cases.runs, held_out=self.found.held_out,
                                  in_box=cases.inside(self.found.box))  # fmt: skip

    def sentences(self, language: str | None = None) -> list[str]:
        """Return what was found in sentences that a planner can read, in ``fr`` or ``en`` (None: the environment's)."""
        from entente.analysis.discovery.sentences import discovery_sentences

        return discovery_sentences(self.found, self.goals, language or default_language())

    def plot(self, language: str | None = None) -> "Figure":
        """Return the figure of the box.

        Raises:
            ValueError: when there is no box to draw.
        """
        if not self.found.box:
            raise ValueError("there is no box to draw: sentences() says why")

        from entente.analysis.discovery.box_figure import box_figure

        return box_figure(self.found, self.goals, language or default_language(), self.study.heading)

    def plot_tree(self, language: str | None = None) -> "Figure":
        """Return the figure of the tree."""
        from entente.analysis.discovery.tree_figure import tree_figure

        return tree_figure(self.root, self.found.cases, self.goals, language or default_language(), self.study.heading)

    def save(self, language: str | None = None) -> Path:
        """Write tables, figures and manifest into ``discover`` in the folder of the study, and return that folder.

        Other goals or options, or another language, have a folder of their own beside it.

        Raises:
            OSError: when they cannot be written.
        """
        tables = {"limits": self.limits, "trajectory": self.trajectory, "cases": self.cases, "rules": self.rules}
        figures = {"box": partial(self.plot, language)} if self.found.box else {}
        if len(self.root.leaves()) > 1:
            figures["tree"] = partial(self.plot_tree, language)
        about = {"goals": [str(goal) for goal in self.goals], "left_out": self.left_out,
                 "box": box_text(self.found.box), "doubts": [one.value for one in self.found.doubts],
                 "base": self.found.cases.base, "found": vars(self.found.found),
                 "checked": vars(self.found.checked) if self.found.checked else None}  # fmt: skip
        goals, axes = " ".join(about["goals"]), self.axes if self.axes != DEFAULT_AXES else None
        question = {
            "goals": goals,
            "axes": axes,
            "density": self.density,
            "language": language or default_language(),
        }
        return keep_analysis(self.study, "discover", question, tables, figures, about)


def discover(
    study: Study | str | Path | Sequence[str | Path] | None = None,
    *,
    goals: Sequence[str] = (),
    axes: int = DEFAULT_AXES,
    density: float | None = None,
    overrides: Sequence[str] = (),
    uncertain: Sequence[str] = (),
    model: type | None = None,
    **values: Any,
) -> DiscoveryResults:
    """Tell which settings lead to essoufflement, or to a goal missed.

    Args:
        study: a study or its folder, which is then only read; or what ``entente.sweep`` takes first, a scenario.
        goals: what the cases looked for miss, such as ``"final>=0.5"``; no essoufflement unless stated.
        axes: settings that the box may limit.
        density: when given, the box reported is the one that covers most with at least this density, instead of the
            one that best separates the cases from the others.
        overrides: as in ``entente.sweep``, like ``uncertain`` and ``values``.
        uncertain: overrides of what nobody controls.
        model: a subclass of ``entente.sim.Partnership`` to step instead of the compiled rules (slow).
        values: settings, how to run and how to make the study.

    Raises:
        SettingsError: with everything that is wrong.
        OSError: when results cannot be written.
    """
    refuse_impossible_box(axes, density)
    wanted = goals_of(goals, "arguments")
    return discovery_of(study_of(study, overrides, uncertain, (), values, varying, model), wanted, axes, density)


def refuse_impossible_box(axes: int, density: float | None) -> None:
    """Refuse a box that cannot be.

    Raises:
        SettingsError: with what is wrong.
    """
    wrong = []
    if not 1 <= axes <= _MOST_AXES:
        wrong.append(
            Violation(
                "axes",
                not_possible(axes),
                number_between(1, _MOST_AXES, whole=True),
            )
        )
    if density is not None and not 0 < density <= 1:
        wrong.append(Violation("density", not_possible(density), number_between(0, 1)))
    if wrong:
        raise SettingsError(wrong)


def varying(design: pd.DataFrame, _: RandomNumbers) -> None:
    """Refuse a design in which nothing varies.

    Raises:
        SettingsError: then.
    """
    if not any(design[key].nunique() > 1 for key in axis_keys(design)):
        raise SettingsError(
            [
                Violation(
                    "study", message("nothing varies in it"), message("axes, such as staff.turnover=interval(0,0.9)")
                )
            ]
        )


def discovery_of(
    study: Study, goals: tuple[Goal, ...], axes: int = DEFAULT_AXES, density: float | None = None
) -> DiscoveryResults:
    """Return what leads to goals missed in what a study has so far.

    Raises:
        SettingsError: when there is nothing to read.
    """
    runs = runs_done(study, (part for goal in goals for part in summaries_of(goal.measure)))
    missed = np.where(runs["failed"].isna(), 1 - meets_all(goals, runs), np.nan)
    if not np.isfinite(missed).any():
        raise SettingsError([Violation("goal", message("no run has a figure for it"), message("another goal"))])
    cases = cases_of(study.design, runs, missed, axis_keys(study.design))
    found = search(cases, seed_of(study), axes, density)
    return DiscoveryResults(study, goals, found, int(np.isnan(missed).sum()), axes, density)


def seed_of(study: Study) -> int:
    """Return the seed of a study."""
    return int(study.manifest["identity"]["seed"])
