"""Arguments that several commands share."""

import argparse

from entente.i18n import N_, say
from entente.terminal.argument_parser import Parser

AXES = N_(
    "what varies, name=a,b or name=interval(low,high), what to change, name=value; or the folder "
    "of a study to go on with"
)
ANALYSED = N_(
    "what varies, name=a,b or name=interval(low,high), and what to change, name=value; or the "
    "folder of a study, which is then only read"
)
UNCERTAIN = N_(
    "an axis that nobody controls, name=interval(low,high) or name=a,b: every choice of the others is crossed with it"
)


def comma_separated(text: str) -> list[str]:
    """Return the names in ``a,b``."""
    return [name for name in text.split(",") if name]


def add_overrides(parser: Parser, group: argparse._ArgumentGroup, about: str, name: str = "overrides") -> None:
    """Declare the ``name=value`` words of a command, which may stand before, between and after its options."""
    group.add_argument(name, nargs="*", metavar=say("name=value", parser.language), help=about)
    parser.overrides = name


def add_study_arguments(parser: Parser, group: argparse._ArgumentGroup, about: str) -> None:
    """Declare what every command that runs a study takes: overrides, ``--uncertain`` and ``--measure``."""
    language = parser.language
    add_overrides(parser, group, about)
    group.add_argument(
        "--uncertain", metavar=say("name=value", language), action="append", default=[], help=say(UNCERTAIN, language)
    )
    add_measures(parser, group, say("a summary that the study is about (entente list measures)", language))


def add_measures(parser: Parser, group: argparse._ArgumentGroup, about: str) -> None:
    """Declare ``--measure``, which takes names joined by commas and may be given several times."""
    group.add_argument(
        "--measure",
        metavar=say("measure", parser.language),
        action="extend",
        type=comma_separated,
        default=[],
        help=about,
    )


def add_open(parser: Parser) -> None:
    """Declare ``--open``."""
    about = say("show the figure, or the page, once it is there", parser.language)
    parser.options.add_argument("--open", action="store_true", help=about)


def add_goal(parser: Parser, group: argparse._ArgumentGroup) -> None:
    """Declare ``--goal``, which may be given several times."""
    group.add_argument(
        "--goal",
        metavar="final>=0.5",
        action="append",
        default=[],
        help=say("what is wanted, such as 'final>=0.5' (may be repeated; default: essoufflement=no)", parser.language),
    )
