"""Running from Python: ``entente.run``, ``entente.load``, and the result that both give."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from entente.commands.draw.draw import drawn
from entente.config.configuration import Configuration, configure
from entente.config.places import LEVER
from entente.config.run_settings import Format, Run
from entente.i18n import default_language
from entente.results.folders import folder_for, saved_to
from entente.results.manifest import manifest, settings_text
from entente.results.store import Store, read_table
from entente.results.tables import Tables, tables
from entente.sim.model.situation import Settings
from entente.studies.store import holds_study

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from entente.studies.study import Study

# Bands of a figure do not change to the eye beyond this, and a figure has to hold all its weeks in memory.
FIGURE_REPLICATES = 2000
PAUSE = 0.25  # seconds between two tables: short enough for progress to show and for Ctrl-C to lose little


@dataclass(frozen=True, repr=False)
class Result:
    """What came out of a run: tidy tables, and the settings and manifest that they came with."""

    configuration: Configuration
    weeks: pd.DataFrame
    runs: pd.DataFrame
    cases: pd.DataFrame
    conditions: pd.DataFrame | None
    event_log: pd.DataFrame | None
    organisations: pd.DataFrame | None
    groups: pd.DataFrame | None
    manifest: dict[str, Any]

    def __repr__(self) -> str:
        """Return what was run, on one line."""
        choices = self.configuration.choices
        names = ", ".join(map(str, [*(name for group, name in choices.items() if group != LEVER), *choices[LEVER]]))
        return f"<Result of {len(self.runs)} replicates of {self.settings.weeks} weeks: {names}>"

    @property
    def settings(self) -> Settings:
        """Return the settings as resolved."""
        return self.configuration.settings

    def plot(self, language: str | None = None) -> "Figure":
        """Return the mobilisation figure, in ``fr`` or ``en`` (None: the language of the environment)."""
        return figure(self.weeks, self.configuration, language)

    def wheel(self, weeks: Sequence[int] | None = None, by: str | None = None, week: int | None = None,
              names: Sequence[str] | None = None, language: str | None = None) -> "Figure":  # fmt: skip
        """Return the wheel of the six conditions: at some ``weeks``, or ``by`` sector or territory at one ``week``.

        Raises:
            SettingsError: with everything that is wrong with what is asked, or the table that is missing.
        """
        return drawn("wheel", self, values={"weeks": weeks, "by": by, "week": week, "names": names},
                     language=language).figure  # fmt: skip

    def timeline(self, replicate: int | None = None, language: str | None = None) -> "Figure":
        """Return the event log of one replicate; by default, of the one whose area under the curve is the median.

        Raises:
            SettingsError: when there is no such replicate, or no log.
        """
        return drawn("timeline", self, values={"replicate": replicate}, language=language).figure

    def plot_groups(self, by: str = "sector", names: Sequence[str] | None = None,
                    language: str | None = None) -> "Figure":  # fmt: skip
        """Return the mobilisation of each ``sector``, ``territory`` or (those named) ``organisation``.

        Raises:
            SettingsError: with everything that is wrong with what is asked, or the table that is missing.
        """
        return drawn("groups", self, values={"by": by, "names": names}, language=language).figure

    def save(self, folder: str | Path, *, format: str | None = None, overwrite: bool = False,  # noqa: A002
             language: str | None = None) -> Path:  # fmt: skip
        """Write what ``entente run`` would leave in a folder, and return the folder.

        Raises:
            SettingsError: when the folder already holds something, unless ``overwrite``.
            OSError: when it cannot be written.
        """
        run = saved_to(self.configuration.run, folder, format, overwrite)
        configuration = replace(self.configuration, run=run)
        store = Store(folder_for(run, self.settings.name), run.format)
        store.add(Tables(**{name: getattr(self, name) for name in Tables._fields}))
        about = {**self.manifest, "run": {**self.manifest["run"], "format": run.format.value, "output": run.output}}
        finish(store, configuration, self.weeks, about, language)
        return store.folder


def run(
    scenario: str | Path | None = None, *, overrides: Sequence[str] = (), model: type | None = None, **values: Any
) -> Result:
    """Run a scenario and return its result.

    Args:
        scenario: the name of a scenario or the path of a YAML file; None for the default one.
        overrides: texts in the grammar of the command line, such as ``"leadership.hours=20"``.
        model: a subclass of ``entente.sim.Partnership`` to step instead of the compiled rules (slow).
        values: any setting by its name, such as ``leadership="shared"`` or ``**{"leadership.hours": 20}``, and how
            to run: ``replicates``, ``seed``, ``by_organisation``, ``threads``. With ``output`` it is also saved.

    Raises:
        SettingsError: with everything that is wrong.
    """
    configuration = asked(scenario, overrides, values)
    start = time.perf_counter()
    result = gathered(configuration, list(parts(configuration, model)), time.perf_counter() - start, model)
    if configuration.run.output is not None:
        result.save(configuration.run.output, overwrite=configuration.run.overwrite)
    return result


def settings(scenario: str | Path | None = None, *, overrides: Sequence[str] = (), **values: Any) -> Settings:
    """Return the settings that ``run`` would run, for ``entente.sim.Partnership`` or ``entente.sim.simulate``.

    Raises:
        SettingsError: with everything that is wrong.
    """
    return asked(scenario, overrides, values).settings


def asked(scenario: str | Path | None, overrides: Sequence[str], values: Mapping[str, Any]) -> Configuration:
    """Return the configuration that the arguments of a call ask for."""
    return configure(overrides, {**({} if scenario is None else {"scenario": scenario}), **values}, "arguments")


def gathered(configuration: Configuration, found: list[Tables], wall_time: float, model: type | None) -> Result:
    """Put the tables of all parts together."""
    whole: dict[str, Any] = {}
    for name, parts_of_one in zip(Tables._fields, zip(*found, strict=True), strict=True):
        whole[name] = None if parts_of_one[0] is None else pd.concat(parts_of_one, ignore_index=True)
    about = manifest(configuration, whole["runs"], wall_time=wall_time, interrupted=False, model=model)
    return Result(configuration, **whole, manifest=about)


def parts(configuration: Configuration, model: type | None = None) -> Iterator[Tables]:
    """Simulate, and yield the tables of the replicates as they are done, in order."""
    from entente.sim.batch import simulate

    how = configuration.run
    done = simulate(
        configuration.settings,
        how.replicates,
        how.seed,
        threads=how.threads,
        by_organisation=how.by_organisation or how.by_group,
        model=model,
    )
    for chunks in batches(done):
        yield tables(chunks, configuration.settings, by_organisation=how.by_organisation, by_group=how.by_group)


def batches(chunks: Iterator[Any]) -> Iterator[list[Any]]:
    """Yield the chunks of the engine a few at a time: a table costs the same whether it is short or long."""
    waiting: list[Any] = []
    since = time.monotonic()
    for chunk in chunks:
        waiting.append(chunk)
        if time.monotonic() - since > PAUSE:
            yield waiting
            waiting, since = [], time.monotonic()
    if waiting:
        yield waiting


def figure(weeks: pd.DataFrame, configuration: Configuration, language: str | None = None) -> "Figure":
    """Return the mobilisation figure of at most the first ``FIGURE_REPLICATES`` replicates."""
    from entente.analysis.run.mobilisation_figure import mobilisation_figure

    kept = weeks["replicate"].drop_duplicates().iloc[:FIGURE_REPLICATES]
    shown = weeks if len(kept) < FIGURE_REPLICATES else weeks[weeks["replicate"].isin(kept)]
    return mobilisation_figure(shown, configuration.settings, language or default_language())


def finish(
    store: Store, configuration: Configuration, weeks: pd.DataFrame, about: dict[str, Any], language: str | None
) -> None:
    """Finish the folder of a run: tables closed, figure drawn, settings and manifest written, then all published."""
    from entente.analysis.plotting.style import save

    store.close_tables()
    save(figure(weeks, configuration, language), store.folder / ".mobilisation")
    for suffix in ("svg", "png"):
        (store.folder / f".mobilisation.{suffix}").replace(store.passing(f"mobilisation.{suffix}"))
    store.text("settings.yaml", settings_text(configuration))
    files = [*store.waiting(), "manifest.json"]
    store.text("manifest.json", json.dumps({**about, "files": files}, indent=2, ensure_ascii=False) + "\n")
    store.publish()


def load(folder: str | Path) -> "Result | Study":
    """Return the result that a run left in a folder, or the study that a sweep left or is making there.

    Raises:
        FileNotFoundError: when the folder holds neither.
    """
    place = Path(folder).expanduser()
    if holds_study(place):
        from entente.studies.study import Study

        return Study(place)
    about = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    configuration = configure([], {"scenario": place / "settings.yaml"}, "arguments")
    found: dict[str, Any] = {name: read_table(place, name) for name in Tables._fields}
    if any(found[name] is None for name in ("weeks", "runs", "cases")):
        raise FileNotFoundError(f"{place} holds no tables of a run")
    run_again = Run(**{**about["run"], "format": Format(about["run"]["format"])})
    return Result(replace(configuration, run=run_again), **found, manifest=about)
