"""The parser of the command line, its help in both languages."""

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NoReturn

from entente.help_texts import ABOUT, MORE
from entente.i18n import LANGUAGES, N_, default_language, reworded, say
from entente.terminal.layout import terminal_width

EXPERIMENTS = ("patterns", "anchors", "ablation")
STUDIES = ("sweep", "sensitivity")
DECIDING = ("discover", "robust")
# commands that take name=value, wherever it stands
OPEN = (
    dict.fromkeys(EXPERIMENTS, "words")
    | dict.fromkeys(("run", "compare", *STUDIES, "calibrate", *DECIDING), "overrides")
    | {"draw": "options"}
)
ENTENTE = N_(
    "Entente simulates partnerships of organisations, week by week: who is mobilised, when, for "
    "how long, and what\n"
    "makes them run out of steam."
)
BEGIN = N_("To begin:\n  entente run\n  entente list scenarios\n  entente explain week")
AXES = N_(
    "what varies, name=a,b or name=interval(low,high), what to change, name=value; or the folder "
    "of a study to go on with"
)
ANALYSED = N_(
    "what varies, name=a,b or name=interval(low,high), and what to change, name=value; or the "
    "folder of a study, which is then only read"
)
NUMBERS = {
    "axes": N_("settings that the sentence may hold (default: 3)"),
    "density": N_("tell the box that covers most with at least this share, such as 0.8"),
}
FIGURES = ("wheel", "timeline", "groups")
LISTS = ("scenarios", "leadership", "communication", "governance", "levers", "parameters", "measures", "mechanisms")


