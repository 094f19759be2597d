"""A page that changes its settings on the way lives the same weeks until then, and what was asked for afterwards."""

import numpy as np
import pytest
from composed import NODE, Case, account_difference, answer, digests, first_difference, python_tree

from entente.sim.batch import simulate
from entente.sim.inputs import make_inputs
from entente.sim.validation.validate import validate

pytestmark = pytest.mark.skipif(NODE is None, reason="Node, which runs the page's modules here, is not installed")
WEEK = 40
LEAVES = {"events.departure": {"kind": "leader_leaves", "week": WEEK}}
CASES = [
    Case("lethbridge", {}, {"leadership": "shared"}, WEEK),
    Case("lethbridge", {"leadership": "initial_then_shared"}, {"leadership": "broker"}, WEEK),
    Case("lethbridge", {}, {"leadership": "initial_then_shared"}, WEEK),
    Case("lethbridge", {}, {"communication": "quarterly_table", "governance": "heavy"}, WEEK),
    Case("twenty_partners", {}, {"communication": "quarterly_table"}, WEEK),
    Case("twenty_partners", {"communication": "saturated"}, {"communication": "silent"}, WEEK),
    Case("twenty_partners", {"lever": ["visits"]}, {"lever": ["mediation", "newsletter"]}, WEEK),
    Case("nobody_may_meet", {}, {"changes": LEAVES, "removed": ["events.apart"]}, WEEK),
]


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    return answer(tmp_path_factory.mktemp("fork"), CASES)["cases"]


@pytest.mark.parametrize("place", range(len(CASES)))
def test_a_switch(answers, place):
    case, settings = CASES[place], validate(python_tree(answers[place]["settings"]))
    assert first_difference(digests(make_inputs(settings)), answers[place]["inputs"], "inputs") is None
    assert account_difference(settings, answers[place]["account"]) is None
    alone, switched = (next(simulate(one, replicates=4, seed=3)).weeks for one in (case.settings, settings))
    assert np.array_equal(alone[:, : WEEK - 1], switched[:, : WEEK - 1], equal_nan=True)
    assert not np.array_equal(alone[:, WEEK - 1 :], switched[:, WEEK - 1 :], equal_nan=True)
