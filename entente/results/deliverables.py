"""The files that a command leaves in a folder: all wait under temporary names until they are whole.

Tables and the manifest are published first, then figures, one by one: a figure that fails costs nothing but itself.
"""

import json
import platform
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol, Self
from zipfile import BadZipFile

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from entente.config.run_settings import Format, Run
from entente.i18n import default_language
from entente.results.checksums import DamagedError, damage, file_digest, is_whole, read_checked, with_sum
from entente.results.csv_text import csv_text, read_csv_text
from entente.results.files import sync, sync_folder, write_text
from entente.results.folder_lock import FolderInUseError, locked_folder
from entente.results.manifest import PACKAGES
from entente.results.notices import notices
from entente.results.room import naming_the_folder
from entente.results.table_types import as_written
from entente.results.versions import __version__, model_hash, version_of
from entente.sim.validation.messages import message

if TYPE_CHECKING:
    from matplotlib.figure import Figure

RUN_MANIFEST = "manifest.json"
FILE_SUMS, TO_DRAW = "sums", "to_draw"  # in the manifest: checksums of tables and settings; figures not drawn yet
_LONGEST_REASON = 200
JOURNAL = ".publishing.json"  # what is being given its name, so that a process killed there can be finished by another
# Rows are regrouped into groups of one size, so that the files do not depend on how the engine cut the work.
GROUP = 1 << 17
_UNFINISHED = re.compile(
    r"\.[\w.-]+\.(?:parquet|csv|xlsx|json|yaml|html|svg|png)\.part|\.drawing-[\w.-]+\.(?:svg|png)"
    r"|\.\.?[\w-]+\.(?:json|csv|html)\..+\.\d+"
)
WRITE_AGAIN = message("the command that made it, given again: it runs again what is damaged")
FigureFunctions = Mapping[str, Callable[[], "Figure"]]  # functions that draw, by the name of the file


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
            self.writer = pq.ParquetWriter(self.path.absolute(), part.schema, compression="zstd")
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
        self.figures: dict[str, Callable[[], Figure]] = {}
        self.pages: dict[str, tuple[str, Callable[[str], str]]] = {}
        self.held = ExitStack()

    def __enter__(self) -> Self:
        """Begin to take files, once nobody else is at work in the folder.

        Raises:
            FolderInUseError: when another command is.
        """
        self.held.enter_context(locked_folder(self.folder))
        self.held.enter_context(naming_the_folder(self.folder))
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: Any) -> None:
        """Delete the files that wait when something went wrong."""
        if kind is not None:
            self.discard()
        self.held.__exit__(kind, *error)

    def passing(self, name: str) -> Path:
        """Return the temporary path at which a file waits until all are whole."""
        if name not in self.names:
            self.names.append(name)
        return passing_of(self.folder, name)

    def text(self, name: str, content: str) -> None:
        """Write one text file."""
        self.passing(name).write_text(content, encoding="utf-8")

    def table(self, name: str, frame: pd.DataFrame) -> None:
        """Write one table as its suffix says; text has commas, points, and missing figures left empty."""
        if name.endswith(".parquet"):
            frame.to_parquet(self.passing(name).absolute(), index=False, compression="zstd")
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

    def figure(self, name: str, draw: "Callable[[], Figure]") -> None:
        """Take a figure, which is drawn and written once the tables are there."""
        self.figures[name] = draw

    def page(self, name: str, figure: str, write: Callable[[str], str]) -> None:
        """Take a text that holds a figure as svg, or nothing in its place when that fails; it is written after it."""
        self.pages[name] = figure, write

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
        """Give every file its name, the manifest last; files of a former command that are not replaced are deleted.

        Then the figures are drawn. One that fails is named, as an error among the notices, and in the manifest.
        """
        for sink in self.sinks.values():
            sink.close()
        figures = [f"{name}.{end}" for name in self.figures for end in ("svg", "png")]
        every = [*self.names, *figures, *self.pages, RUN_MANIFEST]
        checked = [name for name in self.names if not name.endswith(".xlsx")]  # these carry their own, and may be saved
        sums = {name: file_digest(self.passing(name)) for name in checked}
        day = f"{datetime.now(UTC):%Y-%m-%d}"
        whole = {**about, "date": day, "files": every, FILE_SUMS: sums, TO_DRAW: [*self.figures]}
        written = [*self.names, RUN_MANIFEST]
        self.text(RUN_MANIFEST, manifest_text(whole))
        for name in written:
            sync(self.passing(name))
        gone = [name for name in (*self.former, *listed_files(self.folder)) if name not in written]
        write_text(self.folder / JOURNAL, json.dumps({"files": written, "gone": list(dict.fromkeys(gone))}))
        finish_publishing(self.folder)
        draw_figures(self.folder, self.figures)
        for name, (figure, write) in self.pages.items():
            write_text(self.folder / name, write(svg_in(self.folder / f"{figure}.svg")))

    def discard(self) -> None:
        """Delete the files that wait."""
        for sink in self.sinks.values():
            with suppress(Exception):  # of a full disk, closing fails too
                sink.close()
        for name in self.names:
            self.passing(name).unlink(missing_ok=True)


def draw_figures(folder: Path, figures: FigureFunctions) -> None:
    """Draw figures and write them into a folder, and note in its manifest those that fail."""
    note_drawn(folder, [name for name, draw in figures.items() if write_figure(folder / name, draw)])


