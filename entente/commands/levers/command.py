"""``entente levers``: does each lever do what it is meant to do, where it is meant to?"""

import argparse

from entente.commands.patterns.experiment_parser import add_experiment_parser
from entente.i18n import N_
from entente.terminal.argument_parser import Commands

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
    add_experiment_parser(commands, "levers", ABOUT, MORE, language)


def run(arguments: argparse.Namespace, language: str) -> int:
    """Try levers and return the exit code."""
    from entente.commands.levers.levers import levers_command

    return levers_command(arguments.words, arguments.quick, language)
