"""``entente plan``: from the list of partners that a coordinator has to a scenario, and what to know of it first."""

import argparse

from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands
from entente.terminal.arguments import add_overrides

ABOUT = N_("make a scenario of a list of partners, and say first what cannot work and what it costs")
MORE = N_(
    "The list is a CSV file or a workbook of Excel, one row for each organisation, its headings in English or in "
    "French,\n"
    "in any order. Only the name and the kind of organisation are needed; what it does not say is assumed, and said. "
    "Columns\n"
    "that name people are dropped. It becomes a scenario file that entente run, compare and robust take.\n"
    "\n"
    "  entente plan --template partners.xlsx               an empty list to fill in, with help and an example\n"
    "  entente plan partners.xlsx                          partners.yaml, the checks and the account\n"
    "  entente plan partners.csv --scenario mine.yaml --lead CLSC\n"
    "  entente plan partners.xlsx leadership=shared leadership.hours=14\n"
    "  entente plan partners.xlsx --scale-work             the work of the stages scaled to the hours of the table\n"
    "  entente plan partners.xlsx --envelope 40000,40000,25000\n"
    "  entente plan --kinds                                what is assumed of each kind of organisation\n"
    "  entente plan partners.xlsx kinds.community.turnover=0.3 answers.after=0.6"
)
SHEET = N_("the list of partners (.xlsx or .csv), and what to change, name=value")


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its arguments."""
    parser, group = commands.add("plan", say(ABOUT, language), say(MORE, language))
    add_overrides(parser, group, say(SHEET, language), "words")
    file = say("FILE", language)
    group.add_argument("--template", metavar=file, help=say("write an empty list to fill in, with help", language))
    group.add_argument(
        "--kinds", action="store_true", help=say("show what is assumed of each kind of organisation", language)
    )
    group.add_argument(
        "--scenario", metavar=file, help=say("the scenario to write (default: the name of the list)", language)
    )
    group.add_argument("--overwrite", action="store_true", help=say("replace the file if it is there", language))
    group.add_argument("--lead", metavar=say("name", language), help=say("the organisation that leads", language))
    about = say("scale the work of the stages to the hours of the table", language)
    group.add_argument("--scale-work", action="store_true", help=about)
    about = say("dollars that may be spent in each year: one amount, or one for each year", language)
    group.add_argument("--envelope", metavar="$[,$...]", help=about)
    about = say("dollars for an hour in kind (default: costs.wage)", language)
    group.add_argument("--rate", metavar="$", help=about)


def run(arguments: argparse.Namespace, language: str) -> int:
    """Make what is asked for and return the exit code."""
    from entente.commands.plan.report import plan_command

    return plan_command(arguments, language)
