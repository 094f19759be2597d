"""The same bits on every processor, with every index checked and without optimisation: each compiled apart, once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from llvmlite import binding

ROOT = Path(__file__).parents[3]
# What each target of Numba asks of the processor, beyond what all of 64 bits have. Code for what a processor may have
# beyond that (AVX-512) only runs on one that has it, and there this processor's own code, `here`, makes use of it.
# Each takes two minutes to compile: the one between the plainest and this processor's own is tried on request only.
TARGETS = {"generic": (), "x86-64-v3": ("avx2", "bmi2", "fma")}
# Nothing of this is kept (Numba keeps what is optimised): a second process would compile its half in vain.
ALONE = "import os\nos.cpu_count = lambda: 1\n"
HASH = """
import hashlib

from crafted import eventful
from entente.config.configuration import configure
from entente.config.places import option_paths
from entente.sim.batch import simulate

every_lever = f"lever=[{','.join(option_paths('lever'))}]"
asked = [eventful()]
for words in ("lethbridge weeks=104", "aire_ouverte weeks=104", f"lethbridge weeks=80 {every_lever}"):
    asked.append(configure(f"scenario={words}".split()).settings)
digest = hashlib.sha256()
for settings in asked:
    for chunk in simulate(settings, 3, 5, threads=1, by_organisation=True):
        for series in (chunk.weeks, chunk.organisations, chunk.cases, chunk.conditions, chunk.event_log):
            digest.update(series.tobytes())
print(digest.hexdigest())
"""


def found(*options, before="", **environment):
    """Return the hash of every number of a few runs, as another process finds them."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "NUMBA_CACHE_DIR", "XDG_CACHE_HOME") if name in os.environ
    }
    paths = os.pathsep.join((str(ROOT), str(Path(__file__).parents[1])))
    done = subprocess.run(
        [sys.executable, "-W", "error", *options, "-c", before + HASH],
        env=kept | {"PYTHONPATH": paths} | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def here():
    return found()


@pytest.mark.torture  # each is compiled anew, in two minutes; of every check: tests/page, on yet another processor
@pytest.mark.parametrize("target", ["generic", "x86-64-v3"])
def test_every_processor_gives_the_same_bits(here, target, tmp_path):
    features = binding.get_host_cpu_features()
    if binding.get_process_triple().split("-")[0] not in ("x86_64", "amd64") and target != "generic":
        pytest.skip("another family of processors")
    if lacking := [name for name in TARGETS[target] if not features.get(name)]:
        pytest.skip(f"this processor has no {', '.join(lacking)}")
    assert found(NUMBA_CPU_NAME=target, NUMBA_CPU_FEATURES="", NUMBA_CACHE_DIR=str(tmp_path)) == here


def test_no_rule_reads_or_writes_out_of_bounds_and_optimising_changes_no_bit(here, tmp_path):
    kept_in_memory = ("-W", "ignore:Cannot cache compiled function")  # what is not optimised, Numba does not keep
    checked = {"NUMBA_BOUNDSCHECK": "1", "NUMBA_OPT": "0", "NUMBA_CACHE_DIR": str(tmp_path)}
    assert found(*kept_in_memory, before=ALONE, **checked) == here
