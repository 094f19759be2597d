"""Python as people use it: completion, what a notebook shows, progress, interruption."""

import html
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import entente
from entente.results.html import results_html
from entente.sim.validation.validate import SettingsError
from entente.studies import progress

ROOT = Path(entente.__file__).parents[1]
BRIEF = {"weeks": 6, "replicates": 3}
RANGE = {"leadership.hours": entente.Interval(2, 20)}


@pytest.fixture
def scenario(workplace):
    return workplace / "scenarios" / "small.yaml"


def test_every_public_name_is_completed_before_it_is_used():
    code = "import entente; print(*dir(entente))"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert said.stdout.split() == sorted(entente.__all__)
    assert {"run", "compare", "sweep", "load", "sim"} <= set(dir(entente))
    assert all(hasattr(entente, name) for name in dir(entente))


def results(scenario):
    """Return results of several kinds."""
    yield entente.run(scenario, **BRIEF), "Small table"
    yield entente.compare(scenario, leadership=["shared", "broker"], **BRIEF), "broker"
    yield (
        entente.sensitivity(scenario, method="morris", points=2, **RANGE, **{"trust.contacts": [5, 60]}, **BRIEF),
        "hours",
    )
    robust = entente.robust(scenario, leadership=["shared", "broker"], uncertain=["staff.turnover=0.2,0.4"], **BRIEF)
    yield robust, "broker"


def test_a_notebook_shows_what_was_run_a_table_and_a_figure(scenario, monkeypatch):
    monkeypatch.setenv("ENTENTE_LANG", "en")
    for found, word in results(scenario):
        shown = found._repr_html_()
        assert word in shown
        assert shown.count("<table") == shown.count("<svg") == 1, type(found)
    study = entente.sweep(scenario, points=4, **RANGE, **BRIEF)
    assert "4 points × 3 replicates" in study._repr_html_()


def test_text_in_a_notebook_is_escaped_and_in_the_language(scenario, monkeypatch):
    monkeypatch.setenv("ENTENTE_LANG", "fr")
    found = entente.run(scenario, **BRIEF, **{"title.fr": "<b>&</b>"})
    shown = found._repr_html_()
    assert "<b>" not in shown
    assert "<b>&</b>" in html.unescape(shown)
    assert "médiane" in shown
    frame = found.runs.head(1)[["final"]].assign(end="<script>")
    assert "<script>" not in results_html("<script>", ["<script>"], frame)


def test_a_script_shows_no_progress_unless_it_asks(scenario, capfd, monkeypatch):
    monkeypatch.setenv("ENTENTE_LANG", "en")
    entente.run(scenario, **BRIEF)
    assert capfd.readouterr().err == ""
    monkeypatch.setattr(progress, "_choice", {"shown": None})
    monkeypatch.setattr(sys, "ps1", ">>> ", raising=False)
    entente.compare(scenario, leadership=["shared", "broker"], **BRIEF)
    assert re.search(r"replicates: .*6/6|replicates: +0%", capfd.readouterr().err)
    entente.show_progress(False)
    entente.sweep(scenario, points=4, **RANGE, **BRIEF)
    assert capfd.readouterr().err == ""
    entente.show_progress()
    entente.run(scenario, **BRIEF)
    assert "replicates" in capfd.readouterr().err


LONG = """
import sys
sys.path.insert(0, {root!r})
import entente
print("begun", flush=True)
entente.run({scenario!r}, replicates=2_000_000, threads=1, output="kept")
"""


def test_an_interrupted_call_says_where_what_was_done_is_kept(scenario, workplace, environment):
    code = LONG.format(root=str(ROOT), scenario=str(scenario))
    process = subprocess.Popen([sys.executable, "-c", code], cwd=workplace, env=environment(), stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, encoding="utf-8")  # fmt: skip
    while not list((workplace / "kept" / ".parts" / "runs").glob("part-*.parquet")):
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert "What was done is kept in kept: the same call goes on from there." in errors
    kept = entente.load(workplace / "kept")
    assert kept.manifest["interrupted"]
    assert 0 < len(kept.runs) < 2_000_000


@pytest.mark.parametrize("door", ["run", "compare", "sweep", "sensitivity", "discover", "robust"])
def test_every_door_takes_a_subclass_of_the_model_and_nothing_else(scenario, door):
    from entente.sim import Partnership

    class Idle(Partnership):
        def mobilisation(self):
            """Nothing moves."""

    values = {"run": {}, "sweep": {"points": 4, **RANGE}, "discover": {"points": 4, **RANGE},
              "sensitivity": {"points": 2, "method": "morris", **RANGE, "trust.contacts": [5, 60]}}  # fmt: skip
    given = {**values.get(door, {"leadership": ["shared", "broker"]}), **BRIEF}
    more = {"uncertain": ["staff.turnover=0.2,0.4"]} if door == "robust" else {}
    call = getattr(entente, door)
    call(scenario, model=Idle, **more, **given)
    for wrong in (int, "Idle"):
        with pytest.raises(SettingsError, match=r"model: .* expected a subclass of entente\.sim\.Partnership"):
            call(scenario, model=wrong, **more, **given)


def test_a_study_that_is_made_is_not_changed_without_a_word(scenario):
    study = entente.sweep(scenario, points=4, **RANGE, **BRIEF)
    with pytest.raises(SettingsError, match="its points are already decided"):
        entente.discover(study, weeks=5)
