"""``entente patterns``: do the expected patterns come out of the rules?"""

import argparse

from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands
from entente.terminal.arguments import add_experiment_arguments

ABOUT = N_("test whether the expected patterns come out of the rules")
MORE = N_(
    "Every pattern is a statement about whole partnerships, tested by comparing arms with common random numbers.\n"
    "\n"
    "  entente patterns                          all of them, on two scenarios, some minutes\n"
    "  entente patterns --quick                  all of them, on one scenario, about a minute\n"
    "  entente patterns P5 P9 scenario=aire_ouverte replicates=100\n"
    "  entente patterns staff.turnover=0.3 output=results/more_turnover\n"
    "  entente patterns plausible=40 replicates=800    whether they hold in plausible settings\n"
    "\n"
    "It leaves patterns.csv, patterns.svg and .png, patterns.html and manifest.json in "
    "results/patterns, or output=."
)


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its arguments."""
    about, more = say(ABOUT, language), say(MORE, language)
    parser, group = commands.add("patterns", about, more, ending=_names)
    add_experiment_arguments(parser, group)


def run(arguments: argparse.Namespace, language: str) -> int:
    """Test patterns and return the exit code."""
    from entente.commands.patterns.patterns import patterns_command

    return patterns_command(arguments.words, arguments.quick, language)


def _names(language: str) -> str:
    """Return the names that the command takes, for the end of its help."""
    from entente.commands.patterns.names import names_text

    return names_text("patterns", language)
