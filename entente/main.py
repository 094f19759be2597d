"""The console script ``entente``. What is heavy is imported by the subcommand that needs it, and only then."""

import sys
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from entente.i18n import say, translate
from entente.i18n.system_errors import reason_of
from entente.parser import chosen_language, command_module, parse_command_line
from entente.studies.endings import heard_signal, stopped_by_endings
from entente.terminal.exit_codes import FAILED, INTERRUPTED
from entente.terminal.notices import notices_in_terminal
from entente.terminal.streams import patient_streams
from entente.terminal.surroundings import prepare_process


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Returns:
        0; 1 (failed); 2 (wrong arguments); 128 and the number of the signal that stopped it (130 for Ctrl-C).
    """
    words = sys.argv[1:] if words is None else list(words)
    language = chosen_language(words)
    with patient_streams() as output, stopped_by_endings(), notices_in_terminal(language) as notices:
        prepare_process()
        code = exit_code(words, language)
        output.flush()
        if output.problem is not None:
            reason = translate(reason_of(output.problem), language)
            print(say("entente: what it says cannot be written: {reason}", language, reason=reason), file=sys.stderr)
        if code == 0 and (notices.errors or output.problem is not None):
            return FAILED
        return code


def exit_code(words: Sequence[str], language: str) -> int:
    """Run the command that the words name, whatever stops it, and return its exit code."""
    try:
        with warnings.catch_warnings():
            warnings.showwarning = partial(show_notice, warnings.showwarning, language)
            code = dispatch(words, language)
    except KeyboardInterrupt:
        print("\n" + say("Interrupted.", language), file=sys.stderr)
        code = INTERRUPTED
    except OSError as error:
        reason = translate(reason_of(error), language)
        if error.filename:
            reason = say("{place}: {reason}", language, place=error.filename, reason=reason)
        print(say("entente: {text}", language, text=reason), file=sys.stderr)
        code = FAILED
    if code == INTERRUPTED and (number := heard_signal()) is not None:
        return 128 + number
    return code


def show_notice(show: Callable[..., None], language: str, warning: Warning, kind: type[Warning], *more: Any) -> None:
    """Show a warning as Python does, one of ours as a line in the language of the command."""
    text = getattr(warning, "text", None)
    if callable(text):
        print(say("entente: {notice}", language, notice=text(language)), file=sys.stderr, flush=True)
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
