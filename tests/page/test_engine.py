"""The engine of the page: made of the rules of now, and the same bits as the command line, whatever is run."""

import base64
import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

import entente
from entente.config.places import scenario_paths
from entente.page.engine import ENGINE, made_of, read_engine
from entente.page.layout import BUFFERS_LAYOUT, DRAWS_LAYOUT, STATE_LAYOUT, engine_layout
from entente.page_build.provenance import provenance_hash
from entente.results.versions import model_hash
from entente.sim.batch import simulate, summary_values
from entente.sim.chance import make_draws
from entente.sim.inputs import make_inputs
from entente.sim.model.measures import SERIES, SUMMARIES
from entente.sim.state import make_state

SEED, REPLICATES = 3, 20
RUNNER = Path(__file__).parent / "run_scenarios.mjs"
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="Node, which runs the engine, is not installed")


def as_json(value):
    if isinstance(value, int | np.integer):
        return str(int(value))
    if isinstance(value, tuple):
        return {name: as_json(one) for name, one in value._asdict().items()}
    return {"shape": value.shape, "bytes": base64.b64encode(value.tobytes()).decode()}


def run_in_node(folder, **scenarios):
    """Return the weeks, the summaries and how they ended of runs of settings: each with the weeks wanted, or None."""
    given = {
        name: {"inputs": as_json(make_inputs(settings)), "seed": SEED, "replicates": list(range(count)), "weeks": weeks}
        for name, (settings, count, weeks) in scenarios.items()
    }
    (folder / "given.json").write_text(json.dumps({"layout": engine_layout(), "scenarios": given}), encoding="utf-8")
    subprocess.run(["node", RUNNER, folder, ENGINE], check=True, timeout=600)
    ends = json.loads((folder / "ends.json").read_text(encoding="utf-8"))
    found = {}
    for name, (_, count, _) in scenarios.items():
        weeks, summaries = (np.fromfile(folder / f"{name}.{kind}") for kind in ("weeks", "summaries"))
        found[name] = weeks.reshape(count, -1, len(SERIES)), summaries.reshape(count, len(SUMMARIES)), ends[name]
    return found


def test_the_engine_is_made_of_the_rules_of_now():
    assert made_of() == model_hash(), "the rules have changed: python -m entente.page_build makes the engine again"


def test_an_engine_that_was_changed_or_made_otherwise_is_not_the_one_on_record(monkeypatch):
    module = read_engine()
    known = {provenance_hash(module), provenance_hash(module + b"\0")}
    monkeypatch.setattr("entente.page_build.provenance.version_of", lambda name: f"another {name}")
    known.add(provenance_hash(module))
    monkeypatch.setattr("entente.page_build.provenance.model_hash", lambda: "other rules")
    assert len({*known, provenance_hash(module)}) == 4


def test_the_layout_is_that_of_the_arrays_of_the_rules():
    inputs = make_inputs(entente.settings("lethbridge"))
    state, draws = make_state(inputs), make_draws(inputs.keys, inputs.ties)
    for declared, made in ((STATE_LAYOUT, state), (DRAWS_LAYOUT, draws)):
        for name, (item, shape) in declared.items():
            array = getattr(made, name)
            assert array.ndim == len(shape), name
            kind = np.dtype(item)
            names = kind.names or ()
            assert [array.dtype[one] for one in names] == [kind[one] for one in names], name
            assert names or array.dtype == kind, name
    assert set(engine_layout()["buffers"]) == set(BUFFERS_LAYOUT)


@needs_node
@pytest.mark.slow
def test_every_scenario_gives_the_same_bits_as_python(tmp_path):
    settings = {name: entente.settings(name) for name in scenario_paths()}
    found = run_in_node(tmp_path, **{name: (one, REPLICATES, None) for name, one in settings.items()})
    for name, one in settings.items():
        chunks = list(simulate(one, REPLICATES, SEED))
        weeks, summaries, ends = found[name]
        assert weeks.tobytes() == np.concatenate([chunk.weeks for chunk in chunks]).tobytes(), name
        for rank, summary in enumerate(SUMMARIES):
            here = np.concatenate([chunk.summaries[summary] for chunk in chunks])
            if summary == "end_reason":
                assert [end["reason"] for end in ends["ends"]] == here.tolist(), name
            else:
                assert summary_values(summary, summaries[:, rank]).tobytes() == here.tobytes(), (name, summary)
        log = chunks[0].event_log[: chunks[0].logged[0]]
        assert [(entry["week"], entry["who"]) for entry in ends["log"]] == [
            (entry["week"], entry["who"]) for entry in log
        ]


@needs_node
def test_a_run_to_a_week_is_the_beginning_of_a_longer_one_and_leaves_its_trust(tmp_path):
    settings = entente.settings("twenty_partners")
    found = run_in_node(tmp_path, short=(settings, 1, 40), whole=(settings, 1, None))
    assert found["short"][0].tobytes() == found["whole"][0][:, :40].tobytes()
    model = entente.sim.Partnership(settings, seed=SEED, replicate=0)
    for _ in range(40):
        model.step()
    trust = np.array(found["short"][2]["trust"]).reshape(len(model.pairs("personal")), -1)
    assert trust[:, : len(trust)].tobytes() == np.ascontiguousarray(model.pairs("personal")).tobytes()
