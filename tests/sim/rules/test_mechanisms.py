"""Every mechanism can be switched on and off: that changes something, and off, nothing is left of it."""

import json
from functools import cache

import numpy as np
import pytest
from crafted import eventful, laid, meeting, small

from entente.sim.batch import simulate
from entente.sim.engine.compilation import is_off
from entente.sim.model.declare import parameters
from entente.sim.model.measures import SERIES
from entente.sim.model.parameters import MECHANISMS
from entente.sim.model.situation import Settings

REPLICATES = 2 if is_off() else 4  # a hundred times slower without compilation
RANGE = {one.path: (one.about.low, one.about.high) for one in parameters(Settings)}
RESTLESS = {"mobilisation": {"patience": 4, "margin": 0}}
LIFELESS = {"partners": {"motivation": 0, "threshold": 2}}
FORMAL = {"governance": {"structure": 0.8, "formalisation": 0.6}}
FUNDED = {"context": {"funding": 0.5}}
TRUSTFUL = {"partners": {"trust": 0.95}}
NARROW = {
    "stages": {"vision": {"work": 1, "breadth": 1}},
    "partners": {"reliability": 0.6},
    "work": {"fragility": 12},
}
NEEDED = {  # what a mechanism needs to show, over the eventful partnership
    "exit": RESTLESS,
    "ends": LIFELESS,
    "paperwork": FORMAL | {"mechanisms": {"clarity": False}},
    "conjuncture": {"mechanisms": {"agendas": False}},
    "agendas": {"mechanisms": {"conjuncture": False}},
    "held_by_hassle": FORMAL,
    "institutional": FORMAL,
    "moved_by_money": FUNDED,
    "fragility": NARROW,
    "contact": TRUSTFUL,
    "held_by_conflict": {"understanding": {"unmediated": 52}, "leadership": {"brokerage": 0}},
    "lapse": {"mobilisation": {"lapse": 4}, "communication": {"reserve": 0.5}},
    "renewal": {"stages": {"vision": {"work": 1}, "action": {"work": 1}}, "partners": {"threshold": 0.6}},
    "fundraising": {"context": {"funding": 0.9}, "events": {"funding": {"size": 0.1, "lasts": 20}}},
    "escalation": {"understanding": {"unmediated": 52}, "leadership": {"brokerage": 0}},
    "deliberation": {"stages": {"vision": {"breadth": 1}}},
    "institutional_memory": FORMAL,
    "clarity": FORMAL,
}
OWN = {  # parameters that only a mechanism reads
    "turnover": ["staff.vacancy"],
    "burnout": ["staff.burnout"],
    "learning": ["staff.newcomer", "staff.learning"],
    "handover": ["governance.handover", "governance.pairing"],
    "attendance": [f"communication.{name}" for name in ("readiness", "reserve", "tiredness", "distance")],
    "contact": ["trust.kept", "trust.openness", "trust.similarity"],
    "absence": ["trust.absence", "trust.ageing"],
    "institutional": ["trust.institutional"],
    "asymmetry": ["trust.loss_ratio"],
    "convergence": ["understanding.convergence", "understanding.confidence"],
    "language": ["understanding.language"],
    "controversies": [
        *(f"understanding.{name}" for name in ("controversies", "unmediated", "erosion")),
        "leadership.brokerage",
    ],
    "forgetting": ["context.information"],
    "paperwork": ["work.paperwork", "work.drag", "governance.structure"],
    "coordination": ["work.coordination"],
    "credit": ["governance.credit"],
    "fragility": ["work.fragility"],
    "cases": ["casework.arrivals", "casework.team", "casework.hours", "casework.patience"],
    "graded": ["mobilisation.slope"],
    "hysteresis": ["mobilisation.hysteresis"],
    "exit": ["mobilisation.margin", "mobilisation.patience"],
    "recruitment": ["governance.admission", "governance.batch", "leadership.recruitment"],
    "energy": ["leadership.recovery", "leadership.strain"],
    "conjuncture": ["context.conjuncture", "context.drift"],
    "agendas": ["partners.agenda", "context.drift"],
    "assiduity": ["partners.assiduity"],
    "habit": ["communication.habit"],
    "waning": ["communication.waning", "communication.eagerness"],
    "lapse": ["mobilisation.lapse"],
    "insistence": ["work.insistence"],
    "informal_talk": ["trust.informal"],
    "lead_departure": ["leadership.departure"],
    **{name: [f"motivation.{name.split('_')[-1]}"] for name in MECHANISMS if name.startswith(("moved_by", "held_by"))},
}
OWN["held_by_exhaustion"].append("mobilisation.exhaustion")


def weeks(*overs):
    """Return the series of a few replicates of the eventful partnership, with trees laid over it."""
    tree = {}
    for over in overs:
        tree = laid(over, tree)
    return weeks_of(json.dumps(tree))


@cache
def weeks_of(tree):
    """Return the same given the tree as JSON; several tests compare with the same runs."""
    return next(simulate(eventful(**json.loads(tree)), REPLICATES, 1)).weeks


def on(name):
    """Return the tree that switches a mechanism on."""
    return {"mechanisms": {name: True}}


def off(name):
    """Return the tree that switches a mechanism off."""
    return {"mechanisms": {name: False}}


def at(path, value):
    """Return the tree that gives one parameter a value."""
    section, name = path.split(".")
    return {section: {name: value}}


def test_every_mechanism_is_on_unless_it_is_switched_off():
    assert all(getattr(eventful().mechanisms, name) for name in MECHANISMS)


