"""``python -m entente.page_build`` builds the engine of the page anew from the rules; ``--check`` compares.

An engine that was made of the same rules with the same compilers need not be built again for that: it is enough that
nobody has changed it since.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from entente.page.engine import ENGINE, MADE_OF, read_engine, recorded_provenance
from entente.page_build.provenance import provenance_hash
from entente.results.versions import model_hash

BUILD = "from entente.page_build.engine import write_engine; write_engine({path!r})"


def main() -> int:
    """Build the engine, and write it or compare it with the one that is there; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m entente.page_build", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the engine would differ")
    if parser.parse_args().check:
        kept = read_engine()
        if provenance_hash(kept) == recorded_provenance():
            print("The engine of the page was made of these rules with these compilers: it is not built again.")
            return 0
        same = build_engine() == kept
        print(f"The engine of the page is {'' if same else 'not '}that of the rules.")
        return 0 if same else 1
    made = build_engine()
    ENGINE.write_bytes(made)
    MADE_OF.write_text(f"{model_hash()}\n{provenance_hash(made)}\n", encoding="utf-8")
    print(f"{ENGINE}: {len(made):,} bytes")
    return 0


def build_engine() -> bytes:
    """Return the engine, built in a process of its own: the compiler is set otherwise there.

    Raises:
        subprocess.CalledProcessError: when it cannot be built; what it says is on standard error.
    """
    from entente.sim.engine.webassembly import BUILD_ENVIRONMENT

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rules.wasm")
        environment = os.environ | BUILD_ENVIRONMENT | {"NUMBA_CACHE_DIR": folder}
        subprocess.run([sys.executable, "-P", "-c", BUILD.format(path=str(path))], env=environment, check=True)
        return path.read_bytes()


if __name__ == "__main__":
    sys.exit(main())
