"""Studies on a real Slurm, started by ``slurm.sh`` beside this: whatever is killed, the tables are those of threads."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
WORDS = ("leadership=shared,broker", "leadership.hours=interval(2,40)", "points=64", "replicates=60")
ON_SLURM = (*WORDS, "engine=slurm", "shards=2", "slurm.partition=main", "output=study")


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Return the folder of the same study, as the threads of this machine make it."""
    place = tmp_path_factory.mktemp("alone")
    code, _, complaints = ended(started(place, *WORDS, "output=study"))
    assert code == 0, complaints
    return place / "study"


@pytest.fixture
def place(tmp_path):
    yield tmp_path
    subprocess.run(["scancel", f"--user={os.getuid()}"], check=False)


def started(place, *words, **more):
    environment = os.environ | {"PYTHONPATH": str(ROOT), "ENTENTE_LANG": "en"} | more
    command = [sys.executable, "-m", "entente", "sweep", *words]
    return subprocess.Popen(
        command, cwd=place, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )


def ended(process):
    said, complaints = process.communicate(timeout=120)
    assert "Traceback" not in complaints, complaints
    return process.returncode, said, complaints


def parts(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.glob("*/part-*.parquet")}


def wait_for(what, seconds=60):
    limit = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < limit, "it took too long"
        time.sleep(0.1)


def under_way(folder):
    """Wait until both jobs have left something, and there is enough left to do."""
    wait_for(lambda: len(list(folder.glob("runs/part-*.parquet"))) >= 4)
    assert len(list(folder.glob("runs/part-*.parquet"))) < 56, "this machine is too fast for this test"


def processes():
    """Return the processes of the jobs: what submitit runs, not the shell around it."""
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = line.read_bytes().split(b"\0")
        except OSError:
            continue  # it has just ended
        if b"submitit.core._submit" in words and b"srun" not in words[0]:
            found.append(int(line.parent.name))
    return found


def queue():
    done = subprocess.run(["squeue", "-h", "-r", "-o", "%i"], capture_output=True, encoding="utf-8", check=True)
    return done.stdout.split()


def runs_are_whole(folder):
    keys = pd.concat(pd.read_parquet(path, columns=["point", "replicate"]) for path in folder.glob("runs/*.parquet"))
    return len(keys) == len(keys.drop_duplicates()) == 64 * 60


def test_a_job_that_is_killed_has_its_work_done_by_another(place, alone):
    watching = started(place, *ON_SLURM)
    under_way(place / "study")
    os.kill(processes()[0], signal.SIGKILL)
    code, _, complaints = ended(watching)
    assert code == 0, complaints
    assert "1 jobs ended before their time" in complaints
    assert parts(place / "study") == parts(alone)
    assert runs_are_whole(place / "study")
    about = json.loads((place / "study" / "study.json").read_text(encoding="utf-8"))
    assert [(one["engine"], one["runs"], one["failed"]) for one in about["sessions"]] == [("slurm", 64 * 60, 0)]


def test_jobs_go_on_without_their_watcher_and_the_same_command_finds_them(place, alone):
    watching = started(place, *ON_SLURM)
    under_way(place / "study")
    watching.kill()
    watching.communicate()
    jobs = queue()
    assert len(jobs) == 2
    subprocess.run(["scancel", "--signal=KILL", "--full", jobs[0]], check=True)  # no time to finish anything
    subprocess.run(["scancel", "--signal=USR2", jobs[1]], check=True)  # as when its time is nearly over: it is requeued
    code, _, complaints = ended(started(place, *ON_SLURM))
    assert code == 0, complaints
    assert "jobs of an earlier command are still there" in complaints
    assert parts(place / "study") == parts(alone)
    assert runs_are_whole(place / "study")


def test_ctrl_c_cancels_the_jobs_and_the_same_command_goes_on(place, alone):
    watching = started(place, *ON_SLURM)
    under_way(place / "study")
    watching.send_signal(signal.SIGINT)
    code, _, complaints = ended(watching)
    assert code == 130
    assert "The jobs are cancelled." in complaints
    wait_for(lambda: not queue())
    kept = parts(place / "study")
    assert 4 <= len(kept) < len(parts(alone))
    code, said, complaints = ended(
        started(place, *WORDS, "engine=slurm", "slurm.partition=main", "output=study", "threads=2", "shards=1")
    )
    assert code == 0, complaints
    assert "were done already" in said
    assert parts(place / "study") == parts(alone)


def test_jobs_that_can_never_work_are_not_tried_for_ever(place):
    words = (*WORDS, "engine=slurm", "shards=1", "slurm.setup=['echo no module here >&2; exit 3']", "output=study")
    code, _, complaints = ended(started(place, *words, ENTENTE_LANG="fr"))
    assert code == 1
    assert "Il reste 64 lots" in complaints
    assert "no module here" in complaints
    assert not queue()


def test_what_slurm_refuses_is_said(place):
    code, _, complaints = ended(started(place, *WORDS, "engine=slurm", "slurm.partition=moon", "output=study"))
    assert code == 2
    assert "invalid partition" in complaints
    code, _, complaints = ended(started(place, *WORDS, "engine=slurm", "slurm.partitoin=main", "slurm.time=3"))
    assert code == 2
    assert "slurm.partition" in complaints
    assert "slurm.timeout_min" in complaints
    assert not queue()
