"""``entente anchors``: figures of the field beside what the defaults give."""

import argparse

from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands
from entente.terminal.arguments import add_experiment_arguments

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
    about, more = say(ABOUT, language), say(MORE, language)
    parser, group = commands.add("anchors", about, more, ending=_names)
    add_experiment_arguments(parser, group)


def run(arguments: argparse.Namespace, language: str) -> int:
    """Compare anchors with the model and return the exit code."""
    from entente.commands.anchors.anchors import anchors_command

    return anchors_command(arguments.words, arguments.quick, language)


def _names(language: str) -> str:
    """Return the names that the command takes, for the end of its help."""
    from entente.commands.patterns.names import names_text

    return names_text("anchors", language)
