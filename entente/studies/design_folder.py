"""The folder of a run, a comparison or an experiment: its deliverables, and beside them the parts of what is under way.

The parts are in ``.parts``, with a manifest that says what they are of. The same command goes on with a
folder whose ``.parts`` says that it is not finished; a finished one can be given more replicates.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from entente.config.output_folder import PARTS
from entente.config.run_settings import Run
from entente.results.checksums import DamagedError
from entente.results.deliverables import damaged_files, finish_publishing, read_run_manifest, sweep_unpublished
from entente.results.folder_lock import FolderInUseError, is_in_use, locked_folder
from entente.results.folders import free_names, holds_something
from entente.results.notices import notices
from entente.results.room import naming_the_folder, refuse_without_room
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.design import Design
from entente.studies.executors import check_executor
from entente.studies.identity import differences
from entente.studies.left_out import warn_left_out
from entente.studies.options import Engine, ExecutorOptions
from entente.studies.runner import DesignRun, forget_damaged, resume_design
from entente.studies.store import FolderStore, MemoryStore
from entente.studies.study_files import (
    CLEARING,
    SLURM,
    STUDY_MANIFEST,
    cut_values,
    drop_manifest,
    holds_study,
    new_manifest,
    read_manifest,
    take_away,
    write_manifest,
)
from entente.studies.study_folder import identity_violations, refuse_file, replicate_violations

Reopen = Callable[[Path, DesignRun], None]  # turns the deliverables of a folder into parts again


@dataclass(frozen=True)
class DesignRequest:
    """What a command asks for.

    Attributes:
        kind: ``run``, ``comparison``, ``patterns``, ``anchors``, ``levers`` or ``ablation``.
        name: of its folder under ``results/`` when none is stated.
        identity: all that decides its results but the number of replicates, as built-in values.
        design: what is run.
        run: where and how.
        options: what carries it out.
        may_have_more: whether a folder may hold more replicates than the request.
        reopen: turns deliverables into parts again, where the parts are not kept.
        bytes_needed: about how many bytes it takes on the disk; 0: not worth a look.
    """

    kind: str
    name: str
    identity: dict[str, Any]
    design: Design
    run: Run
    options: ExecutorOptions = field(default_factory=ExecutorOptions)
    may_have_more: bool = False
    reopen: Reopen | None = None
    bytes_needed: int = 0

    @property
    def whole_identity(self) -> dict[str, Any]:
        """Return the identity with the kind."""
        return {"kind": self.kind, **self.identity}


@dataclass
class DesignFolder:
    """A folder that one command has for itself, with what is under way in it.

    Attributes:
        folder: that of the deliverables.
        run: the design on its way to its end.
        finished: whether nothing is left to do, deliverables included.
    """

    folder: Path
    run: DesignRun
    finished: bool

    @property
    def parts(self) -> Path:
        """Return the folder of the parts."""
        return self.folder / PARTS

    @property
    def sessions(self) -> list[dict[str, Any]]:
        """Return the sessions in which what is there was done."""
        return list((read_manifest(self.parts) or {}).get("sessions", []))

    def write_state(self, *, finished: bool) -> None:
        """Write whether all is done, and in which blocks replicates were requested."""
        about = read_manifest(self.parts) or {}
        write_manifest(self.parts, {**about, **cut_values(self.run.design), "finished": finished})

    def drop_parts(self) -> None:
        """Delete the parts: the deliverables hold all that is in them."""
        drop_manifest(self.parts)
        shutil.rmtree(self.parts, ignore_errors=True)

    def drop_if_nothing_is_done(self) -> None:
        """Delete the parts when no batch is done, unless jobs of a cluster are at work on them."""
        if not self.run.store.batches_done() and not (self.parts / SLURM).is_dir():
            self.drop_parts()


def memory_run(request: DesignRequest) -> DesignRun:
    """Return the design on its way to its end, in memory.

    Raises:
        SettingsError: when the executor cannot be used, or needs a folder.
    """
    check_executor(request.options)
    if request.options.engine is Engine.SLURM:
        raise SettingsError([Violation("engine", message("slurm needs a folder"), "output=FOLDER")])
    warn_left_out(request.design)
    return DesignRun(request.design, MemoryStore(), request.options, request.run.threads)


@contextmanager
def design_folder(request: DesignRequest) -> Iterator[DesignFolder]:
    """Find or make the folder of a request, and have it for oneself; one that stays empty is deleted at the end.

    Raises:
        SettingsError: when it holds something else, or another command is at work there.
        OSError: when it cannot be made or written to.
    """
    check_executor(request.options)
    with ExitStack() as stack:
        folder = claim_folder(request, stack)
        stack.enter_context(naming_the_folder(folder, request.bytes_needed))
        stack.callback(drop_what_is_empty, folder)
        warn_left_out(request.design)
        _, about = choose_folder(request) if request.run.output is not None else (folder, state_of(folder))
        place = open_folder(request, folder, about)
        try:
            yield place
        finally:
            if not place.finished:
                place.drop_if_nothing_is_done()


def clear_study(folder: Path, store: FolderStore) -> None:
    """Take away the study that is overwritten in a folder, where the manifest of the parts says that there is one."""
    about = store.manifest() or {}
    if about.pop(CLEARING, False):
        take_away(folder, everything=True)
        write_manifest(store.folder, about)


def claim_folder(request: DesignRequest, stack: ExitStack) -> Path:
    """Find or make the folder of a request, and lock it for as long as the stack lasts.

    Raises:
        SettingsError: when it holds something else, or another command is at work there.
        OSError: when it cannot be made.
    """
    while True:
        folder, _ = choose_folder(request)
        try:
            stack.enter_context(locked_folder(folder))
        except FolderInUseError:
            if request.run.output is not None:
                raise
            continue  # somebody was faster: the next one
        return folder


def drop_what_is_empty(folder: Path) -> None:
    """Delete the folder of parts that nothing was begun in."""
    if not (folder / PARTS / STUDY_MANIFEST).is_file():
        shutil.rmtree(folder / PARTS, ignore_errors=True)


def open_folder(request: DesignRequest, folder: Path, about: dict[str, Any] | None) -> DesignFolder:
    """Return a folder with what is under way in it, or begin anew there."""
    sweep_unpublished(folder)
    store = FolderStore(folder / PARTS, passing=request.kind == "run")
    if about is None or are_results_damaged(folder, store):
        return DesignFolder(folder, begin_design(request, folder, store), False)
    design = resume_design(request.design, about)
    finished = bool(about["finished"]) and design.blocks == tuple(about["blocks"])
    damaged = store.manifest() is not None and forget_damaged(store, design)
    if not finished or damaged:
        reopen_design(request, folder, DesignRun(design, store), about)
    found = frozenset(store.batches_done())
    run = DesignRun(design, store, request.options, request.run.threads, found)
    return DesignFolder(folder, run, finished and not damaged)


def are_results_damaged(folder: Path, store: FolderStore) -> bool:
    """Tell whether tables that a run left, without any part, are missing or damaged, and name them."""
    wrong = damaged_files(folder) if store.manifest() is None else []
    if wrong:
        names = ", ".join(str(one) for one in wrong)
        notices.warning(message("missing or damaged, and run again: {files}", files=names))
    return bool(wrong)


def begin_design(request: DesignRequest, folder: Path, store: FolderStore) -> DesignRun:
    """Begin a design in a folder.

    Raises:
        SettingsError: when there is no room.
    """
    refuse_without_room(folder, request.bytes_needed, message("fewer replicates, or another folder"))
    take_away(store.folder, everything=True)
    store.folder.mkdir(exist_ok=True)
    begun = {**new_manifest(request.whole_identity, request.design), "finished": False}
    write_manifest(store.folder, {**begun, CLEARING: True} if holds_study(folder) else begun)
    clear_study(folder, store)
    return DesignRun(request.design, store, request.options, request.run.threads)


def reopen_design(request: DesignRequest, folder: Path, run: DesignRun, about: dict[str, Any]) -> None:
    """Write that a design goes on; where its parts were not kept, turn what it left into parts again first."""
    store = run.store
    assert isinstance(store, FolderStore)
    if store.manifest() is None:
        store.folder.mkdir(exist_ok=True)
        kept = {name: one for name, one in about.items() if name in ("identity", "blocks", "cut", "sessions")}
        write_manifest(
            store.folder, {**new_manifest(kept["identity"], run.design), **kept, "finished": False, "reopening": True}
        )
    clear_study(folder, store)
    state = store.manifest() or {}
    if state.pop("reopening", False) and request.reopen is not None:
        request.reopen(folder, run)
    write_manifest(store.folder, {**state, **cut_values(run.design), "finished": False})


def choose_folder(request: DesignRequest) -> tuple[Path, dict[str, Any] | None]:
    """Return the folder to use, and the state written in it when the request goes on with that.

    Raises:
        SettingsError: when it holds something else.
    """
    if request.run.output is None:
        return next_folder(request)
    folder = Path(request.run.output).expanduser()
    overwrite = request.run.overwrite
    about = readable_state(folder) if overwrite else state_of(folder)
    if about is not None and (not overwrite or goes_on(request, about)):
        if wrong := folder_violations(request, folder, about):
            raise SettingsError(wrong)
        return folder, about
    refuse_file(folder)
    if not overwrite and holds_something(folder):
        raise SettingsError([already_there(folder)])
    return folder, None


def next_folder(request: DesignRequest) -> tuple[Path, dict[str, Any] | None]:
    """Return the first usual folder with the same request under way and no command at work, or a new one."""
    overwrite = request.run.overwrite
    for folder in free_names(re.sub(r"[^\w.-]+", "_", request.name) or "run", overwrite):
        about = readable_state(folder)
        if about is not None and goes_on(request, about) and not is_in_use(folder):
            return folder, about
        if overwrite or make_new(folder):
            return folder, None
    raise AssertionError("there is always a next name")


def already_there(folder: Path) -> Violation:
    """Return the refusal of a folder that holds something else."""
    return Violation(
        "output",
        message("{folder} already holds something", folder=folder),
        message("another folder, or overwrite=true"),
    )


def goes_on(request: DesignRequest, about: dict[str, Any]) -> bool:
    """Tell whether what is in a folder is that of the request, and not finished."""
    return not about["finished"] and not differences(about["identity"], request.whole_identity) and (
        request.may_have_more or about["blocks"][-1] <= request.design.replicates
    )  # fmt: skip


def folder_violations(request: DesignRequest, folder: Path, about: dict[str, Any]) -> list[Violation]:
    """Return why what is in a folder cannot be gone on with."""
    if about["identity"].get("kind") != request.kind:
        return [already_there(folder)]
    file = about["file"]
    wrong = list(identity_violations(file, about["identity"], request.whole_identity))
    if not request.may_have_more:
        wrong += replicate_violations(file, about["blocks"], request.design.replicates)
    return [already_there(folder), *wrong] if wrong else []


def state_of(folder: Path) -> dict[str, Any] | None:
    """Return the state written in a folder, under way or finished, or None when it is not one of ours."""
    if not folder.is_dir():
        return None
    finish_publishing(folder)
    if (about := read_manifest(folder / PARTS)) is not None:
        return {**about, "file": folder / PARTS / STUDY_MANIFEST}
    about = read_run_manifest(folder)
    if about is None or "design" not in about:
        return None
    identity = {**about["design"]["identity"], "settings": about["settings"]}
    return {**about["design"], "identity": identity, "finished": not about["interrupted"],
            "file": folder / "manifest.json"}  # fmt: skip


def readable_state(folder: Path) -> dict[str, Any] | None:
    """Return the state written in a folder, or None when there is none, or none that can be relied upon."""
    try:
        return state_of(folder)
    except DamagedError:
        return None


def make_new(folder: Path) -> bool:
    """Make a folder; return False when it is there already."""
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        return False
    return True
