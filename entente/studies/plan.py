"""The plan of a study: axes, what each point is composed from, the points themselves, how they are run."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from entente.analysis.statistics.measures import MEASURES
from entente.config.overrides import override_key, to_builtin
from entente.config.problems import (
    SUMMARY_NAMES,
    Located,
    Origin,
    locate,
    of_other_paths,
    sort_by_origin,
    unknown_names,
)
from entente.config.run_settings import RUN_PARAMETERS, Run
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.axes import Axis, Role, as_override, as_text, axes_of, listed_values, wrong_axes
from entente.studies.bases import Base, compose_bases, following_violations, out_of_range
from entente.studies.file import StudyFile, study_file_under
from entente.studies.options import STUDY_OPTIONS, RandomNumbers, StudyOptions, is_file, is_option, split_options
from entente.studies.placing import place_points, unplaceable
from entente.studies.points import Point
from entente.studies.sizes import count_points, too_many_points, too_many_runs
from entente.studies.table import Table, points_in, repeated_points

UNUSED_BY_STUDIES = (
    "format",
    "by_organisation",
    "by_group",
    "attendance",
)  # choices of how to run that mean nothing to a study


@dataclass(frozen=True)
class StudyPlan:
    """The plan of a study.

    Attributes:
        axes: the settings that take several values, in the order given.
        bases: what points are placed on, one for each combination of options that occurs.
        design: one row per point: ``point`` (from 0), the value of each axis, and, where levers are crossed with
            uncertainties, ``choice`` (the levers' values as a name) and ``future`` (which row of the uncertainties).
        run: how each point is run.
        making: how the study is made.
        outcomes: summaries that the study is about, if it says so.
        words: the request, as overrides.
        uncertain: those of what nobody controls.
        model: a subclass of ``sim.Partnership`` to step instead of the compiled rules.
    """

    axes: tuple[Axis, ...]
    bases: tuple[Base, ...]
    design: pd.DataFrame
    run: Run
    options: StudyOptions
    outcomes: tuple[str, ...]
    words: tuple[str, ...]
    uncertain: tuple[str, ...]
    model: type | None = None

    @property
    def runs(self) -> int:
        """Return how many runs there are in all."""
        return len(self.design) * self.run.replicates

    def points(self) -> list[Point]:
        """Return the points, each with what it is placed on and the values that it takes there."""
        ranks = {tuple(base.choices.values()): rank for rank, base in enumerate(self.bases)}
        options = [self.design[one.key] for one in self.axes if one.is_choice]
        others = {
            one.key: [tree_value(value) for value in self.design[one.key]] for one in self.axes if not one.is_choice
        }
        found = []
        for number in range(len(self.design)):
            base = ranks[tuple(column.iat[number] for column in options)]
            found.append(Point(number, base, {key: values[number] for key, values in others.items()}))
        return found


def plan_study(
    overrides: Sequence[str] = (), values: Mapping[str, Any] | None = None, *, uncertain: Sequence[str] = (),
    outcomes: Sequence[str] = (), model: type | None = None, said_by: str = "command_line",
) -> StudyPlan:  # fmt: skip
    """Return the plan of a study.

    Args:
        overrides: texts in Hydra's grammar, ``StudyOptions`` included; ``interval(0.1,0.9)`` is any value between;
            ``study=FILE.yaml`` says the same in sections, over which the others have the last word.
        values: the same as dotted paths with Python values; a list, a tuple or an ``Interval`` makes an axis.
        uncertain: overrides of what nobody controls; they come after the others.
        outcomes: summaries that the study is about.
        model: a subclass of ``sim.Partnership`` to step instead of the compiled rules.
        said_by: what to call the origin of all this.

    Raises:
        SettingsError: with every violation.
    """
    said, values = study_file_under(overrides, listed_values(values or {}), uncertain)
    texts = (*said.overrides, *said.uncertain)
    options, (words, others, violations) = split_options(StudyOptions, texts, values)
    violations += unknown_names("outcomes", outcomes_in(outcomes), MEASURES, SUMMARY_NAMES)
    axes, wrong = axes_of(words, others, intervals=True, uncertain=map(override_key, said.uncertain))
    violations += [*wrong, *of_other_paths(unusable_axes(axes, [*words, *others], said.uncertain), wrong)]
    table = None
    if options.design is not None and is_file(options.design) and not violations:
        table = points_in(Path(options.design).expanduser())
        twice = {one.key for one in table.axes} & {*map(override_key, words), *others}
        violations += [Violation(key, message("{name} is said twice", name=key)) for key in sorted(twice)]
        violations += wrong_axes(table.axes, (), {})
        if options.random_numbers is RandomNumbers.COMMON:
            violations += repeated_points(table)
        axes += table.axes
    refuse_large(too_many_points(axes, options), said, said_by)
    bases, found = find_bases(axes, words, others, options, violations, said_by, table)
    if found:
        raise SettingsError(sort_by_origin(map(said.locate_in_file, found)))
    run = bases[0].configuration.run
    refuse_large(too_many_runs(count_points(axes, options, table), run.replicates), said, said_by)
    design = table.design if table else place_points(axes, options, run.seed)
    about = tuple(outcomes_in(outcomes) or said.outcomes)
    return StudyPlan(tuple(axes), occurring(bases, axes, design), design, run, options, about,
                     words_of_plan(said, values), said.uncertain, model)  # fmt: skip


def outcomes_in(given: Sequence[str]) -> Sequence[str]:
    """Return the summaries that a call names, one alone being a text."""
    return [given] if isinstance(given, str) else given


def refuse_large(large: Iterable[Violation], said: StudyFile, said_by: str) -> None:
    """Refuse a study that is too large.

    Raises:
        SettingsError: with how large it would be, where that is said.
    """
    if wrong := [said.locate_in_file(locate(one, Origin(said_by))) for one in large]:
        raise SettingsError(wrong)


def find_bases(
    axes: Sequence[Axis], words: Sequence[str], values: Mapping[str, Any], options: StudyOptions,
    violations: Sequence[Violation], said_by: str, table: Table | None = None,
) -> tuple[tuple[Base, ...], list[Located]]:  # fmt: skip
    """Return what points are placed on, and all that is wrong, the violations found before included.

    Where points are read from a table, only the combinations of options that occur in it are composed.
    """
    origin = Origin(said_by)
    found = [locate(one, origin) for one in violations]
    picked = occurring_options(axes, table.design) if table else None
    try:
        bases = tuple(compose_bases(axes, words, values, said_by, picked))
        wrong = out_of_range([one for one in axes if one.key not in RUN_PARAMETERS], bases)
        if not violations:
            wrong += unplaceable(axes, options)
        if not violations and not wrong:
            wrong += following_violations(axes, bases[0], words, values, said_by)
    except SettingsError as error:
        return (), found + [locate(one, origin) for one in of_other_paths(error.violations, violations)]
    return bases, found + [locate(one, origin) for one in wrong]


def occurring(bases: Sequence[Base], axes: Sequence[Axis], design: pd.DataFrame) -> tuple[Base, ...]:
    """Return the bases on which a point is placed."""
    used = set(occurring_options(axes, design))
    return tuple(base for base in bases if tuple(base.choices.values()) in used)


def occurring_options(axes: Sequence[Axis], design: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return the combinations of options that occur in a design, each once."""
    return [*dict.fromkeys(design[[one.key for one in axes if one.is_choice]].itertuples(index=False, name=None))]


def words_of_plan(said: StudyFile, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the request without the uncertainties, as overrides."""
    given = (f"{key}={override_text(key, value)}" for key, value in values.items() if value is not None)
    return (*said.overrides, *given)


def unusable_axes(axes: Sequence[Axis], said: Sequence[str], uncertain: Sequence[str]) -> list[Violation]:
    """Return why a study is refused, and the uncertainties that have only one value."""
    keys = {override_key(text) for text in said}
    wrong = [Violation(key, message("this command decides it itself")) for key in UNUSED_BY_STUDIES if key in keys]
    known = {one.key for one in axes if one.role is Role.UNCERTAINTY} | set(STUDY_OPTIONS)
    alone = [key for key in map(override_key, uncertain) if key not in known]
    return wrong + [
        Violation(key, message("an uncertainty has one value"), message("several, or interval(low,high)"))
        for key in alone
    ]


def override_text(key: str, given: Any) -> str:
    """Return a value given from Python as what follows the equal sign of an override."""
    return as_text(to_builtin(given)) if is_option(key) else as_override(given)


def tree_value(value: Any) -> Any:
    """Return a value of a design as a tree of settings has it: no numpy number, nothing where there is none."""
    value = to_builtin(value)
    return None if isinstance(value, float) and math.isnan(value) else value
