"""The rules are compiled once, which is said, and after ``entente warmup`` nothing is compiled any more."""

import os
import shutil
import subprocess
import sys

import pytest

from entente import settings
from entente.config.places import scenario_paths
from entente.i18n import say
from entente.sim.engine.cache import cache_folder
from entente.sim.inputs import make_inputs
from entente.terminal.compilation import COMPILING, KINDS, NOT_KEPT, announce_compilation

EVERYTHING = f"""
from numba.core import event

with event.install_recorder("numba:compile") as compiled:
    import entente
    import entente.sim

    for settings in [*map(entente.settings, {list(scenario_paths())}), entente.settings(**{{"partners.ties": 4}})]:
        list(entente.sim.simulate(settings, 2, 1, by_organisation=True))
        model = entente.sim.Partnership(settings, collect=True)
        for _ in range(2):
            model.step()
        model.organisations()
    ended = entente.sim.Partnership(entente.settings("twenty_partners", **{{"staff.turnover": 0}}))
    ended.state.partnership.ended = 1
    ended.step()
print([str(one.data["dispatcher"]) for _, one in compiled.buffer])
"""


def test_after_a_warmup_neither_a_run_nor_the_stepping_model_compiles_anything(environment, place):
    words = [sys.executable, "-W", "error", "-c", EVERYTHING]
    done = subprocess.run(words, cwd=place, env=environment(), capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"


def test_the_first_run_says_once_that_it_compiles(entente, place, tmp_path):
    """From a cache that a process has left halfway: all phases are there, the loop over a run is not."""
    there = cache_folder()
    here = tmp_path / "cache" / "entente" / "rules" / there.name
    shutil.copytree(there, here, ignore=shutil.ignore_patterns("simulate_runs-*"))
    words = ("run", "scenario=tiny.yaml", "replicates=2", "partners.ties=3", "--lang", "fr")
    for k, output in enumerate(("first", "second")):
        done = entente(*words, f"output={output}", cwd=place, NUMBA_CACHE_DIR=str(tmp_path / "cache"))
        assert done.returncode == 0
        assert [kind for kind in KINDS if say(COMPILING[kind], "fr") in done.stderr] == ["compiling_few"] * (k == 0)
        assert say(NOT_KEPT, "fr") not in done.stderr
    assert (place / "first" / "weeks.parquet").read_bytes() == (place / "second" / "weeks.parquet").read_bytes()


@pytest.mark.parametrize(
    ("ties", "said"),
    [([0], ["compiling"]), ([3], ["compiling_few"]), ([3, 0, 3], ["compiling", "compiling_few"]), ([], [])],
)
def test_each_kind_of_runs_that_is_not_compiled_is_said(capsys, monkeypatch, ties, said):
    of_that_kind = {kind: make_inputs(one).ties for kind, one in KINDS.items()}
    assert of_that_kind["compiling"] == 0 < of_that_kind["compiling_few"]
    states = iter([False] * len(said) + [True] * len(said))
    monkeypatch.setattr("entente.terminal.compilation.is_compiled", lambda _: next(states))
    monkeypatch.setattr("entente.terminal.compilation._ready", set())
    with announce_compilation([settings("twenty_partners", **{"partners.ties": one}) for one in ties], "fr"):
        pass
    printed = capsys.readouterr().err
    assert [kind for kind in KINDS if say(COMPILING[kind], "fr") in printed] == said
    assert say(NOT_KEPT, "fr") not in printed


@pytest.mark.parametrize(("language", "kept"), [("en", False), ("fr", False), ("en", True)])
def test_it_is_said_when_what_was_compiled_could_not_be_kept(capsys, monkeypatch, language, kept):
    states = iter([False, kept])
    monkeypatch.setattr("entente.terminal.compilation.is_compiled", lambda _: next(states))
    monkeypatch.setattr("entente.terminal.compilation._ready", set())
    with announce_compilation([KINDS["compiling"]], language):
        assert say(COMPILING["compiling"], language) in capsys.readouterr().err
    assert (say(NOT_KEPT, language) in capsys.readouterr().err) is not kept


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_second_warmup_says_that_it_is_done_and_where(entente, place, language):
    done = entente("warmup", "--lang", language, cwd=place)
    assert done.returncode == 0
    said = say("The rules are already compiled, in {folder}.", language, folder="*").partition("*")
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
