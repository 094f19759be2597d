"""The folder of a run, a comparison or an experiment: its deliverables, and beside them the parts of what is under way.

The parts are in ``.parts``, with a manifest that says what they are of. The same command goes on with a
folder whose ``.parts`` says that it is not finished; a finished one can be given more replicates.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from entente.config.output_folder import PARTS
from entente.config.run_settings import Run
from entente.results.deliverables import finish_publishing, read_run_manifest
from entente.results.folders import free_names
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.studies.design import Design
from entente.studies.executors import check_executor
from entente.studies.identity import differences
from entente.studies.left_out import warn_left_out
from entente.studies.options import Engine, ExecutorOptions
from entente.studies.runner import DesignRun, cut_values, resume_design
from entente.studies.store import STUDY_MANIFEST, FolderStore, MemoryStore, read_manifest, write_manifest
from entente.studies.study_folder import identity_violations, refuse_file, replicate_violations

try:
    import fcntl
except ImportError:  # where files cannot be locked, two commands in one folder do not know of each other
    fcntl = None  # type: ignore[assignment]

LOCK_FILE = "lock"
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
    """

    kind: str
    name: str
    identity: dict[str, Any]
    design: Design
    run: Run
    options: ExecutorOptions = field(default_factory=ExecutorOptions)
    may_have_more: bool = False
    reopen: Reopen | None = None

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
        (self.parts / STUDY_MANIFEST).unlink(missing_ok=True)  # first: without it, there is nothing to go on with
        shutil.rmtree(self.parts, ignore_errors=True)


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
    """Find or make the folder of a request, and lock it; one that stays empty is deleted at the end.

    Raises:
        SettingsError: when it holds something else, or another command is at work there.
        OSError: when it cannot be made.
    """
    check_executor(request.options)
    folder, about = choose_folder(request)
    warn_left_out(request.design)
    lock = None
    try:
        (folder / PARTS).mkdir(parents=True, exist_ok=True)
        lock = lock_folder(folder)
        if lock is None:
            raise SettingsError(
                [
                    Violation(
                        "output",
                        message("another command is at work in {folder}", folder=folder),
                        message("another folder"),
                    )
                ]
            )
        yield open_folder(request, folder, about)
    finally:
        if lock is not None:
            lock.close()
        if read_manifest(folder / PARTS) is None:
            shutil.rmtree(folder / PARTS, ignore_errors=True)
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def open_folder(request: DesignRequest, folder: Path, about: dict[str, Any] | None) -> DesignFolder:
    """Return a folder with what is under way in it, or begin anew there."""
    store = FolderStore(folder / PARTS, passing=request.kind == "run")
    if about is None:
        store.take_away(everything=True)
        write_manifest(store.folder, {"identity": request.whole_identity, **cut_values(request.design),
                                      "finished": False, "sessions": []})  # fmt: skip
        return DesignFolder(folder, DesignRun(request.design, store, request.options, request.run.threads), False)
    design = resume_design(request.design, about)
    finished = bool(about["finished"]) and design.blocks == tuple(about["blocks"])
    if finished:
        found = frozenset(store.batches_done())
        return DesignFolder(folder, DesignRun(design, store, request.options, request.run.threads, found), True)
    if store.manifest() is None and request.reopen is not None:
        store.take_away(everything=True)
        request.reopen(folder, DesignRun(design, store))
    about = {"sessions": [], **{name: one for name, one in about.items() if name != "file"}}
    write_manifest(store.folder, {**about, **cut_values(design), "finished": False})
    run = DesignRun(design, store, request.options, request.run.threads, frozenset(store.batches_done()))
    return DesignFolder(folder, run, False)


def choose_folder(request: DesignRequest) -> tuple[Path, dict[str, Any] | None]:
    """Return the folder to use, and the state written in it when the request goes on with that.

    Raises:
        SettingsError: when it holds something else.
    """
    if request.run.output is None:
        return next_folder(request)
    folder = Path(request.run.output).expanduser()
    about, overwrite = state_of(folder), request.run.overwrite
    if about is not None and (not overwrite or goes_on(request, about)):
        if wrong := folder_violations(request, folder, about):
            raise SettingsError(wrong)
        return folder, about
    refuse_file(folder)
    if not overwrite and folder.is_dir() and any(one.name != PARTS for one in folder.iterdir()):
        raise SettingsError([already_there(folder)])
    return folder, None


def next_folder(request: DesignRequest) -> tuple[Path, dict[str, Any] | None]:
    """Return the first usual folder with the same request under way and no command at work, or a new one."""
    overwrite = request.run.overwrite
    for folder in free_names(re.sub(r"[^\w.-]+", "_", request.name) or "run", overwrite):
        about = state_of(folder)
        if about is not None and goes_on(request, about) and not at_work(folder):
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
    if not at_work(folder):
        finish_publishing(folder)
    if (about := read_manifest(folder / PARTS)) is not None:
        return {**about, "file": folder / PARTS / STUDY_MANIFEST}
    about = read_run_manifest(folder)
    if about is None or "design" not in about:
        return None
    identity = {**about["design"]["identity"], "settings": about["settings"]}
    return {**about["design"], "identity": identity, "finished": not about["interrupted"],
            "file": folder / "manifest.json"}  # fmt: skip


def make_new(folder: Path) -> bool:
    """Make a folder; return False when it is there already."""
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        return False
    return True


def lock_folder(folder: Path) -> IO[bytes] | None:
    """Return the lock of a folder, which goes when it is closed or its process ends; None when others have it."""
    lock = (folder / PARTS / LOCK_FILE).open("ab")
    if fcntl is None:
        return lock
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    except OSError:  # a disk that knows no locks
        pass
    return lock


def at_work(folder: Path) -> bool:
    """Tell whether a command is at work in a folder."""
    if not (folder / PARTS / LOCK_FILE).exists():
        return False
    lock = lock_folder(folder)
    if lock is None:
        return True
    lock.close()
    return False
