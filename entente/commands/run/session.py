"""One run from the command line: its progress, Ctrl-C, its folder, its summary."""

import sys
import time
from contextlib import closing
from pathlib import Path

import pandas as pd

from entente.commands.run.run import FIGURE_REPLICATES, finish, parts
from entente.commands.run.summary import head, summary_text
from entente.config.configuration import Configuration
from entente.i18n import say
from entente.results.manifest import manifest
from entente.results.store import Store
from entente.results.tables import Tables
from entente.terminal.compilation import announce_compilation
from entente.terminal.progress import Interruption, Progress

INTERRUPTED = 130


class Session:
    """One run from the command line, from the first replicate to the folder left behind."""

    def __init__(self, configuration: Configuration, folder: Path, language: str) -> None:
        """Prepare to fill ``folder``."""
        self.configuration, self.language = configuration, language
        self.store = Store(folder, configuration.run.format)
        self.runs: list[pd.DataFrame] = []
        self.weeks: list[pd.DataFrame] = []
        self.done = 0
        self.start = time.perf_counter()

    def run(self) -> int:
        """Print what is run, simulate and keep, whatever happens; return the exit code."""
        print(head(self.configuration, self.language), flush=True)
        with Interruption() as interruption:
            try:
                self.simulate(interruption)
            except KeyboardInterrupt:
                interruption.heard = True
            except BaseException:
                self.store.discard()
                raise
            interruption.holding = True  # what was done is written even if Ctrl-C comes again
            return self.stop() if interruption.heard else self.end()

    def simulate(self, interruption: Interruption) -> None:
        """Run every replicate, keeping each part as it comes."""
        total, those = self.configuration.run.replicates, [self.configuration.settings]
        with announce_compilation(those, self.language), closing(Progress(total, self.language)) as progress:
            for part in parts(self.configuration):
                with interruption.held():
                    self.keep_part(part)
                    progress.advance(len(part.runs))

    def keep_part(self, part: Tables) -> None:
        """Write some replicates, and keep what the summary and the figure need."""
        self.store.add(part)
        self.runs.append(part.runs)
        if self.done < FIGURE_REPLICATES:
            self.weeks.append(part.weeks)
        self.done += len(part.runs)

    def end(self) -> int:
        """Finish the folder and tell what came out."""
        runs = self.keep(interrupted=False)
        print()
        print(summary_text(runs, self.language))
        print(say("Results: {folder}", self.language, folder=self.store.folder))
        return 0

    def stop(self) -> int:
        """Keep what was done before Ctrl-C."""
        if not self.runs:
            self.store.discard()
            print(
                "\n" + say("Stopped before any replicate was done: nothing was kept.", self.language), file=sys.stderr
            )
            return INTERRUPTED
        self.keep(interrupted=True)
        total = self.configuration.run.replicates
        words = say(
            "Stopped: {done} of {total} replicates done and kept in {folder}",
            self.language,
            done=self.done,
            total=total,
            folder=self.store.folder,
        )
        print(f"\n{words}", file=sys.stderr)
        return INTERRUPTED

    def keep(self, *, interrupted: bool) -> pd.DataFrame:
        """Write everything and return the table of the runs."""
        runs = pd.concat(self.runs, ignore_index=True)
        wall_time = time.perf_counter() - self.start
        about = manifest(self.configuration, runs, wall_time=wall_time, interrupted=interrupted, model=None)
        try:
            finish(self.store, self.configuration, pd.concat(self.weeks, ignore_index=True), about, self.language)
        except BaseException:
            self.store.discard()
            raise
        return runs
