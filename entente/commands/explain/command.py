"""``entente explain``: all that is known of one name."""

import argparse

from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands

ABOUT = N_("explain a parameter, scenario, option, measure or mechanism, or the week")
MORE = N_(
    "  entente explain leadership.hours      a parameter\n"
    "  entente explain turnover              or the last part of its path\n"
    "  entente explain scenario=lethbridge   a scenario, or communication=lethbridge, an option\n"
    "  entente explain scenario=mine.yaml    a scenario of one's own\n"
    "  entente explain leader_leaves --question    story and question of a scenario, without the answer\n"
    "  entente explain half_life             a measure\n"
    "  entente explain trust                 whatever bears such a name, in English or in French\n"
    "  entente explain week                  the order of the phases of a week"
)


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its argument."""
    _, group = commands.add("explain", say(ABOUT, language), say(MORE, language))
    group.add_argument(
        "name", metavar=say("name", language),
        help=say("what to explain: a name or a title, a dotted path, a scenario's file, or week", language),
    )  # fmt: skip
    group.add_argument(
        "--question", action="store_true",
        help=say("only the story and the question of a scenario, without the answer", language),
    )  # fmt: skip


def run(arguments: argparse.Namespace, language: str) -> int:
    """Print what is known of a name and return the exit code: 2 when it means nothing, or several things."""
    from entente.commands.explain.report import explain

    return explain(arguments.name, language, question=arguments.question)
