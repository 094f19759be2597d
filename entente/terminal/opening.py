"""A figure or a page, opened in the program that the system has for it."""

import os
import sys
import webbrowser
from pathlib import Path

from entente.i18n import say


def open_file(path: Path, language: str) -> None:
    """Open a file, and say where it is when nothing here can show it."""
    try:
        opened = has_display() and open_in_viewer(path.resolve())
    except OSError:
        opened = False
    if not opened:
        print(say("Nothing here can show it; to be opened elsewhere: {path}", language, path=path), file=sys.stderr)


def has_display() -> bool:
    """Tell whether windows can be opened: without a display, a browser would take over the terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def open_in_viewer(path: Path) -> bool:
    """Open a file, and tell whether a program took it."""
    if sys.platform == "win32":
        os.startfile(path)
        return True
    return webbrowser.open(path.as_uri())
