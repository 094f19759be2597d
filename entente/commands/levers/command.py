"""``entente levers``: does each lever do what it is meant to do, where it is meant to?"""

import argparse

from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands
from entente.terminal.arguments import add_experiment_arguments

ABOUT = N_("try each lever where it is meant to act")
MORE = N_(
    "Each lever, run with it and without it in the situation for which it is meant: what it was meant to move,\n"
    "mobilisation, hours and dollars, as paired differences.\n"
    "\n"
    "  entente levers\n"
    "  entente levers mediation word_kept replicates=400\n"
    "\n"
    "It leaves levers.csv, levers.svg and .png and manifest.json in results/levers, or output=."
)


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its arguments."""
    about, more = say(ABOUT, language), say(MORE, language)
    parser, group = commands.add("levers", about, more, ending=_names)
    add_experiment_arguments(parser, group)


def run(arguments: argparse.Namespace, language: str) -> int:
    """Try levers and return the exit code."""
    from entente.commands.levers.levers import levers_command

    return levers_command(arguments.words, arguments.quick, language)


def _names(language: str) -> str:
    """Return the names that the command takes, for the end of its help."""
    from entente.commands.patterns.names import names_text

    return names_text("levers", language)
