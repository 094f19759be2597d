"""``entente warmup``: the rules compiled before anybody waits for them; and what a run says of it when they are not."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from entente.words import number, say
from sim.batch import compiled, simulate
from sim.compiled import cache_folder, is_off
from sim.validation import validate

FAILED = 1
SMALLEST = {"lead": "a", "weeks": 1, "organisations": {"a": {}, "b": {}}}  # every rule is compiled whole, used or not


def warmup_command(language: str) -> int:
    """Compile all rules unless it is done, say where they are kept, and return the exit code: 1 when they are not."""
    if is_off():
        print(say("compilation_off", language))
        return 0
    if compiled():
        print(say("compiled_before", language, folder=cache_folder()))
        return 0
    start = time.perf_counter()
    with telling_of_compilation(language):
        list(simulate(validate(SMALLEST), replicates=1, seed=1))
    if not compiled():
        return FAILED
    seconds = number(time.perf_counter() - start, language, 0)
    print(say("compiled_now", language, seconds=seconds, folder=cache_folder()))
    return 0


@contextmanager
def telling_of_compilation(language: str) -> Iterator[None]:
    """Say that what is inside begins by compiling the rules, if so; and afterwards, if they could not be kept."""
    before = compiled()
    if not before:
        print(say("compiling", language), file=sys.stderr, flush=True)
    yield
    if not before and not compiled():
        print(say("not_kept", language), file=sys.stderr)
