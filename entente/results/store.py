"""The folder of a run: tables written as they come, each under a passing name until it is whole."""

import os
from pathlib import Path
from typing import IO, Protocol

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from entente.commands.draw.draw_settings import FIGURES
from entente.config.run_settings import Format
from entente.results.tables import Tables, as_written

TABLES = Tables._fields
FILES = (
    "manifest.json", "settings.yaml", "mobilisation.svg", "mobilisation.png",
    *(f"{name}.{format_}" for name in TABLES for format_ in Format),
    *(f"{figure}{end}" for figure in FIGURES for end in (".svg", ".png", "_table.csv")),
)  # fmt: skip
# Rows are regrouped into groups of one size, so that the files do not depend on how the engine cut the work.
GROUP = 1 << 17


class Sink(Protocol):
    """What takes a table, part by part."""

    def add(self, frame: pd.DataFrame) -> None:
        """Take the next rows."""

    def close(self) -> None:
        """Finish the file."""


class ParquetSink:
    """Writes one table as Parquet, in row groups of one size."""

    def __init__(self, path: Path) -> None:
        """Write to ``path``."""
        self.path = path
        self.writer: pq.ParquetWriter | None = None
        self.waiting: pa.Table | None = None

    def add(self, frame: pd.DataFrame) -> None:
        """Take the next rows."""
        part = pa.Table.from_pandas(frame, preserve_index=False)
        if self.writer is None:
            self.writer = pq.ParquetWriter(self.path, part.schema, compression="zstd")
        self.waiting = part if self.waiting is None else pa.concat_tables([self.waiting, part])
        while self.waiting.num_rows >= GROUP:
            self.writer.write_table(self.waiting.slice(0, GROUP).combine_chunks())
            self.waiting = self.waiting.slice(GROUP)

    def close(self) -> None:
        """Write what waits and finish the file."""
        if self.writer is not None and self.waiting is not None:
            if self.waiting.num_rows:
                self.writer.write_table(self.waiting.combine_chunks())
            self.writer.close()


class CsvSink:
    """Writes one table as text: commas, points, one header, missing figures left empty."""

    def __init__(self, path: Path) -> None:
        """Write to ``path``."""
        self.file: IO[str] = path.open("w", encoding="utf-8", newline="")
        self.started = False

    def add(self, frame: pd.DataFrame) -> None:
        """Take the next rows."""
        frame.to_csv(self.file, index=False, header=not self.started, lineterminator="\n")
        self.started = True

    def close(self) -> None:
        """Finish the file."""
        self.file.close()


class Store:
    """The folder of one run, filled part by part and finished file by file."""

    def __init__(self, folder: Path, format_: Format) -> None:
        """Fill ``folder``, whose former results stay until ``finish``."""
        self.folder, self.format = folder, format_
        self.sinks: dict[str, Sink] = {}

    def passing(self, name: str) -> Path:
        """Return the path under which a file waits until it is whole."""
        return self.folder / f".{name}.part"

    def add(self, part: Tables) -> None:
        """Take the tables of the next replicates."""
        for name, frame in zip(TABLES, part, strict=True):
            if frame is None:
                continue
            if name not in self.sinks:
                path = self.passing(f"{name}.{self.format}")
                self.sinks[name] = ParquetSink(path) if self.format is Format.PARQUET else CsvSink(path)
            self.sinks[name].add(frame)

    def text(self, name: str, content: str) -> None:
        """Write one small file of text."""
        self.passing(name).write_text(content, encoding="utf-8")

    def close_tables(self) -> None:
        """Finish the tables."""
        for sink in self.sinks.values():
            sink.close()

    def waiting(self) -> list[str]:
        """Return the names of the files that are whole and wait to be published."""
        return [name for name in FILES if self.passing(name).exists()]

    def publish(self) -> None:
        """Give every file its name, the manifest last; what a former run left here goes, and nothing else does."""
        ready = self.waiting()
        for name in FILES:
            if name not in ready:
                (self.folder / name).unlink(missing_ok=True)
        for name in sorted(ready, key=lambda one: one == "manifest.json"):
            passing = self.passing(name)
            with passing.open("rb+") as file:
                os.fsync(file.fileno())
            passing.replace(self.folder / name)

    def discard(self) -> None:
        """Take back what waits."""
        for sink in self.sinks.values():
            sink.close()
        for name in FILES:
            self.passing(name).unlink(missing_ok=True)


def read_table(folder: Path, name: str) -> pd.DataFrame | None:
    """Return a table that a run left in a folder, or None when it left none of that name."""
    if (path := folder / f"{name}.parquet").exists():
        return pd.read_parquet(path)
    if (path := folder / f"{name}.csv").exists():
        return as_written(name, pd.read_csv(path, engine="pyarrow"))
    return None
