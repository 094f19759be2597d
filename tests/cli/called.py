"""A call of the command in a process of its own, forked from one that has imported what all of them import.

Importing numpy, pandas, numba, matplotlib and seaborn anew would be half of the time that these tests take. Where
processes cannot be forked, each imports them itself. What Numba reads when it is imported needs a new interpreter.
"""

import multiprocessing
import os
import subprocess
import sys
from dataclasses import dataclass

KIND = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
CONTEXT = multiprocessing.get_context(KIND)
CONTEXT.set_forkserver_preload([
    "entente.cli.run", "entente.cli.compare", "entente.cli.sensitivity", "entente.cli.calibrate",
    "entente.cli.experiment", "entente.cli.robust", "entente.cli.discover", "entente.cli.draw",
    "analysis.figures.style", "hydra", "pyarrow.parquet", "scipy.stats",
])  # fmt: skip
SECONDS = 300


@dataclass(frozen=True)
class Done:
    """What a call left, under the names of ``subprocess``."""

    returncode: int
    stdout: str
    stderr: str


def called(words, cwd, environment, folder):
    """Call ``entente`` with those words, there and in that environment; what it says goes through ``folder``."""
    said = [folder / name for name in ("stdout", "stderr")]
    process = CONTEXT.Process(target=call, args=(words, cwd, environment, said))
    process.start()
    process.join(SECONDS)
    if process.exitcode is None:
        process.kill()
        raise subprocess.TimeoutExpired(words, SECONDS)
    return Done(process.exitcode, *(path.read_text(encoding="utf-8") for path in said))


def call(words, cwd, environment, said):
    """Be the process of such a call."""
    for number, (name, path) in enumerate(zip(("stdout", "stderr"), said, strict=True), start=1):
        setattr(sys, name, path.open("w", encoding="utf-8"))
        os.dup2(getattr(sys, name).fileno(), number)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    from entente.main import main

    sys.exit(main(words))
