"""The plain Mesa model and the engine are the same: figure by figure with common random numbers, in distribution."""

import ast
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import entente
from benchmarks.mesa_objects import Partnership, permutation
from benchmarks.mesa_objects.check import (
    EVENTFUL,
    GROUPS,
    SCENARIOS,
    engine_runs,
    figures,
    holm,
    main,
    names_of_figures,
    peer_runs,
)
from benchmarks.mesa_objects.common_random_numbers import first_gap
from entente.catalogue.catalogue import every_option
from entente.sim.model.measures import SERIES
from entente.sim.model.parameters import MECHANISMS

ROOT = Path(__file__).parents[2]
PEER = ROOT / "benchmarks" / "mesa_objects"
YEAR = "weeks=52"
OPTIONS = [f"{option.group}={option.name}" for option in every_option() if option.group in GROUPS]


def assert_same(settings, seed=1):
    gap = first_gap(settings, seed)
    assert gap is None, str(gap)


def command(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.mesa_objects.check", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_common_random_numbers_make_the_same_partnership(scenario, seed):
    assert_same(entente.settings(scenario), seed)


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("overrides", EVENTFUL.values(), ids=EVENTFUL)
def test_with_levers_events_and_changes(scenario, overrides):
    assert_same(entente.settings(scenario, overrides=overrides))


@pytest.mark.parametrize("option", OPTIONS)
def test_with_every_named_option(option):
    assert_same(entente.settings("lethbridge", overrides=(option,)))


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_without_each_mechanism(mechanism):
    disturbed = (*EVENTFUL["quarrels"], "casework.arrivals=3", "staff.turnover=0.5", "leadership.departure=0.5")
    off = f"mechanisms.{mechanism}=off"
    assert_same(entente.settings("twenty_partners", overrides=(*disturbed, off, YEAR)), 5)


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_with_several_delegates_and_without_each_mechanism(mechanism):
    """A small partnership in which posts empty and fill, funding is cut, partners lapse, and rounds are completed."""
    settings = entente.settings(
        "twenty_partners",
        overrides=(
            f"mechanisms.{mechanism}=off", "partners.delegates=3", "staff.turnover=0.9",
            "staff.vacancy=3", "governance.formalisation=0.5", "governance.structure=0.6", "context.funding=0.5",
            "+events.cut={kind: funding, week: 10, size: 0.1, lasts: 60}", "mobilisation.lapse=6",
            "mobilisation.patience=8", "mobilisation.margin=0.02", "partners.threshold=0.6",
            "communication.eagerness=10", "work.pace=0.2", YEAR,
        ),
    )  # fmt: skip
    assert_same(settings, 2)


def test_when_everybody_leaves_and_nothing_ends():
    bleak = ("mobilisation.patience=2", "partners.threshold=1.5", "mechanisms.ends=off", "governance.batch=1", YEAR)
    assert_same(entente.settings("twenty_partners", overrides=bleak))


def test_a_partnership_that_ends_is_observed_alike_afterwards():
    settings = entente.settings("twenty_partners", overrides=("mobilisation.active=0.95", YEAR))
    assert_same(settings)
    peer = Partnership(settings, seed=1).run()
    assert peer.reason == "dormant"
    assert peer.series["mobilisation"].iloc[-1] == 0 < peer.series["trust"].iloc[-1]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_replicates_have_the_same_distribution_with_random_numbers_of_their_own(scenario):
    settings = entente.settings(scenario, overrides=("weeks=78",))
    ours, theirs = peer_runs(settings, 40, 1), engine_runs(settings, 40, 1)
    verdict = permutation.compare(figures(ours), figures(theirs), np.random.default_rng(1))
    names = names_of_figures(settings, settings.weeks)
    assert verdict.p > 0.005, names[int(np.abs(verdict.z).argmax())]


def test_the_comparison_sees_another_setting():
    settings = entente.settings("twenty_partners", overrides=(YEAR,))
    other = entente.settings("twenty_partners", overrides=(YEAR, "leadership.hours=6"))
    ours, theirs = peer_runs(settings, 20, 1), engine_runs(other, 20, 1)
    assert permutation.compare(figures(ours), figures(theirs), np.random.default_rng(1)).p < 0.001


def test_the_comparison_of_what_is_alike_has_a_uniform_p_value():
    rng = np.random.default_rng(1)
    found = []
    for _ in range(100):
        runs = np.cumsum(rng.standard_normal((30, 50)), axis=1).astype(np.float32)  # correlated, as weeks are
        found.append(permutation.compare(runs[:12], runs[12:], rng).p)
    assert np.mean(np.array(found) < 0.1) == pytest.approx(0.1, abs=0.07)
    assert np.mean(np.array(found) < 0.5) == pytest.approx(0.5, abs=0.15)


def test_figures_that_never_vary_or_are_rare_make_no_difference():
    runs = np.zeros((20, 3), dtype=np.float32)
    runs[0, 1] = 1.0
    verdict = permutation.compare(runs[:10], runs[10:], np.random.default_rng(1))
    assert verdict.p == pytest.approx(1.0, abs=0.01)
    assert verdict.z[0] == 0


def test_p_values_are_corrected_for_their_number():
    assert holm(np.array([0.04, 0.001, 0.03])) == pytest.approx([0.06, 0.003, 0.06])  # Holm's own rule, by hand


def test_the_peer_is_a_mesa_model_with_a_data_collector():
    peer = Partnership(entente.settings("twenty_partners", overrides=("weeks=3",)), seed=4)
    peer.step()
    assert len(peer.series) == 1
    peer.run()
    again = Partnership(entente.settings("twenty_partners", overrides=("weeks=3",)), seed=4).run()
    assert list(again.series.columns) == list(SERIES)
    assert again.series.equals(peer.series.iloc[:3])
    answers = again.conditions.to_numpy().reshape(3, 6, 3)
    assert answers.sum(axis=2) == pytest.approx(np.ones((3, 6)))
    assert len(again.agents) == 20


def test_the_peer_shares_no_rule_no_inputs_and_no_draws_with_the_engine():
    apart = {"check.py", "common_random_numbers.py"}
    for path in PEER.glob("*.py"):
        if path.name not in apart:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("entente.sim"):
                    shared = {
                        "entente.sim.model",
                        "entente.sim.model.declare",
                        "entente.sim.model.levers",
                        "entente.sim.model.measures",
                        "entente.sim.model.settings",
                        "entente.sim.model.situation",
                    }
                    assert node.module in shared, f"{path.name} imports {node.module}"


def test_the_command_compares_and_writes_tables(tmp_path):
    done = command("--only", "lethbridge, leaders", "--replicates", "3", "--output", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("| lethbridge | leaders | 3 | same |") == 1
    assert "DIFFERENT" not in done.stdout
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"settings.csv", "settings.md", "series.csv"}


@pytest.mark.parametrize("wrong", [("--replicates", "1"), ("--seed", "-1"), ("--only", "lethbrige")])
def test_the_command_refuses_what_makes_no_sense(capsys, wrong):
    with pytest.raises(SystemExit) as stopped:
        main([*wrong])
    assert stopped.value.code == 2
    assert "error" in capsys.readouterr().err
