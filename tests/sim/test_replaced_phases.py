"""A subclass that misspells a field, a phase or a value is told so, and never runs as if nothing had been said."""

import math

import numpy as np
import pytest

import entente
from entente.docs_build.states import CHANGING, FIXED
from entente.sim import Partnership
from entente.sim.organisation import Organisation
from entente.sim.state_ranges import SHARES


def stepped(of_one, scenario="twenty_partners"):
    class Mine(Partnership):
        def work(self):
            super().work()
            of_one(self)

    Mine(entente.settings(scenario, weeks=3), seed=1).step()


def first(model):
    return next(iter(model.agents))


@pytest.mark.parametrize(
    ("field", "meant"), [("fatige", "fatigue"), ("mobilization", "mobilisation"), ("hour", "hours")]
)
def test_a_misspelt_field_is_refused_with_the_nearest(field, meant):
    with pytest.raises(AttributeError, match=rf"{field}.*nearest.*{meant}"):
        stepped(lambda model: setattr(first(model), field, 0.5))
    with pytest.raises(AttributeError, match=rf"{field}.*nearest.*{meant}"):
        stepped(lambda model: getattr(first(model), field))


@pytest.mark.parametrize("value", [5, -0.2, math.nan, math.inf])
def test_a_state_out_of_its_range_is_refused(value):
    with pytest.raises(ValueError, match="fatigue"):
        stepped(lambda model: setattr(first(model), "fatigue", value))
    with pytest.raises(ValueError, match="work left fatigue"):
        stepped(lambda model: model.state.organisation["fatigue"].__setitem__(0, value))
    with pytest.raises(ValueError, match="work left energy"):
        stepped(lambda model: model.state.partnership.__getitem__(0).__setattr__("energy", value))


def test_what_a_field_may_hold_is_as_right_as_before():
    stepped(lambda model: setattr(first(model), "fatigue", np.float64(1.0)))
    stepped(lambda model: setattr(first(model), "turnover", math.nan))


PHASES = [("wrok", "work"), ("Motivation", "motivation"), ("leadreship", "leadership"), ("observatoin", "observation"),
          ("phases", "context")]  # fmt: skip


@pytest.mark.parametrize(("name", "meant"), PHASES)
def test_a_class_with_a_misspelt_phase_is_refused_when_it_is_made(name, meant):
    with pytest.raises(AttributeError, match=rf"{name} replaces no phase; nearest: {meant}"):
        type("Mine", (Partnership,), {name: lambda self: None})


def test_methods_and_attributes_of_ones_own_stay_possible():
    class Remembering(Organisation):
        memory: float = 0.0

    class Mine(Partnership):
        agent_class = Remembering

        def retreat(self):
            first(self).memory = 3.0

        def motivation(self):
            super().motivation()
            self.retreat()

    model = Mine(entente.settings("twenty_partners", weeks=3), seed=1)
    model.step()
    assert first(model).memory == 3.0


def test_every_share_that_the_pages_tell_of_is_checked():
    rows = [line.split("|") for line in (FIXED + CHANGING).splitlines() if "|" in line]
    units = {cells[0].strip(): cells[-2].strip() for cells in rows}
    assert {name for name, unit in units.items() if unit in ("share", "position")} == SHARES
