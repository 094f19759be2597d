"""Where a design leaves its tables: one part per batch, there whole or not at all, in a folder or in memory.

In a folder, a part is written under a temporary name, sent to the disk and then renamed, that of the runs last,
which marks the batch as done. So a design that is killed at any moment goes on where it was, and what is there can be
read meanwhile (pandas, polars, DuckDB and pyarrow leave out names that begin with a point).
"""

import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from entente.results.files import passing_path, settle, write_text
from entente.results.table_types import SUMMARY_TYPES
from entente.results.tables import QUANTILES
from entente.sim.model.measures import SUMMARIES
from entente.studies.batches import Part
from entente.studies.design import Batch

STUDY_MANIFEST, DESIGN = "study.json", "design.parquet"
SLURM = "slurm"  # where jobs read what to do, and write how it went
ARROW = {"float64": pa.float64(), "Float64": pa.float64(), "int64": pa.int64(), "Int64": pa.int64(),
         "bool": pa.bool_(), "str": pa.string()}  # fmt: skip
KEYS = [("point", pa.int64()), ("replicate", pa.int64())]
SCHEMAS = {
    "runs": pa.schema([*KEYS, ("failed", pa.string()), ("message", pa.string()),
                       *((name, ARROW[SUMMARY_TYPES[name]]) for name in SUMMARIES)]),
    "curves": pa.schema([("point", pa.int64()), ("series", pa.string()), ("week", pa.int64()),
                         *((name, pa.float32()) for name in QUANTILES)]),
}  # fmt: skip


class BatchDone(NamedTuple):
    """A batch that is done: its number, its runs, and how many of them failed."""

    number: int
    runs: int
    failed: int


class Store(Protocol):
    """Where the parts of a design are."""

    def add(self, batch: Batch, part: Part) -> BatchDone:
        """Take the tables of a batch."""

    def batches_done(self) -> set[int]:
        """Return the numbers of the batches that are done."""

    def tables(self, name: str, numbers: Iterable[int]) -> list[pa.Table]:
        """Return the parts of a table that some batches left, in their order."""

    def read(self, name: str, numbers: Iterable[int] | None = None) -> pd.DataFrame:
        """Return the rows of a table that batches left, in the order of their numbers; None: all batches."""


def arrow_table(name: str, frame: pd.DataFrame) -> pa.Table:
    """Return a table of a batch as Arrow has it."""
    return pa.Table.from_pandas(frame, schema=SCHEMAS.get(name), preserve_index=False)


def concat_parts(name: str, tables: Sequence[pa.Table]) -> pd.DataFrame:
    """Return the rows of the parts of a table."""
    if not tables:
        found: pd.DataFrame = SCHEMAS.get(name, pa.schema(KEYS)).empty_table().to_pandas()
        return found
    return pd.DataFrame(pa.concat_tables(tables, promote_options="permissive").to_pandas())


class MemoryStore:
    """Parts kept in memory: runs from Python without a folder."""

    def __init__(self) -> None:
        """Begin without any part."""
        self.parts: dict[int, dict[str, pa.Table]] = {}

    def add(self, batch: Batch, part: Part) -> BatchDone:
        """Take the tables of a batch."""
        found = {name: arrow_table(name, frame) for name, frame in part.items()}
        self.parts[batch.number] = found
        return done_of(batch.number, found["runs"])

    def batches_done(self) -> set[int]:
        """Return the numbers of the batches that are done."""
        return set(self.parts)

    def tables(self, name: str, numbers: Iterable[int]) -> list[pa.Table]:
        """Return the parts of a table that some batches left, in their order."""
        return [self.parts[one][name] for one in numbers if name in self.parts.get(one, ())]

    def read(self, name: str, numbers: Iterable[int] | None = None) -> pd.DataFrame:
        """Return the rows of a table that batches left, in the order of their numbers; None: all batches."""
        return concat_parts(name, self.tables(name, sorted(self.parts) if numbers is None else numbers))


class FolderStore:
    """Parts kept in a folder, one Parquet file for each table and batch."""

    def __init__(self, folder: Path, *, passing: bool = False) -> None:
        """Look at a folder, which need not be there yet.

        Args:
            folder: of the parts.
            passing: whether parts are soon read again and taken away: they are then written faster, and are larger.
        """
        self.folder, self.passing = folder, passing

    def add(self, batch: Batch, part: Part) -> BatchDone:
        """Write the tables of a batch, the runs last.

        Raises:
            OSError: when they cannot be written.
        """
        for name in sorted(part, key=lambda one: one == "runs"):
            # Curves are those of all replicates of a point: those of a later batch take the place of the former ones.
            number = batch.number if name != "curves" else batch.group
            publish(arrow_table(name, part[name]), part_path(self.folder, name, number), passing=self.passing)
        runs = part["runs"]
        return BatchDone(batch.number, len(runs), int(runs["failed"].notna().sum()))

    def batches_done(self) -> set[int]:
        """Return the numbers of the batches that are done."""
        return batches_done(self.folder)

    def tables(self, name: str, numbers: Iterable[int]) -> list[pa.Table]:
        """Return the parts of a table that some batches left, in their order."""
        paths = (part_path(self.folder, name, one) for one in numbers)
        return [pq.read_table(path, partitioning=None) for path in paths if path.is_file()]

    def read(self, name: str, numbers: Iterable[int] | None = None) -> pd.DataFrame:
        """Return the rows of a table that batches left, in the order of their numbers; None: all batches."""
        if numbers is None:
            return read_parts(self.folder, name)
        return concat_parts(name, self.tables(name, numbers))

    def manifest(self) -> dict[str, Any] | None:
        """Return the manifest of the design, or None when the folder holds none."""
        return read_manifest(self.folder)

    def take_away(self, *, everything: bool) -> None:
        """Delete the files whose writing was interrupted, or all that the design left."""
        take_away(self.folder, everything=everything)


