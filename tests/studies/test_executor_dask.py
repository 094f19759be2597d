"""Studies on a Dask cluster of processes: the tables of threads, bit for bit, whoever dies."""

import errno
import os
import signal
from importlib import util
from pathlib import Path

import forked
import numpy as np
import pandas as pd
import psutil
import pytest
from dask_cluster import cluster, wait_for

from entente.sim.validation.validate import SettingsError
from entente.studies.executors import check_executor
from entente.studies.plan import plan_study
from entente.studies.study_folder import study_run

ROOT = Path(__file__).parents[2]
DEATHS = "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"  # deaths of workers that a chunk is forgiven
WORDS = ("scenario=small", "leadership=shared,broker", "leadership.hours=interval(2,40)", "points=30", "replicates=100")
# What workers import before they begin, to be slow, or deadly, or of another version.
PREPARED = {
    "slow": """
import time
from entente.studies import batches

def run_point(batch, point, stop=None, real=batches.run_point):
    time.sleep(0.15)
    return real(batch, point, stop)

batches.run_point = run_point
""",
    "deadly": """
import os
from entente.studies import batches

def run_point(batch, point, stop=None, real=batches.run_point):
    return os._exit(3) if point.number == 7 else real(batch, point, stop)

batches.run_point = run_point
""",
    "other": """
from entente.studies.executors import dask
from entente.studies.identity import versions

dask.versions = lambda: {**versions(), "model": "another"}
""",
}


def surroundings(workplace, preparation):
    """Return the environment of a process whose Dask workers are prepared in that way."""
    found = os.environ | {"PYTHONPATH": str(ROOT), "ENTENTE_LANG": "en", DEATHS: "0"}
    if preparation:
        file = workplace / f"{preparation}.py"
        file.write_text(PREPARED[preparation], encoding="utf-8")
        found["DASK_DISTRIBUTED__WORKER__PRELOAD"] = f'["{file}"]'
    return found


def started(workplace, *words, preparation="", **more):
    environment = surroundings(workplace, preparation) | more
    return forked.begun(forked.command, ["sweep", *WORDS, *words], workplace, environment, workplace)


def ended(running):
    left = running.wait(200)
    assert "Traceback" not in left.stderr, left.stderr
    return left.returncode, left.stdout, left.stderr


@pytest.fixture(scope="module")
def alone(tmp_path_factory, small_text):
    """Return the parts of the study as threads make it."""
    workplace = tmp_path_factory.mktemp("alone")
    (workplace / "scenarios").mkdir()
    (workplace / "scenarios" / "small.yaml").write_text(small_text, encoding="utf-8")
    code, _, complaints = ended(started(workplace, "output=alone"))
    assert code == 0, complaints
    return parts(workplace / "alone")


def parts(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.glob("*/part-*.parquet")}


def under_way(workplace, count=4):
    wait_for(lambda: len(list(workplace.glob("there/runs/part-*.parquet"))) >= count)


def workers_of(running):
    """Return the processes that work: below a process, no helper of multiprocessing."""
    below = psutil.Process(running.process.pid).children(recursive=True)
    return [one for one in below if "spawn_main" in " ".join(one.cmdline())]


def test_nothing_is_lost_and_nothing_twice_when_somebody_stops_it_and_a_worker_dies(workplace, alone):
    words = ("engine=dask", "threads=2", "output=there")
    study = started(workplace, *words, preparation="slow")
    under_way(workplace)
    study.send(signal.SIGINT)
    code, _, complaints = ended(study)
    assert code == 130, complaints
    before = parts(workplace / "there")
    assert before.items() < alone.items()
    study = started(workplace, *words, preparation="slow", **{DEATHS: "3"})
    under_way(workplace, len(list(workplace.glob("there/runs/part-*"))) + 3)
    first, *_ = workers_of(study)
    first.kill()
    assert len(parts(workplace / "there")) < len(alone)
    code, said, complaints = ended(study)
    assert code == 0, complaints
    assert "were done already" in said
    assert parts(workplace / "there") == alone


def test_what_every_worker_dies_of_is_told_and_the_rest_is_done(workplace, alone):
    code, _, complaints = ended(started(workplace, "engine=dask", "threads=1", "output=there", preparation="deadly"))
    assert code == 0, complaints
    assert "point 7 (engine): every worker that took it died" in complaints
    mine = parts(workplace / "there")
    assert {path.name for path in alone if mine.get(path) != alone[path]} == {"part-000007.parquet"}
    runs = pd.read_parquet(workplace / "there" / "runs" / "part-000007.parquet")
    assert runs["failed"].tolist() == ["engine"] * 100
    assert runs["point"].tolist() == [7] * 100
    assert np.isnan(runs["final"]).all()


def test_workers_of_another_version_are_refused(workplace):
    code, _, complaints = ended(started(workplace, "engine=dask", "threads=1", "output=there", preparation="other"))
    assert code == 1
    assert "The workers of the Dask cluster cannot do the work (ValueError: model is" in complaints


def test_a_cluster_by_its_address_that_goes_away_keeps_what_is_done(workplace, alone):
    with cluster(workplace, surroundings(workplace, "slow")) as (file, scheduler):
        study = started(workplace, "engine=dask", f"address={file}", "output=there", ENTENTE_LANG="fr")
        under_way(workplace)
        scheduler.kill()
        code, _, complaints = ended(study)
    assert code == 1
    assert "La grappe Dask a disparu." in complaints
    assert "La même commande" in complaints
    assert parts(workplace / "there").items() < alone.items()


@pytest.mark.parametrize("address", ["nothing.json", "nonsense://here"])
def test_an_address_where_nobody_answers_is_refused(workplace, address):
    plan = plan_study([*WORDS, "engine=dask", f"address={address}", "output=there"])
    with study_run(plan) as study, pytest.raises(SettingsError, match=f"no Dask scheduler answers at {address}"):
        next(study.carry_out())


@pytest.mark.parametrize(("name", "needed"), [("dask", "distributed"), ("slurm", "submitit")])
def test_an_engine_that_is_not_installed_is_said(name, needed, monkeypatch):
    monkeypatch.setattr(
        "entente.studies.executors.find_spec", lambda one: None if one == needed else util.find_spec(one)
    )
    with pytest.raises(SettingsError, match=rf"pip install 'entente-abm\[{name}\]'"):
        check_executor(plan_study(["leadership=shared,broker", f"engine={name}"]).options)


def test_a_machine_without_slurm_and_parameters_it_does_not_have_are_refused(monkeypatch):
    monkeypatch.setenv("PATH", "")
    words = ("engine=slurm", "slurm.partitoin=main", "slurm.time=3", "slurm={mem_gb:2}")
    options = plan_study(["leadership=shared,broker", *words]).options
    assert options.slurm == {"partitoin": "main", "time": 3, "mem_gb": 2}
    with pytest.raises(SettingsError) as caught:
        check_executor(options)
    found = {one.path: one.nearest for one in caught.value.violations}
    assert found.keys() == {"engine", "slurm.partitoin", "slurm.time"}
    assert found["slurm.partitoin"][0] == "slurm.partition"
    assert found["slurm.time"] == ("slurm.timeout_min",)


def test_why_workers_did_not_start_is_said():
    """Dask raises the same error whatever happened; what the system refused is its cause."""
    from entente.studies.executors.dask import why_not_started

    refused = RuntimeError("Cluster failed to start")
    refused.__cause__ = OSError(errno.EADDRINUSE, "Address already in use")
    assert str(why_not_started(refused)) == "the workers of Dask did not start: Address already in use"
    assert "__main__" in str(why_not_started(RuntimeError("Nanny failed to start")))
