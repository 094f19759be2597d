"""The exit codes of the command: 0 is done, and these three."""

FAILED = 1  # something was not to be had: the disk, the system, every run of a study
WRONG = 2  # the request is refused
INTERRUPTED = 130  # Ctrl-C, as shells count it
