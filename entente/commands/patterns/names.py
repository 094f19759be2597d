"""The names that each experiment takes, for its help: without what it takes to run one."""

from collections.abc import Iterable

from entente.i18n import N_, say
from entente.sim.model.parameters import MECHANISMS
from entente.terminal.layout import table


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
        yield from ((name, en, fr) for name, (en, fr) in MECHANISMS.items())
