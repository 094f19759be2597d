"""The arguments of an experiment, and the names that it takes for its help: without what it takes to run one."""

from collections.abc import Iterable
from functools import partial

from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands
from entente.terminal.layout import table


def add_experiment_parser(commands: Commands, experiment: str, about: str, more: str, language: str) -> None:
    """Declare the command of an experiment: names and settings, and ``--quick``; its help ends with the names.

    Args:
        commands: those of the program.
        experiment: the command, a name of ``NAMES``.
        about: what it does, in English.
        more: examples and notes, in English.
        language: of the help.
    """
    ending = partial(names_text, experiment)
    parser, group = commands.add(experiment, say(about, language), say(more, language), ending=ending)
    group.add_argument(
        "words", nargs="*", metavar=say("name", language), help=say("names and name=value (see below)", language)
    )
    group.add_argument(
        "--quick", action="store_true", help=say("fewer replicates: a first look in about a minute", language)
    )
    parser.overrides = "words"


def names_text(experiment: str, language: str) -> str:
    """Return the names that an experiment takes, with what they are."""
    what = N_("statement") if experiment == "patterns" else N_("what it is")
    head = [say(key, language) for key in (NAMES[experiment], what)]
    return table([(name, fr if language == "fr" else en) for name, en, fr in _every_name(experiment)], head)


NAMES = {
    "patterns": N_("pattern"), "anchors": N_("anchor"), "levers": N_("lever"), "ablation": N_("mechanism"),
}  # what a name is one of  # fmt: skip


def _every_name(experiment: str) -> Iterable[tuple[str, str, str]]:
    """Yield every name, with what it is in English and French."""
    if experiment == "patterns":
        from entente.analysis.patterns import PATTERNS

        yield from ((one.key, one.statement.en, one.statement.fr) for one in PATTERNS.values())
    elif experiment == "anchors":
        from entente.analysis.anchors.anchors import ANCHORS

        yield from ((one.name, one.text.en, one.text.fr) for one in ANCHORS.values())
    elif experiment == "levers":
        from entente.catalogue.catalogue import every_lever

        yield from ((name, one.name.en, one.name.fr) for name, one in every_lever())
    else:
        from entente.sim.model.parameters import MECHANISMS

        yield from ((name, en, fr) for name, (en, fr) in MECHANISMS.items())
