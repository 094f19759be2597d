"""Checksums of what commands leave: as ``b2sum`` computes them, so that anybody can check a folder without Entente."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from entente.sim.validation.messages import Message, message
from entente.sim.validation.validate import SettingsError, Violation

SUM = "sum"  # in a manifest: the checksum of all the rest of it


class DamagedError(SettingsError):
    """Files are not what was written, and nothing can be said of what they hold."""


def damage(files: Iterable[Path], remedy: Message) -> DamagedError:
    """Return the error of files that are missing, or not what was written."""
    return DamagedError([Violation(str(path), damage_of(path), remedy) for path in files])


def damage_of(path: Path) -> Message:
    """Return what is wrong with a file that is not what was written."""
    if path.exists():
        return message("it is not what was written: damaged, or saved again by another program")
    return message("it is missing")


def digest_of(content: bytes) -> str:
    """Return the checksum of some bytes."""
    return hashlib.blake2b(content).hexdigest()


def file_digest(path: Path) -> str:
    """Return the checksum of a file; it reads about a gigabyte a second.

    Raises:
        OSError: when it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()


def is_whole(path: Path, digests: Iterable[str]) -> bool:
    """Tell whether a file is there and has one of these checksums."""
    try:
        return file_digest(path) in digests
    except FileNotFoundError:
        return False


def sum_lines(digests: Mapping[str, Iterable[str]]) -> str:
    """Return what ``b2sum --check`` reads: a line for each checksum, and the file that has it."""
    return "".join(f"{one}  {name}\n" for name, each in digests.items() for one in each)


def read_sums(path: Path) -> dict[str, list[str]]:
    """Return the checksums that a file lists, by file; nothing when it is not there."""
    found: dict[str, list[str]] = {}
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return found
    for line in lines:
        digest, _, name = line.partition("  ")
        found.setdefault(name, []).append(digest)
    return found


def with_sum(about: Mapping[str, Any]) -> dict[str, Any]:
    """Return a manifest as it is written: built-in values, and the checksum of them all."""
    values = json.loads(json.dumps({name: one for name, one in about.items() if name != SUM}))
    return {**values, SUM: values_digest(values)}


def values_digest(values: Mapping[str, Any]) -> str:
    """Return the checksum of built-in values, whatever the order of their names."""
    return digest_of(json.dumps(values, sort_keys=True).encode())


def read_checked(path: Path) -> dict[str, Any] | None:
    """Return a manifest without its checksum; None when there is no file. Those of former versions have no checksum.

    Raises:
        DamagedError: when it cannot be read, or is not what was written.
    """
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (ValueError, OSError):
        found = None
    if isinstance(found, dict):
        written = found.pop(SUM, None)
        if written is None or written == values_digest(found):
            return found
    raise damage([path], message("a copy kept elsewhere; or overwrite=true, which begins anew"))
