"""Partnership as users of Mesa meet it: steps, agents, collected data, phases overridden in Python, models freed."""

import gc
import logging
import weakref

import mesa
import numpy as np
import pytest
from crafted import eventful, meeting, rows, small

from entente.sim.batch import simulate
from entente.sim.model.measures import ORGANISATION_SERIES, SERIES
from entente.sim.organisation import STANDINGS, Organisation
from entente.sim.partnership import Partnership
from entente.sim.week import PHASES

NAMES = ["o0", "o1", "o2", "o3"]


@pytest.fixture
def model():
    return Partnership(small(4, weeks=20, communication=meeting(), partners={"spread": 0.1}), seed=3)


def agent(model, name):
    """Return the agent of an organisation."""
    return next(iter(model.agents.select(lambda one: one.name == name)))


def test_it_is_a_mesa_model_that_steps_week_by_week(model):
    assert isinstance(model, mesa.Model)
    assert (model.week, model.running, model.ended) == (0, True, False)
    model.step()
    assert (model.week, model.end_reason) == (1, "none")
    assert "week 1, 4 organisations" in repr(model)
    assert 0 < model.series("mobilisation") <= 1


def test_organisations_are_agents_by_name(model):
    assert [one.name for one in model.agents] == NAMES
    assert len({one.unique_id for one in model.agents}) == 4
    one = agent(model, "o2")
    assert repr(one).startswith("Organisation(o2, ")
    assert one.is_partner
    assert one.stands in STANDINGS.values()


def test_agents_read_and_write_the_state(model):
    one = agent(model, "o1")
    assert one.motivation == rows(model).motivation[1]
    one.motivation = 0.125
    assert rows(model).motivation[1] == 0.125
    rows(model).fatigue[1] = 0.25
    assert one.fatigue == 0.25
    assert isinstance(one.fatigue, float)
    one.nickname = "own attributes stay out of the state"
    assert one.nickname.startswith("own")
    with pytest.raises(AttributeError, match=r"no 'motivatoin'.*motivation"):
        one.motivatoin  # noqa: B018
    assert not hasattr(one, "motivatoin")


def test_what_an_agent_writes_is_what_the_next_phase_sees(model):
    tired = Partnership(model.settings, seed=3)
    agent(tired, "o1").fatigue = 1.0
    model.step()
    tired.step()
    assert agent(tired, "o1").fatigue > agent(model, "o1").fatigue
    assert agent(tired, "o1").motivation < agent(model, "o1").motivation


def test_trust_is_read_from_the_one_who_trusts(model):
    model.state.personal[2, 1], model.state.institutional[2, 1] = 0.9, 0.4
    assert agent(model, "o1").trust_in(agent(model, "o2")) == (0.9, 0.4)
    assert agent(model, "o2").trust_in(agent(model, "o1")) != (0.9, 0.4)


def test_agent_sets_aggregate_select_and_shuffle(model):
    model.step()
    assert model.agents.agg("mobilisation", np.mean) == pytest.approx(rows(model).mobilisation.mean())
    rows(model).fatigue[:] = [0.1, 0.2, 0.3, 0.4]
    tired = model.agents.select(lambda one: one.fatigue > 0.25)
    assert sorted(one.name for one in tired) == ["o2", "o3"]
    assert model.agents.get("fatigue") == [0.1, 0.2, 0.3, 0.4]
    order = []
    model.agents.shuffle_do(lambda one: order.append(one.name))
    assert sorted(order) == NAMES
    tired.set("fatigue", 0.0)
    assert rows(model).fatigue.tolist() == [0.1, 0.2, 0, 0]


def test_shuffling_and_drawing_from_mesa_shift_nothing_in_the_run(model):
    other = Partnership(model.settings, seed=3)
    for _ in range(5):
        model.step()
        other.agents.shuffle_do(lambda one: one.fatigue)
        other.rng.random(3)
        other.step()
    assert other.state.organisation.tobytes() == model.state.organisation.tobytes()


def test_mesa_s_own_generator_is_seeded_by_seed_and_replicate():
    drawn = {key: Partnership(small(2), seed=key[0], replicate=key[1]).rng.random() for key in ((1, 0), (1, 1), (2, 0))}
    assert len(set(drawn.values())) == 3
    assert Partnership(small(2), seed=2).rng.random() == drawn[2, 0]


