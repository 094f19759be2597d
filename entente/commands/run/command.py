"""``entente run``: configure, simulate, keep, tell."""

import sys
from collections.abc import Sequence

from entente.config.configuration import Configuration, configure
from entente.config.places import GROUPS
from entente.i18n import number, reworded, say
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
        print(say("cannot_write", language, place=place, reason=reason), file=sys.stderr)
        return FAILED


def head(configuration: Configuration, language: str) -> str:
    """Return what is about to be run."""
    settings, run, choices = configuration.settings, configuration.run, configuration.choices
    title = (settings.title.fr if language == "fr" else settings.title.en) or settings.name
    facts = [(say("scenario", language), title if title == settings.name else f"{title} ({settings.name})")]
    facts += [(say(group, language), choices.get(group) or say("no_option", language)) for group in GROUPS]
    if chosen := list(settings.levers):
        facts.append((say("levers", language), ", ".join(chosen)))
    key = "runs_of_one" if run.replicates == 1 else "runs_of"
    many = say(key, language, replicates=number(run.replicates, language, 0), weeks=settings.weeks, seed=run.seed)
    return card("", [*facts, (say("runs", language), many)])