def done_of(number: int, runs: pa.Table) -> BatchDone:
    """Return the record of a batch whose table of runs is there."""
    return BatchDone(number, len(runs), len(runs) - runs["failed"].null_count)


def part_path(folder: Path, name: str, number: int) -> Path:
    """Return where the part of a batch is, for one of the tables."""
    return folder / name / f"part-{number:06d}.parquet"


def publish(table: pa.Table, path: Path, *, passing: bool = False) -> None:
    """Write a table whole under its name, or not at all; a temporary one is written faster."""
    path.parent.mkdir(exist_ok=True)
    if passing:
        written = passing_path(path)
        pq.write_table(table, written, compression="lz4", use_dictionary=False)
        settle(written, path)
        return
    floats = [one.name for one in table.schema if pa.types.is_floating(one.type)]
    others = [one.name for one in table.schema if one.name not in floats]
    written, split = passing_path(path), floats or False  # split by byte, numbers take half the room
    pq.write_table(table, written, compression="zstd", use_dictionary=others, use_byte_stream_split=split)
    settle(written, path)


def write_manifest(folder: Path, about: Mapping[str, Any]) -> None:
    """Write the manifest of a design."""
    write_text(folder / STUDY_MANIFEST, json.dumps(about, indent=2, ensure_ascii=False) + "\n")


def holds_study(folder: Path) -> bool:
    """Tell whether a folder is that of a study, done or not."""
    return (folder / STUDY_MANIFEST).is_file()


def study_folder(words: Sequence[str], held: Callable[[Path], bool] = holds_study) -> Path | None:
    """Return the folder that the first word names when it holds a study, or what else ``held`` looks for."""
    if not words or "=" in words[0]:
        return None
    folder = Path(words[0]).expanduser()
    return folder if held(folder) else None


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a design, or None when the folder holds none."""
    try:
        found = json.loads((folder / STUDY_MANIFEST).read_text(encoding="utf-8"))
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


def batches_done(folder: Path) -> set[int]:
    """Return the numbers of the batches that are done."""
    return {int(path.stem.removeprefix("part-")) for path in (folder / "runs").glob("part-*.parquet")}


def batch_done(folder: Path, number: int) -> BatchDone:
    """Return the record of a batch that is done."""
    return done_of(number, pq.read_table(part_path(folder, "runs", number), columns=["failed"], partitioning=None))


def read_parts(
    folder: Path, name: str, columns: Iterable[str] | None = None, weeks: Iterable[int] | None = None
) -> pd.DataFrame:
    """Return the rows of all parts that are there, in the order of the batches; nothing when there are none.

    Args:
        folder: of the study.
        name: of the table.
        columns: those wanted; None: all.
        weeks: those wanted, of a table that has some; None: all.
    """
    paths = sorted((folder / name).glob("part-*.parquet"))
    if not paths:
        return concat_parts(name, [])
    wanted = list(columns) if columns is not None else None
    only = ds.field("week").isin(list(weeks)) if weeks is not None else None
    found: pd.DataFrame = ds.dataset([str(path) for path in paths]).to_table(columns=wanted, filter=only).to_pandas()
    return found


def take_away(folder: Path, *, everything: bool = False) -> None:
    """Delete the files whose writing was interrupted, or all that a design left."""
    for path in (*folder.glob(".*.parquet.*"), *folder.glob("*/.*.parquet.*")):
        path.unlink(missing_ok=True)
    if not everything:
        return
    (folder / STUDY_MANIFEST).unlink(missing_ok=True)  # first: without it, there is nothing to go on with
    shutil.rmtree(folder / SLURM, ignore_errors=True)
    parts = [*folder.glob("*/part-*.parquet")]
    for path in parts:
        path.unlink(missing_ok=True)
    for table in {path.parent for path in parts}:
        if not any(table.iterdir()):
            table.rmdir()
    for path in (folder / DESIGN, *folder.glob("settings_*.yaml"), *folder.glob("effects_*")):
        path.unlink(missing_ok=True)


def rows_of(table: pa.Table, first: int, last: int) -> pa.Table:
    """Return the rows of a table that are of some replicates."""
    replicate = table["replicate"]
    return table.filter(pc.and_(pc.greater_equal(replicate, first), pc.less(replicate, last)))
