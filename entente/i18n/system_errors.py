"""What the operating system refuses, in words for those who keep their results on it."""

import errno
from pathlib import Path

from entente.sim.validation.messages import Message, message

REASONS = {
    errno.ENOENT: message("no such file or folder"),
    errno.EACCES: message("permission denied"),
    errno.EPERM: message("permission denied"),
    errno.EISDIR: message("it is a folder"),
    errno.ENOTDIR: message("a file stands where a folder is needed"),
    errno.ENOSPC: message("no space left on the disk"),
    errno.EROFS: message("the disk cannot be written to"),
}


def reason_of(error: OSError) -> str:
    """Return why the operating system refuses something: a message to translate, or its own words."""
    if isinstance(error, NoRoomError) and error.needed is not None:
        return message("no space left on the disk: {free} are free, about {needed} are needed",
                       free=error.free, needed=error.needed)  # fmt: skip
    return REASONS.get(error.errno or 0) or error.strerror or str(error)


class NoRoomError(OSError):
    """The disk is full where results go; what was done before is kept."""

    def __init__(self, folder: Path, free: Message, needed: Message | None) -> None:
        """Say where, how much is free, and how much is needed where that is known."""
        super().__init__(errno.ENOSPC, "no space left on the disk", str(folder))
        self.free, self.needed = free, needed
