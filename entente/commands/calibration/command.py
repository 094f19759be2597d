"""``entente calibrate``: settings that could have given what was observed, and whether that can be believed."""

import argparse

from entente.commands.sweep.study_options import study_options
from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands
from entente.terminal.arguments import add_overrides

ABOUT = N_("find the settings that could have given what was observed")
MORE = N_(
    "A bank of runs is made, settings drawn evenly from the ranges, and each run is observed as "
    "the data were: same weeks,\n"
    "as many people asked. What is learnt from it says which settings could have given the data, "
    "how surely, and whether\n"
    "the model can give such data at all. Settings of runs held out are looked for too: that is "
    "the test of the method.\n"
    "\n"
    "  entente calibrate observed.csv 'leadership.hours=interval(2,35)' "
    "'staff.turnover=interval(0,0.9)' scenario=lethbridge\n"
    "  entente calibrate observed.csv --start 2024-09-02 'trust.contacts=interval(5,60)' "
    "points=16384 output=results/bank\n"
    "  entente calibrate others.csv results/bank        (other data, the bank that is there)\n"
    "  entente run scenario=results/bank/calibrated.yaml\n"
    "  entente sweep design=results/bank/calibrated.csv leadership=shared replicates=20 random_numbers=own\n"
    "\n"
    "The data: a column week (from 1) or date; a column for each series (attendance, "
    "active_share, partners: see entente list\n"
    "measures), for each answer to a condition (negotiation_a, negotiation_b: shares) or for its "
    "index from 0 to 100\n"
    "(negotiation); how many answered in asked, or attendance_asked; a standard error in "
    "attendance_error. Shares as 0.85\n"
    "or 85 %; empty cells where nothing was observed; commas or semicolons, any encoding.\n"
    "\n"
    "Or the data are the attendance register of a table, CSV or XLSX: organisations in lines and "
    "dates in columns (or the\n"
    "other way), with x, 1, P, A, 0, E or nothing. It is compared with a bank that comes with the "
    "model, and the next six\n"
    "meetings are foreseen, scored beside rules of thumb; names stay in the terminal:\n"
    "\n"
    "  entente calibrate register.xlsx\n"
    "  entente calibrate register.csv scenario=mine.yaml output=results/forecast\n"
    "  entente calibrate scenario=mine.yaml --bank       (once: 800 runs of one's own partnership, kept beside it)\n"
    "\n"
    "With --bank, the runs that a register is compared with are those of that scenario, over the plausible settings.\n"
    "\n"
    "It leaves in the folder of the bank: posterior, predictive and recovery (svg, png) and the "
    "tables behind them, calibrated.yaml\n"
    "(a scenario, each parameter at its median), calibrated.csv (points for design=), and "
    "manifest.json."
)
CALIBRATED = N_(
    "the data (a CSV file), what to find, name=interval(low,high), what to change, name=value; "
    "or the data and the folder of a bank"
)


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its arguments."""
    about, more = say(ABOUT, language), say(MORE, language)
    parser, group = commands.add("calibrate", about, more, ending=study_options)
    add_overrides(parser, group, say(CALIBRATED, language))
    group.add_argument(
        "--start", metavar="YYYY-MM-DD", help=say("first day of week 1, where the data have dates", language)
    )
    group.add_argument(
        "--draws",
        metavar=say("number", language),
        help=say("settings drawn from what is found, run once each (default: 500)", language),
    )
    group.add_argument(
        "--names",
        action="store_true",
        help=say("name the organisations in the tables written of an attendance register", language),
    )
    group.add_argument(
        "--bank",
        action="store_true",
        help=say("make the runs of the scenario that registers are compared with, once (resumable)", language),
    )


def run(arguments: argparse.Namespace, language: str) -> int:
    """Calibrate settings and return the exit code."""
    from entente.commands.calibration.report import calibrate_and_report

    return calibrate_and_report(
        arguments.overrides, arguments.start, arguments.draws, arguments.names, arguments.bank, language
    )
