"""Everything is under the one name ``entente``, whatever the files beside a user's own script are called."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import entente
from entente.results.versions import DISTRIBUTION

ROOT = Path(__file__).parents[1]
WORK = """
import sys
import entente

settings = entente.settings("twenty_partners")
chunk = next(entente.sim.simulate(settings, 1, 1))
assert len(chunk.weeks) == 1
from entente.analysis.statistics.intervals import mean_interval
ours = [name for name in sys.modules if name.split(".")[0] in ("sim", "analysis", "conf", "scenarios")]
files = [getattr(module, "__file__", None) for name, module in sys.modules.items() if name.startswith("entente")]
files = [file for file in files if file]
print(sorted(ours), len(files) == len(set(files)))
"""


@pytest.fixture
def beside(tmp_path):
    """Return a folder with a user's own modules of the names that our folders have, none of which may be imported."""
    for name in ("sim", "analysis", "conf", "scenarios", "results", "catalogue", "studies"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError('imported')\n", encoding="utf-8")
    return tmp_path


def called(folder, *words):
    """Return what Python said in a folder, with nothing of the environment of these tests."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "NUMBA_CACHE_DIR") if name in os.environ}
    done = subprocess.run([sys.executable, *words], cwd=folder, env={**kept, "PYTHONPATH": str(ROOT)},
                          capture_output=True, encoding="utf-8", check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def test_files_of_a_user_called_as_our_folders_are_left_alone(beside):
    (beside / "work.py").write_text(WORK, encoding="utf-8")
    done = called(beside, "work.py")
    assert done.stdout.strip() == "[] True", "no module of ours is imported twice, nor under another name"


def test_the_tests_of_a_user_and_the_command_leave_them_alone_too(beside):
    (beside / "tests").mkdir()
    code = "import entente\n\n\ndef test_mine():\n    assert entente.settings('twenty_partners', weeks=3).weeks == 3\n"
    (beside / "tests" / "test_mine.py").write_text(code, encoding="utf-8")
    assert "1 passed" in called(beside, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests").stdout
    assert "Lethbridge" in called(beside, "-m", "entente", "list", "scenarios").stdout


def test_the_distribution_has_a_name_of_its_own_and_all_advice_uses_it():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == DISTRIBUTION == "entente-abm"
    assert list(project["scripts"]) == ["entente"]
    told = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md"), *ROOT.glob("entente/**/*.p[yo]"), ROOT / "pyproject.toml"]
    assert [
        path for path in told if re.search(r"\bentente\[|install entente\b", path.read_text(encoding="utf-8"))
    ] == []
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {entente.__version__}\n" in citation
