"""The compilation of the rules: done ahead by ``entente warmup``, announced by the commands that must wait for it."""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from entente.i18n import N_, number, say
from entente.sim.batch import is_compiled, simulate
from entente.sim.engine.cache import cache_folder
from entente.sim.engine.compilation import is_off
from entente.sim.inputs import make_inputs, ties_kept
from entente.sim.model.situation import Settings
from entente.sim.validation.validate import validate
from entente.terminal.exit_codes import FAILED

SMALLEST = {"lead": "a", "weeks": 1, "organisations": {"a": {}, "b": {}}}  # every rule is compiled whole, used or not
KINDS = {  # of runs whose rules are compiled apart: all ties are kept, or few
    "compiling": validate(SMALLEST),
    "compiling_few": validate({**SMALLEST, "partners": {"ties": 1}}),
}
COMPILING = {
    "compiling": N_("First run of these rules: they are being compiled, once, which takes about half a minute."),
    "compiling_few": N_(
        "First run with few ties kept by each: the rules are being compiled for it, once, which takes about "
        "half a minute."
    ),
}
NOT_KEPT = N_(
    "entente: the compiled rules could not be kept, and the next run will compile them again: no folder for them can\n"
    "be written to, or its disk is full. NUMBA_CACHE_DIR names another folder to keep them in."
)

_ready: set[str] = set()  # kinds of runs whose rules were found compiled


def warm_up(language: str) -> int:
    """Compile all rules unless it is done, say where they are kept, and return the exit code: 1 when they are not."""
    if is_off():
        print(say("Compilation is off (NUMBA_DISABLE_JIT): there is nothing to do.", language))
        return 0
    missing = [one for one in KINDS.values() if not is_compiled(make_inputs(one))]
    if not missing:
        print(say("The rules are already compiled, in {folder}.", language, folder=cache_folder()))
        return 0
    start = time.perf_counter()
    for one in missing:
        with announce_compilation([one], language):
            list(simulate(one, replicates=1, seed=1))
        if not is_compiled(make_inputs(one)):
            return FAILED
    seconds = number(time.perf_counter() - start, language, 0)
    print(
        say(
            "Compiled in {seconds} s, and kept in {folder}: no run will wait for it.",
            language,
            seconds=seconds,
            folder=cache_folder(),
        )
    )
    return 0


@contextmanager
def announce_compilation(those: Iterable[Settings], language: str) -> Iterator[None]:
    """Say that runs of those settings begin by compiling the rules, if so; and afterwards, if they were not kept."""
    kinds = {"compiling_few" if ties_kept(one) else "compiling" for one in those}
    missing = [kind for kind in KINDS if kind in kinds and not _is_ready(kind)]
    for kind in missing:
        print(say(COMPILING[kind], language), file=sys.stderr, flush=True)
    yield
    if not all(map(_is_ready, missing)):
        print(say(NOT_KEPT, language), file=sys.stderr)


def _is_ready(kind: str) -> bool:
    """Tell whether the rules of a kind of runs are compiled; once they are, nobody looks again in this process."""
    if kind not in _ready and is_compiled(make_inputs(KINDS[kind])):  # which takes a tenth of a second
        _ready.add(kind)
    return kind in _ready
