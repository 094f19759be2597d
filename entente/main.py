"""The console script ``entente``. What is heavy is imported by the subcommand that needs it, and only then."""

import os
import sys
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from entente.i18n import say, translate
from entente.i18n.system_errors import reason_of
from entente.parser import chosen_language, command_module, parse_command_line
from entente.terminal.exit_codes import FAILED, INTERRUPTED
from entente.terminal.surroundings import prepare_process


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0, 1 (failed), 2 (wrong arguments) or 130 (interrupted)."""
    words = sys.argv[1:] if words is None else list(words)
    language = chosen_language(words)
    prepare_process()
    try:
        with warnings.catch_warnings():
            warnings.showwarning = partial(show_notice, warnings.showwarning, language)
            code = dispatch(words, language)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        print("\n" + say("Interrupted.", language), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Who was reading (head, less) has enough: nothing more to say, not even when Python flushes on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        place, reason = error.filename or "", translate(reason_of(error), language)
        print(say("entente: {place}: {reason}", language, place=place, reason=reason), file=sys.stderr)
        return FAILED


def show_notice(show: Callable[..., None], language: str, warning: Warning, kind: type[Warning], *more: Any) -> None:
    """Show a warning as Python does, one of ours as a line in the language of the command."""
    text = getattr(warning, "text", None)
    if callable(text):
        print("entente: " + text(language), file=sys.stderr, flush=True)
    else:
        show(warning, kind, *more)


def dispatch(words: Sequence[str], language: str) -> int:
    """Call the command that the words name and return its exit code."""
    arguments = parse_command_line(words, language)
    if arguments.command:
        code: int = command_module(arguments.command).run(arguments, language)
        return code
    from entente import __version__

    print(f"entente {__version__}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
