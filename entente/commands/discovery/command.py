"""``entente discover``: which settings lead to essoufflement, or to a goal missed."""

import argparse

from entente.commands.sweep.study_options import study_options
from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands
from entente.terminal.arguments import ANALYSED, add_goal, add_study_arguments

ABOUT = N_("find which settings lead to essoufflement, or to a goal missed")
MORE = N_(
    "Points of a study are searched for the settings under which essoufflement comes, or a goal "
    "is missed, most often\n"
    "(PRIM), and described in a sentence with its density (how often, there) and its coverage (how "
    "much of all the cases). A\n"
    "third of the points is kept aside to check it. A tree of questions says the same in "
    "another way.\n"
    "\n"
    "  entente discover 'staff.turnover=interval(0.05,0.9)' 'leadership.hours=interval(2,40)' "
    "leadership=shared,broker points=500 replicates=20\n"
    "  entente discover results/lethbridge-sweep --goal 'final>=0.5'\n"
    "  entente discover results/lethbridge-sweep --goal 'final>=0.5' --goal 'dollars<=100000' "
    "--axes 2 --density 0.8\n"
    "\n"
    "A study that is made first can be stopped and goes on as with entente sweep. It leaves, in "
    "the folder discover of the\n"
    "study, limits, trajectory, cases and rules (csv), box.svg and .png, tree.svg and .png, and "
    "manifest.json."
)


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its arguments."""
    about, more = say(ABOUT, language), say(MORE, language)
    parser, group = commands.add("discover", about, more, ending=study_options)
    add_study_arguments(parser, group, say(ANALYSED, language))
    add_goal(parser, group)
    number = say("number", language)
    group.add_argument("--axes", metavar=number, help=say("settings that the sentence may hold (default: 3)", language))
    group.add_argument(
        "--density",
        metavar=number,
        help=say("tell the box that covers most with at least this share, such as 0.8", language),
    )


def run(arguments: argparse.Namespace, language: str) -> int:
    """Discover what leads to goals missed and return the exit code."""
    from entente.commands.discovery.report import discover_command

    return discover_command(
        arguments.overrides, arguments.uncertain, arguments.measure, arguments.goal, arguments.axes,
        arguments.density, language,
    )  # fmt: skip
