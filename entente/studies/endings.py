"""What ends a command from outside: Ctrl-C, a shutdown or a scheduler (SIGTERM), a window that closes (SIGHUP)."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

ENDINGS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_heard: list[int] = []


def heard_signal() -> int | None:
    """Return the number of the signal that ended this command, or None."""
    return _heard[0] if _heard else None


def has_to_go() -> bool:
    """Tell whether this process has to end while what works elsewhere may go on: for anything but Ctrl-C."""
    return heard_signal() in ENDINGS


def note_signal(number: int) -> None:
    """Note which signal came, the first one."""
    if not _heard:
        _heard.append(number)


@contextmanager
def endings_heard(hear: Callable[[int, FrameType | None], None], numbers: tuple[int, ...]) -> Iterator[None]:
    """Call a function at these signals, unless they are ignored (``nohup``); only the main thread can."""
    before = {}
    if threading.current_thread() is threading.main_thread():
        before = {one: signal.getsignal(one) for one in numbers}
        before = {one: what for one, what in before.items() if what not in (signal.SIG_IGN, None)}
        for one in before:
            signal.signal(one, hear)
    try:
        yield
    finally:
        for one, what in before.items():
            signal.signal(one, what)


@contextmanager
def stopped_by_endings() -> Iterator[None]:
    """Have SIGTERM and SIGHUP stop what is inside as Ctrl-C does."""
    _heard.clear()

    def hear(number: int, _: FrameType | None) -> None:
        note_signal(number)
        raise KeyboardInterrupt

    with endings_heard(hear, ENDINGS):
        yield
