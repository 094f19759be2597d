"""Violations as people read them: all of them, each with its place, in their language."""

import sys
from collections.abc import Iterable, Sequence

from entente.config.problems import Located
from entente.i18n import N_, NN_, say, say_number, translate
from entente.sim.validation.validate import Violation

ORIGINS = {"command_line": N_("from the command line"), "arguments": N_("from the arguments")}
_MOST_ERROR_LINES = 50  # lines of one error
_MORE = NN_("and one other reason", "and {count} other reasons")
HEADS = {  # what could not be done, for one reason and for several
    "run": NN_("entente: nothing was run, for one reason", "entente: nothing was run, for {count} reasons"),
    "drawn": NN_("entente: nothing was drawn, for one reason", "entente: nothing was drawn, for {count} reasons"),
    "analysed": NN_(
        "entente: nothing can be said of these runs, for one reason",
        "entente: nothing can be said of these runs, for {count} reasons",
    ),
}


def violation_text(violation: Violation, language: str) -> str:
    """Return one violation as one line."""
    text = violation.path + say(": ", language) + translate(violation.problem, language)
    if violation.expected:
        wanted = translate(violation.expected, language)
        text += say("; ", language) + say("expected {what}", language, what=wanted)
    if violation.nearest:
        text += say("; ", language) + say("nearest: {names}", language, names=", ".join(violation.nearest))
    origin = violation.origin if isinstance(violation, Located) else None
    if origin is None:
        return text
    place = say(ORIGINS[origin.kind], language) if origin.kind in ORIGINS else str(origin)
    return f"{text} ({place})"


def violations_text(violations: Sequence[Violation], language: str, what: str = "run") -> str:
    """Return violations, one a line, under a line that counts them and says that nothing was run (or drawn)."""
    head = say_number(*HEADS[what], len(violations), language)
    shown = [f"  {violation_text(one, language)}" for one in violations[:_MOST_ERROR_LINES]]
    if more := len(violations) - len(shown):
        shown.append("  " + say_number(*_MORE, more, language))
    return "\n".join([head, *shown])


def print_notices(notices: Iterable[str], language: str) -> None:
    """Print what somebody may not have meant, and that is done all the same."""
    for one in notices:
        print(say("entente: {notice}", language, notice=translate(one, language)), file=sys.stderr, flush=True)
