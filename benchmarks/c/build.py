"""The phases in C, compiled and loaded: with the compiler of the machine, when the benchmark runs."""

import ctypes
import os
import shlex
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.c.layout import memory_of
from entente.sim.chance import Draws
from entente.sim.inputs import ModelInputs
from entente.sim.state import State

FOLDER = Path(__file__).parent
PHASES_IN_C = ("relation", "observation")
# As fast as this processor can, each operation rounded as it is written: no other order of sums, no fused operations.
# That nothing traps and no error is kept in ``errno`` changes no result.
FLAGS = (
    "-std=c11", "-O3", "-march=native", "-fno-fast-math", "-ffp-contract=off", "-fno-trapping-math", "-fno-math-errno",
    "-shared", "-fPIC", "-Wall", "-Wextra",
)  # fmt: skip


class CompilerError(Exception):
    """There is no compiler of C, or it refused the phases."""


def find_compiler() -> list[str]:
    """Return the command of the compiler of C: ``$CC``, or the first of cc, gcc and clang that there is.

    Raises:
        CompilerError: when there is none.
    """
    named = shlex.split(os.environ.get("CC", ""))
    for words in [named] if named else [["cc"], ["gcc"], ["clang"]]:
        if shutil.which(words[0]):
            return words
    looked = f"{named[0]} (from $CC)" if named else "cc, gcc or clang"
    raise CompilerError(f"no compiler of C was found: {looked}; install one, for instance gcc, or name it in $CC")


def compiler_version() -> str:
    """Return the first line of what the compiler says of itself."""
    done = subprocess.run([*find_compiler(), "--version"], capture_output=True, text=True, check=False)
    return done.stdout.partition("\n")[0] or "unknown"


@cache
def compile_phases(header: str) -> ctypes.CDLL:
    """Compile the phases with a layout and load them.

    Args:
        header: the text of ``layout.h``.

    Raises:
        CompilerError: when there is no compiler, or it refuses them.
    """
    words = find_compiler()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "layout.h").write_text(header, encoding="ascii")
        sources = [str(FOLDER / f"{phase}.c") for phase in PHASES_IN_C]
        library = folder / "phases.so"
        command = [*words, *FLAGS, f"-I{folder}", f"-I{FOLDER}", *sources, "-lm", "-o", str(library)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise CompilerError(f"{words[0]} refused the phases in benchmarks/c:\n{done.stderr.strip()}")
        return ctypes.CDLL(str(library))


class CPhases:
    """The phases in C, bound to the arrays of one run.

    Args:
        state: the arrays of the run.
        inputs: what its scenario fixes.
        draws: the random numbers of the week.

    Attributes:
        week: the weekly record that ``observation`` writes.
        addresses: of ``struct run`` and of each of ``PHASES_IN_C``, as ``benchmarks.timed_phases`` takes them.

    Raises:
        CompilerError: when there is no compiler, or it refuses the phases.
        ValueError: when only few ties are kept: in C everybody keeps trust in everybody.
    """

    def __init__(self, state: State, inputs: ModelInputs, draws: Draws) -> None:
        memory = memory_of(state, inputs, draws)
        self.week = memory.week
        self._kept = memory, memory.table()  # C knows their addresses only
        self._library = compile_phases(memory.header())
        functions = [getattr(self._library, phase) for phase in PHASES_IN_C]
        self.addresses = np.array(
            [self._kept[1].ctypes.data, *(ctypes.cast(one, ctypes.c_void_p).value for one in functions)], np.int64
        )

    def call(self, phase: str, stretch: int) -> None:
        """Run one phase with the parameters of a stretch of weeks."""
        getattr(self._library, phase)(ctypes.c_void_p(int(self.addresses[0])), ctypes.c_int64(stretch))
