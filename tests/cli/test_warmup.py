"""The rules are compiled once, which is said, and after ``entente warmup`` nothing is compiled any more."""

import os
import subprocess
import sys

import pytest

from entente.places import scenarios
from entente.words.texts import TEXTS

EVERYTHING = f"""
from numba.core import event

with event.install_recorder("numba:compile") as compiled:
    import entente
    import sim

    for name in {list(scenarios())}:
        settings = entente.settings(name)
        list(sim.simulate(settings, 2, 1, by_organisation=True))
        model = sim.Partnership(settings, collect=True)
        for _ in range(2):
            model.step()
        model.organisations()
    ended = sim.Partnership(entente.settings("twenty_partners", **{{"staff.turnover": 0}}))
    ended.state.partnership.ended = 1
    ended.step()
print([str(one.data["dispatcher"]) for _, one in compiled.buffer])
"""


def test_after_a_warmup_neither_a_run_nor_the_stepping_model_compiles_anything(environment, place):
    words = [sys.executable, "-W", "error", "-c", EVERYTHING]
    done = subprocess.run(words, cwd=place, env=environment(), capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_second_warmup_says_that_it_is_done_and_where(entente, place, language):
    done = entente("warmup", "--lang", language, cwd=place)
    assert done.returncode == 0
    said = TEXTS["compiled_before"][language == "fr"].partition("{folder}")
    assert done.stdout.startswith(said[0])
    folder = done.stdout.strip().removeprefix(said[0]).removesuffix(said[2])
    assert os.path.isdir(folder)
    assert not done.stderr


def test_with_compilation_off_there_is_nothing_to_warm_up(entente, place):
    done = entente("warmup", cwd=place, NUMBA_DISABLE_JIT="1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "NUMBA_DISABLE_JIT" in done.stdout


def test_with_compilation_off_a_run_leaves_the_same_tables(entente, place):
    words = ("run", "scenario=twenty_partners", "weeks=4", "replicates=2", "format=csv")
    for folder, environment in (("off", {"NUMBA_DISABLE_JIT": "1"}), ("on", {})):
        done = entente(*words, f"output={folder}", cwd=place, **environment)
        assert done.returncode == 0, done.stderr
        assert "compiled" not in done.stderr
    tables = sorted(path.name for path in (place / "on").glob("*.csv"))
    assert "weeks.csv" in tables
    for table in tables:
        assert (place / "off" / table).read_bytes() == (place / "on" / table).read_bytes()
