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
FOLDER = "from entente.sim.engine.cache import cache_folder, environment; print(cache_folder(), environment())"
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
    (file,) = tmp_path.rglob("*.compiled")
    whole = file.read_bytes()
    for damaged in (b"", whole[:-1], whole[:5000] + b"\0" + whole[5001:]):
        file.write_bytes(damaged)
        assert small() == "kept now kept"  # a file is there, of no use
        assert file.read_bytes()[16:] != damaged[16:]
        assert len(file.read_bytes()) == pytest.approx(len(whole), rel=0.01)


def test_a_full_disk_keeps_nothing_and_stops_nothing(small, tmp_path):
    assert small(limits="ulimit -f 1;") == "compiled"
    assert not [path for path in tmp_path.rglob("*") if ".compiled" in path.name]
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
    (Path(first) / "entente.sim.week" / "simulate_runs-1.compiled").touch()
    sealed = "import tempfile; tempfile.TemporaryFile = lambda **_: open('/dev/null/none')\n"
    assert said(sealed + FOLDER, NUMBA_CACHE_DIR=tmp_path, HOME=tmp_path) == f"{first} {key}"


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    """Return a folder for caches, and where rules are kept in it under the usual settings."""
    place = tmp_path_factory.mktemp("usual")
    return place, said(FOLDER, NUMBA_CACHE_DIR=place)


@pytest.mark.parametrize(
    "setting",
    [
        {"NUMBA_BOUNDSCHECK": 1}, {"NUMBA_OPT": 1}, {"NUMBA_CPU_NAME": "generic"}, {"NUMBA_LOOP_VECTORIZE": 0},
        {"NUMBA_CPU_FEATURES": "+sse2"}, {"NUMBA_DEBUGINFO": 1},
    ],
    ids=str,
)  # fmt: skip
def test_what_changes_the_code_changes_the_folder(setting, usual):
    place, folder = usual
    assert said(FOLDER, NUMBA_CACHE_DIR=place, **setting) != folder


def test_threads_do_not_change_the_folder(usual):
    place, folder = usual
    assert said(FOLDER, NUMBA_CACHE_DIR=place, NUMBA_NUM_THREADS=1) == folder


def test_another_version_of_numba_has_another_folder(usual):
    place, folder = usual
    other = "import numba; numba.__version__ = '0.0'\n"
    assert said(other + FOLDER, NUMBA_CACHE_DIR=place) != folder


def test_a_cache_does_not_grow_for_ever(tmp_path):
    home = tmp_path / "entente" / "rules"
    for age in range(20):
        (home / f"former-{age}").mkdir(parents=True)
        os.utime(home / f"former-{age}", (10_000_000 - age, 10_000_000 - age))
    _, key = said(FOLDER, NUMBA_CACHE_DIR=tmp_path).split()
    left = {folder.name for folder in home.iterdir()}
    assert left == {key, *(f"former-{age}" for age in range(3))}


def test_nothing_allows_fast_mathematics():
    """It would let each processor round in its own way."""
    for path in (ROOT / "sim").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            words = (getattr(node, name, None) for name in ("id", "arg", "attr", "value"))
            assert "fastmath" not in [word for word in words if isinstance(word, str)], path


def test_versions_of_one_rule_do_not_grow_for_ever_either(small, tmp_path):
    assert small() == "compiled now kept"
    (file,) = tmp_path.rglob("*.compiled")
    for age in range(20):
        old = file.with_name(f"total-{age}.compiled")
        old.touch()
        os.utime(old, (10_000_000 - age, 10_000_000 - age))
    file.unlink()
    assert small() == "compiled now kept"
    assert {path.name for path in file.parent.iterdir()} == {file.name, *(f"total-{k}.compiled" for k in range(11))}


def test_rules_are_compiled_for_the_types_with_which_runs_call_them():
    """After the list of rules is compiled, no run compiles anything, and after a run nothing of the list is missing."""
    code = """
from numba.core import event
from entente.sim.parallel_compile import compile_named, is_compiled, rules_of_a_run
from entente.sim import simulate, validate
from entente.sim.inputs import make_inputs

SETTINGS = validate({"lead": "a", "weeks": 3, "organisations": {"a": {}, "b": {}}})
with event.install_recorder("numba:compile") as compiled:
    compile_named([rule.__name__ for rule, _ in rules_of_a_run(make_inputs(SETTINGS))], 0)
    list(simulate(SETTINGS, 1, 1, by_organisation=True))
print([str(one.data["dispatcher"]) for _, one in compiled.buffer], is_compiled(make_inputs(SETTINGS)))
"""
    assert said(code, before="", **{"NUMBA_CACHE_DIR": cache_folder().parents[2]}) == "[] True"


