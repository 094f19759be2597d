"""What the page on clusters says to type can be typed: studies are possible, Slurm is asked for what there is."""

import re
import shlex

import pytest
from pages import ROOT, fenced

from entente.studies.executors.slurm_jobs import job_option_violations
from entente.studies.plan import plan_study

CLUSTER = ROOT / "docs" / "cluster.md"
LINES = [line.removeprefix("$ ") for text in fenced(CLUSTER, "console") for line in text.splitlines()]


def sweeps():
    """Yield the words after ``entente sweep``, also where they are wrapped in a job."""
    for line in LINES:
        words = shlex.split(line)
        words = shlex.split(words[-1]) if words[0] == "sbatch" else words
        if words[:2] == ["entente", "sweep"]:
            yield words[2:]


@pytest.mark.parametrize("words", [*sweeps()], ids=" ".join)
def test_studies_are_possible(words):
    plan = plan_study(words)
    assert len(plan.design) in {20_000, 40_000}
    assert not [*job_option_violations(plan.options.slurm)]


def test_all_engines_are_shown():
    assert [plan_study(words).options.engine.value for words in sweeps()] == ["slurm", "threads", "dask"]


def test_what_may_be_asked_of_slurm_exists():
    said = re.search(r"whatever submitit knows:(.*?)for the rest", CLUSTER.read_text(encoding="utf-8"), re.DOTALL)[1]
    names = [name.removeprefix("slurm.").partition("=")[0] for name in re.findall(r"`([^`]+)`", said)]
    assert len(names) > 6
    assert not [*job_option_violations(dict.fromkeys(names))]


def test_python_works(python):
    for text in fenced(CLUSTER, "python"):
        done = python(text)
        assert done.returncode == 0, done.stderr
