"""Before any test, the rules are compiled once: otherwise every process that needs them first would do it at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest_plugins = ["commanded", "invented_weeks", "small_scenario"]  # fixtures that tests of several folders use

# What takes longest begins first, so that no process has much left to do when the others have nothing.
LONGEST = (
    "test_compilation_targets.py", "test_executor_dask.py", "test_benchmarks.py", "test_warmup.py",
    "test_sweep_command.py", "test_mesa_objects.py", "test_run_pages.py", "test_calibration.py",
)  # fmt: skip


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile in a process of its own, from the one process that starts the others; not where compilation is off."""
    compiles = os.environ.get("NUMBA_DISABLE_JIT", "0") == "0"
    if compiles and not hasattr(session.config, "workerinput") and not session.config.option.collectonly:
        subprocess.run([sys.executable, "-m", "entente", "warmup"], cwd=Path(__file__).parents[1], check=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; all else stays in its order."""
    ranks = {name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path.name, len(ranks)))
