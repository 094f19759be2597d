"""The command line: the commands of ``entente``, each of which declares its own arguments."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from entente.i18n import LANGUAGES, N_, default_language, say
from entente.terminal.argument_parser import Commands, Parser

# In the order of the help. Each module has ``add_parser(commands, language)`` and ``run(arguments, language)``, and
# imports what is heavy only when it runs.
COMMANDS = {
    "plan": "entente.commands.plan.command",
    "run": "entente.commands.run.command",
    "compare": "entente.commands.comparison.command",
    "sweep": "entente.commands.sweep.command",
    "sensitivity": "entente.commands.sensitivity.command",
    "calibrate": "entente.commands.calibration.command",
    "attendance": "entente.commands.attendance.command",
    "match": "entente.commands.matching.command",
    "discover": "entente.commands.discovery.command",
    "robust": "entente.commands.robustness.command",
    "portfolios": "entente.commands.portfolios.command",
    "draw": "entente.commands.draw.command",
    "patterns": "entente.commands.patterns.command",
    "anchors": "entente.commands.anchors.command",
    "levers": "entente.commands.levers.command",
    "card": "entente.commands.card.command",
    "page": "entente.commands.page.command",
    "ablation": "entente.commands.ablation.command",
    "list": "entente.commands.list.command",
    "explain": "entente.commands.explain.command",
    "warmup": "entente.commands.warmup.command",
}
ENTENTE = N_(
    "Entente simulates partnerships of organisations, week by week: who is mobilised, when, for "
    "how long, and what\n"
    "makes them run out of steam."
)
BEGIN = N_("To begin:\n  entente run\n  entente list scenarios\n  entente explain week")
_AXES = N_(
    "what varies, name=a,b or name=interval(low,high), what to change, name=value; or the folder "
    "of a study to go on with"
)


def command_module(name: str) -> Any:
    """Return the module of a command."""
    return import_module(COMMANDS[name])


def chosen_language(words: Sequence[str]) -> str:
    """Return the language that the command line names, else that of the environment."""
    for k, word in enumerate(words):
        named = words[k + 1 : k + 2] if word == "--lang" else [word.removeprefix("--lang=")]
        if named and word.startswith("--lang") and named[0] in LANGUAGES:
            return named[0]
    return default_language()


def build(language: str) -> tuple[Parser, Commands]:
    """Return the parser of ``entente`` and its commands."""
    parser = Parser(prog="entente", language=language, description=say(ENTENTE, language), epilog=say(BEGIN, language))
    parser.options.add_argument("--version", action="store_true", help=say("show the version and stop", language))
    commands = Commands(parser)
    for name in COMMANDS:
        command_module(name).add_parser(commands, language)
    return parser, commands


def parse_command_line(words: Sequence[str], language: str) -> argparse.Namespace:
    """Read the command line; overrides may stand before, between and after options.

    Raises:
        SystemExit: after help, or with code 2 when it cannot be read.
    """
    parser, commands = build(language)
    if not words:
        parser.print_help()
        sys.exit(0)
    known, rest = parser.parse_known_args(_as_sweep(words))
    chosen = commands.parsers.get(known.command, parser)
    if rest and chosen.overrides and not any(word.startswith("-") for word in rest):
        setattr(known, chosen.overrides, [*getattr(known, chosen.overrides), *rest])
        rest = []
    if rest:
        chosen.error(say("unrecognized arguments: {names}", language, names=" ".join(rest)))
    if not known.command and not known.version:
        parser.print_help()
        sys.exit(0)
    return known


def _as_sweep(words: Sequence[str]) -> list[str]:
    """Replace ``run --multirun``, which users of Hydra type, by ``sweep``."""
    marks = {"-m", "--multirun"} & set(words)
    if not marks or "run" not in words:
        return list(words)
    first = words.index("run")
    return [*words[:first], "sweep", *(word for word in words[first + 1 :] if word not in marks)]
