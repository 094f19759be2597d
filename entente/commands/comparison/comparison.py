"""Combinations of settings run with common random numbers, and what sets them apart: ``entente.compare``."""

import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.analysis.comparison.differences import Difference, paired_difference, paired_differences
from entente.analysis.comparison.worlds import differences_by_world
from entente.analysis.run.arm_results import ArmResults, Numbers
from entente.analysis.statistics.curves import bands
from entente.commands.comparison.spec import ComparisonSpec, comparison_spec
from entente.config.changes import changed_settings
from entente.config.overrides import TWIN
from entente.config.run_settings import Format
from entente.i18n import default_language, say
from entente.results.deliverables import Deliverables
from entente.results.folders import folder_for, saved_to
from entente.results.html import results_html
from entente.results.keep import Keep
from entente.results.manifest import settings_text
from entente.sim.validation.validate import as_tree
from entente.studies.arms import ArmReader
from entente.studies.design import Cut, Design, Setup, replicates_of_batch
from entente.studies.design_folder import DesignRequest, design_folder, memory_run
from entente.studies.identity import model_identity, versions
from entente.studies.left_out import left_out_values
from entente.studies.plausible import add_worlds, free_paths, sample_identity, worlds_of, worlds_used
from entente.studies.points import Point
from entente.studies.progress import note_what_is_kept
from entente.studies.runner import DesignRun, RunsFailedError
from entente.studies.store import BatchDone

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from entente.analysis.comparison.heading import ComparisonHeading

STEP, SHARE = 50, 4  # replicates are added in blocks of a quarter of those done, and of so many at least
KEEP = Keep(weeks=("mobilisation",))
_WEEK_BYTES = 8  # on the disk, of a week of a replicate


