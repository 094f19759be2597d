"""The console script ``entente``. What is heavy is imported by the subcommand that needs it, and only then."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from entente.i18n import reworded, say
from entente.parser import EXPERIMENTS, asked_language, parse

WRONG, FAILED, INTERRUPTED = 2, 1, 130
STUDY = ("overrides", "uncertain", "measure")
# What each command is given of what was said; its function is ``<command>_command``.
COMMANDS = {
    "run": ("overrides",),
    "compare": ("overrides", "against", "measure", "until", "most"),
    "sweep": STUDY,
    "sensitivity": (*STUDY, "method"),
    "discover": (*STUDY, "goal", "axes", "density"),
    "robust": (*STUDY, "goal"),
    "calibrate": ("overrides", "start", "draws"),
    "draw": ("figure", "folder", "options"),
    "list": ("what", "filter"),
    "explain": ("name",),
    "warmup": (),
}

MODULES = {
    "run": "entente.commands.run.command",
    "compare": "entente.commands.comparison.command",
    "sweep": "entente.commands.sweep.command",
    "sensitivity": "entente.commands.sensitivity.command",
    "discover": "entente.commands.discovery.command",
    "robust": "entente.commands.robustness.command",
    "calibrate": "entente.commands.calibration.command",
    "draw": "entente.commands.draw.command",
    "list": "entente.catalogue.list_command",
    "explain": "entente.catalogue.explain_command",
    "warmup": "entente.commands.warmup.command",
}


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0, 1 (failed), 2 (asked for wrongly) or 130 (interrupted)."""
    words = sys.argv[1:] if words is None else list(words)
    language = asked_language(words)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that knows no accents still shows the rest
    try:
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
        place, reason = error.filename or "", reworded(error.strerror or str(error), language)
        print(say("entente: {place}: {reason}", language, place=place, reason=reason), file=sys.stderr)
        return FAILED


def as_sweep(words: Sequence[str]) -> list[str]:
    """Return the words with ``run --multirun``, for hands used to Hydra, as ``sweep``."""
    marks = {"-m", "--multirun"} & set(words)
    if not marks or "run" not in words:
        return list(words)
    first = words.index("run")
    return [*words[:first], "sweep", *(word for word in words[first + 1 :] if word not in marks)]


def dispatch(words: Sequence[str], language: str) -> int:
    """Call the subcommand asked for."""
    asked = parse(as_sweep(words), language)
    if asked.command in EXPERIMENTS:
        from entente.terminal.experiment import experiment_command

        return experiment_command(asked.command, asked.words, asked.quick, language)
    if asked.command in COMMANDS:
        work = getattr(import_module(MODULES[asked.command]), f"{asked.command}_command")
        code: int = work(*(getattr(asked, name) for name in COMMANDS[asked.command]), language)
        return code
    from entente import __version__

    print(f"entente {__version__}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
