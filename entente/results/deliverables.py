"""The files that a command leaves in a folder: all wait under temporary names until they are whole."""

import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol, Self

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from entente.config.run_settings import Format, Run
from entente.i18n import default_language
from entente.results.csv_text import csv_text, read_csv_text
from entente.results.files import sync, sync_folder, write_text
from entente.results.manifest import PACKAGES
from entente.results.table_types import as_written
from entente.results.versions import __version__, model_hash, version_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

RUN_MANIFEST = "manifest.json"
JOURNAL = ".publishing.json"  # what is being given its name, so that a process killed there can be finished by another
# Rows are regrouped into groups of one size, so that the files do not depend on how the engine cut the work.
GROUP = 1 << 17


class Sink(Protocol):
    """What takes a table, part by part."""

    def add(self, frame: pd.DataFrame) -> None:
        """Add the next rows."""

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
        """Add the next rows."""
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
        self.writer = None


class CsvSink:
    """Writes one table as text: commas, points, one header, missing figures left empty."""

    def __init__(self, path: Path) -> None:
        """Write to ``path``."""
        self.file: IO[str] = path.open("w", encoding="utf-8", newline="")
        self.started = False

    def add(self, frame: pd.DataFrame) -> None:
        """Add the next rows."""
        self.file.write(csv_text(frame, header=not self.started))
        self.started = True

    def close(self) -> None:
        """Finish the file."""
        self.file.close()


class Deliverables:
    """The files of one folder. What a former command left there stays until ``publish``."""

    def __init__(self, folder: Path, former: Iterable[str] = (), language: str | None = None) -> None:
        """Fill ``folder``.

        Args:
            folder: must be there.
            former: names of files that go if they are there and nothing new replaces them, beside those that the
                manifest already in the folder lists.
            language: of what workbooks say of their columns (None: as the environment says).
        """
        self.folder, self.former, self.language = folder, tuple(former), language or default_language()
        self.names: list[str] = []
        self.sinks: dict[str, Sink] = {}

    def __enter__(self) -> Self:
        """Begin to take files."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Delete the files that wait when something went wrong."""
        if kind is not None:
            self.discard()

    def passing(self, name: str) -> Path:
        """Return the temporary path at which a file waits until all are whole."""
        if name not in self.names:
            self.names.append(name)
        return self.folder / f".{name}.part"

    def text(self, name: str, content: str) -> None:
        """Write one text file."""
        self.passing(name).write_text(content, encoding="utf-8")

    def table(self, name: str, frame: pd.DataFrame) -> None:
        """Write one table as its suffix says; text has commas, points, and missing figures left empty."""
        if name.endswith(".parquet"):
            frame.to_parquet(self.passing(name), index=False, compression="zstd")
            return
        if name.endswith(".xlsx"):
            self.rows(name.removesuffix(".xlsx"), frame, Format.EXCEL)
            return
        self.text(name, csv_text(frame, float_format="%.6g"))

    def rows(self, name: str, frame: pd.DataFrame, format_: Format) -> None:
        """Write the next rows of a table that comes part by part; text has every digit."""
        file = f"{name}.{format_.suffix}"
        if file not in self.sinks:
            self.sinks[file] = self.sink(name, self.passing(file), format_)
        self.sinks[file].add(frame)

    def sink(self, name: str, path: Path, format_: Format) -> Sink:
        """Return what takes a table in some format."""
        if format_ is Format.EXCEL:
            from entente.results.workbooks import WorkbookSink  # openpyxl takes a tenth of a second

            return WorkbookSink(path, name, self.language)
        return ParquetSink(path) if format_ is Format.PARQUET else CsvSink(path)

    def figure(self, name: str, figure: "Figure") -> str:
        """Write one figure as svg and png; return the svg as text, for use in a page."""
        from entente.analysis.plotting.style import save_figure

        svg, png = save_figure(figure, self.folder / f".{name}")
        for path, suffix in ((svg, "svg"), (png, "png")):
            path.replace(self.passing(f"{name}.{suffix}"))
        content = self.passing(f"{name}.svg").read_text(encoding="utf-8")
        return content[content.index("<svg") :]

    def finish(self, run: Run, about: Mapping[str, Any]) -> None:
        """Publish every file, with a manifest that says how they were made beside ``about``."""
        self.publish({
            "entente": __version__,
            "seed": run.seed,
            "replicates": run.replicates,
            **about,
            "versions": {"model": model_hash(), "python": platform.python_version()}
            | {name: version_of(name) for name in PACKAGES},
            "platform": platform.platform(),
            "run": run_values(run),
        })  # fmt: skip

    def publish(self, about: Mapping[str, Any]) -> None:
        """Give every file its name, the manifest last; files of a former command that are not replaced are deleted."""
        for sink in self.sinks.values():
            sink.close()
        files = [*self.names, RUN_MANIFEST]
        whole = {**about, "date": f"{datetime.now(UTC):%Y-%m-%d}", "files": files}
        self.text(RUN_MANIFEST, json.dumps(whole, indent=2, ensure_ascii=False) + "\n")
        for name in files:
            sync(self.passing(name))
        gone = [name for name in (*self.former, *listed_files(self.folder)) if name not in files]
        write_text(self.folder / JOURNAL, json.dumps({"files": files, "gone": list(dict.fromkeys(gone))}))
        finish_publishing(self.folder)

    def discard(self) -> None:
        """Delete the files that wait."""
        for sink in self.sinks.values():
            sink.close()
        for name in self.names:
            self.passing(name).unlink(missing_ok=True)


def finish_publishing(folder: Path) -> None:
    """Finish publishing files, where a former command was interrupted or killed while it did."""
    try:
        journal = json.loads((folder / JOURNAL).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    for name in journal["gone"]:
        (folder / name).unlink(missing_ok=True)
    for name in journal["files"]:
        if (passing := folder / f".{name}.part").exists():
            passing.replace(folder / name)
    sync_folder(folder)
    (folder / JOURNAL).unlink()


def read_run_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of the deliverables in a folder, or None when there is none that can be read."""
    try:
        found = json.loads((folder / RUN_MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def date_of(folder: Path) -> str:
    """Return the day, in UTC, on which the deliverables in a folder were published."""
    said = (read_run_manifest(folder) or {}).get("date")
    return str(said or f"{datetime.fromtimestamp((folder / RUN_MANIFEST).stat().st_mtime, UTC):%Y-%m-%d}")


def listed_files(folder: Path) -> list[str]:
    """Return the files that the manifest in a folder lists."""
    files = (read_run_manifest(folder) or {}).get("files")
    names = [name for name in files if isinstance(name, str)] if isinstance(files, list) else []
    return [name for name in names if Path(name).name == name]


def run_values(run: Run) -> dict[str, Any]:
    """Return how a command was run, as built-in values."""
    return asdict(run) | {"format": run.format.value}


def read_table(folder: Path, name: str) -> pd.DataFrame | None:
    """Return a table that a run left in a folder, or None when it left none of that name."""
    if (path := folder / f"{name}.parquet").exists():
        return pd.read_parquet(path)
    if (path := folder / f"{name}.csv").exists():
        return as_written(name, read_csv_text(path))
    if (path := folder / f"{name}.xlsx").exists():
        from entente.results.workbooks import read_workbook

        return as_written(name, read_workbook(path, name))
    return None