CALLER = """
from entente.sim.engine.compilation import is_kept, part, rule
from callee import double

@rule
def caller(x):
    return double(x) + 1.0
"""
CALLEE = """
from entente.sim.engine.compilation import rule

@rule
def double(x):
    return 2.0 * x
"""
CALLS = """
from caller import caller
from callee import double
from entente.sim.engine.compilation import is_kept

kept = is_kept(caller, 1.0), is_kept(double, 1.0)
print(caller(1.0), *kept)
"""


@pytest.fixture
def two_rules(tmp_path):
    """Return what writes two rules, one calling the other, and says what they give and whether they were kept."""
    (tmp_path / "two").mkdir()

    def call(callee=CALLEE, caller=CALLER):
        (tmp_path / "two" / "callee.py").write_text(callee)
        (tmp_path / "two" / "caller.py").write_text(caller)
        paths = os.pathsep.join((str(ROOT), str(tmp_path / "two")))
        return said(CALLS, NUMBA_CACHE_DIR=tmp_path, HOME=tmp_path, PYTHONPATH=paths, PYTHONDONTWRITEBYTECODE=1)

    return call


def test_an_edited_rule_is_compiled_alone_and_those_that_call_it_call_the_new_one(two_rules):
    assert two_rules() == "3.0 False False"
    assert two_rules() == "3.0 True True"
    assert two_rules(CALLEE.replace("2.0 * x", "5.0 * x")) == "6.0 True False"
    assert two_rules(CALLEE.replace("2.0 * x", "5.0 * x")) == "6.0 True True"
    assert two_rules() == "3.0 True True", "the version before is still kept"
    assert two_rules(caller=CALLER.replace("+ 1.0", "+ 4.0")) == "6.0 False True"


def test_a_rule_that_returns_another_type_is_not_called_by_what_was_compiled_for_the_former(two_rules):
    assert two_rules() == "3.0 False False"
    assert two_rules(CALLEE.replace("2.0 * x", "int(7 * x)")) == "8.0 True False"
    assert two_rules(CALLEE.replace("2.0 * x", "int(7 * x)")) == "8.0 True True"
    assert two_rules(CALLEE.replace("2.0 * x", "x > 0.0")) == "2.0 True False"


def test_an_error_in_a_rule_that_is_called_by_its_address_comes_out(two_rules):
    raising = CALLEE.replace("    return", "    if x > 0.0:\n        raise ValueError('too much')\n    return")
    assert two_rules(raising) == "ValueError: too much"


def test_a_rule_moved_down_its_file_is_not_compiled_anew(two_rules):
    assert two_rules() == "3.0 False False"
    assert two_rules("# a comment\n\n" + CALLEE.replace("    return", "    # why\n    return")) == "3.0 True True"


PATCHED = """
import small_constant
from entente.sim.engine.compilation import is_kept

print(small_constant.{first}(1.0), end=" ")
small_constant.TIMES = 9.0
print(small_constant.{second}(1.0), is_kept(small_constant.{second}, 1.0))
"""
CONSTANT = """
from entente.sim.engine.compilation import part, rule

TIMES = 2.0

@part
def scaled(x):
    return TIMES * x

@rule
def one(x):
    return scaled(x)

@rule
def two(x):
    return scaled(x) + 1.0
"""


def test_what_was_compiled_before_a_constant_was_replaced_is_not_kept_as_what_comes_after(tmp_path):
    """A test or a session may replace a constant; parts that are compiled already have the former value."""
    (tmp_path / "small_constant.py").write_text(CONSTANT)
    here = {"NUMBA_CACHE_DIR": tmp_path, "HOME": tmp_path, "PYTHONPATH": os.pathsep.join((str(ROOT), str(tmp_path)))}
    assert said(PATCHED.format(first="one", second="two"), **here) == "2.0 3.0 False"
    fresh = "import small_constant; small_constant.TIMES = 9.0; print(small_constant.two(1.0))"
    assert said(fresh, **here) == "10.0"
    assert said("import small_constant; print(small_constant.two(1.0), small_constant.one(1.0))", **here) == "3.0 2.0"
