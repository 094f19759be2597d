"""The folder of a study: found or made, refused when it holds something else, with what is left to do."""

import platform
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from entente.config.problems import Located, Origin
from entente.results.checksums import DamagedError, digest_of, is_whole
from entente.results.files import write_bytes
from entente.results.folder_lock import FolderInUseError, is_in_use, locked_folder
from entente.results.folders import free_names, holds_something
from entente.results.keep import Keep
from entente.results.manifest import PACKAGES, settings_text
from entente.results.notices import notices
from entente.results.room import naming_the_folder, refuse_without_room
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
from entente.studies.runner import DesignRun, forget_damaged, resume_design
from entente.studies.store import FolderStore
from entente.studies.study_files import (
    ALL_DONE,
    CLEARING,
    DESIGN,
    SLURM,
    cut_values,
    design_bytes,
    holds_study,
    new_manifest,
    read_manifest,
    remove_leftovers,
    restore_manifest,
    take_away,
    write_manifest,
)

DIFFERENCES_SHOWN = 8  # differences shown when a folder holds another study
RUN_BYTES, CURVE_BYTES, WEEK_BYTES = 130, 11, 3  # on the disk: a run's summaries, a week of a curve, of a series


@contextmanager
def study_run(plan: StudyPlan) -> Iterator[DesignRun]:
    """Find or make the folder of a study, have it for oneself, and see what is already there.

    Raises:
        SettingsError: when the folder holds something else, or another command is at work there.
        OSError: when it cannot be made or written to.
    """
    wanted = identity(plan)
    with ExitStack() as stack:
        for folder in folders_to_try(plan, wanted):
            try:
                stack.enter_context(locked_folder(folder))
            except FolderInUseError:
                if plan.options.output is not None or same_study(folder, wanted):
                    raise
                continue
            if plan.options.output is not None or suits(plan, folder, wanted):
                break
            stack.close()
        with naming_the_folder(folder, bytes_needed(plan)):
            yield open_in(plan, folder, wanted)


def open_in(plan: StudyPlan, folder: Path, wanted: dict[str, Any]) -> DesignRun:
    """Begin a study in a folder, or go on with the one there.

    Its manifest is written first: from then on, the same command goes on with whatever is there.

    Raises:
        SettingsError: when another study is there.
    """
    about, design = manifest_in(plan, folder), study_design(plan)
    warn_left_out(design)
    restore_manifest(folder, about)
    if not (folder / SLURM).is_dir():  # where jobs may be writing
        take_away(folder)
    if about is None or study_violations(folder, about, wanted, plan.run.replicates):
        about = begin_study(plan, folder, wanted, design)
    if about.get(CLEARING):
        remove_leftovers(folder)
        about = {name: one for name, one in about.items() if name != CLEARING}
        write_manifest(folder, about)
    about = restore_inputs(plan, folder, about)
    design = resume_design(design, about)
    if design.replicates != about["blocks"][-1]:
        more = {"runs": plan.runs, "command": list(plan.words), ALL_DONE: False}
        write_manifest(folder, {**about, **cut_values(design), **more})
    store = FolderStore(folder)
    forget_damaged(store, design)
    return DesignRun(design, store, plan.options, plan.run.threads, frozenset(store.batches_done()))


def begin_study(plan: StudyPlan, folder: Path, wanted: dict[str, Any], design: Design) -> dict[str, Any]:
    """Write the manifest of a study that begins, in place of that of another one which may be overwritten.

    Raises:
        SettingsError: when another study is there, or there is no room.
    """
    about = manifest_in(plan, folder)
    if about is not None and not plan.options.overwrite:
        raise SettingsError(study_violations(folder, about, wanted, plan.run.replicates))
    refuse_without_room(folder, bytes_needed(plan), message("fewer points, replicates, curves or full series"))
    check_executor(plan.options)
    begun = first_manifest(plan, wanted, design) | ({CLEARING: True} if holds_study(folder) else {})
    write_manifest(folder, begun)
    return begun


def manifest_in(plan: StudyPlan, folder: Path) -> dict[str, Any] | None:
    """Return the manifest in a folder, or None when it holds none.

    Raises:
        DamagedError: when it is damaged, unless it may be overwritten.
    """
    try:
        return read_manifest(folder)
    except DamagedError:
        if not plan.options.overwrite:
            raise
        return None


