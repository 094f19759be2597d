"""What an experiment is asked for: names, overrides of the model, how to run; everything wrong told at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from entente.commands.patterns.testing import Base
from entente.config.configuration import Configuration, configure
from entente.config.overrides import override_key
from entente.config.problems import Located, Origin, locate
from entente.config.run_settings import RUN_PARAMETERS, Run
from entente.sim.validation.messages import message, one_of
from entente.sim.validation.validate import SettingsError, Violation, nearest

COMMAND_LINE = Origin("command_line")
NO_USE = ("format", "by_organisation")  # choices of how to run that mean nothing to an experiment


@dataclass(frozen=True)
class Asked:
    """What is asked for: names (all of them when none is given), scenarios to start from, and how to run."""

    names: tuple[str, ...]
    bases: tuple[Base, ...]
    words: tuple[str, ...]
    run: Run


def asked_for(
    words: Sequence[str],
    known: Mapping[str, object],
    *,
    scenarios: Sequence[str],
    replicates: int,
    decided: Sequence[str],
) -> Asked:
    """Read the words of an experiment.

    Args:
        words: names of what to do, and overrides.
        known: the names that there are.
        scenarios: what to start from when nothing is asked.
        replicates: how many when nothing is asked.
        decided: settings that the experiment decides itself.

    Raises:
        SettingsError: with every violation.
    """
    said = [word for word in words if not is_override(word)]
    overrides = [word for word in words if is_override(word)]
    violations = [*unknown_names(said, known), *refused(overrides, (*decided, *NO_USE))]
    mine = tuple(word for word in overrides if override_key(word) not in {*RUN_PARAMETERS, *decided, "scenario"})
    chosen = [word for word in overrides if override_key(word) == "scenario"][-1:] or [
        f"scenario={one}" for one in scenarios
    ]
    running = [f"replicates={replicates}", *(word for word in overrides if override_key(word) in RUN_PARAMETERS)]
    bases, run = [], Run()
    for scenario in chosen:
        try:
            found = configure([scenario, *mine, *running])
        except SettingsError as error:
            violations += [one for one in error.violations if one not in violations]
        else:
            run = found.run
            bases.append(Base(name_of(found), (scenario, *mine)))
    if violations:
        raise SettingsError(violations)
    upper = {name.upper(): name for name in known}
    names = dict.fromkeys(upper[name.upper()] for name in said)
    return Asked(tuple(name for name in known if name in names or not names), tuple(bases), tuple(overrides), run)


def name_of(found: Configuration) -> str:
    """Return the name of a scenario as tables have it."""
    return str(found.choices["scenario"] or found.settings.name)


def is_override(word: str) -> bool:
    """Tell whether a word changes a setting, rather than naming what to do."""
    return "=" in word or word.startswith("~")


def unknown_names(said: Iterable[str], known: Mapping[str, object]) -> list[Located]:
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
    return [locate(one, COMMAND_LINE) for one in wrong]


def refused(overrides: Iterable[str], decided: Sequence[str]) -> list[Located]:
    """Return a violation for each override of what the experiment decides itself."""
    wrong = [
        Violation(override_key(word), message("this command decides it itself"))
        for word in overrides
        if override_key(word) in decided
    ]
    return [locate(one, COMMAND_LINE) for one in wrong]


def asked_values(asked: Asked, **more: Any) -> dict[str, Any]:
    """Return what is asked for, as the manifest says it, and more."""
    return {
        "names": list(asked.names),
        "scenarios": [base.name for base in asked.bases],
        "overrides": list(asked.words),
        **more,
    }