def note_drawn(folder: Path, names: Iterable[str]) -> None:
    """Note in the manifest of a folder, if it has one, that figures are drawn."""
    about = read_run_manifest(folder) or {}
    waiting = about.get(TO_DRAW, [])
    left = [name for name in waiting if name not in names]
    if left != waiting:
        write_text(folder / RUN_MANIFEST, manifest_text({**about, TO_DRAW: left}))


def write_figure(path: Path, draw: "Callable[[], Figure]") -> bool:
    """Draw a figure and write it whole, as ``<path>.svg`` and ``.png``; when that fails, say so and return False."""
    waiting = path.with_name(f".drawing-{path.name}")
    try:
        from entente.analysis.plotting.style import save_figure

        for written, end in zip(save_figure(draw(), waiting), (".svg", ".png"), strict=True):
            written.replace(path.with_name(path.name + end))
    except Exception as error:  # whatever it is: the tables are there
        name_failure(path, error)
        return False
    finally:
        for end in (".svg", ".png"):
            with suppress(OSError):
                waiting.with_name(waiting.name + end).unlink(missing_ok=True)
    return True


def name_failure(path: Path, error: Exception) -> None:
    """Say that a figure could not be drawn, and why."""
    reason = " ".join(str(error).split())[:_LONGEST_REASON] or type(error).__name__
    notices.error(
        message(
            "the figure {path} could not be drawn ({reason}); the tables are kept, and the same command draws it",
            path=path,
            reason=reason,
        )
    )


def svg_in(path: Path) -> str:
    """Return a figure as a page holds it; nothing when there is none."""
    content = path.read_text(encoding="utf-8") if path.exists() else ""
    return content[content.find("<svg") :] if content else ""


def manifest_text(about: Mapping[str, Any]) -> str:
    """Return a manifest as it is written."""
    return json.dumps(with_sum(about), indent=2, ensure_ascii=False) + "\n"


def finish_publishing(folder: Path) -> None:
    """Finish publishing files, where a former command was killed while it did; not where one is at work.

    The former manifest goes first and the new one comes last: no manifest ever stands beside tables of another run.
    """
    if not (folder / JOURNAL).exists():
        return
    with suppress(FolderInUseError), locked_folder(folder):
        try:
            journal = json.loads((folder / JOURNAL).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return
        except ValueError:  # written whole or not at all: it is none of ours
            journal = {"files": [], "gone": []}
        if passing_of(folder, RUN_MANIFEST).exists():
            (folder / RUN_MANIFEST).unlink(missing_ok=True)
        for name in filter(is_inside, journal["gone"]):
            remove_file(folder, name)
        for name in filter(is_inside, journal["files"]):
            if (passing := passing_of(folder, name)).exists():
                passing.replace(folder / name)
        sync_folder(folder)
        (folder / JOURNAL).unlink()


def passing_of(folder: Path, name: str) -> Path:
    """Return the temporary path at which a file waits until all are whole."""
    return folder / f".{name}.part"


def is_inside(name: str) -> bool:
    """Tell whether a name stays inside of the folder that it is under."""
    return not Path(name).is_absolute() and ".." not in Path(name).parts


def remove_file(folder: Path, name: str) -> None:
    """Delete a file under a folder, and its own folder if nothing is left there."""
    path = folder / name
    path.unlink(missing_ok=True)
    if path.parent != folder and path.parent.is_dir() and not any(path.parent.iterdir()):
        path.parent.rmdir()


def sweep_unpublished(folder: Path) -> None:
    """Delete what a former command was writing in a folder when it was killed."""
    for path in folder.glob(".*"):
        if path.is_file() and _UNFINISHED.fullmatch(path.name):
            path.unlink(missing_ok=True)


def damaged_files(folder: Path) -> list[Path]:
    """Return the tables and settings in a folder that are missing, or not what its manifest says.

    Raises:
        DamagedError: when the manifest itself is damaged.
    """
    sums = (read_run_manifest(folder) or {}).get(FILE_SUMS, {})
    return [folder / name for name, digest in sums.items() if not is_whole(folder / name, [digest])]


def read_run_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of the deliverables in a folder, or None when there is none.

    Raises:
        DamagedError: when it is damaged.
    """
    return read_checked(folder / RUN_MANIFEST)


def date_of(folder: Path) -> str:
    """Return the day, in UTC, on which the deliverables in a folder were published."""
    said = (read_run_manifest(folder) or {}).get("date")
    return str(said or f"{datetime.fromtimestamp((folder / RUN_MANIFEST).stat().st_mtime, UTC):%Y-%m-%d}")


def listed_files(folder: Path) -> list[str]:
    """Return the files that the manifest in a folder lists."""
    try:
        files = (read_run_manifest(folder) or {}).get("files")
    except DamagedError:
        return []
    names = [name for name in files if isinstance(name, str)] if isinstance(files, list) else []
    return [name for name in names if Path(name).name == name]


def run_values(run: Run) -> dict[str, Any]:
    """Return how a command was run, as built-in values."""
    return asdict(run) | {"format": run.format.value}


def read_table(folder: Path, name: str) -> pd.DataFrame | None:
    """Return a table that a run left in a folder, or None when it left none of that name.

    Raises:
        DamagedError: when it cannot be read.
    """
    found = next((path for end in Format if (path := folder / f"{name}.{end.suffix}").exists()), None)
    if found is None:
        return None
    try:
        if found.suffix == ".parquet":
            return pd.read_parquet(found.absolute())
        if found.suffix == ".csv":
            return as_written(name, read_csv_text(found))
        from entente.results.workbooks import read_workbook

        return as_written(name, read_workbook(found, name))
    except (ValueError, KeyError, TypeError, BadZipFile, pa.ArrowException) as error:
        raise damage([found], WRITE_AGAIN) from error
