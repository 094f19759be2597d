"""What the operating system refuses, in words for those who keep their results on it."""

import errno

from entente.sim.validation.messages import message

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
    return REASONS.get(error.errno or 0) or error.strerror or str(error)
