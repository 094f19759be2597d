"""``entente ablation``: each mechanism switched off, and what changes."""

import argparse

from entente.commands.patterns.experiment_parser import add_experiment_parser
from entente.i18n import N_
from entente.terminal.argument_parser import Commands

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
    add_experiment_parser(commands, "ablation", ABOUT, MORE, language)


def run(arguments: argparse.Namespace, language: str) -> int:
    """Switch off mechanisms, one at a time, and return the exit code."""
    from entente.commands.ablation.ablation import ablation_command

    return ablation_command(arguments.words, arguments.quick, language)
