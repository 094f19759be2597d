"""``entente patterns``: do the expected patterns come out of the rules?"""

import argparse

from entente.commands.patterns.experiment_parser import add_experiment_parser
from entente.i18n import N_
from entente.terminal.argument_parser import Commands

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
    add_experiment_parser(commands, "patterns", ABOUT, MORE, language)


def run(arguments: argparse.Namespace, language: str) -> int:
    """Test patterns and return the exit code."""
    from entente.commands.patterns.patterns import patterns_command

    return patterns_command(arguments.words, arguments.quick, language)
