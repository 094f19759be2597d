"""The notices of results and studies, as the terminal shows them."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from entente.i18n import say, translate
from entente.results.notices import notices


class NoticesHandler(logging.Handler):
    """Prints each notice on a line of its own, and counts those that are errors."""

    def __init__(self, language: str) -> None:
        """Begin with none."""
        super().__init__()
        self.language, self.errors = language, 0

    def emit(self, record: logging.LogRecord) -> None:
        """Print one."""
        self.errors += record.levelno >= logging.ERROR
        text = translate(record.msg, self.language)
        print(say("entente: {text}", self.language, text=text), file=sys.stderr, flush=True)


@contextmanager
def notices_in_terminal(language: str) -> Iterator[NoticesHandler]:
    """Print the notices meanwhile."""
    handler = NoticesHandler(language)
    before = notices.propagate
    notices.addHandler(handler)
    notices.propagate = False
    try:
        yield handler
    finally:
        notices.removeHandler(handler)
        notices.propagate = before
