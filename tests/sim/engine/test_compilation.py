"""The compiled rules are those of the source, of the versions and of the settings, wherever they can be kept or not."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from entente.sim.engine.cache import cache_folder

ROOT = Path(__file__).parents[3]
# A rule beside those of `sim`, small so that it is soon compiled; what it calls is in another file.
BESIDE = """
from entente.sim.engine.compilation import rule
from entente.sim.rules.common import logistic

TIMES = 2.0

@rule
def twice(x):
    return TIMES * logistic(x)
"""
CALL = """
from entente.sim.engine.compilation import is_kept
from entente.sim.rules.beside import twice

kept = is_kept(twice, 0.0)
print(round(twice(0.0), 6), "kept" if kept else "compiled")
"""
SMALL = """
import numpy as np
from entente.sim.engine.compilation import part, rule

@part
def entry(numbers, k):
    return numbers[k]

@rule
def total(numbers, most):
    found = 0.0
    for k in range(most):
        found += entry(numbers, k)
    return found
"""
USE = """
import numpy as np
from small import total
from entente.sim.engine.compilation import is_kept

kept = is_kept(total, np.ones(4), 4)
total(np.ones(4), 4)
print("kept" if kept else "compiled", "now kept" if is_kept(total, np.ones(4), 4) else "")
assert not is_kept(total, np.ones(4, dtype=np.float32), 4)
total(np.ones(4), 5)
"""
FOLDER = "from entente.sim.engine.compilation import cache_folder, fingerprint; print(cache_folder(), fingerprint())"
NOWHERE = dict.fromkeys(("HOME", "NUMBA_CACHE_DIR", "XDG_CACHE_HOME", "TMPDIR"), "/dev/null/none")


def said(code, sources=ROOT, limits="", before="", **environment):
    """Return what a process says, its error if it ends in one; it has nothing of the user's environment."""
    done = subprocess.run(
        ["bash", "-c", f'{limits} exec "$@"', "bash", sys.executable, "-W", "error", "-c", before + code],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(sources)} | {k: str(v) for k, v in environment.items()},
        cwd=sources,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return done.stdout.strip() if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


