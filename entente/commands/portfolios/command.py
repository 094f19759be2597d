"""``entente portfolios``: plans worth discussing, found within an envelope or named, in many futures."""

import argparse

from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands
from entente.terminal.arguments import add_overrides, comma_separated

ABOUT = N_("find plans worth discussing, within an envelope and in many futures, or weigh plans of your own")
MORE = N_(
    "Every option and every lever that the sources advise is tried by itself, then portfolios of those that hold most "
    "mobilisation,\n"
    "by NSGA-II (pymoo), for few hours of partners, few dollars and little load on the smallest. All meet the same "
    "futures: turnover,\n"
    "hours really given, who leads leaves, the grant ends, a surge, a reorganisation, conjuncture, and plausible "
    "settings of the rules.\n"
    "The best and their neighbours then meet fresh futures. The few worth discussing are shown, the plan as it is "
    "first;\n"
    "each change of a plan earns its place.\n"
    "\n"
    "  entente portfolios scenario=partners.yaml --envelope 40000,40000,25000\n"
    "  entente portfolios scenario=lethbridge leadership=shared,broker --levers mediation,word_kept,pairing\n"
    "  entente portfolios scenario=lethbridge --goal 'final>=0.5' replicates=400\n"
    "  entente portfolios scenario=partners.yaml --options plans.yaml      plans of your own, weighed instead\n"
    "\n"
    "Each plan of plans.yaml has a name, and under it what it changes (leadership, communication, governance, lever).\n"
    "\n"
    "Then each plan is changed for another at half-years: what the table can see (attendance, hours, who acts) says "
    "when.\n"
    "What partners could be asked is weighed by what the answer is worth before choosing.\n"
    "\n"
    "It leaves report.html (two pages to print), report.docx, live.html, tables (csv), figures (svg, png), plans.yaml "
    "and\n"
    "manifest.json. Stopped, it goes on where it was."
)


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its arguments."""
    parser, group = commands.add("portfolios", say(ABOUT, language), say(MORE, language))
    add_overrides(parser, group, say("the scenario, what to change, and options that may be chosen (a,b)", language))
    about = say("dollars that may be spent in each year: one amount, or one for each year", language)
    group.add_argument("--envelope", metavar="$[,$...]", type=comma_separated, default=[], help=about)
    add_search(group, language)


def add_search(group: argparse._ArgumentGroup, language: str) -> None:
    """Declare how plans are found or named, beside their envelope."""
    about = say("what a plan that holds meets (may be repeated; default: final>=0.4 and essoufflement=no)", language)
    group.add_argument("--goal", metavar="final>=0.5", action="append", default=[], help=about)
    about = say("levers that may be added (default: all that the sources advise)", language)
    group.add_argument("--levers", metavar=say("lever", language), action="extend", type=comma_separated, default=[],
                       help=about)  # fmt: skip
    about = say("weigh the plans of this file instead of a search", language)
    group.add_argument("--options", metavar=say("FILE", language), help=about)
    about = say("a coarse search in few futures", language)
    group.add_argument("--quick", action="store_true", help=about)


def run(arguments: argparse.Namespace, language: str) -> int:
    """Find or weigh plans and return the exit code."""
    from entente.commands.portfolios.report import portfolios_command

    return portfolios_command(arguments, language)
