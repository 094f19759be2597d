"""The real command, as a subprocess, in a folder of its own and with nothing of the user's environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from forked import SECONDS, Done, command, done

ROOT = Path(__file__).parents[1]
TINY = """\
defaults:
  - override /leadership: shared
  - override /communication: quarterly_table
title: {fr: Petite table, en: Small table}
weeks: 12
lead: house
territories: {north: 0.5, south: 0.5}
populations: {youth: 1}
organisations:
  house: {territory: north, populations: [youth], hours: 6}
  school: {territory: south}
  clinics: {count: 3}
events:
  cut: {kind: funding, week: 6, size: 0.1}
"""


def surroundings(**more):
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "NUMBA_CACHE_DIR", "XDG_CACHE_HOME") if name in os.environ
    }
    return {**kept, "PYTHONPATH": str(ROOT), "ENTENTE_LANG": "en", "COLUMNS": "100", "PYTHONUTF8": "1", **more}


@pytest.fixture(scope="session")
def environment():
    return surroundings


@pytest.fixture
def place(tmp_path):
    return prepared(tmp_path)


@pytest.fixture(scope="module")
def shared_place(tmp_path_factory):
    return prepared(tmp_path_factory.mktemp("shared"))


def prepared(folder):
    (folder / "tiny.yaml").write_text(TINY, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def entente(tmp_path_factory):
    """Return a function that calls the command; ``start`` below does it through an interpreter of its own."""
    folder = tmp_path_factory.mktemp("said")

    def call(*words, cwd, **more):
        words = [str(word) for word in words]
        if any(name.startswith("NUMBA_") for name in more):  # read when it is imported
            with begun(words, cwd, more) as process:
                found = Done(*process.communicate(timeout=SECONDS), process.returncode)
        else:
            found = done(command, words, cwd, surroundings(**more), folder)
        assert "Traceback" not in found.stderr, found.stderr
        return found

    return call


def begun(words, cwd, more):
    command = [sys.executable, "-m", "entente", *words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    return subprocess.Popen(command, cwd=cwd, env=surroundings(**more), **pipes)


@pytest.fixture(scope="session")
def start():
    """Return a function that starts the command and does not wait for it."""
    return lambda *words, cwd, **more: begun([str(word) for word in words], cwd, more)
