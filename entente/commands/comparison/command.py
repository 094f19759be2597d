"""``entente compare``: every combination of some settings with common random numbers, and what sets them apart."""

import argparse

from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands
from entente.terminal.arguments import add_measures, add_open, add_overrides

ABOUT = N_("compare combinations of settings with common random numbers")
MORE = N_(
    "Every combination of the values given is run with common random numbers: same seed, same replicates, "
    "same events. What\n"
    "sets two of them apart is then due to the settings, and far fewer replicates tell it than "
    "with independent seeds.\n"
    "\n"
    "  entente compare leadership=shared,broker,directive\n"
    "  entente compare scenario=lethbridge leadership=shared,broker "
    "communication=monthly_table,lethbridge\n"
    "  entente compare leadership=shared,broker 'leadership.hours=range(10,31,10)' "
    "staff.turnover=0.4\n"
    "  entente compare leadership=shared,broker communication=monthly_table,silent --against "
    "broker+silent\n"
    "  entente compare 'lever=[],[pairing],[pairing,handover_protocol]' --measure results,departures\n"
    "  entente compare scenario=leader_leaves twin=yes,no    a teaching scenario and the same without its idea\n"
    "  entente compare governance=light,heavy --until ci=0.005 --most 2000\n"
    "  entente compare leadership=shared,broker plausible=40 replicates=400    whether it holds in plausible settings\n"
    "\n"
    "Values: a,b,c, range(first,end,step), choice(a,b). A combination bears its options joined "
    "by +, and name=value for\n"
    "other settings. It leaves differences, curves and runs (Parquet, or format=excel or csv), worlds "
    "with plausible=, mobilisation.svg\n"
    "and .png, differences.svg and .png, the settings of each combination and manifest.json in "
    "results/compare, or output=."
)


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its arguments."""
    parser, group = commands.add("compare", say(ABOUT, language), say(MORE, language))
    add_overrides(parser, group, say("what to compare, name=a,b, and what to change, name=value (see below)", language))
    group.add_argument(
        "--against",
        metavar=say("combination", language),
        help=say("the combination that the others are compared with (default: the first)", language),
    )
    about = say("summaries to compare beside the usual ones (entente list measures)", language)
    add_measures(parser, group, about)
    group.add_argument(
        "--until",
        metavar="ci=0.01",
        help=say(
            "add replicates until the 95%% interval of every difference in final mobilisation is within ± this",
            language,
        ),
    )
    group.add_argument(
        "--most",
        metavar=say("number", language),
        help=say("replicates that --until may lead to (default: 5000)", language),
    )
    add_open(parser)


def run(arguments: argparse.Namespace, language: str) -> int:
    """Compare combinations and return the exit code."""
    from entente.commands.comparison.report import compare_command

    return compare_command(
        arguments.overrides, arguments.against, arguments.measure, arguments.until, arguments.most, language,
        opened=arguments.open,
    )  # fmt: skip
