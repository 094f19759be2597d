"""Violations as people read them: all of them, each with its place, in their language."""

from collections.abc import Sequence

from entente.config.problems import Located
from entente.i18n import reworded, say
from entente.sim.validation.validate import Violation


def violation_text(violation: Violation, language: str) -> str:
    """Return one violation as one line."""
    text = violation.path + say("colon", language) + reworded(violation.problem, language)
    if violation.expected:
        wanted = reworded(violation.expected, language).replace("<entry>", violation.path.rpartition(".")[0])
        text += say("semicolon", language) + say("expected", language, what=wanted)
    if violation.nearest:
        text += say("semicolon", language) + say("nearest", language, names=", ".join(violation.nearest))
    origin = violation.origin if isinstance(violation, Located) else None
    return text + (f" ({say(f'from_{origin.kind}', language, place=origin)})" if origin else "")


def violations_text(violations: Sequence[Violation], language: str, what: str = "run") -> str:
    """Return all violations, one a line, under a line that counts them and says that nothing was run (or drawn)."""
    one = "problem" if len(violations) == 1 else "problems"
    head = say(one if what == "run" else f"{one}_{what}", language, count=len(violations))
    return "\n".join([head, *(f"  {violation_text(one, language)}" for one in violations)])
