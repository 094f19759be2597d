"""Progress that does not scroll, and endings, such as Ctrl-C, that never cut a file in two."""

import signal
import sys
from contextlib import ExitStack
from typing import Any, Self

from entente.i18n import number, say
from entente.studies.endings import ENDINGS, endings_heard, note_signal
from entente.terminal.layout import terminal_width

BAR = "{percentage:3.0f}% |{bar:30}| {n_fmt}/{total_fmt} [{elapsed}<{remaining}]"


class Progress:
    """A bar on a terminal; elsewhere one line each time another quarter is done."""

    def __init__(self, total: int, language: str) -> None:
        """Begin at zero of ``total`` replicates."""
        self.total, self.done, self.language = total, 0, language
        self.bar: Any = None
        if sys.stderr.isatty():
            from tqdm import tqdm

            width = min(terminal_width(), 100)

            self.bar = tqdm(total=total, file=sys.stderr, leave=False, ncols=width, bar_format=BAR)

    def advance(self, count: int, failed: int = 0) -> None:
        """Count some more replicates, and how many of them failed."""
        before, self.done = self.done, self.done + count
        if self.bar is not None:
            self.bar.update(count)
        elif 4 * before // self.total < 4 * self.done // self.total:
            done, total = (number(one, self.language, 0) for one in (self.done, self.total))
            text = say("{done} of {total} replicates done", self.language, done=done, total=total)
            print(text, file=sys.stderr, flush=True)

    def close(self) -> None:
        """Take the bar away."""
        if self.bar is not None:
            self.bar.close()


class Interruption:
    """Hears Ctrl-C, SIGTERM and SIGHUP: at once while waiting, and only after a write that must not be cut in two."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self.heard = self.holding = False
        self.listening = ExitStack()

    def __enter__(self) -> Self:
        """Begin to listen; only the main thread can."""
        self.listening.enter_context(endings_heard(self.hear, (signal.SIGINT, *ENDINGS)))
        return self

    def __exit__(self, *_: object) -> None:
        """Give the signals back."""
        self.listening.close()

    def hear(self, number: int, *_: object) -> None:
        """Break off the wait, or remember to do so after the write."""
        self.heard = True
        note_signal(number)
        if not self.holding:
            raise KeyboardInterrupt
