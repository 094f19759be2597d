"""``entente.load``: what a command left in a folder, whichever it was."""

from pathlib import Path

from entente.commands.run.run import RunResults, load_run
from entente.results.deliverables import read_run_manifest
from entente.studies.study import Study
from entente.studies.study_files import holds_study


def load(folder: str | Path) -> RunResults | Study:
    """Return the results that a run left in a folder, or the study that a sweep left or is making there.

    Raises:
        FileNotFoundError: when the folder holds neither.
    """
    place = Path(folder).expanduser()
    return Study(place) if holds_study(place) and not holds_run(place) else load_run(place)


def holds_run(place: Path) -> bool:
    """Tell whether a folder holds a run, which a former version may have left beside a study that it overwrote."""
    about = read_run_manifest(place) or {}
    return about.get("design", {}).get("identity", {}).get("kind") == "run"
