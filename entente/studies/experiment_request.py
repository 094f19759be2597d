"""The request of an experiment: names, overrides of the model, how to run; everything wrong reported at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from entente.config.configuration import Configuration, configure
from entente.config.overrides import override_key, repeated_keys, replace_overrides
from entente.config.problems import Located, Origin, attempt, locate
from entente.config.run_settings import RUN_PARAMETERS, Run
from entente.sim.model.situation import Settings
from entente.sim.validation.messages import message, one_of
from entente.sim.validation.validate import SettingsError, Violation, nearest
from entente.studies.axes import as_override
from entente.studies.options import ExecutorOptions, split_options
from entente.studies.plausible import sample_identity

_COMMAND_LINE = Origin("command_line")
UNUSED_BY_EXPERIMENTS = (
    "format",
    "by_organisation",
    "attendance",
)  # choices of how to run that mean nothing to an experiment


@dataclass(frozen=True)
class BaseScenario:
    """A scenario to start from: its name, the overrides that make it, the user's own included, and its settings."""

    name: str
    words: tuple[str, ...]
    settings: Settings = field(default_factory=Settings, compare=False, repr=False)

    def title(self, language: str) -> str:
        """Return its title, or its name where it has none."""
        return self.settings.title.in_language(language) or self.name


@dataclass(frozen=True)
class ExperimentRequest:
    """The request of an experiment.

    Attributes:
        names: what to look at; all there are when none is named.
        bases: the scenarios to start from.
        words: the overrides as they were given.
        run: how each arm is run.
        options: what carries it out.
        model: a subclass of ``sim.Partnership`` to step instead of the compiled rules.
    """

    names: tuple[str, ...]
    bases: tuple[BaseScenario, ...]
    words: tuple[str, ...]
    run: Run
    options: ExecutorOptions = field(default_factory=ExecutorOptions)
    model: type | None = None


def experiment_request(
    words: Sequence[str],
    known: Mapping[str, object],
    *,
    scenarios: Sequence[str],
    replicates: int,
    decided: Sequence[str],
) -> ExperimentRequest:
    """Read the words of an experiment.

    Args:
        words: names of what to do, and overrides.
        known: the names that there are.
        scenarios: what to start from by default.
        replicates: how many by default.
        decided: settings that the experiment decides itself.

    Raises:
        SettingsError: with every violation.
    """
    said = [word for word in words if not is_override(word)]
    given = [word for word in words if is_override(word)]
    options, (overrides, _, wrong) = split_options(ExecutorOptions, given, {})
    violations: list[Violation] = [locate(one, _COMMAND_LINE) for one in (*wrong, *repeated_keys(overrides))]
    violations += unknown_names_of_experiment(said, known)
    violations += decided_settings(overrides, (*decided, *UNUSED_BY_EXPERIMENTS))
    mine = tuple(word for word in overrides if override_key(word) not in {*RUN_PARAMETERS, *decided, "scenario"})
    chosen = [word for word in overrides if override_key(word) == "scenario"][-1:] or [
        f"scenario={one}" for one in scenarios
    ]
    running = [word for word in overrides if override_key(word) in RUN_PARAMETERS]
    running = replace_overrides([f"replicates={replicates}"], running)
    composed, refused = attempt(lambda: compose_scenarios(chosen, mine, running))
    violations += refused
    if violations or composed is None:
        raise SettingsError(dict.fromkeys(violations))
    bases, run = composed
    return ExperimentRequest(names_to_study(said, known), bases, tuple(given), run, options)


def compose_scenarios(
    scenarios: Sequence[str], words: Sequence[str], running: Sequence[str]
) -> tuple[tuple[BaseScenario, ...], Run]:
    """Return scenarios under the same overrides, and how they are run.

    Raises:
        SettingsError: with what is wrong in any of them.
    """
    bases, run, violations = [], Run(), list[Violation]()
    for scenario in scenarios:
        try:
            found = configure([scenario, *words, *running])
        except SettingsError as error:
            violations += error.violations
        else:
            run = found.run
            bases.append(BaseScenario(scenario_name(found), (scenario, *words), found.settings))
    if violations:
        raise SettingsError(violations)
    return tuple(bases), run


def names_to_study(said: Sequence[str], known: Iterable[str]) -> tuple[str, ...]:
    """Return the known names among those said, in capitals or not: all of them when none is said."""
    capitals = {name.upper() for name in said}
    return tuple(name for name in known if name.upper() in capitals or not said)


def words_of_call(names: Iterable[str], overrides: Iterable[str], values: Mapping[str, Any]) -> list[str]:
    """Return the arguments of a call from Python as the words of the command."""
    return [*names, *overrides, *(f"{key}={as_override(value)}" for key, value in values.items())]


def scenario_name(found: Configuration) -> str:
    """Return the name of a scenario as tables have it."""
    return str(found.choices["scenario"] or found.settings.name)


def is_override(word: str) -> bool:
    """Tell whether a word changes a setting, rather than naming what to do."""
    return "=" in word or word.startswith("~")


def unknown_names_of_experiment(said: Iterable[str], known: Mapping[str, object]) -> list[Located]:
    """Return a violation for each name that there is not."""
    upper = {name.upper(): name for name in known}
    wrong = [
        Violation(
            name,
            message("nothing has this name"),
            one_of(known),
            tuple(upper.get(one, one) for one in nearest(name.upper(), upper)),
        )
        for name in said
        if name.upper() not in upper
    ]
    return [locate(one, _COMMAND_LINE) for one in wrong]


def decided_settings(overrides: Iterable[str], decided: Sequence[str]) -> list[Located]:
    """Return a violation for each override of what the experiment decides itself."""
    wrong = [
        Violation(override_key(word), message("this command decides it itself"))
        for word in overrides
        if override_key(word) in decided
    ]
    return [locate(one, _COMMAND_LINE) for one in wrong]


def request_values(request: ExperimentRequest, **more: Any) -> dict[str, Any]:
    """Return the request, as the manifest says it, and more."""
    return {
        "names": list(request.names),
        "scenarios": [base.name for base in request.bases],
        "overrides": list(request.words),
        **sample_identity(request.run),
        **more,
    }