def asked_language(words: Sequence[str]) -> str:
    """Return the language asked for on the command line, else that of the environment."""
    for k, word in enumerate(words):
        said = words[k + 1 : k + 2] if word == "--lang" else [word.removeprefix("--lang=")]
        if said and word.startswith("--lang") and said[0] in LANGUAGES:
            return said[0]
    return default_language()


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
    """A parser that speaks one language, and says in one line what is wrong."""

    def __init__(self, *, language: str, **options: Any) -> None:
        """Make an empty parser with help and language among its options."""
        formatter = FrenchFormatter if language == "fr" else Formatter
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=formatter, **options)
        self.language = language
        self.last: Callable[[str], str] | None = None  # what ends the help, and takes time to gather
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
        return super().format_help() + (f"\n{self.last(self.language)}\n" if self.last else "")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how to get help, and stop with exit code 2."""
        text = reworded(message, self.language)
        see = say("See: {command}", self.language, command=f"{self.prog} --help")
        colon = say(": ", self.language)
        self.exit(2, f"{self.prog}{colon}{text}\n{see}\n")


def names(text: str) -> list[str]:
    """Return the names that ``a,b`` gives."""
    return [name for name in text.split(",") if name]


def drawing_options(language: str) -> str:
    """Return the options of the figures, for the help."""
    from entente.commands.draw.command import options_text

    return options_text(language)


def study_making(language: str) -> str:
    """Return how studies may be made, for the help."""
    from entente.commands.sweep.help import options_text

    return options_text(language)


def experiment_names(name: str, language: str) -> str:
    """Return the names that an experiment takes, for its help."""
    from entente.commands.patterns.names import names_text

    return names_text(name, language)


def build(language: str) -> tuple[Parser, dict[str, Parser]]:
    """Return the parser of ``entente`` and those of its subcommands."""
    parser = Parser(prog="entente", language=language, description=say(ENTENTE, language), epilog=say(BEGIN, language))
    parser.options.add_argument("--version", action="store_true", help=say("show the version and stop", language))
    commands = parser.add_subparsers(dest="command", title=say("commands", language), metavar=say("command", language))
    found: dict[str, Parser] = {}

    def command(name: str) -> argparse._ArgumentGroup:
        about, more = say(ABOUT[name], language), say(MORE[name], language)
        whole = about[0].upper() + about[1:] + "."
        found[name] = commands.add_parser(name, language=language, help=about, description=whole, epilog=more)
        return found[name].add_argument_group(say("arguments", language))

    command("run").add_argument(
        "overrides",
        nargs="*",
        metavar=say("name=value", language),
        help=say("what to change: name=value (see below)", language),
    )
    comparing_options(command("compare"), language)
    for name in STUDIES:
        study_options(command(name), language)
    calibrating_options(command("calibrate"), language)
    found["sensitivity"].options.add_argument(
        "--method",
        metavar="morris|sobol|both",
        default="both",
        help=say(
            "morris (a first sorting), sobol (shares of the variance), or both: sobol on what morris keeps (default)",
            language,
        ),
    )
    deciding_options(command("discover"), ("axes", "density"), language)
    deciding_options(command("robust"), (), language)
    for name in ("sweep", "calibrate", *DECIDING):
        found[name].last = study_making
    drawing_arguments(command("draw"), language)
    found["draw"].last = drawing_options
    for name in EXPERIMENTS:
        experiment_options(command(name), language)
        found[name].last = partial(experiment_names, name)
    listing_options(command("list"), language)
    command("explain").add_argument(
        "name", metavar=say("name", language), help=say("what to explain: a name, a dotted path, or week", language)
    )
    command("warmup")
    return parser, found


def experiment_options(experiment: argparse._ArgumentGroup, language: str) -> None:
    """Declare the arguments of the commands of experiments."""
    experiment.add_argument(
        "words", nargs="*", metavar=say("name", language), help=say("names and name=value (see below)", language)
    )
    experiment.add_argument(
        "--quick", action="store_true", help=say("fewer replicates: a first look in about a minute", language)
    )


def listing_options(listing: argparse._ArgumentGroup, language: str) -> None:
    """Declare the arguments of ``entente list``."""
    listing.add_argument(
        "what",
        choices=LISTS,
        metavar=say("what", language),
        help=say("what to list: {names}", language, names=", ".join(LISTS)),
    )
    listing.add_argument(
        "filter",
        nargs="?",
        default="",
        metavar=say("text", language),
        help=say("only what contains this text", language),
    )


def drawing_arguments(drawing: argparse._ArgumentGroup, language: str) -> None:
    """Declare the arguments of ``entente draw``."""
    drawing.add_argument(
        "figure",
        choices=FIGURES,
        metavar=say("figure", language),
        help=say("what to draw: {names}", language, names=", ".join(FIGURES)),
    )
    drawing.add_argument("folder", metavar=say("folder", language), help=say("the folder that a run left", language))
    drawing.add_argument(
        "options",
        nargs="*",
        metavar=say("name=value", language),
        help=say("what to change: name=value (see below)", language),
    )


def comparing_options(comparing: argparse._ArgumentGroup, language: str) -> None:
    """Declare the arguments of ``entente compare``."""
    comparing.add_argument(
        "overrides",
        nargs="*",
        metavar=say("name=value", language),
        help=say("what to compare, name=a,b, and what to change, name=value (see below)", language),
    )
    comparing.add_argument(
        "--against",
        metavar=say("combination", language),
        help=say("the combination that the others are compared with (default: the first)", language),
    )
    comparing.add_argument(
        "--measure",
        metavar=say("measure", language),
        action="extend",
        type=names,
        default=[],
        help=say("summaries to compare beside the usual ones (entente list measures)", language),
    )
    comparing.add_argument(
        "--until",
        metavar="ci=0.01",
        help=say(
            "add replicates until the 95%% interval of every difference in final mobilisation is within ± this",
            language,
        ),
    )
    comparing.add_argument(
        "--most",
        metavar=say("number", language),
        help=say("replicates that --until may lead to (default: 5000)", language),
    )


def study_options(study: argparse._ArgumentGroup, language: str, about: str = AXES) -> None:
    """Declare the arguments that every command of studies takes."""
    study.add_argument("overrides", nargs="*", metavar=say("name=value", language), help=say(about, language))
    study.add_argument(
        "--uncertain",
        metavar=say("name=value", language),
        action="append",
        default=[],
        help=say(
            "an axis that nobody controls, name=interval(low,high) or name=a,b: every choice of the "
            "others is crossed with it",
            language,
        ),
    )
    study.add_argument("--measure", metavar=say("measure", language), action="extend", type=names, default=[],
                       help=say("a summary that the study is about (entente list measures)", language))  # fmt: skip


def calibrating_options(calibrating: argparse._ArgumentGroup, language: str) -> None:
    """Declare the arguments of ``entente calibrate``."""
    calibrating.add_argument(
        "overrides",
        nargs="*",
        metavar=say("name=value", language),
        help=say(
            "the data (a CSV file), what to find, name=interval(low,high), what to change, name=value; "
            "or the data and the folder of a bank",
            language,
        ),
    )
    calibrating.add_argument(
        "--start", metavar="YYYY-MM-DD", help=say("first day of week 1, where the data have dates", language)
    )
    calibrating.add_argument(
        "--draws",
        metavar=say("number", language),
        help=say("settings drawn from what is found, run once each (default: 500)", language),
    )


def deciding_options(deciding: argparse._ArgumentGroup, numbers: Sequence[str], language: str) -> None:
    """Declare the arguments of ``entente discover`` and ``entente robust``."""
    study_options(deciding, language, ANALYSED)
    deciding.add_argument(
        "--goal",
        metavar="final>=0.5",
        action="append",
        default=[],
        help=say("what is wanted, such as 'final>=0.5' (may be repeated; default: essoufflement=no)", language),
    )
    for name in numbers:
        deciding.add_argument(f"--{name}", metavar=say("number", language), help=say(NUMBERS[name], language))


def parse(words: Sequence[str], language: str) -> argparse.Namespace:
    """Read the command line; overrides may stand before, between and after options.

    Raises:
        SystemExit: after help, or with code 2 when it cannot be read.
    """
    parser, commands = build(language)
    if not words:
        parser.print_help()
        sys.exit(0)
    known, rest = parser.parse_known_args(list(words))
    if rest and known.command in OPEN and not any(word.startswith("-") for word in rest):
        setattr(known, OPEN[known.command], [*getattr(known, OPEN[known.command]), *rest])
        rest = []
    if rest:
        commands.get(known.command, parser).error(f"unrecognized arguments: {' '.join(rest)}")
    if not known.command and not known.version:
        parser.print_help()
        sys.exit(0)
    return known