@pytest.fixture
def copy(tmp_path):
    for name in ("sim", "entente"):
        shutil.copytree(ROOT / name, tmp_path / "copy" / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "copy"


@pytest.fixture
def small(tmp_path):
    """Return what uses one small rule of somebody's own, with a cache of its own."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "small.py").write_text(SMALL)
    here = {"NUMBA_CACHE_DIR": tmp_path, "HOME": tmp_path}
    paths = os.pathsep.join((str(ROOT), str(tmp_path / "own")))
    return lambda **more: said(USE, **here | {"PYTHONPATH": paths} | more)


def append(path, text):
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_an_edited_rule_acts_and_so_does_one_that_it_calls_in_another_file(copy, tmp_path):
    here = {"NUMBA_CACHE_DIR": tmp_path / "cache", "HOME": tmp_path}
    rule, callee = copy / "sim" / "rules" / "beside.py", copy / "sim" / "rules" / "common.py"
    rule.write_text(BESIDE, encoding="utf-8")
    before = callee.read_bytes()
    assert said(CALL, copy, **here) == "1.0 compiled", "one half, twice"
    append(callee, "\n\n@part\ndef logistic(x):\n    return 0.25\n")
    assert said(CALL, copy, **here) == "0.5 compiled"
    callee.write_bytes(before)
    append(rule, "\n\nTIMES = 3.0\n")
    assert said(CALL, copy, **here) == "1.5 compiled"
    moved = copy.rename(tmp_path / "elsewhere")
    assert said(CALL, moved, **here) == "1.5 kept"


def test_a_wrong_index_is_an_error_when_bounds_are_checked_whatever_was_kept_before(small):
    assert small() == "compiled now kept"
    assert small(NUMBA_BOUNDSCHECK=1).startswith("IndexError")
    assert small(NUMBA_BOUNDSCHECK=1).startswith("IndexError"), "the kept form checks them too"
    assert small() == "kept now kept"


def test_a_damaged_file_counts_as_none_and_is_written_anew(small, tmp_path):
    assert small() == "compiled now kept"
    for suffix, left in (("nbc", 0), ("nbc", 100), ("nbi", 0)):
        (file,) = tmp_path.rglob(f"*.{suffix}")
        file.write_bytes(file.read_bytes()[:left])
        assert small() == f"{'kept' if suffix == 'nbc' else 'compiled'} now kept"  # a file is there, of no use
        assert file.stat().st_size > left


def test_a_full_disk_keeps_nothing_and_stops_nothing(small, tmp_path):
    assert small(limits="ulimit -f 1;") == "compiled"
    assert not list(tmp_path.rglob("*.tmp.*"))
    assert small() == "compiled now kept"


def test_without_a_place_to_write_rules_are_compiled_in_memory(small):
    blocked = "import pathlib; pathlib.Path.mkdir = lambda *_, **__: open('/dev/null/none')\n"
    assert small(before=blocked, **NOWHERE) == "compiled"


def test_the_first_place_that_can_be_written_to_is_taken(tmp_path):
    places = {"NUMBA_CACHE_DIR": tmp_path / "numba", "XDG_CACHE_HOME": tmp_path / "xdg", "HOME": tmp_path / "home",
              "TMPDIR": tmp_path}  # fmt: skip
    user = getattr(os, "getuid", int)()
    folders = (tmp_path / "numba" / "entente" / "rules", tmp_path / "xdg" / "entente" / "rules",
               tmp_path / "home" / ".cache" / "entente" / "rules", tmp_path / f"entente-{user}")  # fmt: skip
    for (name, path), folder in zip(places.items(), folders, strict=True):
        taken, key = said(FOLDER, **places).split()
        assert Path(taken) == folder / key
        if name != "TMPDIR":
            shutil.rmtree(path)
            path.write_text("a file in place of a folder")


def test_rules_compiled_when_an_image_was_made_serve_where_nothing_can_be_written(tmp_path):
    first, key = said(FOLDER, NUMBA_CACHE_DIR=tmp_path).split()
    (Path(first) / "entente.sim.week").mkdir()
    (Path(first) / "entente.sim.week" / "week.simulate_runs-1.nbc").touch()
    sealed = "import tempfile; tempfile.TemporaryFile = lambda **_: open('/dev/null/none')\n"
    assert said(sealed + FOLDER, NUMBA_CACHE_DIR=tmp_path, HOME=tmp_path) == f"{first} {key}"


@pytest.mark.parametrize(
    "setting",
    [
        {"NUMBA_BOUNDSCHECK": 1}, {"NUMBA_OPT": 1}, {"NUMBA_CPU_NAME": "generic"}, {"NUMBA_LOOP_VECTORIZE": 0},
        {"NUMBA_CPU_FEATURES": "+sse2"}, {"NUMBA_DEBUGINFO": 1},
    ],
    ids=str,
)  # fmt: skip
def test_what_changes_the_code_changes_the_folder_and_threads_do_not(setting, tmp_path):
    folder = said(FOLDER, NUMBA_CACHE_DIR=tmp_path)
    assert said(FOLDER, NUMBA_CACHE_DIR=tmp_path, **setting) != folder
    assert said(FOLDER, NUMBA_CACHE_DIR=tmp_path, NUMBA_NUM_THREADS=1) == folder


def test_another_version_of_numba_has_another_folder(tmp_path):
    other = "import numba; numba.__version__ = '0.0'\n"
    assert said(other + FOLDER, NUMBA_CACHE_DIR=tmp_path) != said(FOLDER, NUMBA_CACHE_DIR=tmp_path)


def test_a_cache_does_not_grow_for_ever(tmp_path):
    home = tmp_path / "entente" / "rules"
    for age in range(20):
        (home / f"former-{age}").mkdir(parents=True)
        os.utime(home / f"former-{age}", (10_000_000 - age, 10_000_000 - age))
    _, key = said(FOLDER, NUMBA_CACHE_DIR=tmp_path).split()
    left = {folder.name for folder in home.iterdir()}
    assert left == {key, *(f"former-{age}" for age in range(7))}


def test_nothing_allows_fast_mathematics():
    """It would let each processor round in its own way."""
    for path in (ROOT / "sim").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            words = (getattr(node, name, None) for name in ("id", "arg", "attr", "value"))
            assert "fastmath" not in [word for word in words if isinstance(word, str)], path


def test_what_two_processes_compile_ahead_is_what_a_run_calls():
    """After a run has compiled all, no half has anything left to compile: the types are those of a run."""
    code = """
from numba.core import event
from entente.sim.parallel_compile import HALVES, compile_half, signatures
from entente.sim import validate
from entente.sim.inputs import make_inputs

PLAN = make_inputs(validate({"lead": "a", "organisations": {"a": {}, "b": {}}}))
with event.install_recorder("numba:compile") as compiled:
    compile_half(0, 0)
    compile_half(1, 0)
print([str(one.data["dispatcher"]) for _, one in compiled.buffer])
rules = {rule.__name__ for rule, _ in signatures(PLAN)}
print(len(HALVES[0] + HALVES[1]) == len({*HALVES[0], *HALVES[1]}), rules >= {*HALVES[0], *HALVES[1]})
"""
    assert said(code, before="", **{"NUMBA_CACHE_DIR": cache_folder().parents[2]}) == "[]\nTrue True"