def restore_inputs(plan: StudyPlan, folder: Path, about: dict[str, Any]) -> dict[str, Any]:
    """Write the points and the settings where they are not there yet, or damaged; return the manifest."""
    known, inputs = dict(about.get("inputs", {})), inputs_of(plan)
    missing = {name for name in inputs if not (folder / name).is_file()}
    damaged = {name for name in known.keys() & inputs.keys() - missing if not is_whole(folder / name, [known[name]])}
    if damaged:
        files = ", ".join(str(folder / name) for name in sorted(damaged))
        notices.warning(message("damaged, and written again: {files}", files=files))
    changed = {name: digest_of(inputs[name]) for name in missing | damaged}
    if known and any(known.get(name) != one for name, one in changed.items()):
        about = {**about, "inputs": {**known, **changed}}
        write_manifest(folder, about)
    for name in changed:
        write_bytes(folder / name, inputs[name])
    return about


def inputs_of(plan: StudyPlan) -> dict[str, bytes]:
    """Return what a study leaves before it begins, by name of file: its points, and the settings they are placed on."""
    settings = {f"settings_{rank}.yaml": settings_text(base.configuration).encode()
                for rank, base in enumerate(plan.bases, start=1)}  # fmt: skip
    return {DESIGN: design_bytes(plan.design), **settings}


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


def folders_to_try(plan: StudyPlan, wanted: dict[str, Any]) -> Iterator[Path]:
    """Yield the folder that is stated, or those usual ones that hold the same study, or nothing.

    Raises:
        SettingsError: when the one stated holds something else.
    """
    if plan.options.output is not None:
        yield stated_study_folder(plan, Path(plan.options.output).expanduser(), wanted)
        return
    name = re.sub(r"[^\w.-]+", "_", plan.bases[0].settings.name) or "run"
    yield from (folder for folder in free_names(f"{name}-sweep", overwrite=False) if suits(plan, folder, wanted))


def stated_study_folder(plan: StudyPlan, folder: Path, wanted: dict[str, Any]) -> Path:
    """Return the folder that is stated for a study.

    Raises:
        SettingsError: when it holds something that is no study, or another one that may not be overwritten.
    """
    refuse_file(folder)
    if holds_something(folder) and not holds_study(folder):
        problem = message("{folder} already holds something", folder=folder)
        raise SettingsError([Violation("output", problem, message("another folder"))])
    about = None if is_in_use(folder) else manifest_in(plan, folder)
    wrong = study_violations(folder, about, wanted, plan.run.replicates) if about is not None else []
    if wrong and not plan.options.overwrite:
        raise SettingsError(wrong)
    return folder


def suits(plan: StudyPlan, folder: Path, wanted: dict[str, Any]) -> bool:
    """Tell whether a usual folder holds the same study, or nothing."""
    if holds_study(folder):
        about = read_manifest(folder)
        return about is not None and about["identity"] == wanted and about["blocks"][-1] == plan.run.replicates
    return not holds_something(folder)


def same_study(folder: Path, wanted: dict[str, Any]) -> bool:
    """Tell whether a folder holds a study of this identity."""
    about = read_manifest(folder)
    return about is not None and about["identity"] == wanted


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
        problem = another_version(now, there) if path.startswith("versions.") else not_the_same(now, there, study)
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


def another_version(after: object, before: object) -> Message:
    """Return the text of a version that what is in a folder was made with, and is another here."""
    return message("the results there were made with another version ({before}; here {after})", after=after,
                   before=before)  # fmt: skip


def not_the_same(after: object, before: object, study: bool) -> Message:
    """Return the text of one difference between a request and what is in a folder."""
    if study:
        return message("{after} is asked for, and the study there has {before}", after=after, before=before)
    return message("{after} is asked for, and the results there have {before}", after=after, before=before)


def bytes_needed(plan: StudyPlan) -> int:
    """Return about how many bytes a study takes on the disk."""
    weeks = max(base.settings.weeks for base in plan.bases)
    curves = len(plan.design) * weeks * len(plan.options.curves) * CURVE_BYTES
    return plan.runs * RUN_BYTES + curves + plan.runs * weeks * len(plan.options.full) * WEEK_BYTES


def first_manifest(plan: StudyPlan, wanted: dict[str, Any], design: Design) -> dict[str, Any]:
    """Return the manifest of a study before it begins."""
    inputs = inputs_of(plan)
    return {
        "command": list(plan.words),
        "uncertain": list(plan.uncertain),
        **new_manifest(wanted, design),
        "runs": plan.runs,
        "settings": [name for name in inputs if name != DESIGN],
        "inputs": {name: digest_of(content) for name, content in inputs.items()},
        "choices": [dict(base.choices) for base in plan.bases],
        "outcomes": list(plan.outcomes),
        "quantiles": QUANTILES,
        "options": as_values(plan.options),
        "versions": {"python": platform.python_version()} | {name: version_of(name) for name in PACKAGES},
        "left_out": left_out_values(design),
    }
