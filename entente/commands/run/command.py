"""``entente run``: configure, simulate, keep, report."""

import argparse

from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands
from entente.terminal.arguments import add_open, add_overrides

ABOUT = N_("run a scenario and keep its results")
MORE = N_(
    "Each override changes one thing; the rest keeps its default. A scenario or an option is "
    "chosen by its name, a\n"
    "parameter by its dotted path. The command line has the last word, then the scenario, then "
    "the options, then the\n"
    "defaults.\n"
    "\n"
    "  entente run                                         the Lethbridge case\n"
    "  entente run scenario=aire_ouverte leadership=shared weeks=260\n"
    "  entente run scenario=path/to/mine.yaml              your own situation\n"
    "  entente run leadership.hours=4 staff.turnover=0.4   any parameter\n"
    "  entente run mechanisms.burnout=off                  the same world without one mechanism\n"
    "  entente run organisations.police_downtown.hours=8 communication.channels.notices.period=2\n"
    "  entente run '~communication.channels.notices'       take an entry out (with quotes)\n"
    "  entente run replicates=500 seed=7 output=results/demo format=excel by_organisation=true\n"
    "  entente run scenario=results/demo/settings.yaml     the same again, from what a run left\n"
    "  entente run plausible=200 replicates=400            spread over plausible settings of the rules\n"
    "\n"
    "+name=value adds an entry that is not there (an organisation, an event, a channel...), ++name=value adds or "
    "changes one.\nText with spaces goes in quotes: \"title.en='My case'\".\n"
    "Names: entente list scenarios, entente list leadership, entente list parameters; what they "
    "mean: entente explain."
)


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command and its arguments."""
    parser, group = commands.add("run", say(ABOUT, language), say(MORE, language))
    add_overrides(parser, group, say("what to change: name=value (see below)", language))
    add_open(parser)


def run(arguments: argparse.Namespace, language: str) -> int:
    """Run a scenario and return the exit code."""
    from entente.studies.run_request import configure_run
    from entente.terminal.experiment import exit_code_of
    from entente.terminal.opening import open_file

    def work() -> int:
        configuration, options = configure_run(arguments.overrides, {}, "command_line")
        # numpy, pandas and numba: not for a command that is refused
        from entente.commands.run.report import run_session
        from entente.commands.run.run_design import RunRequest

        code, folder = run_session(RunRequest(configuration, options), language)
        if arguments.open and code == 0:
            open_file(folder / "mobilisation.svg", language)
        return code

    return exit_code_of(work, language)
