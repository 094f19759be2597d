"""The argument parser of the command line: help in two languages, one-line errors, commands that add themselves."""

import argparse
from collections.abc import Callable
from typing import Any, NoReturn

from entente.i18n import LANGUAGES, reworded, say
from entente.terminal.layout import terminal_width


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help that keeps its line breaks and fits the terminal."""

    usage_word = "usage: "

    def __init__(self, prog: str, **options: Any) -> None:
        """Take the width of the terminal."""
        super().__init__(prog, **{"max_help_position": 26, **options, "width": min(terminal_width(), 120)})

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Begin with the word for usage in the language of the help."""
        super().add_usage(usage, actions, groups, self.usage_word if prefix is None else prefix)


class FrenchFormatter(Formatter):
    """The same, in French."""

    usage_word = say("usage: ", "fr")


class Parser(argparse.ArgumentParser):
    """A parser that speaks one language and reports an error in one line.

    Attributes:
        language: ``fr`` or ``en``.
        options: the group of ``--help`` and ``--lang``.
        overrides: the name of the argument that takes words wherever they stand, or an empty text.
        ending: returns the end of the help, for what takes time to gather.
    """

    def __init__(self, *, language: str, **options: Any) -> None:
        """Make a parser that has ``--help`` and ``--lang`` only."""
        formatter = FrenchFormatter if language == "fr" else Formatter
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=formatter, **options)
        self.language = language
        self.overrides = ""
        self.ending: Callable[[str], str] | None = None
        self.options = self.add_argument_group(say("options", language))
        self.options.add_argument("-h", "--help", action="help", help=say("show this help and stop", language))
        # SUPPRESS: a language given before the subcommand is not undone by the subcommand's own default.
        self.options.add_argument(
            "--lang",
            choices=LANGUAGES,
            default=argparse.SUPPRESS,
            metavar="fr|en",
            help=say("language: en or fr (default: that of the environment)", language),
        )

    def format_help(self) -> str:
        """Return the help."""
        return super().format_help() + (f"\n{self.ending(self.language)}\n" if self.ending else "")

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and how to get help, and stop with exit code 2."""
        text = reworded(message, self.language)
        see = say("See: {command}", self.language, command=f"{self.prog} --help")
        colon = say(": ", self.language)
        self.exit(2, f"{self.prog}{colon}{text}\n{see}\n")


class Commands:
    """The commands of a program, to which each command adds its own parser."""

    def __init__(self, parser: Parser) -> None:
        """Start without any command."""
        self.language = parser.language
        self.parsers: dict[str, Parser] = {}
        self._subparsers = parser.add_subparsers(
            dest="command", title=say("commands", self.language), metavar=say("command", self.language)
        )

    def add(
        self, name: str, about: str, more: str, ending: Callable[[str], str] | None = None
    ) -> tuple[Parser, argparse._ArgumentGroup]:
        """Add a command and return its parser, with the group for its arguments.

        Args:
            name: of the command, as it is typed.
            about: what it does, in a few words that begin with a small letter.
            more: examples and notes that follow the arguments in its help.
            ending: returns the end of its help, for what takes time to gather.
        """
        description = about[0].upper() + about[1:] + "."
        parser: Parser = self._subparsers.add_parser(
            name, language=self.language, help=about, description=description, epilog=more
        )
        parser.ending = ending
        self.parsers[name] = parser
        return parser, parser.add_argument_group(say("arguments", self.language))
