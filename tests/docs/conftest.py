"""A folder with the example files of the pages, and ways to run there what the pages say."""

import os

import forked
import pytest
from pages import EXAMPLE, PAGES, ROOT, commands

KEPT = ("PATH", "HOME", "NUMBA_CACHE_DIR", "XDG_CACHE_HOME")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Return a folder that holds the example files of all pages."""
    folder = tmp_path_factory.mktemp("reader")
    for page in PAGES:
        for name, text in EXAMPLE.findall(page.read_text(encoding="utf-8")):
            (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def inside(place, tmp_path_factory):
    """Return a function that does something in that folder, in a process of its own."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    environment |= {"PYTHONPATH": str(ROOT), "ENTENTE_LANG": "en", "PYTHONUTF8": "1", "MPLBACKEND": "agg"}
    folder = tmp_path_factory.mktemp("said")
    return lambda work, given: forked.done(work, given, place, environment, folder)


@pytest.fixture(scope="module")
def python(inside):
    """Return a function that runs Python code in that folder, as a reader would."""
    return lambda code: inside(forked.python, code)


def shortened(words):
    """Return the words of a command, a run with two replicates."""
    if words[0] != "run":
        return words
    return [*(word for word in words if not word.startswith("replicates=")), "replicates=2"]


@pytest.fixture(scope="module")
def replay(inside):
    """Return a function that runs the commands of a page one after the other, with two replicates each."""

    def run(page):
        return inside(forked.commands, [shortened(one) for one in commands(page)])

    return run
