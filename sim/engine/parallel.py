"""Compiling on two processors: another process compiles half of the rules, and leaves them in the cache."""

import gc
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from numba import typeof

from entente.sim.engine.cache import cache_folder
from entente.sim.engine.compilation import is_kept, is_off
from entente.sim.engine.fingerprint import functions_compiled_with

Job = tuple[Any, tuple[Any, ...]]  # a rule, and arguments of the types for which it is wanted


def missing_jobs(jobs: Sequence[Job]) -> list[Job]:
    """Return the jobs that neither this process nor a former one has done."""
    if is_off():
        return []
    return [(rule, arguments) for rule, arguments in jobs if not is_kept(rule, *arguments)]


def compile_jobs(jobs: Sequence[Job]) -> None:
    """Compile rules in this process, or load them from the cache."""
    collects = gc.isenabled()
    gc.disable()  # the compiler makes millions of small things and keeps them: to look for waste takes a tenth of it
    try:
        for rule, arguments in jobs:
            rule.compile(tuple(map(typeof, arguments)))
    finally:
        if collects:
            gc.enable()


def compile_in_two(jobs: Sequence[Job], code: str) -> None:
    """Compile what is missing of some rules: half of it in another process.

    It takes a third less time than one process. Where there is no second processor, nor a place for what the other
    process compiles, this process compiles all.

    Args:
        jobs: what is to be compiled.
        code: Python's code for the other process, with ``{names}`` where the names of its rules are to stand.
    """
    here, there = _halves(missing_jobs(jobs))
    if not there or cache_folder() is None or (os.cpu_count() or 1) < 2 or not sys.executable:
        compile_jobs(jobs)
        return
    root = str(Path(str(sys.modules["entente"].__file__)).parents[1])
    path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    with subprocess.Popen(
        [sys.executable, "-P", "-c", code.format(names=[rule.__name__ for rule, _ in there])],
        env=os.environ | {"PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # should it fail, this process compiles all, and says what is wrong
    ):
        compile_jobs(here)
    compile_jobs(jobs)


def _halves(jobs: Sequence[Job]) -> tuple[list[Job], list[Job]]:
    """Share rules between two processes by the length of all that each is compiled with, the longest first."""
    halves: tuple[list[Job], list[Job]] = ([], [])
    lengths = [0, 0]
    for length, k in sorted(((_length(rule), k) for k, (rule, _) in enumerate(jobs)), reverse=True):
        shorter = lengths.index(min(lengths))
        halves[shorter].append(jobs[k])
        lengths[shorter] += length
    return halves


def _length(rule: Any) -> int:
    """Return the length of the bytecode that is compiled with a rule."""
    return sum(len(one.py_func.__code__.co_code) for one in functions_compiled_with(rule))
