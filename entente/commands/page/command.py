"""``entente page``: the model in one HTML file, to be opened without a network or an installation."""

import argparse

from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands
from entente.terminal.arguments import add_overrides

ABOUT = N_("write the model as one HTML file, and open it")
MORE = N_(
    "The file holds the rules, every scenario and both languages: a double click opens it in a browser, on a computer\n"
    "or a phone, without a network and without anything installed. What it shows is simulated there, bit for bit what\n"
    "entente run gives.\n"
    "\n"
    "  entente page                                        entente.html, which begins with Lethbridge\n"
    "  entente page scenario=leader_leaves output=results/workshop.html\n"
    "  entente page scenario=path/to/mine.yaml             your own situation is in the list, first and chosen\n"
    "  entente page lesson=path/to/mine.yaml               a lesson of your own, with its scenario\n"
    "  entente page seed=7 --lang fr --no-open"
)


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its arguments."""
    parser, group = commands.add("page", say(ABOUT, language), say(MORE, language))
    add_overrides(parser, group, say("scenario=, lesson=, output= and seed=", language), name="words")
    parser.options.add_argument("--no-open", action="store_true", help=say("write it, and do not open it", language))


def run(arguments: argparse.Namespace, language: str) -> int:
    """Write the page, open it unless that is unwished, and return the exit code."""
    from entente.commands.page.page import page_command

    return page_command(arguments.words, language, opened=not arguments.no_open)
