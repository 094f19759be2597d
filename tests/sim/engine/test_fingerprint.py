"""A fingerprint changes with whatever decides the code of a rule, and with nothing else."""

import dis
import importlib
import itertools
import sys
import textwrap

import pytest

from entente.sim.engine.compilation import is_linked
from entente.sim.engine.fingerprint import UndescribableError, _loads, fingerprint, functions_compiled_with
from entente.sim.parallel_compile import rules_of_a_run
from entente.sim.week import simulate_runs

pytestmark = pytest.mark.skipif(not hasattr(simulate_runs, "py_func"), reason="compilation is off")

RULE = '''
import enum
import math
from typing import NamedTuple

import numpy as np
import constants
import shared
from entente.sim.engine.compilation import part, part_without_overlap, rule
from numba.extending import intrinsic
from numba import types

TIMES = 2.0
TABLE = np.array([1.0, 2.0])
FIELDS = np.dtype([("share", "f8"), ("trust", "f8")])

class Kind(enum.IntEnum):
    OPEN = 0
    SHUT = 1

class Pair(NamedTuple):
    left: float
    right: float

KINDS = (Kind.OPEN, Kind.SHUT)
ORDER = Pair(1.0, 2.0)

@intrinsic
def three(context):
    """An intrinsic."""
    def make(context, builder, signature, arguments):
        return context.get_constant(types.float64, 3.0)
    return types.float64(), make

def near(x, by=0.5):
    """A plain function."""
    return x + by

@part
def helper(x, scale=4.0):
    """Text of a part."""
    return scale * x * constants.PACE + math.sqrt(x)

@rule
def own(x):
    """Text of a rule."""
    return TIMES * helper(x) + shared.other(x) + TABLE[0] + FIELDS.itemsize + KINDS[0] + ORDER.left + three() + near(x)

@part
def unreached(x):
    return x + 1.0

NOT_READ = 5
'''
FILES = {
    "shared.py": "from entente.sim.engine.compilation import part\n\n@part\ndef other(x):\n    return x - 1.0\n",
    "constants.py": "PACE = 7.0\nOTHER = 1\n",
    "own.py": RULE,
}
SAME = {
    "a comment": ("own.py", "    return TIMES *", "    # why\n    return TIMES *"),
    "lines above": ("own.py", "TIMES = 2.0", "# more\n\n\nTIMES = 2.0"),
    "a docstring": ("own.py", "Text of a rule.", "Another text."),
    "a docstring of a part": ("own.py", "Text of a part.", "Another text."),
    "what it does not reach": ("own.py", "return x + 1.0", "return x + 2.0"),
    "a constant that it does not read": ("own.py", "NOT_READ = 5", "NOT_READ = 6"),
    "a constant of a module that it does not read": ("constants.py", "OTHER = 1", "OTHER = 2"),
}
OTHER = {
    "its own code": ("own.py", "TABLE[0]", "TABLE[1]"),
    "a constant": ("own.py", "TIMES = 2.0", "TIMES = 2.5"),
    "the type of a constant": ("own.py", "TIMES = 2.0", "TIMES = 2"),
    "the sign of nothing": ("shared.py", "return x - 1.0", "return x - -0.0"),
    "a part": ("own.py", "return scale * x", "return x * scale * 2.0"),
    "a part in another file": ("shared.py", "x - 1.0", "x - 1.5"),
    "a constant of another module": ("constants.py", "PACE = 7.0", "PACE = 7.5"),
    "an array": ("own.py", "[1.0, 2.0]", "[1.0, 3.0]"),
    "the order of fields": ("own.py", '("share", "f8"), ("trust", "f8")', '("trust", "f8"), ("share", "f8")'),
    "the type of a field": ("own.py", '("trust", "f8")', '("trust", "i8")'),
    "the value of a member": ("own.py", "OPEN = 0", "OPEN = 2"),
    "a member that is not named": ("own.py", "SHUT = 1", "SHUT = 3"),
    "the order of members": ("own.py", "(Kind.OPEN, Kind.SHUT)", "(Kind.SHUT, Kind.OPEN)"),
    "names in a tuple": ("own.py", "    left: float\n    right: float", "    right: float\n    left: float"),
    "an intrinsic": ("own.py", "float64, 3.0", "float64, 3.5"),
    "a default of a part": ("own.py", "scale=4.0", "scale=4.5"),
    "a default of a plain function": ("own.py", "by=0.5", "by=0.25"),
    "a decorator": ("own.py", "@part\ndef helper", "@part_without_overlap\ndef helper"),
    "a name": ("own.py", "TIMES", "OFTEN"),
    "the library that it calls": ("own.py", "math.sqrt", "math.exp"),
}  # fmt: skip
numbers = itertools.count()


@pytest.fixture
def load(tmp_path, monkeypatch):
    """Return what imports the files with one of them edited, and gives the fingerprint of the rule."""

    def take(file=None, before="", after=""):
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        for name, text in FILES.items():
            assert name != file or before in text
            (folder / name).write_text(text.replace(before, after) if name == file else text)
        for name in ("own", "shared", "constants"):
            monkeypatch.delitem(sys.modules, name, raising=False)
        monkeypatch.syspath_prepend(str(folder))
        return fingerprint(importlib.import_module("own").own, is_linked)

    return take


@pytest.mark.parametrize("edit", SAME)
def test_what_does_not_decide_the_code_leaves_the_fingerprint(load, edit):
    assert load(*SAME[edit]) == load()


@pytest.mark.parametrize("edit", OTHER)
def test_what_decides_the_code_changes_the_fingerprint(load, edit):
    assert load(*OTHER[edit]) != load()


def test_the_text_of_a_docstring_counts_where_it_is_also_a_value():
    spaces = [{}, {}]
    for space, text in zip(spaces, ("one", "two"), strict=True):
        exec(textwrap.dedent(f"def f():\n    '''{text}'''\n    return '{text}'"), space)
    assert fingerprint(spaces[0]["f"]) != fingerprint(spaces[1]["f"])


def test_what_cannot_be_described_is_refused():
    kept = open(__file__, encoding="utf-8")  # noqa: SIM115
    with kept, pytest.raises(UndescribableError):
        fingerprint(lambda: kept)


def all_functions():
    from entente.sim.inputs import make_inputs
    from entente.sim.validation.validate import validate

    inputs = make_inputs(validate({"lead": "a", "organisations": {"a": {}, "b": {}}}))
    return {id(one): one for rule, _ in rules_of_a_run(inputs) for one in functions_compiled_with(rule)}.values()


def test_globals_are_read_from_bytecode_as_the_library_reads_them():
    for function in all_functions():
        code = function.py_func.__code__
        expected = {one.argval for one in dis.get_instructions(code) if one.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
        assert set(_loads(code).globals) == expected


def test_every_rule_of_the_model_has_a_fingerprint_and_the_loop_over_runs_holds_no_phase():
    functions = list(all_functions())
    assert len({fingerprint(one, is_linked) for one in functions}) == len(functions)
    names = {one.__name__ for one in functions_compiled_with(simulate_runs)}
    assert {"motivation", "begin_week"} <= names
    linked = fingerprint(simulate_runs, is_linked)
    assert linked != fingerprint(simulate_runs)
