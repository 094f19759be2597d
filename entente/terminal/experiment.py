"""What the commands of experiments share: refusals, progress, Ctrl-C that keeps what is done, the folder."""

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, TypeVar

from entente.i18n import say, translate
from entente.i18n.system_errors import reason_of
from entente.sim.validation.validate import SettingsError
from entente.terminal.errors import violations_text
from entente.terminal.progress import Interruption, Progress

if TYPE_CHECKING:
    from entente.commands.patterns.testing import Base

WRONG, FAILED, INTERRUPTED = 2, 1, 130
T = TypeVar("T")


def guarded(work: Callable[[], int], language: str) -> int:
    """Do what a command does, or tell what is wrong with what was asked for or with the disk; return the exit code."""
    try:
        return work()
    except SettingsError as error:
        print(violations_text(error.violations, language), file=sys.stderr)
        return WRONG
    except OSError as error:
        reason = translate(reason_of(error), language)
        print(
            say(
                "entente: the results cannot be written to {place}: {reason}",
                language,
                place=error.filename or "results",
                reason=reason,
            ),
            file=sys.stderr,
        )
        return FAILED


def gathered(
    parts: Iterable[tuple[int, list[T]]],
    total: int,
    bases: "Sequence[Base]",
    language: str,
    finish: Callable[[list[T], float, bool], int],
) -> int:
    """Take what an experiment yields, one part for each arm, and finish with all of it, even after Ctrl-C.

    Args:
        parts: arm after arm, how many replicates it had, and what came of it.
        total: how many replicates there are in all.
        bases: the scenarios that are run.
        language: of what is said.
        finish: what to do with all that came, the seconds it took, and whether it was stopped before the end.

    Returns:
        The exit code.
    """
    from entente.analysis.patterns.pattern import CALENDAR
    from entente.experiments.bench import composed
    from entente.terminal.compilation import announce_compilation

    found: list[T] = []
    start = time.perf_counter()
    with Interruption() as interruption:
        try:
            those = [composed((*base.words, *CALENDAR)) for base in bases]
            with announce_compilation(those, language), closing(Progress(total, language)) as progress:
                for replicates, part in parts:
                    found += part
                    progress.advance(replicates)
        except KeyboardInterrupt:
            interruption.heard = True
        interruption.holding = True  # what was done is written even if Ctrl-C comes again
        if interruption.heard and not found:
            print("\n" + say("Stopped before any replicate was done: nothing was kept.", language), file=sys.stderr)
            return INTERRUPTED
        code = finish(found, time.perf_counter() - start, interruption.heard)
        return INTERRUPTED if interruption.heard else code
