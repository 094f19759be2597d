"""The folder of a study: what was asked for, the points, and one Parquet part per chunk, whole or not there at all.

A part is written under a passing name, sent to the disk and then given its name, that of the runs last: its being there
is the mark that the chunk is done. So a study that is killed at any moment goes on where it was, and what is there can
be read meanwhile (names that begin with a point are left out by pandas, polars, DuckDB and pyarrow).
"""

import json
import os
import shutil
import socket
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from entente.results.tables import KINDS
from entente.sim.model.measures import SUMMARIES
from entente.studies.work import QUANTILES, Part

MANIFEST, DESIGN = "study.json", "design.parquet"
SLURM = "slurm"  # where jobs are told what to do, and say how it went
ARROW = {"float64": pa.float64(), "Float64": pa.float64(), "int64": pa.int64(), "Int64": pa.int64(),
         "bool": pa.bool_(), "str": pa.string()}  # fmt: skip
KEYS = [("point", pa.int64()), ("replicate", pa.int64())]
SCHEMAS = {
    "runs": pa.schema([*KEYS, ("failed", pa.string()), ("message", pa.string()),
                       *((name, ARROW[KINDS[name]]) for name in SUMMARIES)]),
    "curves": pa.schema([("point", pa.int64()), ("series", pa.string()), ("week", pa.int64()),
                         *((name, pa.float32()) for name in QUANTILES)]),
}  # fmt: skip


class Done(NamedTuple):
    """A chunk that is done: its number, its runs, and those among them that failed."""

    number: int
    runs: int
    failed: int


def write_part(folder: Path, number: int, part: Part) -> Done:
    """Write what a chunk left, the runs last.

    Raises:
        OSError: when it cannot be written.
    """
    for name in ("weeks", "curves", "runs"):
        frame = getattr(part, name)
        if frame is not None:
            schema = SCHEMAS.get(name)
            publish(pa.Table.from_pandas(frame, schema=schema, preserve_index=False), part_path(folder, name, number))
    return Done(number, len(part.runs), int(part.runs["failed"].notna().sum()))


def part_path(folder: Path, name: str, number: int) -> Path:
    """Return where the part of a chunk is, for one of the tables."""
    return folder / name / f"part-{number:06d}.parquet"


def publish(table: pa.Table, path: Path) -> None:
    """Write a table whole under its name, or not at all."""
    path.parent.mkdir(exist_ok=True)
    floats = [one.name for one in table.schema if pa.types.is_floating(one.type)]
    others = [one.name for one in table.schema if one.name not in floats]
    passing, split = passing_name(path), floats or False  # split by byte, numbers take half the room
    pq.write_table(table, passing, compression="zstd", use_dictionary=others, use_byte_stream_split=split)
    settle(passing, path)


def passing_name(path: Path) -> Path:
    """Return a name that nobody else writes under: of this file, this machine, this process."""
    return path.with_name(f".{path.name}.{socket.gethostname()}.{os.getpid()}")


def settle(passing: Path, path: Path) -> None:
    """Give a file its name once it is on the disk, and its name too."""
    with passing.open("rb+") as file:
        os.fsync(file.fileno())
    passing.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def write_text(path: Path, text: str) -> None:
    """Write a small file whole, or not at all."""
    passing = passing_name(path)
    passing.write_text(text, encoding="utf-8")
    settle(passing, path)


def write_manifest(folder: Path, about: Mapping[str, Any]) -> None:
    """Write what a study says of itself."""
    write_text(folder / MANIFEST, json.dumps(about, indent=2, ensure_ascii=False) + "\n")


def holds_study(folder: Path) -> bool:
    """Tell whether a folder is that of a study, done or not."""
    return (folder / MANIFEST).is_file()


def folder_said(words: Sequence[str], held: Callable[[Path], bool] = holds_study) -> Path | None:
    """Return the folder that the first word names when it holds a study, or what else ``held`` looks for."""
    if not words or "=" in words[0]:
        return None
    folder = Path(words[0]).expanduser()
    return folder if held(folder) else None


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return what a study says of itself, or None when the folder holds none."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def write_design(folder: Path, design: pd.DataFrame) -> None:
    """Write the points; a column of words and numbers mixed is written as words."""
    frame = design.copy()
    for name in frame.columns:
        kinds = {type(one) for one in frame[name] if one is not None}
        if frame[name].dtype == object and not kinds <= {int, float} and len(kinds) > 1:
            frame[name] = frame[name].map(str)
    publish(pa.Table.from_pandas(frame, preserve_index=False), folder / DESIGN)


def done(folder: Path) -> set[int]:
    """Return the numbers of the chunks that are done."""
    return {int(path.stem.removeprefix("part-")) for path in (folder / "runs").glob("part-*.parquet")}


def part_done(folder: Path, number: int) -> Done:
    """Return what there is to say of a part that is there."""
    failed = pq.read_table(part_path(folder, "runs", number), columns=["failed"])["failed"]
    return Done(number, len(failed), len(failed) - failed.null_count)


def read_parts(
    folder: Path, name: str, columns: Iterable[str] | None = None, weeks: Iterable[int] | None = None
) -> pd.DataFrame:
    """Return the rows of all parts that are there, in the order of the chunks; nothing when there are none.

    Args:
        folder: of the study.
        name: of the table.
        columns: those wanted; None: all.
        weeks: those wanted, of a table that has some; None: all.
    """
    paths = sorted((folder / name).glob("part-*.parquet"))
    if not paths:
        schema = SCHEMAS.get(name, pa.schema(KEYS))
        return schema.empty_table().to_pandas()
    wanted = list(columns) if columns is not None else None
    only = ds.field("week").isin(list(weeks)) if weeks is not None else None
    return ds.dataset([str(path) for path in paths]).to_table(columns=wanted, filter=only).to_pandas()


def sweep_away(folder: Path, *, everything: bool = False) -> None:
    """Take away what was cut in the middle of being written; or all that a study left."""
    for name in ("runs", "curves", "weeks", "."):
        for path in (folder / name).glob(".*.parquet.*"):
            path.unlink(missing_ok=True)
    if not everything:
        return
    (folder / MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(folder / SLURM, ignore_errors=True)
    for name in ("runs", "curves", "weeks"):
        for path in (folder / name).glob("part-*.parquet"):
            path.unlink(missing_ok=True)
        if (folder / name).is_dir() and not any((folder / name).iterdir()):
            (folder / name).rmdir()
    for path in (folder / DESIGN, *folder.glob("settings_*.yaml"), *folder.glob("effects_*")):
        path.unlink(missing_ok=True)
