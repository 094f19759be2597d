"""The console script ``entente``. What is heavy is imported by the subcommand that needs it, and only then."""

import os
import sys
from collections.abc import Sequence

from entente.cli.parser import EXPERIMENTS, asked_language, parse
from entente.words import reworded, say

WRONG, FAILED, INTERRUPTED = 2, 1, 130


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
        print(f"\n{say('interrupted', language)}", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Who was reading (head, less) has enough: nothing more to say, not even when Python flushes on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        place, reason = error.filename or "", reworded(error.strerror or str(error), language)
        print(say("system_error", language, place=place, reason=reason), file=sys.stderr)
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
    if asked.command == "run":
        from entente.cli.run import run_command

        return run_command(asked.overrides, language)
    if asked.command == "compare":
        from entente.cli.compare import compare_command

        return compare_command(asked.overrides, asked.against, asked.measure, asked.until, asked.most, language)
    if asked.command == "sweep":
        from entente.cli.sweep import sweep_command

        return sweep_command(asked.overrides, asked.uncertain, asked.measure, language)
    if asked.command == "calibrate":
        from entente.cli.calibrate import calibrate_command

        return calibrate_command(asked.overrides, asked.start, asked.draws, language)
    if asked.command == "sensitivity":
        from entente.cli.sensitivity import sensitivity_command

        return sensitivity_command(asked.overrides, asked.uncertain, asked.measure, asked.method, language)
    if asked.command == "discover":
        from entente.cli.discover import discover_command

        return discover_command(
            asked.overrides, asked.uncertain, asked.measure, asked.goal, asked.axes, asked.density, language
        )
    if asked.command == "robust":
        from entente.cli.robust import robust_command

        return robust_command(asked.overrides, asked.uncertain, asked.measure, asked.goal, language)
    if asked.command == "draw":
        from entente.cli.draw import draw_command

        return draw_command(asked.figure, asked.folder, asked.options, language)
    if asked.command in EXPERIMENTS:
        from entente.cli.experiment import experiment_command

        return experiment_command(asked.command, asked.words, asked.quick, language)
    if asked.command == "list":
        from entente.cli.listing import list_command

        return list_command(asked.what, asked.filter, language)
    if asked.command == "explain":
        from entente.cli.explain import explain_command

        return explain_command(asked.name, language)
    if asked.command == "warmup":
        from entente.cli.warmup import warmup_command

        return warmup_command(language)
    from entente import __version__

    print(f"entente {__version__}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
