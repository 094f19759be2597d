"""What is compared: every combination of the values that settings are given, each composed, all run alike."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from entente.analysis.comparison.differences import DEFAULT_MEASURES
from entente.analysis.statistics.measures import MEASURES
from entente.config.configuration import Configuration, configure
from entente.config.overrides import SWITCHES, TWIN, override_key
from entente.config.places import GROUPS
from entente.config.problems import Origin, attempt, locate, of_other_paths, sort_by_origin, unknown_names
from entente.config.run_settings import Run
from entente.sim.validation.messages import message, not_possible
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.axes import Axis, axes_of, listed_values, too_many_combinations
from entente.studies.options import ExecutorOptions, split_options
from entente.studies.sizes import too_many_runs

MOST_REPLICATES = 5000  # replicates that a wished precision may lead to, unless stated
UNUSED_BY_COMPARISONS = (
    "by_organisation",
    "by_group",
    "attendance",
)  # choices of how to run that mean nothing to a comparison


@dataclass(frozen=True)
class Combination:
    """One value of each axis: its name, those values as text, and what is run."""

    name: str
    choices: Mapping[str, str]
    configuration: Configuration

    @property
    def is_twin(self) -> bool:
        """Tell whether it is the twin of its scenario, beside the scenario itself."""
        return SWITCHES.get(self.choices.get(TWIN, "").lower(), False)


@dataclass(frozen=True)
class ComparisonSpec:
    """What is compared, and how.

    Attributes:
        combinations: every one of them, in the order of the axes, the last axis first to change.
        axes: paths of the settings that differ.
        against: name of the combination that the others are compared with.
        measures: names of ``analysis.statistics.measures.MEASURES``.
        run: how each is run.
        until: half-width wished for the intervals of final mobilisation, or None.
        most: replicates that this may lead to.
        overrides: the request, as text.
        options: what carries it out.
        model: a subclass of ``sim.Partnership`` to step instead of the compiled rules.
    """

    combinations: tuple[Combination, ...]
    axes: tuple[str, ...]
    against: str
    measures: tuple[str, ...]
    run: Run
    until: float | None
    most: int
    overrides: tuple[str, ...]
    options: ExecutorOptions
    model: type | None = None

    @property
    def names(self) -> list[str]:
        """Return the names of the combinations."""
        return [one.name for one in self.combinations]


def comparison_spec(
    overrides: Sequence[str] = (), values: Mapping[str, Any] | None = None, *, against: str | None = None,
    measures: Iterable[str] = (), until: float | None = None, most: int | None = None,
    said_by: str = "command_line",
) -> ComparisonSpec:  # fmt: skip
    """Return the request of a comparison.

    Args:
        overrides: texts in Hydra's grammar; several values (``a=1,2``, ``range(1,5)``, ``choice(a,b)``) make an axis.
        values: the same as dotted paths with Python values; a list or a tuple makes an axis.
        against: name of the combination that the others are compared with; None: the first.
        measures: summaries to compare beside the usual ones.
        until: half-width wished for the 95 % intervals of final mobilisation.
        most: replicates that this may lead to.
        said_by: what to call the origin of all this.

    Raises:
        SettingsError: with every violation.
    """
    origin = Origin(said_by)
    options, (overrides, values, violations) = split_options(ExecutorOptions, overrides, listed_values(values or {}))
    axes, wrong = axes_of(overrides, values)
    violations += [*wrong, *unused_options([*map(override_key, overrides), *values])]
    wanted = tuple(dict.fromkeys([*DEFAULT_MEASURES, *measures]))
    violations += unknown_names("measure", wanted, MEASURES)
    combinations, refused = attempt(lambda: compose_combinations(axes, overrides, values, said_by))
    violations += of_other_paths(refused, violations)
    if not violations:
        violations += missing_alternatives(axes, [*map(override_key, overrides), *values])
    if combinations:
        violations += unknown_reference(against, combinations)
        violations += unreachable(until, most, combinations[0].configuration.run)
        violations += unaffordable(combinations, most)
    if violations or not combinations:
        raise SettingsError(sort_by_origin(locate(one, origin) for one in violations))
    run = combinations[0].configuration.run
    keys = tuple(one.key for one in axes)
    said = (*overrides, *(f"{key}={given}" for key, given in values.items()))
    return ComparisonSpec(combinations, keys, against or combinations[0].name, wanted, run, until,
                          max(most or MOST_REPLICATES, run.replicates), said, options)  # fmt: skip


def unused_options(keys: Iterable[str]) -> Iterator[Violation]:
    """Yield the choices of how to run that mean nothing to a comparison."""
    for key in UNUSED_BY_COMPARISONS:
        if key in keys:
            yield Violation(key, message("this command decides it itself"))


def missing_alternatives(axes: Sequence[Axis], keys: Sequence[str]) -> Iterator[Violation]:
    """Yield that no setting is given several values."""
    if all(len(one.labels) < 2 for one in axes):
        example = message("several values of a setting, such as leadership=shared,broker")
        example = message("the scenario and its twin: {both}", both=f"{TWIN}=yes,no") if TWIN in keys else example
        yield Violation("compare", message("there is nothing to compare"), example)


def unknown_reference(against: str | None, combinations: Sequence[Combination]) -> Iterator[Violation]:
    """Yield that what the others are to be compared with is none of the combinations."""
    if against is not None:
        yield from unknown_names("against", [against], [one.name for one in combinations])


def compose_combinations(
    axes: Sequence[Axis], overrides: Sequence[str], values: Mapping[str, Any], said_by: str
) -> tuple[Combination, ...]:
    """Compose every combination.

    Raises:
        SettingsError: with what is wrong in any of them, each thing once.
    """
    keys = [one.key for one in axes]
    found, violations = [], list[Violation]()
    if large := [*too_many_combinations(axes, prod(len(one.labels) for one in axes))]:
        raise SettingsError(large)
    for picked in product(*(zip(one.asks, one.labels, strict=True) for one in axes)):
        try:
            found.append(compose_combination(dict(zip(keys, picked, strict=True)), overrides, values, said_by))
        except SettingsError as error:
            violations += error.violations
    if violations:
        raise SettingsError(dict.fromkeys(violations))
    return tuple(found)


def compose_combination(
    picked: Mapping[str, tuple[Any, str]], overrides: Sequence[str], values: Mapping[str, Any], said_by: str
) -> Combination:
    """Compose what has the values picked on each axis: what asks for each of them, and its text."""
    asks = {key: ask for key, (ask, _) in picked.items()}
    choices = {key: label for key, (_, label) in picked.items()}
    words = [asks.get(override_key(text), text) for text in overrides]
    mine = {key: asks.get(override_key(key), given) for key, given in values.items()}
    return Combination(combination_name(choices), choices, configure(words, mine, said_by))


def combination_name(choices: Mapping[str, str]) -> str:
    """Return the name of a combination, such as ``shared+leadership.hours=20``; an option of a group goes alone."""
    return "+".join(label if key in (*GROUPS, "scenario") else f"{key}={label}" for key, label in choices.items())


def unaffordable(combinations: Sequence[Combination], most: int | None) -> Iterator[Violation]:
    """Yield that a comparison may have too many runs."""
    yield from too_many_runs(len(combinations), most or combinations[0].configuration.run.replicates)


def unreachable(until: float | None, most: int | None, run: Run) -> Iterator[Violation]:
    """Yield what is wrong with the precision wished for."""
    if until is not None and not 0 < until < 1:
        yield Violation("until", not_possible(until), message("ci=... between 0 and 1, such as ci=0.01"))
    if most is not None and until is None:
        yield Violation("most", message("it needs --until"), message("--until ci=..., such as ci=0.01"))
    if most is not None and most < run.replicates:
        yield Violation("most", not_possible(most), message("at least {number}", number=run.replicates))
