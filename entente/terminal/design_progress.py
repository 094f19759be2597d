"""A design run in the terminal: its progress, what executors have to say, Ctrl-C that loses nothing."""

import logging
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from entente.i18n import number, say, translate
from entente.sim.model.situation import Settings
from entente.studies.executors import EngineError, news
from entente.studies.runner import DesignRun
from entente.studies.store import BatchDone
from entente.terminal.compilation import announce_compilation
from entente.terminal.progress import Interruption, Progress


@dataclass
class Session:
    """What one command did of a design.

    Attributes:
        runs: that were done.
        failed: that failed among them.
        seconds: that it took.
        problem: why the executor stopped before the end, or nothing.
    """

    runs: int = 0
    failed: int = 0
    seconds: float = 0.0
    problem: str = ""


def print_already_there(run: DesignRun, language: str) -> None:
    """Print how many replicates an earlier session had done, if any."""
    if run.runs_found:
        done, runs = (number(count, language, 0) for count in (run.runs_found, run.design.runs))
        print(say("{done} of {runs} replicates were already there", language, done=done, runs=runs), flush=True)


def run_with_progress(
    batches: Iterable[BatchDone],
    compiled_for: Iterable[Settings],
    progress: Progress,
    interruption: Interruption,
    language: str,
) -> Session:
    """Do what is left of a design, showing its progress; what was done is kept when Ctrl-C comes.

    Args:
        batches: what does the work, yielding each batch as it is done.
        compiled_for: settings whose rules may have to be compiled first.
        progress: the bar, or the lines.
        interruption: hears Ctrl-C; from the return on, it waits until what is done is written.
        language: of what is said.
    """
    session, start = Session(), time.perf_counter()
    try:
        with announce_compilation(list(compiled_for), language), closing(progress), news_in_terminal(language):
            for one in batches:
                session.runs += one.runs
                session.failed += one.failed
                progress.advance(one.runs, one.failed)
    except KeyboardInterrupt:
        interruption.heard = True
    except EngineError as error:
        session.problem = translate(error.args[0], language)
    interruption.holding = True  # what was done is written even if Ctrl-C comes again
    session.seconds = time.perf_counter() - start
    return session


@contextmanager
def news_in_terminal(language: str) -> Iterator[None]:
    """Print what executors have to say meanwhile: jobs submitted, waiting, ended too soon."""
    handler = NewsHandler()
    handler.language = language
    news.addHandler(handler)
    before = news.level, news.propagate
    news.setLevel(logging.INFO)
    news.propagate = False
    try:
        yield
    finally:
        news.removeHandler(handler)
        news.setLevel(before[0])
        news.propagate = before[1]


class NewsHandler(logging.Handler):
    """Prints each piece of news on a line of its own, over the bar if there is one."""

    language = "en"

    def emit(self, record: logging.LogRecord) -> None:
        """Print one."""
        from tqdm import tqdm

        tqdm.write(translate(record.msg, self.language), file=sys.stderr)
