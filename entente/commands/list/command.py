"""``entente list``: what there is, as tables."""

import argparse

from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands

LIST_NAMES = (
    "scenarios", "leadership", "communication", "governance", "levers", "parameters", "measures", "mechanisms",
    "results",
)  # fmt: skip

ABOUT = N_("list scenarios, options, parameters, measures, mechanisms or results")
MORE = N_(
    "leadership, communication and governance are the options that a run may choose from;\n"
    "parameters are all that it may set, measures all the columns of its tables;\n"
    "results are the folders that commands left in results/, or in the folder that is named."
)


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its arguments."""
    _, group = commands.add("list", say(ABOUT, language), say(MORE, language))
    group.add_argument("what", choices=LIST_NAMES, type=_list_asked, metavar=say("what", language),
                       help=say("what to list: {names}", language, names=", ".join(LIST_NAMES)))  # fmt: skip
    group.add_argument("filter", nargs="?", default="", metavar=say("text", language),
                       help=say("only what contains these words, in English or in French; for results, or their folder",
                                language))  # fmt: skip


def _list_asked(word: str) -> str:
    """Return the list that a word asks for, in either language."""
    if word in LIST_NAMES:
        return word
    from entente.catalogue.search import list_name

    return list_name(word)


def run(arguments: argparse.Namespace, language: str) -> int:
    """Print a list, or the part of it that contains a text, and return the exit code."""
    from entente.commands.list.report import print_list

    return print_list(arguments.what, arguments.filter, language)