@pytest.mark.slow
@pytest.mark.parametrize("name", MECHANISMS)
def test_switching_a_mechanism_changes_a_run(name):
    needed = NEEDED.get(name, {})
    assert not np.array_equal(weeks(needed, on(name)), weeks(needed, off(name)))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "path"), [(name, path) for name, paths in OWN.items() for path in paths])
def test_nothing_reads_the_parameters_of_a_mechanism_that_is_off(name, path):
    """At both ends of its range the parameter changes nothing; with the mechanism on it does."""
    needed = NEEDED.get(name, {})
    low, high = (at(path, end) for end in RANGE[path])
    assert not np.array_equal(weeks(needed, low, on(name)), weeks(needed, high, on(name))), "on, it matters"
    assert np.array_equal(weeks(needed, low, off(name)), weeks(needed, high, off(name)))


def series(*overs):
    """Return the series of the eventful partnership by name, each a list of the weeks that replicates last."""
    found = weeks(*overs)
    active = found[..., list(SERIES).index("stage")] > 0
    return {name: found[..., k][active] for k, name in enumerate(SERIES)}


def partners(*overs):
    """Return how the number of partners moves from week to week, up to the end of each run."""
    found = weeks(*overs)[..., list(SERIES).index("partners")]
    return np.diff(found, axis=1)[found[:, 1:] > 0]


NO_EVENTS = off("events")


def test_without_turnover_nobody_leaves():
    found = series(NO_EVENTS, off("turnover"), {"staff": {"turnover": 0.9}})
    assert (found["departures"] == 0).all()
    assert (found["staffing"] == 1).all()


def test_switching_events_off_is_having_none():
    with_none = small(4, weeks=30, communication=meeting())
    events = {"a": {"kind": "departures", "week": 3, "size": 1}, "b": {"kind": "funding", "yearly": 12, "size": 1}}
    switched = small(4, weeks=30, communication=meeting(), events=events, off=["events"])
    one, other = (next(simulate(settings, 3, 1)).weeks for settings in (with_none, switched))
    assert np.array_equal(one, other)


def test_without_cases_none_arrive():
    found = series(off("cases"))
    for name in ("cases_arrived", "cases_answered", "cases_lost", "response_time"):
        assert (found[name] == 0).all()


def test_without_controversies_none_is_opened_even_by_an_event():
    found = series(off("controversies"), {"understanding": {"controversies": 26}})
    assert (found["controversy"] == 0).all()
    assert (found["controversies_opened"] == 0).all()


def test_without_breaches_every_commitment_is_kept():
    found = series(off("breaches"), {"partners": {"reliability": 0.1}})
    assert found["commitments"].sum() > 0
    assert (found["commitments_broken"] == 0).all()


def test_without_exit_nobody_leaves_the_partnership():
    assert (partners(off("exit"), RESTLESS) >= 0).all()
    assert (partners(RESTLESS) < 0).any()


def test_without_ends_a_partnership_lives_on_without_life():
    assert series(LIFELESS, off("ends"))["stage"].size > series(LIFELESS)["stage"].size
    assert series(LIFELESS, off("ends"))["active_share"].min() == 0


def test_without_recruitment_nobody_joins():
    assert (partners(off("recruitment")) <= 0).all()
    assert (partners() > 0).any()


def test_without_limits_to_animation_every_channel_has_all_its_quality():
    busy = {"leadership": {"hours": 1}} | off("occasions")
    assert (series(laid(off("animation"), busy))["animation"] == 1).all()
    assert series(busy)["animation"].min() < 0.5


def test_without_energy_to_spend_it_stays_full_whoever_leads():
    assert series()["energy"].min() < 0.9
    assert (series(off("energy"))["energy"] == 1).all()


def test_without_departures_of_the_lead_someone_always_leads():
    assert series(NO_EVENTS, off("lead_departure"))["leadership"] == pytest.approx(1)
    assert series(NO_EVENTS)["leadership"].min() < 0.9


def test_without_institutional_trust_only_the_personal_one_acts():
    found = {}
    for only in (["contact"], ["contact", "institutional"]):
        settings = small(4, only=only, communication=meeting(), governance={"formalisation": 0.9}, weeks=20)
        found[len(only)] = dict(zip(SERIES, np.moveaxis(next(simulate(settings, 1, 1)).weeks, -1, 0), strict=True))
    assert found[1]["trust"] == pytest.approx(found[1]["trust_personal"])
    assert abs(found[2]["trust"][:, -1] - found[2]["trust_personal"][:, -1]) > 0.01


def test_without_attendance_whoever_has_time_comes():
    tree = {"communication": meeting(), "partners": {"motivation": 0, "hours": 35}, "weeks": 1}
    attendance = list(SERIES).index("attendance")
    choosing, obliged = (next(simulate(small(6, off=names, **tree), 20, 1)).weeks for names in ((), ("attendance",)))
    assert choosing[..., attendance].mean() < 1
    assert (obliged[..., attendance] == 1).all()


def test_all_or_nothing_effort_is_all_or_nothing():
    tree = {"mobilisation": {"half_life": 0}, "partners": {"threshold": 0.5, "threshold_spread": 0.2}, "weeks": 20}
    settings = small(8, off=["graded", "capacity"], communication=meeting(), **tree)
    own = next(simulate(settings, 5, 1, by_organisation=True)).organisations[..., 0]
    assert set(np.unique(own)) == {0.0, 1.0}
