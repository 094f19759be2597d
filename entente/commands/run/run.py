"""Running from Python: ``entente.run``, ``entente.settings``, and the results of a run."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from entente.commands.draw.draw import draw
from entente.commands.run.run_design import (
    RUN_FILES,
    RunRequest,
    finish_run,
    mobilisation_of,
    read_tables,
    write_deliverables,
)
from entente.config.configuration import Configuration, configure
from entente.config.places import LEVER
from entente.config.run_settings import Format, Run
from entente.i18n import default_language, say
from entente.results.checksums import damage
from entente.results.deliverables import (
    WRITE_AGAIN,
    Deliverables,
    damaged_files,
    finish_publishing,
    read_run_manifest,
    read_table,
)
from entente.results.folders import folder_for, saved_to
from entente.results.html import results_html
from entente.results.manifest import run_manifest
from entente.results.table_types import Tables
from entente.sim.model.situation import Settings
from entente.studies.design_folder import DesignFolder, design_folder, memory_run
from entente.studies.progress import note_what_is_kept
from entente.studies.run_request import configure_run

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False)
class RunResults:
    """What came out of a run: tidy tables, and the settings and manifest that they came with."""

    configuration: Configuration
    weeks: pd.DataFrame
    runs: pd.DataFrame
    cases: pd.DataFrame
    conditions: pd.DataFrame | None
    event_log: pd.DataFrame | None
    organisations: pd.DataFrame | None
    groups: pd.DataFrame | None
    attendance: pd.DataFrame | None
    manifest: dict[str, Any]

    def __repr__(self) -> str:
        """Return what was run, on one line."""
        choices = self.configuration.choices
        options = [name for group, name in choices.items() if group != LEVER and name is not None]
        names = ", ".join(map(str, [*options, *choices[LEVER]]))
        return f"<RunResults of {len(self.runs)} replicates of {self.settings.weeks} weeks: {names}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: what was run, the summary, the figure."""
        from entente.commands.run.report import ends_text, run_facts, summary_frame  # which imports this module

        language = default_language()
        (_, title), *facts = run_facts(self.configuration, language)
        said = [label + say(": ", language) + ", ".join(text.split("\n")) for label, text in facts if text]
        sentences = ["; ".join(said), *ends_text(self.runs, language).split("\n")]
        return results_html(title, sentences, summary_frame(self.runs, language), self.plot(language))

    @property
    def settings(self) -> Settings:
        """Return the settings as resolved."""
        return self.configuration.settings

    def plot(self, language: str | None = None) -> "Figure":
        """Return the mobilisation figure, in ``fr`` or ``en`` (None: the language of the environment)."""
        return mobilisation_of(self.weeks, self.configuration, language)

    def wheel(self, weeks: Sequence[int] | None = None, by: str | None = None, week: int | None = None,
              names: Sequence[str] | None = None, language: str | None = None) -> "Figure":  # fmt: skip
        """Return the wheel of the six conditions: at some ``weeks``, or ``by`` sector or territory at one ``week``.

        Raises:
            SettingsError: with everything that is wrong with the request, or the table that is missing.
        """
        return draw("wheel", self, values={"weeks": weeks, "by": by, "week": week, "names": names},
                     language=language).figure  # fmt: skip

    def timeline(self, replicate: int | None = None, language: str | None = None) -> "Figure":
        """Return the event log of one replicate; by default, of the one whose area under the curve is the median.

        Raises:
            SettingsError: when there is no such replicate, or no log.
        """
        return draw("timeline", self, values={"replicate": replicate}, language=language).figure

    def plot_groups(self, by: str = "sector", names: Sequence[str] | None = None,
                    language: str | None = None) -> "Figure":  # fmt: skip
        """Return the mobilisation of each ``sector``, ``territory`` or (those named) ``organisation``.

        Raises:
            SettingsError: with everything that is wrong with the request, or the table that is missing.
        """
        return draw("groups", self, values={"by": by, "names": names}, language=language).figure

    def save(self, folder: str | Path, *, format: str | None = None, overwrite: bool = False,  # noqa: A002
             language: str | None = None) -> Path:  # fmt: skip
        """Write what ``entente run`` would leave in a folder, and return the folder.

        Raises:
            SettingsError: when the folder already holds something, unless ``overwrite``, or no sheet of Excel would
                hold a table that is requested in that format.
            OSError: when it cannot be written.
        """
        run = saved_to(self.configuration.run, folder, format, overwrite)
        configuration = replace(self.configuration, run=run)
        about = {**self.manifest, "run": {**self.manifest["run"], "format": run.format.value, "output": run.output}}
        if "design" in about:
            about["design"] = {**about["design"],
                               "identity": {**about["design"]["identity"], "format": run.format.value}}  # fmt: skip
        tables = {name: frame for name in Tables._fields if (frame := getattr(self, name)) is not None}
        if run.format is Format.EXCEL:
            from entente.results.workbooks import check_workbook_rows  # openpyxl: for such tables alone

            check_workbook_rows({name: len(frame) for name, frame in tables.items()}, len(self.runs))
        place = folder_for(run, self.settings.name)
        with Deliverables(place, RUN_FILES, language) as files:
            for name, frame in tables.items():
                files.rows(name, frame, run.format)
            write_deliverables(files, configuration, self.weeks, about, language)
        return place


