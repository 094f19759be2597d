"""Files that are there whole or not at all, whatever kills the process that writes them."""

import os
import socket
from pathlib import Path


def passing_path(path: Path) -> Path:
    """Return the path under which a file is written before it takes its own: no other machine or process uses it."""
    return path.with_name(f".{path.name}.{socket.gethostname()}.{os.getpid()}")


def settle(passing: Path, path: Path) -> None:
    """Give a file its own name, once its content is on the disk; then see that the name is there too."""
    sync(passing)
    put_in_place(passing, path)


def put_in_place(passing: Path, path: Path) -> None:
    """Give a file whose content is on the disk its own name, and see that the name is there too."""
    passing.replace(path)
    sync_folder(path.parent)


def sync(path: Path) -> None:
    """Wait until the content of a file is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can tell."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_text(path: Path, text: str) -> None:
    """Write a small file of text.

    Raises:
        OSError: when it cannot be written.
    """
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write a small file.

    Raises:
        OSError: when it cannot be written.
    """
    passing = passing_path(path)
    try:
        passing.write_bytes(content)
        settle(passing, path)
    except BaseException:
        passing.unlink(missing_ok=True)
        raise
