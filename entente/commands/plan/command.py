"""``entente plan``: from the list of partners that a coordinator has to plans that a committee can discuss."""

import argparse

from entente.commands.portfolios.command import add_search
from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands
from entente.terminal.arguments import add_open, add_overrides, comma_separated

ABOUT = N_("from a list of partners to plans worth discussing: a report to print, and a page to question them")
MORE = N_(
    "The list is a CSV file or a workbook of Excel, one row for each organisation, its headings in English or in "
    "French,\n"
    "in any order. Only the name and the kind of organisation are needed; what it does not say is assumed, and said. "
    "Columns\n"
    "that name people are dropped. What cannot work is said first. Then plans are searched for within the envelope, "
    "in some\n"
    "minutes (pymoo; see entente portfolios): the folder of the results has report.html (two pages to print), "
    "report.docx,\n"
    "live.html, scenario.yaml for every other command, reading.txt, tables and figures. Stopped, the same command "
    "goes on.\n"
    "\n"
    "  entente plan partners.xlsx --envelope 40000,40000,25000\n"
    "  entente plan partners.xlsx --no-search              only read it: partners.yaml, the checks and the account\n"
    "  entente plan partners.xlsx --options plans.yaml     plans of your own, weighed instead of a search\n"
    "  entente plan partners.csv --scenario mine.yaml --lead CLSC\n"
    "  entente plan partners.xlsx leadership=shared leadership.hours=14 output=results/ours --open\n"
    "  entente plan partners.xlsx --scale-work             the work asked for scaled to the hours of the table\n"
    "  entente plan partners.xlsx kinds.community.turnover=0.3 answers.after=0.6\n"
    "  entente plan --kinds                                what is assumed of each kind of organisation\n"
    "  entente plan --template partners.xlsx               an empty list to fill in, with help and an example"
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
    group.add_argument("--scenario", metavar=file, help=say("also write the scenario there", language))
    group.add_argument("--overwrite", action="store_true", help=say("replace the file if it is there", language))
    group.add_argument("--lead", metavar=say("name", language), help=say("the organisation that leads", language))
    about = say("scale the work of the stages and the hours of cases to the hours of the table", language)
    group.add_argument("--scale-work", action="store_true", help=about)
    about = say("dollars that may be spent in each year: one amount, or one for each year", language)
    group.add_argument("--envelope", metavar="$[,$...]", type=comma_separated, default=[], help=about)
    about = say("dollars for an hour in kind (default: costs.wage)", language)
    group.add_argument("--rate", metavar="$", help=about)
    about = say("only read the list: write the scenario, and say what cannot work and what it costs", language)
    group.add_argument("--no-search", action="store_true", help=about)
    add_search(group, language)
    add_open(parser)


def run(arguments: argparse.Namespace, language: str) -> int:
    """Make what is asked for and return the exit code."""
    from entente.commands.plan.report import plan_command

    return plan_command(arguments, language)
