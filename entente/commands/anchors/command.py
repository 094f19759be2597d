"""``entente anchors``: figures of the field beside what the defaults give."""

import argparse

from entente.commands.patterns.experiment_parser import add_experiment_parser
from entente.i18n import N_
from entente.terminal.argument_parser import Commands

ABOUT = N_("compare what the defaults give with the figures of the field")
MORE = N_(
    "Each figure of the field beside what the defaults give, with its interval over the replicates.\n"
    "\n"
    "  entente anchors\n"
    "  entente anchors turnover tenure replicates=400\n"
    "  entente anchors staff.turnover=0.25\n"
    "  entente anchors plausible=200 replicates=400    over plausible settings of the rules\n"
    "\n"
    "It leaves anchors.csv, anchors.svg and .png and manifest.json in results/anchors, or output=."
)


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its arguments."""
    add_experiment_parser(commands, "anchors", ABOUT, MORE, language)


def run(arguments: argparse.Namespace, language: str) -> int:
    """Compare anchors with the model and return the exit code."""
    from entente.commands.anchors.anchors import anchors_command

    return anchors_command(arguments.words, arguments.quick, language)
