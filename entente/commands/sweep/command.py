"""``entente sweep``: every point of a design, in a folder that goes on whenever the command is given again."""

import argparse

from entente.commands.sweep.study_options import study_options
from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands
from entente.terminal.arguments import AXES, add_study_arguments

ABOUT = N_("run every point of a design, to be resumed whenever it stops")
MORE = N_(
    "Each point of the design is run by the same replicates, with common random numbers. Chunks are "
    "written as they finish:\n"
    "stopped at any moment, even by a power cut, the same command goes on where it was, nothing "
    "lost and nothing twice.\n"
    "\n"
    "  entente sweep leadership=shared,broker 'leadership.hours=range(5,30,5)'\n"
    "  entente sweep 'staff.turnover=interval(0.05,0.9)' 'leadership.hours=interval(2,40)' "
    "points=500 replicates=20\n"
    "  entente sweep leadership=shared,broker 'trust.contacts=interval(5,60)' design=sobol "
    "points=1024\n"
    "  entente sweep governance=light,heavy --uncertain 'staff.turnover=interval(0.05,0.9)' "
    "points=200\n"
    "  entente sweep design=points.csv replicates=50 curves=[mobilisation,trust] full=[attendance]\n"
    "  entente sweep results/lethbridge-sweep           (go on with a study)\n"
    "\n"
    "Values: a,b,c, range(first,end,step), choice(a,b), interval(low,high). Designs: grid (every "
    "combination of listed\n"
    "values), lhs, sobol, saltelli, morris, or a CSV file whose first line names settings. The "
    "folder holds study.json,\n"
    "design.parquet, and the folders runs/, curves/ and, with full=, weeks/, which can be read "
    "while it runs."
)


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its arguments."""
    about, more = say(ABOUT, language), say(MORE, language)
    parser, group = commands.add("sweep", about, more, ending=study_options)
    add_study_arguments(parser, group, say(AXES, language))


def run(arguments: argparse.Namespace, language: str) -> int:
    """Run what is left of the study and return the exit code: 1 when every run failed."""
    from entente.commands.sweep.report import sweep_command

    return sweep_command(arguments.overrides, arguments.uncertain, arguments.measure, language)
