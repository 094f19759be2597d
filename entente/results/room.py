"""The room on the disk: looked at before anything is written, and named when it runs out."""

import errno
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from entente.i18n.system_errors import NoRoomError
from entente.sim.validation.messages import Message, message
from entente.sim.validation.validate import SettingsError, Violation

_AROUND = 200_000  # bytes that manifests, settings, checksums and figures take beside tables
_ERRNO = re.compile(r"errno (\d+)", re.IGNORECASE)


def room_in(folder: Path) -> int:
    """Return how many bytes are free where a folder is, or will be."""
    there = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    return shutil.disk_usage(there).free


def size_text(size: float) -> Message:
    """Return a size on the disk, in the unit in which it is a whole number of three digits or so."""
    if size < 1e7:
        return message("{count} kB", count=max(1, round(size / 1e3)))
    if size < 1e10:
        return message("{count} MB", count=round(size / 1e6))
    return message("{count} GB", count=round(size / 1e9))


def refuse_without_room(folder: Path, needed: float, wanted: Message) -> None:
    """Refuse what the disk has no room for.

    Raises:
        SettingsError: when it would not fit.
    """
    free, needed = room_in(folder), needed + _AROUND
    if needed > free:
        problem = message(
            "{needed} would be needed in {folder}, {free} are free",
            needed=size_text(needed), folder=folder, free=size_text(free),
        )  # fmt: skip
        raise SettingsError([Violation("output", problem, wanted)])


@contextmanager
def naming_the_folder(folder: Path, needed: float | None = None) -> Iterator[None]:
    """Have errors of the system name a folder when they name no file, and say how much room is left and needed.

    Raises:
        OSError: as what is inside raises it.
    """
    try:
        yield
    except OSError as error:
        if isinstance(error, NoRoomError | BrokenPipeError):
            raise
        found = _ERRNO.search(str(error))
        number = error.errno or (int(found[1]) if found else None)
        if number == errno.ENOSPC:
            free = 0
            with suppress(OSError):
                free = room_in(folder)
            raise NoRoomError(folder, size_text(free), size_text(needed + _AROUND) if needed else None) from error
        if error.filename is None and number is not None:
            raise OSError(number, error.strerror or str(error), str(folder)) from error
        raise