@dataclass
class ComparisonRun:
    """A comparison on its way to its end; only replicates that all combinations have are compared.

    Attributes:
        spec: what is compared.
        run: the design, one point for each combination.
    """

    spec: ComparisonSpec
    run: DesignRun

    def carry_out(self) -> Iterator[BatchDone]:
        """Run what is left, and yield each batch as it is done.

        With a wished precision, blocks of replicates are added until it is reached or there are as many as may be.

        Raises:
            EngineError: when the executor stops before the end.
            OSError: when results cannot be written.
        """
        while True:
            yield from self.run.carry_out()
            done = self.run.design.replicates
            if self.spec.until is None or done >= self.spec.most or not len(self.replicates()):
                return
            if self.widest()[1].half_width <= self.spec.until:
                return
            self.run.extend(min(done + max(STEP, done // SHARE), self.spec.most))

    def replicates(self) -> NDArray[np.int64]:
        """Return the numbers of the replicates that all combinations have."""
        return ArmReader(self.run).replicates(self.run.design.points)

    @property
    def worlds(self) -> int:
        """Return over how many plausible settings the replicates are spread; 0 where they are not."""
        return len(self.run.design.setups[0].worlds)

    def arms(self) -> dict[str, ArmResults]:
        """Return the results of every combination."""
        reader = ArmReader(self.run)
        every = reader.replicates(self.run.design.points)
        points = zip(self.spec.names, self.run.design.points, strict=True)
        return {name: reader.results(point, every) for name, point in points}

    def widest(self) -> tuple[str, Difference]:
        """Return the combination whose difference in final mobilisation is the least certain, and that difference."""
        arms = self.arms()
        other = arms[self.spec.against].summaries["final"]
        found = {
            name: paired_difference(arm.summaries["final"], other, self.spec.run.seed, worlds=arm.worlds)
            for name, arm in arms.items()
            if name != self.spec.against
        }
        name = max(found, key=lambda name: found[name].half_width)
        return name, found[name]


def comparison_request(spec: ComparisonSpec) -> DesignRequest:
    """Return the design of a comparison, and where it goes.

    Raises:
        SettingsError: when no sheet of Excel would hold a table that is requested in that format.
    """
    if spec.run.format is Format.EXCEL:
        from entente.results.workbooks import check_workbook_rows  # openpyxl: for such tables alone

        check_workbook_rows({"runs": spec.run.replicates * len(spec.combinations)}, spec.run.replicates)
    settings = {one.name: one.configuration.settings for one in spec.combinations}
    run, spread = spec.run, worlds_of([one.configuration for one in spec.combinations])
    workers = run.threads or os.cpu_count() or 1
    size = min(replicates_of_batch(one, KEEP, run.replicates, workers) for one in settings.values())
    design = Design(
        setups=tuple(Setup(one, KEEP, worlds=worlds) for one, worlds in zip(settings.values(), spread, strict=True)),
        points=tuple(Point(number, number, {}) for number in range(len(settings))),
        blocks=(run.replicates,),
        seed=run.seed,
        cut=Cut(1, size),
        model=spec.model,
    )
    identity = {"versions": versions(), "seed": run.seed, **model_identity(spec.model), **sample_identity(run),
                "combinations": {name: as_tree(one) for name, one in settings.items()}}  # fmt: skip
    weeks = sum(one.weeks for one in settings.values())
    return DesignRequest("comparison", "compare", identity, design, run, spec.options,
                         may_have_more=spec.until is not None,
                         bytes_needed=run.replicates * weeks * _WEEK_BYTES)  # fmt: skip


@dataclass(frozen=True, repr=False)
class ComparisonResults:
    """What came out of a comparison.

    Attributes:
        spec: what was compared, and how.
        differences: one row for each measure and combination but the one compared with
            (``analysis.statistics.differences.paired_differences``).
        curves: mobilisation, one row for each combination and week: median and bands (``curves.bands``).
        runs: one row for each combination and replicate: the values of the axes, ``replicate``, the summaries.
        worlds: with plausible settings, in what share of these worlds each difference holds
            (``analysis.comparison.worlds.differences_by_world``); otherwise None.
        manifest: the request, and what was done.
    """

    spec: ComparisonSpec
    differences: pd.DataFrame
    curves: pd.DataFrame
    runs: pd.DataFrame
    worlds: pd.DataFrame | None
    manifest: dict[str, Any]

    def __repr__(self) -> str:
        """Return what was compared, on one line."""
        return f"<ComparisonResults of {len(self.spec.combinations)} combinations × {self.replicates} replicates>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: what was compared, the differences, the curves."""
        from entente.commands.comparison.report import comparison_head, difference_rows  # which imports this module

        language = default_language()
        title, *sentences = comparison_head(self.spec, language).split("\n")
        columns, rows = difference_rows(self, language)
        frame = pd.DataFrame(rows, columns=[say(key, language) for key in columns])
        return results_html(title, sentences, frame, self.plot(language))

    @property
    def replicates(self) -> int:
        """Return how many replicates each combination has."""
        return int(self.manifest["replicates"]["done"])

    def plot(self, language: str | None = None) -> "Figure":
        """Return the figure of the curves of mobilisation, in ``fr`` or ``en`` (None: as the environment says)."""
        from entente.analysis.comparison.curves_figure import curves_figure

        return curves_figure(self.curves, self.head(), language or default_language())

    def plot_differences(self, language: str | None = None) -> "Figure":
        """Return the figure of the paired differences with their intervals."""
        from entente.analysis.comparison.differences_figure import differences_figure

        return differences_figure(self.differences, self.head(), language or default_language(), self.worlds)

    def head(self) -> "ComparisonHeading":
        """Return what both figures say of what is compared."""
        return figure_heading(self.spec, self.replicates)

    def save(self, folder: str | Path, *, format: str | None = None, overwrite: bool = False,  # noqa: A002
             language: str | None = None) -> Path:  # fmt: skip
        """Write what ``entente compare`` would leave in a folder, and return the folder.

        Raises:
            SettingsError: when the folder already holds something, unless ``overwrite``.
            OSError: when it cannot be written.
        """
        run = saved_to(self.spec.run, folder, format, overwrite)
        place = folder_for(run, "compare")
        keep_files(replace(self, spec=replace(self.spec, run=run)), place, language)
        return place


def figure_heading(spec: ComparisonSpec, replicates: int) -> "ComparisonHeading":
    """Return what the figures of a comparison of so many replicates say of what is compared."""
    from entente.analysis.comparison.heading import ComparisonHeading

    every, beside_twins = spec.combinations, TWIN in spec.axes
    itself = next((one for one in every if not one.is_twin), every[0]).configuration
    return ComparisonHeading(
        {one.name: one.choices for one in every},
        spec.against,
        None if beside_twins or "scenario" in spec.axes else itself.settings.title,
        replicates,
        worlds_used(spec.run, replicates),
        changed_settings(itself, varying=spec.axes),
        titles={one.name: one.configuration.settings.title for one in every} if beside_twins else {},
    )


def compare(
    scenario: str | Path | Sequence[str | Path] | None = None, *, overrides: Sequence[str] = (),
    against: str | None = None, measures: Iterable[str] = (), until: float | None = None, most: int | None = None,
    model: type | None = None, **values: Any,
) -> ComparisonResults:  # fmt: skip
    """Run every combination of the values given, with common random numbers, and compare them.

    Args:
        scenario: the name of a scenario or the path of a YAML file, or several; None for the default one.
        overrides: texts in the grammar of the command line, such as ``"leadership.hours=10,20"``.
        against: name of the combination that the others are compared with (``shared+monthly_table``); None: the first.
        measures: summaries of ``sim.model.measures.SUMMARIES`` to compare beside the usual ones.
        until: half-width wished for the 95 % interval of each difference in final mobilisation.
        most: replicates that this may lead to (5000 unless stated).
        model: a subclass of ``entente.sim.Partnership`` to step instead of the compiled rules (slow).
        values: any setting by its name; a list or a tuple gives several values, so that one value which is itself a
            list is given in another (``lever=[["pairing"]]``). And how to run: ``replicates``, ``seed``, ``threads``.
            With ``output`` it is also saved.

    Raises:
        SettingsError: with everything that is wrong.
    """
    given = {**({} if scenario is None else {"scenario": scenario}), **values}
    spec = comparison_spec(
        overrides, given, against=against, measures=measures, until=until, most=most, said_by="arguments"
    )
    spec = replace(spec, model=model)
    request = comparison_request(spec)
    if spec.run.output is None:
        running = ComparisonRun(spec, memory_run(request))
        with note_what_is_kept(None):
            for _ in running.carry_out():
                pass
        return comparison(running)
    with design_folder(request) as place:
        running = ComparisonRun(spec, place.run)
        with note_what_is_kept(place.folder):
            for _ in running.carry_out():
                pass
        found = comparison(running)
        keep_files(found, place.folder, None)
        place.write_state(finished=True)
    return found


def comparison(running: ComparisonRun, about: Mapping[str, Any] | None = None) -> ComparisonResults:
    """Return what can be said of the combinations; all of them must have some replicate.

    Args:
        running: the comparison, at its end or stopped before.
        about: what else the manifest says.

    Raises:
        RunsFailedError: when there is no replicate that all combinations have.
    """
    spec, arms, replicates = running.spec, running.arms(), running.replicates()
    if not len(replicates):
        raise RunsFailedError("no replicate was run to its end in all combinations")
    summaries = {name: arm.summaries for name, arm in arms.items()}
    worlds = arms[spec.against].worlds
    table = paired_differences(summaries, spec.against, spec.measures, spec.run.seed, worlds)
    by_world = None if worlds is None else differences_by_world(summaries, spec.against, spec.measures, worlds)
    curves = [curve(arm.weeks["mobilisation"], name) for name, arm in arms.items()]
    runs = [
        pd.DataFrame({"combination": one.name, **one.choices, "replicate": replicates, **summaries[one.name]})
        for one in spec.combinations
    ]
    said = {
        "combinations": {one.name: dict(one.choices) for one in spec.combinations},
        "against": spec.against,
        "measures": list(spec.measures),
        "overrides": list(spec.overrides),
        "replicates": {"asked": spec.run.replicates, "done": len(replicates)},
        "precision": precision(running),
        "left_out": left_out_values(running.run.design),
        **sample_identity(spec.run),
        **(about or {}),
    }
    whole = partial(pd.concat, ignore_index=True)
    every = add_worlds(with_numbers(whole(runs), spec.axes), running.worlds)
    return ComparisonResults(spec, table, whole(curves), every, by_world, said)


def precision(running: ComparisonRun) -> dict[str, Any] | None:
    """Return the precision wished for and what was reached, or None when none was wished for."""
    until = running.spec.until
    if until is None:
        return None
    name, found = running.widest()
    half = found.half_width if math.isfinite(found.half_width) else None
    return {"wished": until, "half_width": half, "of": name, "reached": half is not None and half <= until,
            "most": running.spec.most}  # fmt: skip


def curve(mobilisation: Numbers, name: str) -> pd.DataFrame:
    """Return the median and bands of a combination's mobilisation, one row a week."""
    replicates, weeks = mobilisation.shape
    table = pd.DataFrame({
        "week": np.tile(np.arange(1, weeks + 1), replicates), "mobilisation": mobilisation.ravel(),
    })  # fmt: skip
    found = bands(table, "mobilisation")
    found.insert(0, "combination", name)
    return found


def with_numbers(runs: pd.DataFrame, axes: Iterable[str]) -> pd.DataFrame:
    """Return the table with axes as numbers where all their values are numbers."""
    for key in axes:
        try:
            runs[key] = pd.to_numeric(runs[key])
        except ValueError:
            continue
    return runs


def keep_files(found: ComparisonResults, folder: Path, language: str | None) -> None:
    """Write the tables, the settings of each combination, the manifest and the two figures."""
    run = found.spec.run
    with Deliverables(folder, language=language) as results:
        for name in ("differences", "curves", "runs", "worlds"):
            if getattr(found, name) is not None:
                results.table(f"{name}.{run.format.suffix}", getattr(found, name))
        results.figure("mobilisation", partial(found.plot, language))
        results.figure("differences", partial(found.plot_differences, language))
        files = {}
        for rank, one in enumerate(found.spec.combinations, start=1):
            files[one.name] = f"settings_{rank}.yaml"
            results.text(files[one.name], settings_text(one.configuration, free_paths(one.configuration)))
        results.finish(run, {**found.manifest, "settings": files})
