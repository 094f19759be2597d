"""Small settings made by hand, for tests that look at one rule at a time; and a hand on what the rules see."""

import sys
from dataclasses import replace

from entente.sim.model.parameters import MECHANISMS
from entente.sim.model.settings import Audience
from entente.sim.model.situation import EventKind
from entente.sim.partnership import Partnership
from entente.sim.validation.validate import validate
from entente.sim.week import begin_week

ALIKE = {
    "partners": {"spread": 0, "framing_spread": 0, "threshold_spread": 0, "threshold": -1, "density": 1, "mobilised": 1}
}
WEEKLY_MEETING = {"period": 1, "richness": 1, "hours": 2, "coordinator": 0, "per_head": 0, "travel": 0, "informal": 0}
WEEKLY_NEWS = {"period": 1, "richness": 0.38, "hours": 0.1, "coordinator": 0, "per_head": 0, "travel": 0}


def small(count=4, *, only=None, off=(), **tree):
    """Return settings of ``count`` organisations all alike, named o0, o1..., fully mobilised whatever they feel.

    Args:
        count: how many organisations; entries of ``organisations`` are laid over them.
        only: the mechanisms left on; all of them when None.
        off: mechanisms switched off.
        tree: settings laid over these.
    """
    off = set(off) | (set() if only is None else set(MECHANISMS) - set(only))
    on = () if only is None else only
    base = {
        "lead": "o0",
        "organisations": {f"o{k}": {} for k in range(count)},
        "mechanisms": dict.fromkeys(off, False) | dict.fromkeys(on, True),
        **ALIKE,
    }
    return validate(laid(tree, base))


def laid(over, base):
    """Return a tree laid over another one."""
    if not isinstance(over, dict) or not isinstance(base, dict):
        return over
    return base | {name: laid(value, base[name]) if name in base else value for name, value in over.items()}


def with_ties(settings, ties):
    """Return the same settings with so many ties kept by each."""
    return replace(settings, partners=replace(settings.partners, ties=ties))


def meeting(**more):
    """Return a communication with one weekly meeting of everyone, in person."""
    return {"channels": {"table": WEEKLY_MEETING | more}}


def begun(settings, **more):
    """Return a partnership at the beginning of its first week: its random numbers are drawn, no phase has run."""
    model = Partnership(settings, **more)
    begin(model)
    return model


def begin(model):
    """Begin one more week of a partnership, without living any phase."""
    model.parameters = model.inputs.parameters[begin_week(model.state, model.inputs, model.draws, model.run_key)]


def rows(model):
    """Return the records of the organisations: ``rows(model).fatigue[:] = 0.5`` writes the state."""
    return model.state.organisation


def whole(model):
    """Return the record of the partnership as a whole."""
    return model.state.partnership[0]


def stepped(model, weeks, look):
    """Step a partnership and return what ``look(model)`` gives after each week."""
    seen = []
    for _ in range(weeks):
        model.step()
        seen.append(look(model))
    return seen


def interpret(monkeypatch):
    """Put plain Python in the place of every compiled function, wherever a module of the rules looks for it.

    A part of a rule has no way in from Python: called from there while it is compiled, it ends the process.
    """
    for name in [name for name in sys.modules if name.startswith("entente.sim.")]:
        for attribute, value in list(vars(sys.modules[name]).items()):
            if hasattr(value, "py_func"):
                monkeypatch.setattr(sys.modules[name], attribute, value.py_func)


def eventful(**tree):
    """Return a small partnership to which everything happens: all mechanisms, audiences and kinds of events."""
    channels = {audience: {"period": k + 1, "audience": audience} for k, audience in enumerate(Audience)}
    kinds = {kind.value: {"kind": kind, "week": 3 + 3 * k, "lasts": 4} for k, kind in enumerate(EventKind)}
    places = {"north": 0.7, "south": 0.3}
    them = {
        "o0": {"delegates": 2, "expertise": ["facilitation"]},
        "o1": {"territory": "north", "turnover": 0.9, "framing": 0.1},
        "o2": {"territory": "south", "populations": ["young"], "framing": 0.9, "expertise": ["knowledge"]},
        "o3": {"member": False, "hours": 9},
        "o4": {"self_interest": 1, "motivation": 0.1},
        "o5": {"count": 2, "member": False, "expertise": ["community", "lived_experience"]},
    }
    base = {
        "weeks": 40,
        "lead": "o0",
        "territories": places,
        "populations": {"young": 1, "old": 2},
        "organisations": them,
        "partners": {"threshold": 0.35, "hours": 7},
        "communication": {"channels": channels},
        "events": kinds | {"fire": {"kind": "crisis", "yearly": 4, "size": 0.8}},
        "changes": {"later": {"week": 20, "set": {"leadership.concentration": 0.3, "leadership.rotation": 4}}},
        "leadership": {"hand_over": 0.5, "departure": 0.9, "succession": 2},
        "governance": {"local": 0.4, "shared_budget": 0.5, "pairing": 0.3, "batch": 2},
        "stages": {"vision": {"work": 20, "broad": True}, "action": {"work": 60, "expertise": ["knowledge"]}},
        "casework": {"arrivals": 2, "team": 2, "patience": 3},
        "understanding": {"controversies": 20},
    }
    return validate(laid(tree, base))
