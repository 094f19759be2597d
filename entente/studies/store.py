"""Where a design leaves its tables: one part per batch, there whole or not at all, in a folder or in memory.

In a folder, a part is written under a temporary name, sent to the disk and then renamed, that of the runs last,
which marks the batch as done. So a design that is killed at any moment goes on where it was, and what is there can be
read meanwhile (pandas, polars, DuckDB and pyarrow leave out names that begin with a point).
"""

import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from entente.results.checksums import damage, file_digest, is_whole, read_sums
from entente.results.deliverables import WRITE_AGAIN
from entente.results.files import put_in_place
from entente.results.notices import notices
from entente.results.table_types import SUMMARY_TYPES
from entente.results.tables import QUANTILES
from entente.sim.model.measures import SUMMARIES
from entente.sim.validation.messages import message
from entente.studies.batches import Part
from entente.studies.design import Batch
from entente.studies.part_files import (
    CURVES,
    Stamp,
    part_metadata,
    part_number,
    part_path,
    stamp_of,
    sums_of,
    sums_path,
    with_mark,
    write_sums,
    write_table,
)
from entente.studies.study_files import CHECKSUMS, mark_of, read_manifest

_MOST_NAMED = 3
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

    def __init__(self, folder: Path, *, mark: str | None = None, passing: bool = False) -> None:
        """Look at a folder, which need not be there yet.

        Args:
            folder: of the parts.
            mark: of the design (``mark_of``); None: as the manifest in the folder says.
            passing: whether parts are soon read again and taken away: they are then written faster, and are larger.
        """
        self.folder, self.passing = folder, passing
        self._mark = mark
        self._marks: dict[Path, tuple[Stamp, str | None]] = {}
        self._whole: dict[Path, Stamp] = {}
        self._naming = threading.Lock()

    @property
    def mark(self) -> str:
        """Return what distinguishes the parts of this design from those of any other."""
        if self._mark is None:
            self._mark = mark_of(self.manifest())
        return self._mark

    @cached_property
    def has_sums(self) -> bool:
        """Tell whether every part has its checksum; those of former versions have none."""
        return bool((self.manifest() or {}).get(CHECKSUMS))

    def add(self, batch: Batch, part: Part) -> BatchDone:
        """Write the tables of a batch, the runs last.

        Raises:
            OSError: when they cannot be written.
        """
        waiting: dict[str, Path] = {}
        paths = {name: part_path(self.folder, name, batch.group if name == CURVES else batch.number) for name in part}
        try:
            for name, frame in part.items():
                table = with_mark(arrow_table(name, frame), self.mark, batch.number)
                waiting[name] = write_table(table, paths[name], passing=self.passing)
            with self._naming:
                self._name_parts(batch, waiting, paths)
        except BaseException:
            for path in waiting.values():
                path.unlink(missing_ok=True)
            raise
        runs = part["runs"]
        return BatchDone(batch.number, len(runs), int(runs["failed"].notna().sum()))

    def _name_parts(self, batch: Batch, waiting: Mapping[str, Path], paths: Mapping[str, Path]) -> None:
        """Give the parts of a batch their names, after their checksums, the runs last."""
        digests = {name: file_digest(path) for name, path in waiting.items()}
        if CURVES in waiting:
            self._name_curves(batch, waiting[CURVES], paths[CURVES], digests[CURVES])
        mine = {f"{name}/{paths[name].name}": [one] for name, one in digests.items() if name != CURVES}
        write_sums(sums_path(self.folder, "runs", batch.number), mine)
        for name in sorted(waiting, key=lambda one: one == "runs"):
            if name != CURVES:
                put_in_place(waiting[name], paths[name])
                self._whole[paths[name]] = stamp_of(paths[name])

    def _name_curves(self, batch: Batch, waiting: Path, path: Path, digest: str) -> None:
        """Give curves their name, unless those of a later batch, which hold more replicates, are there."""
        there = part_metadata(path) if path.exists() else None
        if there is not None and there[0] == self.mark and there[1] > batch.number:
            waiting.unlink()
            return
        sums, name = sums_path(self.folder, CURVES, batch.group), f"{CURVES}/{path.name}"
        former = read_sums(sums).get(name, []) if there is not None else []
        write_sums(sums, {name: list(dict.fromkeys([*former, digest]))})  # whichever of the two is there is whole
        put_in_place(waiting, path)
        if former:
            write_sums(sums, {name: [digest]})

    def batches_done(self) -> set[int]:
        """Return the numbers of the batches that are done, as far as their part of the runs says."""
        paths = (self.folder / "runs").glob("part-*.parquet")
        return {number for path in paths if (number := part_number(path)) is not None and self.is_mine(path)}

    def is_done(self, number: int) -> bool:
        """Tell whether a batch is done."""
        return self.is_mine(part_path(self.folder, "runs", number))

    def is_mine(self, path: Path) -> bool:
        """Tell whether a part is there and of this design; of one that cannot be read, its checksum says."""
        try:
            stamp = stamp_of(path)
        except FileNotFoundError:
            return False
        if path not in self._marks or self._marks[path][0] != stamp:
            found = part_metadata(path)
            self._marks[path] = stamp, None if found is None else found[0]
        mark = self._marks[path][1]
        return mark is None or mark == self.mark or (not mark and not self.has_sums)

    def damaged_files(self, name: str | None = None) -> list[Path]:
        """Return the parts of batches that are done, of one table or of all, that are missing or not what was written.

        What was found whole is not looked at again, unless it changes.
        """
        found = dict[Path, None]()
        for number in sorted(self.batches_done()):
            every = {part_path(self.folder, "runs", number): list[str]()}
            every |= sums_of(self.folder, "runs", number) | sums_of(self.folder, CURVES, number)
            looked_at = {path: sums for path, sums in every.items() if name in (None, path.parent.name)}
            found |= dict.fromkeys(path for path, sums in looked_at.items() if not self._whole_as(path, sums))
        return list(found)

    def _whole_as(self, path: Path, digests: Collection[str]) -> bool:
        """Tell whether a part has one of its checksums; of a former version, without any, whether it can be read."""
        try:
            stamp = stamp_of(path)
        except FileNotFoundError:
            return False
        if self._whole.get(path) == stamp:
            return True
        whole = is_whole(path, digests) if digests or self.has_sums else part_metadata(path) is not None
        if whole:
            self._whole[path] = stamp
        return whole

    def forget(self, number: int) -> None:
        """Take a batch for one that is not done: it is run again."""
        part_path(self.folder, "runs", number).unlink(missing_ok=True)

    def paths(self, name: str) -> list[Path]:
        """Return the parts of a table, in the order of the batches; what is not of this design is left out, by name.

        Raises:
            DamagedError: when some are missing or damaged.
        """
        if damaged := self.damaged_files(name):
            raise damage(damaged, WRITE_AGAIN)
        done, found, others = self.batches_done(), list[Path](), list[Path]()
        for path in sorted((self.folder / name).glob("[!.]*")):
            number = part_number(path)
            mine = number is not None and self.is_mine(path)
            if mine and (number in done or name == CURVES):
                found.append(path)
            elif not mine:
                others.append(path)
        name_others(others)
        return found

    def tables(self, name: str, numbers: Iterable[int]) -> list[pa.Table]:
        """Return the parts of a table that some batches left, in their order."""
        paths = (part_path(self.folder, name, one) for one in numbers)
        return [pq.read_table(path.absolute(), partitioning=None) for path in paths if self.is_mine(path)]

    def read(self, name: str, numbers: Iterable[int] | None = None) -> pd.DataFrame:
        """Return the rows of a table that batches left, in the order of their numbers; None: all batches."""
        if numbers is None:
            return self.read_columns(name)
        return concat_parts(name, self.tables(name, numbers))

    def read_columns(
        self, name: str, columns: Iterable[str] | None = None, weeks: Iterable[int] | None = None
    ) -> pd.DataFrame:
        """Return the rows of all parts that are there, in the order of the batches; nothing when there are none.

        Args:
            name: of the table.
            columns: those wanted; None: all.
            weeks: those wanted, of a table that has some; None: all.

        Raises:
            DamagedError: when some parts are missing or damaged.
        """
        paths = self.paths(name)
        if not paths:
            return concat_parts(name, [])
        wanted = list(columns) if columns is not None else None
        only = ds.field("week").isin(list(weeks)) if weeks is not None else None
        rows: pd.DataFrame = ds.dataset([str(path) for path in paths]).to_table(columns=wanted, filter=only).to_pandas()
        return rows

    def manifest(self) -> dict[str, Any] | None:
        """Return the manifest of the design, or None when the folder holds none."""
        return read_manifest(self.folder)


def done_of(number: int, runs: pa.Table) -> BatchDone:
    """Return the record of a batch whose table of runs is there."""
    return BatchDone(number, len(runs), len(runs) - runs["failed"].null_count)


def batch_done(folder: Path, number: int) -> BatchDone:
    """Return the record of a batch that is done."""
    return done_of(
        number, pq.read_table(part_path(folder, "runs", number).absolute(), columns=["failed"], partitioning=None)
    )


_NAMED: set[Path] = set()  # files named by this process already


def name_others(files: Iterable[Path]) -> None:
    """Name files that are left out, each once: copies, and parts of other designs."""
    new = [path for path in files if path not in _NAMED]
    _NAMED.update(new)
    if new:
        names = ", ".join(map(str, new[:_MOST_NAMED])) + (" …" if len(new) > _MOST_NAMED else "")
        notices.warning(message("left out, since they are no parts of this study: {files}", files=names))
