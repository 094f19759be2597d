"""The argument parser of the command line: help in two languages, one-line errors, commands that add themselves."""

import argparse
import gettext
import os
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from entente.i18n import DOMAIN, LANGUAGES, LOCALE, N_, say
from entente.terminal.layout import fit_lines, terminal_width

ARGPARSE = (  # what argparse says, marked so that the catalogue holds it
    N_("usage: "),
    N_("argument %(argument_name)s: %(message)s"),
    N_("expected one argument"),
    N_("ignored explicit argument %r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("the following arguments are required: %s"),
)


def help_width() -> int:
    """Return the width of help: that of the terminal, up to what reads well."""
    return min(terminal_width(), 120)


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help that keeps its line breaks and fits the terminal."""

    def __init__(self, prog: str, **options: Any) -> None:
        """Take the width of the terminal."""
        super().__init__(prog, **{"max_help_position": 26, **options, "width": help_width()})

    def _format_usage(self, *given: Any) -> str:
        """Return the usage, in lines that fit however narrow the terminal."""
        text = super()._format_usage(*given)
        if max(map(len, text.split("\n"))) <= self._width:
            return text
        return textwrap.fill(" ".join(text.split()), self._width, subsequent_indent=" " * 4) + "\n\n"

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Keep the line breaks of a text, and break the lines that are still too long."""
        return fit_lines(text, width)


class FrenchFormatter(Formatter):
    """The same in French, where a no-break space stands before a colon."""

    def start_section(self, heading: str | None) -> None:
        """Begin a group of arguments."""
        super().start_section(heading and f"{heading}\N{NO-BREAK SPACE}")


@contextmanager
def argparse_in(language: str) -> Iterator[None]:
    """Let argparse, which translates its own words by gettext, find them in our catalogue."""
    before, domain = os.environ.get("LANGUAGE"), gettext.textdomain()
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, LOCALE)
    gettext.textdomain(DOMAIN)
    try:
        yield
    finally:
        gettext.textdomain(domain)
        del os.environ["LANGUAGE"]
        os.environ.update({} if before is None else {"LANGUAGE": before})


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
        with argparse_in(self.language):
            ending = f"\n{fit_lines(self.ending(self.language), help_width())}\n" if self.ending else ""
            return super().format_help() + ending

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Read arguments, as argparse does, its errors in the language of the parser."""
        with argparse_in(self.language):
            return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and how to get help, and stop with exit code 2."""
        see = say("See: {command}", self.language, command=f"{self.prog} --help")
        colon = say(": ", self.language)
        self.exit(2, f"{self.prog}{colon}{message}\n{see}\n")


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
