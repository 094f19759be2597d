"""``entente match``: settings that no figure of the field rules out, by history matching."""

import argparse

from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands
from entente.terminal.arguments import add_overrides

ABOUT = N_("find the settings that no figure of the field rules out (history matching)")
MORE = N_(
    "Settings are tried in waves. Each target is a figure of the field with a tolerance; what is "
    "farther from it than three\n"
    "standard deviations, chance included, is ruled out. The next wave looks in what is left, until "
    "no more goes. A target that\n"
    "no setting reaches is structural: the rules cannot give it. What remains is a sample of "
    "plausible settings.\n"
    "\n"
    "  entente match\n"
    "  entente match attendance_mean attendance_spread alive exits\n"
    "  entente match 'partners.threshold=interval(0.2,0.8)' 'work.ambition=interval(0.3,1)' "
    "points=1024 replicates=40\n"
    "  entente match misses=2 waves=12 output=results/matched      (or go on with it)\n"
    "  entente sweep design=results/match/plausible.csv leadership=shared,broker replicates=20\n"
    "  entente run scenario=results/match/matched.yaml\n"
    "\n"
    "Without any axis, the parameters of the rules that are assumed vary, from a third of their "
    "default to three times; a first\n"
    "wave keeps those that matter. Stopped, the same command goes on. It leaves plausible.csv (the "
    "sample, points for design=),\n"
    "matched.yaml (the member nearest the field), targets, waves, conflicts, settings, "
    "implausibility and not_matched (csv),\n"
    "plausible and targets (svg, png) and manifest.json in results/match, or output=, beside a "
    "folder for each wave."
)
_WORDS = N_("names of targets, what varies, name=interval(low,high), and what to change, name=value (see below)")


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its arguments."""
    parser, group = commands.add("match", say(ABOUT, language), say(MORE, language), ending=_ending)
    add_overrides(parser, group, say(_WORDS, language), "words")


def run(arguments: argparse.Namespace, language: str) -> int:
    """Match the targets asked for and return the exit code."""
    from entente.commands.matching.report import match_command

    return match_command(arguments.words, language)


def _ending(language: str) -> str:
    """Return the targets and the options of the command, for the end of its help."""
    from entente.commands.matching.help import targets_and_options

    return targets_and_options(language)
