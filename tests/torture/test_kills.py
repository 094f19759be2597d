"""Commands killed at their file operations end, given again, with the same tables; at each with ``-m torture``."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from commanded import surroundings

HARNESS = Path(__file__).with_name("killing.py")
KINDS = ("run", "run_csv", "run_over", "run_more", "run_over_study", "compare", "sweep", "sweep_over", "sweep_more")


def torment(kind, step, first, place):
    done = subprocess.run([sys.executable, HARNESS, kind, str(step), str(first)], cwd=place, env=surroundings(),
                          capture_output=True, encoding="utf-8", check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["run_over", "sweep_over"])
def test_killed_anywhere_it_ends_the_same(kind, tmp_path):
    found = torment(kind, 37, 9, tmp_path)
    assert found["tries"] > 1
    assert found["wrong"] == []


@pytest.mark.torture
@pytest.mark.parametrize("kind", KINDS)
def test_killed_at_every_operation_it_ends_the_same(kind, tmp_path):
    found = torment(kind, 1, 1, tmp_path)
    assert found["tries"] == found["operations"] > 50
    assert found["wrong"] == []
