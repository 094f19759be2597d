"""Whether the folder that the user names for the results can be written to."""

from pathlib import Path

from entente.config.run_settings import Run
from entente.sim.validation.messages import message, not_possible
from entente.sim.validation.validate import Violation


def output_violation(run: Run) -> Violation | None:
    """Return the violation of an output folder, named by the user, that already holds something, or None."""
    if run.output is None:
        return None
    if not run.output.strip():
        return Violation("output", not_possible(run.output), message("a folder"))
    folder = Path(run.output).expanduser()
    if folder.exists() and not folder.is_dir():
        return Violation("output", message("{folder} is a file", folder=run.output), message("a folder"))
    if folder.is_dir() and any(folder.iterdir()) and not run.overwrite:
        problem = message("{folder} already holds something", folder=run.output)
        return Violation("output", problem, message("another folder, or overwrite=true"))
    return None
