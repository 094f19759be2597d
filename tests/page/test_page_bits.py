"""What the page lives in a browser is what ``entente run`` gives, to the bit, forks included."""

import base64

import numpy as np
import pytest

import entente
from entente.config.places import scenario_paths
from entente.sim.batch import simulate, summary_values
from entente.sim.model.measures import SERIES, SUMMARIES

SEED, REPLICATES, WEEK = 3, 20, 40
# Through the workers of the page itself, as its stage and its curve do.
LIVE = """\
async ({ life, replicates }) => {
  const asked = { life: { choices: {}, switches: [], replicate: 0, ...life }, replicates };
  const { weeks, summaries, ends } = await entente.lives.ask("run", asked);
  const bytes = (numbers) => Array.from(new Uint8Array(numbers.buffer), (one) => String.fromCharCode(one));
  return { weeks: btoa(bytes(weeks).join("")), summaries: btoa(bytes(summaries).join("")), ends };
}
"""


def live(page, count, **life):
    """Return the weeks, the summaries and the ends of so many replicates of a life in the page."""
    found = page.evaluate(LIVE, {"life": {"seed": SEED, **life}, "replicates": list(range(count))})
    weeks, summaries = (np.frombuffer(base64.b64decode(found[name])) for name in ("weeks", "summaries"))
    return weeks.reshape(count, -1, len(SERIES)), summaries.reshape(count, len(SUMMARIES)), found["ends"]


def same_bits(one, other):
    return one.shape == other.shape and np.ascontiguousarray(one).tobytes() == np.ascontiguousarray(other).tobytes()


@pytest.mark.slow
def test_every_scenario_is_the_same_to_the_bit(open_page):
    page = open_page()
    for name in scenario_paths():
        weeks, summaries, ends = live(page, REPLICATES, scenario=name)
        chunks = list(simulate(entente.settings(name), REPLICATES, SEED))
        assert same_bits(weeks, np.concatenate([chunk.weeks for chunk in chunks])), name
        for rank, summary in enumerate(SUMMARIES):
            here = np.concatenate([chunk.summaries[summary] for chunk in chunks])
            if summary == "end_reason":
                assert [end["reason"] for end in ends] == here.tolist(), name
            else:
                assert same_bits(summary_values(summary, summaries[:, rank]), here), (name, summary)


CHANGES = {
    "events.tried": {"kind": "leader_leaves", "week": WEEK},
    "leadership.hours": 4,
}


@pytest.mark.slow
@pytest.mark.parametrize("path", CHANGES)
def test_a_fork_is_a_run_with_the_change_from_that_week_on(open_page, path):
    """An event of that week, or a setting that is dated, said to the command as to the page."""
    value = CHANGES[path]
    said = {path: value} if path.startswith("events.") else {"changes.tried": {"week": WEEK, "set": {path: value}}}
    changed = entente.settings("lethbridge", **{f"++{one}": other for one, other in said.items()})
    expected = np.concatenate([chunk.weeks for chunk in simulate(changed, REPLICATES, SEED)])
    page = open_page()
    switch = {"week": WEEK, "choices": {"changes": {path: value}}}
    weeks, _, _ = live(page, REPLICATES, scenario="lethbridge", switches=[switch])
    assert same_bits(weeks, expected)
    alone, _, _ = live(page, REPLICATES, scenario="lethbridge")
    assert same_bits(weeks[:, : WEEK - 1], alone[:, : WEEK - 1])
    assert not same_bits(weeks[:, WEEK - 1 :], alone[:, WEEK - 1 :])
