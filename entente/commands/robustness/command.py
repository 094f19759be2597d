"""``entente robust``: choices across futures that nobody controls: goals met, regret, costs."""

import argparse

from entente.commands.sweep.study_options import study_options
from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands
from entente.terminal.arguments import ANALYSED, add_goal, add_study_arguments

ABOUT = N_("weigh choices across futures that nobody controls")
MORE = N_(
    "Every choice (the axes) meets the same futures (those of --uncertain), with common "
    "random numbers. It says in which share\n"
    "of the futures each meets the goals, how far it falls short of the best choice of each "
    "future (regret: mean, and what one\n"
    "future in ten exceeds), and which choices another surpasses in the first outcome, hours and "
    "dollars together.\n"
    "\n"
    "  entente robust leadership=shared,broker governance=light,heavy --uncertain "
    "'staff.turnover=interval(0.05,0.9)' points=200\n"
    "  entente robust leadership=shared,broker --uncertain 'staff.turnover=interval(0.05,0.9)' "
    "--goal 'final>=0.5' --measure final,trust_final\n"
    "  entente robust study=choices.yaml               (levers, uncertainties and outcomes "
    "written in a file)\n"
    "  entente robust results/lethbridge-sweep --goal 'active_share>=0.6'\n"
    "  entente robust leadership=shared,broker --uncertain 'staff.turnover=interval(0.05,0.9)' "
    "plausible=20 replicates=40\n"
    "\n"
    "It leaves, in the folder robust of the study, choices, outcomes and futures (csv), "
    "choices.svg and .png, pareto.svg and\n"
    ".png, and manifest.json."
)


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its arguments."""
    about, more = say(ABOUT, language), say(MORE, language)
    parser, group = commands.add("robust", about, more, ending=study_options)
    add_study_arguments(parser, group, say(ANALYSED, language))
    add_goal(parser, group)


def run(arguments: argparse.Namespace, language: str) -> int:
    """Weigh the choices across the futures and return the exit code."""
    from entente.commands.robustness.report import robust_command

    return robust_command(arguments.overrides, arguments.uncertain, arguments.measure, arguments.goal, language)
