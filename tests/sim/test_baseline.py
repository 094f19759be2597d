"""Every change of results is noticed, and belongs in the changelog.

These numbers are no proof of anything: they are what the named scenarios gave when they were last written down, by
``python tests/sim/test_baseline.py``.
"""

import json
from pathlib import Path

import numpy as np
import pytest

import entente
from entente.config.places import data_folder

BASELINE = Path(__file__).with_name("baseline.json")
KEPT = ("peak", "final", "area", "results", "trust_final", "hours_partners", "hours_coordinator", "departures")
ACCEPT = (
    "If this is wanted, write the new figures down with `python tests/sim/test_baseline.py`, and say in CHANGELOG.md "
    "what changed and why."
)
SCENARIOS = sorted(path.stem for path in data_folder("scenarios").glob("*.yaml"))


def found(scenario):
    """Return the means of a few summaries over ten replicates of a scenario under its own settings."""
    runs = entente.run(scenario, replicates=10, seed=1).runs
    return {name: float(np.mean(runs[name])) for name in KEPT}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_results_are_those_written_down(scenario):
    before, after = json.loads(BASELINE.read_text(encoding="utf-8"))[scenario], found(scenario)
    # Other processors give the same bits; another system's exponential may differ in the last ones.
    moved = [name for name in before if after[name] != pytest.approx(before[name], rel=1e-6)]
    lines = [
        f"  {name}: {before[name]:.10g} -> {after[name]:.10g} ({after[name] - before[name]:+.3g})" for name in moved
    ]
    assert not moved, "\n".join([f"{scenario}: results are no longer those written down.", *lines, ACCEPT])
    assert after.keys() == before.keys(), ACCEPT


if __name__ == "__main__":
    BASELINE.write_text(json.dumps({one: found(one) for one in SCENARIOS}, indent=2) + "\n", encoding="utf-8")
