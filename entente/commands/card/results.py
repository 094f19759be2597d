"""The newest results of each kind that the card is made of, and whether they are those of the present rules."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from entente.docs_build.made_on import is_current, measured_folder
from entente.results.csv_text import read_csv_text
from entente.results.deliverables import RUN_MANIFEST
from entente.results.versions import model_hash

RESULT_KINDS: Mapping[str, tuple[str, ...]] = {  # files by which the results of each kind are known
    "matching": ("targets.csv", "plausible.csv"), "patterns": ("patterns.csv",), "anchors": ("anchors.csv",),
    "ablation": ("ablation_patterns.csv",), "levers": ("levers.csv",),
    "calibration": ("parameters.csv", "coverage.csv"),
}  # fmt: skip
MADE_BY = {
    "matching": "entente match", "patterns": "entente patterns", "anchors": "entente anchors",
    "ablation": "entente ablation", "levers": "entente levers",
    "calibration": "entente calibrate observed.csv 'leadership.hours=interval(2,35)' ...",
}  # fmt: skip
_PAGES = {"matching": {"targets.csv": "matching_targets.csv"}, "calibration": {"parameters.csv": "calibration.csv"}}


@dataclass(frozen=True)
class Source:
    """Results of one kind.

    Attributes:
        kind: a name of ``RESULT_KINDS``.
        folder: where they are.
        tables: the tables that were found, by the name of the file.
        about: what the manifest says.
        current: whether they were made with the present rules; None where that cannot be told.
    """

    kind: str
    folder: Path
    tables: Mapping[str, pd.DataFrame]
    about: Mapping[str, Any]
    current: bool | None


def newest_results(roots: Iterable[Path]) -> dict[str, Source]:
    """Return the newest results of each kind in some folders and in those that they hold."""
    newest: dict[str, Path] = {}
    for folder in sorted(_folders(roots), key=lambda one: (one / RUN_MANIFEST).stat().st_mtime):
        for kind, files in RESULT_KINDS.items():
            if all((folder / name).is_file() for name in files):
                newest[kind] = folder
    return {kind: _source(kind, folder) for kind, folder in newest.items()}


def _folders(roots: Iterable[Path]) -> list[Path]:
    """Return the folders that hold a manifest: those named and those right within."""
    every = [folder for root in roots for folder in (root, *sorted(root.glob("*/"))) if folder.is_dir()]
    return [one for one in every if (one / RUN_MANIFEST).is_file()]


def _source(kind: str, folder: Path) -> Source:
    """Read the results of one kind in a folder."""
    about = json.loads((folder / RUN_MANIFEST).read_text(encoding="utf-8"))
    made_with = about.get("versions", {}).get("model") or (about.get("model") or {}).get("model")
    tables = {path.name: read_csv_text(path) for path in folder.glob("*.csv")}
    return Source(kind, folder, tables, about, None if made_with is None else made_with == model_hash())


def results_of_pages() -> dict[str, Source]:
    """Return the results that the pages tell, in a checkout; none in an installed package."""
    folder = measured_folder()
    if not folder.is_dir():
        return {}
    found = {}
    for kind, files in RESULT_KINDS.items():
        names = {name: _PAGES.get(kind, {}).get(name, name) for name in (*files, "ranks.csv")}
        tables = {name: read_csv_text(folder / page) for name, page in names.items() if (folder / page).is_file()}
        if tables and set(tables) - {"ranks.csv"}:
            about = folder / f"{kind}.json"
            said = json.loads(about.read_text(encoding="utf-8")) if about.is_file() else {}
            found[kind] = Source(kind, folder, tables, said, is_current(kind))
    return found
