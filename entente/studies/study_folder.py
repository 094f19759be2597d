"""The folder of a study: found or made, refused when it holds something else, with what is left to do."""

import platform
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from entente.config.problems import Located, Origin
from entente.results.files import write_text
from entente.results.folders import free_names, holds_something
from entente.results.keep import Keep
from entente.results.manifest import PACKAGES, settings_text
from entente.results.tables import QUANTILES
from entente.results.versions import version_of
from entente.sim.validation.messages import Message, message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.design import Cut, Design, Setup, runs_of_batch, seconds_a_run
from entente.studies.executors import check_executor
from entente.studies.identity import differences, identity
from entente.studies.left_out import left_out_values, warn_left_out
from entente.studies.options import RandomNumbers, as_values
from entente.studies.plan import StudyPlan
from entente.studies.plausible import worlds_of
from entente.studies.runner import DesignRun, cut_values, resume_design
from entente.studies.store import FolderStore, read_manifest, write_design, write_manifest

DIFFERENCES_SHOWN = 8  # differences shown when a folder holds another study
RUN_BYTES, CURVE_BYTES, WEEK_BYTES = 130, 11, 3  # on the disk: a run's summaries, a week of a curve, of a series


def open_study(plan: StudyPlan) -> DesignRun:
    """Find or make the folder of a study, and see what is already there.

    Raises:
        SettingsError: when the folder holds something else.
        OSError: when it cannot be made.
    """
    wanted = identity(plan)
    folder, about = choose_study_folder(plan, wanted)
    store, design = FolderStore(folder), study_design(plan)
    warn_left_out(design)
    if about is not None and (wrong := study_violations(folder, about, wanted, plan.run.replicates)):
        if not plan.options.overwrite:
            raise SettingsError(wrong)
        store.take_away(everything=True)
        about = None
    if about is None:
        check_room(plan, folder)
        check_executor(plan.options)
        folder.mkdir(parents=True, exist_ok=True)
        about = first_manifest(plan, wanted, design)
        for name, base in zip(about["settings"], plan.bases, strict=True):
            write_text(folder / name, settings_text(base.configuration))
        write_design(folder, plan.design)
        write_manifest(folder, about)
    design = resume_design(design, about)
    if design.replicates != about["blocks"][-1]:
        write_manifest(folder, {**about, **cut_values(design), "runs": plan.runs, "command": list(plan.words)})
    return DesignRun(design, store, plan.options, plan.run.threads, frozenset(store.batches_done()))


def study_design(plan: StudyPlan) -> Design:
    """Return the design that a study is."""
    options = plan.options
    keep = Keep(weeks=tuple(options.full), single_precision=True, curves=tuple(options.curves))
    cost = max(seconds_a_run(base.settings) for base in plan.bases)
    points = max(1, int(runs_of_batch(plan.runs, cost) / plan.run.replicates))
    return Design(
        setups=tuple(
            Setup(base.settings, keep, worlds=worlds)
            for base, worlds in zip(plan.bases, worlds_of([base.configuration for base in plan.bases]), strict=True)
        ),
        points=tuple(plan.points()),
        blocks=(plan.run.replicates,),
        seed=plan.run.seed,
        cut=Cut(points),
        own_numbers=options.random_numbers is RandomNumbers.OWN,
        model=plan.model,
    )


def choose_study_folder(plan: StudyPlan, wanted: dict[str, Any]) -> tuple[Path, dict[str, Any] | None]:
    """Return the folder of a study, and the manifest already in it if any.

    Raises:
        SettingsError: when it holds something that is no study.
    """
    if plan.options.output is None:
        return next_study_folder(plan, wanted)
    folder = Path(plan.options.output).expanduser()
    about = read_manifest(folder)
    refuse_file(folder)
    if about is None and holds_something(folder):
        problem = message("{folder} already holds something", folder=folder)
        raise SettingsError([Violation("output", problem, message("another folder"))])
    return folder, about


def next_study_folder(plan: StudyPlan, wanted: dict[str, Any]) -> tuple[Path, dict[str, Any] | None]:
    """Return the first usual folder that holds the same study, with its manifest, or holds nothing."""
    name = re.sub(r"[^\w.-]+", "_", plan.bases[0].settings.name) or "run"
    for folder in free_names(f"{name}-sweep", overwrite=False):
        about = read_manifest(folder)
        if about is None and not holds_something(folder):
            return folder, None
        if about is not None and about.get("identity") == wanted and about["blocks"][-1] == plan.run.replicates:
            return folder, about
    raise AssertionError("there is always a next name")