def run(
    scenario: str | Path | None = None, *, overrides: Sequence[str] = (), model: type | None = None, **values: Any
) -> RunResults:
    """Run a scenario and return its result.

    Args:
        scenario: the name of a scenario or the path of a YAML file; None for the default one.
        overrides: texts in the grammar of the command line, such as ``"leadership.hours=20"``.
        model: a subclass of ``entente.sim.Partnership`` to step instead of the compiled rules (slow).
        values: any setting by its name, such as ``leadership="shared"`` or ``**{"leadership.hours": 20}``, and how
            to run: ``replicates``, ``seed``, ``by_organisation``, ``threads``, ``engine``. With ``output`` it is also
            saved; the same call again goes on with what is there, or finds it done, and more ``replicates`` are added
            to those there.

    Raises:
        SettingsError: with everything that is wrong.
        EngineError: when the executor stops before the end.
        RunsFailedError: when every replicate failed.
        OSError: when results cannot be written.
    """
    request = RunRequest(*configure_run(overrides, values_of_call(scenario, values), "arguments"), model)
    if request.configuration.run.output is None:
        return run_in_memory(request)
    with design_folder(request.design_request) as place:
        if not place.finished:
            with note_what_is_kept(place.folder):
                carry_out_run(place, request)
    return load_run(place.folder)


def carry_out_run(place: DesignFolder, request: RunRequest) -> None:
    """Do what is left of a run, and write what it leaves; when it is interrupted, of the replicates that are done."""
    try:
        for _ in place.run.carry_out():
            pass
    except KeyboardInterrupt:
        if place.run.store.batches_done():
            finish_run(place, request, interrupted=True, language=None)
        raise
    finish_run(place, request, interrupted=False, language=None)


def run_in_memory(request: RunRequest) -> RunResults:
    """Run a request without a folder, and return its results.

    Raises:
        SettingsError: when the executor cannot be used.
        EngineError: when it stops before the end.
        RunsFailedError: when every replicate failed.
    """
    start = time.perf_counter()
    running = memory_run(request.design_request)
    with note_what_is_kept(None):
        for _ in running.carry_out():
            pass
    tables, failures = read_tables(running)
    seconds = time.perf_counter() - start
    configuration = request.configuration
    about = run_manifest(configuration, tables["runs"], wall_time=seconds, interrupted=False, model=request.model)
    about |= request.design_values(running, failures, [])
    return RunResults(configuration, **{name: tables.get(name) for name in Tables._fields}, manifest=about)


def settings(scenario: str | Path | None = None, *, overrides: Sequence[str] = (), **values: Any) -> Settings:
    """Return the settings that ``run`` would run, for ``entente.sim.Partnership`` or ``entente.sim.simulate``.

    Raises:
        SettingsError: with everything that is wrong.
    """
    return configure_run(overrides, values_of_call(scenario, values), "arguments")[0].settings


def values_of_call(scenario: str | Path | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a call as values."""
    return {**({} if scenario is None else {"scenario": scenario}), **values}


def load_run(place: Path) -> RunResults:
    """Return the result that a run left in a folder.

    Raises:
        FileNotFoundError: when the folder holds none.
        DamagedError: when a table is missing or damaged.
    """
    finish_publishing(place)
    about = read_run_manifest(place)
    if about is None:
        raise FileNotFoundError(f"{place} holds no results")
    if wrong := damaged_files(place):
        raise damage(wrong, WRITE_AGAIN)
    configuration = configure([], {"scenario": place / "settings.yaml"}, "arguments")
    found: dict[str, Any] = {name: read_table(place, name) for name in Tables._fields}
    if any(found[name] is None for name in ("weeks", "runs", "cases")):
        raise FileNotFoundError(f"{place} holds no tables of a run")
    run_again = Run(**{**about["run"], "format": Format(about["run"]["format"])})
    return RunResults(replace(configuration, run=run_again, changes=about.get("changes")), **found, manifest=about)
