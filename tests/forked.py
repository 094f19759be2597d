"""Work in a process of its own, forked from one that has imported what all of it needs.

To import numpy, pandas, numba, matplotlib and seaborn anew each time would be half of the time that tests of the
command take. Where processes cannot be forked, each imports them itself.
"""

import multiprocessing
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from multiprocessing import forkserver
from pathlib import Path
from unittest import mock

KIND = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
CONTEXT = multiprocessing.get_context(KIND)
SECONDS = 300


@dataclass(frozen=True)
class Done:
    """What a process left, under the names of ``subprocess``."""

    stdout: str
    stderr: str
    returncode: int


@cache
def prepare():
    """Start the process that others are forked from. It looks for what it imports where the environment says."""
    if KIND == "forkserver":
        CONTEXT.set_forkserver_preload(["imported"])
        here = Path(__file__).parent
        with mock.patch.dict(os.environ, {"PYTHONPATH": f"{here}{os.pathsep}{here.parent}"}):
            forkserver.ensure_running()


@dataclass(frozen=True)
class Begun:
    """A process that was begun, and the files that hold what it says."""

    process: multiprocessing.process.BaseProcess
    said: list[Path]

    @property
    def is_running(self):
        """Whether it has not ended yet."""
        return self.process.is_alive()

    def send(self, ending):
        """Send it a signal, unless it has ended."""
        if self.is_running:
            os.kill(self.process.pid, ending)

    def wait(self, seconds=SECONDS):
        """Wait for its end, and return what it left."""
        self.process.join(seconds)
        if self.is_running:
            self.process.kill()
            raise subprocess.TimeoutExpired(self.process.name, seconds)
        return Done(*(path.read_text(encoding="utf-8") for path in self.said), self.process.exitcode)


def begun(work, given, cwd, environment, folder):
    """Begin ``work(given)`` there, in that environment; what it says goes through files of ``folder``."""
    prepare()
    said = [folder / name for name in ("stdout", "stderr")]
    for path in said:
        path.write_text("", encoding="utf-8")  # one that is killed at once has said nothing
    process = CONTEXT.Process(target=inside, args=(work, given, cwd, environment, said))
    process.start()
    return Begun(process, said)


def done(work, given, cwd, environment, folder):
    """Do ``work(given)`` there, in that environment, and return what it left."""
    return begun(work, given, cwd, environment, folder).wait()


def inside(work, given, cwd, environment, said):
    """Be that process. What could not be imported beforehand is an error: nobody would see that it takes longer."""
    assert KIND != "forkserver" or "imported" in sys.modules, "tests/imported.py could not be imported"
    for number, (name, path) in enumerate(zip(("stdout", "stderr"), said, strict=True), start=1):
        setattr(sys, name, path.open("w", encoding="utf-8"))
        os.dup2(getattr(sys, name).fileno(), number)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.exit(work(given))


def command(words):
    """Be ``entente`` with those words."""
    from entente.main import main

    return main(words)


def commands(lines):
    """Be ``entente`` with the words of one line after the other, until one fails."""
    for words in lines:
        try:
            code = command(words)
        except SystemExit as stop:
            code = stop.code
        if code:
            sys.exit(f"entente {' '.join(words)}: exit code {code}")


def slow_command(words):
    """Be ``entente`` with those words; batches take a while each, so that there is something to stop on any machine."""
    from entente.studies import batches
    from entente.studies.executors import threads

    def run_batch(batch, stop=None, real=batches.run_batch):
        time.sleep(0.25)
        return real(batch, stop)

    batches.run_batch = threads.run_batch = run_batch
    return command(words)


def python(code):
    """Be an interpreter that runs this code."""
    exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})
