"""``entente attendance``: who comes in the field beside who comes in a scenario."""

import argparse

from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands
from entente.terminal.arguments import add_overrides

ABOUT = N_("compare who comes to meetings in the field and in a scenario")
MORE = N_(
    "The scenario is run as entente run does, with attendance=true, or runs that are there are taken. "
    "The fingerprint of\n"
    "attendance is then computed from the file and from each replicate: how many come, how far "
    "organisations differ, who comes\n"
    "again and who comes back, what wanes over the years and over a delegate's time, who leaves.\n"
    "\n"
    "  entente attendance register.csv scenario=twenty_partners\n"
    "  entente attendance register.csv scenario=mine.yaml leadership=shared replicates=400 output=results/mine\n"
    "  entente attendance register.csv results/mine                 (runs made with attendance=true)\n"
    "  entente attendance register.csv scenario=lethbridge --channel committee --lang fr\n"
    "\n"
    "The file: one row for each organisation expected at each meeting; columns meeting or date (or "
    "both), organisation,\n"
    "present (1 or 0, yes or no, oui or non, or an x and nothing) and, if known, delegate; in "
    "English or French, commas or\n"
    "semicolons, any encoding.\n"
    "\n"
    "It leaves fingerprint.svg and .png and fingerprint_table.csv in the folder of the run."
)
COMPARED = N_("the attendance (a CSV file), and what to change, name=value; or the file and the folder that a run left")


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its arguments."""
    parser, group = commands.add("attendance", say(ABOUT, language), say(MORE, language))
    add_overrides(parser, group, say(COMPARED, language))
    group.add_argument(
        "--channel",
        metavar=say("name", language),
        help=say("the channel whose meetings are compared (default: the one with most hours of invitations)", language),
    )


def run(arguments: argparse.Namespace, language: str) -> int:
    """Compare the attendance asked for and return the exit code."""
    from entente.commands.attendance.report import attendance_and_report

    return attendance_and_report(arguments.overrides, arguments.channel, language)
