"""What a process takes from where it is started, and its streams: nothing there runs code or commands a terminal."""

import logging
import os
import sys
from typing import Any

from entente.i18n.plain_text import plain_text
from entente.terminal.encodings import PLAIN


class PlainStream:
    """A stream to which only text is written: what a scenario holds gives no orders to a terminal."""

    def __init__(self, stream: Any) -> None:
        """Write to another stream."""
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text; a carriage return stays at its ends, where a progress bar has it."""
        if not text.isprintable():
            inner = text.strip("\r\n")
            before, after = text[: len(text) - len(text.lstrip("\r\n"))], text[len(text.rstrip("\r\n")) :]
            text = before + plain_text(inner).replace("\r", " ") + after if inner else text
        return int(self.stream.write(text))

    def __getattr__(self, name: str) -> Any:
        """Return whatever else the stream has."""
        return getattr(self.stream, name)


def prepare_process() -> None:
    """Make this process, and those that it starts, independent of the folder and the notebook it is started from."""
    os.environ.pop("MPLBACKEND", None)  # a notebook's: figures are files here
    os.environ["PYTHONSAFEPATH"] = "1"
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # that its own folder cannot be written to costs nothing
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=PLAIN)  # what a terminal lacks, such as accents, takes a plain form
        if stream is not None and not isinstance(stream, PlainStream):
            setattr(sys, name, PlainStream(stream))
