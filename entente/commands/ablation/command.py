"""``entente ablation``: each mechanism switched off, and what changes."""

import argparse

from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands
from entente.terminal.arguments import add_experiment_arguments

ABOUT = N_("switch off each mechanism in turn and see what changes")
MORE = N_(
    "Each mechanism off, against none off, with common random numbers: the summaries of a run and the "
    "verdicts of the patterns.\n"
    "\n"
    "  entente ablation                          every mechanism, some minutes\n"
    "  entente ablation --quick                  fewer replicates and fewer patterns\n"
    "  entente ablation burnout handover scenario=lethbridge\n"
    "\n"
    "It leaves ablation.csv, ablation_patterns.csv, ablation.svg and .png and manifest.json in "
    "results/ablation, or output=."
)


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its arguments."""
    about, more = say(ABOUT, language), say(MORE, language)
    parser, group = commands.add("ablation", about, more, ending=_names)
    add_experiment_arguments(parser, group)


def run(arguments: argparse.Namespace, language: str) -> int:
    """Switch off mechanisms, one at a time, and return the exit code."""
    from entente.commands.ablation.ablation import ablation_command

    return ablation_command(arguments.words, arguments.quick, language)


def _names(language: str) -> str:
    """Return the names that the command takes, for the end of its help."""
    from entente.commands.patterns.names import names_text

    return names_text("ablation", language)