def refuse_file(folder: Path) -> None:
    """Refuse a file where a folder is to be.

    Raises:
        SettingsError: when there is one.
    """
    if folder.exists() and not folder.is_dir():
        raise SettingsError([Violation("output", message("{folder} is a file", folder=folder), message("a folder"))])


def study_violations(folder: Path, about: dict[str, Any], wanted: dict[str, Any], replicates: int) -> list[Violation]:
    """Return why a folder that holds another study is refused: what differs."""
    return [*identity_violations(folder / "study.json", about.get("identity", {}), wanted, study=True),
            *replicate_violations(folder / "study.json", about.get("blocks"), replicates, study=True)]  # fmt: skip


def identity_violations(
    file: Path, before: dict[str, Any], wanted: dict[str, Any], study: bool = False
) -> Iterator[Violation]:
    """Yield what differs between what a folder holds and the request.

    Args:
        file: that says what the folder holds.
        before: the identity there.
        wanted: the identity of the request.
        study: whether the folder is that of a study.
    """
    origin = Origin("file", file)
    wrong: Sequence[tuple[str, str, str]] = differences(before, wanted)
    for path, there, now in wrong[:DIFFERENCES_SHOWN]:
        problem = not_the_same(now, there, study)
        yield Located(path, problem, message("the same, or another folder, or overwrite=true"), origin=origin)
    if len(wrong) > DIFFERENCES_SHOWN:
        yield Violation("output", message("{count} more differences", count=len(wrong) - DIFFERENCES_SHOWN))


def replicate_violations(
    file: Path, blocks: Sequence[int] | None, replicates: int, study: bool = False
) -> Iterator[Violation]:
    """Yield why a folder is refused that holds more replicates than the request."""
    if blocks and blocks[-1] > replicates:
        problem = not_the_same(replicates, blocks[-1], study)
        wanted = message("as many or more, or another folder, or overwrite=true")
        yield Located("replicates", problem, wanted, origin=Origin("file", file))


def not_the_same(after: object, before: object, study: bool) -> Message:
    """Return the text of one difference between a request and what is in a folder."""
    if study:
        return message("{after} is asked for, and the study there has {before}", after=after, before=before)
    return message("{after} is asked for, and the results there have {before}", after=after, before=before)


def check_room(plan: StudyPlan, folder: Path) -> None:
    """Refuse a study that the disk has no room for.

    Raises:
        SettingsError: when it would not fit.
    """
    there = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    free, needed = shutil.disk_usage(there).free, bytes_needed(plan)
    if needed > free:
        problem = message(
            "{needed} GB would be needed, {free} GB are free", needed=f"{needed / 1e9:.1f}", free=f"{free / 1e9:.1f}"
        )
        raise SettingsError([Violation("output", problem, message("fewer points, replicates, curves or full series"))])


def bytes_needed(plan: StudyPlan) -> int:
    """Return about how many bytes a study takes on the disk."""
    weeks = max(base.settings.weeks for base in plan.bases)
    curves = len(plan.design) * weeks * len(plan.options.curves) * CURVE_BYTES
    return plan.runs * RUN_BYTES + curves + plan.runs * weeks * len(plan.options.full) * WEEK_BYTES


def first_manifest(plan: StudyPlan, wanted: dict[str, Any], design: Design) -> dict[str, Any]:
    """Return the manifest of a study before it begins."""
    return {
        "command": list(plan.words),
        "uncertain": list(plan.uncertain),
        "identity": wanted,
        "runs": plan.runs,
        **cut_values(design),
        "settings": [f"settings_{rank}.yaml" for rank in range(1, len(plan.bases) + 1)],
        "choices": [dict(base.choices) for base in plan.bases],
        "outcomes": list(plan.outcomes),
        "quantiles": QUANTILES,
        "options": as_values(plan.options),
        "versions": {"python": platform.python_version()} | {name: version_of(name) for name in PACKAGES},
        "left_out": left_out_values(design),
        "sessions": [],
    }
