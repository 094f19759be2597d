"""Whether the folder that the user names for the results can be written to."""

import json
from pathlib import Path

from entente.config.run_settings import Run
from entente.sim.validation.messages import message, not_possible
from entente.sim.validation.validate import Violation

PARTS = ".parts"  # in the folder of a run: what is under way there


def new_output_violation(run: Run) -> Violation | None:
    """Return the violation of an output folder that holds something else than results, or None.

    Whether results that are there can be gone on with is seen by whoever goes on with them.
    """
    named = run.output is not None and run.output.strip()
    return None if named and holds_results(Path(str(run.output)).expanduser()) else output_violation(run)


def holds_results(folder: Path) -> bool:
    """Tell whether a folder holds results that a command may go on with, under way or finished."""
    if (folder / PARTS / "study.json").is_file():
        return True
    try:
        about = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(about, dict) and "design" in about


def output_violation(run: Run) -> Violation | None:
    """Return the violation of an output folder, named by the user, that already holds something, or None."""
    if run.output is None:
        return None
    if not run.output.strip():
        return Violation("output", not_possible(run.output), message("a folder"))
    if "://" in run.output:
        return Violation("output", message("{text} cannot be read", text=run.output), message("a folder"))
    folder = Path(run.output).expanduser()
    if folder.exists() and not folder.is_dir():
        return Violation("output", message("{folder} is a file", folder=run.output), message("a folder"))
    if folder.is_dir() and not run.overwrite and any(not one.name.startswith(".") for one in folder.iterdir()):
        problem = message("{folder} already holds something", folder=run.output)
        return Violation("output", problem, message("another folder, or overwrite=true"))
    return None
