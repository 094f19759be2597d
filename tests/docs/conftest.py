"""A folder with the example files of the pages, and ways to run there what the pages say."""

import json
import os
import subprocess
import sys

import pytest
from pages import EXAMPLE, PAGES, ROOT, commands

KEPT = ("PATH", "HOME", "NUMBA_CACHE_DIR", "XDG_CACHE_HOME")
# One process runs all the commands of a page, so that numpy, numba and matplotlib are imported once.
REPLAY = """
import json, sys
from entente.main import main

for words in json.load(sys.stdin):
    try:
        code = main(words)
    except SystemExit as stop:
        code = stop.code
    if code:
        sys.exit(f"entente {' '.join(words)}: exit code {code}")
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Return a folder that holds the example files of all pages."""
    folder = tmp_path_factory.mktemp("reader")
    for page in PAGES:
        for name, text in EXAMPLE.findall(page.read_text(encoding="utf-8")):
            (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def python(place):
    """Return a function that runs Python code in that folder, as a reader would."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    environment |= {"PYTHONPATH": str(ROOT), "ENTENTE_LANG": "en", "PYTHONUTF8": "1", "MPLBACKEND": "agg"}

    def run(code, given=""):
        command = [sys.executable, "-c", code]
        options = {"capture_output": True, "encoding": "utf-8", "timeout": 300, "check": False}
        return subprocess.run(command, cwd=place, env=environment, input=given, **options)

    return run


@pytest.fixture(scope="module")
def replay(python):
    """Return a function that runs the commands of a page, with two replicates each."""

    def run(page):
        words = [[*one, "replicates=2"] if one[0] == "run" else one for one in commands(page)]
        return python(REPLAY, json.dumps(words))

    return run
