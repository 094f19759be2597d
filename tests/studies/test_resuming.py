"""A run, a comparison, an experiment and a study: killed and resumed, given more replicates, by any executor."""

import json
import os
import signal
import time
from pathlib import Path

import forked
import pandas as pd
import pytest
from commanded import surroundings
from dask_cluster import cluster

import entente
import entente.sim
from entente.sim.validation.validate import SettingsError

ROOT = Path(__file__).parents[2]
KINDS = {
    "run": ("run", "scenario=tiny.yaml", "by_organisation=true", "attendance=true"),
    "run_csv": ("run", "scenario=tiny.yaml", "by_group=true", "attendance=true", "format=csv"),
    "comparison": ("compare", "scenario=tiny.yaml", "leadership=shared,broker", "staff.turnover=0.2,0.5"),
    "patterns": ("patterns", "P9", "P13", "scenario=tiny.yaml"),
    "anchors": ("anchors", "tenure_start", "turnover", "lead_exits", "density"),
    "ablation": ("ablation", "events", "contact", "--quick", "scenario=tiny.yaml"),
    "sweep": ("sweep", "scenario=tiny.yaml", "leadership=shared,broker", "leadership.hours=interval(2,40)", "points=8",
              "full=[trust]"),
}  # fmt: skip
MANY = {"run": 300, "run_csv": 300, "comparison": 150, "patterns": 80, "anchors": 20, "ablation": 40, "sweep": 60}
SAME_WAY = {"run_csv", "anchors", "ablation"}  # kept and gone on with as runs and patterns are: tried with -m torture
EVERY_KIND = [pytest.param(one, marks=pytest.mark.torture) if one in SAME_WAY else one for one in KINDS]
ENDINGS = {"kill": signal.SIGKILL, "terminate": signal.SIGTERM, "interrupt": signal.SIGINT}


def words_of(kind, replicates, output):
    return [*KINDS[kind], f"replicates={replicates}", "seed=3", f"output={output}"]


