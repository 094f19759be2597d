"""A run as a design of one point: what it keeps, its tables from parts, the files that it leaves, and back again."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow.parquet as pq

from entente.config.changes import changed_settings
from entente.config.configuration import Configuration
from entente.config.run_settings import Format
from entente.i18n import default_language
from entente.results.deliverables import Deliverables, read_run_manifest, read_table
from entente.results.figure_names import FIGURE_NAMES, FINGERPRINT
from entente.results.keep import Keep, keep_of_run
from entente.results.manifest import run_manifest, settings_text
from entente.results.table_types import Tables, as_written
from entente.sim.model.measures import ORGANISATION_SERIES, SERIES
from entente.sim.model.situation import organisation_names
from entente.sim.validation.validate import SettingsError, as_tree
from entente.studies.design import Batch, Cut, Design, Setup, numbers_of_run, replicates_of_batch
from entente.studies.design_folder import DesignFolder, DesignRequest
from entente.studies.identity import model_identity, versions
from entente.studies.options import ExecutorOptions
from entente.studies.plausible import (
    WORLD,
    World,
    add_worlds,
    free_paths,
    sample_identity,
    worlds_of,
    worlds_used,
)
from entente.studies.points import Point
from entente.studies.runner import DesignRun, RunsFailedError
from entente.studies.sizes import too_many_numbers
from entente.studies.store import concat_parts
from entente.studies.study_files import cut_values

if TYPE_CHECKING:
    from matplotlib.figure import Figure

RUN_FILES = (
    "manifest.json", "settings.yaml", "mobilisation.svg", "mobilisation.png",
    *(f"{name}.{format_.suffix}" for name in Tables._fields for format_ in Format),
    *(f"{figure}{size}{end}" for figure in (*FIGURE_NAMES, FINGERPRINT) for size in ("", "_slide")
      for end in (".svg", ".png", "_table.csv")),
)  # fmt: skip
# Bands of a figure do not change to the eye beyond this, and a figure has to hold all its weeks in memory.
FIGURE_REPLICATES = 2000
NUMBER_BYTES = 8  # on the disk, of a number of a weekly table: in a part and in the table, both compressed
FAILURES = ["replicate", "failed", "message"]


@dataclass(frozen=True)
class RunRequest:
    """The request of a run.

    Attributes:
        configuration: the settings and how to run them.
        options: what carries it out.
        model: a subclass of ``sim.Partnership`` to step instead of the compiled rules.
    """

    configuration: Configuration
    options: ExecutorOptions
    model: type | None = None

    @property
    def keep(self) -> Keep:
        """Return what is kept of every replicate."""
        run = self.configuration.run
        return keep_of_run(by_organisation=run.by_organisation, by_group=run.by_group, attendance=run.attendance)

    @cached_property
    def worlds(self) -> tuple[World, ...]:
        """Return the plausible settings over which the replicates are spread; none where they are not."""
        return worlds_of([self.configuration])[0]

    @property
    def design_request(self) -> DesignRequest:
        """Return the design and where it goes.

        Raises:
            SettingsError: when no sheet of Excel would hold a table that is requested in that format.
        """
        run, settings, keep = self.configuration.run, self.configuration.settings, self.keep
        if run.format is Format.EXCEL:
            from entente.results.workbooks import check_workbook_rows, run_rows  # openpyxl: for such tables alone

            check_workbook_rows(run_rows(settings, keep, run.replicates), run.replicates)
        if large := [*too_many_numbers(run.replicates, numbers_of_run(settings, keep))]:
            raise SettingsError(large)
        size = replicates_of_batch(settings, keep, run.replicates, run.threads or os.cpu_count() or 1)
        setup = Setup(settings, keep, worlds=self.worlds)
        design = Design((setup,), (Point(0, 0, {}),), (run.replicates,), run.seed, Cut(1, size), model=self.model)
        identity = {**self.identity, "settings": as_tree(settings)}
        reopen = partial(reopen_run, format_=run.format)
        return DesignRequest("run", settings.name, identity, design, run, self.options, reopen=reopen,
                             bytes_needed=self.bytes_needed)  # fmt: skip

    @property
    def bytes_needed(self) -> int:
        """Return about how many bytes a run takes on the disk: its parts, and the tables that are made of them."""
        run, settings = self.configuration.run, self.configuration.settings
        organisations = len(organisation_names(settings)) if run.by_organisation else 0
        numbers = len(SERIES) + organisations * len(ORGANISATION_SERIES)
        return run.replicates * settings.weeks * numbers * NUMBER_BYTES

    @property
    def identity(self) -> dict[str, Any]:
        """Return what decides the results beside the settings, which the manifest holds anyway."""
        run = self.configuration.run
        return {
            "versions": versions(),
            "seed": run.seed,
            "format": run.format.value,
            "by_organisation": run.by_organisation,
            "by_group": run.by_group,
            "attendance": run.attendance,
            **sample_identity(run),
            **model_identity(self.model),
        }

    def design_values(self, run: DesignRun, failures: pd.DataFrame, sessions: list[Any]) -> dict[str, Any]:
        """Return what the manifest says of the design, so that the run can be given more replicates."""
        done = sorted(run.store.batches_done())
        about = {"identity": {"kind": "run", **self.identity}, **cut_values(run.design), "done": done,
                 "sessions": sessions}  # fmt: skip
        return {"design": about, "failures": failures.to_dict("records")}


def read_tables(run: DesignRun) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Return the tables of all replicates that are done, and the replicates that failed.

    Raises:
        RunsFailedError: when all of them failed.
    """
    failures = failures_in(run.store.read("runs"))
    if len(failures) == run.design.runs:
        raise all_failed(failures)
    numbers = sorted(run.store.batches_done())
    found = {name: run.store.tables(name, numbers) for name in Tables._fields}
    worlds = worlds_in(run)
    return {
        name: run_table(name, concat_parts(name, parts), worlds) for name, parts in found.items() if parts
    }, failures


