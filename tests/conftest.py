"""Before any test, the rules are compiled once: otherwise every process that needs them first would do it at once."""

import subprocess
import sys
from pathlib import Path

import pytest


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile in a process of its own, from the one process that starts the others."""
    if not hasattr(session.config, "workerinput") and not session.config.option.collectonly:
        subprocess.run([sys.executable, "-m", "entente", "warmup"], cwd=Path(__file__).parents[1], check=True)
