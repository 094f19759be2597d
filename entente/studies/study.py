"""A study as read from its folder, done or under way, and ``entente.sweep``, which makes one from Python."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from entente.analysis.plotting.heading import StudyHeading
from entente.analysis.statistics.measures import MEASURES
from entente.analysis.sweep.effects import axis_effects
from entente.config.changes import changed_settings
from entente.config.overrides import replace_overrides
from entente.config.problems import SUMMARY_NAMES, unknown_names
from entente.i18n import N_, default_language, number, say, unit
from entente.results.checksums import damage, is_whole
from entente.results.csv_text import csv_text
from entente.results.deliverables import write_figure
from entente.results.files import write_text
from entente.results.folder_lock import locked_folder
from entente.results.html import results_html
from entente.results.room import naming_the_folder
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError
from entente.studies.axes import Axis
from entente.studies.part_files import part_path
from entente.studies.plan import StudyPlan, plan_study
from entente.studies.plausible import add_worlds
from entente.studies.progress import note_what_is_kept
from entente.studies.store import FolderStore
from entente.studies.study_files import ALL_DONE, DESIGN, read_manifest
from entente.studies.study_folder import study_run

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SHOWN = N_("Study of {points} points × {replicates} replicates in {folder}: {done} of {batches} batches done")


class Study:
    """The folder of a study.

    Attributes:
        folder: where it is.
        manifest: its command, identity and sessions.
    """

    def __init__(self, folder: str | Path, plan: StudyPlan | None = None) -> None:
        """Open a folder.

        Args:
            folder: where it is.
            plan: of the study, where it is known, so that it is not composed again.

        Raises:
            FileNotFoundError: when it holds no study.
        """
        self.folder = Path(folder).expanduser()
        about = read_manifest(self.folder)
        if about is None:
            raise FileNotFoundError(f"{self.folder} holds no study")
        self.manifest: dict[str, Any] = about
        if plan is not None:
            self.plan = replace(plan, options=replace(plan.options, output=str(self.folder)))

    def __repr__(self) -> str:
        """Describe the study on one line."""
        state = "done" if self.complete else f"{self.batches_done} of {self.batches} batches done"
        return f"<Study of {len(self.design)} points × {self.replicates} replicates in {self.folder}: {state}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: how far it is, its points."""
        language = default_language()
        text = say(_SHOWN, language, points=number(len(self.design), language, 0), folder=self.folder,
                   replicates=number(self.replicates, language, 0), done=number(self.batches_done, language, 0),
                   batches=number(self.batches, language, 0))  # fmt: skip
        return results_html(text, (), self.design)

    @cached_property
    def design(self) -> pd.DataFrame:
        """Return the points, one row each: ``point``, the axes; ``choice`` and ``future`` where levers are crossed.

        Raises:
            DamagedError: when their file is missing or damaged.
        """
        path, known = self.folder / DESIGN, self.manifest.get("inputs", {}).get(DESIGN)
        if not (is_whole(path, [known]) if known else path.is_file()):
            raise damage([path], message("entente sweep {folder}, which writes it again", folder=self.folder))
        return pd.read_parquet(path.absolute())

    @cached_property
    def plan(self) -> StudyPlan:
        """Return the plan of the study, composed again from its manifest.

        Raises:
            SettingsError: when the scenario or a file that it was made from is gone or has changed.
        """
        return plan_study(replace_overrides(self.manifest["command"], [f"output={self.folder}"]),
                       uncertain=self.manifest["uncertain"], outcomes=self.manifest["outcomes"])  # fmt: skip

    @property
    def axes(self) -> tuple[Axis, ...]:
        """Return the settings that take several values."""
        return self.plan.axes

    @property
    def outcomes(self) -> list[str]:
        """Return the measures that the study is about; final mobilisation when it does not say."""
        return list(self.manifest["outcomes"]) or ["final"]

    @property
    def heading(self) -> StudyHeading:
        """Return what figures say of what was run; nothing when the scenario cannot be found any more."""
        try:
            return heading_of(self.plan)
        except SettingsError:
            return StudyHeading()

    @property
    def replicates(self) -> int:
        """Return how many replicates each point has."""
        return int(self.manifest["blocks"][-1])

    @property
    def batches(self) -> int:
        """Return how many batches there are in all."""
        per_batch = int(self.manifest["cut"]["points"])
        return -(-len(self.design) // per_batch) * len(self.manifest["blocks"])

    @property
    def batches_done(self) -> int:
        """Return how many batches are done by now."""
        return len(self.store.batches_done())

    @cached_property
    def store(self) -> FolderStore:
        """Return the parts."""
        return FolderStore(self.folder)

    @property
    def complete(self) -> bool:
        """Tell whether every run is done."""
        return self.batches_done == self.batches

    def runs(self, columns: Iterable[str] | None = None) -> pd.DataFrame:
        """Return one row per run done: ``point``, ``replicate``, ``failed``, ``message``, the summaries.

        With plausible settings, ``world`` says in which of them each was simulated.
        """
        return add_worlds(self._in_order(self._read("runs", columns)), self.worlds)

    def _read(
        self, name: str, columns: Iterable[str] | None = None, weeks: Iterable[int] | None = None
    ) -> pd.DataFrame:
        """Return the rows of a table.

        Raises:
            DamagedError: when parts that were written are missing or damaged.
        """
        if self.manifest.get(ALL_DONE) and not self.complete:
            missing = sorted({*range(self.batches)} - self.store.batches_done())
            remedy = message("entente sweep {folder}, which runs again what is missing", folder=self.folder)
            raise damage([part_path(self.folder, "runs", number) for number in missing], remedy)
        return self.store.read_columns(name, columns, weeks)

    @property
    def worlds(self) -> int:
        """Return over how many plausible settings the replicates are spread; 0 where they are not."""
        sample = self.manifest["identity"].get("plausible")
        return int(sample["settings"]) if sample else 0

    def _in_order(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return rows by point and replicate: those of replicates that were added stand after all others."""
        keys = [name for name in ("point", "replicate", "week") if name in rows]
        if len(self.manifest["blocks"]) == 1 or "point" not in keys:
            return rows
        return rows.sort_values(keys, kind="stable", ignore_index=True)

    def curves(self, columns: Iterable[str] | None = None) -> pd.DataFrame:
        """Return one row per point, series and week: median and bands."""
        return self._read("curves", columns)

    def weeks(self, columns: Iterable[str] | None = None, weeks: Iterable[int] | None = None) -> pd.DataFrame:
        """Return the series kept whole: one row per point, replicate and week; of some ``weeks`` only, or of all."""
        return self._in_order(self._read("weeks", columns, weeks))

    def failures(self) -> pd.DataFrame:
        """Return the runs that failed: ``point``, ``replicate``, the stage and what was said."""
        runs = self.runs(["point", "replicate", "failed", "message"])
        return runs[runs["failed"].notna()].reset_index(drop=True)

    def effects(self, outcome: str | None = None) -> pd.DataFrame:
        """Return an outcome along each axis (``effects.axis_effects``); by default the first of the study's."""
        if wrong := list(unknown_names("outcome", [outcome] if outcome else [], MEASURES, SUMMARY_NAMES)):
            raise SettingsError(wrong)
        return axis_effects(self.design, self.runs(), [one.key for one in self.axes], outcome or self.outcomes[0])

    def plot(self, outcome: str | None = None, language: str | None = None) -> "Figure":
        """Return the figure of an outcome along each axis, in ``fr`` or ``en`` (None: as the environment says)."""
        from entente.analysis.sweep.effects_figure import StudyAxes, effects_figure

        language, outcome = language or default_language(), outcome or self.outcomes[0]
        names = {one.key: one.name(language) for one in self.axes}
        units = {one.key: unit(one.unit, language) for one in self.axes}
        worlds = min(self.worlds, self.replicates)
        about = StudyAxes(names, units, self.heading, len(self.design), self.replicates, worlds)
        return effects_figure(self.effects(outcome), outcome, about, language)

    def draw(self, language: str | None = None) -> None:
        """Write the table of each outcome along the axes, and its figure; a figure that fails is named, and left out.

        Raises:
            SettingsError: when another command is at work in the folder.
            OSError: when they cannot be written.
        """
        if len(self.design) < 2:  # one point has no effects
            return
        with locked_folder(self.folder), naming_the_folder(self.folder):
            for outcome in self.outcomes:
                write_text(self.folder / f"effects_{outcome}.csv", csv_text(self.effects(outcome)))
            for outcome in self.outcomes:
                write_figure(self.folder / f"effects_{outcome}", partial(self.plot, outcome, language))

    def resume(self) -> "Study":
        """Do what is left to do.

        Raises:
            SettingsError: when its request is no longer what would be run.
        """
        return run_study(self.plan)


def heading_of(plan: StudyPlan) -> StudyHeading:
    """Return what figures of a study say of its scenario, and of what all points change of it."""
    configuration, varying = plan.bases[0].configuration, [one.key for one in plan.axes]
    title = None if "scenario" in varying else configuration.settings.title
    return StudyHeading(title, changed_settings(configuration, varying=varying))


def run_study(plan: StudyPlan) -> Study:
    """Do what is left of a study, and return it.

    Raises:
        SettingsError: when its folder holds something else, or the executor refuses its options.
        EngineError: when the engine stops before the end.
        OSError: when results cannot be written.
    """
    with study_run(plan) as run, note_what_is_kept(run.folder):
        for _ in run.carry_out():
            pass
    return Study(run.folder, plan)


def sweep(
    scenario: str | Path | Sequence[str | Path] | None = None, *, overrides: Sequence[str] = (),
    uncertain: Sequence[str] = (), outcomes: Sequence[str] = (), model: type | None = None, **values: Any,
) -> Study:  # fmt: skip
    """Run every point of a design and return the study, in its folder; the same call again goes on or finds it done.

    Args:
        scenario: the name of a scenario or the path of a YAML file, or several; None for the default one.
        overrides: texts in the grammar of the command line, such as ``"leadership.hours=interval(2,20)"``.
        uncertain: overrides of what nobody controls; every choice of the others is crossed with them.
        outcomes: summaries that the study is about.
        model: a subclass of ``entente.sim.Partnership`` to step instead of the compiled rules (slow).
        values: any setting by its name; a list or a tuple gives several values, ``entente.Interval(2, 20)``
            any between. How to run (``replicates``, ``seed``, ``threads``) and how to make the study (``design``,
            ``points``, ``curves``, ``full``, ``engine``, ``output``, ``overwrite``).

    Raises:
        SettingsError: with everything that is wrong.
        OSError: when results cannot be written.
    """
    given = {**({} if scenario is None else {"scenario": scenario}), **values}
    plan = plan_study(overrides, given, uncertain=uncertain, outcomes=outcomes, model=model,
                      said_by="arguments")  # fmt: skip
    return run_study(plan)