@pytest.mark.parametrize("settings", [eventful(), eventful(cycles=1, partners={"hours": 35})], ids=["lasts", "ends"])
def test_collected_data_are_the_series_of_the_weeks(settings):
    """Also those of the weeks after the end, for which the batch gives nothing any more."""
    model = Partnership(settings, seed=1, collect=True)
    for _ in range(settings.weeks):
        model.step()
    chunk = next(simulate(settings, 1, 1, by_organisation=True))
    assert model.ended == (settings.cycles == 1)
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame) == list(SERIES)
    assert np.array_equal(frame.to_numpy(), chunk.weeks[0])
    agents = model.datacollector.get_agent_vars_dataframe()
    assert list(agents) == list(ORGANISATION_SERIES)
    own = agents.to_numpy(dtype=float).reshape(settings.weeks, len(model.agents), len(ORGANISATION_SERIES))
    assert np.array_equal(own, chunk.organisations[0], equal_nan=True)


def test_nothing_is_collected_unless_asked(model):
    model.step()
    assert model.datacollector.get_model_vars_dataframe().empty


def test_running_is_false_at_the_end_and_nothing_moves_any_more():
    """With one short round to make, the goals are met; nothing is given any more, and what was reached stays."""
    settings = small(3, weeks=50, cycles=1, stages={"only": {"work": 5}})
    model = Partnership(settings)
    while model.running:
        model.step()
    assert model.ended
    assert model.end_reason == "goals_met"
    assert model.end[0] == model.week < 50
    model.step()
    before = model.state.organisation.tobytes(), model.state.personal.tobytes(), model.week
    model.step()
    assert (model.state.organisation.tobytes(), model.state.personal.tobytes(), model.week) == before
    assert model.series("mobilisation") == 0
    assert model.agents.agg("mobilisation", sum) == 0
    assert model.series("trust") > 0


class Rested(Partnership):
    """A partnership whose members forget their fatigue before each meeting."""

    def communication(self):
        for one in self.agents:
            one.fatigue = 0.0
        super().communication()


class AsEver(Partnership):
    """A partnership whose phases are all overridden, only to call the usual ones."""


for phase in PHASES:
    setattr(AsEver, phase.name, lambda self, name=phase.name: getattr(Partnership, name)(self))


BUSY = {"weeks": 26, "communication": meeting(), "partners": {"hours": 3, "threshold": 0.4}}


def test_an_overridden_phase_changes_results_through_the_batch_with_a_notice(caplog):
    settings = small(5, **BUSY)
    with caplog.at_level(logging.WARNING, logger="entente"):
        chunks = list(simulate(settings, 3, 1, model=Rested))
    assert "Rested" in caplog.text
    usual = next(simulate(settings, 3, 1))
    assert [chunk.replicates.tolist() for chunk in chunks] == [[0, 1, 2]]
    fatigue, mobilisation = (list(SERIES).index(name) for name in ("fatigue", "mobilisation"))
    assert (chunks[0].weeks[:, -1, fatigue] < usual.weeks[:, -1, fatigue]).all()
    assert (chunks[0].weeks[:, -1, mobilisation] > usual.weeks[:, -1, mobilisation]).all()


def test_a_subclass_that_only_calls_super_gives_the_bits_of_the_batch():
    one, other = (next(simulate(eventful(), [4, 2], 9, by_organisation=True, model=k)) for k in (AsEver, None))
    assert one.weeks.tobytes() == other.weeks.tobytes()
    assert one.organisations.tobytes() == other.organisations.tobytes()
    assert one.cases.tobytes() == other.cases.tobytes()
    for name, values in one.summaries.items():
        assert np.array_equal(values, other.summaries[name], equal_nan=values.dtype.kind == "f"), name


def test_agents_may_be_of_a_class_of_one_s_own():
    class Stubborn(Organisation):
        def refuses(self):
            return self.rigidity > 0.5

    class Stubborns(Partnership):
        agent_class = Stubborn

    model = Stubborns(small(3, organisations={"o1": {"rigidity": 0.9}}))
    assert [one.refuses() for one in model.agents] == [False, True, False]


@pytest.mark.parametrize("collect", [False, True])
def test_models_are_freed_once_nobody_holds_them(collect):
    model = Partnership(small(3, weeks=4), collect=collect)
    model.step()
    held = weakref.ref(model), weakref.ref(next(iter(model.agents)))
    del model
    gc.collect()
    assert [one() for one in held] == [None, None]


def test_models_stepped_by_the_batch_are_freed():
    alive = weakref.WeakSet()

    class Noted(Partnership):
        def __init__(self, *args, **more):
            super().__init__(*args, **more)
            alive.add(self)

    list(simulate(small(3, weeks=3), 4, 1, model=Noted))
    gc.collect()
    assert len(alive) == 0
