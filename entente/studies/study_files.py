"""The manifest of a design and the files around it: written, read, checked, and taken away."""

import hashlib
import io
import json
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from entente.results.checksums import DamagedError, read_checked, with_sum
from entente.results.deliverables import RUN_MANIFEST, listed_files, read_run_manifest
from entente.results.files import write_bytes, write_text
from entente.results.notices import notices
from entente.sim.validation.messages import message
from entente.studies.design import Design
from entente.studies.part_files import SUMS, part_number

STUDY_MANIFEST, DESIGN = "study.json", "design.parquet"
SLURM = "slurm"  # where jobs read what to do, and write how it went
CHECKSUMS = "checksums"  # in a manifest: that every part has its checksum
ALL_DONE = "whole"  # in a manifest: that every batch was done
CLEARING = "clearing"  # in a manifest: that what another study left is still to be taken away
PREDICTIVE = "predictive"  # in the folder of a calibration: the study of its posterior
_OURS = r"study\.json|design\.parquet|settings_\d+\.yaml|part-\d+\.parquet|[\w-]+\.(?:b2|csv|json|svg|png)"
_UNFINISHED = re.compile(rf"\.(?:{_OURS})\..+\.\d+|\.[\w-]+\.\w+\.part|\.effects_[\w.-]+")
_named: set[Path] = set()  # manifests whose damage this process told already


def write_manifest(folder: Path, about: Mapping[str, Any]) -> None:
    """Write the manifest of a design, and a copy of it beside the checksums."""
    text = json.dumps(with_sum(about), indent=2, ensure_ascii=False) + "\n"
    write_text(folder / STUDY_MANIFEST, text)
    (folder / SUMS).mkdir(exist_ok=True)
    write_text(folder / SUMS / STUDY_MANIFEST, text)


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a design, or None when the folder holds none; its copy, when it is damaged or missing.

    Raises:
        DamagedError: when it is damaged, and its copy is no better.
    """
    path, damaged, found = folder / STUDY_MANIFEST, None, None
    try:
        found = read_checked(path)
    except DamagedError as error:
        damaged = error
    if found is None:
        try:
            found = read_checked(folder / SUMS / STUDY_MANIFEST)
        except DamagedError:
            found = None
        if found is not None and path not in _named:
            _named.add(path)
            notices.warning(message("{file} is missing or damaged: its copy is read", file=path))
    if found is None and damaged is not None:
        raise damaged
    return found if found is not None and "identity" in found else None


def restore_manifest(folder: Path, about: Mapping[str, Any] | None) -> None:
    """Write a manifest again where only its copy is whole."""
    with suppress(DamagedError):
        if about is None or read_checked(folder / STUDY_MANIFEST) is not None:
            return
    write_manifest(folder, about)


def drop_manifest(folder: Path) -> None:
    """Delete the manifest of a design, its copy first: without them, there is nothing to go on with."""
    (folder / SUMS / STUDY_MANIFEST).unlink(missing_ok=True)
    (folder / STUDY_MANIFEST).unlink(missing_ok=True)


def mark_of(about: Mapping[str, Any] | None) -> str:
    """Return what distinguishes a design from any other, by its manifest; nothing when it is gone."""
    if about is None:
        return ""
    decides = [about["identity"], about.get("cut"), about.get("blocks", [])[:1]]
    return hashlib.blake2b(json.dumps(decides, sort_keys=True).encode(), digest_size=8).hexdigest()


def holds_study(folder: Path) -> bool:
    """Tell whether a folder is that of a study, done or not."""
    return any((place / STUDY_MANIFEST).is_file() for place in (folder, folder / SUMS))


def study_folder(words: Sequence[str], held: Callable[[Path], bool] = holds_study) -> Path | None:
    """Return the folder that the first word names when it holds a study, or what else ``held`` looks for."""
    if not words or "=" in words[0]:
        return None
    folder = Path(words[0]).expanduser()
    return folder if held(folder) else None


def design_bytes(design: pd.DataFrame) -> bytes:
    """Return the points as a Parquet file; a column of words and numbers mixed is written as words."""
    frame = design.copy()
    for name in frame.columns:
        kinds = {type(one) for one in frame[name] if one is not None}
        if frame[name].dtype == object and not kinds <= {int, float} and len(kinds) > 1:
            frame[name] = frame[name].map(str)
    content = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), content, compression="zstd")
    return content.getvalue()


def write_design(folder: Path, design: pd.DataFrame) -> None:
    """Write the points of a design."""
    write_bytes(folder / DESIGN, design_bytes(design))


def take_away(folder: Path, *, everything: bool = False) -> None:
    """Delete the files whose writing was interrupted, or all that a design left, what was found in it included."""
    places = [folder, *(one for one in folder.glob("*") if one.is_dir())]
    for path in [path for place in places for path in place.glob(".*") if is_unfinished(path)]:
        path.unlink(missing_ok=True)
    if everything:
        drop_manifest(folder)
        remove_leftovers(folder)


def remove_leftovers(folder: Path) -> None:
    """Delete all that a study left in a folder but its manifest."""
    places = [one for one in folder.glob("*") if one.is_dir()]
    for path in study_leftovers(folder):
        path.unlink(missing_ok=True)
    shutil.rmtree(folder / SLURM, ignore_errors=True)
    if holds_study(folder / PREDICTIVE):
        take_away(folder / PREDICTIVE, everything=True)
    for place in places:
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()


def is_unfinished(path: Path) -> bool:
    """Tell whether a file is one that we were writing when the process ended."""
    return path.is_file() and _UNFINISHED.fullmatch(path.name) is not None


def study_leftovers(folder: Path) -> list[Path]:
    """Return the files that a study left in a folder beside its manifest, and those of what was found in it."""
    usual = (DESIGN, "settings_*.yaml", "effects_*.csv", "effects_*.svg", "effects_*.png", f"{SUMS}/*.b2")
    found = [path for name in usual for path in folder.glob(name)]
    found += [path for path in folder.glob("*/part-*.parquet") if part_number(path) is not None]
    for place in (folder, *(one for one in folder.glob("*") if one.is_dir())):
        with suppress(DamagedError):
            about = read_run_manifest(place)
            if about is not None and ("study" in about or place == folder):
                found += [place / name for name in (*listed_files(place), RUN_MANIFEST)]
    return [path for path in found if path.is_file()]


def cut_values(design: Design) -> dict[str, Any]:
    """Return how a design is cut in batches and in which blocks its replicates were requested, as built-in values."""
    cut = {"points": design.cut.points, "replicates": design.cut.replicates, "by_point": design.cut.by_point}
    return {"blocks": list(design.blocks), "cut": cut}


def new_manifest(identity: Mapping[str, Any], design: Design) -> dict[str, Any]:
    """Return the manifest of a design that begins."""
    return {"identity": dict(identity), **cut_values(design), CHECKSUMS: True, "sessions": []}
