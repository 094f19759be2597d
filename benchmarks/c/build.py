"""The phases in C, compiled and loaded: with the compiler of the machine, when the benchmark runs."""

import ctypes
import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent
PHASES = ("relation", "observation")
# As fast as this processor can, each operation rounded as it is written: no other order of sums, no fused operations.
# That nothing traps and no error is kept in ``errno`` changes no result.
FLAGS = (
    "-std=c11", "-O3", "-march=native", "-fno-fast-math", "-ffp-contract=off", "-fno-trapping-math", "-fno-math-errno",
    "-shared", "-fPIC", "-Wall", "-Wextra",
)  # fmt: skip


class CompilerError(Exception):
    """There is no compiler of C, or it refused the phases."""


def compiler() -> list[str]:
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
    done = subprocess.run([*compiler(), "--version"], capture_output=True, text=True, check=False)
    return done.stdout.partition("\n")[0] or "unknown"


def build(header: str) -> ctypes.CDLL:
    """Compile the phases with a layout and load them.

    Args:
        header: the text of ``layout.h``.

    Raises:
        CompilerError: when there is no compiler, or it refuses them.
    """
    words = compiler()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "layout.h").write_text(header, encoding="ascii")
        sources = [str(FOLDER / f"{phase}.c") for phase in PHASES]
        library = folder / "phases.so"
        command = [*words, *FLAGS, f"-I{folder}", f"-I{FOLDER}", *sources, "-lm", "-o", str(library)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise CompilerError(f"{words[0]} refused the phases in benchmarks/c:\n{done.stderr.strip()}")
        return ctypes.CDLL(str(library))


def addresses(library: ctypes.CDLL) -> list[int]:
    """Return the addresses of the phases, in the order of ``PHASES``."""
    return [ctypes.cast(getattr(library, phase), ctypes.c_void_p).value or 0 for phase in PHASES]