def files(folder):
    """Return what a command left that must be the same again: tables, byte for byte."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*")
            if path.suffix in {".csv", ".parquet", ".svg"} and ".parts" not in path.parts}  # fmt: skip


@pytest.fixture(scope="module")
def whole(entente, shared_place):
    """Return a function that gives the files of a command that nothing stopped."""
    known = {}

    def of(kind):
        if kind not in known:
            done = entente(*words_of(kind, MANY[kind], f"whole_{kind}"), cwd=shared_place)
            assert done.returncode == 0, done.stderr
            known[kind] = files(shared_place / f"whole_{kind}")
        return known[kind]

    return of


def batches_done(folder):
    return len([*folder.glob("**/runs/part-*.parquet")])


def start_slowly(place, words):
    """Begin a command that is slow enough to be stopped."""
    return forked.begun(forked.slow_command, words, place, surroundings(), place)


def wait_for_batches(running, folder, count):
    """Wait until so many batches are done, or the command has ended."""
    limit = time.monotonic() + 200
    while batches_done(folder) < count and running.is_running and time.monotonic() < limit:
        time.sleep(0.02)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_killed_and_stopped_it_ends_the_same(entente, place, whole, kind):
    folder, words = place / "out", [*words_of(kind, MANY[kind], "out"), "threads=1"]
    for rank, name in enumerate(ENDINGS, start=1):
        running = start_slowly(place, words)
        wait_for_batches(running, folder, rank)
        running.send(ENDINGS[name])
        left = running.wait()
        assert "Traceback" not in left.stderr, left.stderr
        if name != "kill":
            assert left.returncode == 128 + ENDINGS[name], left.stderr
    done = entente(*words, cwd=place)
    assert done.returncode == 0, done.stderr
    assert "were already there" in done.stdout or "were done already" in done.stdout
    assert files(folder) == whole(kind)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_more_replicates_are_added_and_fewer_refused(entente, place, whole, kind):
    first = MANY[kind] // 2
    assert entente(*words_of(kind, first, "out"), cwd=place).returncode == 0
    done = entente(*words_of(kind, MANY[kind], "out"), cwd=place)
    assert done.returncode == 0, done.stderr
    found = files(place / "out")
    if kind == "sweep":
        read = {name: entente_rows(place / "out", name) for name in ("runs", "curves", "weeks")}
        alone = {name: entente_rows(place / "alone", name) for name in read} if sweep_alone(entente, place) else {}
        for name, rows in read.items():
            pd.testing.assert_frame_equal(rows, alone[name])
    else:
        assert found == whole(kind)
    refused = entente(*words_of(kind, first, "out"), cwd=place)
    assert refused.returncode == 2
    assert f"replicates: {first} is asked for" in refused.stderr


def sweep_alone(entente, place):
    return entente(*words_of("sweep", MANY["sweep"], "alone"), cwd=place).returncode == 0


def entente_rows(folder, name):
    return getattr(entente.load(folder), name)()


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """Return the file of the scheduler of a Dask cluster."""
    with cluster(tmp_path_factory.mktemp("cluster"), os.environ | {"PYTHONPATH": str(ROOT)}) as (file, _):
        yield file


@pytest.mark.parametrize("kind", ["run", "comparison", "patterns"])
def test_a_dask_cluster_gives_the_same(entente, place, whole, kind, request):
    """A run makes a cluster of its own; the others find one that is there."""
    where = "threads=1" if kind == "run" else f"address={request.getfixturevalue('scheduler')}"
    done = entente(*words_of(kind, MANY[kind], "out"), "engine=dask", where, cwd=place)
    assert done.returncode == 0, done.stderr
    assert files(place / "out") == whole(kind)


def test_another_question_is_refused_with_what_differs(entente, place):
    assert entente(*words_of("run", 5, "out"), cwd=place).returncode == 0
    done = entente(*words_of("run", 5, "out"), "leadership.hours=21", cwd=place)
    assert done.returncode == 2
    assert "out already holds something" in done.stderr
    assert "settings.leadership.hours: 21.0 is asked for" in done.stderr
    done = entente(*words_of("comparison", 5, "out"), cwd=place)
    assert done.returncode == 2
    assert "out already holds something" in done.stderr
    assert entente(*words_of("run", 5, "out"), "leadership.hours=21", "overwrite=true", cwd=place).returncode == 0


def test_two_commands_do_not_work_in_one_folder(entente, place):
    words = words_of("run", MANY["run"], "out")
    running = start_slowly(place, [*words, "threads=1"])
    wait_for_batches(running, place / "out", 1)
    done = entente(*words, cwd=place)
    running.send(signal.SIGKILL)
    running.wait()
    assert done.returncode == 2
    assert "another command is at work in out" in done.stderr


class Tired(entente.sim.Partnership):
    """A partnership that gives up mobilising: enough to see that its phase is the one that runs."""

    def mobilisation(self):
        """Nothing moves."""


class Broken(entente.sim.Partnership):
    """A partnership that breaks in one replicate."""

    def __init__(self, settings, **how):
        """Remember which replicate it is."""
        self.mine = how["replicate"]
        super().__init__(settings, **how)

    def mobilisation(self):
        """Break."""
        if self.mine == 1:
            raise ZeroDivisionError("no hours left")
        super().mobilisation()


def test_a_model_of_ones_own_runs_everywhere(place):
    scenario = str(place / "tiny.yaml")
    usual = entente.run(scenario, replicates=3).runs["final"]
    tired = entente.run(scenario, replicates=3, model=Tired, output=place / "run")
    assert list(tired.runs["final"]) != list(usual)
    with pytest.raises(SettingsError, match="stepped"):
        entente.run(scenario, replicates=3, output=place / "run")
    compared = entente.compare(scenario, leadership=["shared", "broker"], replicates=3, model=Tired)
    assert list(compared.runs["final"][:3]) == list(tired.runs["final"])
    study = entente.sweep(scenario, leadership=["shared", "broker"], replicates=3, model=Tired, output=place / "s")
    assert list(study.runs()["final"][:3]) == list(tired.runs["final"])
    words = {"scenario": scenario, "replicates": 2}
    assert not entente.patterns("P13", **words, model=Tired).equals(entente.patterns("P13", **words))


def test_a_replicate_that_fails_is_said_and_the_others_are_kept(place):
    scenario = str(place / "tiny.yaml")
    found = entente.run(scenario, replicates=4, model=Broken, output=place / "run")
    assert list(found.runs["replicate"]) == [0, 2, 3]
    about = json.loads((place / "run" / "manifest.json").read_text(encoding="utf-8"))
    assert about["failures"] == [{"replicate": 1, "failed": "run", "message": "ZeroDivisionError: no hours left"}]
    more = entente.run(scenario, replicates=6, model=Broken, output=place / "run")
    assert list(more.runs["replicate"]) == [0, 2, 3, 4, 5]
    assert more.manifest["failures"] == about["failures"]
    compared = entente.compare(scenario, leadership=["shared", "broker"], replicates=4, model=Broken)
    assert sorted(compared.runs["replicate"].unique()) == [0, 2, 3]
