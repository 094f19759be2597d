"""Before any test, the rules are compiled once: otherwise every process that needs them first would do it at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest_plugins = ["commanded", "invented_weeks", "small_scenario"]  # fixtures that tests of several folders use

# What takes longest begins first, so that no process has much left to do when the others have nothing.
LONGEST = (
    "test_compilation_targets.py", "test_resuming.py", "test_executor_dask.py", "test_warmup.py", "test_benchmarks.py",
    "test_mesa_objects.py", "test_run_pages.py", "test_recipes.py", "test_door_pages.py", "test_calibration.py",
    "test_compare_command.py", "test_calibrate_command.py", "test_study_pages.py", "test_experiment_commands.py",
    "test_sensitivity.py", "test_sensitivity_command.py", "test_shipped.py", "test_compilation.py",
    "test_portfolios.py", "test_lesson_files.py", "test_inputs.py", "test_page_command.py", "test_kills.py",
    "test_one_writer.py",
)  # fmt: skip


COMPILES = os.environ.get("NUMBA_DISABLE_JIT", "0") == "0"


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile in a process of its own, from the one process that starts the others; not where compilation is off."""
    if COMPILES and not hasattr(session.config, "workerinput") and not session.config.option.collectonly:
        subprocess.run([sys.executable, "-m", "entente", "warmup"], cwd=Path(__file__).parents[1], check=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, and leave out what is slow where compilation is off; all else stays as it is."""
    ranks = {name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path.name, len(ranks)))
    for item in [] if COMPILES else items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="slow where compilation is off (NUMBA_DISABLE_JIT)"))
