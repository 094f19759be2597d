"""``entente card``: one page on how far the model can be believed, from what the results say."""

import argparse

from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands
from entente.terminal.arguments import add_open

ABOUT = N_("write one page on how far the model can be believed")
MORE = N_(
    "What a reviewer asks for, on one page: verification, how each datum is used, targets met and missed, patterns,\n"
    "figures of the field, ablation, levers, what a calibration can tell apart. The model is verified now; the rest\n"
    "is read from the newest results of each kind in the folders named (results, unless stated; and, in a checkout,\n"
    "those of the pages). What is missing is told with its command, and what was made with other rules is told to be.\n"
    "\n"
    "  entente card\n"
    "  entente card results study/results output=card\n"
    "\n"
    "It leaves card.html and card.md in results/card, or output=."
)


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its arguments."""
    parser, group = commands.add("card", say(ABOUT, language), say(MORE, language))
    group.add_argument(
        "words", nargs="*", metavar=say("folder", language), help=say("folders of results, and output=", language)
    )
    parser.overrides = "words"
    add_open(parser)


def run(arguments: argparse.Namespace, language: str) -> int:
    """Write the card and return the exit code."""
    from entente.commands.card.card import card_command

    return card_command(arguments.words, language, opened=arguments.open)
