"""One command at a time in a folder: a lock that goes when its process ends, and says who holds it."""

import json
import os
import shlex
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation

try:
    import fcntl
except ImportError:  # where files cannot be locked, two commands in one folder do not know of each other
    fcntl = None  # type: ignore[assignment]

LOCK_FILE = ".lock"
_TRIES, _PAUSE = 5, 0.05  # another command may look for a moment whether the folder is in use
_MINE: dict[Path, tuple[int, int]] = {}  # folders held by this process: the thread that has each, and how many times


class FolderInUseError(SettingsError):
    """Another command is at work in a folder."""


@contextmanager
def locked_folder(folder: Path) -> Iterator[None]:
    """Have a folder for oneself; it is made if need be, and deleted if it stays empty. Who has it has it again.

    Raises:
        FolderInUseError: when another command is at work there: it says which.
        OSError: when the folder cannot be made or written to.
    """
    key, thread = folder.expanduser().absolute(), threading.get_ident()
    owner, times = _MINE.get(key, (thread, 0))
    if owner != thread:
        raise in_use(folder)
    made = not key.exists()
    lock = None if times else acquire(key)
    if not times and lock is None:
        raise in_use(folder)
    _MINE[key] = thread, times + 1
    try:
        yield
    finally:
        _MINE[key] = thread, times
        if lock is not None:
            del _MINE[key]
            (key / LOCK_FILE).unlink(missing_ok=True)  # while it is held: nobody can have it in between
            lock.close()
            if made:
                with suppress(OSError):  # it is not empty
                    key.rmdir()


def is_in_use(folder: Path) -> bool:
    """Tell whether another command is at work in a folder."""
    key = folder.expanduser().absolute()
    if key in _MINE:
        return _MINE[key][0] != threading.get_ident()
    try:
        with (key / LOCK_FILE).open("rb") as file:
            return not take(file)
    except OSError:
        return False


def acquire(folder: Path) -> IO[bytes] | None:
    """Return the lock of a folder with the name of this process in it; None when others have it."""
    path = folder / LOCK_FILE
    for _ in range(_TRIES):
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # who had it took the empty folder away in between
            lock = path.open("a+b")
            if take(lock) and is_same(lock, path):
                with suppress(OSError):  # a full disk
                    lock.truncate(0)
                    lock.write(json.dumps(this_process(), ensure_ascii=False).encode())
                    lock.flush()
                return lock
            lock.close()
        time.sleep(_PAUSE)
    return None


def take(lock: IO[bytes]) -> bool:
    """Lock a file if nobody else has; on a disk that knows no locks, unless who is named in it is still there."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        lock.seek(0)
        return not is_alive(holder_in(lock.read()))
    return True


def is_same(lock: IO[bytes], path: Path) -> bool:
    """Tell whether a file that is open is still the one of that name."""
    try:
        return os.path.samestat(os.fstat(lock.fileno()), path.stat())
    except FileNotFoundError:
        return False


def this_process() -> dict[str, Any]:
    """Return what a lock says of who holds it."""
    words = [Path(sys.argv[0]).name if sys.argv else "", *sys.argv[1:]]
    words[0] = "entente" if words[0] == "__main__.py" else words[0]
    since = datetime.now(UTC).isoformat(timespec="seconds")
    return {"process": os.getpid(), "machine": socket.gethostname(), "command": shlex.join(words), "since": since}


def holder_in(content: bytes) -> dict[str, Any]:
    """Return what a lock says, or nothing when it cannot be read."""
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) and found.keys() >= {"process", "machine", "command", "since"} else {}


def is_alive(holder: dict[str, Any]) -> bool:
    """Tell whether the process named in a lock is another one of this machine, and still there."""
    process = holder.get("process")
    if holder.get("machine") != socket.gethostname() or process == os.getpid() or not isinstance(process, int):
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def in_use(folder: Path) -> FolderInUseError:
    """Return the refusal of a folder in which another command is at work, by the name of who holds it."""
    try:
        holder = holder_in((folder / LOCK_FILE).read_bytes())
    except OSError:
        holder = {}
    problem = message("another command is at work in {folder}", folder=folder)
    if holder:
        problem = message(
            "another command is at work in {folder}: {command} (process {process} on {machine}, since {since})",
            folder=folder,
            **holder,
        )
    return FolderInUseError([Violation("output", problem, message("another folder, or wait until it has ended"))])
