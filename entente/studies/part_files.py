"""The files of the parts of a design: their names, the mark of the design that each carries, their checksums.

The checksums of a batch are written before its part of the runs, which marks it as done: all that is done can be
checked, and ``b2sum --check sums/*.b2`` in the folder does so too.
"""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from entente.results.checksums import read_sums, sum_lines
from entente.results.files import passing_path, settle, sync, write_text

SUMS = "sums"
MARK, BATCH = b"entente.design", b"entente.batch"  # in the metadata of a part: of which design, and of which batch
CURVES = "curves"  # of all replicates of a point: those of a later batch take the place of the former ones
_PART = re.compile(r"part-(\d{6,})\.parquet")
Stamp = tuple[int, int, int]


def part_path(folder: Path, name: str, number: int) -> Path:
    """Return where the part of a batch is, for one of the tables."""
    return folder / name / f"part-{number:06d}.parquet"


def part_number(path: Path) -> int | None:
    """Return the number of a part, or None for a file that is none: a copy, something half-written."""
    found = _PART.fullmatch(path.name)
    return int(found[1]) if found else None


def sums_path(folder: Path, name: str, number: int) -> Path:
    """Return where the checksums of the part of a batch are; those of curves are by themselves."""
    return folder / SUMS / f"{name if name == CURVES else 'part'}-{number:06d}.b2"


def write_table(table: pa.Table, path: Path, *, passing: bool = False) -> Path:
    """Write a table whole under the temporary name of a path, and return that; a temporary table is written faster."""
    path.parent.mkdir(exist_ok=True)
    written = passing_path(path.absolute())  # a relative a:b would be an address to pyarrow
    try:
        if passing:
            pq.write_table(table, written, compression="lz4", use_dictionary=False)
        else:
            floats = [one.name for one in table.schema if pa.types.is_floating(one.type)]
            others = [one.name for one in table.schema if one.name not in floats]
            split = floats or False  # split by byte, numbers take half the room
            pq.write_table(table, written, compression="zstd", use_dictionary=others, use_byte_stream_split=split)
        sync(written)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
    return written


def publish(table: pa.Table, path: Path) -> None:
    """Write a table whole under its name, or not at all."""
    settle(write_table(table, path), path)


def with_mark(table: pa.Table, mark: str, batch: int) -> pa.Table:
    """Return a table that says of which design and batch it is a part."""
    return table.replace_schema_metadata({**(table.schema.metadata or {}), MARK: mark, BATCH: str(batch)})


def part_metadata(path: Path) -> tuple[str, int] | None:
    """Return the mark that a part carries, empty in those of former versions, and its batch; None: it is damaged."""
    try:
        said = pq.read_metadata(path.absolute()).metadata or {}
        return said.get(MARK, b"").decode(), int(said.get(BATCH, b"-1"))
    except (pa.ArrowException, OSError, ValueError):
        return None


def write_sums(path: Path, digests: Mapping[str, Iterable[str]]) -> None:
    """Write the checksums of some files, whose names are relative to the folder of the design."""
    path.parent.mkdir(exist_ok=True)
    write_text(path, sum_lines(digests))


def sums_of(folder: Path, name: str, number: int) -> dict[Path, list[str]]:
    """Return the checksums written for the part of a batch, and with it for those of the other tables."""
    return {folder / one: each for one, each in read_sums(sums_path(folder, name, number)).items()}


def stamp_of(path: Path) -> Stamp:
    """Return what changes when a file does.

    Raises:
        FileNotFoundError: when it is not there.
    """
    found = os.stat(path)
    return found.st_ino, found.st_size, found.st_mtime_ns