def tables_by_batch(run: DesignRun, numbers: Iterable[int]) -> Iterator[dict[str, pd.DataFrame]]:
    """Yield the tables of one batch after the other, so that they need not all be in memory."""
    for number in numbers:
        found = {name: run.store.tables(name, [number]) for name in Tables._fields}
        yield {name: run_table(name, parts[0].to_pandas(), worlds_in(run)) for name, parts in found.items() if parts}


def worlds_in(run: DesignRun) -> int:
    """Return over how many plausible settings the replicates of a run are spread; 0 where they are not."""
    return len(run.design.setups[0].worlds)


def run_table(name: str, frame: pd.DataFrame, worlds: int) -> pd.DataFrame:
    """Return a table of a run from that of parts: of the replicates that did not fail, without their keys."""
    if name == "runs":
        frame = add_worlds(frame[frame["failed"].isna()].drop(columns=WORLD, errors="ignore"), worlds)
    return as_written(name, frame.drop(columns=["point", "failed", "message"], errors="ignore").reset_index(drop=True))


def failures_in(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the replicates that failed, with the stage and the message of each."""
    return runs.loc[runs["failed"].notna(), FAILURES].reset_index(drop=True)


def all_failed(failures: pd.DataFrame) -> RunsFailedError:
    """Return the error of a run of which every replicate failed."""
    return RunsFailedError(f"all {len(failures)} replicates failed; the first: {failures['message'].iat[0]}")


def finish_run(
    place: DesignFolder, request: RunRequest, *, interrupted: bool, language: str | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Write what a run leaves from the parts that are there, and take these away.

    Returns:
        The table of the runs, and the replicates that failed.

    Raises:
        RunsFailedError: when every replicate failed.
        OSError: when something cannot be written.
    """
    run, configuration = place.run, request.configuration
    numbers = sorted(run.store.batches_done())
    failures = failures_in(run.store.read("runs"))
    every, weeks, shown = list[pd.DataFrame](), list[pd.DataFrame](), 0
    with Deliverables(place.folder, RUN_FILES, language) as files:
        for tables in tables_by_batch(run, numbers):
            for name in Tables._fields:
                if name in tables and len(tables["runs"]):
                    files.rows(name, tables[name], configuration.run.format)
            every.append(tables["runs"])
            if shown < FIGURE_REPLICATES and "weeks" in tables:
                weeks.append(tables["weeks"])
                shown += len(tables["runs"])
        runs = pd.concat(every, ignore_index=True)
        if runs.empty:
            raise all_failed(failures)
        sessions = (run.store.manifest() or {}).get("sessions", [])  # type: ignore[union-attr]
        seconds = sum(one["seconds"] for one in sessions)
        about = run_manifest(configuration, runs, wall_time=seconds, interrupted=interrupted, model=request.model)
        about |= request.design_values(run, failures, sessions)
        write_deliverables(files, configuration, pd.concat(weeks, ignore_index=True), about, language)
    place.drop_parts()
    return runs, failures


def write_deliverables(
    files: Deliverables, configuration: Configuration, weeks: pd.DataFrame, about: dict[str, Any], language: str | None
) -> None:
    """Write the settings and the manifest, publish all files, and draw the figure."""
    files.figure("mobilisation", partial(mobilisation_of, weeks, configuration, language))
    files.text("settings.yaml", settings_text(configuration, free_paths(configuration)))
    files.publish(about)


def mobilisation_of(weeks: pd.DataFrame, configuration: Configuration, language: str | None = None) -> "Figure":
    """Return the mobilisation figure of at most the first ``FIGURE_REPLICATES`` replicates."""
    from entente.analysis.run.mobilisation_figure import mobilisation_figure

    kept = weeks["replicate"].drop_duplicates().iloc[:FIGURE_REPLICATES]
    shown = weeks if len(kept) < FIGURE_REPLICATES else weeks[weeks["replicate"].isin(kept)]
    worlds = worlds_used(configuration.run, len(kept))
    return mobilisation_figure(
        shown, configuration.settings, language or default_language(), worlds, changed_settings(configuration)
    )


def reopen_run(folder: Path, run: DesignRun, format_: Format) -> None:
    """Turn the tables that a run left into parts again, so that more replicates can be added."""
    about = read_run_manifest(folder) or {}
    done = set(about["design"]["done"])
    failures = pd.DataFrame(about["failures"], columns=FAILURES)
    names = [name for name in Tables._fields if (folder / f"{name}.{format_.suffix}").is_file()]
    whole = {} if format_ is Format.PARQUET else {name: read_table(folder, name) for name in names}
    for batch in run.design.batches:
        if batch.number in done:
            part = {name: rows_between(folder, name, batch, whole.get(name)) for name in names}
            failed = failures[failures["replicate"].between(batch.first, batch.last - 1)].assign(point=0)
            runs = part["runs"].assign(failed=None, message=None)
            runs = pd.concat([runs, failed], ignore_index=True) if len(failed) else runs
            run.store.add(batch, {**part, "runs": runs.sort_values("replicate", ignore_index=True)})


def rows_between(folder: Path, name: str, batch: Batch, whole: pd.DataFrame | None) -> pd.DataFrame:
    """Return the rows of a table that are of the replicates of a batch, from its file or from all of it."""
    if whole is None:
        between = [("replicate", ">=", batch.first), ("replicate", "<", batch.last)]
        frame = pq.read_table((folder / f"{name}.parquet").absolute(), filters=between, partitioning=None).to_pandas()
    else:
        frame = whole[whole["replicate"].between(batch.first, batch.last - 1)]
    return frame.assign(point=0)
