"""``entente run``: configure, simulate, keep, tell."""

import sys
from collections.abc import Sequence

from entente.config.configuration import Configuration, configure
from entente.config.places import GROUP_NAMES, GROUPS
from entente.i18n import NN_, reworded, say, say_number
from entente.results.folders import claimed_folder
from entente.sim.validation.validate import SettingsError
from entente.terminal.errors import violations_text
from entente.terminal.layout import card

WRONG, FAILED = 2, 1


def run_command(overrides: Sequence[str], language: str) -> int:
    """Run what the overrides ask for and return the exit code."""
    try:
        configuration = configure(overrides)
    except SettingsError as error:
        print(violations_text(error.violations, language), file=sys.stderr)
        return WRONG
    try:
        with claimed_folder(configuration.run, configuration.settings.name) as folder:
            from entente.commands.run.session import (
                Session,  # numpy, pandas and numba: not for a command that is refused
            )

            return Session(configuration, folder, language).run(head(configuration, language))
    except BrokenPipeError:
        raise  # nobody reads any more; what was to be written has been
    except OSError as error:
        place = error.filename or configuration.run.output or "results"
        reason = reworded(error.strerror or str(error), language)
        print(
            say("entente: the results cannot be written to {place}: {reason}", language, place=place, reason=reason),
            file=sys.stderr,
        )
        return FAILED


def head(configuration: Configuration, language: str) -> str:
    """Return what is about to be run."""
    settings, run, choices = configuration.settings, configuration.run, configuration.choices
    title = (settings.title.fr if language == "fr" else settings.title.en) or settings.name
    facts = [(say("Scenario", language), title if title == settings.name else f"{title} ({settings.name})")]
    facts += [
        (say(GROUP_NAMES[group], language), choices.get(group) or say("none: the defaults", language))
        for group in GROUPS
    ]
    if chosen := list(settings.levers):
        facts.append((say("Levers", language), ", ".join(chosen)))
    counted = NN_("{count} replicate of {weeks} weeks, seed {seed}", "{count} replicates of {weeks} weeks, seed {seed}")
    many = say_number(*counted, run.replicates, language, weeks=settings.weeks, seed=run.seed)
    return card("", [*facts, (say("Runs", language), many)])
