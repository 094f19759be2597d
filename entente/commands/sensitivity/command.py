"""``entente sensitivity``: which settings make outcomes vary, by how much, and how sure that is."""

import argparse

from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands
from entente.terminal.arguments import AXES, add_study_arguments

ABOUT = N_("which settings make an outcome vary, and by how much")
MORE = N_(
    "First, Morris's trajectories sort the settings: those without effect, whose effect is no "
    "more than chance, or surely under\n"
    "a tenth of the strongest, are left out by name and held at their usual value. Then Sobol' "
    "indices share out the variance\n"
    "of each outcome among the others: alone, and with what they do together; with 95% "
    "intervals, what chance alone would give, and\n"
    "whether all this has settled.\n"
    "\n"
    "  entente sensitivity 'leadership.hours=interval(2,40)' 'staff.turnover=interval(0.05,0.9)' "
    "'trust.contacts=interval(5,60)'\n"
    "  entente sensitivity scenario=lethbridge leadership=shared,broker "
    "'staff.turnover=interval(0.05,0.9)' replicates=50 points=256\n"
    "  entente sensitivity 'staff.turnover=interval(0.05,0.9)' 'work.pace=interval(0.1,2)' "
    "--measure final,dollars --method sobol\n"
    "  entente sensitivity results/lethbridge-sensitivity --measure departures      (read again "
    "what is there)\n"
    "\n"
    "points=: base points of Sobol' indices, a power of two (default 128), which ask for points "
    "× (settings + 2) runs of each\n"
    "replicate; with --method morris, trajectories (default 20). Here, an axis given by "
    "--uncertain varies like the\n"
    "others. Stopped, the same command goes on where it was. A folder of entente sweep with "
    "design=morris or\n"
    "design=saltelli can be read too, finished or not. It leaves screening.csv, sensitivity.csv, "
    "their growth with\n"
    "the points, failures.csv, one figure (svg, png) of each for each outcome, and manifest.json "
    "in results/<scenario>-sensitivity, or output=."
)


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its arguments."""
    parser, group = commands.add("sensitivity", say(ABOUT, language), say(MORE, language))
    add_study_arguments(parser, group, say(AXES, language))
    parser.options.add_argument(
        "--method",
        metavar="morris|sobol|both",
        default="both",
        help=say(
            "morris (a first sorting), sobol (shares of the variance), or both: sobol on what morris keeps (default)",
            language,
        ),
    )


def run(arguments: argparse.Namespace, language: str) -> int:
    """Analyse a study, made first or already in a folder, and return the exit code."""
    from entente.commands.sensitivity.report import sensitivity_command

    return sensitivity_command(arguments.overrides, arguments.uncertain, arguments.measure, arguments.method, language)
