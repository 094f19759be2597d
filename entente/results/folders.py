"""Where the results of a run go."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from entente.config.output_folder import PARTS, output_violation
from entente.config.run_settings import Format, Run
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation, nearest


def saved_to(run: Run, folder: str | Path, form: str | None, overwrite: bool) -> Run:
    """Return how to run with another folder, and another form of tables where one is named.

    Raises:
        SettingsError: when the folder already holds something, unless ``overwrite``.
    """
    moved = replace(run, output=str(folder), overwrite=overwrite, format=Format(form) if form else run.format)
    if wrong := output_violation(moved):
        raise SettingsError([wrong])
    return moved


def folder_for(run: Run, scenario: str) -> Path:
    """Make and return the folder of a run: the one stated, else the next free one under ``results/``.

    Raises:
        OSError: when it cannot be made.
    """
    if run.output is not None:
        folder = Path(run.output).expanduser()
        folder.mkdir(parents=True, exist_ok=True)
        return folder
    for folder in free_names(re.sub(r"[^\w.-]+", "_", scenario) or "run", run.overwrite):
        try:
            folder.mkdir(parents=True, exist_ok=run.overwrite)
        except FileExistsError:
            continue
        return folder
    raise AssertionError("there is always a next name")


def free_names(name: str, overwrite: bool) -> Iterator[Path]:
    """Yield the folders to try under ``results/``: the first one only when it may be overwritten."""
    yield Path("results", name)
    number = 2
    while not overwrite:
        yield Path("results", f"{name}-{number}")
        number += 1


def holds_something(folder: Path) -> bool:
    """Tell whether something is in a folder that a user sees: hidden files do not count, but what is under way does."""
    if not folder.is_dir():
        return folder.exists()
    return (folder / PARTS / "study.json").is_file() or any(not one.name.startswith(".") for one in folder.iterdir())


def existing_results(folder: str) -> Path:
    """Return the folder that a run left.

    Raises:
        SettingsError: when there is none of that name, or it holds no results.
    """
    place = Path(folder).expanduser()
    if (place / "manifest.json").is_file() or (place / ".publishing.json").is_file():
        return place
    raise no_run(folder)


def no_run(folder: str) -> SettingsError:
    """Return the refusal of a folder that holds no results of a run, with those beside it that do."""
    place = Path(folder).expanduser()
    beside = place.parent.iterdir() if place.parent.is_dir() else ()
    runs = [one.name for one in beside if one != place and (one / "manifest.json").is_file()]
    close = tuple(str(place.parent / name) for name in nearest(place.name, runs) if name in runs)
    wanted = message("a folder that entente run left")
    return SettingsError([Violation(folder, message("it holds no results of a run"), wanted, close)])
